"""Calls for papers: emulation registrations and periodic reports, from the call to the sum."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from documents.calls import Call, Owed, ReportDuty
from documents.errors import NoSuchDocument, NotAllowed
from documents.journal import JournalEntry
from documents.model import Document
from tests import called
from tests.office import House, a_draft
from workflows.calls import duties, opening
from workflows.calls.duties import Laid, closed_period
from workflows.calls.opening import CallRefused, Wanted
from workflows.calls.reminding import remind_of_calls
from workflows.calls.sight import call_list, owed_by_me, see_call, waiting_calls
from workflows.errors import ActDenied, ReasonNeeded
from workflows.notices.model import Notice, tell_people
from workflows.review import upload_draft
from workflows.steps import take

MONTHLY = Laid("Báo cáo kết quả công tác", "month", (), "Quy chế mẫu", 14, 3)


def entries(house: House) -> int:
    with house.look() as work:
        return len(work.session.scalars(select(JournalEntry.id)).all())


def lines(house: House, call_id: str, *, by: str = "ketoan") -> dict[str, str]:
    with house.look(by) as work:
        sight = see_call(work, house.rules, call_id)
    return {one.unit_name: one.state for one in sight.lines}


# ------------------------------------------------------------------ opening


@pytest.mark.parametrize("who", ["quantri", "luutru", "vanthu", "soanthao", "giamdoc"])
def test_nobody_but_the_head_of_a_unit_calls_for_papers(house: House, who: str) -> None:
    with pytest.raises(NotAllowed):
        called.open_one(house, by=who)
    with house.look() as work:
        assert work.session.scalars(select(Call)).all() == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"kind": "ke-hoach"}, "call_no_such_kind"),
        ({"title": "  "}, "call_no_title"),
        ({"period": (date(2026, 3, 2), date(2026, 3, 1))}, "call_period"),
        ({"due_on": date(2026, 3, 11)}, "call_due_past"),
        ({"unit_ids": ()}, "call_no_units"),
        ({"unit_ids": ("ngoai-kia",)}, "call_no_units"),
        ({"collector_id": "nguoi-la"}, "call_no_collector"),
    ],
)
def test_a_call_that_cannot_be_is_refused_by_name(house: House, wrong: dict[str, object], why: str) -> None:
    right: dict[str, object] = {
        "kind": called.KIND, "title": "Đợt mẫu", "period": called.YEAR, "due_on": called.DUE,
        "unit_ids": (house.placed.units["TH"],),
    }  # fmt: skip
    with pytest.raises(CallRefused) as refusal, house.work("ketoan") as work:
        opening.open_call(work, house.rules, Wanted(**{**right, **wrong}))  # type: ignore[arg-type]
    assert refusal.value.facts["why"] == why


def test_the_units_that_owe_see_it_and_others_do_not(house: House) -> None:
    call_id = called.open_one(house, units=("TH",))
    for stranger in ("vanthu", "giamdoc", "quantri"):
        with house.look(stranger) as work, pytest.raises(NoSuchDocument):
            see_call(work, house.rules, call_id)
    with house.look("soanthao") as work:
        assert [one.id for one in owed_by_me(work, house.rules)] == [call_id]
        assert [one.id for one in call_list(work, house.rules)] == [call_id]
    with house.look("ketoan") as work:
        assert owed_by_me(work, house.rules) == []


def test_the_units_are_told_at_once(house: House) -> None:
    called.open_one(house, units=("TH",))
    with house.office() as work:
        newest = work.session.scalars(select(JournalEntry.id)).all()
        assert tell_people(work, house.rules, newest, mail=False) == 2
    with house.look() as work:
        told = {row.person_id: row for row in work.session.scalars(select(Notice))}
    assert set(told) == {house.placed.people["truongphong"], house.placed.people["soanthao"]}
    assert {row.note for row in told.values()} == {"Đăng ký thi đua năm 2026, hạn 20/03/2026"}


# ---------------------------------------------------------------- answering


@pytest.mark.parametrize("who", ["quantri", "ketoan", "vanthu"])
def test_who_owes_nothing_begins_no_paper(house: House, who: str) -> None:
    call_id = called.open_one(house, units=("TH",))
    with pytest.raises(NotAllowed):
        called.answer(house, call_id, by=who)
    with house.look() as work:
        assert work.session.scalars(select(Document)).all() == []


def test_a_unit_begins_one_paper_and_another_when_the_first_is_withdrawn(house: House) -> None:
    call_id = called.open_one(house)
    first = called.answer(house, call_id)
    with pytest.raises(CallRefused, match="call_answered_already"):
        called.answer(house, call_id, "Bản thứ hai")
    with house.work("soanthao") as work:
        take(work, house.rules, first, "withdraw", "Soạn nhầm mẫu")
    second = called.answer(house, call_id, "Bản thứ hai")
    with house.look() as work:
        owed = work.session.get_one(Owed, (call_id, house.placed.units["TH"]))
        assert owed.document_id == second
        assert work.session.get_one(Document, second).kind == called.KIND


def test_a_paper_of_no_call_is_not_submitted(house: House) -> None:
    with house.work("soanthao") as work:
        draft = a_draft("Tự đăng ký", kind="Bản đăng ký thi đua")
        document_id = upload_draft(work, house.rules, draft).id
    with pytest.raises(ActDenied) as denial, house.work("soanthao") as work:
        take(work, house.rules, document_id, "submit")
    assert denial.value.facts["reason"] == "call_not_open"


def test_a_registration_goes_from_the_officer_to_the_collector(house: House) -> None:
    call_id = called.open_one(house, units=("TH",))
    document_id = called.answer(house, call_id)
    with house.look("ketoan") as work:
        # Before it is handed in the collector knows that it is being written, not what it says.
        row = see_call(work, house.rules, call_id).lines[0]
        assert (row.document_id, row.subject, row.state) == (None, "", "drafting")
    called.hand_in(house, document_id)
    with house.look("ketoan") as work:
        row = see_call(work, house.rules, call_id).lines[0]
        assert (row.document_id, row.subject) == (document_id, "Đăng ký của phòng")
        assert (row.handed_in_on, row.late) == (date(2026, 3, 12), False)
    called.take_in(house, document_id)
    assert lines(house, call_id) == {"Phòng Tổng hợp": "taken_in"}


def test_what_the_collector_gives_back_is_agreed_to_anew(house: House) -> None:
    call_id = called.open_one(house, units=("TH",))
    document_id = called.hand_in(house, called.answer(house, call_id))
    with house.work("ketoan") as work:
        take(work, house.rules, document_id, "return_handed_in", "Thiếu danh hiệu đăng ký")
    assert house.state(document_id) == "drafting"
    with pytest.raises(NotAllowed), house.work("ketoan") as work:
        take(work, house.rules, document_id, "take_in")
    called.hand_in(house, document_id)
    called.take_in(house, document_id)


# ---------------------------------------------------------- complete, closed


def test_the_call_is_complete_once_the_last_unit_is_in(house: House) -> None:
    call_id = called.open_one(house)
    with house.look("ketoan") as work:
        assert waiting_calls(work, house.rules) == []
    called.complete(house, call_id)
    assert called.state_of(house, call_id) == "complete"
    with house.look("ketoan") as work:
        assert [one.id for one in waiting_calls(work, house.rules)] == [call_id]
    called.step(house, call_id, "sum_up", number="12/BC-STNĐT", day="2026-03-25")
    assert called.state_of(house, call_id) == "summed_up"


def test_excusing_the_last_unit_completes_it(house: House) -> None:
    call_id = called.open_one(house, units=("VP",))
    called.excuse(house, call_id)
    assert called.state_of(house, call_id) == "complete"


def test_excusing_wants_a_reason_and_a_unit_that_has_not_begun(house: House) -> None:
    call_id = called.open_one(house)
    called.answer(house, call_id)
    before = entries(house)
    th, vp = house.placed.units["TH"], house.placed.units["VP"]
    for unit, reason, wrong in (
        (vp, "-", ReasonNeeded), (th, "Đơn vị mới", CallRefused), ("ngoai-kia", "Đơn vị mới", CallRefused),
    ):  # fmt: skip
        with pytest.raises(wrong), house.work("ketoan") as work:
            opening.excuse_unit(work, house.rules, call_id, unit, reason)
    with pytest.raises(NotAllowed), house.work("soanthao") as work:
        opening.excuse_unit(work, house.rules, call_id, vp, "Đơn vị mới")
    assert entries(house) == before
    with house.look() as work:
        assert {row.excused for row in work.session.scalars(select(Owed))} == {""}


def test_nothing_is_handed_in_to_a_closed_call_until_it_goes_on(house: House) -> None:
    call_id = called.open_one(house)
    document_id = called.answer(house, call_id)
    called.step(house, call_id, "close_call")
    with pytest.raises(ActDenied) as denial, house.work("soanthao") as work:
        take(work, house.rules, document_id, "submit")
    assert denial.value.facts["reason"] == "call_not_open"
    called.step(house, call_id, "go_on_collecting")
    called.hand_in(house, document_id)


def test_who_is_late_is_marked_and_reminded_once(house: House) -> None:
    call_id = called.open_one(house)
    called.hand_in(house, called.answer(house, call_id))
    late = house.at(called.LATER)
    with late.look("ketoan") as work:
        marked = {one.unit_name: one.late for one in see_call(work, house.rules, call_id).lines}
    assert marked == {"Phòng Tổng hợp": False, "Văn phòng": True}
    for expected in (1, 0):
        with late.office() as work:
            assert remind_of_calls(work) == expected
    with late.office() as work:
        newest = work.session.scalars(select(JournalEntry.id).where(JournalEntry.fact == "call_due")).all()
        tell_people(work, house.rules, newest, mail=False)
    with house.look() as work:
        told = set(work.session.scalars(select(Notice.person_id).where(Notice.event == "call_due_late")))
    assert house.placed.people["vanthu"] in told
    assert house.placed.people["soanthao"] not in told


# ----------------------------------------------------------- periodic reports


@pytest.mark.parametrize(
    ("period", "closes_on", "today", "first", "last", "name"),
    [
        ("month", 14, "2026-03-13", "2026-01-15", "2026-02-14", "tháng 2 năm 2026"),
        ("month", 14, "2026-03-14", "2026-02-15", "2026-03-14", "tháng 3 năm 2026"),
        ("month", 31, "2026-02-28", "2026-02-01", "2026-02-28", "tháng 2 năm 2026"),
        ("month", 14, "2026-01-05", "2025-11-15", "2025-12-14", "tháng 12 năm 2025"),
        ("quarter", 14, "2026-03-14", "2025-12-15", "2026-03-14", "quý I năm 2026"),
        ("half", 14, "2026-07-01", "2025-12-15", "2026-06-14", "6 tháng đầu năm 2026"),
        ("half", 14, "2026-01-01", "2025-06-15", "2025-12-14", "6 tháng cuối năm 2025"),
        ("year", 14, "2026-12-20", "2025-12-15", "2026-12-14", "năm 2026"),
    ],
)
def test_a_period_ends_on_its_closing_day(
    period: str, closes_on: int, today: str, first: str, last: str, name: str
) -> None:
    found = closed_period(period, closes_on, date.fromisoformat(today))
    assert (found.first.isoformat(), found.last.isoformat(), found.name) == (first, last, name)


def lay(house: House, *, by: str = "ketoan", **changed: object) -> str:
    units = (house.placed.units["TH"], house.placed.units["VP"])
    with house.work(by) as work:
        laid = Laid(**{**MONTHLY.__dict__, "unit_ids": units, **changed})  # type: ignore[arg-type]
        duty = duties.lay_duty(work, laid)
        work.session.flush()
        return duty.id


def on(house: House, day: str) -> House:
    return house.at(datetime.fromisoformat(f"{day}T01:00:00").replace(tzinfo=UTC))


@pytest.mark.parametrize("who", ["quantri", "soanthao", "giamdoc"])
def test_nobody_but_the_head_of_a_unit_lays_or_ends_a_duty(house: House, who: str) -> None:
    with pytest.raises(NotAllowed):
        lay(house, by=who)
    duty_id = lay(house)
    for other in (who, "truongphong"):
        with pytest.raises(NotAllowed), house.work(other) as work:
            duties.end_duty(work, duty_id)
    with house.look() as work:
        assert [duty.ended_on for duty in work.session.scalars(select(ReportDuty))] == [None]


def test_each_period_opens_one_call_on_its_closing_day(house: House) -> None:
    duty_id = lay(house)
    with on(house, "2026-03-13").look() as work:
        assert duties.duties_closing(work) == []
    for expected in ([duty_id], []):
        with on(house, "2026-03-16").office() as work:
            assert duties.duties_closing(work) == expected
            duties.open_period(work, house.rules, duty_id)
    with house.look() as work:
        (call,) = work.session.scalars(select(Call)).all()
        assert call.title == "Báo cáo kết quả công tác tháng 3 năm 2026"
        assert (call.period_from, call.period_to) == (date(2026, 2, 15), date(2026, 3, 14))
        # The 14th is a Saturday: three working days from there.
        assert call.due_on == date(2026, 3, 18)
    document_id = called.answer(on(house, "2026-03-16"), call.id, "Báo cáo tháng 3")
    with house.look() as work:
        assert work.session.get_one(Document, document_id).workflow == "bao-cao-dinh-ky"


def test_an_ended_duty_opens_nothing_and_what_is_open_goes_on(house: House) -> None:
    duty_id = lay(house)
    with on(house, "2026-03-16").office() as work:
        duties.open_period(work, house.rules, duty_id)
    with on(house, "2026-03-17").work("ketoan") as work:
        duties.end_duty(work, duty_id)
    with on(house, "2026-04-15").look() as work:
        assert duties.duties_closing(work) == []
        assert [call.state for call in work.session.scalars(select(Call))] == ["open"]
