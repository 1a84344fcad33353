"""What people do with a dossier (hồ sơ): open, close, reopen, keep longer, appraise; and its falling due.

Handing over to the archive and taking it in are steps of `ho-so` that need nothing more: `steps.take_on`. What is
shown of a dossier is in `sight`.

source  Decree 30/2020/NĐ-CP, Art. 28-31; Luật Lưu trữ 33/2024/QH15, Art. 15
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from sqlalchemy import exists, select

from documents.access import Grant, require_on
from documents.database import local_date
from documents.dossiers import Opening, open_dossier
from documents.errors import NotAllowed, VanthuError
from documents.model import Dossier
from documents.retention import Retention, read_retention, years_after
from documents.work import Work
from workflows.commands import MIN_REASON_LETTERS, Rules, allow_on, enter, lock, move
from workflows.directory.model import our_agency
from workflows.errors import ReasonNeeded
from workflows.machines import settle
from workflows.records.keepers import keeper_named

WORKFLOW = "ho-so"
AGES_IN = ("closed", "archived")
LONGEST_BASIS = 300
MOST_YEARS_LATER = 2


class DossierRefused(VanthuError):
    """What was said of a dossier cannot be kept as it is; `why` says what is wrong with it."""

    code = "dossier_refused"


@dataclass(frozen=True)
class RetentionSet:
    """The period of a dossier was written down, or changed with a reason."""

    name: ClassVar[str] = "retention_set"
    document_id: str
    retention: str
    basis: str
    ended_on: date | None
    keep_until: date | None
    reason: str


@dataclass(frozen=True)
class HandOverPutOff:
    """The head let a unit keep a dossier longer before handing it over, by a paper."""

    name: ClassVar[str] = "hand_over_put_off"
    document_id: str
    until: date
    paper: str


@dataclass(frozen=True)
class Kept:
    """How long: the period as written, the act it comes from."""

    retention: str
    basis: str


def begin_dossier(work: Work, rules: Rules, opening: Opening) -> Dossier:
    """A dossier of the year's list begins its way.

    raises    DossierExists, RetentionUnreadable
    """
    made = rules.workflows[WORKFLOW]
    opening = replace(opening, basis=opening.basis[:LONGEST_BASIS])
    dossier = open_dossier(work, opening, workflow=(made.name, made.version), state=made.start)
    enter(work, rules, dossier)
    return dossier


def open_dossier_here(
    work: Work, rules: Rules, *, code: str, title: str, kept: Kept, keeper_id: str = ""
) -> Dossier:
    """The archivist opens a dossier of this year's list, for whoever will keep it.

    keeper_id   a person in office; empty for the archive itself
    raises      NotAllowed for anybody else; DossierExists, RetentionUnreadable, NoSuchKeeper
    """
    agency = our_agency(work.session, work.now)
    if f"office:archivist:{agency.id}" not in work.actor.principals:
        raise NotAllowed(right="open_dossier", document_id=None)
    keeper = keeper_named(work, keeper_id) if keeper_id else None
    opening = Opening(
        agency.id,
        local_date(work.now).year,
        code,
        title,
        kept.retention,
        basis=kept.basis,
        unit_id=keeper.unit_id if keeper else "",
        keeper=(keeper.person_id, keeper.name) if keeper else ("", ""),
    )
    return begin_dossier(work, rules, opening)


def close_dossier(
    work: Work,
    rules: Rules,
    dossier_id: str,
    ended_on: date,
    kept: Kept,
    *,
    seen_version: int | None = None,
) -> Dossier:
    """The work is done: nothing is filed in it any more, its period begins, and the term for handing it over.

    ended_on   the day the work ended
    raises     what `allow` raises; RetentionUnreadable; DossierRefused for a day that cannot be
    """
    dossier, step = allow_on(work, rules, Dossier, dossier_id, "close", seen_version=seen_version)
    if ended_on > local_date(work.now):
        raise DossierRefused(why="ends_ahead", document_id=dossier_id)
    if ended_on.year < dossier.year:
        raise DossierRefused(why="ends_before_it_began", document_id=dossier_id)
    dossier.closed_at, dossier.ended_on = work.now, ended_on
    dossier.hand_over_by = _set_retention(work, dossier, kept, "").hand_over_by(ended_on)
    move(work, rules, dossier, step)
    settle(work, rules, dossier)
    return dossier


def reopen_dossier(
    work: Work, rules: Rules, dossier_id: str, reason: str, *, seen_version: int | None = None
) -> Dossier:
    """The work goes on after all: papers are filed again, the period counts no longer.

    raises    what `allow` raises; ReasonNeeded
    """
    dossier, step = allow_on(work, rules, Dossier, dossier_id, "reopen", seen_version=seen_version)
    dossier.closed_at = dossier.ended_on = dossier.hand_over_by = dossier.keep_until = None
    move(work, rules, dossier, step, reason)
    return dossier


def put_off_hand_over(work: Work, dossier_id: str, until: date, paper: str) -> Dossier:
    """The head of unit notes the written consent to keep a dossier longer: two years more at most.

    source    Decree 30/2020/NĐ-CP, Art. 30 k1: with the consent of the head of the agency, not longer than 2 years
    raises    NotAllowed, DossierRefused
    """
    dossier = require_on(work.session, work.actor, Dossier, dossier_id, "extend", work.now)
    lock(work, dossier)
    if dossier.hand_over_by is None or dossier.ended_on is None:
        raise DossierRefused(why="not_handed_over", document_id=dossier_id)
    if not paper.strip():
        raise DossierRefused(why="paper_missing", document_id=dossier_id)
    latest = years_after(dossier.ended_on, 1 + MOST_YEARS_LATER)
    if not dossier.hand_over_by < until <= latest:
        raise DossierRefused(why="put_off_too_far", document_id=dossier_id)
    dossier.hand_over_by, dossier.changed_at = until, work.now
    work.record(HandOverPutOff(dossier.id, until, paper.strip()[:LONGEST_BASIS]))
    return dossier


def appraise(work: Work, rules: Rules, dossier_id: str, kept: Kept, reason: str) -> Dossier:
    """The archivist sets the period of an archived dossier anew, with a reason.

    raises    NotAllowed, RetentionUnreadable, ReasonNeeded
    """
    dossier = require_on(work.session, work.actor, Dossier, dossier_id, "appraise", work.now)
    lock(work, dossier)
    if len(reason.strip()) < MIN_REASON_LETTERS:
        raise ReasonNeeded(act="appraise", document_id=dossier_id)
    _set_retention(work, dossier, kept, reason)
    dossier.changed_at = work.now
    settle(work, rules, dossier)
    return dossier


def keep_on(
    work: Work, rules: Rules, dossier_id: str, kept: Kept, reason: str, *, seen_version: int | None = None
) -> Dossier:
    """What was due is kept after all, for a period that is not over.

    raises    what `allow` raises; RetentionUnreadable, ReasonNeeded; DossierRefused
    """
    dossier, step = allow_on(work, rules, Dossier, dossier_id, "keep_on", seen_version=seen_version)
    _set_retention(work, dossier, kept, reason)
    if dossier.keep_until is not None and dossier.keep_until < local_date(work.now):
        raise DossierRefused(why="still_over", document_id=dossier_id)
    move(work, rules, dossier, step, reason)
    return dossier


def dossiers_to_age(work: Work, *, limit: int = 200) -> list[str]:
    """The ids of closed dossiers whose last day has passed, longest over first."""
    over = select(Dossier.id).where(Dossier.state.in_(AGES_IN), Dossier.keep_until < local_date(work.now))
    return list(work.session.scalars(over.order_by(Dossier.keep_until, Dossier.id).limit(limit)))


def age(work: Work, rules: Rules, dossier_id: str) -> bool:
    """Let one dossier fall due; whether it did."""
    dossier = work.session.get_one(Dossier, dossier_id)
    lock(work, dossier)
    return bool(settle(work, rules, dossier))


def adopt_dossiers(work: Work, rules: Rules) -> int:
    """Dossiers opened before they ran by a workflow get its roles; returns how many."""
    unknown = select(Dossier).where(~exists(select(Grant.id).where(Grant.document_id == Dossier.id)))
    found = work.session.scalars(unknown).all()
    for dossier in found:
        enter(work, rules, dossier)
    return len(found)


def _set_retention(work: Work, dossier: Dossier, kept: Kept, reason: str) -> Retention:
    retention = read_retention(kept.retention)
    dossier.retention = " ".join(kept.retention.split())
    dossier.retention_basis = kept.basis.strip()[:LONGEST_BASIS]
    dossier.keep_until = retention.keep_until(dossier.ended_on) if dossier.ended_on else None
    work.record(
        RetentionSet(
            dossier.id,
            dossier.retention,
            dossier.retention_basis,
            dossier.ended_on,
            dossier.keep_until,
            reason.strip(),
        )
    )
    return retention
