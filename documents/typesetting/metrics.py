"""How wide letters of our fonts are: asked before typst is, where a line must be cut by hand."""

import io
from functools import cache
from importlib import resources

from PIL import Image, ImageDraw, ImageFont

_EM = 1000
SIGNS = "VanthuSigns"
# A code no font has a letter for.
_NOWHERE = "\U000ffffd"
_LETTERING_PX = 240


def width_pt(text: str, size_pt: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of a stretch of text in Tinos without kerning, in points."""
    face = ("Bold" if bold else "") + ("Italic" if italic else "") or "Regular"
    return sum(_advance(letter, face) for letter in text) * size_pt


def is_drawn(letter: str) -> bool:
    """Whether one of our fonts has the letter."""
    return _has(letter, "Regular") or _has(letter, SIGNS)


def can_letter(words: str) -> bool:
    """Whether `lettering_png` can draw all of them."""
    return all(_has(letter, "Regular") for letter in words)


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
    file = f"{SIGNS}.ttf" if face == SIGNS else f"Tinos-{face}.ttf"
    place = resources.files("documents.typesetting") / "fonts" / file
    return ImageFont.truetype(str(place), size_px, layout_engine=ImageFont.Layout.BASIC)


@cache
def _advance(letter: str, face: str) -> float:
    return _font(face if _has(letter, face) else SIGNS).getlength(letter) / _EM


@cache
def _has(letter: str, face: str) -> bool:
    """Whether a font draws the letter; all it lacks has one shape there."""
    return letter.isspace() or _shape(letter, face) != _shape(_NOWHERE, face)


def _shape(letter: str, face: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(face).getmask(letter)
    return mask.size, bytes(mask)
