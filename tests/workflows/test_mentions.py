"""Naming people in remarks: only those who read them, each told once, never by guessing between two."""

from datetime import timedelta

import pytest

from documents.comments import Anchor, comments_on
from documents.model import Document
from tests.office import NOW, House
from tests.workflows.test_notices import submitted, tell, told
from workflows.directory.model import Person, Position
from workflows.mentions import (
    MentionBlind,
    MentionUnclear,
    MentionUnknown,
    mentioned_in,
    nameable,
)
from workflows.together import answer, remark


def usernames(house: House) -> dict[str, str]:
    return dict(house.placed.people)


def named(house: House, document_id: str, body: str, username: str = "truongphong") -> list[str]:
    """The user names of those a remark by this person names."""
    known = {person: name for name, person in house.placed.people.items()}
    with house.look(username) as work:
        document = work.session.get_one(Document, document_id)
        return [known[person] for person in mentioned_in(work, document, body, usernames(house))]


def remarks(house: House, document_id: str) -> int:
    with house.look() as work:
        return len(comments_on(work, document_id))


def second_soan(house: House) -> None:
    """A namesake of the drafting officer leads their unit with them."""
    with house.office() as work:
        unit = (
            work.session.query(Position.unit_id)
            .filter_by(person_id=house.placed.people["truongphong"])
            .scalar()
        )
        person = Person(name="Nguyễn Soạn", since=NOW - timedelta(days=1))
        work.session.add(person)
        work.session.flush()
        work.session.add(
            Position(
                person_id=person.id,
                agency_id=house.placed.agency_id,
                unit_id=unit,
                title="Phó Trưởng phòng",
                function="head",
                since=NOW - timedelta(days=1),
            )
        )


def test_whoever_may_not_read_the_remark_cannot_be_named(house: House) -> None:
    document_id = submitted(house)
    for body in ("@ketoan xem giúp", "Hỏi @Đỗ Toán", "@quantri"):
        with pytest.raises(MentionBlind), house.work("truongphong") as work:
            remark(work, document_id, Anchor(1), body, usernames=usernames(house))
    assert remarks(house, document_id) == 0


@pytest.mark.parametrize(
    "body",
    [
        "@soanthao sửa ngày",
        "Nhờ @Nguyễn Soạn sửa ngày",
        "Nhờ @nguyễn soạn, sửa ngày",
        "(@Soạn) sửa ngày",
        "@SoanThao. Sửa ngày",
        "@soanthao và @Nguyễn Soạn",
    ],
)
def test_a_user_name_a_whole_name_or_its_end_names_somebody_once(house: House, body: str) -> None:
    assert named(house, submitted(house), body) == ["soanthao"]


@pytest.mark.parametrize("body", ["Gửi a@mau.vn", "Giá 5 @ 3", "không nhắc ai", "@"])
def test_not_every_sign_names_somebody(house: House, body: str) -> None:
    assert named(house, submitted(house), body) == []


def test_a_name_nobody_has_tells_whom_there_is(house: House) -> None:
    with pytest.raises(MentionUnknown) as unknown:
        named(house, submitted(house), "@Bình xem giúp")
    assert unknown.value.facts["choices"] == ["@soanthao (Nguyễn Soạn, Chuyên viên)"]


def test_a_name_two_have_is_not_guessed(house: House) -> None:
    document_id = submitted(house)
    second_soan(house)
    with pytest.raises(MentionUnclear) as unclear:
        named(house, document_id, "@Nguyễn Soạn sửa giúp")
    assert set(unclear.value.facts["choices"]) == {  # type: ignore[call-overload]
        "@soanthao (Nguyễn Soạn, Chuyên viên)",
        "Nguyễn Soạn (Phó Trưởng phòng)",
    }
    assert named(house, document_id, "@soanthao sửa giúp") == ["soanthao"]


def test_naming_oneself_tells_nobody(house: House) -> None:
    assert named(house, submitted(house), "@truongphong tự nhớ") == []


def test_those_named_are_told_the_words_and_only_once(house: House) -> None:
    """The drafter hears of every remark; named in one, it is that they are told."""
    document_id = submitted(house)
    with house.work("truongphong") as work:
        remark(work, document_id, Anchor(1), "@soanthao sửa ngày", usernames=usernames(house))
    tell(house)
    assert told(house, "soanthao") == [("mentioned", "@soanthao sửa ngày")]


def test_an_answer_names_people_too(house: House) -> None:
    document_id = submitted(house)
    with house.work("truongphong") as work:
        first = remark(work, document_id, Anchor(1), "Sửa ngày")
    with house.work("soanthao") as work:
        answer(work, document_id, first, "Đã sửa, nhờ @truongphong xem", usernames=usernames(house))
    tell(house)
    assert ("mentioned", "Đã sửa, nhờ @truongphong xem") in told(house, "truongphong")
    assert [event for event, _ in told(house, "truongphong")].count("remark_answered") == 0


def test_those_offered_are_those_who_read_the_remarks(house: House) -> None:
    document_id = house.on_the_desk()
    with house.look("thethuc") as work:
        offered = nameable(work, work.session.get_one(Document, document_id), usernames(house))
    assert {one.username for one in offered} == {"soanthao", "truongphong", "giamdoc"}
