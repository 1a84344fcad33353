"""Signing with a key this office never holds (USB token at one's own PC): offered, prepared, finished.

The signer's desk offers chosen papers under a one-time ticket, of which only the digest is kept. Preparing checks all
that `signing` and `issuing` check and keeps the revision that waits for a value; no reservation stays, so nothing is
locked when the person walks away. Finishing checks everything again, holds the value against the enrolled
certificate, and goes the usual way of stamp and proof. An agency's number is given when its seal is prepared and kept
for the next try (the same as in `issuing`).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from documents.database import Base, UtcTime
from documents.errors import NotAllowed, VanthuError
from documents.model import Document, Reservation
from documents.pdf.keys import SigningKey
from documents.pdf.outside import PreparedSignature, embed, prepare_outside
from documents.pdf.pending import PendingSignature
from documents.work import Work
from workflows.commands import Rules, allow
from workflows.copying import CopyTicket, finish_copy, is_copy, make_copy, reserve_copy
from workflows.directory.model import certificate_of
from workflows.errors import NoCertificate, TimestampPending
from workflows.issuing import IssueTicket, allocate_number, finish_issuing, make_seals
from workflows.proving import Ticket, Tools
from workflows.signing import Begin, finish_signing, make_signature, reserve

LASTS = timedelta(minutes=10)
MOST_PAPERS = 100
SECRET_BYTES = 32

Issuing = IssueTicket | CopyTicket | None
"""What the agency's key works on, a paper with its annexes or a copy; None for a person's."""

Standing = Literal["offered", "prepared", "done", "ended"]


class OutsideTicketUnknown(VanthuError):
    """No such one-time code, or none for this paper."""

    code = "outside_ticket_unknown"


class OutsideTicketEnded(VanthuError):
    """The minutes of the one-time code are over."""

    code = "outside_ticket_ended"


class OutsideTicketUsed(VanthuError):
    """The one-time code has already signed this paper."""

    code = "outside_ticket_used"


class OutsideNotPrepared(VanthuError):
    """A value came for a paper that was not prepared under this code, or not as many values as files."""

    code = "outside_not_prepared"


class OutsideMoved(VanthuError):
    """The paper is no longer the one that was prepared."""

    code = "outside_moved"


class OutsidePaper(Base):
    """A paper offered to a key outside.

    ticket        SHA-256 of the one-time code, hex
    base_sha256   the file it stands on; it, `digest`, `certificate` and `prepared` are None until it is prepared
    digest        of the frozen content
    prepared      the revisions that wait for their values; dropped when they came
    """

    __tablename__ = "vanthu_outside_papers"
    ticket: Mapped[str] = mapped_column(String(64), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(20), index=True)
    ordinal: Mapped[int]
    step: Mapped[str] = mapped_column(String(10))
    seen_version: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    certificate: Mapped[str | None] = mapped_column(String(64))
    base_sha256: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))
    prepared: Mapped[bytes | None]
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


@dataclass(frozen=True)
class Chosen:
    """A paper somebody wants to sign outside: the step, and the version they saw."""

    document_id: str
    step: str
    version: int


@dataclass(frozen=True)
class Offered:
    """A paper under a one-time code, as the person is told of it."""

    document_id: str
    step: str
    symbol: str
    subject: str
    standing: Standing
    ends_at: datetime


def offer(work: Work, rules: Rules, papers: Sequence[Chosen]) -> str:
    """Offer papers to the actor's own key outside; returns the one-time code, which is kept nowhere.

    raises    what `allow` raises; NoCertificate
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    work.session.execute(delete(OutsidePaper).where(OutsidePaper.ends_at <= work.now))
    for ordinal, paper in enumerate(papers[:MOST_PAPERS]):
        document, _ = allow(work, rules, paper.document_id, paper.step, seen_version=paper.version)
        agency, person = f"agency:{document.agency_id}", f"person:{work.actor.person_id}"
        holder = agency if paper.step == "issue" else person
        if certificate_of(work.session, holder, work.now) is None:
            raise NoCertificate(holder=holder, name=work.actor.name, document_id=document.id)
        work.session.add(
            OutsidePaper(
                ticket=_digest(secret),
                document_id=document.id,
                person_id=work.actor.person_id,
                ordinal=ordinal,
                step=paper.step,
                seen_version=document.version,
                ends_at=work.now + LASTS,
            )
        )
    work.session.flush()
    return secret


def owner_of(work: Work, secret: str) -> str:
    """Whose one-time code it is: a person's id; raises OutsideTicketUnknown, OutsideTicketEnded."""
    row = work.session.scalars(select(OutsidePaper).where(OutsidePaper.ticket == _digest(secret))).first()
    if row is None:
        raise OutsideTicketUnknown()
    if row.ends_at <= work.now:
        raise OutsideTicketEnded()
    return row.person_id


def offered(work: Work, secret: str = "") -> list[Offered]:
    """The actor's own papers at keys outside: under one code, or all."""
    mine = select(OutsidePaper, Document).join(Document, Document.id == OutsidePaper.document_id)
    mine = mine.where(OutsidePaper.person_id == work.actor.person_id)
    if secret:
        mine = mine.where(OutsidePaper.ticket == _digest(secret))
    rows = work.session.execute(mine.order_by(OutsidePaper.ends_at.desc(), OutsidePaper.ordinal))
    return [
        Offered(row.document_id, row.step, paper.symbol, paper.subject, _standing(work, row), row.ends_at)
        for row, paper in rows
    ]


def prepare(
    begin: Begin, rules: Rules, secret: str, document_id: str, certificate: bytes, chain: Sequence[bytes]
) -> list[PreparedSignature]:
    """The files that wait for a value of this certificate's key: the paper, and when issuing its annexes.

    certificate, chain   DER; only the certificate enrolled for the holder is taken
    raises    NotAllowed for another's code, OutsideTicketUnknown, OutsideTicketEnded, OutsideTicketUsed; what
              `reserve` or `allocate_number` raise; TimestampPending; KeyNotSupported, KeyExpired, KeyNotYetValid
    """
    fingerprint = hashlib.sha256(certificate).hexdigest()
    with begin() as work:
        row = _open_row(work, secret, document_id)
        issue, ticket = _take(work, rules, row, fingerprint, seen_version=row.seen_version)
        leave_unlocked(work, ticket)
    made = prepare_outside(lambda key: _make(issue, ticket, key), certificate, chain)
    with begin() as work:
        row = _open_row(work, secret, document_id)
        row.certificate, row.base_sha256, row.digest = fingerprint, ticket.base_sha256, ticket.digest
        dumps = [one.dump() for one in made]
        row.prepared = b"".join(len(one).to_bytes(8, "big") + one for one in dumps)
    return made


def prepared_files(work: Work, secret: str, document_id: str) -> list[PreparedSignature]:
    """What waits; raises as `prepare`, OutsideNotPrepared."""
    return _prepared(_open_row(work, secret, document_id))


def finish(
    begin: Begin, rules: Rules, tools: Tools, secret: str, document_id: str, values: Sequence[bytes]
) -> None:
    """Take the values in, one for each prepared file; a wrong one leaves everything as it was.

    raises    as `prepare`; SignatureValueWrong, PreparedWrong, OutsideNotPrepared, OutsideMoved; what `sign_document`
              and `issue_document` raise once the signature is made
    """
    with begin() as work:
        waiting = _prepared(_open_row(work, secret, document_id))
    if len(values) != len(waiting):
        raise OutsideNotPrepared(document_id=document_id)
    pendings = [embed(one, value) for one, value in zip(waiting, values, strict=True)]
    with begin() as work:
        row = _open_row(work, secret, document_id)
        issue, ticket = _take(work, rules, row, row.certificate or "")
        if (row.base_sha256, row.digest) != (ticket.base_sha256, ticket.digest) or _prepared(row) != waiting:
            raise OutsideMoved(document_id=document_id)
        row.used_at, row.prepared = work.now, None
    if isinstance(issue, CopyTicket):
        finish_copy(begin, rules, tools, issue, pendings[0])
    elif issue is not None:
        finish_issuing(begin, rules, tools, issue, pendings)
    else:
        finish_signing(begin, rules, tools, ticket, pendings[0])


def _take(
    work: Work, rules: Rules, row: OutsidePaper, certificate: str, *, seen_version: int | None = None
) -> tuple[Issuing, Ticket]:
    """The same checks as for a key here; what waits for its time-stamp only wants to be resumed."""
    issue: Issuing = None
    if row.step == "issue":
        take = reserve_copy if is_copy(work, row.document_id) else allocate_number
        issue = take(work, rules, row.document_id, certificate, seen_version=seen_version)
        ticket = issue.ticket
    else:
        ticket = reserve(work, rules, row.document_id, certificate, step=row.step, seen_version=seen_version)
    if ticket.held is not None:
        raise TimestampPending(document_id=row.document_id)
    return issue, ticket


def leave_unlocked(work: Work, ticket: Ticket) -> None:
    """Nothing stays reserved while somebody looks for their token."""
    work.session.execute(
        delete(Reservation).where(
            Reservation.document_id == ticket.document_id, Reservation.token == ticket.token
        )
    )


def _make(issue: Issuing, ticket: Ticket, key: SigningKey) -> list[PendingSignature]:
    if isinstance(issue, CopyTicket):
        return [make_copy(issue, key)]
    return make_seals(issue, key) if issue is not None else [make_signature(ticket, key)]


def _open_row(work: Work, secret: str, document_id: str) -> OutsidePaper:
    row = work.session.get(OutsidePaper, (_digest(secret), document_id), with_for_update=True)
    if row is None:
        raise OutsideTicketUnknown()
    if row.person_id != work.actor.person_id:
        raise NotAllowed(right="sign_outside", document_id=document_id)
    if row.used_at is not None:
        raise OutsideTicketUsed(document_id=document_id)
    if row.ends_at <= work.now:
        raise OutsideTicketEnded(document_id=document_id)
    return row


def _prepared(row: OutsidePaper) -> list[PreparedSignature]:
    found, rest = [], row.prepared or b""
    while rest:
        end = 8 + int.from_bytes(rest[:8], "big")
        found.append(PreparedSignature.load(rest[8:end]))
        rest = rest[end:]
    if not found:
        raise OutsideNotPrepared(document_id=row.document_id)
    return found


def _standing(work: Work, row: OutsidePaper) -> Standing:
    if row.used_at is not None:
        return "done"
    if row.ends_at <= work.now:
        return "ended"
    return "prepared" if row.prepared else "offered"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
