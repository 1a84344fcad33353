"""Legal bases as links: stubs for acts of elsewhere, links to documents of ours, never past anybody's rights."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from documents.acts import Act, act_key, acts_cited, cited_in
from documents.errors import NoSuchAct, NoSuchDocument, NotAllowed
from documents.model import Document
from tests.office import House, a_draft
from workflows import review
from workflows.citing import link_basis

DECREE = {
    "kind": "Nghị định",
    "number": "30/2020/NĐ-CP",
    "date": "2020-03-05",
    "issuer": "Chính phủ",
    "title": None,
}


def plan(number: str = "7/KH-STNĐT", on: str | None = "2026-03-12", **more: Any) -> dict[str, Any]:
    return {
        "kind": "Kế hoạch",
        "number": number,
        "date": on,
        "issuer": "Sở Thử nghiệm",
        "title": None,
        **more,
    }


def as_issued(house: House, subject: str = "Kế hoạch gốc", number: int = 7) -> str:
    """A paper with its number, as if issued: the way there is another test's."""
    document_id = house.upload(subject)
    with house.office() as work:
        document = work.session.get_one(Document, document_id)
        document.number, document.year, document.issued_on = number, 2026, date(2026, 3, 12)
    return document_id


def linked(house: House, who: str, document_id: str) -> list[str | None]:
    with house.look(who) as work:
        return [act.linked for act in acts_cited(work, document_id)]


def test_an_act_of_elsewhere_is_one_stub_however_often_it_is_cited(house: House) -> None:
    for subject in ("Một", "Hai"):
        house.upload(subject, legal_bases=[DECREE, DECREE, {**DECREE, "issuer": "CHÍNH PHỦ"}])
    with house.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Act)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (plan(), plan(on="2025-03-12")),
        (plan(), plan(issuer="Sở Khác")),
        (plan(number="7/QĐ-STNĐT"), plan(number="7/QyĐ-STNĐT")),
    ],
)
def test_issuer_number_and_year_tell_acts_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert act_key(one) != act_key(other)


def test_an_abbreviated_issuer_is_the_same_issuer() -> None:
    assert act_key(plan(issuer="UBND tỉnh Sao Mai")) == act_key(plan(issuer="Uỷ ban nhân dân tỉnh Sao Mai"))


def test_a_document_of_ours_is_found_by_its_number_symbol_and_day(house: House) -> None:
    issued = as_issued(house)
    for number in ("7/KH-STNĐT", "07/KH-STNĐT"):
        assert linked(house, "soanthao", house.upload(f"Theo {number}", legal_bases=[plan(number)])) == [
            issued
        ]
    for other in (plan("8/KH-STNĐT"), plan("7/Kh-STNĐT"), plan(on="2025-03-12"), plan(on=None)):
        assert linked(house, "soanthao", house.upload("Theo văn bản khác", legal_bases=[other])) == [None]


def test_nobody_is_led_to_a_paper_they_may_not_see(house: House) -> None:
    as_issued(house)
    with house.work("ketoan") as work:
        document_id = review.upload_draft(work, house.rules, a_draft("Của kế toán", legal_bases=[plan()])).id
    assert linked(house, "ketoan", document_id) == [None]


def test_a_document_tells_who_rests_on_it_to_those_who_may_see_them(house: House) -> None:
    issued = as_issued(house)
    citing = house.upload("Dựa vào kế hoạch gốc", legal_bases=[plan()])
    with house.look("soanthao") as work:
        assert [row.id for row in cited_in(work, issued)] == [citing]
    with house.look("ketoan") as work:
        assert cited_in(work, issued) == []


def test_a_person_links_what_the_citation_does_not_say_enough_of(house: House) -> None:
    issued = as_issued(house)
    citing = house.upload("Dựa vào", legal_bases=[plan(on=None)])
    with house.work("soanthao") as work:
        link_basis(work, citing, acts_cited(work, citing)[0].act_id, " 07 / KH-STNĐT")
    assert linked(house, "soanthao", citing) == [issued]


@pytest.mark.parametrize("who", ["quantri", "ketoan", "truongphong", "vanthu", "giamdoc"])
def test_only_who_edits_the_paper_links_its_bases(house: House, who: str) -> None:
    as_issued(house)
    citing = house.upload("Dựa vào", legal_bases=[plan(on=None)])
    with house.look() as work:
        act_id = work.session.scalars(select(Act.id)).one()
    with pytest.raises(NotAllowed), house.work(who) as work:
        link_basis(work, citing, act_id, "7/KH-STNĐT")
    with house.look() as work:
        assert work.session.get_one(Act, act_id).document_id is None


@pytest.mark.parametrize(
    "number", ["", "KH-STNĐT", "99/KH-STNĐT", "7/KH-STNĐT; drop table", "9" * 40 + "/KH"]
)
def test_a_number_nobody_issued_links_nothing(house: House, number: str) -> None:
    as_issued(house)
    citing = house.upload("Dựa vào", legal_bases=[plan(on=None)])
    with pytest.raises(NoSuchDocument), house.work("soanthao") as work:
        link_basis(work, citing, acts_cited(work, citing)[0].act_id, number)


def test_an_act_the_paper_does_not_cite_is_not_linked_from_it(house: House) -> None:
    as_issued(house)
    house.upload("Giấy khác", legal_bases=[DECREE])
    citing = house.upload("Dựa vào", legal_bases=[plan(on=None)])
    with house.look() as work:
        other = work.session.scalars(select(Act.id).where(Act.number == "30/2020/NĐ-CP")).one()
    with pytest.raises(NoSuchAct), house.work("soanthao") as work:
        link_basis(work, citing, other, "7/KH-STNĐT")


def test_a_new_draft_brings_its_own_bases(house: House) -> None:
    document_id = house.upload("Dựa vào", legal_bases=[DECREE])
    with house.work("soanthao") as work:
        version = work.session.get_one(Document, document_id).version
        review.replace_draft(
            work, document_id, a_draft("Dựa vào", legal_bases=[plan()]), seen_version=version
        )
    with house.look("soanthao") as work:
        assert [act.number for act in acts_cited(work, document_id)] == ["7/KH-STNĐT"]
