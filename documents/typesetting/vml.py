"""Shapes as Word wrote them before 2010 (w:pict): rules, boxes and pictures in VML."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from lxml import etree

from documents.reading.markup import W
from documents.typesetting import metrics
from documents.typesetting.job import Job
from documents.typesetting.looks import colour, decimal, printed_letters
from documents.typesetting.outlines import LINES, Outline
from documents.typesetting.package import Part
from documents.typesetting.placing import Place
from documents.typesetting.shapes import Box, Cut, box_code, picture_code, placed, turned
from documents.typesetting.source import points, printable, string

V = "{urn:schemas-microsoft-com:vml}"
W10 = "{urn:schemas-microsoft-com:office:word}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHAPES = {
    V + name for name in ("line", "shape", "rect", "roundrect", "group", "oval", "arc", "curve", "polyline")
}
_TAGS = {V + "line": "line", V + "rect": "rect", V + "roundrect": "roundRect", V + "oval": "ellipse"}
_TYPES = {
    "1": "rect", "2": "roundRect", "3": "ellipse", "4": "diamond", "5": "triangle", "6": "rtTriangle",
    "7": "parallelogram", "8": "trapezoid", "9": "hexagon", "10": "octagon", "13": "rightArrow", "15": "homePlate",
    "20": "line", "32": "straightConnector1", "33": "bentConnector2", "34": "bentConnector3", "55": "chevron",
    "66": "leftArrow", "67": "downArrow", "68": "upArrow", "69": "leftRightArrow", "70": "upDownArrow",
    "85": "leftBracket", "86": "rightBracket", "87": "leftBrace", "88": "rightBrace", "109": "flowChartProcess",
    "110": "flowChartDecision", "111": "flowChartInputOutput", "116": "flowChartTerminator",
    "176": "flowChartAlternateProcess", "185": "bracketPair", "202": "rect",
}  # fmt: skip
_WRAPS = {
    "square": "wrapSquare", "tight": "wrapTight", "through": "wrapThrough", "topAndBottom": "wrapTopAndBottom",
}  # fmt: skip
_NAMED = {"silver": "c0c0c0", "gray": "808080", "red": "ff0000", "yellow": "ffff00", "blue": "0000ff"}
_LENGTH = re.compile(r"\s*(-?[\d.]+)\s*(pt|in|cm|mm|px|pc|)\s*")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "pc": 12.0, "": 0.75}
_NO = ("f", "false", "0")


class Canvas(Protocol):
    """What the shapes are drawn on; see `drawings.Drawings`."""

    job: Job

    def mark(self, place: Place, code: str, *, letters: int = 0, picture: bool = False) -> None: ...

    def story(self, element: etree._Element, part: Part, /) -> str: ...


def read(pict: etree._Element, part: Part, canvas: Canvas) -> Iterator[str]:
    """Read one w:pict; yields what stands in the line, marks the rest on the canvas."""
    for shape in pict:
        if shape.tag not in _SHAPES:
            continue
        style = _style(shape)
        place = _moved(_place(style, shape), shape) if shape.tag == V + "line" else _place(style, shape)
        code = _drawn(shape, style, (place.width_pt, place.height_pt), part, canvas)
        if code is None:
            continue
        if shape.tag == V + "line" or style.get("position") in ("absolute", "relative"):
            picture = shape.find(V + "imagedata") is not None
            canvas.mark(place, code, letters=printed_letters(shape), picture=picture)
        else:
            yield f"#box({code})"


def _drawn(
    shape: etree._Element, style: dict[str, str], size: tuple[float, float], part: Part, canvas: Canvas
) -> str | None:
    """One shape of this size, without its place."""
    text, image = shape.find(f"{V}textbox/{W}txbxContent"), shape.find(V + "imagedata")
    written = shape.find(V + "textpath")
    if shape.tag == V + "group":
        return _group(shape, size, part, canvas)
    if image is not None:
        return _image(shape, image, size, part, canvas)
    if written is not None and written.get("string"):
        return turned(_written(shape, written.get("string") or "", size, canvas.job), _degrees(style))
    kind = _kind(shape)
    flip = style.get("flip", "")
    heads = _heads(shape)
    outline = Outline(
        kind or ("rect" if text is not None else ""), *size, _pen(shape), _fill(shape) if kind not in LINES else None,
        "x" in flip, "y" in flip, *heads,
    )  # fmt: skip
    if shape.tag == V + "line":
        outline = _line(shape, outline)
    code = outline.code
    if code is None:
        canvas.job.lose("hình vẽ có chữ" if text is not None else "hình vẽ")
        return None
    if text is not None:
        code = box_code(Box(*size, code, _insets(shape), canvas.story(text, part), aside=_aside(shape)))
    return turned(code, _degrees(style))


def _kind(shape: etree._Element) -> str:
    """The name of the outline, as newer Word calls it; "" where we do not know it."""
    if shape.tag in _TAGS:
        return _TAGS[shape.tag]
    number = (shape.get("type") or "").rpartition("_x0000_t")[2]
    return _TYPES.get(number, "")


def _group(shape: etree._Element, size: tuple[float, float], part: Part, canvas: Canvas) -> str:
    """The shapes of a group, whose lengths count in units of its own."""
    (left, top), (wide, high) = _numbers(shape.get("coordorigin")), _numbers(shape.get("coordsize"))
    across, down = size[0] / (wide or 1000), size[1] / (high or 1000)
    pieces = []
    for child in shape:
        if child.tag not in _SHAPES:
            continue
        style = _style(child)
        if child.tag == V + "line":
            (x1, y1), (x2, y2) = _numbers(child.get("from")), _numbers(child.get("to"))
            frame = min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)
        else:
            frame = tuple(_number(style.get(name)) for name in ("left", "top", "width", "height"))  # type: ignore[assignment]
        inner = abs(frame[2]) * across, abs(frame[3]) * down
        code = _drawn(child, style, inner, part, canvas)
        if code:
            pieces.append(placed((frame[0] - left) * across, (frame[1] - top) * down, code))
    return f"block(width: {points(size[0])}, height: {points(size[1])}, {{{'; '.join(pieces)}}})"


def _image(
    shape: etree._Element, image: etree._Element, size: tuple[float, float], part: Part, canvas: Canvas
) -> str | None:
    name = part.targets.get(image.get(R + "id") or "", "")
    cut = Cut(*(_share(image.get(f"crop{side}")) for side in ("left", "top", "right", "bottom")))
    return picture_code(canvas.job, name, *size, shape.get("alt") or "", cut)


def _share(text: str | None) -> float:
    """A part cut off a picture: a decimal, or 65536ths marked by an f."""
    text = text or ""
    share = decimal(text.removesuffix("f")) / (65536 if text.endswith("f") else 1)
    return max(-1.0, min(share, 0.98))


def _written(shape: etree._Element, words: str, size: tuple[float, float], job: Job) -> str:
    """Words stretched over a shape, as watermarks are: no text of the document."""
    words = printable(words)
    if not metrics.can_letter(words):
        job.lose("ký tự không có trong phông chữ (chữ nghệ thuật)")
    wide = metrics.width_pt(words, 1.0) or 1.0
    letter = max(min(size[0] / wide, (size[1] or size[0]) / 0.9, 400.0), 1.0)
    file = job.drawn(metrics.lettering_png(words, _fill(shape) or "c0c0c0"))
    # A picture, not letters: nobody who copies or hears the page meets them.
    drawn = f"pdf.artifact(image({string(file)}, width: {points(letter * wide)}))"
    return f"block(width: {points(size[0])}, height: {points(size[1])}, align(center + horizon, {drawn}))"


def _line(shape: etree._Element, outline: Outline) -> Outline:
    """A line from corner to corner: the extent says how long, the ends say which way."""
    (x1, y1), (x2, y2) = _pair(shape.get("from")), _pair(shape.get("to"))
    return replace(outline, kind="line", flip_across=x2 < x1, flip_down=y2 < y1)


def _moved(place: Place, shape: etree._Element) -> Place:
    """Where a line stands that says only from where to where it goes."""
    (x1, y1), (x2, y2) = _pair(shape.get("from")), _pair(shape.get("to"))
    return replace(
        place,
        x_pt=place.x_pt + (0 if place.x_align else min(x1, x2)),
        y_pt=place.y_pt + (0 if place.y_align else min(y1, y2)),
        width_pt=abs(x2 - x1),
        height_pt=abs(y2 - y1),
    )


def _insets(shape: etree._Element) -> tuple[float, float, float, float]:
    box = shape.find(V + "textbox")
    sides = (box.get("inset") or "").split(",") if box is not None else []
    usual = (7.2, 3.6, 7.2, 3.6)
    given = [_length(side) if side.strip() else None for side in sides] + [None] * 4
    left, top, right, bottom = (
        one if one is not None else default for one, default in zip(given[:4], usual, strict=True)
    )
    return left, top, right, bottom


def _aside(shape: etree._Element) -> int:
    """How far the text of a box is turned, in degrees."""
    style = (shape.find(V + "textbox").get("style") or "").replace(" ", "")  # type: ignore[union-attr]
    if "layout-flow:vertical" not in style:
        return 0
    return -90 if "bottom-to-top" in style else 90


def _degrees(style: dict[str, str]) -> float:
    text = style.get("rotation", "0")
    return decimal(text.removesuffix("fd")) / 65536 if text.endswith("fd") else decimal(text)


def _style(shape: etree._Element) -> dict[str, str]:
    pairs = (one.split(":", 1) for one in (shape.get("style") or "").split(";") if ":" in one)
    return {name.strip().lower(): text.strip() for name, text in pairs}


def _place(style: dict[str, str], shape: etree._Element) -> Place:
    wrap = next((one.get("type") or "" for one in shape.iter(W10 + "wrap")), "")
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
        wrap=_WRAPS.get(wrap, ""),
        width_pt=abs(_length(style.get("width"))),
        height_pt=abs(_length(style.get("height"))),
    )


def _length(text: str | None) -> float:
    match = _LENGTH.fullmatch((text or "").lower())
    return decimal(match[1]) * _UNITS[match[2]] if match else 0


def _pair(text: str | None) -> tuple[float, float]:
    sides = (text or "0,0").split(",")
    return _length(sides[0]), _length(sides[1] if len(sides) > 1 else "0")


def _numbers(text: str | None) -> tuple[float, float]:
    first, _comma, second = (text or "").partition(",")
    return _number(first), _number(second)


def _number(text: str | None) -> float:
    """A length in units of a group."""
    return decimal(re.sub(r"[a-z%]+$", "", (text or "").strip().lower()))


def _pen(shape: etree._Element) -> str | None:
    if shape.get("stroked") in _NO:
        return None
    wide = _length(shape.get("strokeweight")) or 0.75
    ink = colour((shape.get("strokecolor") or "").split(" ")[0].lstrip("#"))
    return f'{points(min(max(wide, 0.25), 12))} + rgb("{ink or "000000"}")'


def _fill(shape: etree._Element) -> str | None:
    if shape.get("filled") in _NO:
        return None
    named = (shape.get("fillcolor") or "").split(" ")[0]
    return colour(_NAMED.get(named, named.lstrip("#")))


def _heads(shape: etree._Element) -> tuple[bool, bool]:
    """Whether the line has an arrow head at its start and at its end."""
    strokes = list(shape.iter(V + "stroke"))
    start, end = (
        any((stroke.get(name) or "none") != "none" for stroke in strokes)
        for name in ("startarrow", "endarrow")
    )
    return start, end
