"""Who works where: people, their positions and the units, added and ended by the administrator, listed for any day.

Moving people and changing units so that others take their place is `reorganising`; here a unit only begins or ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import or_, select

from documents.database import HANOI, local_date
from documents.work import Work
from workflows.directory.model import (
    FUNCTIONS,
    Agency,
    Person,
    Position,
    Unit,
    in_force,
    require_administrator,
)
from workflows.errors import DirectoryRefused

LONGEST = 100
IN_A_UNIT = frozenset({"head", "deputy_head"})
"""Functions that are nothing without a unit."""


@dataclass(frozen=True)
class PersonAdded:
    name: ClassVar[str] = "person_added"
    document_id: None
    person_id: str
    person_name: str


@dataclass(frozen=True)
class PersonLeft:
    name: ClassVar[str] = "person_left"
    document_id: None
    person_id: str
    person_name: str
    until: datetime


@dataclass(frozen=True)
class PositionGiven:
    name: ClassVar[str] = "position_given"
    document_id: None
    person_name: str
    title: str
    function: str
    unit_name: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class PositionEnded:
    name: ClassVar[str] = "position_ended"
    document_id: None
    person_name: str
    title: str
    until: datetime


@dataclass(frozen=True)
class UnitAdded:
    name: ClassVar[str] = "unit_added"
    document_id: None
    unit_id: str
    unit_name: str
    since: datetime


@dataclass(frozen=True)
class UnitEnded:
    name: ClassVar[str] = "unit_ended"
    document_id: None
    unit_id: str
    unit_name: str
    until: datetime


@dataclass(frozen=True)
class Seat:
    """A position to give: days are whole days in Vietnam, `last` counts too; `unit_id` empty for the agency's own."""

    title: str
    function: str
    unit_id: str
    first: date
    last: date | None = None


@dataclass(frozen=True)
class PositionRow:
    id: str
    title: str
    function: str
    unit_name: str
    first: date
    last: date | None


@dataclass(frozen=True)
class PersonRow:
    """Somebody in office on the day that was asked for, with the positions of that day."""

    id: str
    name: str
    since: date
    last: date | None
    positions: tuple[PositionRow, ...]


@dataclass(frozen=True)
class UnitRow:
    id: str
    name: str
    abbreviation: str
    first: date
    last: date | None
    people: int


def add_person(work: Work, name: str, seat: Seat) -> str:
    """Somebody new, with a first position; returns their id.

    raises    NotAllowed; DirectoryRefused
    """
    require_administrator(work, "add_person")
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise DirectoryRefused(why="person_without_name")
    since = _first(work, seat.first)
    person = Person(name=name, since=since)
    work.session.add(person)
    work.session.flush()
    work.record(PersonAdded(None, person.id, name))
    give_position(work, person.id, seat)
    return person.id


def end_person(work: Work, person_id: str, last: date) -> None:
    """Somebody leaves after that day: every position ends, and nothing waits for them any more.

    raises    NotAllowed; DirectoryRefused
    """
    require_administrator(work, "end_person")
    person = work.session.get(Person, person_id, with_for_update=True)
    if person is None or (person.until is not None and person.until <= work.now):
        raise DirectoryRefused(why="no_such_person")
    person.until = _after(work, last, person.since)
    _require_an_administrator(work, person.until, person_id=person.id)
    for position in work.session.scalars(select(Position).where(Position.person_id == person_id)):
        if position.until is None or position.until > person.until:
            position.until = max(person.until, position.since)
    work.record(PersonLeft(None, person.id, person.name, person.until))


def give_position(work: Work, person_id: str, seat: Seat) -> str:
    """A position from a day on, beside those the person holds; returns its id.

    raises    NotAllowed; DirectoryRefused
    """
    agency = require_administrator(work, "give_position")
    person = work.session.get(Person, person_id)
    since = _first(work, seat.first)
    until = _end_of(seat.last) if seat.last else None
    if person is None or (person.until is not None and person.until <= since):
        raise DirectoryRefused(why="no_such_person")
    unit = _unit_of(work, agency, seat, since)
    title = " ".join(seat.title.split())
    if not title or len(title) > LONGEST:
        raise DirectoryRefused(why="position_without_title")
    if until is not None and until <= since:
        raise DirectoryRefused(why="position_ends_before")
    position = Position(
        person_id=person.id,
        agency_id=agency.id,
        unit_id=unit.id if unit else None,
        title=title,
        function=seat.function,
        since=since,
        until=until,
    )
    work.session.add(position)
    work.session.flush()
    unit_name = unit.name if unit else ""
    work.record(PositionGiven(None, person.name, title, seat.function, unit_name, since, until))
    return position.id


def end_position(work: Work, position_id: str, last: date) -> None:
    """A position ends after that day.

    raises    NotAllowed; DirectoryRefused
    """
    require_administrator(work, "end_position")
    position = work.session.get(Position, position_id, with_for_update=True)
    if position is None or (position.until is not None and position.until <= work.now):
        raise DirectoryRefused(why="no_such_position")
    position.until = _after(work, last, position.since)
    _require_an_administrator(work, position.until)
    name = work.session.get_one(Person, position.person_id).name
    work.record(PositionEnded(None, name, position.title, position.until))


def add_unit(work: Work, name: str, abbreviation: str, first: date) -> str:
    """A unit that takes nobody's place; returns its id.

    raises    NotAllowed; DirectoryRefused
    """
    agency = require_administrator(work, "add_unit")
    name, abbreviation = " ".join(name.split()), "".join(abbreviation.split())
    if not name or not abbreviation or len(name) > 200 or len(abbreviation) > 40:
        raise DirectoryRefused(why="unit_without_name")
    since = _first(work, first)
    same = select(Unit.id).where(
        Unit.agency_id == agency.id,
        or_(Unit.name == name, Unit.abbreviation == abbreviation),
        or_(Unit.until.is_(None), Unit.until > since),
    )
    if work.session.scalar(same.limit(1)) is not None:
        raise DirectoryRefused(why="unit_name_taken")
    unit = Unit(agency_id=agency.id, name=name, abbreviation=abbreviation, since=since)
    work.session.add(unit)
    work.session.flush()
    work.record(UnitAdded(None, unit.id, name, since))
    return unit.id


def end_unit(work: Work, unit_id: str, last: date) -> None:
    """A unit ends after that day with nobody in it and no successor.

    raises    NotAllowed; DirectoryRefused when people would be left in it
    """
    agency = require_administrator(work, "end_unit")
    unit = work.session.get(Unit, unit_id, with_for_update=True)
    if unit is None or unit.agency_id != agency.id or unit.until is not None:
        raise DirectoryRefused(why="no_such_unit")
    until = _after(work, last, unit.since)
    left = select(Position.id).where(
        Position.unit_id == unit_id, or_(Position.until.is_(None), Position.until > until)
    )
    if work.session.scalar(left.limit(1)) is not None:
        raise DirectoryRefused(why="unit_has_people")
    unit.until = until
    work.record(UnitEnded(None, unit.id, unit.name, until))


def staff_on(work: Work, moment: datetime) -> list[PersonRow]:
    """Everybody in office at that moment and whoever is still to come, by name, with the positions of then.

    raises    NotAllowed
    """
    agency = require_administrator(work, "people")
    units = _unit_names(work, agency)
    counting = or_(in_force(Position, moment), Position.since > max(moment, work.now))
    held: dict[str, list[PositionRow]] = {}
    for one in work.session.scalars(
        select(Position).where(Position.agency_id == agency.id, counting).order_by(Position.since)
    ):
        if one.until is None or one.until > one.since:
            held.setdefault(one.person_id, []).append(
                PositionRow(one.id, one.title, one.function, units.get(one.unit_id or "", ""), *_days(one))
            )
    people = sorted(
        work.session.scalars(
            select(Person).where(or_(in_force(Person, moment), Person.since > max(moment, work.now)))
        ),
        # Đ is a letter of its own, behind D.
        key=lambda one: (one.name.replace("Đ", "Dz"), one.id),
    )
    return [PersonRow(one.id, one.name, *_days(one), tuple(held.get(one.id, ()))) for one in people]


def units_on(work: Work, moment: datetime) -> list[UnitRow]:
    """The units at that moment and those still to come.

    raises    NotAllowed
    """
    agency = require_administrator(work, "units")
    people: dict[str, set[str]] = {}
    for unit_id, person_id in work.session.execute(
        select(Position.unit_id, Position.person_id).where(in_force(Position, moment))
    ):
        people.setdefault(unit_id or "", set()).add(person_id)
    rows = work.session.scalars(
        select(Unit)
        .where(Unit.agency_id == agency.id, or_(in_force(Unit, moment), Unit.since > max(moment, work.now)))
        .order_by(Unit.name)
    )
    return [
        UnitRow(one.id, one.name, one.abbreviation, *_days(one), len(people.get(one.id, ()))) for one in rows
    ]


def _unit_of(work: Work, agency: Agency, seat: Seat, since: datetime) -> Unit | None:
    """raises DirectoryRefused when the unit does not stand then, or the function needs one"""
    if seat.function not in FUNCTIONS:
        raise DirectoryRefused(why="position_without_function")
    if not seat.unit_id:
        if seat.function in IN_A_UNIT:
            raise DirectoryRefused(why="position_without_unit")
        return None
    unit = work.session.get(Unit, seat.unit_id)
    ended = unit is not None and unit.until is not None and unit.until <= since
    if unit is None or ended or unit.agency_id != agency.id or unit.since > since:
        raise DirectoryRefused(why="no_such_unit")
    return unit


def _require_an_administrator(work: Work, at: datetime, *, person_id: str = "") -> None:
    """Nobody locks the office out of its own directory. raises DirectoryRefused"""
    work.session.flush()
    left = select(Position.id).where(
        Position.function == "administrator", in_force(Position, at), Position.person_id != person_id
    )
    if work.session.scalar(left.limit(1)) is None:
        raise DirectoryRefused(why="last_administrator")


def _first(work: Work, first: date) -> datetime:
    """raises DirectoryRefused: what is past was judged by the directory of its day"""
    if first < local_date(work.now):
        raise DirectoryRefused(why="day_in_past")
    return max(datetime.combine(first, time(), HANOI), work.now)


def _after(work: Work, last: date, since: datetime) -> datetime:
    """The end of that day. raises DirectoryRefused"""
    if last < local_date(work.now):
        raise DirectoryRefused(why="day_in_past")
    return max(_end_of(last), since)


def _end_of(last: date) -> datetime:
    return datetime.combine(last, time(), HANOI) + timedelta(days=1)


def _days(row: Person | Position | Unit) -> tuple[date, date | None]:
    return local_date(row.since), local_date(row.until - timedelta(microseconds=1)) if row.until else None


def _unit_names(work: Work, agency: Agency) -> dict[str, str]:
    rows: Iterable[Unit] = work.session.scalars(select(Unit).where(Unit.agency_id == agency.id))
    return {unit.id: unit.name for unit in rows}
