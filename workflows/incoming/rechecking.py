"""Signatures of papers that arrived, looked at again: an authority unknown then may be trusted here now.

The verdict of the first look stays in the journal; the paper shows the last one.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from documents.access import require
from documents.destroying import require_file
from documents.errors import NotAllowed, VersionMoved
from documents.incoming import Incoming
from documents.pdf.report import Report, as_json
from documents.work import Work
from workflows.directory.model import our_agency


@dataclass(frozen=True)
class SignaturesRechecked:
    name: ClassVar[str] = "signatures_rechecked"
    document_id: str
    before: str
    after: str


def file_to_recheck(work: Work, document_id: str) -> tuple[str, bytes]:
    """The file as it arrived, with its SHA-256; to be verified with no transaction open.

    raises    NoSuchDocument; NotAllowed for whoever is not the văn thư, and for a paper that came without a file
    """
    incoming = _theirs(work, document_id)
    assert incoming.file_sha256 is not None
    return incoming.file_sha256, work.files.get(incoming.file_sha256)


def keep_verdict(work: Work, document_id: str, file_sha256: str, report: Report) -> None:
    """Let the paper carry what was found now.

    raises    as `file_to_recheck`; VersionMoved when the paper has another file by now
    """
    incoming = _theirs(work, document_id)
    if incoming.file_sha256 != file_sha256:
        raise VersionMoved(document_id=document_id)
    told = as_json(incoming.file_name or "", report)
    work.record(SignaturesRechecked(document_id, incoming.verdict or "", report.verdict))
    incoming.verdict, incoming.level = report.verdict, report.level
    incoming.signatures, incoming.findings = told["signatures"], told["findings"]


def _theirs(work: Work, document_id: str) -> Incoming:
    document = require(work.session, work.actor, document_id, "view", work.now)
    clerk = f"office:clerk:{our_agency(work.session, work.now).id}"
    wanted = select(Incoming).where(Incoming.document_id == document_id).with_for_update()
    incoming = work.session.scalar(wanted)
    if incoming is None or incoming.file_sha256 is None or clerk not in work.actor.principals:
        raise NotAllowed(right="recheck_signatures", document_id=document_id)
    require_file(document)
    return incoming
