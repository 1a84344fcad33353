"""A workflow as it is written down: states with rights, transitions with roles and guards.

Definitions are TOML files in `catalogue/`, versioned and immutable once used: the version in force beside those that
documents still run by ("van-ban-di.toml" beside "van-ban-di.1.toml"). Here they become values; who may do what with
a real document is `commands` and `queries`.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from workflows.errors import BadDefinition

LONGEST_TERM = 250


@dataclass(frozen=True)
class State:
    """A state: its Vietnamese title, the role it waits for, and what each role may do in it.

    term   working days it may wait, counted from the day after the paper came; None when nobody is hurried
    """

    code: str
    title: str
    owner: str
    rights: Mapping[str, tuple[str, ...]]
    final: bool = False
    term: int | None = None


@dataclass(frozen=True)
class Transition:
    """A step: from where, to where, which roles take it, what must hold, whether a reason is asked."""

    code: str
    title: str
    before: tuple[str, ...]
    after: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    reason: bool = False


@dataclass(frozen=True)
class Definition:
    """A version of a workflow; the newest one knows those before it, oldest first."""

    name: str
    title: str
    version: int
    start: str
    states: Mapping[str, State]
    transitions: Mapping[str, Transition]
    earlier: tuple["Definition", ...] = ()

    @property
    def versions(self) -> tuple["Definition", ...]:
        """Every version there is, this one last."""
        return (*self.earlier, self)

    def at(self, version: int) -> "Definition":
        """The version a document began with.

        raises    BadDefinition when the catalogue has lost it
        """
        for made in self.versions:
            if made.version == version:
                return made
        raise BadDefinition(faults=[f"{self.name}@{version}: not in the catalogue"])

    def rights(self) -> list[tuple[str, str, str]]:
        """(state, role, right) rows; the code of a transition is itself a right of its roles."""
        rows = {
            (state.code, role, right)
            for state in self.states.values()
            for role, rights in state.rights.items()
            for right in rights
        }
        rows |= {
            (before, role, step.code)
            for step in self.transitions.values()
            for before in step.before
            for role in step.roles
        }
        return sorted(rows)


def parse_definition(text: str) -> Definition:
    """A definition from its TOML.

    raises    BadDefinition naming every fault
    """
    try:
        table = tomllib.loads(text)
        states = [_state(row) for row in table["states"]]
        steps = [_transition(row) for row in table["transitions"]]
        made = Definition(
            table["name"],
            table["title"],
            table["version"],
            table["start"],
            {state.code: state for state in states},
            {step.code: step for step in steps},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadDefinition(faults=[str(error)]) from error
    # A code written twice would silently replace the first, rights and guards with it.
    faults = _twice(state.code for state in states) + _twice(step.code for step in steps) + _faults(made)
    if faults:
        raise BadDefinition(faults=faults)
    return made


def load_catalogue(*packages: str) -> Mapping[str, Definition]:
    """Every workflow this house ships and those of other packages: the newest version of each, by name.

    packages  names of packages holding one TOML file a version of a workflow
    raises    BadDefinition, also when two packages claim one name or two files one version
    """
    catalogue: dict[str, Definition] = {}
    faults: list[str] = []
    for package in ("workflows.catalogue", *packages):
        files = sorted(resources.files(package).iterdir(), key=lambda entry: entry.name)
        texts = [entry.read_text(encoding="utf-8") for entry in files if entry.name.endswith(".toml")]
        found = [parse_definition(text) for text in texts]
        brought = _newest(found)
        faults += _twice(f"{made.name}@{made.version}" for made in found)
        faults += [f"{name}: twice" for name in brought if name in catalogue]
        catalogue |= brought
    if faults:
        raise BadDefinition(faults=faults)
    return catalogue


def _newest(found: Iterable[Definition]) -> dict[str, Definition]:
    """The newest version by name, the earlier ones in it."""
    newest: dict[str, Definition] = {}
    for made in sorted(found, key=lambda made: made.version):
        before = newest.get(made.name)
        newest[made.name] = replace(
            made, earlier=(*before.earlier, replace(before, earlier=())) if before else ()
        )
    return newest


def _state(row: Mapping[str, Any]) -> State:
    rights = {role: tuple(rights) for role, rights in row.get("rights", {}).items()}
    return State(row["code"], row["title"], row["owner"], rights, row.get("final", False), row.get("term"))


def _transition(row: Mapping[str, Any]) -> Transition:
    return Transition(
        row["code"],
        row["title"],
        tuple(row["from"]),
        row["to"],
        tuple(row["roles"]),
        tuple(row.get("guards", ())),
        row.get("reason", False),
    )


def _twice(codes: Iterable[str]) -> list[str]:
    return [f"{code}: twice" for code, count in Counter(codes).items() if count > 1]


def _faults(made: Definition) -> list[str]:
    """Unknown states, states nobody reaches, states nobody leaves, steps whose actor cannot see the paper."""
    faults = []
    steps = list(made.transitions.values())
    for step in steps:
        unknown = {*step.before, step.after} - made.states.keys()
        faults += [f"{step.code}: no state {state}" for state in sorted(unknown)]
    if faults or made.start not in made.states:
        return faults or [f"no start state {made.start}"]
    faults += [f"{code}: term {state.term!r}" for code, state in made.states.items() if not _is_term(state)]
    faults += [f"{code}: cannot be reached" for code in made.states if code not in _reached(made, steps)]
    for code, state in made.states.items():
        leaves = any(code in step.before for step in steps)
        if not leaves and not state.final:
            faults.append(f"{code}: no way out and not final")
    for step in steps:
        blind = [
            (role, before)
            for role in step.roles
            for before in step.before
            if "view" not in made.states[before].rights.get(role, ())
        ]
        faults += [f"{step.code}: {role} may not view in {before}" for role, before in blind]
    return faults


def _is_term(state: State) -> bool:
    """Whether the term is none, or a number of working days anybody would set; a final state waits for nobody."""
    if state.term is None:
        return True
    return type(state.term) is int and 1 <= state.term <= LONGEST_TERM and not state.final


def _reached(made: Definition, steps: Iterable[Transition]) -> set[str]:
    reached, edge = {made.start}, [made.start]
    while edge:
        here = edge.pop()
        new = {step.after for step in steps if here in step.before} - reached
        reached |= new
        edge += new
    return reached
