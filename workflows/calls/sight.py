"""What people see of calls: the list, one call with what each unit has handed in, what one's own unit still owes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, or_, select

from documents.access import may
from documents.calls import Call, Owed
from documents.database import local_date
from documents.errors import NoSuchDocument
from documents.journal import JournalEntry
from documents.kinds.settings import kinds_in_use
from documents.model import Document
from documents.work import Work
from workflows.calendar import calendar_of
from workflows.calls.guards import COLLECTING, TAKEN_IN
from workflows.commands import Rules
from workflows.queries import HistoryRow, PossibleAct, possible_acts
from workflows.terms import Near, how_near

HANDED_IN = "handed_in"


@dataclass(frozen=True)
class CallLine:
    """A call in a list.

    done    how many units have been taken in or excused, of `owed`
    near    how near the last day is, while it collects
    """

    id: str
    title: str
    kind: str
    state: str
    state_title: str
    due_on: date
    near: Near
    owed: int
    done: int
    collector_name: str
    version: int


@dataclass(frozen=True)
class OwedLine:
    """What one unit owes a call.

    document_id    None for whoever may not see the paper; `state_title` is told all the same
    handed_in_on   the day it was handed in for the first time; `late` when that was after the last day
    mine           whether the actor may begin the paper for this unit now
    """

    unit_id: str
    unit_name: str
    document_id: str | None
    subject: str
    state: str
    state_title: str
    handed_in_on: date | None
    late: bool
    excused: str
    mine: bool
    excusable: bool


@dataclass(frozen=True)
class CallSight:
    """One call as the actor may see it."""

    line: CallLine
    period: tuple[date, date]
    basis: str
    lines: tuple[OwedLine, ...]
    acts: tuple[PossibleAct, ...]
    may_begin: bool
    history: tuple[HistoryRow, ...]
    steps: Mapping[str, str]
    states: tuple[tuple[str, str], ...]


def call_list(work: Work, rules: Rules, *, limit: int = 200) -> list[CallLine]:
    """The calls the actor may see, those that still collect first, the next last day first."""
    found = _lines(work, rules, may(work.actor, "view", work.now, on=Call), limit)
    return sorted(found, key=lambda one: (one.state != COLLECTING, one.due_on if one.near else date.max))


def owed_by_me(work: Work, rules: Rules) -> list[CallLine]:
    """The calls for which the actor can still begin the paper of their unit."""
    unanswered = select(Owed.call_id).outerjoin(Document, Document.id == Owed.document_id)
    unanswered = unanswered.where(
        Owed.unit_id.in_(_units_of(work)),
        Owed.excused == "",
        (Owed.document_id.is_(None)) | (Document.state == "withdrawn"),
    )
    mine = may(work.actor, "begin_paper", work.now, on=Call) & Call.id.in_(unanswered)
    return sorted(_lines(work, rules, mine), key=lambda one: one.due_on)


def waiting_calls(work: Work, rules: Rules) -> list[CallLine]:
    """The calls the actor has to sum up."""
    return _lines(work, rules, may(work.actor, "sum_up", work.now, on=Call))


def see_call(work: Work, rules: Rules, call_id: str) -> CallSight:
    """One call, with what the actor may do with it.

    raises    NoSuchDocument when it does not exist or may not be seen: the two look alike
    """
    lines = _lines(work, rules, (Call.id == call_id) & may(work.actor, "view", work.now, on=Call))
    if not lines:
        raise NoSuchDocument(document_id=call_id)
    call = work.session.get_one(Call, call_id)
    made = rules.workflow_of(call)
    begins = _may(work, call_id, "begin_paper")
    owed = _owed(work, rules, call, begins=begins, excuses=_may(work, call_id, "excuse"))
    entries = work.session.scalars(
        select(JournalEntry).where(JournalEntry.document_id == call_id).order_by(JournalEntry.id)
    )
    return CallSight(
        line=lines[0],
        period=(call.period_from, call.period_to),
        basis=call.basis,
        lines=owed,
        acts=tuple(possible_acts(work, rules, call)),
        may_begin=any(one.mine for one in owed),
        history=tuple(
            HistoryRow(e.id, e.at, e.actor_name, e.actor_title, e.fact, json.loads(e.body)) for e in entries
        ),
        steps={step.code: step.title for step in made.transitions.values()},
        states=tuple((state.code, state.title) for state in made.states.values()),
    )


def missing_units(work: Work, calls: Sequence[Call]) -> dict[str, list[str]]:
    """By call, the ids of the units that have neither handed in nor been excused."""
    rows = work.session.execute(
        select(Owed.call_id, Owed.unit_id, Document.state)
        .outerjoin(Document, Document.id == Owed.document_id)
        .where(Owed.call_id.in_([call.id for call in calls]), Owed.excused == "")
        .order_by(Owed.unit_name)
    )
    missing: dict[str, list[str]] = {}
    for call_id, unit_id, state in rows:
        if state not in (HANDED_IN, TAKEN_IN):
            missing.setdefault(call_id, []).append(unit_id)
    return missing


def _lines(work: Work, rules: Rules, where: ColumnElement[bool], limit: int | None = None) -> list[CallLine]:
    """Three queries, and one where there is nothing: the calls with their counts, the kinds, the calendar."""
    settled = or_(Owed.excused != "", Document.state == TAKEN_IN)
    counts = (
        select(
            Owed.call_id,
            func.count().label("owed"),
            func.sum(case((settled, 1), else_=0)).label("done"),
        )
        .outerjoin(Document, Document.id == Owed.document_id)
        .group_by(Owed.call_id)
        .subquery()
    )
    rows = work.session.execute(
        select(Call, counts.c.owed, counts.c.done)
        .outerjoin(counts, counts.c.call_id == Call.id)
        .where(where)
        .order_by(Call.opened_at.desc(), Call.id)
        .limit(limit)
    ).all()
    if not rows:
        return []
    kinds, calendar = kinds_in_use(work.session, rules.kinds), calendar_of(work.session)
    today = local_date(work.now)
    return [
        CallLine(
            id=call.id,
            title=call.title,
            kind=kinds[call.kind].name if call.kind in kinds else call.kind,
            state=call.state,
            state_title=rules.workflow_of(call).states[call.state].title,
            due_on=call.due_on,
            near=how_near(calendar, call.due_on, today) if call.state == COLLECTING else "",
            owed=owed or 0,
            done=done or 0,
            collector_name=call.collector_name,
            version=call.version,
        )
        for call, owed, done in rows
    ]


def _owed(work: Work, rules: Rules, call: Call, *, begins: bool, excuses: bool) -> tuple[OwedLine, ...]:
    rows = work.session.execute(
        select(Owed, Document)
        .outerjoin(Document, Document.id == Owed.document_id)
        .where(Owed.call_id == call.id)
        .order_by(Owed.unit_name, Owed.unit_id)
    ).all()
    papers = [paper.id for _, paper in rows if paper is not None]
    seen = set(
        work.session.scalars(
            select(Document.id).where(Document.id.in_(papers), may(work.actor, "view", work.now))
        )
    )
    first, mine, today = _handed_in(work, papers), set(_units_of(work)), local_date(work.now)
    found = []
    for owed, paper in rows:
        open_still = not owed.excused and (paper is None or paper.state == "withdrawn")
        day = local_date(first[paper.id]) if paper is not None and paper.id in first else None
        shown = paper is not None and paper.id in seen
        found.append(
            OwedLine(
                owed.unit_id,
                owed.unit_name,
                paper.id if paper is not None and shown else None,
                paper.subject if paper is not None and shown else "",
                paper.state if paper is not None else "",
                rules.workflow_of(paper).states[paper.state].title if paper is not None else "",
                day,
                not owed.excused and (day or today) > call.due_on,
                owed.excused,
                begins and open_still and owed.unit_id in mine,
                excuses and open_still,
            )
        )
    return tuple(found)


def _handed_in(work: Work, document_ids: Sequence[str]) -> dict[str, datetime]:
    """When each paper was handed in for the first time, by the journal."""
    rows = work.session.execute(
        select(JournalEntry.document_id, JournalEntry.at, JournalEntry.body)
        .where(JournalEntry.document_id.in_(document_ids), JournalEntry.fact == "document_moved")
        .order_by(JournalEntry.id)
    )
    first: dict[str, datetime] = {}
    for document_id, at, body in rows:
        if document_id is not None and json.loads(body)["after"] == HANDED_IN:
            first.setdefault(document_id, at)
    return first


def _units_of(work: Work) -> list[str]:
    return [name.removeprefix("unit:") for name in work.actor.principals if name.startswith("unit:")]


def _may(work: Work, call_id: str, right: str) -> bool:
    wanted = select(Call.id).where(Call.id == call_id, may(work.actor, right, work.now, on=Call))
    return work.session.scalar(wanted) is not None
