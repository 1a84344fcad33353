"""A workflow as it is written down: every contradiction in it is found and named."""

import pytest

from documents.kinds import load_kinds
from workflows.commands import Rules
from workflows.definition import Definition, load_catalogue, parse_definition
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
    assert bad.value.facts["faults"] == ["mau/jump: no guard moon_is_full"]


@pytest.mark.parametrize("workflow", load_catalogue().values(), ids=lambda made: made.name)
def test_the_catalogue_holds_and_nobody_acts_blind(workflow: Definition) -> None:
    rights = set(workflow.rights())
    for one in workflow.transitions.values():
        for before in one.before:
            for role in one.roles:
                assert {(before, role, "view"), (before, role, one.code)} <= rights


def test_a_final_state_lets_nobody_take_a_step() -> None:
    for workflow in load_catalogue().values():
        ends = {code for code, one in workflow.states.items() if one.final}
        assert [one.code for one in workflow.transitions.values() if ends & set(one.before)] == []
