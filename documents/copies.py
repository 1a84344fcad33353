"""Electronic copies (bản sao): what each is a copy of, what the source proved, and the scan a copy may be made from.

A copy is a document like any other: number, register, journal and search are the same. What is kept beside it here
is where it came from. Who decides, and how the agency signs it, is `workflows.copying`.

source  Decree 30/2020/NĐ-CP, Art. 25-27; annex I, part II (electronic form: PDF, colour, 200 dpi at least)
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, ClassVar, Literal

import pikepdf
import pypdfium2
from pikepdf import Name
from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents import commands as papers
from documents.annexes import prepare_annex
from documents.database import Base
from documents.errors import VanthuError
from documents.incoming import Incoming
from documents.model import Document
from documents.pdf.agency_line import CopyForm, prepare_line
from documents.pdf.picture import opened, page_count
from documents.registers import printed_symbol
from documents.work import Work

Medium = Literal["paper", "electronic"]
WORKFLOW = "ban-sao"
FORMS: Mapping[str, CopyForm] = {"ban-sao-y": "SAO Y", "ban-sao-luc": "SAO LỤC", "ban-trich-sao": "TRÍCH SAO"}
"""The form of a copy by the code of its kind."""
EXCERPT = "ban-trich-sao"
LEAST_DPI = 200
# A scanner's 200 is never exactly 200.
DPI_TOLERANCE = 2
LONGEST_PART = 1000


class CopyNotPossible(VanthuError):
    """The law knows no such copy of this source; `why` says it: "copy_electronic",
    "copy_no_file", "copy_no_excerpt", "copy_not_pdf", "copy_verdict".
    """

    code = "copy_not_possible"


class ScanUnfit(VanthuError):
    """A page of the scan is no colour picture of 200 dpi; `page`, `dpi` and `why` say which and what.

    why   "scan_no_picture", "scan_grey" or "scan_coarse"
    """

    code = "scan_unfit"


class PartNeeded(VanthuError):
    """An excerpt says which part it takes."""

    code = "part_needed"


class Copy(Base):
    """What a copy was made from.

    form            "SAO Y", "SAO LỤC" or "TRÍCH SAO"
    source_name     how the source is named: "Kế hoạch 15/KH-… ngày … của …"
    source_sha256   of the file that was copied, or that the excerpt was taken from
    source_medium   "paper" (digitised) or "electronic"
    source_verdict  what its own signatures proved then; "unsigned" for a scan
    source_report   the verifier's report, kept as evidence
    part            which part an excerpt takes; empty for a whole copy
    """

    __tablename__ = "vanthu_copies"
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(10))
    source_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    source_name: Mapped[str] = mapped_column(Text)
    source_sha256: Mapped[str] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    source_medium: Mapped[str] = mapped_column(String(12))
    source_verdict: Mapped[str] = mapped_column(String(20))
    source_report: Mapped[dict[str, Any]] = mapped_column(JSON)
    part: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True)
class CopyRequested:
    """Somebody asked for a copy; what its source proved is part of the request."""

    name: ClassVar[str] = "copy_requested"
    document_id: str
    form: str
    source_id: str
    source_sha256: str
    source_verdict: str
    rendition_sha256: str


@dataclass(frozen=True)
class Source:
    """What a copy can be made of: the bytes that count, and on what they came.

    data   None for a paper that is not scanned yet
    """

    document_id: str
    name: str
    medium: Medium
    sha256: str
    data: bytes | None


@dataclass(frozen=True)
class PreparedCopy:
    """A copy made ready to be signed. `data` is the scan, or the excerpt as it was written anew."""

    form: CopyForm
    name: str
    data: bytes
    media_type: str
    rendition: bytes
    pages: int
    text: str


def source_of(work: Work, document: Document) -> Source:
    """A paper of ours as it was issued, or one that arrived as it came."""
    arrived = work.session.get(Incoming, document.id)
    day = f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    kind = str(document.fields.get("kind") or "Văn bản")
    named = f"{kind} {printed_symbol(document)}".strip()
    name = f"{named}{day} của {document.agency_name}"
    if arrived is None:
        digest = document.current_sha256
        data = work.files.get(digest) if digest else None
        return Source(document.id, name, "electronic", digest or "", data)
    medium: Medium = "paper" if arrived.medium == "paper" else "electronic"
    data = work.files.get(arrived.file_sha256) if arrived.file_sha256 else None
    return Source(document.id, name, medium, arrived.file_sha256 or "", data)


def forms_for(source: Source) -> dict[str, CopyForm]:
    """The copies the law knows of this source in electronic form, by kind.

    An electronic original is sent as it is: a whole copy from electronic to electronic does not exist (Art. 25).
    """
    if source.data is None:
        return {}
    return {kind: form for kind, form in FORMS.items() if kind == EXCERPT or source.medium == "paper"}


def prepare_copy(
    kind: str, source: Source, excerpt: tuple[str, bytes] | None, *, at: datetime
) -> PreparedCopy:
    """The file of a copy with the place for the agency's line: the scan as it is, an excerpt as it was written anew.

    excerpt   name and bytes of the excerpt, for that kind only
    raises    CopyNotPossible, ScanUnfit; for an excerpt as `prepare_annex`
    """
    if source.data is None:
        raise CopyNotPossible(why="copy_no_file")
    if kind not in forms_for(source):
        raise CopyNotPossible(why="copy_electronic")
    if kind == EXCERPT:
        if excerpt is None:
            raise CopyNotPossible(why="copy_no_excerpt")
        made = prepare_annex(*excerpt, at=at)
        return PreparedCopy(
            FORMS[kind], made.name, made.data, made.media_type, made.rendition, made.pages, made.text
        )
    if not source.data.startswith(b"%PDF-"):
        raise CopyNotPossible(why="copy_not_pdf")
    check_scan(source.data)
    rendition = prepare_line(source.data)
    return PreparedCopy(
        FORMS[kind], "ban-scan.pdf", source.data, papers.PDF, rendition, page_count(rendition), ""
    )


def check_scan(pdf: bytes) -> None:
    """Every page is a colour picture of at least 200 dpi over the whole page.

    raises    ScanUnfit naming the first page that is not, counted from 1
    """
    with pikepdf.open(BytesIO(pdf)) as document, opened(pdf) as drawn:
        for number, page in enumerate(document.pages, 1):
            _check_page(number, page, drawn[number - 1])


def _check_page(number: int, page: pikepdf.Page, drawn: pypdfium2.PdfPage) -> None:
    wide_pt, high_pt = drawn.get_size()
    pictures = [(one, *_size_pt(one)) for one in drawn.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    whole = [(one, w, h) for one, w, h in pictures if w * h >= 0.8 * wide_pt * high_pt]
    if not whole:
        raise ScanUnfit(page=number, why="scan_no_picture", dpi=0)
    picture, w, h = whole[0]
    across, down = picture.get_px_size()
    dpi = round(min(across / w, down / h) * 72)
    if dpi < LEAST_DPI - DPI_TOLERANCE:
        raise ScanUnfit(page=number, why="scan_coarse", dpi=dpi)
    if not any(_is_colour(one) for one in page.get_images().values()):
        raise ScanUnfit(page=number, why="scan_grey", dpi=dpi)


def _size_pt(picture: Any) -> tuple[float, float]:
    left, bottom, right, top = picture.get_bounds()
    return max(right - left, 1e-6), max(top - bottom, 1e-6)


def _is_colour(picture: Any) -> bool:
    space = picture.get(Name.ColorSpace)
    if isinstance(space, pikepdf.Array):
        if space[0] == Name.ICCBased:
            return int(space[1].get(Name.N, 0)) >= 3
        return space[0] in (Name.CalRGB, Name.Lab, Name.Indexed)
    return space in (Name.DeviceRGB, Name.DeviceCMYK) or Name.JPXDecode in _filters(picture)


def _filters(picture: Any) -> list[Any]:
    found = picture.get(Name.Filter)
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def create_copy(
    work: Work,
    prepared: PreparedCopy,
    source: Source,
    report: Mapping[str, Any],
    origin: papers.Origin,
    fields: Mapping[str, Any],
    part: str,
) -> Document:
    """The copy in its first state; what it says is frozen from the beginning.

    report   what the verifier said of the source, as `vanthu verify --json`
    """
    document = Document(
        **asdict(origin),
        drafter_id=work.actor.person_id,
        drafter_name=work.actor.name,
        created_at=work.now,
        changed_at=work.now,
        state_since=work.now,
        subject=str(fields["subject"]),
        symbol=str(fields["symbol"]),
        fields=dict(fields),
        warnings=[],
        text=prepared.text,
        pages=prepared.pages,
        draft_name=prepared.name[-200:],
        draft_sha256=work.keep(prepared.data, prepared.media_type),
        rendition_sha256=work.keep(prepared.rendition, papers.PDF),
    )
    document.frozen_digest = papers.frozen_digest(document)
    work.session.add(document)
    work.session.flush()
    verdict = str(report.get("verdict") or "unsigned")
    work.session.add(
        Copy(
            document_id=document.id,
            form=prepared.form,
            source_id=source.document_id,
            source_name=source.name,
            source_sha256=source.sha256,
            source_medium=source.medium,
            source_verdict=verdict,
            source_report=dict(report),
            part=part,
        )
    )
    work.record(
        CopyRequested(
            document.id,
            prepared.form,
            source.document_id,
            source.sha256,
            verdict,
            document.rendition_sha256,
        )
    )
    return document


def copy_of(session: Session, document_id: str) -> Copy | None:
    """What a document is a copy of; None for what is none."""
    return session.get(Copy, document_id)
