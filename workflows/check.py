"""A workflow looked at before anybody works by it: what would leave a paper stuck, unseen or without a way back.

`parse_definition` refuses what is no workflow at all; here stands what a person would find out too late.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from workflows.definition import MAIN, Definition, State, Transition

ROLES = ("drafter", "head", "form_checker", "signer", "clerk", "recipient", "archivist", "consulted")
OUTGOING_RIGHTS = ("view", "edit", "send", "accept", "consult", "answer")
INCOMING_RIGHTS = ("view", "correct", "scan", "acknowledge", "assign", "report", "reply", "recall")
DOSSIER_RIGHTS = ("view", "read", "extend", "appraise")
DISPOSITION_RIGHTS = ("view", "change", "agree")
CALL_RIGHTS = ("view", "excuse", "begin_paper")
RIGHTS = tuple(
    dict.fromkeys((*OUTGOING_RIGHTS, *INCOMING_RIGHTS, *DOSSIER_RIGHTS, *CALL_RIGHTS, *DISPOSITION_RIGHTS))
)

Code = Literal[
    "unknown_role",
    "unknown_right",
    "unknown_guard",
    "owner_blind",
    "owner_powerless",
    "no_way_back",
    "step_to_itself",
    "unused_state_right",
    "unknown_effect",
    "unknown_source",
    "role_without_source",
    "automatic_circle",
    "right_nowhere",
]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    where     the state or step
    what      the name that is unknown, or the role it is about; empty where there is none
    serious   whether papers would be stuck or unprotected; else it is only unusual
    """

    code: Code
    where: str
    what: str
    serious: bool


@dataclass(frozen=True)
class Known:
    """The names a definition may use: of guards, of effects, of the sources of roles."""

    guards: Collection[str]
    effects: Collection[str]
    sources: Collection[str]


def check(made: Definition, known: Known) -> list[Fault]:
    """Every fault of a definition, in the order of its states and steps."""
    faults = [fault for state in made.states.values() for fault in _of_state(made, state)]
    for step in made.transitions.values():
        faults += _of_step(made, step, known)
    faults += _of_roles(made, known)
    faults += [Fault("automatic_circle", state, "", True) for state in _circles(made)]
    given = {right for _, _, right in made.rights()}
    wanted: tuple[str, ...] = INCOMING_RIGHTS if given & set(INCOMING_RIGHTS[1:]) else OUTGOING_RIGHTS
    if made.about == "dossier":
        wanted = DOSSIER_RIGHTS
    if made.about == "call":
        wanted = CALL_RIGHTS
    if made.about == "disposition":
        wanted = DISPOSITION_RIGHTS
    faults += [Fault("right_nowhere", made.name, right, False) for right in wanted if right not in given]
    return faults


def _of_step(made: Definition, step: Transition, known: Known) -> list[Fault]:
    faults = [Fault("unknown_role", step.code, role, True) for role in step.roles if not _knows(made, role)]
    faults += [
        Fault("unknown_guard", step.code, name, True) for name in step.guard_names if name not in known.guards
    ]
    faults += [
        Fault("unknown_effect", step.code, name, True) for name in step.effects if name not in known.effects
    ]
    if step.after in step.before:
        faults.append(Fault("step_to_itself", step.code, step.after, False))
    return faults


def _of_roles(made: Definition, known: Known) -> list[Fault]:
    """Each role that has rights comes from somewhere, and from somewhere that exists."""
    faults = [
        Fault("unknown_source", role.code, role.source, True)
        for role in made.roles.values()
        if role.source not in known.sources
    ]
    used = {role for _, role, _ in made.rights()}
    return faults + [
        Fault("role_without_source", made.name, role, True) for role in sorted(used - made.roles.keys())
    ]


def _circles(made: Definition) -> list[str]:
    """States from which steps that take themselves come back: the office would never be done.

    A timer waits at least a day in between, so only a circle of steps that take themselves at once is one.
    """
    at_once = [step for step in made.transitions.values() if step.by in ("automatic", "children")]
    onward = {code: {step.after for step in at_once if code in step.before} for code in made.states}

    def comes_back(start: str) -> bool:
        reached, edge = set[str](), list(onward[start])
        while edge:
            here = edge.pop()
            if here not in reached:
                reached.add(here)
                edge += onward[here]
        return start in reached

    return [code for code in made.states if comes_back(code)]


def _knows(made: Definition, role: str) -> bool:
    return role in ROLES or bool(role in made.roles and made.roles[role].words)


def _of_state(made: Definition, state: State) -> list[Fault]:
    faults = [
        Fault("unknown_role", state.code, role, True) for role in state.rights if not _knows(made, role)
    ]
    named = {right for rights in state.rights.values() for right in rights}
    faults += [Fault("unknown_right", state.code, right, True) for right in sorted(named - set(RIGHTS))]
    if state.machine != MAIN:
        return faults
    if not _knows(made, state.owner):
        faults.append(Fault("unknown_role", state.code, state.owner, True))
    if "view" not in state.rights.get(state.owner, ()):
        faults.append(Fault("owner_blind", state.code, state.owner, True))
    leaving = [step for step in made.transitions.values() if state.code in step.before]
    # Where only the office itself moves it on, nobody's turn it is.
    by_itself = bool(leaving) and all(step.by != "user" for step in leaving)
    if not state.final and not by_itself and not any(state.owner in step.roles for step in leaving):
        faults.append(Fault("owner_powerless", state.code, state.owner, True))
    # Who receives a paper to act on it must be able to give it back with a reason.
    waits = not state.final and state.code != made.start and state.owner != made.states[made.start].owner
    if waits and not by_itself and not any(step.reason and state.owner in step.roles for step in leaving):
        faults.append(Fault("no_way_back", state.code, state.owner, True))
    for role, rights in state.rights.items():
        if "view" not in rights:
            faults.append(Fault("unused_state_right", state.code, role, False))
    return faults
