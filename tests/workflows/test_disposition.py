"""Destroying what has lost its value: nobody alone, nothing early, nothing that is kept elsewhere, nothing twice."""

import threading

import pytest
from sqlalchemy import select

from documents.commands import DOCX
from documents.destroying import FileDestroyed
from documents.dispositions import Disposition, DispositionItem
from documents.errors import NoSuchDocument, NotAllowed
from documents.journal import JournalEntry
from documents.model import Blob, Document, Dossier
from tests import disposing, records
from tests.office import House, a_draft
from workflows import review, together
from workflows.errors import ActDenied
from workflows.holds import hold
from workflows.issuing import issue_document
from workflows.long_term import raise_document
from workflows.queries import see
from workflows.records import disposition
from workflows.records.destroyable import destroy_listed
from workflows.records.disposition import DispositionRefused
from workflows.records.disposition_sight import disposition_list
from workflows.records.dossiers import age
from workflows.records.sight import waiting_dossiers
from workflows.steps import take_on


def blobs(house: House) -> dict[str, bool]:
    """Of each file, whether it is destroyed."""
    with house.look() as work:
        return {blob.sha256: blob.destroyed_at is not None for blob in work.session.scalars(select(Blob))}


def paper(house: House, document_id: str) -> Document:
    with house.look() as work:
        return work.session.get_one(Document, document_id)


# ------------------------------------------------------------------- the list


@pytest.mark.parametrize("who", ["quantri", "soanthao", "truongphong", "vanthu", "giamdoc"])
def test_nobody_but_the_archivist_draws_a_list_up(house: House, who: str) -> None:
    dossier_id = disposing.due_dossier(house)
    with pytest.raises(NotAllowed), house.work(who) as work:
        disposition.draw_up(work, house.rules, "Danh mục", [dossier_id], [])
    with house.look() as work:
        assert work.session.scalars(select(Disposition)).all() == []


def test_what_is_not_due_or_kept_for_ever_cannot_be_listed(house: House) -> None:
    kept = records.open_one(house, "09.TH", kept=records.Kept("Vĩnh viễn", "Thông tư mẫu"))
    records.put_in(house, kept, house.upload("Văn bản giữ mãi"))
    with pytest.raises(DispositionRefused, match="list_not_due"):
        disposing.draw_up(house, [kept])
    with house.look() as work:
        assert work.session.scalars(select(DispositionItem)).all() == []


def test_the_one_who_draws_it_up_is_not_of_the_council(house: House) -> None:
    dossier_id, me = disposing.due_dossier(house), house.placed.people["luutru"]
    with pytest.raises(DispositionRefused, match="council_of_oneself"), house.work("luutru") as work:
        disposition.draw_up(work, house.rules, "Danh mục", [dossier_id], [me])


def test_a_council_of_one_or_an_empty_list_goes_nowhere(house: House) -> None:
    one, due = [house.placed.people["pho"]], disposing.due_dossier(house)
    with house.work("luutru") as work:
        alone = disposition.draw_up(work, house.rules, "Một người", [due], one).id
        empty = disposition.draw_up(work, house.rules, "Không có gì", [], one).id
    for list_id, why in ((alone, "council_too_small"), (empty, "list_empty")):
        with pytest.raises(ActDenied) as denial:
            disposing.put_to_council(house, list_id)
        assert denial.value.facts["reason"] == why


def test_a_dossier_stands_on_one_list_at_a_time(house: House) -> None:
    dossier_id, other = disposing.due_dossier(house), disposing.due_dossier(house)
    first = disposing.draw_up(house, [dossier_id])
    with pytest.raises(DispositionRefused, match="listed_elsewhere"):
        disposing.draw_up(house, [dossier_id, other])
    with house.work("luutru") as work:
        council = [house.placed.people[name] for name in disposing.COUNCIL]
        disposition.change_list(work, first, "Vẫn hồ sơ ấy", [dossier_id], council)
    with house.look("luutru") as work:
        assert [one.id for one in disposition_list(work, house.rules).due] == [other]
    disposing.give_up(house, first)
    assert disposing.draw_up(house, [dossier_id, other])


def test_two_lists_at_once_get_a_dossier_once(house: House) -> None:
    dossier_id = disposing.due_dossier(house)
    gate, told = threading.Barrier(2), []

    def draw(title: str) -> None:
        gate.wait()
        try:
            disposing.draw_up(house, [dossier_id], title)
        except DispositionRefused as refused:
            told.append(refused.facts["why"])

    threads = [threading.Thread(target=draw, args=(title,)) for title in ("Một", "Hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert told == ["listed_elsewhere"]
    with house.look() as work:
        assert len(work.session.scalars(select(DispositionItem)).all()) == 1


# ------------------------------------------------------------- what one reads


def test_the_council_reads_the_papers_exactly_while_it_appraises(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    _, other = disposing.a_due_one(house)
    list_id = disposing.draw_up(house, [dossier_id])

    def reads(document: str) -> bool:
        with house.look("pho") as work:
            try:
                see(work, house.rules, document)
            except NoSuchDocument:
                return False
            return True

    assert not reads(document_id)
    disposing.put_to_council(house, list_id)
    assert reads(document_id)
    assert not reads(other)
    disposing.agree(house, list_id)
    disposing.put_to_director(house, list_id)
    assert not reads(document_id)


def test_a_list_given_back_falls_and_closes_the_papers(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    list_id = disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "appraisal")
    with house.work("truongphong") as work:
        disposition.return_list(work, house.rules, list_id, "return_list", "Hồ sơ còn vụ khiếu nại")
    assert disposing.state_of(house, list_id) == "drawn_up"
    with house.look("pho") as work, pytest.raises(NoSuchDocument):
        see(work, house.rules, document_id)
    disposing.put_to_council(house, list_id)
    with pytest.raises(ActDenied, match="council_waits"):
        disposing.put_to_director(house, list_id)


# -------------------------------------------------------------- the decision


@pytest.mark.parametrize("who", ["quantri", "luutru", "pho", "soanthao"])
def test_nobody_but_the_head_of_the_agency_decides(house: House, who: str) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    list_id = disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "decision")
    with pytest.raises(NotAllowed), house.work(who) as work:
        take_on(work, house.rules, Disposition, list_id, "decide_destruction", answers=disposing.DECIDED)
    assert paper(house, document_id).destroyed_at is None


def test_a_paper_on_hold_keeps_its_dossier(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    list_id = disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "decision")
    with house.work("soanthao") as work:
        hold(work, house.rules, document_id, "Thanh tra đang xem hồ sơ này")
    with pytest.raises(ActDenied, match="papers_on_hold"):
        disposing.decide(house, list_id)
    assert disposing.state_of(house, list_id) == "decision"


@pytest.mark.parametrize("who", ["quantri", "soanthao", "truongphong", "giamdoc"])
def test_nobody_but_the_archivist_holds_a_dossier_back(house: House, who: str) -> None:
    dossier_id = disposing.due_dossier(house)
    with pytest.raises(NotAllowed), house.work(who) as work:
        take_on(work, house.rules, Dossier, dossier_id, "hold_back", "Thanh tra", answers={"paper": "15/TB"})
    assert records.state_of(house, dossier_id) == "due"


def test_a_dossier_held_back_is_not_listed_until_it_is_let_go(house: House) -> None:
    dossier_id = disposing.due_dossier(house)
    records.hold_back(house, dossier_id)
    with pytest.raises(DispositionRefused, match="list_not_due"):
        disposing.draw_up(house, [dossier_id])
    with house.at(records.LONG_AFTER).office() as work:
        assert not age(work, house.rules, dossier_id)
    records.let_go(house, dossier_id)
    assert records.state_of(house, dossier_id) == "archived"
    records.age(house, dossier_id)
    assert disposing.draw_up(house, [dossier_id])


def test_a_dossier_held_back_in_time_stops_the_decision_and_closes_it_for_the_council(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    list_id = disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "appraisal")
    records.hold_back(house, dossier_id)
    with house.look("pho") as work, pytest.raises(NoSuchDocument):
        see(work, house.rules, document_id)
    with pytest.raises(ActDenied, match="dossier_not_due"):
        disposing.put_to_director(house, list_id)


def test_nobody_is_hurried_to_hold_a_dossier_back_or_to_let_it_go(house: House) -> None:
    calm = records.open_one(house, "03.TH")
    records.put_in(house, calm, house.upload("Văn bản nằm yên"))
    held = disposing.due_dossier(house)
    records.bring_to(house, calm, "archived")
    records.hold_back(house, held)
    with house.look("luutru") as work:
        assert waiting_dossiers(work, house.rules) == []


def test_what_was_held_back_after_the_decision_is_not_destroyed(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    list_id = disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "destroying")
    records.hold_back(house, dossier_id)
    disposing.destroy(house, list_id)
    assert paper(house, document_id).destroyed_at is None
    assert records.state_of(house, dossier_id) == "held_back"


# ----------------------------------------------------------------- destroying


def test_files_and_text_go_and_the_record_stays(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house, subject="Chuyện cũ phải hủy")
    before = paper(house, document_id)
    list_id = disposing.draw_up(house, [dossier_id])
    disposing.bring_to(house, list_id, "recorded")
    after = paper(house, document_id)
    assert after.destroyed_at is not None
    assert (after.text, after.subject, after.symbol) == ("", before.subject, before.symbol)
    # Every draft of these tests has the same page: the rendition is still another paper's.
    assert blobs(house)[before.draft_sha256]
    with house.look() as work:
        assert work.session.get_one(Dossier, dossier_id).state == "destroyed"
        told = select(JournalEntry.fact).where(JournalEntry.document_id == document_id)
        assert "document_destroyed" in work.session.scalars(told).all()


def test_what_another_paper_needs_stays(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    house.upload("Văn bản còn dùng")
    disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "destroyed")
    gone = paper(house, document_id)
    assert not blobs(house)[gone.rendition_sha256]


def test_a_paper_that_also_lies_in_a_kept_dossier_stays_whole(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    records.put_in(house, records.open_one(house, "08.TH"), document_id)
    disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "destroyed")
    kept = paper(house, document_id)
    assert kept.destroyed_at is None
    assert kept.text
    assert not blobs(house)[kept.draft_sha256]


def test_being_told_twice_destroys_once(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    list_id = disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "destroying")
    disposing.destroy(house, list_id)
    moment = paper(house, document_id).destroyed_at
    with house.office() as work:
        destroy_listed(work, work.session.get_one(Disposition, list_id))
    with house.look() as work:
        told = select(JournalEntry.id).where(JournalEntry.fact == "document_destroyed")
        assert len(work.session.scalars(told).all()) == 1
    assert paper(house, document_id).destroyed_at == moment


def test_bytes_that_come_again_are_kept_again(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house, subject="Tài liệu quay lại")
    disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "destroyed")
    digest = paper(house, document_id).draft_sha256
    assert blobs(house)[digest]
    house.upload("Tài liệu quay lại")
    assert not blobs(house)[digest]


# -------------------------------------------------------- every file it ever had


def due_with(house: House, document_id: str) -> str:
    """A due dossier with this paper in it."""
    dossier_id = records.open_one(house, "77.TH")
    records.put_in(house, dossier_id, document_id)
    return records.bring_to(house, dossier_id, "due")


def test_a_paper_in_two_dossiers_of_one_list_goes_too(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    disposing.bring_to(
        house, disposing.draw_up(house, [dossier_id, due_with(house, document_id)]), "destroyed"
    )
    gone = paper(house, document_id)
    assert gone.destroyed_at is not None
    assert blobs(house)[gone.draft_sha256]
    with house.look() as work:
        told = select(JournalEntry.id).where(JournalEntry.fact == "document_destroyed")
        assert len(work.session.scalars(told).all()) == 1


def test_a_signature_that_fell_leaves_no_file_behind(house: House) -> None:
    document_id = house.signed("Văn bản ký rồi bị trả lại")
    signed = paper(house, document_id).signed_sha256
    with house.work("vanthu") as work:
        review.send_back(work, house.rules, document_id, "return_signed", "Sai thể thức ở trang đầu")
    assert paper(house, document_id).signed_sha256 is None
    disposing.bring_to(house, disposing.draw_up(house, [due_with(house, document_id)]), "destroyed")
    assert blobs(house)[str(signed)]


def test_an_issued_paper_leaves_none_of_its_stages(house: House) -> None:
    document_id = house.signed("Văn bản phát hành rồi nâng mức")
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    holders = [house.keys.director.certificate, house.keys.agency.certificate]
    raise_document(
        house.begin("vanthu"),
        house.tools(),
        document_id,
        lambda pdf: house.keys.pki.revocation_evidence(holders, house.now),
    )
    before = paper(house, document_id)
    stages = (before.draft_sha256, before.signed_sha256, before.issued_sha256, before.current_sha256)
    assert len(set(stages)) == len(stages)
    disposing.bring_to(house, disposing.draw_up(house, [due_with(house, document_id)]), "destroyed")
    after = blobs(house)
    assert [after[str(digest)] for digest in stages] == [True] * len(stages)


def test_versions_that_are_destroyed_are_not_compared(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house)
    disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "destroyed")
    with pytest.raises(FileDestroyed), house.look("soanthao") as work:
        together.compare_versions(work, document_id, 1, 1)


def test_whoever_keeps_the_same_bytes_at_that_moment_keeps_them(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house, subject="Cùng một bản thảo")
    list_id = disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "destroying")
    destroying = threading.Thread(target=disposing.destroy, args=(house, list_id))
    with house.work("soanthao") as work:
        again = review.upload_draft(work, house.rules, a_draft("Cùng một bản thảo")).id
        destroying.start()
        destroying.join(timeout=0.5)
    destroying.join(timeout=60)
    assert paper(house, document_id).destroyed_at is not None
    assert not blobs(house)[paper(house, again).draft_sha256]


def test_bytes_just_kept_wait_for_the_row_that_names_them(house: House) -> None:
    dossier_id, document_id = disposing.a_due_one(house, subject="Cùng một bản thảo")
    list_id = disposing.bring_to(house, disposing.draw_up(house, [dossier_id]), "destroying")
    digest = paper(house, document_id).draft_sha256
    destroying = threading.Thread(target=disposing.destroy, args=(house, list_id))
    with house.work("soanthao") as work:
        assert work.keep(a_draft("Cùng một bản thảo").data, DOCX) == digest
        destroying.start()
        destroying.join(timeout=2)
        seen = work.session.scalar(select(Blob.destroyed_at).where(Blob.sha256 == digest))
    destroying.join(timeout=60)
    assert seen is None
    assert blobs(house)[digest]
