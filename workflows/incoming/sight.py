"""What each person is shown of incoming papers: the văn thư's desk, a paper with its tasks, the leader's desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from documents.access import may, roles
from documents.database import local_date
from documents.errors import NoSuchDocument
from documents.incoming import Incoming, Values, duplicates_of, values_of
from documents.model import Document
from documents.registers import printed_symbol
from documents.work import Work
from workflows.calendar import Calendar, calendar_of
from workflows.commands import Rules
from workflows.deadlines import register_by
from workflows.definition import Definition
from workflows.incoming.assignments import OPEN, Assignment, HandlingReport, Reply, assignments_on
from workflows.incoming.intake import WORKFLOW
from workflows.queries import PossibleAct, possible_acts, visible

RIGHTS = ("correct", "scan", "acknowledge", "assign", "report", "reply", "recall")
AT_CLERK = ("received", "registered")


@dataclass(frozen=True)
class IncomingRow:
    """A line of a list of incoming papers.

    register_by   the last day to register it in time; None once it is registered
    late          not registered in time, or not yet and that day is over
    due_on        the nearest open deadline; overdue when it is past
    lead          who has it in the lead
    """

    id: str
    number: int | None
    sender: str
    number_symbol: str
    document_date: date | None
    kind: str
    subject: str
    urgency: str
    medium: str
    scanned: bool
    verdict: str | None
    arrived_on: date
    taken_at: datetime
    state: str
    state_title: str
    register_by: date | None
    late: bool
    lead: str
    due_on: date | None
    overdue: bool
    pages: int
    version: int
    answer_by: date | None


@dataclass(frozen=True)
class Desk:
    """The văn thư's day: what waits to be registered, to be passed on, to be told to the
    sender, what came today and has gone on."""

    unregistered: tuple[IncomingRow, ...]
    to_pass: tuple[IncomingRow, ...]
    untold: tuple[IncomingRow, ...]
    today: tuple[IncomingRow, ...]
    overdue: tuple[IncomingRow, ...]


@dataclass(frozen=True)
class TaskRow:
    """An assignment as it is shown; `mine` when the actor works it now."""

    id: str
    part: str
    principal: str
    name: str
    under_id: str | None
    instruction: str
    due_on: date | None
    overdue: bool
    given_at: datetime
    given_by: str
    given_as: str
    status: str
    closed_at: datetime | None
    closed_by: str | None
    closed_why: str
    seen_at: datetime | None
    seen_by: str | None
    mine: bool


@dataclass(frozen=True)
class ReportRow:
    assignment_id: str
    sort: str
    words: str
    person_name: str
    said_at: datetime


@dataclass(frozen=True)
class ReplyRow:
    """A paper linked as an answer, or the one it answers; `document_id` is None where the actor may not open it."""

    document_id: str | None
    symbol: str
    subject: str
    issued_on: date | None


@dataclass(frozen=True)
class IncomingSight:
    """One incoming paper as the actor may see it; `version` is what an act on this sight must quote.

    rights      which of `RIGHTS` the actor has now
    leads_here  whether the paper was presented to the actor, who may then ask more to support
    """

    row: IncomingRow
    version: int
    values: Values
    file_name: str | None
    file_sha256: str | None
    shown_sha256: str
    level: str | None
    signatures: tuple[dict[str, Any], ...]
    findings: tuple[dict[str, Any], ...]
    warnings: tuple[str, ...]
    taken_by: str
    registered_at: datetime | None
    registered_by: str | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    acknowledged_how: str | None
    alike: tuple[IncomingRow, ...]
    acts: tuple[PossibleAct, ...]
    rights: frozenset[str]
    leads_here: bool
    tasks: tuple[TaskRow, ...]
    reports: tuple[ReportRow, ...]
    replies: tuple[ReplyRow, ...]


def clerks_desk(work: Work, rules: Rules, *, limit: int = 100) -> Desk:
    """What waits at the văn thư; the longest waiting first."""
    today = local_date(work.now)
    late = select(Assignment.document_id).where(Assignment.status == OPEN, Assignment.due_on < today)
    open_now = Document.state.in_(("registered", "presented", "handling", "done"))
    return Desk(
        unregistered=rows_where(work, rules, Document.state == "received", limit=limit),
        to_pass=rows_where(work, rules, Document.state == "registered", limit=limit),
        untold=rows_where(work, rules, and_(open_now, Incoming.acknowledged_at.is_(None)), limit=limit),
        today=rows_where(
            work, rules, and_(Incoming.arrived_on == today, Document.state.not_in(AT_CLERK)), limit=limit
        ),
        overdue=rows_where(
            work, rules, and_(Document.state == "handling", Document.id.in_(late)), limit=limit
        ),
    )


def waiting_count(work: Work) -> int:
    """How many incoming papers want an act of the actor: to register, to pass on, to direct, to handle."""
    steps = or_(*(may(work.actor, step, work.now) for step in ("register", "present", "direct")))
    # The states first: what is closed long ago is never looked at.
    open_now = Document.state.in_((*AT_CLERK, "presented"))
    waiting = select(func.count()).select_from(Document).where(Document.workflow == WORKFLOW, open_now, steps)
    return (work.session.scalar(waiting) or 0) + len(_my_open(work))


def my_papers(work: Work, rules: Rules, *, limit: int = 100) -> tuple[IncomingRow, ...]:
    """Papers of which the actor holds an open part, the nearest deadline first."""
    mine = rows_where(work, rules, Document.id.in_(_my_open(work)), limit=limit)
    return tuple(
        sorted(mine, key=lambda row: (row.due_on is None, row.due_on or row.arrived_on, row.arrived_on))
    )


def waiting_for_direction(work: Work, rules: Rules, *, limit: int = 100) -> tuple[IncomingRow, ...]:
    """The leader's desk: the urgent first, then the longest waiting."""
    rows = rows_where(work, rules, may(work.actor, "direct", work.now), limit=limit)
    order = {"express": 0, "very_urgent": 1, "urgent": 2}
    return tuple(sorted(rows, key=lambda row: (order.get(row.urgency, 3), row.arrived_on, row.taken_at)))


def all_papers(work: Work, rules: Rules, *, limit: int, offset: int = 0) -> tuple[IncomingRow, ...]:
    """Every incoming paper the actor may see, the youngest first."""
    return rows_where(work, rules, Document.id.is_not(None), limit=limit, offset=offset, newest_first=True)


def incoming_paper(work: Work, document_id: str) -> tuple[Document, Incoming]:
    """raises NoSuchDocument for one that did not arrive here or may not be seen: the two look alike"""
    document = visible(work, document_id)
    incoming = work.session.get(Incoming, document_id)
    if incoming is None:
        raise NoSuchDocument(document_id=document_id)
    return document, incoming


def see_incoming(work: Work, rules: Rules, document_id: str) -> IncomingSight:
    """One incoming paper, with everything the actor may do to it.

    raises    NoSuchDocument
    """
    document, incoming = incoming_paper(work, document_id)
    (row,) = _rows(work, rules, [(document, incoming)])
    alike = [(other, work.session.get_one(Incoming, other.id)) for other in _visible_alike(work, document)]
    return IncomingSight(
        row=row,
        version=document.version,
        values=values_of(document, incoming),
        file_name=incoming.file_name,
        file_sha256=incoming.file_sha256,
        shown_sha256=document.rendition_sha256,
        level=incoming.level,
        signatures=tuple(incoming.signatures),
        findings=tuple(incoming.findings),
        warnings=tuple(document.warnings),
        taken_by=incoming.taken_by,
        registered_at=incoming.registered_at,
        registered_by=incoming.registered_by,
        acknowledged_at=incoming.acknowledged_at,
        acknowledged_by=incoming.acknowledged_by,
        acknowledged_how=incoming.acknowledged_how,
        alike=tuple(_rows(work, rules, alike)),
        acts=tuple(possible_acts(work, rules, document)),
        rights=_rights(work, document),
        leads_here="leader" in roles(work.session, work.actor, document_id, work.now),
        tasks=tasks_on(work, document_id),
        reports=_reports(work, document_id),
        replies=_replies(work, document_id),
    )


def tasks_on(work: Work, document_id: str) -> tuple[TaskRow, ...]:
    """Every part of a paper, open and ended."""
    today = local_date(work.now)
    return tuple(
        TaskRow(
            one.id, one.part, one.principal, one.name, one.under_id, one.instruction, one.due_on,
            one.status == OPEN and one.due_on is not None and one.due_on < today,
            one.given_at, one.given_by, one.given_as, one.status, one.closed_at, one.closed_by, one.closed_why,
            one.seen_at, one.seen_by, one.status == OPEN and one.principal in work.actor.principals,
        )
        for one in assignments_on(work.session, document_id)
    )  # fmt: skip


def answers(work: Work, outgoing_id: str) -> tuple[ReplyRow, ...]:
    """Which incoming papers one of our documents answers, as far as the actor may open them."""
    rows = work.session.execute(
        select(Document, Incoming)
        .join(Incoming, Incoming.document_id == Document.id)
        .join(Reply, Reply.incoming_id == Document.id)
        .where(Reply.outgoing_id == outgoing_id, may(work.actor, "view", work.now))
        .order_by(Reply.linked_at)
    ).all()
    return tuple(
        ReplyRow(document.id, incoming.number_symbol or "", document.subject, incoming.document_date)
        for document, incoming in rows
    )


def rows_where(
    work: Work,
    rules: Rules,
    where: ColumnElement[bool],
    *,
    limit: int,
    offset: int = 0,
    newest_first: bool = False,
) -> tuple[IncomingRow, ...]:
    """Incoming papers the actor may see; the oldest arrival first unless said otherwise."""
    by = (Incoming.arrived_on, Incoming.taken_at, Document.id)
    order = tuple(column.desc() for column in by) if newest_first else by
    found = work.session.execute(
        select(Document, Incoming)
        .join(Incoming, Incoming.document_id == Document.id)
        .where(where, may(work.actor, "view", work.now))
        .order_by(*order)
        .limit(limit)
        .offset(offset)
    ).all()
    return tuple(_rows(work, rules, [(document, incoming) for document, incoming in found]))


def _rows(work: Work, rules: Rules, found: Sequence[tuple[Document, Incoming]]) -> list[IncomingRow]:
    calendar, today = calendar_of(work.session), local_date(work.now)
    tasks = _open_on(work.session, [document.id for document, _ in found])
    return [
        _row(document, incoming, rules.workflow_of(document), tasks.get(document.id, []), calendar, today)
        for document, incoming in found
    ]


def _row(
    document: Document, incoming: Incoming, workflow: Definition, tasks: list[Assignment], calendar: Calendar,
    today: date,
) -> IncomingRow:  # fmt: skip
    waits = incoming.number is None and document.state == "received"
    by = register_by(calendar, incoming.arrived_on) if waits else None
    due = min((task.due_on for task in tasks if task.due_on is not None), default=None)
    return IncomingRow(
        id=document.id,
        number=incoming.number,
        sender=incoming.sender,
        number_symbol=incoming.number_symbol,
        document_date=incoming.document_date,
        kind=document.fields.get("kind") or "",
        subject=document.subject,
        urgency=incoming.urgency,
        medium=incoming.medium,
        scanned=incoming.file_sha256 is not None,
        verdict=incoming.verdict,
        arrived_on=incoming.arrived_on,
        taken_at=incoming.taken_at,
        state=document.state,
        state_title=workflow.states[document.state].title,
        register_by=by,
        late=incoming.late or (by is not None and by < today),
        lead=next((task.name for task in tasks if task.part == "lead"), ""),
        due_on=due,
        overdue=due is not None and due < today,
        pages=document.pages,
        version=document.version,
        answer_by=incoming.answer_by,
    )


def _open_on(session: Session, document_ids: Iterable[str]) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    open_ones = select(Assignment).where(
        Assignment.document_id.in_(list(document_ids)), Assignment.status == OPEN
    )
    for one in session.scalars(open_ones):
        found.setdefault(one.document_id, []).append(one)
    return found


def _my_open(work: Work) -> list[str]:
    mine = select(Assignment.document_id).where(
        Assignment.status == OPEN, Assignment.principal.in_(sorted(work.actor.principals))
    )
    return sorted(set(work.session.scalars(mine)))


def _visible_alike(work: Work, document: Document) -> list[Document]:
    ids = [other.id for other in duplicates_of(work, document)]
    seen = select(Document).where(Document.id.in_(ids), may(work.actor, "view", work.now))
    return list(work.session.scalars(seen.order_by(Document.created_at)))


def _rights(work: Work, document: Document) -> frozenset[str]:
    asked = (
        (right, select(Document.id).where(Document.id == document.id, may(work.actor, right, work.now)))
        for right in RIGHTS
    )
    return frozenset(right for right, question in asked if work.session.scalar(question) is not None)


def _reports(work: Work, document_id: str) -> tuple[ReportRow, ...]:
    rows = work.session.scalars(
        select(HandlingReport)
        .where(HandlingReport.document_id == document_id)
        .order_by(HandlingReport.said_at, HandlingReport.id)
    )
    return tuple(ReportRow(r.assignment_id, r.sort, r.words, r.person_name, r.said_at) for r in rows)


def _replies(work: Work, document_id: str) -> tuple[ReplyRow, ...]:
    """The answers; of one the actor may not open only its number, once it has one."""
    rows = work.session.scalars(
        select(Document)
        .join(Reply, Reply.outgoing_id == Document.id)
        .where(Reply.incoming_id == document_id)
        .order_by(Reply.linked_at)
    ).all()
    seen = select(Document.id).where(
        Document.id.in_([row.id for row in rows]), may(work.actor, "view", work.now)
    )
    open_to_me = set(work.session.scalars(seen))
    return tuple(
        ReplyRow(row.id, printed_symbol(row), row.subject, row.issued_on)
        if row.id in open_to_me
        else ReplyRow(None, printed_symbol(row) if row.number is not None else "", "", row.issued_on)
        for row in rows
    )
