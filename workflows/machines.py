"""The steps no person takes: at once when their guards hold, after a term, upon a fact, when all children are done.

They are taken in the work that made them possible where it knows the rules, else by the office itself, told from the
outbox: being told twice is no harm, since the second time the state has moved.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, select, union_all
from sqlalchemy.orm import aliased

from documents.access import RUNNING, running
from documents.calls import Owed
from documents.database import local_date
from documents.model import Child, Document, MachineState, RunsByWorkflow
from documents.work import Work
from workflows.calendar import Calendar, calendar_of
from workflows.commands import Rules, ask, lock, move, state_in
from workflows.definition import MAIN, Definition, Transition
from workflows.errors import BadDefinition
from workflows.questions import Allowed
from workflows.standing import holds_of, paused_days

# The static check refuses circles of automatic steps; this is for what a guard may still hide.
MOST_STEPS_AT_ONCE = 20


@dataclass(frozen=True)
class Due:
    """A timer that has run out."""

    document_id: str
    step: str


def settle(work: Work, rules: Rules, document: RunsByWorkflow, facts: Collection[str] = ()) -> list[str]:
    """Take every step that now takes itself; returns their codes in order.

    The document is locked already. What this very work has recorded counts as having happened.
    facts     names of what happened to the document before, for transitions that wait for them
    raises    BadDefinition when steps would follow one another without end
    """
    made = rules.workflow_of(document)
    facts = {*facts, *(fact.name for fact in work.facts if fact.document_id == document.id)}
    taken: list[str] = []
    while (step := _next(work, rules, made, document, facts, taken)) is not None:
        if len(taken) >= MOST_STEPS_AT_ONCE:
            raise BadDefinition(faults=[f"{made.name}: {', '.join(taken)} without end"])
        move(work, rules, document, step)
        taken.append(step.code)
    return taken


def hear(work: Work, rules: Rules, document_id: str, facts: Collection[str]) -> list[str]:
    """What happened to a document may let it, or those that wait for it, take steps by themselves."""
    taken = []
    for one in (document_id, *sorted(parents_of(work, {document_id}))):
        document = running(work.session, one)
        if document is not None:
            lock(work, document)
            taken += settle(work, rules, document, facts if one == document_id else ())
    return taken


def run_effects(work: Work, rules: Rules, document_id: str, step: str) -> None:
    """What follows a step that was taken."""
    document = running(work.session, document_id)
    if document is None:
        return
    taken = rules.workflow_of(document).transitions.get(step)
    for name in taken.effects if taken is not None else ():
        rules.effects[name](work, document)


def parents_of(work: Work, document_ids: Collection[str]) -> set[str]:
    """The documents, and the calls, that may wait for these."""
    ids = sorted(document_ids)
    parents = select(Child.parent_id).where(Child.child_id.in_(ids))
    calls = select(Owed.call_id).where(Owed.document_id.in_(ids))
    return set(work.session.scalars(union_all(parents, calls)))


def due_timers(work: Work, rules: Rules, *, limit: int = 200) -> list[Due]:
    """The timers that have run out, longest waiting first; each is then fired in a work of its own."""
    calendar = calendar_of(work.session)
    found: list[Due] = []
    for made in rules.versions:
        for step in made.transitions.values():
            if step.by == "timer":
                found += _due(work, made, step, calendar, limit)
    return found[:limit]


def fire(work: Work, rules: Rules, due: Due) -> bool:
    """Take the step of a timer, if the paper still waits for it and its guards hold; whether it was taken."""
    document = running(work.session, due.document_id)
    if document is None:
        return False
    lock(work, document)
    made = rules.workflow_of(document)
    step = made.transitions[due.step]
    waits = Due(document.id, step.code) in _due(
        work, made, step, calendar_of(work.session), 1, only=document.id
    )
    if not waits or not isinstance(ask(work, rules, document, step), Allowed):
        return False
    move(work, rules, document, step)
    return True


def _next(
    work: Work,
    rules: Rules,
    made: Definition,
    document: RunsByWorkflow,
    facts: Collection[str],
    taken: list[str],
) -> Transition | None:
    for step in made.transitions.values():
        ready = (
            step.by == "automatic"
            or (step.by == "event" and step.event in facts and step.code not in taken)
            or (step.by == "children" and _children_done(work, rules, document))
        )
        if not ready or state_in(work, document, made.machine_of(step)) not in step.before:
            continue
        if isinstance(ask(work, rules, document, step), Allowed):
            return step
    return None


def _children_done(work: Work, rules: Rules, document: RunsByWorkflow) -> bool:
    """Whether there are children and each has come to a final state of its main machine."""
    children = work.session.scalars(
        select(Document).join(Child, Child.child_id == Document.id).where(Child.parent_id == document.id)
    ).all()
    return bool(children) and all(rules.workflow_of(one).states[one.state].final for one in children)


def _due(
    work: Work, made: Definition, step: Transition, calendar: Calendar, limit: int, *, only: str | None = None
) -> list[Due]:
    # So many working days are never fewer days of the calendar: what is younger need not be looked at.
    latest = work.now - timedelta(days=step.after_days)
    of = RUNNING[made.about]
    ours = and_(of.workflow == made.name, of.workflow_version == made.version)
    if made.machine_of(step) == MAIN:
        since, waits = of.state_since, of.state.in_(step.before)
        rows = select(of.id, since).where(ours, waits, since <= latest)
    else:
        place = aliased(MachineState)
        since = place.since
        rows = select(of.id, since).join(place, place.document_id == of.id)
        rows = rows.where(ours, place.state.in_(step.before), since <= latest)
    if only is not None:
        rows = rows.where(of.id == only)
    today = local_date(work.now)

    def run_out() -> Iterator[Due]:
        for document_id, began in work.session.execute(rows.order_by(since, of.id)):
            if calendar.due(local_date(began), step.after_days) >= today:
                continue
            stretches = holds_of(work.session, [document_id]).get(document_id, [])
            on_hold = paused_days(calendar, stretches, began, work.now)
            if calendar.due(local_date(began), step.after_days + on_hold) < today:
                yield Due(document_id, step.code)

    return [due for due, _ in zip(run_out(), range(limit), strict=False)]
