"""Annexes in files of their own (phụ lục): added to a draft, approved with it, signed by the agency at issue.

An annex is part of what approvals speak about: another file, title or order is another paper. `prepare_annex` is pure
and slow, so no transaction is open while it runs. Who may change annexes, and when, is `workflows.annexes`.

source  Decree 30/2020/NĐ-CP, annex I, part I III.1: two or more are numbered in Roman numerals; each file is signed
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.commands import DOCX, PDF, fall_approvals
from documents.database import Base, UtcTime, new_id
from documents.errors import DraftRefused, VanthuError
from documents.inspecting import inspect_file
from documents.model import Document
from documents.pdf.agency_line import prepare_line
from documents.pdf.picture import page_count
from documents.reading.container import recognise
from documents.reading.secrecy import refuse_secret
from documents.typesetting.engine import typeset_docx
from documents.work import Work

MOST_ANNEXES = 30
LONGEST_TITLE = 300
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class AnnexRefused(DraftRefused):
    """A file that cannot carry the agency's signature; `found` says what it is."""

    code = "annex_refused"


class AnnexUntitled(VanthuError):
    """An annex says what it is: its title is empty or longer than `most` letters."""

    code = "annex_untitled"


class TooManyAnnexes(VanthuError):
    """One paper has no more than `most` annex files."""

    code = "too_many_annexes"


class NoSuchAnnex(VanthuError):
    """The paper has no annex of this id, or not any more."""

    code = "no_such_annex"


class Annex(Base):
    """One annex file of a paper.

    place            its order among the paper's annexes; gaps mean nothing
    source_sha256    the file as it was uploaded
    rendition_sha256 as PDF with the empty place for the agency's line: what approvals speak about
    issued_sha256    signed by the agency, at issue
    current_sha256   the issued file, raised with later validation data
    taken_out_at     when it stopped being part of the draft; the row stays, as every version of a draft does
    """

    __tablename__ = "vanthu_annexes"
    __table_args__ = (Index("ix_vanthu_annexes_document", "document_id", "place"),)
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"))
    place: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    file_name: Mapped[str] = mapped_column(String(200))
    source_sha256: Mapped[str] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    rendition_sha256: Mapped[str] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    issued_sha256: Mapped[str | None] = mapped_column(ForeignKey("vanthu_blobs.sha256"), index=True)
    current_sha256: Mapped[str | None] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    pages: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    added_by: Mapped[str] = mapped_column(String(100))
    taken_out_at: Mapped[datetime | None] = mapped_column(UtcTime)


@dataclass(frozen=True)
class PreparedAnnex:
    """An uploaded annex, read and made ready to be signed; `media_type` of the file as it came."""

    name: str
    data: bytes
    media_type: str
    rendition: bytes
    pages: int
    text: str


@dataclass(frozen=True)
class AnnexSeen:
    """An annex as it stands.

    label    "Phụ lục" where it is the only one, else "Phụ lục I", "Phụ lục II"
    sha256   of the file to be read and approved, once issued of the signed one
    """

    id: str
    label: str
    title: str
    file_name: str
    pages: int
    sha256: str
    source_sha256: str
    added_by: str
    added_at: datetime
    issued: bool


@dataclass(frozen=True)
class AnnexChanged:
    """The annexes of a draft changed.

    change   "added", "replaced", "renamed", "moved" or "taken_out"
    """

    name: ClassVar[str] = "annex_changed"
    document_id: str
    annex_id: str
    change: str
    note: str
    source_sha256: str
    rendition_sha256: str


@dataclass(frozen=True)
class AnnexIssued:
    """An annex was signed by the agency together with its paper."""

    name: ClassVar[str] = "annex_issued"
    document_id: str
    annex_id: str
    note: str
    issued_sha256: str


def prepare_annex(name: str, data: bytes, *, at: datetime) -> PreparedAnnex:
    """Guard and read one annex, and set it as PDF where it is a Word file.

    raises    AnnexRefused for what is neither Word nor PDF; what reading, typesetting and `prepare_line` raise
    """
    sort = recognise(data)
    if data.strip() and sort not in ("zip", "pdf"):
        raise AnnexRefused(found=sort, file=name)
    reading = inspect_file(name, data)
    # A scan states nothing, but a stamp of secrecy the machine could read stops it here.
    refuse_secret(reading.text.splitlines())
    page = data if sort == "pdf" else typeset_docx(data, created_at=at).pdf
    rendition = prepare_line(page)
    return PreparedAnnex(
        name, data, PDF if sort == "pdf" else DOCX, rendition, page_count(rendition), reading.text
    )


def annexes_of(session: Session, document_id: str) -> list[Annex]:
    """The annexes of a paper in their order, without those that were taken out."""
    rows = select(Annex).where(Annex.document_id == document_id, Annex.taken_out_at.is_(None))
    return list(session.scalars(rows.order_by(Annex.place, Annex.id)))


def see_annexes(session: Session, document_id: str) -> tuple[AnnexSeen, ...]:
    return seen(annexes_of(session, document_id))


def seen(rows: Sequence[Annex]) -> tuple[AnnexSeen, ...]:
    """How they are told, in their order."""
    return tuple(
        AnnexSeen(
            row.id,
            label(number, len(rows)),
            row.title,
            row.file_name,
            row.pages,
            row.current_sha256 or row.rendition_sha256,
            row.source_sha256,
            row.added_by,
            row.added_at,
            row.issued_sha256 is not None,
        )
        for number, row in enumerate(rows, 1)
    )


def label(number: int, of: int) -> str:
    """ "Phụ lục II"; a single one has no number."""
    return "Phụ lục" if of == 1 else f"Phụ lục {_roman(number)}"


def find_annex(session: Session, document_id: str, annex_id: str) -> Annex:
    """raises NoSuchAnnex."""
    row = session.get(Annex, annex_id)
    if row is None or row.document_id != document_id or row.taken_out_at is not None:
        raise NoSuchAnnex(document_id=document_id)
    return row


def add_annex(work: Work, document: Document, prepared: PreparedAnnex, title: str) -> Annex:
    """Put an annex behind the others; every approval of the paper without it falls.

    raises    AnnexUntitled, TooManyAnnexes
    """
    there = annexes_of(work.session, document.id)
    if len(there) >= MOST_ANNEXES:
        raise TooManyAnnexes(most=MOST_ANNEXES)
    row = _new(work, document, prepared, _titled(title), there[-1].place + 1 if there else 1)
    _changed(work, document, row, "added")
    return row


def replace_annex(
    work: Work, document: Document, annex_id: str, prepared: PreparedAnnex, title: str
) -> Annex:
    """Put another file, and perhaps another title, in an annex's place; the former stays in the history.

    raises    NoSuchAnnex, AnnexUntitled
    """
    before = find_annex(work.session, document.id, annex_id)
    before.taken_out_at = work.now
    row = _new(work, document, prepared, _titled(title), before.place)
    _changed(work, document, row, "replaced")
    return row


def rename_annex(work: Work, document: Document, annex_id: str, title: str) -> None:
    """raises NoSuchAnnex, AnnexUntitled."""
    row = find_annex(work.session, document.id, annex_id)
    row.title = _titled(title)
    _changed(work, document, row, "renamed")


def move_annex_up(work: Work, document: Document, annex_id: str) -> None:
    """One place nearer to the paper; the first stays where it is.

    raises    NoSuchAnnex
    """
    row, there = find_annex(work.session, document.id, annex_id), annexes_of(work.session, document.id)
    at = there.index(row)
    if at:
        there[at - 1].place, row.place = row.place, there[at - 1].place
        _changed(work, document, row, "moved")


def take_out_annex(work: Work, document: Document, annex_id: str) -> None:
    """raises NoSuchAnnex."""
    row = find_annex(work.session, document.id, annex_id)
    row.taken_out_at = work.now
    _changed(work, document, row, "taken_out")


def _new(work: Work, document: Document, prepared: PreparedAnnex, title: str, place: int) -> Annex:
    row = Annex(
        id=new_id(),
        document_id=document.id,
        place=place,
        title=title,
        file_name=prepared.name[-200:],
        source_sha256=work.keep(prepared.data, prepared.media_type),
        rendition_sha256=work.keep(prepared.rendition, PDF),
        pages=prepared.pages,
        text=prepared.text,
        added_at=work.now,
        added_by=work.by,
    )
    work.session.add(row)
    return row


def _changed(work: Work, document: Document, row: Annex, change: str) -> None:
    work.session.flush()
    document.annexes_digest = _digest(annexes_of(work.session, document.id))
    document.changed_at = work.now
    fall_approvals(work, document, "annexes_changed")
    work.record(AnnexChanged(document.id, row.id, change, row.title, row.source_sha256, row.rendition_sha256))


def _digest(rows: Sequence[Annex]) -> str | None:
    """What the annexes are, as one digest; None without any, so that papers without are what they were."""
    if not rows:
        return None
    said = [[row.title, row.source_sha256, row.rendition_sha256] for row in rows]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _titled(title: str) -> str:
    plain = " ".join(title.split())
    if not 0 < len(plain) <= LONGEST_TITLE:
        raise AnnexUntitled(most=LONGEST_TITLE)
    return plain


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters
