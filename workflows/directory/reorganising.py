"""Reorganisation as an event: units renamed, merged, split; people moved; our agency renamed or succeeded.

Old rows are ended and new ones begun on the day the paper says; no document is touched. What was granted to an ended
unit is held by its successor's people (`workflows.directory.successions`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import or_, select, update

from documents.database import HANOI, local_date, new_id
from documents.work import Work
from workflows.directory.model import Position, Unit, require_administrator
from workflows.directory.successions import Succession
from workflows.errors import ReorganisationRefused

LONGEST_PAPER = 300
LONGEST_NAME = 200
LONGEST_ABBREVIATION = 40


@dataclass(frozen=True)
class UnitsReorganised:
    """how   "renamed", "merged" or "split" """

    name: ClassVar[str] = "units_reorganised"
    document_id: None
    how: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    since: datetime
    paper: str
    positions: int


@dataclass(frozen=True)
class PeopleMoved:
    name: ClassVar[str] = "people_moved"
    document_id: None
    unit: str
    person_ids: tuple[str, ...]
    since: datetime
    paper: str


@dataclass(frozen=True)
class NewUnit:
    """A unit as it will be called. people: the ids of those who go there; of a split every one must be named."""

    name: str
    abbreviation: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """The paper of a reorganisation and the first day it counts, in Vietnam."""

    paper: str
    day: date


def rename_unit(work: Work, unit_id: str, new: NewUnit, decision: Decision) -> str:
    """The unit under a new name, with all its people; returns the new unit's id.

    raises    NotAllowed; ReorganisationRefused
    """
    return _succeed(work, "renamed", [unit_id], [new], decision)[0]


def merge_units(work: Work, unit_ids: Sequence[str], new: NewUnit, decision: Decision) -> str:
    """Several units become one, with the people of all.

    raises    NotAllowed; ReorganisationRefused
    """
    if len(set(unit_ids)) < 2:
        raise ReorganisationRefused(why="merge_takes_two")
    return _succeed(work, "merged", list(dict.fromkeys(unit_ids)), [new], decision)[0]


def split_unit(work: Work, unit_id: str, parts: Sequence[NewUnit], decision: Decision) -> list[str]:
    """One unit becomes several; each of its people goes to one of them.

    raises    NotAllowed; ReorganisationRefused
    """
    if len(parts) < 2:
        raise ReorganisationRefused(why="split_makes_two")
    placed = [person for part in parts for person in part.people]
    if len(placed) != len(set(placed)):
        raise ReorganisationRefused(why="split_places_twice")
    return _succeed(work, "split", [unit_id], list(parts), decision)


def move_people(work: Work, person_ids: Sequence[str], unit_id: str, decision: Decision) -> int:
    """Move people to a unit in one act, each with title and function; returns how many positions moved.

    Someone who holds several positions moves with all that lie in a unit; the head of the agency, in none, stays.
    raises    NotAllowed; ReorganisationRefused
    """
    agency = require_administrator(work, "move_people")
    since, paper = when(work, decision)
    unit = _units(work, agency.id, [unit_id], since)[0]
    moving = _positions(
        work, Position.person_id.in_(list(person_ids)), Position.unit_id.is_not(None), since=since
    )
    moving = [one for one in moving if one.unit_id != unit.id]
    if not moving:
        raise ReorganisationRefused(why="nobody_moves")
    _move(work, moving, {one.id: unit.id for one in moving}, since)
    people = tuple(sorted({one.person_id for one in moving}))
    work.record(PeopleMoved(None, unit.name, people, since, paper))
    return len(moving)


def _succeed(
    work: Work, how: str, old_ids: Sequence[str], new: Sequence[NewUnit], decision: Decision
) -> list[str]:
    agency = require_administrator(work, "reorganise")
    since, paper = when(work, decision)
    old = _units(work, agency.id, old_ids, since)
    made = [_made(work, agency.id, one, since, old) for one in new]
    moving = _positions(work, Position.unit_id.in_(list(old_ids)), since=since)
    _move(work, moving, _places(moving, new, made), since)
    for before in old:
        before.until = since
        for after in made:
            work.session.add(
                Succession(
                    old=f"unit:{before.id}",
                    new=f"unit:{after.id}",
                    since=since,
                    paper=paper,
                    recorded_at=work.now,
                    recorded_by=work.actor.name,
                )
            )
    work.session.flush()
    told = (tuple(one.name for one in old), tuple(one.name for one in made))
    work.record(UnitsReorganised(None, how, *told, since, paper, len(moving)))
    return [one.id for one in made]


def when(work: Work, decision: Decision) -> tuple[datetime, str]:
    """raises ReorganisationRefused: what happened before today was judged by the directory of its day"""
    paper = " ".join(decision.paper.split())[:LONGEST_PAPER]
    if not paper:
        raise ReorganisationRefused(why="reorganisation_without_paper")
    if decision.day < local_date(work.now):
        raise ReorganisationRefused(why="reorganisation_in_past")
    return max(datetime.combine(decision.day, time(), HANOI), work.now), paper


def _units(work: Work, agency_id: str, unit_ids: Sequence[str], since: datetime) -> list[Unit]:
    """The units, locked, that still stand on that day.

    raises    ReorganisationRefused
    """
    found = work.session.scalars(
        select(Unit)
        .where(Unit.id.in_(list(unit_ids)), Unit.agency_id == agency_id)
        .where(Unit.since <= since, or_(Unit.until.is_(None), Unit.until > since))
        .order_by(Unit.id)
        .with_for_update()
    ).all()
    by_id = {unit.id: unit for unit in found}
    if not unit_ids or set(by_id) != set(unit_ids):
        raise ReorganisationRefused(why="no_such_unit")
    if any(unit.until is not None for unit in found):
        raise ReorganisationRefused(why="unit_ends_already")
    return [by_id[key] for key in unit_ids]


def _made(work: Work, agency_id: str, new: NewUnit, since: datetime, old: Sequence[Unit]) -> Unit:
    """raises ReorganisationRefused when the name is missing, or one that another unit bears on that day"""
    name, abbreviation = " ".join(new.name.split()), "".join(new.abbreviation.split())
    if not name or not abbreviation or len(name) > LONGEST_NAME or len(abbreviation) > LONGEST_ABBREVIATION:
        raise ReorganisationRefused(why="unit_without_name")
    taken = work.session.scalar(
        select(Unit.id)
        .where(Unit.agency_id == agency_id, or_(Unit.name == name, Unit.abbreviation == abbreviation))
        .where(or_(Unit.until.is_(None), Unit.until > since), Unit.id.not_in([one.id for one in old]))
        .limit(1)
    )
    if taken is not None:
        raise ReorganisationRefused(why="unit_name_taken")
    unit = Unit(agency_id=agency_id, name=name, abbreviation=abbreviation, since=since)
    work.session.add(unit)
    work.session.flush()
    return unit


def _positions(work: Work, *where: object, since: datetime) -> list[Position]:
    """The positions that count on that day or later."""
    rows = select(Position).where(*where, or_(Position.until.is_(None), Position.until > since))  # type: ignore[arg-type]
    return list(work.session.scalars(rows.order_by(Position.id)))


def _places(moving: Sequence[Position], new: Sequence[NewUnit], made: Sequence[Unit]) -> dict[str, str]:
    """Which position goes to which unit.

    raises    ReorganisationRefused when a split leaves somebody without a unit
    """
    if len(made) == 1:
        return {one.id: made[0].id for one in moving}
    of_person = {person: unit.id for part, unit in zip(new, made, strict=True) for person in part.people}
    left = [one for one in moving if one.person_id not in of_person]
    if left:
        raise ReorganisationRefused(why="split_leaves_somebody")
    return {one.id: of_person[one.person_id] for one in moving}


def _move(work: Work, moving: Sequence[Position], places: dict[str, str], since: datetime) -> None:
    """End each position and begin it anew elsewhere; one that has not begun yet begins there."""
    standing = [one for one in moving if one.since < since]
    for one in moving:
        if one.since >= since:
            one.unit_id = places[one.id]
    work.session.add_all(
        Position(
            id=new_id(),
            person_id=one.person_id,
            agency_id=one.agency_id,
            unit_id=places[one.id],
            title=one.title,
            function=one.function,
            since=since,
            until=one.until,
        )
        for one in standing
    )
    work.session.flush()
    ended = update(Position).where(Position.id.in_([one.id for one in standing])).values(until=since)
    work.session.execute(ended)
