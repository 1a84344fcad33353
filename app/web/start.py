"""The first page: my work. What waits for me, by step; then what I may see, last changed first."""

from collections.abc import Mapping

from flask import Blueprint, Response

from app.access import current_actor
from app.errors import Problem
from app.web.doors import office
from app.web.showing import page
from workflows.calls.sight import owed_by_me, waiting_calls
from workflows.commands import Rules
from workflows.definition import Transition
from workflows.marks import marks_of
from workflows.opinions.sight import asked_of
from workflows.records.disposition_sight import waiting_lists
from workflows.records.sight import waiting_dossiers
from workflows.trust.believed import waiting_for
from workflows.worklists import recent, worklists

MOST_SHOWN = 50


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/", "start", start)
    blueprint.add_url_rule("/alive", "alive", alive)


def start() -> str:
    return show_start(None)


def show_start(
    problem: Problem | None,
    *,
    chosen: frozenset[str] = frozenset(),
    typed: Mapping[str, str] | None = None,
) -> str:
    """The first page.

    problem   what went wrong with what was just tried on several papers
    chosen    the papers that were ticked then, and `typed` what was written
    """
    with office().reading(current_actor()) as work:
        lists, asked = worklists(work, office().rules, limit=MOST_SHOWN), asked_of(work)
        waiting = {row.id for one in lists for row in one.rows} | {row.document_id for row in asked}
        dossiers = waiting_dossiers(work, office().rules)
        owed, to_sum_up = owed_by_me(work, office().rules), waiting_calls(work, office().rules)
        lists_to_destroy = waiting_lists(work, office().rules)
        rows = [row for row in recent(work, office().rules) if row.id not in waiting]
        to_confirm = waiting_for(work)
        marks = marks_of(work, office().rules, {row.id for one in lists for row in one.rows})
    ways = {one.step: bulk_steps(office().rules, one.step) for one in lists}
    return page(
        "vanthu/start.html",
        lists=lists,
        asked=asked,
        dossiers=dossiers,
        owed=owed,
        to_sum_up=to_sum_up,
        lists_to_destroy=lists_to_destroy,
        to_confirm=to_confirm,
        rows=rows,
        ways=ways,
        marks=marks,
        problem=problem,
        chosen=chosen,
        typed=typed or {},
    )


def bulk_steps(rules: Rules, step: str) -> list[Transition]:
    """What can be done at once with papers that wait for this step: the step, and giving them back with one reason."""
    first = transition_of(rules, step)
    if first is None:
        return []
    beside = {
        one.code: one
        for made in rules.workflows.values()
        for one in made.transitions.values()
        if set(one.before) & set(first.before) and set(one.roles) & set(first.roles)
    }
    return [one for one in beside.values() if (one.code == step or one.reason) and takes_only_a_button(one)]


def takes_only_a_button(step: Transition) -> bool:
    """Whether a button, or a button and a reason, is all the step wants; withdrawing is done paper by paper."""
    return step.by == "user" and not step.needs and not step.asks and step.code != "withdraw"


def transition_of(rules: Rules, step: str) -> Transition | None:
    """The step of that code in the newest version that has it."""
    found = (made.transitions.get(step) for made in reversed(rules.versions))
    return next((one for one in found if one is not None), None)


def alive() -> Response:
    """For whoever watches the server; says nothing else."""
    return Response("ok", mimetype="text/plain")
