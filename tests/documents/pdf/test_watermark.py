"""A copy for preview: pale words across every page, and nothing else changed."""

import io

import page as page_validation
import pikepdf
import pypdfium2
import pytest

from documents.pdf.errors import LetterMissing, PdfAlreadySigned, PdfUnreadable
from documents.pdf.picture import page_texts
from documents.pdf.watermark import watermarked
from tests.documents.typesetting.drafts import lines, page

WORDS = "DỰ THẢO"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return page(lines(*("Trạm đo quan trắc" for _line in range(60)))).pdf


def darkness(pdf: bytes, number: int) -> float:
    """How much of a page is inked, from 0 to 1."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[number].render(scale=0.5).to_pil().convert("L")
    document.close()
    return sum(picture.histogram()[:250]) / (picture.width * picture.height)


def test_every_page_is_marked(pdf):
    made = watermarked(pdf, WORDS)
    for number in range(len(page_texts(pdf))):
        assert darkness(made, number) > darkness(pdf, number) + 0.02


def test_the_words_are_none_of_the_document(pdf):
    assert page_texts(watermarked(pdf, WORDS)) == page_texts(pdf)


def test_the_text_is_drawn_over_the_words(pdf):
    with pikepdf.open(io.BytesIO(watermarked(pdf, WORDS))) as document:
        (first, *_rest) = pikepdf.parse_content_stream(document.pages[0])
    assert str(first.operands[0]) == "/Artifact"


def test_the_copy_is_an_archive_pdf_like_the_original(pdf):
    assert page_validation.validate_pdf_bytes(watermarked(pdf, WORDS), profile="2a").is_compliant


def test_the_same_words_give_the_same_bytes(pdf):
    assert watermarked(pdf, WORDS) == watermarked(pdf, WORDS)


def test_words_run_upwards_on_a_turned_page_too(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.pages[0].Rotate = 90
        out = io.BytesIO()
        document.save(out)
    assert darkness(watermarked(out.getvalue(), WORDS), 0) > darkness(out.getvalue(), 0) + 0.02


def test_a_signed_paper_is_never_marked(corpus):
    signed = [one.read_bytes() for one in sorted((corpus / "pdfsig").glob("*.pdf"))]
    for one in (pdf for pdf in signed if b"/ByteRange" in pdf):
        with pytest.raises(PdfAlreadySigned):
            watermarked(one, WORDS)


def test_letters_we_cannot_draw_are_named(pdf):
    with pytest.raises(LetterMissing):
        watermarked(pdf, "漢")


def test_what_is_no_pdf_is_refused():
    with pytest.raises(PdfUnreadable):
        watermarked(b"%PDF-1.7 broken", WORDS)
