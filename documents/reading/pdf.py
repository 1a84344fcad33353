"""A PDF with a text layer as a paper, its columns kept by position.

A page without text is a picture: `text_quality` says "scan", and reading it is the business of character
recognition elsewhere.
"""

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from threading import Lock

import pypdfium2

from documents.reading import text
from documents.reading.errors import DamagedFile, EncryptedFile, TooBig
from documents.reading.paper import Paper

PAGES = 3_000
PAGES_READ = 300
CHARACTERS = 3_000_000
PAGE_CHARACTERS = 30_000
PAGE_FIELDS = 200
HEAD_PAGES = 2
POINTS_PER_SPACE = 4.0
# In font sizes: letters further apart are two pieces; base lines closer than this are one line.
WORD_GAP = 1.2
SAME_LINE = 0.35
# Times the usual distance of two lines: where a paragraph ends, there is more white.
PARAGRAPH_GAP = 1.3
# PDFium keeps state of its own and is not safe in two threads at once.
PDFIUM_LOCK = Lock()
_PASSWORD_ERROR = 4


def read_pdf(data: bytes) -> Paper:
    """Read the text layer.

    raises    EncryptedFile, DamagedFile, TooBig
    """
    with PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
                raise EncryptedFile() from error
            raise DamagedFile(reason="pdf") from error
        try:
            pages = _pages(document)
        except (pypdfium2.PdfiumError, ValueError, ctypes.ArgumentError) as error:
            raise DamagedFile(reason="pdf") from error
        finally:
            document.close()
    return _paper(pages)


def _pages(document: pypdfium2.PdfDocument) -> list[str]:
    if len(document) > PAGES:
        raise TooBig(part="", what="pages")
    document.init_forms()
    pages: list[str] = []
    for at in range(min(len(document), PAGES_READ)):
        pages.append(_page(document, at))
        if sum(len(text) for text in pages) > CHARACTERS:
            break
    return pages


def _page(document: pypdfium2.PdfDocument, at: int) -> str:
    page = document[at]
    layer = page.get_textpage()
    plain: str = layer.get_text_range().replace("\r\n", "\n").replace("\ufffe", "-")
    # Only the head and the foot have columns; placing every letter of a long paper would take seconds.
    columned = at < HEAD_PAGES or at == len(document) - 1 or "Nơi nhận" in plain
    placed = _placed(layer, _fields(document, page)) if columned else plain
    layer.close()
    page.close()
    return placed


@dataclass
class Piece:
    """Letters that stand together on one line; positions in points from the left and the bottom."""

    left: float
    right: float
    base: float
    size: float
    text: str


@dataclass(frozen=True)
class _Field:
    """A filled text field of a form."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


def _fields(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> list[_Field]:
    """The filled text fields: an issued paper keeps its number and day there, outside the text layer."""
    if document.formenv is None:
        return []
    found: list[_Field] = []
    for at in range(min(pypdfium2.raw.FPDFPage_GetAnnotCount(page), PAGE_FIELDS)):
        annotation = pypdfium2.raw.FPDFPage_GetAnnot(page, at)
        kind = pypdfium2.raw.FPDFAnnot_GetFormFieldType(document.formenv, annotation)
        box = pypdfium2.raw.FS_RECTF()
        if kind == pypdfium2.raw.FPDF_FORMFIELD_TEXTFIELD and pypdfium2.raw.FPDFAnnot_GetRect(
            annotation, box
        ):
            text = field_value(document, annotation, pypdfium2.raw.FPDFAnnot_GetFormFieldValue)
            if text:
                found.append(
                    _Field(box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top), text)
                )
        pypdfium2.raw.FPDFPage_CloseAnnot(annotation)
    return found


def field_value(document: pypdfium2.PdfDocument, annotation: object, read: Callable[..., int]) -> str:
    """A text of a form field as PDFium gives it; `read` says which, its name or its value."""
    length = read(document.formenv, annotation, None, 0)
    buffer = (ctypes.c_ushort * (min(length, 2_000) // 2 + 1))()
    read(document.formenv, annotation, buffer, ctypes.sizeof(buffer))
    return bytes(buffer).decode("utf-16-le", "replace").split("\x00")[0].strip()


def _placed(layer: pypdfium2.PdfTextPage, fields: list[_Field]) -> str:
    """The page as lines of monospaced text: gaps between pieces become spaces, so columns stay apart."""
    rows = _rows(_pieces(layer))
    for field in fields:
        row = next((row for row in rows if field.bottom <= row[0].base <= field.top), None)
        if row is not None:
            row.append(Piece(field.left, field.right, row[0].base, row[0].size, field.text))
    return "\n".join(_spaced(rows))


def rows_of(pieces: Iterable[Piece]) -> list[str]:
    """Pieces of a page as lines of monospaced text, from the top; columns stay apart."""
    return _spaced(_rows(pieces))


def _spaced(rows: list[list[Piece]]) -> list[str]:
    """The rows as text, with an empty line where the white between two is larger than between most."""
    gaps = [above[0].base - below[0].base for above, below in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    written: list[str] = []
    for at, row in enumerate(rows):
        if at and gaps[at - 1] > PARAGRAPH_GAP * usual:
            written.append("")
        written.append(_row_text(sorted(row, key=lambda piece: piece.left)))
    return written


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        if rows and abs(rows[-1][0].base - piece.base) <= SAME_LINE * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _pieces(layer: pypdfium2.PdfTextPage) -> Iterator[Piece]:
    current: Piece | None = None
    for at in range(min(layer.count_chars(), PAGE_CHARACTERS)):
        letter = chr(pypdfium2.raw.FPDFText_GetUnicode(layer, at))
        if letter in "\r\n\x00":
            continue
        left, base, right, size = _position(layer, at)
        if current is not None and _joins(current, left, base):
            current.text += "-" if letter == "\ufffe" else letter
            current.right = max(current.right, right)
        elif not letter.isspace():
            if current is not None:
                yield current
            current = Piece(left, right, base, size, letter)
    if current is not None:
        yield current


def _joins(piece: Piece, left: float, base: float) -> bool:
    near = -2.0 <= (left - piece.right) / piece.size <= WORD_GAP
    return near and abs(base - piece.base) <= SAME_LINE * piece.size


def _position(layer: pypdfium2.PdfTextPage, at: int) -> tuple[float, float, float, float]:
    """(left, base line, right, size) of a letter, in points."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pypdfium2.raw.FPDFText_GetCharOrigin(layer, at, x, y)
    size = pypdfium2.raw.FPDFText_GetFontSize(layer, at) or 1.0
    left, _bottom, right, _top = layer.get_charbox(at, loose=True)
    return min(x.value, left), y.value, right, max(size, 4.0)


def _row_text(row: list[Piece]) -> str:
    written = ""
    edge = 0.0
    for piece in row:
        if not written:
            written = " " * int(min(max(piece.left, 0.0), 600.0) / POINTS_PER_SPACE)
        else:
            gap = min(max(piece.left - edge, 0.0), 600.0)
            written += " " * max(1, int(gap / POINTS_PER_SPACE))
        written += piece.text.rstrip()
        edge = max(edge, piece.right)
    return written


def _paper(pages: list[str]) -> Paper:
    whole = "\n".join(pages)
    letters = sum(letter.isalpha() for letter in whole)
    if letters < 20 * max(len(pages), 1):
        return Paper((), quality="scan")
    return text.paper_of_text(whole, quality=_quality(whole, letters))


def _quality(whole: str, letters: int) -> str:
    """Vietnamese carries a mark on about every fourth letter; a bad recognition loses them or leaves signs."""
    marked = sum(letter.isalpha() and not letter.isascii() for letter in whole)
    odd = whole.count("\ufffd") + sum(whole.count(sign) for sign in "~^|¬§¤")
    return "poor_ocr" if marked < letters * 0.05 or odd > letters * 0.02 else "text"
