"""The văn thư issues: number, date and seal in one act, then the plan is carried out.

Transaction 1 gives the number to this very content; filling and sealing run with no transaction open; transaction 2
proves the bytes, writes the register and sends. A retry keeps the number and the day of transaction 1; giving up is a
recorded cancellation.
source  Decree 30/2020/NĐ-CP, Art. 14-18 and 32-33
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents import commands as papers
from documents import issue_log
from documents.access import require
from documents.database import local_date
from documents.errors import VanthuError
from documents.events import NumberAllocated, NumberCancelled
from documents.fields import Fields, complete_fields
from documents.model import Document
from documents.pdf.keys import SigningKey
from documents.pdf.pending import PendingSignature, load_all
from documents.pdf.revision import Claim
from documents.pdf.seal import Filling, seal_pending
from documents.registers import (
    Allocation,
    RegisterEntry,
    allocate,
    cancel,
    held_number,
    mark_issued,
    print_day,
    print_month,
    print_number,
    printed_symbol,
)
from documents.work import Work
from workflows.annexes import AnnexTicket, annexes_to_sign, keep_annexes, prove_annexes, sign_annex
from workflows.commands import Rules, allow, move
from workflows.directory.mandates import Standing
from workflows.dispatch import send
from workflows.errors import MonthPassed, ProofFailed, ReasonNeeded
from workflows.events import DocumentIssued
from workflows.machines import settle
from workflows.proving import Proven, Ticket, Tools, prove, record_proof
from workflows.signing import (
    Begin,
    held_signature,
    picture_bytes,
    release_reservation,
    require_enrolled,
    stamp_all_or_hold,
    take_reservation,
)


class NothingToCancel(VanthuError):
    """The document holds no number that could be given up."""

    code = "nothing_to_cancel"


@dataclass(frozen=True)
class IssueTicket:
    """What transaction 1 fixed: the reservation, the number, what goes into the blanks, the annexes to sign with it."""

    ticket: Ticket
    allocation: Allocation
    filling: Filling
    annexes: tuple[AnnexTicket, ...] = ()


def issue_document(
    begin: Begin,
    rules: Rules,
    tools: Tools,
    document_id: str,
    key: SigningKey,
    *,
    seen_version: int | None = None,
) -> None:
    """Number, date, seal, register, dispatch.

    raises    what `allow` raises; MonthPassed, NoSeries, NoCertificate, CertificateNotEnrolled, AlreadyUnderway,
              TextDoesNotFit, ProofFailed; TimestampPending when the seal waits for its time-stamp
    """
    with begin() as work:
        issue = allocate_number(work, rules, document_id, key.facts.sha256, seen_version=seen_version)
    held = issue.ticket.held
    pending = load_all(held) if held is not None else make_seals(issue, key)
    finish_issuing(begin, rules, tools, issue, pending)


def make_seals(issue: IssueTicket, key: SigningKey) -> list[PendingSignature]:
    """The filled and sealed paper and its signed annexes, without their time-stamps."""
    sealed = seal_pending(
        issue.ticket.base,
        key,
        filling=issue.filling,
        seal_png=issue.ticket.picture,
        claim=Claim(issue.ticket.at),
    )
    return [sealed, *(sign_annex(annex, key) for annex in issue.annexes)]


def resume_issuing(begin: Begin, rules: Rules, tools: Tools, document_id: str) -> None:
    """Finish a seal that waited for its time-stamp; number and day are those of transaction 1."""
    with begin() as work:
        issue = allocate_number(work, rules, document_id, held_signature(work, document_id).certificate)
    if issue.ticket.held is not None:
        finish_issuing(begin, rules, tools, issue, load_all(issue.ticket.held))


def finish_issuing(
    begin: Begin, rules: Rules, tools: Tools, issue: IssueTicket, pending: Sequence[PendingSignature]
) -> None:
    """Paper and annexes are proved outside and taken in together: a crash before leaves none of them issued."""
    sealed, *signed = stamp_all_or_hold(begin, tools, issue.ticket, pending)
    proven = prove(tools, issue.ticket, sealed, verdict="issued")
    beside = prove_annexes(tools, issue.ticket, issue.annexes, signed)
    with begin() as work:
        complete_issue(work, rules, issue, proven, beside)


def allocate_number(
    work: Work, rules: Rules, document_id: str, certificate: str, *, seen_version: int | None = None
) -> IssueTicket:
    """Transaction 1: the number belongs to this document's frozen content from here on."""
    document, _ = allow(work, rules, document_id, "issue", seen_version=seen_version)
    fields = complete_fields(document.fields)
    holder = f"agency:{document.agency_id}"
    require_enrolled(work, holder, certificate)
    digest = papers.frozen_digest(document)
    held = held_number(work.session, document.id)
    day = held.issue_date if held is not None else local_date(work.now)
    require_printed_month(fields, day)
    assert document.signed_sha256 is not None
    reservation = take_reservation(
        work, document, "issue", digest, base=document.signed_sha256, certificate=certificate
    )
    allocation = allocate(work.session, document, digest=digest, on=day, at=work.now)
    if held is None:
        work.record(NumberAllocated(document.id, allocation.number, document.symbol, day, digest))
    ticket = Ticket(
        document.id,
        "issue",
        reservation.token,
        work.files.get(document.signed_sha256),
        document.signed_sha256,
        digest,
        certificate,
        picture_bytes(work, holder),
        Standing(""),
        work.now,
        reservation.held,
    )
    named = f"{print_number(allocation.number)}/{document.symbol}"
    return IssueTicket(
        ticket, allocation, filling_for(fields, allocation), annexes_to_sign(work, document, named)
    )


def complete_issue(
    work: Work, rules: Rules, issue: IssueTicket, proven: Proven, annexes: Sequence[Proven] = ()
) -> Document:
    """Transaction 2: the bytes have proved themselves, the register gets its line, the recipients their document."""
    document, step = allow(work, rules, issue.ticket.document_id, "issue")
    release_reservation(work, document, issue.ticket)
    held = held_number(work.session, document.id)
    if held != issue.allocation:
        raise ProofFailed(document_id=document.id, found="other_number")
    report = proven.report
    if report.filled != issue.filling.texts:
        raise ProofFailed(document_id=document.id, found="other_filling")
    document.issued_sha256 = work.keep(proven.pdf, papers.PDF)
    document.current_sha256 = document.issued_sha256
    document.number, document.year = held.number, held.issue_date.year
    document.issued_on, document.issued_at = held.issue_date, work.now
    record_proof(work, document, "agency", document.issued_sha256, report, issue.ticket.certificate)
    keep_annexes(work, document, issue.annexes, annexes)
    work.session.flush()
    issue_log.enter(work, document)
    mark_issued(work.session, document.id)
    move(work, rules, document, step)
    work.record(
        DocumentIssued(
            document.id,
            printed_symbol(document),
            held.issue_date.isoformat(),
            document.issued_sha256,
            issue.ticket.certificate,
        )
    )
    sent = send(work, document)
    copies = len([row for row in sent if row.status != "kept"])
    work.session.add(register_line(work, document, issue.allocation, copies=copies))
    settle(work, rules, document)
    return document


def cancel_number(work: Work, rules: Rules, document_id: str, reason: str) -> None:
    """Give the number up for good: the gap is explained, the document goes back to its drafter.

    raises    NothingToCancel, ReasonNeeded
    """
    document = require(work.session, work.actor, document_id, "return_signed", work.now)
    # Waits for a seal that is just being proved, then sees what became of it.
    work.session.refresh(document, with_for_update=True)
    if document.state != "signed":
        raise NothingToCancel(document_id=document_id)
    if not reason.strip():
        raise ReasonNeeded(act="cancel_number", document_id=document_id)
    given_up = cancel(work.session, document.id, reason.strip())
    if given_up is None:
        raise NothingToCancel(document_id=document_id)
    work.record(NumberCancelled(document.id, given_up.number, reason.strip()))
    move(work, rules, document, rules.workflow_of(document).transitions["return_signed"], reason)
    papers.fall_approvals(work, document, "number_cancelled")
    settle(work, rules, document)


def require_printed_month(fields: Fields, day: date) -> None:
    """The paper may not say December when it is issued in January; minutes say no day of issue at all.

    raises    MonthPassed
    """
    if fields.printed_year is None:
        return
    printed = (fields.printed_year, fields.printed_month or day.month, fields.printed_day or day.day)
    if printed != (day.year, day.month, day.day):
        raise MonthPassed(printed_month=fields.printed_month, printed_year=fields.printed_year, today=day)


def filling_for(fields: Fields, allocation: Allocation) -> Filling:
    """What is written into the blanks the draft left."""
    day, dated = allocation.issue_date, fields.printed_year is not None
    return Filling(
        number=print_number(allocation.number),
        day=print_day(day.day) if dated and fields.printed_day is None else None,
        month=print_month(day.month) if dated and fields.printed_month is None else None,
    )


def register_line(work: Work, document: Document, allocation: Allocation, *, copies: int) -> RegisterEntry:
    """The ten columns of annex IV, from the frozen values."""
    fields = complete_fields(document.fields)
    assert document.issued_sha256 is not None
    return RegisterEntry(
        series_id=allocation.series_id,
        document_id=document.id,
        number=allocation.number,
        number_symbol=printed_symbol(document),
        document_date=allocation.issue_date,
        kind_and_subject=f"{fields.kind}: {fields.subject}",
        signer=fields.signer_name,
        recipients="; ".join(fields.recipients),
        kept_by=", ".join(fields.archive_units) or fields.archive_line,
        copies=copies,
        sent_on=local_date(work.now),
        issued_sha256=document.issued_sha256,
    )
