"""Calls for tests: opened by the head of the accountants, answered by the officer, brought to any state."""

from datetime import date, datetime

from documents.calls import Call
from tests.office import House, a_draft
from workflows.calls import opening
from workflows.calls.opening import Wanted
from workflows.machines import hear
from workflows.steps import take, take_on

KIND = "ban-dang-ky-thi-dua"
DUE = date(2026, 3, 20)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
LATER = datetime.fromisoformat("2026-03-23T02:00:00+00:00")
"""The working day after the last day."""


def open_one(
    house: House,
    *,
    kind: str = KIND,
    title: str = "Đăng ký thi đua năm 2026",
    units: tuple[str, ...] = ("TH", "VP"),
    by: str = "ketoan",
) -> str:
    with house.work(by) as work:
        ids = tuple(house.placed.units[name] for name in units)
        return opening.open_call(work, house.rules, Wanted(kind, title, YEAR, DUE, ids)).id


def answer(house: House, call_id: str, subject: str = "Đăng ký của phòng", *, by: str = "soanthao") -> str:
    with house.work(by) as work:
        return opening.answer_call(work, house.rules, call_id, a_draft(subject)).id


def hand_in(house: House, document_id: str) -> str:
    """The officer submits, the head of the unit agrees."""
    for who, step in (("soanthao", "submit"), ("truongphong", "hand_in")):
        with house.work(who) as work:
            take(work, house.rules, document_id, step)
    return document_id


def take_in(house: House, document_id: str) -> None:
    with house.work("ketoan") as work:
        take(work, house.rules, document_id, "take_in")


def excuse(house: House, call_id: str, unit: str = "VP") -> None:
    with house.work("ketoan") as work:
        opening.excuse_unit(work, house.rules, call_id, house.placed.units[unit], "Đơn vị mới sáp nhập")


def step(house: House, call_id: str, code: str, *, by: str = "ketoan", **answers: str) -> None:
    with house.work(by) as work:
        take_on(work, house.rules, Call, call_id, code, "Đã quá hạn nhiều ngày", answers=answers)


def complete(house: House, call_id: str) -> None:
    """One unit excused, the other's paper taken in, and the call hears of it."""
    excuse(house, call_id)
    document_id = hand_in(house, answer(house, call_id))
    take_in(house, document_id)
    with house.office() as work:
        hear(work, house.rules, document_id, {"document_moved"})


def bring_to(house: House, call_id: str, state: str) -> str:
    """A call, to a state by the real steps of real people."""
    if state == "complete":
        complete(house, call_id)
    if state in ("closed", "summed_up"):
        step(house, call_id, "close_call")
    if state == "summed_up":
        step(house, call_id, "sum_up", number="12/BC-STNĐT", day="2026-03-25")
    if state == "called_off":
        step(house, call_id, "call_off")
    assert state_of(house, call_id) == state
    return call_id


def state_of(house: House, call_id: str) -> str:
    with house.look() as work:
        return work.session.get_one(Call, call_id).state
