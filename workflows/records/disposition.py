"""Destroying what has lost its value (hủy tài liệu hết giá trị): the list, the council, what may be destroyed.

Nobody destroys alone: the archivist draws the list up, at least two others agree to it dossier by dossier, the head of
the agency decides. While the council looks at a list, its members read the papers on it (cause "disposition").
"""

from collections.abc import Collection

from sqlalchemy import select

from documents.access import Grant, grant, require_on
from documents.dispositions import (
    AppraisalChanged,
    Disposition,
    DispositionItem,
    ListAgreed,
    ListDrawnUp,
    listed,
    names_of,
)
from documents.errors import NotAllowed, VanthuError
from documents.model import Dossier
from documents.work import Work
from workflows.commands import Rules, allow_on, enter, lock, move
from workflows.directory.model import our_agency
from workflows.records.destroyable import DUE
from workflows.records.keepers import keeper_named
from workflows.roles import council

WORKFLOW = "tieu-huy"
FINISHED = ("recorded", "given_up")
CAUSE, APPRAISER = "disposition", "appraiser"
LONGEST_TITLE = 300


class DispositionRefused(VanthuError):
    """A list that cannot be kept as it is; `why` says what is wrong with it."""

    code = "disposition_refused"


def due_dossiers(work: Work, list_id: str = "") -> list[Dossier]:
    """The dossiers whose retention is over and that stand on no list under way but this one, by year and code."""
    agency = our_agency(work.session, work.now)
    elsewhere = (
        select(DispositionItem.dossier_id)
        .join(Disposition, Disposition.id == DispositionItem.disposition_id)
        .where(Disposition.state.not_in(FINISHED), Disposition.id != list_id)
    )
    rows = select(Dossier).where(
        Dossier.agency_id == agency.id, Dossier.state == DUE, Dossier.id.not_in(elsewhere)
    )
    return list(work.session.scalars(rows.order_by(Dossier.year, Dossier.code)))


def draw_up(
    work: Work, rules: Rules, title: str, dossier_ids: Collection[str], council_ids: Collection[str]
) -> Disposition:
    """The archivist proposes due dossiers for destruction.

    raises    NotAllowed for anybody else; DispositionRefused, NoSuchKeeper
    """
    agency = our_agency(work.session, work.now)
    if f"office:archivist:{agency.id}" not in work.actor.principals:
        raise NotAllowed(right="draw_up", document_id=None)
    made = rules.workflows[WORKFLOW]
    row = Disposition(
        agency_id=agency.id,
        unit_id="",
        changed_at=work.now,
        workflow=made.name,
        workflow_version=made.version,
        state=made.start,
        state_since=work.now,
        title=_title(title),
        drawn_up_by=work.actor.person_id,
        drawn_up_by_name=work.actor.name,
        drawn_up_at=work.now,
        council=[],
        agreed=[],
    )
    work.session.add(row)
    work.session.flush()
    _fill(work, row, dossier_ids, council_ids)
    enter(work, rules, row)
    return row


def change_list(
    work: Work, disposition_id: str, title: str, dossier_ids: Collection[str], council_ids: Collection[str]
) -> Disposition:
    """The list is drawn up anew; whatever was agreed to before falls.

    raises    NotAllowed; DispositionRefused, NoSuchKeeper
    """
    row = require_on(work.session, work.actor, Disposition, disposition_id, "change", work.now)
    lock(work, row)
    row.title, row.changed_at = _title(title), work.now
    _fill(work, row, dossier_ids, council_ids)
    return row


def put_to_council(
    work: Work, rules: Rules, disposition_id: str, *, seen_version: int | None = None
) -> Disposition:
    """The council appraises the list, and reads what is on it.

    raises    what `allow_on` raises
    """
    row, step = allow_on(
        work, rules, Disposition, disposition_id, "put_to_council", seen_version=seen_version
    )
    row.agreed = []
    move(work, rules, row, step)
    _open_papers(work, row, reading=True)
    return row


def agree(work: Work, disposition_id: str) -> Disposition:
    """A member of the council agrees to the whole list.

    raises    NotAllowed
    """
    row = require_on(work.session, work.actor, Disposition, disposition_id, "agree", work.now)
    lock(work, row)
    if work.actor.person_id not in row.agreed:
        row.agreed = [*row.agreed, work.actor.person_id]
        row.changed_at = work.now
        work.record(ListAgreed(row.id))
    return row


def put_to_director(
    work: Work, rules: Rules, disposition_id: str, *, seen_version: int | None = None
) -> Disposition:
    """A member of the council presents the list everybody agreed to; the council reads no longer.

    raises    what `allow_on` raises
    """
    row, step = allow_on(
        work, rules, Disposition, disposition_id, "put_to_director", seen_version=seen_version
    )
    move(work, rules, row, step)
    _open_papers(work, row, reading=False)
    return row


def return_list(
    work: Work, rules: Rules, disposition_id: str, step: str, reason: str, *, seen_version: int | None = None
) -> Disposition:
    """The council, or the head of the agency, gives the list back with a reason; agreement falls.

    step      "return_list" or "refuse_destruction"
    raises    what `allow_on` raises; ReasonNeeded
    """
    row, taken = allow_on(work, rules, Disposition, disposition_id, step, seen_version=seen_version)
    row.agreed = []
    move(work, rules, row, taken, reason)
    _open_papers(work, row, reading=False)
    return row


def _fill(work: Work, row: Disposition, dossier_ids: Collection[str], council_ids: Collection[str]) -> None:
    # Two lists drawn up at once reach for one dossier: the second waits, then finds it taken.
    wanted = select(Dossier).where(Dossier.id.in_(dossier_ids)).order_by(Dossier.id).with_for_update()
    states = [one.state for one in work.session.scalars(wanted)]
    due = {one.id: one for one in due_dossiers(work, row.id)}
    if set(dossier_ids) - due.keys():
        taken = len(states) == len(set(dossier_ids)) and set(states) == {DUE}
        raise DispositionRefused(why="listed_elsewhere" if taken else "list_not_due")
    if row.drawn_up_by in council_ids:
        raise DispositionRefused(why="council_of_oneself")
    members = [keeper_named(work, person) for person in dict.fromkeys(council_ids)]
    row.council, row.agreed = [[one.person_id, one.name] for one in members], []
    before = {one.id for one in listed(work.session, row.id)}
    for gone in before - set(dossier_ids):
        work.session.delete(work.session.get_one(DispositionItem, (row.id, gone)))
    for new in set(dossier_ids) - before:
        work.session.add(DispositionItem(disposition_id=row.id, dossier_id=new))
    work.session.flush()
    codes = tuple(due[one].code for one in sorted(dossier_ids, key=lambda one: due[one].code))
    work.record(ListDrawnUp(row.id, codes, names_of(row.council)))


def _open_papers(work: Work, row: Disposition, *, reading: bool) -> None:
    """The council may read the listed dossiers, from now on or no longer."""
    for dossier in listed(work.session, row.id):
        if reading:
            for principal in council(work, row):
                grant(work.session, dossier.id, APPRAISER, principal, cause=CAUSE, since=work.now)
        else:
            held = select(Grant).where(
                Grant.document_id == dossier.id, Grant.role == APPRAISER, Grant.until.is_(None)
            )
            for one in work.session.scalars(held):
                one.until = work.now
        work.record(AppraisalChanged(dossier.id, row.id, reading))


def _title(typed: str) -> str:
    title = " ".join(typed.split())
    if not title or len(title) > LONGEST_TITLE:
        raise DispositionRefused(why="list_without_title")
    return title
