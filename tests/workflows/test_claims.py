"""One of several takes a paper in hand; the others know who has it and wait."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from documents.errors import NotAllowed
from documents.journal import JournalEntry
from documents.model import Document
from tests.office import NOW, House
from tests.workflows.test_notices import tell, told
from workflows.calendar import Calendar
from workflows.claims import InHand, claim, hand_over, in_hand, release
from workflows.directory.absences import Declaring, declare_absence
from workflows.directory.model import Position
from workflows.errors import ActDenied, ReasonNeeded
from workflows.holds import hold
from workflows.marks import marks_of
from workflows.standing import Claim
from workflows.steps import take
from workflows.working_hours import after_working_hours


@pytest.fixture
def shared(house: House) -> House:
    """A second form checker: the archivist, who helps out."""
    with house.office() as work:
        work.session.add(
            Position(
                person_id=house.placed.people["luutru"],
                agency_id=house.placed.agency_id,
                unit_id=None,
                title="Kiểm tra thể thức",
                function="form_checker",
                since=NOW - timedelta(days=1),
            )
        )
    return house


def waiting(house: House, subject: str = "") -> str:
    """A paper that waits for its form to be checked."""
    document_id = house.upload(subject)
    for username, step in (("soanthao", "submit"), ("truongphong", "check_content")):
        with house.work(username) as work:
            take(work, house.rules, document_id, step)
    return document_id


def claimed(house: House, username: str = "thethuc") -> str:
    document_id = waiting(house)
    with house.work(username) as work:
        claim(work, house.rules, document_id)
    return document_id


def check_form(house: House, username: str, document_id: str) -> None:
    with house.work(username) as work:
        take(work, house.rules, document_id, "check_form")


def hand(house: House, username: str, document_id: str) -> InHand | None:
    with house.look(username) as work:
        return in_hand(work, house.rules, work.session.get_one(Document, document_id))


def facts(house: House) -> list[str]:
    with house.look() as work:
        return list(work.session.scalars(select(JournalEntry.fact).order_by(JournalEntry.id)))


def test_whoever_does_not_hold_the_role_takes_nothing_in_hand(shared: House) -> None:
    document_id = waiting(shared)
    for username in ("quantri", "ketoan", "soanthao", "truongphong"):
        with pytest.raises(NotAllowed), shared.work(username) as work:
            claim(work, shared.rules, document_id)
    with shared.look() as work:
        assert work.session.get(Claim, document_id) is None


def test_a_colleague_waits_and_is_told_who_has_the_paper(shared: House) -> None:
    document_id = claimed(shared)
    with pytest.raises(ActDenied) as denied:
        check_form(shared, "luutru", document_id)
    assert denied.value.facts["reason"] == "claimed"
    assert denied.value.facts["name"] == "Lê Thể"
    assert shared.state(document_id) == "form_check"
    with pytest.raises(ActDenied), shared.work("luutru") as work:
        take(work, shared.rules, document_id, "return_form", "Sai phông chữ")


def test_whoever_has_it_acts(shared: House) -> None:
    document_id = claimed(shared)
    check_form(shared, "thethuc", document_id)
    assert shared.state(document_id) == "signing"


def test_the_drafter_still_withdraws_a_paper_in_another_s_hand(shared: House) -> None:
    document_id = claimed(shared)
    with shared.work("soanthao") as work:
        take(work, shared.rules, document_id, "withdraw", "Không còn cần")
    assert shared.state(document_id) == "withdrawn"


def test_given_back_it_is_anybody_s_again(shared: House) -> None:
    document_id = claimed(shared)
    with pytest.raises(NotAllowed), shared.work("luutru") as work:
        release(work, shared.rules, document_id)
    with shared.work("thethuc") as work:
        release(work, shared.rules, document_id)
    check_form(shared, "luutru", document_id)
    assert shared.state(document_id) == "signing"


def test_a_claim_ends_when_the_paper_moves(shared: House) -> None:
    """Returned and sent again, it is a new stay: the old claim holds nobody up."""
    document_id = claimed(shared)
    with shared.work("thethuc") as work:
        take(work, shared.rules, document_id, "return_form", "Sai phông chữ")
    later = shared.at(NOW + timedelta(minutes=5))
    for username, step in (("soanthao", "submit"), ("truongphong", "check_content")):
        with later.work(username) as work:
            take(work, later.rules, document_id, step)
    check_form(later, "luutru", document_id)
    assert later.state(document_id) == "signing"


def test_a_claim_ends_when_its_holder_leaves(shared: House) -> None:
    document_id = claimed(shared)
    with shared.office() as work:
        person = shared.placed.people["thethuc"]
        work.session.execute(update(Position).where(Position.person_id == person).values(until=NOW))
    check_form(shared, "luutru", document_id)
    assert shared.state(document_id) == "signing"


def test_a_claim_ends_when_its_holder_is_away(shared: House) -> None:
    document_id = claimed(shared)
    people = shared.placed.people
    with shared.work("thethuc") as work:
        declare_absence(
            work, Declaring(people["thethuc"], people["ketoan"], NOW.date(), NOW.date(), "Đi họp")
        )
    check_form(shared, "luutru", document_id)
    assert shared.state(document_id) == "signing"


def test_a_claim_ends_after_eight_working_hours(shared: House) -> None:
    document_id = claimed(shared)
    with shared.look() as work:
        until = work.session.get_one(Claim, document_id).expires_at
    assert until == datetime(2026, 3, 13, 2, 30, tzinfo=UTC), "Thursday 09:30 to Friday 09:30"
    with pytest.raises(ActDenied):
        check_form(shared.at(until - timedelta(seconds=1)), "luutru", document_id)
    check_form(shared.at(until), "luutru", document_id)


def test_taking_over_what_ran_out_wants_a_reason_and_is_told(shared: House) -> None:
    document_id = claimed(shared)
    later = shared.at(NOW + timedelta(days=1, hours=1))
    with pytest.raises(ReasonNeeded), later.work("luutru") as work:
        claim(work, later.rules, document_id)
    with later.work("luutru") as work:
        claim(work, later.rules, document_id, "Anh Thể bận họp")
    tell(later)
    assert ("taken_over", "Anh Thể bận họp") in told(later, "thethuc")
    with pytest.raises(ActDenied):
        check_form(later, "thethuc", document_id)


def test_where_nobody_shares_there_is_nothing_to_claim(house: House) -> None:
    document_id = waiting(house)
    assert hand(house, "thethuc", document_id) is None
    with pytest.raises(ActDenied) as denied, house.work("thethuc") as work:
        claim(work, house.rules, document_id)
    assert denied.value.facts["reason"] == "nobody_shares"


def test_of_two_at_once_one_wins_and_the_other_is_told_who(shared: House) -> None:
    document_id = waiting(shared)
    actors = {username: shared.actor(username) for username in ("thethuc", "luutru")}
    both, outcome = threading.Barrier(2), dict[str, str]()

    def reach(username: str) -> None:
        both.wait()
        try:
            with shared._open(actors[username]) as work:
                claim(work, shared.rules, document_id)
            outcome[username] = "won"
        except ActDenied as denied:
            outcome[username] = str(denied.facts["name"])

    threads = [threading.Thread(target=reach, args=(username,)) for username in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    names = {"thethuc": "Lê Thể", "luutru": "Hoàng Lưu"}
    winner = next(username for username, told in outcome.items() if told == "won")
    loser = next(username for username in actors if username != winner)
    assert outcome[loser] == names[winner]
    assert facts(shared).count("paper_claimed") == 1


def test_a_colleague_stops_nothing_that_another_has_in_hand(shared: House) -> None:
    document_id = claimed(shared)
    with pytest.raises(NotAllowed), shared.work("luutru") as work:
        hold(work, shared.rules, document_id, "Chờ số liệu")
    with shared.work("thethuc") as work:
        hold(work, shared.rules, document_id, "Chờ số liệu")


# ------------------------------------------------------------------ passing on


def test_only_to_a_colleague_of_the_same_role(shared: House) -> None:
    document_id = claimed(shared)
    for username in ("ketoan", "thethuc", "vanthu"):
        with pytest.raises(NotAllowed), shared.work("thethuc") as work:
            hand_over(work, shared.rules, document_id, shared.placed.people[username], "")
    with pytest.raises(ActDenied), shared.work("luutru") as work:
        hand_over(work, shared.rules, document_id, shared.placed.people["thethuc"], "")


def test_passed_on_it_is_in_the_colleague_s_hand(shared: House) -> None:
    document_id = claimed(shared)
    with shared.work("thethuc") as work:
        hand_over(work, shared.rules, document_id, shared.placed.people["luutru"], "Nhờ anh xem phụ lục")
    with pytest.raises(ActDenied) as denied:
        check_form(shared, "thethuc", document_id)
    assert denied.value.facts["name"] == "Hoàng Lưu"
    tell(shared)
    assert ("handed", "Nhờ anh xem phụ lục") in told(shared, "luutru")
    assert facts(shared)[-1] == "paper_handed"


def test_the_list_says_who_has_it(shared: House) -> None:
    document_id = claimed(shared)
    with shared.look("luutru") as work:
        mark = marks_of(work, shared.rules, [document_id])[document_id]
    assert (mark.claimed_by, mark.mine, mark.shared) == ("Lê Thể", False, True)
    seen = hand(shared, "luutru", document_id)
    assert seen is not None
    assert (seen.name, seen.may_claim, seen.colleagues) == ("Lê Thể", False, ())


# ------------------------------------------------------------------ working hours


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-12 09:30", 1, "2026-03-12 10:30"),
        ("2026-03-12 11:00", 1, "2026-03-12 13:30"),
        ("2026-03-12 05:00", 2, "2026-03-12 09:30"),
        ("2026-03-13 16:30", 1, "2026-03-16 08:00"),
        ("2026-03-14 10:00", 8, "2026-03-16 17:00"),
    ],
)
def test_working_hours_leave_out_noon_nights_and_weekends(start: str, hours: int, end: str) -> None:
    begins = datetime.fromisoformat(f"{start}+07:00")
    assert after_working_hours(Calendar(), begins, hours) == datetime.fromisoformat(f"{end}+07:00")
