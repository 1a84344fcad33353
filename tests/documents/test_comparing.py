"""Two drafts in words: what came, what went, what stayed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.comparing import Paragraph, compare, folded

OLD = "KẾ HOẠCH\nThi đua văn thư giỏi năm 2025\n1. Mục đích\n2. Yêu cầu\nTrưởng các phòng thực hiện./."


def told(paragraphs: list[Paragraph]) -> list[str]:
    marks = {"same": "{}", "added": "[+{}]", "removed": "[-{}]"}
    return ["".join(marks[piece.how].format(piece.text) for piece in one.pieces) for one in paragraphs]


def test_the_same_draft_has_nothing_to_tell() -> None:
    assert {one.how for one in compare(OLD, OLD)} == {"same"}


def test_a_changed_word_is_shown_inside_its_paragraph() -> None:
    found = compare(OLD, OLD.replace("2025", "2026"))
    assert told(found)[1] == "Thi đua văn thư giỏi năm [-2025][+2026]"
    assert [one.how for one in found] == ["same", "changed", "same", "same", "same"]


def test_a_number_with_its_symbol_is_one_word() -> None:
    assert told(compare("Theo số 12/KH-UBND", "Theo số 13/KH-UBND")) == ["Theo số [-12/KH-UBND][+13/KH-UBND]"]


def test_a_new_paragraph_is_new_and_its_neighbours_stay() -> None:
    found = compare(OLD, OLD.replace("2. Yêu cầu", "2. Yêu cầu\nGắn với việc hằng ngày"))
    assert [one.how for one in found] == ["same", "same", "same", "same", "added", "same"]


def test_a_paragraph_rewritten_beside_a_new_one_is_matched_with_its_own_past() -> None:
    before = "Các phòng báo cáo kết quả trước ngày 30 tháng 6"
    after = "Đoạn hoàn toàn khác hẳn chen vào giữa\nCác phòng báo cáo kết quả trước ngày 15 tháng 7"
    found = compare(f"A\n{before}\nB", f"A\n{after}\nB")
    assert [one.how for one in found] == ["same", "added", "changed", "same"]


def test_line_breaks_and_spaces_are_no_change() -> None:
    assert {one.how for one in compare("a  b\n\n\nc", "a b\nc\n")} == {"same"}


def test_what_did_not_change_is_only_counted() -> None:
    text = "\n".join(f"Đoạn {n}" for n in range(50))
    stretches = folded(compare(text, text.replace("Đoạn 25", "Câu 25")))
    assert [(len(one.paragraphs), one.hidden) for one in stretches] == [(0, 24), (3, 0), (0, 23)]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text("ab \n", max_size=12), max_size=12), st.lists(st.text("ab \n", max_size=12), max_size=12)
)
def test_both_drafts_can_be_read_back_from_the_comparison(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    found = compare(before, after)

    def side(without: str) -> list[str]:
        texts = ("".join(piece.text for piece in one.pieces if piece.how != without) for one in found)
        return [text for text in texts if text]

    def plain(text: str) -> list[str]:
        return [" ".join(line.split()) for line in text.splitlines() if line.strip()]

    assert side("removed") == plain(after)
    assert side("added") == plain(before)


def test_a_long_paper_rewritten_from_end_to_end_is_still_told() -> None:
    old = "\n".join(f"Điều {n}. Nội dung cũ số {n} của văn bản này" for n in range(3000))
    new = "\n".join(f"Khoản {n}) Lời mới thứ {n * 7} khác hẳn đi" for n in range(3000))
    assert {one.how for one in compare(old, new)} == {"removed", "added"}
