"""The command line as a contract: names, keys, exit statuses, JSON alone on stdout."""

import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from app.cli.host import commands
from app.demo.papers import our_plan
from app.profile import read_profile

STEPS = ["setup", "upload", "confirm", "submit", "content_check", "form_check", "sign", "issue", "long_term"]
DEMO_KEYS = {
    "home", "document_id", "symbol", "number", "date", "steps", "recipients", "pdf", "verdict", "search_hit",
    "journal_ok",
}  # fmt: skip
INSPECT_KEYS = [
    "file", "type", "number", "symbol", "agency", "parent_agency", "place", "date", "subject", "addressees",
    "legal_bases", "recipients", "archive_line", "drafter_initials", "copies", "archive_copies", "issuing_authority",
    "signing_lines", "signer_authority", "signer_title", "signer_name", "text_quality", "warnings", "date_parts",
]  # fmt: skip


def run(*line: str | Path, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in line], env={"VANTHU_USER": "", **(env or {})})


def json_of(result: Result) -> dict[str, object]:
    return json.loads(result.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """One demonstration of our own plan, told once."""
    result = run("demo", "--home", tmp_path_factory.mktemp("demo") / "home", "--no-serve", "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_demonstration_tells_the_whole_way(told) -> None:
    assert told.keys() >= DEMO_KEYS
    assert [step["step"] for step in told["steps"]][: len(STEPS)] == STEPS
    assert (told["verdict"], told["number"], told["symbol"]) == ("issued", 1, "KH-SVLPL")
    assert all(told[key] is True for key in ("search_hit", "journal_ok", "doctor_ok"))
    statuses = [row["status"] for row in told["recipients"]]
    assert statuses == ["sent_outside", "accepted", "accepted", "accepted", "kept"]


def test_the_corpus_plan_is_issued_inside_its_own_month(tmp_path: Path, corpus: Path) -> None:
    plan = corpus / "samples" / "ke-hoach-thi-dua.docx"
    result = run("demo", "--home", tmp_path / "home", "--plan", plan, "--no-serve", "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["date"].startswith("2021-12-")
    assert (told["symbol"], told["verdict"], told["level"]) == ("KH-SLĐTBXH", "issued", "B-LTA")
    lines = {row["line"]: row for row in told["recipients"]}
    assert lines["Sở Nội vụ"]["status"] == "sent_outside"
    assert len(lines["Lãnh đạo Sở"]["resolved"]) > 1
    assert [row["status"] for row in told["recipients"]].count("kept") == 1


def test_a_second_run_in_the_same_home_changes_nothing(told) -> None:
    again = run("demo", "--home", str(told["home"]), "--no-serve", "--json")
    assert again.exit_code == 0
    assert json_of(again)["number"] == 1
    assert json_of(again)["document_id"] == told["document_id"]


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "cua-toi.txt").write_text("giữ nguyên", encoding="utf-8")
    result = run("demo", "--home", tmp_path, "--no-serve", "--json")
    assert result.exit_code == 1
    assert json_of(result)["error"] == "story_refused"
    assert [place.name for place in tmp_path.iterdir() if place.name != "secret"] == ["cua-toi.txt"]


def test_a_plan_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    fake = tmp_path / "ke-hoach.docx"
    fake.write_bytes(b"%PDF-1.7\n%gia")
    result = run("demo", "--home", tmp_path / "home", "--plan", fake, "--no-serve", "--json")
    assert result.exit_code == 1
    assert not (tmp_path / "home" / "vanthu.db").exists()


def test_verify_says_issued_for_the_issued_file_and_not_for_a_cut_one(told, tmp_path: Path) -> None:
    pdf = Path(str(told["pdf"]))
    good = run("verify", pdf, "--home", str(told["home"]), "--json")
    assert good.exit_code == 0
    assert json_of(good)["verdict"] == "issued"
    assert [row["role"] for row in json_of(good)["signatures"]] == ["person", "agency", "timestamp"]
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(pdf.read_bytes()[:-2000])
    bad = run("verify", cut, "--home", str(told["home"]), "--json")
    assert bad.exit_code == 1
    assert json_of(bad)["verdict"] != "issued"


def test_verify_trusts_what_it_is_told_to_trust(told) -> None:
    root = Path(str(told["home"])) / "pki" / "ca.pem"
    assert run("verify", str(told["pdf"]), "--trust", root, "--json").exit_code == 0


def test_inspect_prints_one_line_per_file_with_every_key(tmp_path: Path) -> None:
    plan, broken = tmp_path / "a.docx", tmp_path / "b.docx"
    plan.write_bytes(our_plan())
    broken.write_bytes(b"")
    result = run("inspect", plan, broken, "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert set(lines[0]) >= set(INSPECT_KEYS)
    assert (lines[0]["symbol"], lines[0]["number"]) == ("KH-SVLPL", None)
    assert lines[1]["error"] == "empty_file"
    assert result.exit_code == 1


def test_typeset_writes_a_pdf_and_says_how(tmp_path: Path) -> None:
    plan, pdf = tmp_path / "a.docx", tmp_path / "a.pdf"
    plan.write_bytes(our_plan())
    result = run("typeset", plan, "-o", pdf, "--json")
    assert result.exit_code == 0
    assert json_of(result).keys() == {"pages", "engine", "losses", "notes", "text_equal"}
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_what_the_page_shows_otherwise_is_told_in_json_or_to_the_person(tmp_path) -> None:
    plan = tmp_path / "ke-hoach.docx"
    document = docx.Document()
    document.add_paragraph("Lời văn").runs[0].font.name = "Arial"
    document.save(plan)
    note = "Phông Arial không có; chữ được in bằng Tinos (cùng cỡ với Times New Roman)."
    spoken = run("typeset", plan, "-o", tmp_path / "a.pdf")
    assert (note in spoken.stderr, spoken.stdout) == (True, "")
    result = run("typeset", plan, "-o", tmp_path / "b.pdf", "--json")
    assert json_of(result)["notes"] == [note]
    assert note not in result.stderr


def test_search_acts_as_somebody_and_says_who_is_missing(told) -> None:
    home = str(told["home"])
    nobody = run("search", "thi đua", "--home", home, "--json")
    assert nobody.exit_code != 0
    assert "--as" in nobody.stderr
    officer = run("search", "thi dua", "--home", home, "--as", "soanthao", "--json")
    assert json_of(officer)["total"] == 1
    assert {"document_id", "file", "symbol", "subject", "snippet", "score", "number"} <= json_of(officer)[
        "hits"
    ][0].keys()
    administrator = run("search", "thi dua", "--home", home, "--json", env={"VANTHU_USER": "quantri"})
    assert json_of(administrator)["total"] == 0


def test_doctor_finds_a_damaged_file(told, tmp_path: Path) -> None:
    import shutil

    home = tmp_path / "home"
    shutil.copytree(str(told["home"]), home)
    assert run("doctor", "--home", home, "--json").exit_code == 0
    stored = next((home / "files").glob("??/*"))
    stored.write_bytes(b"damaged")
    result = run("doctor", "--home", home, "--json")
    assert result.exit_code == 1
    assert json_of(result)["ok"] is False


def test_an_office_is_set_up_from_a_description(tmp_path: Path) -> None:
    described = tmp_path / "co-quan.toml"
    described.write_text(
        '[agency]\nname = "Sở Mẫu"\nabbreviation = "SM"\nplace = "Sao Mai"\n'
        '[[people]]\nusername = "gd"\nname = "Đinh Mẫu"\ntitle = "Giám đốc"\nfunction = "director"\n',
        encoding="utf-8",
    )
    home = tmp_path / "home"
    first = run("profile", "import", described, "--home", home, "--json")
    assert first.exit_code == 0
    assert len(json_of(first)["first_passwords"]["gd"]) >= 10
    second = run("profile", "import", described, "--home", home, "--json")
    assert json_of(second)["first_passwords"] == {}
    made = run("pki", "dev", "--home", home, "--json")
    assert made.exit_code == 0
    assert json_of(made)["for_real_use"] is False


WHOLE_OFFICE = """
outside = ["Kho bạc Mẫu", "Sở Khác"]
[agency]
name = "Sở Mẫu"
abbreviation = "SM"
place = "Sao Mai"
parent = "Ủy ban nhân dân tỉnh Sao Mai"
[[units]]
name = "Phòng Một"
abbreviation = "P1"
[[people]]
username = "gd"
name = "Đinh Mẫu"
title = "Giám đốc"
function = "director"
[[people]]
username = "pgd"
name = "Đinh Phó"
title = "Phó Giám đốc"
function = "deputy"
kt_for = "Giám đốc"
basis = "Quyết định phân công"
[[people]]
username = "vt"
name = "Mai Thư"
title = "Văn thư"
function = "clerk"
unit = "P1"
[[groups]]
name = "Lãnh đạo Sở"
members = ["person:gd", "person:pgd", "unit:P1"]
[[series]]
name = "Quyết định"
kinds = ["quyet-dinh"]
first_number = 41
[[series]]
name = "Văn bản khác"
[[dossiers]]
code = "01.P1"
title = "Phong trào «thi đua»"
retention = "10 năm"
[[kinds]]
code = "thu-cong"
offered = false
[[kinds]]
code = "ke-hoach"
retention_period = "20 năm"
retention_act = "Bảng thời hạn của Sở Mẫu"
"""


def test_a_description_taken_out_and_put_into_another_office_says_the_same(tmp_path: Path) -> None:
    described, taken, again = tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "c.toml"
    described.write_text(WHOLE_OFFICE, encoding="utf-8")
    for source, home, target in ((described, "one", taken), (taken, "two", again)):
        assert run("profile", "import", source, "--home", tmp_path / home, "--json").exit_code == 0
        assert run("profile", "export", target, "--home", tmp_path / home, "--json").exit_code == 0
    assert taken.read_bytes() == again.read_bytes()
    first, last = read_profile(described), read_profile(again)
    for part in ("name", "parent", "units", "people", "outside", "series", "dossiers"):
        assert getattr(first, part) == getattr(last, part)
    assert {group.name: set(group.members) for group in first.groups} == {
        group.name: set(group.members) for group in last.groups
    }
    assert set(first.kinds) == set(last.kinds)


def test_an_unknown_kind_in_a_description_is_named(tmp_path: Path) -> None:
    described = tmp_path / "co-quan.toml"
    described.write_text(WHOLE_OFFICE.replace('"thu-cong"', '"sam-truyen"'), encoding="utf-8")
    result = run("profile", "import", described, "--home", tmp_path / "home", "--json")
    assert result.exit_code == 1
    assert "sam-truyen" in str(json_of(result)["message"])


def test_a_workflow_is_checked_told_and_run_dry(told, tmp_path: Path) -> None:
    file = tmp_path / "quy-trinh.toml"
    source = Path(__file__).resolve().parents[2] / "workflows" / "catalogue" / "van-ban-di.toml"
    file.write_bytes(source.read_bytes())
    assert json_of(run("workflow", "check", file, "--json")) == {"ok": True, "faults": []}
    file.write_text(
        source.read_text(encoding="utf-8").replace('"signature_stands"', '"moon_is_full"'), "utf-8"
    )
    refused = run("workflow", "check", file, "--json")
    assert refused.exit_code == 1
    assert "moon_is_full" in refused.stdout
    file.write_text("không phải TOML [[", "utf-8")
    assert run("workflow", "check", file, "--json").exit_code == 1
    assert "Người ký được «Ký số»" in run("workflow", "show", "van-ban-di").stdout
    assert run("workflow", "show", "khong-co").exit_code == 2
    dry = json_of(run("workflow", "simulate", "van-ban-di", "--home", str(told["home"]), "--json"))
    assert dry["units"]


def test_a_term_in_working_days_is_told(tmp_path: Path) -> None:
    assert json_of(run("due", "--from", "2025-12-31", "--working-days", "1", "--json")) == {
        "due": "2026-01-05"
    }
    assert run("due", "--from", "2025-12-31", "--working-days", "1").stdout == "05/01/2026\n"
    assert run("due", "--from", "31/12/2025", "--working-days", "1").exit_code == 2
    assert run("due", "--from", "2025-12-31", "--working-days", "-1").exit_code == 2


def test_a_faulty_description_names_its_fault_and_makes_nothing(tmp_path: Path) -> None:
    described = tmp_path / "co-quan.toml"
    described.write_text(
        '[agency]\nname = "Sở Mẫu"\nabbreviation = "SM"\nplace = "Sao Mai"\n'
        '[[people]]\nusername = "gd"\nname = "Đinh Mẫu"\ntitle = "Giám đốc"\nfunction = "king"\n',
        encoding="utf-8",
    )
    result = run("profile", "import", described, "--home", tmp_path / "home", "--json")
    assert result.exit_code == 1
    assert "king" in str(json_of(result)["message"])
    assert not (tmp_path / "home" / "vanthu.db").exists()


def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    result = run("doctor", "--home", tmp_path, env={"VANTHU_HTTPS": "maybe"})
    assert result.exit_code == 2
    assert "VANTHU_HTTPS" in result.stderr
