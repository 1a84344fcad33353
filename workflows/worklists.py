"""Lists of documents: what waits for the actor step by step, what they may see.

All counts together cost two queries and every list one or two, however many documents there are: what waits is
found by the states it waits in, what a person of few roles may see by their roles, what others see by the last change.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CTE, ColumnElement, Select, and_, distinct, func, or_, select, tuple_

from documents.access import IN_PERSON, Grant, StateRight, few_roles, held_at, may
from documents.model import Document, MachineState
from documents.registers import printed_symbol
from documents.work import Work
from workflows.calendar import Calendar, calendar_of
from workflows.commands import Rules
from workflows.deadlines import issue_by
from workflows.definition import MAIN, Definition, Transition

AT_ONCE = "MATERIALIZED"
"""Told to both databases of a part that is to be found first, whatever their statistics make them expect."""

NEWEST = 500
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
    """One list per step that can be the actor's, of all workflows together; a step of a role never held is left out."""
    counts: dict[str, int] = {}
    for (_, code), count in waiting_counts(work, rules).items():
        counts[code] = counts.get(code, 0) + count
    found = []
    for code, turns in _turns_by_step(work, rules).items():
        filing = turns[0].step.needs == "dossier"
        if not filing and code not in counts:
            continue
        waiting = and_(
            _stands(turns),
            may(work.actor, code, work.now, as_roles={role for turn in turns for role in turn.roles}),
        )
        rows = rows_where(work, rules, waiting, limit=limit)
        if rows:
            count = _count(work, waiting) if filing else counts[code]
            found.append(Worklist(code, turns[0].step.title, count, tuple(rows)))
    return found


def waiting_counts(work: Work, rules: Rules) -> dict[tuple[str, str], int]:
    """How many documents wait for the actor, by workflow and step; filing, which nobody hurries, is left out.

    Two queries, for the main machine and for the smaller ones; what is closed long ago is never looked at.
    """
    turns = [turn for of_step in _turns_by_step(work, rules).values() for turn in of_step]
    turns = [turn for turn in turns if turn.step.needs != "dossier"]
    counted: dict[tuple[str, str], int] = {}
    for main in (True, False):
        here = [turn for turn in turns if turn.main is main]
        if here:
            for name, code, count in work.session.execute(_counting(work, here, main=main)):
                counted[name, code] = counted.get((name, code), 0) + count
    return counted


def _counting(work: Work, turns: Sequence["_Turn"], *, main: bool) -> Select[str, str, int]:
    """How many documents stand where one of these turns begins, for the actor, by workflow and step."""
    standing = _standing({turn.state for turn in turns}, main=main)
    rows = [(turn.workflow, turn.step.code, turn.state, role) for turn in turns for role in turn.roles]
    key = tuple_(StateRight.workflow, StateRight.right, StateRight.state, StateRight.role)
    return (
        select(StateRight.workflow, StateRight.right, func.count(distinct(standing.c.id)))
        .select_from(standing)
        .join(
            StateRight,
            and_(
                StateRight.workflow == standing.c.workflow,
                StateRight.workflow_version == standing.c.workflow_version,
                StateRight.state == standing.c.state,
            ),
        )
        .join(Grant, and_(Grant.document_id == standing.c.id, Grant.role == StateRight.role))
        .where(
            key.in_(rows),
            held_at(work.now),
            # As an expression: found by document, of which few stand here, not by principal, who may hold thousands.
            Grant.principal.concat("").in_(sorted(work.actor.principals)),
            or_(StateRight.right.not_in(IN_PERSON), Grant.principal.in_(sorted(work.actor.own))),
        )
        .group_by(StateRight.workflow, StateRight.right)
    )


def waiting_for(work: Work, rules: Rules, step: str, *, limit: int = 50) -> list[DocumentRow]:
    """Documents on which the actor may take this step now, the longest waiting first."""
    turns = [turn for made in rules.workflows.values() for turn in _turns(made, step)]
    if not turns:
        return []
    waits = and_(_stands(turns), may(work.actor, step, work.now))
    return rows_where(work, rules, waits, limit=limit, oldest_first=True)


def recent(work: Work, rules: Rules, *, limit: int = 20) -> list[DocumentRow]:
    """The documents the actor may view, last changed first.

    Who was given few roles is looked up by them. Who was given many finds enough among what changed last; only when
    they do not, is everything gone through.
    """
    sees = may(work.actor, "view", work.now)
    few = few_roles(work.session, work.actor)
    if few is not None:
        given = few.distinct().cte("given").prefix_with(AT_ONCE)
        return rows_where(work, rules, and_(Document.id.in_(select(given.c.document_id)), sees), limit=limit)
    newest = select(Document.id).order_by(Document.changed_at.desc()).limit(NEWEST)
    among = newest.cte("newest").prefix_with(AT_ONCE)
    rows = rows_where(work, rules, and_(Document.id.in_(select(among.c.id)), sees), limit=limit)
    return rows if len(rows) == limit else rows_where(work, rules, sees, limit=limit)


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


@dataclass(frozen=True)
class _Turn:
    """Where a step of a workflow begins, in one state of one version, and whose turn it is there."""

    workflow: str
    step: Transition
    state: str
    main: bool
    roles: frozenset[str]


def _turns_by_step(work: Work, rules: Rules) -> dict[str, list[_Turn]]:
    """The steps that wait for somebody, with the states they wait in; those of earlier versions too.

    Only a step of whoever's turn it is waits for them, and what waits at a desk is told there; what others may also do
    is found on the document's page. Filing waits for the archivist: an officer files when the matter is closed.
    """
    files = any(principal.startswith("office:archivist:") for principal in work.actor.principals)
    found: dict[str, list[_Turn]] = {}
    for workflow in rules.workflows.values():
        for code in dict.fromkeys(code for made in reversed(workflow.versions) for code in made.transitions):
            turns = [turn for turn in _turns(workflow, code) if turn.roles]
            if turns and (turns[0].step.needs != "dossier" or files):
                found.setdefault(code, []).extend(turns)
    return found


def _turns(workflow: Definition, code: str) -> list[_Turn]:
    """The newest version's first. Whoever may file is waited for; else whose turn the state is."""
    turns = []
    for made in reversed(workflow.versions):
        step = made.transitions.get(code)
        if step is None or step.by != "user" or step.reason or step.needs == "desk":
            continue
        for state in step.before:
            owner = {made.states[state].owner} if step.needs != "dossier" else set(step.roles)
            main = made.machine_of(step) == MAIN
            turns.append(_Turn(workflow.name, step, state, main, frozenset(owner & set(step.roles))))
    return turns


def _stands(turns: Sequence[_Turn]) -> ColumnElement[bool]:
    """The documents that stand in one of these states; their rights are asked apart."""
    found = []
    for main in (True, False):
        states = {turn.state for turn in turns if turn.main is main}
        if states:
            found.append(Document.id.in_(select(_standing(states, main=main).c.id)))
    return or_(*found)


def _standing(states: Collection[str], *, main: bool) -> CTE:
    """What stands in these states, found before anything else is asked: it is little, whatever the archive holds."""
    key = (Document.id, Document.workflow, Document.workflow_version)
    if main:
        rows = select(*key, Document.state).where(Document.state.in_(sorted(states)))
        return rows.cte("standing").prefix_with(AT_ONCE)
    rows = select(*key, MachineState.state).join(MachineState, MachineState.document_id == Document.id)
    return rows.where(MachineState.state.in_(sorted(states))).cte("standing_beside").prefix_with(AT_ONCE)


def _count(work: Work, where: ColumnElement[bool]) -> int:
    some = select(Document.id).where(where).limit(MOST_COUNTED).subquery()
    return work.session.scalar(select(func.count()).select_from(some)) or 0
