"""Definitions out of their TOML files: read, checked for contradictions, gathered into a catalogue."""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib import resources
from typing import Any, get_args

from workflows.definition import (
    LONGEST_TERM,
    MAIN,
    About,
    AnswerType,
    Ask,
    By,
    Comment,
    Definition,
    Machine,
    Needs,
    Role,
    State,
    Transition,
)
from workflows.errors import BadDefinition

Table = Mapping[str, Any]
OURS = "workflows.catalogue"

USUAL_SOURCES: Mapping[str, str] = {
    "drafter": "creator",
    "head": "unit_head",
    "form_checker": "form_checker_office",
    "signer": "named_signer",
    "clerk": "clerk_office",
    "archivist": "archivist_office",
    "recipient": "granted",
    "consulted": "granted",
}
"""Where the holders of a role come from when the file does not say."""


def parse_definition(text: str, tables: Mapping[tuple[str, int], Table] | None = None) -> Definition:
    """A definition from its TOML.

    tables    what other files say, by name and version, for one that only says how it differs (`extends`)
    raises    BadDefinition naming every fault
    """
    try:
        return _define(_whole(tomllib.loads(text), tables or {}))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadDefinition(faults=[str(error)]) from error


def _define(table: Table) -> Definition:
    states = [_state(row) for row in table["states"]]
    steps = [_transition(row) for row in table["transitions"]]
    made = Definition(
        table["name"],
        table["title"],
        table["version"],
        table["start"],
        {state.code: state for state in states},
        {step.code: step for step in steps},
        roles=_roles(table),
        machines={
            code: Machine(code, row["title"], row["start"]) for code, row in table.get("machines", {}).items()
        },
        about=_one_of(table.get("about", "document"), About),
        upgrades={
            int(version): {before: _listed(after) for before, after in told.items()}
            for version, told in table.get("upgrade", {}).items()
        },
        digest=hashlib.sha256(json.dumps(table, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
    )
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
    brought_texts = {package: _texts(package) for package in (OURS, *packages)}
    tables = _tables(text for texts in brought_texts.values() for text in texts)
    for texts in brought_texts.values():
        found = [parse_definition(text, tables) for text in texts]
        brought = newest(found)
        faults += _twice(f"{made.name}@{made.version}" for made in found)
        faults += [f"{name}: twice" for name in brought if name in catalogue]
        catalogue |= brought
    faults += [fault for made in catalogue.values() for fault in _bad_upgrades(made)]
    if faults:
        raise BadDefinition(faults=faults)
    return catalogue


def our_tables() -> dict[tuple[str, int], Table]:
    """What the files of this house say, by name and version: what a file being checked may extend."""
    return _tables(_texts(OURS))


def _texts(package: str) -> list[str]:
    files = sorted(resources.files(package).iterdir(), key=lambda entry: entry.name)
    return [entry.read_text(encoding="utf-8") for entry in files if entry.name.endswith(".toml")]


def _tables(texts: Iterable[str]) -> dict[tuple[str, int], Table]:
    found: dict[tuple[str, int], Table] = {}
    for text in texts:
        try:
            table = tomllib.loads(text)
            found[table["name"], table["version"]] = table
        except (KeyError, TypeError, ValueError):
            # Told with its faults when the file itself is parsed.
            continue
    return found


def _whole(table: Table, tables: Mapping[tuple[str, int], Table]) -> Table:
    """The file with what it extends filled in: `extends = "van-ban-di@3"`.

    Its states and steps replace those of the same code, a state may say `after` which it comes, `drop` names steps
    that fall away. Ways from earlier versions are each file's own.
    """
    if "extends" not in table:
        return table
    name, _, version = table["extends"].partition("@")
    if (name, int(version or 0)) not in tables:
        raise ValueError(f"extends {table['extends']}: not in the catalogue")
    twice = [row["code"] for part in ("states", "transitions") for row in table.get(part, ())]
    if len(set(twice)) < len(twice):
        raise ValueError(", ".join(_twice(twice)))
    base = _whole(tables[name, int(version)], tables)
    dropped = set(table.get("drop", ()))
    steps = {row["code"]: row for row in base["transitions"] if row["code"] not in dropped}
    for row in table.get("transitions", ()):
        steps[row["code"]] = {**steps.get(row["code"], {}), **row}
    return {
        **{key: value for key, value in base.items() if key != "upgrade"},
        **{key: value for key, value in table.items() if key not in ("extends", "drop")},
        "roles": base.get("roles", {}) | table.get("roles", {}),
        "machines": base.get("machines", {}) | table.get("machines", {}),
        "states": _merged_states(base["states"], table.get("states", ())),
        "transitions": list(steps.values()),
    }


def _merged_states(base: Iterable[Table], own: Iterable[Table]) -> list[Table]:
    states = {row["code"]: row for row in base}
    order = list(states)
    for row in own:
        code = row["code"]
        if code not in states:
            order.insert(order.index(row["after"]) + 1 if "after" in row else len(order), code)
        states[code] = {**states.get(code, {}), **row}
    return [states[code] for code in order]


def newest(found: Iterable[Definition]) -> dict[str, Definition]:
    """The newest version by name, the earlier ones in it."""
    latest: dict[str, Definition] = {}
    for made in sorted(found, key=lambda made: made.version):
        before = latest.get(made.name)
        latest[made.name] = replace(
            made, earlier=(*before.earlier, replace(before, earlier=())) if before else ()
        )
    return latest


def _state(row: Mapping[str, Any]) -> State:
    rights = {role: tuple(rights) for role, rights in row.get("rights", {}).items()}
    machine = row.get("machine", MAIN)
    owner = row["owner"] if machine == MAIN else row.get("owner", "")
    final, term = row.get("final", False), row.get("term")
    return State(row["code"], row["title"], owner, rights, final, term, machine)


def _transition(row: Mapping[str, Any]) -> Transition:
    by = _one_of(row.get("by", "user"), By)
    comment = "required" if row.get("reason") else row.get("comment", "none")
    return Transition(
        row["code"],
        row["title"],
        tuple(row["from"]),
        row["to"],
        tuple(row["roles"] if by == "user" else row.get("roles", ())),
        guards=tuple(_listed(names) for names in row.get("guards", ())),
        comment=_one_of(comment, Comment),
        by=by,
        after_days=row["after_days"] if by == "timer" else 0,
        event=row["event"] if by == "event" else "",
        approves=row.get("approves", ""),
        freezes=row.get("freezes", False),
        falls=row.get("falls", False),
        needs=_one_of(row.get("needs", ""), Needs),
        asks=tuple(_ask(asked) for asked in row.get("asks", ())),
        effects=tuple(row.get("effects", ())),
    )


def _ask(row: Mapping[str, Any]) -> Ask:
    kind = _one_of(row.get("type", "text"), AnswerType)
    return Ask(row["code"], row["title"], kind, row.get("required", True), tuple(row.get("choices", ())))


def _role(code: str, told: str | Mapping[str, str]) -> Role:
    """`signer = "named_signer"`, or with names: `{ source = "granted", vi = "chủ trì", en = "lead" }`."""
    if isinstance(told, str):
        return Role(code, told)
    return Role(code, told["source"], {language: told[language] for language in ("vi", "en")})


def _roles(table: Mapping[str, Any]) -> dict[str, Role]:
    """The roles a file tells of, and those it only uses that come from their usual place."""
    named = {role for row in table["states"] for role in row.get("rights", {})}
    named |= {role for row in table["transitions"] for role in row.get("roles", ())}
    usual = {code: Role(code, source) for code, source in USUAL_SOURCES.items() if code in named}
    return usual | {code: _role(code, told) for code, told in table.get("roles", {}).items()}


def _listed(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _one_of(value: Any, allowed: Any) -> Any:
    if value not in get_args(allowed):
        raise ValueError(f"{value!r} is none of {', '.join(get_args(allowed))}")
    return value


def _twice(codes: Iterable[str]) -> list[str]:
    return [f"{code}: twice" for code, count in Counter(codes).items() if count > 1]


def _faults(made: Definition) -> list[str]:
    """Unknown states, states nobody reaches or leaves, mixed machines, steps whose actor cannot see the paper."""
    steps = list(made.transitions.values())
    faults = []
    for step in steps:
        unknown = {*step.before, step.after} - made.states.keys()
        faults += [f"{step.code}: no state {state}" for state in sorted(unknown)]
    if faults or made.start not in made.states:
        return faults or [f"no start state {made.start}"]
    faults += _bad_machines(made)
    if faults:
        return faults
    starts = {made.start, *(machine.start for machine in made.machines.values())}
    reached = _reached(starts, steps)
    faults += [f"{code}: cannot be reached" for code in made.states if code not in reached]
    for code, state in made.states.items():
        leaves = any(code in step.before for step in steps)
        if not leaves and not state.final:
            faults.append(f"{code}: no way out and not final")
    faults += [f"{code}: term {state.term!r}" for code, state in made.states.items() if not _is_term(state)]
    return faults + _blind(made)


def _is_term(state: State) -> bool:
    """Whether the term is none, or a number of working days anybody would set; a final state waits for nobody."""
    if state.term is None:
        return True
    return type(state.term) is int and 1 <= state.term <= LONGEST_TERM and not state.final


def _bad_machines(made: Definition) -> list[str]:
    faults = [
        f"{state.code}: no machine {state.machine}"
        for state in made.states.values()
        if state.machine != MAIN and state.machine not in made.machines
    ]
    faults += [
        f"{machine.code}: no start state {machine.start}"
        for machine in made.machines.values()
        if machine.start not in made.states or made.states[machine.start].machine != machine.code
    ]
    if faults or made.states[made.start].machine != MAIN:
        return faults or [f"{made.start}: not a state of {MAIN}"]
    for step in made.transitions.values():
        machines = {made.states[code].machine for code in (*step.before, step.after)}
        if len(machines) > 1:
            faults.append(f"{step.code}: crosses machines {', '.join(sorted(machines))}")
    return faults + _shared_rights(made)


def _shared_rights(made: Definition) -> list[str]:
    """A right belongs to one machine: else two of them could disagree about it."""
    machines: dict[str, set[str]] = {}
    for state, _, right in made.rights():
        machines.setdefault(right, set()).add(made.states[state].machine)
    return [f"{right}: a right of {', '.join(sorted(of))}" for right, of in machines.items() if len(of) > 1]


def _blind(made: Definition) -> list[str]:
    """A step of the main machine wants sight in its state; one of a smaller machine, sight in some state."""
    faults = []
    seeing = {role for state in made.states.values() for role, held in state.rights.items() if "view" in held}
    for step in made.transitions.values():
        for role in step.roles:
            for before in step.before:
                state = made.states[before]
                sees = "view" in state.rights.get(role, ()) if state.machine == MAIN else role in seeing
                if not sees:
                    faults.append(f"{step.code}: {role} may not view in {before}")
    return faults


def _bad_upgrades(made: Definition) -> list[str]:
    """A state map names states that exist, here and in the version it moves from, one a machine."""
    faults = []
    for version, told in made.upgrades.items():
        known = {earlier.version: earlier for earlier in made.earlier}.get(version)
        if known is None:
            faults.append(f"{made.name}@{made.version}: no version {version} to move from")
            continue
        for before, after in told.items():
            unknown = [code for code in after if code not in made.states]
            faults += [f"{made.name}@{made.version}: no state {code}" for code in unknown]
            if before not in known.states or known.states[before].machine != MAIN:
                faults.append(f"{made.name}@{version}: no state {before}")
            machines = [made.states[code].machine for code in after if code in made.states]
            if not unknown and (machines.count(MAIN) != 1 or len(set(machines)) != len(machines)):
                faults.append(f"{made.name}@{made.version}: {before} goes to one state a machine")
    return faults


def _reached(starts: Iterable[str], steps: Iterable[Transition]) -> set[str]:
    reached = set(starts)
    edge = list(reached)
    while edge:
        here = edge.pop()
        new = {step.after for step in steps if here in step.before} - reached
        reached |= new
        edge += new
    return reached
