"""Word tables as typst tables: grid, spans, borders, margins, heights.

Word keeps borders on the table, its style and the cell; the nearest wins. A merged cell is written once, where it
begins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from lxml import etree

from documents.reading.markup import W
from documents.typesetting.job import Job
from documents.typesetting.looks import Border, borders, decimal, is_set, shading, value
from documents.typesetting.source import TWIPS_PER_POINT, array, given, points

_THROUGH = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag")}
_SIDES = ("top", "bottom", "left", "right")
_USUAL_MARGINS = {"left": 5.4, "right": 5.4, "top": 0.0, "bottom": 0.0}
_VERTICAL = {"center": "horizon", "bottom": "bottom"}
_WIDEST, _MOST_COLUMNS = 1500.0, 200


class Story(Protocol):
    """What a table stands in; see `flow.Flow`."""

    job: Job
    width_pt: float

    def cell_code(self, cell: etree._Element, table: str, width_pt: float) -> str: ...


@dataclass
class Cell:
    """One cell on the grid; `rows` grows when cells below continue it."""

    element: etree._Element
    row: int
    column: int
    columns: int
    rows: int = 1
    continued: bool = False


@dataclass
class TableWriter:
    """Writes one w:tbl."""

    story: Story
    table: etree._Element
    _cells: list[Cell] = field(default_factory=list)

    def code(self, above_pt: float) -> str:
        style = self.story.job.styles.table(self.table)
        rows = list(_children(self.table, W + "tr"))
        self._cells = _merged([cell for at, row in enumerate(rows) for cell in _row_cells(row, at)])
        widths = self._widths()
        frame = self._frame(style)
        margins = {**_USUAL_MARGINS, **self._margins_of(style)}
        written: list[str] = []
        heads = _header_rows(rows)
        for at, row in enumerate(rows):
            cells = [
                self._cell(one, row, widths, frame, margins, style) for one in self._cells if one.row == at
            ]
            if at == 0 and heads:
                written.append("table.header(")
            written += [f"{cell}," for cell in cells]
            if heads and at == heads - 1:
                written.append("),")
        arguments = given(columns=array(points(width) for width in widths), rows=_heights(rows))
        body = "\n".join(written)
        table = f"table({arguments},\n{body})"
        return self._placed(table, widths, margins, above_pt)

    def _placed(self, table: str, widths: list[float], margins: Mapping[str, float], above_pt: float) -> str:
        """The table where its alignment or indent puts it."""
        properties = self.table.find(W + "tblPr")
        to = value(properties.find(W + "jc")) if properties is not None else ""
        shift = _length(properties, "tblInd")
        floating = properties.find(W + "tblpPr") if properties is not None else None
        if floating is not None:
            shift, to = self._floating(floating, sum(widths), to)
        # Older Word lets the text of the first cell, not its border, stand on the margin.
        if self.story.job.tables_hang_out and floating is None:
            shift -= margins["left"]
        inner = table
        if to in ("center", "right", "end"):
            inner = f"align({'center' if to == 'center' else 'right'}, {table})"
            # Wider than the column, it must hang out on both sides.
            over = sum(widths) - self.story.width_pt
            if over > 0:
                inner = f"pad(x: {points(-over / 2 - 0.01)}, {inner})"
        elif abs(shift) > 0.01:
            inner = f"pad(left: {points(shift)}, {table})"
        return f"block(width: 100%, above: {points(above_pt)}, below: 0pt, breakable: true, {inner})"

    def _floating(self, floating: etree._Element, wide: float, to: str) -> tuple[float, str]:
        """A floating table as wide as the page is an ordinary one; a narrow one has text beside it."""
        if wide < 0.6 * self.story.width_pt:
            self.story.job.lose("bảng trôi có chữ bao quanh")
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
        stated = _stated_widths(self._cells, columns)
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

    def _cell(
        self,
        cell: Cell,
        row: etree._Element,
        widths: list[float],
        frame: Mapping[str, Border],
        margins: Mapping[str, float],
        style: str,
    ) -> str:
        properties = cell.element.find(W + "tcPr")
        margins = {**margins, **_margins(properties.find(W + "tcMar") if properties is not None else None)}
        width = sum(widths[cell.column : cell.column + cell.columns]) - margins["left"] - margins["right"]
        body = self.story.cell_code(cell.element, style, width)
        vertical = _VERTICAL.get(
            value(properties.find(W + "vAlign")) if properties is not None else "", "top"
        )
        body = f"{{{body}\n}}" if body else "[]"
        least = _least_height(row) - margins["top"] - margins["bottom"]
        if least > 0 and cell.rows == 1:
            body = f"tall({points(least)}, {vertical}, {body})"
        if _turned(properties):
            self.story.job.lose("chữ xoay trong ô bảng")
        arguments = given(
            x=str(cell.column),
            y=str(cell.row),
            colspan=str(cell.columns) if cell.columns > 1 else None,
            rowspan=str(cell.rows) if cell.rows > 1 else None,
            align=vertical,
            inset=f"({', '.join(f'{side}: {points(margins[side])}' for side in _SIDES)})",
            stroke=self._stroke(cell, frame, properties),
            fill=_fill(properties),
            breakable="false" if is_set(row.find(f"{W}trPr/{W}cantSplit")) else None,
        )
        return f"table.cell({arguments}, {body})"

    def _stroke(
        self, cell: Cell, frame: Mapping[str, Border], properties: etree._Element | None
    ) -> str | None:
        own = properties.find(W + "tcBorders") if properties is not None else None
        silenced = {str(side.tag).removeprefix(W) for side in (own if own is not None else ())}
        drawn = borders(own)
        last_row = max(one.row + one.rows for one in self._cells)
        last_column = max(one.column + one.columns for one in self._cells)
        outer = {
            "top": cell.row == 0,
            "bottom": cell.row + cell.rows == last_row,
            "left": cell.column == 0,
            "right": cell.column + cell.columns == last_column,
        }
        for side in _SIDES:
            inner = "insideH" if side in ("top", "bottom") else "insideV"
            general = frame.get(side if outer[side] else inner)
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


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from _children(child, tag)


def _row_cells(row: etree._Element, at: int) -> Iterator[Cell]:
    column = _whole(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for element in _children(row, W + "tc"):
        span = max(_whole(element.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
        if column + span > _MOST_COLUMNS:
            return
        merge = element.find(f"{W}tcPr/{W}vMerge")
        continued = merge is not None and merge.get(W + "val") != "restart"
        yield Cell(element, at, column, span, continued=continued)
        column += span


def _merged(cells: list[Cell]) -> list[Cell]:
    """Cells continued downwards join the one above that begins in the same column and is as wide."""
    open_at: dict[int, Cell] = {}
    kept: list[Cell] = []
    for cell in cells:
        above = open_at.get(cell.column)
        if (
            cell.continued
            and above is not None
            and above.columns == cell.columns
            and above.row + above.rows == cell.row
        ):
            above.rows += 1
            continue
        fresh = replace(cell)
        open_at[cell.column] = fresh
        kept.append(fresh)
    return kept


def _stated_widths(cells: list[Cell], columns: int) -> dict[int, float]:
    """The widths cells of one column ask for, where every such cell of the column agrees."""
    asked: dict[int, set[float]] = {}
    for cell in cells:
        width = cell.element.find(f"{W}tcPr/{W}tcW")
        if cell.columns == 1 and width is not None and width.get(W + "type", "dxa") == "dxa":
            asked.setdefault(cell.column, set()).add(decimal(width.get(W + "w")) / TWIPS_PER_POINT)
    return {column: min(widths) for column, widths in asked.items() if len(widths) == 1 and min(widths) > 0}


def _header_rows(rows: list[etree._Element]) -> int:
    count = 0
    for row in rows:
        if not is_set(row.find(f"{W}trPr/{W}tblHeader")):
            break
        count += 1
    # A table of nothing but headers has none to repeat.
    return count if count < len(rows) else 0


def _heights(rows: list[etree._Element]) -> str | None:
    """Rows of exact height; all others take what they need."""
    heights = []
    for row in rows:
        height = row.find(f"{W}trPr/{W}trHeight")
        exact = height is not None and height.get(W + "hRule") == "exact"
        heights.append(points(decimal(value(height)) / TWIPS_PER_POINT) if exact else "auto")
    return array(heights) if any(height != "auto" for height in heights) else None


def _least_height(row: etree._Element) -> float:
    height = row.find(f"{W}trPr/{W}trHeight")
    if height is None or height.get(W + "hRule") == "exact":
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


def _whole(element: etree._Element | None, default: int) -> int:
    return max(0, min(int(decimal(value(element))), 10_000)) if element is not None else default


def _turned(properties: etree._Element | None) -> bool:
    direction = value(properties.find(W + "textDirection")) if properties is not None else ""
    return direction not in ("", "lrTb", "lrTbV", "tb")


def _fill(properties: etree._Element | None) -> str | None:
    fill = shading(properties.find(W + "shd")) if properties is not None else None
    return f'rgb("{fill}")' if fill else None
