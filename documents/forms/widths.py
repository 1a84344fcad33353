"""How wide a line is in Times New Roman.

source  Tinos, whose letters are as wide as those of Times New Roman
"""

from functools import cache
from importlib import resources

from PIL import ImageFont

_UNITS = 1000
_CUTS = {
    (False, False): "Regular",
    (True, False): "Bold",
    (False, True): "Italic",
    (True, True): "BoldItalic",
}


def width_pt(text: str, size_pt: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of one line, in points."""
    return _cut(bold, italic).getlength(text) * size_pt / _UNITS


@cache
def _cut(bold: bool, italic: bool) -> ImageFont.FreeTypeFont:
    font = resources.files("documents.typesetting.fonts") / f"Tinos-{_CUTS[bold, italic]}.ttf"
    with resources.as_file(font) as file:
        return ImageFont.truetype(str(file), _UNITS)
