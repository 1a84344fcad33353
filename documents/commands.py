"""What can be done to a document's rows, whoever is allowed to: uploaded, confirmed, approved, filed.

Rights and order are the workflows room's business; these functions keep the rows true and the journal told.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select

from documents.acts import note_citations
from documents.drafting import PreparedDraft
from documents.events import ApprovalMade, ApprovalsFell, DraftUploaded, FieldsConfirmed, PlacesMoved
from documents.fields import archive_values, freeze
from documents.model import Approval, Document, DraftVersion, Reservation, SignatureProof
from documents.work import Work

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@dataclass(frozen=True)
class Origin:
    """Where a document is drafted and by which rules it runs."""

    kind: str
    agency_id: str
    agency_name: str
    unit_id: str
    unit_name: str
    workflow: str
    workflow_version: int
    state: str


def create_document(work: Work, draft: PreparedDraft, origin: Origin) -> Document:
    """A new document in its first state, with its first draft."""
    document = Document(
        kind=origin.kind,
        agency_id=origin.agency_id,
        agency_name=origin.agency_name,
        unit_id=origin.unit_id,
        unit_name=origin.unit_name,
        drafter_id=work.actor.person_id,
        drafter_name=work.actor.name,
        created_at=work.now,
        state_since=work.now,
        workflow=origin.workflow,
        workflow_version=origin.workflow_version,
        state=origin.state,
    )
    _take_draft(work, document, draft)
    work.session.add(document)
    work.session.flush()
    note_citations(work.session, document)
    _keep_version(work, document)
    return document


def replace_draft(work: Work, document: Document, draft: PreparedDraft) -> None:
    """Put a new draft in the place of the old one; every approval of the old bytes falls."""
    _take_draft(work, document, draft)
    fall_approvals(work, document, "draft_replaced")
    work.session.flush()
    note_citations(work.session, document)
    _keep_version(work, document)


def confirm_fields(work: Work, document: Document, values: Mapping[str, Any]) -> None:
    """Keep what the officer confirmed; approvals of other values fall."""
    merged = {**document.fields, **values}
    if merged.get("archive_line") != document.fields.get("archive_line"):
        merged |= archive_values(merged.get("archive_line"))
    changed = tuple(sorted(key for key in merged if merged[key] != document.fields.get(key)))
    document.fields = merged
    document.subject = merged.get("subject") or ""
    document.symbol = merged.get("symbol") or ""
    document.changed_at = work.now
    if changed:
        fall_approvals(work, document, "fields_changed")
    work.record(FieldsConfirmed(document.id, changed))


def frozen_digest(document: Document) -> str:
    """The digest of what the document says now."""
    return freeze(
        document.draft_sha256,
        document.rendition_sha256,
        document.fields,
        document.workflow,
        document.workflow_version,
        annexes_digest=document.annexes_digest,
    )


def approve(work: Work, document: Document, act: str) -> None:
    """Record the actor's statement over the document as it stands."""
    digest = frozen_digest(document)
    work.session.add(
        Approval(
            document_id=document.id,
            act=act,
            digest=digest,
            person_id=work.actor.person_id,
            person_name=work.actor.name,
            title=work.title,
            made_at=work.now,
        )
    )
    work.record(ApprovalMade(document.id, act, digest))


def fall_approvals(work: Work, document: Document, reason: str) -> None:
    """Every standing approval falls, visibly; so does a signature that was not issued."""
    standing = work.session.scalars(
        select(Approval).where(Approval.document_id == document.id, Approval.fallen_at.is_(None))
    ).all()
    for approval in standing:
        approval.fallen_at, approval.fallen_reason = work.now, reason
    for proof in work.session.scalars(
        select(SignatureProof).where(
            SignatureProof.document_id == document.id, SignatureProof.void_at.is_(None)
        )
    ):
        proof.void_at, proof.void_reason = work.now, reason
    document.signed_sha256 = None
    document.frozen_digest = None
    reservation = work.session.get(Reservation, document.id)
    if reservation is not None:
        work.session.delete(reservation)
    if standing:
        work.record(ApprovalsFell(document.id, tuple(sorted({a.act for a in standing})), reason))


def _take_draft(work: Work, document: Document, draft: PreparedDraft) -> None:
    document.draft_sha256 = work.keep(draft.data, DOCX)
    document.rendition_sha256 = work.keep(draft.rendition, PDF)
    document.draft_name = draft.name
    document.fields = {**draft.fields, **_places_of(draft)}
    document.warnings = list(draft.warnings)
    document.text = draft.text
    document.pages = draft.pages
    document.subject = draft.fields.get("subject") or ""
    document.symbol = draft.fields.get("symbol") or ""
    document.changed_at = work.now


def move_places(work: Work, document: Document, draft: PreparedDraft) -> None:
    """Keep the same draft set again with places put by hand; what was confirmed stays, approvals fall.

    The version's own rendition stays in the store as it was set first.
    """
    document.rendition_sha256 = work.keep(draft.rendition, PDF)
    document.fields = {**document.fields, **_places_of(draft)}
    document.changed_at = work.now
    fall_approvals(work, document, "places_moved")
    work.record(PlacesMoved(document.id, document.rendition_sha256))


def _places_of(draft: PreparedDraft) -> dict[str, Any]:
    places = {name: asdict(box) for name, box in draft.places.items()}
    return {"places_missing": list(draft.places_missing), "places": places}


def _keep_version(work: Work, document: Document) -> None:
    last = work.session.scalar(
        select(func.max(DraftVersion.ordinal)).where(DraftVersion.document_id == document.id)
    )
    version = DraftVersion(
        document_id=document.id,
        ordinal=(last or 0) + 1,
        draft_name=document.draft_name,
        draft_sha256=document.draft_sha256,
        rendition_sha256=document.rendition_sha256,
        uploaded_at=work.now,
        uploaded_by=work.by,
    )
    work.session.add(version)
    work.record(
        DraftUploaded(
            document.id,
            version.ordinal,
            document.draft_name,
            document.draft_sha256,
            document.rendition_sha256,
            document.pages,
        )
    )
