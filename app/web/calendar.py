"""Site setup: working days, the coming holidays and swaps, and the office's own word on a day."""

from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office, require_page
from app.web.showing import page
from workflows.calendar import coming_days, declare_day, forget_day
from workflows.errors import BadCalendarDay


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/calendar", "calendar", calendar, methods=["GET", "POST"])


def calendar() -> str | Response | tuple[str, int]:
    require_page("calendar")
    if request.method == "GET":
        return _list(None)
    try:
        day = _asked_day()
        with office().work(current_actor(), "calendar") as work:
            if "forget" in request.form:
                forget_day(work, day)
            else:
                works = request.form.get("works") == "yes"
                declare_day(work, day, works=works, reason=request.form.get("reason", ""))
    except BadCalendarDay as error:
        problem = explain(error)
        return _list(problem), problem.status
    flash("Đã lưu lịch làm việc.")
    return redirect(url_for("vanthu.calendar"))


def _asked_day() -> date:
    text = request.form.get("day", "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadCalendarDay(value=text[:20]) from None


def _list(problem: Problem | None) -> str:
    with office().reading(current_actor()) as work:
        days = coming_days(work)
    return page("vanthu/calendar.html", days=days, problem=problem, typed=request.form)
