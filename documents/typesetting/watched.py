"""Shapes that text flows around in Word: here they stand where they should, and no text may meet them.

typst flows text around nothing. Where nothing would have to move, the page is right all the same; whether it is, only
the finished page tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from documents.pdf.picture import opened
from documents.typesetting import compiler
from documents.typesetting.letters import Letters, Sheets
from documents.typesetting.looks import decimal
from documents.typesetting.placing import WATCHED

# Word's text may touch the edge of a shape.
_EDGE_PT = 2.0


@dataclass(frozen=True)
class _Spot:
    """Where a shape stands: points from the left and the top of its page, counted from 0."""

    page: int
    left_pt: float
    top_pt: float
    width_pt: float
    height_pt: float
    letters: int
    name: str

    def holds(self, x_pt: float, y_pt: float) -> bool:
        inside_across = self.left_pt + _EDGE_PT < x_pt < self.left_pt + self.width_pt - _EDGE_PT
        return inside_across and self.top_pt + _EDGE_PT < y_pt < self.top_pt + self.height_pt - _EDGE_PT

    def overlaps(self, other: "_Spot") -> bool:
        across = (
            self.left_pt < other.left_pt + other.width_pt and other.left_pt < self.left_pt + self.width_pt
        )
        down = self.top_pt < other.top_pt + other.height_pt and other.top_pt < self.top_pt + self.height_pt
        return self.page == other.page and across and down


def met(source: str, pictures: dict[str, bytes], pdf: bytes) -> tuple[str, ...]:
    """The names of the shapes that text of the page runs into; such a page is not right."""
    spots = [_spot(value) for value in compiler.noted(source, pictures, WATCHED)]
    with opened(pdf) as document:
        sheets = Sheets(document)
        return tuple(dict.fromkeys(one.name for one in spots if one.name and _is_met(one, spots, sheets)))


def _spot(value: dict[str, Any]) -> _Spot:
    at = value["at"]
    return _Spot(
        page=int(at["page"]) - 1,
        left_pt=_points(at["x"]),
        top_pt=_points(at["y"]),
        width_pt=_points(value["width"]),
        height_pt=_points(value["height"]),
        letters=int(value["letters"]),
        name=str(value["name"]),
    )


def _points(text: str) -> float:
    return decimal(text.removesuffix("pt"))


def _is_met(spot: _Spot, spots: list[_Spot], sheets: Sheets) -> bool:
    """Whether more letters stand in the shape than it and the shapes over it brought along."""
    if not 0 <= spot.page < len(sheets):
        return False
    letters = Letters(sheets.kept(spot.page))
    brought = sum(other.letters for other in spots if other.overlaps(spot))
    return sum(spot.holds(x, y) for x, y in _middles(letters)) > brought


def _middles(letters: Letters) -> Iterator[tuple[float, float]]:
    """The middle of each letter, from the top left."""
    for at, letter in enumerate(letters.text):
        if not letter.isspace() and letter != "\u00a0":
            left, right = letters.sides(at)
            yield (left + right) / 2, letters.height_pt - letters.origin(at)[1] - letters.size(at) * 0.25
