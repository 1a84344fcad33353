"""Working days: weekends, holidays, swaps, and the office's own word over all of them."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from documents.journal import JournalEntry
from tests.office import House
from workflows.calendar import Calendar, CalendarDay, calendar_of, coming_days, declare_day, forget_day
from workflows.errors import BadCalendarDay
from workflows.worklists import waiting_for

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_every_announced_holiday_and_swap_is_known(corpus: Path) -> None:
    with (corpus / "lists" / "holidays_vn_2024_2027.csv").open(encoding="utf-8") as file:
        rows = [(date.fromisoformat(row["date"]), row["kind"] == "work") for row in csv.DictReader(file)]
    assert len(rows) > 50
    calendar = Calendar()
    assert [day for day, works in rows if calendar.is_working(day) != works] == []


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 3, 12), 1, date(2026, 3, 13)),
        (date(2026, 3, 13), 1, date(2026, 3, 16)),
        (date(2025, 12, 31), 1, date(2026, 1, 5)),  # 1 January, and 2 January swapped for the 10th
        (date(2026, 1, 9), 1, date(2026, 1, 10)),  # the Saturday that is worked instead
        (date(2026, 2, 13), 5, date(2026, 2, 27)),  # over Tết
        (date(2026, 8, 28), 1, date(2026, 9, 3)),  # 31 August swapped for the 22nd, then Quốc khánh
        (date(2026, 3, 14), 0, date(2026, 3, 14)),
    ],
)
def test_a_term_ends_on_a_working_day_and_does_not_count_its_first(start: date, days: int, due: date) -> None:
    assert Calendar().due(start, days) == due


@given(DAYS, st.integers(1, 60))
def test_a_term_holds_exactly_so_many_working_days(start: date, days: int) -> None:
    calendar = Calendar()
    end = calendar.due(start, days)
    assert calendar.is_working(end)
    assert calendar.between(start, end) == days
    assert calendar.between(start, end - timedelta(days=1)) == days - 1


@pytest.mark.parametrize("days", [-1, 5_001])
def test_a_term_nobody_sets_is_refused(days: int) -> None:
    with pytest.raises(BadCalendarDay):
        Calendar().due(date(2026, 3, 12), days)


def test_the_offices_word_wins_over_the_library_and_is_taken_back(house: House) -> None:
    free, worked = date(2026, 3, 13), date(2026, 3, 14)
    with house.work("quantri") as work:
        declare_day(work, free, works=False, reason="Thông báo số 5")
        declare_day(work, worked, works=True, reason="Thông báo số 5")
    with house.look() as work:
        assert calendar_of(work.session).due(date(2026, 3, 12), 1) == worked
        told = {(day.day, day.works, day.own) for day in coming_days(work)}
    assert told >= {(free, False, True), (worked, True, True)}
    with house.work("quantri") as work:
        forget_day(work, free)
    with house.look() as work:
        assert calendar_of(work.session).due(date(2026, 3, 12), 1) == free


def test_the_days_on_the_clerks_desk_follow_the_offices_word(house: House) -> None:
    house.signed("đã ký")
    with house.work("quantri") as work:
        declare_day(work, date(2026, 3, 13), works=False, reason="Thông báo số 5")
    with house.look("vanthu") as work:
        assert [row.issue_by for row in waiting_for(work, house.rules, "issue")] == [date(2026, 3, 16)]


@pytest.mark.parametrize(("day", "reason"), [(date(1900, 1, 1), "a"), (date(2026, 3, 13), " ")])
def test_a_day_without_a_reason_or_out_of_range_writes_nothing(house: House, day: date, reason: str) -> None:
    with house.look() as work:
        before = work.session.scalar(select(func.count()).select_from(JournalEntry))
    with pytest.raises(BadCalendarDay), house.work("quantri") as work:
        declare_day(work, day, works=False, reason=reason)
    with house.look() as work:
        assert work.session.scalar(select(func.count()).select_from(JournalEntry)) == before
        assert work.session.scalar(select(func.count()).select_from(CalendarDay)) == 0
