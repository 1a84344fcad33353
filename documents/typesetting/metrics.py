"""How wide letters of our fonts are: asked before typst is, where a line must be cut by hand."""

from functools import cache
from importlib import resources

from PIL import ImageFont

_EM = 1000


def width_pt(text: str, size_pt: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of a stretch of text in Tinos without kerning, in points."""
    face = ("Bold" if bold else "") + ("Italic" if italic else "") or "Regular"
    return sum(_advance(letter, face) for letter in text) * size_pt


@cache
def _font(face: str) -> ImageFont.FreeTypeFont:
    place = resources.files("documents.typesetting") / "fonts" / f"Tinos-{face}.ttf"
    return ImageFont.truetype(str(place), _EM, layout_engine=ImageFont.Layout.BASIC)


@cache
def _advance(letter: str, face: str) -> float:
    return _font(face).getlength(letter) / _EM
