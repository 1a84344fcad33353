"""Papers as other agencies' tools send them: certified first, then number, day and seal as signatures of their own.

Look-alikes of what a field study found; the real ones hold people's names and are not kept.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from asn1crypto import cms, tsp, x509
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimeStamper

from app.devpki import DevPki
from documents.pdf.keys import KeptKeySigner, SigningKey, load_pkcs12
from documents.pdf.revision import RevisionWriter, add_stream
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.documents.pdf.conftest import LOOKED_AT, SIGNED_AT, Office, typeset

PAPER = '#set page(paper: "a4")\n#set text(font: "Tinos")\nQUYẾT ĐỊNH'
N = generic.NameObject


class OfficeStamper(TimeStamper):
    """The development authority as pyHanko wants to see it."""

    def __init__(self, office: Office, at: datetime) -> None:
        super().__init__(include_nonce=False)
        self._server = office.timestamper(at)

    async def async_request_tsa_response(self, req):
        return tsp.TimeStampResp.load(self._server.respond(req.dump()))


class BareSigner(KeptKeySigner):
    """Signs without naming its certificate, as nearly all tools in the field do."""

    async def signed_attrs(self, *given, **more):
        attributes = await super().signed_attrs(*given, **more)
        kept = [one for one in attributes if one["type"].native != "signing_certificate_v2"]
        return cms.CMSAttributes(kept)


def signed_by(
    pdf: bytes, office: Office, key: SigningKey, field: str, box: tuple[int, int, int, int], *,
    certify: bool = False, at: datetime | None = SIGNED_AT, subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
) -> bytes:  # fmt: skip
    """A new visible signature field with this key, the way a click-through tool makes it."""
    bare = BareSigner(key.key, key.certificate, ())
    meta = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=subfilter, certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )  # fmt: skip
    signer = PdfSigner(
        meta, bare, timestamper=OfficeStamper(office, at) if at else None,
        new_field_spec=SigFieldSpec(field, box=box),
    )  # fmt: skip
    writer = RevisionWriter.open(pdf)
    out = BytesIO()
    signer.sign_pdf(writer, output=out, bytes_reserved=16384)
    return out.getvalue()


STAMPS = {
    "Signature2": (120, 740, 158, 760),
    "Signature3": (400, 740, 424, 754),
    "Signature4": (300, 90, 480, 200),
}


def sent(office: Office, *, at: datetime | None = SIGNED_AT, stamps: dict = STAMPS) -> bytes:
    box = (340, 90, 460, 200)
    pdf = signed_by(typeset(PAPER, "a-2b"), office, office.director, "Signature1", box, certify=True, at=at)
    for number, (field, box) in enumerate(stamps.items(), 1):
        pdf = signed_by(pdf, office, office.agency, field, box, at=at and at + timedelta(seconds=15 * number))
    return pdf


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


def freeing(pdf: bytes, *, unused: bool) -> bytes:
    """A revision that marks one object number free, as iTextSharp does with numbers nobody used."""
    reader = RevisionWriter.open(pdf).prev
    size = int(reader.trailer["/Size"])
    number, generation = (size + 40, 65534) if unused else (4, 1)
    table = f"xref\n{number} 1\n0000000000 {generation:05d} f \n"
    trailer = f"trailer\n<< /Size {size + 41} /Root {_reference(reader, '/Root')} /Prev {reader.last_startxref} >>\n"
    return pdf + f"{table}{trailer}startxref\n{len(pdf)}\n%%EOF\n".encode()


def _reference(reader, key: str) -> str:
    held = reader.trailer.raw_get(key)
    return f"{held.idnum} {held.generation} R"


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
    "pyhanko_form-update-override-appearance-stream.pdf": "altered",
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
