"""Every Vietnamese letter is drawn as ink: like in its font, unlike every other, and not cut off."""

import io
import unicodedata
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest
from docx.document import Document
from docx.shared import Pt
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageFont

from documents.pdf.fields import Place
from documents.pdf.fonts_in_form import form_fonts
from documents.pdf.lettering import appearance, face
from documents.typesetting.compiler import fonts
from documents.typesetting.letters import Letters, Sheets
from tests.documents.typesetting.drafts import drafted, page

SCALE = 6  # pixels of a point
VOWELS = "aăâeêioôơuưy"
MARKS = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + mark) for vowel in VOWELS for mark in MARKS] + ["đ"]
LETTERS = SMALL + [letter.upper() for letter in SMALL]


def ink(picture: Image.Image) -> Image.Image:
    """The inked part of a picture."""
    dark = picture.convert("L").point(lambda shade: 255 if shade < 200 else 0)
    box = dark.getbbox()
    assert box is not None, "nothing is drawn"
    return dark.crop(box)


def assert_drawn(pictures: list[Image.Image], heights_px: list[float]) -> None:
    """Each letter with all its marks, and no two alike."""
    for letter, picture, height in zip(LETTERS, pictures, heights_px, strict=True):
        assert picture.height == pytest.approx(height, abs=2.5), letter
    seen = {
        (picture.size, picture.tobytes()): letter for letter, picture in zip(LETTERS, pictures, strict=True)
    }
    assert len(seen) == len(LETTERS)


def heights(font: ImageFont.FreeTypeFont, size_pt: float) -> list[float]:
    """How tall each letter is in pixels; the font is opened large, so that no hint moves its edges."""
    boxes = [font.getbbox(letter, anchor="ls") for letter in LETTERS]
    return [(bottom - top) * size_pt * SCALE / font.size for _left, top, _right, bottom in boxes]


def test_there_are_146_letters():
    assert len(set(LETTERS)) == 146


@pytest.mark.parametrize("size_pt", [14, 11])
def test_each_letter_is_drawn_whole_at_the_top_of_its_cell(size_pt):
    def write(document: Document) -> None:
        table = document.add_table(len(LETTERS), 1)
        for row, letter in zip(table.rows, LETTERS, strict=True):
            row.cells[0].paragraphs[0].paragraph_format.space_after = Pt(0)
            row.cells[0].paragraphs[0].add_run(letter).font.size = Pt(size_pt)

    pictures = list(letters_on(page(drafted(write)).pdf))
    place = next(one.path for one in fonts().fonts() if one.path and one.path.endswith("Tinos-Regular.ttf"))
    assert_drawn(pictures, heights(ImageFont.truetype(place, 2000), size_pt))


def letters_on(pdf: bytes) -> Iterator[Image.Image]:
    """The ink of each letter of the pages."""
    document = pypdfium2.PdfDocument(pdf)
    sheets = Sheets(document)
    for number in range(len(sheets)):
        letters = Letters(sheets.once(number))
        whole = document[number].render(scale=SCALE).to_pil()
        for at, letter in enumerate(letters.text):
            if letter.isspace():
                continue
            (left, right), (_x, base) = letters.sides(at), letters.origin(at)
            size = letters.size(at)
            top = letters.height_pt - base - 1.03 * size
            box = (left - 1, top, right + 1, letters.height_pt - base + 0.3 * size)
            yield ink(whole.crop([round(side * SCALE) for side in box]))
    document.close()


@pytest.mark.parametrize("style", ["upright", "italic"])
@pytest.mark.parametrize("size_pt", [14, 13, 9])
def test_each_letter_is_drawn_whole_in_a_field(style, size_pt):
    # As high as the place a blank of the page gives: see `places`.
    place = Place(
        0, 10, 10, 30, 1.2 * size_pt, baseline_pt=12, font_size_pt=size_pt, italic=style == "italic"
    )
    pictures = list(fields_with(place))
    font = ImageFont.truetype(io.BytesIO(face(style).file), 2000)
    assert_drawn(pictures, heights(font, size_pt))


def fields_with(place: Place) -> Iterator[Image.Image]:
    """The ink of a field of this shape with each letter in turn, clipped to the field as a viewer clips it."""
    left, bottom, right, top = place.box
    with pikepdf.new() as document:
        resources = form_fonts(document)
        for letter in LETTERS:
            wide, high = right - left, top - bottom
            depth = -face(place.style).descent * place.font_size_pt / 1000
            drawn = appearance(
                place.style, letter, size_pt=place.font_size_pt, width_pt=wide, baseline_pt=depth
            )
            form = document.make_stream(drawn)
            form.stream_dict = Dictionary(
                Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, wide, high]), Resources=resources
            )
            sheet = document.add_blank_page(page_size=(50, 50))
            name = sheet.add_resource(form, Name.XObject)
            sheet.contents_add(f"q 1 0 0 1 {left} {bottom} cm {name} Do Q".encode())
        out = io.BytesIO()
        document.save(out)
    shown = pypdfium2.PdfDocument(out.getvalue())
    for number in range(len(shown)):
        yield ink(shown[number].render(scale=SCALE).to_pil())
    shown.close()
