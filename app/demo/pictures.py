"""A blue signature and a red seal, drawn by us, so that a demonstration shows what the decree asks for.

source  Decree 30/2020/NĐ-CP, annex I, II.7d and II.8: PNG, transparent; blue signature, red seal of real size
"""

import math
from importlib import resources
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

SEAL_MM = 36.0
SIGNATURE_MM = (45.0, 20.0)
BLUE = (20, 60, 170, 255)
RED = (214, 28, 36, 255)
_PIXELS_PER_MM = 300 / 25.4
_SMOOTH = 2


def signature_png(name: str) -> bytes:
    """A running line that differs from name to name; nobody's real hand."""
    width, height = (round(mm * _PIXELS_PER_MM) * _SMOOTH for mm in SIGNATURE_MM)
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.line(_running_line(name, width, height), fill=BLUE, width=9, joint="curve")
    draw.line(
        [(width * 0.12, height * 0.82), (width * 0.55, height * 0.74), (width * 0.93, height * 0.66)],
        fill=BLUE,
        width=7,
        joint="curve",
    )
    return _png(picture, (width // _SMOOTH, height // _SMOOTH))


def seal_png(agency: str, above: str) -> bytes:
    """A round seal: rim, star, the agency's name in the middle, the superior's name on the rim."""
    size = round(SEAL_MM * _PIXELS_PER_MM)
    side = size * _SMOOTH
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    middle = side / 2
    for radius, width in ((0.485, 12), (0.455, 5), (0.33, 5)):
        r = side * radius
        draw.ellipse((middle - r, middle - r, middle + r, middle + r), outline=RED, width=width)
    _on_rim(picture, f"{above.upper()} • MẪU THỬ NGHIỆM • ", side * 0.39)
    draw.polygon(_star(middle, middle - side * 0.16, side * 0.075), fill=RED)
    _in_middle(draw, agency.upper(), middle, side)
    return _png(picture, (size, size))


def _running_line(name: str, width: int, height: int) -> list[tuple[float, float]]:
    seeds = [ord(letter) % 17 / 17 for letter in name] or [0.5]
    points = []
    for step in range(160):
        t = step / 159
        seed = seeds[int(t * (len(seeds) - 1))]
        x = width * (0.06 + 0.86 * t) + math.sin(t * 37) * width * 0.02
        swing = math.sin(t * (26 + 9 * seeds[0])) * (0.30 - 0.17 * t) + math.sin(t * 61 * (0.6 + seed)) * 0.08
        points.append((x, height * (0.45 - swing)))
    return points


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    corners = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * (corner / 5 - 0.5)
        corners.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return corners


def _on_rim(picture: Image.Image, text: str, radius: float) -> None:
    font = _font(round(radius * 0.17))
    middle = picture.width / 2
    for place, letter in enumerate(text):
        angle = 2 * math.pi * place / len(text) - math.pi / 2
        tile = Image.new("RGBA", (font.size * 2, font.size * 2), (0, 0, 0, 0))  # type: ignore[operator]
        ImageDraw.Draw(tile).text((font.size, font.size), letter, font=font, fill=RED, anchor="mm")
        turned = tile.rotate(-math.degrees(angle) - 90, resample=Image.Resampling.BICUBIC)
        x, y = middle + radius * math.cos(angle), middle + radius * math.sin(angle)
        picture.alpha_composite(turned, (round(x - tile.width / 2), round(y - tile.height / 2)))


def _in_middle(draw: ImageDraw.ImageDraw, text: str, middle: float, side: int) -> None:
    font = _font(round(side * 0.052))
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and draw.textlength(longer, font=font) > side * 0.54:
            lines, line = [*lines, line], word
        else:
            line = longer
    for place, part in enumerate([*lines, line]):
        draw.text((middle, middle + side * (0.0 + 0.065 * place)), part, font=font, fill=RED, anchor="mm")


def _font(size: int) -> ImageFont.FreeTypeFont:
    place = resources.files("documents.typesetting.fonts") / "Tinos-Bold.ttf"
    return ImageFont.truetype(BytesIO(place.read_bytes()), size)


def _png(picture: Image.Image, size: tuple[int, int]) -> bytes:
    out = BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(out, "PNG", dpi=(300, 300))
    return out.getvalue()
