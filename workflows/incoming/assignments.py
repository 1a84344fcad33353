"""Who has to do what with an incoming paper: the rows of assignments, reports and replies, and their facts.

One lead (chủ trì), supporters (phối hợp), each may have handlers (người giải quyết); each holds a role on the paper
with the cause "task" while the assignment is theirs. Giving and ending them is `directing`, working them `handling`.
source  Decree 30/2020/NĐ-CP, Art. 23-24: lead, supporters and deadline when several are concerned
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint, case, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime, new_id
from workflows.directory.model import Dated

LEAD, SUPPORTER, HANDLER = "lead", "supporter", "handler"
OPEN, DONE, RETURNED, RECALLED = "open", "done", "returned", "recalled"
CAUSE = "task"
PROGRESS, PROPOSAL, RESULT = "progress", "proposal", "result"
REPORTS = (PROGRESS, PROPOSAL, RESULT)


class Assignment(Base):
    """A paper given to a unit or a person.

    part          "lead", "supporter" or "handler": also the role on the paper
    principal     "head:UNIT" for a unit, whose head answers for it; "person:ID"
    under_id      the assignment of the unit a handler works for
    due_on        the last day, counted in working days from the day it was given; None where nobody is hurried
    given_as      the role of whoever gave it: "leader", "clerk", "lead" or "supporter"
    status        "open", "done", "returned" (wrongly addressed), "recalled"
    seen_at       when somebody of theirs confirmed having it (ký nhận)
    """

    __tablename__ = "vanthu_assignments"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    part: Mapped[str] = mapped_column(String(12))
    principal: Mapped[str] = mapped_column(String(80), index=True)
    name: Mapped[str] = mapped_column(String(200))
    under_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_assignments.id"))
    instruction: Mapped[str] = mapped_column(Text)
    working_days: Mapped[int | None]
    due_on: Mapped[date | None] = mapped_column(Date, index=True)
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    given_by_id: Mapped[str] = mapped_column(String(20))
    given_by: Mapped[str] = mapped_column(String(100))
    given_as: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(10), index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by: Mapped[str | None] = mapped_column(String(100))
    closed_why: Mapped[str] = mapped_column(Text, default="")
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seen_by: Mapped[str | None] = mapped_column(String(100))


IN_ORDER = (
    Assignment.given_at,
    case({LEAD: 0, SUPPORTER: 1}, value=Assignment.part, else_=2),
    Assignment.name,
    Assignment.id,
)
"""The lead, the supporters, then their handlers, as they were given."""


class HandlingReport(Base):
    """What somebody said of their part: how it goes, what they propose, what came of it."""

    __tablename__ = "vanthu_handling_reports"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("vanthu_assignments.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    sort: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str] = mapped_column(String(20))
    person_name: Mapped[str] = mapped_column(String(100))
    said_at: Mapped[datetime] = mapped_column(UtcTime)


class Reply(Base):
    """One of our documents answers an incoming one (trả lời văn bản số …)."""

    __tablename__ = "vanthu_replies"
    __table_args__ = (UniqueConstraint("incoming_id", "outgoing_id"),)
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    incoming_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    outgoing_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    linked_at: Mapped[datetime] = mapped_column(UtcTime)
    linked_by: Mapped[str] = mapped_column(String(100))


class PassingRule(Dated, Base):
    """Papers the văn thư passes to a unit without asking a leader, by the office's own working regulations.

    kind, sender   which papers: the code of their kind, the beginning of their sender's name; both must fit
    """

    __tablename__ = "vanthu_passing_rules"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    agency_id: Mapped[str] = mapped_column(ForeignKey("vanthu_agencies.id"))
    kind: Mapped[str | None] = mapped_column(String(40))
    sender: Mapped[str | None] = mapped_column(String(200))
    unit_id: Mapped[str] = mapped_column(ForeignKey("vanthu_units.id"))
    basis: Mapped[str] = mapped_column(String(300))


@dataclass(frozen=True)
class IncomingRegistered:
    """A paper got its số đến: from now on it obliges somebody (Art. 22)."""

    name: ClassVar[str] = "incoming_registered"
    document_id: str
    number: int
    registered_on: date
    late: bool


@dataclass(frozen=True)
class IncomingAcknowledged:
    """The sender was told that the paper arrived; by a channel outside this system."""

    name: ClassVar[str] = "incoming_acknowledged"
    document_id: str
    how: str


@dataclass(frozen=True)
class TaskGiven:
    """Somebody got a part in a paper: its lead, a supporter, a handler."""

    name: ClassVar[str] = "task_given"
    document_id: str
    assignment_id: str
    part: str
    principal: str
    to: str
    due_on: date | None


@dataclass(frozen=True)
class TaskEnded:
    """A part is done, was returned as wrongly addressed, or was recalled."""

    name: ClassVar[str] = "task_ended"
    document_id: str
    assignment_id: str
    part: str
    principal: str
    to: str
    status: str
    why: str


@dataclass(frozen=True)
class TaskSeen:
    """Whoever got a part confirmed having it."""

    name: ClassVar[str] = "task_seen"
    document_id: str
    assignment_id: str
    principal: str


@dataclass(frozen=True)
class TaskReported:
    """Somebody told how their part goes, what they propose or what came of it."""

    name: ClassVar[str] = "task_reported"
    document_id: str
    assignment_id: str
    part: str
    sort: str


@dataclass(frozen=True)
class ReplyLinked:
    """A document of ours answers this incoming one."""

    name: ClassVar[str] = "reply_linked"
    document_id: str
    outgoing_id: str


@dataclass(frozen=True)
class PassingAllowed:
    """The head of the agency lets papers of a sort go straight to a unit, or no longer."""

    name: ClassVar[str] = "passing_allowed"
    document_id: None
    unit: str
    kind: str
    sender: str
    basis: str
    allowed: bool


def assignments_on(session: Session, document_id: str) -> Sequence[Assignment]:
    """Every assignment a paper ever had, in the order in which they were given."""
    return session.scalars(
        select(Assignment).where(Assignment.document_id == document_id).order_by(*IN_ORDER)
    ).all()


def open_tasks(session: Session, document_id: str) -> list[Assignment]:
    return [one for one in assignments_on(session, document_id) if one.status == OPEN]
