"""How urgent a paper says it is, and until when it wants an answer: suggestions for the văn thư, never decisions.

source  Decree 30/2020/NĐ-CP, annex I, III.2b: the marks HỎA TỐC, THƯỢNG KHẨN, KHẨN stand under number and symbol
"""

import re
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Literal
from unicodedata import normalize

Urgency = Literal["", "urgent", "very_urgent", "express"]

HEAD_LINES = 45
_MARKS: dict[str, Urgency] = {
    "KHẨN": "urgent",
    "THƯỢNGKHẨN": "very_urgent",
    "HỎATỐC": "express",
    "HOẢTỐC": "express",
    "HỎATỐCHẸNGIỜ": "express",
}
_TERM = re.compile(
    r"(?:trước|chậm nhất(?: là)?(?: vào)?(?: đến)?|muộn nhất|hạn (?:cuối|chót|trả lời|gửi)(?: là)?:?)\s+"
    r"(?:hết\s+)?(?:ngày\s+)?(\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(\d{1,2})(?:\s*(?:/|-|\.|\s+năm\s+)\s*(\d{4}))?",
    re.IGNORECASE,
)


def read_urgency(lines: Iterable[str]) -> Urgency:
    """The mark of urgency that stands as a line of its own near the head; "" for none."""
    for line in islice((one.strip() for one in lines if one.strip()), HEAD_LINES):
        for piece in re.split(r"\s{3,}", line):
            letters = "".join(letter for letter in normalize("NFC", piece) if letter.isalnum())
            if letters in _MARKS:
                return _MARKS[letters]
    return ""


def read_answer_by(text: str, *, printed: date | None) -> date | None:
    """The day until which the paper asks for an answer ("trước ngày 15/4/2026"); the last one it names.

    printed   the day on the paper; a term before it is something else, a term without a year is in its year
    """
    found = [
        _day(match[1], match[2], match[3], printed)
        for match in _TERM.finditer(" ".join(normalize("NFC", text).split()))
    ]
    return max(
        (day for day in found if day is not None and (printed is None or day >= printed)), default=None
    )


def _day(day: str, month: str, year: str | None, printed: date | None) -> date | None:
    if year is None and printed is None:
        return None
    try:
        return date(int(year) if year else printed.year if printed else 0, int(month), int(day))
    except ValueError:
        return None
