"""Mandates written down and ended by the administrator, by the paper they rest on; never changed afterwards.

What the law asks is tested here as of the first day, and again by `mandates` each time somebody signs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import or_, select

from documents.database import HANOI, local_date
from documents.work import Work
from workflows.directory.mandate_law import CAPACITIES, Judged, basis_of, require_lawful
from workflows.directory.model import Mandate, Person, Unit, in_force, positions_of, require_administrator
from workflows.errors import MandateRefused

LONGEST = {"on_behalf_of": 100, "basis": 500, "paper_number": 60, "scope": 1000}


@dataclass(frozen=True)
class MandateGranted:
    name: ClassVar[str] = "mandate_granted"
    document_id: None
    mandate_id: str
    person_name: str
    capacity: str
    on_behalf_of: str
    basis: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class MandateEnded:
    name: ClassVar[str] = "mandate_ended"
    document_id: None
    mandate_id: str
    person_name: str
    capacity: str
    until: datetime


@dataclass(frozen=True)
class Granting:
    """What the paper says: days are whole days in Vietnam, `last` is in force too; kinds by code, units by id."""

    person_id: str
    capacity: str
    on_behalf_of: str
    first: date
    last: date | None = None
    basis: str = ""
    paper_number: str = ""
    paper_date: date | None = None
    granted_by: str = ""
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    scope: str = ""


@dataclass(frozen=True)
class MandateRow:
    """A line of the list; `last` is the last day in force."""

    id: str
    person_name: str
    capacity: str
    on_behalf_of: str
    basis: str
    grantor: str
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    scope: str
    first: date
    last: date | None
    standing: str


def grant_mandate(work: Work, granting: Granting, kinds: Iterable[str]) -> str:
    """Write a mandate down; returns its id.

    kinds     the codes of all kinds of document there are
    raises    NotAllowed when the actor is no administrator; MandateRefused saying what is missing;
              NoMandate's children when the law does not allow it
    """
    agency = require_administrator(work, "grant_mandate")
    _require_complete(work, granting, frozenset(kinds))
    person = work.session.get_one(Person, granting.person_id)
    mandate = _mandate(granting)
    positions = positions_of(work.session, person.id, max(mandate.since, work.now))
    if not positions:
        raise MandateRefused(why="mandate_without_person")
    at = max(mandate.since, work.now)
    held = tuple(one for one in positions if one.agency_id == agency.id)
    require_lawful(
        Judged(work.session, person, mandate.capacity, mandate.on_behalf_of, held, agency.id, at), mandate
    )
    work.session.add(mandate)
    work.session.flush()
    told = (person.name, f"{mandate.capacity}.", mandate.on_behalf_of, basis_of(mandate))
    work.record(MandateGranted(None, mandate.id, *told, mandate.since, mandate.until))
    return mandate.id


def end_mandate(work: Work, mandate_id: str) -> None:
    """End a mandate now; one that has not begun never begins.

    raises    NotAllowed; MandateRefused when there is none or it is over
    """
    require_administrator(work, "end_mandate")
    mandate = work.session.get(Mandate, mandate_id, with_for_update=True)
    if mandate is None or (mandate.until is not None and mandate.until <= work.now):
        raise MandateRefused(why="mandate_over")
    mandate.until = max(work.now, mandate.since)
    name = work.session.get_one(Person, mandate.person_id).name
    work.record(MandateEnded(None, mandate.id, name, f"{mandate.capacity}.", mandate.until))


def mandates_on(work: Work, moment: datetime) -> list[MandateRow]:
    """The mandates in force at a moment, and those still to come, by holder.

    raises    NotAllowed
    """
    require_administrator(work, "mandates")
    rows = work.session.execute(
        select(Mandate, Person.name)
        .join(Person, Person.id == Mandate.person_id)
        .where(or_(in_force(Mandate, moment), Mandate.since > max(moment, work.now)))
        .where(or_(Mandate.until.is_(None), Mandate.until > Mandate.since))
        .order_by(Person.name, Mandate.since, Mandate.id)
    ).all()
    people = {mandate.granted_by for mandate, _ in rows if mandate.granted_by}
    grantors = select(Person.id, Person.name).where(Person.id.in_(sorted(people)))
    named = {row.id: row.name for row in work.session.execute(grantors)}
    units = {row.id: row.name for row in work.session.execute(select(Unit.id, Unit.name))}
    return [
        MandateRow(
            one.id,
            name,
            f"{one.capacity}.",
            one.on_behalf_of,
            basis_of(one),
            named.get(one.granted_by or "", ""),
            tuple(one.kinds),
            tuple(units.get(unit, unit) for unit in one.units),
            one.scope,
            local_date(one.since),
            local_date(one.until - timedelta(microseconds=1)) if one.until else None,
            "coming" if one.since > moment else "in_force",
        )
        for one, name in rows
    ]


def _mandate(granting: Granting) -> Mandate:
    since = datetime.combine(granting.first, time(), HANOI)
    until = datetime.combine(granting.last, time(), HANOI) + timedelta(days=1) if granting.last else None
    return Mandate(
        person_id=granting.person_id,
        capacity=granting.capacity,
        on_behalf_of=" ".join(granting.on_behalf_of.split()),
        basis=" ".join(granting.basis.split()),
        paper_number=" ".join(granting.paper_number.split()) or None,
        paper_date=granting.paper_date,
        granted_by=granting.granted_by or None,
        kinds=list(granting.kinds),
        units=list(granting.units),
        scope=" ".join(granting.scope.split()),
        since=since,
        until=until,
    )


def _require_complete(work: Work, granting: Granting, kinds: frozenset[str]) -> None:
    """raises MandateRefused"""
    people = set(work.session.scalars(select(Person.id).where(in_force(Person, work.now))))
    units = set(work.session.scalars(select(Unit.id)))
    has_paper = granting.paper_number.strip() and granting.paper_date
    faults = (
        ("mandate_without_capacity", granting.capacity not in CAPACITIES),
        ("mandate_without_person", granting.person_id not in people),
        ("mandate_without_title", not granting.on_behalf_of.strip()),
        ("mandate_without_basis", not (granting.basis.strip() or has_paper)),
        ("mandate_unknown_kind", not set(granting.kinds) <= kinds),
        ("mandate_unknown_unit", not set(granting.units) <= units),
        ("mandate_ends_before", granting.last is not None and granting.last < granting.first),
        ("mandate_without_person", bool(granting.granted_by) and granting.granted_by not in people),
        ("mandate_too_long", any(len(getattr(granting, name)) > most for name, most in LONGEST.items())),
    )
    why = next((why for why, wrong in faults if wrong), None)
    if why is not None:
        raise MandateRefused(why=why)
