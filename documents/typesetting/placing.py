"""Where a shape with a place of its own stands, in typst's terms.

Word measures from the column, the margin or the page, or aligns; inside a table from the cell.
"""

from dataclasses import dataclass

from lxml import etree

from documents.reading.markup import W
from documents.typesetting.looks import decimal
from documents.typesetting.source import TWIPS_PER_POINT, given, points, string

_OF_PAGE_DOWN = ("page", "margin", "topMargin", "bottomMargin")
_OF_PAGE_ACROSS = ("page", "leftMargin", "rightMargin")
# The label of shapes that text would flow around.
WATCHED = "watched"
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
        return self.wrap in ("", "wrapNone") or self.pushes

    @property
    def pushes(self) -> bool:
        """Whether text goes on below the shape, and the shape stands where its paragraph does."""
        return self.wrap == "wrapTopAndBottom" and self.y_from in ("paragraph", "line") and not self.y_align

    def watched(self, body: str, letters: int, name: str) -> str:
        """The body with a note of where it came to stand: text that would flow around it must not meet it.

        A height of 0 is measured.
        """
        height = points(self.height_pt)
        if not self.height_pt:
            body = f"whole({points(self.width_pt)}, {body})"
            height = f"measure({body}).height"
        facts = given(width=points(self.width_pt), height=height, letters=str(letters), name=string(name))
        note = f"context [#metadata((at: here().position(), {facts})) <{WATCHED}>]"
        return f"block({{place(top + left, {note}); {body}}})"

    def code(self, body: str, *, in_cell: bool) -> str:
        """The body at its place; origin is the top left corner of the paragraph's column."""
        across = _ACROSS.get(self.x_align, "left")
        from_page = (
            self.x_from in _OF_PAGE_ACROSS and not in_cell and (self.x_from == "page" or not self.x_align)
        )
        if self.y_from in _OF_PAGE_DOWN and not in_cell:
            return self._on_page(body, from_page)
        if from_page:
            x = f"{self._page_x()} - edge-left()"
            return f"context place(top + left, dx: {x}, dy: {points(self.y_pt)}, {body})"
        return f"place(top + {across}, dx: {points(self.x_pt)}, dy: {points(self.y_pt)}, {body})"

    def _page_x(self) -> str:
        """How far from the left edge of the page, as typst code."""
        if self.x_align == "center":
            return f"(page.width - {points(self.width_pt)}) / 2"
        if self.x_align in ("right", "outside"):
            return f"page.width - {points(self.width_pt)}"
        if self.x_from == "rightMargin":
            return f"page.width - edge-right() + {points(self.x_pt)}"
        return points(self.x_pt)

    def _page_y(self) -> str:
        """How far from the top edge of the page, as typst code."""
        inside = self.y_from == "margin"
        if self.y_align == "center":
            shift = "(edge-top() - edge-bottom()) / 2" if inside else "0pt"
            return f"(page.height - {points(self.height_pt)}) / 2 + {shift}"
        if self.y_align in ("bottom", "outside"):
            return f"page.height - {points(self.height_pt)} - {'edge-bottom()' if inside else '0pt'}"
        if self.y_from == "bottomMargin":
            return f"page.height - edge-bottom() + {points(self.y_pt)}"
        return f"{points(self.y_pt)} + {'edge-top()' if inside else '0pt'}"

    def _on_page(self, body: str, from_page: bool) -> str:
        if from_page:
            return f"context on-page({self._page_x()}, {self._page_y()}, {body})"
        across = _ACROSS.get(self.x_align, "left")
        inner = f"place(top + {across}, dx: {points(self.x_pt)}, {body})"
        return f"context on-page(none, {self._page_y()}, block(width: 100%, {inner}))"


_ANCHORS = {"text": ("column", "paragraph"), "margin": ("column", "margin"), "page": ("page", "page")}


def floating_place(properties: etree._Element, width_pt: float) -> Place:
    """Where a floating table (w:tblpPr) stands."""
    return _anchored(
        properties, width_pt, ("horzAnchor", "tblpX", "tblpXSpec"), ("vertAnchor", "tblpY", "tblpYSpec")
    )


def framed_place(properties: etree._Element, width_pt: float) -> Place:
    """Where a text frame (w:framePr) stands."""
    return _anchored(properties, width_pt, ("hAnchor", "x", "xAlign"), ("vAnchor", "y", "yAlign"))


def _anchored(
    properties: etree._Element, width_pt: float, across: tuple[str, str, str], down: tuple[str, str, str]
) -> Place:
    def of(name: str) -> str:
        return properties.get(W + name) or ""

    return Place(
        x_from=_ANCHORS.get(of(across[0]), _ANCHORS["text"])[0],
        x_pt=decimal(of(across[1])) / TWIPS_PER_POINT,
        x_align=of(across[2]),
        y_from=_ANCHORS.get(of(down[0]), _ANCHORS["text"])[1],
        y_pt=decimal(of(down[1])) / TWIPS_PER_POINT,
        y_align=of(down[2]) if of(down[2]) != "inline" else "",
        wrap="wrapSquare",
        width_pt=width_pt,
    )
