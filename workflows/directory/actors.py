"""From a person of the directory to an `Actor`: what their positions let them act as at a moment, and in whose place.

Worked out anew each time and copied nowhere: an absence that ends, or a unit that is succeeded, changes no grant.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.access import Actor, StandIn
from workflows.directory.absences import Absence
from workflows.directory.model import Person, Position, in_force, positions_of
from workflows.directory.successions import Lineage, inherited, lineage

NOT_PASSED_ON = frozenset({"administrator"})
"""Functions a substitute never gets: whoever runs the system reads no papers, and the other way round."""


def actor_for(session: Session, person_id: str, at: datetime) -> Actor | None:
    """The person with everything they may act as now, and for whom else; None when they have left.

    A substitute gets the functions of somebody absent, their own work only when the absence says so, and nothing
    of what the absent person is a substitute for.
    """
    person = session.scalar(select(Person).where(Person.id == person_id, in_force(Person, at)))
    if person is None:
        return None
    positions = positions_of(session, person_id, at)
    line = lineage(session, at)
    own = function_principals(positions, line) | {f"person:{person_id}"}
    stands_in = tuple(
        StandIn(one.person_id, name, _lent(session, one, line, at) - own)
        for one, name in _absent(session, person_id, at)
    )
    everything = own.union(*(one.principals for one in stands_in))
    title = positions[0].title if positions else ""
    return Actor(person.id, person.name, title, everything, stands_in)


def function_principals(positions: list[Position], line: Lineage) -> frozenset[str]:
    """What positions let their holder act as: each office, its unit, the head of it, and what these succeeded."""
    principals = set[str]()
    for position in positions:
        principals.add(f"office:{position.function}:{position.agency_id}")
        if position.unit_id is not None:
            principals.add(f"unit:{position.unit_id}")
            if position.function == "head":
                principals.add(f"head:{position.unit_id}")
    return inherited(principals, line) | principals


def _lent(session: Session, absence: Absence, line: Lineage, at: datetime) -> frozenset[str]:
    """What an absence lets the substitute act as."""
    positions = positions_of(session, absence.person_id, at)
    passed_on = [position for position in positions if position.function not in NOT_PASSED_ON]
    own_work = {f"person:{absence.person_id}"} if absence.all_work else set()
    return function_principals(passed_on, line) | own_work


def _absent(session: Session, person_id: str, at: datetime) -> list[tuple[Absence, str]]:
    """The absences in which this person is the substitute now, with the names of those absent."""
    rows = session.execute(
        select(Absence, Person.name)
        .join(Person, Person.id == Absence.person_id)
        .where(Absence.substitute_id == person_id, in_force(Absence, at), in_force(Person, at))
        .order_by(Person.name, Absence.id)
    )
    return [(absence, name) for absence, name in rows]
