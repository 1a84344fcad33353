"""What a key elsewhere works on, and the proof of what came back from it.

A key or time-stamp server may be slow and its answer is untrusted: `signing` and `issuing` reserve, let it work, and
take only bytes that `prove` let through.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from documents.model import Document, SignatureProof
from documents.pdf.report import Report
from documents.pdf.timestamps import Timestamper
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from documents.work import Work
from workflows.directory.mandates import Standing
from workflows.errors import ProofFailed


@dataclass(frozen=True)
class Tools:
    """What signing needs of the world outside: trusted time, whom we trust, and what time it is."""

    timestamper: Timestamper
    trust: Trust
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class Ticket:
    """What a slow act works on; completing refuses when any of it moved.

    base           the bytes it stands on: the rendition, or what the secretary signed
    countersigns   whether somebody signed before
    """

    document_id: str
    step: str
    token: str
    base: bytes
    base_sha256: str
    digest: str
    certificate: str
    picture: bytes
    standing: Standing
    at: datetime
    held: bytes | None
    countersigns: bool = False


@dataclass(frozen=True)
class Proven:
    """Bytes that came back from a slow act, and what the verifier said of them; made by `prove`."""

    pdf: bytes
    report: Report


def prove(tools: Tools, ticket: Ticket, pdf: bytes, *, verdict: str) -> Proven:
    """The bytes are the frozen bytes plus exactly the expected signature by the enrolled certificate.

    No transaction is open meanwhile: reading a signature takes longer than all the writing that follows.

    raises    ProofFailed saying what did not hold
    """
    if not pdf.startswith(ticket.base):
        raise ProofFailed(document_id=ticket.document_id, found="other_bytes")
    report = verify(pdf, trust=tools.trust, at=tools.clock(), profile="own")
    if report.verdict != verdict:
        raise ProofFailed(
            document_id=ticket.document_id,
            found=report.verdict,
            findings=[finding.code for finding in report.findings],
        )
    if report.signatures[-1].certificate_sha256 != ticket.certificate:
        raise ProofFailed(document_id=ticket.document_id, found="other_certificate")
    return Proven(pdf, report)


def record_proof(
    work: Work, document: Document, role: str, sha256: str, report: Report, certificate: str
) -> None:
    signature = report.signatures[-1]
    work.session.add(
        SignatureProof(
            document_id=document.id,
            role=role,
            field=signature.field,
            sha256=sha256,
            signer=signature.signer,
            certificate=certificate,
            person_id=work.actor.person_id,
            person_name=work.actor.name,
            trusted_time=signature.trusted_time,
            proved_at=work.now,
        )
    )


def trusted_time(report: Report) -> str:
    moment = report.signatures[-1].trusted_time
    return moment.isoformat() if moment else ""
