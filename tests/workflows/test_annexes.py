"""Annexes in files of their own: who may change them, what falls with them, and that they go out with their paper."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from documents import annexes as kept
from documents.annexes import (
    LONGEST_TITLE,
    MOST_ANNEXES,
    Annex,
    AnnexRefused,
    AnnexUntitled,
    NoSuchAnnex,
    TooManyAnnexes,
    annexes_of,
    prepare_annex,
    see_annexes,
)
from documents.commands import frozen_digest
from documents.errors import NotAllowed, VersionMoved
from documents.issue_log import IssueEntry, check_log, standing_of
from documents.journal import JournalEntry
from documents.model import Approval, Blob, Document, Reservation
from documents.pdf.errors import TimestampUnavailable
from documents.pdf.pending import stamp_and_complete
from documents.pdf.verify import verify
from documents.reading.errors import StateSecret
from tests import disposing
from tests.annexes import add, an_annex, annex_page, version_of
from tests.office import NOW, House, drawing
from workflows import annexes
from workflows.errors import ProofFailed, TimestampPending
from workflows.issuing import allocate_number, issue_document, resume_issuing
from workflows.long_term import raise_annexes
from workflows.signing import sign_document

STRANGERS = ("quantri", "ketoan", "luutru", "vanthu", "thethuc", "truongphong", "giamdoc")


def facts(house: House) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def rows(house: House) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(Annex)) or 0


def digest(house: House, document_id: str) -> str:
    with house.look() as work:
        return frozen_digest(work.session.get_one(Document, document_id))


def seen(house: House, document_id: str):
    with house.look() as work:
        return see_annexes(work.session, document_id)


def issue(house: House, document_id: str) -> None:
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)


def signed_with(house: House, *titles: str) -> str:
    """A signed paper with these annexes."""
    document_id = house.upload()
    add(house, document_id, *titles)
    house.checked(document_id)
    sign_document(house.begin("giamdoc"), house.rules, house.tools(), document_id, house.keys.director)
    return document_id


def read_issued(house: House, document_id: str) -> list[bytes]:
    with house.look() as work:
        return [work.files.get(str(row.issued_sha256)) for row in annexes_of(work.session, document_id)]


# ------------------------------------------------------------ who may, and when


@pytest.mark.parametrize("who", STRANGERS)
def test_only_who_drafts_may_add_an_annex(house: House, who: str) -> None:
    document_id = house.upload()
    before = facts(house)
    with pytest.raises(NotAllowed), house.work(who) as work:
        annexes.add_annex(work, document_id, an_annex(), "Chỉ tiêu", seen_version=1)
    assert (facts(house), rows(house)) == (before, 0)


def test_once_submitted_nobody_changes_annexes(house: House) -> None:
    document_id = house.upload()
    (annex_id,) = add(house, document_id, "Chỉ tiêu")
    house.checked(document_id)
    before, version = facts(house), version_of(house, document_id)
    for act in (
        lambda work: annexes.add_annex(work, document_id, an_annex(), "Khác", seen_version=version),
        lambda work: annexes.replace_annex(
            work, document_id, annex_id, an_annex("B"), "Một", seen_version=version
        ),
        lambda work: annexes.rename_annex(work, document_id, annex_id, "Khác", seen_version=version),
        lambda work: annexes.change_annex(work, document_id, annex_id, "out", seen_version=version),
    ):
        with pytest.raises(NotAllowed), house.work("soanthao") as work:
            act(work)
    assert (facts(house), rows(house)) == (before, 1)


def test_an_old_sight_of_the_draft_adds_nothing(house: House) -> None:
    document_id = house.upload()
    add(house, document_id, "Chỉ tiêu")
    with pytest.raises(VersionMoved), house.work("soanthao") as work:
        annexes.add_annex(work, document_id, an_annex(), "Khác", seen_version=1)
    assert rows(house) == 1


def test_an_annex_of_another_paper_is_none_of_this_one(house: House) -> None:
    mine, other = house.upload("Một"), house.upload("Hai")
    (annex_id,) = add(house, other, "Chỉ tiêu")
    with pytest.raises(NoSuchAnnex), house.work("soanthao") as work:
        annexes.change_annex(work, mine, annex_id, "out", seen_version=version_of(house, mine))
    assert len(seen(house, other)) == 1


@pytest.mark.parametrize("title", ["", "   ", "x" * (LONGEST_TITLE + 1)])
def test_an_annex_says_what_it_is(house: House, title: str) -> None:
    document_id = house.upload()
    with pytest.raises(AnnexUntitled), house.work("soanthao") as work:
        annexes.add_annex(work, document_id, an_annex(), title, seen_version=version_of(house, document_id))
    assert rows(house) == 0


def test_there_is_an_end_to_annexes(house: House) -> None:
    document_id = house.upload()
    add(house, document_id, *(f"Biểu {number}" for number in range(MOST_ANNEXES)))
    assert seen(house, document_id)[-1].label == "Phụ lục XXX"
    with pytest.raises(TooManyAnnexes):
        add(house, document_id, "Thừa")
    assert rows(house) == MOST_ANNEXES


# ------------------------------------------------------------ what an annex does to its paper


def test_annexes_are_numbered_only_where_there_are_several(house: House) -> None:
    document_id = house.upload()
    add(house, document_id, "Chỉ tiêu")
    assert [one.label for one in seen(house, document_id)] == ["Phụ lục"]
    add(house, document_id, "Biểu mẫu")
    assert [(one.label, one.title) for one in seen(house, document_id)] == [
        ("Phụ lục I", "Chỉ tiêu"),
        ("Phụ lục II", "Biểu mẫu"),
    ]


def test_every_change_of_an_annex_makes_another_paper(house: House) -> None:
    document_id = house.upload()
    digests = [digest(house, document_id)]
    first, second = add(house, document_id, "Một", "Hai")
    digests.append(digest(house, document_id))
    for act in (
        lambda work, seen: annexes.replace_annex(
            work, document_id, first, an_annex("B"), "Một", seen_version=seen
        ),
        lambda work, seen: annexes.rename_annex(work, document_id, second, "Ba", seen_version=seen),
        lambda work, seen: annexes.change_annex(work, document_id, second, "up", seen_version=seen),
        lambda work, seen: annexes.change_annex(work, document_id, second, "out", seen_version=seen),
    ):
        version = version_of(house, document_id)
        with house.work("soanthao") as work:
            act(work, version)
        digests.append(digest(house, document_id))
    assert len(set(digests)) == len(digests)


def test_a_paper_whose_annexes_are_gone_is_what_it_was(house: House) -> None:
    document_id = house.upload()
    before = digest(house, document_id)
    (annex_id,) = add(house, document_id, "Một")
    version = version_of(house, document_id)
    with house.work("soanthao") as work:
        annexes.change_annex(work, document_id, annex_id, "out", seen_version=version)
    assert digest(house, document_id) == before


def test_approvals_fall_when_an_annex_changes(house: House) -> None:
    document_id = house.on_the_desk()
    with house.office() as work:
        kept.add_annex(work, work.session.get_one(Document, document_id), an_annex(), "Một")
    with house.look() as work:
        made = work.session.scalars(select(Approval).where(Approval.document_id == document_id)).all()
        assert {approval.fallen_reason for approval in made} == {"annexes_changed"}


# ------------------------------------------------------------ which files


def test_a_sheet_of_numbers_cannot_carry_a_signature() -> None:
    with pytest.raises(AnnexRefused):
        prepare_annex("bieu.png", drawing("red"), at=NOW)


def test_a_secret_annex_is_refused_before_it_is_kept() -> None:
    page = annex_page("MẬT \\ *TỐI MẬT*")
    with pytest.raises(StateSecret):
        prepare_annex("bieu.pdf", page, at=NOW)


def test_a_pdf_keeps_its_pages_as_they_are() -> None:
    prepared = prepare_annex("bieu.pdf", annex_page("MỘT"), at=NOW)
    assert (prepared.pages, prepared.data) == (1, annex_page("MỘT"))
    assert "MỘT" in prepared.text


# ------------------------------------------------------------ issuing


def test_each_annex_is_signed_with_its_paper(house: House) -> None:
    document_id = signed_with(house, "Một", "Hai")
    issue(house, document_id)
    assert house.state(document_id) == "issued"
    reports = [verify(pdf, trust=house.keys.trust, at=NOW) for pdf in read_issued(house, document_id)]
    assert [report.verdict for report in reports] == ["issued", "issued"]
    assert {report.filled["KyCoQuan"] for report in reports} == {
        "Số: 01/KH-STNĐT; 12/03/2026; 09:30:00 +07:00"
    }


def test_the_log_knows_each_annex(house: House) -> None:
    document_id = signed_with(house, "Một", "Hai")
    issue(house, document_id)
    files = read_issued(house, document_id)
    with house.look() as work:
        assert check_log(work.session).ok
        found = standing_of(work.session, files[1], "issued")
        assert (found.standing, found.annex) == ("issued_annex", "Phụ lục II: Hai")
        assert found.paper is not None
        assert found.paper.number_symbol == "01/KH-STNĐT"
        assert standing_of(work.session, files[1] + b"\n", "altered").standing == "changed_since"
        unsigned = an_annex("Một").rendition
        assert standing_of(work.session, unsigned, "unsigned").standing == "not_ours"


def test_a_log_entry_whose_annexes_were_changed_is_noticed(house: House) -> None:
    document_id = signed_with(house, "Một")
    issue(house, document_id)
    with house.office() as work:
        entry = work.session.scalars(select(IssueEntry)).one()
        entry.annexes = [["Phụ lục: Khác", "0" * 64]]
    with house.look() as work:
        assert not check_log(work.session).ok


def test_without_annexes_an_entry_is_what_it_always_was(house: House) -> None:
    issue(house, house.signed())
    with house.look() as work:
        assert check_log(work.session).ok
        assert work.session.scalars(select(IssueEntry)).one().annexes is None


def test_when_no_time_stamp_comes_nothing_of_it_is_issued_and_no_key_is_needed_later(house: House) -> None:
    document_id = signed_with(house, "Một", "Hai")
    tools = house.tools()
    failing = replace(tools, timestamper=FailingFrom(tools.timestamper, good=2))
    with pytest.raises(TimestampPending):
        issue_document(house.begin("vanthu"), house.rules, failing, document_id, house.keys.agency)
    assert house.state(document_id) == "signed"
    with house.look() as work:
        assert {row.issued_sha256 for row in annexes_of(work.session, document_id)} == {None}
    resume_issuing(house.begin("vanthu"), house.rules, tools, document_id)
    assert house.state(document_id) == "issued"
    reports = [verify(pdf, trust=house.keys.trust, at=NOW) for pdf in read_issued(house, document_id)]
    assert [report.verdict for report in reports] == ["issued", "issued"]


class FailingFrom:
    """A time-stamp server that goes away after some answers."""

    def __init__(self, real, *, good: int) -> None:
        self.real, self.good = real, good

    def stamp(self, digest: bytes) -> bytes:
        self.good -= 1
        if self.good < 0:
            raise TimestampUnavailable(url="http://127.0.0.1:9/")
        return self.real.stamp(digest)


def test_killed_after_the_number_a_retry_finishes_all_under_that_number(house: House) -> None:
    document_id = signed_with(house, "Một")
    with house.work("vanthu") as work:
        ticket = allocate_number(work, house.rules, document_id, house.keys.agency.facts.sha256)
    assert [one.named for one in ticket.annexes] == ["01/KH-STNĐT"]
    issue(house, document_id)
    (pdf,) = read_issued(house, document_id)
    assert "Số: 01/KH-STNĐT;" in verify(pdf, trust=house.keys.trust, at=NOW).filled["KyCoQuan"]
    with house.look() as work:
        assert work.session.scalars(select(Reservation)).all() == []


def test_an_annex_signed_by_somebody_else_or_for_another_paper_is_not_taken_in(house: House) -> None:
    document_id = signed_with(house, "Một")
    tools = house.tools()
    with house.work("vanthu") as work:
        ticket = allocate_number(work, house.rules, document_id, house.keys.agency.facts.sha256)
    (annex,) = ticket.annexes
    by_person = annexes.sign_annex(annex, house.keys.director)
    other_number = annexes.sign_annex(replace(annex, named="02/KH-STNĐT"), house.keys.agency)
    for pending in (by_person, other_number):
        pdf = stamp_and_complete(pending, tools.timestamper)
        with pytest.raises(ProofFailed):
            annexes.prove_annexes(tools, ticket.ticket, ticket.annexes, [pdf])
    with pytest.raises(ProofFailed):
        annexes.prove_annexes(tools, ticket.ticket, ticket.annexes, [])


def test_annexes_are_raised_and_renewed_with_their_paper(house: House) -> None:
    document_id = signed_with(house, "Một")
    issue(house, document_id)
    pki, keys = house.keys.pki, house.keys

    def collect(pdf: bytes):
        return pki.revocation_evidence([keys.director.certificate, keys.agency.certificate], NOW)

    begin = house.office
    assert raise_annexes(begin, house.tools(), document_id, collect) == 1
    assert raise_annexes(begin, house.tools(), document_id, collect) == 0
    assert raise_annexes(begin, house.tools(), document_id, collect, again=True) == 1
    with house.look() as work:
        (row,) = annexes_of(work.session, document_id)
        raised = work.files.get(str(row.current_sha256))
        assert raised.startswith(work.files.get(str(row.issued_sha256)))
        assert standing_of(work.session, raised, "issued").standing == "issued_annex"
    assert verify(raised, trust=keys.trust, at=NOW).level == "B-LTA"


# ------------------------------------------------------------ the end of an annex


def test_an_annex_is_destroyed_with_its_paper_unless_another_paper_has_the_same_file(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    add(house, document_id, "Chỉ có ở đây", "Có ở cả hai nơi")
    add(house, house.upload("Văn bản còn giữ"), "Có ở cả hai nơi")
    disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "destroyed")
    with house.look() as work:
        gone, shared = annexes_of(work.session, document_id)
        assert (gone.text, gone.current_sha256) == ("", None)
        for row, destroyed in ((gone, True), (shared, False)):
            for digest in (row.source_sha256, row.rendition_sha256):
                assert (work.session.get_one(Blob, digest).destroyed_at is not None) == destroyed
