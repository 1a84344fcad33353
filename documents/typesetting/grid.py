"""The grid of a Word table: which cell stands where, spans how far, and asks for what width."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from documents.reading.markup import W
from documents.typesetting.looks import decimal, is_set, value
from documents.typesetting.source import TWIPS_PER_POINT

_THROUGH = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag")}
_MOST_COLUMNS = 200


@dataclass
class Cell:
    """One cell on the grid; `rows` grows when cells below continue it."""

    element: etree._Element
    row: int
    column: int
    columns: int
    rows: int = 1
    continued: bool = False


def read_rows(table: etree._Element) -> list[etree._Element]:
    return list(_children(table, W + "tr"))


def read_cells(rows: list[etree._Element]) -> list[Cell]:
    """The cells in reading order, each merged one once."""
    return _merged([cell for at, row in enumerate(rows) for cell in _row_cells(row, at)])


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


def stated_widths(cells: list[Cell], columns: int) -> dict[int, float]:
    """The widths cells of one column ask for, where every such cell of the column agrees."""
    asked: dict[int, set[float]] = {}
    for cell in cells:
        width = cell.element.find(f"{W}tcPr/{W}tcW")
        if cell.columns == 1 and width is not None and width.get(W + "type", "dxa") == "dxa":
            asked.setdefault(cell.column, set()).add(decimal(width.get(W + "w")) / TWIPS_PER_POINT)
    return {column: min(widths) for column, widths in asked.items() if len(widths) == 1 and min(widths) > 0}


def header_rows(rows: list[etree._Element]) -> int:
    count = 0
    for row in rows:
        if not is_set(row.find(f"{W}trPr/{W}tblHeader")):
            break
        count += 1
    # A table of nothing but headers has none to repeat.
    return count if count < len(rows) else 0


def _whole(element: etree._Element | None, default: int) -> int:
    return max(0, min(int(decimal(value(element))), 10_000)) if element is not None else default
