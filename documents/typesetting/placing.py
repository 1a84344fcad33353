"""Where a shape with a place of its own stands, in typst's terms.

Word measures from the column, the margin or the page, or aligns; inside a table from the cell.
"""

from dataclasses import dataclass

from documents.typesetting.source import points

_OF_PAGE_DOWN = ("page", "margin", "topMargin")
_ACROSS = {"center": "center", "right": "right", "outside": "right"}


@dataclass(frozen=True)
class Place:
    """As the file says it; lengths in points, `…_align` "" where a length counts."""

    x_from: str = "column"
    x_pt: float = 0
    x_align: str = ""
    y_from: str = "paragraph"
    y_pt: float = 0
    y_align: str = ""
    wrap: str = ""
    width_pt: float = 0
    height_pt: float = 0

    @property
    def is_drawn(self) -> bool:
        """Whether we know where text goes: over or under the shape, or above and below it in the same column."""
        if self.wrap in ("", "wrapNone"):
            return True
        return self.wrap == "wrapTopAndBottom" and self.y_from in ("paragraph", "line") and not self.y_align

    def code(self, body: str, *, in_cell: bool) -> str:
        """The body at its place; origin is the top left corner of the paragraph's column."""
        across = _ACROSS.get(self.x_align, "left")
        from_page = self.x_from in ("page", "leftMargin") and not in_cell and not self.x_align
        shift = "-page.margin.left" if from_page else "0pt"
        if self.y_from in _OF_PAGE_DOWN and not self.y_align and not in_cell:
            return self._on_page(body, from_page)
        if from_page:
            return f"context place(top + left, dx: {points(self.x_pt)} + ({shift}), dy: {points(self.y_pt)}, {body})"
        return f"place(top + {across}, dx: {points(self.x_pt)}, dy: {points(self.y_pt)}, {body})"

    def _on_page(self, body: str, from_page: bool) -> str:
        top = "0pt" if self.y_from != "margin" else "page.margin.top"
        if from_page:
            return f"context on-page({points(self.x_pt)}, {points(self.y_pt)} + {top}, {body})"
        across = _ACROSS.get(self.x_align, "left")
        inner = f"place(top + {across}, dx: {points(self.x_pt)}, {body})"
        return f"context on-page(none, {points(self.y_pt)} + {top}, block(width: 100%, {inner}))"
