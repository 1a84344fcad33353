"""A dry run with the staff as it stands: who gets a paper of each unit at each step, and who must not fall ill."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from documents.work import Work
from workflows.definition import Definition
from workflows.directory.mandates import Asked, signers
from workflows.directory.model import FUNCTIONS, Person, Position, Unit, in_force, our_agency
from workflows.review import DRAFTING_FUNCTIONS
from workflows.roles import GRANTED


@dataclass(frozen=True)
class Turn:
    """A state a paper waits in, and the people whose turn it is."""

    state: str
    title: str
    role: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class UnitRun:
    """The way of a paper drafted in one unit."""

    unit: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Bottleneck:
    """Somebody whose absence leaves papers waiting: (unit, state) pairs where nobody else can act."""

    person: str
    stuck: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DryRun:
    """nobody    (unit, state) pairs for which there is no one at all"""

    workflow: str
    units: tuple[UnitRun, ...]
    nobody: tuple[tuple[str, str], ...]
    bottlenecks: tuple[Bottleneck, ...]


def simulate(work: Work, made: Definition) -> DryRun:
    """Run the workflow over every unit that drafts, with who is in office at the work's moment.

    What runs by it must be documents: dossiers are kept by a person each, not drafted by units.
    """
    if made.about != "document":
        return DryRun(made.name, (), (), ())
    agency = our_agency(work.session, work.now)
    staff = _staff(work, agency.id)
    units = work.session.scalars(
        select(Unit).where(Unit.agency_id == agency.id, in_force(Unit, work.now)).order_by(Unit.name)
    ).all()
    drafting = [unit for unit in units if any(_drafts(position, unit.id) for _, position in staff)]
    runs = tuple(
        UnitRun(unit.name, tuple(_turns(made, staff, _signers(work, agency.id, unit.id), unit.id)))
        for unit in drafting
    )
    waiting = [(run.unit, turn) for run in runs for turn in run.turns]
    alone: dict[str, list[tuple[str, str]]] = {}
    for unit, turn in waiting:
        if len(turn.people) == 1:
            alone.setdefault(turn.people[0], []).append((unit, turn.state))
    return DryRun(
        workflow=made.name,
        units=runs,
        nobody=tuple((unit, turn.state) for unit, turn in waiting if not turn.people),
        bottlenecks=tuple(Bottleneck(name, tuple(stuck)) for name, stuck in sorted(alone.items())),
    )


Staff = list[tuple[Person, Position]]


def _staff(work: Work, agency_id: str) -> Staff:
    rows = work.session.execute(
        select(Person, Position)
        .join(Position, Position.person_id == Person.id)
        .where(Position.agency_id == agency_id, in_force(Position, work.now), in_force(Person, work.now))
        .order_by(Person.name, Position.id)
    )
    return [(person, position) for person, position in rows]


def _turns(made: Definition, staff: Staff, signers: tuple[str, ...], unit_id: str) -> Iterable[Turn]:
    """Whose turn each state is, by where the role's holders come from; recipients come with the paper itself."""
    holders: Mapping[str, tuple[str, ...]] = {
        "creator": _names(staff, lambda position: _drafts(position, unit_id)),
        "unit_head": _names(staff, lambda p: p.function == "head" and p.unit_id == unit_id),
        "named_signer": signers,
        # Anybody of the office may chair a meeting or take its minutes.
        "named_chair": _names(staff, lambda _: True),
        "named_secretary": _names(staff, lambda _: True),
        **{
            f"{function}_office": _names(staff, lambda p, function=function: p.function == function)  # type: ignore[misc]
            for function in FUNCTIONS
        },
    }
    for state in made.states.values():
        if state.final or not state.owner:
            continue
        source = made.roles[state.owner].source if state.owner in made.roles else GRANTED
        if source != GRANTED:
            yield Turn(state.code, state.title, state.owner, holders.get(source, ()))


def _drafts(position: Position, unit_id: str) -> bool:
    return position.unit_id == unit_id and position.function in DRAFTING_FUNCTIONS


def _signers(work: Work, agency_id: str, unit_id: str) -> tuple[str, ...]:
    """Who may sign some paper of this unit today."""
    found = signers(work.session, Asked(agency_id, unit_id=unit_id), work.now)
    return tuple(sorted({one.name for one in found}))


def _names(staff: Staff, fits: Callable[[Position], bool]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.name for person, position in staff if fits(position)))
