"""Papers as other agencies' tools send them: certified first, then number, day and seal as signatures of their own.

Look-alikes of what a field study found; the real ones hold people's names and are not kept.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP384R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import CertificateBuilder, NameAttribute
from cryptography.x509 import Name as DistinguishedName
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.devpki import DevPki
from documents.pdf.keys import load_pkcs12
from documents.pdf.revision import RevisionWriter, add_stream
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.attacks.bases import (
    SIGNATURE_BOX,
    STAMPS,
    OfficeStamper,
    approved,
    closed_and_stamped,
    freeing,
    genuine,
    saved,
    sent,
    signed_by,
)
from tests.attacks.bases import paper as paper_base
from tests.attacks.shadowed import bait
from tests.attacks.writing import field, revised
from tests.documents.pdf.conftest import LOOKED_AT, SIGNED_AT, Office
from tests.speed import VERIFYING, seconds_of

N = generic.NameObject


@pytest.fixture(scope="module")
def paper(office: Office) -> bytes:
    return sent(office)


@pytest.fixture
def trust(office: Office) -> Trust:
    """Such files carry no issuing authority, so the office must know it."""
    return Trust(roots=office.trust.roots, intermediates=office.agency.chain)


def codes(report) -> set[str]:
    return {finding.code for finding in report.findings}


def test_a_paper_from_another_agency_is_issued(paper, trust):
    report = verify(paper, trust=trust, at=LOOKED_AT)
    assert report.verdict == "issued"
    assert (report.profile, report.level) == ("interop", "CMS-T")
    assert [one.role for one in report.signatures] == ["person", "agency", "agency", "agency"]
    assert "no_signing_certificate_attribute" in codes(report)


def test_without_its_authority_the_signer_is_unknown(office, paper):
    assert verify(paper, trust=office.trust, at=LOOKED_AT).verdict == "unknown_signer"


def test_under_the_own_profile_it_is_not_ours(paper, trust):
    assert verify(paper, trust=trust, at=LOOKED_AT, profile="own").verdict not in ("issued", "signed")


def test_a_computers_clock_is_told_as_such(office, trust):
    report = verify(sent(office, at=None), trust=trust, at=datetime.now(UTC) + timedelta(hours=1))
    assert report.verdict == "issued"
    assert "time_from_computer" in codes(report)


def test_a_paper_without_a_seal_is_only_signed(office, trust):
    assert verify(sent(office, stamps={}), trust=trust, at=LOOKED_AT).verdict == "signed"


def test_numbers_freed_that_never_held_anything_are_harmless(paper, trust):
    assert verify(freeing(paper, unused=True), trust=trust, at=LOOKED_AT).verdict == "issued"


def test_a_freed_object_is_a_change(paper, trust):
    assert verify(freeing(paper, unused=False), trust=trust, at=LOOKED_AT).verdict in (
        "altered",
        "unverifiable",
    )


def test_a_comment_added_at_the_end_is_a_change(paper, trust):
    writer = RevisionWriter.open(paper)
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject({N("/Type"): N("/Annot"), N("/Subtype"): N("/FreeText")})
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    assert verify(out.getvalue(), trust=trust, at=LOOKED_AT).verdict == "altered"


def test_a_stamp_by_a_stranger_is_unknown(office, paper, trust, tmp_path_factory):
    elsewhere = DevPki.create(tmp_path_factory.mktemp("elsewhere"), starts_at=SIGNED_AT)
    stranger = load_pkcs12(elsewhere.issue_agency("Sở Khác", password="khác"), "khác")
    stamped = signed_by(paper, office, stranger, "Signature9", (100, 600, 300, 700))
    assert verify(stamped, trust=trust, at=LOOKED_AT).verdict == "unknown_signer"


def test_content_added_before_the_next_stamp_is_a_change(office, paper, trust):
    writer = RevisionWriter.open(paper)
    page = writer.root["/Pages"]["/Kids"][0]
    drawn = add_stream(writer, {}, b"q 0 0 100 100 re f Q")
    page[N("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), drawn])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    covered = signed_by(out.getvalue(), office, office.agency, "Signature5", (10, 10, 90, 90))
    assert verify(covered, trust=trust, at=LOOKED_AT).verdict == "altered"


def test_stray_bytes_from_a_web_server_are_explained(paper, trust):
    report = verify(b"data:application/pdf;" + paper, trust=trust, at=LOOKED_AT)
    assert report.verdict == "unverifiable"
    assert "21 byte thừa" in report.findings[0].message
    assert "còn nguyên vẹn" in report.findings[0].message


GENUINE = (
    "vgca", "vgca, clock only", "vgca, SHA-1", "vgca, annexes", "vgca, numbers freed", "vgca, Word base",
    "vgca, web base", "vgca, packed base", "vgca, locked base", "vgca, initials first", "vgca, archived",
    "approval", "approval, then another", "approval, invisible", "approval, oldest kind",
    "approval, name encoded twice", "approval, padding encrypted", "approval, closed and stamped",
    "approval, then another over its picture",
    "vgca, a stamp on each of forty pages",
)  # fmt: skip


@pytest.mark.parametrize("name", GENUINE)
def test_a_genuine_paper_is_accepted(office, trust, name):
    pdf = genuine(office)[name]()
    now = datetime.now(UTC) + timedelta(hours=1)
    start = time.process_time()
    known = verify(pdf, trust=trust, at=now)
    assert time.process_time() - start < seconds_of(VERIFYING)
    assert known.verdict == ("issued" if "vgca" in name or "another" in name else "signed"), known.findings
    unknown = verify(pdf, trust=Trust(), at=now)
    assert unknown.verdict == "unknown_signer", unknown.findings


def test_no_kind_of_genuine_paper_is_left_out(office):
    assert genuine(office).keys() == set(GENUINE)


def test_a_directors_wrong_clock_does_not_condemn_the_stamped_seal(office, trust):
    by_clock = signed_by(
        paper_base(), office, office.director, "Signature1", SIGNATURE_BOX, certify=True, at=None
    )
    report = verify(
        signed_by(by_clock, office, office.agency, "Signature2", STAMPS["Signature4"]),
        trust=trust,
        at=datetime.now(UTC) + timedelta(hours=1),
    )
    assert report.verdict == "issued"
    assert "order_of_time_seen" in codes(report)


def test_changed_content_under_the_oldest_kind_is_seen(office, trust):
    pdf = genuine(office)["approval, oldest kind"]().replace(b"/Count 1", b"/Count 2", 1)
    assert verify(pdf, trust=trust, at=datetime.now(UTC)).verdict == "altered"


def test_a_kind_that_cannot_be_checked_is_told_and_not_condemned(office, trust):
    pdf = genuine(office)["approval"]().replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 ")
    report = verify(pdf, trust=trust, at=LOOKED_AT)
    assert (report.verdict, codes(report) & {"kind_not_supported"}) == (
        "unverifiable",
        {"kind_not_supported"},
    )


def test_a_file_with_a_password_asks_for_one_without(office, trust):
    locked = saved(paper_base(), encryption=pikepdf.Encryption(owner="chủ", user="mở", R=6))
    report = verify(locked, trust=trust, at=LOOKED_AT)
    assert (report.verdict, codes(report)) == ("unverifiable", {"needs_password"})


def test_a_stamp_with_a_box_on_a_closed_paper_is_a_change(office, trust):
    pdf = closed_and_stamped(office, box=(90, 600, 300, 660))
    assert verify(pdf, trust=trust, at=LOOKED_AT).verdict == "altered"


def filled_over_its_picture(writer: RevisionWriter) -> None:
    held = field(writer, "SoTien")
    held[N("/V")] = generic.TextStringObject("500")
    picture = held["/AP"]["/N"]
    picture._data, picture._encoded_data = b"BT /F 12 Tf 2 5 Td (500) Tj ET", None
    writer.update_container(held)
    writer.update_container(picture)


@pytest.mark.parametrize(("before", "verdict"), [(b"   ", "signed"), (b"100", "altered")])
def test_only_a_blank_may_be_filled_over_its_picture(office, trust, before, verdict):
    blank = bait().replace(b"/V(100)", b"/V(%s)" % before.strip()).replace(b"(100) Tj", b"(%s) Tj" % before)
    pdf = revised(approved(office, saved(blank)), filled_over_its_picture)
    assert verify(pdf, trust=trust, at=LOOKED_AT).verdict == verdict


def test_a_timestamp_alone_is_no_signature(office, trust):
    out = BytesIO()
    stamper = PdfTimeStamper(OfficeStamper(office, SIGNED_AT))
    stamper.timestamp_pdf(RevisionWriter(BytesIO(paper_base())), "sha256", output=out, bytes_reserved=16384)
    for trusted in (trust, Trust()):
        report = verify(out.getvalue(), trust=trusted, at=LOOKED_AT)
        assert report.verdict == "unverifiable"
        assert "only_timestamp" in codes(report)
        assert "not_sealed" not in codes(report)


@pytest.mark.parametrize(
    ("make_key", "digest", "algorithm"),
    [
        (Ed25519PrivateKey.generate, "sha512", "sha512 ed25519"),
        (Ed448PrivateKey.generate, "shake256", "shake256_len ed448"),
        (partial(generate_private_key, SECP384R1()), "sha512", "sha512 ec-384"),
    ],
)
def test_a_signature_with_a_newer_kind_of_key_is_read(make_key, digest, algorithm):
    key = make_key()
    name = DistinguishedName([NameAttribute(NameOID.COMMON_NAME, "Người Thử")])
    certificate = (
        CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(SIGNED_AT).not_valid_after(LOOKED_AT)
        .sign(key, SHA512() if isinstance(key, EllipticCurvePrivateKey) else None)
    )  # fmt: skip
    form = {"encoding": Encoding.DER, "format": PrivateFormat.PKCS8, "encryption_algorithm": NoEncryption()}
    signer = SimpleSigner(
        x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        PrivateKeyInfo.load(key.private_bytes(**form)),
        SimpleCertificateStore(),
    )
    out = BytesIO()
    metadata = PdfSignatureMetadata(field_name="Signature1", md_algorithm=digest)
    PdfSigner(metadata, signer).sign_pdf(RevisionWriter(BytesIO(paper_base())), output=out)
    report = verify(out.getvalue(), trust=Trust(), at=LOOKED_AT)
    assert (report.verdict, report.signatures[0].algorithm) == ("unknown_signer", algorithm)
    changed = out.getvalue().replace(b"/Count 1", b"/Count 2", 1)
    assert verify(changed, trust=Trust(), at=LOOKED_AT).verdict == "altered"


def roots_in(pdf: bytes) -> Iterator[bytes]:
    reader = RevisionWriter.open(pdf).prev
    for reference in reader.root["/DSS"]["/Certs"]:
        der = reference.get_object().data
        certificate = x509.Certificate.load(der)
        if certificate.subject == certificate.issuer:
            yield der


def test_the_sample_by_another_construction_is_issued(corpus):
    pdf = (corpus / "samples" / "ke-hoach-da-ky-LTA.testca.pdf").read_bytes()
    at = datetime(2026, 12, 1, tzinfo=UTC)
    report = verify(pdf, trust=Trust(roots=tuple(roots_in(pdf))), at=at)
    assert (report.verdict, report.profile) == ("issued", "interop")
    assert verify(pdf, trust=Trust(), at=at).verdict == "unknown_signer"


EXPECTED = {
    "pyhanko_certified-with-indirect-refs-in-dir.pdf": "unknown_signer",
    "pyhanko_form-update-ap-indirect-sneaky-trailer.pdf": "altered",
    "pyhanko_form-update-override-appearance-stream.pdf": "unknown_signer",
    "pyhanko_minimal-signed-twice-no-sig-type.pdf": "unknown_signer",
    "pyhanko_minimal-signed-twice-second-created.pdf": "unknown_signer",
    "pyhanko_minimal-with-field.pdf": "unsigned",
    "pyhanko_minimal.pdf": "unsigned",
    "pyhanko_one-byterange.pdf": "invalid",
    "pyhanko_pades-lta-dss-indirect-arrs-test.pdf": "unknown_signer",
    "pyhanko_signature-gap-too-big.pdf": "invalid",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_signed_and_damaged_files_of_others(corpus, name):
    pdf = (corpus / "pdfsig" / name).read_bytes()
    assert verify(pdf, trust=Trust(), at=LOOKED_AT).verdict == EXPECTED[name]
