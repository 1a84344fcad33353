"""What a line of a list says beside the paper: who has it in hand, that it is on hold, when it is due.

One look for a whole list, however long: a few queries, none per paper.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from documents.access import Grant, held_at
from documents.database import local_date
from documents.model import Document
from documents.work import Work
from workflows.calendar import calendar_of
from workflows.commands import Rules
from workflows.directory.people import people_of
from workflows.standing import Claim, Hold
from workflows.terms import Near, due_day, how_near


@dataclass(frozen=True)
class Mark:
    """How a paper stands.

    claimed_by   who has it in hand, empty when nobody has; `mine` when it is the actor
    shared       whether several people at work could have it
    held_by      who put it on hold, since when, and the day it goes on by itself
    due_on       the last day of its term here, None where nobody is hurried; `near` tells how near that is
    """

    claimed_by: str = ""
    mine: bool = False
    shared: bool = False
    held_by: str = ""
    held_since: datetime | None = None
    resume_on: date | None = None
    due_on: date | None = None
    near: Near = ""


@dataclass(frozen=True)
class Paper:
    """A paper with its claim and every stretch it was on hold, the earliest first."""

    row: Document
    claim: Claim | None
    holds: tuple[Hold, ...]

    @property
    def hold(self) -> Hold | None:
        """The open hold."""
        return next((one for one in self.holds if one.ended_at is None), None)


def marks_of(work: Work, rules: Rules, document_ids: Collection[str]) -> Mapping[str, Mark]:
    """The marks of these papers; the caller has seen to it that the actor may see them."""
    if not document_ids:
        return {}
    papers = _papers(work, document_ids)
    holders = _holders(work, rules, [one.row for one in papers])
    calendar, today = calendar_of(work.session), local_date(work.now)
    marks = {}
    for one in papers:
        mark = _mark(work, one, holders.get(one.row.id, set()))
        due_on = due_day(calendar, rules, one.row, one.holds, work.now)
        if due_on is not None:
            # On hold nothing comes nearer.
            near = how_near(calendar, due_on, today) if one.hold is None else ""
            mark = replace(mark, due_on=due_on, near=near)
        marks[one.row.id] = mark
    return marks


def _papers(work: Work, document_ids: Collection[str]) -> list[Paper]:
    rows = work.session.execute(
        select(Document, Claim, Hold)
        .outerjoin(Claim, Claim.document_id == Document.id)
        .outerjoin(Hold, Hold.document_id == Document.id)
        .where(Document.id.in_(sorted(document_ids)))
        .order_by(Hold.held_at, Hold.id)
    )
    found: dict[str, tuple[Document, Claim | None, list[Hold]]] = {}
    for document, claim, hold in rows:
        stretches = found.setdefault(document.id, (document, claim, []))[2]
        if hold is not None:
            stretches.append(hold)
    return [Paper(document, claim, tuple(holds)) for document, claim, holds in found.values()]


def _holders(work: Work, rules: Rules, papers: Collection[Document]) -> dict[str, set[str]]:
    """By paper, those at work who hold the role it waits for; drafting has its working copy instead."""
    owners = {}
    for paper in papers:
        made = rules.workflow_of(paper)
        if paper.state != made.start and not made.states[paper.state].final:
            owners[paper.id] = made.states[paper.state].owner
    if not owners:
        return {}
    rows = work.session.execute(
        select(Grant.document_id, Grant.role, Grant.principal).where(
            Grant.document_id.in_(sorted(owners)), held_at(work.now)
        )
    ).all()
    acting = [(paper, principal) for paper, role, principal in rows if owners[paper] == role]
    by_principal: dict[str, set[str]] = {}
    wanted = {principal for _, principal in acting}
    for person, principals in people_of(work.session, wanted, work.now, at_work=True).items():
        for principal in principals:
            by_principal.setdefault(principal, set()).add(person)
    found: dict[str, set[str]] = {}
    for paper_id, principal in acting:
        found.setdefault(paper_id, set()).update(by_principal.get(principal, set()))
    return found


def _mark(work: Work, paper: Paper, holders: set[str]) -> Mark:
    claim, hold, row = paper.claim, paper.hold, paper.row
    if claim is not None and (
        (claim.state, claim.state_since) != (row.state, row.state_since)
        or claim.ended_at is not None
        or claim.expires_at <= work.now
        or claim.person_id not in holders
    ):
        claim = None
    return Mark(
        claimed_by=claim.person_name if claim else "",
        mine=claim is not None and claim.person_id == work.actor.person_id,
        shared=len(holders) > 1,
        held_by=hold.held_by if hold else "",
        held_since=hold.held_at if hold else None,
        resume_on=hold.resume_on if hold else None,
    )
