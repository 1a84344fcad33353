"""Lists of documents: what waits for the actor step by step, what they may see.

All counts together cost two queries and every list one or two, however many documents there are: what waits is
found by the states it waits in, what a person of few roles may see by their roles, what others see by the last change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, distinct, func, or_, select

from documents.access import IN_PERSON, Grant, StateRight, few_roles, held_at, may
from documents.model import Document, MachineState
from documents.registers import printed_symbol
from documents.work import Work
from workflows.calendar import Calendar, calendar_of
from workflows.commands import Rules
from workflows.deadlines import issue_by
from workflows.definition import MAIN, Definition, Transition

MOST_COUNTED = 1_000
"""A list that is longer says "1000+": nobody works by the exact length of a longer one."""


@dataclass(frozen=True)
class DocumentRow:
    """A line of a list."""

    id: str
    kind: str
    number_symbol: str
    subject: str
    state: str
    state_title: str
    drafter_name: str
    unit_name: str
    changed_at: datetime
    issued_on: date | None
    version: int
    pages: int
    issue_by: date | None


@dataclass(frozen=True)
class Worklist:
    """What waits for the actor, by the step that is theirs.

    count    how many wait, `MOST_COUNTED` when there are as many or more
    """

    step: str
    title: str
    count: int
    rows: tuple[DocumentRow, ...]


def worklists(work: Work, rules: Rules, *, limit: int = 20) -> list[Worklist]:
    """One list per step that can be the actor's; a step of a role they never hold is left out."""
    found = []
    counts = waiting_counts(work, rules)
    for workflow in rules.workflows.values():
        for step in _steps(work, workflow):
            filing = step.needs == "dossier"
            if not filing and (workflow.name, step.code) not in counts:
                continue
            waiting = and_(_waits(workflow, step.code), may(work.actor, step.code, work.now))
            rows = rows_where(work, rules, waiting, limit=limit)
            if rows:
                count = _count(work, waiting) if filing else counts[workflow.name, step.code]
                found.append(Worklist(step.code, step.title, count, tuple(rows)))
    return found


def waiting_counts(work: Work, rules: Rules) -> dict[tuple[str, str], int]:
    """How many documents wait for the actor, by workflow and step; filing, which nobody hurries, is left out.

    Two queries, for the main machine and for the smaller ones; what is closed long ago is never looked at.
    """
    steps = [
        (made.name, step.code, state)
        for workflow in rules.workflows.values()
        for step in _steps(work, workflow)
        if step.needs != "dossier"
        for made in workflow.versions
        if step.code in made.transitions
        for state in made.transitions[step.code].before
    ]
    names, codes, states = (sorted({row[place] for row in steps}) for place in range(3))
    waits = (
        select(StateRight.workflow, StateRight.right, func.count(distinct(Document.id)))
        .select_from(Document)
        .join(StateRight, StateRight.workflow == Document.workflow)
        .join(Grant, and_(Grant.document_id == Document.id, Grant.role == StateRight.role))
        .where(
            held_at(work.now),
            Grant.principal.in_(sorted(work.actor.principals)),
            or_(StateRight.right.not_in(IN_PERSON), Grant.principal.in_(sorted(work.actor.own))),
            Document.workflow.in_(names),
            StateRight.workflow_version == Document.workflow_version,
            StateRight.right.in_(codes),
        )
        .group_by(StateRight.workflow, StateRight.right)
    )
    main = waits.where(Document.state.in_(states), StateRight.state == Document.state)
    beside = waits.join(MachineState, MachineState.document_id == Document.id).where(
        MachineState.state.in_(states), StateRight.state == MachineState.state
    )
    counted: dict[tuple[str, str], int] = {}
    for query in (main, beside):
        for name, code, count in work.session.execute(query):
            counted[name, code] = counted.get((name, code), 0) + count
    return counted


def waiting_for(work: Work, rules: Rules, step: str, *, limit: int = 50) -> list[DocumentRow]:
    """Documents on which the actor may take this step now, the longest waiting first."""
    waits = or_(*(_waits(workflow, step) for workflow in rules.workflows.values()))
    return rows_where(
        work, rules, and_(waits, may(work.actor, step, work.now)), limit=limit, oldest_first=True
    )


def recent(work: Work, rules: Rules, *, limit: int = 20) -> list[DocumentRow]:
    """The documents the actor may view, last changed first."""
    sees = may(work.actor, "view", work.now)
    few = few_roles(work.session, work.actor)
    return rows_where(work, rules, sees if few is None else and_(Document.id.in_(few), sees), limit=limit)


def rows_where(
    work: Work, rules: Rules, where: ColumnElement[bool], *, limit: int, oldest_first: bool = False
) -> list[DocumentRow]:
    """The documents of a condition, last changed first."""
    order = Document.changed_at.asc() if oldest_first else Document.changed_at.desc()
    found: Sequence[Document] = work.session.scalars(
        select(Document).where(where).order_by(order, Document.id).limit(limit)
    ).all()
    calendar = calendar_of(work.session) if any(document.state == "signed" for document in found) else None
    return [row_of(rules, document, calendar) for document in found]


def row_of(rules: Rules, document: Document, calendar: Calendar | None) -> DocumentRow:
    """A document as a line of a list."""
    return DocumentRow(
        document.id,
        document.kind,
        printed_symbol(document),
        document.subject,
        document.state,
        rules.workflow_of(document).states[document.state].title,
        document.drafter_name,
        document.unit_name,
        document.changed_at,
        document.issued_on,
        document.version,
        document.pages,
        issue_by(calendar, document.changed_at) if calendar and document.state == "signed" else None,
    )


def _steps(work: Work, workflow: Definition) -> list[Transition]:
    """The steps of the newest version, then those only earlier ones have: papers still run by them.

    A step back is no work that waits, and what waits at a desk is told there. Filing waits for the archivist: a
    drafting officer files when the matter is closed.
    """
    files = any(principal.startswith("office:archivist:") for principal in work.actor.principals)
    newest_first = [step for made in reversed(workflow.versions) for step in made.transitions.values()]
    steps: dict[str, Transition] = {}
    for step in newest_first:
        steps.setdefault(step.code, step)
    return [
        step
        for step in steps.values()
        if step.by == "user"
        and not step.reason
        and step.needs != "desk"
        and (step.needs != "dossier" or files)
    ]


def _waits(workflow: Definition, code: str) -> ColumnElement[bool]:
    """The documents of a workflow that stand where this step begins, in any of its versions."""
    steps = [(made, made.transitions[code]) for made in workflow.versions if code in made.transitions]
    main = {state for made, step in steps if made.machine_of(step) == MAIN for state in step.before}
    beside = {state for made, step in steps if made.machine_of(step) != MAIN for state in step.before}
    stands = [Document.state.in_(sorted(main))] if main else []
    if beside:
        rows = select(MachineState.document_id).where(MachineState.state.in_(sorted(beside)))
        stands.append(Document.id.in_(rows))
    return and_(Document.workflow == workflow.name, or_(*stands)) if stands else Document.id.is_(None)


def _count(work: Work, where: ColumnElement[bool]) -> int:
    some = select(Document.id).where(where).limit(MOST_COUNTED).subquery()
    return work.session.scalar(select(func.count()).select_from(some)) or 0
