"""People, positions and units come and go by dates; the directory of a past day stays what it was."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from documents.database import HANOI
from documents.errors import NotAllowed
from documents.journal import JournalEntry
from tests.office import House
from workflows.directory.actors import actor_for
from workflows.directory.model import Person, Position, Unit
from workflows.directory.staff import (
    Seat,
    add_person,
    add_unit,
    end_person,
    end_position,
    end_unit,
    give_position,
    staff_on,
    units_on,
)
from workflows.errors import DirectoryRefused

TODAY, FRIDAY = date(2026, 3, 12), date(2026, 3, 13)


def a_seat(house: House, **more: Any) -> Seat:
    seat = {
        "title": "Chuyên viên",
        "function": "officer",
        "unit_id": house.placed.units["TH"],
        "first": TODAY,
    }
    return Seat(**{**seat, **more})


def rows(house: House) -> list[str]:
    with house.look() as work:
        tables = (Person.__table__, Position.__table__, Unit.__table__)
        return [repr(row) for table in tables for row in work.session.execute(select(table)).all()]


def position_of(house: House, who: str) -> str:
    with house.look() as work:
        found = select(Position.id).where(Position.person_id == house.placed.people[who])
        return work.session.scalars(found).one()


@pytest.mark.parametrize("who", ["soanthao", "truongphong", "vanthu", "giamdoc"])
def test_nobody_but_the_administrator_keeps_or_reads_the_directory(house: House, who: str) -> None:
    before, held = rows(house), position_of(house, "ketoan")
    people, units = house.placed.people, house.placed.units
    for act in (
        lambda work: add_person(work, "Ngô Mới", a_seat(house)),
        lambda work: end_person(work, people["ketoan"], FRIDAY),
        lambda work: give_position(work, people[who], a_seat(house, function="administrator")),
        lambda work: end_position(work, held, FRIDAY),
        lambda work: add_unit(work, "Phòng Mới", "PM", TODAY),
        lambda work: end_unit(work, units["VP"], FRIDAY),
        lambda work: staff_on(work, work.now),
        lambda work: units_on(work, work.now),
    ):
        with house.work(who) as work, pytest.raises(NotAllowed):
            act(work)
    assert rows(house) == before


def test_somebody_new_begins_and_leaves_by_dates(house: House) -> None:
    with house.work("quantri") as work:
        person_id = add_person(work, "  Ngô   Mới ", a_seat(house))
        end_person(work, person_id, FRIDAY)
    end = datetime(2026, 3, 14, tzinfo=HANOI)
    with house.look("quantri") as work:
        found = next(row for row in staff_on(work, work.now) if row.id == person_id)
        assert (found.name, found.last, found.positions[0].unit_name) == ("Ngô Mới", FRIDAY, "Phòng Tổng hợp")
        assert person_id not in {row.id for row in staff_on(work, end)}
        assert actor_for(work.session, person_id, end - timedelta(seconds=1)) is not None
        assert actor_for(work.session, person_id, end) is None
        facts = set(work.session.scalars(select(JournalEntry.fact)))
        assert {"person_added", "position_given", "person_left"} <= facts


def test_a_position_for_some_days_gives_its_rights_for_those_days(house: House) -> None:
    """As the văn thư's seal is handed over: by a paper, for a time."""
    seat = a_seat(
        house, title="Văn thư", function="clerk", unit_id=house.placed.units["VP"], first=FRIDAY, last=FRIDAY
    )
    with house.work("quantri") as work:
        give_position(work, house.placed.people["luutru"], seat)
    office = f"office:clerk:{house.placed.agency_id}"
    first = datetime(2026, 3, 13, tzinfo=HANOI)
    for moment, held in (
        (first - timedelta(seconds=1), False),
        (first, True),
        (first + timedelta(days=1, seconds=-1), True),
        (first + timedelta(days=1), False),
    ):
        assert (office in house.at(moment).actor("luutru").own) is held


def test_ending_a_position_takes_its_rights_after_that_day(house: House) -> None:
    held = position_of(house, "truongphong")
    with house.work("quantri") as work:
        end_position(work, held, TODAY)
    head = f"head:{house.placed.units['TH']}"
    assert head in house.actor("truongphong").own
    assert head not in house.at(datetime(2026, 3, 13, tzinfo=HANOI)).actor("truongphong").own


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("position_without_title", {"title": " "}),
        ("position_without_function", {"function": "vua"}),
        ("position_without_unit", {"function": "head", "unit_id": ""}),
        ("no_such_unit", {"unit_id": "khong-co"}),
        ("day_in_past", {"first": date(2026, 3, 11)}),
        ("position_ends_before", {"last": date(2026, 3, 10)}),
    ],
)
def test_a_position_that_does_not_fit_is_refused_whole(house: House, why: str, more: dict[str, Any]) -> None:
    before = rows(house)
    with pytest.raises(DirectoryRefused) as refused, house.work("quantri") as work:
        add_person(work, "Ngô Mới", a_seat(house, **more))
    assert refused.value.facts["why"] == why
    assert rows(house) == before


def test_the_last_administrator_does_not_lock_the_office_out(house: House) -> None:
    before, held = rows(house), position_of(house, "quantri")
    for act in (
        lambda work: end_person(work, house.placed.people["quantri"], FRIDAY),
        lambda work: end_position(work, held, FRIDAY),
    ):
        with pytest.raises(DirectoryRefused) as refused, house.work("quantri") as work:
            act(work)
        assert refused.value.facts["why"] == "last_administrator"
    assert rows(house) == before


def test_units_begin_and_end_empty_under_a_name_of_their_own(house: House) -> None:
    with house.work("quantri") as work:
        unit_id = add_unit(work, "Phòng Pháp chế", "PC", TODAY)
        for why, act in (
            ("unit_name_taken", lambda: add_unit(work, "Phòng Pháp chế", "PC2", TODAY)),
            ("unit_name_taken", lambda: add_unit(work, "Phòng Khác", "KT", TODAY)),
            ("unit_without_name", lambda: add_unit(work, "Phòng Khác", " ", TODAY)),
            ("unit_has_people", lambda: end_unit(work, house.placed.units["TH"], FRIDAY)),
            ("no_such_unit", lambda: end_unit(work, "khong-co", FRIDAY)),
        ):
            with pytest.raises(DirectoryRefused) as refused:
                act()
            assert refused.value.facts["why"] == why
        end_unit(work, unit_id, FRIDAY)
        assert [row.last for row in units_on(work, work.now) if row.id == unit_id] == [FRIDAY]
