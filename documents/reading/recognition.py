"""Letters read off a scanned page by tesseract, where it is installed with Vietnamese.

What it is not sure of becomes a replacement sign, so that no number, date or name is made of a guess: a field that
rests on such a word is not read at all. Only the pages that carry head and foot are read.

source    evidence: one thread a page (two threads on a busy machine take ten times as long), errors such as "Đẩy" for
          "Đấy" keep full confidence, so whatever comes from here needs a person's eye
"""

import csv
import io
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from statistics import median

import pypdfium2
from PIL import Image, ImageFilter

from documents.reading import text
from documents.reading.errors import DamagedFile
from documents.reading.paper import Paper
from documents.reading.pdf import PDFIUM_LOCK, Piece, rows_of

LANGUAGE = "vie"
HEAD_PAGES, FOOT_PAGES = 2, 3
DPI = 300
DOUBTFUL = 0.1
COLUMN_GAP = 2.0
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
    return text.paper_of_text("\n\n".join(map(_page, _pictures(pdf))), quality="scan")


@dataclass(frozen=True)
class _Word:
    """One recognised word: its line, its box in pixels from the upper left, how sure, and the word."""

    line: tuple[str, ...]
    left: float
    right: float
    top: float
    bottom: float
    sure: float
    text: str

    @property
    def believed(self) -> str:
        needed = SURE_OF_FIGURES if any(letter.isdigit() for letter in self.text) else SURE
        return self.text if self.sure >= needed else UNSURE * len(self.text)


def _pictures(pdf: bytes) -> list[Image.Image]:
    """The pages with head and foot in grey."""
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


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    scale = min(DPI / POINTS_PER_INCH, LARGEST_PX / max(*page.get_size(), 1.0))
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture.convert("L")


def _page(picture: Image.Image) -> str:
    words = _words(picture)
    if sum(word.believed != word.text for word in words) > DOUBTFUL * len(words):
        # Speckles of an old copier: smoothing costs a clean page its finest marks, so it is the second try.
        words = _words(picture.filter(ImageFilter.MedianFilter(3)))
    lines = (list(line) for _, line in groupby(words, key=lambda word: word.line))
    return "\n".join(rows_of(piece for line in lines for piece in _pieces(line)))


def _words(picture: Image.Image) -> list[_Word]:
    out = io.BytesIO()
    picture.save(out, "PNG")
    program = shutil.which("tesseract") or "tesseract"
    command = [program, "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(DPI), "--psm", "3", "tsv"]
    environment = {"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"}
    try:
        told = subprocess.run(
            command,
            input=out.getvalue(),
            capture_output=True,
            check=False,
            timeout=TIMEOUT_S,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return []
    written = io.StringIO(told.stdout.decode("utf-8", "replace"))
    rows = csv.DictReader(written, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [word for row in rows if (word := _word(row)) is not None]


def _word(row: dict[str, str]) -> _Word | None:
    if row.get("level") != "5" or not (row.get("text") or "").strip():
        return None
    left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
    line = tuple(row[name] for name in ("block_num", "par_num", "line_num"))
    return _Word(line, left, left + width, top, top + height, float(row["conf"]), row["text"].strip())


def _pieces(line: list[_Word]) -> list[Piece]:
    """A line as the PDF reader knows pieces, in points from the left and the bottom, cut where a column ends."""
    points = POINTS_PER_INCH / DPI
    # Tails and marks move the box of a word; the line's letters stand on one base all the same.
    base = -median(word.bottom for word in line) * points
    size = max(median(word.bottom - word.top for word in line) * points, 4.0)
    pieces: list[Piece] = []
    for word in line:
        left, right = word.left * points, word.right * points
        if pieces and left - pieces[-1].right < COLUMN_GAP * size:
            pieces[-1].text += f" {word.believed}"
            pieces[-1].right = right
        else:
            pieces.append(Piece(left, right, base, size, word.believed))
    return pieces
