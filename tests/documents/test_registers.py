"""Numbers: how they are printed, whose series they come from, and that each is given once."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from documents.errors import NoSeries, NumberTaken
from documents.model import Document
from documents.registers import (
    NumberAllocation,
    NumberSeries,
    allocate,
    cancel,
    check_series,
    held_number,
    open_series,
    print_day,
    print_month,
    print_number,
    printed_symbol,
)
from documents.work import Work
from tests.fixtures import house, keys  # noqa: F401  # fixtures by import
from tests.office import House

DAY = date(2026, 3, 12)
DIGEST = "a" * 64


@pytest.mark.parametrize(("number", "printed"), [(1, "01"), (9, "09"), (10, "10"), (303, "303")])
def test_below_ten_a_zero_stands_before_the_number(number: int, printed: str) -> None:
    assert print_number(number) == printed
    assert print_day(number) == printed


@pytest.mark.parametrize(
    ("month", "printed"), [(1, "01"), (2, "02"), (3, "3"), (9, "9"), (10, "10"), (12, "12")]
)
def test_only_the_first_two_months_take_a_zero(month: int, printed: str) -> None:
    assert print_month(month) == printed


def test_a_paper_without_a_number_prints_only_its_symbol() -> None:
    assert printed_symbol(Document(symbol="KH-STNĐT", number=None)) == "/KH-STNĐT"
    assert printed_symbol(Document(symbol="KH-STNĐT", number=5)) == "05/KH-STNĐT"


def give(work: Work, document_id: str, *, digest: str = DIGEST, on: date = DAY) -> int:
    document = work.session.get_one(Document, document_id)
    return allocate(work.session, document, digest=digest, on=on, at=work.now).number


def test_an_agency_without_a_series_gets_no_number(house: House) -> None:  # noqa: F811
    document_id = house.upload()
    with house.office() as work:
        work.session.get_one(Document, document_id).agency_id = "somebody else"
        with pytest.raises(NoSeries):
            give(work, document_id)


def test_numbers_run_without_gap_and_a_second_asking_gets_the_same(house: House) -> None:  # noqa: F811
    papers = [house.upload(f"văn bản {count}") for count in range(3)]
    with house.office() as work:
        assert [give(work, paper) for paper in papers] == [1, 2, 3]
        assert [give(work, paper) for paper in papers] == [1, 2, 3]
        assert check_series(work.session)[0].gaps == ()


def test_a_held_number_is_not_given_to_other_content(house: House) -> None:  # noqa: F811
    document_id = house.upload()
    with house.office() as work:
        give(work, document_id)
        with pytest.raises(NumberTaken):
            give(work, document_id, digest="b" * 64)


def test_a_kind_with_its_own_series_does_not_use_the_common_one(house: House) -> None:  # noqa: F811
    document_id = house.upload()
    with house.office() as work:
        document = work.session.get_one(Document, document_id)
        own = open_series(
            work.session, document.agency_id, "Kế hoạch", 2026, kinds=[document.kind], first_number=40
        )
        other = open_series(work.session, document.agency_id, "Quyết định", 2026, kinds=["quyet-dinh"])
        assert give(work, document_id) == 40
        assert (own.next_number, other.next_number) == (41, 1)
        common = work.session.scalars(select(NumberSeries).where(NumberSeries.name == "Văn bản hành chính"))
        assert common.one().next_number == 1


def test_a_cancelled_number_is_never_given_again(house: House) -> None:  # noqa: F811
    first, second = house.upload("một"), house.upload("hai")
    with house.office() as work:
        give(work, first)
        assert cancel(work.session, first, "Sai nơi nhận") is not None
        assert cancel(work.session, first, "Lần nữa") is None
        assert held_number(work.session, first) is None
        assert give(work, second) == 2
        assert give(work, first) == 3
        report = check_series(work.session)[0]
        assert (report.cancelled, report.gaps, report.unfinished) == ((1,), (), (2, 3))


def test_a_gap_nobody_explained_is_reported(house: House) -> None:  # noqa: F811
    papers = [house.upload(f"văn bản {count}") for count in range(3)]
    with house.office() as work:
        for paper in papers:
            give(work, paper)
        rows = work.session.scalars(select(NumberAllocation).where(NumberAllocation.number == 2))
        work.session.delete(rows.one())
        work.session.flush()
        assert check_series(work.session)[0].gaps == (2,)


def test_the_database_itself_refuses_a_number_given_twice(house: House) -> None:  # noqa: F811
    first, second = house.upload("một"), house.upload("hai")
    with house.office() as work:
        give(work, first)
        work.session.scalars(select(NumberSeries)).one().next_number = 1
    with house.look() as work, pytest.raises(IntegrityError):
        give(work, second)


def test_the_year_of_the_day_decides_the_series(house: House) -> None:  # noqa: F811
    first, second = house.upload("một"), house.upload("hai")
    with house.office() as work:
        assert give(work, first, on=date(2026, 12, 31)) == 1
        assert give(work, second, on=date(2027, 1, 1)) == 1
        assert [series.year for series in work.session.scalars(select(NumberSeries))] == [2026, 2027]
