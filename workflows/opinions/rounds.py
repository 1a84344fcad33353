"""Rounds of opinions on a draft (xin ý kiến): what is kept of them, and how a round stands.

An answer is a statement over the bytes of the draft it was given on: against other bytes it does not count. Asking,
answering and closing are in `opinions`, what each person is shown in `opinion_sight`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime, new_id
from documents.model import Document
from documents.work import Work

AGREED, REMARKED, DISAGREED = "agreed", "agreed_with_remarks", "disagreed"
MOVED_ON = "Văn bản đã chuyển bước, không còn xin ý kiến."
VERDICTS = (AGREED, REMARKED, DISAGREED)
"""What can be answered; all but the first want words."""


class OpinionRound(Base):
    """One question put to several, all at once or one after another (`sequential`).

    needed       how many must agree
    due_on       the last day of the term
    asked_as     the role the asker held; whoever holds it later may close the round
    ordinal      the version of the draft it was asked about
    """

    __tablename__ = "vanthu_opinion_rounds"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    sequential: Mapped[bool]
    needed: Mapped[int]
    working_days: Mapped[int]
    due_on: Mapped[date] = mapped_column(Date)
    ordinal: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    asked_by_id: Mapped[str] = mapped_column(String(20))
    asked_by_name: Mapped[str] = mapped_column(String(100))
    asked_as: Mapped[str] = mapped_column(String(40))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by: Mapped[str | None] = mapped_column(String(100))
    closed_reason: Mapped[str | None] = mapped_column(Text)


class Opinion(Base):
    """One of those asked, and their answer once it is given.

    place        from 1, the order in which a sequential round asks
    principal    "person:ID", or "head:UNIT" where the head of a unit answers for it
    name         whom the round names: the person or the unit
    """

    __tablename__ = "vanthu_opinions"
    __table_args__ = (
        UniqueConstraint("round_id", "principal"),
        UniqueConstraint("round_id", "answered_by_id"),
    )
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("vanthu_opinion_rounds.id"))
    place: Mapped[int]
    principal: Mapped[str] = mapped_column(String(80), index=True)
    name: Mapped[str] = mapped_column(String(200))
    verdict: Mapped[str | None] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    draft_sha256: Mapped[str | None] = mapped_column(String(64))
    ordinal: Mapped[int | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answered_by_id: Mapped[str | None] = mapped_column(String(20))
    answered_by_name: Mapped[str | None] = mapped_column(String(100))
    answered_by_title: Mapped[str | None] = mapped_column(String(200))


@dataclass(frozen=True)
class OpinionsAsked:
    """A round was opened; its words stay in the round, for recipients read the journal too."""

    name: ClassVar[str] = "opinions_asked"
    document_id: str
    round_id: str
    asked: int
    needed: int
    sequential: bool
    due_on: str
    draft_sha256: str


@dataclass(frozen=True)
class OpinionGiven:
    """One of those asked answered.

    statement_sha256   over the answer's id, verdict and words: proves them without telling them
    """

    name: ClassVar[str] = "opinion_given"
    document_id: str
    round_id: str
    draft_sha256: str
    statement_sha256: str
    late: bool


@dataclass(frozen=True)
class OpinionsClosed:
    name: ClassVar[str] = "opinions_closed"
    document_id: str
    round_id: str
    answered: int
    agreed: int
    reached: bool


@dataclass(frozen=True)
class Tally:
    """How a round stands against the present draft.

    agreed     how many agree, with remarks or without
    waiting    those who have not answered
    fallen     those whose answer was given on another version
    against    those who disagree
    """

    asked: int
    needed: int
    agreed: int
    remarked: int
    waiting: tuple[str, ...]
    fallen: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Whether enough of them agree."""
        return self.agreed >= self.needed


def tally(asked: Sequence[Opinion], needed: int, draft_sha256: str) -> Tally:
    """Count the answers given on exactly these bytes."""
    answered = [row for row in asked if row.verdict is not None]
    standing = [row for row in answered if row.draft_sha256 == draft_sha256]
    return Tally(
        asked=len(asked),
        needed=needed,
        agreed=sum(row.verdict in (AGREED, REMARKED) for row in standing),
        remarked=sum(row.verdict == REMARKED for row in standing),
        waiting=_names(row for row in asked if row.verdict is None),
        fallen=_names(row for row in answered if row.draft_sha256 != draft_sha256),
        against=_names(row for row in standing if row.verdict == DISAGREED),
    )


def rounds_on(session: Session, document_id: str) -> list[tuple[OpinionRound, list[Opinion]]]:
    """Every round of a document with those it asks, the youngest round first."""
    rows = session.execute(
        select(OpinionRound, Opinion)
        .join(Opinion, Opinion.round_id == OpinionRound.id)
        .where(OpinionRound.document_id == document_id)
        .order_by(OpinionRound.asked_at.desc(), OpinionRound.id, Opinion.place)
    )
    found: dict[str, tuple[OpinionRound, list[Opinion]]] = {}
    for one, opinion in rows:
        found.setdefault(one.id, (one, []))[1].append(opinion)
    return list(found.values())


def close_open_rounds(work: Work, document_id: str) -> None:
    """The office ends every open round: the paper has gone where opinions change nothing."""
    document = work.session.get_one(Document, document_id)
    for one, asked in rounds_on(work.session, document_id):
        if one.closed_at is None:
            one.closed_at, one.closed_by, one.closed_reason = work.now, work.actor.name, MOVED_ON
            counted = tally(asked, one.needed, document.draft_sha256)
            answered = counted.asked - len(counted.waiting)
            work.record(OpinionsClosed(document_id, one.id, answered, counted.agreed, counted.reached))
    work.session.flush()


def _names(rows: Iterable[Opinion]) -> tuple[str, ...]:
    return tuple(row.name for row in rows)
