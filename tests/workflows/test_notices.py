"""Who is told what: only whoever it concerns and may see the paper, never of one's own act, never twice."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from documents.access import may
from documents.comments import Anchor
from documents.journal import JournalEntry
from documents.model import Document
from tests.office import NOW, House
from workflows import review, together
from workflows.directory.absences import Declaring, declare_absence
from workflows.directory.model import Position
from workflows.directory.people import audience
from workflows.issuing import issue_document
from workflows.notices.choices import NoticeChoiceRefused, choose_for_office, choose_own, office_defaults
from workflows.notices.mail import Mail
from workflows.notices.model import (
    NoSuchNotice,
    Notice,
    notices_of,
    read_all,
    read_notice,
    read_paper,
    tell_people,
    unread_count,
)
from workflows.opinions import asking as opinions

EVERYBODY = ("giamdoc", "pho", "soanthao", "truongphong", "thethuc", "vanthu", "luutru", "ketoan", "quantri")


def tell(house: House, *, mail: bool = False) -> int:
    with house.office() as work:
        entries = list(work.session.scalars(select(JournalEntry.id)))
        return tell_people(work, house.rules, entries, mail=mail)


def told(house: House, username: str) -> list[tuple[str, str]]:
    """(event, note) of what the person was told, oldest first."""
    with house.look(username) as work:
        return [(row.event, row.note) for row in reversed(notices_of(work))]


def submitted(house: House, subject: str = "") -> str:
    document_id = house.upload(subject)
    with house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    return document_id


def returned(house: House, reason: str = "Thiếu căn cứ") -> str:
    document_id = submitted(house)
    with house.work("truongphong") as work:
        review.send_back(work, house.rules, document_id, "return_content", reason)
    return document_id


def test_whoever_may_not_see_the_paper_is_told_nothing(house: House) -> None:
    submitted(house)
    tell(house)
    assert [username for username in EVERYBODY if told(house, username)] == ["truongphong"]


def test_the_head_is_told_that_a_paper_came(house: House) -> None:
    submitted(house)
    tell(house)
    assert told(house, "truongphong") == [("came", "")]


def test_nobody_is_told_of_their_own_act(house: House) -> None:
    document_id = submitted(house)
    with house.work("truongphong") as work:
        together.remark(work, document_id, Anchor(1), "Sửa ngày")
    tell(house)
    assert told(house, "soanthao") == [("remarked", "")]
    assert ("remarked", "") not in told(house, "truongphong")


def test_the_drafter_is_told_why_a_paper_came_back(house: House) -> None:
    returned(house)
    tell(house)
    assert told(house, "soanthao") == [("returned", "Thiếu căn cứ")]


def test_a_step_the_paper_has_left_behind_is_told_to_nobody(house: House) -> None:
    returned(house)
    tell(house)
    assert told(house, "truongphong") == []


def test_hearing_a_fact_twice_tells_nobody_twice(house: House) -> None:
    submitted(house)
    assert tell(house) == 1
    assert tell(house) == 0
    with house.look("truongphong") as work:
        assert unread_count(work) == 1


def test_a_paper_sent_by_two_lines_is_told_once(house: House) -> None:
    """The director stands in the group and is named; the deputy only in the group."""
    document_id = house.signed(recipients=["Lãnh đạo Sở", "Lý Văn Phó", "Các phòng"])
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    tell(house)
    assert told(house, "pho") == [("sent", "")]
    assert told(house, "ketoan") == [("sent", "")]
    assert ("issued", "") in told(house, "soanthao")


def test_whoever_has_left_the_office_is_told_nothing(house: House) -> None:
    submitted(house)
    with house.office() as work:
        person = house.placed.people["truongphong"]
        work.session.execute(
            update(Position).where(Position.person_id == person).values(until=NOW - timedelta(minutes=1))
        )
    tell(house)
    with house.look() as work:
        assert list(work.session.scalars(select(Notice.person_id))) == []


def test_those_asked_are_told_the_question_and_the_asker_the_answer(house: House) -> None:
    document_id = house.upload()
    person = house.placed.people["ketoan"]
    with house.work("soanthao") as work:
        asking = opinions.Asking("Có đủ kinh phí không?", (f"person:{person}",))
        round_id = opinions.ask_opinions(work, document_id, asking)
    tell(house)
    assert told(house, "ketoan") == [("asked", "Có đủ kinh phí không?")]

    with house.work("ketoan") as work:
        draft = work.session.get_one(Document, document_id).draft_sha256
        opinions.give_opinion(work, document_id, round_id, opinions.Answer("agreed"), seen_draft=draft)
    tell(house)
    assert told(house, "soanthao") == [("round_complete", "")]


def test_a_round_in_turn_tells_the_second_only_when_the_first_has_answered(house: House) -> None:
    document_id = house.upload()
    people = house.placed.people
    with house.work("soanthao") as work:
        in_turn = (f"person:{people['ketoan']}", f"person:{people['thethuc']}")
        asking = opinions.Asking("Ý kiến?", in_turn, sequential=True)
        round_id = opinions.ask_opinions(work, document_id, asking)
    tell(house)
    assert (told(house, "ketoan"), told(house, "thethuc")) == ([("asked", "Ý kiến?")], [])

    with house.work("ketoan") as work:
        draft = work.session.get_one(Document, document_id).draft_sha256
        opinions.give_opinion(work, document_id, round_id, opinions.Answer("agreed"), seen_draft=draft)
    tell(house)
    assert told(house, "thethuc") == [("asked", "Ý kiến?")]
    assert told(house, "soanthao") == [("answered", "")]


def test_an_answered_remark_is_told_to_whoever_made_it(house: House) -> None:
    document_id = submitted(house)
    with house.work("truongphong") as work:
        remark_id = together.remark(work, document_id, Anchor(1), "Sửa ngày")
    with house.work("soanthao") as work:
        together.answer(work, document_id, remark_id, "Đã sửa")
    tell(house)
    assert ("remark_answered", "") in told(house, "truongphong")


def test_a_colleague_asked_to_draft_along_is_told(house: House) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        together.share_draft(work, document_id, house.placed.people["ketoan"])
    tell(house)
    assert told(house, "ketoan") == [("shared", "")]


def test_a_paper_one_may_no_longer_view_is_told_of_without_its_subject(house: House) -> None:
    document_id = house.upload("Giữ kín")
    with house.work("soanthao") as work:
        together.share_draft(work, document_id, house.placed.people["ketoan"])
    tell(house)
    with house.work("soanthao") as work:
        together.stop_sharing(work, document_id, house.placed.people["ketoan"])
    with house.look("ketoan") as work:
        (row,) = notices_of(work)
    assert (row.document_id, row.subject, row.number_symbol) == (None, "", "")


def test_one_may_not_read_anothers_notice(house: House) -> None:
    submitted(house)
    tell(house)
    with house.look("truongphong") as work:
        (row,) = notices_of(work)
    with pytest.raises(NoSuchNotice), house.work("soanthao") as work:
        read_notice(work, row.id)
    with house.look("truongphong") as work:
        assert unread_count(work) == 1
    with house.work("truongphong") as work:
        read_notice(work, row.id)
        assert unread_count(work) == 0


def test_reading_all_leaves_what_came_since(house: House) -> None:
    first = submitted(house, "Một")
    tell(house)
    with house.look("truongphong") as work:
        last = work.session.scalar(select(Notice.entry_id)) or 0
    submitted(house, "Hai")
    tell(house)
    with house.work("truongphong") as work:
        read_all(work, up_to=last)
        unread = [row.document_id for row in notices_of(work) if not row.read]
    assert len(unread) == 1
    assert first not in unread


def test_opening_a_paper_reads_its_notices(house: House) -> None:
    document_id = submitted(house, "Một")
    submitted(house, "Hai")
    tell(house)
    with house.work("truongphong") as work:
        read_paper(work, document_id)
        assert unread_count(work) == 1


def test_the_audience_is_exactly_who_may_view(house: House) -> None:
    """Two ways to ask one question: every person's right, and the right's people."""
    for document_id in (house.upload("A"), submitted(house, "B"), house.signed("C")):
        seen = set()
        for username in EVERYBODY:
            with house.look(username) as work:
                shown = select(Document.id).where(
                    Document.id == document_id, may(work.actor, "view", house.now)
                )
                if work.session.scalar(shown):
                    seen.add(work.actor.person_id)
        with house.look() as work:
            assert (
                audience(work.session, work.session.get_one(Document, document_id), house.now).keys() == seen
            )


def away(house: House, username: str, substitute: str, *, all_work: bool) -> None:
    people, today = house.placed.people, NOW.date()
    with house.work(username) as work:
        declare_absence(
            work,
            Declaring(people[username], people[substitute], today, today, "Nghỉ phép", all_work=all_work),
        )


@pytest.mark.parametrize("all_work", [False, True])
def test_the_audience_is_exactly_who_may_view_while_somebody_is_away(house: House, all_work: bool) -> None:
    away(house, "truongphong", "ketoan", all_work=all_work)
    away(house, "soanthao", "pho", all_work=all_work)
    test_the_audience_is_exactly_who_may_view(house)


def test_who_stands_in_is_told_too(house: House) -> None:
    away(house, "truongphong", "ketoan", all_work=False)
    submitted(house)
    tell(house)
    assert told(house, "ketoan") == [("came", "")]
    assert told(house, "truongphong") == [("came", "")]


# ------------------------------------------------------------------ channels


def channel(house: House, username: str) -> str | None:
    with house.look() as work:
        return work.session.scalar(
            select(Notice.channel).where(Notice.person_id == house.placed.people[username])
        )


def mails(house: House) -> int:
    with house.look() as work:
        return len(list(work.session.scalars(select(Mail.id))))


def test_without_an_address_nobody_gets_mail(house: House) -> None:
    submitted(house)
    tell(house, mail=True)
    assert (channel(house, "truongphong"), mails(house)) == ("none", 0)


def test_without_a_mail_server_nobody_gets_mail(house: House) -> None:
    with house.work("truongphong") as work:
        choose_own(work, "truong@mau.vn", {})
    submitted(house)
    tell(house)
    assert (channel(house, "truongphong"), mails(house)) == ("none", 0)


def test_the_person_s_choice_goes_before_the_office_s(house: House) -> None:
    with house.work("truongphong") as work:
        choose_own(work, "truong@mau.vn", {})
    with house.work("quantri") as work:
        choose_for_office(work, {("came", "head"): "none"})
    submitted(house, "Một")
    tell(house, mail=True)
    assert (channel(house, "truongphong"), mails(house)) == ("none", 0)

    with house.work("truongphong") as work:
        choose_own(work, "truong@mau.vn", {"came": "mail"})
    submitted(house, "Hai")
    tell(house, mail=True)
    assert mails(house) == 1


def test_the_office_chooses_for_each_role(house: House) -> None:
    with house.work("quantri") as work:
        choose_for_office(work, {("came", "head"): "none"})
        defaults = office_defaults(work)
    assert (defaults["came"]["head"], defaults["came"]["clerk"]) == ("none", "mail")


def test_hearing_twice_makes_one_letter(house: House) -> None:
    with house.work("truongphong") as work:
        choose_own(work, "truong@mau.vn", {})
    submitted(house)
    tell(house, mail=True)
    tell(house, mail=True)
    assert mails(house) == 1


@pytest.mark.parametrize(
    ("address", "channels", "why"),
    [
        ("khong phai dia chi", {}, "notice_bad_address"),
        ("a@b.vn\nBcc: c@d.vn", {}, "notice_bad_address"),
        ("a@b.vn", {"came": "bo-cau"}, "notice_unknown_channel"),
        ("a@b.vn", {"mua-roi": "mail"}, "notice_unknown_event"),
    ],
)
def test_an_address_or_channel_there_is_not_is_refused(
    house: House, address: str, channels: dict[str, str], why: str
) -> None:
    with pytest.raises(NoticeChoiceRefused) as refused, house.work("soanthao") as work:
        choose_own(work, address, channels)
    assert refused.value.facts["why"] == why
