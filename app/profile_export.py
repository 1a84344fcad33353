"""An office's description taken out again, in the form `vanthu profile import` reads: read, compared, carried over.

It holds who and what the office is, as it stands now: no documents, no keys, no passwords, no past. Series say the
number they have come to, so another machine goes on where this one stands.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import tomli_w
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Account
from app.profile import (
    DossierProfile,
    GroupProfile,
    KindProfile,
    MandateProfile,
    PersonProfile,
    PositionProfile,
    Profile,
    SeriesProfile,
    UnitProfile,
)
from documents.database import local_date
from documents.kinds.settings import KindSetting
from documents.model import Dossier
from documents.registers import NumberSeries
from documents.work import Work
from search.words import fold_letters
from workflows.directory.model import (
    Agency,
    Group,
    Mandate,
    Person,
    Unit,
    in_force,
    members_of,
    our_agency,
    positions_of,
)


def describe(work: Work) -> Profile:
    """The office as it stands at the work's moment."""
    session, at = work.session, work.now
    agency = our_agency(session, at)
    year = local_date(at).year
    units = _in_force(session, Unit, at, Unit.agency_id == agency.id, order=Unit.abbreviation)
    names = {unit.id: unit.abbreviation for unit in units}
    usernames = _usernames(session, at)
    series = select(NumberSeries).where(NumberSeries.agency_id == agency.id, NumberSeries.year == year)
    dossiers = select(Dossier).where(Dossier.agency_id == agency.id, Dossier.year == year)
    return Profile(
        name=agency.name,
        abbreviation=agency.abbreviation or "",
        place=agency.place or "",
        parent=agency.parent_name,
        units=tuple(UnitProfile(unit.name, unit.abbreviation) for unit in units),
        people=tuple(_people(session, at, names, usernames)),
        outside=tuple(sorted(row.name for row in _in_force(session, Agency, at, Agency.ours.is_(False)))),
        groups=tuple(_groups(session, at, agency.id, names, usernames)),
        series=tuple(
            SeriesProfile(row.name, tuple(row.kinds), row.next_number)
            for row in session.scalars(series.order_by(NumberSeries.name))
        ),
        dossiers=tuple(
            DossierProfile(row.code, row.title, row.retention, row.retention_basis)
            for row in session.scalars(dossiers.order_by(Dossier.code))
        ),
        kinds=tuple(
            KindProfile(row.kind, row.offered, row.retention_period or "", row.retention_act or "")
            for row in session.scalars(select(KindSetting).order_by(KindSetting.kind))
        ),
    )


def write_profile(profile: Profile) -> str:
    """A profile as TOML; `app.profile.read_profile` reads the same back."""
    table: dict[str, Any] = _plain(asdict(profile))
    agency = {key: table.pop(key) for key in ("name", "abbreviation", "place", "parent") if key in table}
    # A bare list before the first table, or TOML would take it for the last table's.
    outside = table.pop("outside", [])
    return tomli_w.dumps({"outside": outside, "agency": agency, **table})


def _people(
    session: Session, at: datetime, units: dict[str, str], usernames: dict[str, str]
) -> Iterable[PersonProfile]:
    for person_id, username in sorted(usernames.items(), key=lambda pair: pair[1]):
        positions = positions_of(session, person_id, at)
        if not positions:
            continue
        name = session.get_one(Person, person_id).name
        standing = in_force(Mandate, at)
        mandates = session.scalars(
            select(Mandate)
            .where(Mandate.person_id == person_id, standing)
            .order_by(Mandate.since, Mandate.capacity, Mandate.on_behalf_of, Mandate.id)
        )
        carried = [
            # Limited to units that are no more, a mandate would come back without any limit.
            _mandate(one, units, usernames)
            for one in mandates
            if not one.units or set(one.units) & units.keys()
        ]
        short = next(
            (one for one in carried if one == MandateProfile("KT", one.on_behalf_of, one.basis)), None
        )
        yield PersonProfile(
            username=username,
            name=name,
            title=positions[0].title,
            function=positions[0].function,
            unit=units.get(positions[0].unit_id or ""),
            positions=tuple(
                PositionProfile(one.title, one.function, units.get(one.unit_id or ""))
                for one in positions[1:]
            ),
            kt_for=short.on_behalf_of if short else None,
            basis=short.basis if short else "",
            mandates=tuple(one for one in carried if one is not short),
        )


def _mandate(mandate: Mandate, units: dict[str, str], usernames: dict[str, str]) -> MandateProfile:
    """A mandate as the form knows it; an ended unit, or a grantor who has left, is not named."""
    return MandateProfile(
        capacity=mandate.capacity,
        on_behalf_of=mandate.on_behalf_of,
        basis=mandate.basis,
        paper_number=mandate.paper_number,
        paper_date=mandate.paper_date,
        granted_by=usernames.get(mandate.granted_by or ""),
        kinds=tuple(mandate.kinds),
        units=tuple(units[one] for one in mandate.units if one in units),
        scope=mandate.scope,
        until=local_date(mandate.until - timedelta(microseconds=1)) if mandate.until else None,
    )


def _groups(
    session: Session, at: datetime, agency_id: str, units: dict[str, str], usernames: dict[str, str]
) -> Iterable[GroupProfile]:
    known = {f"unit:{key}": f"unit:{name}" for key, name in units.items()}
    known |= {f"person:{key}": f"person:{name}" for key, name in usernames.items()}
    for group in session.scalars(select(Group).where(Group.agency_id == agency_id).order_by(Group.name)):
        members = (known.get(member) for member in members_of(session, group.id, at))
        yield GroupProfile(group.name, tuple(sorted(member for member in members if member)))


def _usernames(session: Session, at: datetime) -> dict[str, str]:
    """Who is called what at the door; a person without an account gets a name made of theirs."""
    people = _in_force(session, Person, at, order=Person.name)
    given = {row.person_id: row.username for row in session.scalars(select(Account))}
    taken = set(given.values())
    for person in people:
        if person.id not in given:
            given[person.id] = _free_name(person.name, taken)
            taken.add(given[person.id])
    alive = {person.id for person in people}
    return {person_id: name for person_id, name in given.items() if person_id in alive}


def _free_name(name: str, taken: set[str]) -> str:
    wanted = fold_letters(name).replace(" ", "")
    tries = (wanted if count == 1 else f"{wanted}{count}" for count in range(1, len(taken) + 2))
    return next(name for name in tries if name not in taken)


def _in_force(session: Session, table: Any, at: datetime, *where: Any, order: Any = None) -> list[Any]:
    rows = select(table).where(in_force(table, at), *where)
    return list(session.scalars(rows if order is None else rows.order_by(order)))


def _plain(value: Any) -> Any:
    """Without what is empty or not said: TOML knows no null."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if inner not in (None, (), [], "")}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
