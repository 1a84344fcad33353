"""Nơi nhận is executed: each line is resolved against the directory to people, units, groups, outside agencies.

A line nobody knows stops at a person, once, and is learned. The plan is shown before signing, frozen with the
signature, and groups are expanded with the membership of the day of issue.
source  Decree 30/2020/NĐ-CP, annex I, II.9
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, new_id
from documents.fields import Fields
from documents.reading.referrals import points_to
from documents.work import Work
from workflows.directory.model import (
    Agency,
    AgencyName,
    Group,
    Person,
    Position,
    RecipientAlias,
    Unit,
    in_force,
    members_of,
    our_agency,
    plain_words,
)
from workflows.directory.successions import lineage
from workflows.errors import RecipientUnknown
from workflows.events import RecipientLearned

_NOTE = re.compile(r"\s*\([^()]*\)[\s;.,]*$")
_PARTS = re.compile(r"\s*[,;]\s*|\s+và\s+")

LineKind = Literal["sent", "kept", "unknown"]


class PlannedLine(Base):
    """A line of the plan as it was frozen with the signature."""

    __tablename__ = "vanthu_planned_lines"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    ordinal: Mapped[int]
    line: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(10))
    targets: Mapped[list[str]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Line:
    """One printed line and whom it means; `targets` are principals or "group:ID".

    unknown   what nobody knows yet: the line itself, or names it refers to ("Như trên")
    """

    ordinal: int
    line: str
    kind: LineKind
    targets: tuple[str, ...]
    unknown: tuple[str, ...] = ()


class Resolver:
    """The directory of one day, ready to be asked for names."""

    def __init__(self, session: Session, at: datetime) -> None:
        agency = our_agency(session, at)
        self._session, self._at, self._line = session, at, lineage(session, at)
        # A successor knows the groups and the decisions of the agency it took the place of.
        ours = [agency.id, *(one.partition(":")[2] for one in self._line.predecessors(f"agency:{agency.id}"))]
        self._known: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, str] = {}
        self._live = {
            f"person:{key}" for key in session.scalars(select(Person.id).where(in_force(Person, at)))
        }
        self._add_people(session, agency.id, at)
        agencies = list(session.scalars(select(Agency).where(Agency.ours.is_(False))))
        units = list(session.scalars(select(Unit).where(Unit.agency_id.in_(ours))))
        for scheme, rows in (("agency", agencies), ("unit", units)):
            self._add_places(scheme, rows)
        groups = session.scalars(select(Group).where(Group.agency_id.in_(ours))).all()
        self._add((group.name, f"group:{group.id}") for group in groups)
        # What a person decided for this office wins over every name.
        aliases = session.scalars(
            select(RecipientAlias)
            .where(RecipientAlias.agency_id.in_(ours))
            .order_by(RecipientAlias.learned_at)
        )
        self._add((alias.line, target) for alias in aliases for target in self._certain(alias.target))

    def resolve(self, line: str) -> tuple[str, ...]:
        """The targets of a printed line; empty when any part of it is unknown."""
        whole = self._known.get(plain_words(line)) or self._known.get(plain_words(_NOTE.sub("", line)))
        if whole:
            return whole
        parts = [part for part in _PARTS.split(_NOTE.sub("", line)) if part]
        if len(parts) < 2:
            return ()
        found = [self._known.get(plain_words(part), ()) for part in parts]
        return _once(target for targets in found for target in targets) if all(found) else ()

    def settle(self, principal: str) -> tuple[str, ...]:
        """Who stands today for what was named: the successor of an ended unit or agency.

        Of one that was split, the part a person chose for its name; all parts where nobody has chosen.
        """
        certain = self._certain(principal)
        if certain or principal in self._live:
            return certain
        chosen = self._known.get(plain_words(self._names.get(principal, "")), ())
        return chosen or tuple(one for one in self._line.successors(principal) if one in self._live)

    def undecided(self, targets: Iterable[str]) -> tuple[str, ...]:
        """The names of split units that a group among the targets still holds, and for which nobody has chosen."""
        members = [
            member
            for target in targets
            if target.startswith("group:")
            for member in members_of(self._session, target.partition(":")[2], self._at)
        ]
        split = [member for member in members if len(self.settle(member)) > 1]
        return _once(self._names[member] for member in split)

    def _certain(self, target: str) -> tuple[str, ...]:
        """The target itself, or its one successor; nobody when it was split or has left without one."""
        if target in self._live or target.partition(":")[0] not in ("unit", "agency", "person"):
            return (target,)
        successors = [one for one in self._line.successors(target) if one in self._live]
        return tuple(successors) if len(successors) == 1 else ()

    def _add_places(self, scheme: str, rows: Sequence[Unit] | Sequence[Agency]) -> None:
        """Today's names win over those of what has ended or was called otherwise."""
        self._names |= {f"{scheme}:{row.id}": row.name for row in rows}
        self._live |= {
            f"{scheme}:{row.id}"
            for row in rows
            if row.since <= self._at and (row.until is None or row.until > self._at)
        }
        called = [(row.name, row) for row in rows]
        if scheme == "unit":
            called = [(row.abbreviation or "", row) for row in rows] + called
        else:
            called += _renamed(self._session, rows, self._at)
        for name, row in sorted(called, key=lambda pair: f"{scheme}:{pair[1].id}" in self._live):
            self._add((name, target) for target in self._certain(f"{scheme}:{row.id}"))

    def _add(self, names: Iterable[tuple[str, str]]) -> None:
        for name, target in names:
            self._known[plain_words(name)] = (target,)

    def _add_people(self, session: Session, agency_id: str, at: datetime) -> None:
        rows = session.execute(
            select(Person, Position)
            .join(Position, Position.person_id == Person.id)
            .where(Position.agency_id == agency_id, in_force(Position, at), in_force(Person, at))
        ).all()
        by_title: dict[str, set[str]] = {}
        for person, position in rows:
            by_title.setdefault(plain_words(position.title), set()).add(f"person:{person.id}")
            by_title.setdefault(plain_words(person.name), set()).add(f"person:{person.id}")
        # A title two people hold names nobody in particular.
        self._known.update({title: tuple(who) for title, who in by_title.items() if len(who) == 1})


def plan_for(work: Work, fields: Fields) -> list[Line]:
    """The plan as the directory stands now: every line, then the Lưu line."""
    resolver = Resolver(work.session, work.now)
    lines = []
    for ordinal, text in enumerate(fields.recipients, start=1):
        names = names_meant(text, fields)
        unknown = tuple(name for name in names if not resolver.resolve(name)) if names else (text,)
        targets = _once(target for name in names for target in resolver.resolve(name))
        unknown += resolver.undecided(targets)
        lines.append(Line(ordinal, text, "unknown" if unknown else "sent", targets, unknown))
    lines.append(Line(len(lines) + 1, fields.archive_line, "kept", ()))
    return lines


def names_meant(line: str, fields: Fields) -> tuple[str, ...]:
    """The names a line stands for: "Như trên" is who stands under "Kính gửi", "Như Điều 3" is whom that article names.

    Empty when the paper does not say whom the line refers to.
    source  Decree 30/2020/NĐ-CP, annex I, II.9
    """
    if not refers(line):
        return (line,)
    return fields.referred.get(line, ()) if is_article(line) else fields.addressees


def refers(line: str) -> bool:
    """Whether a line only points at other names of the same paper; such a line is never learned."""
    return points_to(line) is not None


def is_article(line: str) -> bool:
    """Whether the names a line points at stand in an article ("Như Điều 3")."""
    return points_to(line) == "article"


def freeze_plan(work: Work, document_id: str, fields: Fields, digest: str) -> list[Line]:
    """Freeze the plan with the signature.

    raises    RecipientUnknown naming the lines nobody knows
    """
    lines = plan_for(work, fields)
    unknown = [name for line in lines for name in line.unknown]
    if unknown:
        raise RecipientUnknown(lines=unknown)
    work.session.execute(delete(PlannedLine).where(PlannedLine.document_id == document_id))
    work.session.add_all(
        PlannedLine(
            document_id=document_id,
            ordinal=line.ordinal,
            line=line.line,
            kind=line.kind,
            targets=list(line.targets),
            digest=digest,
        )
        for line in lines
    )
    return lines


def frozen_plan(session: Session, document_id: str) -> list[Line]:
    rows = session.scalars(
        select(PlannedLine).where(PlannedLine.document_id == document_id).order_by(PlannedLine.ordinal)
    )
    return [Line(row.ordinal, row.line, row.kind, tuple(row.targets)) for row in rows]  # type: ignore[arg-type]


def expand(session: Session, targets: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Groups become their members of that day, ended units and agencies their successors; everything else stays."""
    resolver = Resolver(session, at)
    expanded = []
    for target in targets:
        scheme, _, name = target.partition(":")
        expanded += members_of(session, name, at) if scheme == "group" else [target]
    return _once(one for target in expanded for one in resolver.settle(target) or (target,))


def learn_recipient(work: Work, line: str, target: str) -> None:
    """Remember whom a line means, from a person's decision."""
    agency = our_agency(work.session, work.now)
    words = plain_words(line)
    known = work.session.scalar(
        select(RecipientAlias).where(RecipientAlias.agency_id == agency.id, RecipientAlias.line == words)
    )
    if known is None:
        known = RecipientAlias(agency_id=agency.id, line=words)
        work.session.add(known)
    known.target, known.learned_at, known.learned_by = target, work.now, work.actor.name
    work.session.flush()
    work.record(RecipientLearned(None, line, target))


def names_of(session: Session, principals: Iterable[str]) -> dict[str, str]:
    """Printable names of principals and groups; of an agency the newest that is known."""
    wanted: dict[str, list[str]] = {}
    for principal in principals:
        scheme, _, key = principal.partition(":")
        wanted.setdefault(scheme, []).append(key)
    names: dict[str, str] = {}
    for scheme, table in _NAMED.items():
        if scheme in wanted:
            rows = session.execute(select(table.id, table.name).where(table.id.in_(wanted[scheme])))
            names |= {f"{scheme}:{key}": name for key, name in rows}
    called = select(AgencyName).where(AgencyName.agency_id.in_(wanted.get("agency", [])))
    names |= {
        f"agency:{row.agency_id}": row.name for row in session.scalars(called.order_by(AgencyName.since))
    }
    return names


_NAMED: dict[str, type[Person] | type[Unit] | type[Agency] | type[Group]] = {
    "person": Person,
    "unit": Unit,
    "agency": Agency,
    "group": Group,
}


def _renamed(
    session: Session, agencies: Sequence[Agency] | Sequence[Unit], at: datetime
) -> list[tuple[str, Agency]]:
    """The other names of agencies, those of today last."""
    by_id = {agency.id: agency for agency in agencies}
    rows = session.scalars(
        select(AgencyName).where(AgencyName.agency_id.in_(by_id)).order_by(AgencyName.since)
    )
    return [(row.name, by_id[row.agency_id]) for row in rows if row.since <= at]  # type: ignore[misc]


def _once(targets: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(targets))
