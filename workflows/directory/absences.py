"""Absences (nghỉ) and who stands in (người thay): declared for some days, by a reason or a paper, one substitute each.

What a substitute may do follows in `actors`; never signing, which takes a mandate (`mandates`).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text, and_, or_, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from documents.access import Actor
from documents.database import HANOI, Base, UtcTime, local_date, new_id
from documents.errors import NotAllowed
from documents.work import Work
from workflows.directory.model import Dated, Person, Position, in_force, our_agency
from workflows.errors import AbsenceRefused

LONGEST_REASON = 300
LONGEST_DAYS = 366
LONGEST_LIST = 200


class Absence(Dated, Base):
    """Somebody is away, and who acts for them meanwhile; `until` moves when they come back early.

    all_work   the substitute also gets what is the person's alone: own drafts, papers addressed to them
    """

    __tablename__ = "vanthu_absences"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"), index=True)
    substitute_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"), index=True)
    all_work: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    declared_at: Mapped[datetime] = mapped_column(UtcTime)
    declared_by: Mapped[str] = mapped_column(String(100))


@dataclass(frozen=True)
class AbsenceDeclared:
    name: ClassVar[str] = "absence_declared"
    document_id: None
    absence_id: str
    person_name: str
    substitute_name: str
    since: datetime
    until: datetime
    all_work: bool
    reason: str


@dataclass(frozen=True)
class AbsenceEnded:
    """Back early, or not away after all."""

    name: ClassVar[str] = "absence_ended"
    document_id: None
    absence_id: str
    person_name: str
    until: datetime


@dataclass(frozen=True)
class Declaring:
    """What is declared; `first` and `last` are whole days in Vietnam, both away."""

    person_id: str
    substitute_id: str
    first: date
    last: date
    reason: str
    all_work: bool = False


@dataclass(frozen=True)
class AbsenceRow:
    """A line of the list; `last` is the last day away, `may_end` whether the actor may end it now."""

    id: str
    person_name: str
    substitute_name: str
    first: date
    last: date
    all_work: bool
    reason: str
    declared_by: str
    standing: str
    may_end: bool


def declare_absence(work: Work, declaring: Declaring) -> str:
    """Keep that somebody is away and who stands in; returns its id.

    raises    NotAllowed when it is not the actor's to declare; AbsenceRefused saying what does not fit
    """
    if declaring.person_id not in {person_id for person_id, _ in declarable(work)}:
        raise NotAllowed(right="declare_absence", document_id=None)
    since, until = _days(work, declaring)
    reason = " ".join(declaring.reason.split())[:LONGEST_REASON]
    if not reason:
        raise AbsenceRefused(why="absence_without_reason")
    names = _locked_names(work, declaring)
    _require_fitting(work, declaring, since, until)
    absence = Absence(
        person_id=declaring.person_id,
        substitute_id=declaring.substitute_id,
        since=since,
        until=until,
        all_work=declaring.all_work,
        reason=reason,
        declared_at=work.now,
        declared_by=work.actor.name,
    )
    work.session.add(absence)
    work.session.flush()
    told = (names[declaring.person_id], names[declaring.substitute_id], since, until, declaring.all_work)
    work.record(AbsenceDeclared(None, absence.id, *told, reason))
    return absence.id


def end_absence(work: Work, absence_id: str) -> None:
    """End an absence now; one that has not begun never begins.

    raises    NotAllowed also when there is none; AbsenceRefused when it is over
    """
    absence = work.session.get(Absence, absence_id, with_for_update=True)
    if absence is None or absence.person_id not in {person_id for person_id, _ in declarable(work)}:
        raise NotAllowed(right="end_absence", document_id=None)
    if absence.until is None or absence.until <= work.now:
        raise AbsenceRefused(why="absence_over")
    absence.until = max(work.now, absence.since)
    name = work.session.get_one(Person, absence.person_id).name
    work.record(AbsenceEnded(None, absence.id, name, absence.until))


def declarable(work: Work) -> list[tuple[str, str]]:
    """(person id, name) of those the actor may declare away: first themselves, then the people of the unit they head.

    The administrator may declare everybody of the agency. A substitute declares nobody: that would be a chain.
    """
    agency = our_agency(work.session, work.now)
    if not work.actor.person_id:
        return []
    whom = Person.id == work.actor.person_id
    if f"office:administrator:{agency.id}" in work.actor.own:
        whom = Position.agency_id == agency.id
    elif units := _headed(work.actor):
        whom = or_(whom, Position.unit_id.in_(units))
    rows = work.session.execute(
        select(Person.id, Person.name)
        .join(Position, Position.person_id == Person.id)
        .where(whom, in_force(Person, work.now), in_force(Position, work.now))
        .order_by(Person.name)
        .distinct()
    )
    return sorted(((key, name) for key, name in rows), key=lambda row: row[0] != work.actor.person_id)


def possible_substitutes(work: Work) -> list[tuple[str, str, str]]:
    """(person id, name, title) of everybody in office who may stand in for somebody."""
    agency = our_agency(work.session, work.now)
    rows = work.session.execute(
        select(Person.id, Person.name, Position.title)
        .join(Position, Position.person_id == Person.id)
        .where(
            Position.agency_id == agency.id,
            in_force(Person, work.now),
            in_force(Position, work.now),
            Person.id.not_in(_administrators(work, agency.id)),
        )
        .order_by(Person.name)
    )
    return list({row[0]: (row[0], row[1], row[2]) for row in rows}.values())


def absences(work: Work, *, past: bool = False) -> list[AbsenceRow]:
    """The absences the actor has to do with: away, standing in, or theirs to declare; the next to end first."""
    substitute = aliased(Person)
    mine = {person_id for person_id, _ in declarable(work)}
    over = Absence.until <= work.now
    rows = work.session.execute(
        select(Absence, Person.name, substitute.name)
        .join(Person, Person.id == Absence.person_id)
        .join(substitute, substitute.id == Absence.substitute_id)
        .where(
            or_(Absence.person_id.in_(sorted(mine)), Absence.substitute_id == work.actor.person_id),
            over if past else ~over,
        )
        .order_by(Absence.until.desc() if past else Absence.until, Absence.id)
        .limit(LONGEST_LIST)
    )
    return [_row(work, one, name, other, mine) for one, name, other in rows]


def _row(work: Work, one: Absence, name: str, other: str, mine: set[str]) -> AbsenceRow:
    until = one.until or work.now
    standing = "over" if until <= work.now else "away" if one.since <= work.now else "coming"
    first, last = local_date(one.since), local_date(until - timedelta(microseconds=1))
    may_end = standing != "over" and one.person_id in mine
    return AbsenceRow(
        one.id, name, other, first, last, one.all_work, one.reason, one.declared_by, standing, may_end
    )


def _headed(actor: Actor) -> list[str]:
    return sorted(one.removeprefix("head:") for one in actor.own if one.startswith("head:"))


def _days(work: Work, declaring: Declaring) -> tuple[datetime, datetime]:
    """From the first day's beginning, or now, to the end of the last."""
    if declaring.last < declaring.first:
        raise AbsenceRefused(why="absence_ends_before")
    if declaring.first < local_date(work.now):
        raise AbsenceRefused(why="absence_in_past")
    if (declaring.last - declaring.first).days >= LONGEST_DAYS:
        raise AbsenceRefused(why="absence_too_long")
    since = datetime.combine(declaring.first, time(), HANOI)
    until = datetime.combine(declaring.last, time(), HANOI) + timedelta(days=1)
    return max(since, work.now), until


def _locked_names(work: Work, declaring: Declaring) -> dict[str, str]:
    """Both people, so that of two declarations made at once the second sees the first."""
    rows = work.session.execute(
        select(Person.id, Person.name)
        .where(Person.id.in_([declaring.person_id, declaring.substitute_id]), in_force(Person, work.now))
        .order_by(Person.id)
        .with_for_update()
    )
    names = {row.id: row.name for row in rows}
    if declaring.substitute_id not in names:
        raise AbsenceRefused(why="absence_without_substitute")
    return names


def _require_fitting(work: Work, declaring: Declaring, since: datetime, until: datetime) -> None:
    """raises AbsenceRefused"""
    session, person, substitute = work.session, declaring.person_id, declaring.substitute_id
    agency = our_agency(session, work.now)
    refusals = (
        ("absence_own_substitute", person == substitute),
        ("absence_substitute_administrator", substitute in _administrators(work, agency.id)),
        ("absence_not_in_office", not in_office_throughout(session, substitute, since, until)),
        ("absence_overlaps", _any(session, Absence.person_id == person, since, until)),
        ("absence_substitute_away", _any(session, Absence.person_id == substitute, since, until)),
        ("absence_stands_in", _any(session, Absence.substitute_id == person, since, until)),
    )
    why = next((why for why, wrong in refusals if wrong), None)
    if why is not None:
        raise AbsenceRefused(why=why)


def in_office_throughout(session: Session, person_id: str, since: datetime, until: datetime) -> bool:
    """Whether the person holds a position, one or another, at every moment of a span."""
    person = session.get(Person, person_id)
    if person is None or person.since > since or (person.until is not None and person.until < until):
        return False
    positions = session.scalars(
        select(Position).where(Position.person_id == person_id).order_by(Position.since)
    )
    reached = since
    for position in positions:
        if position.since <= reached and (position.until is None or position.until > reached):
            if position.until is None or position.until >= until:
                return True
            reached = position.until
    return False


def _any(session: Session, whose: object, since: datetime, until: datetime) -> bool:
    """Whether an absence touches this span."""
    touching = and_(whose, Absence.since < until, Absence.until > since, Absence.until > Absence.since)  # type: ignore[arg-type]
    return session.scalar(select(Absence.id).where(touching).limit(1)) is not None


def _administrators(work: Work, agency_id: str) -> list[str]:
    rows = select(Position.person_id).where(
        Position.agency_id == agency_id,
        Position.function == "administrator",
        or_(Position.until.is_(None), Position.until > work.now),
    )
    return list(work.session.scalars(rows))
