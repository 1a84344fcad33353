"""The văn thư issues: what is refused, what is kept, and that a number is never lost or doubled."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from documents.errors import NotAllowed, VersionMoved
from documents.journal import JournalEntry
from documents.model import Document
from documents.pdf.errors import TimestampUnavailable
from documents.registers import NumberAllocation, NumberSeries, RegisterEntry, check_series
from tests.office import House
from workflows.errors import (
    ActDenied,
    CertificateNotEnrolled,
    MonthPassed,
    ReasonNeeded,
    TimestampPending,
)
from workflows.issuing import allocate_number, cancel_number, issue_document, resume_issuing
from workflows.review import send_back

OFFICERS = ("ketoan", "soanthao", "truongphong", "thethuc", "luutru", "quantri", "giamdoc")


def issue(house: House, document_id: str, who: str = "vanthu") -> None:
    issue_document(house.begin(who), house.rules, house.tools(), document_id, house.keys.agency)


def facts(house: House) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


@pytest.mark.parametrize("who", OFFICERS)
def test_nobody_but_the_clerk_may_issue(house: House, who: str) -> None:
    document_id = house.signed()
    before = facts(house)
    with pytest.raises(NotAllowed):
        issue(house, document_id, who)
    assert facts(house) == before
    assert house.state(document_id) == "signed"


def test_the_clerk_cannot_seal_what_is_not_signed(house: House) -> None:
    document_id = house.on_the_desk()
    with pytest.raises(NotAllowed):
        issue(house, document_id)
    with house.look() as work:
        assert work.session.scalars(select(NumberAllocation)).all() == []


def test_a_paper_is_not_issued_twice(house: House) -> None:
    document_id = house.signed()
    issue(house, document_id)
    with pytest.raises(NotAllowed):
        issue(house, document_id)
    with house.look() as work:
        assert work.session.scalar(select(func.count()).select_from(RegisterEntry)) == 1


def test_a_paper_that_prints_another_month_is_refused_and_takes_no_number(house: House) -> None:
    document_id = house.signed(printed_month=2)
    with pytest.raises(MonthPassed):
        issue(house, document_id)
    with house.look() as work:
        assert work.session.scalars(select(NumberAllocation)).all() == []


def test_a_blank_month_is_filled_in(house: House) -> None:
    """The page of the test has no blank for the month, so the printed one stays; the day is written."""
    document_id = house.signed()
    issue(house, document_id)
    with house.look() as work:
        assert str(work.session.get_one(Document, document_id).issued_on) == "2026-03-12"


def test_somebody_elses_key_does_not_seal(house: House) -> None:
    document_id = house.signed()
    with pytest.raises(CertificateNotEnrolled):
        issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.director)
    assert house.state(document_id) == "signed"


def test_an_old_sight_of_the_paper_is_refused(house: House) -> None:
    document_id = house.signed()
    with pytest.raises(VersionMoved):
        issue_document(
            house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency, seen_version=1
        )


class DownTimestamper:
    def stamp(self, digest: bytes) -> bytes:
        raise TimestampUnavailable(url="http://127.0.0.1:1", reason="refused")


def test_without_a_timestamp_the_seal_is_held_and_the_number_kept(house: House) -> None:
    document_id = house.signed()
    down = replace(house.tools(), timestamper=DownTimestamper())
    with pytest.raises(TimestampPending):
        issue_document(house.begin("vanthu"), house.rules, down, document_id, house.keys.agency)
    assert house.state(document_id) == "signed"
    tomorrow = house.at(house.now + timedelta(hours=20))
    resume_issuing(tomorrow.begin("vanthu"), house.rules, tomorrow.tools(), document_id)
    with house.look() as work:
        document = work.session.get_one(Document, document_id)
        # The day is that of the transaction that gave the number, not of the retry.
        assert (document.state, document.number, str(document.issued_on)) == ("issued", 1, "2026-03-12")
        assert check_series(work.session)[0].gaps == ()


def test_a_retry_after_a_crash_keeps_the_number(house: House) -> None:
    document_id = house.signed()
    with house.work("vanthu") as work:
        first = allocate_number(work, house.rules, document_id, house.keys.agency.facts.sha256)
    issue(house, document_id)
    with house.look() as work:
        assert work.session.get_one(Document, document_id).number == first.allocation.number
        assert work.session.scalar(select(func.count()).select_from(NumberAllocation)) == 1


def test_giving_a_number_up_needs_a_reason_and_leaves_an_explained_gap(house: House) -> None:
    first, second = house.signed("một"), house.signed("hai")
    with house.work("vanthu") as work:
        allocate_number(work, house.rules, first, house.keys.agency.facts.sha256)
    with pytest.raises(ReasonNeeded), house.work("vanthu") as work:
        cancel_number(work, house.rules, first, " ")
    with house.work("vanthu") as work:
        cancel_number(work, house.rules, first, "Phát hiện sai nơi nhận")
    issue(house, second)
    with house.look() as work:
        report = check_series(work.session)[0]
        assert (report.cancelled, report.gaps) == ((1,), ())
        assert work.session.get_one(Document, second).number == 2
    assert house.state(first) == "drafting"


def test_a_numbered_paper_does_not_go_back_without_cancelling_the_number(house: House) -> None:
    document_id = house.signed()
    with house.work("vanthu") as work:
        allocate_number(work, house.rules, document_id, house.keys.agency.facts.sha256)
    with pytest.raises(ActDenied) as denied, house.work("vanthu") as work:
        send_back(work, house.rules, document_id, "return_signed", "sai thể thức")
    assert denied.value.facts["reason"] == "number_given"


def test_a_series_may_start_anywhere(house: House) -> None:
    with house.office() as work:
        work.session.scalars(select(NumberSeries)).one().next_number = 303
    document_id = house.signed()
    issue(house, document_id)
    with house.look() as work:
        assert work.session.scalars(select(RegisterEntry.number_symbol)).one() == "303/KH-STNĐT"


def test_a_new_year_begins_at_one_again(house: House) -> None:
    new_year = house.at(house.now.replace(year=2027, month=1, day=4))
    document_id = new_year.signed(printed_month=1, printed_year=2027)
    issue_document(new_year.begin("vanthu"), house.rules, new_year.tools(), document_id, house.keys.agency)
    with house.look() as work:
        assert work.session.get_one(Document, document_id).number == 1
        assert {series.year for series in work.session.scalars(select(NumberSeries))} == {2026, 2027}


def test_twenty_papers_issued_at_once_get_the_numbers_one_to_twenty(house: House) -> None:
    papers = [house.signed(f"văn bản {count}") for count in range(20)]
    begin, troubles = house.begin("vanthu"), []
    gate = threading.Barrier(len(papers))

    def run(document_id: str) -> None:
        gate.wait()
        try:
            issue_document(begin, house.rules, house.tools(), document_id, house.keys.agency)
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=run, args=(document_id,)) for document_id in papers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    with house.look() as work:
        numbers = sorted(work.session.scalars(select(RegisterEntry.number)))
        assert numbers == list(range(1, 21))
        assert check_series(work.session)[0].gaps == ()
