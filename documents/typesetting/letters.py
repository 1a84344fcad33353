"""The letters of a PDF page with their places, and the stretches they make."""

from collections.abc import Iterator
from ctypes import byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_ITALIC_FLAG = 1 << 6
_SAME_LINE_PT = 1.5
_COLUMN_GAP_EM = 3.0


@dataclass(frozen=True)
class Stretch:
    """Letters beside each other on one line; a wide gap begins another."""

    text: str
    left_pt: float
    right_pt: float
    baseline_pt: float
    size_pt: float

    @property
    def middle_pt(self) -> float:
        return (self.left_pt + self.right_pt) / 2


@dataclass(frozen=True)
class Sheet:
    """One loaded page and the letters on it."""

    page: pypdfium2.PdfPage
    text: pypdfium2.PdfTextPage


class Sheets:
    """The pages of an open document; loading one is dear, so those read twice are kept."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        self._kept: dict[int, Sheet] = {}

    def __len__(self) -> int:
        return len(self._document)

    def kept(self, number: int) -> Sheet:
        if number not in self._kept:
            self._kept[number] = self.once(number)
        return self._kept[number]

    def once(self, number: int) -> Sheet:
        """A page that need not be kept."""
        if number in self._kept:
            return self._kept[number]
        page = self._document[number]
        return Sheet(page, page.get_textpage())


class Letters:
    """One page; indices count PDFium's characters, which are those of `text`."""

    def __init__(self, sheet: Sheet) -> None:
        self.width_pt, self.height_pt = sheet.page.get_size()
        # Held on to: PDFium frees a page nobody holds, and the bare pointer would hang in the air.
        self._sheet = sheet
        self._raw = sheet.text.raw
        count = pdfium.FPDFText_CountChars(self._raw)
        self.text = "".join(chr(pdfium.FPDFText_GetUnicode(self._raw, at) or 32) for at in range(count))

    def origin(self, at: int) -> tuple[float, float]:
        """Where the letter stands on its base line."""
        x, y = c_double(), c_double()
        pdfium.FPDFText_GetCharOrigin(self._raw, at, byref(x), byref(y))
        return x.value, y.value

    def sides(self, at: int) -> tuple[float, float]:
        """Left and right edge of the ink."""
        left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
        pdfium.FPDFText_GetCharBox(self._raw, at, byref(left), byref(right), byref(bottom), byref(top))
        return left.value, right.value

    def size(self, at: int) -> float:
        return float(pdfium.FPDFText_GetFontSize(self._raw, at))

    def is_italic(self, at: int) -> bool:
        flags, name = c_int(), create_string_buffer(128)
        pdfium.FPDFText_GetFontInfo(self._raw, at, name, len(name), byref(flags))
        return b"Italic" in name.raw or b"Oblique" in name.raw or bool(flags.value & _ITALIC_FLAG)

    def stretches(self) -> Iterator[Stretch]:
        """All stretches in the order they were drawn."""
        members: list[int] = []
        last_x, last_y = 0.0, 0.0
        # Asked of every letter of a document: one pair of numbers serves them all.
        x_out, y_out = c_double(), c_double()
        x_at, y_at, raw, origin = byref(x_out), byref(y_out), self._raw, pdfium.FPDFText_GetCharOrigin
        for at, letter in enumerate(self.text):
            if letter.isspace() or letter == "\u00a0":
                continue
            origin(raw, at, x_at, y_at)
            x, y = x_out.value, y_out.value
            step = x - last_x
            # The size is dear to ask for, and only a wide step needs it.
            apart = members and (
                abs(y - last_y) > _SAME_LINE_PT
                or step <= -1
                or (step >= _COLUMN_GAP_EM and step >= _COLUMN_GAP_EM * self.size(at))
            )
            if apart:
                yield self._stretch(members)
                members = []
            members.append(at)
            last_x, last_y = x, y
        if members:
            yield self._stretch(members)

    def _stretch(self, members: list[int]) -> Stretch:
        first, last = members[0], members[-1]
        left, baseline = self.origin(first)
        text = " ".join(self.text[first : last + 1].split())
        return Stretch(text, left, self.sides(last)[1], baseline, self.size(first))
