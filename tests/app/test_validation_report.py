"""The report for other systems, from the page, from the API and from the command line."""

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.x509 import load_der_x509_certificate
from lxml import etree
from signxml.exceptions import InvalidSignature
from signxml.xades import XAdESVerifier

from app.cli.host import commands
from documents.pdf.keys import load_pkcs12
from documents.pdf.validation_report import NAMESPACES
from tests.app.test_ink import issued_bytes
from tests.office import rendition
from tests.site import Site, text_of

PASSED = ["urn:etsi:019102:mainindication:total-passed"] * 2


def indications(xml: bytes) -> list[str]:
    return [node.text or "" for node in etree.fromstring(xml).iterfind(".//vr:MainIndication", NAMESPACES)]


def test_a_guest_takes_the_report_away(site: Site) -> None:
    pdf = issued_bytes(site, site.issued())
    answer = site.visitor().post("/verify?format=etsi", {"pdf": (BytesIO(pdf), "Kế hoạch 01.pdf")})
    assert answer.mimetype == "application/xml"
    assert answer.headers["Content-Disposition"].endswith('-etsi.xml"')
    assert indications(answer.data) == PASSED


def test_an_unsigned_file_is_told_in_words(site: Site) -> None:
    answer = site.visitor().post("/verify?format=etsi", {"pdf": (BytesIO(rendition()), "a.pdf")})
    assert answer.status_code == 422
    assert "Không lập được báo cáo ETSI" in text_of(answer)
    answer = site.visitor().post("/api/verify?format=etsi", {"pdf": (BytesIO(b"%PDF-1.7"), "a.pdf")})
    assert answer.status_code == 422
    assert answer.json["error"] == "nothing_to_report"


def test_the_same_in_the_api_and_on_the_command_line(site: Site, tmp_path: Path) -> None:
    pdf = issued_bytes(site, site.issued())
    answer = site.visitor().post("/api/verify?format=etsi", {"pdf": (BytesIO(pdf), "a.pdf")})
    assert indications(answer.data) == PASSED
    file, target = tmp_path / "a.pdf", tmp_path / "a.xml"
    file.write_bytes(pdf)
    words = ["verify", str(file), "--etsi", str(target), "--home", str(site.office.config.home)]
    assert CliRunner().invoke(commands, words).exit_code == 0
    assert indications(target.read_bytes()) == PASSED
    assert CliRunner().invoke(commands, [*words, str(file)]).exit_code == 2


def test_whoever_answers_for_the_report_signs_it(site: Site, tmp_path: Path) -> None:
    file, target, key = tmp_path / "a.pdf", tmp_path / "a.xml", tmp_path / "a.p12"
    file.write_bytes(issued_bytes(site, site.issued()))
    key.write_bytes(site.house.keys.pki.issue_agency("Cơ quan lưu trữ", password="mat-khau"))
    words = ["verify", str(file), "--home", str(site.office.config.home)]
    asked = [*words, "--etsi", str(target), "--sign-with", str(key)]
    assert CliRunner().invoke(commands, asked, input="sai\n").exit_code == 1
    assert not target.exists()
    assert CliRunner().invoke(commands, [*words, "--sign-with", str(key)]).exit_code == 2
    assert CliRunner().invoke(commands, asked, input="mat-khau\n").exit_code == 0
    signer = load_der_x509_certificate(load_pkcs12(key.read_bytes(), "mat-khau").certificate)
    results = XAdESVerifier().verify(target.read_bytes(), x509_cert=signer)
    (signed,) = (one for one in results if etree.QName(one.signed_xml).localname == "ValidationReport")
    assert indications(signed.signed_data) == PASSED
    with pytest.raises(InvalidSignature):
        XAdESVerifier().verify(
            target.read_bytes().replace(b"total-passed", b"total-failed", 1), x509_cert=signer
        )
