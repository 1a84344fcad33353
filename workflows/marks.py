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
from workflows.standing import Claim, Hold, away
from workflows.terms import Near, due_days, how_near


@dataclass(frozen=True)
class Mark:
    """How a paper stands.

    claimed_by   who has it in hand, empty when nobody has; `mine` when it is the actor
    shared       whether several people could have it
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


def marks_of(work: Work, rules: Rules, document_ids: Collection[str]) -> Mapping[str, Mark]:
    """The marks of these papers; the caller has seen to it that the actor may see them."""
    ids = sorted(document_ids)
    if not ids:
        return {}
    papers = work.session.scalars(select(Document).where(Document.id.in_(ids))).all()
    holds = {
        one.document_id: one
        for one in work.session.scalars(
            select(Hold).where(Hold.document_id.in_(ids), Hold.ended_at.is_(None))
        )
    }
    claims = {
        one.document_id: one for one in work.session.scalars(select(Claim).where(Claim.document_id.in_(ids)))
    }
    holders = _holders(work, rules, papers)
    due, calendar, today = due_days(work, rules, papers), calendar_of(work.session), local_date(work.now)
    marks = {}
    for paper in papers:
        mark = _mark(work, paper, claims.get(paper.id), holds.get(paper.id), holders.get(paper.id, set()))
        if paper.id in due:
            # On hold nothing comes nearer.
            near = how_near(calendar, due[paper.id], today) if paper.id not in holds else ""
            mark = replace(mark, due_on=due[paper.id], near=near)
        marks[paper.id] = mark
    return marks


def _holders(work: Work, rules: Rules, papers: Collection[Document]) -> dict[str, set[str]]:
    """By paper, those at work who hold the role it waits for; drafting has its working copy instead."""
    owners = {}
    for paper in papers:
        made = rules.workflow_of(paper)
        if paper.state != made.start and not made.states[paper.state].final:
            owners[paper.id] = made.states[paper.state].owner
    rows = work.session.execute(
        select(Grant.document_id, Grant.role, Grant.principal).where(
            Grant.document_id.in_(sorted(owners)), held_at(work.now)
        )
    ).all()
    acting = [(paper, principal) for paper, role, principal in rows if owners[paper] == role]
    people = people_of(work.session, {principal for _, principal in acting}, work.now)
    absent = away(work.session, people.keys(), work.now)
    by_principal: dict[str, set[str]] = {}
    for person, principals in people.items():
        for principal in principals if person not in absent else ():
            by_principal.setdefault(principal, set()).add(person)
    found: dict[str, set[str]] = {}
    for paper_id, principal in acting:
        found.setdefault(paper_id, set()).update(by_principal.get(principal, set()))
    return found


def _mark(work: Work, paper: Document, claim: Claim | None, hold: Hold | None, holders: set[str]) -> Mark:
    stays = claim is not None and (claim.state, claim.state_since) == (paper.state, paper.state_since)
    if claim is not None and (
        not stays
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
