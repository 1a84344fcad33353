"""The agency's signature where no seal is shown: one line of letters in the top right corner of page one.

Annexes in files of their own and electronic copies are signed like this, by the agency alone. Here the page is
prepared, the line worded and read again, and the file signed; `line_construction` judges it.

source  Decree 30/2020/NĐ-CP, annex I, part I III.1d and part II (ô 14): no picture; Times New Roman 10, upright, black
"""

# mypy: disable-error-code="no-untyped-call"

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Literal

import pikepdf
from pikepdf import Name
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import MDPPerm
from pyhanko.stamp import BaseStampStyle

from documents.pdf.errors import PdfPageTurned
from documents.pdf.fields import LINE_FIELD, Place, baseline_pt, prepare_signature
from documents.pdf.keys import SigningKey
from documents.pdf.lettering import appearance, face, fitting_size_pt, plain
from documents.pdf.pending import PendingSignature
from documents.pdf.revision import Claim, RevisionWriter, check_fillable, check_unsigned, sign_revision
from documents.pdf.scan import open_pdf, pre_sign_scan
from documents.pdf.seal import form_entries, put_picture

SIZE_PT = 10.0
HANOI_TIME = timezone(timedelta(hours=7))
CopyForm = Literal["SAO Y", "SAO LỤC", "TRÍCH SAO"]

MATRICES: dict[int, tuple[int, int, int, int, int, int] | None] = {
    0: None,
    90: (0, 1, -1, 0, 0, 0),
    180: (-1, 0, 0, -1, 0, 0),
    270: (0, -1, 1, 0, 0, 0),
}
"""How a picture is turned so that it reads upright on a page shown turned clockwise by so many degrees."""

_DEEPEST = 32
_POINTS_PER_MM = 72 / 25.4
# The upper margin is 20 to 25 mm deep, the right one 15 to 20 (annex I, I.2): the line stands in the first.
_SIDE_MM, _TOP_MM, _HEIGHT_PT = 15.0, 9.0, 14.0
_ANNEX = re.compile(r"Số: (?P<name>\S.{0,98}); (?P<at>\d\d/\d\d/\d{4}; \d\d:\d\d:\d\d \+07:00)")
_COPY = re.compile(
    r"(?P<form>SAO Y|SAO LỤC|TRÍCH SAO); (?P<name>\S.{0,198}); (?P<at>\d\d/\d\d/\d{4}; \d\d:\d\d:\d\d \+07:00)"
)


@dataclass(frozen=True)
class AgencyLine:
    """What the line says.

    form    of a copy (hình thức sao); None on an annex
    name    number and symbol of the paper an annex belongs to, or the agency that made the copy
    at      to the second
    """

    form: CopyForm | None
    name: str
    at: datetime

    @property
    def text(self) -> str:
        """ "Số: 15/KH-…; 06/12/2021; 10:00:07 +07:00", "SAO Y; Sở …; 06/12/2021; 10:00:07 +07:00"."""
        head = f"{self.form}; " if self.form else "Số: "
        return plain(f"{head}{self.name}; {self.at.astimezone(HANOI_TIME):%d/%m/%Y; %H:%M:%S} +07:00")


def read_line(text: str) -> AgencyLine | None:
    """The line as it was worded; None for letters we would not write."""
    found = _ANNEX.fullmatch(text) or _COPY.fullmatch(text)
    if found is None:
        return None
    said: dict[str, Any] = found.groupdict()
    try:
        at = datetime.strptime(said["at"], "%d/%m/%Y; %H:%M:%S +07:00").replace(tzinfo=HANOI_TIME)
    except ValueError:
        return None
    line = AgencyLine(said.get("form"), said["name"], at)
    return line if line.text == text else None


def prepare_line(pdf: bytes) -> bytes:
    """An annex or a copy with the place for the agency's line, still unsigned; nothing on its pages changes.

    raises    PdfRefused (see `scan`), PdfPageTurned
    """
    pre_sign_scan(pdf)
    with open_pdf(pdf) as document:
        turned = _turned(document.pages[0].obj)
        return prepare_signature(document, LINE_FIELD, _corner(document, turned), turned=turned)


def sign_line(prepared: bytes, key: SigningKey, line: AgencyLine) -> PendingSignature:
    """The agency signs: certification that lets only proof follow, PAdES, without its timestamp.

    The signature's own clock says the same second as the line.
    raises    KeyExpired, KeyNotYetValid, NotPrepared, TextDoesNotFit, LetterMissing
    """
    claim = Claim(line.at.astimezone(HANOI_TIME).replace(microsecond=0))
    key.check_valid_at(claim.at)
    writer = RevisionWriter.open(prepared)
    check_unsigned(writer)
    check_fillable(writer, LINE_FIELD)
    _draw(writer, line.text)
    return sign_revision(
        writer, key, LINE_FIELD, picture=AsDrawn(), claim=claim, permissions=MDPPerm.FILL_FORMS
    )


def drawn_line(text: str, width_pt: float) -> bytes:
    """The line as it stands at the right edge of its field, smaller where the office has a very long name."""
    size_pt = fitting_size_pt("upright", text, wanted_pt=SIZE_PT, width_pt=width_pt)
    start_pt = width_pt - face("upright").width_pt(text, size_pt)
    return appearance(
        "upright",
        text,
        size_pt=size_pt,
        width_pt=width_pt,
        baseline_pt=baseline_pt("upright", SIZE_PT),
        start_pt=start_pt,
    )


class AsDrawn(BaseStampStyle):
    """Leaves the field's picture as it was drawn by hand."""

    def create_stamp(self, writer: Any, box: Any, text_params: Any) -> None:
        del writer, box, text_params


def _draw(writer: RevisionWriter, text: str) -> None:
    fields = (reference.get_object() for reference in writer.root["/AcroForm"]["/Fields"])
    field = next(one for one in fields if one.get("/T") == LINE_FIELD)
    (wide, high), matrix = run_of(field)
    entries = form_entries(writer, "upright", wide, high)
    if matrix is not None:
        entries["/Matrix"] = generic.ArrayObject([generic.NumberObject(one) for one in matrix])
    put_picture(writer, field, entries, drawn_line(text, wide))


def run_of(
    field: generic.DictionaryObject,
) -> tuple[tuple[float, float], tuple[int, int, int, int, int, int] | None]:
    """Length and height of the line in its field, and how it is turned for a page that is shown turned."""
    x1, y1, x2, y2 = (float(edge) for edge in field["/Rect"])
    turned = int(field.get("/MK", {}).get("/R", 0))
    size = (x2 - x1, y2 - y1) if turned % 180 == 0 else (y2 - y1, x2 - x1)
    return size, MATRICES[turned]


def _turned(page: Any) -> int:
    """How far the page is shown turned clockwise; the mark may stand above it.

    raises    PdfPageTurned for what is no right angle
    """
    for _ in range(_DEEPEST):
        if Name.Rotate in page:
            turned = int(page.Rotate) % 360
            if turned not in MATRICES:
                raise PdfPageTurned(degrees=turned)
            return turned
        if Name.Parent not in page:
            break
        page = page.Parent
    return 0


def _corner(document: pikepdf.Pdf, turned: int) -> Place:
    """The line's place at the top of the page as it is shown."""
    edges = [float(edge) for edge in document.pages[0].cropbox]
    left, right, bottom, top = *sorted(edges[::2]), *sorted(edges[1::2])
    side, down = _SIDE_MM * _POINTS_PER_MM, _TOP_MM * _POINTS_PER_MM
    if turned % 180 == 0:
        y = top - down - _HEIGHT_PT if turned == 0 else bottom + down
        return Place(0, left + side, y, right - left - 2 * side, _HEIGHT_PT, font_size_pt=SIZE_PT)
    # Shown turned clockwise, the left edge of the page is its upper one; turned the other way, the right edge.
    x = left + down if turned == 90 else right - down - _HEIGHT_PT
    return Place(0, x, bottom + side, _HEIGHT_PT, top - bottom - 2 * side, font_size_pt=SIZE_PT)
