"""What a person types becomes a small tree; whatever it is, it is a query."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import QueryTooLong
from search.query import MAX_LETTERS, MAX_WORDS, Filter, parse


@pytest.mark.parametrize(
    "text", ["", "   ", "*", "?", "-", '"', '""', '"""', "a*" * 0, "-dự", "-nam:2026", ":::", "()[]{}"]
)
def test_nothing_wanted_is_an_empty_query(text: str) -> None:
    assert parse(text).empty


def test_a_query_longer_than_anybody_types_is_refused_and_the_limit_named() -> None:
    with pytest.raises(QueryTooLong) as letters:
        parse("a" * (MAX_LETTERS + 1))
    assert letters.value.facts["limit"] == MAX_LETTERS
    with pytest.raises(QueryTooLong) as words:
        parse("a " * (MAX_WORDS + 1))
    assert words.value.facts["limit"] == MAX_WORDS
    assert len(parse("a " * MAX_WORDS).words) == MAX_WORDS


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("nam:2026", [Filter("year", "2026")]),
        ("Năm:2026 kế hoạch", [Filter("year", "2026")]),
        ("số:05", [Filter("number", "5")]),
        ("loai:ke-hoach", [Filter("kind", "ke-hoach")]),
        ('Loại:"Kế hoạch"', [Filter("kind", "ke-hoach")]),
        ("-loai:ke-hoach dự án", [Filter("kind", "ke-hoach", without=True)]),
        (
            "nam:2026 -nam:2025 so:1",
            [Filter("year", "2026"), Filter("year", "2025", True), Filter("number", "1")],
        ),
    ],
)
def test_a_field_of_ours_is_a_filter(text: str, filters: list[Filter]) -> None:
    assert list(parse(text).filters) == filters


@pytest.mark.parametrize("text", ["nam:haimươi", "so:9999999", "nam:", "http://mau.vn", "ten:a", "x:[a"])
def test_any_other_field_is_only_words(text: str) -> None:
    assert parse(text).filters == ()


def test_the_name_of_a_field_does_not_make_a_query_marked() -> None:
    assert not parse("năm:2026 ke hoach -dự").marked
    assert parse("kế hoach").marked
    assert parse('"kế hoạch"').marked


def test_a_star_is_a_beginning_only_at_the_end_of_a_word_of_two_letters() -> None:
    assert parse("khen*").prefixes == ("khen",)
    assert parse("303/KH*").prefixes == ("303/kh",)
    assert parse("k*").prefixes == ()
    assert parse("*khen").prefixes == ()
    assert [token.folded for token in parse("k*en").words] == ["k", "en"]


def test_a_refused_phrase_is_one_thing_and_a_refused_number_is_whole() -> None:
    assert [[token.folded for token in phrase] for phrase in parse('a -"thi đua" -15/KH-UBND').without] == [
        ["thi", "dua"],
        ["15/kh-ubnd"],
    ]


@given(st.text(max_size=MAX_LETTERS))
def test_any_text_is_a_query_or_too_long(text: str) -> None:
    with contextlib.suppress(QueryTooLong):
        parse(text)
