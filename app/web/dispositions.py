"""Destroying what has lost its value: the lists, drawing one up, the council's agreement, the decision, the minutes."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office, require_page, seen_version
from app.web.showing import page
from documents.dispositions import Disposition
from documents.errors import NoSuchDocument, VanthuError
from documents.work import Work
from workflows.records import disposition as records
from workflows.records.disposition_sight import disposition_list, see_disposition
from workflows.records.keepers import possible_keepers
from workflows.steps import take_on

Act = Callable[[Work, str], object]


def open_doors(blueprint: Blueprint) -> None:
    one = "/dispositions/<vanthu_id:disposition_id>"
    blueprint.add_url_rule("/dispositions", "dispositions", dispositions, methods=["GET", "POST"])
    blueprint.add_url_rule(one, "disposition", disposition)
    blueprint.add_url_rule(f"{one}/list", "change_list", change_list, methods=["POST"])
    blueprint.add_url_rule(f"{one}/agree", "agree_to_list", agree_to_list, methods=["POST"])
    blueprint.add_url_rule(f"{one}/steps/<step>", "disposition_step", disposition_step, methods=["POST"])


def dispositions() -> str | Response | tuple[str, int]:
    require_page("dispositions")
    if request.method == "GET":
        return _list(None)
    try:
        with office().work(current_actor(), "draw_up") as work:
            title, dossiers, council = _typed()
            made = records.draw_up(work, office().rules, title, dossiers, council).id
    except VanthuError as error:
        if error.code == "not_allowed":
            raise
        problem = explain(error)
        return _list(problem), problem.status
    flash("Đã lập danh mục; xem lại rồi trình hội đồng.")
    return redirect(url_for("vanthu.disposition", disposition_id=made))


def disposition(disposition_id: str) -> str:
    return _show(disposition_id)


def change_list(disposition_id: str) -> Response | tuple[str, int]:
    return _try(disposition_id, "change", lambda work, one: records.change_list(work, one, *_typed()))


def agree_to_list(disposition_id: str) -> Response | tuple[str, int]:
    return _try(disposition_id, "agree", records.agree)


def disposition_step(disposition_id: str, step: str) -> Response | tuple[str, int]:
    return _try(disposition_id, step, OWN_STEPS.get(step, lambda work, one: _plain(work, one, step)))


def _to_council(work: Work, one: str) -> None:
    records.put_to_council(work, office().rules, one, seen_version=seen_version())


def _to_director(work: Work, one: str) -> None:
    records.put_to_director(work, office().rules, one, seen_version=seen_version())


def _back(step: str) -> Act:
    def act(work: Work, one: str) -> None:
        reason = request.form.get("reason", "")
        records.return_list(work, office().rules, one, step, reason, seen_version=seen_version())

    return act


OWN_STEPS: Mapping[str, Act] = {
    "put_to_council": _to_council,
    "put_to_director": _to_director,
    "return_list": _back("return_list"),
    "refuse_destruction": _back("refuse_destruction"),
}
"""The steps that open or close the listed dossiers for the council."""


def _plain(work: Work, one: str, step: str) -> None:
    answers = {key[4:]: value for key, value in request.form.items() if key.startswith("ask-")}
    reason = request.form.get("reason", "")
    take_on(
        work, office().rules, Disposition, one, step, reason, answers=answers, seen_version=seen_version()
    )


def _try(disposition_id: str, name: str, act: Act) -> Response | tuple[str, int]:
    """Run one command on a list; refused on the same page with everything typed kept."""
    try:
        with office().work(current_actor(), name) as work:
            act(work, disposition_id)
    except VanthuError as error:
        problem = explain(error)
        try:
            title, dossiers, council = _typed()
            lists = {"title": title, "dossiers": dossiers, "council": council}
            return _show(disposition_id, problem, {**request.form, **lists, "step": name}), problem.status
        except NoSuchDocument:
            raise error from None
    flash("Đã ghi nhận.")
    return redirect(url_for("vanthu.disposition", disposition_id=disposition_id))


def _typed() -> tuple[str, list[str], list[str]]:
    return request.form.get("title", ""), request.form.getlist("dossier"), request.form.getlist("council")


def _show(
    disposition_id: str, problem: Problem | None = None, typed: Mapping[str, object] | None = None
) -> str:
    with office().reading(current_actor(), "view") as work:
        sight = see_disposition(work, office().rules, disposition_id)
        keepers = possible_keepers(work) if sight.may_change else []
    return page("vanthu/disposition.html", sight=sight, keepers=keepers, problem=problem, typed=typed or {})


def _list(problem: Problem | None) -> str:
    with office().reading(current_actor()) as work:
        shown = disposition_list(work, office().rules)
        keepers = possible_keepers(work) if shown.may_draw_up else []
    title, dossiers, council = _typed()
    typed = {"title": title, "dossiers": dossiers, "council": council}
    return page("vanthu/dispositions.html", shown=shown, keepers=keepers, problem=problem, typed=typed)
