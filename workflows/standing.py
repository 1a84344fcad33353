"""What stands in a paper's way whatever its workflow says: it is on hold, or a colleague has it in hand.

Asked before every step by `commands.ask`. How a hold comes and goes is in `holds`, a claim in `claims`.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.access import Grant, held_at, roles
from documents.database import Base, UtcTime, local_date, new_id
from documents.model import Document
from workflows.calendar import Calendar
from workflows.definition import MAIN, Definition, Transition
from workflows.directory.people import people_of
from workflows.questions import Allowed, Answer, Denied, Question


class Hold(Base):
    """One stretch on hold; open while `ended_at` is empty, and a paper has at most one open."""

    __tablename__ = "vanthu_holds"
    __table_args__ = (
        Index(
            "uq_vanthu_holds_open",
            "document_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    resume_on: Mapped[date | None] = mapped_column(Date)
    held_at: Mapped[datetime] = mapped_column(UtcTime)
    held_by_id: Mapped[str] = mapped_column(String(20))
    held_by: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_by: Mapped[str | None] = mapped_column(String(100))


class Claim(Base):
    """Who has a paper of a group in hand; one row a paper, the last.

    state_since   when the paper came to the state it was claimed in: once it moves, the claim counts no longer
    ended_at      given back by hand
    note          what was said when it was handed over
    """

    __tablename__ = "vanthu_claims"
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(40))
    state_since: Mapped[datetime] = mapped_column(UtcTime)
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"))
    person_name: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    note: Mapped[str] = mapped_column(Text)


def in_the_way(question: Question, made: Definition, step: Transition) -> Answer:
    """Denied while the paper is on hold, or while another of the group has it in hand."""
    work = question.work
    if made.machine_of(step) != MAIN or not isinstance(question.row, Document):
        return Allowed()
    document = question.document
    open_one = hold_on(work.session, document.id)
    if open_one is not None:
        facts = {"name": open_one.held_by, "since": open_one.held_at, "why": open_one.reason}
        return Denied("on_hold", facts)
    owner = made.states[document.state].owner
    if step.by != "user" or owner not in step.roles:
        return Allowed()
    claim = live_claim(work.session, document, owner, work.now)
    if claim is None or claim.person_id == work.actor.person_id:
        return Allowed()
    others = set(step.roles) - {owner}
    if others & roles(work.session, work.actor, document.id, work.now):
        return Allowed()
    return Denied("claimed", {"name": claim.person_name, "until": claim.expires_at})


def live_claim(session: Session, document: Document, role: str, at: datetime) -> Claim | None:
    """The claim that counts now: not given back, not run out, the paper still there, its holder there and entitled."""
    claim = session.get(Claim, document.id, populate_existing=True)
    if claim is None or claim.ended_at is not None or claim.expires_at <= at:
        return None
    if (claim.state, claim.state_since) != (document.state, document.state_since):
        return None
    holders = holders_of(session, document.id, role, at)
    return claim if claim.person_id in holders else None


def holders_of(session: Session, document_id: str, role: str, at: datetime) -> frozenset[str]:
    """The ids of those at work who hold the role on a paper: whoever is away is left out, their substitute is not."""
    principals = session.scalars(
        select(Grant.principal).where(Grant.document_id == document_id, Grant.role == role, held_at(at))
    )
    return frozenset(people_of(session, principals, at, at_work=True))


def hold_on(session: Session, document_id: str) -> Hold | None:
    """The open hold of a paper."""
    return session.scalar(
        select(Hold)
        .where(Hold.document_id == document_id, Hold.ended_at.is_(None))
        .execution_options(populate_existing=True)
    )


def holds_of(session: Session, document_ids: Collection[str]) -> dict[str, list[Hold]]:
    """Every stretch on hold of these papers, the earliest first; a paper that never was is left out."""
    found: dict[str, list[Hold]] = {}
    rows = select(Hold).where(Hold.document_id.in_(sorted(document_ids))).order_by(Hold.held_at, Hold.id)
    for one in session.scalars(rows):
        found.setdefault(one.document_id, []).append(one)
    return found


def paused_days(calendar: Calendar, stretches: Sequence[Hold], since: datetime, until: datetime) -> int:
    """Working days on hold between two moments: those after the day it stopped, up to that it went on.

    stretches   of one paper, the earliest first
    """
    days, counted = 0, local_date(since)
    for one in stretches:
        if one.held_at >= until or (one.ended_at is not None and one.ended_at <= since):
            continue
        # A day in two stretches counts once.
        start = max(local_date(one.held_at), counted)
        end = local_date(min(one.ended_at or until, until))
        days += calendar.between(start, end)
        counted = max(counted, end)
    return days
