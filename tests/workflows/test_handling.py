"""Directing and handling incoming papers: who may not, who sees what and until when, and two people acting at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from documents.access import Grant
from documents.errors import NoSuchDocument, NotAllowed, VanthuError
from documents.journal import JournalEntry
from documents.work import Work
from tests.arrivals import directed, person_of, presented, registered, take, task_of, unit_of
from tests.office import NOW, PROFILE, House
from workflows.errors import ActDenied, AssignmentRefused, NoSuchAssignment, ReasonNeeded
from workflows.filing import file_into, open_dossiers
from workflows.incoming import directing, handling
from workflows.incoming.assignments import Assignment, HandlingReport, Reply
from workflows.incoming.book import tracking_book
from workflows.incoming.choices import choices, handlers_for, possible_replies
from workflows.incoming.directing import Part
from workflows.incoming.passing import allow_passing, stop_passing
from workflows.incoming.sight import (
    answers,
    clerks_desk,
    my_papers,
    see_incoming,
    waiting_count,
    waiting_for_direction,
)
from workflows.queries import visible

EVERYBODY = tuple(person.username for person in PROFILE.people)


def sees(house: House, document_id: str) -> set[str]:
    """Who may open the paper now."""
    found = set()
    for who in EVERYBODY:
        with house.look(who) as work:
            try:
                visible(work, document_id)
                found.add(who)
            except NoSuchDocument:
                pass
    return found


def written(house: House) -> list[int]:
    with house.look() as work:
        return [
            work.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Assignment, HandlingReport, Reply, Grant, JournalEntry)
        ]


def refused(house: House, who: str, act: Callable[[Work], object], *errors: type[VanthuError]) -> None:
    """The person is refused, and nothing at all is written."""
    before = written(house)
    with pytest.raises(errors or (NotAllowed, NoSuchAssignment)), house.work(who) as work:
        act(work)
    assert written(house) == before


# ------------------------------------------------------------------- who may not


def test_nobody_is_obliged_by_a_paper_that_is_not_registered(house: House) -> None:
    paper = take(house)
    for act in (
        lambda work: directing.present(work, house.rules, paper, house.placed.people["giamdoc"]),
        lambda work: directing.pass_on(work, house.rules, paper, house.placed.units["TH"], 3),
    ):
        refused(house, "vanthu", act)
    assert sees(house, paper) == {"vanthu"}


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name != "giamdoc"])
def test_only_the_leader_it_was_presented_to_directs(house: House, who: str) -> None:
    paper = presented(house)
    lead = Part(unit_of(house, "TH"), 5)
    refused(house, who, lambda work: directing.direct(work, house.rules, paper, lead))
    assert sees(house, paper) == {"vanthu", "giamdoc"}


@pytest.mark.parametrize("who", ["soanthao", "thethuc", "luutru", "quantri", "pho"])
def test_whoever_has_no_part_sees_nothing_and_does_nothing(house: House, who: str) -> None:
    paper = directed(house)
    lead, support = task_of(house, paper, "lead"), task_of(house, paper, "supporter")
    for act in (
        lambda work: handling.report(work, paper, lead, "progress", "Đang làm"),
        lambda work: handling.report(work, paper, support, "result", "Đã xong"),
        lambda work: handling.confirm_seen(work, paper, lead),
        lambda work: handling.complete(work, house.rules, paper, "Đã xong"),
        lambda work: handling.link_reply(work, paper, paper),
        lambda work: directing.assign_handler(work, paper, lead, Part(person_of(house, who))),
        lambda work: directing.recall(work, paper, support, "Không cần nữa"),
        lambda work: directing.send_back(work, house.rules, paper, "Nhầm nơi nhận"),
        lambda work: directing.take_back(work, house.rules, paper, "Chỉ đạo lại"),
        lambda work: directing.add_supporter(work, paper, Part(person_of(house, who))),
    ):
        refused(house, who, act)
    assert who not in sees(house, paper)


def test_a_supporter_does_only_their_own_part(house: House) -> None:
    paper = directed(house)
    lead, support = task_of(house, paper, "lead"), task_of(house, paper, "supporter")
    for act in (
        lambda work: handling.report(work, paper, lead, "progress", "Thay chủ trì"),
        lambda work: handling.complete(work, house.rules, paper, "Đã xong"),
        lambda work: directing.send_back(work, house.rules, paper, "Nhầm nơi nhận"),
        lambda work: directing.recall(work, paper, support, "Tự rút"),
        lambda work: handling.link_reply(work, paper, paper),
    ):
        refused(house, "ketoan", act)


# ------------------------------------------------------------------ present and direct


def test_a_paper_is_presented_only_to_somebody_who_leads(house: House) -> None:
    paper = registered(house)
    for who in ("soanthao", "truongphong", "quantri"):
        person = house.placed.people[who]
        refused(
            house,
            "vanthu",
            lambda work, p=person: directing.present(work, house.rules, paper, p),
            AssignmentRefused,
        )
    with house.look("vanthu") as work:
        assert [name for _, name in choices(work).leaders] == [
            "Trần Thị Thử, Giám đốc",
            "Lý Văn Phó, Phó Giám đốc",
        ]


def test_the_director_names_lead_supporters_and_their_deadlines_in_working_days(house: House) -> None:
    """Presented on Thursday: three working days end on Tuesday, five on Thursday."""
    paper = directed(house)
    with house.look("giamdoc") as work:
        tasks = {task.part: task for task in see_incoming(work, house.rules, paper).tasks}
    assert (tasks["lead"].name, tasks["lead"].due_on) == ("Phòng Tổng hợp", date(2026, 3, 19))
    assert (tasks["supporter"].name, tasks["supporter"].due_on) == ("Phòng Kế toán", date(2026, 3, 17))
    assert tasks["lead"].given_by == "Trần Thị Thử"
    assert sees(house, paper) == {"vanthu", "giamdoc", "truongphong", "ketoan"}


@pytest.mark.parametrize(
    ("lead", "supporters", "why"),
    [
        (Part(""), [], "assignment_without_lead"),
        (Part("unit:0"), [], "assignment_unknown"),
        (Part("group:0"), [], "assignment_unknown"),
        (Part("UNIT:VP"), [], "assignment_without_head"),
        (Part("UNIT:TH", 0), [], "assignment_term_wrong"),
        (Part("UNIT:TH", 251), [], "assignment_term_wrong"),
        (Part("UNIT:TH", 5, "x" * 4001), [], "assignment_too_long"),
        (Part("UNIT:TH"), [Part("UNIT:TH")], "assignment_twice"),
        (Part("PERSON:quantri"), [], "assignment_unknown"),
    ],
)
def test_a_direction_that_cannot_be_kept_says_what_is_wrong(
    house: House, lead: Part, supporters: list[Part], why: str
) -> None:
    paper = presented(house)

    def real(part: Part) -> Part:
        scheme, _, name = part.to.partition(":")
        told = {"UNIT": unit_of, "PERSON": person_of}.get(scheme)
        return Part(told(house, name) if told else part.to, part.days, part.instruction)

    before = written(house)
    with pytest.raises(AssignmentRefused) as refusal, house.work("giamdoc") as work:
        directing.direct(work, house.rules, paper, real(lead), [real(part) for part in supporters])
    assert refusal.value.facts["why"] == why
    assert written(house) == before
    assert house.state(paper) == "presented"


def test_the_leaders_desk_lists_the_urgent_first(house: House) -> None:
    usual = presented(house, number_symbol="1/X")
    urgent = presented(house, number_symbol="2/X", urgency="express")
    with house.look("giamdoc") as work:
        assert [row.id for row in waiting_for_direction(work, house.rules)] == [urgent, usual]
        assert waiting_count(work) == 2
    with house.look("pho") as work:
        assert waiting_for_direction(work, house.rules) == ()


def test_two_people_directing_one_paper_at_once_give_it_one_lead(house: House) -> None:
    """The director at the desk and on the phone: the second press finds it done."""
    paper = presented(house)

    def direct(unit: str) -> str:
        try:
            with house.work("giamdoc") as work:
                directing.direct(work, house.rules, paper, Part(unit_of(house, unit), 5))
        except VanthuError as error:
            return error.code
        return "given"

    with ThreadPoolExecutor(2) as desk:
        said = sorted(desk.map(direct, ("TH", "KT")))
    assert said[0] == "given"
    assert said[1] in ("not_allowed", "version_moved")
    with house.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Assignment)) == 1


def test_lead_and_supporter_working_at_once_lose_nothing(house: House) -> None:
    paper = directed(house)
    lead, support = task_of(house, paper, "lead"), task_of(house, paper, "supporter")

    def tell(told: tuple[str, str, int]) -> None:
        who, task, count = told
        with house.work(who) as work:
            handling.report(work, paper, task, "progress", f"Lần {count}")

    told = [
        (who, task, count) for count in range(4) for who, task in (("truongphong", lead), ("ketoan", support))
    ]
    with ThreadPoolExecutor(4) as desk:
        list(desk.map(tell, told))
    with house.look("giamdoc") as work:
        assert len(see_incoming(work, house.rules, paper).reports) == 8


# ---------------------------------------------------------------------- passing straight


def test_the_clerk_passes_a_paper_on_only_as_a_rule_says(house: House) -> None:
    paper = registered(house)
    units = house.placed.units

    def pass_on(work: Work, unit: str = "KT") -> object:
        return directing.pass_on(work, house.rules, paper, units[unit], 3)

    refused(house, "vanthu", pass_on, ActDenied)
    for who in ("vanthu", "truongphong", "pho", "quantri"):
        refused(
            house,
            who,
            lambda work: allow_passing(work, units["KT"], kind="ke-hoach", sender="", basis="Quy chế"),
        )
    with house.work("giamdoc") as work:
        with pytest.raises(AssignmentRefused):
            allow_passing(work, units["KT"], kind="", sender="", basis="Quy chế")
        rule = allow_passing(work, units["KT"], kind="", sender="Sở Kho bạc", basis="Quy chế, Điều 9")
    refused(house, "vanthu", lambda work: pass_on(work, "TH"), AssignmentRefused)
    with house.work("vanthu") as work:
        pass_on(work)
    assert house.state(paper) == "handling"
    assert sees(house, paper) == {"vanthu", "ketoan"}
    with house.work("giamdoc") as work:
        stop_passing(work, rule)
    again = registered(house, number_symbol="16/X")
    refused(
        house, "vanthu", lambda work: directing.pass_on(work, house.rules, again, units["KT"], 3), ActDenied
    )


# --------------------------------------------------------------- assigning, returning, recalling


def test_a_head_gives_the_part_to_somebody_of_the_own_unit_only(house: House) -> None:
    paper = directed(house)
    task = task_of(house, paper, "lead")
    for who in ("ketoan", "thethuc"):
        part = Part(person_of(house, who))
        refused(
            house,
            "truongphong",
            lambda work, p=part: directing.assign_handler(work, paper, task, p),
            AssignmentRefused,
        )
    with house.work("truongphong") as work:
        (mine,) = [one for one in see_incoming(work, house.rules, paper).tasks if one.mine]
        assert [name for _, name in handlers_for(work, mine)] == ["Nguyễn Soạn", "Phan Trưởng"]
        directing.assign_handler(
            work, paper, task, Part(person_of(house, "soanthao"), 2, "Soạn công văn trả lời")
        )
    assert "soanthao" in sees(house, paper)
    with house.look("soanthao") as work:
        assert [row.id for row in my_papers(work, house.rules)] == [paper]


def test_a_recalled_part_takes_the_sight_of_the_paper_with_it(house: House) -> None:
    paper = directed(house)
    support = task_of(house, paper, "supporter")
    with house.work("ketoan") as work:
        handling.report(work, paper, support, "progress", "Đang tổng hợp")
    refused(house, "truongphong", lambda work: directing.recall(work, paper, support, "Không cần"))
    refused(house, "giamdoc", lambda work: directing.recall(work, paper, support, "-"), ReasonNeeded)
    with house.work("giamdoc") as work:
        directing.recall(work, paper, support, "Không cần phối hợp nữa")
    assert "ketoan" not in sees(house, paper)
    with house.look("ketoan") as work:
        assert my_papers(work, house.rules) == ()
    with house.work("giamdoc") as work:
        directing.add_supporter(work, paper, Part(unit_of(house, "KT"), 2, "Cần lại số liệu"))
    assert "ketoan" in sees(house, paper)


def test_the_leads_part_is_not_recalled_alone(house: House) -> None:
    paper = directed(house)
    task = task_of(house, paper, "lead")
    refused(
        house, "giamdoc", lambda work: directing.recall(work, paper, task, "Đổi chủ trì"), AssignmentRefused
    )
    with house.work("giamdoc") as work:
        directing.take_back(work, house.rules, paper, "Đổi nơi chủ trì")
    assert house.state(paper) == "presented"
    assert sees(house, paper) == {"vanthu", "giamdoc"}
    with house.work("giamdoc") as work:
        directing.direct(work, house.rules, paper, Part(unit_of(house, "KT"), 4))
    assert sees(house, paper) == {"vanthu", "giamdoc", "ketoan"}


def test_a_wrongly_addressed_paper_goes_back_to_the_clerk_with_the_reason(house: House) -> None:
    paper = directed(house)
    refused(
        house, "truongphong", lambda work: directing.send_back(work, house.rules, paper, ""), ReasonNeeded
    )
    with house.work("truongphong") as work:
        directing.send_back(work, house.rules, paper, "Việc của Phòng Kế toán")
    assert house.state(paper) == "registered"
    assert sees(house, paper) == {"vanthu"}
    with house.look("vanthu") as work:
        assert {task.status for task in see_incoming(work, house.rules, paper).tasks} == {
            "returned",
            "recalled",
        }
    with house.work("vanthu") as work:
        directing.present(work, house.rules, paper, house.placed.people["pho"])
    assert sees(house, paper) == {"vanthu", "pho"}
    with house.work("pho") as work:
        directing.send_back(work, house.rules, paper, "Trình Giám đốc")
    assert house.state(paper) == "registered"


# --------------------------------------------------------------------- handling to the end


def test_a_paper_is_finished_when_nobodys_part_is_open_and_then_filed(house: House) -> None:
    paper = directed(house)
    lead, support = task_of(house, paper, "lead"), task_of(house, paper, "supporter")
    with house.work("truongphong") as work:
        handler_part = Part(person_of(house, "soanthao"), 2, "Soạn trả lời")
        handler = directing.assign_handler(work, paper, lead, handler_part)
    refused(house, "truongphong", lambda work: handling.complete(work, house.rules, paper, "Xong"), ActDenied)
    with house.work("ketoan") as work:
        handling.report(work, paper, support, "result", "Số liệu kèm theo")
    with house.work("soanthao") as work:
        handling.report(work, paper, handler, "proposal", "Đề nghị trả lời bằng công văn")
        handling.report(work, paper, handler, "result", "Đã trình dự thảo")
    refused(
        house, "truongphong", lambda work: handling.complete(work, house.rules, paper, " "), AssignmentRefused
    )
    with house.work("truongphong") as work:
        handling.complete(work, house.rules, paper, "Đã trả lời")
    assert house.state(paper) == "done"
    assert sees(house, paper) == {"vanthu", "giamdoc", "truongphong", "ketoan", "soanthao", "luutru"}
    with house.work("soanthao") as work:
        file_into(work, house.rules, paper, open_dossiers(work)[0].id)
    assert house.state(paper) == "filed"
    with house.look("vanthu") as work:
        (row,) = tracking_book(work, year=2026)
    assert (row.progress, row.recipients) == (
        "Đã lưu hồ sơ 01.TH",
        "Phòng Tổng hợp; Phòng Kế toán; Nguyễn Soạn",
    )


def test_a_finished_paper_is_taken_up_again_with_a_reason(house: House) -> None:
    paper = presented(house)
    with house.work("giamdoc") as work:
        directing.direct(work, house.rules, paper, Part(unit_of(house, "TH"), 5))
    with house.work("truongphong") as work:
        handling.complete(work, house.rules, paper, "Đã trả lời")
    refused(house, "vanthu", lambda work: handling.reopen(work, house.rules, paper, "Còn thiếu"))
    with house.work("giamdoc") as work:
        handling.reopen(work, house.rules, paper, "Còn thiếu phụ lục")
    with house.work("truongphong") as work:
        assert [row.id for row in my_papers(work, house.rules)] == [paper]
        handling.complete(work, house.rules, paper, "Đã bổ sung")
    assert house.state(paper) == "done"


def test_the_answer_is_shown_on_both_papers_to_whoever_may_see_them(house: House) -> None:
    paper, ours = directed(house), house.upload("Trả lời về số dư")
    with house.work("truongphong") as work:
        assert (ours, "/KH-STNĐT Trả lời về số dư") in possible_replies(work)
        handling.link_reply(work, paper, ours)
        handling.link_reply(work, paper, ours)
    refused(house, "truongphong", lambda work: handling.link_reply(work, paper, paper), AssignmentRefused)
    with house.look("truongphong") as work:
        assert [row.document_id for row in see_incoming(work, house.rules, paper).replies] == [ours]
        assert [row.document_id for row in answers(work, ours)] == [paper]
    with house.look("ketoan") as work:
        (row,) = see_incoming(work, house.rules, paper).replies
        assert (row.document_id, row.subject) == (None, ""), "a draft is nobody else's business"
    with house.look("soanthao") as work:
        assert answers(work, ours) == (), "who drafted the answer has no part in the paper"


def test_overdue_parts_are_marked_on_every_list(house: House) -> None:
    paper = directed(house)
    later = house.at(NOW + timedelta(days=6))  # Wednesday: the supporter's three working days are over
    with later.look("giamdoc") as work:
        tasks = {task.part: task.overdue for task in see_incoming(work, house.rules, paper).tasks}
        assert tasks == {"lead": False, "supporter": True}
    with later.look("vanthu") as work:
        assert [row.id for row in clerks_desk(work, house.rules).overdue] == [paper]
        assert tracking_book(work, year=2026)[0].progress == "Còn 2 phần việc, quá hạn"
    with later.look("ketoan") as work:
        assert [row.overdue for row in my_papers(work, house.rules)] == [True]


def test_a_part_is_confirmed_once_and_stands_in_the_register(house: House) -> None:
    paper = directed(house)
    task = task_of(house, paper, "lead")
    with house.work("truongphong") as work:
        handling.confirm_seen(work, paper, task)
    facts = written(house)
    with house.work("truongphong") as work:
        handling.confirm_seen(work, paper, task)
    assert written(house) == facts
    with house.look("giamdoc") as work:
        seen = [task.seen_by for task in see_incoming(work, house.rules, paper).tasks if task.part == "lead"]
    assert seen == ["Phan Trưởng"]
