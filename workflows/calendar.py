"""Vietnam's working days: weekends, public holidays, days swapped by the Government, and the office's own word.

The holidays come from a library that knows the lunar year and most swaps. `SWAPS` holds the announced ones it misses;
an administrator's override wins over both, because swaps are announced weeks before and an office may differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import ClassVar

import holidays
from sqlalchemy import Date, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime, local_date
from documents.work import Work
from workflows.errors import BadCalendarDay

LONGEST_COUNT = 5_000
FIRST_YEAR, LAST_YEAR = 1976, 2099

SWAPS: Mapping[date, tuple[bool, str]] = {
    date(2026, 1, 2): (False, "Nghỉ thay cho ngày 10/01/2026 (12729/VPCP-KGVX ngày 25/12/2025)"),
    date(2026, 1, 10): (True, "Làm bù cho ngày 02/01/2026 (12729/VPCP-KGVX ngày 25/12/2025)"),
}
"""Announced swaps the library does not know: whether the day is worked, and by which paper."""


class CalendarDay(Base):
    """The office's own word on a day: worked or not, and by which paper."""

    __tablename__ = "vanthu_calendar_days"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    works: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(300))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_by: Mapped[str] = mapped_column(String(100))


@dataclass(frozen=True)
class CalendarChanged:
    """The office declared a day worked or free, or took its word back (`works` None)."""

    name: ClassVar[str] = "calendar_changed"
    document_id: None
    day: date
    works: bool | None
    reason: str


@dataclass(frozen=True)
class Day:
    """A day that is not what its weekday says, with the reason."""

    day: date
    works: bool
    reason: str
    own: bool


class Calendar:
    """Which days are worked; `own` are the office's overrides."""

    def __init__(self, own: Mapping[date, tuple[bool, str]] | None = None) -> None:
        self._own = dict(own or {})

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        said = self._own.get(day) or SWAPS.get(day)
        return said[0] if said is not None else bool(_vietnam().is_working_day(day))

    def due(self, start: date, working_days: int) -> date:
        """The last day of a term of so many working days that begins the day after `start`.

        raises    BadCalendarDay for a term nobody sets
        """
        if not 0 <= working_days <= LONGEST_COUNT:
            raise BadCalendarDay(value=working_days)
        day = start
        for _ in range(working_days):
            day += timedelta(days=1)
            while not self.is_working(day):
                day += timedelta(days=1)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; 0 when `end` is not later."""
        days = (start + timedelta(days=count) for count in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)

    def unusual(self, first: date, last: date) -> list[Day]:
        """The days of a span that are not what their weekday says, in order."""
        found = []
        for count in range((last - first).days + 1):
            day = first + timedelta(days=count)
            said = self._own.get(day) or SWAPS.get(day)
            works = self.is_working(day)
            if said is not None or works != (day.weekday() < 5):
                reason = said[1] if said else str(_vietnam().get(day) or "Ngày làm bù")
                found.append(Day(day, works, reason, day in self._own))
        return found


def calendar_of(session: Session) -> Calendar:
    """The calendar with the office's own days."""
    rows = session.scalars(select(CalendarDay))
    return Calendar({row.day: (row.works, row.reason) for row in rows})


def declare_day(work: Work, day: date, *, works: bool, reason: str) -> None:
    """Say that a day is worked or free here.

    raises    BadCalendarDay for a day out of range or without a reason
    """
    reason = " ".join(reason.split())[:300]
    if not reason or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadCalendarDay(value=day.isoformat())
    row = work.session.get(CalendarDay, day) or CalendarDay(day=day)
    row.works, row.reason, row.changed_at, row.changed_by = works, reason, work.now, work.actor.name
    work.session.add(row)
    work.record(CalendarChanged(None, day, works, reason))


def forget_day(work: Work, day: date) -> None:
    """Take the office's word on a day back; without one, nothing happens."""
    row = work.session.get(CalendarDay, day)
    if row is not None:
        work.session.delete(row)
        work.record(CalendarChanged(None, day, None, row.reason))


def coming_days(work: Work, days: int = 400) -> list[Day]:
    """The unusual days from this month's first day on."""
    first = local_date(work.now).replace(day=1)
    return calendar_of(work.session).unusual(first, first + timedelta(days=days))


@cache
def _vietnam() -> holidays.HolidayBase:
    return holidays.country_holidays("VN", language="vi")
