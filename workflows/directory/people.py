"""Who a principal is today: the directory asked from the other end than `actors.actor_for`.

Rights are held by principals ("head:UNIT", "office:clerk:AGENCY"); whoever is to be told, reminded or handed something
is a person in office now.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from documents.access import Grant, StateRight, held_at, present_states
from documents.model import Document
from workflows.directory.absences import Absence
from workflows.directory.actors import NOT_PASSED_ON, function_principals
from workflows.directory.model import Person, Position, in_force
from workflows.directory.successions import Lineage, lineage


def people_of(
    session: Session, principals: Iterable[str], at: datetime, *, at_work: bool = False
) -> dict[str, frozenset[str]]:
    """Everybody in office who acts as one of these principals, each with those that are theirs; in two queries.

    Who is away hears of their work as ever, unless only those `at_work` are asked for; who stands in for them hears
    of what they act as in their place.
    """
    wanted = frozenset(principals)
    if not wanted:
        return {}
    line = lineage(session, at)
    found: dict[str, set[str]] = {}
    away = set()
    for person, position, absence, substitute in session.execute(_seated(wanted, line, at)):
        own = {f"person:{person.id}"} & wanted
        held = function_principals([position], line) & wanted if position is not None else frozenset[str]()
        found.setdefault(person.id, set()).update(own | held)
        if absence is None:
            continue
        away.add(person.id)
        passed_on = (
            held if position is not None and position.function not in NOT_PASSED_ON else frozenset[str]()
        )
        lent = passed_on | (own if absence.all_work else frozenset())
        if lent and substitute is not None:
            found.setdefault(substitute.id, set()).update(lent)
    return {one: frozenset(those) for one, those in found.items() if those and not (at_work and one in away)}


def audience(session: Session, document: Document, at: datetime) -> dict[str, frozenset[str]]:
    """Everybody who may view the paper as it stands now, each with the roles that let them.

    The same answer as asking `may(actor, "view")` of every person in office, in two queries.
    """
    rows = session.execute(
        select(Grant.principal, Grant.role)
        .join(StateRight, StateRight.role == Grant.role)
        .where(
            Grant.document_id == document.id,
            held_at(at),
            StateRight.workflow == document.workflow,
            StateRight.workflow_version == document.workflow_version,
            StateRight.state.in_(present_states(session, document)),
            StateRight.right == "view",
        )
    )
    roles: dict[str, set[str]] = {}
    for principal, role in rows:
        roles.setdefault(principal, set()).add(role)
    people = people_of(session, roles, at)
    return {
        person: frozenset(role for one in those for role in roles[one]) for person, those in people.items()
    }


def chiefs_of(session: Session, person_ids: Collection[str], agency_id: str, at: datetime) -> frozenset[str]:
    """Who is above these people: the heads of their units; above a head, and where there is none, the director."""
    units = session.scalars(
        select(Position.unit_id).where(
            Position.person_id.in_(sorted(person_ids)), Position.unit_id.is_not(None), in_force(Position, at)
        )
    ).all()
    heads = people_of(session, {f"head:{unit}" for unit in units}, at).keys() - set(person_ids)
    return frozenset(
        heads or people_of(session, {f"office:director:{agency_id}"}, at).keys() - set(person_ids)
    )


def names_of_people(session: Session, person_ids: Collection[str]) -> list[str]:
    """Their names, in the order of the alphabet."""
    return sorted(session.scalars(select(Person.name).where(Person.id.in_(sorted(person_ids)))))


def _seated(
    wanted: frozenset[str], line: Lineage, at: datetime
) -> Select[Person, Position | None, Absence | None, Person | None]:
    """Rows (person, position, absence now, substitute in office) of whoever is named or sits in a seat that counts."""
    named = [principal.partition(":")[2] for principal in wanted if principal.startswith("person:")]
    seats = [seat for principal in sorted(wanted) if (seat := _seat(principal, line)) is not None]
    substitute = aliased(Person)
    held = select(Position.person_id).where(or_(false(), *seats), in_force(Position, at))
    return (
        select(Person, Position, Absence, substitute)
        .outerjoin(
            Position, and_(Position.person_id == Person.id, in_force(Position, at), or_(false(), *seats))
        )
        .outerjoin(Absence, and_(Absence.person_id == Person.id, in_force(Absence, at)))
        .outerjoin(
            substitute,
            and_(
                substitute.id == Absence.substitute_id,
                substitute.since <= at,
                or_(substitute.until.is_(None), substitute.until > at),
            ),
        )
        .where(in_force(Person, at), or_(Person.id.in_(sorted(named)), Person.id.in_(held)))
    )


def _seat(principal: str, line: Lineage) -> ColumnElement[bool] | None:
    """The condition on a position that it gives this principal, itself or as a successor; None where none does."""
    scheme, _, rest = principal.partition(":")
    if scheme in ("unit", "head"):
        in_unit = Position.unit_id.in_(_ids(line.heirs(f"unit:{rest}")))
        return in_unit if scheme == "unit" else and_(in_unit, Position.function == "head")
    if scheme == "office":
        function, _, agency_id = rest.partition(":")
        agencies = _ids(line.heirs(f"agency:{agency_id}"))
        return and_(Position.agency_id.in_(agencies), Position.function == function)
    return None


def _ids(principals: Iterable[str]) -> list[str]:
    return [principal.partition(":")[2] for principal in principals]
