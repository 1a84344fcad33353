"""Lines of "Nơi nhận" that point into the paper."""

import pytest

from documents.reading.referrals import resolve_referrals
from documents.reading.text import paper_of_text


def names(line, article):
    body = paper_of_text(f"Điều 1. Trồng cây.\n\nĐiều 3. {article}\n").lines
    [referral] = resolve_referrals([line], (), body)
    return list(referral.names)


@pytest.mark.parametrize(
    ("article", "parties"),
    [
        ("Giám đốc Sở Cây xanh chịu trách nhiệm thi hành Quyết định này.", ["Giám đốc Sở Cây xanh"]),
        (
            "Chánh Văn phòng, Trưởng phòng Hoa lá và bà Đỗ Thị Mướp chịu trách nhiệm thi hành Quyết định này./.",
            ["Chánh Văn phòng", "Trưởng phòng Hoa lá", "bà Đỗ Thị Mướp"],
        ),
        (
            "Các ông (bà): Chánh Văn phòng; Giám đốc Sở Nông nghiệp và Môi trường căn cứ Quyết định thi hành.",
            ["Chánh Văn phòng", "Giám đốc Sở Nông nghiệp và Môi trường"],
        ),
        (
            "Giám đốc các Sở: Văn hóa, Thể thao và Du lịch, Nội vụ; Thủ trưởng các sở, ban, ngành chịu trách nhiệm"
            " thi hành.",
            [
                "Giám đốc Sở Văn hóa, Thể thao và Du lịch",
                "Giám đốc Sở Nội vụ",
                "Thủ trưởng các sở, ban, ngành",
            ],
        ),
        (
            "Giám đốc: Trung tâm Giống cây, Trung tâm Hạt giống chịu trách nhiệm thi hành Quyết định này.",
            ["Giám đốc Trung tâm Giống cây", "Giám đốc Trung tâm Hạt giống"],
        ),
        (
            "Quyết định này có hiệu lực từ ngày ký; Chánh Văn phòng và các cơ quan, đơn vị có liên quan chịu trách"
            " nhiệm thi hành.",
            ["Chánh Văn phòng", "các cơ quan, đơn vị có liên quan"],
        ),
        (
            "Tổ chức thực hiện\n1. Quyết định này có hiệu lực từ ngày ký.\n2. Chánh Văn phòng chịu trách nhiệm.",
            ["Chánh Văn phòng"],
        ),
        (
            "Giao Sở Cây xanh chủ trì, phối hợp với các đơn vị tổ chức thực hiện.",
            ["Sở Cây xanh"],
        ),
        (
            "Tổ công tác gồm:\n1. Ông Lê Văn Dừa - Giám đốc Sở, Tổ trưởng;\n2. Bà Đỗ Thị Mướp, Tổ viên.",
            ["Ông Lê Văn Dừa", "Bà Đỗ Thị Mướp"],
        ),
    ],
)
def test_an_article_names_whom_it_charges(article, parties):
    assert names("Như Điều 3", article) == parties


@pytest.mark.parametrize(
    "article", ["Cây phải được tưới hằng ngày.", "Quyết định này có hiệu lực từ ngày ký."]
)
def test_an_article_that_charges_nobody_gives_no_names(article):
    assert names("Như Điều 3", article) == []


def test_a_missing_article_gives_no_names():
    assert names("Như Điều 7", "Chánh Văn phòng chịu trách nhiệm thi hành.") == []


def test_two_articles_are_read_together():
    body = paper_of_text(
        "Điều 2. Giao Sở A tổ chức thực hiện.\n\nĐiều 3. Giao Sở B tổ chức thực hiện.\n"
    ).lines
    [referral] = resolve_referrals(["Như Điều 2, 3"], (), body)
    assert (referral.article, referral.names) == ("2", ("Sở A", "Sở B"))


def test_the_addressees_are_meant_by_as_above():
    [above, to] = resolve_referrals(["Như trên", "Như Kính gửi"], ("Sở Hoa lá",), ())
    assert above.names == to.names == ("Sở Hoa lá",)
    assert above.refers_to == "addressees"


def test_other_lines_point_nowhere():
    assert resolve_referrals(["Sở Hoa lá", "Như Quỳnh"], ("Sở Hoa lá",), ()) == ()
