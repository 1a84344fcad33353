"""A workflow as it is written down: every contradiction in it is found and named, every version of it kept."""

from pathlib import Path

import pytest

from documents.kinds import load_kinds
from workflows.commands import Rules
from workflows.definition import MAIN, Definition
from workflows.definition_files import load_catalogue, parse_definition
from workflows.errors import BadDefinition
from workflows.guards import GUARDS

GOOD = """
name = "mau"
title = "Mẫu"
version = 1
start = "draft"

[[states]]
code = "draft"
title = "Soạn"
owner = "drafter"
rights.drafter = ["view", "edit"]

[[states]]
code = "done"
title = "Xong"
owner = "drafter"
final = true
rights.drafter = ["view"]

[[transitions]]
code = "finish"
title = "Kết thúc"
from = ["draft"]
to = "done"
roles = ["drafter"]
"""


def faults(text: str) -> list[str]:
    with pytest.raises(BadDefinition) as bad:
        parse_definition(text)
    return list(bad.value.facts["faults"])  # type: ignore[call-overload]


def state(code: str, *lines: str) -> str:
    return "\n".join(["", "[[states]]", f'code = "{code}"', 'title = "T"', 'owner = "drafter"', *lines, ""])


def step(code: str, before: str, after: str, role: str = "drafter") -> str:
    return f'\n[[transitions]]\ncode = "{code}"\ntitle = "T"\nfrom = ["{before}"]\nto = "{after}"\nroles = ["{role}"]\n'


def test_a_definition_becomes_states_steps_and_rights() -> None:
    made = parse_definition(GOOD)
    assert (made.start, list(made.states), list(made.transitions)) == ("draft", ["draft", "done"], ["finish"])
    assert made.rights() == [
        ("done", "drafter", "view"),
        ("draft", "drafter", "edit"),
        ("draft", "drafter", "finish"),
        ("draft", "drafter", "view"),
    ]


def test_a_state_may_say_how_many_working_days_it_waits() -> None:
    made = parse_definition(GOOD.replace('title = "Soạn"', 'title = "Soạn"\nterm = 3'))
    assert [state.term for state in made.states.values()] == [3, None]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name = ", "Invalid value"),
        (GOOD.replace('start = "draft"\n', ""), "'start'"),
        (GOOD.replace('start = "draft"', 'start = "nowhere"'), "no start state nowhere"),
        (GOOD + step("leap", "draft", "moon"), "leap: no state moon"),
        (GOOD + step("leap", "moon", "done"), "leap: no state moon"),
        (GOOD + state("island", "final = true"), "island: cannot be reached"),
        (GOOD + state("swamp") + step("sink", "draft", "swamp"), "swamp: no way out and not final"),
        (GOOD + step("peek", "draft", "done", role="passer-by"), "peek: passer-by may not view in draft"),
        (GOOD + state("draft", 'rights.drafter = ["view"]'), "draft: twice"),
        (GOOD + step("finish", "draft", "draft"), "finish: twice"),
        (GOOD.replace('title = "Soạn"', 'title = "Soạn"\nterm = 0'), "draft: term 0"),
        (GOOD.replace('title = "Soạn"', 'title = "Soạn"\nterm = "3"'), "draft: term '3'"),
        (GOOD.replace("final = true", "final = true\nterm = 2"), "done: term 2"),
    ],
)
def test_each_fault_is_named(text: str, fault: str) -> None:
    assert any(fault in found for found in faults(text)), faults(text)


def test_every_fault_is_named_at_once() -> None:
    text = (
        GOOD
        + state("island", "final = true")
        + state("swamp")
        + step("sink", "draft", "swamp", role="nobody")
    )
    assert len(faults(text)) == 3


def test_a_guard_nobody_wrote_is_refused_at_wiring() -> None:
    made = parse_definition(GOOD + step("jump", "draft", "done") + 'guards = ["moon_is_full"]\n')
    with pytest.raises(BadDefinition) as bad:
        Rules(load_kinds(), {made.name: made}, GUARDS)
    assert bad.value.facts["faults"] == ["mau@1/jump: unknown_guard moon_is_full"]


VERSIONS = [version for made in load_catalogue().values() for version in made.versions]


@pytest.mark.parametrize("workflow", VERSIONS, ids=lambda made: f"{made.name}@{made.version}")
def test_the_catalogue_holds_and_nobody_acts_blind(workflow: Definition) -> None:
    rights = set(workflow.rights())
    for one in workflow.transitions.values():
        for before in one.before:
            for role in one.roles:
                assert (before, role, one.code) in rights
                beside = workflow.states[before].machine != MAIN
                assert beside or (before, role, "view") in rights


def test_a_final_state_lets_nobody_take_a_step() -> None:
    for workflow in VERSIONS:
        ends = {code for code, one in workflow.states.items() if one.final}
        assert [one.code for one in workflow.transitions.values() if ends & set(one.before)] == []


# ------------------------------------------------------------------ versions


def a_package(folder: Path, name: str, **texts: str) -> str:
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("")
    for file, text in texts.items():
        (folder / name / f"{file}.toml").write_text(text, encoding="utf-8")
    return name


def at_version(number: int, title: str = "Mẫu") -> str:
    return GOOD.replace("version = 1", f"version = {number}").replace('title = "Mẫu"', f'title = "{title}"')


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_the_newest_version_is_the_workflow_and_knows_those_before_it(packages: Path) -> None:
    name = a_package(packages, "ways_of_three", a=at_version(10), b=at_version(2), c=at_version(1))
    newest = load_catalogue(name)["mau"]
    assert newest.version == 10
    assert [made.version for made in newest.versions] == [1, 2, 10]
    assert all(made.earlier == () for made in newest.earlier)
    assert (newest.at(2).version, newest.at(10)) == (2, newest)


def test_a_version_the_catalogue_lost_is_told(packages: Path) -> None:
    newest = load_catalogue(a_package(packages, "ways_without_two", a=at_version(3), b=at_version(1)))["mau"]
    with pytest.raises(BadDefinition) as bad:
        newest.at(2)
    assert bad.value.facts["faults"] == ["mau@2: not in the catalogue"]


def test_one_version_is_written_once(packages: Path) -> None:
    name = a_package(packages, "ways_twice", a=at_version(1), b=at_version(1, "Khác"))
    with pytest.raises(BadDefinition) as bad:
        load_catalogue(name)
    assert bad.value.facts["faults"] == ["mau@1: twice"]


def test_a_workflow_belongs_to_one_package(packages: Path) -> None:
    names = (
        a_package(packages, "ways_of_one", a=at_version(1)),
        a_package(packages, "ways_of_another", a=at_version(2)),
    )
    with pytest.raises(BadDefinition) as bad:
        load_catalogue(*names)
    assert bad.value.facts["faults"] == ["mau: twice"]


def test_a_guard_of_an_earlier_version_is_asked_for_at_wiring_too(packages: Path) -> None:
    old = at_version(1) + step("jump", "draft", "done") + 'guards = ["moon_is_full"]\n'
    with pytest.raises(BadDefinition):
        Rules(
            load_kinds(), load_catalogue(a_package(packages, "ways_guarded", a=old, b=at_version(2))), GUARDS
        )
