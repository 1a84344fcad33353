"""What README says of settings and commands is what the code has."""

import re
from pathlib import Path

import pytest

from app.config import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in README


OF_THE_TESTS = {
    "VANTHU_TEST_DATABASE_URL",
    "VANTHU_ATTACKS",
    "VANTHU_FUZZ_EXAMPLES",
    "VANTHU_YEAR_DOCUMENTS",
}
"""What the tests themselves read."""


def test_readme_names_no_setting_that_does_not_exist() -> None:
    named = set(re.findall(r"\bVANTHU_[A-Z_]+\b", README))
    assert named - {setting.name for setting in SETTINGS} - OF_THE_TESTS == set()


def test_the_code_names_no_setting_that_is_not_in_the_table() -> None:
    used = set()
    for package in ("app", "documents", "workflows", "search"):
        for place in (ROOT / package).rglob("*.py"):
            used |= set(re.findall(r"[\"'](VANTHU_[A-Z_]+)[\"']", place.read_text(encoding="utf-8")))
    flask_only = {"VANTHU_"}
    assert used - {setting.name for setting in SETTINGS} - flask_only == set()
