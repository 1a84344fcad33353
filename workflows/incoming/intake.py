"""Taking papers in: received, confirmed, registered with their số đến, or returned to the sender.

What happens to them afterwards is `directing` and `handling`; the books are in `incoming_book`, what each person is
shown in `incoming_sight`. Reading and verifying a file is `documents.receiving`, with no transaction open.
source  Decree 30/2020/NĐ-CP, Art. 21 (receiving, telling the sender), Art. 22 (registering)
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from documents.access import grant, require
from documents.commands import Origin
from documents.database import local_date
from documents.errors import KindNotReady, NotAllowed, VersionMoved
from documents.files import sha256
from documents.incoming import (
    OTHER_KIND,
    Incoming,
    Values,
    ValuesRefused,
    attach_scan,
    confirm_values,
    create_incoming,
    duplicates_of,
)
from documents.kinds import kind_named
from documents.model import Document
from documents.receiving import ReceivedFile
from documents.registers import allocate_arrival
from documents.work import Work
from workflows.calendar import calendar_of
from workflows.commands import MIN_REASON_LETTERS, Rules, allow, enter, lock, move
from workflows.deadlines import register_by
from workflows.directory.model import our_agency
from workflows.errors import ReasonNeeded
from workflows.incoming.assignments import IncomingAcknowledged, IncomingRegistered
from workflows.review import drafting_unit

WORKFLOW = "van-ban-den"


@dataclass(frozen=True)
class Taken:
    """A paper taken in, and earlier papers that look like the same."""

    document_id: str
    alike: tuple[str, ...]


def values_read(work: Work, file: ReceivedFile) -> Values:
    """What was read of a file that came today, as values to be confirmed; a signed one is an electronic original."""
    read = file.values
    today = local_date(work.now)
    printed = _day(read.get("document_date"))
    return Values(
        arrived_on=today,
        medium="paper" if file.verdict == "unsigned" else "electronic",
        sender=_cut(read, "sender", 200),
        number_symbol=_cut(read, "number_symbol", 60),
        # Read wrongly, or a slip of the sender's: nothing that arrived today was written tomorrow.
        document_date=printed if printed and printed <= today else None,
        kind=_cut(read, "kind", 100),
        subject=_cut(read, "subject", 2000),
        urgency=str(read.get("urgency") or ""),
        signer_name=_cut(read, "signer_name", 100),
        signer_title=_cut(read, "signer_title", 100),
        pages=file.pages,
        answer_by=_day(read.get("answer_by")),
    )


def take_in(
    work: Work, rules: Rules, values: Values, file: ReceivedFile | None, *, sheet: bytes = b""
) -> Taken:
    """Take a paper in (tiếp nhận): nothing is registered yet, nobody has to act on it.

    sheet     what is shown of a paper that comes without a file
    raises    NotAllowed for anybody but the văn thư; ValuesRefused; StateSecret
    """
    agency = our_agency(work.session, work.now)
    require_office(work, agency.id, "clerk")
    return _create(work, rules, values, file, sheet)


def take_in_old(work: Work, rules: Rules, values: Values, file: ReceivedFile) -> str | None:
    """Put an existing paper into the archive without registering it anew; None when these bytes are there already.

    raises    NotAllowed for anybody but văn thư and archivist; ValuesRefused; StateSecret
    """
    agency = our_agency(work.session, work.now)
    require_office(work, agency.id, "clerk", "archivist")
    if kept_already(work, sha256(file.data)) is not None:
        return None
    document_id = _create(work, rules, values, file, b"").document_id
    archive = f"office:archivist:{agency.id}"
    grant(work.session, document_id, "archivist", archive, cause="office", since=work.now)
    document, step = allow(work, rules, document_id, "archive_old")
    move(work, rules, document, step)
    return document_id


def kept_already(work: Work, digest: str) -> str | None:
    """The incoming paper that has these very bytes, if the office has it already; None for new ones.

    raises    NotAllowed for anybody but văn thư and archivist
    """
    agency = our_agency(work.session, work.now)
    require_office(work, agency.id, "clerk", "archivist")
    held = select(Document.id).join(Incoming, Incoming.document_id == Document.id)
    same = held.where(Document.agency_id == agency.id, Incoming.file_sha256 == digest)
    return work.session.scalar(same.order_by(Document.created_at).limit(1))


def correct(
    work: Work, rules: Rules, document_id: str, values: Values, *, seen_version: int | None
) -> Document:
    """Confirm or correct what stands on a paper, until it is presented.

    raises    NotAllowed, VersionMoved, ValuesRefused, StateSecret
    """
    document = _seen(work, require(work.session, work.actor, document_id, "correct", work.now), seen_version)
    if values.arrived_on > local_date(work.now):
        raise ValuesRefused(field="arrived_on")
    confirm_values(work, document, values)
    document.kind = kind_code(rules, values.kind)
    return document


def register(work: Work, rules: Rules, document_id: str, *, seen_version: int | None = None) -> int:
    """Give the paper its số đến and enter it into the register; returns the number.

    Two văn thư registering at once wait for each other at the series: no number twice, none left out.
    raises    NoSeries, and what `allow` raises
    """
    document, step = allow(work, rules, document_id, "register", seen_version=seen_version)
    today = local_date(work.now)
    given = allocate_arrival(work.session, document, on=today, at=work.now)
    incoming = work.session.get_one(Incoming, document_id)
    incoming.series_id, incoming.number = given.series_id, given.number
    incoming.registered_at, incoming.registered_by = work.now, work.by
    incoming.late = today > register_by(calendar_of(work.session), incoming.arrived_on)
    move(work, rules, document, step)
    work.record(IncomingRegistered(document_id, given.number, today, incoming.late))
    return given.number


def scan(work: Work, document_id: str, file: ReceivedFile, *, seen_version: int | None = None) -> Document:
    """Add the scan of a paper that was registered from its paper (số hóa); a file that is there is never replaced.

    raises    NotAllowed, VersionMoved
    """
    document = _seen(work, require(work.session, work.actor, document_id, "scan", work.now), seen_version)
    if work.session.get_one(Incoming, document_id).file_sha256 is not None:
        raise NotAllowed(right="scan", document_id=document_id)
    attach_scan(work, document, file)
    return document


def return_to_sender(
    work: Work, rules: Rules, document_id: str, reason: str, *, seen_version: int | None = None
) -> Document:
    """Return a paper to whoever sent it, with the reason; a số đến it has stays in the register.

    raises    ReasonNeeded, and what `allow` raises
    """
    document, step = allow(work, rules, document_id, "return_sender", seen_version=seen_version)
    move(work, rules, document, step, reason)
    return document


def acknowledge(work: Work, document_id: str, how: str) -> None:
    """Record that the sender was told of the arrival, and how; the message itself goes by another channel.

    raises    NotAllowed, also the second time; ReasonNeeded when it is not said how
    source    Decree 30/2020/NĐ-CP, Art. 21 k2c: on the same day
    """
    require(work.session, work.actor, document_id, "acknowledge", work.now)
    how = " ".join(how.split())[:100]
    if len(how) < MIN_REASON_LETTERS:
        raise ReasonNeeded(act="acknowledge", document_id=document_id)
    incoming = work.session.scalars(
        select(Incoming).where(Incoming.document_id == document_id).with_for_update()
    ).one()
    if incoming.acknowledged_at is not None:
        raise NotAllowed(right="acknowledge", document_id=document_id)
    incoming.acknowledged_at, incoming.acknowledged_by = work.now, work.by
    incoming.acknowledged_how = how
    work.record(IncomingAcknowledged(document_id, how))


def kind_code(rules: Rules, name: str) -> str:
    """The code of a kind by its printed name; papers of other kinds arrive too."""
    try:
        return kind_named(rules.kinds, name).code
    except KindNotReady:
        return OTHER_KIND


def require_office(work: Work, agency_id: str, *functions: str) -> None:
    """raises NotAllowed unless the actor holds one of these functions in the agency"""
    held = {f"office:{function}:{agency_id}" for function in functions}
    if not held & work.actor.principals:
        raise NotAllowed(right="take_in", document_id=None)


def _create(work: Work, rules: Rules, values: Values, file: ReceivedFile | None, sheet: bytes) -> Taken:
    agency, unit = our_agency(work.session, work.now), drafting_unit(work)
    workflow = rules.workflows[WORKFLOW]
    if values.arrived_on > local_date(work.now):
        raise ValuesRefused(field="arrived_on")
    origin = Origin(
        kind=kind_code(rules, values.kind),
        agency_id=agency.id,
        agency_name=agency.name,
        unit_id=unit.id,
        unit_name=unit.name,
        workflow=workflow.name,
        workflow_version=workflow.version,
        state=workflow.start,
    )
    document = create_incoming(work, origin, values, file, sheet)
    enter(work, rules, document)
    return Taken(document.id, tuple(other.id for other in duplicates_of(work, document)))


def _seen(work: Work, document: Document, seen_version: int | None) -> Document:
    """The row, locked, when it is still what the person looked at."""
    lock(work, document)
    if seen_version is not None and document.version != seen_version:
        raise VersionMoved(document_id=document.id, seen=seen_version, now=document.version)
    return document


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def _cut(read: dict[str, Any], name: str, longest: int) -> str:
    return str(read.get(name) or "")[:longest]
