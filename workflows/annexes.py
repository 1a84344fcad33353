"""Annexes of a paper: changed by who drafts it, signed by the văn thư together with it.

An annex shows no seal: the agency signs it with a line of letters. Paper and annexes are issued in one transaction, so
none is ever issued without the others.

source  Decree 30/2020/NĐ-CP, Art. 10 k2 (the draft and what is attached to it), annex I, part I III.1d
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from documents import annexes
from documents import commands as papers
from documents.access import require
from documents.annexes import AnnexIssued, PreparedAnnex
from documents.errors import VersionMoved
from documents.model import Document
from documents.pdf.agency_line import AgencyLine, sign_line
from documents.pdf.keys import SigningKey
from documents.pdf.pending import PendingSignature
from documents.work import Work
from documents.working_copies import require_no_other_copy
from workflows.errors import ProofFailed
from workflows.proving import Proven, Ticket, Tools, prove


@dataclass(frozen=True)
class AnnexTicket:
    """An annex to be signed: its bytes, and to which paper the line says that it belongs."""

    annex_id: str
    base: bytes
    base_sha256: str
    named: str
    at: datetime


def add_annex(
    work: Work, document_id: str, prepared: PreparedAnnex, title: str, *, seen_version: int
) -> None:
    """A drafting officer adds a file behind the paper; approvals fall.

    raises    NotAllowed, VersionMoved, WorkingCopyTaken; as `documents.annexes.add_annex`
    """
    annexes.add_annex(work, _draft(work, document_id, seen_version), prepared, title)


def replace_annex(
    work: Work, document_id: str, annex_id: str, prepared: PreparedAnnex, title: str, *, seen_version: int
) -> None:
    """Another file in its place; raises as `add_annex`, NoSuchAnnex."""
    annexes.replace_annex(work, _draft(work, document_id, seen_version), annex_id, prepared, title)


def rename_annex(work: Work, document_id: str, annex_id: str, title: str, *, seen_version: int) -> None:
    """raises as `add_annex`, NoSuchAnnex."""
    annexes.rename_annex(work, _draft(work, document_id, seen_version), annex_id, title)


CHANGES: dict[str, Callable[[Work, Document, str], None]] = {
    "up": annexes.move_annex_up,
    "out": annexes.take_out_annex,
}
"""What can be done to an annex without typing anything."""


def change_annex(work: Work, document_id: str, annex_id: str, change: str, *, seen_version: int) -> None:
    """Move an annex up, or take it out; raises as `add_annex`, NoSuchAnnex."""
    CHANGES[change](work, _draft(work, document_id, seen_version), annex_id)


def annexes_to_sign(work: Work, document: Document, named: str) -> tuple[AnnexTicket, ...]:
    """The annexes of a paper that gets its number now; `named` is number and symbol, "15/KH-…"."""
    return tuple(
        AnnexTicket(row.id, work.files.get(row.rendition_sha256), row.rendition_sha256, named, work.now)
        for row in annexes.annexes_of(work.session, document.id)
    )


def sign_annex(annex: AnnexTicket, key: SigningKey) -> PendingSignature:
    """The agency's signature on one annex, without its time-stamp; raises as `sign_line`."""
    return sign_line(annex.base, key, AgencyLine(None, annex.named, annex.at))


def prove_annexes(
    tools: Tools, ticket: Ticket, wanted: Sequence[AnnexTicket], signed: Sequence[bytes]
) -> list[Proven]:
    """Each file is its frozen bytes, signed by the agency, saying the number of this paper.

    raises    ProofFailed
    """
    if len(wanted) != len(signed):
        raise ProofFailed(document_id=ticket.document_id, found="other_annexes")
    proven = []
    for annex, pdf in zip(wanted, signed, strict=True):
        one = prove(
            tools, replace(ticket, base=annex.base, base_sha256=annex.base_sha256), pdf, verdict="issued"
        )
        line = one.report.line
        if line is None or line.form is not None or line.name != annex.named:
            raise ProofFailed(document_id=ticket.document_id, found="other_line")
        proven.append(one)
    return proven


def keep_annexes(
    work: Work, document: Document, wanted: Sequence[AnnexTicket], proven: Sequence[Proven]
) -> None:
    """The proven files are the issued annexes; that they are still the paper's, its digest has just said.

    raises    ProofFailed when an annex is missing
    """
    if len(wanted) != len(proven):
        raise ProofFailed(document_id=document.id, found="other_annexes")
    for annex, one in zip(wanted, proven, strict=True):
        row = annexes.find_annex(work.session, document.id, annex.annex_id)
        row.issued_sha256 = row.current_sha256 = work.keep(one.pdf, papers.PDF)
        work.record(AnnexIssued(document.id, row.id, row.title, row.issued_sha256))


def _draft(work: Work, document_id: str, seen_version: int) -> Document:
    """The draft the actor may edit, as they saw it."""
    document = require(work.session, work.actor, document_id, "edit", work.now)
    if document.version != seen_version:
        raise VersionMoved(document_id=document_id, seen=seen_version, now=document.version)
    require_no_other_copy(work, document_id)
    return document
