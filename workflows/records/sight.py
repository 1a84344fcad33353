"""What people see of dossiers: the year's list, one dossier with its index of documents, those that wait for somebody.

The year's list (danh mục hồ sơ) is issued to everybody in the office; what is inside a dossier is for those who may
read it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from documents.access import READ, may
from documents.database import local_date
from documents.errors import NoSuchDocument
from documents.journal import JournalEntry
from documents.kinds.settings import kinds_in_use
from documents.model import Document, Dossier, DossierItem
from documents.registers import printed_symbol
from documents.retention import Retention, retention_or_none
from documents.work import Work
from workflows.commands import Rules
from workflows.directory.model import our_agency
from workflows.queries import HistoryRow, PossibleAct, possible_acts

SOON = timedelta(days=30)
"""How long before the last day a dossier is marked: the archive tells units of what is due (annex VI, K-b)."""


@dataclass(frozen=True)
class DossierLine:
    """A line of the year's list.

    documents   how many are in it
    seen        whether the actor may open it
    near        "late", "soon" or "" — of the term for handing it over
    """

    id: str
    code: str
    title: str
    year: int
    state: str
    state_title: str
    retention: str
    keeper_name: str
    documents: int
    hand_over_by: date | None
    keep_until: date | None
    near: str
    seen: bool
    version: int


@dataclass(frozen=True)
class IndexRow:
    """A line of the index of documents in the dossier (mục lục văn bản).

    symbol, issued_on, subject, author, pages   as annex V wants them; `longer` when its kind is kept longer
    """

    ordinal: int
    document_id: str
    symbol: str
    issued_on: date | None
    kind: str
    subject: str
    author: str
    pages: int
    longer: str


@dataclass(frozen=True)
class HandOver:
    """A handing over to the archive (giao nhận): who gave, who took, in what condition; empty while it waits."""

    given_by: str
    given_at: datetime
    taken_by: str
    taken_at: datetime | None
    condition: str


@dataclass(frozen=True)
class DossierSight:
    """One dossier as the actor may see it; `index` is empty unless they may read it."""

    line: DossierLine
    basis: str
    ended_on: date | None
    may_read: bool
    may_extend: bool
    may_appraise: bool
    acts: tuple[PossibleAct, ...]
    index: tuple[IndexRow, ...]
    history: tuple[HistoryRow, ...]
    steps: Mapping[str, str]
    states: tuple[tuple[str, str], ...]
    hand_over: HandOver | None


def dossier_list(work: Work, rules: Rules) -> list[DossierLine]:
    """Every dossier of the agency, newest year first."""
    return _lines(work, rules, Dossier.agency_id == our_agency(work.session, work.now).id)


def waiting_dossiers(work: Work, rules: Rules) -> list[DossierLine]:
    """Those that wait for the actor: to be handed over, taken in, or judged; the earliest term first."""
    waits = or_(*(may(work.actor, step, work.now, on=Dossier) for step in _waiting_steps(rules)))
    found = _lines(work, rules, waits)
    return sorted(found, key=lambda line: (line.hand_over_by or date.max, line.code))


def see_dossier(work: Work, rules: Rules, dossier_id: str) -> DossierSight:
    """One dossier, with what the actor may do with it.

    raises    NoSuchDocument when it does not exist or may not be seen: the two look alike
    """
    lines = _lines(work, rules, Dossier.id == dossier_id)
    if not lines or not lines[0].seen:
        raise NoSuchDocument(document_id=dossier_id)
    dossier = work.session.get_one(Dossier, dossier_id)
    reads = _may(work, dossier_id, READ)
    made, told = rules.workflow_of(dossier), _history(work, dossier_id)
    return DossierSight(
        line=lines[0],
        basis=dossier.retention_basis,
        ended_on=dossier.ended_on,
        may_read=reads,
        may_extend=_may(work, dossier_id, "extend") and dossier.hand_over_by is not None,
        may_appraise=_may(work, dossier_id, "appraise"),
        acts=tuple(possible_acts(work, rules, dossier)),
        index=_index(work, rules, dossier) if reads else (),
        history=tuple(told),
        steps={step.code: step.title for step in made.transitions.values()},
        states=tuple((state.code, state.title) for state in made.states.values()),
        hand_over=_hand_over(told),
    )


def _waiting_steps(rules: Rules) -> list[str]:
    """The steps of `ho-so` that are the turn of whoever the state waits for; nobody is hurried to
    close a dossier, to hold one back or to let it go.
    """
    made = rules.workflows["ho-so"]
    return [
        step.code
        for step in made.transitions.values()
        if step.by == "user"
        and step.code not in ("close", "reopen", "give_back", "hold_back", "let_go")
        and any(made.states[state].owner in step.roles for state in step.before)
    ]


def _lines(work: Work, rules: Rules, where: ColumnElement[bool]) -> list[DossierLine]:
    inside = (
        select(DossierItem.dossier_id, func.count().label("documents"))
        .group_by(DossierItem.dossier_id)
        .subquery()
    )
    seen = set(
        work.session.scalars(select(Dossier.id).where(where, may(work.actor, "view", work.now, on=Dossier)))
    )
    rows = work.session.execute(
        select(Dossier, func.coalesce(inside.c.documents, 0))
        .outerjoin(inside, inside.c.dossier_id == Dossier.id)
        .where(where)
        .order_by(Dossier.year.desc(), Dossier.code)
    )
    today = local_date(work.now)
    return [_line(rules, one, count, today, seen=one.id in seen) for one, count in rows]


def _line(rules: Rules, one: Dossier, count: int, today: date, *, seen: bool) -> DossierLine:
    return DossierLine(
        one.id,
        one.code,
        one.title,
        one.year,
        one.state,
        rules.workflow_of(one).states[one.state].title,
        one.retention,
        one.keeper_name if one.keeper_id else "Lưu trữ cơ quan",
        count,
        one.hand_over_by,
        one.keep_until,
        _near(one, today),
        seen,
        one.version,
    )


def _near(one: Dossier, today: date) -> str:
    if one.state != "closed" or one.hand_over_by is None:
        return ""
    if one.hand_over_by < today:
        return "late"
    return "soon" if one.hand_over_by - today <= SOON else ""


def _index(work: Work, rules: Rules, dossier: Dossier) -> tuple[IndexRow, ...]:
    rows = work.session.execute(
        select(DossierItem.ordinal, Document)
        .join(Document, Document.id == DossierItem.document_id)
        .where(DossierItem.dossier_id == dossier.id)
        .order_by(DossierItem.ordinal)
    )
    kinds = kinds_in_use(work.session, rules.kinds)
    ours = retention_or_none(dossier.retention)
    found = []
    for ordinal, paper in rows:
        kind = kinds.get(paper.kind)
        period = kind.retention.period if kind is not None and kind.retention is not None else ""
        found.append(
            IndexRow(
                ordinal,
                paper.id,
                printed_symbol(paper),
                paper.issued_on,
                kind.name if kind is not None else "",
                paper.subject,
                str(paper.fields.get("agency") or paper.agency_name),
                paper.pages,
                period if _longer(retention_or_none(period), ours) else "",
            )
        )
    return tuple(found)


def _longer(one: Retention | None, other: Retention | None) -> bool:
    """Whether a document is to be kept longer than its dossier (Luật Lưu trữ, Art. 15 k4: the longest counts)."""
    if one is None or other is None or other.years is None:
        return False
    return one.years is None or one.years > other.years


def _history(work: Work, dossier_id: str) -> list[HistoryRow]:
    entries = work.session.scalars(
        select(JournalEntry).where(JournalEntry.document_id == dossier_id).order_by(JournalEntry.id)
    )
    return [HistoryRow(e.id, e.at, e.actor_name, e.actor_title, e.fact, json.loads(e.body)) for e in entries]


def _hand_over(told: list[HistoryRow]) -> HandOver | None:
    """The last time it was given to the archive, and what came of it."""
    moves: list[tuple[str, HistoryRow]] = [
        (str(row.body["transition"]), row) for row in told if row.fact == "document_moved"
    ]
    places = [place for place, (step, _) in enumerate(moves) if step == "hand_over"]
    if not places:
        return None
    given = moves[places[-1]][1]
    after = moves[places[-1] + 1 :]
    taken = next((row for step, row in after if step == "take_into_archive"), None)
    if taken is None and after:
        return None
    answers: Mapping[str, Any] = taken.body["answers"] if taken is not None else {}
    return HandOver(
        _signed(given),
        given.at,
        _signed(taken) if taken is not None else "",
        taken.at if taken is not None else None,
        str(answers.get("condition", "")),
    )


def _signed(row: HistoryRow) -> str:
    return f"{row.actor_name}, {row.actor_title}" if row.actor_title else row.actor_name


def _may(work: Work, dossier_id: str, right: str) -> bool:
    wanted = select(Dossier.id).where(Dossier.id == dossier_id, may(work.actor, right, work.now, on=Dossier))
    return work.session.scalar(wanted) is not None
