"""The grammar of "Nơi nhận" and "Kính gửi"."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.recipients import ArchiveLine, read_addressees, read_distribution
from documents.reading.text import paper_of_text


def sent(text):
    return read_distribution(paper_of_text(text).lines)


def archive(line):
    return sent(f"Nơi nhận:\n- Sở Mưa;\n{line}\n")


def test_lines_come_as_printed_without_dash_and_closing_sign():
    read = sent("Nơi nhận:\n- Như trên;\n- UBND tỉnh (để b/c);\n-Các sở: Mưa; Nắng;\n- Lưu: VT.\n")
    assert read.recipients == ("Như trên", "UBND tỉnh (để b/c)", "Các sở: Mưa; Nắng")


def test_a_wrapped_line_is_one_recipient():
    read = sent("Nơi nhận:\n- Các sở: Mưa, Nắng,\nGió và Sương;\n- Sở Cây;\n- Lưu: VT.\n")
    assert read.recipients == ("Các sở: Mưa, Nắng, Gió và Sương", "Sở Cây")


def test_a_dash_alone_waits_for_its_words():
    assert sent("Nơi nhận:\n-\nNhư Điều 3;\n- Lưu: VT.\n").recipients == ("Như Điều 3",)


def test_a_group_with_plus_lines_keeps_each_line():
    read = sent("Nơi nhận:\n- VP UBND tỉnh:\n+ LĐVP;\n+ Lưu: VT.\n")
    assert read.recipients == ("VP UBND tỉnh:", "LĐVP")
    assert read.archive == ArchiveLine("Lưu: VT", ("VT",), None, None)


def test_a_list_without_dashes_is_read_line_by_line():
    assert sent("Nơi nhận:\nSở Mưa;\nSở Nắng;\nLưu: VT.\n").recipients == ("Sở Mưa", "Sở Nắng")


def test_the_signer_below_is_no_recipient():
    read = sent("Nơi nhận:\n- Sở Mưa;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN\nDÂN\nCHỦ TỊCH\nLê Văn Lá\n")
    assert read.recipients == ("Sở Mưa",)


def test_the_signer_beside_the_list_in_spaces_is_no_recipient():
    text = (
        "Nơi nhận:                                 KT. GIÁM ĐỐC\n"
        "- Như trên;                               PHÓ GIÁM ĐỐC\n"
        "- Giám đốc (b/c);\n- Lưu: VT, VP(An).\n\n                                          Lê Văn Lá\n"
    )
    read = sent(text)
    assert read.recipients == ("Như trên", "Giám đốc (b/c)")
    assert read.archive is not None
    assert read.archive.drafter == "An"


@pytest.mark.parametrize(
    ("line", "units", "drafter", "issued", "kept"),
    [
        ("- Lưu: VT.", ("VT",), None, None, None),
        ("- Lưu: VT, CX.", ("VT", "CX"), None, None, None),
        ("- Lưu VT; CX(Thu).", ("VT", "CX"), "Thu", None, None),
        ("- Lưu: VT, VP.Tâm (02b).", ("VT", "VP"), "Tâm", None, 2),
        ("- Lưu: VT, VP (Thu), 05b.", ("VT", "VP"), "Thu", None, 5),
        ("- Lưu: VT, HĐTĐKT Sở (T).", ("VT", "HĐTĐKT Sở"), "T", None, None),
        ("- Lưu: VT, CX (2b).", ("VT", "CX"), None, None, 2),
        ("- Lưu: VT, CX (B_04b).", ("VT", "CX"), "B", 4, None),
        ("- Lưu: VT, CX (2).VH", ("VT", "CX"), "VH", None, 2),
        ("- Lưu: VT, CX (2b)Q.An.", ("VT", "CX"), "Q.An", None, 2),
        ("- Lưu: VT, CX(150)(Nhất).", ("VT", "CX"), "Nhất", 150, None),
        ("- Lưu: VT, PL.(300)", ("VT",), "PL", 300, None),
        ("- Lưu: VT, CX, MT.100.", ("VT", "CX"), "MT", 100, None),
        ("- Lưu: VT, NC, N.T.An.", ("VT", "NC"), "N.T.An", None, None),
        ("- Lưu: VT, KGVX. Thg.", ("VT", "KGVX"), "Thg", None, None),
        ("- Lưu: VT, VP (VTLT&KSTTHC).", ("VT", "VP"), None, None, None),
        ("- Lưu: VT, CX (Trang - T.An).", ("VT", "CX"), "Trang - T.An", None, None),
        ("- Lưu: VT, (ĐT/Hn).", ("VT",), "ĐT/Hn", None, None),
        ("- Lưu: Văn thư, NN (2) Tuynh", ("Văn thư", "NN"), "Tuynh", None, 2),
        ("- Lưu: VT, VPViệt An.", ("VT", "VP"), "Việt An", None, None),
        ("- Lưu: CN (……).", ("CN",), None, None, None),
    ],
)
def test_the_keep_line(line, units, drafter, issued, kept):
    read = archive(line)
    assert read.archive is not None
    assert (read.archive.units, read.archive.drafter) == (units, drafter)
    assert (read.copies, read.archive_copies) == (issued, kept)


def test_a_stamp_of_the_drafter_below_the_list_counts_the_copies():
    read = sent("Nơi nhận:\n- Sở Mưa;\n- Lưu: VT, CX.\nHuy (23 bản)\n")
    assert read.archive is not None
    assert (read.archive.text, read.archive.drafter, read.copies) == ("Lưu: VT, CX", "Huy", 23)


@pytest.mark.parametrize("text", ["", "Nơi nhận đơn: phòng Một cửa", "Văn bản này gửi đi.", "Nơi nhận:"])
def test_no_list_no_recipients(text):
    read = sent(text)
    assert (read.recipients, read.archive, read.begin) == ((), None, None)


def to(text):
    return read_addressees(paper_of_text(text).lines)


def test_one_addressee_stays_on_the_line():
    assert to("Kính gửi: Sở Mưa tỉnh Hoa Sen.\n\nThực hiện Kế hoạch.") == ("Sở Mưa tỉnh Hoa Sen",)


def test_several_addressees_follow_with_dashes():
    assert to("Kính gửi:\n- Sở Mưa;\n- Sở Nắng,\nGió;\n- Sở Cây.\n") == ("Sở Mưa", "Sở Nắng, Gió", "Sở Cây")


def test_a_new_sentence_below_is_no_addressee():
    assert to("Kính gửi: Sở Mưa tỉnh Hoa Sen.\nSở Cây Xanh nhận được công văn số 1/SM-VP.") == (
        "Sở Mưa tỉnh Hoa Sen",
    )


def test_a_telegram_names_its_addressees():
    assert to("GIÁM ĐỐC SỞ CÂY điện:\n\n- Sở Mưa;\n- Sở Nắng.\n") == ("Sở Mưa", "Sở Nắng")


@pytest.mark.parametrize("text", ["Kính gửi: …………..", "Kính gửi:", "Không gửi ai."])
def test_a_blank_addressee_is_none(text):
    assert to(text) == ()


@settings(max_examples=80, derandomize=True, deadline=None)
@given(
    st.lists(st.text("abcđêô ,XYZ&/()", min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=8)
)
def test_every_printed_line_is_somewhere_in_the_result(names):
    names = [f"Sở {name.strip()}" for name in names]
    read = sent("Nơi nhận:\n" + "".join(f"- {name};\n" for name in names) + "- Lưu: VT.\n")
    assert len(read.recipients) == len(names)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(max_size=60))
def test_any_keep_line_is_borne(text):
    archive(f"- Lưu: {text}")
