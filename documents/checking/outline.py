"""The outline of the running text: which rows are headings or numbered, what number they bear.

source    Decree 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.6 đ and the table of Mục V, line 6
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from documents.checking.rows import Row

Level = Literal["part", "chapter", "section", "subsection", "article", "roman", "clause", "point"]
SHORT = 150
_WORDS: tuple[tuple[Level, str], ...] = (
    ("part", "Phần"),
    ("chapter", "Chương"),
    ("section", "Mục"),
    ("subsection", "Tiểu mục"),
)
_NAMED = tuple(
    (level, re.compile(rf"^({word}|{word.upper()})\s+([IVXLC]{{1,7}}|\d{{1,3}})(?![\w/])(\W?.*)$"))
    for level, word in _WORDS
)
_ARTICLE = re.compile(r"^(Điều|ĐIỀU)\s+(\d{1,3})(?![\d/])(\s?\S?)(.*)$")
_ROMAN = re.compile(r"^([IVXL]{1,7})(\.|\)|/|-)\s*(?=[^\W\d])(.*)$")
_CLAUSE = re.compile(r"^(\d{1,3})(\.)\s*(?=[^\W\d]|[“\"‘(…])(.*)$")
_POINT = re.compile(r"^([a-zA-ZđĐăâêôơưĂÂÊÔƠƯ])([).])\s*(?=[^\W]|[“\"(…])(.*)$")
_LABELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("roman", _ROMAN),
    ("clause", _CLAUSE),
    ("point", _POINT),
)
_ROMAN_SIGNS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered row: `label` as printed, `sign` what follows it, `title` the rest, `below` the next row."""

    level: Level
    word: str
    label: str
    sign: str
    title: str
    row: Row
    below: Row | None

    @property
    def number(self) -> int | None:
        """The value of an Arabic or Roman label; None for a letter."""
        if self.label.isdigit():
            return int(self.label)
        return roman(self.label) if self.level != "point" else None


def roman(text: str) -> int | None:
    """The value of a Roman numeral written as usual, else None."""
    total = 0
    for sign, after in zip(text, f"{text[1:]}I", strict=True):
        value = _ROMAN_SIGNS.get(sign)
        if value is None:
            return None
        total += -value if value < _ROMAN_SIGNS.get(after, 0) else value
    return total if total > 0 and as_roman(total) == text else None


def as_roman(number: int) -> str:
    """1 to 399 in Roman numerals."""
    made = ""
    for value, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
    ):
        made += sign * (number // value)
        number %= value
    return made + "I" * number


def headings(rows: Sequence[Row]) -> tuple[Heading, ...]:
    """Every numbered row outside tables, in the order of the page."""
    return tuple(_found(rows))


def _found(rows: Sequence[Row]) -> Iterator[Heading]:
    for at, row in enumerate(rows):
        if row.cell[0] == 0:
            heading = _heading(row, rows[at + 1] if at + 1 < len(rows) else None)
            if heading is not None:
                yield heading


def _heading(row: Row, below: Row | None) -> Heading | None:
    first = row.text[:1]
    if first in "PCMT" and len(row.text) < SHORT and (row.bold or row.align == "center"):
        for level, pattern in _NAMED:
            said = pattern.match(row.text)
            if said:
                return Heading(level, said[1], said[2], "", said[3].strip(" .:"), row, below)
    if first == "Đ":
        said = _ARTICLE.match(row.text)
        # "Điều 5 của Luật …" is a sentence, "Điều 5." a heading.
        if said and (said[3].strip() in (".", ":", ")", "-", "–", "") or said[3][:1] in ".:"):
            return _article(said, row, below)
    for level, pattern in _LABELS:
        said = pattern.match(row.text)
        if said:
            return Heading(level, "", said[1], said[2], said[3].strip(), row, below)
    return None


def _article(said: re.Match[str], row: Row, below: Row | None) -> Heading | None:
    sign = said[3].strip()[:1]
    if not sign and said[4].strip() and not row.lead.bold:
        return None
    return Heading("article", said[1], said[2], sign, said[4].strip(), row, below)
