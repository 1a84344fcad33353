"""Trusted lists of authorities (ETSI TS 119 612): brought by the administrator, confirmed by another as a whole.

Who may sign such a list is itself a certificate that two people confirmed. A list says everything anew, so the newest
takes the place of the one before; what comes and what goes is shown before.
"""

from hashlib import sha256

from sqlalchemy import select

from documents.pdf.trusted_list import ReadList, TrustedListRefused, read_trusted_list
from documents.work import Work
from workflows.directory.model import require_administrator
from workflows.trust.believed import list_signers
from workflows.trust.model import TrustAnchor, TrustedList, TrustProposal
from workflows.trust.proposing import TrustRefused, anchor_row, propose_read_list


def propose_list(work: Work, xml: bytes, source: str) -> str:
    """Propose a trusted list; returns the id of the proposal.

    raises    NotAllowed; TrustRefused for what is no list, not signed by a confirmed signer, older than the one in
              force, past its own date or waiting already
    """
    require_administrator(work, "trust")
    signers = list_signers(work.session, work.now)
    if not signers:
        raise TrustRefused(why="list_without_signer")
    try:
        found = read_trusted_list(xml, signers, at=work.now)
    except TrustedListRefused as problem:
        raise TrustRefused(why=problem.facts["why"]) from problem
    _check_date(work, found)
    if not found.lines:
        raise TrustRefused(why="list_without_lines")
    row = TrustedList(
        sha256=sha256(xml).hexdigest(),
        signer=sha256(found.signer).hexdigest(),
        operator=found.operator,
        territory=found.territory,
        sequence=found.sequence,
        issued_at=found.issued_at,
        next_update=found.next_update,
    )
    _check_order(work, row)
    return propose_read_list(work, row, _rows(found), source)


def _check_date(work: Work, found: ReadList) -> None:
    if found.issued_at > work.now:
        raise TrustRefused(why="list_from_future")
    if found.next_update is not None and found.next_update <= work.now:
        raise TrustRefused(why="list_overdue")


def _check_order(work: Work, row: TrustedList) -> None:
    """Nobody brings an older list back, to make believed again what was withdrawn."""
    same = (TrustedList.operator == row.operator, TrustedList.territory == row.territory)
    confirmed = select(TrustedList.sequence).where(*same, TrustedList.in_force_at.is_not(None))
    newest = max(work.session.scalars(confirmed), default=None)
    if newest is not None and row.sequence <= newest:
        raise TrustRefused(why="list_is_older")
    waiting = (
        select(TrustProposal.id)
        .join(TrustedList, TrustedList.id == TrustProposal.list_id)
        .where(*same, TrustProposal.decided_at.is_(None))
    )
    if work.session.scalar(waiting.limit(1)):
        raise TrustRefused(why="trust_waits_already")


def _rows(found: ReadList) -> list[TrustAnchor]:
    rows = []
    for line in found.lines:
        row = anchor_row(line.certificate, line.use)
        row.since, row.until = line.window
        rows.append(row)
    return rows
