"""Who signs in which capacity, by which paper; checked again each time, refused with the cause."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from documents.errors import NotAllowed
from documents.model import Document
from tests.office import House
from workflows.directory.granting import Granting, end_mandate, grant_mandate, mandates_on
from workflows.directory.mandates import (
    Asked,
    Standing,
    capacities,
    require_mandate,
    signer_named,
    signers,
)
from workflows.directory.model import Mandate, Position
from workflows.errors import (
    MandateExpired,
    MandateLacks,
    MandateMissing,
    MandateNotGrantors,
    MandateNotYet,
    MandateOfAnother,
    MandateOutsideScope,
    MandateRedelegated,
    MandateRefused,
    MandateWrongPosition,
    NoMandate,
    NotCollective,
)
from workflows.queries import standings
from workflows.simulate import simulate
from workflows.starting import start_draft

KT = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
TL = ("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG")
TUQ = ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG")
TODAY = date(2026, 3, 12)


def standing(house: House, who: str, *lines: str, kind: str = "", unit: str = "") -> Standing:
    asked = Asked(house.placed.agency_id, kind, house.placed.units.get(unit, ""))
    with house.look(who) as work:
        return require_mandate(work, asked, lines)


def capacity(house: House, who: str, *lines: str) -> str:
    return standing(house, who, *lines).capacity


def mandate(house: House, who: str, mark: str, principal: str = "Giám đốc", **more: Any) -> str:
    """A row as it might stand in an old directory, whatever the law says."""
    more = {"basis": "Quyết định mẫu", "since": house.now - timedelta(days=30), **more}
    with house.office() as work:
        row = Mandate(person_id=house.placed.people[who], capacity=mark, on_behalf_of=principal, **more)
        work.session.add(row)
        work.session.flush()
        return row.id


def empowered(house: House, who: str = "truongphong", **more: Any) -> str:
    """A written empowerment (TUQ.) as the decree wants it, but for what `more` says otherwise."""
    lawful = {
        "paper_number": "15/GUQ-STNĐT",
        "paper_date": date(2026, 2, 1),
        "until": house.now + timedelta(days=30),
        "kinds": ["cong-van"],
        "granted_by": house.placed.people["giamdoc"],
    }
    return mandate(house, who, "TUQ", **{**lawful, **more})


def granting(house: House, who: str = "truongphong", capacity: str = "TUQ", **more: Any) -> Granting:
    lawful = {
        "on_behalf_of": "Giám đốc",
        "first": TODAY,
        "last": date(2026, 6, 30),
        "paper_number": "15/GUQ-STNĐT",
        "paper_date": date(2026, 3, 10),
        "granted_by": house.placed.people["giamdoc"],
        "kinds": ("cong-van",),
    }
    return Granting(house.placed.people[who], capacity, **{**lawful, **more})


def a_deputy_of(house: House, unit: str) -> None:
    """The officer becomes the deputy head of a unit."""
    with house.office() as work:
        work.session.add(
            Position(
                person_id=house.placed.people["soanthao"],
                agency_id=house.placed.agency_id,
                unit_id=house.placed.units[unit],
                title="Phó Trưởng phòng",
                function="deputy_head",
                since=house.now - timedelta(days=9),
            )
        )


# ------------------------------------------------------------ one's own right


@pytest.mark.parametrize("who", ["quantri", "soanthao", "vanthu", "truongphong", "pho"])
def test_nobody_signs_with_the_title_of_another(house: House, who: str) -> None:
    with pytest.raises(NoMandate):
        capacity(house, who, "GIÁM ĐỐC")


def test_the_head_signs_in_their_own_right(house: House) -> None:
    assert capacity(house, "giamdoc", "GIÁM ĐỐC") == ""
    assert capacity(house, "giamdoc", "Giám  đốc") == ""


def test_a_title_alone_does_not_make_a_signer(house: House) -> None:
    for who, title in (("pho", "PHÓ GIÁM ĐỐC"), ("truongphong", "TRƯỞNG PHÒNG")):
        with pytest.raises(NoMandate):
            capacity(house, who, title)


def test_a_person_of_another_agency_signs_nothing_here(house: House) -> None:
    with house.look("giamdoc") as work, pytest.raises(NoMandate):
        require_mandate(work, Asked("another agency"), ("GIÁM ĐỐC",))


# ------------------------------------------------------------ TM.


def test_the_head_signs_on_behalf_of_the_collective_they_lead(house: House) -> None:
    assert capacity(house, "giamdoc", "TM. BAN CHỈ ĐẠO", "GIÁM ĐỐC") == "TM."
    assert capacity(house, "pho", "TM. BAN CHỈ ĐẠO", *KT) == "KT."


def test_nobody_else_speaks_for_a_collective_without_a_paper(house: House) -> None:
    with pytest.raises(MandateMissing):
        capacity(house, "pho", "TM. BAN CHỈ ĐẠO", "PHÓ GIÁM ĐỐC")
    mandate(house, "pho", "TM", "Ban Chỉ đạo")
    assert standing(house, "pho", "TM. BAN CHỈ ĐẠO", "PHÓ GIÁM ĐỐC").paper == "Quyết định mẫu"


@pytest.mark.parametrize("who", ["giamdoc", "pho"])
def test_on_behalf_of_stands_for_collectives_not_for_one_person(house: House, who: str) -> None:
    lines = ("TM. GIÁM ĐỐC", "GIÁM ĐỐC") if who == "giamdoc" else ("TM. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    with pytest.raises(NotCollective):
        capacity(house, who, *lines)


# ------------------------------------------------------------ KT. and Q.


def test_the_deputy_signs_for_the_head_by_a_paper_in_force(house: House) -> None:
    with pytest.raises(NoMandate):
        capacity(house, "truongphong", *KT)
    assert standing(house, "pho", *KT) == Standing("KT.", "Giám đốc", "QĐ mẫu")


def test_only_a_deputy_of_the_one_signed_for_signs_for_them(house: House) -> None:
    mandate(house, "truongphong", "KT", "Giám đốc")
    with pytest.raises(MandateWrongPosition):
        capacity(house, "truongphong", "KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG")
    mandate(house, "pho", "KT", "Trưởng phòng")
    with pytest.raises(MandateWrongPosition):
        capacity(house, "pho", "KT. TRƯỞNG PHÒNG", "PHÓ GIÁM ĐỐC")


def test_a_deputy_of_a_unit_signs_for_its_head_not_for_another_units(house: House) -> None:
    lines = ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")
    a_deputy_of(house, "VP")
    mandate(house, "soanthao", "KT", "Trưởng phòng")
    with pytest.raises(MandateWrongPosition):
        capacity(house, "soanthao", *lines)
    a_deputy_of(house, "TH")
    assert capacity(house, "soanthao", *lines) == "KT."


def test_a_deputy_in_charge_of_a_vacant_office_signs_as_a_deputy(house: House) -> None:
    with house.office() as work:
        head = work.session.scalars(select(Position).where(Position.function == "director")).one()
        head.until = house.now - timedelta(days=1)
    assert capacity(house, "pho", *KT) == "KT."


def test_an_acting_head_signs_by_the_paper_that_made_them_so(house: House) -> None:
    with pytest.raises(MandateMissing):
        capacity(house, "pho", "Q. GIÁM ĐỐC")
    mandate(house, "pho", "Q", "Giám đốc", basis="Quyết định giao quyền")
    assert standing(house, "pho", "Q. GIÁM ĐỐC") == Standing("Q.", "Giám đốc", "Quyết định giao quyền")
    mandate(house, "pho", "Q", "Chủ tịch")
    with pytest.raises(MandateWrongPosition):
        capacity(house, "pho", "Q. CHỦ TỊCH")


# ------------------------------------------------------------ the cause of a refusal


def test_a_paper_that_ended_carries_nobody_from_that_moment(house: House) -> None:
    with house.office() as work:
        held = work.session.scalars(select(Mandate)).one()
        held.until = house.now
    with pytest.raises(MandateExpired) as refused:
        capacity(house, "pho", *KT)
    assert refused.value.facts["capacity"] == "KT."
    assert refused.value.facts["paper"] == "QĐ mẫu"
    assert capacity(house.at(house.now - timedelta(seconds=1)), "pho", *KT) == "KT."


def test_a_paper_not_in_force_yet_carries_nobody(house: House) -> None:
    with house.look("pho") as work:
        work.now = work.session.scalars(select(Mandate)).one().since - timedelta(seconds=1)
        work.session.get_one(Position, _position(work, house.placed.people["pho"])).since = work.now
        with pytest.raises(MandateNotYet):
            require_mandate(work, Asked(house.placed.agency_id), KT)


def _position(work: Any, person_id: str) -> str:
    found: str = work.session.scalars(select(Position.id).where(Position.person_id == person_id)).one()
    return found


def test_a_mandate_given_to_another_is_told_with_their_name(house: House) -> None:
    empowered(house, "truongphong")
    with pytest.raises(MandateOfAnother) as refused:
        capacity(house, "ketoan", *TUQ)
    assert refused.value.facts["holders"] == ["Phan Trưởng"]


def test_a_mandate_for_one_head_is_none_for_another(house: House) -> None:
    with pytest.raises(MandateMissing):
        capacity(house, "pho", "KT. CHỦ TỊCH", "PHÓ GIÁM ĐỐC")


def test_a_mandate_does_not_lend_the_title_of_another(house: House) -> None:
    with pytest.raises(NoMandate):
        capacity(house, "pho", "KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG")
    with pytest.raises(NoMandate):
        capacity(house, "pho", "KT. GIÁM ĐỐC")


def test_a_mandate_reaches_its_kinds_and_units_only(house: House) -> None:
    mandate(house, "truongphong", "TL", kinds=["cong-van"], units=[house.placed.units["TH"]])
    assert standing(house, "truongphong", *TL, kind="cong-van", unit="TH").capacity == "TL."
    for kind, unit in (("ke-hoach", "TH"), ("cong-van", "KT")):
        with pytest.raises(MandateOutsideScope):
            standing(house, "truongphong", *TL, kind=kind, unit=unit)


def test_of_two_mandates_the_one_that_carries_the_paper_is_taken(house: House) -> None:
    mandate(house, "truongphong", "TL", kinds=["cong-van"], basis="Quy chế cũ")
    mandate(house, "truongphong", "TL", kinds=["ke-hoach"], basis="Quy chế mới")
    assert standing(house, "truongphong", *TL, kind="ke-hoach").paper == "Quy chế mới"
    assert standing(house, "truongphong", *TL, kind="cong-van").paper == "Quy chế cũ"


def test_a_mandate_without_any_basis_carries_nobody(house: House) -> None:
    mandate(house, "truongphong", "TL", basis="")
    with pytest.raises(MandateLacks) as refused:
        capacity(house, "truongphong", *TL)
    assert refused.value.facts["lacking"] == ["mandate_basis"]


# ------------------------------------------------------------ TL. and TUQ.


def test_by_order_is_for_heads_of_units_or_whom_the_paper_names(house: House) -> None:
    with pytest.raises(MandateMissing):
        capacity(house, "truongphong", *TL)
    mandate(house, "truongphong", "TL", until=house.now + timedelta(days=1))
    assert capacity(house, "truongphong", *TL) == "TL."
    chief = ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")
    mandate(house, "thethuc", "TL")
    with pytest.raises(MandateWrongPosition):
        capacity(house, "thethuc", *chief)
    mandate(house, "thethuc", "TL", paper_number="3/QĐ-STNĐT", paper_date=date(2026, 1, 5))
    assert standing(house, "thethuc", *chief).paper == "Quyết định mẫu số 3/QĐ-STNĐT ngày 05/01/2026"


def test_by_order_may_be_passed_on_to_the_units_deputy(house: House) -> None:
    lines = ("TL. GIÁM ĐỐC", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")
    a_deputy_of(house, "TH")
    mandate(house, "soanthao", "KT", "Trưởng phòng")
    with pytest.raises(MandateMissing):
        capacity(house, "soanthao", *lines)
    mandate(house, "truongphong", "TL", kinds=["cong-van"])
    assert standing(house, "soanthao", *lines, kind="cong-van").capacity == "KT."
    with pytest.raises(MandateOutsideScope):
        standing(house, "soanthao", *lines, kind="ke-hoach")


def test_an_empowerment_is_written_limited_and_granted(house: House) -> None:
    empowered(house)
    told = standing(house, "truongphong", *TUQ, kind="cong-van")
    assert (told.capacity, told.until) == ("TUQ.", house.now + timedelta(days=30))


@pytest.mark.parametrize(
    ("lacking", "more"),
    [
        ("mandate_paper", {"paper_number": None}),
        ("mandate_paper", {"paper_date": None}),
        ("mandate_term", {"until": None}),
        ("mandate_scope", {"kinds": []}),
        ("mandate_grantor", {"granted_by": None}),
    ],
)
def test_an_empowerment_that_lacks_something_carries_nobody(
    house: House, lacking: str, more: dict[str, Any]
) -> None:
    empowered(house, **more)
    with pytest.raises(MandateLacks) as refused:
        capacity(house, "truongphong", *TUQ)
    assert refused.value.facts["lacking"] == [lacking]


def test_an_empowerment_is_not_passed_on(house: House) -> None:
    empowered(house, "truongphong")
    empowered(house, "ketoan", granted_by=house.placed.people["truongphong"])
    with pytest.raises(MandateRedelegated):
        capacity(house, "ketoan", *TUQ)
    mandate(house, "ketoan", "TL", granted_by=house.placed.people["truongphong"])
    with pytest.raises(MandateRedelegated):
        capacity(house, "ketoan", *TL)
    a_deputy_of(house, "TH")
    mandate(house, "soanthao", "KT", "Trưởng phòng")
    with pytest.raises(MandateRedelegated):
        capacity(house, "soanthao", "TUQ. GIÁM ĐỐC", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")


def test_who_grants_holds_the_competence_themselves(house: House) -> None:
    empowered(house, granted_by=house.placed.people["pho"])
    with pytest.raises(MandateNotGrantors) as refused:
        capacity(house, "truongphong", *TUQ)
    assert refused.value.facts["grantor"] == "Lý Văn Phó"
    mandate(house, "pho", "Q", "Giám đốc", since=house.now - timedelta(days=40))
    assert capacity(house, "truongphong", *TUQ) == "TUQ."


def test_only_the_head_of_a_unit_is_empowered(house: House) -> None:
    empowered(house, "soanthao")
    with pytest.raises(MandateWrongPosition):
        capacity(house, "soanthao", "TUQ. GIÁM ĐỐC", "CHUYÊN VIÊN")


# ------------------------------------------------------------ one answer for all who ask


def test_who_may_sign_is_the_same_on_the_form_in_the_dry_run_and_at_the_key(house: House) -> None:
    mandate(house, "truongphong", "TL", kinds=["cong-van"])
    asked = Asked(house.placed.agency_id, "cong-van", house.placed.units["TH"])
    with house.look("soanthao") as work:
        found = signers(work.session, asked, work.now)
        assert {(one.name, one.lines) for one in found} == {
            ("Trần Thị Thử", ("GIÁM ĐỐC",)),
            ("Lý Văn Phó", KT),
            ("Phan Trưởng", TL),
        }
        assert found[0].name == "Trần Thị Thử"
        assert start_draft(work, house.rules.kinds, "cong-van").signers == tuple(found)
        names = {one.name for one in start_draft(work, house.rules.kinds, "ke-hoach").signers}
        assert names == {"Trần Thị Thử", "Lý Văn Phó"}
        run = simulate(work, house.rules.workflows["van-ban-di"])
        turns = {turn.role: turn.people for turn in run.units[0].turns}
        assert set(turns["signer"]) == {"Trần Thị Thử", "Lý Văn Phó", "Phan Trưởng"}
    for one in found:
        who = {name: key for key, name in _names(house).items()}[one.name]
        assert standing(house, who, *one.lines, kind="cong-van", unit="TH") == one.standing


def _names(house: House) -> dict[str, str]:
    return {who: house.actor(who).name for who in house.placed.people}


def test_a_printed_name_counts_only_when_they_may_sign_such_a_paper(house: House) -> None:
    mandate(house, "truongphong", "TL", kinds=["cong-van"])
    with house.look() as work:
        for kind, found in (("cong-van", True), ("ke-hoach", False)):
            asked = Asked(house.placed.agency_id, kind)
            assert (signer_named(work.session, asked, "phan trưởng", work.now) is not None) is found
        assert signer_named(work.session, Asked(house.placed.agency_id), "Đỗ Toán", work.now) is None


def test_the_desk_is_told_in_which_capacity_or_why_not(house: House) -> None:
    document_id = house.on_the_desk(signing_lines=list(KT), signer_name="Lý Văn Phó")
    with house.look("pho") as work:
        assert standings(work, house.rules, [document_id])[document_id] == Standing(
            "KT.", "Giám đốc", "QĐ mẫu"
        )
    with house.office() as work:
        work.session.scalars(select(Mandate)).one().until = house.now
    with house.look("pho") as work:
        assert isinstance(standings(work, house.rules, [document_id])[document_id], MandateExpired)
        assert work.session.get_one(Document, document_id).state == "signing"


# ------------------------------------------------------------ written down by the administrator


def count(house: House) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(Mandate)) or 0


@pytest.mark.parametrize("who", ["soanthao", "vanthu", "truongphong", "pho", "giamdoc"])
def test_nobody_but_the_administrator_writes_reads_or_ends_mandates(house: House, who: str) -> None:
    held = empowered(house)
    before = count(house)
    for act in (
        lambda work: grant_mandate(work, granting(house), house.rules.kinds),
        lambda work: end_mandate(work, held),
        lambda work: mandates_on(work, work.now),
    ):
        with house.work(who) as work, pytest.raises(NotAllowed):
            act(work)
    assert count(house) == before


def test_the_administrator_writes_a_mandate_down_and_ends_it(house: House) -> None:
    with house.work("quantri") as work:
        held = grant_mandate(work, granting(house), house.rules.kinds)
    assert standing(house, "truongphong", *TUQ, kind="cong-van").paper == "số 15/GUQ-STNĐT ngày 10/03/2026"
    with house.look("quantri") as work:
        row = next(row for row in mandates_on(work, work.now) if row.id == held)
        assert (row.person_name, row.grantor, row.last) == ("Phan Trưởng", "Trần Thị Thử", date(2026, 6, 30))
    with house.work("quantri") as work:
        end_mandate(work, held)
    with pytest.raises(MandateExpired):
        capacity(house, "truongphong", *TUQ)
    with house.work("quantri") as work, pytest.raises(MandateRefused):
        end_mandate(work, held)


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("mandate_without_capacity", {"capacity": "PP"}),
        ("mandate_without_title", {"on_behalf_of": " "}),
        ("mandate_without_basis", {"paper_date": None}),
        ("mandate_unknown_kind", {"kinds": ("khong-co",)}),
        ("mandate_unknown_unit", {"units": ("khong-co",)}),
        ("mandate_ends_before", {"last": date(2026, 3, 1)}),
        ("mandate_without_person", {"granted_by": "khong-co"}),
        ("mandate_too_long", {"on_behalf_of": "Giám đốc" * 50}),
    ],
)
def test_a_mandate_that_is_not_whole_is_not_kept(house: House, why: str, more: dict[str, Any]) -> None:
    with house.work("quantri") as work, pytest.raises(MandateRefused) as refused:
        grant_mandate(work, granting(house, **more), house.rules.kinds)
    assert refused.value.facts["why"] == why
    assert count(house) == 1


@pytest.mark.parametrize(
    ("who", "capacity", "more", "cause"),
    [
        ("soanthao", "TUQ", {}, MandateWrongPosition),
        ("truongphong", "KT", {}, MandateWrongPosition),
        ("truongphong", "TUQ", {"last": None}, MandateLacks),
        ("truongphong", "TUQ", {"kinds": ()}, MandateLacks),
        ("truongphong", "TUQ", {"granted_by": "pho"}, MandateNotGrantors),
    ],
)
def test_a_mandate_the_law_does_not_allow_is_not_kept(
    house: House, who: str, capacity: str, more: dict[str, Any], cause: type[NoMandate]
) -> None:
    if "granted_by" in more:
        more = {"granted_by": house.placed.people[more["granted_by"]]}
    with house.work("quantri") as work, pytest.raises(cause):
        grant_mandate(work, granting(house, who, capacity, **more), house.rules.kinds)
    assert count(house) == 1


def test_marks_are_read_however_they_are_spaced() -> None:
    assert capacities(["TM. ỦY BAN NHÂN DÂN", "KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH"]) == [
        ("TM", "ỦY BAN NHÂN DÂN"),
        ("KT", "CHỦ TỊCH"),
    ]
    assert capacities(["TUQ. GIÁM ĐỐC", "Q. TRƯỞNG PHÒNG"]) == [("TUQ", "GIÁM ĐỐC"), ("Q", "TRƯỞNG PHÒNG")]
    assert capacities(["TỔNG GIÁM ĐỐC"]) == []
