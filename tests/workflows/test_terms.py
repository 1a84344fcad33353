"""Terms: counted in working days, paused on hold, reminded of once, told to a superior when they ran out."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from documents.model import Document
from tests.office import NOW, House
from tests.workflows.test_notices import submitted, tell, told
from workflows.calendar import declare_day
from workflows.directory.model import Position
from workflows.holds import hold, resume
from workflows.marks import marks_of
from workflows.notices.model import notices_of
from workflows.opinions import asking as opinions
from workflows.opinions.rounds import rounds_on
from workflows.opinions.sight import asked_of, opinions_of
from workflows.steps import take
from workflows.terms import due_days, opinion_terms, remind

THURSDAY, FRIDAY, MONDAY, TUESDAY, WEDNESDAY = (
    date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 18),
)  # fmt: skip
DAY = timedelta(days=1)


def on(house: House, day: date) -> House:
    return house.at(NOW + (day - THURSDAY))


def due(house: House, document_id: str) -> date:
    with house.look() as work:
        return due_days(work, house.rules, [work.session.get_one(Document, document_id)])[document_id]


def reminded(house: House) -> int:
    with house.office() as work:
        found = remind(work, house.rules)
    tell(house)
    return found


# ------------------------------------------------------------------ when


def test_two_working_days_from_thursday_end_on_monday(house: House) -> None:
    assert due(house, submitted(house)) == MONDAY


def test_a_day_declared_free_moves_the_term(house: House) -> None:
    document_id = submitted(house)
    with house.work("quantri") as work:
        declare_day(work, FRIDAY, works=False, reason="Mất điện")
    assert due(house, document_id) == TUESDAY


def test_where_nobody_is_hurried_there_is_no_term(house: House) -> None:
    document_id = house.upload()
    with house.look() as work:
        assert due_days(work, house.rules, [work.session.get_one(Document, document_id)]) == {}


def test_days_on_hold_do_not_count(house: House) -> None:
    """Stopped on Thursday, going on on Monday: Friday and Monday are given back."""
    document_id = submitted(house)
    with house.work("truongphong") as work:
        hold(work, house.rules, document_id, "Chờ số liệu")
    with on(house, MONDAY).work("truongphong") as work:
        resume(work, house.rules, document_id)
    assert due(on(house, MONDAY), document_id) == WEDNESDAY


# ------------------------------------------------------------------ reminders


def test_on_the_day_it_comes_nobody_is_reminded(house: House) -> None:
    submitted(house)
    assert reminded(house) == 0


def test_the_day_before_and_the_day_itself_are_told_once_each(house: House) -> None:
    submitted(house)
    counts = [reminded(on(house, day)) for day in (FRIDAY, FRIDAY, MONDAY, MONDAY)]
    assert counts == [1, 0, 1, 0]
    assert told(house, "truongphong")[1:] == [("due_soon", "16/03/2026"), ("due_today", "16/03/2026")]
    assert told(house, "ketoan") == []


def test_what_was_missed_over_days_without_a_worker_is_not_told_late(house: House) -> None:
    submitted(house)
    assert reminded(on(house, TUESDAY)) == 1
    assert [event for event, _ in told(house, "truongphong")] == ["came", "late"]


def test_a_paper_on_hold_hurries_nobody(house: House) -> None:
    document_id = submitted(house)
    with house.work("truongphong") as work:
        hold(work, house.rules, document_id, "Chờ số liệu")
    assert reminded(on(house, TUESDAY)) == 0


def test_of_a_late_paper_the_superior_is_told_without_a_word_of_it(house: House) -> None:
    """The director may not view a paper whose content is being checked, so neither subject nor link is told."""
    submitted(house, "Giữ kín")
    reminded(on(house, TUESDAY))
    with house.look("giamdoc") as work:
        (row,) = notices_of(work)
    assert (row.event, row.document_id, row.subject) == ("escalated", None, "")
    assert "Phòng Tổng hợp" in row.note
    assert "Giữ kín" not in row.note


def test_the_head_of_the_late_officer_s_unit_is_told_of_the_paper_they_may_view(house: House) -> None:
    """The form checker sits in the unit of a head who holds a role on the paper."""
    with house.office() as work:
        people = house.placed.people
        unit = work.session.query(Position.unit_id).filter_by(person_id=people["truongphong"]).scalar()
        work.session.execute(
            update(Position).where(Position.person_id == people["thethuc"]).values(unit_id=unit)
        )
    document_id = submitted(house)
    with house.work("truongphong") as work:
        take(work, house.rules, document_id, "check_content")
    reminded(on(house, MONDAY))
    with house.look("truongphong") as work:
        row = next(row for row in notices_of(work) if row.event == "escalated")
    assert row.document_id == document_id
    assert told(house, "giamdoc") == []


def test_the_list_marks_what_is_late_and_what_is_due_today(house: House) -> None:
    document_id = submitted(house)
    near = []
    for day in (THURSDAY, FRIDAY, MONDAY, TUESDAY):
        with on(house, day).look("truongphong") as work:
            mark = marks_of(work, house.rules, [document_id])[document_id]
        near.append(mark.near)
        assert mark.due_on == MONDAY
    assert near == ["", "soon", "today", "late"]


# ------------------------------------------------------------------ opinions


@pytest.fixture
def in_turn(house: House) -> tuple[str, str]:
    """Two are asked one after the other, two working days each; the document and the round."""
    document_id = house.upload()
    people = house.placed.people
    asking = opinions.Asking(
        "Ý kiến?",
        (f"person:{people['ketoan']}", f"person:{people['thethuc']}"),
        sequential=True,
        working_days=2,
    )
    with house.work("soanthao") as work:
        return document_id, opinions.ask_opinions(work, document_id, asking)


def answer(house: House, username: str, document_id: str, round_id: str) -> None:
    with house.work(username) as work:
        draft = work.session.get_one(Document, document_id).draft_sha256
        opinions.give_opinion(work, document_id, round_id, opinions.Answer("agreed"), seen_draft=draft)


def own_terms(house: House, document_id: str) -> list[date | None]:
    with house.look() as work:
        ((one, asked),) = rounds_on(work.session, document_id)
        terms = opinion_terms(work, [(one, asked)])
        return [terms[row.id] for row in asked]


def test_in_turn_the_second_has_a_whole_term_from_their_turn(house: House, in_turn: tuple[str, str]) -> None:
    document_id, round_id = in_turn
    assert own_terms(house, document_id) == [MONDAY, None]
    monday = on(house, MONDAY)
    answer(monday, "ketoan", document_id, round_id)
    assert own_terms(monday, document_id) == [MONDAY, WEDNESDAY]


def test_the_second_is_not_late_for_the_first(house: House, in_turn: tuple[str, str]) -> None:
    document_id, round_id = in_turn
    answer(on(house, MONDAY), "ketoan", document_id, round_id)
    with on(house, TUESDAY).look("thethuc") as work:
        (asked,) = asked_of(work)
        (shown,) = opinions_of(work, document_id).rounds
    assert (asked.due_on, asked.overdue, shown.overdue) == (WEDNESDAY, False, False)
    assert [row.late for row in shown.asked] == [False, False]
    with on(house, WEDNESDAY + DAY).look("thethuc") as work:
        (asked,) = asked_of(work)
    assert asked.overdue


def test_those_asked_are_reminded_the_day_before_and_on_the_day(
    house: House, in_turn: tuple[str, str]
) -> None:
    counts = [reminded(on(house, day)) for day in (THURSDAY, FRIDAY, FRIDAY, MONDAY, TUESDAY)]
    assert counts == [0, 1, 0, 1, 0]
    events = [event for event, _ in told(house, "ketoan")]
    assert events == ["asked", "opinion_due_soon", "opinion_due_today"]
    assert told(house, "thethuc") == []


def test_who_has_answered_is_not_reminded(house: House, in_turn: tuple[str, str]) -> None:
    document_id, round_id = in_turn
    answer(house, "ketoan", document_id, round_id)
    assert reminded(on(house, FRIDAY)) == 1
    assert "opinion_due_soon" not in [event for event, _ in told(house, "ketoan")]
    assert "opinion_due_soon" in [event for event, _ in told(house, "thethuc")]
