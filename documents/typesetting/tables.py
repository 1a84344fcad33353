"""Word tables as typst tables: grid, spans, borders, margins, heights.

Word keeps borders on the table, its style and the cell; the nearest wins. A merged cell is written once, where it
begins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Protocol

from lxml import etree

from documents.reading.markup import W
from documents.typesetting.grid import Cell, header_rows, read_cells, read_rows, stated_widths
from documents.typesetting.job import Job
from documents.typesetting.looks import Border, borders, decimal, is_set, printed_letters, shading, value
from documents.typesetting.source import TWIPS_PER_POINT, array, given, points

_SIDES = ("top", "bottom", "left", "right")
_USUAL_MARGINS = {"left": 5.4, "right": 5.4, "top": 0.0, "bottom": 0.0}
_VERTICAL = {"center": "horizon", "bottom": "bottom"}
_WIDEST = 1500.0
_MEASURED_DEPTH = 3
# A floating table narrower than this share of its column has text beside it.
_NARROW = 0.6


class Story(Protocol):
    """What a table stands in; see `flow.Flow`."""

    job: Job
    width_pt: float
    depth: int

    def set_aside(self, place: etree._Element, code: str, wide_pt: float, letters: int) -> None: ...

    def cell_code(self, cell: etree._Element, table: str, width_pt: float) -> str: ...


@dataclass(frozen=True)
class TableLook:
    """What all cells of a table share; lengths in points."""

    style: str
    widths: list[float]
    frame: Mapping[str, Border]
    margins: Mapping[str, float]
    last_row: int
    last_column: int


@dataclass
class TableWriter:
    """Writes one w:tbl."""

    story: Story
    table: etree._Element
    _cells: list[Cell] = field(default_factory=list)

    def code(self, above_pt: float) -> str:
        rows = read_rows(self.table)
        self._cells = read_cells(rows)
        look = self._look()
        heads = header_rows(rows)
        if any(cell.row < heads < cell.row + cell.rows for cell in self._cells):
            # A head that reaches into the body cannot be repeated.
            heads = 0
        written: list[str] = ["table.header("] if heads else []
        by_row = groupby(self._cells, key=lambda cell: cell.row)
        for at, cells in by_row:
            # A row may hold nothing but continued cells, and then does not appear.
            if heads and at >= heads:
                written.append("),")
                heads = 0
            written += [f"{self._cell(one, rows[at], look)}," for one in cells]
        arguments = given(columns=array(points(width) for width in look.widths), rows=_heights(rows))
        body = "\n".join([*written, ")," if heads else ""])
        table = f"table({arguments},\n{body})"
        floating = self.table.find(f"{W}tblPr/{W}tblpPr")
        if floating is not None and sum(look.widths) < _NARROW * self.story.width_pt:
            self.story.set_aside(floating, table, sum(look.widths), printed_letters(self.table))
            return ""
        return self._placed(table, look, above_pt)

    def _look(self) -> TableLook:
        style = self.story.job.styles.table(self.table)
        return TableLook(
            style=style,
            widths=self._widths(),
            frame=self._frame(style),
            margins={**_USUAL_MARGINS, **self._margins_of(style)},
            last_row=max((one.row + one.rows for one in self._cells), default=0),
            last_column=max((one.column + one.columns for one in self._cells), default=0),
        )

    def _placed(self, table: str, look: TableLook, above_pt: float) -> str:
        """The table where its alignment or indent puts it."""
        properties = self.table.find(W + "tblPr")
        to = value(properties.find(W + "jc")) if properties is not None else ""
        shift = _length(properties, "tblInd")
        floating = properties.find(W + "tblpPr") if properties is not None else None
        if floating is not None:
            shift, to = self._floating(floating, sum(look.widths), to)
        # Older Word lets the text of the first cell, not its border, stand on the margin.
        if self.story.job.tables_hang_out and floating is None:
            shift -= look.margins["left"]
        inner = table
        if to in ("center", "right", "end"):
            inner = f"align({'center' if to == 'center' else 'right'}, {table})"
            # Wider than the column, it must hang out on both sides.
            over = sum(look.widths) - self.story.width_pt
            if over > 0:
                inner = f"pad(x: {points(-over / 2 - 0.01)}, {inner})"
        elif abs(shift) > 0.01:
            inner = f"pad(left: {points(shift)}, {table})"
        return f"block(width: 100%, above: {points(above_pt)}, below: 0pt, breakable: true, {inner})"

    def _floating(self, floating: etree._Element, wide: float, to: str) -> tuple[float, str]:
        """A floating table as wide as the page is an ordinary one; a narrow one has text beside it."""
        align = floating.get(W + "tblpXSpec") or ""
        across = decimal(floating.get(W + "tblpX")) / TWIPS_PER_POINT
        if align in ("center", "right") or (floating.get(W + "horzAnchor") or "") == "page":
            return 0, "right" if align == "right" else "center"
        return across, to

    def _widths(self) -> list[float]:
        grid = self.table.find(W + "tblGrid")
        columns = max((cell.column + cell.columns for cell in self._cells), default=1)
        found = [decimal(one.get(W + "w")) / TWIPS_PER_POINT for one in (grid if grid is not None else ())]
        widths = [max(width, 0.0) for width in found[:columns]] + [0.0] * (columns - len(found))
        stated = stated_widths(self._cells, columns)
        # Word obeys the cells, not the grid, where both speak and differ.
        for column, width in stated.items():
            if abs(width - widths[column]) > 0.05 * max(widths[column], 1):
                widths[column] = width
        missing = [column for column, width in enumerate(widths) if width <= 0]
        rest = max(self.story.width_pt - sum(widths), 20.0 * len(missing))
        for column in missing:
            widths[column] = rest / len(missing)
        return self._fitted(widths)

    def _fitted(self, widths: list[float]) -> list[float]:
        """The widths stretched where the table asks for a share of its column, and never endless."""
        asked = self.table.find(f"{W}tblPr/{W}tblW")
        total = sum(widths) or 1
        if asked is not None and asked.get(W + "type") == "pct":
            share = asked.get(W + "w") or "0"
            part = decimal(share.rstrip("%")) / (100 if share.endswith("%") else 5000)
            if 0.05 < part <= 1.5:
                return [width * self.story.width_pt * part / total for width in widths]
        return [width * min(1.0, _WIDEST / total) for width in widths]

    def _frame(self, style: str) -> dict[str, Border]:
        """Borders of the table by side, "insideH" and "insideV" for the inner ones."""
        own = self.table.find(f"{W}tblPr/{W}tblBorders")
        styled = self.story.job.styles.element(style, f"{W}tblPr/{W}tblBorders")
        stated = {str(side.tag) for side in (own if own is not None else ())}
        inherited = {name: one for name, one in borders(styled).items() if W + name not in stated}
        return {**inherited, **borders(own)}

    def _margins_of(self, style: str) -> dict[str, float]:
        styled = self.story.job.styles.element(style, f"{W}tblPr/{W}tblCellMar")
        return {**_margins(styled), **_margins(self.table.find(f"{W}tblPr/{W}tblCellMar"))}

    def _cell(self, cell: Cell, row: etree._Element, look: TableLook) -> str:
        properties = cell.element.find(W + "tcPr")
        margins = {
            **look.margins,
            **_margins(properties.find(W + "tcMar") if properties is not None else None),
        }
        width = (
            sum(look.widths[cell.column : cell.column + cell.columns]) - margins["left"] - margins["right"]
        )
        body = self.story.cell_code(cell.element, look.style, width)
        vertical = _VERTICAL.get(
            value(properties.find(W + "vAlign")) if properties is not None else "", "top"
        )
        body = f"{{{body}\n}}" if body else "[]"
        angle = _turned(properties)
        if angle:
            wide = _least_height(row, exact=True) - 1
            body = f"aside({angle}deg, {points(wide) if wide > 10 else 'none'}, {body})"
        exact = _least_height(row, exact=True) if _is_exact(row) else 0
        if exact and cell.rows == 1:
            # What does not fit is cut off, as Word does, and does not stand over the next row.
            body = f"block(width: 100%, height: {points(exact)}, clip: true, {body})"
        least = _least_height(row) - margins["top"] - margins["bottom"]
        # Measuring a cell lays it out twice; deep in nested tables that is too dear, for typst too.
        if least > 0 and cell.rows == 1 and self.story.depth < _MEASURED_DEPTH:
            body = f"tall({points(least)}, {vertical}, {body})"
        drawn = borders(properties.find(W + "tcBorders") if properties is not None else None)
        if drawn.keys() & {"tl2br", "tr2bl"}:
            self.story.job.lose("đường chéo trong ô bảng")
        arguments = given(
            x=str(cell.column),
            y=str(cell.row),
            colspan=str(cell.columns) if cell.columns > 1 else None,
            rowspan=str(cell.rows) if cell.rows > 1 else None,
            align=vertical,
            inset=f"({', '.join(f'{side}: {points(margins[side])}' for side in _SIDES)})",
            stroke=_stroke(cell, look, properties),
            fill=_fill(properties),
            breakable="false" if is_set(row.find(f"{W}trPr/{W}cantSplit")) else None,
        )
        return f"table.cell({arguments}, {body})"


def _stroke(cell: Cell, look: TableLook, properties: etree._Element | None) -> str | None:
    """The drawn sides of a cell: its own, else those of the table unless the cell silences them."""
    own = properties.find(W + "tcBorders") if properties is not None else None
    silenced = {str(side.tag).removeprefix(W) for side in (own if own is not None else ())}
    drawn = borders(own)
    outer = {
        "top": cell.row == 0,
        "bottom": cell.row + cell.rows == look.last_row,
        "left": cell.column == 0,
        "right": cell.column + cell.columns == look.last_column,
    }
    for side in _SIDES:
        inner = "insideH" if side in ("top", "bottom") else "insideV"
        general = look.frame.get(side if outer[side] else inner)
        if side not in drawn and general is not None and not silenced & {side, *_aliases(side)}:
            drawn[side] = general
    sides = [
        f'{side}: {points(drawn[side].width_pt)} + rgb("{drawn[side].colour}")'
        for side in _SIDES
        if side in drawn
    ]
    return f"({', '.join(sides)})" if sides else None


def _aliases(side: str) -> tuple[str, ...]:
    return {"left": ("start",), "right": ("end",)}.get(side, ())


def _heights(rows: list[etree._Element]) -> str | None:
    """Rows of exact height; all others take what they need."""
    heights = []
    for row in rows:
        height = row.find(f"{W}trPr/{W}trHeight")
        exact = height is not None and height.get(W + "hRule") == "exact"
        heights.append(points(decimal(value(height)) / TWIPS_PER_POINT) if exact else "auto")
    return array(heights) if any(height != "auto" for height in heights) else None


def _is_exact(row: etree._Element) -> bool:
    height = row.find(f"{W}trPr/{W}trHeight")
    return height is not None and height.get(W + "hRule") == "exact"


def _least_height(row: etree._Element, *, exact: bool = False) -> float:
    height = row.find(f"{W}trPr/{W}trHeight")
    if height is None or (height.get(W + "hRule") == "exact" and not exact):
        return 0
    return min(decimal(value(height)) / TWIPS_PER_POINT, 700.0)


def _margins(element: etree._Element | None) -> dict[str, float]:
    found = {}
    for side in element if element is not None else ():
        name = {"start": "left", "end": "right"}.get(
            str(side.tag).removeprefix(W), str(side.tag).removeprefix(W)
        )
        if name in _SIDES:
            found[name] = max(decimal(side.get(W + "w")) / TWIPS_PER_POINT, 0)
    return found


def _length(properties: etree._Element | None, name: str) -> float:
    found = properties.find(W + name) if properties is not None else None
    return decimal(found.get(W + "w")) / TWIPS_PER_POINT if found is not None else 0


def _turned(properties: etree._Element | None) -> int:
    """How far the text of a cell is turned, in degrees."""
    direction = value(properties.find(W + "textDirection")) if properties is not None else ""
    return {"btLr": -90, "lr": -90, "tbRl": 90, "tbRlV": 90, "rl": 90}.get(direction, 0)


def _fill(properties: etree._Element | None) -> str | None:
    fill = shading(properties.find(W + "shd")) if properties is not None else None
    return f'rgb("{fill}")' if fill else None
