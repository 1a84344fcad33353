"""Each rule by its fault: one thing changed in a faultless plan, one finding with the clause it stands on."""

from datetime import datetime

import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from documents.checking import finding
from documents.checking.check import check_docx
from documents.checking.look_rules import PRINTED
from tests.documents.checking.seeds import (
    Change,
    line,
    looks,
    page,
    reads,
    replaced,
    seeded,
    stands,
    without,
)

NATION, MOTTO, NUMBER, DATE = "CỘNG HÒA", "Độc lập", "Số:", "Sao Mai, ngày"
BASIS, LAST_BASIS, BODY = "Căn cứ Nghị định", "Căn cứ Kế hoạch", "Nhằm đưa"
SUBJECT, AGENCY, PARENT, TITLE, NAME = "Phát động", "SỞ VIỆC LÀM", "UBND TỈNH", "GIÁM ĐỐC", "Đinh Công Mẫu"
LEFT = WD_ALIGN_PARAGRAPH.LEFT


def in_arial(document: Document) -> None:
    line(document, BODY).runs[0].font.name = "Arial"


def in_the_themes_font(document: Document) -> None:
    fonts = document.styles["Normal"].element.rPr.rFonts
    fonts.getparent().remove(fonts)


def east_asian_font(document: Document) -> None:
    fonts = line(document, BODY).runs[0]._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "SimSun")


def on_the_first_page(document: Document) -> None:
    document.sections[0].different_first_page_header_footer = False


def page_number_left(document: Document) -> None:
    document.sections[0].header.paragraphs[0].alignment = LEFT


def page_number_gone(document: Document) -> None:
    for run in document.sections[0].header.paragraphs[0].runs:
        run.clear()


def degree_before_the_name(document: Document) -> None:
    line(document, NAME).runs[0].text = f"TS. {NAME}"


def agencies_gone(document: Document) -> None:
    without(AGENCY)(document)
    without(PARENT)(document)


def a_letter(size: float) -> Change:
    """The plan turned into a công văn: no kind, the subject under the number."""

    def change(document: Document) -> None:
        reads(NUMBER, "Số: 15/SVLPL-TĐTH")(document)
        below = document.tables[0].rows[1].cells[0].add_paragraph()
        below.add_run("V/v phát động phong trào thi đua").font.size = Pt(size)
        for begins in ("KẾ HOẠCH", SUBJECT, BASIS, LAST_BASIS):
            without(begins)(document)

    return change


FAULTS: dict[str, tuple[Change, str, str]] = {
    "paper": (page(page_width=216, page_height=279), finding.PAPER, "Khổ giấy"),
    "top margin": (page(top_margin=15), finding.MARGINS, "Lề trên"),
    "bottom margin": (page(bottom_margin=30), finding.MARGINS, "Lề dưới"),
    "left margin": (page(left_margin=25), finding.MARGINS, "Lề trái"),
    "right margin": (page(right_margin=25), finding.MARGINS, "Lề phải"),
    "font": (in_arial, finding.FONT, "Phông chữ"),
    "font of the theme": (in_the_themes_font, finding.FONT, "Phông chữ"),
    "page number on page 1": (on_the_first_page, finding.PAGE_NUMBER, "Số trang"),
    "page number aside": (page_number_left, finding.PAGE_NUMBER, "Số trang"),
    "page number missing": (page_number_gone, finding.PAGE_NUMBER, "Số trang"),
    "sizes apart": (looks(NATION, size=12), finding.SIZES, "Cỡ chữ thống nhất"),
    "quốc hiệu text": (reads(NATION, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM."), finding.NATION, "Quốc hiệu"),
    "quốc hiệu size": (looks(NATION, size=15), finding.NATION, "Quốc hiệu"),
    "quốc hiệu weight": (looks(NATION, bold=False), finding.NATION, "Quốc hiệu"),
    "quốc hiệu missing": (without(NATION), finding.NATION, "Quốc hiệu"),
    "tiêu ngữ hyphens": (reads(MOTTO, "Độc lập-Tự do-Hạnh phúc"), finding.NATION, "Tiêu ngữ"),
    "tiêu ngữ long dash": (reads(MOTTO, "Độc lập – Tự do – Hạnh phúc"), finding.NATION, "Tiêu ngữ"),
    "tiêu ngữ size": (looks(MOTTO, size=12), finding.NATION, "Tiêu ngữ"),
    "tiêu ngữ missing": (without(MOTTO), finding.NATION, "Tiêu ngữ"),
    "agency missing": (agencies_gone, finding.AGENCY, "Tên cơ quan"),
    "agency weight": (looks(AGENCY, bold=False), finding.AGENCY, "Tên cơ quan"),
    "agency size": (looks(AGENCY, size=14), finding.AGENCY, "Tên cơ quan"),
    "parent size": (looks(PARENT, size=14), finding.AGENCY, "Cơ quan chủ quản"),
    "number size": (looks(NUMBER, size=14), finding.NUMBER, "Số, ký hiệu"),
    "number without nought": (reads(NUMBER, "Số: 5/KH-SVLPL"), finding.NUMBER, "Số, ký hiệu"),
    "number without colon": (reads(NUMBER, "Số 15/KH-SVLPL"), finding.NUMBER, "Số, ký hiệu"),
    "gap at the stroke": (reads(NUMBER, "Số: 15/ KH-SVLPL"), finding.NUMBER, "Số, ký hiệu"),
    "gap before the stroke": (reads(NUMBER, "Số: 15 /KH-SVLPL"), finding.NUMBER, "Số, ký hiệu"),
    "gap at the hyphen": (reads(NUMBER, "Số: 15/KH - SVLPL"), finding.NUMBER, "Số, ký hiệu"),
    "another kind's abbreviation": (reads(NUMBER, "Số: 15/BC-SVLPL"), finding.NUMBER, "Số, ký hiệu"),
    "abbreviation in another case": (reads(NUMBER, "Số: 15/Kh-SVLPL"), finding.NUMBER, "Số, ký hiệu"),
    "number missing": (without(NUMBER), finding.NUMBER, "Số, ký hiệu"),
    "date upright": (looks(DATE, italic=False), finding.PLACE_DATE, "Địa danh, thời gian"),
    "date size": (looks(DATE, size=12), finding.PLACE_DATE, "Địa danh, thời gian"),
    "day without nought": (
        reads(DATE, "Sao Mai, ngày 5 tháng 3 năm 2026"),
        finding.PLACE_DATE,
        "Địa danh, thời gian",
    ),
    "february without nought": (
        reads(DATE, "Sao Mai, ngày 05 tháng 2 năm 2026"),
        finding.PLACE_DATE,
        "Địa danh, thời gian",
    ),
    "march with nought": (
        reads(DATE, "Sao Mai, ngày 05 tháng 03 năm 2026"),
        finding.PLACE_DATE,
        "Địa danh, thời gian",
    ),
    "place without comma": (
        reads(DATE, "Sao Mai ngày 05 tháng 3 năm 2026"),
        finding.PLACE_DATE,
        "Địa danh, thời gian",
    ),
    "date missing": (without(DATE), finding.PLACE_DATE, "Địa danh, thời gian"),
    "kind size": (looks("KẾ HOẠCH", size=16), finding.TITLE, "Tên loại"),
    "kind in small letters": (reads("KẾ HOẠCH", "Kế hoạch"), finding.TITLE, "Tên loại"),
    "agency in small letters": (reads(AGENCY, "Sở Việc làm"), finding.AGENCY, "Tên cơ quan"),
    "kind light": (looks("KẾ HOẠCH", bold=False), finding.TITLE, "Tên loại"),
    "kind aside": (stands("KẾ HOẠCH", align=LEFT), finding.TITLE, "Tên loại"),
    "kind missing": (without("KẾ HOẠCH"), finding.TITLE, "Tên loại"),
    "letter's subject size": (a_letter(14), finding.TITLE, "Trích yếu (V/v)"),
    "subject light": (looks(SUBJECT, bold=False), finding.TITLE, "Trích yếu"),
    "subject aside": (stands(SUBJECT, align=LEFT), finding.TITLE, "Trích yếu"),
    "subject size": (looks(SUBJECT, size=15), finding.TITLE, "Trích yếu"),
    "basis upright": (looks(BASIS, italic=False), finding.CONTENT, "Căn cứ"),
    "basis ends": (replaced(BASIS, "văn thư;", "văn thư."), finding.CONTENT, "Căn cứ"),
    "last basis ends": (replaced(LAST_BASIS, "hành chính.", "hành chính;"), finding.CONTENT, "Căn cứ"),
    "law with number": (
        reads(BASIS, "Căn cứ Luật Lưu trữ số 33/2024/QH15 ngày 21 tháng 6 năm 2024;"),
        finding.CONTENT,
        "Căn cứ",
    ),
    "body size": (looks(BODY, size=12), finding.CONTENT, "Nội dung"),
    "body ragged": (stands(BODY, align=LEFT), finding.CONTENT, "Nội dung"),
    "body without indent": (stands(BODY, first_cm=0), finding.CONTENT, "Nội dung"),
    "nơi nhận missing": (without("Nơi nhận:"), finding.RECIPIENTS, "Nơi nhận"),
    "nơi nhận upright": (looks("Nơi nhận:", italic=False), finding.RECIPIENTS, "Nơi nhận"),
    "nơi nhận size": (looks("Nơi nhận:", size=14), finding.RECIPIENTS, "Nơi nhận"),
    "list size": (looks("- Lãnh đạo", size=12), finding.RECIPIENTS, "Danh sách nơi nhận"),
    "list dash": (reads("- Lãnh đạo", "Lãnh đạo Sở;"), finding.RECIPIENTS, "Danh sách nơi nhận"),
    "list ends": (reads("- Lãnh đạo", "- Lãnh đạo Sở."), finding.RECIPIENTS, "Danh sách nơi nhận"),
    "last of the list ends": (
        replaced("- Lưu: VT", "(S).", "(S);"),
        finding.RECIPIENTS,
        "Danh sách nơi nhận",
    ),
    "nothing kept": (
        reads("- Lưu: VT", "- Văn phòng Sở."),
        finding.RECIPIENTS,
        "Danh sách nơi nhận",
    ),
    "title light": (looks(TITLE, bold=False), finding.SIGNER, "Chức vụ người ký"),
    "title size": (looks(TITLE, size=12), finding.SIGNER, "Chức vụ người ký"),
    "name light": (looks(NAME, bold=False), finding.SIGNER, "Họ tên người ký"),
    "name with a degree": (degree_before_the_name, finding.SIGNER, "Họ tên người ký"),
    "name missing": (without(NAME), finding.SIGNER, "Họ tên người ký"),
}


@pytest.mark.parametrize(("change", "clause", "part"), FAULTS.values(), ids=FAULTS)
def test_one_fault_makes_one_finding_with_its_clause(
    now: datetime, change: Change, clause: str, part: str
) -> None:
    findings = check_docx(seeded(now, change))
    assert [(one.clause, one.part) for one in findings] == [(clause, part)]
    assert all((one.found or one.expected) and one.message.endswith(".") for one in findings)


RIGHT: dict[str, Change] = {
    "nothing changed": lambda _: None,
    "the other tone placement": reads(NATION, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    "a number of two digits": reads(NUMBER, "Số: 05/KH-SVLPL"),
    "a day and month with noughts": reads(DATE, "Sao Mai, ngày 05 tháng 02 năm 2026"),
    "the wider indent": stands(BODY, first_cm=1.27),
    "a law before a decree": replaced(BASIS, "Căn cứ", "Căn cứ Luật Lưu trữ và"),
    "an east asian font of its own": east_asian_font,
    "a letter": a_letter(13),
    "a law by its name": reads(BASIS, "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;"),
}


@pytest.mark.parametrize("change", RIGHT.values(), ids=RIGHT)
def test_what_the_decree_allows_is_left_alone(now: datetime, change: Change) -> None:
    assert check_docx(seeded(now, change)) == ()


def test_every_part_with_a_print_has_its_fault() -> None:
    assert {printed.part for printed in PRINTED} <= {part for _, _, part in FAULTS.values()}
