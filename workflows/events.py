"""The facts of the workflows room, as the journal keeps them."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class DocumentMoved:
    """A transition was taken: by a person, or by the office itself (`by`, see `Transition.by`)."""

    name: ClassVar[str] = "document_moved"
    document_id: str
    transition: str
    before: str
    after: str
    note: str
    by: str = "user"
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WorkflowChosen:
    """The officer corrected the kind of a draft, and it goes the way of that kind from the start."""

    name: ClassVar[str] = "workflow_chosen"
    document_id: str
    kind: str
    workflow: str
    workflow_version: int


@dataclass(frozen=True)
class DraftShared:
    """A colleague may draft along, or no longer."""

    name: ClassVar[str] = "draft_shared"
    document_id: str
    person_id: str
    person_name: str
    shared: bool


@dataclass(frozen=True)
class DocumentSigned:
    name: ClassVar[str] = "document_signed"
    document_id: str
    signed_sha256: str
    frozen_digest: str
    certificate: str
    capacity: str
    basis: str
    trusted_time: str


@dataclass(frozen=True)
class SecretarySigned:
    """The secretary signed minutes, which wait for the chair."""

    name: ClassVar[str] = "secretary_signed"
    document_id: str
    signed_sha256: str
    frozen_digest: str
    certificate: str
    trusted_time: str


@dataclass(frozen=True)
class TimestampAwaited:
    """The signature is made and held; the time-stamp is still to come."""

    name: ClassVar[str] = "timestamp_awaited"
    document_id: str


@dataclass(frozen=True)
class DocumentIssued:
    name: ClassVar[str] = "document_issued"
    document_id: str
    number_symbol: str
    issue_date: str
    issued_sha256: str
    certificate: str


@dataclass(frozen=True)
class DocumentSent:
    """One recipient of one line got the document, or the line waits for the văn thư to send it outside."""

    name: ClassVar[str] = "document_sent"
    document_id: str
    line: str
    principal: str
    status: str


@dataclass(frozen=True)
class DocumentReceived:
    name: ClassVar[str] = "document_received"
    document_id: str
    principal: str
    status: str


@dataclass(frozen=True)
class RecipientLearned:
    name: ClassVar[str] = "recipient_learned"
    document_id: None
    line: str
    target: str
