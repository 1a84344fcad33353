"""The facts of the documents room, as the journal keeps them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class DraftUploaded:
    name: ClassVar[str] = "draft_uploaded"
    document_id: str
    ordinal: int
    draft_name: str
    draft_sha256: str
    rendition_sha256: str
    pages: int


@dataclass(frozen=True)
class FieldsConfirmed:
    name: ClassVar[str] = "fields_confirmed"
    document_id: str
    changed: tuple[str, ...]


@dataclass(frozen=True)
class PlacesMoved:
    """A person put the number, the day or the signature elsewhere on the page."""

    name: ClassVar[str] = "places_moved"
    document_id: str
    rendition_sha256: str


@dataclass(frozen=True)
class ApprovalMade:
    name: ClassVar[str] = "approval_made"
    document_id: str
    act: str
    digest: str


@dataclass(frozen=True)
class ApprovalsFell:
    name: ClassVar[str] = "approvals_fell"
    document_id: str
    acts: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class NumberAllocated:
    name: ClassVar[str] = "number_allocated"
    document_id: str
    number: int
    symbol: str
    issue_date: date
    digest: str


@dataclass(frozen=True)
class NumberCancelled:
    name: ClassVar[str] = "number_cancelled"
    document_id: str
    number: int
    reason: str


@dataclass(frozen=True)
class ValidationDataAdded:
    """The issued version was raised to a longer-lasting level; its own bytes did not change."""

    name: ClassVar[str] = "validation_data_added"
    document_id: str
    level: str
    before_sha256: str
    after_sha256: str


@dataclass(frozen=True)
class DocumentFiled:
    name: ClassVar[str] = "document_filed"
    document_id: str
    dossier_id: str
    dossier_code: str
    ordinal: int


@dataclass(frozen=True)
class DossierOpened:
    """document_id   the dossier itself: what happens to it is read by its id, like a paper's"""

    name: ClassVar[str] = "dossier_opened"
    document_id: str
    dossier_id: str
    code: str
    title: str
    retention: str


@dataclass(frozen=True)
class ActDenied:
    """Somebody tried what they may not do; nothing else of the attempt was kept."""

    name: ClassVar[str] = "act_denied"
    document_id: str | None
    act: str
    reason: str


@dataclass(frozen=True)
class OrphansSwept:
    name: ClassVar[str] = "orphans_swept"
    document_id: None
    digests: tuple[str, ...]
