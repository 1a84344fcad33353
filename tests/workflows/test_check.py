"""Workflows looked at, told and run dry: every fault is found, every rule is read, everybody's turn is known."""

from pathlib import Path

import pytest

from app.errors import FAULTS
from tests.office import House
from workflows.check import Code, Known, check
from workflows.definition_files import load_catalogue, parse_definition
from workflows.effects import EFFECTS
from workflows.guards import GUARDS
from workflows.roles import GRANTED, SOURCES
from workflows.sentences import LANGUAGES, Language, tell
from workflows.simulate import simulate

TEXT = Path("workflows/catalogue/van-ban-di.toml")
SENTENCES = Path(__file__).parent / "sentences"
SOURCE = (Path(__file__).resolve().parents[2] / TEXT).read_text(encoding="utf-8")


KNOWN = Known(GUARDS, EFFECTS, {*SOURCES, GRANTED})
CATALOGUE = load_catalogue()
VERSIONS = [version for made in CATALOGUE.values() for version in made.versions]


@pytest.mark.parametrize("made", VERSIONS, ids=lambda made: f"{made.name}@{made.version}")
def test_our_workflows_have_no_fault(made) -> None:
    assert [fault for fault in check(made, KNOWN) if fault.serious] == []


SEEDED: list[tuple[Code, str, str]] = [
    ("unknown_role", 'rights.recipient = ["view"]', 'rights.ghost = ["view"]'),
    ("unknown_right", 'rights.clerk = ["send"]', 'rights.clerk = ["send", "fly"]'),
    ("unknown_guard", '"signature_stands"]', '"signature_stands", "moon_is_full"]'),
    ("owner_blind", 'owner = "head"\n', 'owner = "archivist"\n'),
    ("owner_powerless", 'owner = "head"\n', 'owner = "archivist"\n'),
    ("no_way_back", 'roles = ["head"]\nfalls = true\nreason = true', 'roles = ["head"]'),
    (
        "step_to_itself",
        'from = ["content_check"]\nto = "drafting"',
        'from = ["content_check"]\nto = "content_check"',
    ),
    ("unused_state_right", 'rights.archivist = ["view"]', 'rights.archivist = ["edit"]'),
    ("unknown_effect", 'effects = ["close_opinions"]', 'effects = ["ring_the_bell"]'),
    ("unknown_source", 'signer = "named_signer"', 'signer = "the_stars"'),
    (
        "role_without_source",
        'head = "unit_head"',
        'guest = { source = "granted", vi = "khách", en = "guest" }',
    ),
    (
        "automatic_circle",
        'by = "automatic"\nfrom = ["sending"]\nto = "received"',
        'by = "automatic"\nfrom = ["sending", "received"]\nto = "sending"',
    ),
    ("right_nowhere", 'rights.drafter = ["view", "edit", "consult"]', 'rights.drafter = ["view", "consult"]'),
]


@pytest.mark.parametrize(("code", "before", "after"), SEEDED, ids=[row[0] for row in SEEDED])
def test_a_seeded_fault_is_found(code: str, before: str, after: str) -> None:
    assert before in SOURCE
    text = SOURCE.replace(before, after)
    if code == "unused_state_right":
        # The archivist files: only who sees nothing at all may lose the step as well.
        text = text.replace('roles = ["drafter", "archivist"]', 'roles = ["drafter"]')
    if code == "role_without_source":
        text = text.replace('rights.head = ["view"]\n', 'rights.head = ["view"]\nrights.host = ["view"]\n', 1)
    if code == "automatic_circle":
        text += '\n[[transitions]]\ncode = "end"\ntitle = "T"\nby = "event"\nevent = "e"\n'
        text += 'from = ["sending"]\nto = "received"\n'
    faults = check(parse_definition(text), KNOWN)
    assert code in {fault.code for fault in faults}


def test_every_code_has_a_seeded_fault_and_its_words() -> None:
    assert {code for code, *_ in SEEDED} == set(Code.__args__) == set(FAULTS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CATALOGUE)
def test_a_workflow_reads_as_it_is_written_down(name: str, language: Language) -> None:
    told = "\n".join(tell(CATALOGUE[name], language)) + "\n"
    kept = SENTENCES / f"{name}.{language}.txt"
    assert told == kept.read_text(encoding="utf-8"), "a rule changed: read the difference, then keep it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guard_role_and_right_has_its_words(language: Language) -> None:
    words = LANGUAGES[language]
    assert set(words.guards) == set(GUARDS)
    for made in VERSIONS:
        for line in tell(made, language):
            assert "_" not in line.replace(made.name, "")


def test_a_dry_run_tells_whose_turn_it_is_and_whose_absence_hurts(house: House) -> None:
    with house.look() as work:
        run = simulate(work, house.rules.workflows["van-ban-di"])
    by_unit = {unit.unit: {turn.state: turn.people for turn in unit.turns} for unit in run.units}
    assert by_unit["Phòng Tổng hợp"]["content_check"] == ("Phan Trưởng",)
    assert by_unit["Phòng Tổng hợp"]["signing"] == ("Lý Văn Phó", "Trần Thị Thử")
    assert ("Văn phòng", "content_check") in run.nobody
    alone = {one.person: {state for _, state in one.stuck} for one in run.bottlenecks}
    assert alone["Phạm Thư"] == {"signed"}
    assert "Trần Thị Thử" not in alone


def test_a_dry_run_asks_nothing_of_states_that_wait_for_nobody(house: House) -> None:
    with house.look() as work:
        run = simulate(work, house.rules.workflows["cong-van"])
    states = {turn.state for unit in run.units for turn in unit.turns}
    assert {"to_file", "awaiting_reply", "content_check"} <= states
    assert not {"unsigned", "unsent", "sending", "issued"} & states
