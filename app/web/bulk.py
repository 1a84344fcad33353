"""One step for several papers of a list: each in a transaction of its own, with a line saying what came of it.

Steps that take a key have desks of their own, see `signing`; a step that asks for more than a reason is taken alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Blueprint, abort, request

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office, small_number
from app.web.showing import page
from app.web.signing import NOT_HERE, NOTHING_CHOSEN, Outcome, batch_status
from app.web.start import MOST_SHOWN, show_start, takes_only_a_button, transition_of
from documents.access import may
from documents.errors import NotAllowed, VanthuError
from documents.model import Document
from documents.work import Work
from workflows.claims import claim
from workflows.commands import MIN_REASON_LETTERS
from workflows.dispatch import accept
from workflows.errors import ReasonNeeded
from workflows.steps import take
from workflows.worklists import DocumentRow, rows_where

MOST = MOST_SHOWN
TOO_MANY = Problem("too_many", 422, f"Chưa làm: mỗi lần chỉ làm {MOST} văn bản.", "Làm tiếp ở lượt sau.")

Act = Callable[[Work, str, int | None], object]


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/work", "bulk", bulk, methods=["POST"])


def bulk() -> str | tuple[str, int]:
    """Take one step on every chosen paper; one that fails stops no other."""
    step, chosen = request.form.get("do", ""), _chosen()
    reason = request.form.get(f"reason-{step}", "")
    title, act = _act(step, reason)
    if not chosen:
        return show_start(NOTHING_CHOSEN, typed=request.form), NOTHING_CHOSEN.status
    transition = transition_of(office().rules, step)
    if transition is not None and transition.reason and len(reason.strip()) < MIN_REASON_LETTERS:
        problem = explain(ReasonNeeded(act=step, document_id=None))
        return show_start(problem, chosen=frozenset(chosen), typed=request.form), problem.status
    rows = _rows(list(chosen))
    doing = list(chosen.items())
    outcomes = [_one(step, act, rows.get(name), name, version) for name, version in doing[:MOST]]
    outcomes += [Outcome(name, rows.get(name), TOO_MANY) for name, _ in doing[MOST:]]
    shown = page("vanthu/outcomes.html", title=title, outcomes=outcomes)
    return shown, batch_status(tuple(outcomes))


def _act(step: str, reason: str) -> tuple[str, Act]:
    """What the step is called, and how it is taken on one paper."""
    if step == "accept":
        return "Nhận văn bản", lambda work, name, version: accept(work, name)
    rules = office().rules
    if step == "claim":
        return "Nhận việc", lambda work, name, version: claim(work, rules, name)
    transition = transition_of(rules, step)
    if transition is None or not takes_only_a_button(transition):
        abort(404)
    return transition.title, lambda work, name, version: take(
        work, rules, name, step, reason, seen_version=version
    )


def _one(step: str, act: Act, row: DocumentRow | None, document_id: str, version: int) -> Outcome:
    try:
        with office().work(current_actor(), step) as work:
            act(work, document_id, version)
    except NotAllowed as denied:
        # Somebody else has moved it on in the meantime; of a paper the person may not see nothing is told.
        problem = replace(NOT_HERE, status=403) if row is None else explain(denied)
        return Outcome(document_id, row, problem)
    except VanthuError as error:
        return Outcome(document_id, row, explain(error))
    return Outcome(document_id, row, None)


def _chosen() -> Mapping[str, int]:
    """The chosen papers in the order of the list, each with the version the person saw."""
    versions = {}
    for value in request.form.getlist("document")[: MOST * 10]:
        document_id, _, version = value.partition("@")
        number = small_number(version)
        if number is not None:
            versions[document_id] = number
    return versions


def _rows(document_ids: list[str]) -> dict[str, DocumentRow]:
    """The chosen papers as the person sees them before anything is done."""
    with office().reading(current_actor()) as work:
        seen = Document.id.in_(document_ids) & may(work.actor, "view", work.now)
        return {row.id: row for row in rows_where(work, office().rules, seen, limit=len(document_ids))}
