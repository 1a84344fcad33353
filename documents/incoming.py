"""Incoming papers (văn bản đến): what the office keeps of each beside its `Document`, and keeping those rows true.

A paper that arrived is a document like ours: rights, journal, search, dossiers are the same. `Document.agency_id` is
the office that received it, `agency_name` who issued it. Who may do what, and when, is `workflows.incoming.intake`.
source  Decree 30/2020/NĐ-CP, Art. 20-24, annex IV (the register) and annex VI (the fields)
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Date, ForeignKey, String, Text, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from documents.acts import act_key, note_citations
from documents.commands import PDF, Origin
from documents.database import Base, UtcTime
from documents.errors import VanthuError
from documents.model import Document, DraftVersion
from documents.reading.errors import StateSecret
from documents.reading.secrecy import secrecy_mark
from documents.receiving import ReceivedFile
from documents.work import Work

URGENCIES = ("", "urgent", "very_urgent", "express")
MEDIUMS = ("electronic", "paper")
OTHER_KIND = "van-ban-khac"
"""The code of a paper whose kind is none of those known here: a law, a petition, a letter."""
LONGEST = {
    "sender": 200, "number_symbol": 60, "kind": 100, "subject": 2000, "signer_name": 100, "signer_title": 100,
    "note": 500,
}  # fmt: skip
MOST_PAGES = 99_999
_NUMBERED = re.compile(r"(\d{1,7})\s*[/-]\s*(\S.*)")


class ValuesRefused(VanthuError):
    """What was typed for an incoming paper cannot be kept; `field` says which box."""

    code = "values_refused"


class Incoming(Base):
    """One paper that arrived.

    medium         "electronic" (bản điện tử: digitally signed) or "paper" (bản giấy, with or without its scan)
    file_sha256    the bytes as they arrived; None for a paper that is not scanned yet
    verdict        of the file's signatures at the last look; findings in office words
    same_as        issuer, number and year as one key; None without a number: duplicates are found by it
    number         the số đến; None until it is registered
    late           registered after the working day that follows the arrival (Art. 22)
    acknowledged_how  by which channel the sender was told; the act is recorded, no message is sent from here
    """

    __tablename__ = "vanthu_incoming"
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    medium: Mapped[str] = mapped_column(String(12))
    file_name: Mapped[str | None] = mapped_column(String(200))
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("vanthu_blobs.sha256"), index=True)
    media_type: Mapped[str | None] = mapped_column(String(100))
    verdict: Mapped[str | None] = mapped_column(String(20))
    level: Mapped[str | None] = mapped_column(String(10))
    signatures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sender: Mapped[str] = mapped_column(String(200))
    number_symbol: Mapped[str] = mapped_column(String(60))
    same_as: Mapped[str | None] = mapped_column(String(400), index=True)
    document_date: Mapped[date | None] = mapped_column(Date)
    urgency: Mapped[str] = mapped_column(String(12))
    answer_by: Mapped[date | None] = mapped_column(Date)
    arrived_on: Mapped[date] = mapped_column(Date, index=True)
    note: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime] = mapped_column(UtcTime)
    taken_by: Mapped[str] = mapped_column(String(100))
    series_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_number_series.id"), index=True)
    number: Mapped[int | None]
    registered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    registered_by: Mapped[str | None] = mapped_column(String(100))
    late: Mapped[bool] = mapped_column(default=False)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcTime)
    acknowledged_by: Mapped[str | None] = mapped_column(String(100))
    acknowledged_how: Mapped[str | None] = mapped_column(String(100))


@dataclass(frozen=True)
class Values:
    """What stands on the paper's face and how it came, as the văn thư confirms it; dates are days in Vietnam.

    number_symbol   as the sender printed it: "15/KH-UBND", "30/2020/NĐ-CP"; empty for a paper without one
    pages           how many pages the paper has, which may be more than its scan; None when nobody said
    """

    arrived_on: date
    medium: str = "paper"
    sender: str = ""
    number_symbol: str = ""
    document_date: date | None = None
    kind: str = ""
    subject: str = ""
    urgency: str = ""
    signer_name: str = ""
    signer_title: str = ""
    pages: int | None = None
    answer_by: date | None = None
    note: str = ""


@dataclass(frozen=True)
class IncomingTaken:
    """A paper arrived and was taken in (tiếp nhận)."""

    name: ClassVar[str] = "incoming_taken"
    document_id: str
    sender: str
    number_symbol: str
    file_sha256: str | None
    verdict: str | None


@dataclass(frozen=True)
class IncomingConfirmed:
    """The văn thư confirmed or corrected what stands on an incoming paper."""

    name: ClassVar[str] = "incoming_confirmed"
    document_id: str
    changed: tuple[str, ...]


@dataclass(frozen=True)
class IncomingScanned:
    """A file took the place of the sheet that stood for a paper (số hóa)."""

    name: ClassVar[str] = "incoming_scanned"
    document_id: str
    file_sha256: str


def create_incoming(
    work: Work, origin: Origin, values: Values, file: ReceivedFile | None, sheet: bytes
) -> Document:
    """A paper in its first state: its rows, its bytes; `sheet` is shown when there is no file.

    raises    ValuesRefused, StateSecret
    """
    check_values(values)
    document = Document(
        kind=origin.kind, agency_id=origin.agency_id, agency_name=values.sender, unit_id=origin.unit_id,
        unit_name=origin.unit_name, drafter_id=work.actor.person_id, drafter_name=work.actor.name,
        created_at=work.now, changed_at=work.now,
        state_since=work.now, workflow=origin.workflow, workflow_version=origin.workflow_version,
        state=origin.state, subject="", symbol="", fields={}, warnings=[], text="", pages=1, draft_name="",
    )  # fmt: skip
    _show(work, document, file, sheet)
    if file is not None:
        document.fields = {key: file.values.get(key) or [] for key in ("addressees", "legal_bases")}
    incoming = Incoming(signatures=[], findings=[], taken_at=work.now, taken_by=work.by)
    _keep_file(incoming, file, document.draft_sha256)
    _set_values(document, incoming, values)
    work.session.add(document)
    work.session.flush()
    incoming.document_id = document.id
    work.session.add(incoming)
    note_citations(work.session, document)
    _keep_version(work, document, 1)
    work.session.flush()
    work.record(
        IncomingTaken(
            document.id, values.sender, values.number_symbol, incoming.file_sha256, incoming.verdict
        )
    )
    return document


def confirm_values(work: Work, document: Document, values: Values) -> None:
    """Keep what the văn thư confirmed.

    raises    ValuesRefused, StateSecret
    """
    check_values(values)
    incoming = work.session.get_one(Incoming, document.id)
    before = values_of(document, incoming)
    _set_values(document, incoming, values)
    document.changed_at = work.now
    after = values_of(document, incoming)
    changed = tuple(
        field.name for field in fields(Values) if getattr(before, field.name) != getattr(after, field.name)
    )
    work.session.flush()
    work.record(IncomingConfirmed(document.id, changed))


def attach_scan(work: Work, document: Document, file: ReceivedFile) -> None:
    """Put the scan of a paper in the place of its sheet; every file that was ever kept stays with the document."""
    incoming = work.session.get_one(Incoming, document.id)
    _show(work, document, file, b"")
    _keep_file(incoming, file, document.draft_sha256)
    document.changed_at = work.now
    ordinals = select(DraftVersion.ordinal).where(DraftVersion.document_id == document.id)
    _keep_version(work, document, max(work.session.scalars(ordinals), default=0) + 1)
    work.session.flush()
    work.record(IncomingScanned(document.id, document.draft_sha256))


def values_of(document: Document, incoming: Incoming) -> Values:
    """What is kept, in the form it is confirmed in."""
    said = document.fields
    return Values(
        arrived_on=incoming.arrived_on,
        medium=incoming.medium,
        sender=incoming.sender,
        number_symbol=incoming.number_symbol,
        document_date=incoming.document_date,
        kind=said.get("kind") or "",
        subject=document.subject,
        urgency=incoming.urgency,
        signer_name=said.get("signer_name") or "",
        signer_title=said.get("signer_title") or "",
        pages=said.get("pages") or (document.pages if incoming.file_sha256 else None),
        answer_by=incoming.answer_by,
        note=incoming.note,
    )


def duplicates_of(work: Work, document: Document) -> list[Document]:
    """Other incoming papers of the same sender, number and year, or of the very same bytes; oldest first.

    source  Decree 30/2020/NĐ-CP, annex VI: the văn thư is warned of what came before
    """
    incoming = work.session.get_one(Incoming, document.id)
    same = []
    if incoming.same_as:
        same.append(Incoming.same_as == incoming.same_as)
    if incoming.file_sha256:
        same.append(Incoming.file_sha256 == incoming.file_sha256)
    if not same:
        return []
    others = (
        select(Document)
        .join(Incoming, Incoming.document_id == Document.id)
        .where(Document.id != document.id, Document.agency_id == document.agency_id, or_(*same))
        .order_by(Document.created_at, Document.id)
        .limit(5)
    )
    return list(work.session.scalars(others))


def check_values(values: Values) -> None:
    """raises ValuesRefused naming the box; StateSecret when somebody types a mark of secrecy"""
    for name, longest in LONGEST.items():
        text = getattr(values, name)
        if len(text) > longest:
            raise ValuesRefused(field=name)
        # A secret paper on paper is registered elsewhere as well: its own book, its own machine.
        if secrecy_mark(text):
            raise StateSecret(mark=secrecy_mark(text))
    if values.urgency not in URGENCIES:
        raise ValuesRefused(field="urgency")
    if values.medium not in MEDIUMS:
        raise ValuesRefused(field="medium")
    if values.pages is not None and not 1 <= values.pages <= MOST_PAGES:
        raise ValuesRefused(field="pages")
    if values.document_date is not None and values.document_date > values.arrived_on:
        raise ValuesRefused(field="document_date")


def _set_values(document: Document, incoming: Incoming, values: Values) -> None:
    number, symbol = _split(values.number_symbol)
    year = (values.document_date or values.arrived_on).year
    document.agency_name, document.subject = values.sender, values.subject
    document.number, document.symbol, document.year = number, symbol, year
    document.issued_on = values.document_date
    shown = {"agency": values.sender, "arrived_on": values.arrived_on.isoformat()}
    document.fields = {**document.fields, **_plain(values), **shown}
    for name in (
        "medium",
        "sender",
        "number_symbol",
        "document_date",
        "urgency",
        "answer_by",
        "arrived_on",
        "note",
    ):
        setattr(incoming, name, getattr(values, name))
    cited = {"number": values.number_symbol.casefold(), "date": str(year), "issuer": values.sender}
    incoming.same_as = act_key(cited) if values.number_symbol and values.sender else None


def _split(number_symbol: str) -> tuple[int | None, str]:
    """(15, "KH-UBND") of "15/KH-UBND"; a number in another way of writing stays in the symbol."""
    match = _NUMBERED.fullmatch(number_symbol)
    return (int(match[1]), match[2]) if match else (None, number_symbol)


def _plain(values: Values) -> dict[str, Any]:
    said: Mapping[str, Any] = asdict(values)
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in said.items()}


def _show(work: Work, document: Document, file: ReceivedFile | None, sheet: bytes) -> None:
    """The bytes first, then the row that names them."""
    document.rendition_sha256 = work.keep(file.shown if file else sheet, PDF)
    document.draft_sha256 = work.keep(file.data, file.media_type) if file else document.rendition_sha256
    document.draft_name = file.name[:200] if file else ""
    document.text = file.text if file else document.text
    document.warnings = list(file.warnings) if file else document.warnings
    document.pages = file.pages if file else document.pages


def _keep_file(incoming: Incoming, file: ReceivedFile | None, sha256: str) -> None:
    if file is None:
        return
    incoming.file_name, incoming.file_sha256, incoming.media_type = file.name[:200], sha256, file.media_type
    incoming.verdict, incoming.level = file.verdict, file.level
    incoming.signatures, incoming.findings = list(file.signatures), list(file.findings)


def _keep_version(work: Work, document: Document, ordinal: int) -> None:
    work.session.add(
        DraftVersion(
            document_id=document.id, ordinal=ordinal, draft_name=document.draft_name,
            draft_sha256=document.draft_sha256, rendition_sha256=document.rendition_sha256,
            uploaded_at=work.now, uploaded_by=work.by,
        )
    )  # fmt: skip
