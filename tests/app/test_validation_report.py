"""The report for other systems, from the page, from the API and from the command line."""

from io import BytesIO
from pathlib import Path

from click.testing import CliRunner
from lxml import etree

from app.cli.host import commands
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
