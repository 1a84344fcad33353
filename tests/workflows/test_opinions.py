"""Opinions on a draft: who asks, who answers, what counts, who reads what, and when the form check waits."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from documents.access import Grant, roles
from documents.errors import NoSuchDocument, NotAllowed, VersionMoved
from documents.journal import JournalEntry
from documents.model import Document
from documents.working_copies import version_seen
from tests.office import NOW, House, a_draft
from workflows import review, together
from workflows.directory.model import Position, Unit
from workflows.errors import ActDenied, NoSuchOpinionRound, OpinionRefused, ReasonNeeded
from workflows.opinions import asking as opinions
from workflows.opinions.asking import Answer, Asking
from workflows.opinions.rounds import AGREED, DISAGREED, REMARKED, Opinion, OpinionRound
from workflows.opinions.sight import (
    AskedPaper,
    Opinions,
    RoundShown,
    asked_count,
    asked_of,
    merged_opinions,
    opinions_of,
)
from workflows.queries import see, visible

OTHERS = ("quantri", "ketoan", "luutru", "vanthu", "thethuc", "truongphong", "giamdoc")
YES, NO = Answer(AGREED), Answer(DISAGREED, "Thiếu kinh phí")


def person(house: House, username: str) -> str:
    return f"person:{house.placed.people[username]}"


def unit(house: House, name: str = "Phòng Kế toán") -> str:
    with house.look() as work:
        return f"unit:{work.session.scalars(select(Unit.id).where(Unit.name == name)).one()}"


def asking(house: House, *who: str, **more: object) -> Asking:
    asked = tuple(unit(house) if name == "KT" else person(house, name) for name in who)
    return Asking("Mức kinh phí có phù hợp không?", asked, **more)  # type: ignore[arg-type]


def ask(house: House, document_id: str, *who: str, by: str = "soanthao", **more: object) -> str:
    with house.work(by) as work:
        return opinions.ask_opinions(work, document_id, asking(house, *who, **more))


def answer(house: House, who: str, document_id: str, round_id: str, said: Answer = YES) -> None:
    with house.work(who) as work:
        draft = visible(work, document_id).draft_sha256
        opinions.give_opinion(work, document_id, round_id, said, seen_draft=draft)


def close(house: House, document_id: str, round_id: str, by: str = "soanthao") -> None:
    with house.work(by) as work:
        opinions.close_round(work, document_id, round_id, "Đã trao đổi trực tiếp")


def replace(house: House, document_id: str, text: str = "Bản sau") -> None:
    with house.work("soanthao") as work:
        seen = work.session.get_one(Document, document_id).version
        review.replace_draft(work, document_id, a_draft(text), seen_version=seen)


def shown(house: House, who: str, document_id: str) -> Opinions:
    with house.look(who) as work:
        return opinions_of(work, document_id)


def the_round(house: House, who: str, document_id: str) -> RoundShown:
    (one,) = shown(house, who, document_id).rounds
    return one


def sees(house: House, who: str, document_id: str) -> bool:
    try:
        with house.look(who) as work:
            see(work, house.rules, document_id)
    except NoSuchDocument:
        return False
    return True


def written(house: House) -> tuple[int, ...]:
    with house.look() as work:
        tables = (JournalEntry, OpinionRound, Grant)
        counts = [work.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
        given = work.session.scalar(select(func.count(Opinion.verdict)))
        ended = work.session.scalar(select(func.count(Grant.until)))
    return (*counts, given or 0, ended or 0)


def refuses(house: House, act: Callable[[], object], *why: type[Exception]) -> Exception:
    """The act is refused and nothing is written."""
    before = written(house)
    with pytest.raises(why) as refused:
        act()
    assert written(house) == before
    return refused.value


# ------------------------------------------------------------------ asking


@pytest.mark.parametrize("who", OTHERS)
def test_only_who_drafts_asks_about_a_draft(house: House, who: str) -> None:
    document_id = house.upload()
    refuses(house, lambda: ask(house, document_id, "KT", by=who), NotAllowed)


@pytest.mark.parametrize("who", ["soanthao", *(name for name in OTHERS if name != "truongphong")])
def test_only_the_head_asks_while_the_content_is_checked(house: House, who: str) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    refuses(house, lambda: ask(house, document_id, "vanthu", by=who), NotAllowed)
    assert ask(house, document_id, "vanthu", by="truongphong")


def test_whoever_is_asked_sees_the_draft_for_the_time_of_the_round(house: House) -> None:
    document_id = house.upload()
    assert not sees(house, "ketoan", document_id)
    round_id = ask(house, document_id, "KT")
    assert sees(house, "ketoan", document_id)
    with house.look("ketoan") as work:
        assert roles(work.session, work.actor, document_id, work.now) == {"consulted"}
    refuses(house, lambda: replace_as(house, "ketoan", document_id), NotAllowed)
    close(house, document_id, round_id)
    assert not sees(house, "ketoan", document_id)
    ask(house, document_id, "KT")
    assert sees(house, "ketoan", document_id)


def replace_as(house: House, who: str, document_id: str) -> None:
    with house.work(who) as work:
        review.replace_draft(work, document_id, a_draft("X"), seen_version=1)


def test_closing_one_round_leaves_the_sight_another_still_gives(house: House) -> None:
    document_id = house.upload()
    first, _ = ask(house, document_id, "KT"), ask(house, document_id, "KT", "vanthu")
    close(house, document_id, first)
    assert sees(house, "ketoan", document_id)


def test_the_term_counts_working_days(house: House) -> None:
    document_id = house.upload()
    ask(house, document_id, "KT")
    # Asked on Thursday 12 March 2026: Friday, Monday, Tuesday.
    assert the_round(house, "soanthao", document_id).due_on == date(2026, 3, 17)


@pytest.mark.parametrize(
    ("who", "more", "why"),
    [
        ((), {}, "opinion_asks_nobody"),
        (("soanthao",), {}, "opinion_asks_wrong_person"),
        (("quantri",), {}, "opinion_asks_wrong_person"),
        (("vanthu", "vanthu"), {}, "opinion_asks_twice"),
        (("KT", "KT"), {}, "opinion_asks_twice"),
        (("KT", "ketoan"), {}, "opinion_asks_twice"),
        (("KT",), {"needed": 2}, "opinion_needs_wrong_count"),
        (("KT",), {"needed": 0}, "opinion_needs_wrong_count"),
        (("KT",), {"working_days": 0}, "opinion_term_wrong"),
        (("KT",), {"working_days": 61}, "opinion_term_wrong"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    house: House, who: tuple[str, ...], more: dict[str, object], why: str
) -> None:
    document_id = house.upload()
    refused = refuses(house, lambda: ask(house, document_id, *who, **more), OpinionRefused)
    assert isinstance(refused, OpinionRefused)
    assert refused.facts["why"] == why


def test_a_question_without_words_or_beyond_the_longest_is_refused(house: House) -> None:
    document_id = house.upload()
    for question, why in (("  ", "opinion_without_question"), ("a" * 4001, "opinion_too_long")):
        with pytest.raises(OpinionRefused) as refused, house.work("soanthao") as work:
            opinions.ask_opinions(work, document_id, Asking(question, (unit(house),)))
        assert refused.value.facts["why"] == why


def test_a_unit_without_a_head_and_a_stranger_cannot_be_asked(house: House) -> None:
    document_id = house.upload()
    for one in (unit(house, "Văn phòng"), "person:nobody", "group:x", "KT"):
        with pytest.raises(OpinionRefused) as refused, house.work("soanthao") as work:
            opinions.ask_opinions(work, document_id, Asking("Hỏi", (one,)))
        assert refused.value.facts["why"] == "opinion_asks_wrong_person"


def test_who_drafts_along_is_not_asked_and_cannot_answer_once_they_do(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "ketoan")
    with house.work("soanthao") as work:
        together.share_draft(work, document_id, house.placed.people["ketoan"])
    with house.look("ketoan") as work:
        assert asked_of(work) == []
    refused = refuses(house, lambda: answer(house, "ketoan", document_id, round_id), ActDenied)
    assert isinstance(refused, ActDenied)
    assert refused.facts["reason"] == "own_opinion"
    refuses(house, lambda: ask(house, document_id, "ketoan"), OpinionRefused)


# ------------------------------------------------------------------ answering


@pytest.mark.parametrize("who", ["soanthao", *(name for name in OTHERS if name != "ketoan")])
def test_who_was_not_asked_does_not_answer(house: House, who: str) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT")

    def act() -> None:
        with house.work(who) as work:
            draft = work.session.get_one(Document, document_id).draft_sha256
            opinions.give_opinion(work, document_id, round_id, YES, seen_draft=draft)

    refuses(house, act, NotAllowed)


def test_who_is_asked_in_one_round_does_not_answer_another(house: House) -> None:
    document_id = house.upload()
    ask(house, document_id, "KT")
    other = ask(house, document_id, "vanthu")
    refuses(house, lambda: answer(house, "ketoan", document_id, other), NotAllowed)
    refuses(house, lambda: answer(house, "ketoan", document_id, "khong-co"), NoSuchOpinionRound)


def test_each_answers_once(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT", "vanthu")
    answer(house, "ketoan", document_id, round_id)
    refused = refuses(house, lambda: answer(house, "ketoan", document_id, round_id, NO), ActDenied)
    assert isinstance(refused, ActDenied)
    assert refused.facts["reason"] == "already_answered"


def test_another_head_of_the_unit_answers_for_it_and_then_it_has_answered(house: House) -> None:
    document_id = house.upload()
    with house.office() as work:
        first = work.session.scalars(
            select(Position).where(Position.person_id == house.placed.people["ketoan"])
        ).one()
        second = Position(
            person_id=house.placed.people["luutru"], agency_id=first.agency_id, unit_id=first.unit_id,
            title="Phó Trưởng phòng phụ trách", function="head", since=NOW - timedelta(days=1),
        )  # fmt: skip
        work.session.add(second)
    round_id = ask(house, document_id, "KT")
    answer(house, "luutru", document_id, round_id)
    (given,) = the_round(house, "soanthao", document_id).asked
    assert (given.name, given.by) == ("Phòng Kế toán", "Hoàng Lưu")
    refuses(house, lambda: answer(house, "ketoan", document_id, round_id), ActDenied)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Answer(DISAGREED, " "), "opinion_without_words"),
        (Answer(REMARKED), "opinion_without_words"),
        (Answer("perhaps", "Chưa rõ"), "opinion_without_verdict"),
        (Answer(""), "opinion_without_verdict"),
        (Answer(AGREED, "a" * 4001), "opinion_too_long"),
    ],
)
def test_an_answer_says_what_it_means(house: House, said: Answer, why: str) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT")
    refused = refuses(house, lambda: answer(house, "ketoan", document_id, round_id, said), OpinionRefused)
    assert isinstance(refused, OpinionRefused)
    assert refused.facts["why"] == why


def test_an_answer_over_a_draft_replaced_meanwhile_is_refused(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT")
    with house.look() as work:
        seen = work.session.get_one(Document, document_id).draft_sha256
    replace(house, document_id)

    def act() -> None:
        with house.work("ketoan") as work:
            opinions.give_opinion(work, document_id, round_id, YES, seen_draft=seen)

    refuses(house, act, VersionMoved)


def test_an_answer_after_the_term_is_taken_and_marked_late(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT", "vanthu")
    last = house.at(datetime(2026, 3, 17, 16, 59, tzinfo=UTC))
    answer(last, "ketoan", document_id, round_id)
    after = house.at(datetime(2026, 3, 17, 17, 1, tzinfo=UTC))
    answer(after, "vanthu", document_id, round_id)
    asked = {one.name: one.late for one in the_round(after, "soanthao", document_id).asked}
    assert asked == {"Phòng Kế toán": False, "Phạm Thư": True}


def test_asked_in_turn_the_second_waits_for_the_first(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT", "vanthu", sequential=True)
    refused = refuses(house, lambda: answer(house, "vanthu", document_id, round_id), ActDenied)
    assert isinstance(refused, ActDenied)
    assert (refused.facts["reason"], refused.facts["names"]) == ("others_first", ["Phòng Kế toán"])
    assert the_round(house, "vanthu", document_id).waits_for == ("Phòng Kế toán",)
    answer(house, "ketoan", document_id, round_id)
    answer(house, "vanthu", document_id, round_id)
    assert the_round(house, "soanthao", document_id).tally.reached  # type: ignore[union-attr]


# ------------------------------------------------------------------ closing, asking again


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_asker_closes_a_round(house: House, who: str) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT")
    refuses(house, lambda: close(house, document_id, round_id, by=who), NotAllowed)


def test_a_round_is_closed_once_with_a_reason_and_then_takes_no_answer(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT", "vanthu")
    ask(house, document_id, "KT")

    def without_reason() -> None:
        with house.work("soanthao") as work:
            opinions.close_round(work, document_id, round_id, " -- ")

    refuses(house, without_reason, ReasonNeeded)
    close(house, document_id, round_id)
    refuses(house, lambda: close(house, document_id, round_id), ActDenied)
    refused = refuses(house, lambda: answer(house, "ketoan", document_id, round_id), ActDenied)
    assert isinstance(refused, ActDenied)
    assert refused.facts["reason"] == "round_closed"


def test_who_drafts_along_may_close_what_the_officer_asked(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT")
    with house.work("soanthao") as work:
        together.share_draft(work, document_id, house.placed.people["vanthu"])
    close(house, document_id, round_id, by="vanthu")
    assert not sees(house, "ketoan", document_id)


def test_answers_fall_when_the_draft_is_replaced_and_the_same_people_are_asked_again(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT", "vanthu", sequential=True, needed=1, working_days=5)
    answer(house, "ketoan", document_id, round_id, Answer(REMARKED, "Thêm mục kinh phí"))
    assert the_round(house, "soanthao", document_id).tally.reached  # type: ignore[union-attr]
    replace(house, document_id)
    one = the_round(house, "soanthao", document_id)
    assert one.tally is not None
    assert (one.tally.reached, one.tally.agreed, one.tally.fallen) == (False, 0, ("Phòng Kế toán",))
    assert [(fallen.words, fallen.ordinal) for fallen in one.fallen] == [("Thêm mục kinh phí", 1)]
    with house.work("soanthao") as work:
        again = opinions.ask_again(work, document_id, round_id)
    rounds = {one.id: one for one in shown(house, "soanthao", document_id).rounds}
    newest, before = rounds[again], rounds[round_id]
    assert (newest.open, newest.sequential, newest.needed, newest.ordinal) == (True, True, 1, 2)
    assert (before.open, before.closed_reason) == (False, opinions.ASKED_AGAIN)
    answer(house, "ketoan", document_id, again)


def test_answers_count_again_when_the_very_bytes_come_back(house: House) -> None:
    document_id = house.upload("Bản một")
    round_id = ask(house, document_id, "KT")
    answer(house, "ketoan", document_id, round_id)
    replace(house, document_id, "Bản hai")
    replace(house, document_id, "Bản một")
    assert the_round(house, "soanthao", document_id).tally.reached  # type: ignore[union-attr]


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_asker_asks_again(house: House, who: str) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT")

    def act() -> None:
        with house.work(who) as work:
            opinions.ask_again(work, document_id, round_id)

    refuses(house, act, NotAllowed)


# ------------------------------------------------------------------ who reads what


def test_asked_at_once_nobody_reads_another_before_answering(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT", "vanthu", "luutru")
    answer(house, "ketoan", document_id, round_id, NO)
    blind = the_round(house, "vanthu", document_id)
    first = blind.asked[0]
    assert (first.answered, first.verdict, first.words) == (True, None, "")
    assert blind.tally is None
    answer(house, "vanthu", document_id, round_id)
    told = the_round(house, "vanthu", document_id)
    assert [one.verdict for one in told.asked] == [DISAGREED, AGREED, None]
    assert told.asked[0].words == "Thiếu kinh phí"


def test_asked_in_turn_each_reads_those_before(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT", "vanthu", "luutru", sequential=True)
    answer(house, "ketoan", document_id, round_id, NO)
    answer(house, "vanthu", document_id, round_id)
    read = {
        who: [one.verdict for one in the_round(house, who, document_id).asked]
        for who in ("ketoan", "vanthu", "luutru")
    }
    assert read == {
        "ketoan": [DISAGREED, None, None],
        "vanthu": [DISAGREED, AGREED, None],
        "luutru": [DISAGREED, AGREED, None],
    }


def test_who_carries_the_paper_reads_all_but_not_before_their_own_answer(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT", "truongphong")
    answer(house, "ketoan", document_id, round_id, NO)
    assert [one.verdict for one in the_round(house, "soanthao", document_id).asked] == [DISAGREED, None]
    assert [one.verdict for one in the_round(house, "truongphong", document_id).asked] == [None, None]
    answer(house, "truongphong", document_id, round_id)
    assert [one.verdict for one in the_round(house, "truongphong", document_id).asked] == [DISAGREED, AGREED]


def test_the_merged_page_and_the_remarks_are_for_those_who_carry_the_paper(house: House) -> None:
    document_id = house.upload()
    ask(house, document_id, "KT")
    with house.look("ketoan") as work:
        with pytest.raises(NotAllowed):
            merged_opinions(work, document_id)
        assert not together.may_read_remarks(work, document_id)
        assert version_seen(work, document_id) is None
    with house.look("soanthao") as work:
        assert merged_opinions(work, document_id).merged


def test_recipients_learn_of_no_round_and_no_verdict(house: House) -> None:
    document_id = house.upload()
    answer(house, "ketoan", document_id, ask(house, document_id, "KT"), Answer(REMARKED, "Lời riêng"))
    with house.look() as work:
        bodies = [
            json.loads(entry.body)
            for entry in work.session.scalars(select(JournalEntry).where(JournalEntry.fact.like("opinion%")))
        ]
    assert len(bodies) == 2
    told = json.dumps(bodies, ensure_ascii=False)
    for secret in ("Lời riêng", "Mức kinh phí", REMARKED, "Phòng Kế toán"):
        assert secret not in told
    assert bodies[1]["draft_sha256"] == bodies[0]["draft_sha256"]
    assert len(bodies[1]["statement_sha256"]) == 64


# ------------------------------------------------------------------ the form check waits


def at_form_check(house: House, *who: str, **more: object) -> tuple[str, str]:
    document_id = house.upload()
    round_id = ask(house, document_id, *who, **more)
    for username, act in (("soanthao", review.submit), ("truongphong", review.check_content)):
        with house.work(username) as work:
            act(work, house.rules, document_id)
    return document_id, round_id


def check_form(house: House, document_id: str) -> None:
    with house.work("thethuc") as work:
        review.check_form(work, house.rules, document_id)


def test_an_open_round_stops_the_form_check_and_says_who_is_missing(house: House) -> None:
    document_id, round_id = at_form_check(house, "KT", "vanthu")
    answer(house, "vanthu", document_id, round_id)
    refused = refuses(house, lambda: check_form(house, document_id), ActDenied)
    assert isinstance(refused, ActDenied)
    facts = refused.facts
    assert (facts["reason"], facts["agreed"], facts["needed"]) == ("opinions_missing", 1, 2)
    assert facts["missing"] == ["Phòng Kế toán"]
    answer(house, "ketoan", document_id, round_id)
    check_form(house, document_id)
    assert house.state(document_id) == "signing"


def test_too_many_against_stop_the_form_check_until_the_asker_closes_the_round(house: House) -> None:
    document_id, round_id = at_form_check(house, "KT", "vanthu")
    answer(house, "vanthu", document_id, round_id)
    answer(house, "ketoan", document_id, round_id, NO)
    refused = refuses(house, lambda: check_form(house, document_id), ActDenied)
    assert isinstance(refused, ActDenied)
    assert (refused.facts["reason"], refused.facts["against"]) == ("opinions_against", ["Phòng Kế toán"])
    close(house, document_id, round_id)
    check_form(house, document_id)


def test_enough_of_them_are_enough(house: House) -> None:
    document_id, round_id = at_form_check(house, "KT", "vanthu", "luutru", needed=2)
    answer(house, "vanthu", document_id, round_id)
    answer(house, "ketoan", document_id, round_id, NO)
    refuses(house, lambda: check_form(house, document_id), ActDenied)
    answer(house, "luutru", document_id, round_id, Answer(REMARKED, "Nên sớm hơn"))
    check_form(house, document_id)


def test_once_the_form_is_checked_nobody_asked_sees_the_paper(house: House) -> None:
    document_id, round_id = at_form_check(house, "KT", "vanthu", needed=1)
    answer(house, "vanthu", document_id, round_id)
    assert sees(house, "ketoan", document_id)
    check_form(house, document_id)
    assert not sees(house, "ketoan", document_id)
    refuses(house, lambda: answer_blindly(house, document_id, round_id), NotAllowed)


def answer_blindly(house: House, document_id: str, round_id: str) -> None:
    with house.work("ketoan") as work:
        opinions.give_opinion(work, document_id, round_id, YES, seen_draft="")


def test_a_paper_of_the_first_version_asks_nobody_and_goes_its_way(house: House) -> None:
    document_id = house.upload()
    with house.office() as work:
        work.session.get_one(Document, document_id).workflow_version = 1
    refuses(house, lambda: ask(house, document_id, "KT"), NotAllowed)
    for username, act in (("soanthao", review.submit), ("truongphong", review.check_content)):
        with house.work(username) as work:
            act(work, house.rules, document_id)
    check_form(house, document_id)
    assert house.state(document_id) == "signing"


# ------------------------------------------------------------------ what waits for whom


def waiting(house: House, who: str) -> list[AskedPaper]:
    with house.look(who) as work:
        found = asked_of(work)
        assert asked_count(work) == len(found)
    return found


def test_my_work_lists_what_i_am_asked_with_the_term(house: House) -> None:
    document_id = house.upload("Trồng cây")
    round_id = ask(house, document_id, "KT")
    (one,) = waiting(house, "ketoan")
    assert (one.document_id, one.subject, one.asked_by) == (document_id, "Trồng cây", "Nguyễn Soạn")
    assert (one.due_on, one.overdue) == (date(2026, 3, 17), False)
    assert [row.overdue for row in waiting(house.at(NOW + timedelta(days=6)), "ketoan")] == [True]
    for who in ("soanthao", *(name for name in OTHERS if name != "ketoan")):
        assert waiting(house, who) == []
    answer(house, "ketoan", document_id, round_id)
    assert waiting(house, "ketoan") == []


def test_a_turn_that_has_not_come_and_a_closed_round_wait_for_nobody(house: House) -> None:
    document_id = house.upload()
    round_id = ask(house, document_id, "KT", "vanthu", sequential=True)
    assert waiting(house, "vanthu") == []
    answer(house, "ketoan", document_id, round_id)
    assert len(waiting(house, "vanthu")) == 1
    close(house, document_id, round_id)
    assert waiting(house, "vanthu") == []


def test_the_list_costs_three_queries_however_long(house: House) -> None:
    for number in range(4):
        ask(house, house.upload(f"Văn bản {number}"), "KT", "vanthu")
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with house.look("ketoan") as work:
        event.listen(house.database, "before_cursor_execute", note)
        try:
            found = asked_of(work)
        finally:
            event.remove(house.database, "before_cursor_execute", note)
    assert len(found) == 4
    assert len(asked) == 3, "the list with those asked, the calendar, the stretches on hold"
