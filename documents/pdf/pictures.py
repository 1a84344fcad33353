"""The ink of a signature or seal: a transparent picture as a PDF image, compressed once and kept.

Cleaning and enrolling pictures is `picture`'s work; here a picture is only embedded, without its metadata.
"""

# mypy: disable-error-code="no-untyped-call"

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from documents.pdf.errors import PictureUnreadable

#: More than this prints no better at the size of a seal (36 mm at 600 dpi) and only makes files large.
LARGEST_SIDE_PX = 850

#: A stamp or a pen has one colour; its shades beyond these are noise, which would double the file (looked at).
INKS = 64


@dataclass(frozen=True)
class Ink:
    """The picture as PDF wants it: colours from a palette and transparency apart, both deflated."""

    width_px: int
    height_px: int
    palette: bytes
    colours: bytes
    transparency: bytes


@lru_cache(maxsize=64)
def ink(png: bytes) -> Ink:
    """raises PictureUnreadable; large pictures are scaled down."""
    try:
        with Image.open(BytesIO(png)) as opened:
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as problem:
        raise PictureUnreadable(reason=str(problem)) from problem
    picture.thumbnail((LARGEST_SIDE_PX, LARGEST_SIDE_PX))
    # Invisible pixels still carry colours; made white, they compress to nothing.
    alpha = picture.getchannel("A")
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture.convert("RGB"), mask=alpha.point(lambda value: 255 if value else 0))
    inks = flat.quantize(INKS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    steps = alpha.point([round(value / 17) * 17 for value in range(256)])
    return Ink(
        width_px=picture.width,
        height_px=picture.height,
        palette=bytes(inks.getpalette("RGB") or ()),
        colours=_deflated(inks.tobytes()),
        transparency=_deflated(steps.tobytes()),
    )


def _deflated(pixels: bytes) -> bytes:
    """Compressed so that the last byte is no carriage return, which PDF/A forbids; a pixel's last bit pays for it."""
    deflated = zlib.compress(pixels, 9)
    if not deflated.endswith(b"\r"):
        return deflated
    return _deflated(bytes([pixels[0] ^ 1]) + pixels[1:])


class Picture(PdfImage):
    """pyHanko's image content, drawing from the kept compressed form."""

    def __init__(self, png: bytes) -> None:
        self._ink = ink(png)
        # The name must not be random: the same signature twice gives the same appearance.
        super().__init__(Image.new("L", (self._ink.width_px, self._ink.height_px)), name="Ink")
        self._embedded: tuple[BasePdfFileWriter, generic.IndirectObject] | None = None

    @property
    def image_ref(self) -> generic.IndirectObject:
        assert self.writer is not None
        if self._embedded is None or self._embedded[0] is not self.writer:
            self._embedded = (self.writer, _embed(self._ink, self.writer))
        return self._embedded[1]


def _embed(drawn: Ink, writer: BasePdfFileWriter) -> generic.IndirectObject:
    indexed = generic.ArrayObject(
        [
            generic.NameObject("/Indexed"),
            generic.NameObject("/DeviceRGB"),
            generic.NumberObject(len(drawn.palette) // 3 - 1),
            generic.ByteStringObject(drawn.palette),
        ]
    )
    mask = _image(drawn, generic.NameObject("/DeviceGray"), drawn.transparency)
    colours = _image(drawn, indexed, drawn.colours)
    colours[generic.NameObject("/SMask")] = writer.add_object(mask)
    return writer.add_object(colours)


def _image(drawn: Ink, colour_space: generic.PdfObject, deflated: bytes) -> generic.StreamObject:
    entries: dict[str, Any] = {
        "/Type": generic.NameObject("/XObject"),
        "/Subtype": generic.NameObject("/Image"),
        "/Width": generic.NumberObject(drawn.width_px),
        "/Height": generic.NumberObject(drawn.height_px),
        "/ColorSpace": colour_space,
        "/BitsPerComponent": generic.NumberObject(8),
        "/Filter": generic.NameObject("/FlateDecode"),
    }
    named = {generic.NameObject(key): value for key, value in entries.items()}
    return generic.StreamObject(named, encoded_data=deflated)
