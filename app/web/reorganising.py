"""Site setup: what became of units and agencies, by which decision and from which day; and people who move."""

from flask import Blueprint, request

from app.access import current_actor
from app.errors import Problem
from app.web.directory import Door, day_or_none, try_here
from app.web.doors import office, require_page
from app.web.showing import page
from documents.work import Work
from workflows.directory import agencies, reorganising, staff
from workflows.directory.agencies import Face, agencies_on
from workflows.directory.reorganising import Decision, NewUnit
from workflows.errors import ReorganisationRefused

PARTS = ("1", "2", "3")


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/reorganisation", "reorganisation", reorganisation)
    blueprint.add_url_rule("/admin/reorganisation", "reorganise", reorganise, methods=["POST"])


def reorganisation(problem: Problem | None = None) -> str:
    """The page; `?unit=ID` opens the form that splits that unit."""
    require_page("directory")
    with office().reading(current_actor()) as work:
        shown = {
            "units": staff.units_on(work, work.now),
            "people": staff.staff_on(work, work.now),
            "agencies": agencies_on(work, work.now),
        }
    chosen = request.values.get("split", "")
    return page(
        "vanthu/reorganisation.html",
        problem=problem,
        typed=request.form,
        parts=PARTS,
        chosen=chosen,
        schemes=agencies.SCHEMES,
        **shown,
    )


def reorganise() -> Door:
    act = ACTS.get(request.form.get("how", ""), _nothing)
    return try_here("reorganise", act, told="Đã ghi quyết định.", show=reorganisation, then="reorganisation")


def _decision() -> Decision:
    """raises ReorganisationRefused, DirectoryRefused"""
    day = day_or_none("day")
    if day is None:
        raise ReorganisationRefused(why="reorganisation_without_day")
    return Decision(request.form.get("paper", ""), day)


def _nothing(work: Work) -> None:
    raise ReorganisationRefused(why="no_such_unit")


def _new_unit(number: str = "1") -> NewUnit:
    form = request.form
    people = tuple(
        key.removeprefix("to-") for key, value in form.items() if key.startswith("to-") and value == number
    )
    return NewUnit(form.get(f"name-{number}", ""), form.get(f"abbreviation-{number}", ""), people)


def _face(number: str = "1") -> Face:
    form = request.form
    return Face(
        form.get(f"name-{number}", ""),
        form.get(f"abbreviation-{number}", ""),
        form.get("parent", ""),
        form.get("place", ""),
    )


def _split_unit(work: Work) -> None:
    parts = [_new_unit(number) for number in PARTS if request.form.get(f"name-{number}", "").strip()]
    reorganising.split_unit(work, request.form.get("split", ""), parts, _decision())


def _split_agency(work: Work) -> None:
    faces = [_face(number) for number in PARTS if request.form.get(f"name-{number}", "").strip()]
    agencies.split_agency(work, request.form.get("agency", ""), faces, _decision())


ACTS = {
    "rename_unit": lambda work: reorganising.rename_unit(
        work, request.form.get("unit", ""), _new_unit(), _decision()
    ),
    "merge_units": lambda work: reorganising.merge_units(
        work, request.form.getlist("units"), _new_unit(), _decision()
    ),
    "split_unit": _split_unit,
    "move_people": lambda work: reorganising.move_people(
        work, request.form.getlist("people"), request.form.get("unit", ""), _decision()
    ),
    "rename_agency": lambda work: agencies.rename_agency(
        work, request.form.get("agency", ""), _face(), _decision()
    ),
    "merge_agencies": lambda work: agencies.merge_agencies(
        work, request.form.getlist("agencies"), _face(), _decision()
    ),
    "split_agency": _split_agency,
    "give_code": lambda work: agencies.give_code(
        work,
        request.form.get("agency", ""),
        request.form.get("scheme", ""),
        request.form.get("code", ""),
        _decision(),
    ),
}
