"""The head of a paper, with the blanks and breaks that real ones have."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.letterhead import DateParts, read_letterhead
from documents.reading.text import paper_of_text


def head(text):
    return read_letterhead(paper_of_text(text).lines)


HEAD = """UBND TỈNH HOA SEN
SỞ CÂY XANH
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------

{number}

{place}

{title}

Căn cứ Luật Cây xanh số 01/2024/QH15;
"""


def with_number(number):
    return head(
        HEAD.format(number=number, place="Hoa Sen, ngày 05 tháng 3 năm 2026", title="KẾ HOẠCH\n\nTrồng cây")
    )


@pytest.mark.parametrize(
    ("printed", "number", "symbol"),
    [
        ("Số: 15/KH-SCX", 15, "KH-SCX"),
        ("Số: 05/KH-SCX", 5, "KH-SCX"),
        ("Số:15 /KH-SCX", 15, "KH-SCX"),
        ("Số:         /KH-SCX", None, "KH-SCX"),
        ("Số: ....../KH-SCX", None, "KH-SCX"),
        ("Số: …/KH-SCX", None, "KH-SCX"),
        ("Số 15/KH-SCX", 15, "KH-SCX"),
        ("Số: 12a/KH-SCX", "12a", "KH-SCX"),
        ("Số: 45/2025/TT-BCX", "45/2025", "TT-BCX"),
        ("Số:     /2025/QĐ-UBND", None, "QĐ-UBND"),
        ("Số: 2024/QĐ-UBND", 2024, "QĐ-UBND"),
        ("Số:\n15/KH-SCX", 15, "KH-SCX"),
        ("Số: 15/KH - SCX", 15, "KH-SCX"),
        ("Số: 15/KH–SCX", 15, "KH-SCX"),
        ("Số: 9086/BCX-CTTN&BĐG", 9086, "BCX-CTTN&BĐG"),
        ("Số: 3/QyĐ-SCX", 3, "QyĐ-SCX"),
        ("Số: 21-KH/TU", 21, "KH/TU"),
        ("Số 125 - CV/ĐU", 125, "CV/ĐU"),
        ("SỐ: 15/KH-SCX", 15, "KH-SCX"),
        ("Sô: 15/KH-SCX", 15, "KH-SCX"),
        ("Số.: 15/KH-SCX", 15, "KH-SCX"),
        ("Số: 15bis/KH-SCX", "15bis", "KH-SCX"),
        ("Số: 102 QĐ/UBND", 102, "QĐ/UBND"),
        ("Số: 15/QĐ-76", 15, "QĐ-76"),
        ("Số: 19/KH-MN(TM)", 19, "KH-MN(TM)"),
        ("Số: 12/QĐ-THPT.NVT", 12, "QĐ-THPT.NVT"),
        ("Số: 66/NQ-\u0421\u0420", 66, "NQ-CP"),
    ],
)
def test_number_and_symbol(printed, number, symbol):
    read = with_number(printed)
    assert (read.number, read.symbol) == (number, symbol)


@pytest.mark.parametrize("printed", ["", "Số lượng cây: 15", "Số điện thoại 0123", "Số: 15"])
def test_a_line_without_symbol_gives_no_number(printed):
    read = with_number(printed)
    assert (read.number, read.symbol) == (None, None)


@pytest.mark.parametrize(
    ("printed", "place", "parts"),
    [
        ("Hoa Sen, ngày 05 tháng 3 năm 2026", "Hoa Sen", DateParts(5, 3, 2026)),
        ("Hoa Sen, ngày     tháng 3 năm 2026", "Hoa Sen", DateParts(None, 3, 2026)),
        ("Hoa Sen ngày 05 tháng 3 năm 2026", "Hoa Sen", DateParts(5, 3, 2026)),
        ("Hoa Sen, ngày05 tháng3 năm2026", "Hoa Sen", DateParts(5, 3, 2026)),
        ("Hoa Sen, ngày 05/3/2026", "Hoa Sen", DateParts(5, 3, 2026)),
        ("Hoa Sen, ngày 05.3.2026", "Hoa Sen", DateParts(5, 3, 2026)),
        ("Hoa Sen, ngày      /3/2026", "Hoa Sen", DateParts(None, 3, 2026)),
        ("Hoa Sen, tháng 3 năm 2026", "Hoa Sen", DateParts(None, 3, 2026)),
        ("Hoa Sen, hồi 19 giờ 30, ngày 05 tháng 3 năm 2026", "Hoa Sen", DateParts(5, 3, 2026)),
        ("Hoa Sen, ngày 05 tháng 3 năm\n2026", "Hoa Sen", DateParts(5, 3, 2026)),
        ("M’Drắk, ngày 05 tháng 3 năm 2026", "M’Drắk", DateParts(5, 3, 2026)),
        ("Bà Rịa - Vũng Tàu, ngày 05 tháng 3 năm 2026", "Bà Rịa - Vũng Tàu", DateParts(5, 3, 2026)),
        ("Hoa Sen, ngày … tháng … năm 2026", "Hoa Sen", DateParts(None, None, 2026)),
        ("Hoa Sen, ngày     tháng    năm 20...", "Hoa Sen", DateParts(None, None, None)),
        ("Hoa Sen, ngày\n05 tháng 3 năm 2026", "Hoa Sen", DateParts(5, 3, 2026)),
        ("Thành phố Hồ\nChí Minh, ngày 05 tháng 3 năm 2026", "Thành phố Hồ Chí Minh", DateParts(5, 3, 2026)),
        ("Hà\nNội, ngày 05 tháng 3 năm 2026", "Hà Nội", DateParts(5, 3, 2026)),
        ("Hoa Sen, ngày 5/3/2026", "Hoa Sen", DateParts(5, 3, 2026)),
        ("….., ngày 5 tháng 3 năm 2026", None, DateParts(5, 3, 2026)),
        ("Hoa Sen, ngày 45 tháng 3 năm 2026", "Hoa Sen", DateParts(None, 3, 2026)),
        ("", None, DateParts()),
    ],
)
def test_place_and_date(printed, place, parts):
    read = head(HEAD.format(number="Số: 1/KH-SCX", place=printed, title="KẾ HOẠCH\n\nTrồng cây"))
    assert (read.place, read.date) == (place, parts)


def test_a_date_is_whole_or_absent():
    assert DateParts(5, 3, 2026).iso == "2026-03-05"
    assert DateParts(None, 3, 2026).iso is None


@pytest.mark.parametrize(
    ("printed", "parent", "agency"),
    [
        ("UBND TỈNH HOA SEN\nSỞ CÂY XANH", "UBND TỈNH HOA SEN", "SỞ CÂY XANH"),
        ("ỦY BAN NHÂN\nDÂN\nTỈNH HOA SEN", None, "ỦY BAN NHÂN DÂN TỈNH HOA SEN"),
        ("BỘ CÂY XANH\nVÀ\nMÔI TRƯỜNG", None, "BỘ CÂY XANH VÀ MÔI TRƯỜNG"),
        ("BỘ CÂY\nXANH\nCỤC HOA", "BỘ CÂY XANH", "CỤC HOA"),
        ("THỦ TƯỚNG\nCHÍNH PHỦ", None, "THỦ TƯỚNG CHÍNH PHỦ"),
        ("VĂN PHÒNG CHÍNH\nPHỦ", None, "VĂN PHÒNG CHÍNH PHỦ"),
        ("CHỦ TỊCH ỦY BAN\nNHÂN DÂN\nTỈNH HOA SEN", None, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HOA SEN"),
        ("UBND TỈNH HOA SEN\nSỞ CÂY XANH\nCHI CỤC HOA", "SỞ CÂY XANH", "CHI CỤC HOA"),
        ("HỘI ĐỒNG THI ĐUA -\nKHEN THƯỞNG", None, "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG"),
    ],
)
def test_agencies_above_the_number(printed, parent, agency):
    text = HEAD.replace("UBND TỈNH HOA SEN\nSỞ CÂY XANH", printed)
    read = head(
        text.format(number="Số: 1/KH-X", place="Hoa Sen, ngày 05 tháng 3 năm 2026", title="KẾ HOẠCH\n\nA")
    )
    assert (read.parent_agency, read.agency) == (parent, agency)


def test_a_broken_title_and_the_authority_below_it():
    title = "QUYẾT\nĐỊNH\n\nVỀ VIỆC TRỒNG CÂY\nTRÊN ĐỊA BÀN TỈNH\n\nGIÁM ĐỐC SỞ CÂY XANH"
    read = head(HEAD.format(number="Số: 1/QĐ-SCX", place="Hoa Sen, ngày 05 tháng 3 năm 2026", title=title))
    assert read.kind == "Quyết định"
    assert read.subject == "VỀ VIỆC TRỒNG CÂY TRÊN ĐỊA BÀN TỈNH"
    assert read.issuing_authority == "GIÁM ĐỐC SỞ CÂY XANH"


def test_an_agency_at_the_end_of_a_subject_is_not_the_authority():
    title = "KẾ HOẠCH\n\nTHỰC HIỆN CHỈ THỊ CỦA\nỦY BAN NHÂN DÂN TỈNH"
    read = head(HEAD.format(number="Số: 1/KH-SCX", place="Hoa Sen, ngày 05 tháng 3 năm 2026", title=title))
    assert read.subject == "THỰC HIỆN CHỈ THỊ CỦA ỦY BAN NHÂN DÂN TỈNH"
    assert read.issuing_authority is None


def test_a_letter_has_its_subject_under_the_number():
    read = head(
        HEAD.format(
            number="Số: 1/SCX-VP\nV/v trồng cây\nven sông",
            place="Hoa Sen, ngày 05 tháng 3 năm 2026",
            title="Kính gửi: Sở Mưa",
        )
    )
    assert (read.kind, read.subject) == ("Công văn", "trồng cây ven sông")


def test_a_form_with_dots_has_no_subject():
    read = head(
        HEAD.format(
            number="Số:     /SCX-VP\nV/v ……………….",
            place="Hoa Sen, ngày    tháng    năm 2026",
            title="Kính gửi: ……..",
        )
    )
    assert (read.kind, read.subject) == ("Công văn", None)


def test_the_party_prints_another_head():
    read = head(
        "TỈNH ỦY HOA SEN\n*\nSố 21-KH/TU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\n"
        "Hoa Sen, ngày 05 tháng 3 năm 2026\n\nKẾ HOẠCH\n\nHọc tập\n"
    )
    assert (read.agency, read.number, read.symbol, read.kind) == ("TỈNH ỦY HOA SEN", 21, "KH/TU", "Kế hoạch")


def test_a_consolidated_text_is_known_by_its_symbol():
    read = head(
        HEAD.format(
            number="Số: 9/VBHN-BCX",
            place="Hoa Sen, ngày 05 tháng 3 năm 2026",
            title="THÔNG TƯ\n\nQUY ĐỊNH CÂY",
        )
    )
    assert read.kind == "Văn bản hợp nhất"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.integers(1, 99_999),
    st.sampled_from(["KH", "QĐ", "QyĐ", "CTr", "TTr", "BC", "ĐA"]),
    st.text("ABCDĐEGHKLMNOPQRSTUVXYÂÊÔƠƯ", min_size=2, max_size=9),
)
def test_what_is_printed_by_the_decree_is_read_back(number, kind, agency):
    read = with_number(f"Số: {number:02d}/{kind}-{agency}")
    assert (read.number, read.symbol) == (number, f"{kind}-{agency}")


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_some_head(text):
    read_letterhead(paper_of_text(text).lines)


def test_symbols_met_in_the_wild_are_read_whole(corpus):
    rows = (corpus / "lists" / "symbols_in_the_wild.csv").read_text(encoding="utf-8").splitlines()[1:]
    symbols = [row.split(",")[0] for row in rows if ",state" in row]
    wrong = [
        symbol for symbol in symbols if with_number(f"Số: 7/{symbol}").symbol != symbol.replace("–", "-")
    ]
    # The list was gathered by machine: "M-18" and serial numbers are in it.
    assert len(wrong) <= 0.025 * len(symbols), wrong


def test_a_day_the_calendar_does_not_have_is_no_date():
    assert DateParts(30, 2, 2026).iso is None


@pytest.mark.parametrize(
    ("printed", "parent", "agency"),
    [
        ("ỦY BAN NHÂN DÂN\nXÃ CỎ MAY", None, "ỦY BAN NHÂN DÂN XÃ CỎ MAY"),
        ("HỘI ĐỒNG NHÂN DÂN\nĐẶC KHU CỎ MAY", None, "HỘI ĐỒNG NHÂN DÂN ĐẶC KHU CỎ MAY"),
        ("ĐẢNG ỦY\nBỘ CÂY XANH", None, "ĐẢNG ỦY BỘ CÂY XANH"),
        ("TỈNH ỦY HOA SEN\nBAN TỔ CHỨC", "TỈNH ỦY HOA SEN", "BAN TỔ CHỨC"),
        ("BAN TỔ CHỨC\nTỈNH ỦY", None, "BAN TỔ CHỨC TỈNH ỦY"),
        ("KHO BẠC NHÀ NƯỚC\nKHU VỰC XX", None, "KHO BẠC NHÀ NƯỚC KHU VỰC XX"),
        ("UBND TỈNH HOA SEN\nBAN QUẢN LÝ\nKHU KINH TẾ", "UBND TỈNH HOA SEN", "BAN QUẢN LÝ KHU KINH TẾ"),
        (
            "UBND TỈNH HOA SEN\nBAN CHỈ HUY\nPHÒNG THỦ DÂN SỰ",
            "UBND TỈNH HOA SEN",
            "BAN CHỈ HUY PHÒNG THỦ DÂN SỰ",
        ),
        ("SỞ CÂY XANH\nTRUNG TÂM PHÁT TRIỂN\nQUỸ ĐẤT", "SỞ CÂY XANH", "TRUNG TÂM PHÁT TRIỂN QUỸ ĐẤT"),
        ("UBND TỈNH HOA SEN\nSỞ CÂY VÀ MÔI\nTRƯỜNG", "UBND TỈNH HOA SEN", "SỞ CÂY VÀ MÔI TRƯỜNG"),
        ("UBND TỈNH HOA SEN\nTRUNG TÂM DỊCH\nVỤ VIỆC LÀM", "UBND TỈNH HOA SEN", "TRUNG TÂM DỊCH VỤ VIỆC LÀM"),
        ("BẢO HIỂM XÃ\nHỘI VIỆT NAM", None, "BẢO HIỂM XÃ HỘI VIỆT NAM"),
        ("BAN CHỈ ĐẠO\nCHƯƠNG TRÌNH\nTRỒNG CÂY", None, "BAN CHỈ ĐẠO CHƯƠNG TRÌNH TRỒNG CÂY"),
        ("TRƯỜNG ĐẠI HỌC CỎ MAY\nKHOA TRỒNG TRỌT", "TRƯỜNG ĐẠI HỌC CỎ MAY", "KHOA TRỒNG TRỌT"),
        ("VĂN PHÒNG\nHỘI ĐỒNG NHÂN DÂN TỈNH", None, "VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN TỈNH"),
        ("TÒA ÁN NHÂN DÂN\nKHU VỰC 3 - HOA SEN", None, "TÒA ÁN NHÂN DÂN KHU VỰC 3 - HOA SEN"),
    ],
)
def test_names_of_agencies_broken_over_lines(printed, parent, agency):
    read = head(
        HEAD.replace("UBND TỈNH HOA SEN\nSỞ CÂY XANH", printed).format(
            number="Số: 1/KH-X", place="", title=""
        )
    )
    assert (read.parent_agency, read.agency) == (parent, agency)


def test_a_subject_beside_the_number_is_found():
    assert with_number("Số: 15/SCX-VP V/v trồng cây").symbol == "SCX-VP"
    assert head("SỞ CÂY XANH\n\nSố: 15/SCX-VP V/v trồng cây\n\nKính gửi: Sở Hoa lá").subject == "trồng cây"


def test_a_date_inside_a_subject_belongs_to_it():
    text = "SỞ CÂY XANH\n\nSố: 15/SCX-VP\nV/v trả lời Công văn số 5/SHL\nngày 02/3/2026 của Sở Hoa lá\n\nKính gửi: Sở"
    assert head(text).subject == "trả lời Công văn số 5/SHL ngày 02/3/2026 của Sở Hoa lá"


@pytest.mark.parametrize(
    "authority",
    [
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ CỎ MAY",
        "THỦ TRƯỞNG CƠ QUAN CÂY XANH",
        "BÍ THƯ TỈNH ỦY",
        "ĐẢNG ỦY XÃ CỎ MAY",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_authority_stands_below_the_subject(authority, between):
    read = head(
        f"SỞ CÂY XANH\nSố: 1/QĐ-SCX\nQUYẾT ĐỊNH\nVề việc trồng cây{between}{authority}\nCăn cứ Luật Cây xanh;"
    )
    assert (read.subject, read.issuing_authority) == ("Về việc trồng cây", authority)
