"""Asking for opinions on a draft (xin ý kiến), answering, closing, asking again.

Being asked gives the role "consulted" while the round is open; what the role may do is written in the workflow. The
tables are in `opinion_rounds`, what each person is shown in `opinion_sight`.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from documents.access import Grant, act_as, grant, require, roles
from documents.database import local_date
from documents.errors import NotAllowed, VersionMoved
from documents.files import sha256
from documents.model import Document
from documents.work import Work
from documents.working_copies import last_ordinal
from workflows.calendar import calendar_of
from workflows.commands import MIN_REASON_LETTERS
from workflows.directory.model import Person, Position, Unit, in_force
from workflows.errors import ActDenied, NoSuchOpinionRound, OpinionRefused, ReasonNeeded
from workflows.opinions.rounds import (
    AGREED,
    VERDICTS,
    Opinion,
    OpinionGiven,
    OpinionRound,
    OpinionsAsked,
    OpinionsClosed,
    rounds_on,
    tally,
)
from workflows.review import DRAFTING_FUNCTIONS
from workflows.terms import opinion_terms

USUAL_DAYS, MOST_DAYS, MOST_ASKED, LONGEST_WORDS = 3, 60, 50, 4_000
ROLE, CAUSE = "consulted", "opinion"
ASKED_AGAIN = "Xin ý kiến lại trên bản thảo hiện tại"


@dataclass(frozen=True)
class Asking:
    """What is asked of whom.

    asked          "unit:ID" or "person:ID", in the order they answer when `sequential`
    needed         how many must agree; None for all of them
    working_days   the term, counted from the day after asking
    """

    question: str
    asked: tuple[str, ...]
    sequential: bool = False
    needed: int | None = None
    working_days: int = USUAL_DAYS


@dataclass(frozen=True)
class Answer:
    """verdict   one of `VERDICTS`;  words   wanted unless it is plain agreement"""

    verdict: str
    words: str = ""


@dataclass(frozen=True)
class _Target:
    """Somebody who can be asked, and the people who could answer for them."""

    principal: str
    name: str
    people: frozenset[str]


def ask_opinions(work: Work, document_id: str, asking: Asking) -> str:
    """Open a round on the present draft; returns its id.

    raises    NotAllowed; OpinionRefused with `why`
    """
    document = _locked(work, document_id, "consult")
    question = _words(asking.question)
    if not question:
        raise OpinionRefused(why="opinion_without_question")
    targets = _targets(work, document, asking.asked)
    needed = len(targets) if asking.needed is None else asking.needed
    if not 1 <= needed <= len(targets):
        raise OpinionRefused(why="opinion_needs_wrong_count")
    if not 1 <= asking.working_days <= MOST_DAYS:
        raise OpinionRefused(why="opinion_term_wrong")
    due_on = calendar_of(work.session).due(local_date(work.now), asking.working_days)
    one = OpinionRound(
        document_id=document_id,
        question=question,
        sequential=asking.sequential,
        needed=needed,
        working_days=asking.working_days,
        due_on=due_on,
        ordinal=last_ordinal(work, document_id),
        asked_at=work.now,
        asked_by_id=work.actor.person_id,
        asked_by_name=work.actor.name,
        asked_as=_asking_role(work, document_id),
    )
    work.session.add(one)
    work.session.flush()
    for place, target in enumerate(targets, start=1):
        work.session.add(Opinion(round_id=one.id, place=place, principal=target.principal, name=target.name))
        _open_grant(work, document_id, target.principal)
    work.session.flush()
    told = (one.id, len(targets), needed, one.sequential, due_on.isoformat(), document.draft_sha256)
    work.record(OpinionsAsked(document_id, *told))
    return one.id


def give_opinion(work: Work, document_id: str, round_id: str, answer: Answer, *, seen_draft: str) -> None:
    """Answer once, over the draft that was on the screen.

    seen_draft   the SHA-256 of that draft
    raises       NotAllowed when not asked; ActDenied when the round is closed, the answer given, the turn another's
                 or the draft one's own; OpinionRefused; VersionMoved when the draft was replaced meanwhile
    """
    document = _locked(work, document_id, "answer")
    one, asked = _round(work, document_id, round_id)
    mine = _answering(work, one, asked)
    due_on = opinion_terms(work, [(one, asked)])[mine.id] or one.due_on
    act_as(work.session, work.actor, {mine.principal})
    if seen_draft != document.draft_sha256:
        raise VersionMoved(document_id=document_id)
    words = _words(answer.words)
    if answer.verdict not in VERDICTS:
        raise OpinionRefused(why="opinion_without_verdict")
    if not words and answer.verdict != AGREED:
        raise OpinionRefused(why="opinion_without_words")
    mine.verdict, mine.words = answer.verdict, words
    mine.draft_sha256, mine.ordinal = document.draft_sha256, last_ordinal(work, document_id)
    mine.answered_at, mine.answered_by_id = work.now, work.actor.person_id
    mine.answered_by_name, mine.answered_by_title = work.actor.name, work.title
    work.session.flush()
    statement = sha256(json.dumps([mine.id, mine.verdict, words], ensure_ascii=False).encode())
    late = local_date(work.now) > due_on
    work.record(OpinionGiven(document_id, round_id, document.draft_sha256, statement, late))


def close_round(work: Work, document_id: str, round_id: str, reason: str) -> None:
    """End a round with a reason; those it asked see the draft no longer.

    raises    NotAllowed, ActDenied, ReasonNeeded
    """
    document = _locked(work, document_id, "view")
    one, asked = _round(work, document_id, round_id)
    if not may_close(work, one):
        raise NotAllowed(right="close_opinions", document_id=document_id)
    if one.closed_at is not None:
        raise ActDenied(reason="round_closed", act="close_opinions", document_id=document_id)
    reason = _words(reason)
    if len(reason) < MIN_REASON_LETTERS:
        raise ReasonNeeded(act="close_opinions", document_id=document_id)
    one.closed_at, one.closed_by, one.closed_reason = work.now, work.by, reason
    work.session.flush()
    _end_grants(work, document_id, {row.principal for row in asked})
    counted = tally(asked, one.needed, document.draft_sha256)
    answered = counted.asked - len(counted.waiting)
    work.record(OpinionsClosed(document_id, round_id, answered, counted.agreed, counted.reached))


def ask_again(work: Work, document_id: str, round_id: str) -> str:
    """The same question to the same people on the present draft, with a new term; the round before is closed.

    raises    as `ask_opinions` and `close_round`
    """
    _locked(work, document_id, "consult")
    one, asked = _round(work, document_id, round_id)
    if not may_close(work, one):
        raise NotAllowed(right="consult", document_id=document_id)
    if one.closed_at is None:
        close_round(work, document_id, round_id, ASKED_AGAIN)
    targets = tuple(row.principal.replace("head:", "unit:") for row in asked)
    again = Asking(one.question, targets, one.sequential, one.needed, one.working_days)
    return ask_opinions(work, document_id, again)


def may_close(work: Work, one: OpinionRound) -> bool:
    """The asker, or who holds the role the question was asked in: a round outlives its asker's leave."""
    held = roles(work.session, work.actor, one.document_id, work.now)
    return one.asked_by_id == work.actor.person_id or one.asked_as in held


def drafters_of(work: Work, document_id: str) -> frozenset[str]:
    """The ids of everybody who ever drafted this paper: none of them is asked about it."""
    drafted = select(Grant.principal).where(Grant.document_id == document_id, Grant.role == "drafter")
    return frozenset(principal.partition(":")[2] for principal in work.session.scalars(drafted))


def askable(work: Work, document: Document) -> tuple[dict[str, str], dict[str, str], dict[str, set[str]]]:
    """Whom a round may ask: units by id, people by id, and the heads of each unit."""
    rows = work.session.execute(
        select(Person, Position, Unit)
        .join(Position, Position.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Position.unit_id)
        .where(
            Position.agency_id == document.agency_id,
            # Not the administrator, who reads no paper.
            Position.function.in_(DRAFTING_FUNCTIONS),
            in_force(Position, work.now),
            in_force(Person, work.now),
        )
        .order_by(Unit.name, Person.name, Person.id)
    ).all()
    excluded = drafters_of(work, document.id) | {work.actor.person_id}
    people, units, heads = {}, {}, dict[str, set[str]]()
    for person, position, unit in rows:
        if person.id in excluded:
            continue
        people[person.id] = person.name
        if unit is not None and position.function == "head" and (unit.until is None or unit.until > work.now):
            units[unit.id] = unit.name
            heads.setdefault(unit.id, set()).add(person.id)
    return units, people, heads


def _targets(work: Work, document: Document, asked: Sequence[str]) -> list[_Target]:
    if not asked:
        raise OpinionRefused(why="opinion_asks_nobody")
    if len(asked) > MOST_ASKED:
        raise OpinionRefused(why="opinion_asks_too_many")
    units, people, heads = askable(work, document)
    targets = []
    for one in asked:
        scheme, _, key = one.partition(":")
        if scheme == "unit" and key in units:
            targets.append(_Target(f"head:{key}", units[key], frozenset(heads[key])))
        elif scheme == "person" and key in people:
            targets.append(_Target(one, people[key], frozenset({key})))
        else:
            raise OpinionRefused(why="opinion_asks_wrong_person")
    if not _each_by_somebody_else(targets):
        raise OpinionRefused(why="opinion_asks_twice")
    return targets


def _each_by_somebody_else(targets: Sequence[_Target]) -> bool:
    """Whether every one of those asked can be answered for by another person: nobody is asked twice."""
    answers: dict[str, int] = {}

    def place(index: int, tried: set[str]) -> bool:
        for person in sorted(targets[index].people - tried):
            tried.add(person)
            if person not in answers or place(answers[person], tried):
                answers[person] = index
                return True
        return False

    principals = {target.principal for target in targets}
    return len(principals) == len(targets) and all(place(index, set()) for index in range(len(targets)))


def _answering(work: Work, one: OpinionRound, asked: Sequence[Opinion]) -> Opinion:
    """The row the actor answers now."""
    addressed = [row for row in asked if row.principal in work.actor.principals]
    if not addressed:
        raise NotAllowed(right="answer", document_id=one.document_id)
    if one.closed_at is not None:
        raise _denied(one, "round_closed")
    # One's own question first, then that of somebody absent.
    addressed.sort(key=lambda row: row.principal not in work.actor.own)
    mine = next((row for row in addressed if row.verdict is None), None)
    person = work.actor.person_id
    if mine is None or any(row.answered_by_id == person for row in asked):
        raise _denied(one, "already_answered")
    if person == one.asked_by_id or work.actor.acts_for & drafters_of(work, one.document_id):
        raise _denied(one, "own_opinion")
    before = [row.name for row in waits_for(one, asked, mine)]
    if before:
        raise ActDenied(reason="others_first", act="give_opinion", document_id=one.document_id, names=before)
    return mine


def _denied(one: OpinionRound, reason: str) -> ActDenied:
    return ActDenied(reason=reason, act="give_opinion", document_id=one.document_id)


def waits_for(one: OpinionRound, asked: Sequence[Opinion], row: Opinion) -> list[Opinion]:
    """Those who answer before this one in a sequential round and have not."""
    return [other for other in asked if one.sequential and other.place < row.place and other.verdict is None]


def _locked(work: Work, document_id: str, right: str) -> Document:
    """The document with the right asked for while nobody else can change it."""
    work.session.scalar(select(Document.id).where(Document.id == document_id).with_for_update())
    return require(work.session, work.actor, document_id, right, work.now)


def _round(work: Work, document_id: str, round_id: str) -> tuple[OpinionRound, list[Opinion]]:
    for one, asked in rounds_on(work.session, document_id):
        if one.id == round_id:
            return one, asked
    raise NoSuchOpinionRound(round_id=round_id)


def _asking_role(work: Work, document_id: str) -> str:
    held = roles(work.session, work.actor, document_id, work.now)
    return "drafter" if "drafter" in held else "head"


def _open_grant(work: Work, document_id: str, principal: str) -> None:
    grant(work.session, document_id, ROLE, principal, cause=CAUSE, since=work.now)
    for held in _grants(work, document_id, {principal}):
        held.until = None


def _end_grants(work: Work, document_id: str, principals: Collection[str]) -> None:
    """Those whom no other open round asks are consulted no longer."""
    still = {
        row.principal
        for one, asked in rounds_on(work.session, document_id)
        if one.closed_at is None
        for row in asked
    }
    for held in _grants(work, document_id, set(principals) - still):
        held.until = work.now


def _grants(work: Work, document_id: str, principals: Collection[str]) -> list[Grant]:
    held = select(Grant).where(
        Grant.document_id == document_id,
        Grant.role == ROLE,
        Grant.cause == CAUSE,
        Grant.principal.in_(sorted(principals)),
    )
    return list(work.session.scalars(held))


def _words(text: str) -> str:
    text = text.strip().replace("\r\n", "\n")
    if len(text) > LONGEST_WORDS:
        raise OpinionRefused(why="opinion_too_long")
    return text
