"""In which capacity a person may sign: by their title, or by a paper that is in force today."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.office import House
from workflows.directory import Mandate
from workflows.errors import NoMandate
from workflows.mandates import capacities, require_mandate

KT = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
TL = ("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG")


def capacity(house: House, who: str, *lines: str) -> str:
    with house.look(who) as work:
        return require_mandate(work, house.placed.agency_id, lines)


def mandate(house: House, who: str, mark: str, principal: str, *, days: int | None = None) -> None:
    with house.office() as work:
        since = house.now - timedelta(days=30)
        until = None if days is None else house.now + timedelta(days=days)
        person = house.placed.people[who]
        work.session.add(
            Mandate(
                person_id=person,
                capacity=mark,
                on_behalf_of=principal,
                basis="QĐ mẫu",
                since=since,
                until=until,
            )
        )


@pytest.mark.parametrize("who", ["quantri", "soanthao", "vanthu", "truongphong", "pho"])
def test_nobody_signs_with_the_title_of_another(house: House, who: str) -> None:
    with pytest.raises(NoMandate):
        capacity(house, who, "GIÁM ĐỐC")


def test_the_head_signs_in_their_own_right(house: House) -> None:
    assert capacity(house, "giamdoc", "GIÁM ĐỐC") == ""
    assert capacity(house, "giamdoc", "Giám  đốc") == ""


def test_the_head_signs_on_behalf_of_the_collective_they_lead(house: House) -> None:
    assert capacity(house, "giamdoc", "TM. BAN CHỈ ĐẠO", "GIÁM ĐỐC") == "TM."


def test_a_title_alone_does_not_make_a_signer(house: House) -> None:
    for who, title in (("pho", "PHÓ GIÁM ĐỐC"), ("truongphong", "TRƯỞNG PHÒNG")):
        with pytest.raises(NoMandate):
            capacity(house, who, title)
    with pytest.raises(NoMandate):
        capacity(house, "pho", "TM. BAN CHỈ ĐẠO", "PHÓ GIÁM ĐỐC")


def test_the_deputy_signs_for_the_head_by_a_paper_in_force(house: House) -> None:
    with pytest.raises(NoMandate):
        capacity(house, "truongphong", *KT)
    assert capacity(house, "pho", *KT) == "KT."
    assert capacity(house, "pho", "TM. BAN CHỈ ĐẠO", *KT) == "KT."


def test_a_paper_that_ended_or_has_not_begun_carries_nobody(house: House) -> None:
    with house.office() as work:
        held = work.session.scalars(select(Mandate)).one()
        since, held.until = held.since, house.now
    with pytest.raises(NoMandate) as refused:
        capacity(house, "pho", *KT)
    assert refused.value.facts["capacity"] == "KT."
    assert capacity(house.at(house.now - timedelta(seconds=1)), "pho", *KT) == "KT."
    with house.look("pho") as work:
        work.now = since - timedelta(seconds=1)
        with pytest.raises(NoMandate):
            require_mandate(work, house.placed.agency_id, KT)


def test_a_mandate_for_one_head_is_none_for_another(house: House) -> None:
    with pytest.raises(NoMandate):
        capacity(house, "pho", "KT. CHỦ TỊCH", "PHÓ GIÁM ĐỐC")


def test_by_order_needs_its_own_paper(house: House) -> None:
    with pytest.raises(NoMandate):
        capacity(house, "truongphong", *TL)
    mandate(house, "truongphong", "KT", "Giám đốc")
    with pytest.raises(NoMandate):
        capacity(house, "truongphong", *TL)
    mandate(house, "truongphong", "TL", "Giám đốc", days=1)
    assert capacity(house, "truongphong", *TL) == "TL."
    with pytest.raises(NoMandate):
        capacity(house, "ketoan", *TL)


def test_a_mandate_does_not_lend_the_title_of_another(house: House) -> None:
    with pytest.raises(NoMandate):
        capacity(house, "pho", "KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG")
    with pytest.raises(NoMandate):
        capacity(house, "pho", "KT. GIÁM ĐỐC")


def test_a_person_of_another_agency_signs_nothing_here(house: House) -> None:
    with house.look("giamdoc") as work, pytest.raises(NoMandate):
        require_mandate(work, "another agency", ("GIÁM ĐỐC",))


def test_marks_are_read_however_they_are_spaced() -> None:
    assert capacities(["TM. ỦY BAN NHÂN DÂN", "KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH"]) == [
        ("TM", "ỦY BAN NHÂN DÂN"),
        ("KT", "CHỦ TỊCH"),
    ]
    assert capacities(["TUQ. GIÁM ĐỐC", "Q. TRƯỞNG PHÒNG"]) == [("TUQ", "GIÁM ĐỐC"), ("Q", "TRƯỞNG PHÒNG")]
    assert capacities(["TỔNG GIÁM ĐỐC"]) == []
