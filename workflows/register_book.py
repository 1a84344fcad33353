"""The register of outgoing documents (sổ đăng ký văn bản đi) as a page of lines, for those who may open it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, case, func, select

from documents.errors import NotAllowed
from documents.registers import NumberSeries, RegisterEntry
from documents.work import Work
from workflows.directory.model import our_agency
from workflows.dispatch import Recipient


@dataclass(frozen=True)
class RegisterRow:
    """A line of the register of outgoing documents, the ten columns in the decree's order.

    source  Decree 30/2020/NĐ-CP, annex IV
    """

    document_id: str
    number_symbol: str
    document_date: date
    kind_and_subject: str
    signer: str
    recipients: str
    kept_by: str
    copies: int
    sent_on: date
    receipt: str
    note: str


def register_book(work: Work, *, year: int, limit: int = 500, offset: int = 0) -> list[RegisterRow]:
    """The year's register; open to the văn thư, the archivist and the director of the agency.

    raises    NotAllowed
    """
    entries = work.session.scalars(
        _register(work, year).order_by(NumberSeries.name, RegisterEntry.number).limit(limit).offset(offset)
    ).all()
    received = _received(work, [entry.document_id for entry in entries])
    return [_register_row(entry, received.get(entry.document_id)) for entry in entries]


def register_length(work: Work, *, year: int) -> int:
    """How many lines the year's register has.

    raises    NotAllowed
    """
    return work.session.scalar(select(func.count()).select_from(_register(work, year).subquery())) or 0


def _register(work: Work, year: int) -> Select[RegisterEntry]:
    agency = our_agency(work.session, work.now)
    readers = {f"office:{office}:{agency.id}" for office in ("clerk", "archivist", "director", "deputy")}
    if not readers & work.actor.principals:
        raise NotAllowed(right="register", document_id=None)
    return (
        select(RegisterEntry)
        .join(NumberSeries, NumberSeries.id == RegisterEntry.series_id)
        .where(NumberSeries.agency_id == agency.id, NumberSeries.year == year)
    )


def _received(work: Work, document_ids: list[str]) -> dict[str, str]:
    """ "2/3" for each document: how many of the recipients inside have accepted it."""
    told = {}
    # A database takes only so many values in one question.
    for start in range(0, len(document_ids), 500):
        rows = work.session.execute(
            select(
                Recipient.document_id,
                func.count(),
                func.sum(case((Recipient.status == "accepted", 1), else_=0)),
            )
            .where(
                Recipient.document_id.in_(document_ids[start : start + 500]),
                Recipient.status.in_(("delivered", "accepted")),
            )
            .group_by(Recipient.document_id)
        )
        told.update({document_id: f"{accepted}/{inside}" for document_id, inside, accepted in rows})
    return told


def _register_row(entry: RegisterEntry, received: str | None) -> RegisterRow:
    return RegisterRow(
        entry.document_id,
        entry.number_symbol,
        entry.document_date,
        entry.kind_and_subject,
        entry.signer,
        entry.recipients,
        entry.kept_by,
        entry.copies,
        entry.sent_on,
        received or entry.receipt,
        entry.note,
    )
