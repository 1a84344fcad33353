"""Who signs, on whose behalf."""

import pytest

from documents.reading.signing_block import SigningBlock, read_signing_block
from documents.reading.text import paper_of_text


def signed(text):
    lines = paper_of_text(text).lines
    begin = next((at for at, line in enumerate(lines) if line.text == "Nơi nhận:"), None)
    return read_signing_block(lines, begin, begin + 2 if begin is not None else 0)


LIST = "Nơi nhận:\n- Lưu: VT.\n\n"


@pytest.mark.parametrize(
    ("printed", "lines", "authority", "title", "name"),
    [
        ("GIÁM ĐỐC\n\nLê Văn Lá", ("GIÁM ĐỐC",), None, "GIÁM ĐỐC", "Lê Văn Lá"),
        (
            "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Văn Lá",
            ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
            "KT.",
            "PHÓ GIÁM ĐỐC",
            "Lê Văn Lá",
        ),
        (
            "KT GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Văn Lá",
            ("KT GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
            "KT.",
            "PHÓ GIÁM ĐỐC",
            "Lê Văn Lá",
        ),
        (
            "TM. ỦY BAN NHÂN\nDÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Thị Hoa",
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            "TM.",
            "PHÓ CHỦ TỊCH",
            "Lê Thị Hoa",
        ),
        (
            "TL.\nCỤC TRƯỞNG\nCHÁNH VĂN PHÒNG\nLê Văn Lá",
            ("TL. CỤC TRƯỞNG", "CHÁNH VĂN PHÒNG"),
            "TL.",
            "CHÁNH VĂN PHÒNG",
            "Lê Văn Lá",
        ),
        (
            "KT.GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Văn Lá",
            ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
            "KT.",
            "PHÓ GIÁM ĐỐC",
            "Lê Văn Lá",
        ),
        (
            "KT. BỘ TRƯỞNG,\nCHỦ NHIỆM\nPHÓ CHỦ NHIỆM\nLê Văn Lá",
            ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM"),
            "KT.",
            "PHÓ CHỦ NHIỆM",
            "Lê Văn Lá",
        ),
        ("Q. GIÁM ĐỐC\nLê Văn Lá", ("Q. GIÁM ĐỐC",), "Q.", "GIÁM ĐỐC", "Lê Văn Lá"),
        (
            "TUQ. GIÁM ĐỐC\nTRƯỞNG PHÒNG\nLê Văn Lá",
            ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"),
            "TUQ.",
            "TRƯỞNG PHÒNG",
            "Lê Văn Lá",
        ),
        (
            "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nThượng tướng Lê Văn Lá",
            ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),
            "KT.",
            "THỨ TRƯỞNG",
            "Lê Văn Lá",
        ),
        (
            "XÁC THỰC VĂN BẢN\nHỢP NHẤT\n\nBỘ TRƯỞNG\nLê Văn Lá",
            ("BỘ TRƯỞNG",),
            None,
            "BỘ TRƯỞNG",
            "Lê Văn Lá",
        ),
        (
            "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nLê Văn Lá",
            ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"),
            "TM.",
            "PHÓ BÍ THƯ",
            "Lê Văn Lá",
        ),
        ("KT. TRƯỞNG BAN\nLê Văn Lá", ("KT. TRƯỞNG BAN",), "KT.", None, "Lê Văn Lá"),
        ("GIÁM ĐỐC\n(Đã ký)\nLê Văn Lá", ("GIÁM ĐỐC",), None, "GIÁM ĐỐC", "Lê Văn Lá"),
    ],
)
def test_the_chain_of_authority(printed, lines, authority, title, name):
    assert signed(LIST + printed) == SigningBlock(lines, authority, title, name)


def test_a_draft_without_name_has_none():
    assert signed(LIST + "GIÁM ĐỐC\n") == SigningBlock(("GIÁM ĐỐC",), None, "GIÁM ĐỐC", None)


def test_an_annex_is_nobody():
    assert signed(LIST + "PHỤ LỤC\nDANH MỤC CÂY\n(Kèm theo Kế hoạch số 1/KH-SCX)\n") == SigningBlock()


def test_a_paper_without_a_list_is_signed_at_its_foot():
    read = signed("GIẤY CHỨNG NHẬN\n\nCây này xanh.\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nLê Văn Lá\n")
    assert (read.authority, read.name) == ("KT.", "Lê Văn Lá")


def test_a_signer_above_the_list_is_found():
    read = signed("Trồng cây.\n\nGIÁM ĐỐC\n\nLê Văn Lá\n\nNơi nhận:\n- Lưu: VT.\n")
    assert read.name == "Lê Văn Lá"


@pytest.mark.parametrize(
    ("printed", "lines"),
    [
        (
            "TL. BỘ TRƯỞNG\nKT. CỤC TRƯỞNG CỤC QUẢN\nLÝ DỰ ÁN\nPHÓ CỤC\nTRƯỞNG",
            ("TL. BỘ TRƯỞNG", "KT. CỤC TRƯỞNG CỤC QUẢN LÝ DỰ ÁN", "PHÓ CỤC TRƯỞNG"),
        ),
        ("KT. CHI CỤC\nTRƯỞNG\nPHÓ CHI CỤC\nTRƯỞNG", ("KT. CHI CỤC TRƯỞNG", "PHÓ CHI CỤC TRƯỞNG")),
        (
            "TL. TỔNG\nGIÁM ĐỐC\nTRƯỞNG BAN TỔ CHỨC CÁN\nBỘ",
            ("TL. TỔNG GIÁM ĐỐC", "TRƯỞNG BAN TỔ CHỨC CÁN BỘ"),
        ),
        (
            "TL. THỦ TƯỚNG\nBỘ TRƯỞNG, CHỦ NHIỆM VĂN\nPHÒNG",
            ("TL. THỦ TƯỚNG", "BỘ TRƯỞNG, CHỦ NHIỆM VĂN PHÒNG"),
        ),
        ("PHÓ HIỆU TRƯỞNG\nPHỤ TRÁCH", ("PHÓ HIỆU TRƯỞNG PHỤ TRÁCH",)),
        ("K.T GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", ("K.T GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("KT. Giám đốc\nPhó Giám đốc", ("KT. Giám đốc", "Phó Giám đốc")),
    ],
)
def test_titles_broken_over_lines_are_put_together(printed, lines):
    block = signed(f"{LIST}{printed}\n\nLê Văn Lá")
    assert (block.lines, block.name) == (lines, "Lê Văn Lá")


@pytest.mark.parametrize(
    "between", ["Ký bởi: Lê Văn Lá", "[daky]", "(Đã ký)", "05/03/2026 16:20:11", "Đại tá"]
)
def test_marks_of_a_signature_stand_between_title_and_name(between):
    assert signed(f"{LIST}GIÁM ĐỐC\n{between}\nLê Văn Lá").name == "Lê Văn Lá"


def test_a_name_in_capitals_stands_below_a_whole_title():
    assert signed(f"{LIST}GIÁM ĐỐC\n\nLÊ THỊ CAU").name == "LÊ THỊ CAU"
    assert signed(f"{LIST}GIÁM ĐỐC BAN QUẢN\nLÝ DỰ ÁN\n\nLê Văn Lá").title == "GIÁM ĐỐC BAN QUẢN LÝ DỰ ÁN"
