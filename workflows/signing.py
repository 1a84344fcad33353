"""The competent person signs, of minutes the secretary and then the chair: reserve, sign, complete.

A key or time-stamp server may be slow, so no transaction is open while it works. What comes back is untrusted: the
state moves only when the bytes prove themselves. The PDF work is in documents.pdf; the agency's act in `issuing`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from documents import commands as papers
from documents.drafting import Ink
from documents.fields import complete_fields
from documents.model import Document, Reservation
from documents.pdf.errors import TimestampUnavailable
from documents.pdf.fields import DIRECTOR_FIELD, SECRETARY_FIELD
from documents.pdf.keys import SigningKey
from documents.pdf.pending import PendingSignature, dump_all, stamp_and_complete
from documents.pdf.report import Report
from documents.pdf.revision import Claim
from documents.pdf.sign import certify_pending, countersign_pending
from documents.work import Work
from workflows.commands import Rules, allow, move
from workflows.definition import Transition
from workflows.directory.mandates import Asked, signer_named
from workflows.directory.model import Picture, certificate_of, our_agency, picture_of
from workflows.errors import (
    AlreadyUnderway,
    CertificateNotEnrolled,
    NoCertificate,
    PictureMissing,
    ProofFailed,
    ReservationLost,
    TimestampPending,
)
from workflows.events import DocumentSigned, SecretarySigned, TimestampAwaited
from workflows.machines import settle
from workflows.minutes import SECRETARY, SECRETARY_STEP, colleague_named, standing_to_sign
from workflows.proving import Proven, Ticket, Tools, prove, record_proof, trusted_time
from workflows.routing import freeze_plan


@dataclass(frozen=True)
class Place:
    """Where a step puts its signature: the field of the page, and the role its proof is kept as."""

    field: str
    role: str


PLACES: Mapping[str, Place] = {
    SECRETARY_STEP: Place(SECRETARY_FIELD, SECRETARY),
    "sign": Place(DIRECTOR_FIELD, "person"),
}
"""By step; the last is the one after which the paper is signed."""

RESERVATION = timedelta(minutes=10)
WAITING_FOR_TIMESTAMP = timedelta(days=30)

Begin = Callable[[], AbstractContextManager[Work]]
"""Opens a work as the acting person; each of reserve and complete is one."""


def sign_document(
    begin: Begin,
    rules: Rules,
    tools: Tools,
    document_id: str,
    key: SigningKey,
    *,
    step: str = "sign",
    seen_version: int | None = None,
) -> None:
    """The director's act: approval and signature, in one gesture; on minutes the secretary's, then the chair's.

    step      one of `PLACES`

    raises    what `allow` raises; NoMandate, NoCertificate, CertificateNotEnrolled, AlreadyUnderway, ProofFailed;
              TimestampPending when the signature is made and held, waiting for its time-stamp
    """
    with begin() as work:
        ticket = reserve(work, rules, document_id, key.facts.sha256, step=step, seen_version=seen_version)
    pending = PendingSignature.load(ticket.held) if ticket.held is not None else make_signature(ticket, key)
    finish_signing(begin, rules, tools, ticket, pending)


def make_signature(ticket: Ticket, key: SigningKey) -> PendingSignature:
    """The signature a ticket asks for, without its time-stamp."""
    sign = countersign_pending if ticket.countersigns else certify_pending
    return sign(ticket.base, key, picture_png=ticket.picture, claim=Claim(ticket.at))


def resume_signing(begin: Begin, rules: Rules, tools: Tools, document_id: str) -> None:
    """Finish a signature that waited for its time-stamp; the key is not needed again.

    raises    as `sign_document`
    """
    with begin() as work:
        held = held_signature(work, document_id)
        ticket = reserve(work, rules, document_id, held.certificate, step=held.step)
    if ticket.held is not None:
        finish_signing(begin, rules, tools, ticket, PendingSignature.load(ticket.held))


def finish_signing(
    begin: Begin, rules: Rules, tools: Tools, ticket: Ticket, pending: PendingSignature
) -> None:
    """Stamp, prove, take in; raises TimestampPending, ReservationLost, ProofFailed."""
    proven = prove(tools, ticket, stamp_or_hold(begin, tools, ticket, pending), verdict="signed")
    with begin() as work:
        complete(work, rules, ticket, proven)


def held_signature(work: Work, document_id: str) -> Reservation:
    """raises ReservationLost when nothing is held for this document."""
    reservation = work.session.get(Reservation, document_id)
    if reservation is None or reservation.held is None:
        raise ReservationLost(document_id=document_id)
    return reservation


def reserve(
    work: Work,
    rules: Rules,
    document_id: str,
    certificate: str,
    *,
    step: str = "sign",
    seen_version: int | None = None,
) -> Ticket:
    """Check everything that can be checked before the key works, and keep others away meanwhile."""
    document, _ = allow(work, rules, document_id, step, seen_version=seen_version)
    complete_fields(document.fields)
    standing = standing_to_sign(work, rules.workflow_of(document), document)
    holder = f"person:{work.actor.person_id}"
    require_enrolled(work, holder, certificate)
    digest = papers.frozen_digest(document)
    base = document.signed_sha256 or document.rendition_sha256
    reservation = take_reservation(work, document, step, digest, base=base, certificate=certificate)
    return Ticket(
        document.id,
        step,
        reservation.token,
        work.files.get(base),
        base,
        digest,
        certificate,
        picture_bytes(work, holder),
        standing,
        work.now,
        reservation.held,
        countersigns=document.signed_sha256 is not None,
    )


def complete(work: Work, rules: Rules, ticket: Ticket, proven: Proven) -> Document:
    """Accept the signed bytes, proven to be the signature that was reserved.

    raises    ReservationLost, ProofFailed
    """
    document, step = allow(work, rules, ticket.document_id, ticket.step)
    release_reservation(work, document, ticket)
    place, report = PLACES[ticket.step], proven.report
    if report.signatures[-1].field != place.field:
        raise ProofFailed(document_id=document.id, found="other_field")
    document.signed_sha256 = work.keep(proven.pdf, papers.PDF)
    record_proof(work, document, place.role, document.signed_sha256, report, ticket.certificate)
    if ticket.step == SECRETARY_STEP:
        move(work, rules, document, step)
        work.record(
            SecretarySigned(
                document.id, document.signed_sha256, ticket.digest, ticket.certificate, trusted_time(report)
            )
        )
    else:
        _approve_signed(work, rules, document, step, ticket, report)
    settle(work, rules, document)
    return document


def _approve_signed(
    work: Work, rules: Rules, document: Document, step: Transition, ticket: Ticket, report: Report
) -> None:
    """The competent person's signature is their approval, and freezes where the paper will go."""
    papers.approve(work, document, "approval")
    freeze_plan(work, document.id, complete_fields(document.fields), ticket.digest)
    move(work, rules, document, step)
    assert document.signed_sha256 is not None
    work.record(
        DocumentSigned(
            document.id,
            document.signed_sha256,
            ticket.digest,
            ticket.certificate,
            ticket.standing.capacity,
            ticket.standing.paper,
            trusted_time(report),
        )
    )


def require_enrolled(work: Work, holder: str, certificate: str) -> None:
    """The certificate is the one enrolled for this holder today.

    raises    NoCertificate, CertificateNotEnrolled
    """
    enrolled = certificate_of(work.session, holder, work.now)
    if enrolled is None:
        raise NoCertificate(holder=holder, name=work.actor.name)
    if enrolled.fingerprint != certificate:
        raise CertificateNotEnrolled(holder=holder, name=work.actor.name)


def registered_ink(work: Work, signer_name: str | None) -> Ink:
    """The real sizes of the agency's seal and of the named signer's signature; the usual ones where none is known."""
    agency = our_agency(work.session, work.now)
    signer = signer_named(work.session, Asked(agency.id), signer_name or "", work.now)
    person_id = signer.person_id if signer else None
    if person_id is None:
        # Who signs minutes may be anybody of the office.
        colleague = colleague_named(work.session, agency.id, signer_name or "", work.now)
        person_id = colleague.id if colleague else None
    signature = picture_of(work.session, f"person:{person_id}", work.now) if person_id else None
    seal = picture_of(work.session, f"agency:{agency.id}", work.now)
    usual = Ink()
    return Ink(
        (signature.width_mm, signature.height_mm) if signature else usual.signature_mm,
        (seal.width_mm, seal.height_mm) if seal else usual.seal_mm,
    )


def picture_bytes(work: Work, holder: str) -> bytes:
    """raises PictureMissing when none is registered."""
    picture: Picture | None = picture_of(work.session, holder, work.now)
    if picture is None:
        raise PictureMissing(holder=holder)
    return work.files.get(picture.sha256)


def take_reservation(
    work: Work, document: Document, step: str, digest: str, *, base: str, certificate: str
) -> Reservation:
    """One slow act at a time on a document; the same person may start their own again.

    raises    AlreadyUnderway
    """
    open_one = work.session.get(Reservation, document.id)
    if open_one is not None:
        theirs = open_one.person_id != work.actor.person_id
        if theirs and open_one.expires_at > work.now:
            raise AlreadyUnderway(document_id=document.id, step=open_one.step)
        still_good = (open_one.step, open_one.digest, open_one.base_sha256) == (
            step,
            digest,
            base,
        ) and not theirs
        held = open_one.held if still_good else None
        work.session.delete(open_one)
        work.session.flush()
    else:
        held = None
    reservation = Reservation(
        document_id=document.id,
        step=step,
        digest=digest,
        base_sha256=base,
        person_id=work.actor.person_id,
        certificate=certificate,
        made_at=work.now,
        expires_at=work.now + RESERVATION,
        held=held,
    )
    work.session.add(reservation)
    work.session.flush()
    return reservation


def release_reservation(work: Work, document: Document, ticket: Ticket) -> None:
    """raises ReservationLost when the ticket is no longer the open one, or the paper changed under it."""
    reservation = work.session.get(Reservation, document.id)
    if reservation is None or reservation.token != ticket.token or reservation.expires_at <= work.now:
        raise ReservationLost(document_id=document.id)
    if papers.frozen_digest(document) != ticket.digest:
        raise ReservationLost(document_id=document.id)
    work.session.delete(reservation)


def stamp_or_hold(begin: Begin, tools: Tools, ticket: Ticket, pending: PendingSignature) -> bytes:
    """The signed file; or, when no time-stamp comes, the raw signature is held and the act stays open.

    raises    TimestampPending
    """
    return stamp_all_or_hold(begin, tools, ticket, [pending])[0]


def stamp_all_or_hold(
    begin: Begin, tools: Tools, ticket: Ticket, pendings: Sequence[PendingSignature]
) -> list[bytes]:
    """The same of signatures of one act that stand or fall together: all are finished, or all are held."""
    try:
        return [stamp_and_complete(one, tools.timestamper) for one in pendings]
    except TimestampUnavailable as unavailable:
        with begin() as work:
            reservation = work.session.get(Reservation, ticket.document_id)
            if reservation is None or reservation.token != ticket.token:
                raise ReservationLost(document_id=ticket.document_id) from unavailable
            reservation.held = dump_all(pendings)
            reservation.expires_at = work.now + WAITING_FOR_TIMESTAMP
            work.record(TimestampAwaited(ticket.document_id))
        raise TimestampPending(document_id=ticket.document_id, **unavailable.facts) from unavailable


@dataclass(frozen=True)
class WaitingSignature:
    """A signature that is made and only lacks its time-stamp; step is one of `PLACES`, or "issue"."""

    document_id: str
    person_id: str
    step: str


def waiting_for_timestamp(work: Work) -> list[WaitingSignature]:
    rows = work.session.execute(
        select(Reservation.document_id, Reservation.person_id, Reservation.step).where(
            Reservation.held.is_not(None)
        )
    )
    return [WaitingSignature(*row) for row in rows]
