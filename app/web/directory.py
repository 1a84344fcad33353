"""Site setup: people, positions, units and mandates as they are on any day; added and ended, never changed."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import Problem, explain
from app.profile import give_account
from app.web.doors import office, require_page
from app.web.showing import page
from documents.database import HANOI, local_date
from documents.errors import NotAllowed, VanthuError
from documents.work import Work
from workflows.directory import granting, staff
from workflows.directory.mandate_law import CAPACITIES
from workflows.directory.model import FUNCTIONS
from workflows.directory.staff import Seat
from workflows.errors import DirectoryRefused, MandateRefused

Door = str | Response | tuple[str, int]


def open_doors(blueprint: Blueprint) -> None:
    add = blueprint.add_url_rule
    add("/admin/people", "people", people)
    add("/admin/people", "add_person", add_person, methods=["POST"])
    add("/admin/people/<vanthu_id:person_id>/end", "end_person", end_person, methods=["POST"])
    add("/admin/people/<vanthu_id:person_id>/positions", "give_position", give_position, methods=["POST"])
    add("/admin/positions/<vanthu_id:position_id>/end", "end_position", end_position, methods=["POST"])
    add("/admin/units", "units", units)
    add("/admin/units", "add_unit", add_unit, methods=["POST"])
    add("/admin/units/<vanthu_id:unit_id>/end", "end_unit", end_unit, methods=["POST"])
    add("/admin/mandates", "mandates", mandates)
    add("/admin/mandates", "grant_mandate", grant_mandate, methods=["POST"])
    add("/admin/mandates/<vanthu_id:mandate_id>/end", "end_mandate", end_mandate, methods=["POST"])


def people(problem: Problem | None = None) -> str:
    require_page("directory")
    with office().reading(current_actor()) as work:
        moment = asked_moment(work)
        shown = {
            "rows": staff.staff_on(work, moment),
            "units": staff.units_on(work, work.now),
            "moment_of": moment,
        }
    return page("vanthu/people.html", problem=problem, typed=request.form, functions=FUNCTIONS, **shown)


def add_person() -> Door:
    form = request.form

    def act(work: Work) -> None:
        person_id = staff.add_person(work, form.get("name", ""), _seat())
        username, password = form.get("username", "").strip(), form.get("password", "")
        if username:
            give_account(work, username, password, person_id, must_change=True)

    return try_here("add_person", act, told="Đã thêm người.", show=people, then="people")


def end_person(person_id: str) -> Door:
    return try_here(
        "end_person",
        lambda work: staff.end_person(work, person_id, asked_day("last")),
        told="Đã ghi ngày thôi làm việc.",
        show=people,
        then="people",
    )


def give_position(person_id: str) -> Door:
    return try_here(
        "give_position",
        lambda work: staff.give_position(work, person_id, _seat()),
        told="Đã giao vị trí.",
        show=people,
        then="people",
    )


def end_position(position_id: str) -> Door:
    return try_here(
        "end_position",
        lambda work: staff.end_position(work, position_id, asked_day("last")),
        told="Đã ghi ngày thôi vị trí.",
        show=people,
        then="people",
    )


def units(problem: Problem | None = None) -> str:
    require_page("directory")
    with office().reading(current_actor()) as work:
        moment = asked_moment(work)
        rows = staff.units_on(work, moment)
    return page("vanthu/units.html", problem=problem, typed=request.form, rows=rows, moment_of=moment)


def add_unit() -> Door:
    form = request.form
    return try_here(
        "add_unit",
        lambda work: staff.add_unit(
            work, form.get("name", ""), form.get("abbreviation", ""), asked_day("first")
        ),
        told="Đã thêm đơn vị.",
        show=units,
        then="units",
    )


def end_unit(unit_id: str) -> Door:
    return try_here(
        "end_unit",
        lambda work: staff.end_unit(work, unit_id, asked_day("last")),
        told="Đã ghi ngày kết thúc đơn vị.",
        show=units,
        then="units",
    )


def mandates(problem: Problem | None = None) -> str:
    require_page("directory")
    with office().reading(current_actor()) as work:
        moment = asked_moment(work)
        shown = {
            "rows": granting.mandates_on(work, moment),
            "staff": staff.staff_on(work, work.now),
            "units": staff.units_on(work, work.now),
            "moment_of": moment,
        }
    kinds = office().rules.kinds
    return page(
        "vanthu/mandates.html",
        problem=problem,
        typed=request.form,
        capacities=CAPACITIES,
        kinds=kinds,
        **shown,
    )


def grant_mandate() -> Door:
    return try_here(
        "grant_mandate",
        lambda work: granting.grant_mandate(work, _granting(), office().rules.kinds),
        told="Đã ghi việc giao ký.",
        show=mandates,
        then="mandates",
    )


def end_mandate(mandate_id: str) -> Door:
    return try_here(
        "end_mandate",
        lambda work: granting.end_mandate(work, mandate_id),
        told="Đã kết thúc việc giao ký.",
        show=mandates,
        then="mandates",
    )


def try_here(
    name: str, act: Callable[[Work], object], *, told: str, show: Callable[[Problem], str], then: str
) -> Door:
    """Run one command of the directory; what is refused is told on the same page, with everything typed kept."""
    try:
        with office().work(current_actor(), name) as work:
            act(work)
    except NotAllowed:
        raise
    except VanthuError as error:
        problem = explain(error)
        return show(problem), problem.status
    flash(told)
    return redirect(url_for(f"vanthu.{then}"))


def asked_moment(work: Work) -> datetime:
    """The moment a list is for: now, or noon of the day that is asked for."""
    try:
        day = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return work.now
    return work.now if day == local_date(work.now) else datetime.combine(day, time(12), HANOI)


def asked_day(name: str) -> date:
    """raises DirectoryRefused"""
    day = day_or_none(name)
    if day is None:
        raise DirectoryRefused(why="day_missing")
    return day


def day_or_none(name: str) -> date | None:
    """A day a browser sent; None where the box is empty. raises DirectoryRefused for what is no day"""
    text = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DirectoryRefused(why="day_missing") from None


def _seat() -> Seat:
    form: Any = request.form
    return Seat(
        title=form.get("title", ""),
        function=form.get("function", ""),
        unit_id=form.get("unit", ""),
        first=asked_day("first"),
        last=day_or_none("last"),
    )


def _granting() -> granting.Granting:
    """raises MandateRefused for a day that is none"""
    form = request.form
    try:
        first, last, paper_date = (day_or_none(name) for name in ("first", "last", "paper_date"))
    except DirectoryRefused:
        raise MandateRefused(why="mandate_without_days") from None
    if first is None:
        raise MandateRefused(why="mandate_without_days")
    return granting.Granting(
        person_id=form.get("person", ""),
        capacity=form.get("capacity", ""),
        on_behalf_of=form.get("on_behalf_of", ""),
        first=first,
        last=last,
        basis=form.get("basis", ""),
        paper_number=form.get("paper_number", ""),
        paper_date=paper_date,
        granted_by=form.get("granted_by", ""),
        kinds=tuple(form.getlist("kinds")),
        units=tuple(form.getlist("units")),
        scope=form.get("scope", ""),
    )
