"""Two people act at once on one document: one wins, the other is told by whom and what, and nothing is half done.

Both start from the same sight of the paper, in threads of their own, over a real database.
"""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.errors import explain
from documents.errors import VanthuError, VersionMoved
from documents.journal import JournalEntry, check_chain
from documents.model import Document, Reservation
from documents.registers import check_series
from documents.work import Work
from tests.office import House, a_draft
from workflows import review, together
from workflows.dispatch import accept
from workflows.errors import AlreadyUnderway, NotYourTurn
from workflows.filing import file_into, open_dossiers
from workflows.issuing import allocate_number, issue_document
from workflows.signing import reserve
from workflows.steps import take

Act = Callable[[Work], object]


def at_once(house: House, *acts: tuple[str, Act]) -> list[VanthuError | None]:
    """Let everybody go at the same moment; None for whoever succeeded, else what they were told."""
    gate, told = threading.Barrier(len(acts)), [None] * len(acts)  # type: list[VanthuError | None]
    actors = [house.actor(who) for who, _ in acts]

    def go(place: int, act: Act) -> None:
        gate.wait()
        try:
            with house._open(actors[place]) as work:
                act(work)
        except VanthuError as refused:
            told[place] = refused

    threads = [threading.Thread(target=go, args=(place, act)) for place, (_, act) in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return told


def step(house: House, document_id: str, code: str) -> Act:
    with house.look() as work:
        seen = work.session.get_one(Document, document_id).version
    return lambda work: take(work, house.rules, document_id, code, "Cần xem lại", seen_version=seen)


def steps_taken(house: House, document_id: str) -> list[str]:
    with house.look() as work:
        rows = work.session.scalars(
            select(JournalEntry)
            .where(JournalEntry.document_id == document_id, JournalEntry.fact == "document_moved")
            .order_by(JournalEntry.id)
        )
        assert check_chain(work.session).ok
        return [row.body.split('"transition": "')[1].split('"')[0] for row in rows]


def one_won(told: list[VanthuError | None]) -> VanthuError:
    """The loser's error, when exactly one of two succeeded."""
    lost = [error for error in told if error is not None]
    assert len(lost) == 1, told
    return lost[0]


@pytest.mark.parametrize("turn", range(3))
def test_the_head_approves_while_the_drafter_withdraws(house: House, turn: int) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    told = at_once(
        house,
        ("truongphong", step(house, document_id, "check_content")),
        ("soanthao", step(house, document_id, "withdraw")),
    )
    lost = one_won(told)
    winner = "Nguyễn Soạn" if told[1] is None else "Phan Trưởng"
    assert isinstance(lost, VersionMoved)
    problem = explain(lost)
    assert (problem.status, winner in problem.message) == (409, True)
    assert steps_taken(house, document_id) == ["submit", "withdraw" if told[1] is None else "check_content"]


def test_the_director_returns_a_paper_while_signing_begins(house: House) -> None:
    document_id = house.on_the_desk()
    certificate = house.keys.director.facts.sha256
    told = at_once(
        house,
        ("giamdoc", step(house, document_id, "refuse_signing")),
        ("giamdoc", lambda work: reserve(work, house.rules, document_id, certificate)),
    )
    assert one_won(told).code in ("act_denied", "version_moved", "not_allowed", "moved_by_other")
    with house.look() as work:
        reserved = work.session.get(Reservation, document_id) is not None
    assert (house.state(document_id) == "signing") is reserved


def test_two_drafters_replace_one_draft(house: House) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        together.share_draft(work, document_id, house.placed.people["truongphong"])
    with house.look() as work:
        seen = work.session.get_one(Document, document_id).version

    def replacing(subject: str) -> Act:
        return lambda work: review.replace_draft(work, document_id, a_draft(subject), seen_version=seen)

    told = at_once(house, ("soanthao", replacing("Một")), ("truongphong", replacing("Hai")))
    assert isinstance(one_won(told), VersionMoved)
    with house.look() as work:
        subject = work.session.get_one(Document, document_id).subject
    assert subject == ("Một" if told[0] is None else "Hai")


def test_two_clerks_give_one_number(house: House) -> None:
    document_id = house.signed()
    certificate = house.keys.agency.facts.sha256

    def number(work: Work) -> object:
        return allocate_number(work, house.rules, document_id, certificate)

    told = at_once(house, ("vanthu", number), ("vanthu", number))
    # The same person may begin again; the number is given once.
    assert all(error is None or isinstance(error, AlreadyUnderway) for error in told)
    with house.look() as work:
        (report,) = [one for one in check_series(work.session) if one.given]
        assert (report.given, report.gaps) == (1, ())
        given = select(func.count()).where(JournalEntry.fact == "number_allocated")
        assert work.session.scalar(given) == 1


def issued(house: House) -> str:
    document_id = house.signed()
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    return document_id


def test_a_unit_accepts_once_whoever_is_faster(house: House) -> None:
    document_id = issued(house)

    def receive(work: Work) -> object:
        return accept(work, document_id)

    told = at_once(house, ("soanthao", receive), ("truongphong", receive))
    assert isinstance(one_won(told), NotYourTurn)
    with house.look() as work:
        heard = select(func.count()).where(JournalEntry.fact == "document_received")
        assert work.session.scalar(heard) == 1


def test_officer_and_archivist_file_one_paper(house: House) -> None:
    document_id = issued(house)
    with house.look("luutru") as work:
        dossier = open_dossiers(work)[0].id

    def file(work: Work) -> object:
        return file_into(work, house.rules, document_id, dossier)

    lost = one_won(at_once(house, ("soanthao", file), ("luutru", file)))
    assert lost.code in ("not_allowed", "version_moved", "already_filed", "moved_by_other")
    assert steps_taken(house, document_id).count("file") == 1
