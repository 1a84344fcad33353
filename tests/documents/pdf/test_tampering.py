"""What somebody may do to a document after it was signed or sealed, and that none of it stays unseen."""

import re
import time
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from documents.pdf.revision import RevisionWriter, add_stream
from documents.pdf.seal import Filling
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.documents.pdf.conftest import LOOKED_AT, Office

N = generic.NameObject
Change = Callable[[RevisionWriter], None]


def verdict(office: Office, pdf: bytes) -> str:
    return verify(pdf, trust=office.trust, at=LOOKED_AT).verdict


def changed(pdf: bytes, change: Change) -> bytes:
    """One more revision with this change, as any PDF tool would append it."""
    writer = RevisionWriter.open(pdf)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def field(writer: RevisionWriter, name: str) -> generic.DictionaryObject:
    listed = (reference.get_object() for reference in writer.root["/AcroForm"]["/Fields"])
    return next(one for one in listed if one["/T"] == name)


def page(writer: RevisionWriter) -> generic.DictionaryObject:
    return writer.root["/Pages"]["/Kids"][0]


def set_in(name: str, key: str, value: generic.PdfObject) -> Change:
    def change(writer: RevisionWriter) -> None:
        held = field(writer, name)
        held[N(key)] = value
        writer.update_container(held)

    return change


def in_catalogue(key: str, value: generic.PdfObject) -> Change:
    def change(writer: RevisionWriter) -> None:
        writer.root[N(key)] = value
        writer.update_root()

    return change


def overlay(writer: RevisionWriter) -> None:
    held = page(writer)
    drawn = add_stream(writer, {}, b"q 1 0 0 rg 100 600 300 90 re f Q")
    held[N("/Contents")] = generic.ArrayObject([held.raw_get("/Contents"), drawn])
    writer.update_container(held)


def comment(writer: RevisionWriter) -> None:
    held = page(writer)
    note = generic.DictionaryObject({N("/Type"): N("/Annot"), N("/Subtype"): N("/FreeText")})
    note[N("/Rect")] = generic.ArrayObject([generic.NumberObject(edge) for edge in (90, 600, 300, 660)])
    held["/Annots"].append(writer.add_object(note))
    writer.update_container(held["/Annots"])
    writer.update_container(held)


def other_appearance(writer: RevisionWriter) -> None:
    drawn = add_stream(writer, {"/Subtype": N("/Form")}, b"/Tx BMC EMC")
    held = field(writer, "SoVanBan")
    held[N("/AP")] = generic.DictionaryObject({N("/N"): drawn})
    writer.update_container(held)


def other_font(writer: RevisionWriter) -> None:
    fonts = writer.root["/AcroForm"]["/DR"]["/Font"]
    fonts[N("/VanthuR")] = fonts.raw_get("/VanthuI")
    writer.update_container(writer.root["/AcroForm"])


def other_metadata(writer: RevisionWriter) -> None:
    held = writer.root["/Metadata"]
    writer.root[N("/Metadata")] = add_stream(writer, {}, held.data.replace(b"Th\xe1\xbb\xad", b"KHAC"))
    writer.update_root()


def other_title(writer: RevisionWriter) -> None:
    writer.set_info(generic.DictionaryObject({N("/Title"): generic.TextStringObject("Khác")}))


def no_proof(writer: RevisionWriter) -> None:
    store = writer.root["/DSS"]
    store[N("/OCSPs")] = generic.ArrayObject()
    writer.update_container(store)


def needs_appearances(writer: RevisionWriter) -> None:
    form = writer.root["/AcroForm"]
    form[N("/NeedAppearances")] = generic.BooleanObject(True)
    writer.update_container(form)


def empty_signature_field(writer: RevisionWriter) -> None:
    append_signature_field(writer, SigFieldSpec("ThemVao"))


def visible_signature_field(writer: RevisionWriter) -> None:
    append_signature_field(writer, SigFieldSpec("ThemVao", box=(90, 600, 300, 660)))


def director_gone(writer: RevisionWriter) -> None:
    held = field(writer, "KyGiamDoc")
    del held["/V"]
    writer.update_container(held)


def director_field_gone(writer: RevisionWriter) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    keep = [one for one in fields if one.get_object()["/T"] != "KyGiamDoc"]
    writer.root["/AcroForm"][N("/Fields")] = generic.ArrayObject(keep)
    writer.update_container(writer.root["/AcroForm"])


def unused_object(writer: RevisionWriter) -> None:
    add_stream(writer, {}, b"hidden for later")


SCRIPT = generic.DictionaryObject(
    {N("/S"): N("/JavaScript"), N("/JS"): generic.TextStringObject("app.alert(1)")}
)
CHANGES: dict[str, Change] = {
    "a page overlay": overlay,
    "a comment": comment,
    "another number": set_in("SoVanBan", "/V", generic.TextStringObject("99")),
    "another appearance of the number": other_appearance,
    "a hidden number": set_in("SoVanBan", "/F", generic.NumberObject(2)),
    "a larger seal": set_in(
        "DauCoQuan", "/Rect", generic.ArrayObject(map(generic.NumberObject, (0, 0, 500, 500)))
    ),
    "another field font": other_font,
    "a script": in_catalogue("/OpenAction", SCRIPT),
    "another language": in_catalogue("/Lang", generic.TextStringObject("en")),
    "another version": in_catalogue("/Version", N("/2.0")),
    "other metadata": other_metadata,
    "another title": other_title,
    "regenerated appearances": needs_appearances,
    "an empty signature field": empty_signature_field,
    "a visible signature field": visible_signature_field,
    "the director's signature gone": director_gone,
    "the director's field gone": director_field_gone,
    "an unused object": unused_object,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("stage", ["signed", "sealed", "archived"])
def test_a_change_after_signing_is_seen(office, stage, change, request):
    assert verdict(office, changed(request.getfixturevalue(stage), change)) in ("altered", "invalid")


def test_removed_proof_is_seen(office, archived):
    assert verdict(office, changed(archived, no_proof)) == "altered"


@pytest.mark.parametrize("change", [overlay, other_metadata, unused_object, empty_signature_field])
def test_a_change_between_the_two_signatures_is_seen(office, signed, change):
    assert verdict(office, office.seal(changed(signed, change))) == "altered"


def test_a_number_without_a_seal_is_no_number(office, signed):
    filled = changed(signed, set_in("SoVanBan", "/V", generic.TextStringObject("15")))
    assert verdict(office, filled) == "altered"


def test_the_directors_key_cannot_seal(office, signed):
    report = verify(office.seal(signed, key=office.director), trust=office.trust, at=LOOKED_AT)
    assert report.verdict == "invalid"
    assert "same_signer_twice" in {finding.code for finding in report.findings}


def test_the_file_cut_back_to_the_director_is_signed_not_issued(office, signed, archived):
    assert verdict(office, archived[: len(signed)]) == "signed"


def test_another_root_means_unknown_signer_not_altered(archived):
    assert verify(archived, trust=Trust(), at=LOOKED_AT).verdict == "unknown_signer"


def test_a_digit_changed_in_place_is_seen(office, archived):
    drawn = re.search(rb"Td <([0-9A-F]{8})> Tj", archived)
    assert drawn
    position = drawn.start(1) + 3
    other = bytes([archived[position] ^ 1])
    assert verdict(office, archived[:position] + other + archived[position + 1 :]) == "altered"


def test_a_file_saved_anew_is_not_issued(office, archived):
    out = BytesIO()
    with pikepdf.open(BytesIO(archived)) as document:
        document.save(out)
    assert verdict(office, out.getvalue()) in ("altered", "invalid")


def test_stray_bytes_before_the_header_are_explained(office, archived):
    stray = b"data:application/pdf;"
    report = verify(stray + archived, trust=office.trust, at=LOOKED_AT)
    assert report.verdict == "unverifiable"
    assert f"{len(stray)} byte thừa" in report.findings[0].message


def test_bytes_in_the_padding_are_seen(office, sealed):
    end = sealed.rindex(b"0>")
    assert verdict(office, sealed[:end] + b"1" + sealed[end + 1 :]) == "invalid"


@pytest.mark.parametrize(
    "damage",
    [
        (rb"/ByteRange \[", b"/ByteRangX ["),
        (rb"/ByteRange \[0 ", b"/ByteRange [1 "),
        (rb"/Contents <", b"/Contentx <"),
        (rb"/SubFilter /ETSI\.CAdES\.detached", b"/SubFilter /ETSI.CAdES.detachex"),
        (rb"/Type /Sig\b", b"/Type /Six"),
    ],
    ids=lambda pair: pair[1].decode(),
)
def test_a_damaged_container_is_never_unsigned(office, archived, damage):
    pattern, other = damage
    broken = re.sub(pattern, other, archived)
    assert broken != archived
    assert verdict(office, broken) not in ("issued", "signed", "unsigned")


def test_nothing_that_is_not_a_pdf_raises(office):
    for nonsense in (b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"GIF89a", b"%PDF-1.7\nstartxref\n0\n%%EOF\n" * 9):
        assert verdict(office, nonsense) == "unverifiable"


PROPERTY = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@PROPERTY
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_flipped_bit_goes_unseen(office, archived, where, bit):
    position = int(where * len(archived))
    flipped = bytes([archived[position] ^ (1 << bit)])
    assert verdict(office, archived[:position] + flipped + archived[position + 1 :]) != "issued"


@PROPERTY
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_flipped_bit_in_the_last_container_goes_unseen(office, archived, where, bit):
    start = archived.rindex(b"/Contents <") + len(b"/Contents <")
    used = len(archived[start : archived.index(b">", start)].rstrip(b"0"))
    position = start + int(where * used)
    flipped = bytes([archived[position] ^ (1 << bit)])
    assert verdict(office, archived[:position] + flipped + archived[position + 1 :]) != "issued"


@PROPERTY
@given(where=st.floats(0, 1, exclude_max=True))
def test_no_cut_file_is_issued(office, archived, sealed, where):
    position = int(where * len(archived))
    if position != len(sealed):
        assert verdict(office, archived[:position]) != "issued"


@PROPERTY
@given(where=st.floats(0, 1, exclude_max=True), more=st.binary(min_size=1, max_size=24))
def test_no_insertion_goes_unseen(office, archived, where, more):
    position = int(where * len(archived))
    assert verdict(office, archived[:position] + more + archived[position:]) != "issued"


@PROPERTY
@given(
    tail=st.one_of(st.binary(min_size=1, max_size=64), st.sampled_from([b"\n", b"\r\n", b" ", b"%%EOF\n"]))
)
def test_no_tail_goes_unseen(office, archived, tail):
    assert verdict(office, archived + tail) != "issued"


def test_numbers_filled_before_the_seal_do_not_pass(office, signed):
    """Filling and sealing in two revisions is not how our system works, whoever did it."""
    filled = changed(signed, set_in("ThangBanHanh", "/V", generic.TextStringObject("12")))
    assert verdict(office, office.seal(filled, filling=Filling("15", "06"))) == "altered"


HOSTILE = {
    "a table that points at itself": b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\n0000000000 65535 f \n"
    b"trailer\n<</Root 1 0 R/Size 2/Prev 46>>\nstartxref\n46\n%%EOF\n",
    "five hundred end marks": b"%PDF-1.7\n" + b"startxref\n5\n%%EOF\n" * 500,
    "too many objects": b"%PDF-1.7\n" + b"1 0 obj\n1\nendobj\n" * 250_000 + b"startxref\n5\n%%EOF\n",
    "twenty megabytes of nothing": b"%PDF-1.7\n" + bytes(20 << 20),
    "an endless table": b"%PDF-1.7\nxref\n0 99999999\ntrailer\n<</Root 1 0 R/Size 2>>\nstartxref\n9\n%%EOF\n",
}


@pytest.mark.parametrize("pdf", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_made_to_exhaust_us_is_answered_quickly(office, pdf):
    start = time.process_time()
    assert verdict(office, pdf) == "unverifiable"
    assert time.process_time() - start < 2
