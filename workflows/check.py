"""A workflow looked at before anybody works by it: what would leave a paper stuck, unseen or without a way back.

`parse_definition` refuses what is no workflow at all; here stands what a person would find out too late.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from workflows.definition import Definition, State

ROLES = ("drafter", "head", "form_checker", "signer", "clerk", "recipient", "archivist", "consulted")
RIGHTS = ("view", "edit", "send", "accept", "consult", "answer")

Code = Literal[
    "unknown_role",
    "unknown_right",
    "unknown_guard",
    "owner_blind",
    "owner_powerless",
    "no_way_back",
    "step_to_itself",
    "unused_state_right",
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


def check(made: Definition, guards: Collection[str]) -> list[Fault]:
    """Every fault of a definition, in the order of its states and steps.

    guards    the names of the guards that exist
    """
    faults = [fault for state in made.states.values() for fault in _of_state(made, state)]
    for step in made.transitions.values():
        faults += [Fault("unknown_role", step.code, role, True) for role in step.roles if role not in ROLES]
        faults += [
            Fault("unknown_guard", step.code, guard, True) for guard in step.guards if guard not in guards
        ]
        if step.after in step.before:
            faults.append(Fault("step_to_itself", step.code, step.after, False))
    return faults


def _of_state(made: Definition, state: State) -> list[Fault]:
    faults = [Fault("unknown_role", state.code, role, True) for role in state.rights if role not in ROLES]
    named = {right for rights in state.rights.values() for right in rights}
    faults += [Fault("unknown_right", state.code, right, True) for right in sorted(named - set(RIGHTS))]
    if state.owner not in ROLES:
        faults.append(Fault("unknown_role", state.code, state.owner, True))
    if "view" not in state.rights.get(state.owner, ()):
        faults.append(Fault("owner_blind", state.code, state.owner, True))
    leaving = [step for step in made.transitions.values() if state.code in step.before]
    if not state.final and not any(state.owner in step.roles for step in leaving):
        faults.append(Fault("owner_powerless", state.code, state.owner, True))
    # Who receives a paper to act on it must be able to give it back with a reason.
    waits = not state.final and state.code != made.start and state.owner != made.states[made.start].owner
    if waits and not any(step.reason and state.owner in step.roles for step in leaving):
        faults.append(Fault("no_way_back", state.code, state.owner, True))
    for role, rights in state.rights.items():
        if "view" not in rights:
            faults.append(Fault("unused_state_right", state.code, role, False))
    return faults
