"""Each rule by its fault: one thing changed in a faultless paper, one finding more, with the clause it stands on."""

from datetime import datetime

import pytest
from docx.document import Document
from docx.oxml.ns import qn

from documents.checking.check import RULES, check_docx, rules_broken
from tests.documents.checking.faults import (
    BASIS,
    BODY,
    DATE,
    FAULTS,
    NATION,
    NUMBER,
    TITLE,
    Fault,
    redrawn,
    signed,
    underlined,
    unruled,
)
from tests.documents.checking.papers import (
    all_of,
    annexed,
    decision,
    letter,
    minutes,
    outlined,
    stamped,
)
from tests.documents.checking.seeds import Change, line, reads, replaced, seeded, stands, without


def test_every_rule_has_its_fault_in_the_table() -> None:
    assert [fault.code for fault in FAULTS if fault.code not in {rule.code for rule in RULES}] == []
    assert [rule.code for rule in RULES if rule.code not in {fault.code for fault in FAULTS}] == []


def test_no_two_rules_share_a_name() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_one_fault_makes_one_finding_with_its_clause(now: datetime, fault: Fault) -> None:
    found = rules_broken(seeded(now, all_of(fault.paper, fault.change)))
    assert [(rule.code, one.clause) for rule, one in found] == [(fault.code, fault.clause)]
    assert all((one.found or one.expected) and one.message.endswith(".") for _, one in found)


PAPERS = {
    "plan": lambda _: None,
    "letter": letter,
    "outline": outlined,
    "annexes": annexed,
    "stamps": stamped,
    "decision": decision,
    "minutes": minutes,
    "minutes with the hour of the meeting": all_of(
        minutes, reads(BODY, "Thời gian bắt đầu: 8 giờ 00, ngày 12 tháng 3 năm 2026.")
    ),
}


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_faultless_paper_has_nothing_to_find(now: datetime, paper: Change) -> None:
    assert check_docx(seeded(now, paper)) == ()


def east_asian_font(document: Document) -> None:
    fonts = line(document, BODY).runs[0]._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "SimSun")


def underlined_motto(document: Document) -> None:
    unruled("Độc lập")(document)
    line(document, "Độc lập").runs[0].underline = True


RIGHT: dict[str, Change] = {
    "the other tone placement": reads(NATION, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    "both tone placements in a sentence": replaced(
        BODY, "nền nếp", "nền nếp hòa thuận, hoà thuận, thủy, thuỷ"
    ),
    "a number of two digits": reads(NUMBER, "Số: 05/KH-SVLPL"),
    "a day and month with noughts": reads(DATE, "Sao Mai, ngày 05 tháng 02 năm 2026"),
    "the wider indent": stands(BODY, first_cm=1.27),
    "a law before a decree": replaced(BASIS, "Căn cứ", "Căn cứ Luật Lưu trữ và"),
    "an east asian font of its own": east_asian_font,
    "a law by its name": reads(BASIS, "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;"),
    "a basis longer than any that is meant": replaced(BASIS, "văn thư;", f"văn thư{' và nữa' * 2000};"),
    "tiêu ngữ underlined": underlined_motto,
    "the agency's line drawn": redrawn("SỞ VIỆC LÀM", 80),
    "the subject's line drawn": redrawn("Phát động", 150),
    "a deputy for the head": signed("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    "the head of an office by order": signed("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
    "for a collective": signed("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "a deputy for the head of a collective": signed("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    "acting head": signed("Q. GIÁM ĐỐC"),
    "ministries within words": replaced(BODY, "với các nội dung", "cho cán bộ Nội vụ, cơ sở Y tế, pháp luật"),
    "the people's committee as a name": replaced(BODY, "với", "của Ủy ban nhân dân tỉnh Sao Mai với"),
    "a citation as it should be": replaced(BODY, "với", "theo điểm a khoản 2 Điều 5 Chương II với"),
    "abbreviations with stops": replaced(BODY, "với", "(tr. hai, v.v. và nhiều việc) với"),
}


@pytest.mark.parametrize("change", RIGHT.values(), ids=RIGHT)
def test_what_the_decree_allows_is_left_alone(now: datetime, change: Change) -> None:
    assert check_docx(seeded(now, change)) == ()


def test_letters_with_a_hat_may_stand_in_the_order_of_points(now: datetime) -> None:
    hatted = all_of(outlined, reads("b) ", "ă) Việc thứ hai;"), reads("c) ", "â) Việc thứ ba;"))
    full = all_of(
        hatted, reads("d) ", "b) Việc thứ tư;"), reads("đ) ", "c) Việc năm;"), reads("e) ", "d) Cuối.")
    )
    assert check_docx(seeded(now, full)) == ()


def test_a_fault_in_several_places_is_said_once(now: datetime) -> None:
    both = all_of(replaced(BODY, "với", "theo Khoản 2 Điều 5 và Khoản 3 Điều 6, với"))
    (found,) = check_docx(seeded(now, both))
    assert "1 chỗ khác" in found.message


def test_an_annex_in_a_file_of_its_own_needs_no_head(now: datetime) -> None:
    def alone(document: Document) -> None:
        body = document.element.body
        for child in list(body)[: list(body).index(line(document, "Yêu cầu")._p)]:
            body.remove(child)
        for begins in ("Yêu cầu", "Nơi nhận"):
            element = line(document, begins)._p
            table = next((one for one in element.iterancestors(qn("w:tbl"))), element)
            table.getparent().remove(table)

    assert check_docx(seeded(now, all_of(annexed, alone))) == ()


def test_rule_making_papers_are_left_to_their_own_decree(now: datetime) -> None:
    (found,) = check_docx(seeded(now, all_of(decision, reads(NUMBER, "Số: 15/2026/QĐ-UBND"), without(DATE))))
    assert "Nghị định 78/2025/NĐ-CP" in found.message


def test_the_title_of_the_signer_in_small_letters_does_not_hide_his_name(now: datetime) -> None:
    (found,) = check_docx(seeded(now, reads(TITLE, "Giám đốc")))
    assert (found.part, found.expected) == ("Chức vụ người ký", "chữ in hoa")


def test_an_underlined_agency_is_told_how_long_the_line_should_be(now: datetime) -> None:
    (found,) = check_docx(seeded(now, underlined))
    assert "1/3" in found.message
