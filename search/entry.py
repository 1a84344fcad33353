"""What of a document is findable: its face, its text, who may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from documents.access import document_terms
from documents.annexes import annexes_of
from documents.database import local_date
from documents.incoming import Incoming
from documents.model import Document
from documents.registers import printed_symbol


@dataclass(frozen=True)
class Entry:
    """One document for the index.

    head      symbol, kind, subject, agency, unit, signer: weighs more than the text
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
        document.unit_name,
        fields.get("signer_name"),
        *_arrival(session, document),
    )
    return Entry(
        document_id=document.id,
        head="\n".join(str(part) for part in face if part),
        text="\n".join((document.text, *(annex.text for annex in annexes_of(session, document.id)))),
        kind=document.kind,
        year=year_of(document),
        state=document.state,
        number=str(document.number or ""),
        access=tuple(document_terms(session, document, at)),
    )


def _arrival(session: Session, document: Document) -> tuple[str, ...]:
    """What a paper that arrived is also known by: its số đến, and its number as the sender printed it."""
    arrived = session.get(Incoming, document.id)
    if arrived is None:
        return ()
    number = f"số đến {arrived.number}" if arrived.number is not None else ""
    return (number, arrived.number_symbol)


def year_of(document: Document) -> str:
    """The year of its number; of its first draft, in Vietnam's calendar, as long as it has none."""
    return str(document.year or local_date(document.created_at).year)
