"""Certificates of people and agencies: enrolled for a period, ended when a device is lost, and what that touches.

Enrolling says whose a certificate is here; whether it is good is the authority's word, asked when something is signed.
What was signed before stays valid: its time-stamp proves the signature older than the loss.
source    Decree 23/2025/NĐ-CP on electronic signatures; Law on Electronic Transactions 2023, Art. 22
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from documents.errors import NotAllowed
from documents.model import Document, Reservation, SignatureProof
from documents.pdf.keys import certificate_facts
from documents.pdf.tokens import SCHEME
from documents.registers import printed_symbol
from documents.work import Work
from workflows.directory.model import Agency, Certificate, Person, our_agency, require_administrator
from workflows.errors import DirectoryRefused

Place = Literal["file", "device", "service", "elsewhere"]
"""Where the key lies: a file of this office, a device at it, a remote signing service, or with its holder."""
REMOTE = "csc:"
"""What the address of a key at a remote signing service begins with."""
LONGEST_REASON = 500


@dataclass(frozen=True)
class CertificateEnrolled:
    name: ClassVar[str] = "certificate_enrolled"
    document_id: None
    holder: str
    subject: str
    fingerprint: str
    place: str
    since: datetime


@dataclass(frozen=True)
class CertificateEnded:
    """Nobody signs with it any more; `lost_at` when a stranger could have used it from then on."""

    name: ClassVar[str] = "certificate_ended"
    document_id: None
    holder: str
    subject: str
    fingerprint: str
    until: datetime
    lost_at: datetime | None
    reason: str
    dropped: int


@dataclass(frozen=True)
class CertificateRow:
    """A line of the list; `days_left` until the certificate itself ends, `mine` when it is the actor's own."""

    fingerprint: str
    holder_name: str
    is_agency: bool
    subject: str
    place: Place
    not_after: datetime
    days_left: int
    since: datetime
    until: datetime | None
    lost_at: datetime | None
    ended_reason: str
    mine: bool


@dataclass(frozen=True)
class Touched:
    """A signature made with a certificate, and why it stands.

    standing   "before_loss": its trusted time is older than the loss; "after_loss": it is not and has to be looked at;
               "void": it counts no longer anyway; "archived": before the loss and carrying its own proof of that
    """

    number_symbol: str
    role: str
    trusted_time: datetime | None
    standing: Literal["before_loss", "archived", "after_loss", "void"]


def enroll_certificate(
    work: Work, holder: str, certificate: bytes, key_name: str | None, *, since: datetime
) -> None:
    """Enroll a certificate (DER) to a holder; again with another place of the key, it moves there.

    raises    DirectoryRefused for one that is somebody else's here, or was ended: a lost key does not come back
    """
    facts = certificate_facts(certificate)
    row = work.session.get(Certificate, facts.sha256)
    if row is not None and row.holder != holder:
        raise DirectoryRefused(why="certificate_of_another")
    if row is not None and row.until is not None:
        raise DirectoryRefused(why="certificate_was_ended")
    if row is not None and key_name in (None, row.key_name):
        return
    if row is None:
        row = Certificate(
            fingerprint=facts.sha256,
            holder=holder,
            subject=facts.subject[:300],
            not_before=facts.not_before,
            not_after=facts.not_after,
            key_name=key_name,
            since=since,
        )
        work.session.add(row)
    row.key_name = key_name
    told = (holder, row.subject, row.fingerprint, _place(row), row.since)
    work.record(CertificateEnrolled(None, *told))


def end_certificate(work: Work, fingerprint: str, reason: str, *, lost_at: datetime | None = None) -> int:
    """End a certificate at once: by its own holder, who noticed a loss on the road, or the administrator.

    Signatures that only waited for their time-stamp are dropped: nobody can say any more who asked for them.
    returns    how many of those
    raises     NotAllowed; DirectoryRefused
    """
    row = work.session.get(Certificate, fingerprint, with_for_update=True)
    if row is None or row.holder != f"person:{work.actor.person_id}":
        require_administrator(work, "end_certificate")
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if row is None or row.until is not None:
        raise DirectoryRefused(why="no_such_certificate")
    if not reason:
        raise DirectoryRefused(why="certificate_without_reason")
    if lost_at is not None and lost_at > work.now:
        raise DirectoryRefused(why="lost_in_future")
    row.until, row.lost_at, row.ended_reason = work.now, lost_at, reason
    dropped = work.session.execute(
        delete(Reservation).where(Reservation.certificate == fingerprint).returning(Reservation.document_id)
    ).all()
    told = (row.holder, row.subject, fingerprint, work.now, lost_at, reason, len(dropped))
    work.record(CertificateEnded(None, *told))
    return len(dropped)


def certificates(work: Work) -> list[CertificateRow]:
    """All of them for the administrator, one's own for everybody else; those in force first.

    raises    NotAllowed for who has none and runs nothing
    """
    rows = work.session.scalars(select(Certificate).order_by(Certificate.not_after)).all()
    if not _runs_directory(work):
        rows = [row for row in rows if row.holder == f"person:{work.actor.person_id}"]
        if not rows:
            raise NotAllowed(right="directory", document_id=None)
    names = _names(work.session, rows)
    shown = [_row(work, row, names.get(row.holder, "")) for row in rows]
    return sorted(shown, key=lambda row: (row.until is not None, row.not_after))


def touched_by(work: Work, fingerprint: str) -> list[Touched]:
    """Every signature made with a certificate, the last first.

    raises    NotAllowed
    """
    row = work.session.get(Certificate, fingerprint)
    if row is None or row.holder != f"person:{work.actor.person_id}":
        require_administrator(work, "directory")
    made = work.session.execute(
        select(SignatureProof, Document)
        .join(Document, Document.id == SignatureProof.document_id)
        .where(SignatureProof.certificate == fingerprint)
        .order_by(SignatureProof.proved_at.desc())
    )
    lost_at = row.lost_at if row is not None else None
    return [_touched(proof, document, lost_at) for proof, document in made]


def _touched(proof: SignatureProof, document: Document, lost_at: datetime | None) -> Touched:
    time = proof.trusted_time
    raised = document.current_sha256 is not None and document.current_sha256 != document.issued_sha256
    if proof.void_at is not None:
        standing = "void"
    elif time is None or (lost_at is not None and time >= lost_at):
        standing = "after_loss"
    else:
        standing = "archived" if raised else "before_loss"
    return Touched(printed_symbol(document), proof.role, time, standing)  # type: ignore[arg-type]


def _runs_directory(work: Work) -> bool:
    return f"office:administrator:{our_agency(work.session, work.now).id}" in work.actor.own


def _names(session: Session, rows: Sequence[Certificate]) -> dict[str, str]:
    ids = [row.holder.partition(":")[2] for row in rows]
    people = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    agencies = session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(ids)))
    return {f"person:{key}": name for key, name in people} | {f"agency:{key}": name for key, name in agencies}


def _row(work: Work, row: Certificate, name: str) -> CertificateRow:
    return CertificateRow(
        row.fingerprint,
        name,
        row.holder.startswith("agency:"),
        row.subject,
        _place(row),
        row.not_after,
        (row.not_after - work.now).days,
        row.since,
        row.until,
        row.lost_at,
        row.ended_reason,
        row.holder == f"person:{work.actor.person_id}",
    )


def _place(row: Certificate) -> Place:
    if row.key_name is None:
        return "elsewhere"
    if row.key_name.startswith(REMOTE):
        return "service"
    return "device" if row.key_name.startswith(SCHEME) else "file"
