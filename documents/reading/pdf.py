"""A PDF with a text layer as a paper, its columns kept by position.

A page without text is a picture: `text_quality` says "scan", and reading it is the business of character
recognition elsewhere.
"""

import ctypes
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]  # ships no types

from documents.reading import text
from documents.reading.errors import DamagedFile, EncryptedFile, TooBig
from documents.reading.paper import Paper

PAGES = 3_000
PAGES_READ = 300
CHARACTERS = 3_000_000
POINTS_PER_SPACE = 4.0
# PDFium keeps state of its own and is not safe in two threads at once.
_PDFIUM = Lock()
_PASSWORD_ERROR = 4


def read_pdf(data: bytes) -> Paper:
    """Read the text layer.

    raises    EncryptedFile, DamagedFile, TooBig
    """
    with _PDFIUM:
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
    pages: list[str] = []
    for at in range(min(len(document), PAGES_READ)):
        page = document[at]
        layer = page.get_textpage()
        pages.append(_page_text(layer))
        layer.close()
        page.close()
        if sum(len(page_text) for page_text in pages) > CHARACTERS:
            break
    return pages


def _page_text(layer: pypdfium2.PdfTextPage) -> str:
    """The page as lines of monospaced text: gaps between pieces become spaces, so columns stay apart."""
    pieces: list[tuple[float, float, float, float, str]] = []
    for at in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(at)
        words = layer.get_text_bounded(left, bottom, right, top).replace("\r", " ").replace("\n", " ").strip()
        if words:
            pieces.append((left, bottom, right, top, words))
    pieces.sort(key=lambda piece: (-(piece[1] + piece[3]), piece[0]))
    rows: list[list[tuple[float, float, float, float, str]]] = []
    for piece in pieces:
        if rows and _on_one_line(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return "\n".join(_row_text(sorted(row)) for row in rows)


def _on_one_line(
    one: tuple[float, float, float, float, str], other: tuple[float, float, float, float, str]
) -> bool:
    middle = (other[1] + other[3]) / 2
    return one[1] <= middle <= one[3]


def _row_text(row: list[tuple[float, float, float, float, str]]) -> str:
    written = ""
    edge = 0.0
    for left, _bottom, right, _top, words in row:
        gap = left - edge
        if not written:
            written = " " * int(min(left, 600) / POINTS_PER_SPACE)
        elif gap > 1.0:
            written += " " * max(1, int(min(gap, 600) / POINTS_PER_SPACE))
        written += words
        edge = right
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
