"""The boxes for number, day, month and signatures, in millimetres from the page's upper left corner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.web.doors import small_number
from documents.drafting import MOVABLE, POINTS_PER_MM, SIGNATURES, Box
from documents.pdf.errors import PlaceUnfit

TITLES = {
    "number": "Số",
    "day": "Ngày",
    "month": "Tháng",
    "signature": "Chỗ ký",
    "secretary": "Chỗ ký của thư ký",
}
_START_MM = {
    "number": (32.0, 42.0, 12.0, 6.0),
    "day": (140.0, 42.0, 9.0, 6.0),
    "month": (157.0, 42.0, 9.0, 6.0),
    "signature": (120.0, 220.0, 60.0, 25.0),
    "secretary": (35.0, 220.0, 60.0, 25.0),
}
"""Where a box waits that was not found: left, top, width, height; about where the decree has it."""


@dataclass(frozen=True)
class ShownBox:
    """A box as the form shows it; `page` from 1, millimetres from the upper left corner."""

    name: str
    title: str
    found: bool
    page: int
    left: float
    top: float
    width: float
    height: float
    page_width: float
    page_height: float


def shown_boxes(fields: Mapping[str, Any], sizes: Sequence[tuple[float, float]]) -> list[ShownBox]:
    """The boxes of a draft in the form: those found, and those that must be put by hand."""
    places, missing = fields.get("places") or {}, fields.get("places_missing") or []
    wanted = [name for name in MOVABLE if name in places or name in missing]
    return [_shown(name, places.get(name), sizes) for name in wanted]


def read_boxes(form: Mapping[str, str], sizes: Sequence[tuple[float, float]]) -> dict[str, Box]:
    """The boxes as the form sent them.

    raises    PlaceUnfit for what is no number or no page
    """
    return {name: _read(name, form, sizes) for name in MOVABLE if f"{name}-page" in form}


def _shown(name: str, place: Mapping[str, Any] | None, sizes: Sequence[tuple[float, float]]) -> ShownBox:
    if place is None or place["page"] >= len(sizes):
        page = len(sizes) - 1 if name in SIGNATURES else 0
        left, top, width, height = _START_MM[name]
    else:
        page, (_, page_height) = place["page"], sizes[place["page"]]
        top_pt = page_height - place["y"] - place["height"]
        left, top, width, height = (
            round(points / POINTS_PER_MM, 1)
            for points in (place["x"], top_pt, place["width"], place["height"])
        )
    whole = (round(side / POINTS_PER_MM, 1) for side in sizes[page])
    return ShownBox(name, TITLES[name], place is not None, page + 1, left, top, width, height, *whole)


def _read(name: str, form: Mapping[str, str], sizes: Sequence[tuple[float, float]]) -> Box:
    page = small_number(form.get(f"{name}-page", "")) or 0
    edges = [_millimetres(form.get(f"{name}-{edge}", "")) for edge in ("left", "top", "width", "height")]
    if not 1 <= page <= len(sizes) or None in edges:
        raise PlaceUnfit(field=name)
    left, top, width, height = (POINTS_PER_MM * (edge or 0.0) for edge in edges)
    return Box(
        page - 1, *(round(points, 2) for points in (left, sizes[page - 1][1] - top - height, width, height))
    )


def _millimetres(text: str) -> float | None:
    """ "12,5" or "12.5"; None for anything else."""
    plain = text.strip().replace(",", ".")
    whole, _, part = plain.partition(".")
    fits = whole.isdecimal() and (not part or part.isdecimal()) and len(plain) <= 8
    return float(plain) if fits else None
