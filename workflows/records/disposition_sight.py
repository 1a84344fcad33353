"""What people see of lists for destruction: those they have to do with, and one with its dossiers and history."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from documents.access import may
from documents.dispositions import Disposition, DispositionItem, listed
from documents.errors import NoSuchDocument
from documents.journal import JournalEntry
from documents.model import Dossier, DossierItem
from documents.work import Work
from workflows.commands import Rules
from workflows.directory.model import our_agency
from workflows.queries import HistoryRow, PossibleAct, possible_acts
from workflows.records.disposition import due_dossiers


@dataclass(frozen=True)
class ListLine:
    """A list for destruction in a list."""

    id: str
    title: str
    state: str
    state_title: str
    dossiers: int
    drawn_up_by: str
    drawn_up_at: datetime
    version: int


@dataclass(frozen=True)
class ListedDossier:
    """A dossier that is on a list, or could be put on one."""

    id: str
    code: str
    title: str
    year: int
    retention: str
    keep_until: date | None
    documents: int
    state: str
    on_list: bool


@dataclass(frozen=True)
class Lists:
    """may_draw_up   whether the actor draws lists up; `due` is what can stand on one"""

    lines: tuple[ListLine, ...]
    due: tuple[ListedDossier, ...]
    may_draw_up: bool


@dataclass(frozen=True)
class DispositionSight:
    """One list as the actor may see it.

    council   (name, agreed) of each member; `may_agree` when the actor's own word is still missing
    """

    line: ListLine
    dossiers: tuple[ListedDossier, ...]
    council: tuple[tuple[str, bool], ...]
    council_ids: frozenset[str]
    may_change: bool
    may_agree: bool
    acts: tuple[PossibleAct, ...]
    history: tuple[HistoryRow, ...]
    steps: Mapping[str, str]
    states: tuple[tuple[str, str], ...]


def disposition_list(work: Work, rules: Rules) -> Lists:
    """Every list the actor has to do with, the newest first."""
    agency = our_agency(work.session, work.now)
    archivist = f"office:archivist:{agency.id}" in work.actor.principals
    due = _dossiers(work, due_dossiers(work), on_list=frozenset()) if archivist else ()
    lines = _lines(work, rules, may(work.actor, "view", work.now, on=Disposition))
    return Lists(tuple(lines), due, archivist)


def waiting_lists(work: Work, rules: Rules) -> list[ListLine]:
    """The lists that wait for the actor: to be agreed to, decided on, or recorded."""
    rights = ("agree", "decide_destruction", "record_minutes")
    found: dict[str, ListLine] = {}
    for right in rights:
        for line in _lines(work, rules, may(work.actor, right, work.now, on=Disposition)):
            found.setdefault(line.id, line)
    return list(found.values())


def see_disposition(work: Work, rules: Rules, disposition_id: str) -> DispositionSight:
    """One list, with what the actor may do with it.

    raises    NoSuchDocument when it does not exist or may not be seen: the two look alike
    """
    view = may(work.actor, "view", work.now, on=Disposition)
    lines = _lines(work, rules, (Disposition.id == disposition_id) & view)
    if not lines:
        raise NoSuchDocument(document_id=disposition_id)
    row = work.session.get_one(Disposition, disposition_id)
    made, changes = rules.workflow_of(row), _may(work, disposition_id, "change")
    inside = listed(work.session, disposition_id)
    on_list = frozenset(one.id for one in inside)
    more = [one for one in due_dossiers(work, disposition_id) if one.id not in on_list] if changes else []
    entries = work.session.scalars(
        select(JournalEntry).where(JournalEntry.document_id == disposition_id).order_by(JournalEntry.id)
    )
    return DispositionSight(
        line=lines[0],
        dossiers=_dossiers(work, [*inside, *more], on_list=on_list),
        council=tuple((name, person in row.agreed) for person, name in row.council),
        council_ids=frozenset(person for person, _ in row.council),
        may_change=changes,
        may_agree=_may(work, disposition_id, "agree") and work.actor.person_id not in row.agreed,
        acts=tuple(possible_acts(work, rules, row)),
        history=tuple(
            HistoryRow(e.id, e.at, e.actor_name, e.actor_title, e.fact, json.loads(e.body)) for e in entries
        ),
        steps={step.code: step.title for step in made.transitions.values()},
        states=tuple((state.code, state.title) for state in made.states.values()),
    )


def _lines(work: Work, rules: Rules, where: ColumnElement[bool]) -> list[ListLine]:
    inside = (
        select(DispositionItem.disposition_id, func.count().label("dossiers"))
        .group_by(DispositionItem.disposition_id)
        .subquery()
    )
    rows = work.session.execute(
        select(Disposition, func.coalesce(inside.c.dossiers, 0))
        .outerjoin(inside, inside.c.disposition_id == Disposition.id)
        .where(where)
        .order_by(Disposition.drawn_up_at.desc(), Disposition.id)
    )
    return [
        ListLine(
            row.id,
            row.title,
            row.state,
            rules.workflow_of(row).states[row.state].title,
            count,
            row.drawn_up_by_name,
            row.drawn_up_at,
            row.version,
        )
        for row, count in rows
    ]


def _dossiers(work: Work, dossiers: list[Dossier], *, on_list: frozenset[str]) -> tuple[ListedDossier, ...]:
    rows = select(DossierItem.dossier_id, func.count()).group_by(DossierItem.dossier_id)
    rows = rows.where(DossierItem.dossier_id.in_([one.id for one in dossiers]))
    counts: dict[str, int] = dict(work.session.execute(rows).all())
    return tuple(
        ListedDossier(
            one.id,
            one.code,
            one.title,
            one.year,
            one.retention,
            one.keep_until,
            counts.get(one.id, 0),
            one.state,
            one.id in on_list,
        )
        for one in dossiers
    )


def _may(work: Work, disposition_id: str, right: str) -> bool:
    view = may(work.actor, right, work.now, on=Disposition)
    return (
        work.session.scalar(select(Disposition.id).where(Disposition.id == disposition_id, view)) is not None
    )
