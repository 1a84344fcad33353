"""Whom and what a person can choose from when presenting, directing, assigning and answering an incoming paper."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from documents.access import may
from documents.incoming import Incoming
from documents.model import Document
from documents.registers import printed_symbol
from documents.work import Work
from workflows.directory.model import FUNCTIONS, Person, Position, Unit, in_force, our_agency
from workflows.incoming.assignments import HANDLER
from workflows.incoming.directing import LEADING, has_head
from workflows.incoming.sight import TaskRow

Choice = tuple[str, str]
"""What is sent back, and what is read."""


@dataclass(frozen=True)
class Choices:
    """units and people as "unit:ID" and "person:ID"; a unit without a head today is not offered."""

    leaders: tuple[Choice, ...]
    units: tuple[Choice, ...]
    people: tuple[Choice, ...]


def choices(work: Work) -> Choices:
    """Everybody of this office a paper can go to, the head of the agency first."""
    agency = our_agency(work.session, work.now)
    rows = work.session.execute(
        select(Person, Position)
        .join(Position, Position.person_id == Person.id)
        .where(
            Position.agency_id == agency.id,
            Position.function != "administrator",
            in_force(Person, work.now),
            in_force(Position, work.now),
        )
    ).all()
    order = list(FUNCTIONS)
    found = sorted(rows, key=lambda row: (order.index(row[1].function), row[0].name))
    units = work.session.scalars(
        select(Unit).where(Unit.agency_id == agency.id, in_force(Unit, work.now)).order_by(Unit.name)
    )
    people = {person.id: f"{person.name}, {position.title}" for person, position in reversed(found)}
    return Choices(
        leaders=tuple(
            (person.id, f"{person.name}, {position.title}")
            for person, position in found
            if position.function in LEADING
        ),
        units=tuple((f"unit:{unit.id}", unit.name) for unit in units if has_head(work, unit.id)),
        people=tuple((f"person:{key}", name) for key, name in sorted(people.items(), key=lambda one: one[1])),
    )


def handlers_for(work: Work, task: TaskRow) -> tuple[Choice, ...]:
    """Who of the unit a part can be given to; nobody when it is not a unit's."""
    scheme, _, unit_id = task.principal.partition(":")
    if task.part == HANDLER or scheme != "head":
        return ()
    rows = work.session.execute(
        select(Person.id, Person.name)
        .join(Position, Position.person_id == Person.id)
        .where(Position.unit_id == unit_id, in_force(Person, work.now), in_force(Position, work.now))
        .order_by(Person.name)
        .distinct()
    )
    return tuple((f"person:{key}", name) for key, name in rows)


def possible_replies(work: Work, *, limit: int = 30) -> tuple[Choice, ...]:
    """Documents of ours the actor may view, the last changed first: one of them may be the answer."""
    ours = and_(Document.id.not_in(select(Incoming.document_id)), Document.state != "withdrawn")
    rows = work.session.scalars(
        select(Document)
        .where(ours, may(work.actor, "view", work.now))
        .order_by(Document.changed_at.desc(), Document.id)
        .limit(limit)
    )
    return tuple((row.id, f"{printed_symbol(row)} {row.subject[:90]}") for row in rows)
