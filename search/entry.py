"""What of a document is findable: its face, its text, who may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from documents.access import document_terms
from documents.model import Document
from documents.registers import printed_symbol


@dataclass(frozen=True)
class Entry:
    """One document for the index.

    head      symbol, kind, subject, agency, signer: weighs more than the text
    access    the terms of `documents.access.document_terms`
    """

    document_id: str
    head: str
    text: str
    kind: str
    year: str
    state: str
    number: str
    access: tuple[str, ...]


def entry_of(session: Session, document: Document, at: datetime) -> Entry:
    fields: dict[str, Any] = document.fields
    face = (
        printed_symbol(document),
        fields.get("kind"),
        document.subject,
        document.agency_name,
        fields.get("signer_name"),
    )
    day = document.issued_on or document.created_at.date()
    return Entry(
        document_id=document.id,
        head="\n".join(str(part) for part in face if part),
        text=document.text,
        kind=document.kind,
        year=str(document.year or day.year),
        state=document.state,
        number=str(document.number or ""),
        access=tuple(document_terms(session, document, at)),
    )
