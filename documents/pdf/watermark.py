"""Large pale words across every page of a copy, for preview and printing: "DỰ THẢO".

The words are a picture under the text, marked as no part of the document: nobody copies or hears them, and the page's
own text stays as it was. What is signed never carries them; see `scan`.
"""

import io
import math
import zlib
from functools import cache

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from documents.pdf.anatomy import has_signature_traces
from documents.pdf.errors import LetterMissing, PdfAlreadySigned
from documents.pdf.lettering import face
from documents.pdf.scan import open_pdf

# Dark enough to be seen on paper, pale enough to read through; our choice.
_INK = "0.85 0.85 0.85 rg"
_SHARE_OF_DIAGONAL = 0.7
_LETTER_PX = 240
_LONGEST = 60
_NAME = Name.VanthuWatermark


def watermarked(pdf: bytes, words: str) -> bytes:
    """A copy of a PDF with large pale words from corner to corner under the text of every page.

    raises    PdfAlreadySigned, PdfUnreadable, PdfHasHiddenParts; LetterMissing for words we cannot draw
    """
    if has_signature_traces(pdf):
        raise PdfAlreadySigned()
    picture = _picture(" ".join(words.split())[:_LONGEST])
    with open_pdf(pdf) as document:
        # A signature may hide in a compressed part, where its traces are not to be seen.
        if any(isinstance(one, Dictionary) and Name.ByteRange in one for one in document.objects):
            raise PdfAlreadySigned()
        mask = document.make_indirect(_mask(document, picture))
        for page in document.pages:
            page.add_resource(mask, Name.XObject, name=_NAME)
            page.contents_add(_drawing(page, str(_NAME), picture).encode("ascii"), prepend=True)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue()


def _drawing(page: pikepdf.Page, name: str, picture: Image.Image) -> str:
    """The page operators that draw the picture from the lower left to the upper right, as the page is looked at."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    wide, high = right - left, top - bottom
    turned = int(page.obj.get(Name.Rotate, 0)) % 360
    across, down = (high, wide) if turned in (90, 270) else (wide, high)
    slope = math.atan2(down, across) + math.radians(turned)
    length = _SHARE_OF_DIAGONAL * math.hypot(wide, high)
    tall = length * picture.height / picture.width
    cos, sin = math.cos(slope), math.sin(slope)
    x = left + wide / 2 - (length * cos - tall * sin) / 2
    y = bottom + high / 2 - (length * sin + tall * cos) / 2
    matrix = (length * cos, length * sin, -tall * sin, tall * cos, x, y)
    placed = " ".join(f"{one:.3f}" for one in matrix)
    artifact = "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC"
    return f"{artifact}\nq {_INK} {placed} cm {name} Do Q\nEMC\n"


def _mask(document: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream:
    """The picture as a stencil: the page's colour goes through where the letters are."""
    mask = pikepdf.Stream(document, zlib.compress(picture.tobytes(), 9))
    mask.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ImageMask=True,
        BitsPerComponent=1,
        Filter=Name.FlateDecode,
    )
    return mask


@cache
def _picture(words: str) -> Image.Image:
    """The words in black and white, as large as their ink."""
    upright = face("upright")
    missing = sorted({letter for letter in words if letter not in upright.glyphs})
    if missing or not words:
        raise LetterMissing(letters="".join(missing))
    font = ImageFont.truetype(io.BytesIO(upright.file), _LETTER_PX)
    left, top, right, bottom = (round(side) for side in font.getbbox(words))
    picture = Image.new("1", (right - left, bottom - top), 1)
    ImageDraw.Draw(picture).text((-left, -top), words, font=font, fill=0)
    return picture
