"""What the office believes at a moment, as the verifier takes it, and as people read it.

Two times are kept apart: what was known here when (`at`), and for which signatures it counts (the windows).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from documents.errors import NotAllowed
from documents.pdf.trust import Anchor, Purpose, Trust, Window
from documents.work import Work
from workflows.trust.model import TrustAnchor, TrustedList, TrustProposal
from workflows.trust.proposing import require_confirmer

PURPOSES: dict[str, tuple[Purpose, ...]] = {
    "root": ("signing", "timestamps"),
    "signing": ("signing",),
    "timestamps": ("timestamps",),
    "person": ("signing",),
    "agency": ("signing",),
}
SOON = timedelta(days=14)


@dataclass(frozen=True)
class AnchorSight:
    """A certificate as its page shows it; `standing` is "believed", "waiting" or "ended"."""

    id: str
    subject: str
    issuer: str
    fingerprint: str
    use: str
    not_before: datetime
    not_after: datetime
    since: datetime | None
    until: datetime | None
    standing: str
    in_force_at: datetime | None
    ended_at: datetime | None
    distrusted_from: datetime | None


@dataclass(frozen=True)
class ListSight:
    """A trusted list; `overdue` when its next issue should have come, `soon` when it should within two weeks."""

    id: str
    operator: str
    territory: str
    sequence: int
    sha256: str
    issued_at: datetime
    next_update: datetime | None
    in_force_at: datetime | None
    overdue: bool
    soon: bool
    lines: tuple[AnchorSight, ...] = ()


@dataclass(frozen=True)
class ProposalSight:
    """A matter that waits. `mine`: the actor made it and cannot confirm it; the fingerprint is then no secret.

    comes, goes   of a list: lines that are new against the list in force, and lines of that one that are no more
    """

    id: str
    act: str
    source: str
    proposed_name: str
    proposed_at: datetime
    distrusted_from: datetime | None
    mine: bool
    anchor: AnchorSight | None
    trusted_list: ListSight | None
    comes: tuple[AnchorSight, ...] = ()
    goes: tuple[AnchorSight, ...] = ()
    stays: int = 0


@dataclass(frozen=True)
class TrustSight:
    proposals: tuple[ProposalSight, ...]
    anchors: tuple[AnchorSight, ...]
    lists: tuple[ListSight, ...]
    ended: tuple[AnchorSight, ...]


def believed(session: Session, at: datetime, files: Trust) -> Trust:
    """What counts at this moment: the files of the machine, and what two people confirmed by then."""
    rows = session.scalars(select(TrustAnchor).where(TrustAnchor.in_force_at <= at)).all()
    counted = [(row, window) for row in rows if (window := _window(row, at)) is not None]
    anchors = tuple(
        Anchor(row.certificate, purpose, window, holder=row.use if row.use in ("person", "agency") else None)  # type: ignore[arg-type]
        for row, window in counted
        for purpose in PURPOSES.get(row.use, ())
    )
    links = tuple(row.certificate for row, _ in counted if row.use == "link")
    return replace(files, anchors=anchors, intermediates=(*files.intermediates, *links))


def list_signers(session: Session, at: datetime) -> list[bytes]:
    """Certificates (DER) whose trusted lists are taken."""
    rows = session.scalars(
        select(TrustAnchor).where(TrustAnchor.use == "list_signer", TrustAnchor.in_force_at <= at)
    )
    return [row.certificate for row in rows if row.ended_at is None or row.ended_at > at]


def see_trust(work: Work) -> TrustSight:
    """Everything, for whoever may be one of the two people.

    raises    NotAllowed
    """
    require_confirmer(work)
    singles = work.session.scalars(
        select(TrustAnchor).where(TrustAnchor.list_id.is_(None)).order_by(TrustAnchor.subject)
    ).all()
    shown = [_anchor(row, work.now) for row in singles]
    return TrustSight(
        proposals=tuple(_waiting(work)),
        anchors=tuple(one for one in shown if one.standing == "believed"),
        lists=tuple(lists_in_force(work.session, work.now)),
        ended=tuple(one for one in shown if one.standing == "ended"),
    )


def waiting_for(work: Work) -> int:
    """How many proposals the actor could confirm."""
    try:
        require_confirmer(work)
    except NotAllowed:
        return 0
    waiting = select(TrustProposal.id).where(
        TrustProposal.decided_at.is_(None), TrustProposal.proposed_by != work.actor.person_id
    )
    return len(work.session.scalars(waiting).all())


def lists_in_force(session: Session, now: datetime) -> list[ListSight]:
    """The lists that count, each with its lines; the overdue first."""
    rows = session.scalars(
        select(TrustedList).where(TrustedList.in_force_at.is_not(None), TrustedList.ended_at.is_(None))
    ).all()
    return sorted((_list(session, row, now) for row in rows), key=lambda one: (not one.overdue, one.operator))


def counts(session: Session) -> tuple[int, int]:
    """How many certificates count now, lines of lists too; and how many proposals wait."""
    counting = select(func.count()).where(
        TrustAnchor.in_force_at.is_not(None), TrustAnchor.ended_at.is_(None)
    )
    waiting = select(func.count()).where(TrustProposal.decided_at.is_(None))
    return session.scalar(counting) or 0, session.scalar(waiting) or 0


def _waiting(work: Work) -> Iterable[ProposalSight]:
    rows = work.session.scalars(
        select(TrustProposal).where(TrustProposal.decided_at.is_(None)).order_by(TrustProposal.proposed_at)
    ).all()
    for row in rows:
        anchor = work.session.get(TrustAnchor, row.anchor_id) if row.anchor_id else None
        listed = work.session.get(TrustedList, row.list_id) if row.list_id else None
        mine = row.proposed_by == work.actor.person_id
        sight = ProposalSight(
            row.id,
            row.act,
            row.source,
            row.proposed_name,
            row.proposed_at,
            row.distrusted_from,
            mine,
            _shown(_anchor(anchor, work.now), row.act, mine=mine) if anchor else None,
            _list(work.session, listed, work.now) if listed else None,
        )
        yield _compared(work.session, sight, listed) if listed and row.act == "list" else sight


def _shown(anchor: AnchorSight, act: str, *, mine: bool) -> AnchorSight:
    """Who is to type the fingerprint must not be able to copy it from here."""
    return anchor if mine or act == "withdraw" else replace(anchor, fingerprint="")


def _compared(session: Session, sight: ProposalSight, listed: TrustedList) -> ProposalSight:
    before = session.scalar(
        select(TrustedList).where(
            TrustedList.operator == listed.operator,
            TrustedList.territory == listed.territory,
            TrustedList.in_force_at.is_not(None),
            TrustedList.ended_at.is_(None),
        )
    )
    assert sight.trusted_list is not None
    new = {_line(one): one for one in sight.trusted_list.lines}
    old = {_line(one): one for one in _lines(session, before, listed.issued_at)} if before else {}
    shown = sight.trusted_list if sight.mine else replace(sight.trusted_list, sha256="")
    return replace(
        sight,
        trusted_list=shown,
        comes=tuple(one for key, one in new.items() if key not in old),
        goes=tuple(one for key, one in old.items() if key not in new),
        stays=len(new.keys() & old.keys()),
    )


def _line(one: AnchorSight) -> tuple[str, str, datetime | None, datetime | None]:
    return one.fingerprint, one.use, one.since, one.until


def _list(session: Session, row: TrustedList, now: datetime) -> ListSight:
    due = row.next_update
    return ListSight(
        row.id,
        row.operator,
        row.territory,
        row.sequence,
        row.sha256,
        row.issued_at,
        due,
        row.in_force_at,
        overdue=due is not None and due <= now,
        soon=due is not None and now < due <= now + SOON,
        lines=tuple(_lines(session, row, now)),
    )


def _lines(session: Session, row: TrustedList, now: datetime) -> Sequence[AnchorSight]:
    lines = select(TrustAnchor).where(TrustAnchor.list_id == row.id)
    return [
        _anchor(one, now) for one in session.scalars(lines.order_by(TrustAnchor.subject, TrustAnchor.since))
    ]


def _anchor(row: TrustAnchor, now: datetime) -> AnchorSight:
    standing = "waiting"
    if row.ended_at is not None:
        standing = "ended"
    elif row.in_force_at is not None:
        standing = "believed"
    return AnchorSight(
        row.id,
        row.subject,
        row.issuer,
        row.fingerprint,
        row.use,
        row.not_before,
        row.not_after,
        row.since,
        row.until,
        standing,
        row.in_force_at,
        row.ended_at,
        row.distrusted_from,
    )


def _window(row: TrustAnchor, at: datetime) -> Window | None:
    """For which times of signing the row counts, as known at a moment; None when for none."""
    if row.ended_at is None or row.ended_at > at:
        return row.since, row.until
    if row.distrusted_from is None:
        return None
    until = row.distrusted_from if row.until is None else min(row.until, row.distrusted_from)
    return None if row.since is not None and row.since >= until else (row.since, until)
