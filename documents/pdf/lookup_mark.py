"""The mark at the foot of page one by which anybody can ask for a paper (mã tra cứu): a QR square, the code beside it.

It is drawn into revision 0, before anybody signs, and marked as no part of the text: nobody copies or hears it, and
what the page says stays as it was. The code says nothing by itself; the issue log knows what it stands for.
"""

import io
import re
import secrets
import zlib
from dataclasses import dataclass
from urllib.parse import urlsplit

import pikepdf
import pypdfium2
import segno
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from documents.pdf.lettering import face

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 signs without those people confuse (Crockford's base 32)."""
LENGTH, GROUP = 16, 4
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")

_POINTS_PER_MM = 72 / 25.4
_DOTS_PER_MM = 24
# The foot of a page is 20 to 25 mm deep (Decree 30, annex I, I.2), and office printers leave 5 mm of it white.
_EDGE_MM, _SQUARE_MM, _LETTERS_MM, _GAP_MM = 6.0, 12.0, 2.3, 1.5
_LEFT_MM, _RIGHT_MM = 30.0, 15.0
_NAME = Name.VanthuLookup
_DRAWN = re.compile(rb"/Artifact <</Type /Pagination /Subtype /Footer /VanthuCode \(([0-9A-Z]{16})\)>> BDC")


@dataclass(frozen=True)
class LookupMark:
    """Where to ask, an http address that the code is put behind, and the code."""

    address: str
    code: str

    @property
    def link(self) -> str:
        return f"{self.address.rstrip('/')}/{self.code}"


def new_code() -> str:
    """A code nobody guesses: 80 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def printed_code(code: str) -> str:
    """ "7H2K-…": in groups, as people read it to each other."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def typed_code(text: str) -> str | None:
    """What somebody typed, as a code; None when it cannot be one."""
    plain = re.sub(r"[\s\-–]", "", text.upper()).replace("O", "0").replace("I", "1").replace("L", "1")
    return plain if CODE.fullmatch(plain) else None


def draw(document: pikepdf.Pdf, pdf: bytes, mark: LookupMark) -> bool:
    """Draw the mark on the first page, at the left or, where that is taken, at the right of the foot.

    pdf        the bytes the document was opened from, to see where its text stands
    returns    False when there is no white left for it; nothing is drawn then
    """
    picture = _picture(mark)
    page = document.pages[0]
    left, bottom, right, _ = (float(side) for side in page.mediabox)
    wide, high = (side / _DOTS_PER_MM * _POINTS_PER_MM for side in picture.size)
    edge, at_left, at_right = (mm * _POINTS_PER_MM for mm in (_EDGE_MM, _LEFT_MM, _RIGHT_MM))
    if page.obj.get(Name.Rotate, 0) or right - left < at_left + wide + at_right:
        return False
    for x in (left + at_left, right - at_right - wide):
        box = (x, bottom + edge, x + wide, bottom + edge + high)
        if not _taken(pdf, box):
            stencil = document.make_indirect(_stencil(document, picture))
            page.add_resource(stencil, Name.XObject, name=_NAME)
            page.contents_add(_drawing(mark, box).encode("ascii"))
            return True
    return False


def lookup_code(pdf: bytes) -> str | None:
    """The code drawn on a file of ours; None when it has none. For bytes that are proved already."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        content = document.pages[0].obj.get(Name.Contents)
        streams = content if isinstance(content, pikepdf.Array) else [content]
        drawn = [_DRAWN.search(one.read_bytes()) for one in streams if isinstance(one, pikepdf.Stream)]
    codes = [found.group(1).decode("ascii") for found in drawn if found]
    return codes[0] if len(codes) == 1 else None


def _taken(pdf: bytes, box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = box
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[0].get_textpage().get_text_bounded(left, bottom, right, top)
    finally:
        document.close()
    return bool(text.strip())


def _drawing(mark: LookupMark, box: tuple[float, float, float, float]) -> str:
    x, y, right, top = box
    artifact = f"/Artifact <</Type /Pagination /Subtype /Footer /VanthuCode ({mark.code})>> BDC"
    return f"\n{artifact}\nq 0 g {right - x:.3f} 0 0 {top - y:.3f} {x:.3f} {y:.3f} cm {_NAME} Do Q\nEMC\n"


def _picture(mark: LookupMark) -> Image.Image:
    """Square and words in black and white, side by side."""
    square = _square(mark.link)
    site = urlsplit(mark.address)
    lines = ("Kiểm tra văn bản tại", f"{site.netloc}{site.path}", f"Mã tra cứu: {printed_code(mark.code)}")
    font = ImageFont.truetype(io.BytesIO(face("upright").file), round(_LETTERS_MM * 1.2 * _DOTS_PER_MM))
    gap, step = round(_GAP_MM * _DOTS_PER_MM), square.height // len(lines)
    wide = max(round(font.getlength(line)) for line in lines)
    picture = Image.new("1", (square.width + gap + wide, square.height), 1)
    picture.paste(square, (0, 0))
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((square.width + gap, number * step + step // 2), line, font=font, fill=0, anchor="lm")
    return picture


def _square(text: str) -> Image.Image:
    """The QR square, a whole number of dots to a module; the white of the page is its quiet zone."""
    rows = list(segno.make(text, error="m", micro=False).matrix)
    dots = max(1, round(_SQUARE_MM * _DOTS_PER_MM / len(rows)))
    small = Image.new("1", (len(rows), len(rows)), 1)
    small.putdata([0 if module else 1 for row in rows for module in row])
    return small.resize((len(rows) * dots, len(rows) * dots), Image.Resampling.NEAREST)


def _stencil(document: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream:
    """The picture as a stencil: the page's colour goes through where it is black."""
    stencil = pikepdf.Stream(document, zlib.compress(picture.tobytes(), 9))
    stencil.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ImageMask=True,
        BitsPerComponent=1,
        Filter=Name.FlateDecode,
    )
    return stencil
