"""A dossier from its opening to the archive and to the end of its period: who, when, and who reads what is in it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, func, select, update

from documents.access import Grant, may
from documents.dossiers import DossierClosed, file_document
from documents.errors import NoSuchDocument, NotAllowed
from documents.model import Document, Dossier
from documents.retention import Retention, RetentionUnreadable, read_retention
from tests import records
from tests.office import House
from tests.records import TEN_YEARS, a_filled_one, bring_to, open_one, put_in, state_of
from workflows.errors import ActDenied, AnswerRefused, ReasonNeeded
from workflows.filing import open_dossiers
from workflows.machines import settle
from workflows.queries import see
from workflows.records import dossiers
from workflows.records.dossiers import DossierRefused, Kept
from workflows.records.keepers import NoSuchKeeper, possible_keepers
from workflows.records.sight import dossier_list, see_dossier, waiting_dossiers
from workflows.steps import take_on
from workflows.why import reasons

EVERYBODY = ("quantri", "ketoan", "vanthu", "pho", "giamdoc", "thethuc", "soanthao", "truongphong", "luutru")


def readers(house: House, document_id: str) -> set[str]:
    found = set()
    for who in EVERYBODY:
        with house.look(who) as work:
            seen = select(Document.id).where(Document.id == document_id, may(work.actor, "view", work.now))
            if work.session.scalar(seen) is not None:
                found.add(who)
    return found


# ---------------------------------------------------------------- opening


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one != "luutru"])
def test_only_the_archivist_opens_a_dossier(house: House, who: str) -> None:
    with pytest.raises(NotAllowed), house.work(who) as work:
        dossiers.open_dossier_here(work, house.rules, code="09.X", title="Hồ sơ lạ", kept=TEN_YEARS)
    with house.look() as work:
        assert work.session.scalar(select(func.count()).where(Dossier.code == "09.X")) == 0


@pytest.mark.parametrize("text", ["lâu dài", "", "0 năm", "999 năm", "10", "mười năm", "10 năm và hơn"])
def test_a_period_nobody_can_count_by_is_refused(house: House, text: str) -> None:
    with pytest.raises(RetentionUnreadable):
        open_one(house, kept=Kept(text, ""))


def test_nobody_keeps_a_dossier_who_holds_no_position(house: House) -> None:
    with pytest.raises(NoSuchKeeper), house.work("luutru") as work:
        dossiers.open_dossier_here(
            work, house.rules, code="1.X", title="Hồ sơ", kept=TEN_YEARS, keeper_id="nobody"
        )
    with house.look() as work:
        assert house.placed.people["quantri"] not in {one.person_id for one in possible_keepers(work)}


def test_a_period_is_read_and_counted_from_the_year_the_work_ended() -> None:
    assert read_retention(" vĩnh  viễn ") == Retention(None)
    assert read_retention("70 năm") == Retention(70)
    assert Retention(10).keep_until(date(2026, 3, 10)) == date(2036, 12, 31)
    assert Retention(None).keep_until(date(2026, 3, 10)) is None
    assert Retention(5).hand_over_by(date(2024, 2, 29)) == date(2025, 2, 28)
    assert Retention(4).hand_over_by(date(2026, 3, 10)) is None
    assert Retention(None).hand_over_by(date(2026, 3, 10)) == date(2027, 3, 10)


# ---------------------------------------------------------------- who reads what is inside


def test_whoever_keeps_the_dossier_reads_its_papers_and_nobody_else_does_by_it(house: House) -> None:
    document_id = house.upload("Giấy tờ của hồ sơ")
    assert readers(house, document_id) == {"soanthao", "truongphong"}
    dossier_id = open_one(house, keeper="thethuc")
    put_in(house, dossier_id, document_id)
    assert readers(house, document_id) == {"soanthao", "truongphong", "thethuc"}, "not the archivist yet"
    with house.look("thethuc") as work:
        assert see(work, house.rules, document_id).acts, "the page is theirs to read"
        view = next(one for one in reasons(work, house.rules, document_id) if one.right == "view")
        assert view.allowed
        assert {(cause.role, cause.cause) for cause in view.causes} == {("keeper", "dossier")}
    with pytest.raises(NoSuchDocument), house.look("ketoan") as work:
        see(work, house.rules, document_id)


def test_the_archivist_reads_what_was_handed_over_and_only_then(house: House) -> None:
    dossier_id, document_id = a_filled_one(house)
    seen = []
    for step in (records.close, records.hand_over, records.archive):
        step(house, dossier_id)
        seen.append("luutru" in readers(house, document_id))
    assert seen == [False, True, True]


def test_who_has_left_the_dossier_reads_it_no_longer(house: House) -> None:
    dossier_id, document_id = a_filled_one(house, keeper="thethuc")
    assert "thethuc" in readers(house, document_id)
    with house.office() as work:
        work.session.execute(
            update(Grant)
            .where(Grant.document_id == dossier_id, Grant.role == "keeper")
            .values(until=work.now)
        )
    assert "thethuc" not in readers(house, document_id)


def test_the_years_list_is_seen_by_all_and_the_inside_by_few(house: House) -> None:
    dossier_id, _ = a_filled_one(house)
    with house.look("ketoan") as work:
        line = next(one for one in dossier_list(work, house.rules) if one.id == dossier_id)
        assert (line.documents, line.seen) == (1, False)
        with pytest.raises(NoSuchDocument):
            see_dossier(work, house.rules, dossier_id)
    with house.look("luutru") as work:
        sight = see_dossier(work, house.rules, dossier_id)
        assert (sight.may_read, sight.index) == (False, ())
    with house.look("soanthao") as work:
        assert [row.ordinal for row in see_dossier(work, house.rules, dossier_id).index] == [1]


# ---------------------------------------------------------------- closing


def test_an_empty_dossier_is_not_closed(house: House) -> None:
    dossier_id = open_one(house)
    with pytest.raises(ActDenied) as refused:
        records.close(house, dossier_id)
    assert refused.value.facts["reason"] == "dossier_empty"
    assert state_of(house, dossier_id) == "open"


@pytest.mark.parametrize(
    ("ended", "why"), [(date(2026, 3, 13), "ends_ahead"), (date(2025, 12, 31), "ends_before_it_began")]
)
def test_work_ends_neither_ahead_nor_before_the_dossier_began(house: House, ended: date, why: str) -> None:
    dossier_id, _ = a_filled_one(house)
    with pytest.raises(DossierRefused) as refused:
        records.close(house, dossier_id, ended=ended)
    assert refused.value.facts["why"] == why
    assert state_of(house, dossier_id) == "open"


def test_a_closed_dossier_takes_no_paper_and_an_open_one_again_does(house: House) -> None:
    dossier_id, _ = a_filled_one(house)
    other = house.upload("Văn bản đến muộn")
    records.close(house, dossier_id)
    with house.look() as work:
        closed = work.session.get_one(Dossier, dossier_id)
        assert (closed.keep_until, closed.hand_over_by) == (date(2036, 12, 31), date(2027, 3, 10))
        assert closed.retention_basis == TEN_YEARS.basis
        assert dossier_id not in {row.id for row in open_dossiers(work)}
    with pytest.raises(DossierClosed), house.office() as work:
        file_document(work, work.session.get_one(Document, other), dossier_id)
    with pytest.raises(ReasonNeeded), house.work("soanthao") as work:
        dossiers.reopen_dossier(work, house.rules, dossier_id, " ")
    with house.work("soanthao") as work:
        dossiers.reopen_dossier(work, house.rules, dossier_id, "Còn báo cáo bổ sung")
    with house.look() as work:
        opened = work.session.get_one(Dossier, dossier_id)
        assert (opened.state, opened.closed_at, opened.keep_until, opened.hand_over_by) == (
            "open",
            None,
            None,
            None,
        )


# ---------------------------------------------------------------- handing over


def test_what_is_kept_less_than_five_years_stays_in_the_unit(house: House) -> None:
    short = Kept("4 năm", "")
    dossier_id, _ = a_filled_one(house, kept=short)
    records.close(house, dossier_id, kept=short)
    with pytest.raises(ActDenied) as refused:
        records.hand_over(house, dossier_id)
    assert refused.value.facts["reason"] == "kept_in_the_unit"
    assert state_of(house, dossier_id) == "closed"


def test_the_archive_takes_in_with_the_condition_said_or_gives_back_with_a_reason(house: House) -> None:
    dossier_id, _ = a_filled_one(house)
    records.close(house, dossier_id)
    records.hand_over(house, dossier_id)
    with pytest.raises(NotAllowed), house.work("soanthao") as work:
        take_on(work, house.rules, Dossier, dossier_id, "take_into_archive", answers={"condition": "Tốt"})
    with pytest.raises(AnswerRefused), house.work("luutru") as work:
        take_on(work, house.rules, Dossier, dossier_id, "take_into_archive")
    with house.work("luutru") as work:
        take_on(work, house.rules, Dossier, dossier_id, "give_back", "Thiếu mục lục")
    with house.look("soanthao") as work:
        assert see_dossier(work, house.rules, dossier_id).hand_over is None
    records.hand_over(house, dossier_id)
    records.archive(house, dossier_id)
    with house.look("soanthao") as work:
        given = see_dossier(work, house.rules, dossier_id).hand_over
    assert given is not None
    assert given.given_by.startswith("Nguyễn Soạn")
    assert given.taken_by.startswith("Hoàng Lưu")
    assert given.condition == "Đủ, rõ"


def test_a_hand_over_that_is_late_stands_on_the_keepers_list(house: House) -> None:
    dossier_id, _ = a_filled_one(house)
    records.close(house, dossier_id)
    near = {}
    for moment in (
        datetime(2027, 1, 10, 3, 0, tzinfo=UTC),
        datetime(2027, 2, 20, 3, 0, tzinfo=UTC),
        datetime(2027, 3, 11, 3, 0, tzinfo=UTC),
    ):
        with house.at(moment).look("soanthao") as work:
            near[moment.date()] = [one.near for one in waiting_dossiers(work, house.rules)]
    assert list(near.values()) == [[""], ["soon"], ["late"]]
    with house.look("ketoan") as work:
        assert waiting_dossiers(work, house.rules) == []


def test_handing_over_is_put_off_by_the_head_with_a_paper_and_two_years_at_most(house: House) -> None:
    dossier_id, _ = a_filled_one(house)
    records.close(house, dossier_id)
    with pytest.raises(NotAllowed), house.work("soanthao") as work:
        dossiers.put_off_hand_over(work, dossier_id, date(2028, 1, 1), "Công văn 5")
    for until, paper, why in (
        (date(2029, 3, 11), "Công văn 5", "put_off_too_far"),
        (date(2027, 3, 10), "Công văn 5", "put_off_too_far"),
        (date(2028, 1, 1), " ", "paper_missing"),
    ):
        with pytest.raises(DossierRefused) as refused, house.work("truongphong") as work:
            dossiers.put_off_hand_over(work, dossier_id, until, paper)
        assert refused.value.facts["why"] == why
    with house.work("truongphong") as work:
        dossiers.put_off_hand_over(work, dossier_id, date(2029, 3, 10), "Công văn 5")
    with house.look() as work:
        assert work.session.get_one(Dossier, dossier_id).hand_over_by == date(2029, 3, 10)


# ---------------------------------------------------------------- the end of the period


def test_an_archived_dossier_falls_due_the_day_after_its_last_and_a_permanent_one_never(house: House) -> None:
    dossier_id, _ = a_filled_one(house)
    bring_to(house, dossier_id, "archived")
    for_ever, _ = a_filled_one(house, "03.TH", kept=Kept("Vĩnh viễn", ""))
    records.close(house, for_ever, kept=Kept("Vĩnh viễn", ""))
    last, after = datetime(2036, 12, 31, 16, 0, tzinfo=UTC), datetime(2036, 12, 31, 17, 30, tzinfo=UTC)
    with house.at(last).look() as work:
        assert dossiers.dossiers_to_age(work) == []
    with house.at(after).office() as work:
        assert dossiers.dossiers_to_age(work) == [dossier_id]
        assert dossiers.age(work, house.rules, dossier_id)
        assert dossiers.dossiers_to_age(work) == []
        assert settle(work, house.rules, work.session.get_one(Dossier, for_ever)) == []
    assert state_of(house, dossier_id) == "due"
    assert state_of(house, for_ever) == "closed"


def test_what_is_due_is_kept_on_only_for_a_period_that_is_not_over(house: House) -> None:
    dossier_id, _ = a_filled_one(house)
    bring_to(house, dossier_id, "due")
    later = house.at(records.LONG_AFTER)
    with pytest.raises(DossierRefused) as refused, later.work("luutru") as work:
        dossiers.keep_on(work, later.rules, dossier_id, Kept("15 năm", ""), "Xem lại")
    assert refused.value.facts["why"] == "still_over"
    with later.work("luutru") as work:
        dossiers.keep_on(
            work, later.rules, dossier_id, Kept("Vĩnh viễn", "Thông tư mẫu"), "Có giá trị lịch sử"
        )
    assert state_of(house, dossier_id) == "archived"


def test_the_archivist_sets_an_archived_period_anew_with_a_reason(house: House) -> None:
    dossier_id, _ = a_filled_one(house)
    bring_to(house, dossier_id, "archived")
    with pytest.raises(NotAllowed), house.work("soanthao") as work:
        dossiers.appraise(work, house.rules, dossier_id, Kept("5 năm", ""), "Không cần lâu")
    with pytest.raises(ReasonNeeded), house.work("luutru") as work:
        dossiers.appraise(work, house.rules, dossier_id, Kept("20 năm", ""), "")
    with house.work("luutru") as work:
        dossiers.appraise(work, house.rules, dossier_id, Kept("20 năm", "Thông tư mẫu"), "Bảng thời hạn mới")
    with house.look() as work:
        assert work.session.get_one(Dossier, dossier_id).keep_until == date(2046, 12, 31)


# ---------------------------------------------------------------- from before


def test_a_dossier_of_an_earlier_time_gets_its_roles_once(house: House) -> None:
    dossier_id, document_id = a_filled_one(house, keeper="")
    with house.office() as work:
        work.session.execute(delete(Grant).where(Grant.document_id == dossier_id))
    with house.look("luutru") as work, pytest.raises(NoSuchDocument):
        see_dossier(work, house.rules, dossier_id)
    with house.office() as work:
        assert dossiers.adopt_dossiers(work, house.rules) == 1
        assert dossiers.adopt_dossiers(work, house.rules) == 0
    with house.look("luutru") as work:
        assert see_dossier(work, house.rules, dossier_id).may_read, "what nobody keeps is the archive's"
    assert "luutru" in readers(house, document_id)
