"""Whether the page says exactly what the file says, whichever engine drew it.

The file is read here a second time, apart from the converter, so that what the converter drops is missed. Compared
are letters without white space, NFC, in one case (capitals may be formatting). On the page, artifacts are left out:
running headers, page numbers, repeated table heads, rules. Two conditions together make the texts equal:

1. both hold the same letters equally often: nothing is lost, doubled or added anywhere;
2. each paragraph stands on the page whole, or cut once where a page ends: nothing is shuffled within it.

The order of paragraphs among each other is not compared: cells, boxes and footnotes have none.
"""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium
from lxml import etree

from documents.reading import legacy
from documents.reading.markup import W
from documents.typesetting import symbols
from documents.typesetting.alternatives import MC, branch
from documents.typesetting.letters import Sheet, Sheets
from documents.typesetting.numbering import Numbering, formed
from documents.typesetting.package import Package
from documents.typesetting.source import printable
from documents.typesetting.styles import Styles

_NOT_TEXT = {W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText")}
_EXAMPLE = 60
# PDFium shows a hyphen at the end of a line by these signs.
_LINE_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\u2011": "-", "\u2010": "-"})


@dataclass(frozen=True)
class Difference:
    """What the file says and the page does not, or the other way round; for a message."""

    example: str


def difference(written: list[str], sheets: Sheets) -> Difference | None:
    """The first difference between what a file says (`file_wording`) and a page; None when both say the same."""
    printed = [plain(text) for text in page_texts(sheets)]
    pages = _Pages(printed)
    missing = next((text for text in written if text and not pages.hold(text)), None)
    if missing is not None:
        return Difference(missing[:_EXAMPLE])
    letters = Counter("".join(printed))
    letters.subtract(Counter("".join(written)))
    extra = "".join(letter for letter, count in sorted(letters.items()) if count)
    return Difference(extra[:_EXAMPLE]) if extra else None


def file_wording(package: Package, styles: Styles) -> list[str]:
    """What the file says, paragraph by paragraph; read it before anything touches the file."""
    return [plain(text) for text in file_paragraphs(package, styles)]


def plain(text: str) -> str:
    """The letters that count: NFC, no white space, one case."""
    folded = unicodedata.normalize("NFC", printable(text.translate(_LINE_HYPHENS)).casefold())
    return "".join(folded.split())


class _Pages:
    """The texts of the pages; what is looked for mostly stands where the last was found, or on the next page."""

    def __init__(self, pages: list[str]) -> None:
        self._pages = pages
        self._whole = "".join(pages)
        self._at = 0

    def hold(self, text: str) -> bool:
        """Whether the text stands on a page whole, or cut once where a page ends."""
        near = range(max(self._at - 1, 0), min(self._at + 3, len(self._pages)))
        return self._hold_among(text, near) or (
            text in self._whole or self._hold_among(text, range(len(self._pages)))
        )

    def _hold_among(self, text: str, numbers: range) -> bool:
        for number in numbers:
            if text in self._pages[number]:
                self._at = number
                return True
        for first, second in pairwise(numbers):
            # A footnote at the foot of the page, or a neighbouring cell, comes between the two halves.
            if _cut(text, self._pages[first], self._pages[second]):
                self._at = second
                return True
        return False


def _cut(text: str, first: str, second: str) -> bool:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in first else (low, middle - 1)
    # The longest beginning on the first page leaves the shortest rest; shorter ones may be needed by chance.
    return any(text[at:] in second for at in range(low, max(low - 3, 0), -1))


def file_paragraphs(package: Package, styles: Styles) -> Iterator[str]:
    """Every paragraph of body, boxes and footnotes, with its label."""
    reader = _Reader(package, styles)
    yield from reader.story(package.main.root.find(W + "body"))
    yield from reader.notes()


class _Reader:
    def __init__(self, package: Package, styles: Styles) -> None:
        self._package = package
        self._styles = styles
        self._numbering = Numbering(package.beside("numbering.xml"), self._styles)
        self._noted: list[str] = []
        self._ended: list[str] = []
        settings = package.beside("settings.xml")
        numeral = settings.find(f"{W}endnotePr/{W}numFmt") if settings is not None else None
        self._numeral = (numeral.get(W + "val") if numeral is not None else None) or "lowerRoman"
        self._in_code: list[bool] = []

    def story(self, parent: etree._Element | None) -> Iterator[str]:
        """Paragraphs in document order; those of a box come after the one it is anchored in."""
        for child in parent if parent is not None else ():
            if child.tag == W + "p":
                boxes: list[etree._Element] = []
                label = self._numbering.label(child)
                text = "".join(self._pieces(child, child, boxes))
                yield (label.text if label is not None else "") + text
                for box in boxes:
                    yield from self.story(box)
            elif child.tag == MC + "AlternateContent":
                for one in branch(child):
                    yield from self.story(one)
            elif isinstance(child.tag, str) and child.tag not in _NOT_TEXT:
                yield from self.story(child)

    def notes(self) -> Iterator[str]:
        """The footnotes referred to, each with its number."""
        root = self._package.beside("footnotes.xml") if self._noted else None
        bodies = {note.get(W + "id"): note for note in root.iter(W + "footnote")} if root is not None else {}
        for number, name in enumerate(list(self._noted), 1):
            yield str(number) + "".join(self.story(bodies.get(name)))
        root = self._package.beside("endnotes.xml") if self._ended else None
        bodies = {note.get(W + "id"): note for note in root.iter(W + "endnote")} if root is not None else {}
        for number, name in enumerate(list(self._ended), 1):
            # The sign of the note stands where its text asks for it.
            signs = bodies[name].iter(W + "endnoteRef") if name in bodies else ()
            yield formed(number, self._numeral) * sum(1 for _sign in signs) + "".join(
                self.story(bodies.get(name))
            )

    def _pieces(
        self, node: etree._Element, paragraph: etree._Element, boxes: list[etree._Element]
    ) -> Iterator[str]:
        for child in node:
            if child.tag == W + "r":
                yield from self._run(child, paragraph, boxes)
            elif child.tag == MC + "AlternateContent":
                for one in branch(child):
                    yield from self._pieces(one, paragraph, boxes)
            elif isinstance(child.tag, str) and child.tag not in _NOT_TEXT:
                yield from self._pieces(child, paragraph, boxes)

    def _run(
        self, run: etree._Element, paragraph: etree._Element, boxes: list[etree._Element]
    ) -> Iterator[str]:
        look = self._styles.run(run, paragraph)
        for piece in run.iter(
            *(
                W + name
                for name in ("t", "sym", "noBreakHyphen", "fldChar", "footnoteReference", "endnoteReference")
            ),
            _BOX,
        ):
            if next(piece.iterancestors(W + "r")) is not run or _in_fallback(piece, run):
                continue
            if piece.tag == _BOX:
                boxes.append(piece)
            elif piece.tag == W + "fldChar":
                self._mark(piece.get(W + "fldCharType") or "")
            elif any(self._in_code) or look.hidden:
                continue
            elif piece.tag == W + "t":
                yield _letters(piece.text or "", look.font)
            elif piece.tag == W + "sym":
                yield _letters(_sign(piece), piece.get(W + "font") or "")
            elif piece.tag == W + "noBreakHyphen":
                yield "-"
            elif piece.tag == W + "endnoteReference":
                self._ended.append(piece.get(W + "id") or "")
                yield formed(len(self._ended), self._numeral)
            elif piece.get(W + "customMarkFollows") is None:
                self._noted.append(piece.get(W + "id") or "")
                yield str(len(self._noted))

    def _mark(self, mark: str) -> None:
        if mark == "begin":
            self._in_code.append(True)
        elif mark == "separate" and self._in_code:
            self._in_code[-1] = False
        elif mark == "end" and self._in_code:
            self._in_code.pop()


_BOX = W + "txbxContent"


def _in_fallback(piece: etree._Element, run: etree._Element) -> bool:
    """Whether the piece stands in the form of an alternative that is not read."""
    inside: etree._Element | None = piece
    while inside is not None and inside is not run:
        outer = inside.getparent()
        if outer is not None and outer.tag == MC + "AlternateContent" and inside not in branch(outer):
            return True
        inside = outer
    return False


def _letters(text: str, font: str) -> str:
    return symbols.decode(text, font)[0] if symbols.has_signs(text, font) else legacy.decode(text, font)


def _sign(piece: etree._Element) -> str:
    try:
        return chr(int(piece.get(W + "char") or "", 16))
    except (ValueError, OverflowError):
        return "\uf0ff"


def page_texts(sheets: Sheets) -> list[str]:
    """The text of each page in the order it was drawn, without artifacts."""
    return ["".join(_page_text(sheets.once(number))) for number in range(len(sheets))]


def _page_text(sheet: Sheet) -> Iterator[str]:
    buffer = ctypes.create_string_buffer(4096)
    for item in sheet.page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        if not _is_artifact(item.raw):
            yield _object_text(item.raw, sheet.text.raw, buffer)


def _object_text(item: object, text_page: object, buffer: "ctypes.Array[ctypes.c_char]") -> str:
    needed = pdfium.FPDFTextObj_GetText(item, text_page, _wide(buffer), len(buffer) // 2)
    if needed > len(buffer):
        buffer = ctypes.create_string_buffer(needed)
        pdfium.FPDFTextObj_GetText(item, text_page, _wide(buffer), len(buffer) // 2)
    return buffer.raw[: max(needed - 2, 0)].decode("utf-16-le", "replace")


def _wide(buffer: "ctypes.Array[ctypes.c_char]") -> object:
    return ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))


def _is_artifact(item: object) -> bool:
    for at in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, at)
        buffer = ctypes.create_string_buffer(64)
        length = ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, _wide(buffer), len(buffer), ctypes.byref(length))
        if buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace") == "Artifact":
            return True
    return False
