"""From the rendition to the archived document, looked at by our verifier and by eyes that are not ours."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents.pdf.errors import TrustFileUnreadable
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.documents.pdf.conftest import LOOKED_AT, Office


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


@pytest.mark.parametrize("stage", ["archived", "renewed"])
def test_poppler_finds_both_digests_right(stage, request, tmp_path):
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig is not installed")
    said = _run(["pdfsig", _written(tmp_path, request.getfixturevalue(stage))]).stdout
    assert said.count("Signature is Valid.") == 2
    assert "Total document signed" in said


@pytest.mark.parametrize("stage", ["archived", "renewed"])
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
    assert stamps[-1].coverage == SignatureCoverageLevel.ENTIRE_FILE


def test_trust_needs_a_certificate():
    for nonsense in (b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"text"):
        with pytest.raises(TrustFileUnreadable):
            Trust.from_pem(nonsense)


def test_openssl_accepts_the_directors_signature(office, signed, tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    with pikepdf.open(_written(tmp_path, signed)) as document:
        value = next(field.V for field in document.Root.AcroForm.Fields if field.T == "KyGiamDoc")
        first, length, second, rest = (int(number) for number in value.ByteRange)
        container = bytes(value.Contents)
    (tmp_path / "content").write_bytes(signed[first:length] + signed[second : second + rest])
    (tmp_path / "signature").write_bytes(container)
    done = _run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "signature",
         "-content", tmp_path / "content", "-CAfile", office.pki.root_file, "-purpose", "any",
         "-out", tmp_path / "out"]
    )  # fmt: skip
    assert "successful" in done.stderr, done.stderr


def _written(folder: Path, pdf: bytes) -> Path:
    file = folder / "file.pdf"
    file.write_bytes(pdf)
    return file


def _run(command: list[object]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
