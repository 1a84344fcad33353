"""From the rendition to the archived document, looked at by our verifier and by eyes that are not ours."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from asn1crypto import cms, x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents.pdf.errors import TrustFileUnreadable
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.documents.pdf.conftest import LOOKED_AT, Office

OPENSSL = {
    "signature": [
        "cms", "-verify", "-binary", "-inform", "DER", "-in", "container", "-content", "content",
        "-purpose", "any", "-out", "out",
    ],
    "stamp": ["ts", "-verify", "-token_in", "-in", "container", "-data", "content", "-untrusted", "above"],
}  # fmt: skip


def test_every_stage_has_its_own_verdict(office: Office, prepared, signed, sealed, archived):
    seen = [verify(one, trust=office.trust, at=LOOKED_AT) for one in (prepared, signed, sealed, archived)]
    assert [report.verdict for report in seen] == ["unsigned", "signed", "issued", "issued"]
    assert [report.level for report in seen] == [None, "B-T", "B-T", "B-LTA"]


def test_each_stage_begins_with_the_one_before(prepared, signed, sealed, archived):
    assert signed.startswith(prepared)
    assert sealed.startswith(signed)
    assert archived.startswith(sealed)


def test_the_report_names_what_was_filled_in(office, archived):
    report = verify(archived, trust=office.trust, at=LOOKED_AT)
    assert report.filled == {"SoVanBan": "15", "NgayBanHanh": "06", "ThangBanHanh": "12"}


def test_the_prepared_file_is_still_an_archive_file(rendition, prepared):
    assert page.validate_pdf_bytes(rendition, profile="2a").is_compliant
    report = page.validate_pdf_bytes(prepared, profile="2a")
    assert [failure.rule_id for failure in report.failures] == []


@pytest.mark.parametrize("stage", ["signed", "sealed", "archived", "renewed"])
def test_later_revisions_break_no_other_archive_rule(stage, request):
    report = page.validate_pdf_bytes(request.getfixturevalue(stage), profile="2a")
    # The rule calls every earlier signature of a file with several revisions incomplete; that is their nature.
    rules = {failure.rule_id.removeprefix("PDFA2A-") for failure in report.failures}
    assert rules <= {"SIGNATURE-BYTERANGE-001"}


@pytest.mark.parametrize("stage", ["prepared", "signed", "sealed", "archived", "renewed"])
def test_qpdf_finds_nothing_to_complain_about(stage, request, tmp_path):
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed")
    done = _run(["qpdf", "--check", _written(tmp_path, request.getfixturevalue(stage))])
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("stage", "signatures"), [("signed", 1), ("sealed", 2), ("archived", 2), ("renewed", 2)]
)
def test_poppler_finds_each_digest_right(stage, signatures, request, tmp_path):
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig is not installed")
    said = _run(["pdfsig", _written(tmp_path, request.getfixturevalue(stage))]).stdout
    assert said.count("Signature is Valid.") == signatures
    assert "Total document signed" in said


@pytest.mark.parametrize("stage", ["signed", "sealed", "archived", "renewed"])
def test_the_librarys_own_rules_find_both_signatures_good(office, stage, request):
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in office.trust.roots], moment=LOOKED_AT
    )
    reader = PdfFileReader(BytesIO(request.getfixturevalue(stage)))
    for signature in reader.embedded_regular_signatures:
        status = validate_pdf_signature(signature, signer_validation_context=context)
        assert status.intact
        assert status.valid
        assert status.trusted
        assert status.docmdp_ok
    stamps = [
        validate_pdf_timestamp(stamp, validation_context=context)
        for stamp in reader.embedded_timestamp_signatures
    ]
    assert all(stamp.intact and stamp.valid and stamp.trusted for stamp in stamps)
    last = (stamps or [status])[-1]
    assert last.coverage == SignatureCoverageLevel.ENTIRE_FILE


def test_trust_needs_a_certificate():
    for nonsense in (b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"text"):
        with pytest.raises(TrustFileUnreadable):
            Trust.from_pem(nonsense)


@pytest.mark.parametrize(
    ("stage", "signatures", "stamps"),
    [("signed", 1, 0), ("sealed", 2, 0), ("archived", 2, 1), ("renewed", 2, 2)],
)
def test_openssl_accepts_each_signature_and_each_archive_stamp(
    office, stage, signatures, stamps, request, tmp_path
):
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    above = office.pki._authority("issuing").certificate.public_bytes(Encoding.PEM)
    (tmp_path / "above").write_bytes(above)
    values = _values(request.getfixturevalue(stage))
    assert [kind for kind, _, _ in values] == ["signature"] * signatures + ["stamp"] * stamps
    for kind, content, container in values:
        (tmp_path / "content").write_bytes(content)
        (tmp_path / "container").write_bytes(container)
        done = _run(["openssl", *OPENSSL[kind], "-CAfile", office.pki.root_file], cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        changed = bytes([content[0] ^ 1]) + content[1:]
        (tmp_path / "content").write_bytes(changed)
        assert _run(["openssl", *OPENSSL[kind], "-CAfile", office.pki.root_file], cwd=tmp_path).returncode


def _values(pdf: bytes) -> list[tuple[str, bytes, bytes]]:
    """Kind, content around the gap, and container of each signature value, oldest first."""
    found = []
    with pikepdf.open(BytesIO(pdf)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ByteRange" in one:
                first, length, second, rest = (int(number) for number in one.ByteRange)
                content = pdf[first : first + length] + pdf[second : second + rest]
                kind = "stamp" if one.SubFilter == "/ETSI.RFC3161" else "signature"
                found.append((second + rest, kind, content, _shortest(bytes(one.Contents))))
    return [(kind, content, container) for _, kind, content, container in sorted(found)]


def _shortest(container: bytes) -> bytes:
    """Without the zeros behind it."""
    return cms.ContentInfo.load(container).dump()


def _written(folder: Path, pdf: bytes) -> Path:
    file = folder / "file.pdf"
    file.write_bytes(pdf)
    return file


def _run(command: list[object], cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, cwd=cwd
    )
