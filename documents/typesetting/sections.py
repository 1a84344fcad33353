"""Pages: size, margins, headers and footers, section by section."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from documents.reading.markup import W
from documents.typesetting.frames import stroke
from documents.typesetting.looks import Border, borders, decimal, is_set, value
from documents.typesetting.source import TWIPS_PER_POINT, given, points

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A4 = (595.3, 841.9)
_NUMERALS = {"lowerRoman": "i", "upperRoman": "I", "lowerLetter": "a", "upperLetter": "A"}
_SMALLEST, _LARGEST = 72.0, 4000.0
# A header of one line is no taller.
_PLAIN_PT = 18.0


@dataclass(frozen=True)
class Strip:
    """A header or footer as code: `shown` where it prints anything, `plain` where one line is all of it."""

    code: str
    shown: bool
    plain: bool


# A header or footer by relationship id; None where there is no such part.
Furniture = Callable[[str], Strip | None]


@dataclass(frozen=True)
class Section:
    """The page of one section; `headers` and `footers` by type: default, first, even."""

    width_pt: float
    height_pt: float
    top_pt: float
    bottom_pt: float
    left_pt: float
    right_pt: float
    header_pt: float
    footer_pt: float
    kind: str
    columns: int
    column_gap_pt: float
    own_first: bool
    start: int | None
    numeral: str
    headers: tuple[tuple[str, str], ...]
    footers: tuple[tuple[str, str], ...]
    frame: tuple[tuple[str, Border], ...] = ()
    frame_from_page: bool = False

    @property
    def text_width_pt(self) -> float:
        return max(self.width_pt - self.left_pt - self.right_pt, 36)

    def frame_code(self) -> str | None:
        """The border of the page as code, drawn under everything; None where there is none."""
        sides = dict(self.frame)
        if not sides:
            return None
        inside = {"left": self.left_pt, "right": self.right_pt, "top": self.top_pt, "bottom": self.bottom_pt}
        at = {
            side: border.space_pt if self.frame_from_page else inside[side] - border.space_pt
            for side, border in {**dict.fromkeys(inside, Border(0, 0, "")), **sides}.items()
        }
        wide, high = self.width_pt - at["left"] - at["right"], self.height_pt - at["top"] - at["bottom"]
        size = f"width: {points(wide)}, height: {points(high)}, stroke: {stroke(sides)}"
        return f"place(top + left, dx: {points(at['left'])}, dy: {points(at['top'])}, rect({size}))"

    def same_page(self, other: "Section") -> bool:
        """Whether the sheet is the same; other margins only move the text of the section."""
        return (self.width_pt, self.height_pt) == (other.width_pt, other.height_pt)


def read_section(element: etree._Element | None, before: Section | None) -> Section:
    """Read a w:sectPr; a section without headers of its own keeps those of the one before."""

    def length(name: str, key: str, usual: float) -> float:
        found = element.find(W + name) if element is not None else None
        text = found.get(W + key) if found is not None else None
        return abs(decimal(text)) / TWIPS_PER_POINT if text else usual

    frame = element.find(W + "pgBorders") if element is not None else None
    columns = element.find(W + "cols") if element is not None else None
    numbers = element.find(W + "pgNumType") if element is not None else None
    start = numbers.get(W + "start") if numbers is not None else None
    return Section(
        width_pt=min(max(length("pgSz", "w", A4[0]), _SMALLEST), _LARGEST),
        height_pt=min(max(length("pgSz", "h", A4[1]), _SMALLEST), _LARGEST),
        top_pt=length("pgMar", "top", 72),
        bottom_pt=length("pgMar", "bottom", 72),
        left_pt=length("pgMar", "left", 72),
        right_pt=length("pgMar", "right", 72),
        header_pt=length("pgMar", "header", 36),
        footer_pt=length("pgMar", "footer", 36),
        kind=(value(element.find(W + "type")) if element is not None else "") or "nextPage",
        columns=max(1, min(int(decimal(columns.get(W + "num")) if columns is not None else 1), 6)),
        column_gap_pt=decimal(columns.get(W + "space") or "720") / TWIPS_PER_POINT
        if columns is not None
        else 36,
        own_first=is_set(element.find(W + "titlePg")) if element is not None else False,
        start=int(decimal(start)) if start else None,
        numeral=_NUMERALS.get((numbers.get(W + "fmt") or "") if numbers is not None else "", "1"),
        headers=_references(element, "headerReference") or (before.headers if before else ()),
        footers=_references(element, "footerReference") or (before.footers if before else ()),
        frame=tuple(sorted(borders(frame).items())),
        frame_from_page=frame is not None and frame.get(W + "offsetFrom") == "page",
    )


def _references(element: etree._Element | None, name: str) -> tuple[tuple[str, str], ...]:
    found = element.iter(W + name) if element is not None else ()
    return tuple((one.get(W + "type") or "default", one.get(R + "id") or "") for one in found)


def page_code(section: Section, number: int, furniture: Furniture, *, even_and_odd: bool) -> str:
    """The page rule that begins a section; `number` counts sections from 0."""
    heads = {kind: furniture(name) for kind, name in section.headers}
    feet = {kind: furniture(name) for kind, name in section.footers}
    top, bottom = (
        _margin(section, section.top_pt, section.header_pt, heads),
        _margin(section, section.bottom_pt, section.footer_pt, feet),
    )
    margins = given(top=top, bottom=bottom, left=points(section.left_pt), right=points(section.right_pt))
    header = _furniture(heads, section, number, even_and_odd)
    footer = _furniture(feet, section, number, even_and_odd)
    above, below = f"top: {points(section.header_pt)}", f"bottom: {points(section.footer_pt)}"
    arguments = given(
        background=section.frame_code() or "none",
        width=points(section.width_pt),
        height=points(section.height_pt),
        margin=f"({margins})",
        numbering=f'"{section.numeral}"',
        header=f"context block(width: 100%, height: 100%, inset: ({above}), align(top, {header}))"
        if header
        else "none",
        footer=f"context block(width: 100%, height: 100%, inset: ({below}), align(bottom, {footer}))"
        if footer
        else "none",
    )
    page = f"set page({arguments}, header-ascent: 0pt, footer-descent: 0pt)"
    # Only where the page is known can the height of a header be measured.
    rule = f"#show: rest => context {{ {page}; rest }}" if "measure" in f"{top}{bottom}" else f"#{page}"
    restart = f"\n#counter(page).update({section.start})" if section.start is not None else ""
    begin = f"\n#metadata(none) <section-{number}>" if number else ""
    return f"{rule}{restart}{begin}{_first_header(section, heads)}"


def _margin(section: Section, margin_pt: float, from_edge_pt: float, strips: dict[str, Strip | None]) -> str:
    """The margin, wider where header or footer need more: Word moves the text away."""
    usual = strips.get("default")
    if usual is None or (usual.plain and from_edge_pt + _PLAIN_PT <= margin_pt):
        return points(margin_pt)
    return f"calc.max({points(margin_pt)}, {points(from_edge_pt)} + {_height(section, usual)})"


def _height(section: Section, strip: Strip) -> str:
    return f"measure(block(width: {points(section.text_width_pt)}, {strip.code})).height"


def _first_header(section: Section, heads: dict[str, Strip | None]) -> str:
    """The room a first page needs for a taller header of its own."""
    first = heads.get("first") if section.own_first else None
    if first is None or (first.plain and section.header_pt + _PLAIN_PT <= section.top_pt):
        return ""
    tall = f"{points(section.header_pt)} + {_height(section, first)} - page.margin.top"
    return f"\n#context v(calc.max(0pt, {tall}))"


def _furniture(
    strips: dict[str, Strip | None], section: Section, number: int, even_and_odd: bool
) -> str | None:
    """Which header a page shows, as a typst condition; None when no page shows any."""
    written = {kind: strip.code for kind, strip in strips.items() if strip is not None and strip.shown}
    usual = written.get("default", "none")
    first = written.get("first", "none") if section.own_first else usual
    even = written.get("even", "none") if even_and_odd else usual
    if {usual, first, even} == {"none"}:
        return None
    start = f"query(<section-{number}>).first().location().page()" if number else "1"
    if even != usual:
        usual = f"if calc.even(counter(page).get().first()) {{ {even} }} else {{ {usual} }}"
    if first != usual:
        return f"{{ if here().page() == {start} {{ {first} }} else {{ {usual} }} }}"
    return f"{{ {usual} }}"
