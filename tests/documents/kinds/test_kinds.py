"""The kinds of the decree, and what a package may add."""

import csv
from pathlib import Path

import pytest

from documents.errors import BadKind, KindNotReady
from documents.kinds import PARTS, kind_named, load_kinds, parse_kind

KINDS = load_kinds()
A_KIND = """
code = "loi-moi-hop"
name = "Lời mời họp"
abbreviation = "LMH"
group = "form"
order = 99
parts = ["nation", "agency", "body"]
required = ["body"]
"""


def test_the_decree_has_29_kinds_with_27_abbreviations_and_three_copies() -> None:
    decree = [kind for kind in KINDS.values() if kind.group == "decree"]
    assert len(decree) == 29
    assert len({kind.abbreviation for kind in decree if kind.abbreviation}) == 27
    assert [kind.abbreviation for kind in KINDS.values() if kind.group == "copy"] == ["SY", "TrS", "SL"]


def test_only_cong_van_and_thu_cong_go_without_an_abbreviation() -> None:
    bare = [kind.name for kind in KINDS.values() if kind.group == "decree" and not kind.abbreviation]
    assert bare == ["Công văn", "Thư công"]


def test_case_and_marks_tell_abbreviations_apart() -> None:
    by_abbreviation = {kind.abbreviation: kind.name for kind in KINDS.values() if kind.abbreviation}
    pairs = [("QĐ", "QyĐ"), ("CT", "CTr"), ("TB", "TTr"), ("ĐA", "DA"), ("HĐ", "HD"), ("CĐ", "CT")]
    for one, other in pairs:
        assert by_abbreviation[one] != by_abbreviation[other]


def test_every_row_of_the_decrees_table_is_a_kind(corpus: Path) -> None:
    with (corpus / "lists" / "nd30_document_types.csv").open(encoding="utf-8") as file:
        rows = {row["type"].removesuffix(" (cá biệt)"): row["abbreviation"] for row in csv.DictReader(file)}
    ours = {spelling: kind.abbreviation for kind in KINDS.values() for spelling in kind.names}
    assert {name: ours.get(name) for name in rows} == rows


def test_minutes_have_no_place_and_date_line_and_two_signers() -> None:
    minutes = kind_named(KINDS, "Biên bản")
    assert "place_date" not in minutes.parts
    assert {"signing_block", "signing_block_secretary"} <= set(minutes.required)


def test_what_acts_on_somebody_must_say_on_whom() -> None:
    wanting = {kind.code for kind in KINDS.values() if "addressees" in kind.required}
    assert wanting == {"cong-van", "to-trinh"}


def test_a_name_is_known_in_any_case_and_with_either_tone_placement() -> None:
    assert (
        kind_named(KINDS, "GIẤY  UỶ QUYỀN").code == kind_named(KINDS, "Giấy ủy quyền").code == "giay-uy-quyen"
    )


def test_an_unknown_name_is_refused_with_the_names_that_work() -> None:
    with pytest.raises(KindNotReady) as refusal:
        kind_named(KINDS, "Sấm truyền")
    assert refusal.value.facts["found"] == "Sấm truyền"
    assert "Quyết định" in refusal.value.facts["ready"]
    assert "Hợp đồng" not in refusal.value.facts["ready"]


def test_every_part_has_a_vietnamese_name() -> None:
    assert {part for kind in KINDS.values() for part in kind.parts} <= PARTS.keys()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('"nation", ', '"crown", ', "parts: crown"),
        ('required = ["body"]', 'required = ["seal"]', "required: seal is no part"),
        ('group = "form"', 'group = "poem"', "group: poem"),
        ('name = "Lời mời họp"', 'name = ""', "name: empty"),
        ("order = 99", "orders = 99", "orders"),
        ("[", "[[", ""),
    ],
)
def test_a_contradiction_is_told_with_its_file(before: str, after: str, fault: str) -> None:
    with pytest.raises(BadKind) as refusal:
        parse_kind(A_KIND.replace(before, after, 1), "loi-moi-hop.toml")
    assert refusal.value.facts["file"] == "loi-moi-hop.toml"
    assert fault in " ".join(refusal.value.facts["faults"])


def test_a_packages_kinds_stand_beside_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _package(tmp_path, monkeypatch, A_KIND)
    assert load_kinds("kinds_of_another")["loi-moi-hop"].name == "Lời mời họp"


@pytest.mark.parametrize("claim", ['code = "ke-hoach"', 'name = "kế hoạch"', 'abbreviation = "KH"'])
def test_a_package_cannot_take_a_name_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, claim: str
) -> None:
    key = claim.split()[0]
    lines = [claim if line.startswith(f"{key} =") else line for line in A_KIND.splitlines()]
    _package(tmp_path, monkeypatch, "\n".join(lines))
    with pytest.raises(BadKind):
        load_kinds("kinds_of_another")


def _package(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    package = folder / "kinds_of_another"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "a-kind.toml").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(__import__("sys").modules, "kinds_of_another", raising=False)
