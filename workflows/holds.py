"""A paper on hold (tạm dừng): no step is taken until it goes on, and the days between count for no term.

Whoever's turn it is, or the head of the drafting unit, puts it on hold with a reason, with or without a day on which
it goes on by itself. The reason stays in the row: recipients read the journal later.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import select

from documents.access import require, roles
from documents.database import local_date
from documents.errors import NotAllowed, VanthuError
from documents.model import Document, Reservation
from documents.work import Work
from workflows.commands import MIN_REASON_LETTERS, Rules, lock
from workflows.errors import ActDenied, ReasonNeeded
from workflows.mentions import CARRIERS
from workflows.standing import Hold, hold_on, live_claim

LONGEST_HOLD = timedelta(days=366)
LONGEST_REASON = 1_000


class HoldRefused(VanthuError):
    """A hold that cannot be kept as it is; `why` says what is wrong with it."""

    code = "hold_refused"


@dataclass(frozen=True)
class DocumentHeld:
    name: ClassVar[str] = "document_held"
    document_id: str
    hold_id: str
    resume_on: str | None


@dataclass(frozen=True)
class DocumentResumed:
    """by_itself   its day had come; else somebody let it go on"""

    name: ClassVar[str] = "document_resumed"
    document_id: str
    hold_id: str
    by_itself: bool


def hold(work: Work, rules: Rules, document_id: str, reason: str, resume_on: date | None = None) -> None:
    """Put a paper on hold.

    raises    NotAllowed; ActDenied when it is on hold, out of the house, or a signature is under way; ReasonNeeded;
              HoldRefused for a day that is not ahead
    """
    document = _mine(work, rules, document_id)
    if hold_on(work.session, document_id) is not None:
        raise ActDenied(reason="on_hold_already", act="hold", document_id=document_id)
    if rules.workflow_of(document).states[document.state].final or document.issued_sha256 is not None:
        raise ActDenied(reason="nothing_to_hold", act="hold", document_id=document_id)
    reservation = work.session.get(Reservation, document_id)
    if reservation is not None and reservation.expires_at > work.now:
        raise ActDenied(reason="signature_underway", act="hold", document_id=document_id)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if len(reason) < MIN_REASON_LETTERS:
        raise ReasonNeeded(act="hold", document_id=document_id)
    today = local_date(work.now)
    if resume_on is not None and not today < resume_on <= today + LONGEST_HOLD:
        raise HoldRefused(why="hold_day_not_ahead")
    made = Hold(
        document_id=document_id,
        reason=reason,
        resume_on=resume_on,
        held_at=work.now,
        held_by_id=work.actor.person_id,
        held_by=work.by,
    )
    work.session.add(made)
    work.session.flush()
    work.record(DocumentHeld(document_id, made.id, resume_on.isoformat() if resume_on else None))


def resume(work: Work, rules: Rules, document_id: str) -> None:
    """Let a paper go on; whoever may hold it may.

    raises    NotAllowed; ActDenied when it is not on hold
    """
    _mine(work, rules, document_id)
    open_one = hold_on(work.session, document_id)
    if open_one is None:
        raise ActDenied(reason="not_on_hold", act="resume", document_id=document_id)
    _end(work, open_one, by_itself=False)


def resume_due(work: Work) -> int:
    """Let every paper go on whose day has come; returns how many."""
    due = work.session.scalars(
        select(Hold)
        .where(Hold.ended_at.is_(None), Hold.resume_on <= local_date(work.now))
        .order_by(Hold.resume_on, Hold.id)
        .with_for_update()
    ).all()
    for open_one in due:
        _end(work, open_one, by_itself=True)
    return len(due)


@dataclass(frozen=True)
class Stopped:
    """An open hold as the actor may know it; the reason is for those who carry the paper."""

    by: str
    since: datetime
    resume_on: date | None
    reason: str
    may_resume: bool


def stopped(work: Work, rules: Rules, document: Document) -> Stopped | None:
    """The open hold of a paper; None when it goes on."""
    one = hold_on(work.session, document.id)
    if one is None:
        return None
    carries = CARRIERS & roles(work.session, work.actor, document.id, work.now)
    return Stopped(
        one.held_by,
        one.held_at,
        one.resume_on,
        one.reason if carries else "",
        may_hold(work, rules, document),
    )


def could_hold(work: Work, rules: Rules, document: Document) -> bool:
    """Whether the actor may put this paper on hold as it stands."""
    on_its_way = not rules.workflow_of(document).states[document.state].final
    return on_its_way and document.issued_sha256 is None and may_hold(work, rules, document)


def may_hold(work: Work, rules: Rules, document: Document) -> bool:
    """Whether it is the actor's turn and in no colleague's hands, or the paper of a unit they head."""
    owner = rules.workflow_of(document).states[document.state].owner
    held = roles(work.session, work.actor, document.id, work.now)
    if "head" in held or owner not in held:
        return "head" in held
    claim = live_claim(work.session, document, owner, work.now)
    return claim is None or claim.person_id == work.actor.person_id


def _mine(work: Work, rules: Rules, document_id: str) -> Document:
    document = require(work.session, work.actor, document_id, "view", work.now)
    lock(work, document)
    if not may_hold(work, rules, document):
        raise NotAllowed(right="hold", document_id=document_id)
    return document


def _end(work: Work, open_one: Hold, *, by_itself: bool) -> None:
    open_one.ended_at = work.now
    open_one.ended_by = work.by
    work.record(DocumentResumed(open_one.document_id, open_one.id, by_itself))
