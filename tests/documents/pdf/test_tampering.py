"""What somebody may do to a document after it was signed or sealed, and that none of it stays unseen."""

import re
import time
from functools import partial
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from documents.pdf.revision import RevisionWriter, add_stream
from documents.pdf.seal import Filling
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.attacks.marked import in_field
from tests.attacks.retold import other_metadata, overlay
from tests.attacks.writing import revised
from tests.documents.pdf.conftest import LOOKED_AT, Office
from tests.speed import VERIFYING, seconds_of


def unused_object(writer: RevisionWriter) -> None:
    add_stream(writer, {}, b"hidden for later")


def empty_signature_field(writer: RevisionWriter) -> None:
    append_signature_field(writer, SigFieldSpec("ThemVao"))


def verdict(office: Office, pdf: bytes) -> str:
    return verify(pdf, trust=office.trust, at=LOOKED_AT).verdict


@pytest.mark.parametrize("change", [overlay, other_metadata, unused_object, empty_signature_field])
def test_a_change_between_the_two_signatures_is_seen(office, signed, change):
    assert verdict(office, office.seal(revised(signed, change))) == "altered"


def test_a_number_without_a_seal_is_no_number(office, signed):
    filled = revised(signed, partial(in_field, key="/V", value=generic.TextStringObject("15")))
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
    # Long, because a file's identifier may end in a zero by chance.
    end = sealed.rindex(b"0" * 100 + b">") + 99
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


def test_numbers_filled_before_the_seal_do_not_pass(office, signed):
    """Filling and sealing in two revisions is not how our system works, whoever did it."""
    month = partial(in_field, key="/V", value=generic.TextStringObject("12"), name="ThangBanHanh")
    filled = revised(signed, month)
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
    assert time.process_time() - start < seconds_of(VERIFYING)
