"""Straight lines and frames drawn in a paragraph: as old VML pictures or as new drawings.

Only what the layout asks about: is a line there, how long, in one stroke; is a box framed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from documents.reading.markup import W
from documents.typesetting.looks import decimal

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V = "{urn:schemas-microsoft-com:vml}"
_EMU_PER_POINT = 12_700
_FLAT_PT = 3.0
_LENGTH = re.compile(r"(?:^|;)\s*width:\s*([\d.]+)(pt|in|cm|mm)?")
_FLAT_LINE = re.compile(r"(?:^|;)\s*height:\s*([\d.]+)")
_POINTS = {"": 1.0, "pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_SOLID = ("", "solid")


@dataclass(frozen=True, slots=True)
class Shape:
    """A flat line; `width_pt` 0 where the file does not tell; `solid` in one unbroken stroke."""

    width_pt: float
    solid: bool


def lines_in(paragraph: etree._Element) -> tuple[Shape, ...]:
    """The flat lines anchored in a paragraph; the fallback copy of a modern one is left aside."""
    found: list[Shape] = []
    for node in paragraph.iter(W + "drawing", W + "pict"):
        if _is_copy(node, paragraph):
            continue
        found.extend(_drawn(node) if node.tag == W + "drawing" else _pictured(node))
    return tuple(found)


def _is_copy(node: etree._Element, paragraph: etree._Element) -> bool:
    """Whether a modern drawing stands for this one, or it belongs to a box of its own."""
    for above in node.iterancestors():
        if above is paragraph:
            return False
        if above.tag == W + "txbxContent":
            return True
        if above.tag == _MC + "Fallback":
            before = above.getprevious()
            return before is not None and before.tag == _MC + "Choice"
    return False


def _drawn(drawing: etree._Element) -> Iterator[Shape]:
    if drawing.find(f".//{W}txbxContent") is not None:
        return
    for kind in (_WP + "anchor", _WP + "inline"):
        for frame in drawing.iter(kind):
            extent = frame.find(_WP + "extent")
            width, height = _lengths(extent)
            if height <= _FLAT_PT < width:
                dash = frame.find(f".//{_A}ln/{_A}prstDash")
                yield Shape(width, (dash.get("val") or "" if dash is not None else "") in _SOLID)


def _lengths(extent: etree._Element | None) -> tuple[float, float]:
    if extent is None:
        return 0, _FLAT_PT + 1
    return tuple(_emu(extent.get(side)) for side in ("cx", "cy"))  # type: ignore[return-value]


def _emu(text: str | None) -> float:
    return int(text) / _EMU_PER_POINT if text and text.isdigit() and len(text) < 12 else 0


def _pictured(picture: etree._Element) -> Iterator[Shape]:
    # Inside a group lengths count in units of its own.
    grouped = picture.find(f".//{_V}group") is not None
    for line in picture.iter(_V + "line"):
        yield Shape(0 if grouped else _between(line.get("from"), line.get("to")), _one_stroke(line))
    for shape in picture.iter(_V + "shape", _V + "rect"):
        style = shape.get("style") or ""
        high, wide = _FLAT_LINE.search(style), _LENGTH.search(style)
        flat = high is not None and decimal(high[1].strip(".")) <= _FLAT_PT
        if flat and wide is not None:
            yield Shape(0 if grouped else _measure(f"{wide[1]}{wide[2] or ''}"), _one_stroke(shape))


def _between(begin: str | None, end: str | None) -> float:
    first, last = ((text or "0").partition(",")[0] for text in (begin, end))
    return abs(_measure(last) - _measure(first))


def _measure(text: str) -> float:
    said = re.match(r"\s*(-?[\d.]+)(pt|in|cm|mm)?", text)
    return decimal(said[1]) * _POINTS[said[2] or ""] if said else 0


def _one_stroke(shape: etree._Element) -> bool:
    stroke = shape.find(_V + "stroke")
    return (stroke.get("dashstyle") or "" if stroke is not None else "") in _SOLID


def is_framed(box: etree._Element, paragraph: etree._Element) -> bool:
    """Whether the frame of a text box is drawn; a box that says nothing is taken to be."""
    for above in box.iterancestors():
        if above is paragraph:
            break
        if above.tag.startswith(_V) and above.get("stroked") in ("f", "false"):
            return False
        if above.tag == _WPS + "wsp":
            return above.find(f"{_WPS}spPr/{_A}ln/{_A}noFill") is None
    return True
