"""What each person is shown of the opinions on a draft, and the papers they are asked about.

Who carries the paper reads every answer. Who is asked reads the question; of the others' answers, in a round that asks
all at once, nothing until their own is given, and in one that asks in turn, those given before theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from documents.access import Grant, may, roles
from documents.database import local_date
from documents.errors import NotAllowed
from documents.model import Document
from documents.registers import printed_symbol
from documents.work import Work
from workflows.mentions import CARRIERS
from workflows.opinions.asking import askable, drafters_of, may_close, waits_for
from workflows.opinions.rounds import Opinion, OpinionRound, Tally, rounds_on, tally
from workflows.queries import visible
from workflows.terms import opinion_terms


@dataclass(frozen=True)
class OpinionShown:
    """One of those asked.

    told      whether the viewer may read the answer; else `verdict` and all after it are empty
    stands    whether the answer was given on the present draft
    late      whether it came, or is still missing, after the term
    due_on    the last day of their term; None while others answer before them
    """

    name: str
    mine: bool
    answered: bool
    told: bool
    late: bool
    verdict: str | None = None
    words: str = ""
    by: str = ""
    title: str = ""
    at: datetime | None = None
    ordinal: int | None = None
    stands: bool = False
    due_on: date | None = None


@dataclass(frozen=True)
class RoundShown:
    """One round.

    tally        how it stands; None when the viewer may not read every answer
    may_answer   the viewer is asked and has not answered; `waits_for` names who answers before them
    """

    id: str
    question: str
    sequential: bool
    needed: int
    due_on: date
    overdue: bool
    ordinal: int
    asked_by: str
    asked_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    closed_reason: str | None
    asked: tuple[OpinionShown, ...]
    tally: Tally | None
    may_answer: bool
    waits_for: tuple[str, ...]
    may_close: bool
    may_ask_again: bool

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def saying(self, verdict: str) -> tuple[OpinionShown, ...]:
        """Those who gave this answer on the present draft."""
        return tuple(one for one in self.asked if one.verdict == verdict and one.stands)

    @property
    def fallen(self) -> tuple[OpinionShown, ...]:
        """Answers given on a version that is no longer the draft."""
        return tuple(one for one in self.asked if one.told and one.verdict and not one.stands)

    @property
    def silent(self) -> tuple[OpinionShown, ...]:
        return tuple(one for one in self.asked if not one.answered)


@dataclass(frozen=True)
class Opinions:
    """The opinions on a paper as the actor may know them, the youngest round first.

    merged             whether the page that merges all answers is for the actor
    units and people   (id, name) of whom the actor could ask; empty when they may not ask
    """

    rounds: tuple[RoundShown, ...]
    merged: bool
    may_ask: bool
    units: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AskedPaper:
    """A paper the actor is asked about, their turn come."""

    document_id: str
    number_symbol: str
    subject: str
    question: str
    asked_by: str
    due_on: date
    overdue: bool


def opinions_of(work: Work, document_id: str) -> Opinions:
    """The rounds on one paper.

    raises    NoSuchDocument
    """
    document = visible(work, document_id)
    carries = bool(CARRIERS & roles(work.session, work.actor, document_id, work.now))
    answers = carries or _may(work, document, "answer")
    found = rounds_on(work.session, document_id) if answers else []
    asks = _may(work, document, "consult")
    own = work.actor.person_id in drafters_of(work, document_id) if found else False
    rounds = (_shown(work, document, one, asked, carries=carries, own=own, asks=asks) for one, asked in found)
    units, people, _ = askable(work, document) if asks else ({}, {}, {})
    return Opinions(
        rounds=tuple(shown for shown in rounds if shown is not None),
        merged=carries,
        may_ask=asks,
        units=tuple(units.items()),
        people=tuple(sorted(people.items(), key=lambda row: row[1])),
    )


def merged_opinions(work: Work, document_id: str) -> Opinions:
    """The same for the page that holds the answers against each other.

    raises    NoSuchDocument; NotAllowed when the actor does not carry the paper
    """
    found = opinions_of(work, document_id)
    if not found.merged:
        raise NotAllowed(right="opinions", document_id=document_id)
    return found


def asked_of(work: Work, *, limit: int = 50) -> list[AskedPaper]:
    """The papers whose question waits for the actor, the earliest term first."""
    first = (
        select(OpinionRound.id)
        .join(Document, Document.id == OpinionRound.document_id)
        .where(*_waiting(work))
        .order_by(OpinionRound.due_on, OpinionRound.asked_at, OpinionRound.id)
        .limit(limit)
        .subquery("first")
    )
    rows = work.session.execute(
        select(OpinionRound, Document, Opinion)
        .join(first, first.c.id == OpinionRound.id)
        .join(Document, Document.id == OpinionRound.document_id)
        .join(Opinion, Opinion.round_id == OpinionRound.id)
        .order_by(OpinionRound.due_on, OpinionRound.asked_at, OpinionRound.id, Opinion.place)
    )
    rounds: dict[str, tuple[OpinionRound, Document, list[Opinion]]] = {}
    for one, paper, row in rows:
        rounds.setdefault(one.id, (one, paper, []))[2].append(row)
    terms = opinion_terms(work, [(one, asked) for one, _, asked in rounds.values()]) if rounds else {}
    found = [_asked(work, one, paper, asked, terms) for one, paper, asked in rounds.values()]
    return sorted(found, key=lambda row: row.due_on)


def _asked(
    work: Work,
    one: OpinionRound,
    paper: Document,
    asked: Sequence[Opinion],
    terms: Mapping[str, date | None],
) -> AskedPaper:
    mine = (row for row in asked if row.principal in work.actor.principals and row.verdict is None)
    due_on = min((due for row in mine if (due := terms[row.id]) is not None), default=one.due_on)
    return AskedPaper(
        paper.id,
        printed_symbol(paper),
        paper.subject,
        one.question,
        one.asked_by_name,
        due_on,
        due_on < local_date(work.now),
    )


def asked_count(work: Work) -> int:
    """How many questions wait for the actor."""
    counted = (
        select(func.count())
        .select_from(OpinionRound)
        .join(Document, Document.id == OpinionRound.document_id)
        .where(*_waiting(work))
    )
    return work.session.scalar(counted) or 0


def _waiting(work: Work) -> tuple[ColumnElement[bool], ...]:
    """A question waits: asked, open, not answered, the turn come, and not about one's own draft."""
    person, before, given = work.actor.person_id, aliased(Opinion), aliased(Opinion)
    in_turn = (
        before.round_id == OpinionRound.id,
        before.place < Opinion.place,
        before.verdict.is_(None),
        OpinionRound.sequential.is_(True),
    )
    # Found first: a person is asked about few papers, however many there are.
    mine = (
        select(Opinion.round_id)
        .where(Opinion.verdict.is_(None), Opinion.principal.in_(sorted(work.actor.principals)))
        .cte("asked_of_me")
        .prefix_with("MATERIALIZED")
    )
    asked = exists().where(
        Opinion.round_id == OpinionRound.id,
        Opinion.verdict.is_(None),
        Opinion.principal.in_(sorted(work.actor.principals)),
        ~exists().where(*in_turn),
    )
    answered = exists().where(given.round_id == OpinionRound.id, given.answered_by_id == person)
    drafted = exists().where(
        Grant.document_id == OpinionRound.document_id,
        Grant.role == "drafter",
        Grant.principal == f"person:{person}",
    )
    open_to_me = (OpinionRound.closed_at.is_(None), OpinionRound.asked_by_id != person)
    return (
        OpinionRound.id.in_(select(mine.c.round_id)),
        *open_to_me,
        may(work.actor, "answer", work.now),
        asked,
        ~answered,
        ~drafted,
    )


def _shown(
    work: Work,
    document: Document,
    one: OpinionRound,
    asked: Sequence[Opinion],
    *,
    carries: bool,
    own: bool,
    asks: bool,
) -> RoundShown | None:
    """The round as the actor may see it; None when it is none of theirs."""
    person, principals = work.actor.person_id, work.actor.principals
    given = next((row for row in asked if row.answered_by_id == person), None)
    waiting = next((row for row in asked if row.principal in principals and row.verdict is None), None)
    theirs = given or waiting
    if not carries and (theirs is None or one.closed_at is not None):
        return None
    independent = own or one.asked_by_id == person
    may_answer = one.closed_at is None and waiting is not None and given is None and not independent
    blind = may_answer and not one.sequential
    reads_all = not blind and (carries or not one.sequential)
    place = theirs.place if theirs else 0
    today, closing = local_date(work.now), may_close(work, one)
    terms = opinion_terms(work, [(one, asked)])
    open_terms = [due for row in asked if row.verdict is None and (due := terms[row.id]) is not None]
    due_on = min(open_terms, default=one.due_on)
    return RoundShown(
        id=one.id,
        question=one.question,
        sequential=one.sequential,
        needed=one.needed,
        due_on=due_on,
        overdue=one.closed_at is None and bool(open_terms) and due_on < today,
        ordinal=one.ordinal,
        asked_by=one.asked_by_name,
        asked_at=one.asked_at,
        closed_at=one.closed_at,
        closed_by=one.closed_by,
        closed_reason=one.closed_reason,
        asked=tuple(
            _opinion(
                row,
                one,
                document,
                terms[row.id],
                mine=row is theirs,
                told=reads_all or _may_read(row, one, given, place),
                today=today,
            )
            for row in asked
        ),
        tally=tally(asked, one.needed, document.draft_sha256) if reads_all else None,
        may_answer=may_answer,
        waits_for=tuple(row.name for row in waits_for(one, asked, waiting)) if may_answer and waiting else (),
        may_close=closing and one.closed_at is None,
        may_ask_again=closing and asks,
    )


def _may_read(row: Opinion, one: OpinionRound, given: Opinion | None, place: int) -> bool:
    """Whether somebody asked may read this answer: their own, or an earlier one where they are asked in turn."""
    return row is given or (one.sequential and row.place < place)


def _opinion(
    row: Opinion,
    one: OpinionRound,
    document: Document,
    due_on: date | None,
    *,
    mine: bool,
    told: bool,
    today: date,
) -> OpinionShown:
    answered = row.verdict is not None
    last = local_date(row.answered_at) if row.answered_at else today
    late = due_on is not None and last > due_on and (answered or one.closed_at is None)
    if not (told and answered):
        return OpinionShown(row.name, mine, answered, told, late, due_on=due_on)
    return OpinionShown(
        name=row.name,
        mine=mine,
        answered=True,
        told=True,
        late=late,
        verdict=row.verdict,
        words=row.words,
        by=row.answered_by_name or "",
        title=row.answered_by_title or "",
        at=row.answered_at,
        ordinal=row.ordinal,
        stands=row.draft_sha256 == document.draft_sha256,
        due_on=due_on,
    )


def _may(work: Work, document: Document, right: str) -> bool:
    seen = select(Document.id).where(Document.id == document.id, may(work.actor, right, work.now))
    return work.session.scalar(seen) is not None
