"""Places for number, day, month, signature and seal: found by layout, certain or missing."""

import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from documents.pdf.picture import DamagedPdf
from documents.typesetting.places import SEAL_PT, places
from tests.documents.typesetting.drafts import drafted, lines, page, placed, plan


def found(pdf: bytes) -> dict[str, object]:
    return {slot.name: slot for slot in places(pdf)}


def test_the_number_stands_between_colon_and_stroke_on_their_line():
    made = page(plan())
    number = next(slot for slot in made.slots if slot.name == "number")
    words = placed(made.pdf)
    assert number.page == 0
    assert words["Số:"][0] < number.x_pt < number.x_pt + number.width_pt < words["/KH-SKT"][0]
    assert number.baseline_pt == pytest.approx(words["/KH-SKT"][1], abs=0.1)
    assert number.font_size_pt == pytest.approx(13, abs=0.1)


def test_the_day_is_italic_as_its_line():
    day = next(slot for slot in page(plan()).slots if slot.name == "day")
    assert day.italic
    assert day.font_size_pt == pytest.approx(14, abs=0.1)


@pytest.mark.parametrize("spaces", [1, 3, 9, 30])
def test_a_blank_of_any_width_takes_five_digits(spaces):
    made = page(lines(f"Số:{' ' * spaces}/QĐ-UBND", "lời văn"))
    (number,) = made.slots
    assert number.width_pt >= 5 * 0.5 * number.font_size_pt


@pytest.mark.parametrize("line", ["Sao Mai, ngày tháng 3 năm 2026", "Sao Mai, ngày   tháng   năm 2026"])
def test_a_narrow_date_takes_two_digits(line):
    slots = page(lines(line)).slots
    assert slots[0].name == "day"
    assert all(slot.width_pt >= 0.9 * slot.font_size_pt for slot in slots)


@pytest.mark.parametrize(
    "text",
    [
        "Số: 12/KH-SKT",
        "Số: …/KH-SKT",
        "số:      /kh-skt",
        "Sao Mai, ngày 05 tháng 3 năm 2026",
        "ngày tháng năm",
    ],
)
def test_what_is_no_blank_is_no_place(text):
    assert page(lines(text)).slots == ()


def test_two_number_blanks_are_no_place():
    assert "number" not in found(page(lines("Số:      /QĐ-A", "Số:      /QĐ-B")).pdf)


def test_a_blank_date_in_a_citation_does_not_hide_the_dateline():
    made = page(plan(bases=("Căn cứ Kế hoạch số      /KH-A ngày      tháng      năm 2026 của tỉnh;",)))
    assert "day" in {slot.name for slot in made.slots}


def test_signature_and_seal_stand_between_title_and_name():
    made = page(plan())
    slots = {slot.name: slot for slot in made.slots}
    words = placed(made.pdf, slots["signature"].page)
    signature, seal = slots["signature"], slots["seal"]
    assert words["PHÓ"][1] > signature.y_pt + signature.height_pt
    assert words["Thị"][1] < signature.y_pt
    assert seal.width_pt == pytest.approx(SEAL_PT) == seal.height_pt
    assert seal.x_pt + seal.width_pt == pytest.approx(signature.x_pt + signature.width_pt / 3)
    assert seal.y_pt + seal.height_pt / 2 == pytest.approx(signature.y_pt + signature.height_pt / 2)


def signed(*blocks: tuple[str, str], gap_pt: float = 80) -> bytes:
    def write(document: Document) -> None:
        table = document.add_table(2, len(blocks))
        for column, (title, name) in enumerate(blocks):
            for row, text in enumerate((title, name)):
                paragraph = table.cell(row, column).paragraphs[0]
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                paragraph.paragraph_format.space_before = Pt(gap_pt if row else 0)
                paragraph.add_run(text).bold = True

    return page(drafted(write)).pdf


def test_one_signer_has_one_place():
    assert set(found(signed(("", ""), ("GIÁM ĐỐC", "Trần Văn Núi")))) == {"signature", "seal"}


def test_a_remark_under_the_title_changes_nothing():
    assert "signature" in found(signed(("", ""), ("GIÁM ĐỐC\n(Ký, ghi rõ họ tên)", "Trần Văn Núi")))


@pytest.mark.parametrize(
    "titles", [("KẾ TOÁN", "GIÁM ĐỐC"), ("TỔNG THƯ KÝ", "CHỦ TỊCH"), ("THƯ KÝ", "THƯ KÝ")]
)
def test_two_signers_side_by_side_are_left_to_a_person(titles):
    assert found(signed((titles[0], "Lê Thị Mây"), (titles[1], "Trần Văn Núi"))) == {}


@pytest.mark.parametrize("chair", ["CHỦ TRÌ", "CHỦ TỌA", "GIÁM ĐỐC"])
@pytest.mark.parametrize("secretary", ["THƯ KÝ", "NGƯỜI GHI BIÊN BẢN"])
def test_the_secretary_of_minutes_has_a_place_beside_the_chair(secretary, chair):
    slots = found(signed((secretary, "Lê Thị Mây"), (chair, "Trần Văn Núi")))
    assert set(slots) == {"secretary", "signature", "seal"}
    assert slots["secretary"].x_pt + slots["secretary"].width_pt < slots["seal"].x_pt
    assert slots["secretary"].y_pt == pytest.approx(slots["signature"].y_pt)


def test_three_signers_are_left_to_a_person():
    blocks = (("THƯ KÝ", "Lê Thị Mây"), ("KẾ TOÁN", "Đỗ Văn Suối"), ("CHỦ TRÌ", "Trần Văn Núi"))
    assert found(signed(*blocks)) == {}


def test_a_name_close_under_the_title_leaves_no_room():
    assert found(signed(("", ""), ("GIÁM ĐỐC", "Trần Văn Núi"), gap_pt=5)) == {}


def test_a_sentence_under_a_heading_is_no_name():
    assert found(signed(("", ""), ("MỤC ĐÍCH", "Mỗi trạm đo có bóng mát."))) == {}


def test_an_annex_after_the_signature_does_not_hide_it():
    def write(document: Document) -> None:
        for text in ("GIÁM ĐỐC", "Trần Văn Núi"):
            paragraph = document.add_paragraph(text)
            paragraph.paragraph_format.space_after = Pt(90)
        document.add_page_break()
        document.add_paragraph("PHỤ LỤC")
        document.add_paragraph("Danh sách kèm theo")

    assert found(page(drafted(write)).pdf)["signature"].page == 0


def test_a_damaged_pdf_has_no_places():
    with pytest.raises(DamagedPdf):
        places(b"%PDF-1.7 broken")
