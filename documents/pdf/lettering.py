"""The letters form fields are drawn with: two small embedded fonts and the arithmetic of a line of text.

`build_fonts` makes the files; `fields` embeds them in revision 0; `seal` draws with them; `verify` reads them back.
"""

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from documents.pdf.errors import LetterMissing, TextDoesNotFit

Style = Literal["upright", "italic"]

#: The names the fonts have in the form's resources (/AcroForm /DR /Font).
RESOURCE_NAMES: dict[Style, str] = {"upright": "/VanthuR", "italic": "/VanthuI"}

#: Below this a number is no longer readable on paper; our choice.
SMALLEST_SIZE_PT = 7.0


@dataclass(frozen=True)
class Face:
    """One font: its file and its measures in thousandths of the letter size."""

    style: Style
    name: str
    file: bytes
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    italic_angle: float
    glyphs: dict[str, int]
    widths: tuple[int, ...]

    def encode(self, text: str) -> bytes:
        """The glyph numbers of the text, two bytes each; raises LetterMissing."""
        return b"".join(glyph.to_bytes(2, "big") for glyph in self._glyphs_of(text))

    def decode(self, codes: bytes) -> str:
        """The text drawn by glyph numbers; a glyph without a letter reads as U+FFFD."""
        letters = {glyph: letter for letter, glyph in self.glyphs.items()}
        pairs = (int.from_bytes(codes[i : i + 2], "big") for i in range(0, len(codes), 2))
        return "".join(letters.get(pair, "\ufffd") for pair in pairs)

    def width_pt(self, text: str, size_pt: float) -> float:
        """raises LetterMissing."""
        return sum(self.widths[glyph] for glyph in self._glyphs_of(text)) * size_pt / 1000

    def _glyphs_of(self, text: str) -> list[int]:
        missing = sorted({letter for letter in text if letter not in self.glyphs})
        if missing:
            raise LetterMissing(letters="".join(missing))
        return [self.glyphs[letter] for letter in text]


@cache
def face(style: Style) -> Face:
    folder = files("documents.pdf") / "fonts"
    measures = json.loads((folder / "measures.json").read_text(encoding="utf-8"))[style]
    return Face(
        style=style,
        name=measures["name"],
        file=(folder / f"{style}.ttf").read_bytes(),
        box=tuple(measures["box"]),
        ascent=measures["ascent"],
        descent=measures["descent"],
        cap_height=measures["cap_height"],
        italic_angle=measures["italic_angle"],
        glyphs=measures["glyphs"],
        widths=tuple(measures["widths"]),
    )


def fitting_size_pt(style: Style, text: str, *, wanted_pt: float, width_pt: float) -> float:
    """The wanted letter size, or the largest smaller one (in quarters of a point) at which the text fits.

    raises    TextDoesNotFit when even SMALLEST_SIZE_PT is too wide
    """
    size_pt = wanted_pt
    while face(style).width_pt(text, size_pt) > width_pt:
        size_pt -= 0.25
        if size_pt < SMALLEST_SIZE_PT:
            raise TextDoesNotFit(text=text, width_pt=width_pt)
    return size_pt


def appearance(
    style: Style,
    text: str,
    *,
    size_pt: float,
    width_pt: float,
    baseline_pt: float,
    start_pt: float | None = None,
) -> bytes:
    """The content stream that draws one line of text in a field's box, centred where no start is given."""
    used = face(style)
    if start_pt is None:
        start_pt = (width_pt - used.width_pt(text, size_pt)) / 2
    codes = used.encode(text).hex().upper()
    drawing = (
        f"BT {RESOURCE_NAMES[style]} {size_pt:g} Tf 0 g {start_pt:.3f} {baseline_pt:.3f} Td <{codes}> Tj ET"
    )
    return f"/Tx BMC q {drawing} Q EMC".encode("ascii")


def plain(text: str) -> str:
    """The text as it is compared and drawn: composed letters, no blanks around."""
    return unicodedata.normalize("NFC", text).strip()
