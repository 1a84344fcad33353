"""What a rule sees of a file: page geometry, printed rows with their resolved look, and the reading.

Formatting is resolved by `documents.typesetting.styles`, the meaning read by `documents.reading`; this module only
brings both together. Give it guarded files only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from documents.checking.page_numbers import FooterLine, PageNumber, footer_lines, page_numbers
from documents.checking.rows import OUTSIDE, Cell, Place, Row, Span, make_row
from documents.checking.shapes import is_framed, lines_in
from documents.reading import legacy
from documents.reading.docx import read_docx
from documents.reading.markup import W
from documents.reading.reader import Reading, reading_of
from documents.typesetting.looks import ParagraphLook, RunLook, font
from documents.typesetting.numbering import Numbering
from documents.typesetting.package import Package
from documents.typesetting.sections import Section, read_section
from documents.typesetting.styles import Styles

__all__ = ["PageNumber", "Row", "Sheet", "prepare"]

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "txbxContent")}
_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-"}
_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_FRAMES = (f"{W}tblPr/{W}tblBorders", f"{W}tblPr/{W}tblStyle", f".//{W}tcBorders")
_COLUMN_LETTERS = 3
_LATIN = f"{W}rPr/{W}rFonts[@{W}ascii]"
_THEME = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True)
class Sheet:
    """One file, prepared; `legacy` tells whether letters of fonts before Unicode were decoded."""

    sections: tuple[Section, ...]
    numbers: tuple[PageNumber, ...]
    footers: tuple[FooterLine, ...]
    rows: tuple[Row, ...]
    reading: Reading
    legacy: bool


@dataclass
class _Walk:
    """What grows while the body is walked."""

    styles: Styles
    numbering: Numbering
    usual_font: str
    rows: list[Row] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    section: int = 0
    framed: bool = False
    legacy: bool = False
    looks: dict[tuple[bytes, str], ParagraphLook] = field(default_factory=dict)


def prepare(data: bytes) -> Sheet:
    """Read a guarded .docx for the rules."""
    package = Package.open(data)
    styles = Styles(package.beside("styles.xml"))
    walk = _Walk(styles, Numbering(package.beside("numbering.xml"), styles), _theme_font(package, styles))
    body = package.main.root.find(W + "body")
    if body is not None:
        _blocks(body, walk, OUTSIDE, "")
    sections = _sections(package.main.root)
    return Sheet(
        sections,
        tuple(page_numbers(package, sections[0], styles)),
        tuple(footer_lines(package, sections[0], styles)),
        tuple(walk.rows),
        reading_of(read_docx(data)),
        walk.legacy,
    )


def _theme_font(package: Package, styles: Styles) -> str:
    """The font of letters that name none: the theme's, where the defaults of the file point to it."""
    fonts = styles.run_default.properties.get("rFonts")
    theme = package.beside("theme/theme1.xml")
    if fonts is None or theme is None or not fonts.get(W + "asciiTheme"):
        return ""
    latin = theme.find(f".//{_THEME}minorFont/{_THEME}latin")
    return (latin.get("typeface") or "") if latin is not None else ""


def _sections(root: etree._Element) -> tuple[Section, ...]:
    found: list[Section] = []
    for element in root.iter(W + "sectPr"):
        found.append(read_section(element, found[-1] if found else None))
    return tuple(found) or (read_section(None, None),)


def _blocks(parent: etree._Element, walk: _Walk, cell: Cell, table: str) -> None:
    for child in parent:
        if child.tag == W + "p":
            _paragraph(child, walk, cell, table)
        elif child.tag == W + "tbl":
            _table(child, walk)
        elif child.tag in _WRAPPERS:
            _blocks(child, walk, cell, table)


def _table(table: etree._Element, walk: _Walk) -> None:
    walk.tables += 1
    number, style, outer = walk.tables, walk.styles.table(table), walk.framed
    walk.framed = any(table.find(path) is not None for path in _FRAMES)
    for at, row in enumerate(_children(table, W + "tr"), 1):
        for side, cell in enumerate(_children(row, W + "tc"), 1):
            _blocks(cell, walk, (number, at, side), style)
    walk.framed = outer


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _paragraph(paragraph: etree._Element, walk: _Walk, cell: Cell, table: str) -> None:
    walk.paragraphs += 1
    place = Place(cell, walk.paragraphs, walk.section, walk.framed)
    label = walk.numbering.label(paragraph)
    look = _stands(paragraph, walk, table)
    spans = list(_spans(paragraph, paragraph, walk, table))
    if label and label.text:
        spans.insert(0, (f"{label.text} ", walk.styles.run(None, paragraph, table)))
    shapes = lines_in(paragraph)
    for at, line in enumerate(_cut(spans, "\n")):
        pieces = _columns(line)
        tabbed = len(pieces) > 1 or (at == 0 and _text(line).startswith("\t"))
        labelled = label is not None and at == 0
        for piece in pieces:
            walk.rows.append(make_row(piece, look, place, shapes, tabbed=tabbed, labelled=labelled))
            shapes = ()
    _boxes_of(paragraph, walk)
    if paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        walk.section += 1


def _stands(paragraph: etree._Element, walk: _Walk, table: str) -> ParagraphLook:
    """How a paragraph stands; most paragraphs of a file stand like one of a few."""
    properties = paragraph.find(W + "pPr")
    key = (etree.tostring(properties) if properties is not None else b"", table)
    if key not in walk.looks:
        walk.looks[key] = walk.styles.paragraph(paragraph, walk.numbering.formatting(paragraph), table)
    return walk.looks[key]


def _boxes_of(paragraph: etree._Element, walk: _Walk) -> None:
    for box in paragraph.iter(W + "txbxContent"):
        nearest = next(box.iterancestors(_MC + "Fallback", W + "p"), None)
        if nearest is paragraph:
            walk.tables += 1
            outer, walk.framed = walk.framed, is_framed(box, paragraph)
            _blocks(box, walk, (walk.tables, 1, 1), "")
            walk.framed = outer


def _spans(node: etree._Element, paragraph: etree._Element, walk: _Walk, table: str) -> Iterator[Span]:
    for child in node:
        if child.tag == W + "r":
            look = _with_font(walk.styles.run(child, paragraph, table), paragraph, walk)
            for piece in child:
                text = (piece.text or "") if piece.tag == W + "t" else _BREAKS.get(piece.tag, "")
                if text and not look.hidden:
                    yield _decoded(text, look, walk), look
        elif child.tag not in _SKIPPED and child.tag != _MC + "Fallback":
            yield from _spans(child, paragraph, walk, table)


def _decoded(text: str, look: RunLook, walk: _Walk) -> str:
    if look.font[:1] in ".Vv":
        plain = legacy.decode(text, look.font)
        walk.legacy = walk.legacy or plain != text
        text = plain
    return text.upper() if look.caps else text


def _with_font(look: RunLook, paragraph: etree._Element, walk: _Walk) -> RunLook:
    """Fonts are resolved by attribute: a run that names only its East Asian font keeps the style's for Latin."""
    if look.font:
        return look
    style = walk.styles.name_of(paragraph)
    return replace(look, font=font(walk.styles.element(style, _LATIN)) or walk.usual_font)


def _columns(line: list[Span]) -> list[list[Span]]:
    """The pieces between tabs where each is long enough to be a column; else the line as it is."""
    if not any("\t" in text for text, _ in line):
        return [line]
    pieces = [piece for piece in _cut(line, "\t") if _text(piece).strip()]
    wide = all(len(_text(piece).strip()) > _COLUMN_LETTERS for piece in pieces)
    return pieces if len(pieces) > 1 and wide else [line]


def _text(spans: list[Span]) -> str:
    return "".join(text for text, _ in spans)


def _cut(spans: list[Span], sign: str) -> list[list[Span]]:
    made: list[list[Span]] = [[]]
    for text, look in spans:
        first, *others = text.split(sign)
        made[-1].append((first, look))
        made.extend([(other, look)] for other in others)
    return made
