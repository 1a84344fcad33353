"""Existing papers of a folder put into the archive: refused without the office, gone on with, found, never twice."""

import json
from pathlib import Path

import pytest

from tests.arrivals import letter
from tests.stories.test_commands import run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("importing") / "home"
    assert run("demo", "--home", place, "--no-serve", "--json").exit_code == 0
    return place


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_papers_are_imported_by_whoever_may_and_a_second_run_goes_on(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cũ"
    (folder / "2019").mkdir(parents=True)
    (folder / "2019" / "một.pdf").write_bytes(letter("Kế hoạch chống bão"))
    (folder / ".an.pdf").write_bytes(letter("Tệp ẩn"))
    (folder / "ghi-chu.txt").write_text("không phải văn bản")
    nobody = run("import", folder, "--home", home, "--json")
    assert nobody.exit_code != 0
    refused = run("import", folder, "--home", home, "--as", "soanthao", "--json")
    assert refused.exit_code == 1
    assert [(row["status"], row["error"]) for row in lines(refused.stdout)] == [("refused", "not_allowed")]

    first = run("import", folder, "--home", home, "--as", "luutru", "--json")
    assert first.exit_code == 0, first.stderr
    (row,) = lines(first.stdout)
    assert (row["file"], row["status"], row["symbol"]) == ("2019/một.pdf", "imported", "15/KH-SKB")
    assert "[1/1]" in first.stderr

    (folder / "hai.pdf").write_bytes(letter("Kế hoạch trồng rừng"))
    (folder / "mật.pdf").write_bytes(letter(mark='#text(weight: "bold")[TỐI MẬT]'))
    second = run("import", folder, "--home", home, "--as", "luutru", "--json")
    assert second.exit_code == 1
    told = {str(one["file"]): one for one in lines(second.stdout)}
    assert {name: one["status"] for name, one in told.items()} == {
        "2019/một.pdf": "already", "hai.pdf": "imported", "mật.pdf": "refused",
    }  # fmt: skip
    assert told["2019/một.pdf"]["document_id"] == row["document_id"]
    assert told["mật.pdf"]["error"] == "state_secret"

    found = run("search", "chong bao", "--home", home, "--as", "luutru", "--json")
    assert json.loads(found.stdout)["hits"][0]["document_id"] == row["document_id"]
    closed = run("search", "chong bao", "--home", home, "--as", "soanthao", "--json")
    assert row["document_id"] not in {hit["document_id"] for hit in json.loads(closed.stdout)["hits"]}
    assert run("doctor", "--home", home, "--json").exit_code == 0
