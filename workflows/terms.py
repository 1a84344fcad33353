"""Terms that pause (thời hạn xử lý): when a paper is due in its state, when an asked person is, and who is reminded.

A term is counted in working days from the day after the paper came; the days it was on hold do not count. It is worked
out when it is asked for, so a holiday declared later moves it; only what people were reminded of is kept, once each.
The law's own term for issuing is in `deadlines`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from documents.calls import CallDue
from documents.database import Base, UtcTime, insert_once, local_date
from documents.model import Document
from documents.work import Work
from workflows.calendar import Calendar, calendar_of
from workflows.commands import Rules
from workflows.opinions.rounds import Opinion, OpinionRound
from workflows.standing import Hold, holds_of, paused_days

Near = Literal["", "soon", "today", "late"]
"""How near a day is: the next working day, this very day, past; empty while it is farther off."""


class Reminder(Base):
    """Something people were reminded of, so that it is done once; `key` says of what."""

    __tablename__ = "vanthu_reminders"
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    told_at: Mapped[datetime] = mapped_column(UtcTime)


@dataclass(frozen=True)
class StepDue:
    """A paper is due in its state, or was; `when` is a `Near`."""

    name: ClassVar[str] = "step_due"
    document_id: str
    state: str
    due_on: str
    when: str


@dataclass(frozen=True)
class OpinionDue:
    """An answer is due from one of those asked."""

    name: ClassVar[str] = "opinion_due"
    document_id: str
    round_id: str
    principal: str
    due_on: str
    when: str


def due_days(work: Work, rules: Rules, papers: Collection[Document]) -> Mapping[str, date]:
    """By id, the last day of the term of each paper that has one."""
    timed = [paper for paper in papers if _term(rules, paper) is not None]
    if not timed:
        return {}
    calendar, held = calendar_of(work.session), holds_of(work.session, [paper.id for paper in timed])
    days = {paper.id: due_day(calendar, rules, paper, held.get(paper.id, []), work.now) for paper in timed}
    return {paper_id: day for paper_id, day in days.items() if day is not None}


def due_day(
    calendar: Calendar, rules: Rules, paper: Document, held: Sequence[Hold], at: datetime
) -> date | None:
    """The last day of a paper's term where it is; `held` are its stretches on hold. None where nobody is hurried."""
    term = _term(rules, paper)
    if term is None:
        return None
    paused = paused_days(calendar, held, paper.state_since, at)
    return calendar.due(local_date(paper.state_since), term + paused)


def how_near(calendar: Calendar, due_on: date, today: date) -> Near:
    """How near a day is on this day."""
    if today >= due_on:
        return "late" if today > due_on else "today"
    return "soon" if calendar.due(today, 1) >= due_on else ""


def opinion_terms(
    work: Work, rounds: Sequence[tuple[OpinionRound, Sequence[Opinion]]]
) -> Mapping[str, date | None]:
    """By id of the answer, the last day for everybody these rounds ask; None while others answer before them.

    Asked in turn, everybody has the whole term from the day their turn came; days on hold do not count.
    """
    calendar = calendar_of(work.session)
    held = holds_of(work.session, {one.document_id for one, _ in rounds})
    return {
        row.id: _opinion_due(calendar, held.get(one.document_id, []), one, asked, row, work.now)
        for one, asked in rounds
        for row in asked
    }


def remind(work: Work, rules: Rules) -> int:
    """Remind of every term that is near, is over today or has run out; each once. Returns how many reminders."""
    calendar, today = calendar_of(work.session), local_date(work.now)
    due: list[tuple[str, StepDue | OpinionDue]] = [*_steps_due(work, rules, calendar, today)]
    due += _opinions_due(work, calendar, today)
    return sum([remind_once(work, key, fact) for key, fact in due])


def _steps_due(work: Work, rules: Rules, calendar: Calendar, today: date) -> Iterator[tuple[str, StepDue]]:
    for made in rules.versions:
        timed = [state.code for state in made.states.values() if state.term is not None]
        papers = work.session.scalars(
            select(Document).where(
                Document.workflow == made.name,
                Document.workflow_version == made.version,
                Document.state.in_(timed),
                Document.id.not_in(select(Hold.document_id).where(Hold.ended_at.is_(None))),
            )
        ).all()
        due = due_days(work, rules, papers)
        for paper in papers:
            when = how_near(calendar, due[paper.id], today)
            # Who got it today with one day to go has just been told.
            if not when or (when == "soon" and local_date(paper.state_since) == today):
                continue
            stay = int(paper.state_since.timestamp())
            key = f"step:{paper.id}:{paper.state}:{stay}:{when}"
            yield key, StepDue(paper.id, paper.state, due[paper.id].isoformat(), when)


def _opinions_due(work: Work, calendar: Calendar, today: date) -> Iterator[tuple[str, OpinionDue]]:
    stopped = select(Hold.document_id).where(Hold.ended_at.is_(None))
    rows = work.session.execute(
        select(OpinionRound, Opinion)
        .join(Opinion, Opinion.round_id == OpinionRound.id)
        .where(OpinionRound.closed_at.is_(None), OpinionRound.document_id.not_in(stopped))
        .order_by(OpinionRound.id, Opinion.place)
    )
    rounds: dict[str, tuple[OpinionRound, list[Opinion]]] = {}
    for one, row in rows:
        rounds.setdefault(one.id, (one, []))[1].append(row)
    terms = opinion_terms(work, list(rounds.values()))
    for one, asked in rounds.values():
        for row in asked:
            due = terms[row.id]
            when = how_near(calendar, due, today) if due is not None and row.verdict is None else ""
            if due is not None and when in ("soon", "today"):
                fact = OpinionDue(one.document_id, one.id, row.principal, due.isoformat(), when)
                yield f"opinion:{row.id}:{when}", fact


def _opinion_due(
    calendar: Calendar,
    held: Sequence[Hold],
    one: OpinionRound,
    asked: Sequence[Opinion],
    row: Opinion,
    at: datetime,
) -> date | None:
    began = one.asked_at
    if one.sequential:
        before = [other for other in asked if other.place < row.place]
        if any(other.answered_at is None for other in before):
            return None
        began = max((other.answered_at or began for other in before), default=began)
    paused = paused_days(calendar, held, began, row.answered_at or one.closed_at or at)
    if not one.sequential and not paused:
        return one.due_on
    return calendar.due(local_date(began), one.working_days + paused)


def remind_once(work: Work, key: str, fact: StepDue | OpinionDue | CallDue) -> int:
    """Record the fact unless it was recorded before; the unique key decides, also between two workers."""
    if not insert_once(work.session, Reminder, {"key": key, "told_at": work.now}):
        return 0
    work.record(fact)
    return 1


def _term(rules: Rules, document: Document) -> int | None:
    return rules.workflow_of(document).states[document.state].term
