"""Who is who: agencies, units, people, positions, groups, mandates, certificates, pictures. All dated.

A position carries a function (what the system lets its holder do); the title is what the paper prints. Past rows
are ended, never changed, so a document is judged by the directory of its own day.
"""

import unicodedata
from datetime import date, datetime

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    and_,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime, new_id
from documents.errors import NotAllowed
from documents.work import Work

FUNCTIONS = {
    "director": "Người đứng đầu cơ quan",
    "deputy": "Cấp phó của người đứng đầu",
    "head": "Lãnh đạo đơn vị",
    "deputy_head": "Cấp phó của lãnh đạo đơn vị",
    "officer": "Chuyên viên soạn thảo",
    "form_checker": "Người kiểm tra thể thức",
    "clerk": "Văn thư",
    "archivist": "Người làm lưu trữ",
    "administrator": "Quản trị hệ thống",
    "inspector": "Người xem nhật ký",
}


class Dated:
    since: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime | None] = mapped_column(UtcTime)


class Agency(Dated, Base):
    """An agency (cơ quan): this office when `ours`, or one that documents are sent to."""

    __tablename__ = "vanthu_agencies"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    parent_name: Mapped[str | None] = mapped_column(String(200))
    abbreviation: Mapped[str | None] = mapped_column(String(40))
    place: Mapped[str | None] = mapped_column(String(100))
    ours: Mapped[bool] = mapped_column(default=False)


class AgencyName(Dated, Base):
    """What an agency is called in a period, once it was renamed: the same agency, with its numbers and its papers.

    paper   the decision the name rests on; empty for the first
    """

    __tablename__ = "vanthu_agency_names"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    agency_id: Mapped[str] = mapped_column(ForeignKey("vanthu_agencies.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    parent_name: Mapped[str | None] = mapped_column(String(200))
    abbreviation: Mapped[str | None] = mapped_column(String(40))
    place: Mapped[str | None] = mapped_column(String(100))
    paper: Mapped[str] = mapped_column(Text)


class AgencyCode(Dated, Base):
    """An identifier of an agency (mã định danh) in a period; an agency has several at once.

    scheme   "qd20" or "tt01", see `workflows.directory.agencies`
    """

    __tablename__ = "vanthu_agency_codes"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    agency_id: Mapped[str] = mapped_column(ForeignKey("vanthu_agencies.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(40), index=True)
    paper: Mapped[str] = mapped_column(Text)


class Unit(Dated, Base):
    """A unit of an agency (phòng, văn phòng, đơn vị trực thuộc)."""

    __tablename__ = "vanthu_units"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    agency_id: Mapped[str] = mapped_column(ForeignKey("vanthu_agencies.id"))
    name: Mapped[str] = mapped_column(String(200))
    abbreviation: Mapped[str] = mapped_column(String(40))


class Person(Dated, Base):
    __tablename__ = "vanthu_people"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(100))


class Position(Dated, Base):
    """A person's position: the title that is printed and the function the system knows."""

    __tablename__ = "vanthu_positions"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"), index=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("vanthu_agencies.id"))
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_units.id"))
    title: Mapped[str] = mapped_column(String(100))
    function: Mapped[str] = mapped_column(String(20))


class Mandate(Dated, Base):
    """A capacity to sign for somebody (KT., TL., TUQ., TM., Q.), with the paper it rests on and how far it reaches.

    capacity      the mark without its dot
    on_behalf_of  the title, or for TM. the collective, that is printed behind the mark
    basis         what the paper is ("Quyết định phân công"), or the sentence of it; number and date where it has them
    granted_by    the id of the person who grants it, where one does; always for TUQ.
    kinds, units  codes and ids it is limited to; empty where it is not
    scope         the limits in the paper's own words, for the signer to heed
    source        Decree 30/2020/NĐ-CP, Art. 13
    """

    __tablename__ = "vanthu_mandates"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"))
    capacity: Mapped[str] = mapped_column(String(5))
    on_behalf_of: Mapped[str] = mapped_column(String(100))
    basis: Mapped[str] = mapped_column(Text)
    paper_number: Mapped[str | None] = mapped_column(String(60))
    paper_date: Mapped[date | None] = mapped_column(Date)
    granted_by: Mapped[str | None] = mapped_column(String(20))
    kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    units: Mapped[list[str]] = mapped_column(JSON, default=list)
    scope: Mapped[str] = mapped_column(Text, default="")


class Group(Base):
    """A recipient group ("Lãnh đạo Sở"); its membership is dated."""

    __tablename__ = "vanthu_groups"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    agency_id: Mapped[str] = mapped_column(ForeignKey("vanthu_agencies.id"))
    name: Mapped[str] = mapped_column(String(200))


class GroupMember(Dated, Base):
    __tablename__ = "vanthu_group_members"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    group_id: Mapped[str] = mapped_column(ForeignKey("vanthu_groups.id"), index=True)
    principal: Mapped[str] = mapped_column(String(80))


class RecipientAlias(Base):
    """How a line under "Nơi nhận" was resolved by a person once; known from then on."""

    __tablename__ = "vanthu_recipient_aliases"
    __table_args__ = (UniqueConstraint("agency_id", "line"),)
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    agency_id: Mapped[str] = mapped_column(ForeignKey("vanthu_agencies.id"))
    line: Mapped[str] = mapped_column(String(300))
    target: Mapped[str] = mapped_column(String(80))
    learned_at: Mapped[datetime] = mapped_column(UtcTime)
    learned_by: Mapped[str] = mapped_column(String(100))


class Certificate(Dated, Base):
    """A certificate enrolled to a person or an agency for a period.

    holder        "person:ID" or "agency:ID"
    fingerprint   SHA-256 of the certificate, hex
    key_name      the file name of the PKCS#12 in the key folder, the address of a key on a device, or None for a key
                  that only its holder has
    lost_at       from when on a stranger could have used it; None when it was not lost
    """

    __tablename__ = "vanthu_certificates"
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    not_before: Mapped[datetime] = mapped_column(UtcTime)
    not_after: Mapped[datetime] = mapped_column(UtcTime)
    key_name: Mapped[str | None] = mapped_column(String(200))
    lost_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_reason: Mapped[str] = mapped_column(Text, default="", server_default="")


class Picture(Dated, Base):
    """The registered picture of a signature or a seal, with its real size.

    holder   "person:ID" or "agency:ID"
    source   Decree 30/2020/NĐ-CP, annex I, II.7d and II.8: transparent PNG; blue signature, red seal, real size
    """

    __tablename__ = "vanthu_pictures"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    holder: Mapped[str] = mapped_column(String(80), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    width_mm: Mapped[float]
    height_mm: Mapped[float]


def in_force(row: type[Dated], at: datetime) -> ColumnElement[bool]:
    """The condition that a dated row counts at this moment."""
    return and_(row.since <= at, or_(row.until.is_(None), row.until > at))


def positions_of(session: Session, person_id: str, at: datetime) -> list[Position]:
    """Positions in force, the highest function first."""
    found = session.scalars(
        select(Position).where(Position.person_id == person_id, in_force(Position, at))
    ).all()
    order = list(FUNCTIONS)
    return sorted(found, key=lambda position: (order.index(position.function), position.id))


def our_agency(session: Session, at: datetime) -> Agency:
    """The agency this office is, as it is called at that moment; set up before anything else."""
    return agency_on(
        session, session.scalars(select(Agency).where(Agency.ours, in_force(Agency, at))).one(), at
    )


def agency_on(session: Session, agency: Agency, at: datetime) -> Agency:
    """The agency under its name of that day: the row itself, or a copy that is in no session."""
    called = session.scalar(
        select(AgencyName)
        .where(AgencyName.agency_id == agency.id, in_force(AgencyName, at))
        .order_by(AgencyName.since.desc())
        .limit(1)
    )
    if called is None:
        return agency
    return Agency(
        id=agency.id,
        name=called.name,
        parent_name=called.parent_name,
        abbreviation=called.abbreviation,
        place=called.place,
        ours=agency.ours,
        since=agency.since,
        until=agency.until,
    )


def require_administrator(work: Work, right: str) -> Agency:
    """Our agency, when the actor runs its directory themselves.

    raises    NotAllowed
    """
    agency = our_agency(work.session, work.now)
    if f"office:administrator:{agency.id}" not in work.actor.own:
        raise NotAllowed(right=right, document_id=None)
    return agency


def certificate_of(session: Session, holder: str, at: datetime) -> Certificate | None:
    """The enrolled certificate in force for a holder, the youngest if there are several."""
    return session.scalar(
        select(Certificate)
        .where(
            Certificate.holder == holder,
            in_force(Certificate, at),
            Certificate.not_before <= at,
            Certificate.not_after > at,
        )
        .order_by(Certificate.since.desc())
        .limit(1)
    )


def picture_of(session: Session, holder: str, at: datetime) -> Picture | None:
    return session.scalar(
        select(Picture)
        .where(Picture.holder == holder, in_force(Picture, at))
        .order_by(Picture.since.desc())
        .limit(1)
    )


def members_of(session: Session, group_id: str, at: datetime) -> list[str]:
    """The principals in a group on a day."""
    rows = select(GroupMember.principal).where(GroupMember.group_id == group_id, in_force(GroupMember, at))
    return sorted(session.scalars(rows))


def plain_words(text: str) -> str:
    """Words for comparing names: NFC, one tone placement, no case, dashes alike, single spaces."""
    words = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).casefold())
    # The tone mark goes to the end of its syllable, so "hòa" and "hoà" are the same word.
    syllables = [_tone_last(word) for word in words.replace("–", "-").replace("—", "-").split()]
    return " ".join(syllables).strip(" ;.,:-")


def same_words(one: str, other: str) -> bool:
    return plain_words(one) == plain_words(other)


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def _tone_last(syllable: str) -> str:
    kept = "".join(letter for letter in syllable if letter not in _TONES)
    tones = "".join(letter for letter in syllable if letter in _TONES)
    return kept + tones
