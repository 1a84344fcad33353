"""A workflow as it is written down: machines of states with rights, transitions with roles and guards.

Definitions are TOML files in `catalogue/`, versioned and immutable once used: the version in force beside those that
documents still run by ("van-ban-di.toml" beside "van-ban-di.1.toml"). Here they become values, read by
`definition_files`; who may do what with a real document is `commands` and `queries`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workflows.errors import BadDefinition

LONGEST_TERM = 250
MAIN = "processing"
"""The machine every workflow has (xử lý); signing, delivery and records are smaller ones beside it."""

By = Literal["user", "automatic", "timer", "event", "children"]
Needs = Literal["", "signature", "seal", "dossier", "desk"]
Comment = Literal["none", "optional", "required"]
About = Literal["document", "dossier", "disposition", "call"]
AnswerType = Literal["text", "date", "number", "choice"]


@dataclass(frozen=True)
class State:
    """A state: its Vietnamese title, the role it waits for, and what each role may do in it.

    owner      the role whose turn it is; empty in a smaller machine where nobody's turn comes
    term       working days it may wait, counted from the day after the paper came; None when nobody is hurried
    machine    the machine it belongs to
    """

    code: str
    title: str
    owner: str
    rights: Mapping[str, tuple[str, ...]]
    final: bool = False
    term: int | None = None
    machine: str = MAIN


@dataclass(frozen=True)
class Ask:
    """A field asked when a step is taken; the answers stand in the journal with the step."""

    code: str
    title: str
    type: AnswerType = "text"
    required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Transition:
    """A step: from where, to where, who takes it, what must hold, what is asked, what follows.

    guards     all of these lists must hold, and a list holds when any in it does
    by         a person ("user"); or the office itself as soon as the guards hold ("automatic"), after a term
               ("timer"), upon a fact about the document ("event"), when all its children are done ("children")
    after_days  a timer's working days in the state
    event      the fact an event transition waits for
    approves   the act of the statement made over the frozen digest, "content_check" (kiểm tra nội dung) …
    freezes    what the document says now is frozen, and approvals speak of it
    falls      standing approvals and a signature not yet issued fall, with the step as the reason
    needs      what the step cannot be taken without: a key, the seal, a dossier, a desk where more is given with it (a
               number, a deadline); such steps have doors of their own
    effects    names of what is done after the commit, from the outbox
    """

    code: str
    title: str
    before: tuple[str, ...]
    after: str
    roles: tuple[str, ...] = ()
    guards: tuple[tuple[str, ...], ...] = ()
    comment: Comment = "none"
    by: By = "user"
    after_days: int = 0
    event: str = ""
    approves: str = ""
    freezes: bool = False
    falls: bool = False
    needs: Needs = ""
    asks: tuple[Ask, ...] = ()
    effects: tuple[str, ...] = ()

    @property
    def reason(self) -> bool:
        """Whether it wants a reason."""
        return self.comment == "required"

    @property
    def guard_names(self) -> tuple[str, ...]:
        return tuple(name for names in self.guards for name in names)


@dataclass(frozen=True)
class Machine:
    """One of several small machines that run on a document side by side, with rights of its own."""

    code: str
    title: str
    start: str


@dataclass(frozen=True)
class Role:
    """A role of the workflow: where its holders come from, and its names where the house has none.

    source    a name of `roles.SOURCES`; "granted" when commands give it (recipients, those consulted)
    words     by language
    """

    code: str
    source: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    """A version of a workflow; the newest one knows those before it, oldest first.

    about      what runs by it: documents, dossiers (hồ sơ), lists for destruction (danh mục hủy), calls
               for papers (đợt thu)
    upgrades   for papers of an earlier version: from each of its states to the states here, machine by machine
    digest     SHA-256 over what the file says, comments and layout aside
    """

    name: str
    title: str
    version: int
    start: str
    states: Mapping[str, State]
    transitions: Mapping[str, Transition]
    roles: Mapping[str, Role] = field(default_factory=dict)
    machines: Mapping[str, Machine] = field(default_factory=dict)
    about: About = "document"
    upgrades: Mapping[int, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    digest: str = ""
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

    def of(self, machine: str) -> list[State]:
        """The states of one machine, in the order of the file."""
        return [state for state in self.states.values() if state.machine == machine]

    def machine_of(self, step: Transition) -> str:
        """The machine a step moves."""
        return self.states[step.after].machine

    def rights(self) -> list[tuple[str, str, str]]:
        """(state, role, right) rows; the code of a person's step is itself a right of its roles."""
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
