"""Destroying the files of a dossier once a decision says so.

Bytes and text go, of every stage the history names; the register, the history, the digests and the list itself stay.
What also lies in a dossier that is kept stays whole.

source  Luật Lưu trữ 33/2024/QH15, Art. 16
"""

import re
from collections.abc import Collection

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from documents.annexes import Annex
from documents.copies import Copy
from documents.dispositions import DocumentDestroyed, DossierDestroyed, papers_in
from documents.errors import VanthuError
from documents.incoming import Incoming
from documents.journal import JournalEntry
from documents.model import Blob, Document, Dossier, DossierItem, DraftVersion
from documents.provable import Provable
from documents.work import Work

_ANNEX_FILES = (Annex.source_sha256, Annex.rendition_sha256, Annex.issued_sha256, Annex.current_sha256)
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileDestroyed(VanthuError):
    """The file was destroyed by a decision; what is known of it stands in the register."""

    code = "file_destroyed"


def destroy_dossier(
    work: Work, disposition_id: str, dossier: Dossier, together: Collection[str] = ()
) -> DossierDestroyed:
    """Destroy what lies in no dossier that is kept. The rows say so at once; the bytes go with the next sweep.

    together   the ids of the dossiers destroyed by the same decision: lying in these keeps nothing
    """
    destroyed = kept = 0
    for paper in papers_in(work.session, dossier.id):
        if paper.destroyed_at is not None:
            continue
        if _kept_elsewhere(work.session, paper.id, {dossier.id, *together}):
            kept += 1
            continue
        _destroy(work, disposition_id, paper)
        destroyed += 1
    told = DossierDestroyed(dossier.id, disposition_id, destroyed, kept)
    work.record(told)
    return told


def require_file(paper: Document) -> None:
    """raises FileDestroyed"""
    if paper.destroyed_at is not None:
        raise FileDestroyed(document_id=paper.id, at=paper.destroyed_at)


def _destroy(work: Work, disposition_id: str, paper: Document) -> None:
    files = sorted(_files_of(work.session, paper))
    paper.destroyed_at = paper.changed_at = work.now
    paper.text, paper.current_sha256 = "", None
    for annex in work.session.scalars(select(Annex).where(Annex.document_id == paper.id)):
        annex.text, annex.current_sha256 = "", None
    proof = work.session.get(Provable, paper.id)
    if proof is not None:
        work.session.delete(proof)
    work.session.flush()
    # Locked before it is asked for: whoever keeps the same bytes at this moment is waited for, or waits.
    rows = select(Blob).where(Blob.sha256.in_(files)).order_by(Blob.sha256).with_for_update()
    for blob in work.session.scalars(rows).all():
        if not _used(work.session, blob.sha256):
            blob.destroyed_at = work.now
    work.record(DocumentDestroyed(paper.id, disposition_id, tuple(files)))


def _files_of(session: Session, paper: Document) -> set[str]:
    """Every file the paper ever had: a signature that fell and a proof since renewed are named by its history alone."""
    told = session.scalars(select(JournalEntry.body).where(JournalEntry.document_id == paper.id))
    named = {digest for body in told for digest in _DIGEST.findall(body)}
    past = session.scalars(select(Blob.sha256).where(Blob.sha256.in_(named)))
    own = (
        paper.draft_sha256,
        paper.rendition_sha256,
        paper.signed_sha256,
        paper.issued_sha256,
        paper.current_sha256,
    )
    versions = session.execute(
        select(DraftVersion.draft_sha256, DraftVersion.rendition_sha256).where(
            DraftVersion.document_id == paper.id
        )
    )
    annexes = session.execute(select(*_ANNEX_FILES).where(Annex.document_id == paper.id))
    arrived = session.scalar(select(Incoming.file_sha256).where(Incoming.document_id == paper.id))
    present = {digest for digest in (*own, arrived) if digest}
    beside = {digest for row in (*versions, *annexes) for digest in row if digest}
    return present | beside | set(past)


def _used(session: Session, digest: str) -> bool:
    """Whether a document that is not destroyed still needs the file."""
    stages = (
        Document.draft_sha256,
        Document.rendition_sha256,
        Document.signed_sha256,
        Document.issued_sha256,
        Document.current_sha256,
    )
    live = Document.destroyed_at.is_(None)
    stage = exists().where(live, or_(*(column == digest for column in stages)))
    version = exists().where(
        live,
        DraftVersion.document_id == Document.id,
        or_(DraftVersion.draft_sha256 == digest, DraftVersion.rendition_sha256 == digest),
    )
    arrived = exists().where(live, Incoming.document_id == Document.id, Incoming.file_sha256 == digest)
    annex = exists().where(
        live, Annex.document_id == Document.id, or_(*(column == digest for column in _ANNEX_FILES))
    )
    copied = exists().where(live, Copy.document_id == Document.id, Copy.source_sha256 == digest)
    return bool(session.scalar(select(or_(stage, version, arrived, annex, copied))))


def _kept_elsewhere(session: Session, document_id: str, going: Collection[str]) -> bool:
    other, item = aliased(Dossier), aliased(DossierItem)
    rows = (
        select(item.dossier_id)
        .join(other, other.id == item.dossier_id)
        .where(item.document_id == document_id, other.id.not_in(going), other.state != "destroyed")
    )
    return session.scalar(rows.limit(1)) is not None
