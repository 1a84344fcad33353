"""Pictures of pages, with what form fields and signatures draw."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from documents.pdf.picture import DamagedPdf, page_count, page_picture, page_text
from tests.documents.typesetting.drafts import lines, page


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return page(lines("Lời văn", *["dòng"] * 40)).pdf


@pytest.fixture(scope="module")
def with_field() -> bytes:
    """A page whose only ink is the appearance of a form field."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    ink = made.make_stream(b"0 0 0 rg 0 0 100 100 re f")
    ink.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 100, 100]})
    field = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="SoVanBan",
            F=4,
            Rect=[50, 50, 150, 150],
            AP=pikepdf.Dictionary(N=ink),
        )
    )
    made.pages[0].Annots = pikepdf.Array([field])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def test_a_page_becomes_a_png_of_the_width_asked(pdf):
    picture = opened(page_picture(pdf, 0, width_px=400))
    assert picture.format == "PNG"
    assert picture.width == pytest.approx(400, abs=1)


def test_letters_leave_ink(pdf):
    darkest, _lightest = opened(page_picture(pdf, 0, width_px=400)).convert("L").getextrema()
    assert darkest < 128


def test_what_a_form_field_draws_is_seen(with_field):
    picture = opened(page_picture(with_field, 0, width_px=200)).convert("L")
    assert picture.getpixel((100, 100)) < 128


def test_a_wish_for_an_endless_picture_is_bounded(pdf):
    assert opened(page_picture(pdf, 0, width_px=10**9)).width <= 4001


def test_a_page_like_a_ribbon_is_bounded_too():
    made = pikepdf.new()
    made.add_blank_page(page_size=(3, 14_000))
    out = BytesIO()
    made.save(out)
    assert opened(page_picture(out.getvalue(), 0, width_px=1000)).height <= 6001


def test_pages_are_counted_and_read(pdf):
    assert page_count(pdf) == page_text(pdf).count("\f") + 1 == 2
    assert page_text(pdf).startswith("Lời văn")


@pytest.mark.parametrize("number", [-1, 2, 99])
def test_a_page_that_is_not_there_is_refused(pdf, number):
    with pytest.raises(DamagedPdf):
        page_picture(pdf, number, width_px=100)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no pdf at all"])
def test_a_damaged_file_is_refused(data):
    with pytest.raises(DamagedPdf):
        page_count(data)
