"""Acts cited, with and without numbers, one or several in a line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.citations import citations, legal_bases
from documents.reading.text import paper_of_text


def brief(text):
    return [(act.kind, act.number, act.date, act.issuer) for act in citations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Căn cứ Nghị định số 12/2024/NĐ-CP ngày 03 tháng 02 năm 2024 của Chính phủ quy định về cây;",
            [("Nghị định", "12/2024/NĐ-CP", "2024-02-03", "Chính phủ")],
        ),
        (
            "Căn cứ Công văn số 7/UBND-CX ngày 1/8/2025 của Ủy ban nhân dân tỉnh về cây theo Nghị quyết của Đại hội và "
            "Kế hoạch số 8/KH-UBND ngày 2.9.2025 của UBND tỉnh Hoa Sen.",
            [
                ("Công văn", "7/UBND-CX", "2025-08-01", "Ủy ban nhân dân tỉnh"),
                ("Kế hoạch", "8/KH-UBND", "2025-09-02", "UBND tỉnh Hoa Sen"),
            ],
        ),
        ("Căn cứ Luật Cây xanh ngày 26 tháng 11 năm 2023;", [("Luật", None, "2023-11-26", None)]),
        ("Căn cứ Luật Cây xanh;", [("Luật", None, None, None)]),
        (
            "Căn cứ Luật Cây xanh ngày 26/11/2023; Luật sửa đổi, bổ sung một số điều của Luật Cây xanh ngày 1/2/2025;",
            [("Luật", None, "2023-11-26", None), ("Luật", None, "2025-02-01", None)],
        ),
        ("Căn cứ Luật Cây xanh số 1/2023/QH15;", [("Luật", "1/2023/QH15", None, None)]),
        ("Căn cứ khoản 2 Điều 7 Luật Cây xanh số 1/2023/QH15;", [("Luật", "1/2023/QH15", None, None)]),
        (
            "Căn cứ Nghị định số 1/2024/NĐ-CP quy định chi tiết một số điều của Luật Cây xanh "
            "được sửa đổi bởi Nghị định số 2/2025/NĐ-CP;",
            [("Nghị định", "1/2024/NĐ-CP", None, None), ("Nghị định", "2/2025/NĐ-CP", None, None)],
        ),
        (
            "Căn cứ các Nghị định của Chính phủ: số 1/2024/NĐ-CP ngày 1/1/2024 quy định A; "
            "số 2/2024/NĐ-CP ngày 2/1/2024 quy định B;",
            [
                ("Nghị định", "1/2024/NĐ-CP", "2024-01-01", "Chính phủ"),
                ("Nghị định", "2/2024/NĐ-CP", "2024-01-02", None),
            ],
        ),
        (
            "Thực hiện Chỉ thị số 33-CT/TW ngày 4/5/2025 của Ban Bí thư về cây;",
            [("Chỉ thị", "33-CT/TW", "2025-05-04", "Ban Bí thư")],
        ),
        ("Căn cứ Thông tư số 5/2025/TT- BCX;", [("Thông tư", "5/2025/TT-BCX", None, None)]),
        ("Căn cứ công văn số 9/SCX-VP;", [("Công văn", "9/SCX-VP", None, None)]),
        (
            "Căn cứ Quyết định số 4/QĐ-BVH ngày 5/6/2025 của Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch về cây;",
            [("Quyết định", "4/QĐ-BVH", "2025-06-05", "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch")],
        ),
        ("Căn cứ Nghị định số 1/2024/NĐ-CP ngày 45/13/2024;", [("Nghị định", "1/2024/NĐ-CP", None, None)]),
    ],
)
def test_acts_in_a_line(text, expected):
    assert brief(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ ý kiến của các thành viên;",
        "Căn cứ tình hình thực tế giai đoạn 2021 - 2025;",
        "Căn cứ chức năng, nhiệm vụ theo pháp luật;",
        "Căn cứ biên bản họp ngày 26/11/2023;",
        "",
    ],
)
def test_words_that_are_no_act(text):
    assert citations(text) == ()


def test_the_title_of_a_law_stands_before_its_number():
    assert citations("Căn cứ Luật Cây xanh số 1/2023/QH15 ngày 2/3/2023;")[0].title == "Cây xanh"


def test_only_what_stands_before_the_body_is_a_basis():
    paper = paper_of_text(
        "Căn cứ Luật Cây xanh số 1/2023/QH15;\n\nXét đề nghị tại Tờ trình số 2/TTr-SCX;\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Bãi bỏ Quyết định số 3/QĐ-UBND.\n\nCăn cứ Quyết định số 4/QĐ-UBND, các sở thi hành.\n"
    )
    assert [act.number for act in legal_bases(paper.lines)] == ["1/2023/QH15"]


def test_an_act_cited_twice_is_one_basis():
    paper = paper_of_text(
        "Căn cứ Luật Cây xanh số 1/2023/QH15;\n\nCăn cứ Điều 3 Luật Cây xanh số 1/2023/QH15;\n"
    )
    assert len(legal_bases(paper.lines)) == 1


def test_a_basis_broken_over_lines_is_one():
    paper = paper_of_text(
        "Căn\ncứ Nghị định số\n12/2024/NĐ-CP ngày 03 tháng\n02 năm 2024 của Chính phủ về cây;\n"
    )
    assert [(act.number, act.date) for act in legal_bases(paper.lines)] == [("12/2024/NĐ-CP", "2024-02-03")]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(1, 9999), st.integers(1945, 2099), st.integers(1, 12), st.integers(1, 28))
def test_a_citation_by_the_decree_is_read_whole(number, year, month, day):
    date = f"ngày {day:02d} tháng {month:02d} năm {year}"
    text = f"Căn cứ Nghị định số {number:02d}/{year}/NĐ-CP {date} của Chính phủ về cây;"
    assert brief(text) == [
        ("Nghị định", f"{number:02d}/{year}/NĐ-CP", f"{year:04d}-{month:02d}-{day:02d}", "Chính phủ")
    ]


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_borne(text):
    citations(f"Căn cứ {text}")
