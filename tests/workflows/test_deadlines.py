"""By when a signed paper has to be issued, and papers that look like one another."""

from datetime import UTC, date, datetime

import pytest

from tests.office import House
from workflows.calendar import Calendar
from workflows.deadlines import issue_by
from workflows.queries import see
from workflows.review import check_content, submit
from workflows.worklists import waiting_for


@pytest.mark.parametrize(
    ("signed_at", "last_day"),
    [
        (datetime(2026, 3, 12, 2, tzinfo=UTC), date(2026, 3, 13)),  # Thursday to Friday
        (datetime(2026, 3, 13, 2, tzinfo=UTC), date(2026, 3, 16)),  # Friday to Monday
        (datetime(2026, 3, 14, 2, tzinfo=UTC), date(2026, 3, 16)),  # Saturday to Monday
        # past midnight in Hà Nội, so Friday to Monday
        (datetime(2026, 3, 12, 18, tzinfo=UTC), date(2026, 3, 16)),
    ],
)
def test_a_signed_paper_is_issued_by_the_next_working_day(signed_at: datetime, last_day: date) -> None:
    assert issue_by(Calendar(), signed_at) == last_day


def test_only_a_signed_paper_has_such_a_day(house: House) -> None:
    house.on_the_desk("trên bàn")
    house.signed("đã ký")
    with house.look("giamdoc") as work:
        assert [row.issue_by for row in waiting_for(work, house.rules, "sign")] == [None]
    with house.look("vanthu") as work:
        assert [row.issue_by for row in waiting_for(work, house.rules, "issue")] == [date(2026, 3, 13)]


def test_a_paper_of_the_same_subject_is_pointed_out_only_to_those_who_may_see_it(house: House) -> None:
    first = house.upload("Tổ chức hội thao")
    second = house.upload("Tổ chức hội thao")
    other = house.upload("Việc khác")
    with house.look("soanthao") as work:
        assert [row.id for row in see(work, house.rules, second).alike] == [first]
        assert see(work, house.rules, other).alike == ()
    with house.work("soanthao") as work:
        submit(work, house.rules, second)
    with house.work("truongphong") as work:
        check_content(work, house.rules, second)
    with house.look("thethuc") as work:
        # The form checker may not see the first, which is still being drafted.
        assert see(work, house.rules, second).alike == ()
