"""Proof that outlives certificates: an issued file is raised to B-LTA, and renewed before that proof ends.

A machine's acts: whoever opens the works is the office itself. The issued version stays the prefix of every file.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from documents import commands as papers
from documents.annexes import Annex, annexes_of
from documents.errors import VanthuError
from documents.events import ValidationDataAdded
from documents.model import Document
from documents.pdf.long_term import ValidationData, raise_to_lta
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from documents.provable import ProofRenewed, note_provable
from documents.work import Work
from workflows.errors import ProofFailed
from workflows.proving import Tools
from workflows.signing import Begin

CollectValidationData = Callable[[bytes], ValidationData]
"""Fresh answers about every certificate of a signed file; asked after the signatures were made."""

LEAST_GAIN = timedelta(days=1)


class NothingGained(VanthuError):
    """Another timestamp of this authority would end when the last one ends; a renewed authority is needed."""

    code = "nothing_gained"


def raise_document(
    begin: Begin, tools: Tools, document_id: str, collect: CollectValidationData
) -> str | None:
    """Raise the issued version to B-LTA. Returns the level, None when it has it.

    raises    ProofFailed when the raised bytes do not verify as the issued version
    """
    found = _current(begin, document_id)
    if found is None or found[0].current_sha256 != found[0].issued_sha256:
        return None
    document, before = found
    raised = raise_to_lta(before, collect(before), timestamper=tools.timestamper)
    with begin() as work:
        kept = _keep(work, document, before, raised, tools.trust)
        if kept is None:
            return None
        note_provable(work, kept, raised)
        work.record(
            ValidationDataAdded(document_id, "B-LTA", str(document.current_sha256), str(kept.current_sha256))
        )
    return "B-LTA"


def renew_document(
    begin: Begin, tools: Tools, document_id: str, collect: CollectValidationData
) -> datetime | None:
    """Fresh answers and one more archive timestamp. Returns until when the file is now provable.

    None when somebody was faster, or there is nothing issued
    raises    NothingGained, ProofFailed; nothing is kept then
    """
    found = _current(begin, document_id)
    if found is None:
        return None
    document, before = found
    raised = raise_to_lta(before, collect(before), timestamper=tools.timestamper)
    with begin() as work:
        was = note_provable(work, work.session.get_one(Document, document_id), before)
        kept = _keep(work, document, before, raised, tools.trust)
        if kept is None:
            return None
        until = note_provable(work, kept, raised)
        if until is None or (was is not None and until < was + LEAST_GAIN):
            raise NothingGained(document_id=document_id, until=until)
        work.record(
            ProofRenewed(
                document_id, str(document.current_sha256), str(kept.current_sha256), until.isoformat()
            )
        )
    return until


def raise_annexes(
    begin: Begin, tools: Tools, document_id: str, collect: CollectValidationData, *, again: bool = False
) -> int:
    """Raise the issued annexes of a paper to B-LTA, each in a work of its own; returns how many.

    again    also those that were raised before: they were signed with their paper and end when it ends
    raises   ProofFailed when raised bytes do not verify as the issued annex
    """
    with begin() as work:
        waiting = [
            (row.id, row.current_sha256, work.files.get(row.current_sha256))
            for row in annexes_of(work.session, document_id)
            if row.current_sha256 is not None and (again or row.current_sha256 == row.issued_sha256)
        ]
    return sum(_raise_annex(begin, tools, document_id, *one, collect) for one in waiting)


def _raise_annex(
    begin: Begin,
    tools: Tools,
    document_id: str,
    annex_id: str,
    seen_sha256: str,
    before: bytes,
    collect: CollectValidationData,
) -> bool:
    raised = raise_to_lta(before, collect(before), timestamper=tools.timestamper)
    report = verify(raised, trust=tools.trust, at=tools.clock(), profile="own")
    if not raised.startswith(before) or report.verdict != "issued" or report.level != "B-LTA":
        findings = [finding.code for finding in report.findings]
        raise ProofFailed(document_id=document_id, found=report.verdict, findings=findings)
    with begin() as work:
        row = work.session.get(Annex, annex_id, with_for_update=True, populate_existing=True)
        if row is None or row.current_sha256 != seen_sha256:
            return False
        row.current_sha256 = work.keep(raised, papers.PDF)
        work.record(ValidationDataAdded(document_id, "B-LTA", seen_sha256, row.current_sha256))
    return True


def _current(begin: Begin, document_id: str) -> tuple[Document, bytes] | None:
    """The document as it was seen, and its current file."""
    with begin() as work:
        document = work.session.get(Document, document_id)
        if document is None or document.current_sha256 is None:
            return None
        before = work.files.get(document.current_sha256)
        work.session.expunge(document)
    return document, before


def _keep(work: Work, seen: Document, before: bytes, raised: bytes, trust: Trust) -> Document | None:
    """The raised file is the document's current one, once it is proved; None when another one came between."""
    document = work.session.get(Document, seen.id, with_for_update=True, populate_existing=True)
    if document is None or document.current_sha256 != seen.current_sha256:
        return None
    report = verify(raised, trust=trust, at=work.now, profile="own")
    if not raised.startswith(before) or report.verdict != "issued" or report.level != "B-LTA":
        findings = [finding.code for finding in report.findings]
        raise ProofFailed(document_id=document.id, found=report.verdict, findings=findings)
    document.current_sha256 = work.keep(raised, papers.PDF)
    return document
