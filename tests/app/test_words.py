"""Nothing a person meets is without its words: situations, closed doors, facts, verdicts, checks."""

import importlib
import pkgutil
import re
import string
from pathlib import Path

import pytest

import app
import documents
import search
import workflows
from app.api import json_doors
from app.doctor import _CHECKS
from app.errors import ERRORS, REASONS, WORDS_FOR, explain
from app.web.trouble import HTTP_WORDS
from app.web.verdicts import VERDICTS
from documents.errors import VanthuError
from workflows.commands import Rules
from workflows.definition_files import load_catalogue
from workflows.dispatch import STATUSES
from workflows.guards import GUARDS

ROOMS = (app, documents, search, workflows)


def every_module() -> list[object]:
    names = [
        found.name for room in ROOMS for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    ]
    return [importlib.import_module(name) for name in names]


MODULES = every_module()


def every_situation(kind: type[VanthuError] = VanthuError) -> set[type[VanthuError]]:
    return {kind}.union(*(every_situation(child) for child in kind.__subclasses__()))


@pytest.mark.parametrize(
    "situation", sorted(every_situation(), key=lambda kind: kind.code), ids=lambda kind: kind.code
)
def test_every_situation_has_its_own_words(situation: type[VanthuError]) -> None:
    assert situation.code in ERRORS
    problem = explain(situation())
    assert problem.message
    assert 400 <= problem.status < 600


def test_no_words_without_a_situation() -> None:
    assert set(ERRORS) == {situation.code for situation in every_situation()}


def test_every_closed_door_says_why() -> None:
    """Every reason a guard or a command can give, found in their source."""
    sources = [
        Path(str(module.__file__)).read_text()
        for module in MODULES
        if module.__name__.startswith("workflows")
    ]  # type: ignore[attr-defined]
    given = {code for source in sources for code in re.findall(r'(?:Denied\(|reason=)\s*"(\w+)"', source)}
    assert len(given) > 10
    assert given <= set(REASONS)


def test_every_fact_has_its_words() -> None:
    facts = {
        one.name
        for module in MODULES
        for one in vars(module).values()
        if isinstance(one, type)
        and hasattr(one, "__dataclass_fields__")
        and isinstance(vars(one).get("name"), str)
        and vars(one)["name"]
    }
    assert "document_moved" in facts
    assert facts <= set(WORDS_FOR)


def test_every_step_role_field_and_check_has_its_words() -> None:
    from documents.kinds import load_kinds

    rules = Rules(load_kinds(), load_catalogue(), GUARDS)
    steps = [step for workflow in rules.versions for step in workflow.transitions.values()]
    assert {step.code for step in steps if step.by == "user"} <= set(WORDS_FOR)
    assert all(step.title for step in steps)
    assert {role for step in steps for role in step.roles} <= set(WORDS_FOR)
    assert {f"check_{check.__name__.strip('_')}" for check in _CHECKS} <= set(WORDS_FOR)
    assert STATUSES
    assert len(VERDICTS) == 7
    assert json_doors().name == "vanthu_api"


def test_every_sentence_can_be_filled() -> None:
    """A brace that is no placeholder would break the very page that explains a problem."""
    sentences = [text for words in ERRORS.values() for text in (words.message, words.remedy)]
    sentences += [text for pair in (*REASONS.values(), *HTTP_WORDS.values()) for text in pair]
    for sentence in sentences:
        assert all(
            name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(sentence)
        )
