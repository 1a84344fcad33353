"""Drafting together: who may share, take out, remark, compare; what each finds changed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from documents.comments import Anchor, comments_on
from documents.errors import (
    CommentRefused,
    NoSuchComment,
    NoSuchDocument,
    NotAllowed,
    WorkingCopyTaken,
)
from documents.journal import JournalEntry
from documents.model import Document
from documents.working_copies import LEASE, version_seen, working_copy_of
from tests.office import House, a_draft
from workflows import review, together
from workflows.errors import ActDenied

OTHERS = ("quantri", "ketoan", "luutru", "vanthu", "thethuc", "truongphong", "giamdoc")


def entries(house: House) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def shared(house: House, whom: str = "ketoan") -> str:
    document_id = house.upload()
    with house.work("soanthao") as work:
        together.share_draft(work, document_id, house.placed.people[whom])
    return document_id


def version(house: House, document_id: str) -> int:
    with house.look() as work:
        return work.session.get_one(Document, document_id).version


def replace(house: House, who: str, document_id: str, text: str = "Bản mới") -> None:
    with house.work(who) as work:
        review.replace_draft(work, document_id, a_draft(text), seen_version=version(house, document_id))


# ------------------------------------------------------------------ sharing


@pytest.mark.parametrize("who", OTHERS)
def test_only_who_drafts_may_share_and_a_denial_writes_nothing(house: House, who: str) -> None:
    document_id = house.upload()
    before = entries(house)
    with pytest.raises(NotAllowed), house.work(who) as work:
        together.share_draft(work, document_id, house.placed.people["ketoan"])
    assert entries(house) == before


@pytest.mark.parametrize("whom", ["quantri", "soanthao"])
def test_a_draft_is_not_shared_with_who_does_not_draft_or_with_oneself(house: House, whom: str) -> None:
    document_id = house.upload()
    with pytest.raises(NotAllowed), house.work("soanthao") as work:
        together.share_draft(work, document_id, house.placed.people[whom])


def test_a_colleague_drafts_along_until_the_sharing_ends(house: House) -> None:
    document_id = shared(house)
    replace(house, "ketoan", document_id)
    with house.work("soanthao") as work:
        together.stop_sharing(work, document_id, house.placed.people["ketoan"])
    with pytest.raises(NotAllowed):
        replace(house, "ketoan", document_id, "Bản sau nữa")
    with house.work("soanthao") as work:
        together.share_draft(work, document_id, house.placed.people["ketoan"])
    replace(house, "ketoan", document_id, "Bản sau nữa")


def test_who_drafted_along_cannot_check_the_content_even_after_the_sharing(house: House) -> None:
    document_id = shared(house, "truongphong")
    with house.work("soanthao") as work:
        together.stop_sharing(work, document_id, house.placed.people["truongphong"])
    with house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    with pytest.raises(ActDenied) as denied, house.work("truongphong") as work:
        review.check_content(work, house.rules, document_id)
    assert denied.value.facts["reason"] == "own_draft"


# ------------------------------------------------------------------ working copies


@pytest.mark.parametrize("who", OTHERS)
def test_only_who_drafts_takes_a_working_copy(house: House, who: str) -> None:
    document_id = house.upload()
    before = entries(house)
    with pytest.raises(NotAllowed), house.work(who) as work:
        together.take_out(work, document_id)
    assert entries(house) == before


def test_while_one_edits_the_other_changes_nothing_and_learns_who_and_until_when(house: House) -> None:
    document_id = shared(house)
    with house.work("soanthao") as work:
        together.take_out(work, document_id)
    before = entries(house)

    def take() -> None:
        with house.work("ketoan") as work:
            together.take_out(work, document_id)

    def confirm() -> None:
        with house.work("ketoan") as work:
            values: dict[str, Any] = {"place": "Nơi khác"}
            seen = version(house, document_id)
            review.confirm_fields(work, house.rules, document_id, values, seen_version=seen)

    def submit() -> None:
        with house.work("ketoan") as work:
            review.submit(work, house.rules, document_id)

    for act in (take, confirm, submit, lambda: replace(house, "ketoan", document_id)):
        with pytest.raises(WorkingCopyTaken) as refusal:
            act()
        assert refusal.value.facts["name"] == "Nguyễn Soạn"
        assert refusal.value.facts["until"] == house.now + LEASE
    assert entries(house) == before


def test_a_lease_ends_by_itself(house: House) -> None:
    document_id = shared(house)
    with house.work("soanthao") as work:
        together.take_out(work, document_id)
    later = house.at(house.now + LEASE + timedelta(seconds=1))
    with later.work("ketoan") as work:
        together.take_out(work, document_id)
    with later.look() as work:
        copy = working_copy_of(work, document_id)
        assert copy is not None
        assert copy.person_name == "Đỗ Toán"


@pytest.mark.parametrize("way", ["give_back", "replace"])
def test_a_copy_given_back_or_uploaded_is_free_for_the_other(house: House, way: str) -> None:
    document_id = shared(house)
    with house.work("soanthao") as work:
        together.take_out(work, document_id)
    if way == "replace":
        replace(house, "soanthao", document_id)
    else:
        with house.work("soanthao") as work:
            together.give_back(work, document_id)
    with house.work("ketoan") as work:
        together.take_out(work, document_id)


def test_one_cannot_give_back_what_another_took(house: House) -> None:
    document_id = shared(house)
    with house.work("soanthao") as work:
        together.take_out(work, document_id)
    with house.work("ketoan") as work:
        together.give_back(work, document_id)
    with house.look() as work:
        assert working_copy_of(work, document_id) is not None


# ------------------------------------------------------------------ remarks


@pytest.mark.parametrize("who", ["quantri", "ketoan", "luutru", "vanthu", "thethuc", "giamdoc"])
def test_who_does_not_carry_the_paper_cannot_remark_on_it(house: House, who: str) -> None:
    document_id = house.upload()
    before = entries(house)
    with pytest.raises(NotAllowed), house.work(who) as work:
        together.remark(work, document_id, Anchor(1), "Sửa ngày")
    assert entries(house) == before


def test_a_remark_keeps_its_place_its_words_and_its_answers(house: House) -> None:
    document_id = house.upload("Hội thi nấu ăn")
    with house.work("truongphong") as work:
        first = together.remark(
            work, document_id, Anchor(1, 250, 800, "hội thi  nấu ăn"), "Nên nói rõ thời gian"
        )
    with house.work("soanthao") as work:
        together.answer(work, document_id, first, "Đã bổ sung")
    with house.look() as work:
        (row,) = comments_on(work, document_id)
    assert (row.page, row.x, row.y, row.quote, row.stands) == (1, 250, 800, "hội thi nấu ăn", True)
    assert [answer.body for answer in row.answers] == ["Đã bổ sung"]


def test_a_remark_tells_when_its_words_are_gone_from_the_draft(house: House) -> None:
    document_id = house.upload("Hội thi nấu ăn")
    with house.work("truongphong") as work:
        together.remark(work, document_id, Anchor(1, quote="hội thi nấu ăn"), "Bỏ đi")
    replace(house, "soanthao", document_id, "Hội thi cờ")
    with house.look() as work:
        (row,) = comments_on(work, document_id)
    assert (row.ordinal, row.stands) == (1, False)


@pytest.mark.parametrize(
    ("anchor", "body"),
    [
        (Anchor(0), "a"),
        (Anchor(2), "a"),
        (Anchor(1, 1001, 5), "a"),
        (Anchor(1, -1, 5), "a"),
        (Anchor(1, 5, None), "a"),
        (Anchor(1), " \n "),
    ],
)
def test_a_remark_outside_the_paper_or_without_words_is_refused(
    house: House, anchor: Anchor, body: str
) -> None:
    document_id = house.upload()
    before = entries(house)
    with pytest.raises(CommentRefused), house.work("truongphong") as work:
        together.remark(work, document_id, anchor, body)
    assert entries(house) == before


def test_a_remark_of_another_paper_is_neither_answered_nor_settled_here(house: House) -> None:
    one, other = house.upload("Một"), house.upload("Hai")
    with house.work("truongphong") as work:
        remark = together.remark(work, one, Anchor(1), "Ở giấy kia")
    with pytest.raises(NoSuchComment), house.work("soanthao") as work:
        together.answer(work, other, remark, "…")
    with pytest.raises(NoSuchComment), house.work("soanthao") as work:
        together.settle(work, other, remark)


def test_settling_twice_is_told_once(house: House) -> None:
    document_id = house.upload()
    with house.work("truongphong") as work:
        remark = together.remark(work, document_id, Anchor(1), "Sửa ngày")
    with house.work("soanthao") as work:
        together.settle(work, document_id, remark)
    before = entries(house)
    with house.work("truongphong") as work:
        together.settle(work, document_id, remark)
    assert entries(house) == before


def test_a_signed_and_issued_paper_takes_no_more_remarks(house: House) -> None:
    document_id = house.upload()
    with house.office() as work:
        work.session.get_one(Document, document_id).issued_sha256 = work.session.get_one(
            Document, document_id
        ).rendition_sha256
    with pytest.raises(NotAllowed), house.work("soanthao") as work:
        together.remark(work, document_id, Anchor(1), "Muộn rồi")


# ------------------------------------------------------------------ what changed


def test_who_never_looked_has_seen_nothing_and_then_the_present_version(house: House) -> None:
    document_id = house.upload()
    with house.look("truongphong") as work:
        assert version_seen(work, document_id) is None
    with house.work("truongphong") as work:
        together.seen_now(work, document_id)
    replace(house, "soanthao", document_id)
    with house.look("truongphong") as work:
        assert version_seen(work, document_id) == 1
    with house.look("soanthao") as work:
        assert version_seen(work, document_id) == 2


@pytest.mark.parametrize("who", ["quantri", "ketoan", "luutru"])
def test_who_may_not_see_the_paper_cannot_compare_its_versions(house: House, who: str) -> None:
    document_id = house.upload()
    with pytest.raises(NoSuchDocument), house.look(who) as work:
        together.compare_versions(work, document_id, 1, 1)


def test_a_version_that_never_was_is_not_compared(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    document_id = house.upload()
    with pytest.raises(NoSuchDocument), house.look("soanthao") as work:
        together.compare_versions(work, document_id, 7, 8)


def test_two_versions_are_compared_in_words(house: House) -> None:
    document_id = house.upload("Hội thi nấu ăn")
    replace(house, "soanthao", document_id, "Hội thi cờ")
    with house.look("truongphong") as work:
        found = together.compare_versions(work, document_id, 1, 2)
    assert [piece.text for one in found.paragraphs for piece in one.pieces if piece.how == "added"] == ["cờ"]
