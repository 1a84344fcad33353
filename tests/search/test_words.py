"""Vietnamese text to words: every way of writing a word is the same word, and no text tires the reader."""

import time
import unicodedata

import pytest

from search.words import fold_letters, nfc, pairs, streams, tokenize

HOSTILE = (
    "a-" * 50_000,
    "1_" * 50_000,
    "1." * 50_000,
    "a/" * 50_000,
    "/a_" * 40_000,
    "ô" * 100_000,
    "-" * 100_000,
)


def exact(text: str) -> list[str]:
    return [token.exact for token in tokenize(text)]


def folded(text: str) -> list[str]:
    return [token.folded for token in tokenize(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa giải", "hoà giải"),
        ("Ủy ban", "Uỷ ban"),
        ("THÚY", "thuý"),
        ("đường phố", unicodedata.normalize("NFD", "đường phố")),
        ("số 05", "số 5"),
        ("11/08/2021", "11/8/2021"),
        ("11.8.2021", "11-08-2021"),
        ("303/KH-UBND", "303/kh–ubnd"),
        ("05/KH-UBND", "5/KH-UBND"),
    ],
)
def test_two_ways_of_writing_are_one_word(one: str, other: str) -> None:
    assert exact(one) == exact(other)


def test_a_different_tone_is_a_different_word_and_folds_alike() -> None:
    assert exact("hóa đơn") != exact("hòa đơn")
    assert folded("Hóa Đơn") == folded("hoa don") == ["hoa", "don"]


def test_a_number_comes_whole_and_in_parts() -> None:
    assert folded("Nghị quyết 78/NQ-HĐND") == ["nghi", "quyet", "78/nq-hdnd", "78", "nq", "hdnd"]


def test_a_whole_number_shares_the_place_of_its_first_part() -> None:
    assert streams("số 78/NQ-HĐND này").places == (0, 1, 1, 2, 3, 4)


def test_pairs_do_not_cross_punctuation_or_numbers() -> None:
    assert pairs(tokenize("thi đua, khen thưởng 2026/KH của tỉnh")) == ["thi_dua", "khen_thuong", "cua_tinh"]


@pytest.mark.parametrize(
    "text", ["Đường số 5", "Uỷ ban – NFD: " + unicodedata.normalize("NFD", "hoà"), "ﬁ ß İ"]
)
def test_folding_keeps_places(text: str) -> None:
    assert len(fold_letters(text)) == len(nfc(text))


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:3] for text in HOSTILE])
def test_a_text_made_to_tire_the_reader_costs_no_more_than_its_length(text: str) -> None:
    half, whole = cpu(text[: len(text) // 2]), cpu(text)
    # Twice the text, about twice the work; a cost that grew with the square would be four times.
    assert whole < 3.3 * half + 0.05


def cpu(text: str) -> float:
    """The best of three: what else the process does now and then (collecting garbage) is no cost of the text."""
    times = []
    for _ in range(3):
        began = time.process_time()
        streams(text)
        times.append(time.process_time() - began)
    return min(times)
