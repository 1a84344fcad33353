"""What a run and a paragraph look like: values in points, after the style chain has been resolved.

Only values and their reading from XML; which formatting wins is decided in `styles`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from documents.reading.markup import W
from documents.typesetting.source import TWIPS_PER_POINT

WORD_DEFAULT_SIZE_PT = 10.0
NATURAL_LINE = (
    1.149  # ascent, with the gap Word adds above, and descent of Times New Roman and of Tinos, in em
)
LEAN = 1.149 / 12  # how far LibreOffice keeps italic letters from the right margin, in em
ROUNDING_PT = 0.1  # Word and LibreOffice round letters up: a line that fits by less does not fit there
RAISED_SIZE = 0.65  # of letters above or below the line
SMALLEST_PT, LARGEST_PT = 1.0, 400.0
OFF = ("0", "false", "off", "none")
_HIGHLIGHTS = {
    "yellow": "ffff00", "green": "00ff00", "cyan": "00ffff", "magenta": "ff00ff", "blue": "0000ff", "red": "ff0000",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "c0c0c0", "black": "000000",
}  # fmt: skip
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "even", "distribute": "even"}

Properties = Mapping[str, etree._Element]
Lengths = Mapping[str, str]


@dataclass(frozen=True)
class RunLook:
    """How letters look."""

    size_pt: float = WORD_DEFAULT_SIZE_PT
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    caps: bool = False
    small_caps: bool = False
    hidden: bool = False
    boxed: bool = False
    kerned: bool = False
    colour: str | None = None
    fill: str | None = None
    raised: str | None = None
    shift_pt: float = 0
    tracking_pt: float = 0
    font: str = ""


@dataclass(frozen=True)
class TabStop:
    """A stop, measured from the edge of the column; `to` left, center or right; `fill` the sign drawn in between."""

    at_pt: float
    to: str
    fill: str | None


@dataclass(frozen=True)
class Border:
    """One side of a frame; `space_pt` between line and text."""

    width_pt: float
    space_pt: float
    colour: str


@dataclass(frozen=True)
class ParagraphLook:
    """How a paragraph stands; `line` is (rule, value): "auto" a factor, "exact" and "atLeast" points."""

    align: str = "left"
    left_pt: float = 0
    right_pt: float = 0
    first_pt: float = 0
    before_pt: float = 0
    after_pt: float = 0
    line: tuple[str, float] = ("auto", 1.0)
    page_break_before: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    contextual: bool = False
    style: str = ""
    tabs: tuple[TabStop, ...] = ()
    fill: str | None = None
    borders: Mapping[str, Border] = field(default_factory=dict)

    def pitch_pt(self, size_pt: float) -> float:
        """From one baseline to the next."""
        rule, value = self.line
        natural = NATURAL_LINE * size_pt
        if rule == "exact":
            return value
        return max(value, natural) if rule == "atLeast" else value * natural


def run_look(found: Properties) -> RunLook:
    """Read the resolved properties of a run."""
    size = half_points(found.get("sz")) or WORD_DEFAULT_SIZE_PT
    raised = value(found.get("vertAlign"))
    return RunLook(
        size_pt=min(max(size, SMALLEST_PT), LARGEST_PT),
        bold=is_set(found.get("b")),
        italic=is_set(found.get("i")),
        underline=value(found.get("u")) not in ("", *OFF),
        strike=is_set(found.get("strike")) or is_set(found.get("dstrike")),
        caps=is_set(found.get("caps")),
        small_caps=is_set(found.get("smallCaps")),
        hidden=is_set(found.get("vanish")),
        boxed=value(found.get("bdr")) not in ("", "nil", *OFF),
        kerned=0 < half_points(found.get("kern")) <= size,
        colour=colour(value(found.get("color"))),
        fill=_run_fill(found),
        raised=raised if raised in ("superscript", "subscript") else None,
        shift_pt=half_points(found.get("position")),
        tracking_pt=_tracking(found, size),
        font=font(found.get("rFonts")),
    )


def _run_fill(found: Properties) -> str | None:
    named = _HIGHLIGHTS.get(value(found.get("highlight")))
    return named or shading(found.get("shd"))


def _tracking(found: Properties, size: float) -> float:
    spaced = decimal(value(found.get("spacing"))) / TWIPS_PER_POINT
    scale = decimal(value(found.get("w")).rstrip("%")) or 100
    # Letters scaled sideways are moved apart or together instead: the line keeps its length.
    return round(spaced + (scale / 100 - 1) * size * 0.45, 2)


def paragraph_look(found: Properties, indent: Lengths, spacing: Lengths, style: str) -> ParagraphLook:
    """Read the resolved properties of a paragraph; indent and spacing are resolved by attribute."""
    hanging = twips(indent, "hanging")
    return ParagraphLook(
        align=_ALIGN.get(value(found.get("jc")), "left"),
        left_pt=twips(indent, "left", "start"),
        right_pt=twips(indent, "right", "end"),
        first_pt=-hanging if hanging else twips(indent, "firstLine"),
        before_pt=max(_space(spacing, "before"), 0),
        after_pt=max(_space(spacing, "after"), 0),
        line=_line(spacing),
        page_break_before=is_set(found.get("pageBreakBefore")),
        keep_next=is_set(found.get("keepNext")),
        keep_lines=is_set(found.get("keepLines")),
        contextual=is_set(found.get("contextualSpacing")),
        style=style,
        fill=shading(found.get("shd")),
        borders=borders(found.get("pBdr")),
    )


def _space(spacing: Lengths, side: str) -> float:
    if spacing.get(f"{side}Autospacing") in ("1", "true", "on"):
        return 14.0
    lines = decimal(spacing.get(f"{side}Lines"))
    return lines / 100 * 12 if lines else twips(spacing, side)


def _line(spacing: Lengths) -> tuple[str, float]:
    line = decimal(spacing.get("line"))
    rule = spacing.get("lineRule") or "auto"
    if not line:
        return "auto", 1.0
    # Word reads a negative height as an exact one.
    return ("auto", line / 240) if rule == "auto" and line > 0 else (rule, abs(line) / TWIPS_PER_POINT)


def borders(element: etree._Element | None) -> dict[str, Border]:
    """The drawn sides of a frame, by name."""
    found = {}
    for side in element if element is not None else ():
        if isinstance(side.tag, str) and (side.get(W + "val") or "none") not in ("none", "nil"):
            wide = (decimal(side.get(W + "sz")) or 4) / 8
            if side.get(W + "val") in ("double", "triple"):
                wide *= 2
            name = {"start": "left", "end": "right"}.get(side.tag.removeprefix(W), side.tag.removeprefix(W))
            found[name] = Border(
                min(wide, 12), decimal(side.get(W + "space")), colour(side.get(W + "color")) or "000000"
            )
    return found


def value(element: etree._Element | None) -> str:
    return (element.get(W + "val") or "") if element is not None else ""


def is_set(element: etree._Element | None) -> bool:
    return element is not None and (element.get(W + "val") or "1") not in OFF


def half_points(element: etree._Element | None) -> float:
    return decimal(value(element)) / 2


def twips(lengths: Lengths, *names: str) -> float:
    """The first of the named lengths, in points."""
    for name in names:
        if name in lengths:
            return decimal(lengths[name]) / TWIPS_PER_POINT
    return 0


def decimal(text: str | None) -> float:
    """A number out of a file: 0 where it is none, never beyond what a page could mean."""
    try:
        found = float(text or 0)
    except ValueError:
        return 0
    return max(-40_000.0, min(40_000.0, found)) if found == found else 0


def font(element: etree._Element | None) -> str:
    return (element.get(W + "ascii") or element.get(W + "hAnsi") or "") if element is not None else ""


def colour(text: str | None) -> str | None:
    """A colour other than black, as six hexadecimal digits."""
    text = (text or "").lower()
    return text if len(text) == 6 and set(text) <= set("0123456789abcdef") and text != "000000" else None


def shading(element: etree._Element | None) -> str | None:
    fill = colour(element.get(W + "fill")) if element is not None else None
    return fill if fill != "ffffff" else None


def printed_letters(element: etree._Element) -> int:
    """How many letters an element prints, white space apart."""
    return sum(len("".join((node.text or "").split())) for node in element.iter(W + "t"))
