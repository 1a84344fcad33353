"""Sending: exactly the frozen plan, once, and received by those it was sent to."""

import pytest
from sqlalchemy import func, select

from documents.access import Grant
from documents.errors import NotAllowed
from documents.journal import JournalEntry
from documents.model import Document
from tests.office import House
from workflows.dispatch import Recipient, accept, inbox, inbox_waiting, recipients_of, send
from workflows.errors import NotYourTurn
from workflows.issuing import issue_document

REACHED = ("giamdoc", "pho", "soanthao", "truongphong", "ketoan")
NOT_REACHED = ("quantri", "luutru", "vanthu", "thethuc")


@pytest.fixture
def issued(house: House) -> str:
    document_id = house.signed()
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    return document_id


def facts(house: House) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


@pytest.mark.parametrize("who", NOT_REACHED)
def test_whoever_it_was_not_sent_to_can_accept_nothing_and_nothing_is_written(
    house: House, issued: str, who: str
) -> None:
    before = facts(house)
    with pytest.raises(NotAllowed), house.work(who) as work:
        accept(work, issued)
    assert facts(house) == before
    with house.look(who) as work:
        assert inbox(work) == []


def test_nothing_can_be_accepted_before_it_is_issued(house: House) -> None:
    document_id = house.signed()
    for who in REACHED:
        with pytest.raises(NotAllowed), house.work(who) as work:
            accept(work, document_id)


@pytest.mark.parametrize("who", REACHED)
def test_everybody_in_the_plan_has_it_in_the_inbox(house: House, issued: str, who: str) -> None:
    with house.look(who) as work:
        rows = inbox(work)
        assert {row.document_id for row in rows} == {issued}
        assert {row.status for row in rows} == {"delivered"}
        assert inbox_waiting(work) == 1


def test_a_recipient_accepts_once_and_for_their_own_lines_only(house: House, issued: str) -> None:
    with house.work("ketoan") as work:
        accept(work, issued)
    with house.look() as work:
        rows = {row.name: row for row in recipients_of(work.session, issued)}
    assert (rows["Phòng Kế toán"].status, rows["Phòng Kế toán"].accepted_by) == ("accepted", "Đỗ Toán")
    assert {row.status for name, row in rows.items() if name in ("Lý Văn Phó", "Phòng Tổng hợp")} == {
        "delivered"
    }
    before = facts(house)
    with pytest.raises(NotYourTurn), house.work("ketoan") as work:
        accept(work, issued)
    assert facts(house) == before


def test_one_person_of_a_unit_accepts_for_the_unit(house: House, issued: str) -> None:
    with house.work("soanthao") as work:
        accept(work, issued)
    with house.look("truongphong") as work:
        assert inbox_waiting(work) == 0


def test_an_outside_agency_is_sent_to_and_never_shown_as_delivered(house: House, issued: str) -> None:
    with house.look() as work:
        outside = [row for row in recipients_of(work.session, issued) if row.name == "Sở Kho bạc"]
        assert [(row.status, row.accepted_at) for row in outside] == [("sent_outside", None)]
        held = work.session.scalars(select(Grant.principal).where(Grant.document_id == issued))
        assert not any(principal.startswith("agency:") for principal in held)


def test_the_kept_line_is_kept_and_reaches_nobody(house: House, issued: str) -> None:
    with house.look() as work:
        kept = [row for row in recipients_of(work.session, issued) if row.status == "kept"]
    assert [(row.line, row.principal) for row in kept] == [("Lưu: VT, TH (S)", "kept")]


def test_only_the_delivered_may_see_it_as_recipients(house: House, issued: str) -> None:
    with house.look() as work:
        delivered = {
            row.principal for row in recipients_of(work.session, issued) if row.status == "delivered"
        }
        granted = work.session.scalars(
            select(Grant.principal).where(Grant.document_id == issued, Grant.role == "recipient")
        )
        assert set(granted) == delivered


def test_sending_again_sends_nothing_twice(house: House, issued: str) -> None:
    with house.work("ketoan") as work:
        accept(work, issued)
    before = facts(house)
    with house.work("vanthu") as work:
        rows = send(work, work.session.get_one(Document, issued))
    assert facts(house) == before
    with house.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Recipient)) == len(rows)
    assert "accepted" in {row.status for row in rows}
