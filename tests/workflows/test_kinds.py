"""Other kinds than the plan: their symbols, their addressees, what the office offers."""

from typing import Any

import pytest
from sqlalchemy import func, select

from documents.errors import KindNotReady, NoSuchKind
from documents.fields import complete_fields
from documents.journal import JournalEntry
from documents.kinds.settings import kinds_in_use, set_kind
from documents.model import Document
from tests.office import House, a_draft
from workflows import review
from workflows.errors import ActDenied, RecipientUnknown
from workflows.routing import frozen_plan, names_of, plan_for

BASIS = {"kind": "Luật", "number": "30/2020/QH14", "date": None, "issuer": None, "title": None}
LETTER: dict[str, Any] = {
    "kind": "Công văn",
    "symbol": "STNĐT-TH",
    "addressees": ["Sở Kho bạc", "Phòng Kế toán"],
    "recipients": ["Như trên", "Lãnh đạo Sở"],
}


def why_not(house: House, document_id: str) -> tuple[str, dict[str, Any]]:
    with pytest.raises(ActDenied) as denial, house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    return denial.value.facts["reason"], denial.value.facts


def plan_of(house: House, document_id: str) -> list[tuple[str, list[str], tuple[str, ...]]]:
    with house.look() as work:
        fields = complete_fields(work.session.get_one(Document, document_id).fields)
        lines = plan_for(work, fields)
        names = names_of(work.session, [target for line in lines for target in line.targets])
        return [(line.line, [names[target] for target in line.targets], line.unknown) for line in lines]


def entries(house: House) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


@pytest.mark.parametrize("symbol", ["QĐ-STNĐT", "STNĐT-TH", "QYĐ-STNĐT", "qyđ-STNĐT"])
def test_a_regulation_is_not_written_with_another_kinds_symbol(house: House, symbol: str) -> None:
    document_id = house.upload(kind="Quy định", symbol=symbol)
    assert why_not(house, document_id)[0] == "symbol_of_other_kind"


@pytest.mark.parametrize("symbol", ["CV-STNĐT", "SNV-TH", "STNĐT", "STNĐTX-TH"])
def test_a_letter_begins_with_this_agencys_abbreviation_and_names_a_unit(house: House, symbol: str) -> None:
    document_id = house.upload(**{**LETTER, "symbol": symbol})
    assert why_not(house, document_id)[0] == "symbol_of_other_agency"


@pytest.mark.parametrize(
    ("kind", "symbol"), [("Quyết định", "QĐ-STNĐT"), ("Quy định", "QyĐ-STNĐT"), ("Giấy mời", "GM-STNĐT")]
)
def test_every_kind_with_a_workflow_goes_the_legal_way(house: House, kind: str, symbol: str) -> None:
    document_id = house.upload(kind=kind, symbol=symbol, legal_bases=[BASIS])
    with house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    assert house.state(document_id) == "content_check"


def test_a_decision_that_rests_on_nothing_cannot_be_submitted(house: House) -> None:
    document_id = house.upload(kind="Quyết định", symbol="QĐ-STNĐT")
    assert why_not(house, document_id)[0] == "no_legal_bases"


def test_a_draft_of_a_corrected_kind_goes_that_kinds_way(house: House) -> None:
    document_id = house.upload(symbol="QĐ-STNĐT")
    with house.work("soanthao") as work:
        version = work.session.get_one(Document, document_id).version
        review.confirm_fields(work, house.rules, document_id, {"kind": "Quyết định"}, seen_version=version)
    with house.look() as work:
        document = work.session.get_one(Document, document_id)
        assert (document.kind, document.workflow, document.state) == ("quyet-dinh", "quyet-dinh", "drafting")
    assert why_not(house, document_id)[0] == "no_legal_bases"


@pytest.mark.parametrize("kind", ["Hợp đồng", "Thư công", "Bản sao y", "Sấm truyền", None])
def test_a_kind_without_a_workflow_leaves_nothing_behind(house: House, kind: str | None) -> None:
    before = entries(house)
    with pytest.raises(KindNotReady), house.work("soanthao") as work:
        review.upload_draft(work, house.rules, a_draft(kind=kind))
    assert entries(house) == before


def test_a_letter_without_addressees_cannot_be_submitted(house: House) -> None:
    reason, facts = why_not(house, house.upload(**{**LETTER, "addressees": []}))
    assert (reason, facts["missing"]) == ("fields_incomplete", ["addressees"])


def test_as_above_means_the_addressees(house: House) -> None:
    document_id = house.upload(**LETTER)
    assert plan_of(house, document_id)[0] == ("Như trên", ["Sở Kho bạc", "Phòng Kế toán"], ())


def test_as_in_article_3_means_whom_the_article_names(house: House) -> None:
    referred = {"Như Điều 3": ["Phòng Kế toán", "Lý Văn Phó"]}
    document_id = house.upload(
        kind="Quyết định", symbol="QĐ-STNĐT", recipients=["Như Điều 3", "Sở Kho bạc"], referred=referred
    )
    assert plan_of(house, document_id)[0] == ("Như Điều 3", ["Phòng Kế toán", "Lý Văn Phó"], ())


def test_only_the_unknown_name_behind_as_above_is_asked_for(house: House) -> None:
    document_id = house.upload(**{**LETTER, "addressees": ["Sở Kho bạc", "Viện Không Ai Biết"]})
    reason, facts = why_not(house, document_id)
    assert (reason, facts["lines"]) == ("recipient_unknown", ["Viện Không Ai Biết"])


@pytest.mark.parametrize("line", ["Như trên", "Như Điều 3", "Như khoản 4 Điều 6", "Như Kính gửi"])
def test_a_reference_without_names_is_unknown_and_never_learned(house: House, line: str) -> None:
    document_id = house.upload(recipients=[line])
    assert plan_of(house, document_id)[0] == (line, [], (line,))
    before = entries(house)
    with pytest.raises(RecipientUnknown), house.work("soanthao") as work:
        review.learn_line(work, document_id, line, f"person:{house.placed.people['pho']}")
    assert entries(house) == before


def test_a_name_behind_as_above_is_learned_once(house: House) -> None:
    letter = {**LETTER, "addressees": ["Viện Không Ai Biết"]}
    document_id = house.upload(**letter)
    with house.work("soanthao") as work:
        review.learn_line(work, document_id, "Viện Không Ai Biết", f"person:{house.placed.people['pho']}")
    assert plan_of(house, house.upload("Công văn sau", **letter))[0] == ("Như trên", ["Lý Văn Phó"], ())


def test_the_plan_frozen_with_the_signature_reaches_the_addressees(house: House) -> None:
    document_id = house.signed(**LETTER)
    with house.look() as work:
        first = frozen_plan(work.session, document_id)[0]
        assert sorted(names_of(work.session, first.targets).values()) == ["Phòng Kế toán", "Sở Kho bạc"]


def test_a_corrected_kind_is_the_documents_kind(house: House) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        version = work.session.get_one(Document, document_id).version
        change = {"kind": "Chương trình", "symbol": "CTr-STNĐT"}
        review.confirm_fields(work, house.rules, document_id, change, seen_version=version)
    with house.look() as work:
        assert work.session.get_one(Document, document_id).kind == "chuong-trinh"


def test_a_kind_corrected_to_one_without_a_workflow_cannot_be_submitted(house: House) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        version = work.session.get_one(Document, document_id).version
        review.confirm_fields(work, house.rules, document_id, {"kind": "Hợp đồng"}, seen_version=version)
    assert why_not(house, document_id)[0] == "kind_not_ready"


def test_a_kind_the_office_does_not_offer_is_refused_and_comes_back(house: House) -> None:
    with house.work("quantri") as work:
        set_kind(work, house.rules.kinds, "ke-hoach", offered=False)
    with pytest.raises(KindNotReady), house.work("soanthao") as work:
        review.upload_draft(work, house.rules, a_draft())
    with house.work("quantri") as work:
        set_kind(work, house.rules.kinds, "ke-hoach", offered=True)
    assert house.state(house.upload()) == "drafting"


def test_the_office_sets_its_own_retention_and_takes_it_back(house: House) -> None:
    with house.work("quantri") as work:
        set_kind(
            work, house.rules.kinds, "ke-hoach", offered=True, period="20 năm", act="Bảng thời hạn của Sở"
        )
    with house.look() as work:
        kept = kinds_in_use(work.session, house.rules.kinds)["ke-hoach"].retention
        assert kept is not None
        assert (kept.period, kept.act) == ("20 năm", "Bảng thời hạn của Sở")
    with house.work("quantri") as work:
        set_kind(work, house.rules.kinds, "ke-hoach", offered=True)
    with house.look() as work:
        assert kinds_in_use(work.session, house.rules.kinds) == house.rules.kinds


def test_a_kind_nobody_knows_cannot_be_set(house: House) -> None:
    before = entries(house)
    with pytest.raises(NoSuchKind), house.work("quantri") as work:
        set_kind(work, house.rules.kinds, "sam-truyen", offered=True)
    assert entries(house) == before
