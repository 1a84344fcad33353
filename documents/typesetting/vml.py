"""Shapes as Word wrote them before 2010 (w:pict): rules, boxes and pictures in VML."""

import re
from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from documents.reading.markup import W
from documents.typesetting.job import Job
from documents.typesetting.looks import colour, decimal
from documents.typesetting.package import Part
from documents.typesetting.placing import Place
from documents.typesetting.shapes import Box, Line, picture_code, shape_code
from documents.typesetting.source import points

V = "{urn:schemas-microsoft-com:vml}"
W10 = "{urn:schemas-microsoft-com:office:word}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHAPES = {
    V + name for name in ("line", "shape", "rect", "roundrect", "group", "oval", "arc", "curve", "polyline")
}
_CONNECTOR = "_x0000_t32"
_LENGTH = re.compile(r"\s*(-?[\d.]+)\s*(pt|in|cm|mm|px|pc|)\s*")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "pc": 12.0, "": 0.75}
_NO = ("f", "false", "0")


class Canvas(Protocol):
    """What the shapes are drawn on; see `drawings.Drawings`."""

    job: Job

    def mark(self, place: Place, code: str) -> None: ...

    def story(self, element: etree._Element, part: Part, /) -> str: ...


def read(pict: etree._Element, part: Part, canvas: Canvas) -> Iterator[str]:
    """Read one w:pict; yields what stands in the line, marks the rest on the canvas."""
    for shape in pict:
        if shape.tag not in _SHAPES:
            continue
        style = _style(shape)
        code, place = _drawn(shape, style, part, canvas)
        if code is None:
            continue
        if shape.tag == V + "line" or style.get("position") in ("absolute", "relative"):
            canvas.mark(place, code)
        else:
            yield f"#box({code})"


def _drawn(
    shape: etree._Element, style: dict[str, str], part: Part, canvas: Canvas
) -> tuple[str | None, Place]:
    place = _place(style)
    text, image = shape.find(f"{V}textbox/{W}txbxContent"), shape.find(V + "imagedata")
    if shape.tag == V + "line":
        return _line(shape, style, place)
    if shape.get("type", "").endswith(_CONNECTOR) and text is None:
        if _has_arrow(shape):
            canvas.job.lose("mũi tên")
            return None, place
        rising = "y" in style.get("flip", "") and "x" not in style.get("flip", "")
        return shape_code(Line(place.width_pt, place.height_pt, _pen(shape), rising)), place
    if image is not None:
        name = part.targets.get(image.get(R + "id") or "", "")
        return picture_code(canvas.job, name, place.width_pt, place.height_pt, shape.get("alt") or ""), place
    if text is not None or (shape.tag == V + "rect" and place.width_pt):
        return _box(shape, text, place, part, canvas), place
    canvas.job.lose("nhóm hình vẽ" if shape.tag == V + "group" else "hình vẽ")
    return None, place


def _line(shape: etree._Element, style: dict[str, str], place: Place) -> tuple[str | None, Place]:
    (x1, y1), (x2, y2) = _pair(shape.get("from")), _pair(shape.get("to"))
    left, top = min(x1, x2), min(y1, y2)
    rising = (x2 - x1) * (y2 - y1) < 0
    aligned = bool(place.x_align)
    moved = Place(
        x_from=place.x_from,
        x_pt=place.x_pt + (0 if aligned else left),
        x_align=place.x_align,
        y_from=place.y_from,
        y_pt=place.y_pt + (0 if place.y_align else top),
        y_align=place.y_align,
    )
    if shape.get("stroked") in _NO:
        return None, moved
    return shape_code(Line(abs(x2 - x1), abs(y2 - y1), _pen(shape), rising)), moved


def _box(shape: etree._Element, text: etree._Element | None, place: Place, part: Part, canvas: Canvas) -> str:
    body = canvas.story(text, part) if text is not None else ""
    box = shape.find(V + "textbox")
    sides = (box.get("inset") or "").split(",") if box is not None else []
    usual = (7.2, 3.6, 7.2, 3.6)
    given = [_length(side) if side.strip() else None for side in sides] + [None] * 4
    left, top, right, bottom = (
        one if one is not None else default for one, default in zip(given[:4], usual, strict=True)
    )
    pen = None if shape.get("stroked") in _NO else _pen(shape)
    fill = (
        None
        if shape.get("filled") in _NO
        else colour((shape.get("fillcolor") or "").split(" ")[0].lstrip("#"))
    )
    return shape_code(Box(place.width_pt, place.height_pt, pen, fill, (left, top, right, bottom), body))


def _style(shape: etree._Element) -> dict[str, str]:
    pairs = (one.split(":", 1) for one in (shape.get("style") or "").split(";") if ":" in one)
    return {name.strip().lower(): text.strip() for name, text in pairs}


def _place(style: dict[str, str]) -> Place:
    across = style.get("mso-position-horizontal", "")
    down = style.get("mso-position-vertical", "")
    return Place(
        x_from={"text": "column", "char": "column"}.get(
            style.get("mso-position-horizontal-relative", ""),
            style.get("mso-position-horizontal-relative", "column"),
        ),
        x_pt=_length(style.get("margin-left") or style.get("left")),
        x_align=across if across not in ("", "absolute") else "",
        y_from={"text": "paragraph", "line": "paragraph"}.get(
            style.get("mso-position-vertical-relative", ""),
            style.get("mso-position-vertical-relative", "paragraph"),
        ),
        y_pt=_length(style.get("margin-top") or style.get("top")),
        y_align=down if down not in ("", "absolute") else "",
        width_pt=abs(_length(style.get("width"))),
        height_pt=abs(_length(style.get("height"))),
    )


def _length(text: str | None) -> float:
    match = _LENGTH.fullmatch((text or "").lower())
    return decimal(match[1]) * _UNITS[match[2]] if match else 0


def _pair(text: str | None) -> tuple[float, float]:
    sides = (text or "0,0").split(",")
    return _length(sides[0]), _length(sides[1] if len(sides) > 1 else "0")


def _pen(shape: etree._Element) -> str:
    wide = _length(shape.get("strokeweight")) or 0.75
    ink = colour((shape.get("strokecolor") or "").split(" ")[0].lstrip("#"))
    return f'{points(min(max(wide, 0.25), 12))} + rgb("{ink or "000000"}")'


def _has_arrow(shape: etree._Element) -> bool:
    return any(
        (stroke.get(name) or "none") != "none"
        for stroke in shape.iter(V + "stroke")
        for name in ("startarrow", "endarrow")
    )
