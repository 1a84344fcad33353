"""Agencies over time: dated names, both kinds of identifier, and what succeeded what.

An agency that is only called otherwise stays the same agency, with its number series and its papers. One that is
merged or split ends, and others stand in its place; when it is ours, units and people go over to the successor.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import or_, select, update

from documents.work import Work
from workflows.directory.model import (
    Agency,
    AgencyCode,
    AgencyName,
    Position,
    Unit,
    agency_on,
    in_force,
    require_administrator,
)
from workflows.directory.reorganising import Decision, when
from workflows.directory.successions import Succession
from workflows.errors import ReorganisationRefused

SCHEMES = {"qd20": "Quyết định 20/2020/QĐ-TTg", "tt01": "Thông tư 01/2018/TT-VPCP"}
_CODES = {
    "qd20": re.compile(r"(?=.{1,35}$)[A-Y][0-9]{2}(?:\.[0-9A-Z]+)*"),
    # Gateways send shorter ones of this scheme too: they are kept, never made.
    "tt01": re.compile(r"[0-9]{2,3}(?:\.[0-9]{2}){1,2}\.[A-Z][0-9]{2}"),
}
LONGEST_NAME = 200
LONGEST_SHORT = 40


@dataclass(frozen=True)
class AgencyRenamed:
    name: ClassVar[str] = "agency_renamed"
    document_id: None
    agency_id: str
    before: str
    after: str
    since: datetime
    paper: str


@dataclass(frozen=True)
class AgenciesReorganised:
    """how   "merged" or "split" """

    name: ClassVar[str] = "agencies_reorganised"
    document_id: None
    how: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    since: datetime
    paper: str


@dataclass(frozen=True)
class AgencyCodeGiven:
    name: ClassVar[str] = "agency_code_given"
    document_id: None
    agency_id: str
    scheme: str
    code: str
    paper: str


@dataclass(frozen=True)
class Face:
    """How an agency presents itself: name, the one above it, abbreviation in symbols, place of its papers."""

    name: str
    abbreviation: str = ""
    parent_name: str = ""
    place: str = ""


@dataclass(frozen=True)
class AgencyRow:
    """An agency as it is called on the day, with the identifiers it bears then."""

    id: str
    name: str
    abbreviation: str
    ours: bool
    codes: tuple[str, ...]


def agencies_on(work: Work, moment: datetime) -> list[AgencyRow]:
    """The agencies at a moment, ours first.

    raises    NotAllowed
    """
    require_administrator(work, "agencies")
    codes: dict[str, list[str]] = {}
    for code in work.session.scalars(
        select(AgencyCode).where(in_force(AgencyCode, moment)).order_by(AgencyCode.scheme)
    ):
        codes.setdefault(code.agency_id, []).append(code.code)
    rows = []
    for agency in work.session.scalars(select(Agency).where(in_force(Agency, moment))):
        called = agency_on(work.session, agency, moment)
        borne = tuple(codes.get(agency.id, ()))
        rows.append(AgencyRow(agency.id, called.name, called.abbreviation or "", agency.ours, borne))
    return sorted(rows, key=lambda row: (not row.ours, row.name))


def rename_agency(work: Work, agency_id: str, face: Face, decision: Decision) -> None:
    """The same agency under another name from a day on; papers of before keep the old one.

    raises    NotAllowed; ReorganisationRefused
    """
    require_administrator(work, "reorganise")
    since, paper = when(work, decision)
    agency = _agencies(work, [agency_id], since)[0]
    _require_free_name(work, face, since, but=[agency.id])
    before = agency_on(work.session, agency, since)
    names = work.session.scalars(select(AgencyName).where(AgencyName.agency_id == agency.id)).all()
    if not names:
        work.session.add(_called(agency.id, _face(agency), agency.since, since, ""))
    for one in names:
        if one.until is None or one.until > since:
            one.until = since
    work.session.add(_called(agency.id, face, since, None, paper))
    work.session.flush()
    work.record(AgencyRenamed(None, agency.id, before.name, face.name, since, paper))


def merge_agencies(work: Work, agency_ids: Sequence[str], into: Face, decision: Decision) -> str:
    """Several agencies end and one stands in their place; when one is ours, the new one is ours. Returns its id.

    raises    NotAllowed; ReorganisationRefused
    """
    if len(set(agency_ids)) < 2:
        raise ReorganisationRefused(why="merge_takes_two")
    return _succeed(work, "merged", list(dict.fromkeys(agency_ids)), [into], decision)[0]


def split_agency(work: Work, agency_id: str, into: Sequence[Face], decision: Decision) -> list[str]:
    """An outside agency ends and several stand in its place; ours is succeeded by one only, by merging.

    raises    NotAllowed; ReorganisationRefused
    """
    if len(into) < 2:
        raise ReorganisationRefused(why="split_makes_two")
    return _succeed(work, "split", [agency_id], into, decision)


def give_code(work: Work, agency_id: str, scheme: str, code: str, decision: Decision) -> None:
    """Give an agency an identifier from a day on; the one it had in this scheme ends.

    raises    NotAllowed; ReorganisationRefused for a code that is malformed or was ever used by another
    source    QĐ 20/2020/QĐ-TTg, Art. 4, 7 (a code is used once); TT 01/2018/TT-VPCP, Art. 19
    """
    require_administrator(work, "reorganise")
    since, paper = when(work, decision)
    agency = _agencies(work, [agency_id], since)[0]
    code = code.strip().upper()
    if scheme not in SCHEMES or _CODES[scheme].fullmatch(code) is None:
        raise ReorganisationRefused(why="code_wrong")
    if work.session.scalar(select(AgencyCode.id).where(AgencyCode.code == code).limit(1)) is not None:
        raise ReorganisationRefused(why="code_taken")
    before = select(AgencyCode).where(AgencyCode.agency_id == agency.id, AgencyCode.scheme == scheme)
    for held in work.session.scalars(before.where(AgencyCode.until.is_(None))):
        held.until = max(since, held.since)
    work.session.add(AgencyCode(agency_id=agency.id, scheme=scheme, code=code, paper=paper, since=since))
    work.session.flush()
    work.record(AgencyCodeGiven(None, agency.id, scheme, code, paper))


def agency_with_code(work: Work, code: str) -> str | None:
    """The id of the agency that bears this identifier, or once did; codes are never given twice."""
    return work.session.scalar(select(AgencyCode.agency_id).where(AgencyCode.code == code.strip().upper()))


def _succeed(
    work: Work, how: str, old_ids: Sequence[str], faces: Sequence[Face], decision: Decision
) -> list[str]:
    require_administrator(work, "reorganise")
    since, paper = when(work, decision)
    old = _agencies(work, old_ids, since)
    ours = [agency for agency in old if agency.ours]
    if ours and len(faces) > 1:
        raise ReorganisationRefused(why="ours_is_one")
    made = [_made(work, face, since, old, ours=bool(ours)) for face in faces]
    names = tuple(agency_on(work.session, agency, work.now).name for agency in old)
    for before in old:
        before.until = since
        for after in made:
            _succession(work, f"agency:{before.id}", f"agency:{after.id}", since, paper)
    for before in ours:
        _hand_over(work, before.id, made[0].id, since, paper)
    work.session.flush()
    work.record(AgenciesReorganised(None, how, names, tuple(one.name for one in made), since, paper))
    return [one.id for one in made]


def _hand_over(work: Work, old_id: str, new_id: str, since: datetime, paper: str) -> None:
    """Units and people of our agency go over to its successor, as they are."""
    units = {}
    standing = or_(Unit.until.is_(None), Unit.until > since)
    for unit in work.session.scalars(select(Unit).where(Unit.agency_id == old_id, standing)):
        over = Unit(
            agency_id=new_id, name=unit.name, abbreviation=unit.abbreviation, since=since, until=unit.until
        )
        work.session.add(over)
        work.session.flush()
        units[unit.id] = over.id
        unit.until = since
        _succession(work, f"unit:{unit.id}", f"unit:{over.id}", since, paper)
    counting = or_(Position.until.is_(None), Position.until > since)
    positions = work.session.scalars(select(Position).where(Position.agency_id == old_id, counting)).all()
    work.session.add_all(
        Position(
            person_id=one.person_id,
            agency_id=new_id,
            unit_id=units.get(one.unit_id or ""),
            title=one.title,
            function=one.function,
            since=max(since, one.since),
            until=one.until,
        )
        for one in positions
    )
    work.session.flush()
    ended = update(Position).where(Position.id.in_([one.id for one in positions])).values(until=since)
    work.session.execute(ended)


def _agencies(work: Work, agency_ids: Sequence[str], since: datetime) -> list[Agency]:
    """The agencies, locked, that still stand on that day. raises ReorganisationRefused"""
    found = work.session.scalars(
        select(Agency)
        .where(Agency.id.in_(list(agency_ids)), Agency.since <= since)
        .where(or_(Agency.until.is_(None), Agency.until > since))
        .order_by(Agency.id)
        .with_for_update()
    ).all()
    by_id = {agency.id: agency for agency in found}
    if not agency_ids or set(by_id) != set(agency_ids):
        raise ReorganisationRefused(why="no_such_agency")
    if any(agency.until is not None for agency in found):
        raise ReorganisationRefused(why="agency_ends_already")
    return [by_id[key] for key in agency_ids]


def _made(work: Work, face: Face, since: datetime, old: Sequence[Agency], *, ours: bool) -> Agency:
    _require_free_name(work, face, since, but=[one.id for one in old])
    if ours and not face.abbreviation.strip():
        raise ReorganisationRefused(why="agency_without_name")
    agency = Agency(
        name=" ".join(face.name.split()),
        parent_name=face.parent_name.strip() or None,
        abbreviation=face.abbreviation.strip() or None,
        place=face.place.strip() or None,
        ours=ours,
        since=since,
    )
    work.session.add(agency)
    work.session.flush()
    return agency


def _require_free_name(work: Work, face: Face, since: datetime, *, but: Sequence[str]) -> None:
    """raises ReorganisationRefused"""
    shorts = (face.abbreviation, face.parent_name, face.place)
    too_long = len(face.name) > LONGEST_NAME or any(len(one) > LONGEST_NAME for one in shorts)
    if not face.name.strip() or too_long or len(face.abbreviation) > LONGEST_SHORT or len(face.place) > 100:
        raise ReorganisationRefused(why="agency_without_name")
    others = select(Agency).where(Agency.id.not_in(but), or_(Agency.until.is_(None), Agency.until > since))
    name = " ".join(face.name.split())
    if any(agency_on(work.session, one, since).name == name for one in work.session.scalars(others)):
        raise ReorganisationRefused(why="agency_name_taken")


def _succession(work: Work, old: str, new: str, since: datetime, paper: str) -> None:
    work.session.add(
        Succession(
            old=old,
            new=new,
            since=since,
            paper=paper,
            recorded_at=work.now,
            recorded_by=work.actor.name,
        )
    )


def _face(agency: Agency) -> Face:
    return Face(agency.name, agency.abbreviation or "", agency.parent_name or "", agency.place or "")


def _called(agency_id: str, face: Face, since: datetime, until: datetime | None, paper: str) -> AgencyName:
    return AgencyName(
        agency_id=agency_id,
        name=" ".join(face.name.split()),
        parent_name=face.parent_name.strip() or None,
        abbreviation=face.abbreviation.strip() or None,
        place=face.place.strip() or None,
        since=since,
        until=until,
        paper=paper,
    )
