"""What may be prepared, what is refused, and what a prepared file looks like."""

from io import BytesIO

import page
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from documents.pdf.errors import (
    PdfAlreadySigned,
    PdfFontNotEmbedded,
    PdfHasAnnotation,
    PdfHasHiddenParts,
    PdfHasRevisions,
    PdfHasScript,
    PdfUnreadable,
    PlaceOutsidePage,
)
from documents.pdf.fields import Place, Places, prepare
from documents.pdf.lettering import face
from documents.pdf.scan import pre_sign_scan
from tests.documents.pdf.conftest import PLACES


def with_part(pdf: bytes, add) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        add(document)
        document.save(out)
    return out.getvalue()


def script(document):
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def hidden_script(document):
    document.Root.Dests = document.make_indirect(
        Dictionary(A=document.make_indirect(Dictionary(S=Name.JavaScript)))
    )


def comment(document):
    document.pages[0].Annots = Array([document.make_indirect(Dictionary(Subtype=Name.FreeText))])


def form(document):
    document.Root.AcroForm = Dictionary(Fields=Array([]))


def layers(document):
    document.Root.OCProperties = Dictionary()


def system_font(document):
    document.Root.Foo = document.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
    )


def attachment(document):
    document.attachments["ghi-chu.txt"] = b"hidden"


@pytest.mark.parametrize(
    ("part", "refusal"),
    [
        (script, PdfHasScript),
        (hidden_script, PdfHasScript),
        (comment, PdfHasAnnotation),
        (form, PdfHasAnnotation),
        (layers, PdfHasHiddenParts),
        (attachment, PdfHasHiddenParts),
        (system_font, PdfFontNotEmbedded),
    ],
)
def test_what_a_signer_cannot_see_is_refused(rendition, part, refusal):
    with pytest.raises(refusal):
        prepare(with_part(rendition, part), PLACES)


def test_a_fresh_rendition_passes_the_scan(rendition):
    pre_sign_scan(rendition)


def test_a_file_saved_on_top_of_an_older_one_is_refused(rendition):
    with pytest.raises(PdfHasRevisions):
        pre_sign_scan(rendition + b"\nstartxref\n0\n%%EOF\n")


def test_a_signed_file_is_not_prepared_again(signed):
    with pytest.raises(PdfAlreadySigned):
        pre_sign_scan(signed)


@pytest.mark.parametrize("nonsense", [b"%PDF-1.7\nstartxref\n0\n%%EOF\n", b"GIF89a startxref\n5\n%%EOF"])
def test_what_cannot_be_read_is_refused(nonsense):
    with pytest.raises(PdfUnreadable):
        pre_sign_scan(nonsense)


def test_an_encrypted_file_is_refused(rendition):
    out = BytesIO()
    with pikepdf.open(BytesIO(rendition)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(PdfHasHiddenParts):
        pre_sign_scan(out.getvalue())


@pytest.mark.parametrize(
    "outside", [Place(0, 580, 100, 60, 60), Place(3, 10, 10, 60, 60), Place(0, -5, 10, 60, 60)]
)
def test_a_place_outside_the_page_is_refused(rendition, outside):
    with pytest.raises(PlaceOutsidePage):
        prepare(rendition, Places(director=outside, agency=PLACES.agency))


def test_only_the_blanks_that_exist_become_fields(rendition):
    prepared = prepare(
        rendition, Places(director=PLACES.director, agency=PLACES.agency, number=PLACES.number)
    )
    with pikepdf.open(BytesIO(prepared)) as document:
        assert [str(one.T) for one in document.Root.AcroForm.Fields] == ["SoVanBan", "KyGiamDoc", "DauCoQuan"]
        assert Name.NeedAppearances not in document.Root.AcroForm
        assert all(str(one.TU) for one in document.Root.AcroForm.Fields)


def test_preparing_twice_gives_the_same_bytes(rendition, prepared):
    assert prepare(rendition, PLACES) == prepared


@given(tail=st.sampled_from([b"\r", b"\n", b"x\r", b"\r\n"]))
def test_streams_that_end_in_a_line_end_keep_their_length(rendition, tail):
    def odd(document):
        document.Root.PieceInfo = Dictionary(
            A=document.make_indirect(pikepdf.Stream(document, b"abc" + tail))
        )

    report = page.validate_pdf_bytes(prepare(with_part(rendition, odd), PLACES), profile="2a")
    assert not [failure for failure in report.failures if "STREAM-LENGTH" in failure.rule_id]


@given(text=st.text(sorted(face("upright").glyphs), min_size=1, max_size=12))
def test_letters_read_back_from_their_glyph_numbers(text):
    for style in ("upright", "italic"):
        used = face(style)
        assert used.decode(used.encode(text)) == text


def test_digits_are_as_wide_as_in_the_page_font():
    assert face("upright").width_pt("0123456789", 10) == pytest.approx(50)


def test_the_number_stands_in_its_blank(sealed):
    """Looked at: red and blue ink where the signatures are, black between "Số:" and the symbol."""
    document = pypdfium2.PdfDocument(sealed)
    document.init_forms()
    picture = document[0].render(scale=2, may_draw_forms=True).to_pil().convert("RGB")
    document.close()
    blank = picture.crop((2 * 124, 2 * 89, 2 * 150, 2 * 101))
    darkest, _ = blank.convert("L").getextrema()
    assert darkest < 80
    colours = {colour for _, colour in picture.crop((580, 1280, 1020, 1500)).getcolors(1 << 20)}
    assert any(red > 200 and green < 60 for red, green, _ in colours)
    assert any(blue > 100 and red < 60 for red, _, blue in colours)
