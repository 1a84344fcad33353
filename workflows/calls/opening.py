"""Opening a call (mở đợt), answering it for one's unit, excusing a unit.

Closing it, going on, summing up and calling off are steps of `dot-thu` that need nothing more: `steps.take_on`.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from documents.access import grant, require_on
from documents.calls import Call, CallAnswered, CallOpened, Owed, UnitExcused
from documents.database import local_date
from documents.drafting import PreparedDraft
from documents.errors import NotAllowed, VanthuError
from documents.kinds.settings import kinds_in_use
from documents.model import Document
from documents.work import Work
from workflows.commands import MIN_REASON_LETTERS, Rules, enter, lock
from workflows.directory.model import FUNCTIONS, Person, Position, Unit, in_force, our_agency, positions_of
from workflows.errors import ReasonNeeded
from workflows.machines import settle
from workflows.review import drafting_unit, upload_draft

WORKFLOW = "dot-thu"
ANSWERED_BY = ("dang-ky-thi-dua", "bao-cao-dinh-ky")
"""The workflows of papers that are handed in to a call."""
CALLING = ("head", "form_checker")
NO_PAPERS = ("administrator", "inspector")
LONGEST_TITLE, LONGEST_BASIS = 250, 300


class CallRefused(VanthuError):
    """A call, a duty or an answer that cannot be kept as it is; `why` says what is wrong with it."""

    code = "call_refused"


@dataclass(frozen=True)
class Wanted:
    """What is called for, as somebody typed it.

    kind           the code of a kind that is handed in to calls
    period         first and last day of what the papers are about
    collector_id   who accepts them: somebody of the opening unit; empty for whoever opens the call
    """

    kind: str
    title: str
    period: tuple[date, date]
    due_on: date
    unit_ids: tuple[str, ...]
    collector_id: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Collector:
    """Somebody who may be named to collect."""

    person_id: str
    name: str


def calling_unit(work: Work) -> Unit:
    """The unit the actor calls for: the one they head; the chief of the office (Chánh Văn phòng) checks forms too.

    raises    NotAllowed when they head none
    """
    for position in positions_of(work.session, work.actor.person_id, work.now):
        if position.function in CALLING and position.unit_id is not None:
            return work.session.get_one(Unit, position.unit_id)
    raise NotAllowed(right="open_call", document_id=None)


def open_call(work: Work, rules: Rules, wanted: Wanted) -> Call:
    """The head of a unit calls units to hand in a paper.

    raises    NotAllowed for anybody else; CallRefused
    """
    unit = calling_unit(work)
    _check(work, rules, wanted)
    collector = _collector(work, unit, wanted.collector_id)
    return begin_call(work, rules, wanted, unit_id=unit.id, collector=collector)


def begin_call(
    work: Work,
    rules: Rules,
    wanted: Wanted,
    *,
    unit_id: str,
    collector: Collector,
    duty_id: str | None = None,
) -> Call:
    """The call begins its way, and the units owe what it calls for."""
    made = rules.workflows[WORKFLOW]
    call = Call(
        agency_id=our_agency(work.session, work.now).id,
        unit_id=unit_id,
        changed_at=work.now,
        workflow=made.name,
        workflow_version=made.version,
        state=made.start,
        state_since=work.now,
        kind=wanted.kind,
        title=wanted.title,
        period_from=wanted.period[0],
        period_to=wanted.period[1],
        due_on=wanted.due_on,
        basis=wanted.basis,
        collector_id=collector.person_id,
        collector_name=collector.name,
        opened_at=work.now,
        duty_id=duty_id,
    )
    work.session.add(call)
    work.session.flush()
    units = units_named(work, wanted.unit_ids)
    for unit in units:
        work.session.add(Owed(call_id=call.id, unit_id=unit.id, unit_name=unit.name, excused=""))
        for principal in (f"unit:{unit.id}", f"head:{unit.id}"):
            grant(work.session, call.id, "asked", principal, cause="called", since=work.now)
    work.session.flush()
    enter(work, rules, call)
    work.record(CallOpened(call.id, call.title, tuple(unit.id for unit in units), call.due_on.isoformat()))
    return call


def answer_call(work: Work, rules: Rules, call_id: str, draft: PreparedDraft) -> Document:
    """An officer begins the paper their unit owes.

    raises    NotAllowed; CallRefused when the unit owes nothing more
    """
    call = require_on(work.session, work.actor, Call, call_id, "begin_paper", work.now)
    lock(work, call)
    unit = drafting_unit(work)
    owed = work.session.get(Owed, (call.id, unit.id))
    if owed is None:
        raise NotAllowed(right="begin_paper", document_id=call_id)
    if owed.excused:
        raise CallRefused(why="call_excused")
    if owed.document_id is not None and not _withdrawn(work, owed.document_id):
        raise CallRefused(why="call_answered_already")
    kind = kinds_in_use(work.session, rules.kinds)[call.kind]
    document = upload_draft(work, rules, replace(draft, fields={**draft.fields, "kind": kind.name}))
    owed.document_id = document.id
    work.record(CallAnswered(document.id, call.id, unit.name))
    return document


def excuse_unit(work: Work, rules: Rules, call_id: str, unit_id: str, reason: str) -> Call:
    """A unit need not hand in, for a reason; with the last one missing the call is complete.

    raises    NotAllowed, ReasonNeeded; CallRefused for a unit that owes nothing, or has begun its paper
    """
    call = require_on(work.session, work.actor, Call, call_id, "excuse", work.now)
    lock(work, call)
    owed = work.session.get(Owed, (call.id, unit_id))
    if owed is None:
        raise CallRefused(why="call_no_such_unit")
    if len(reason.strip()) < MIN_REASON_LETTERS:
        raise ReasonNeeded(act="excuse", document_id=call_id)
    if owed.document_id is not None and not _withdrawn(work, owed.document_id):
        raise CallRefused(why="call_begun")
    owed.excused, call.changed_at = reason.strip()[:LONGEST_BASIS], work.now
    work.session.flush()
    work.record(UnitExcused(call.id, owed.unit_name, owed.excused))
    settle(work, rules, call)
    return call


def callable_kinds(work: Work, rules: Rules) -> list[tuple[str, str]]:
    """Code and name of the kinds that are handed in to calls."""
    kinds = kinds_in_use(work.session, rules.kinds)
    return [(kind.code, kind.name) for kind in kinds.values() if kind.workflow in ANSWERED_BY]


def units_here(work: Work) -> list[Unit]:
    """The units of the agency today, by name."""
    agency = our_agency(work.session, work.now)
    rows = select(Unit).where(Unit.agency_id == agency.id, in_force(Unit, work.now))
    return list(work.session.scalars(rows.order_by(Unit.name, Unit.id)))


def units_named(work: Work, unit_ids: Collection[str]) -> list[Unit]:
    """Those of these units that there are, by name; a unit that was merged away owes nothing any more."""
    return [unit for unit in units_here(work) if unit.id in unit_ids]


def possible_collectors(work: Work, unit_id: str) -> list[Collector]:
    """Who works with papers in the unit, its head first."""
    rows = work.session.execute(
        select(Person, Position.function)
        .join(Position, Position.person_id == Person.id)
        .where(
            Position.unit_id == unit_id,
            Position.function.not_in(NO_PAPERS),
            in_force(Position, work.now),
            in_force(Person, work.now),
        )
    ).all()
    order = list(FUNCTIONS)
    ranked = sorted(rows, key=lambda row: (order.index(row[1]), row[0].name, row[0].id))
    found = {person.id: Collector(person.id, person.name) for person, _ in reversed(ranked)}
    return list(reversed(found.values()))


def _check(work: Work, rules: Rules, wanted: Wanted) -> None:
    if wanted.kind not in dict(callable_kinds(work, rules)):
        raise CallRefused(why="call_no_such_kind")
    if not wanted.title.strip() or len(wanted.title) > LONGEST_TITLE:
        raise CallRefused(why="call_no_title")
    if wanted.period[1] < wanted.period[0]:
        raise CallRefused(why="call_period")
    if wanted.due_on < local_date(work.now):
        raise CallRefused(why="call_due_past")
    if not units_named(work, wanted.unit_ids):
        raise CallRefused(why="call_no_units")


def _collector(work: Work, unit: Unit, person_id: str) -> Collector:
    wanted = person_id or work.actor.person_id
    for one in possible_collectors(work, unit.id):
        if one.person_id == wanted:
            return one
    raise CallRefused(why="call_no_collector")


def _withdrawn(work: Work, document_id: str) -> bool:
    return work.session.get_one(Document, document_id).state == "withdrawn"
