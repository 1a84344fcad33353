"""The door: our own plan is faultless, real files are answered, hostile ones refused."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.host import commands
from app.demo.papers import our_plan
from documents.checking.check import RULES, check_docx
from documents.errors import VanthuError
from documents.reading.errors import DraftRefused
from tests.documents.checking.seeds import page, reads, seeded
from tests.documents.reading.builders import rewritten

KEYS = ["clause", "part", "severity", "found", "expected", "message"]


def test_our_own_plan_has_nothing_to_find(now: datetime) -> None:
    assert check_docx(our_plan(now)) == ()


def test_no_rule_stands_twice() -> None:
    assert len(set(RULES)) == len(RULES)


def test_every_paper_of_the_corpus_is_answered(corpus: Path) -> None:
    papers = sorted([*(corpus / "samples").glob("*.docx"), *(corpus / "files").glob("*.docx")])
    assert papers
    for paper in papers:
        assert all(one.clause and one.message for one in check_docx(paper.read_bytes())), paper.name


def test_the_same_paper_is_answered_the_same(now: datetime) -> None:
    paper = seeded(now, page(left_margin=20))
    assert check_docx(paper) == check_docx(paper)


def test_hostile_files_are_refused(corpus: Path) -> None:
    hostile = sorted((corpus / "samples" / "hostile").glob("*.docx"))
    assert hostile
    for file in hostile:
        with pytest.raises(VanthuError):
            check_docx(file.read_bytes())


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", "Số: 5".encode()])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(DraftRefused):
        check_docx(data)


def test_a_line_made_to_tire_the_rules_is_answered(now: datetime) -> None:
    long = f"Căn cứ Luật {'1' * 150_000};"
    assert check_docx(seeded(now, reads("Căn cứ Nghị định", long))) == ()


def test_an_entity_is_refused(now: datetime) -> None:
    bent = rewritten(
        our_plan(now),
        {"word/document.xml": lambda old: b'<!DOCTYPE w [<!ENTITY a "b">]>' + old.partition(b"?>")[2]},
    )
    with pytest.raises(VanthuError):
        check_docx(bent)


def test_the_command_prints_one_document_and_tells_errors_by_its_status(
    now: datetime, tmp_path: Path
) -> None:
    draft = tmp_path / "ke-hoach.docx"
    draft.write_bytes(seeded(now, page(left_margin=20)))
    run = CliRunner().invoke(commands, ["check", str(draft), "--json"])
    said = json.loads(run.stdout)
    assert (run.exit_code, list(said)) == (1, ["file", "findings"])
    assert [list(one) for one in said["findings"]] == [KEYS]
    assert said["findings"][0]["part"] == "Lề trái"


def test_warnings_alone_leave_the_status_good(now: datetime, tmp_path: Path) -> None:
    draft = tmp_path / "ke-hoach.docx"
    draft.write_bytes(seeded(now, reads("Độc lập", "Độc lập – Tự do – Hạnh phúc")))
    run = CliRunner().invoke(commands, ["check", str(draft)])
    assert run.exit_code == 0
    assert "Tiêu ngữ" in run.stdout
    assert "Phụ lục I, Phần I, Mục II.1" in run.stdout


def test_the_command_says_when_nothing_is_wrong(now: datetime, tmp_path: Path) -> None:
    draft = tmp_path / "ke-hoach.docx"
    draft.write_bytes(our_plan(now))
    run = CliRunner().invoke(commands, ["check", str(draft)])
    assert (run.exit_code, run.stdout) == (0, "")


def test_the_command_refuses_in_words(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(b"no Word file")
    run = CliRunner().invoke(commands, ["check", str(file), "--json"])
    assert run.exit_code == 1
    assert {"error", "message", "remedy"} <= json.loads(run.stdout).keys()
