"""The second route: its profile, its limits, and the program itself where it is installed."""

import shutil
import stat
from xml.etree import ElementTree

import page as page_validation
import pytest

from documents.typesetting import libreoffice
from documents.typesetting.engine import typeset_docx
from documents.typesetting.errors import LibreOfficeFailed, LibreOfficeMissing
from tests.documents.typesetting.drafts import AT, plan


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A stand-in for soffice that runs these shell lines."""

    def installed(script: str) -> None:
        place = tmp_path / "soffice"
        place.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        place.chmod(place.stat().st_mode | stat.S_IEXEC)
        monkeypatch.setattr(libreoffice, "_without_network", lambda: ())
        monkeypatch.setattr(shutil, "which", lambda name: str(place) if name == "soffice" else None)

    return installed


def test_the_profile_fetches_and_runs_nothing():
    root = ElementTree.fromstring(libreoffice.profile())
    name = "{http://openoffice.org/2001/registry}name"
    values = {prop.get(name): prop.findtext("value") for prop in root.iter("prop")}
    assert values["BlockUntrustedRefererLinks"] == values["DisableActiveContent"] == "true"
    assert values["MacroSecurityLevel"] == "3"


def test_our_letters_stand_for_times(tmp_path):
    rules = libreoffice.font_rules(tmp_path)
    assert str(tmp_path) in rules
    assert "<string>Times New Roman</string>" in rules


def test_a_missing_program_is_said(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert not libreoffice.is_installed()
    with pytest.raises(LibreOfficeMissing):
        libreoffice.convert(b"")


def test_the_page_it_writes_is_taken(program):
    program('mkdir -p "$HOME/out"; cp "$HOME/draft.docx" "$HOME/out/draft.pdf"')
    assert libreoffice.convert(b"content") == b"content"


def test_it_sees_nothing_of_our_environment(program, monkeypatch):
    monkeypatch.setenv("VANTHU_SECRET_KEY", "secret")
    program('mkdir -p "$HOME/out"; env > "$HOME/out/draft.pdf"')
    assert b"secret" not in libreoffice.convert(b"")


@pytest.mark.parametrize(
    ("script", "reason"), [("exit 0", "no page"), ("echo bad >&2; exit 3", "bad"), ("exit 4", "unknown")]
)
def test_a_failure_is_told_with_its_reason(program, script, reason):
    program(script)
    with pytest.raises(LibreOfficeFailed) as failed:
        libreoffice.convert(b"")
    assert reason in str(failed.value.facts["reason"])


def test_one_that_hangs_is_ended(program):
    program("sleep 60")
    with pytest.raises(LibreOfficeFailed):
        libreoffice.convert(b"", timeout_s=0.3)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_says_the_same_as_the_file():
    made = typeset_docx(plan(), created_at=AT, engine="libreoffice")
    assert made.text_equal
    assert {slot.name for slot in made.slots} == {"number", "day", "signature", "seal"}
    assert page_validation.validate_pdf_bytes(made.pdf, profile="2b").is_compliant


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_same_file_and_moment_give_the_same_bytes_by_libreoffice_too():
    first, second = (typeset_docx(plan(), created_at=AT, engine="libreoffice").pdf for _time in range(2))
    assert first == second
