"""Files that do not carry their own letters: scans are suggested, never stated; old Word files are turned into new."""

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from app.demo.papers import our_plan
from documents import inspecting
from documents.inspecting import inspect_file
from documents.reading import recognition
from documents.reading.errors import EncryptedFile, NotADocx, OldWordFile
from documents.reading.reader import as_inspect
from documents.reading.warnings import BY_MACHINE, SCAN
from documents.typesetting import libreoffice
from documents.typesetting.engine import typeset_docx

AT = datetime(2026, 3, 12, tzinfo=UTC)
STATED = ("type", "number", "symbol", "agency", "parent_agency", "place", "date", "subject", "addressees",
          "legal_bases", "recipients", "archive_line", "drafter_initials", "copies",
          "signing_lines", "signer_name")  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 4000
OLD_WORD = OLE + "WordDocument".encode("utf-16-le")

with_tesseract = pytest.mark.skipif(
    not recognition.is_installed(), reason="tesseract with Vietnamese is not installed"
)
with_libreoffice = pytest.mark.skipif(not libreoffice.is_installed(), reason="LibreOffice is not installed")


@pytest.fixture
def without_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(recognition, "is_installed", lambda: False)


def scan(pages: list[Image.Image]) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return out.getvalue()


@pytest.fixture(scope="module")
def scanned() -> bytes:
    """Our own plan, printed and put through a clean scanner."""
    with pypdfium2.PdfDocument(typeset_docx(our_plan(AT), created_at=AT).pdf) as document:
        pictures = [page.render(scale=200 / 72, grayscale=True).to_pil().convert("L") for page in document]
    return scan(pictures)


def test_without_recognition_a_scan_states_nothing_and_says_why(
    scanned: bytes, without_programs: None
) -> None:
    told = as_inspect("scan.pdf", inspect_file("scan.pdf", scanned))
    assert told["text_quality"] == "scan"
    assert told["warnings"] == [SCAN]
    assert not any(told[key] for key in STATED)
    assert told["suggested"] is None


@with_tesseract
def test_what_a_machine_made_of_a_scan_is_suggested_and_never_stated(scanned: bytes) -> None:
    told = as_inspect("scan.pdf", inspect_file("scan.pdf", scanned))
    assert told["text_quality"] == "scan"
    assert told["warnings"] == [SCAN, BY_MACHINE]
    assert not any(told[key] for key in STATED)
    guess = told["suggested"]
    assert isinstance(guess, dict)
    assert (guess["symbol"], guess["type"], guess["signer_name"]) == ("KH-SVLPL", "Kế hoạch", "Đinh Công Mẫu")
    assert guess["agency"] == "SỞ VIỆC LÀM VÀ PHÚC LỢI"
    assert "Sở Kho bạc tỉnh Sao Mai" in guess["recipients"]


@with_tesseract
def test_what_the_machine_is_unsure_of_is_not_even_suggested(
    scanned: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "SURE", 101)
    monkeypatch.setattr(recognition, "SURE_OF_FIGURES", 101)
    guess = as_inspect("scan.pdf", inspect_file("scan.pdf", scanned))["suggested"]
    assert isinstance(guess, dict)
    assert not any(guess[key] for key in STATED)


@with_tesseract
def test_a_page_of_noise_suggests_nothing() -> None:
    noise = Image.effect_noise((900, 1300), 90).convert("L")
    guess = as_inspect("noise.pdf", inspect_file("noise.pdf", scan([noise])))["suggested"]
    assert isinstance(guess, dict)
    assert not any(guess[key] for key in ("number", "symbol", "date", "signer_name", "recipients"))


@with_tesseract
def test_of_a_long_scan_only_head_and_foot_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    monkeypatch.setattr(recognition, "_words", lambda picture: read.append(picture) or [])
    inspect_file("long.pdf", scan([Image.new("L", (200, 300), 255)] * 40))
    assert len(read) == recognition.HEAD_PAGES + recognition.FOOT_PAGES


@pytest.mark.usefixtures("without_programs")
def test_an_old_word_file_is_refused_with_the_remedy_where_nothing_can_read_it() -> None:
    with pytest.raises(OldWordFile) as refusal:
        inspect_file("cu.doc", OLD_WORD)
    assert refusal.value.facts["file"] == "cu.doc"


def test_an_encrypted_file_is_told_from_an_old_one() -> None:
    with pytest.raises(EncryptedFile):
        inspect_file("khoa.docx", OLE + "EncryptedPackage".encode("utf-16-le"))


@with_libreoffice
def test_an_old_word_file_says_what_the_new_one_says(tmp_path: Path) -> None:
    (tmp_path / "moi.docx").write_bytes(our_plan(AT))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc", "moi.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    old = as_inspect("a", inspect_file("cu.doc", (tmp_path / "moi.doc").read_bytes()))
    new = as_inspect("a", inspect_file("moi.docx", our_plan(AT)))
    assert {key: old[key] for key in STATED} == {key: new[key] for key in STATED}


def test_another_programs_file_in_the_same_container_is_refused() -> None:
    with pytest.raises(NotADocx):
        inspect_file("bang-tinh.doc", OLE)


@pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")
def test_without_libreoffice_the_bare_text_is_read(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "is_installed", lambda: False)

    def missing(_data: bytes) -> bytes:
        raise inspecting.LibreOfficeMissing()

    monkeypatch.setattr(libreoffice, "docx_of", missing)
    old = (corpus / "decree30" / "ND30-2020-phuluc3.doc").read_bytes()
    assert "Độc lập - Tự do - Hạnh phúc" in inspect_file("cu.doc", old).text
