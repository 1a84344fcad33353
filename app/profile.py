"""An office described in one TOML file: agency, units, people, groups, series, dossiers; applied once or again.

`vanthu profile import FILE` sets an office up; a demonstration applies a profile of its own the same way. Applying
a profile a second time changes nothing that is already there, except what it says of kinds. `app.profile_export`
writes one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.accounts import add_account, find_account
from documents.database import HANOI, local_date
from documents.dossiers import DossierExists, Opening
from documents.errors import VanthuError
from documents.kinds.settings import set_kind
from documents.registers import NumberSeries, open_series
from documents.work import Work
from workflows.commands import Rules, install_rights
from workflows.directory.mandate_law import CAPACITIES
from workflows.directory.model import (
    FUNCTIONS,
    Agency,
    Group,
    GroupMember,
    Mandate,
    Person,
    Picture,
    Position,
    Unit,
)
from workflows.records.dossiers import begin_dossier


class ProfileRefused(VanthuError):
    """The office's description contradicts itself; `faults` say where."""

    code = "profile_refused"


@dataclass(frozen=True)
class PositionProfile:
    """A further position of a person; `unit` is a unit's abbreviation."""

    title: str
    function: str
    unit: str | None = None


@dataclass(frozen=True)
class MandateProfile:
    """A capacity to sign, as `workflows.directory.Mandate` keeps it; units by abbreviation, the grantor by user name.

    until   the last day in force, None without an end
    """

    capacity: str
    on_behalf_of: str
    basis: str = ""
    paper_number: str | None = None
    paper_date: date | None = None
    granted_by: str | None = None
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    scope: str = ""
    until: date | None = None


@dataclass(frozen=True)
class PersonProfile:
    """A person with their first position and any further ones; `unit` is a unit's abbreviation.

    kt_for   short for a KT. mandate: the title signed for, by the paper in `basis`
    """

    username: str
    name: str
    title: str
    function: str
    unit: str | None = None
    kt_for: str | None = None
    basis: str = ""
    positions: tuple[PositionProfile, ...] = ()
    mandates: tuple[MandateProfile, ...] = ()

    @property
    def seats(self) -> tuple[PositionProfile, ...]:
        """Every position, the first first."""
        return (PositionProfile(self.title, self.function, self.unit), *self.positions)

    @property
    def papers(self) -> tuple[MandateProfile, ...]:
        """Every mandate."""
        short = (MandateProfile("KT", self.kt_for, self.basis),) if self.kt_for else ()
        return (*short, *self.mandates)


@dataclass(frozen=True)
class UnitProfile:
    name: str
    abbreviation: str


@dataclass(frozen=True)
class GroupProfile:
    """members: "unit:ABBREVIATION" or "person:USERNAME"."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class SeriesProfile:
    name: str
    kinds: tuple[str, ...] = ()
    first_number: int = 1


@dataclass(frozen=True)
class DossierProfile:
    """basis   the act the retention comes from"""

    code: str
    title: str
    retention: str
    basis: str = ""


@dataclass(frozen=True)
class KindProfile:
    """The office's own word on a kind of document; see `documents.kinds.settings`."""

    code: str
    offered: bool = True
    retention_period: str = ""
    retention_act: str = ""


@dataclass(frozen=True)
class Profile:
    name: str
    abbreviation: str
    place: str
    parent: str | None = None
    units: tuple[UnitProfile, ...] = ()
    people: tuple[PersonProfile, ...] = ()
    outside: tuple[str, ...] = ()
    groups: tuple[GroupProfile, ...] = ()
    series: tuple[SeriesProfile, ...] = (SeriesProfile("Văn bản đi"),)
    dossiers: tuple[DossierProfile, ...] = ()
    kinds: tuple[KindProfile, ...] = ()


@dataclass
class Placed:
    """Ids of what a profile named, by the names it used."""

    agency_id: str
    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)


def read_profile(path: Path) -> Profile:
    """raises ProfileRefused naming every fault."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        agency = table["agency"]
        profile = Profile(
            name=agency["name"],
            abbreviation=agency["abbreviation"],
            place=agency["place"],
            parent=agency.get("parent"),
            units=tuple(UnitProfile(**row) for row in table.get("units", ())),
            people=tuple(_read_person(row) for row in table.get("people", ())),
            outside=tuple(table.get("outside", ())),
            groups=tuple(GroupProfile(row["name"], tuple(row["members"])) for row in table.get("groups", ())),
            series=_series(table),
            dossiers=tuple(DossierProfile(**row) for row in table.get("dossiers", ())),
            kinds=tuple(KindProfile(**row) for row in table.get("kinds", ())),
        )
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise ProfileRefused(faults=[str(error)]) from error
    check_profile(profile)
    return profile


def check_profile(profile: Profile) -> None:
    """raises ProfileRefused"""
    units = {unit.abbreviation for unit in profile.units}
    people = {person.username for person in profile.people}
    known = {f"unit:{unit}" for unit in units} | {f"person:{name}" for name in people}
    faults = []
    for p in profile.people:
        named = [seat.unit for seat in p.seats if seat.unit] + [u for one in p.papers for u in one.units]
        faults += [f"{p.username}: không có đơn vị {unit}" for unit in named if unit not in units]
        faults += [
            f"{p.username}: không có chức năng {s.function}" for s in p.seats if s.function not in FUNCTIONS
        ]
        faults += [
            f"{p.username}: không có hình thức ký {m.capacity}"
            for m in p.papers
            if m.capacity not in CAPACITIES
        ]
        grantors = [m.granted_by for m in p.papers if m.granted_by]
        faults += [f"{p.username}: không có người giao ký {name}" for name in grantors if name not in people]
    faults += [f"{g.name}: không có {m}" for g in profile.groups for m in g.members if m not in known]
    if faults:
        raise ProfileRefused(faults=faults)


def apply_profile(work: Work, rules: Rules, profile: Profile, *, since: datetime) -> Placed:
    """Put the office into the directory; what is there already stays as it is.

    since   from when the directory counts, usually the start of the year
    """
    install_rights(work, rules)
    agency = _agency(work, profile, since)
    placed = Placed(agency.id)
    for unit in profile.units:
        placed.units[unit.abbreviation] = _unit(work, agency.id, unit, since)
    new = [person for person in profile.people if _person(work, placed, person, since)]
    for person in new:
        _give_mandates(work, placed, person, since)
    for name in profile.outside:
        _outside(work, name, since)
    for group in profile.groups:
        _group(work, placed, group, since)
    for series in profile.series:
        _open_series(work, agency.id, series)
    for dossier in profile.dossiers:
        _dossier(work, rules, agency.id, dossier)
    for kind in profile.kinds:
        set_kind(
            work,
            rules.kinds,
            kind.code,
            offered=kind.offered,
            period=kind.retention_period,
            act=kind.retention_act,
        )
    return placed


def give_account(work: Work, username: str, password: str, person_id: str, *, must_change: bool) -> None:
    """An account for a person, unless the name is taken already."""
    if find_account(work.session, username) is None:
        add_account(work.session, username, password, person_id, must_change=must_change)


def register_picture(
    work: Work, holder: str, png: bytes, *, width_mm: float, height_mm: float, since: datetime
) -> None:
    """Register the picture of a signature or a seal with its real size, once."""
    digest = work.keep(png, "image/png")
    known = select(Picture.id).where(Picture.holder == holder, Picture.sha256 == digest)
    if work.session.scalar(known) is None:
        work.session.add(
            Picture(holder=holder, sha256=digest, width_mm=width_mm, height_mm=height_mm, since=since)
        )


def _series(table: Mapping[str, Any]) -> tuple[SeriesProfile, ...]:
    rows = table.get("series") or [{"name": "Văn bản đi"}]
    return tuple(
        SeriesProfile(row["name"], tuple(row.get("kinds", ())), row.get("first_number", 1)) for row in rows
    )


def _agency(work: Work, profile: Profile, since: datetime) -> Agency:
    agency = work.session.scalar(select(Agency).where(Agency.ours))
    if agency is None:
        agency = Agency(
            name=profile.name,
            parent_name=profile.parent,
            abbreviation=profile.abbreviation,
            place=profile.place,
            ours=True,
            since=since,
        )
        work.session.add(agency)
        work.session.flush()
    return agency


def _unit(work: Work, agency_id: str, profile: UnitProfile, since: datetime) -> str:
    unit = work.session.scalar(
        select(Unit).where(Unit.agency_id == agency_id, Unit.abbreviation == profile.abbreviation)
    )
    if unit is None:
        unit = Unit(agency_id=agency_id, name=profile.name, abbreviation=profile.abbreviation, since=since)
        work.session.add(unit)
        work.session.flush()
    return unit.id


def _read_person(row: Mapping[str, Any]) -> PersonProfile:
    mandates = (
        {**one, "kinds": tuple(one.get("kinds", ())), "units": tuple(one.get("units", ()))}
        for one in row.get("mandates", ())
    )
    more = {
        "positions": tuple(PositionProfile(**one) for one in row.get("positions", ())),
        "mandates": tuple(MandateProfile(**one) for one in mandates),
    }
    return PersonProfile(**{**row, **more})


def _person(work: Work, placed: Placed, profile: PersonProfile, since: datetime) -> bool:
    """Place a person; returns whether they were not here before."""
    account = find_account(work.session, profile.username)
    known = account.person_id if account is not None else None
    known = known or work.session.scalar(select(Person.id).where(Person.name == profile.name))
    if known is not None:
        placed.people[profile.username] = known
        return False
    person = Person(name=profile.name, since=since)
    work.session.add(person)
    work.session.flush()
    work.session.add_all(
        Position(
            person_id=person.id,
            agency_id=placed.agency_id,
            unit_id=placed.units[seat.unit] if seat.unit else None,
            title=seat.title,
            function=seat.function,
            since=since,
        )
        for seat in profile.seats
    )
    work.session.flush()
    placed.people[profile.username] = person.id
    return True


def _give_mandates(work: Work, placed: Placed, profile: PersonProfile, since: datetime) -> None:
    work.session.add_all(
        Mandate(
            person_id=placed.people[profile.username],
            capacity=one.capacity,
            on_behalf_of=one.on_behalf_of,
            basis=one.basis,
            paper_number=one.paper_number,
            paper_date=one.paper_date,
            granted_by=placed.people[one.granted_by] if one.granted_by else None,
            kinds=list(one.kinds),
            units=[placed.units[unit] for unit in one.units],
            scope=one.scope,
            since=since,
            until=datetime.combine(one.until, time(), HANOI) + timedelta(days=1) if one.until else None,
        )
        for one in profile.papers
    )
    work.session.flush()


def _outside(work: Work, name: str, since: datetime) -> None:
    if work.session.scalar(select(Agency.id).where(Agency.name == name)) is None:
        work.session.add(Agency(name=name, ours=False, since=since))
        work.session.flush()


def _group(work: Work, placed: Placed, profile: GroupProfile, since: datetime) -> None:
    known = select(Group.id).where(Group.agency_id == placed.agency_id, Group.name == profile.name)
    if work.session.scalar(known) is not None:
        return
    group = Group(agency_id=placed.agency_id, name=profile.name)
    work.session.add(group)
    work.session.flush()
    for member in profile.members:
        scheme, _, name = member.partition(":")
        ids = placed.units if scheme == "unit" else placed.people
        work.session.add(GroupMember(group_id=group.id, principal=f"{scheme}:{ids[name]}", since=since))
    work.session.flush()


def _open_series(work: Work, agency_id: str, profile: SeriesProfile) -> None:
    year = local_date(work.now).year
    known = select(NumberSeries.id).where(
        NumberSeries.agency_id == agency_id, NumberSeries.name == profile.name, NumberSeries.year == year
    )
    if work.session.scalar(known) is None:
        open_series(
            work.session,
            agency_id,
            profile.name,
            year,
            kinds=list(profile.kinds),
            first_number=profile.first_number,
        )


def _dossier(work: Work, rules: Rules, agency_id: str, profile: DossierProfile) -> None:
    year = local_date(work.now).year
    opening = Opening(agency_id, year, profile.code, profile.title, profile.retention, basis=profile.basis)
    try:
        begin_dossier(work, rules, opening)
    except DossierExists:
        return
