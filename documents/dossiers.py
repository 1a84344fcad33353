"""Dossiers (hồ sơ): documents of one matter, in order, with how long they are kept.

How a dossier goes on from there is in `workflows.records`.

source  Decree 30/2020/NĐ-CP, Art. 28-31: the code is a running number with the heading's abbreviation
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from documents.errors import VanthuError
from documents.events import DocumentFiled, DossierOpened
from documents.model import Document, Dossier, DossierItem
from documents.retention import read_retention
from documents.work import Work


class DossierClosed(VanthuError):
    code = "dossier_closed"


class AlreadyFiled(VanthuError):
    code = "already_filed"


class DossierExists(VanthuError):
    code = "dossier_exists"


@dataclass(frozen=True)
class DossierRow:
    id: str
    code: str
    title: str
    year: int
    retention: str
    documents: int


@dataclass(frozen=True)
class Opening:
    """A line of the year's list of dossiers (danh mục hồ sơ).

    retention   "Vĩnh viễn" or "10 năm"; `basis` is the act it comes from
    keeper      (person id, name) of who keeps it (người lập hồ sơ); empty ids for the archive itself
    """

    agency_id: str
    year: int
    code: str
    title: str
    retention: str
    basis: str = ""
    unit_id: str = ""
    keeper: tuple[str, str] = ("", "")


def open_dossier(work: Work, opening: Opening, *, workflow: tuple[str, int], state: str) -> Dossier:
    """Open a dossier of the year's list (danh mục hồ sơ).

    workflow  (name, version) it runs by, from `state` on
    raises    DossierExists when the code is taken that year; RetentionUnreadable
    """
    read_retention(opening.retention)
    taken = select(Dossier.id).where(
        Dossier.agency_id == opening.agency_id, Dossier.year == opening.year, Dossier.code == opening.code
    )
    if work.session.scalar(taken) is not None:
        raise DossierExists(dossier_code=opening.code, year=opening.year)
    dossier = Dossier(
        agency_id=opening.agency_id,
        unit_id=opening.unit_id,
        year=opening.year,
        code=opening.code,
        title=opening.title,
        retention=opening.retention,
        retention_basis=opening.basis,
        keeper_id=opening.keeper[0],
        keeper_name=opening.keeper[1] or work.actor.name,
        opened_at=work.now,
        changed_at=work.now,
        workflow=workflow[0],
        workflow_version=workflow[1],
        state=state,
        state_since=work.now,
    )
    work.session.add(dossier)
    work.session.flush()
    work.record(DossierOpened(dossier.id, dossier.id, opening.code, opening.title, opening.retention))
    return dossier


def file_document(work: Work, document: Document, dossier_id: str) -> DossierItem:
    """Put a document at the end of a dossier.

    raises    DossierClosed, AlreadyFiled
    """
    dossier = work.session.scalar(select(Dossier).where(Dossier.id == dossier_id).with_for_update())
    if dossier is None or dossier.closed_at is not None or dossier.agency_id != document.agency_id:
        raise DossierClosed(dossier_id=dossier_id)
    items = select(DossierItem).where(DossierItem.dossier_id == dossier.id)
    if work.session.scalar(items.where(DossierItem.document_id == document.id)) is not None:
        raise AlreadyFiled(dossier_code=dossier.code)
    last = work.session.scalar(
        select(func.max(DossierItem.ordinal)).where(DossierItem.dossier_id == dossier.id)
    )
    item = DossierItem(
        dossier_id=dossier.id,
        document_id=document.id,
        ordinal=(last or 0) + 1,
        filed_at=work.now,
        filed_by=work.by,
    )
    work.session.add(item)
    work.session.flush()
    work.record(DocumentFiled(document.id, dossier.id, dossier.code, item.ordinal))
    return item


def dossiers_of(work: Work, agency_id: str) -> list[DossierRow]:
    """The agency's open dossiers, newest year first."""
    counted = (
        select(Dossier, func.count(DossierItem.id))
        .outerjoin(DossierItem, DossierItem.dossier_id == Dossier.id)
        .where(Dossier.agency_id == agency_id, Dossier.closed_at.is_(None))
        .group_by(Dossier.id)
        .order_by(Dossier.year.desc(), Dossier.code)
    )
    return [
        DossierRow(d.id, d.code, d.title, d.year, d.retention, count)
        for d, count in work.session.execute(counted)
    ]


def dossier_codes(session: Session, document_ids: Sequence[str]) -> dict[str, str]:
    """The code of the first dossier each of these documents is filed in."""
    rows = session.execute(
        select(DossierItem.document_id, Dossier.code)
        .join(Dossier, Dossier.id == DossierItem.dossier_id)
        .where(DossierItem.document_id.in_(document_ids))
        .order_by(DossierItem.filed_at.desc(), DossierItem.id)
    )
    return {row[0]: row[1] for row in rows}
