"""On hold nothing moves, everybody concerned knows why, and the days do not count."""

from datetime import date, timedelta

import pytest

from documents.database import local_date
from documents.errors import NotAllowed
from documents.model import Document
from tests.office import NOW, House
from tests.workflows.test_notices import submitted, tell, told
from workflows.calendar import calendar_of
from workflows.errors import ActDenied, ReasonNeeded
from workflows.holds import HoldRefused, could_hold, hold, resume, resume_due, stopped
from workflows.issuing import issue_document
from workflows.marks import marks_of
from workflows.signing import reserve
from workflows.standing import holds_of, paused_days
from workflows.steps import take

FRIDAY, MONDAY, TUESDAY = date(2026, 3, 13), date(2026, 3, 16), date(2026, 3, 17)


def held(house: House, resume_on: date | None = None) -> str:
    document_id = submitted(house)
    with house.work("truongphong") as work:
        hold(work, house.rules, document_id, "Chờ số liệu của huyện", resume_on)
    return document_id


def on_hold(house: House, document_id: str) -> bool:
    with house.look("truongphong") as work:
        return stopped(work, house.rules, work.session.get_one(Document, document_id)) is not None


def test_whoever_s_turn_it_is_not_stops_nothing(house: House) -> None:
    document_id = submitted(house)
    for username in ("quantri", "ketoan", "soanthao", "thethuc"):
        with pytest.raises(NotAllowed), house.work(username) as work:
            hold(work, house.rules, document_id, "Chờ số liệu")
    assert not on_hold(house, document_id)


def test_the_head_of_the_unit_stops_a_paper_that_waits_for_another(house: House) -> None:
    document_id = house.on_the_desk()
    with house.work("truongphong") as work:
        hold(work, house.rules, document_id, "Có chỉ đạo mới")
    assert on_hold(house, document_id)


def test_no_step_is_taken_meanwhile_and_the_reason_is_told(house: House) -> None:
    document_id = held(house)
    for username, step, reason in (
        ("truongphong", "check_content", ""),
        ("truongphong", "return_content", "Thiếu"),
        ("soanthao", "withdraw", "Không cần"),
    ):
        with pytest.raises(ActDenied) as denied, house.work(username) as work:
            take(work, house.rules, document_id, step, reason)
        assert denied.value.facts["reason"] == "on_hold"
        assert denied.value.facts["why"] == "Chờ số liệu của huyện"
        assert denied.value.facts["name"] == "Phan Trưởng"
    assert house.state(document_id) == "content_check"


def test_a_hold_wants_a_reason_and_a_day_ahead(house: House) -> None:
    document_id = submitted(house)
    with pytest.raises(ReasonNeeded), house.work("truongphong") as work:
        hold(work, house.rules, document_id, " - ")
    for day in (NOW.date(), NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=400)):
        with pytest.raises(HoldRefused), house.work("truongphong") as work:
            hold(work, house.rules, document_id, "Chờ số liệu", day)
    assert not on_hold(house, document_id)


def test_it_is_held_once(house: House) -> None:
    document_id = held(house)
    with pytest.raises(ActDenied), house.work("truongphong") as work:
        hold(work, house.rules, document_id, "Lần nữa")


def test_it_goes_on_by_hand(house: House) -> None:
    document_id = held(house)
    with pytest.raises(NotAllowed), house.work("soanthao") as work:
        resume(work, house.rules, document_id)
    with house.work("truongphong") as work:
        resume(work, house.rules, document_id)
    with house.work("truongphong") as work:
        take(work, house.rules, document_id, "check_content")
    assert house.state(document_id) == "form_check"


def test_it_goes_on_by_itself_on_its_day_and_not_before(house: House) -> None:
    document_id = held(house, MONDAY)
    with house.at(NOW + timedelta(days=3)).office() as work:
        assert resume_due(work) == 0
    monday = house.at(NOW + timedelta(days=4))
    with monday.office() as work:
        assert (resume_due(work), resume_due(work)) == (1, 0)
    assert not on_hold(monday, document_id)


def test_one_without_a_day_waits_for_a_person(house: House) -> None:
    document_id = held(house)
    with house.at(NOW + timedelta(days=300)).office() as work:
        assert resume_due(work) == 0
    assert on_hold(house, document_id)


def test_the_drafter_is_told_why(house: House) -> None:
    held(house)
    tell(house)
    assert told(house, "soanthao") == [("held", "Chờ số liệu của huyện")]


def test_those_who_only_know_of_the_paper_do_not_read_the_reason(house: House) -> None:
    document_id = held(house)
    with house.look("quantri") as work:
        seen = stopped(work, house.rules, work.session.get_one(Document, document_id))
    assert seen is not None
    assert (seen.reason, seen.may_resume) == ("", False)


def test_what_is_issued_is_not_held(house: House) -> None:
    document_id = house.signed()
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    with house.look("truongphong") as work:
        assert not could_hold(work, house.rules, work.session.get_one(Document, document_id))
    with pytest.raises(ActDenied) as denied, house.work("truongphong") as work:
        hold(work, house.rules, document_id, "Quá muộn")
    assert denied.value.facts["reason"] == "nothing_to_hold"


def test_a_signature_under_way_is_not_stopped(house: House) -> None:
    document_id = house.on_the_desk()
    with house.work("giamdoc") as work:
        reserve(work, house.rules, document_id, house.keys.director.facts.sha256)
    with pytest.raises(ActDenied) as denied, house.work("truongphong") as work:
        hold(work, house.rules, document_id, "Có chỉ đạo mới")
    assert denied.value.facts["reason"] == "signature_underway"


def test_working_days_on_hold_are_counted_once(house: House) -> None:
    """Thursday to Monday, and again on Monday to Tuesday: Friday, Monday, Tuesday."""
    document_id = held(house)
    monday, tuesday = (house.at(NOW + timedelta(days=days)) for days in (4, 5))
    with monday.work("truongphong") as work:
        resume(work, house.rules, document_id)
    with house.at(NOW + timedelta(days=4, hours=1)).work("truongphong") as work:
        hold(work, house.rules, document_id, "Chờ tiếp")
    with tuesday.work("truongphong") as work:
        resume(work, house.rules, document_id)
    with house.look() as work:
        calendar = calendar_of(work.session)
        until = NOW + timedelta(days=20)
        stretches = holds_of(work.session, [document_id])[document_id]
        days = paused_days(calendar, stretches, NOW, until)
    assert [calendar.is_working(day) for day in (FRIDAY, MONDAY, TUESDAY)] == [True, True, True]
    assert days == 3
    assert local_date(NOW) < FRIDAY


def test_the_list_says_so(house: House) -> None:
    document_id = held(house, MONDAY)
    with house.look("truongphong") as work:
        mark = marks_of(work, house.rules, [document_id])[document_id]
    assert (mark.held_by, mark.resume_on) == ("Phan Trưởng", MONDAY)
