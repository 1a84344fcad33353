"""Calls for papers (đợt đăng ký thi đua, kỳ báo cáo): which units owe one by when, and the duty a periodic call is of.

A call runs by a workflow like a document; what a unit hands in is a document of its own.

source  Luật Thi đua, khen thưởng 06/2022/QH15; Decree 09/2019/NĐ-CP on report regimes (chế độ báo cáo)
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from documents.database import Base, UtcTime, new_id
from documents.model import RunsByWorkflow


class Call(RunsByWorkflow, Base):
    """A call to units to hand in a paper of one kind (đợt thu).

    kind                    of the papers that are handed in
    period_from, period_to  what the papers are about, both days included
    due_on                  the last day to hand in
    basis                   the paper that asks for it, as people cite it
    collector_id            who accepts them and sums them up (người tổng hợp)
    duty_id                 the duty it was opened for by itself; of one period a duty opens one call
    """

    __tablename__ = "vanthu_calls"
    __table_args__ = (UniqueConstraint("duty_id", "period_from"), Index("ix_vanthu_calls_state", "state"))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    period_from: Mapped[date] = mapped_column(Date)
    period_to: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    basis: Mapped[str] = mapped_column(String(300))
    collector_id: Mapped[str] = mapped_column(String(20))
    collector_name: Mapped[str] = mapped_column(String(100))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    duty_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_report_duties.id"))


class Owed(Base):
    """What one unit owes a call (nơi phải nộp); settled by a document, or excused with a reason."""

    __tablename__ = "vanthu_owed"
    call_id: Mapped[str] = mapped_column(ForeignKey("vanthu_calls.id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    unit_name: Mapped[str] = mapped_column(String(200))
    document_id: Mapped[str | None] = mapped_column(ForeignKey("vanthu_documents.id"), unique=True)
    excused: Mapped[str] = mapped_column(Text, default="")


class ReportDuty(Base):
    """A report that comes due again and again (chế độ báo cáo định kỳ), for as long as its paper is in force.

    period      "month", "quarter", "half" or "year"
    closes_on   the day of the period's last month up to which is reported (thời gian chốt số liệu)
    due_days    working days from there to the last day to hand in
    unit_ids    who owes it, by opaque ids
    """

    __tablename__ = "vanthu_report_duties"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    agency_id: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(250))
    basis: Mapped[str] = mapped_column(String(300))
    period: Mapped[str] = mapped_column(String(10))
    closes_on: Mapped[int]
    due_days: Mapped[int]
    unit_ids: Mapped[list[str]] = mapped_column(JSON)
    collector_id: Mapped[str] = mapped_column(String(20))
    collector_name: Mapped[str] = mapped_column(String(100))
    since: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)


@dataclass(frozen=True)
class CallOpened:
    """Units, by their ids, were called to hand in a paper by a day."""

    name: ClassVar[str] = "call_opened"
    document_id: str
    title: str
    units: tuple[str, ...]
    due_on: str


@dataclass(frozen=True)
class CallDue:
    """A paper is due from units that have not handed it in, or was; `when` is "soon", "today" or "late"."""

    name: ClassVar[str] = "call_due"
    document_id: str
    title: str
    units: tuple[str, ...]
    due_on: str
    when: str


@dataclass(frozen=True)
class CallAnswered:
    """A unit began the paper it owes a call."""

    name: ClassVar[str] = "call_answered"
    document_id: str
    call_id: str
    unit: str


@dataclass(frozen=True)
class UnitExcused:
    """A unit need not hand in after all, for a reason; empty where it must again."""

    name: ClassVar[str] = "unit_excused"
    document_id: str
    unit: str
    reason: str


@dataclass(frozen=True)
class DutySet:
    """A periodic report was laid upon units, or ended."""

    name: ClassVar[str] = "report_duty_set"
    document_id: None
    title: str
    period: str
    units: tuple[str, ...]
    ended: bool
