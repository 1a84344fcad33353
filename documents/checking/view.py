"""What every rule is given: the file, its parts, its outline, its annexes, its kind."""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from documents.checking.annexes import Annex, find_annexes, is_head
from documents.checking.outline import Heading, headings
from documents.checking.parts import Parts, find_parts
from documents.checking.rows import Row
from documents.checking.sheet import Sheet
from documents.kinds import Kind, load_kinds
from documents.reading.vocabulary import folded

Nature = Literal["administrative", "legislative", "special", "annex"]
# Kinds that only rule-making papers bear; decisions and resolutions do so when their number names the year.
_LEGISLATIVE = (
    "Nghị định",
    "Thông tư",
    "Thông tư liên tịch",
    "Luật",
    "Bộ luật",
    "Pháp lệnh",
    "Lệnh",
    "Hiến pháp",
)
_EITHER = ("Quyết định", "Nghị quyết", "Chỉ thị", "Nghị quyết liên tịch")
_YEAR = re.compile(r"/\s*(?:19|20)\d\d\s*/")


@dataclass(frozen=True)
class Text:
    """The words of a paper as one, with the row of each place."""

    whole: str
    starts: tuple[int, ...]
    rows: tuple[Row, ...]

    def row(self, at: int) -> Row:
        return self.rows[bisect(self.starts, at) - 1]


@dataclass(frozen=True)
class View:
    """One file as the rules see it.

    nature   administrative; legislative, laid out by another decree; special, a form of its field; or an annex
    kind     None where the paper bears a kind of no list
    places   the place of each row in `sheet.rows`, by identity
    """

    sheet: Sheet
    parts: Parts
    nature: Nature
    kind: Kind | None
    outline: tuple[Heading, ...]
    annexes: tuple[Annex, ...]
    text: Text
    places: dict[int, int]

    def raw(self, row: Row) -> int:
        """Where a row stands among all rows, empty ones included."""
        return self.places[id(row)]


def view_of(sheet: Sheet) -> View:
    """Find everything the rules ask for, once."""
    parts = find_parts(sheet)
    printed = [row for row in sheet.rows if row.text]
    alone = bool(printed) and is_head(printed[0])
    kind = _kinds().get(folded(sheet.reading.kind or ""))
    return View(
        sheet,
        parts,
        "annex" if alone else _nature(sheet, parts, kind),
        kind,
        headings(printed if alone else parts.text),
        find_annexes(printed if alone else _behind(parts)),
        _text(printed),
        {id(row): at for at, row in enumerate(sheet.rows)},
    )


def _text(rows: Sequence[Row]) -> Text:
    starts, at = [], 0
    for row in rows:
        starts.append(at)
        at += len(row.text) + 1
    return Text("\n".join(row.text for row in rows), tuple(starts), tuple(rows))


def _behind(parts: Parts) -> Sequence[Row]:
    return parts.after[1:] if parts.recipients else ()


def _nature(sheet: Sheet, parts: Parts, kind: Kind | None) -> Nature:
    name = sheet.reading.kind
    yearly = parts.number is not None and bool(_YEAR.search(parts.number.text))
    if name in _LEGISLATIVE or (name in _EITHER and yearly):
        return "legislative"
    return "administrative" if kind is not None or name is None else "special"


@cache
def _kinds() -> dict[str, Kind]:
    return {folded(name): kind for kind in load_kinds().values() for name in kind.names}


def abbreviations() -> dict[str, str]:
    """The abbreviation of each kind, by the folded name."""
    return {name: kind.abbreviation for name, kind in _kinds().items() if kind.abbreviation}
