"""How long each issued file proves itself (chứng minh được đến): looked up once per file, renewed before it ends.

source  Luật Lưu trữ 33/2024/QH15 and Decree 23/2025/NĐ-CP: a signed record stays provable as long as it is kept
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime
from documents.model import Document
from documents.pdf.proof_term import provable_until
from documents.registers import printed_symbol
from documents.work import Work

LONGEST_TROUBLE = 200


class Provable(Base):
    """What was found of an issued document's current file.

    sha256    the file this was found of; another one is looked at anew
    until     the end of its proof; None when it could not be read, then `trouble` says why
    trouble   why renewing failed last, or empty
    """

    __tablename__ = "vanthu_provable"
    __table_args__ = (Index("ix_vanthu_provable_until", "until"),)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime | None] = mapped_column(UtcTime)
    trouble: Mapped[str] = mapped_column(String(LONGEST_TROUBLE), default="")
    tried_at: Mapped[datetime | None] = mapped_column(UtcTime)


@dataclass(frozen=True)
class ProofRenewed:
    """An issued file got fresh answers and another archive timestamp before its proof ended."""

    name: ClassVar[str] = "proof_renewed"
    document_id: str
    before: str
    after: str
    until: str


@dataclass(frozen=True)
class ProofLine:
    """A document whose proof ends soon, or has ended.

    trouble   why it could not be renewed; empty while nobody has tried
    """

    document_id: str
    number_symbol: str
    agency_name: str
    until: datetime | None
    over: bool
    trouble: str
    tried_at: datetime | None


def note_provable(work: Work, document: Document, pdf: bytes) -> datetime | None:
    """Keep until when this file of the document proves itself; returns that moment."""
    assert document.current_sha256 is not None
    until = provable_until(pdf)
    row = work.session.get(Provable, document.id)
    if row is None:
        row = Provable(document_id=document.id)
        work.session.add(row)
    row.sha256, row.until, row.trouble, row.tried_at = document.current_sha256, until, "", None
    return until


def proof_ends(session: Session, document: Document) -> datetime | None:
    """Until when the document's present file proves itself; None before that was looked up, or when it cannot be."""
    row = session.get(Provable, document.id)
    return row.until if row is not None and row.sha256 == document.current_sha256 else None


def note_trouble(work: Work, document_id: str, trouble: str) -> None:
    """Keep why a document could not be renewed; the alarm list shows it."""
    row = work.session.get(Provable, document_id)
    if row is not None:
        row.trouble, row.tried_at = trouble[:LONGEST_TROUBLE], work.now


def not_looked_at(session: Session, *, limit: int = 200) -> list[str]:
    """The ids of issued documents whose current file nobody has looked at."""
    rows = (
        select(Document.id)
        .outerjoin(Provable, Provable.document_id == Document.id)
        .where(
            Document.current_sha256.is_not(None),
            or_(Provable.document_id.is_(None), Provable.sha256 != Document.current_sha256),
        )
        .order_by(Document.issued_at, Document.id)
        .limit(limit)
    )
    return list(session.scalars(rows))


def to_renew(session: Session, *, before: datetime, not_tried_since: datetime, limit: int = 200) -> list[str]:
    """The ids of documents whose proof ends before this moment, the first to end first.

    not_tried_since   what failed later than this waits for its next turn
    """
    rows = select(Provable.document_id).where(
        Provable.until < before, or_(Provable.tried_at.is_(None), Provable.tried_at < not_tried_since)
    )
    return list(session.scalars(rows.order_by(Provable.until, Provable.document_id).limit(limit)))


def alarms(session: Session, at: datetime, *, before: datetime, limit: int = 500) -> Sequence[ProofLine]:
    """The documents whose proof ends before this moment or could not be read, the most pressing first."""
    rows = session.execute(
        select(Provable, Document)
        .join(Document, Document.id == Provable.document_id)
        .where(or_(Provable.until.is_(None), Provable.until < before))
        .order_by(Provable.until.is_not(None), Provable.until, Provable.document_id)
        .limit(limit)
    )
    return [
        ProofLine(
            document.id,
            printed_symbol(document),
            document.agency_name,
            row.until,
            row.until is None or row.until <= at,
            row.trouble,
            row.tried_at,
        )
        for row, document in rows
    ]
