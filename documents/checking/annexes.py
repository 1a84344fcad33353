"""Annexes: where each begins, its title, and the line that tells to which paper it belongs.

source    Decree 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III.1
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.checking.rows import Row
from documents.reading.paper import is_capitals

_HEAD = re.compile(
    r"^(Phụ lục|PHỤ LỤC)(?:\s+(?:số\s+|SỐ\s+)?([IVXLC]+|\d{1,2}|[A-H]))?\s*[.:]?$", re.IGNORECASE
)
_NOTE = re.compile(r"^\(\s*(?:Ban hành\s+)?kèm\s*theo", re.IGNORECASE)
_NEAR = 12


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex: its head row, its label or "", its title rows and the rows of "(Kèm theo …)"."""

    head: Row
    label: str
    title: tuple[Row, ...]
    note: tuple[Row, ...]


def find_annexes(rows: Sequence[Row]) -> tuple[Annex, ...]:
    """The annexes among these rows: those after the signing block, or of a file of its own."""
    return tuple(
        _annex(rows[at : at + _NEAR], said)
        for at, row in enumerate(rows)
        if row.cell[0] == 0 and len(row.text) < 30 and (said := _HEAD.match(row.text)) and _stands_alone(row)
    )


def is_head(row: Row) -> bool:
    return len(row.text) < 30 and bool(_HEAD.match(row.text))


def _stands_alone(row: Row) -> bool:
    return row.align == "center" or row.bold or row.look.page_break_before


def _annex(rows: Sequence[Row], said: re.Match[str]) -> Annex:
    title: list[Row] = []
    note: list[Row] = []
    for row in rows[1:]:
        if (note and not note[-1].text.endswith(")")) or _NOTE.match(row.text):
            note.append(row)
        elif note or row.cell[0] or not (is_capitals(row.text) or (not title and row.align == "center")):
            break
        else:
            title.append(row)
    return Annex(rows[0], (said[2] or "").upper(), tuple(title), tuple(note))
