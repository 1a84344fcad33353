"""Lists of what is destroyed (danh mục hồ sơ, tài liệu hết giá trị): dossiers, the council that appraises them, facts.

source  Luật Lưu trữ 33/2024/QH15, Art. 16; Decree 30/2020/NĐ-CP, Art. 31
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime
from documents.model import Document, Dossier, DossierItem, RunsByWorkflow


class Disposition(RunsByWorkflow, Base):
    """A list of dossiers proposed for destruction.

    council   who appraises it (hội đồng xét hủy): [person id, name] each
    agreed    the ids of those who agreed to the list as it stands
    """

    __tablename__ = "vanthu_dispositions"
    title: Mapped[str] = mapped_column(String(300))
    drawn_up_by: Mapped[str] = mapped_column(String(20))
    drawn_up_by_name: Mapped[str] = mapped_column(String(100))
    drawn_up_at: Mapped[datetime] = mapped_column(UtcTime)
    council: Mapped[list[list[str]]] = mapped_column(JSON)
    agreed: Mapped[list[str]] = mapped_column(JSON)


class DispositionItem(Base):
    """One dossier of a list."""

    __tablename__ = "vanthu_disposition_items"
    disposition_id: Mapped[str] = mapped_column(ForeignKey("vanthu_dispositions.id"), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("vanthu_dossiers.id"), primary_key=True)


@dataclass(frozen=True)
class ListDrawnUp:
    """Dossiers were put on a list for destruction; drawn up anew, agreement falls."""

    name: ClassVar[str] = "list_drawn_up"
    document_id: str
    dossiers: tuple[str, ...]
    council: tuple[str, ...]


@dataclass(frozen=True)
class ListAgreed:
    """A member of the council agreed that everything on the list may be destroyed."""

    name: ClassVar[str] = "list_agreed"
    document_id: str


@dataclass(frozen=True)
class AppraisalChanged:
    """The council may read a dossier that is on a list, or no longer."""

    name: ClassVar[str] = "appraisal_changed"
    document_id: str
    disposition_id: str
    open: bool


@dataclass(frozen=True)
class DocumentDestroyed:
    """The files and the text of a document are gone; these were the digests."""

    name: ClassVar[str] = "document_destroyed"
    document_id: str
    disposition_id: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class DossierDestroyed:
    """Everything in a dossier that lay in no other was destroyed."""

    name: ClassVar[str] = "dossier_destroyed"
    document_id: str
    disposition_id: str
    destroyed: int
    kept: int


@dataclass(frozen=True)
class ListDestroyed:
    """Every dossier of the list was destroyed."""

    name: ClassVar[str] = "list_destroyed"
    document_id: str
    dossiers: int


def listed(session: Session, disposition_id: str) -> list[Dossier]:
    """The dossiers of a list, by year and code."""
    rows = select(Dossier).join(DispositionItem, DispositionItem.dossier_id == Dossier.id)
    rows = rows.where(DispositionItem.disposition_id == disposition_id)
    return list(session.scalars(rows.order_by(Dossier.year, Dossier.code)))


def papers_in(session: Session, dossier_id: str) -> list[Document]:
    """The documents of a dossier, in the order of its index."""
    rows = select(Document).join(DossierItem, DossierItem.document_id == Document.id)
    return list(
        session.scalars(rows.where(DossierItem.dossier_id == dossier_id).order_by(DossierItem.ordinal))
    )


def names_of(council: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The names of a council."""
    return tuple(name for _, name in council)
