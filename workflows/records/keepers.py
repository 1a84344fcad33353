"""Who may be named to keep a dossier (người lập hồ sơ): whoever holds a position of the agency today."""

from dataclasses import dataclass

from sqlalchemy import select

from documents.errors import VanthuError
from documents.work import Work
from workflows.directory.model import Person, Position, Unit, in_force, our_agency

NO_PAPERS = ("administrator", "inspector")


class NoSuchKeeper(VanthuError):
    """Nobody of that id holds a position here today."""

    code = "no_such_keeper"


@dataclass(frozen=True)
class Keeper:
    """Somebody who may keep a dossier; the unit is empty for the heads of the agency."""

    person_id: str
    name: str
    unit_id: str
    unit: str


def possible_keepers(work: Work) -> list[Keeper]:
    """Everybody who works with papers, by name."""
    agency = our_agency(work.session, work.now)
    rows = work.session.execute(
        select(Person, Unit)
        .join(Position, Position.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Position.unit_id)
        .where(
            Position.agency_id == agency.id,
            Position.function.not_in(NO_PAPERS),
            in_force(Position, work.now),
            in_force(Person, work.now),
        )
        .order_by(Person.name, Person.id, Position.id)
    )
    found: dict[str, Keeper] = {}
    for person, unit in rows:
        found.setdefault(
            person.id,
            Keeper(person.id, person.name, unit.id if unit else "", unit.name if unit else ""),
        )
    return list(found.values())


def keeper_named(work: Work, person_id: str) -> Keeper:
    """raises NoSuchKeeper"""
    for one in possible_keepers(work):
        if one.person_id == person_id:
            return one
    raise NoSuchKeeper()
