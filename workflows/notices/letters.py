"""What a letter says: for each of its notices what happened, the symbol, the subject, and where the paper is.

Asked again when the letter goes out: of a paper the person may view no longer nothing leaves the house, and who has
left the office gets no letter. Reasons, remarks and opinions are read on the page only.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from documents.access import may
from documents.model import Document
from documents.registers import printed_symbol
from documents.work import Work
from workflows.directory.actors import actor_for
from workflows.directory.model import Person
from workflows.notices.choices import MailAddress
from workflows.notices.mail import Waiting, queue_digest
from workflows.notices.model import Notice


@dataclass(frozen=True)
class LetterLine:
    """document_id   None where the notice is about no paper"""

    event: str
    number_symbol: str
    subject: str
    document_id: str | None


@dataclass(frozen=True)
class Letter:
    """A letter ready to be put into words."""

    address: str
    person_name: str
    digest: bool
    lines: tuple[LetterLine, ...]


def letter_of(work: Work, waiting: Waiting) -> Letter | None:
    """The letter as it may go out now; None when nobody may get it or nothing is left to say."""
    person = work.session.get_one(Person, waiting.person_id)
    actor = actor_for(work.session, person.id, work.now)
    kept = work.session.get(MailAddress, person.id)
    if actor is None or kept is None:
        return None
    rows = work.session.execute(
        select(Notice, Document)
        .outerjoin(Document, (Document.id == Notice.document_id) & may(actor, "view", work.now))
        .where(Notice.mail_id == waiting.mail_id)
        .order_by(Notice.at, Notice.id)
    ).all()
    lines = tuple(
        LetterLine(
            notice.event,
            printed_symbol(paper) if paper else "",
            paper.subject if paper else "",
            paper.id if paper else None,
        )
        for notice, paper in rows
        if paper is not None or notice.document_id is None
    )
    return Letter(kept.address, person.name, waiting.digest, lines) if lines else None


def queue_digests(work: Work, day: date) -> int:
    """Gather what waits unread for the day's mail, one letter a person; returns how many letters.

    Whoever had their letter this day gets what came since with the next one.
    """
    waiting: dict[str, list[str]] = defaultdict(list)
    rows = work.session.execute(
        select(Notice.person_id, Notice.id).where(
            Notice.channel == "digest", Notice.mail_id.is_(None), Notice.read_at.is_(None)
        )
    )
    for person_id, notice_id in rows:
        waiting[person_id].append(notice_id)
    queued = 0
    for person_id, notice_ids in waiting.items():
        mail_id = queue_digest(work, person_id, day)
        if mail_id is not None:
            work.session.execute(update(Notice).where(Notice.id.in_(notice_ids)).values(mail_id=mail_id))
            queued += 1
    return queued
