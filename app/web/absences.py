"""Being away: one's own absence, that of one's people, who stands in for whom, and ending it early."""

from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office
from app.web.showing import page
from documents.errors import NotAllowed, VanthuError
from workflows.directory import absences as leaves
from workflows.directory.absences import Declaring
from workflows.errors import AbsenceRefused


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/absences", "absences", absences)
    blueprint.add_url_rule("/absences", "declare_absence", declare_absence, methods=["POST"])
    blueprint.add_url_rule(
        "/absences/<vanthu_id:absence_id>/end", "end_absence", end_absence, methods=["POST"]
    )


def absences() -> str:
    return _show(None)


def declare_absence() -> Response | tuple[str, int]:
    try:
        with office().work(current_actor(), "declare_absence") as work:
            leaves.declare_absence(work, _declared())
    except (AbsenceRefused, NotAllowed) as error:
        return _refused(error)
    flash("Đã ghi nghỉ và người thay.")
    return redirect(url_for("vanthu.absences"))


def end_absence(absence_id: str) -> Response | tuple[str, int]:
    try:
        with office().work(current_actor(), "end_absence") as work:
            leaves.end_absence(work, absence_id)
    except (AbsenceRefused, NotAllowed) as error:
        return _refused(error)
    flash("Đã kết thúc lần nghỉ; người thay không còn quyền làm thay.")
    return redirect(url_for("vanthu.absences"))


def _declared() -> Declaring:
    """raises AbsenceRefused when a day is none"""
    form = request.form
    try:
        first, last = (date.fromisoformat(form.get(name, "")) for name in ("first", "last"))
    except ValueError:
        raise AbsenceRefused(why="absence_without_days") from None
    person = form.get("person") or current_actor().person_id
    return Declaring(
        person, form.get("substitute", ""), first, last, form.get("reason", ""), form.get("scope") == "all"
    )


def _refused(error: VanthuError) -> tuple[str, int]:
    problem = explain(error)
    return _show(problem), problem.status


def _show(problem: Problem | None) -> str:
    with office().reading(current_actor()) as work:
        shown = {
            "now": leaves.absences(work),
            "past": leaves.absences(work, past=True),
            "whom": leaves.declarable(work),
            "substitutes": leaves.possible_substitutes(work),
        }
    return page("vanthu/absences.html", problem=problem, typed=request.form, **shown)
