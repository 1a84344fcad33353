"""How long a dossier is kept (thời hạn bảo quản, thời hạn lưu trữ), and by when it is handed over to the archive.

The period is written as in the year's list (danh mục hồ sơ): "Vĩnh viễn" or a number of years. Here it becomes days.

source  Luật Lưu trữ 33/2024/QH15, Art. 15 k3: counted from the year the work ended
        Decree 30/2020/NĐ-CP, Art. 30: handed over within 1 year, when kept for 5 years or more
"""

import re
from dataclasses import dataclass
from datetime import date

from documents.errors import VanthuError

HANDED_OVER_FROM_YEARS = 5
LONGEST_YEARS = 200

_YEARS = re.compile(r"(\d{1,3})\s*năm", re.IGNORECASE)


class RetentionUnreadable(VanthuError):
    """A period that is neither permanent nor a number of years."""

    code = "retention_unreadable"


@dataclass(frozen=True)
class Retention:
    """years   for how many years; None for ever (vĩnh viễn)"""

    years: int | None

    @property
    def permanent(self) -> bool:
        return self.years is None

    @property
    def handed_over(self) -> bool:
        """Whether a dossier kept so long goes to the archive at all."""
        return self.years is None or self.years >= HANDED_OVER_FROM_YEARS

    def keep_until(self, ended_on: date) -> date | None:
        """The last day it is kept: the end of the last year; None for ever.

        ended_on   the day the work ended; the years count from the year after it
        """
        return date(ended_on.year + self.years, 12, 31) if self.years is not None else None

    def hand_over_by(self, ended_on: date) -> date | None:
        """The last day to hand it over to the archive; None when it need not be."""
        return years_after(ended_on, 1) if self.handed_over else None


def read_retention(text: str) -> Retention:
    """raises RetentionUnreadable"""
    words = " ".join(text.split())
    if words.lower() == "vĩnh viễn":
        return Retention(None)
    found = _YEARS.fullmatch(words)
    if found is None or not 1 <= int(found[1]) <= LONGEST_YEARS:
        raise RetentionUnreadable(text=text)
    return Retention(int(found[1]))


def retention_or_none(text: str) -> Retention | None:
    """The period; None where an earlier version of the house kept words nobody can count by."""
    try:
        return read_retention(text)
    except RetentionUnreadable:
        return None


def years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
