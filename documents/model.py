"""The rows of the documents room: papers, their drafts, approvals, proofs, dossiers.

Ids are opaque and names are snapshots: nothing here points up to a person or agency of the directory.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from documents.database import Base, UtcTime, new_id


class Blob(Base):
    """A stored file; the row exists only when the bytes do, or did: `destroyed_at` says that a decision ended them."""

    __tablename__ = "vanthu_blobs"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    stored_at: Mapped[datetime] = mapped_column(UtcTime)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class RunsByWorkflow:
    """What a row has that runs by a workflow: where it stands, by which version, since when.

    state      of the main machine, reached at `state_since`
    version    counts changes, so that two people cannot act on the same sight of it
    """

    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    agency_id: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[str] = mapped_column(String(20))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    workflow: Mapped[str] = mapped_column(String(60))
    workflow_version: Mapped[int]
    state: Mapped[str] = mapped_column(String(40))
    state_since: Mapped[datetime] = mapped_column(UtcTime)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Document(RunsByWorkflow, Base):
    """An official document (văn bản), from draft to archive.

    fields            the values the drafting officer confirmed, by the keys of `documents.fields`
    state             of the main machine; smaller machines keep theirs in `MachineState`
    annexes_digest    of the annexes in files of their own, kept true by `documents.annexes`; None without any
    frozen_digest     what approvals speak about: draft + revision 0 + fields + definition version
    rendition_sha256  revision 0, the PDF/A with empty number, day and signature fields
    signed_sha256     after the competent person's signature
    issued_sha256     with number, day and seal: the issued version (bản phát hành)
    current_sha256    the issued version, raised with later validation data
    destroyed_at      when files and text were destroyed by a decision; number, subject and history stay
    """

    __tablename__ = "vanthu_documents"
    # Lists are read by state, longest waiting or last changed first.
    __table_args__ = (
        # All that is asked of a waiting paper stands in the index: its row need not be fetched.
        Index("ix_vanthu_documents_waiting", "state", "changed_at", "workflow", "workflow_version", "id"),
        Index("ix_vanthu_documents_changed_at", "changed_at"),
    )
    kind: Mapped[str] = mapped_column(String(40), index=True)
    agency_id: Mapped[str] = mapped_column(String(20), index=True)
    agency_name: Mapped[str] = mapped_column(String(200))
    unit_name: Mapped[str] = mapped_column(String(200))
    drafter_id: Mapped[str] = mapped_column(String(20), index=True)
    drafter_name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    subject: Mapped[str] = mapped_column(Text)
    symbol: Mapped[str] = mapped_column(String(60))
    number: Mapped[int | None]
    year: Mapped[int | None]
    issued_on: Mapped[date | None]
    issued_at: Mapped[datetime | None] = mapped_column(UtcTime)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    warnings: Mapped[list[str]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    pages: Mapped[int]
    draft_name: Mapped[str] = mapped_column(String(200))
    draft_sha256: Mapped[str] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    rendition_sha256: Mapped[str] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    annexes_digest: Mapped[str | None] = mapped_column(String(64))
    frozen_digest: Mapped[str | None] = mapped_column(String(64))
    signed_sha256: Mapped[str | None] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    issued_sha256: Mapped[str | None] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    current_sha256: Mapped[str | None] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class MachineState(Base):
    """Where a smaller machine of the document's workflow stands (signing, delivery, records), since when."""

    __tablename__ = "vanthu_machine_states"
    __table_args__ = (Index("ix_vanthu_machine_states_state", "state", "document_id"),)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    machine: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime] = mapped_column(UtcTime)


class Child(Base):
    """A document made to serve another: the parent may wait until all its children are done."""

    __tablename__ = "vanthu_children"
    parent_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    child_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True, index=True)


class DraftVersion(Base):
    """Every draft that was ever uploaded for a document; kept with it (Decree 30, annex VI)."""

    __tablename__ = "vanthu_draft_versions"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    ordinal: Mapped[int]
    draft_name: Mapped[str] = mapped_column(String(200))
    draft_sha256: Mapped[str] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    rendition_sha256: Mapped[str] = mapped_column(ForeignKey("vanthu_blobs.sha256"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcTime)
    uploaded_by: Mapped[str] = mapped_column(String(100))


class Approval(Base):
    """A statement by a person over a digest; it falls, visibly, when the bytes change.

    act   "content_check" (kiểm tra nội dung), "form_check" (kiểm tra thể thức), "approval" (duyệt)
    """

    __tablename__ = "vanthu_approvals"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    act: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(20))
    person_name: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    fallen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    fallen_reason: Mapped[str | None] = mapped_column(Text)


class SignatureProof(Base):
    """What was proved of a signature in a PDF revision before the state moved.

    role   "person" (người có thẩm quyền, on minutes the chair), "secretary" (thư ký) or "agency" (cơ quan)
    """

    __tablename__ = "vanthu_signature_proofs"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    field: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    signer: Mapped[str] = mapped_column(String(200))
    certificate: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(20))
    person_name: Mapped[str] = mapped_column(String(100))
    trusted_time: Mapped[datetime | None] = mapped_column(UtcTime)
    proved_at: Mapped[datetime] = mapped_column(UtcTime)
    void_at: Mapped[datetime | None] = mapped_column(UtcTime)
    void_reason: Mapped[str | None] = mapped_column(Text)


class Reservation(Base):
    """A slow act under way (a key, a time-stamp server): what it works on, until when it counts.

    step    "sign", "attest" or "issue"; one open reservation per document
    held    raw signature whose time-stamp is still to come, never shown, dropped with the reservation
    """

    __tablename__ = "vanthu_reservations"
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(20), default=new_id)
    step: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))
    base_sha256: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(20))
    certificate: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    held: Mapped[bytes | None]


class Dossier(RunsByWorkflow, Base):
    """A file of documents on one matter (hồ sơ), with its retention (thời hạn bảo quản).

    retention        as it is written, "10 năm" or "Vĩnh viễn"; read by `documents.retention`
    retention_basis  the act and row the period comes from; empty where nobody wrote it down
    keeper_id        who keeps it (người lập hồ sơ); empty where it is the archive's own
    ended_on         the day the work ended: the retention counts from its year, handing over from the day
    hand_over_by     the last day to hand it over to the archive; None while open and for what need not be
    keep_until       the last day of the retention; None while open, and for ever where it is permanent
    """

    __tablename__ = "vanthu_dossiers"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "code"),
        Index("ix_vanthu_dossiers_kept", "state", "keep_until"),
    )
    year: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(500))
    retention: Mapped[str] = mapped_column(String(60))
    retention_basis: Mapped[str] = mapped_column(String(300))
    keeper_id: Mapped[str] = mapped_column(String(20))
    keeper_name: Mapped[str] = mapped_column(String(100))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_on: Mapped[date | None]
    hand_over_by: Mapped[date | None]
    keep_until: Mapped[date | None]


class DossierItem(Base):
    """A document's place in a dossier; one document may stand in many without being copied."""

    __tablename__ = "vanthu_dossier_items"
    __table_args__ = (
        UniqueConstraint("dossier_id", "document_id"),
        UniqueConstraint("dossier_id", "ordinal"),
    )
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("vanthu_dossiers.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    ordinal: Mapped[int]
    filed_at: Mapped[datetime] = mapped_column(UtcTime)
    filed_by: Mapped[str] = mapped_column(String(100))
