"""Why can I, why can I not: each right and each step of a document, with its causes or what is missing.

The answer is for whoever may view the document; to anybody else it does not exist, so there is nothing to explain.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from documents.access import IN_PERSON, Grant, held_at, reading
from documents.model import Document, DossierItem
from documents.work import Work
from workflows.commands import Rules, ask, states_of
from workflows.definition import Definition, Transition
from workflows.queries import visible
from workflows.questions import Denied


@dataclass(frozen=True)
class Cause:
    """Why the actor holds a role on the document.

    cause       "created", "unit", "office", "named", "shared", "opinion", "sent", "task" …
    instead_of  whose role it is, when the actor only stands in for them
    """

    role: str
    cause: str
    since: datetime
    until: datetime | None
    instead_of: str | None


@dataclass(frozen=True)
class Reason:
    """One right, or one step, of the document's workflow and whether the actor has it now.

    causes      by which roles, when the actor has it
    roles       whose it is in the present states, when the actor has it not
    elsewhere   the titles of the states in which the actor's roles would give it
    others      whose it is in other states, when it is nobody's in the present ones
    when        the titles of those states
    denied      the guard's code, and its facts, when only a condition is missing
    """

    right: str
    title: str
    allowed: bool
    causes: tuple[Cause, ...]
    roles: tuple[str, ...]
    elsewhere: tuple[str, ...]
    denied: str | None
    facts: dict[str, Any]
    others: tuple[str, ...] = ()
    when: tuple[str, ...] = ()


def reasons(work: Work, rules: Rules, document_id: str) -> list[Reason]:
    """Every right of the document's workflow, in the order of its states, then every step a person takes.

    raises    NoSuchDocument when the actor may not see it
    """
    document = visible(work, document_id)
    made = rules.workflow_of(document)
    causes = _causes(work, document)
    present = set(states_of(work, document).values())
    rows = made.rights()
    named = dict.fromkeys(
        right for state in made.states.values() for held in state.rights.values() for right in held
    )
    steps = [step for step in made.transitions.values() if step.by == "user"]
    found = [_reason(made, right, right, causes, present, rows) for right in named]
    found = [_with_dossiers(work, document, one) if one.right == "view" else one for one in found]
    return found + [_of_step(work, rules, document, step, causes, present, rows) for step in steps]


Rows = Iterable[tuple[str, str, str]]


def _reason(
    made: Definition, right: str, title: str, causes: list[Cause], present: set[str], rows: Rows
) -> Reason:
    here = tuple(dict.fromkeys(role for state, role, given in rows if given == right and state in present))
    mine = tuple(cause for cause in causes if cause.role in here)
    held = {cause.role for cause in causes}
    elsewhere = dict.fromkeys(
        made.states[state].title for state, role, given in rows if given == right and role in held
    )
    found = Reason(right, title, bool(mine), mine, here, () if mine else tuple(elsewhere), None, {})
    if here or elsewhere:
        return found
    given = [(made.states[state].title, role) for state, role, one in rows if one == right]
    others, when = dict.fromkeys(role for _, role in given), dict.fromkeys(state for state, _ in given)
    return replace(found, others=tuple(others), when=tuple(when))


def _of_step(
    work: Work,
    rules: Rules,
    document: Document,
    step: Transition,
    causes: list[Cause],
    present: set[str],
    rows: Rows,
) -> Reason:
    made = rules.workflow_of(document)
    own = [cause for cause in causes if step.code not in IN_PERSON or cause.instead_of is None]
    found = _reason(made, step.code, step.title, own, present, rows)
    if not found.allowed:
        standing_in = any(cause.role in found.roles for cause in causes)
        return replace(found, denied="in_person") if standing_in else found
    answer = ask(work, rules, document, step)
    if not isinstance(answer, Denied):
        return found
    return replace(found, allowed=False, denied=answer.code, facts=dict(answer.facts))


def _with_dossiers(work: Work, document: Document, view: Reason) -> Reason:
    """The right to view, with the dossiers by which the actor has it too."""
    by = reading(work.actor, work.now).where(DossierItem.document_id == document.id).with_only_columns(Grant)
    causes = [
        Cause(held.role, "dossier", held.since, held.until, _instead_of(work, held.principal))
        for held in work.session.scalars(by.order_by(Grant.role, Grant.since, Grant.id).distinct())
    ]
    if not causes:
        return view
    return replace(view, allowed=True, causes=(*view.causes, *causes), elsewhere=())


def _causes(work: Work, document: Document) -> list[Cause]:
    """Every grant of the actor on the document that counts now."""
    grants = work.session.scalars(
        select(Grant)
        .where(
            Grant.document_id == document.id,
            held_at(work.now),
            Grant.principal.in_(sorted(work.actor.principals)),
        )
        .order_by(Grant.role, Grant.since, Grant.id)
    )
    return [
        Cause(held.role, held.cause, held.since, held.until, _instead_of(work, held.principal))
        for held in grants
    ]


def _instead_of(work: Work, principal: str) -> str | None:
    return next((one.name for one in work.actor.stands_in if principal in one.principals), None)
