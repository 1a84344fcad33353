"""A copy made while the office runs is a whole office; a foreign or broken file makes nothing."""

import json
import tarfile
from pathlib import Path

import pytest

from tests.stories.test_commands import json_of, run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("office") / "home"
    assert run("demo", "--home", place, "--no-serve", "--json").exit_code == 0
    return place


def test_a_restored_office_has_the_paper_and_passes_every_check(home: Path, tmp_path: Path) -> None:
    copy, again = tmp_path / "ban-sao.tgz", tmp_path / "lai"
    assert run("backup", copy, "--home", home, "--json").exit_code == 0
    restored = run("restore", copy, "--home", again, "--json")
    assert restored.exit_code == 0, restored.stderr
    assert json_of(restored)["ok"] is True
    found = json_of(run("search", "thi đua", "--as", "soanthao", "--home", again, "--json"))
    assert found["total"] == 1
    assert (again / "keys").stat().st_mode & 0o077 == 0


def test_a_folder_with_things_in_it_is_not_restored_into(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ban-sao.tgz"
    run("backup", copy, "--home", home)
    full = tmp_path / "day"
    full.mkdir()
    (full / "cua-toi.txt").write_text("giữ", encoding="utf-8")
    assert run("restore", copy, "--home", full, "--json").exit_code == 1
    assert [place.name for place in full.iterdir()] == ["cua-toi.txt"]


@pytest.mark.parametrize("kind", ["cut", "foreign", "climbing"])
def test_a_file_that_is_no_copy_makes_nothing(home: Path, tmp_path: Path, kind: str) -> None:
    copy, again = tmp_path / "ban-sao.tgz", tmp_path / "lai"
    if kind == "cut":
        run("backup", copy, "--home", home)
        copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    else:
        inner = tmp_path / "x"
        inner.write_text(json.dumps({"format": 1}), encoding="utf-8")
        with tarfile.open(copy, "w:gz") as archive:
            archive.add(inner, "../vanthu.json" if kind == "climbing" else "x")
    result = run("restore", copy, "--home", again, "--json")
    assert result.exit_code == 1
    assert json_of(result)["error"] == "backup_refused"
    assert not (again / "vanthu.db").exists()
