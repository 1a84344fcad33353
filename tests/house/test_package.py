"""What is installed: besides the code, everything the code opens at run time."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "documents", "workflows", "search", "migrations")
CARRIED = (".toml", ".ttf", ".typ", ".html", ".css", ".js", ".svg", ".png", ".mako")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages as an installation would lay them down, built from a copy of the tree."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source / name)
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-c",
        "from setuptools import setup; setup()",
        "-q",
        "build_py",
    ]
    subprocess.run([*command, "--build-lib", str(out)], cwd=source, check=True, capture_output=True)
    return out


def test_every_file_the_code_opens_is_installed(built: Path) -> None:
    wanted = {
        place.relative_to(ROOT)
        for name in PACKAGES
        for place in (ROOT / name).rglob("*")
        if place.suffix in CARRIED
    }
    assert {".toml", ".ttf", ".html", ".css", ".mako"} <= {place.suffix for place in wanted}
    assert sorted(str(place) for place in wanted if not (built / place).exists()) == []


def test_every_module_is_installed(built: Path) -> None:
    modules = {place.relative_to(ROOT) for name in PACKAGES for place in (ROOT / name).rglob("*.py")}
    assert sorted(str(place) for place in modules if not (built / place).exists()) == []


def test_tests_are_not_installed(built: Path) -> None:
    assert sorted(place.name for place in built.iterdir()) == sorted(PACKAGES)


def test_the_licences_of_the_fonts_travel_with_them(built: Path) -> None:
    folders = {place.parent for place in built.rglob("*.ttf")}
    assert folders
    assert [folder.name for folder in folders if not list(folder.glob("*.txt"))] == []
