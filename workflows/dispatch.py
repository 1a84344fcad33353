"""Sending: what was frozen under "Nơi nhận", and nothing else, once.

Inside, a recipient gets the document in the inbox; an outside agency is marked as sent outside, which the văn thư
does by the channel in use, and is never shown as delivered here. The Lưu line is kept.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select, union_all
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.access import grant, require
from documents.database import Base, UtcTime, new_id
from documents.model import Document
from documents.registers import printed_symbol
from documents.work import Work
from workflows.errors import NotYourTurn
from workflows.events import DocumentReceived, DocumentSent
from workflows.routing import expand, frozen_plan, names_of

STATUSES = {
    "delivered": "Đã đến, chưa nhận",
    "accepted": "Đã nhận",
    "sent_outside": "Chuyển ra ngoài",
    "kept": "Lưu",
}


RECEIVED = ("delivered", "accepted")
"""What stands in an inbox; agencies outside and the Lưu line have none here."""


class Recipient(Base):
    """One recipient of one line: what was sent, when it was accepted, by whom."""

    __tablename__ = "vanthu_recipients"
    __table_args__ = (
        UniqueConstraint("document_id", "ordinal", "principal"),
        # An inbox is read principal by principal, what waits before what was accepted, newest first.
        Index("ix_vanthu_recipients_inbox", "principal", "status", "sent_at"),
    )
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    ordinal: Mapped[int]
    line: Mapped[str] = mapped_column(String(500))
    principal: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    sent_at: Mapped[datetime] = mapped_column(UtcTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    accepted_by: Mapped[str | None] = mapped_column(String(100))


@dataclass(frozen=True)
class RecipientRow:
    line: str
    principal: str
    name: str
    status: str
    sent_at: datetime
    accepted_at: datetime | None
    accepted_by: str | None


@dataclass(frozen=True)
class InboxRow:
    """A document in somebody's inbox."""

    document_id: str
    number_symbol: str
    subject: str
    agency_name: str
    principal: str
    sent_to: str
    status: str
    sent_at: datetime
    accepted_at: datetime | None


def send(work: Work, document: Document) -> list[RecipientRow]:
    """Carry the frozen plan out; running it again sends nothing twice."""
    for line in frozen_plan(work.session, document.id):
        if line.kind == "kept":
            _add(work, document, line.ordinal, line.line, "kept", line.line)
            continue
        principals = expand(work.session, line.targets, work.now)
        names = names_of(work.session, principals)
        for principal in principals:
            _add(work, document, line.ordinal, line.line, principal, names.get(principal, principal))
    return recipients_of(work.session, document.id)


def accept(work: Work, document_id: str) -> list[RecipientRow]:
    """A recipient confirms having received the document, for every line that reached them.

    raises    NotAllowed when it was not sent to the actor; NotYourTurn when nothing waits for them
    """
    require(work.session, work.actor, document_id, "accept", work.now)
    waiting = work.session.scalars(
        select(Recipient)
        .where(
            Recipient.document_id == document_id,
            Recipient.principal.in_(sorted(work.actor.principals)),
            Recipient.status == "delivered",
        )
        # Two people of a unit may press at once: the second finds nothing left to accept.
        .with_for_update()
    ).all()
    if not waiting:
        raise NotYourTurn(reason="nothing_to_accept", act="accept", document_id=document_id)
    for row in waiting:
        row.status, row.accepted_at, row.accepted_by = "accepted", work.now, work.by
        work.record(DocumentReceived(document_id, row.principal, row.status))
    work.session.flush()
    return recipients_of(work.session, document_id)


def recipients_of(session: Session, document_id: str) -> list[RecipientRow]:
    rows = session.scalars(
        select(Recipient)
        .where(Recipient.document_id == document_id)
        .order_by(Recipient.ordinal, Recipient.name)
    )
    return [
        RecipientRow(r.line, r.principal, r.name, r.status, r.sent_at, r.accepted_at, r.accepted_by)
        for r in rows
    ]


def inbox(work: Work, *, limit: int = 50, offset: int = 0) -> list[InboxRow]:
    """What was sent to the actor or their unit, what waits first, then the newest."""
    if not work.actor.principals:
        return []
    # The first rows of each principal and status are enough to find the first of all.
    firsts = [
        select(Recipient.id)
        .where(Recipient.principal == principal, Recipient.status == status)
        .order_by(Recipient.sent_at.desc())
        .limit(offset + limit)
        .subquery()
        for principal in sorted(work.actor.principals)
        for status in RECEIVED
    ]
    first = union_all(*(select(one.c.id) for one in firsts)).cte("firsts")
    rows = work.session.execute(
        select(Recipient, Document)
        .join(Document, Document.id == Recipient.document_id)
        .where(Recipient.id.in_(select(first.c.id)))
        .order_by(Recipient.status != "delivered", Recipient.sent_at.desc(), Recipient.id)
        .limit(limit)
        .offset(offset)
    ).all()
    return [
        InboxRow(
            document.id,
            printed_symbol(document),
            document.subject,
            document.agency_name,
            row.principal,
            row.name,
            row.status,
            row.sent_at,
            row.accepted_at,
        )
        for row, document in rows
    ]


def inbox_waiting(work: Work) -> int:
    """How many of the actor's received documents wait to be accepted."""
    return (
        work.session.scalar(
            select(func.count(func.distinct(Recipient.document_id))).where(
                Recipient.principal.in_(sorted(work.actor.principals)), Recipient.status == "delivered"
            )
        )
        or 0
    )


def _add(work: Work, document: Document, ordinal: int, line: str, principal: str, name: str) -> None:
    sent = work.session.scalar(
        select(Recipient.id).where(
            Recipient.document_id == document.id,
            Recipient.ordinal == ordinal,
            Recipient.principal == principal,
        )
    )
    if sent is not None:
        return
    status = _status(principal)
    work.session.add(
        Recipient(
            document_id=document.id,
            ordinal=ordinal,
            line=line,
            principal=principal,
            name=name,
            status=status,
            sent_at=work.now,
        )
    )
    if status == "delivered":
        grant(work.session, document.id, "recipient", principal, cause="sent", since=work.now)
    work.record(DocumentSent(document.id, line, principal, status))


def _status(principal: str) -> str:
    if principal == "kept":
        return "kept"
    return "sent_outside" if principal.startswith("agency:") else "delivered"
