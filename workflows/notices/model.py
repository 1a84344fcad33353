"""Notices (thông báo): what a person was told, kept once per fact and person, however often the fact is delivered.

Who hears what is in `hearers`, what goes out beside the page in `notice_choices`, the letters in `notice_mail`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from documents.access import may
from documents.database import Base, UtcTime, insert_once, new_id
from documents.errors import NotAllowed
from documents.journal import JournalEntry
from documents.model import Document
from documents.registers import printed_symbol
from documents.work import Work
from workflows.commands import Rules
from workflows.notices.choices import Channels
from workflows.notices.hearers import Told, hear
from workflows.notices.mail import queue_letter


class NoSuchNotice(NotAllowed):
    """The notice is not the actor's, or there is none: the two look alike."""

    code = "no_such_notice"


class Notice(Base):
    """One person told of one thing.

    cause     what makes it one: "entry:17", or "sent:DOCUMENT" where several facts say the same
    channel   what goes out beside the page: "mail", "digest" or "none"
    mail_id   the letter it goes out with
    """

    __tablename__ = "vanthu_notices"
    __table_args__ = (
        UniqueConstraint("cause", "person_id"),
        Index("ix_vanthu_notices_unread", "person_id", "read_at"),
        Index("ix_vanthu_notices_digest", "channel", "mail_id"),
    )
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    cause: Mapped[str] = mapped_column(String(40))
    entry_id: Mapped[int] = mapped_column(ForeignKey("vanthu_journal.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"))
    event: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(40))
    document_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    actor_name: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcTime)
    channel: Mapped[str] = mapped_column(String(10))
    mail_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_mails.id"))


@dataclass(frozen=True)
class NoticeRow:
    """A notice as its person reads it.

    document_id   None when there is no paper, or none the person may view any more; then nothing of it is told
    """

    id: str
    event: str
    actor_name: str
    note: str
    at: datetime
    read: bool
    document_id: str | None
    number_symbol: str
    subject: str


def tell_people(work: Work, rules: Rules, entry_ids: Iterable[int], *, mail: bool) -> int:
    """Tell everybody whose business these facts are; returns how many notices are new.

    Called again with the same entries, even after dying in between, nobody is told twice.
    mail   whether this office sends mail at all
    """
    entries = work.session.scalars(
        select(JournalEntry).where(JournalEntry.id.in_(list(entry_ids))).order_by(JournalEntry.id)
    )
    channels = Channels(work.session, mail=mail)
    return sum(_keep(work, entry, told, channels) for entry in entries for told in hear(work, rules, entry))


def notices_of(work: Work, *, limit: int = 50, offset: int = 0) -> list[NoticeRow]:
    """The actor's notices, the youngest first."""
    open_to_me = may(work.actor, "view", work.now)
    rows = work.session.execute(
        select(Notice, Document)
        .outerjoin(Document, (Document.id == Notice.document_id) & open_to_me)
        .where(Notice.person_id == work.actor.person_id)
        .order_by(Notice.at.desc(), Notice.entry_id.desc(), Notice.id)
        .limit(limit)
        .offset(offset)
    )
    return [_row(notice, paper) for notice, paper in rows]


def unread_count(work: Work) -> int:
    """How many notices the actor has not read; one look into an index."""
    counted = select(func.count()).where(Notice.person_id == work.actor.person_id, Notice.read_at.is_(None))
    return work.session.scalar(counted) or 0


def read_notice(work: Work, notice_id: str) -> None:
    """Mark one's own notice as read; twice changes nothing.

    raises    NoSuchNotice
    """
    notice = work.session.get(Notice, notice_id)
    if notice is None or notice.person_id != work.actor.person_id:
        raise NoSuchNotice(right="read_notice", document_id=None)
    notice.read_at = notice.read_at or work.now


def read_all(work: Work, *, up_to: int) -> None:
    """Mark as read what the person had before them: everything up to this journal entry."""
    _mark(work, Notice.entry_id <= up_to)


def read_paper(work: Work, document_id: str) -> None:
    """Mark as read what was told of a paper the person has just opened."""
    _mark(work, Notice.document_id == document_id)


def unread_of_paper(work: Work, document_id: str) -> bool:
    """Whether the actor has unread notices of this paper."""
    mine = select(Notice.id).where(
        Notice.person_id == work.actor.person_id,
        Notice.document_id == document_id,
        Notice.read_at.is_(None),
    )
    return work.session.scalar(mine.limit(1)) is not None


def last_entry(work: Work) -> int:
    """The youngest journal entry the actor was told of; 0 when there is none."""
    return (
        work.session.scalar(select(func.max(Notice.entry_id)).where(Notice.person_id == work.actor.person_id))
        or 0
    )


def _mark(work: Work, which: object) -> None:
    work.session.execute(
        update(Notice)
        .where(Notice.person_id == work.actor.person_id, Notice.read_at.is_(None), which)  # type: ignore[arg-type]
        .values(read_at=work.now)
        .execution_options(synchronize_session=False)
    )


def _keep(work: Work, entry: JournalEntry, told: Told, channels: Channels) -> int:
    """Write the notice and its letter, both or neither; 1 when it is new."""
    channel = channels.of(told.person_id, told.event, told.role)
    row = {
        "id": new_id(),
        "cause": told.about or f"entry:{entry.id}",
        "entry_id": entry.id,
        "person_id": told.person_id,
        "event": told.event,
        "role": told.role,
        "document_id": None if told.blind else entry.document_id,
        "actor_name": entry.actor_name,
        "note": told.note,
        "at": entry.at,
        "channel": channel,
    }
    new = insert_once(work.session, Notice, row)
    if new and channel == "mail":
        mail_id = queue_letter(work, told.person_id, f"notice:{row['id']}")
        work.session.execute(update(Notice).where(Notice.id == row["id"]).values(mail_id=mail_id))
    return int(new)


def _row(notice: Notice, paper: Document | None) -> NoticeRow:
    hidden = paper is None and notice.document_id is not None
    return NoticeRow(
        id=notice.id,
        event=notice.event,
        actor_name=notice.actor_name,
        note="" if hidden else notice.note,
        at=notice.at,
        read=notice.read_at is not None,
        document_id=paper.id if paper else None,
        number_symbol=printed_symbol(paper) if paper else "",
        subject=paper.subject if paper else "",
    )
