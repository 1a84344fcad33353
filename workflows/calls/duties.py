"""Periodic reports (báo cáo định kỳ): the duty, its periods, and the call that opens by itself when one closes.

source  Decree 09/2019/NĐ-CP on report regimes: periods end on a closing day of their last month, not with the month
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, or_, select

from documents.calls import Call, DutySet, ReportDuty
from documents.database import local_date
from documents.errors import NotAllowed
from documents.work import Work
from workflows.calendar import calendar_of
from workflows.calls.opening import (
    LONGEST_BASIS,
    LONGEST_TITLE,
    CallRefused,
    Collector,
    Wanted,
    begin_call,
    calling_unit,
    possible_collectors,
    units_named,
)
from workflows.commands import Rules

KIND = "bao-cao-dinh-ky"
MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""Every period, by how many months it takes."""
USUAL_CLOSING = 14
MOST_DUE_DAYS = 60
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Laid:
    """A duty as somebody typed it."""

    title: str
    period: str
    unit_ids: tuple[str, ...]
    basis: str = ""
    closes_on: int = USUAL_CLOSING
    due_days: int = 5
    collector_id: str = ""


@dataclass(frozen=True)
class Period:
    """What one report is about: both days included; `name` as people write it."""

    first: date
    last: date
    name: str


def lay_duty(work: Work, laid: Laid) -> ReportDuty:
    """The head of a unit lays a periodic report upon units; the next period that closes opens its call.

    raises    NotAllowed for anybody else; CallRefused
    """
    unit = calling_unit(work)
    title = " ".join(laid.title.split())
    if not title or len(title) > LONGEST_TITLE - 40:
        raise CallRefused(why="call_no_title")
    if laid.period not in MONTHS:
        raise CallRefused(why="call_period")
    if not 1 <= laid.closes_on <= 31 or not 1 <= laid.due_days <= MOST_DUE_DAYS:
        raise CallRefused(why="call_days")
    units = units_named(work, laid.unit_ids)
    if not units:
        raise CallRefused(why="call_no_units")
    wanted = laid.collector_id or work.actor.person_id
    collector = next((one for one in possible_collectors(work, unit.id) if one.person_id == wanted), None)
    if collector is None:
        raise CallRefused(why="call_no_collector")
    duty = ReportDuty(
        agency_id=unit.agency_id,
        unit_id=unit.id,
        title=title,
        basis=laid.basis.strip()[:LONGEST_BASIS],
        period=laid.period,
        closes_on=laid.closes_on,
        due_days=laid.due_days,
        unit_ids=[one.id for one in units],
        collector_id=collector.person_id,
        collector_name=collector.name,
        since=local_date(work.now),
    )
    work.session.add(duty)
    work.record(DutySet(None, title, laid.period, tuple(one.name for one in units), ended=False))
    return duty


def end_duty(work: Work, duty_id: str) -> ReportDuty:
    """The duty ends today: no more calls open for it, those that are open go on.

    raises    NotAllowed unless the actor heads the unit that laid it, and the duty is in force
    """
    unit, duty = calling_unit(work), work.session.get(ReportDuty, duty_id)
    if duty is None or duty.unit_id != unit.id or duty.ended_on is not None:
        raise NotAllowed(right="end_duty", document_id=None)
    duty.ended_on = local_date(work.now)
    names = tuple(one.name for one in units_named(work, duty.unit_ids))
    work.record(DutySet(None, duty.title, duty.period, names, ended=True))
    return duty


def duties_of(work: Work, unit_id: str) -> list[ReportDuty]:
    """The duties in force that a unit laid, by title."""
    rows = select(ReportDuty).where(ReportDuty.unit_id == unit_id, ReportDuty.ended_on.is_(None))
    return list(work.session.scalars(rows.order_by(ReportDuty.title, ReportDuty.id)))


def closed_period(period: str, closes_on: int, today: date) -> Period:
    """The youngest period that has closed by this day.

    A year closing on the 14th runs from 15 December to 14 December.
    """
    months = MONTHS[period]
    year, month = today.year, (today.month - 1) // months * months + months
    last = _closing(year, month, closes_on)
    if last > today:
        year, month = (year, month - months) if month > months else (year - 1, 12)
        last = _closing(year, month, closes_on)
    before = (year, month - months) if month > months else (year - 1, 12)
    return Period(_closing(*before, closes_on) + timedelta(days=1), last, _name(period, year, month))


def duties_closing(work: Work) -> list[str]:
    """The ids of duties whose youngest period has closed and has no call yet."""
    today = local_date(work.now)
    rows = work.session.scalars(
        select(ReportDuty)
        .where(or_(ReportDuty.ended_on.is_(None), ReportDuty.ended_on > today))
        .order_by(ReportDuty.since, ReportDuty.id)
    )
    return [duty.id for duty in rows if _waits(work, duty, today)]


def open_period(work: Work, rules: Rules, duty_id: str) -> Call | None:
    """Open the call of a duty's youngest closed period; None when there is one, or nobody is left to call."""
    duty, today = work.session.get_one(ReportDuty, duty_id), local_date(work.now)
    if not _waits(work, duty, today) or not units_named(work, duty.unit_ids):
        return None
    period = closed_period(duty.period, duty.closes_on, today)
    wanted = Wanted(
        KIND,
        f"{duty.title} {period.name}",
        (period.first, period.last),
        calendar_of(work.session).due(period.last, duty.due_days),
        tuple(duty.unit_ids),
        basis=duty.basis,
    )
    collector = Collector(duty.collector_id, duty.collector_name)
    return begin_call(work, rules, wanted, unit_id=duty.unit_id, collector=collector, duty_id=duty.id)


def _waits(work: Work, duty: ReportDuty, today: date) -> bool:
    """What closed before the duty was laid is asked of nobody."""
    period = closed_period(duty.period, duty.closes_on, today)
    opened = exists().where(Call.duty_id == duty.id, Call.period_from == period.first)
    return period.last >= duty.since and not work.session.scalar(select(opened))


def _closing(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _name(period: str, year: int, month: int) -> str:
    if period == "month":
        return f"tháng {month} năm {year}"
    if period == "quarter":
        return f"quý {ROMAN[month // 3 - 1]} năm {year}"
    if period == "half":
        return f"6 tháng {'đầu' if month == 6 else 'cuối'} năm {year}"
    return f"năm {year}"
