"""Taking a paper in hand (nhận việc) that waits for several people of one role, giving it back, passing it on.

While one has it the others are told who and until when, and take no step of that role. A claim ends by itself when
the paper moves, when its holder leaves or is away, and after some working hours.
source  our choice: one working day is long enough to forget a paper
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select

from documents.access import require, roles
from documents.errors import NotAllowed
from documents.model import Document
from documents.work import Work
from workflows.calendar import calendar_of
from workflows.commands import MIN_REASON_LETTERS, Rules, lock
from workflows.directory.model import Person
from workflows.errors import ActDenied, ReasonNeeded
from workflows.standing import Claim, hold_on, holders_of, live_claim
from workflows.working_hours import after_working_hours

CLAIM_HOURS = 8
LONGEST_NOTE = 500


@dataclass(frozen=True)
class PaperClaimed:
    """Somebody took a paper in hand.

    before_id   whose claim had run out, when it was taken over, with the reason
    """

    name: ClassVar[str] = "paper_claimed"
    document_id: str
    state: str
    before_id: str
    note: str


@dataclass(frozen=True)
class PaperReleased:
    name: ClassVar[str] = "paper_released"
    document_id: str
    state: str


@dataclass(frozen=True)
class PaperHanded:
    """Passed on to a colleague of the same role."""

    name: ClassVar[str] = "paper_handed"
    document_id: str
    state: str
    person_id: str
    person_name: str
    note: str


@dataclass(frozen=True)
class InHand:
    """Whose hands a paper is in, and what the actor may do about it.

    name         who has it; empty when nobody has
    before       whose claim ran out while the paper waits here: taking it now wants a reason
    colleagues   (person id, name) of those it can be passed on to
    """

    name: str
    mine: bool
    until: datetime | None
    note: str
    before: str
    may_claim: bool
    may_release: bool
    colleagues: tuple[tuple[str, str], ...]


def claim(work: Work, rules: Rules, document_id: str, reason: str = "") -> None:
    """Take a paper in hand; having it already changes nothing.

    raises    NotAllowed; ActDenied when a colleague has it, it is on hold, or nobody shares it; ReasonNeeded when a
              colleague's claim ran out while the paper waits
    """
    document, role = _shared(work, rules, document_id, "claim")
    _require_free(work, document, role, "claim")
    before = _run_out(work, document)
    reason = " ".join(reason.split())[:LONGEST_NOTE]
    if before is not None and len(reason) < MIN_REASON_LETTERS:
        raise ReasonNeeded(act="claim", document_id=document_id)
    held = live_claim(work.session, document, role, work.now)
    if held is None:
        before_id = before.person_id if before is not None else ""
        _put(work, document, work.actor.person_id, work.actor.name, "")
        work.record(PaperClaimed(document_id, document.state, before_id, reason if before_id else ""))


def release(work: Work, rules: Rules, document_id: str) -> None:
    """Give a paper back to the group.

    raises    NotAllowed when it is not in the actor's hand
    """
    document, role = _shared(work, rules, document_id, "release")
    held = live_claim(work.session, document, role, work.now)
    if held is None or held.person_id != work.actor.person_id:
        raise NotAllowed(right="release", document_id=document_id)
    held.ended_at = work.now
    work.session.flush()
    work.record(PaperReleased(document_id, document.state))


def hand_over(work: Work, rules: Rules, document_id: str, person_id: str, note: str) -> None:
    """Pass a paper on to a colleague of the same role (chuyển cho), who has it in hand from then on.

    raises    NotAllowed also when the other does not hold the role or is away; ActDenied as `claim`
    """
    document, role = _shared(work, rules, document_id, "hand_over")
    _require_free(work, document, role, "hand_over")
    if person_id == work.actor.person_id or person_id not in holders_of(
        work.session, document_id, role, work.now
    ):
        raise NotAllowed(right="hand_over", document_id=document_id)
    name = work.session.get_one(Person, person_id).name
    note = " ".join(note.split())[:LONGEST_NOTE]
    _put(work, document, person_id, name, note)
    work.record(PaperHanded(document_id, document.state, person_id, name, note))


def in_hand(work: Work, rules: Rules, document: Document) -> InHand | None:
    """How a paper stands between those who share it; None where nobody shares, or the actor is not one of them."""
    role = _role(rules, document)
    if role is None or role not in roles(work.session, work.actor, document.id, work.now):
        return None
    holders = holders_of(work.session, document.id, role, work.now)
    others = holders - {work.actor.person_id}
    if not others:
        return None
    held = live_claim(work.session, document, role, work.now)
    mine = held is not None and held.person_id == work.actor.person_id
    names = work.session.execute(
        select(Person.id, Person.name).where(Person.id.in_(sorted(others))).order_by(Person.name)
    )
    before = _run_out(work, document)
    free = hold_on(work.session, document.id) is None
    return InHand(
        name=held.person_name if held else "",
        mine=mine,
        until=held.expires_at if held else None,
        note=held.note if held and mine else "",
        before=before.person_name if before is not None else "",
        may_claim=held is None and free and work.actor.person_id in holders,
        may_release=mine,
        colleagues=tuple((key, name) for key, name in names) if free and (mine or held is None) else (),
    )


def _shared(work: Work, rules: Rules, document_id: str, right: str) -> tuple[Document, str]:
    """The locked paper and the role it waits for, when the actor holds it.

    raises    NotAllowed; ActDenied when the paper waits for no group
    """
    document = require(work.session, work.actor, document_id, "view", work.now)
    lock(work, document)
    role = _role(rules, document)
    if role is None or role not in roles(work.session, work.actor, document_id, work.now):
        raise NotAllowed(right=right, document_id=document_id)
    holders = holders_of(work.session, document_id, role, work.now)
    if work.actor.person_id not in holders:
        raise NotAllowed(right=right, document_id=document_id)
    if len(holders) < 2:
        raise ActDenied(reason="nobody_shares", act=right, document_id=document_id)
    return document, role


def _role(rules: Rules, document: Document) -> str | None:
    """The role whose turn it is; None where drafting goes on, which has its working copy, and at the end."""
    made = rules.workflow_of(document)
    state = made.states[document.state]
    if state.final or not state.owner or document.state == made.start:
        return None
    return state.owner


def _require_free(work: Work, document: Document, role: str, act: str) -> None:
    stopped = hold_on(work.session, document.id)
    if stopped is not None:
        facts = {"name": stopped.held_by, "since": stopped.held_at, "why": stopped.reason}
        raise ActDenied(reason="on_hold", act=act, document_id=document.id, **facts)
    held = live_claim(work.session, document, role, work.now)
    if held is not None and held.person_id != work.actor.person_id:
        facts = {"name": held.person_name, "until": held.expires_at}
        raise ActDenied(reason="claimed", act=act, document_id=document.id, **facts)


def _run_out(work: Work, document: Document) -> Claim | None:
    """A colleague's claim of this very stay that ran out without being given back."""
    last = work.session.get(Claim, document.id)
    stay = (document.state, document.state_since)
    if last is None or last.ended_at is not None or (last.state, last.state_since) != stay:
        return None
    return last if last.expires_at <= work.now and last.person_id != work.actor.person_id else None


def _put(work: Work, document: Document, person_id: str, name: str, note: str) -> None:
    row = work.session.get(Claim, document.id) or Claim(document_id=document.id)
    row.state, row.state_since = document.state, document.state_since
    row.person_id, row.person_name, row.note = person_id, name, note
    row.made_at, row.ended_at = work.now, None
    row.expires_at = after_working_hours(calendar_of(work.session), work.now, CLAIM_HOURS)
    work.session.add(row)
    work.session.flush()
