"""A guarded .docx as logical lines.

Walks the XML itself: merged cells are read once, text boxes are found, soft breaks and tabs divide, automatic
numbers are written out (`numbering`). Call `guard.guard_docx` first; nothing here is safe without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from documents.reading import columns, container, legacy, markup
from documents.reading.markup import W
from documents.reading.numbering import Numbering
from documents.reading.paper import Line, Paper, keep_gaps
from documents.reading.styles import Styles

LAYOUT_CELLS = 150
LAYOUT_CHARACTERS = 6_000
NOTE_BOX = "Có hộp văn bản (text box): kiểm tra vị trí khi trình bày"
NOTE_NUMBERING = "Có đánh số tự động"
NOTE_LEGACY = "Có chữ dùng phông cũ (TCVN3 hoặc VNI), đã chuyển sang Unicode"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX = W + "txbxContent"
_THROUGH = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")} | {
    _MC + "AlternateContent",
    _MC + "Choice",
}
_SKIPPED = {W + "del", W + "moveFrom", W + "instrText", W + "delText", _MC + "Fallback", W + "rPr", W + "pPr"}
_BREAKS = {W + "br", W + "cr"}
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-", W + "softHyphen": ""}


@dataclass
class _Walk:
    """What grows while the body is walked."""

    styles: Styles
    numbering: Numbering
    lines: list[Line] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    group: int = 0


def read_docx(data: bytes) -> Paper:
    """Read a guarded .docx.

    raises    DamagedFile, TooBig and the like, as `container` and `markup` do
    """
    found = {entry.name: entry for entry in container.entries(data)}
    parts = _Parts(data, found)
    body = parts.root(parts.main)
    styles = Styles(parts.beside("styles.xml"))
    walk = _Walk(styles, Numbering(parts.beside("numbering.xml"), styles))
    for story in body.iter(W + "body"):
        _walk_blocks(story, walk)
    notes = parts.beside("footnotes.xml")
    if notes is not None:
        _walk_notes(notes, walk)
    return Paper(columns.arrange(walk.lines), tuple(sorted(walk.notes)))


@dataclass(frozen=True)
class _Parts:
    data: bytes
    found: dict[str, container.Entry]

    @property
    def main(self) -> str:
        types = self.root("[Content_Types].xml")
        for element in types:
            if (element.get("ContentType") or "").endswith("wordprocessingml.document.main+xml"):
                return (element.get("PartName") or "").lstrip("/")
        return "word/document.xml"

    def root(self, name: str) -> etree._Element:
        return markup.parse(name, container.content(self.data, self.found[name]))

    def beside(self, name: str) -> etree._Element | None:
        path = f"{self.main.rpartition('/')[0]}/{name}".lstrip("/")
        return self.root(path) if path in self.found else None


def _walk_blocks(parent: etree._Element, walk: _Walk) -> None:
    for child in parent:
        if child.tag == W + "p":
            _add_paragraph(child, walk)
        elif child.tag == W + "tbl":
            _walk_table(child, walk)
        elif child.tag in _THROUGH:
            _walk_blocks(child, walk)


def _walk_notes(root: etree._Element, walk: _Walk) -> None:
    for note in root.iter(W + "footnote"):
        if note.get(W + "type") is None:
            _walk_blocks(note, walk)


def _walk_table(table: etree._Element, walk: _Walk) -> None:
    """Lay out tables (head, signatures) are read by columns, all others row by row."""
    rows = [tuple(_cells(row)) for row in _children(table, W + "tr")]
    if _is_small(table) and columns.is_layout("".join(node.text or "" for node in table.iter(W + "t"))):
        for band in _bands(rows):
            for side in sorted({at for row in band for at, _cell in row}):
                for row in band:
                    for at, cell in row:
                        if at == side:
                            _walk_cell(cell, walk, side)
    else:
        for row in rows:
            for _at, cell in row:
                _walk_cell(cell, walk, 0)


def _is_small(table: etree._Element) -> bool:
    cells = sum(1 for _cell in islice(table.iter(W + "tc"), LAYOUT_CELLS + 1))
    letters = sum(len(node.text or "") for node in islice(table.iter(W + "t"), 20 * LAYOUT_CELLS))
    return cells <= LAYOUT_CELLS and letters <= LAYOUT_CHARACTERS


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from _children(child, tag)


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    at = 0
    for cell in _children(row, W + "tc"):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        # A continued cell repeats what stands above it.
        if merge is None or merge.get(W + "val") == "restart":
            yield at, cell
        at += _number(span, 1)


def _number(element: etree._Element | None, default: int) -> int:
    value = element.get(W + "val") if element is not None else None
    return int(value) if value and value.isdigit() and len(value) < 5 else default


def _bands(
    rows: list[tuple[tuple[int, etree._Element], ...]],
) -> Iterator[list[tuple[tuple[int, etree._Element], ...]]]:
    """Stretches of rows with columns; a row of one cell stands for itself, between them."""
    band: list[tuple[tuple[int, etree._Element], ...]] = []
    for row in rows:
        if len(row) == 1 and row[0][0] == 0 and band and len(band[-1]) > 1 and _spans(row[0][1]):
            yield band
            band = []
            yield [row]
        else:
            band.append(row)
    if band:
        yield band


def _spans(cell: etree._Element) -> bool:
    return _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1) > 1


def _walk_cell(cell: etree._Element, walk: _Walk, side: int) -> None:
    first = len(walk.lines)
    _walk_blocks(cell, walk)
    if side:
        walk.lines[first:] = [Line(line.text, line.group, side, line.centred) for line in walk.lines[first:]]


def _add_paragraph(paragraph: etree._Element, walk: _Walk) -> None:
    walk.group += 1
    pieces = list(_pieces(paragraph, walk))
    label = walk.numbering.label(paragraph)
    if label:
        pieces.insert(0, label + " ")
        if label[0].isdigit():
            walk.notes.add(NOTE_NUMBERING)
    centred = walk.styles.is_centred(paragraph)
    for text in "".join(pieces).split("\n"):
        walk.lines.append(Line(keep_gaps(text), walk.group, 0, centred))
    for box in _boxes(paragraph):
        if any((node.text or "").strip() for node in box.iter(W + "t")):
            walk.notes.add(NOTE_BOX)
            _walk_blocks(box, walk)


def _pieces(node: etree._Element, walk: _Walk) -> Iterator[str]:
    for child in node:
        if child.tag == W + "r":
            yield from _run_pieces(child, walk)
        elif child.tag not in _SKIPPED and child.tag != _BOX:
            yield from _pieces(child, walk)


def _run_pieces(run: etree._Element, walk: _Walk) -> Iterator[str]:
    # Asked once for the run: a search for each of its pieces would take a hostile run minutes.
    font, capitals = walk.styles.font(run), walk.styles.is_capitals(run)
    for child in run:
        if child.tag == W + "t":
            text = child.text or ""
            decoded = legacy.decode(text, font)
            if decoded != text:
                walk.notes.add(NOTE_LEGACY)
            yield decoded.upper() if capitals else decoded
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes anchored in this paragraph; the fallback copy of a modern box is left aside."""
    for box in paragraph.iter(_BOX):
        ancestors = list(box.iterancestors())
        inside = ancestors[: ancestors.index(paragraph)]
        if not any(node.tag in (_MC + "Fallback", _BOX) for node in inside):
            yield box
