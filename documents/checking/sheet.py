"""What a rule sees of a file: page geometry, printed rows with their resolved look, and the reading.

Formatting is resolved by `documents.typesetting.styles`, the meaning read by `documents.reading`; this module only
brings both together. Give it guarded files only.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from documents.reading.docx import read_docx
from documents.reading.markup import W
from documents.reading.paper import clean
from documents.reading.reader import Reading, reading_of
from documents.typesetting.looks import ParagraphLook, RunLook, font
from documents.typesetting.numbering import Numbering
from documents.typesetting.package import Package
from documents.typesetting.sections import Section, read_section
from documents.typesetting.styles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "txbxContent")}
_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-"}
_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag")}
_COLUMN_LETTERS = 3
_LATIN = f"{W}rPr/{W}rFonts[@{W}ascii]"
_THEME = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Span = tuple[str, RunLook]


@dataclass(frozen=True)
class Row:
    """One printed row of a paragraph.

    text      as `documents.reading` compares it, capitals of the formatting applied
    size_pt   of most of its letters, as are font, bold and italic
    fonts     every font with the letters it prints
    cell      (table, row, column) from 1; zeros outside tables
    tabbed    placed by a tab, so that alignment and first line say nothing
    labelled  begins with a number or sign that Word writes
    """

    text: str
    size_pt: float
    bold: bool
    italic: bool
    fonts: tuple[tuple[str, int], ...]
    align: str
    first_pt: float
    left_pt: float
    cell: tuple[int, int, int]
    tabbed: bool
    labelled: bool


@dataclass(frozen=True)
class PageNumber:
    """Where a PAGE field stands: `place` "header" or "footer", `kind` default, first or even."""

    place: str
    kind: str
    centred: bool
    size_pt: float


@dataclass(frozen=True)
class Sheet:
    """One file, prepared."""

    sections: tuple[Section, ...]
    numbers: tuple[PageNumber, ...]
    rows: tuple[Row, ...]
    reading: Reading


@dataclass
class _Walk:
    """What grows while the body is walked."""

    styles: Styles
    numbering: Numbering
    usual_font: str
    rows: list[Row] = field(default_factory=list)
    tables: int = 0


def prepare(data: bytes) -> Sheet:
    """Read a guarded .docx for the rules."""
    package = Package.open(data)
    styles = Styles(package.beside("styles.xml"))
    walk = _Walk(styles, Numbering(package.beside("numbering.xml"), styles), _theme_font(package, styles))
    body = package.main.root.find(W + "body")
    if body is not None:
        _blocks(body, walk, (0, 0, 0), "")
    sections = _sections(package.main.root)
    numbers = tuple(_page_numbers(package, sections[0], styles))
    return Sheet(sections, numbers, tuple(walk.rows), reading_of(read_docx(data)))


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


def _page_numbers(package: Package, section: Section, styles: Styles) -> Iterator[PageNumber]:
    for place, references in (("header", section.headers), ("footer", section.footers)):
        for kind, relation in references:
            name = package.main.targets.get(relation, "")
            if name in package.entries:
                yield from _numbers_in(package.part(name).root, place, kind, styles)


def _numbers_in(root: etree._Element, place: str, kind: str, styles: Styles) -> Iterator[PageNumber]:
    for paragraph in root.iter(W + "p"):
        codes = [node.text or "" for node in paragraph.iter(W + "instrText")]
        codes += [node.get(W + "instr") or "" for node in paragraph.iter(W + "fldSimple")]
        if any(code.split()[:1] == ["PAGE"] for code in codes):
            frame = paragraph.find(f"{W}pPr/{W}framePr")
            framed = frame is not None and frame.get(W + "xAlign") == "center"
            runs = [run for run in paragraph.iter(W + "r") if run.find(W + "t") is not None]
            look = styles.run(runs[0] if runs else next(paragraph.iter(W + "r"), None), paragraph)
            yield PageNumber(
                place, kind, framed or styles.paragraph(paragraph).align == "center", look.size_pt
            )


def _blocks(parent: etree._Element, walk: _Walk, cell: tuple[int, int, int], table: str) -> None:
    for child in parent:
        if child.tag == W + "p":
            _paragraph(child, walk, cell, table)
        elif child.tag == W + "tbl":
            _table(child, walk)
        elif child.tag in _WRAPPERS:
            _blocks(child, walk, cell, table)


def _table(table: etree._Element, walk: _Walk) -> None:
    walk.tables += 1
    number, style = walk.tables, walk.styles.table(table)
    for at, row in enumerate(_children(table, W + "tr"), 1):
        for side, cell in enumerate(_children(row, W + "tc"), 1):
            _blocks(cell, walk, (number, at, side), style)


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _paragraph(paragraph: etree._Element, walk: _Walk, cell: tuple[int, int, int], table: str) -> None:
    label = walk.numbering.label(paragraph)
    look = walk.styles.paragraph(paragraph, walk.numbering.formatting(paragraph), table)
    spans = list(_spans(paragraph, paragraph, walk, table))
    if label and label.text:
        spans.insert(0, (f"{label.text} ", walk.styles.run(None, paragraph, table)))
    for at, line in enumerate(_cut(spans, "\n")):
        pieces = _columns(line)
        tabbed = len(pieces) > 1 or (at == 0 and _text(line).startswith("\t"))
        labelled = label is not None and at == 0
        walk.rows.extend(_row(piece, look, cell, tabbed=tabbed, labelled=labelled) for piece in pieces)
    for box in _boxes(paragraph):
        walk.tables += 1
        _blocks(box, walk, (walk.tables, 1, 1), "")


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(W + "txbxContent"):
        nearest = next(box.iterancestors(_MC + "Fallback", W + "p"), None)
        if nearest is paragraph:
            yield box


def _spans(node: etree._Element, paragraph: etree._Element, walk: _Walk, table: str) -> Iterator[Span]:
    for child in node:
        if child.tag == W + "r":
            look = _with_font(walk.styles.run(child, paragraph, table), paragraph, walk)
            for piece in child:
                text = (piece.text or "") if piece.tag == W + "t" else _BREAKS.get(piece.tag, "")
                if text:
                    yield (text.upper() if look.caps else text), look
        elif child.tag not in _SKIPPED and child.tag != _MC + "Fallback":
            yield from _spans(child, paragraph, walk, table)


def _with_font(look: RunLook, paragraph: etree._Element, walk: _Walk) -> RunLook:
    """Fonts are resolved by attribute: a run that names only its East Asian font keeps the style's for Latin."""
    if look.font:
        return look
    style = walk.styles.name_of(paragraph)
    return replace(look, font=font(walk.styles.element(style, _LATIN)) or walk.usual_font)


def _columns(line: list[Span]) -> list[list[Span]]:
    """The pieces between tabs where each is long enough to be a column; else the line as it is."""
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


def _row(
    spans: list[Span], look: ParagraphLook, cell: tuple[int, int, int], *, tabbed: bool, labelled: bool
) -> Row:
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    bold = italic = letters = 0
    for text, run in spans:
        count = sum(not sign.isspace() for sign in text)
        sizes[run.size_pt] += count
        fonts[run.font] += count
        bold += count * run.bold
        italic += count * run.italic
        letters += count
    return Row(
        text=clean(_text(spans)),
        size_pt=sizes.most_common(1)[0][0] if sizes else 0,
        bold=2 * bold > letters,
        italic=2 * italic > letters,
        fonts=tuple((name, count) for name, count in fonts.items() if count),
        align=look.align,
        first_pt=look.first_pt,
        left_pt=look.left_pt,
        cell=cell,
        tabbed=tabbed,
        labelled=labelled,
    )
