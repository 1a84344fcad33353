"""Number series, outgoing and incoming, and the register of outgoing documents (sổ đăng ký văn bản đi).

A number is given once, under the series' row lock, and belongs to one document for good: a retry gets the same
number, giving up is a recorded cancellation, and a cancelled number is never used again.
source  Decree 30/2020/NĐ-CP, Art. 15 (one series a year from 01, paper and electronic together), annex IV
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime, insert_once, new_id
from documents.errors import NoSeries, NumberTaken
from documents.model import Document

ARRIVALS, ARRIVALS_NAME = "van-ban-den", "Văn bản đến"
"""What the series of incoming numbers (số đến) claims as its kind, and what it is called."""
COPIES, COPIES_NAME = ("ban-sao-y", "ban-sao-luc", "ban-trich-sao"), "Bản sao"
"""The same of the series that all copies of a year share."""


class NumberSeries(Base):
    """A run of numbers of one agency in one year, for some kinds of document.

    kinds   kind codes; an empty list means every kind that has no series of its own
    """

    __tablename__ = "vanthu_number_series"
    __table_args__ = (UniqueConstraint("agency_id", "name", "year"),)
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    agency_id: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(String(100))
    year: Mapped[int]
    kinds: Mapped[list[str]] = mapped_column(JSON)
    next_number: Mapped[int] = mapped_column(default=1)


class NumberAllocation(Base):
    """Which document a number belongs to, and what became of it.

    status   "allocated" (given, not yet sealed), "issued", "cancelled" (with its reason)
    digest   the frozen digest the number was given to
    """

    __tablename__ = "vanthu_number_allocations"
    __table_args__ = (UniqueConstraint("series_id", "number"),)
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    series_id: Mapped[str] = mapped_column(ForeignKey("vanthu_number_series.id"))
    number: Mapped[int]
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    issue_date: Mapped[date]
    allocated_at: Mapped[datetime] = mapped_column(UtcTime)
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(Text)


class RegisterEntry(Base):
    """One line of the register of outgoing documents: the ten columns, as they stood at issue."""

    __tablename__ = "vanthu_register_entries"
    __table_args__ = (UniqueConstraint("series_id", "number"),)
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    series_id: Mapped[str] = mapped_column(ForeignKey("vanthu_number_series.id"))
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), unique=True)
    number: Mapped[int]
    number_symbol: Mapped[str] = mapped_column(String(80))
    document_date: Mapped[date]
    kind_and_subject: Mapped[str] = mapped_column(Text)
    signer: Mapped[str] = mapped_column(String(200))
    recipients: Mapped[str] = mapped_column(Text)
    kept_by: Mapped[str] = mapped_column(String(200))
    copies: Mapped[int]
    sent_on: Mapped[date]
    receipt: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    issued_sha256: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Allocation:
    """A number held by a document: what is printed, and the day it was given."""

    series_id: str
    number: int
    issue_date: date


def print_number(number: int) -> str:
    """ "05", "15", "303": below ten a zero stands before it (Decree 30, annex I, II.3)."""
    return f"{number:02d}"


def print_day(day: int) -> str:
    return f"{day:02d}"


def print_month(month: int) -> str:
    """Only months 1 and 2 take a zero (Decree 30, annex I, II.4)."""
    return f"{month:02d}" if month < 3 else str(month)


def printed_symbol(document: Document) -> str:
    """ "15/KH-SLĐTBXH", or "/KH-SLĐTBXH" before it has a number; another agency's own writing as it stands."""
    if document.number is None and "/" in document.symbol:
        return document.symbol
    number = print_number(document.number) if document.number is not None else ""
    return f"{number}/{document.symbol}"


def open_series(
    session: Session, agency_id: str, name: str, year: int, *, kinds: list[str], first_number: int = 1
) -> NumberSeries:
    """Open a series; an office that moves here in mid-year starts at any number."""
    series = NumberSeries(agency_id=agency_id, name=name, year=year, kinds=kinds, next_number=first_number)
    session.add(series)
    session.flush()
    return series


def allocate(session: Session, document: Document, *, digest: str, on: date, at: datetime) -> Allocation:
    """Give the document the next number of its series, or the one it already holds.

    Locks the series until the transaction ends.
    raises    NoSeries; NumberTaken when the held number was given to other content
    """
    series = _lock_series(session, document.agency_id, document.kind, on.year)
    return _next_number(session, series, document, digest=digest, on=on, at=at)


def allocate_arrival(session: Session, document: Document, *, on: date, at: datetime) -> Allocation:
    """Give an incoming document its số đến: one series for paper and electronic, from 1 each year.

    on        the day it is registered, whose year decides
    source    Decree 30/2020/NĐ-CP, Art. 22: continuous in the year, in the order in which papers are received
    """
    _open_own(session, document.agency_id, on.year, ARRIVALS_NAME, (ARRIVALS,))
    series = _lock_series(session, document.agency_id, ARRIVALS, on.year)
    given = _next_number(session, series, document, digest=document.rendition_sha256, on=on, at=at)
    mark_issued(session, document.id)
    return given


def allocate_copy(session: Session, document: Document, *, digest: str, on: date, at: datetime) -> Allocation:
    """Give a copy its number: one series for all kinds of copies, from 01 each year.

    raises    NumberTaken when the held number was given to other content
    source    Decree 30/2020/NĐ-CP, annex I, part II
    """
    _open_own(session, document.agency_id, on.year, COPIES_NAME, COPIES)
    series = _lock_series(session, document.agency_id, document.kind, on.year)
    return _next_number(session, series, document, digest=digest, on=on, at=at)


def _next_number(
    session: Session, series: NumberSeries, document: Document, *, digest: str, on: date, at: datetime
) -> Allocation:
    """The next number of a locked series, unless the document holds one."""
    held = _held(session, document.id)
    if held is not None:
        if held.digest != digest:
            raise NumberTaken(number=held.number, document_id=document.id)
        return Allocation(held.series_id, held.number, held.issue_date)
    number = series.next_number
    series.next_number = number + 1
    session.add(
        NumberAllocation(
            series_id=series.id,
            number=number,
            document_id=document.id,
            digest=digest,
            issue_date=on,
            allocated_at=at,
            status="allocated",
        )
    )
    session.flush()
    return Allocation(series.id, number, on)


def held_number(session: Session, document_id: str) -> Allocation | None:
    """The number a document holds and has not given up."""
    row = _held(session, document_id)
    return None if row is None else Allocation(row.series_id, row.number, row.issue_date)


def mark_issued(session: Session, document_id: str) -> None:
    row = _held(session, document_id)
    if row is None:
        raise NoSeries(document_id=document_id)
    row.status = "issued"


def cancel(session: Session, document_id: str, reason: str) -> Allocation | None:
    """Give a number up for good; the gap stays, explained."""
    row = _held(session, document_id)
    if row is None or row.status != "allocated":
        return None
    row.status, row.reason = "cancelled", reason
    return Allocation(row.series_id, row.number, row.issue_date)


@dataclass(frozen=True)
class SeriesReport:
    """A series with the numbers that are missing between its first and its last, and why others lie idle."""

    name: str
    year: int
    given: int
    gaps: tuple[int, ...]
    unfinished: tuple[int, ...]
    cancelled: tuple[int, ...]


def check_series(session: Session) -> list[SeriesReport]:
    """Every series against its allocations: a gap is a number nobody holds and nobody cancelled."""
    reports = []
    for series in session.scalars(select(NumberSeries).order_by(NumberSeries.year, NumberSeries.name)):
        rows = session.scalars(select(NumberAllocation).where(NumberAllocation.series_id == series.id)).all()
        numbers = {row.number for row in rows}
        expected = range(min(numbers, default=series.next_number), series.next_number)
        reports.append(
            SeriesReport(
                series.name,
                series.year,
                len(numbers),
                tuple(n for n in expected if n not in numbers),
                tuple(sorted(row.number for row in rows if row.status == "allocated")),
                tuple(sorted(row.number for row in rows if row.status == "cancelled")),
            )
        )
    return reports


def _held(session: Session, document_id: str) -> NumberAllocation | None:
    return session.scalar(
        select(NumberAllocation).where(
            NumberAllocation.document_id == document_id, NumberAllocation.status != "cancelled"
        )
    )


def _lock_series(session: Session, agency_id: str, kind: str, year: int) -> NumberSeries:
    series = _find_series(session, agency_id, kind, year)
    if series is None:
        series = _roll_over(session, agency_id, kind, year)
    # populate_existing: a number read before the lock may be stale.
    locked = session.scalar(
        select(NumberSeries)
        .where(NumberSeries.id == series.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert locked is not None
    return locked


def _open_own(session: Session, agency_id: str, year: int, name: str, kinds: Sequence[str]) -> None:
    """The year's series for these kinds alone, opened by whoever comes first; two at once open one."""
    of_year = select(NumberSeries).where(NumberSeries.agency_id == agency_id, NumberSeries.year == year)
    if any({*kinds} & {*series.kinds} for series in session.scalars(of_year)):
        return
    row = {
        "id": new_id(), "agency_id": agency_id, "name": name, "year": year, "kinds": [*kinds],
        "next_number": 1,
    }  # fmt: skip
    insert_once(session, NumberSeries, row)


def _find_series(session: Session, agency_id: str, kind: str, year: int) -> NumberSeries | None:
    of_year = session.scalars(
        select(NumberSeries).where(NumberSeries.agency_id == agency_id, NumberSeries.year == year)
    ).all()
    own = [series for series in of_year if kind in series.kinds]
    common = [series for series in of_year if not series.kinds]
    return next(iter(own + common), None)


def _roll_over(session: Session, agency_id: str, kind: str, year: int) -> NumberSeries:
    """On the first issue of a year, open last year's series anew from 01."""
    before = _find_series(session, agency_id, kind, year - 1)
    if before is None:
        raise NoSeries(agency_id=agency_id, kind=kind, year=year)
    return open_series(session, agency_id, before.name, year, kinds=list(before.kinds))
