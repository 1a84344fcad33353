"""The outlines of drawn shapes as typst code: what Word calls preset geometry, free paths, lines with arrow heads."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from documents.typesetting.looks import decimal
from documents.typesetting.source import given, points

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
Point = tuple[float, float]

LINES = ("line", "straightConnector1", "bentConnector2", "bentConnector3")
_RECTANGLES = frozenset({
    "rect", "flowChartProcess", "flowChartPredefinedProcess", "flowChartInternalStorage", "snip1Rect", "snip2SameRect",
    "wedgeRectCallout", "frame", "foldedCorner", "flowChartDocument", "textNoShape", "plaque", "bevel",
})  # fmt: skip
_ROUNDED = frozenset({
    "roundRect", "flowChartAlternateProcess", "flowChartTerminator", "round1Rect", "round2SameRect",
    "wedgeRoundRectCallout",
})  # fmt: skip
_ELLIPSES = frozenset({"ellipse", "flowChartConnector", "donut", "wedgeEllipseCallout"})
_POLYGONS: dict[str, tuple[Point, ...]] = {
    "triangle": ((0.5, 0), (1, 1), (0, 1)),
    "flowChartExtract": ((0.5, 0), (1, 1), (0, 1)),
    "flowChartMerge": ((0, 0), (1, 0), (0.5, 1)),
    "rtTriangle": ((0, 0), (1, 1), (0, 1)),
    "diamond": ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),
    "flowChartDecision": ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),
    "parallelogram": ((0.25, 0), (1, 0), (0.75, 1), (0, 1)),
    "flowChartInputOutput": ((0.2, 0), (1, 0), (0.8, 1), (0, 1)),
    "trapezoid": ((0.25, 0), (0.75, 0), (1, 1), (0, 1)),
    "flowChartManualOperation": ((0, 0), (1, 0), (0.8, 1), (0.2, 1)),
    "hexagon": ((0.25, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0.25, 1), (0, 0.5)),
    "flowChartPreparation": ((0.2, 0), (0.8, 0), (1, 0.5), (0.8, 1), (0.2, 1), (0, 0.5)),
    "octagon": ((0.29, 0), (0.71, 0), (1, 0.29), (1, 0.71), (0.71, 1), (0.29, 1), (0, 0.71), (0, 0.29)),
    "homePlate": ((0, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0, 1)),
    "chevron": ((0, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0, 1), (0.25, 0.5)),
    "plus": ((0.25, 0), (0.75, 0), (0.75, 0.25), (1, 0.25), (1, 0.75), (0.75, 0.75), (0.75, 1), (0.25, 1), (0.25, 0.75),
             (0, 0.75), (0, 0.25), (0.25, 0.25)),
    "rightArrow": ((0, 0.25), (0.6, 0.25), (0.6, 0), (1, 0.5), (0.6, 1), (0.6, 0.75), (0, 0.75)),
    "leftArrow": ((1, 0.25), (0.4, 0.25), (0.4, 0), (0, 0.5), (0.4, 1), (0.4, 0.75), (1, 0.75)),
    "downArrow": ((0.25, 0), (0.25, 0.6), (0, 0.6), (0.5, 1), (1, 0.6), (0.75, 0.6), (0.75, 0)),
    "upArrow": ((0.25, 1), (0.25, 0.4), (0, 0.4), (0.5, 0), (1, 0.4), (0.75, 0.4), (0.75, 1)),
    "leftRightArrow": ((0, 0.5), (0.2, 0), (0.2, 0.25), (0.8, 0.25), (0.8, 0), (1, 0.5), (0.8, 1), (0.8, 0.75),
                       (0.2, 0.75), (0.2, 1)),
    "upDownArrow": ((0.5, 0), (1, 0.2), (0.75, 0.2), (0.75, 0.8), (1, 0.8), (0.5, 1), (0, 0.8), (0.25, 0.8),
                    (0.25, 0.2), (0, 0.2)),
}  # fmt: skip
# Open shapes: each stroke by itself.
_STROKES: dict[str, tuple[tuple[Point, ...], ...]] = {
    "leftBracket": (((1, 0), (0.3, 0), (0, 0.1), (0, 0.9), (0.3, 1), (1, 1)),),
    "rightBracket": (((0, 0), (0.7, 0), (1, 0.1), (1, 0.9), (0.7, 1), (0, 1)),),
    "leftBrace": (((1, 0), (0.5, 0.05), (0.5, 0.45), (0, 0.5), (0.5, 0.55), (0.5, 0.95), (1, 1)),),
    "rightBrace": (((0, 0), (0.5, 0.05), (0.5, 0.45), (1, 0.5), (0.5, 0.55), (0.5, 0.95), (0, 1)),),
    "bracketPair": (
        ((0.15, 0), (0.03, 0.03), (0, 0.15), (0, 0.85), (0.03, 0.97), (0.15, 1)),
        ((0.85, 0), (0.97, 0.03), (1, 0.15), (1, 0.85), (0.97, 0.97), (0.85, 1)),
    ),
    "bentConnector2": (((0, 0), (1, 0), (1, 1)),),
    "bentConnector3": (((0, 0), (0.5, 0), (0.5, 1), (1, 1)),),
    "line": (((0, 0), (1, 1)),),
    "straightConnector1": (((0, 0), (1, 1)),),
}


@dataclass(frozen=True)
class Outline:
    """A shape without its text; `pen` and `fill` are typst code, None where nothing is drawn."""

    kind: str
    width_pt: float
    height_pt: float
    pen: str | None
    fill: str | None = None
    flip_across: bool = False
    flip_down: bool = False
    arrow_at_start: bool = False
    arrow_at_end: bool = False

    @property
    def code(self) -> str | None:
        """The outline as typst code; None for a kind we do not know."""
        fill = f'rgb("{self.fill}")' if self.fill else "none"
        look = f"fill: {fill}, stroke: {self.pen or 'none'}"
        size = f"width: {points(self.width_pt)}, height: {points(self.height_pt)}"
        if self.kind in _RECTANGLES:
            return f"rect({size}, {look})"
        if self.kind in _ROUNDED:
            share = 0.5 if self.kind == "flowChartTerminator" else 0.167
            radius = points(share * min(self.width_pt, self.height_pt))
            return f"rect({size}, radius: {radius}, {look})"
        if self.kind in _ELLIPSES:
            return f"ellipse({size}, {look})"
        if self.kind in _POLYGONS:
            return f"polygon({look}, {', '.join(map(self._pair, _POLYGONS[self.kind]))})"
        if self.kind in _STROKES:
            return self._strokes(_STROKES[self.kind])
        return None

    def _strokes(self, strokes: Sequence[Sequence[Point]]) -> str:
        if self.pen is None:
            return "none"
        drawn = []
        for stroke in strokes:
            rest = ", ".join(f"curve.line({self._pair(point)})" for point in stroke[1:])
            drawn.append(f"place(curve(stroke: {self.pen}, curve.move({self._pair(stroke[0])}), {rest}))")
        placed = [self._at(point) for point in strokes[0]]
        if self.arrow_at_end:
            drawn.append(self._head(placed[-2], placed[-1]))
        if self.arrow_at_start:
            drawn.append(self._head(placed[1], placed[0]))
        return f"{{{'; '.join(drawn)}}}"

    def _head(self, start: Point, tip: Point) -> str:
        """A filled arrow head, thrice as long as the pen is wide and never too small to see."""
        pen = self.pen or "1pt"
        long = max(decimal(pen.split("pt")[0]) * 3, 5.0)
        away = math.atan2(start[1] - tip[1], start[0] - tip[0])
        sides = [
            (tip[0] + long * math.cos(away + turn), tip[1] + long * math.sin(away + turn))
            for turn in (0.4, -0.4)
        ]
        corners = ", ".join(f"({points(x)}, {points(y)})" for x, y in (tip, *sides))
        ink = pen.split("+")[-1].strip()
        return f"place(polygon(fill: {ink}, {corners}))"

    def _at(self, point: Point) -> Point:
        x = 1 - point[0] if self.flip_across else point[0]
        y = 1 - point[1] if self.flip_down else point[1]
        return x * self.width_pt, y * self.height_pt

    def _pair(self, point: Point) -> str:
        x, y = self._at(point)
        return f"({points(x)}, {points(y)})"


def free_path(
    geometry: etree._Element, wide: float, high: float, pen: str | None, fill: str | None
) -> str | None:
    """A path drawn by hand (a:custGeom); None where it has arcs or anything else we do not draw."""
    drawn = []
    for path in geometry.iter(A + "path"):
        across, down = decimal_or_one(path.get("w"), wide), decimal_or_one(path.get("h"), high)
        steps = [_step(step, wide / across, high / down) for step in path if isinstance(step.tag, str)]
        if None in steps or not steps:
            return None
        # A path that neither closes nor is filled is a stroke.
        ink = f'rgb("{fill}")' if fill and path.get("fill") != "none" else "none"
        look = given(fill=ink, stroke=pen if pen and path.get("stroke") != "0" else "none")
        drawn.append(f"place(curve({look}, {', '.join(step for step in steps if step)}))")
    return f"{{{'; '.join(drawn)}}}" if drawn else None


def decimal_or_one(text: str | None, size_pt: float) -> float:
    """The width or height a path counts in: its own units, else the size of the shape in EMU."""
    try:
        found = float(text or 0)
    except ValueError:
        found = 0
    return found if found > 0 else max(size_pt * 12700, 1)


def _step(step: etree._Element, across: float, down: float) -> str | None:
    name = str(step.tag).removeprefix(A)
    if name == "close":
        return "curve.close()"
    pairs = []
    for point in step.iter(A + "pt"):
        try:
            x, y = float(point.get("x") or "x"), float(point.get("y") or "x")
        except ValueError:
            return None
        pairs.append(f"({points(x * across)}, {points(y * down)})")
    forms = {"moveTo": ("move", 1), "lnTo": ("line", 1), "quadBezTo": ("quad", 2), "cubicBezTo": ("cubic", 3)}
    form, count = forms.get(name, ("", 0))
    return f"curve.{form}({', '.join(pairs)})" if form and len(pairs) == count else None
