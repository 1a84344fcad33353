"""Names of persons as offices print them above nothing and below a title."""

import pytest

from documents.reading.names import person_named


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Lê Văn Lá", "Lê Văn Lá"),
        ("LÊ THỊ CAU", "LÊ THỊ CAU"),
        ("K'Nhơn", "K'Nhơn"),
        ("Nay H'Nan", "Nay H'Nan"),
        ("Y Thanh Hà Niê Kđăm", "Y Thanh Hà Niê Kđăm"),
        ("Thượng tướng Lê Văn Lá", "Lê Văn Lá"),
        ("Đại tá, TS. Lê Văn Lá", "Lê Văn Lá"),
        ("PGS.TS. Lê Văn Lá", "Lê Văn Lá"),
        ("PGS. TS. BS. Lê Văn Lá", "Lê Văn Lá"),
        ("BSCKII. Lê Văn Lá", "Lê Văn Lá"),
        ("ThS Lê Văn Lá", "Lê Văn Lá"),
        ("Lê Văn Lá (Đã ký)", "Lê Văn Lá"),
    ],
)
def test_a_name_is_read_without_rank(printed, name):
    assert person_named(printed) == name


@pytest.mark.parametrize("printed", ["Trung tướng", "Thượng tá", "Đại úy"])
def test_a_rank_on_its_own_line_names_nobody_yet(printed):
    assert person_named(printed) == ""


@pytest.mark.parametrize(
    "printed",
    ["VĂN PHÒNG", "QUẢN LÝ DỰ ÁN", "ĐÀO TẠO", "HÀ NỘI", "LƯU TRỮ", "Kho bạc Nhà nước", "Phó Giám đốc", "Lá"],
)
def test_words_of_an_office_are_no_name(printed):
    assert person_named(printed) is None
