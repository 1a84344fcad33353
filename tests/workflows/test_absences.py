"""Somebody is away and another stands in: dated, with both names, without signing and without own drafts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from documents.access import Grant
from documents.errors import NotAllowed
from documents.journal import JournalEntry
from documents.model import Approval, Document
from tests.office import House, a_draft
from workflows import review, together
from workflows.directory.absences import (
    Absence,
    Declaring,
    absences,
    declarable,
    declare_absence,
    end_absence,
)
from workflows.directory.model import Position
from workflows.dispatch import accept, inbox, recipients_of
from workflows.errors import AbsenceRefused, ActDenied
from workflows.issuing import allocate_number, issue_document
from workflows.opinions import asking as opinions
from workflows.opinions.rounds import rounds_on
from workflows.queries import history, possible_acts, see
from workflows.signing import sign_document
from workflows.worklists import waiting_for

TODAY, LAST = date(2026, 3, 12), date(2026, 3, 20)


def declaring(house: House, who: str, substitute: str, *, all_work: bool = False) -> Declaring:
    people = house.placed.people
    return Declaring(people[who], people[substitute], TODAY, LAST, "Nghỉ phép năm", all_work)


def away(house: House, who: str, substitute: str, *, all_work: bool = False) -> str:
    with house.work(who) as work:
        return declare_absence(work, declaring(house, who, substitute, all_work=all_work))


def count(house: House) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(Absence)) or 0


def step(house: House, who: str, act, document_id: str) -> None:  # type: ignore[no-untyped-def]
    with house.work(who) as work:
        act(work, house.rules, document_id)


def content_checks(house: House) -> str:
    document_id = house.upload()
    step(house, "soanthao", review.submit, document_id)
    return document_id


# ------------------------------------------------------------ who may declare


@pytest.mark.parametrize("who", ["soanthao", "vanthu", "ketoan", "pho", "giamdoc"])
def test_nobody_declares_somebody_of_another_unit_away(house: House, who: str) -> None:
    with house.work(who) as work, pytest.raises(NotAllowed):
        declare_absence(work, declaring(house, "truongphong", "ketoan"))
    assert count(house) == 0


def test_a_person_declares_themself_a_head_their_people_and_the_administrator_everybody(house: House) -> None:
    def names(who: str) -> set[str]:
        with house.look(who) as work:
            return {name for _, name in declarable(work)}

    assert names("soanthao") == {"Nguyễn Soạn"}
    assert names("truongphong") == {"Nguyễn Soạn", "Phan Trưởng"}
    assert len(names("quantri")) == len(house.placed.people)
    with house.work("truongphong") as work:
        declare_absence(work, declaring(house, "soanthao", "truongphong"))
    assert count(house) == 1


def test_a_substitute_declares_nobody_in_the_place_of_a_head(house: House) -> None:
    away(house, "truongphong", "soanthao")
    with house.work("soanthao") as work, pytest.raises(NotAllowed):
        declare_absence(work, declaring(house, "truongphong", "ketoan"))


@pytest.mark.parametrize("who", ["ketoan", "soanthao"])
def test_only_who_may_declare_an_absence_ends_it(house: House, who: str) -> None:
    absence_id = away(house, "truongphong", "soanthao")
    with house.work(who) as work, pytest.raises(NotAllowed):
        end_absence(work, absence_id)
    with house.look("truongphong") as work:
        assert [row.standing for row in absences(work)] == ["away"]


# ------------------------------------------------------------ what is not kept


@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("absence_own_substitute", {"substitute_id": "truongphong"}),
        ("absence_substitute_administrator", {"substitute_id": "quantri"}),
        ("absence_without_substitute", {"substitute_id": "nobody"}),
        ("absence_without_reason", {"reason": "  "}),
        ("absence_ends_before", {"last": date(2026, 3, 11)}),
        ("absence_in_past", {"first": date(2026, 3, 11)}),
        ("absence_too_long", {"last": date(2027, 3, 13)}),
    ],
)
def test_an_absence_that_does_not_fit_is_refused(house: House, why: str, changed: dict[str, object]) -> None:
    people = house.placed.people
    if "substitute_id" in changed:
        changed = {"substitute_id": people.get(str(changed["substitute_id"]), "0" * 20)}
    wrong = replace(declaring(house, "truongphong", "soanthao"), **changed)  # type: ignore[arg-type]
    with house.work("truongphong") as work, pytest.raises(AbsenceRefused) as refused:
        declare_absence(work, wrong)
    assert refused.value.facts["why"] == why
    assert count(house) == 0


def test_a_substitute_who_leaves_half_way_is_refused(house: House) -> None:
    with house.office() as work:
        position = work.session.scalars(
            select(Position).where(Position.person_id == house.placed.people["soanthao"])
        ).one()
        position.until = datetime(2026, 3, 18, tzinfo=UTC)
    with pytest.raises(AbsenceRefused) as refused:
        away(house, "truongphong", "soanthao")
    assert refused.value.facts["why"] == "absence_not_in_office"


def test_absences_of_one_person_do_not_overlap_and_substitutes_make_no_chain(house: House) -> None:
    away(house, "truongphong", "soanthao")
    for who, substitute, why in (
        ("truongphong", "ketoan", "absence_overlaps"),
        ("ketoan", "truongphong", "absence_substitute_away"),
        ("soanthao", "ketoan", "absence_stands_in"),
    ):
        with pytest.raises(AbsenceRefused) as refused:
            away(house, who, substitute)
        assert refused.value.facts["why"] == why
    assert count(house) == 1


def test_a_substitute_of_a_substitute_gets_nothing_of_the_first(house: House) -> None:
    """Even if rows say so: what is passed on is only what is the absent person's own."""
    people = house.placed.people
    with house.office() as work:
        for who, substitute in (("truongphong", "soanthao"), ("soanthao", "ketoan")):
            work.session.add(
                Absence(
                    person_id=people[who],
                    substitute_id=people[substitute],
                    all_work=True,
                    reason="mẫu",
                    since=house.now,
                    until=house.now + timedelta(days=1),
                    declared_at=house.now,
                    declared_by="mẫu",
                )
            )
    unit = f"head:{house.placed.units['TH']}"
    assert unit in house.actor("soanthao").principals
    assert unit not in house.actor("ketoan").principals


# ------------------------------------------------------------ standing in


def test_nobody_checks_for_the_head_before_the_absence_nor_after(house: House) -> None:
    document_id = content_checks(house)
    people = house.placed.people
    later = replace(declaring(house, "truongphong", "ketoan"), first=date(2026, 3, 16))
    with house.work("truongphong") as work:
        declare_absence(work, later)
    first, last = datetime(2026, 3, 15, 17, tzinfo=UTC), datetime(2026, 3, 20, 17, tzinfo=UTC)
    for moment, stands in (
        (house.now, False),
        (first - timedelta(seconds=1), False),
        (first, True),
        (last - timedelta(seconds=1), True),
        (last, False),
    ):
        with house.at(moment).look("ketoan") as work:
            assert bool(waiting_for(work, house.rules, "check_content")) is stands
            assert [one.person_id for one in work.actor.stands_in] == [people["truongphong"]] * stands
    with pytest.raises(NotAllowed):
        step(house, "ketoan", review.check_content, document_id)


def test_a_check_in_somebodys_place_keeps_both_names(house: House) -> None:
    document_id = content_checks(house)
    away(house, "truongphong", "ketoan")
    step(house, "ketoan", review.check_content, document_id)
    with house.look("soanthao") as work:
        approval = work.session.scalars(select(Approval)).one()
        assert (approval.person_name, approval.title) == ("Đỗ Toán", "Trưởng phòng, thay Phan Trưởng")
        told = [row for row in history(work, document_id) if row.actor_name == "Đỗ Toán"]
        assert {row.fact for row in told} == {"approval_made", "document_moved"}
        assert {row.actor_title for row in told} == {"Trưởng phòng, thay Phan Trưởng"}


def test_what_one_may_do_oneself_carries_no_other_name(house: House) -> None:
    away(house, "soanthao", "truongphong")
    document_id = house.upload()
    with house.work("ketoan") as work:
        declare_absence(work, declaring(house, "ketoan", "pho"))
    step(house, "soanthao", review.submit, document_id)
    with house.look("soanthao") as work:
        assert {row.actor_title for row in history(work, document_id)} == {"Chuyên viên"}


def test_the_absent_person_keeps_their_rights(house: House) -> None:
    document_id = content_checks(house)
    away(house, "truongphong", "ketoan", all_work=True)
    step(house, "truongphong", review.check_content, document_id)
    assert house.state(document_id) == "form_check"
    with house.look("soanthao") as work:
        assert work.session.scalars(select(Approval)).one().title == "Trưởng phòng"


def test_a_substitute_gets_the_absent_persons_own_work_only_when_the_absence_says_so(house: House) -> None:
    document_id = house.upload()
    absence_id = away(house, "soanthao", "ketoan")
    with house.look("ketoan") as work:
        assert not see_or_none(work, house, document_id)
    with house.work("soanthao") as work:
        end_absence(work, absence_id)
    away(house, "soanthao", "ketoan", all_work=True)
    with house.work("ketoan") as work:
        draft = a_draft("Bản sửa thay")
        version = work.session.get_one(Document, document_id).version
        review.replace_draft(work, document_id, draft, seen_version=version)
    with house.look("soanthao") as work:
        assert see(work, house.rules, document_id).versions[-1].uploaded_by == "Đỗ Toán, thay Nguyễn Soạn"


def see_or_none(work, house: House, document_id: str) -> bool:  # type: ignore[no-untyped-def]
    return any(row.id == document_id for row in waiting_for(work, house.rules, "submit"))


def test_ending_early_takes_the_rights_away_at_once(house: House) -> None:
    document_id = content_checks(house)
    absence_id = away(house, "truongphong", "ketoan")
    with house.work("truongphong") as work:
        end_absence(work, absence_id)
    assert not house.actor("ketoan").stands_in
    with pytest.raises(NotAllowed):
        step(house, "ketoan", review.check_content, document_id)
    with house.work("truongphong") as work, pytest.raises(AbsenceRefused):
        end_absence(work, absence_id)
    with house.look() as work:
        facts = set(work.session.scalars(select(JournalEntry.fact)))
        assert {"absence_declared", "absence_ended"} <= facts


def test_an_absence_that_was_called_off_never_begins(house: House) -> None:
    later = replace(declaring(house, "truongphong", "ketoan"), first=date(2026, 3, 16))
    with house.work("truongphong") as work:
        end_absence(work, declare_absence(work, later))
    for days in range(12):
        assert not house.at(house.now + timedelta(days=days)).actor("ketoan").stands_in
    away(house, "truongphong", "soanthao")


# ------------------------------------------------------------ never signing, never one's own draft


@pytest.mark.parametrize("all_work", [False, True])
def test_the_signers_substitute_does_not_sign(house: House, all_work: bool) -> None:
    document_id = house.on_the_desk()
    away(house, "giamdoc", "pho", all_work=all_work)
    with house.look("pho") as work:
        assert waiting_for(work, house.rules, "sign") == []
    with pytest.raises(NotAllowed):
        sign_document(house.begin("pho"), house.rules, house.tools(), document_id, house.keys.deputy)
    assert house.state(document_id) == "signing"
    with house.look() as work:
        assert work.session.get_one(Document, document_id).signed_sha256 is None
    sign_document(house.begin("giamdoc"), house.rules, house.tools(), document_id, house.keys.director)


def test_a_substitute_who_sees_the_paper_is_told_why_it_is_not_theirs_to_sign(house: House) -> None:
    document_id = house.on_the_desk()
    away(house, "giamdoc", "pho", all_work=True)
    with house.look("pho") as work:
        paper = work.session.get_one(Document, document_id)
        acts = {act.step: act for act in possible_acts(work, house.rules, paper)}
    assert (acts["sign"].allowed, acts["sign"].mine, acts["sign"].reason) == (False, False, "in_person")
    assert acts["refuse_signing"].allowed


def test_the_clerks_substitute_gives_no_number_and_no_seal(house: House) -> None:
    document_id = house.signed()
    away(house, "vanthu", "luutru", all_work=True)
    with pytest.raises(NotAllowed):
        issue_document(house.begin("luutru"), house.rules, house.tools(), document_id, house.keys.agency)
    with house.work("luutru") as work, pytest.raises(NotAllowed):
        allocate_number(work, house.rules, document_id, house.keys.agency.facts.sha256)
    assert house.state(document_id) == "signed"


def test_a_drafter_does_not_check_their_own_draft_in_the_heads_place(house: House) -> None:
    document_id = content_checks(house)
    away(house, "truongphong", "soanthao")
    with pytest.raises(ActDenied) as denied:
        step(house, "soanthao", review.check_content, document_id)
    assert denied.value.facts["reason"] == "own_draft"
    assert house.state(document_id) == "content_check"


@pytest.mark.parametrize("all_work", [False, True])
def test_the_drafters_substitute_does_not_check_the_draft(house: House, all_work: bool) -> None:
    document_id = content_checks(house)
    away(house, "soanthao", "truongphong", all_work=all_work)
    with pytest.raises(ActDenied) as denied:
        step(house, "truongphong", review.check_content, document_id)
    assert denied.value.facts["reason"] == "own_draft"


def test_who_once_wrote_on_a_draft_in_its_drafters_place_never_checks_it(house: House) -> None:
    document_id = house.upload()
    absence_id = away(house, "soanthao", "truongphong", all_work=True)
    with house.work("truongphong") as work:
        version = work.session.get_one(Document, document_id).version
        review.replace_draft(work, document_id, a_draft("Tôi sửa"), seen_version=version)
    with house.work("soanthao") as work:
        end_absence(work, absence_id)
    step(house, "soanthao", review.submit, document_id)
    with pytest.raises(ActDenied) as denied:
        step(house, "truongphong", review.check_content, document_id)
    assert denied.value.facts["reason"] == "own_draft"
    with house.look() as work:
        drafters = set(work.session.scalars(select(Grant.principal).where(Grant.role == "drafter")))
    assert drafters == {f"person:{house.placed.people['soanthao']}"}, "no grant was written for it"


def test_the_drafters_substitute_gives_no_opinion_on_the_draft(house: House) -> None:
    document_id = house.upload()
    people = house.placed.people
    with house.work("soanthao") as work:
        asking = opinions.Asking("Có đồng ý không?", (f"person:{people['ketoan']}",))
        round_id = opinions.ask_opinions(work, document_id, asking)
    away(house, "soanthao", "ketoan", all_work=True)
    with house.look() as work:
        seen = work.session.get_one(Document, document_id).draft_sha256
    agreed = opinions.Answer("agreed", "")
    with house.work("ketoan") as work, pytest.raises(ActDenied) as denied:
        opinions.give_opinion(work, document_id, round_id, agreed, seen_draft=seen)
    assert denied.value.facts["reason"] == "own_opinion"


def test_an_opinion_in_a_heads_place_keeps_both_names(house: House) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        asking = opinions.Asking("Có đồng ý không?", (f"unit:{house.placed.units['KT']}",))
        round_id = opinions.ask_opinions(work, document_id, asking)
    away(house, "ketoan", "luutru")
    with house.work("luutru") as work:
        sha = work.session.get_one(Document, document_id).draft_sha256
        opinions.give_opinion(work, document_id, round_id, opinions.Answer("agreed", ""), seen_draft=sha)
        (_, (answer,)) = rounds_on(work.session, document_id)[0]
        assert (answer.answered_by_name, answer.answered_by_title) == (
            "Hoàng Lưu",
            "Lưu trữ viên, thay Đỗ Toán",
        )


def test_a_paper_is_received_in_somebodys_place_under_both_names(house: House) -> None:
    document_id = house.signed()
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    away(house, "ketoan", "luutru")
    with house.work("luutru") as work:
        assert [row.document_id for row in inbox(work)] == [document_id]
        accept(work, document_id)
        accepted = {row.accepted_by for row in recipients_of(work.session, document_id) if row.accepted_by}
    assert accepted == {"Hoàng Lưu, thay Đỗ Toán"}


def test_a_remark_in_somebodys_place_says_so(house: House) -> None:
    from documents.comments import Anchor, comments_on

    document_id = content_checks(house)
    away(house, "truongphong", "ketoan")
    with house.work("ketoan") as work:
        together.remark(work, document_id, Anchor(1), "Sửa ngày")
        assert comments_on(work, document_id)[0].author_title == "Trưởng phòng, thay Phan Trưởng"
