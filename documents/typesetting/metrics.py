"""How wide letters of our fonts are: asked before typst is, where a line must be cut by hand."""

import io
from functools import cache
from importlib import resources

from PIL import Image, ImageDraw, ImageFont

_EM = 1000
_LETTERING_PX = 240


def width_pt(text: str, size_pt: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of a stretch of text in Tinos without kerning, in points."""
    face = ("Bold" if bold else "") + ("Italic" if italic else "") or "Regular"
    return sum(_advance(letter, face) for letter in text) * size_pt


def lettering_png(words: str, colour: str) -> bytes:
    """The words in one colour on nothing, as large as their ink; `colour` as six hexadecimal digits."""
    font = _font("Regular", _LETTERING_PX)
    left, top, right, bottom = (round(side) for side in font.getbbox(words))
    ink = Image.new("L", (max(right - left, 1), max(bottom - top, 1)))
    ImageDraw.Draw(ink).text((-left, -top), words, font=font, fill=255)
    picture = Image.new("RGB", ink.size, f"#{colour}")
    picture.putalpha(ink)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


@cache
def _font(face: str, size_px: int = _EM) -> ImageFont.FreeTypeFont:
    place = resources.files("documents.typesetting") / "fonts" / f"Tinos-{face}.ttf"
    return ImageFont.truetype(str(place), size_px, layout_engine=ImageFont.Layout.BASIC)


@cache
def _advance(letter: str, face: str) -> float:
    return _font(face).getlength(letter) / _EM
