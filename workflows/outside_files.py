"""Whole files that another program signs (a signer's own client): given out, and taken back by a guard.

What comes back is the given file with exactly one signature more, or it is nothing: the guard looks at the bytes, the
verifier's own profile at everything else. Number and seal are one revision of ours and take bare values only.
"""

from sqlalchemy import select

from documents.errors import VanthuError
from documents.pdf.returned import returned
from documents.work import Work
from workflows.commands import Rules
from workflows.directory.model import certificate_of
from workflows.errors import NoCertificate, TimestampPending
from workflows.outside import OutsidePaper, OutsideTicketUnknown, leave_unlocked
from workflows.proving import Ticket, Tools, prove
from workflows.signing import Begin, complete, finish_signing, reserve


class WholeFileRefused(VanthuError):
    """Number, date and seal are one revision of ours: another program cannot write it."""

    code = "whole_file_refused"


def file_to_sign_outside(begin: Begin, rules: Rules, document_id: str) -> bytes:
    """The file as another program wants it, before the signature; every check of signing is made.

    raises    OutsideTicketUnknown when the paper is not offered to the actor; WholeFileRefused; what `reserve` raises
    """
    with begin() as work:
        row = _offered(work, document_id)
        ticket = _reserved(work, rules, row)
        leave_unlocked(work, ticket)
        return ticket.base


def take_file(begin: Begin, rules: Rules, tools: Tools, document_id: str, pdf: bytes) -> None:
    """Take in the whole file, once; a time-stamp is added where the program brought none.

    raises    as `file_to_sign_outside`; ReturnedFileWrong, ProofFailed, TimestampPending
    """
    with begin() as work:
        row = _offered(work, document_id)
        ticket = _reserved(work, rules, row)
        pending = returned(ticket.base, pdf)
        row.used_at, row.prepared = work.now, None
    if pending is not None:
        finish_signing(begin, rules, tools, ticket, pending)
        return
    proven = prove(tools, ticket, pdf, verdict="signed")
    with begin() as work:
        complete(work, rules, ticket, proven)


def _offered(work: Work, document_id: str) -> OutsidePaper:
    """The paper as it was last offered to the actor, while its time runs."""
    mine = (
        select(OutsidePaper)
        .where(
            OutsidePaper.document_id == document_id,
            OutsidePaper.person_id == work.actor.person_id,
            OutsidePaper.used_at.is_(None),
            OutsidePaper.ends_at > work.now,
        )
        .order_by(OutsidePaper.ends_at.desc())
        .limit(1)
        .with_for_update()
    )
    row = work.session.scalar(mine)
    if row is None:
        raise OutsideTicketUnknown()
    if row.step == "issue":
        raise WholeFileRefused(document_id=document_id)
    return row


def _reserved(work: Work, rules: Rules, row: OutsidePaper) -> Ticket:
    holder = f"person:{work.actor.person_id}"
    enrolled = certificate_of(work.session, holder, work.now)
    if enrolled is None:
        raise NoCertificate(holder=holder, name=work.actor.name, document_id=row.document_id)
    ticket = reserve(
        work, rules, row.document_id, enrolled.fingerprint, step=row.step, seen_version=row.seen_version
    )
    if ticket.held is not None:
        raise TimestampPending(document_id=row.document_id)
    return ticket
