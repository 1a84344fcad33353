"""Copies in electronic form: asked for, decided by a competent person, numbered and signed by the văn thư.

No person's signature stands on an electronic copy: the agency signs it with a line of letters. Its number is of the one
series that all copies of a year share. Reserve, sign, complete, as in `issuing`.

source  Decree 30/2020/NĐ-CP, Art. 25-27 and 33; annex I, part II
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents import commands as papers
from documents import issue_log
from documents.access import require
from documents.copies import (
    EXCERPT,
    LONGEST_PART,
    WORKFLOW,
    Copy,
    CopyNotPossible,
    PartNeeded,
    PreparedCopy,
    Source,
    copy_of,
    create_copy,
)
from documents.database import local_date
from documents.errors import VanthuError
from documents.events import NumberAllocated
from documents.fields import archive_values, complete_fields
from documents.kinds import Kind
from documents.model import Document
from documents.pdf.agency_line import AgencyLine, CopyForm, sign_line
from documents.pdf.keys import SigningKey
from documents.pdf.pending import PendingSignature
from documents.registers import (
    Allocation,
    allocate_copy,
    held_number,
    mark_issued,
    printed_symbol,
)
from documents.work import Work
from workflows.commands import Rules, allow, enter, move
from workflows.directory.mandates import Asked, Signer, Standing, signers
from workflows.directory.model import Agency, Unit, our_agency
from workflows.dispatch import send
from workflows.errors import ProofFailed, RecipientUnknown
from workflows.events import DocumentIssued
from workflows.issuing import register_line
from workflows.machines import settle
from workflows.proving import Proven, Ticket, Tools, prove, record_proof
from workflows.review import drafting_unit
from workflows.routing import freeze_plan, plan_for
from workflows.signing import (
    Begin,
    held_signature,
    release_reservation,
    require_enrolled,
    stamp_or_hold,
    take_reservation,
)

STEP = "copy"
"""What a copy's reservation is called: the step it is taken in is "issue", as of every paper."""
GOOD_SOURCES = ("issued", "signed")
"""An excerpt of an electronic source is made only when its own signatures prove it."""


class DeciderUnknown(VanthuError):
    """Nobody was chosen who may decide on copies today."""

    code = "decider_unknown"


@dataclass(frozen=True)
class CopyRequest:
    """What the person who asks for a copy says.

    kind        code: "ban-sao-y", "ban-sao-luc", "ban-trich-sao"
    signer      id of the person who decides
    part        which part an excerpt takes
    recipients  one a line, as under Nơi nhận; the actor's own unit where none is named
    """

    kind: str
    signer: str
    part: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class CopyTicket:
    """What transaction 1 fixed: the reservation, the number, what the line says."""

    ticket: Ticket
    allocation: Allocation
    line: AgencyLine


def deciders(work: Work, kind: str) -> list[Signer]:
    """Who may decide and sign copies of this kind for the actor's unit (Art. 27)."""
    agency, unit = our_agency(work.session, work.now), drafting_unit(work)
    return signers(work.session, Asked(agency.id, kind, unit.id), work.now)


def request_copy(
    work: Work,
    rules: Rules,
    asked: CopyRequest,
    source: Source,
    prepared: PreparedCopy,
    report: Mapping[str, Any],
) -> Document:
    """Ask for a copy of a paper the actor may see.

    report   what the verifier said of the source's bytes
    raises   NoSuchDocument, NotAllowed, CopyNotPossible, PartNeeded, DeciderUnknown, RecipientUnknown
    """
    require(work.session, work.actor, source.document_id, "view", work.now)
    if source.medium == "electronic" and report.get("verdict") not in GOOD_SOURCES:
        raise CopyNotPossible(why="copy_verdict", verdict=report.get("verdict"))
    part = " ".join(asked.part.split())[:LONGEST_PART]
    if asked.kind == EXCERPT and not part:
        raise PartNeeded()
    signer = next((one for one in deciders(work, asked.kind) if one.person_id == asked.signer), None)
    if signer is None:
        raise DeciderUnknown()
    agency, unit = our_agency(work.session, work.now), drafting_unit(work)
    kind, made = rules.kinds[asked.kind], rules.workflows[WORKFLOW]
    fields = _fields(agency, unit, kind, source, signer, asked, part)
    unknown = [name for line in plan_for(work, complete_fields(fields)) for name in line.unknown]
    if unknown:
        raise RecipientUnknown(lines=unknown)
    document = create_copy(work, prepared, source, report, _origin(agency, unit, kind, made), fields, part)
    enter(work, rules, document)
    return document


def issue_copy(
    begin: Begin,
    rules: Rules,
    tools: Tools,
    document_id: str,
    key: SigningKey,
    *,
    seen_version: int | None = None,
) -> None:
    """The văn thư's act: number, the agency's line, register, dispatch.

    raises    what `allow` raises; NoCertificate, CertificateNotEnrolled, AlreadyUnderway, TextDoesNotFit, ProofFailed;
              TimestampPending when the signature waits for its time-stamp
    """
    with begin() as work:
        copy = reserve_copy(work, rules, document_id, key.facts.sha256, seen_version=seen_version)
    held = copy.ticket.held
    pending = make_copy(copy, key) if held is None else PendingSignature.load(held)
    finish_copy(begin, rules, tools, copy, pending)


def resume_copy(begin: Begin, rules: Rules, tools: Tools, document_id: str) -> None:
    """Finish a copy whose signature waited for its time-stamp."""
    with begin() as work:
        copy = reserve_copy(work, rules, document_id, held_signature(work, document_id).certificate)
    if copy.ticket.held is not None:
        finish_copy(begin, rules, tools, copy, PendingSignature.load(copy.ticket.held))


def make_copy(copy: CopyTicket, key: SigningKey) -> PendingSignature:
    """The agency's line on the copy, without its time-stamp; raises as `sign_line`."""
    return sign_line(copy.ticket.base, key, copy.line)


def finish_copy(
    begin: Begin, rules: Rules, tools: Tools, copy: CopyTicket, pending: PendingSignature
) -> None:
    """Stamp, prove, take in; raises as `issue_copy`."""
    signed = stamp_or_hold(begin, tools, copy.ticket, pending)
    proven = prove(tools, copy.ticket, signed, verdict="issued")
    line = proven.report.line
    if line is None or (line.form, line.name) != (copy.line.form, copy.line.name):
        raise ProofFailed(document_id=copy.ticket.document_id, found="other_line")
    with begin() as work:
        complete_copy(work, rules, copy, proven)


def reserve_copy(
    work: Work, rules: Rules, document_id: str, certificate: str, *, seen_version: int | None = None
) -> CopyTicket:
    """Transaction 1: the number belongs to this very copy from here on."""
    document, _ = allow(work, rules, document_id, "issue", seen_version=seen_version)
    copy = work.session.get_one(Copy, document_id)
    require_enrolled(work, f"agency:{document.agency_id}", certificate)
    digest, base = papers.frozen_digest(document), document.rendition_sha256
    held = held_number(work.session, document.id)
    day = held.issue_date if held is not None else local_date(work.now)
    reservation = take_reservation(work, document, STEP, digest, base=base, certificate=certificate)
    allocation = allocate_copy(work.session, document, digest=digest, on=day, at=work.now)
    if held is None:
        work.record(NumberAllocated(document.id, allocation.number, document.symbol, day, digest))
    ticket = Ticket(
        document.id,
        STEP,
        reservation.token,
        work.files.get(base),
        base,
        digest,
        certificate,
        b"",
        Standing(""),
        work.now,
        reservation.held,
    )
    form: CopyForm = copy.form  # type: ignore[assignment]  # written by `create_copy` alone
    return CopyTicket(ticket, allocation, AgencyLine(form, document.agency_name, work.now))


def complete_copy(work: Work, rules: Rules, copy: CopyTicket, proven: Proven) -> Document:
    """Transaction 2: the bytes have proved themselves; register, log and recipients get the copy."""
    document, step = allow(work, rules, copy.ticket.document_id, "issue")
    release_reservation(work, document, copy.ticket)
    if held_number(work.session, document.id) != copy.allocation:
        raise ProofFailed(document_id=document.id, found="other_number")
    given = copy.allocation
    document.issued_sha256 = work.keep(proven.pdf, papers.PDF)
    document.signed_sha256 = document.current_sha256 = document.issued_sha256
    document.number, document.year = given.number, given.issue_date.year
    document.issued_on, document.issued_at = given.issue_date, work.now
    record_proof(work, document, "agency", document.issued_sha256, proven.report, copy.ticket.certificate)
    freeze_plan(work, document.id, complete_fields(document.fields), copy.ticket.digest)
    work.session.flush()
    issue_log.enter(work, document)
    mark_issued(work.session, document.id)
    move(work, rules, document, step)
    work.record(
        DocumentIssued(
            document.id,
            printed_symbol(document),
            given.issue_date.isoformat(),
            document.issued_sha256,
            copy.ticket.certificate,
        )
    )
    sent = send(work, document)
    work.session.add(
        register_line(work, document, given, copies=len([row for row in sent if row.status != "kept"]))
    )
    settle(work, rules, document)
    return document


def is_copy(work: Work, document_id: str) -> bool:
    return copy_of(work.session, document_id) is not None


def _origin(agency: Agency, unit: Unit, kind: Kind, made: Any) -> papers.Origin:
    return papers.Origin(
        kind=kind.code,
        agency_id=agency.id,
        agency_name=agency.name,
        unit_id=unit.id,
        unit_name=unit.name,
        workflow=made.name,
        workflow_version=made.version,
        state=made.start,
    )


def _fields(
    agency: Agency, unit: Unit, kind: Kind, source: Source, signer: Signer, asked: CopyRequest, part: str
) -> dict[str, Any]:
    """What the copy says of itself, in the keys every paper has; the source's own words stay its own."""
    taken = f" ({part})" if part else ""
    archive_line = "Lưu: VT"
    return {
        "agency": agency.name,
        "parent_agency": agency.parent_name,
        "symbol": f"{kind.abbreviation}-{agency.abbreviation or ''}",
        "place": agency.place,
        "kind": kind.name,
        "subject": f"{source.name}{taken}",
        "legal_bases": [],
        "recipients": _lines(asked.recipients) or [unit.name],
        "archive_line": archive_line,
        **archive_values(archive_line),
        "signing_lines": list(signer.lines),
        "signer_name": signer.name,
    }


def _lines(recipients: Sequence[str]) -> list[str]:
    return [line for one in recipients if (line := one.strip(" \t-;"))]
