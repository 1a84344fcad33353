"""Letters about notices: one row per letter, taken before it is handed to the mail server, told when it was.

The rows are the queue. A letter that was taken and never told of may have gone out or not: it is not sent again, for
nobody is told twice, and nothing is lost because every notice also stands on the page. How mail is sent is the
business of `app.mail`.
source  our choice, decisions/2026-11-22-letters-once.md
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from documents.database import Base, UtcTime, insert_once, new_id
from documents.work import Work

LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)


class Mail(Base):
    """A letter to one person.

    key         what it is for, once: "notice:ID", or "digest:PERSON:DAY"
    taken_at    when it was handed over; set back when the server surely did not take it
    dropped_at  when it was given up, or nothing was left to say
    """

    __tablename__ = "vanthu_mails"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcTime)
    trouble: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True)
class Waiting:
    """A letter that waits to be sent."""

    mail_id: str
    person_id: str
    digest: bool


def queue_letter(work: Work, person_id: str, key: str) -> str | None:
    """Put a letter into the queue; returns its id, or None when there is one for this already."""
    letter_id = new_id()
    row = {
        "id": letter_id,
        "key": key,
        "person_id": person_id,
        "made_at": work.now,
        "next_try_at": work.now,
        "attempts": 0,
    }
    return letter_id if insert_once(work.session, Mail, row) else None


def queue_digest(work: Work, person_id: str, day: date) -> str | None:
    """The day's letter of a person; None when there was one this day."""
    return queue_letter(work, person_id, f"digest:{person_id}:{day.isoformat()}")


def waiting_letters(work: Work, *, limit: int = 100) -> list[Waiting]:
    """Letters whose time has come, the oldest first."""
    rows = work.session.scalars(
        select(Mail)
        .where(
            Mail.taken_at.is_(None),
            Mail.sent_at.is_(None),
            Mail.dropped_at.is_(None),
            Mail.next_try_at <= work.now,
        )
        .order_by(Mail.made_at, Mail.id)
        .limit(limit)
    )
    return [Waiting(row.id, row.person_id, row.key.startswith("digest:")) for row in rows]


def take_letter(work: Work, mail_id: str) -> bool:
    """Take a letter to send it; False when somebody else was faster."""
    taken = work.session.execute(
        update(Mail)
        .where(Mail.id == mail_id, Mail.taken_at.is_(None), Mail.sent_at.is_(None), Mail.dropped_at.is_(None))
        .values(taken_at=work.now, attempts=Mail.attempts + 1)
        .returning(Mail.id)
    )
    return taken.scalar() is not None


def told_sent(work: Work, mail_id: str) -> None:
    """The mail server took the letter."""
    work.session.execute(update(Mail).where(Mail.id == mail_id).values(sent_at=work.now, trouble=None))


def told_dropped(work: Work, mail_id: str, why: str) -> None:
    """Nothing is left to say, or nobody to say it to."""
    work.session.execute(
        update(Mail).where(Mail.id == mail_id).values(dropped_at=work.now, trouble=why[:500])
    )


def told_refused(work: Work, mail_id: str, trouble: str, *, for_good: bool = False) -> None:
    """The letter surely did not go out: it is tried again, ever later, and given up after three days.

    for_good   the server will never take it, so it is given up at once
    """
    mail = work.session.get_one(Mail, mail_id)
    mail.taken_at, mail.trouble = None, trouble[:500]
    mail.next_try_at = work.now + min(timedelta(minutes=2**mail.attempts), LONGEST_WAIT)
    if for_good or work.now - mail.made_at > GIVE_UP_AFTER:
        mail.dropped_at = work.now


def told_unsure(work: Work, mail_id: str, trouble: str) -> None:
    """The connection broke while the letter was handed over: it stays taken and is not sent again."""
    work.session.execute(update(Mail).where(Mail.id == mail_id).values(trouble=trouble[:500]))


def troubled_letters(work: Work, *, before: datetime) -> Sequence[str]:
    """What went wrong with letters that wait since then, or of which nobody knows whether they went out."""
    rows = work.session.execute(
        select(Mail.trouble).where(Mail.sent_at.is_(None), Mail.dropped_at.is_(None), Mail.made_at < before)
    )
    return [trouble or "" for (trouble,) in rows]
