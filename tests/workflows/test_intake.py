"""Taking papers in: who may not, what is refused, what is kept, and the số đến given once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from documents.errors import NoSuchDocument, NotAllowed, VersionMoved
from documents.files import sha256
from documents.incoming import Incoming, IncomingTaken, Values, ValuesRefused
from documents.journal import JournalEntry
from documents.model import Blob, Document
from documents.reading.errors import DamagedFile, StateSecret
from documents.receiving import NotReceivable
from documents.registers import check_series
from search.entry import entry_of
from tests.arrivals import SENDER, SUBJECT, TODAY, letter, received, registered, signed_pdf, take
from tests.office import NOW, PROFILE, House
from workflows.errors import ActDenied, ReasonNeeded
from workflows.incoming import intake
from workflows.incoming.book import COLUMNS, TRACKING_COLUMNS, arrivals_book, tracking_book
from workflows.incoming.sight import clerks_desk, incoming_paper, see_incoming
from workflows.queries import visible

OTHERS = [person.username for person in PROFILE.people if person.username != "vanthu"]
VALUES = Values(arrived_on=TODAY, sender=SENDER, subject=SUBJECT, number_symbol="15/KH-SKB")


def written(house: House) -> tuple[int, int, int, int]:
    """How much there is of everything an intake writes."""
    with house.look() as work:
        counts = [
            work.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Document, Incoming, Blob, JournalEntry)
        ]
    return (counts[0], counts[1], counts[2], counts[3])


def incoming_of(house: House, document_id: str) -> Incoming:
    with house.look() as work:
        return work.session.get_one(Incoming, document_id)


# ------------------------------------------------------------------- who may not


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_but_the_clerk_takes_a_paper_in_and_nothing_is_written(house: House, who: str) -> None:
    before = written(house)
    with pytest.raises(NotAllowed), house.work(who) as work:
        intake.take_in(work, house.rules, VALUES, received(house, letter()))
    assert written(house) == before


@pytest.mark.parametrize("who", OTHERS)
def test_a_paper_at_the_clerk_is_seen_and_touched_by_nobody_else(house: House, who: str) -> None:
    paper = registered(house, letter())
    before = written(house)
    for act in (
        lambda work: intake.register(work, house.rules, paper),
        lambda work: intake.correct(work, house.rules, paper, VALUES, seen_version=None),
        lambda work: intake.scan(work, paper, received(house, letter())),
        lambda work: intake.return_to_sender(work, house.rules, paper, "Gửi nhầm nơi nhận"),
        lambda work: intake.acknowledge(work, paper, "điện thoại"),
        lambda work: see_incoming(work, house.rules, paper),
    ):
        with pytest.raises((NotAllowed, NoSuchDocument)), house.work(who) as work:
            act(work)
    assert written(house) == before
    with house.look(who) as work:
        assert clerks_desk(work, house.rules).to_pass == ()


def test_the_books_are_closed_to_whoever_does_not_keep_them(house: House) -> None:
    registered(house)
    for who in ("soanthao", "truongphong", "ketoan", "thethuc", "quantri"):
        with house.look(who) as work, pytest.raises(NotAllowed):
            arrivals_book(work, year=2026)
        with house.look(who) as work, pytest.raises(NotAllowed):
            tracking_book(work, year=2026)


# --------------------------------------------------------------- what is read and kept


def test_what_the_file_says_is_suggested_and_its_bytes_are_kept_as_they_came(house: House) -> None:
    data = letter()
    file = received(house, data)
    with house.work("vanthu") as work:
        values = intake.values_read(work, file)
        taken = intake.take_in(work, house.rules, values, file)
    assert (values.number_symbol, values.kind, values.signer_name) == ("15/KH-SKB", "Kế hoạch", "Bùi Văn Kho")
    assert (values.document_date, values.answer_by) == (date(2026, 3, 10), date(2026, 3, 20))
    assert values.medium == "paper", "without a signature it is the picture of a paper"
    row = incoming_of(house, taken.document_id)
    assert (row.file_sha256, row.verdict) == (sha256(data), "unsigned")
    with house.look("vanthu") as work:
        assert work.files.get(row.file_sha256 or "") == data
        document = visible(work, taken.document_id)
        assert (document.number, document.symbol, document.rendition_sha256) == (15, "KH-SKB", sha256(data))


def test_the_marks_of_urgency_are_read(house: House) -> None:
    assert received(house, letter(mark='#text(weight: "bold")[HỎA TỐC]')).values["urgency"] == "express"
    assert received(house, letter()).values["urgency"] == ""


def test_a_paper_with_a_secrecy_mark_is_refused_before_anything_is_kept(house: House) -> None:
    before = written(house)
    with pytest.raises(StateSecret):
        received(house, letter(mark='#text(weight: "bold")[MẬT]'))
    with pytest.raises(StateSecret), house.work("vanthu") as work:
        intake.take_in(work, house.rules, replace(VALUES, note="TỐI MẬT"), None, sheet=b"%PDF")
    assert written(house) == before


@pytest.mark.parametrize(
    ("data", "trouble"),
    [(b"\x89PNG\r\n\x1a\n", NotReceivable), (b"MZ program", NotReceivable), (b"%PDF-1.7", DamagedFile)],
)
def test_a_file_of_another_sort_is_refused(house: House, data: bytes, trouble: type[Exception]) -> None:
    with pytest.raises(trouble):
        received(house, data, "la.pdf")


@pytest.mark.parametrize(
    ("box", "value"),
    [
        ("arrived_on", TODAY + timedelta(days=1)),
        ("document_date", TODAY + timedelta(days=1)),
        ("urgency", "soon"),
        ("medium", "stone"),
        ("pages", 0),
        ("subject", "x" * 2001),
        ("number_symbol", "9" * 61),
    ],
)
def test_a_box_that_cannot_be_kept_is_named_and_nothing_is_written(
    house: House, box: str, value: object
) -> None:
    before = written(house)
    with pytest.raises(ValuesRefused) as refusal, house.work("vanthu") as work:
        intake.take_in(work, house.rules, replace(VALUES, **{box: value}), None, sheet=b"%PDF")
    assert refusal.value.facts["field"] == box
    assert written(house) == before


def test_a_paper_is_warned_of_when_it_came_before(house: House) -> None:
    first = take(house, letter())
    again = take(house, letter())
    other_file = take(house, letter(subject="Đọc lại"))
    another = take(house, number_symbol="16/KH-SKB")
    last_year = take(house, document_date=date(2025, 3, 10))
    with house.look("vanthu") as work:
        alike = {
            paper: {row.id for row in see_incoming(work, house.rules, paper).alike}
            for paper in (first, again, other_file, another, last_year)
        }
    assert alike[again] == {first, other_file}
    assert alike[other_file] == {first, again}, "same sender, number and year, though other bytes"
    assert alike[another] == alike[last_year] == set()


# ----------------------------------------------------------------------- signatures


def test_a_signed_paper_is_an_electronic_original_with_its_verdict(house: House) -> None:
    file = received(house, signed_pdf(house))
    with house.work("vanthu") as work:
        values = replace(intake.values_read(work, file), sender=SENDER, subject=SUBJECT)
        paper = intake.take_in(work, house.rules, values, file).document_id
        assert intake.register(work, house.rules, paper) == 1
    row = incoming_of(house, paper)
    assert (row.medium, row.verdict) == ("electronic", "issued")
    assert {one["status"] for one in row.signatures} == {"valid"}


@pytest.mark.parametrize("medium", ["electronic", "paper"])
def test_a_paper_altered_after_signing_is_not_registered_but_returned(house: House, medium: str) -> None:
    data = signed_pdf(house)
    paper = take(house, data + b"\n% them vao sau\n", medium=medium)
    assert incoming_of(house, paper).verdict == "altered"
    before = written(house)
    with pytest.raises(ActDenied) as denial, house.work("vanthu") as work:
        intake.register(work, house.rules, paper)
    assert denial.value.facts["reason"] == "signature_altered"
    assert written(house) == before
    with pytest.raises(ReasonNeeded), house.work("vanthu") as work:
        intake.return_to_sender(work, house.rules, paper, " - ")
    with house.work("vanthu") as work:
        intake.return_to_sender(work, house.rules, paper, "Tệp bị sửa sau khi ký, đề nghị gửi lại")
    assert house.state(paper) == "returned"
    assert incoming_of(house, paper).number is None


def test_a_scan_is_a_paper_and_not_an_electronic_original(house: House) -> None:
    paper = take(house, letter(), medium="electronic")
    with pytest.raises(ActDenied) as denial, house.work("vanthu") as work:
        intake.register(work, house.rules, paper)
    assert denial.value.facts["reason"] == "electronic_unsigned"
    with house.work("vanthu") as work:
        intake.correct(work, house.rules, paper, VALUES, seen_version=None)
        assert intake.register(work, house.rules, paper) == 1


# ----------------------------------------------------------------------- the register


def test_without_sender_or_subject_nothing_is_registered(house: House) -> None:
    paper = take(house, sender="", subject="")
    with pytest.raises(ActDenied) as denial, house.work("vanthu") as work:
        intake.register(work, house.rules, paper)
    assert denial.value.facts["missing"] == ["sender", "subject"]


def test_numbers_run_on_for_paper_and_electronic_alike_and_apart_from_our_own(house: House) -> None:
    signed_pdf(house)  # takes number 1 of the outgoing series
    papers = [registered(house, letter()), registered(house), registered(house, number_symbol="9/QĐ")]
    assert [incoming_of(house, paper).number for paper in papers] == [1, 2, 3]
    with house.look() as work:
        reports = {report.name: report for report in check_series(work.session)}
    assert (reports["Văn bản đến"].given, reports["Văn bản đến"].gaps) == (3, ())
    assert reports["Văn bản hành chính"].given == 1


def test_a_paper_is_registered_once(house: House) -> None:
    paper = registered(house)
    before = written(house)
    with pytest.raises(NotAllowed), house.work("vanthu") as work:
        intake.register(work, house.rules, paper)
    assert written(house) == before


def test_the_numbers_begin_again_with_the_year(house: House) -> None:
    registered(house)
    later = house.at(NOW + timedelta(days=300))
    assert incoming_of(house, registered(later, arrived_on=date(2027, 1, 6))).number == 1
    with house.look("vanthu") as work:
        assert [row.number for row in arrivals_book(work, year=2026)] == [1]
        assert [row.arrived_on for row in arrivals_book(work, year=2027)] == [date(2027, 1, 6)]


def test_a_paper_registered_after_the_next_working_day_is_marked_late(house: House) -> None:
    """Arrived on Thursday: Friday is in time, Monday is late; the desk says so before."""
    in_time, late = take(house), take(house, number_symbol="2/X")
    friday, monday = house.at(NOW + timedelta(days=1)), house.at(NOW + timedelta(days=4))
    with friday.work("vanthu") as work:
        assert not any(row.late for row in clerks_desk(work, house.rules).unregistered)
        intake.register(work, house.rules, in_time)
    with monday.work("vanthu") as work:
        waiting = clerks_desk(work, house.rules).unregistered
        assert [(row.id, row.late, row.register_by) for row in waiting] == [(late, True, date(2026, 3, 13))]
        intake.register(work, house.rules, late)
    assert (incoming_of(house, in_time).late, incoming_of(house, late).late) == (False, True)
    with house.look("vanthu") as work:
        assert [row.note for row in arrivals_book(work, year=2026)] == ["", "đăng ký muộn"]


def test_two_clerks_registering_at_once_leave_no_gap_and_double_nothing(house: House) -> None:
    papers = [take(house, number_symbol=f"{count}/X") for count in range(8)]

    def register(paper: str) -> int:
        with house.work("vanthu") as work:
            return intake.register(work, house.rules, paper)

    with ThreadPoolExecutor(4) as desk:
        numbers = list(desk.map(register, papers))
    assert sorted(numbers) == list(range(1, 9))
    with house.look() as work:
        (report,) = [one for one in check_series(work.session) if one.name == "Văn bản đến"]
    assert (report.given, report.gaps) == (8, ())


def test_two_clerks_registering_one_paper_give_it_one_number(house: House) -> None:
    paper = take(house)

    def register(_: int) -> str:
        try:
            with house.work("vanthu") as work:
                return str(intake.register(work, house.rules, paper))
        except (NotAllowed, VersionMoved) as error:
            return error.code

    with ThreadPoolExecutor(2) as desk:
        said = list(desk.map(register, range(2)))
    assert sorted(said)[0] == "1"
    assert sorted(said)[1] in ("not_allowed", "version_moved")
    with house.look() as work:
        assert [one.given for one in check_series(work.session) if one.name == "Văn bản đến"] == [1]


def test_an_old_sight_of_a_paper_registers_nothing(house: House) -> None:
    paper = take(house)
    with house.work("vanthu") as work:
        seen = visible(work, paper).version
        intake.correct(work, house.rules, paper, replace(VALUES, subject="Khác"), seen_version=seen)
    with pytest.raises(VersionMoved), house.work("vanthu") as work:
        intake.register(work, house.rules, paper, seen_version=seen)
    with pytest.raises(VersionMoved), house.work("vanthu") as work:
        intake.correct(work, house.rules, paper, VALUES, seen_version=seen)


def test_the_books_have_the_columns_of_the_decree(house: House) -> None:
    assert (len(COLUMNS), len(TRACKING_COLUMNS)) == (10, 7)
    paper = registered(house, letter(), note="kèm 2 phụ lục")
    with house.look("giamdoc") as work:
        (row,) = arrivals_book(work, year=2026)
        (tracked,) = tracking_book(work, year=2026)
    assert (row.document_id, row.number, row.sender, row.number_symbol) == (paper, 1, SENDER, "15/KH-SKB")
    assert (row.kind_and_subject, row.note) == (f"Kế hoạch {SUBJECT}", "kèm 2 phụ lục")
    assert tracked.described == f"Kế hoạch 15/KH-SKB ngày 10/03/2026, {SENDER}"
    assert tracked.progress == "Chưa chuyển"


# ------------------------------------------------------------- paper, scan, sender, search


def test_a_paper_is_scanned_later_and_the_scan_is_never_replaced(house: House) -> None:
    paper = registered(house)
    assert incoming_of(house, paper).file_sha256 is None
    with house.work("vanthu") as work:
        intake.scan(work, paper, received(house, letter()))
    row = incoming_of(house, paper)
    assert (row.file_sha256, row.verdict, row.medium) == (sha256(letter()), "unsigned", "paper")
    with pytest.raises(NotAllowed), house.work("vanthu") as work:
        intake.scan(work, paper, received(house, letter("Bản khác")))


def test_telling_the_sender_is_recorded_once_with_how(house: House) -> None:
    paper = registered(house)
    with pytest.raises(ReasonNeeded), house.work("vanthu") as work:
        intake.acknowledge(work, paper, "  ")
    with house.work("vanthu") as work:
        assert [row.id for row in clerks_desk(work, house.rules).untold] == [paper]
        intake.acknowledge(work, paper, "thư điện tử công vụ")
        assert clerks_desk(work, house.rules).untold == ()
    with pytest.raises(NotAllowed), house.work("vanthu") as work:
        intake.acknowledge(work, paper, "lần nữa")
    row = incoming_of(house, paper)
    assert (row.acknowledged_how, row.acknowledged_by) == ("thư điện tử công vụ", "Phạm Thư")


def test_a_paper_is_findable_by_its_incoming_number_sender_symbol_and_subject(house: House) -> None:
    paper = registered(house, letter(), number_symbol="12a/CV-SKB")
    with house.look("vanthu") as work:
        document, _ = incoming_paper(work, paper)
        entry = entry_of(work.session, document, work.now)
    assert all(words in entry.head for words in ("số đến 1", SENDER, "12a/CV-SKB", SUBJECT))
    assert "Thực hiện nhiệm vụ được giao" in entry.text


def test_what_was_taken_in_is_told_to_the_journal(house: House) -> None:
    take(house, letter())
    with house.look() as work:
        told = work.session.scalars(select(JournalEntry).where(JournalEntry.fact == IncomingTaken.name)).one()
    assert (told.actor_name, SENDER in told.body) == ("Phạm Thư", True)


# ---------------------------------------------------------------------------- old papers


@pytest.mark.parametrize("who", ["soanthao", "giamdoc", "quantri"])
def test_old_papers_are_put_into_the_archive_by_clerk_and_archivist_alone(house: House, who: str) -> None:
    before = written(house)
    with pytest.raises(NotAllowed), house.work(who) as work:
        intake.take_in_old(work, house.rules, VALUES, received(house, letter()))
    assert written(house) == before


def test_an_old_paper_is_put_into_the_archive_once_and_takes_no_number(house: House) -> None:
    with house.work("luutru") as work:
        paper = intake.take_in_old(work, house.rules, VALUES, received(house, letter()))
        assert intake.take_in_old(work, house.rules, VALUES, received(house, letter())) is None
    assert paper is not None
    assert house.state(paper) == "archived"
    assert incoming_of(house, paper).number is None
    with house.look("luutru") as work:
        assert visible(work, paper).subject == SUBJECT
