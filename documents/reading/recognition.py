"""Letters read off a scanned page by tesseract, where it is installed with Vietnamese.

What it is not sure of becomes a replacement sign, so that no number, date or name is made of a guess: a field that
rests on such a word is not read at all. Only the pages that carry head and foot are read.

source    evidence: one thread a page (two threads on a busy machine take ten times as long), errors such as "Đẩy" for
          "Đấy" keep full confidence, so whatever comes from here needs a person's eye
"""

import csv
import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

import pypdfium2
from PIL import ImageFilter

from documents.reading import text
from documents.reading.errors import DamagedFile
from documents.reading.paper import Paper
from documents.reading.pdf import PDFIUM_LOCK, Piece, rows_of

LANGUAGE = "vie"
HEAD_PAGES, FOOT_PAGES = 2, 3
DPI = 200
LARGEST_PX = 6_000
TIMEOUT_S = 60
SURE, SURE_OF_FIGURES = 60, 80
"""Confidence out of 100 below which a word, or a word with figures in it, is not believed."""
UNSURE = "\ufffd"
POINTS_PER_INCH = 72


@cache
def is_installed() -> bool:
    """Whether tesseract is here and knows Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    told = subprocess.run([program, "--list-langs"], capture_output=True, check=False, timeout=TIMEOUT_S)
    return LANGUAGE in told.stdout.decode("utf-8", "replace").split()


def recognise(pdf: bytes) -> Paper:
    """A scanned PDF as a paper; its quality stays "scan".

    raises    DamagedFile
    """
    pages = ["\n".join(rows_of(_pieces(picture))) for picture in _pictures(pdf)]
    return text.paper_of_text("\n\n".join(pages), quality="scan")


@dataclass(frozen=True)
class _Word:
    """One recognised word: its box in pixels from the upper left, how sure, and the word."""

    left: float
    top: float
    right: float
    bottom: float
    sure: float
    text: str


def _pictures(pdf: bytes) -> list[bytes]:
    """The pages with head and foot as grey pictures."""
    with PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(reason="pdf") from error
        try:
            last = len(document)
            wanted = sorted({*range(min(HEAD_PAGES, last)), *range(max(0, last - FOOT_PAGES), last)})
            return [_picture(document[number]) for number in wanted]
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise DamagedFile(reason="pdf") from error
        finally:
            document.close()


def _picture(page: pypdfium2.PdfPage) -> bytes:
    scale = min(DPI / POINTS_PER_INCH, LARGEST_PX / max(*page.get_size(), 1.0))
    picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    out = io.BytesIO()
    # Speckles of an old copier cost far more letters than the filter does.
    picture.filter(ImageFilter.MedianFilter(3)).save(out, "PNG")
    return out.getvalue()


def _pieces(picture: bytes) -> list[Piece]:
    program = shutil.which("tesseract") or "tesseract"
    command = [program, "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(DPI), "--psm", "3", "tsv"]
    environment = {"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"}
    try:
        told = subprocess.run(
            command, input=picture, capture_output=True, check=False, timeout=TIMEOUT_S, env=environment
        )
    except subprocess.TimeoutExpired:
        return []
    rows = csv.DictReader(
        io.StringIO(told.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return [_piece(word) for row in rows if (word := _word(row)) is not None]


def _word(row: dict[str, str]) -> _Word | None:
    if row.get("level") != "5" or not (row.get("text") or "").strip():
        return None
    left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
    return _Word(left, top, left + width, top + height, float(row["conf"]), row["text"].strip())


def _piece(word: _Word) -> Piece:
    """A word as the PDF reader knows pieces: points from the left and the bottom."""
    points = POINTS_PER_INCH / DPI
    needed = SURE_OF_FIGURES if any(letter.isdigit() for letter in word.text) else SURE
    believed = word.text if word.sure >= needed else UNSURE * len(word.text)
    size = max((word.bottom - word.top) * points, 4.0)
    return Piece(word.left * points, word.right * points, -word.bottom * points, size, believed)
