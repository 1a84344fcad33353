"""Minutes: the secretary signs, then the chair, then they are numbered and sealed; each only in their turn."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from documents.errors import NotAllowed
from documents.journal import JournalEntry
from documents.model import Approval, Blob, Document, SignatureProof
from documents.pdf.errors import TimestampUnavailable
from documents.pdf.pending import stamp_and_complete
from documents.pdf.revision import Claim
from documents.pdf.sign import certify_pending, countersign_pending
from documents.pdf.verify import verify
from documents.registers import printed_symbol
from tests.minutes import a_record, attest, chair, checked, issue, signed, upload
from tests.office import House
from workflows import review, together
from workflows.commands import states_of
from workflows.directory.mandates import Standing
from workflows.directory.staff import Seat, add_person
from workflows.errors import ActDenied, CertificateNotEnrolled, NoMandate, ProofFailed, TimestampPending
from workflows.mentions import nameable
from workflows.notices.model import notices_of, tell_people
from workflows.proving import Ticket, prove
from workflows.queries import standings
from workflows.review import confirm_fields, upload_draft
from workflows.signing import complete, reserve, resume_signing, sign_document

OTHERS = ("quantri", "ketoan", "luutru", "vanthu", "thethuc", "soanthao", "truongphong")


def left(house: House) -> tuple[int, ...]:
    """Everything a signature would leave behind."""
    with house.look() as work:
        tables = (JournalEntry, Blob, SignatureProof, Approval)
        return tuple(work.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def pdf_of(house: House, document_id: str) -> bytes:
    with house.look() as work:
        row = work.session.get_one(Document, document_id)
        return work.files.get(row.issued_sha256 or row.signed_sha256 or row.rendition_sha256)


@pytest.mark.parametrize("who", [*OTHERS, "giamdoc"])
def test_nobody_but_the_named_secretary_attests(house: House, who: str) -> None:
    document_id = checked(house)
    before = left(house)
    with pytest.raises(NotAllowed):
        attest(house, document_id, who)
    assert left(house) == before
    attest(house, document_id)
    assert house.state(document_id) == "signing"


@pytest.mark.parametrize("who", [*OTHERS, "pho"])
def test_nobody_but_the_named_chair_signs_after_the_secretary(house: House, who: str) -> None:
    document_id = checked(house)
    attest(house, document_id)
    before = left(house)
    with pytest.raises(NotAllowed):
        chair(house, document_id, who)
    assert left(house) == before
    chair(house, document_id)
    assert house.state(document_id) == "signed"


def test_the_chair_does_not_sign_before_the_secretary(house: House) -> None:
    document_id = checked(house)
    with pytest.raises(NotAllowed):
        chair(house, document_id)
    assert house.state(document_id) == "secretary_signing"


def test_minutes_go_from_draft_to_issue_with_two_persons_and_the_agency(house: House) -> None:
    document_id = signed(house)
    issue(house, document_id)
    report = verify(pdf_of(house, document_id), trust=house.keys.trust, at=house.now, profile="own")
    assert report.verdict == "issued"
    assert [one.field for one in report.signatures] == ["KyThuKy", "KyGiamDoc", "DauCoQuan"]
    assert report.filled == {"SoVanBan": "01"}
    with house.look() as work:
        row = work.session.get_one(Document, document_id)
        assert printed_symbol(row) == "01/BB-STNĐT"
        assert states_of(work, row)["signing"] == "sealed"
        roles = select(SignatureProof.role).where(SignatureProof.document_id == document_id)
        assert sorted(work.session.scalars(roles)) == ["agency", "person", "secretary"]


def test_the_small_machine_tells_who_has_signed(house: House) -> None:
    document_id = checked(house)
    seen = [house.states(document_id)["signing"]]
    attest(house, document_id)
    seen.append(house.states(document_id)["signing"])
    chair(house, document_id)
    seen.append(house.states(document_id)["signing"])
    assert seen == ["unsigned", "secretary_signed", "person_signed"]


def test_minutes_need_no_month_printed_and_may_be_issued_later(house: House) -> None:
    document_id = signed(house)
    later = house.at(house.now + timedelta(days=40))
    issue(later, document_id)
    assert later.state(document_id) == "issued"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"secretary_name": None}, "secretary_unknown"),
        ({"secretary_name": "Người Không Có"}, "secretary_unknown"),
        ({"signer_name": "Người Không Có"}, "chair_unknown"),
        ({"secretary_name": "Trần Thị Thử"}, "secretary_is_chair"),
    ],
)
def test_minutes_without_two_known_people_are_not_submitted(
    house: House, fields: dict[str, object], reason: str
) -> None:
    document_id = upload(house, **fields)
    before = left(house)
    with pytest.raises(ActDenied) as denied, house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    assert denied.value.facts["reason"] == reason
    assert left(house) == before


def test_a_secretary_two_people_could_be_is_not_guessed(house: House) -> None:
    with house.work("quantri") as work:
        unit = house.placed.units["KT"]
        add_person(work, "Lý Văn Phó", Seat("Chuyên viên", "officer", unit, house.now.date()))
    document_id = upload(house)
    with pytest.raises(ActDenied) as denied, house.at(house.now + timedelta(days=1)).work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    assert denied.value.facts["reason"] == "secretary_unknown"


def test_a_page_set_for_one_signature_is_not_submitted_as_minutes(house: House) -> None:
    with house.work("soanthao") as work:
        document_id = upload_draft(work, house.rules, replace(a_record(), places={})).id
    with pytest.raises(ActDenied) as denied, house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    assert (denied.value.facts["reason"], denied.value.facts["places"]) == ("places_missing", ["secretary"])


def test_a_page_set_for_two_signatures_is_not_submitted_as_a_paper_of_one(house: House) -> None:
    document_id = upload(house)
    with house.work("soanthao") as work:
        version = work.session.get_one(Document, document_id).version
        values = {"kind": "Kế hoạch", "symbol": "KH-STNĐT", "place": "Sao Mai", "printed_year": 2026}
        confirm_fields(work, house.rules, document_id, values, seen_version=version)
    with pytest.raises(ActDenied) as denied, house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    assert (denied.value.facts["reason"], denied.value.facts["places"]) == ("places_missing", ["signature"])


def test_other_papers_still_must_say_place_and_year(house: House) -> None:
    document_id = house.upload(place=None, printed_year=None)
    with pytest.raises(ActDenied) as denied, house.work("soanthao") as work:
        review.submit(work, house.rules, document_id)
    assert denied.value.facts["missing"] == ["place", "printed_year"]


def test_the_secretarys_key_is_the_one_enrolled(house: House) -> None:
    document_id = checked(house)
    for key in (house.keys.director, house.keys.agency):
        with pytest.raises(CertificateNotEnrolled):
            attest(house, document_id, key=key)
    assert house.state(document_id) == "secretary_signing"


def test_the_chair_signs_as_chair_without_a_mandate(house: House) -> None:
    """A deputy who chairs a meeting signs for nobody."""
    document_id = checked(house, signer_name="Lý Văn Phó", secretary_name="Trần Thị Thử")
    attest(house, document_id, "giamdoc", house.keys.director)
    with house.look("pho") as work:
        found = standings(work, house.rules, [document_id])
    assert found == {document_id: Standing("", seat="chair")}
    chair(house, document_id, "pho", house.keys.deputy)
    assert house.state(document_id) == "signed"


@pytest.mark.parametrize("lines", [["CHỦ TỌA", "GIÁM ĐỐC"], ["CHỦ TRÌ", "TL. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]])
def test_a_title_beside_the_chair_must_be_theirs(house: House, lines: list[str]) -> None:
    document_id = checked(house, signer_name="Lý Văn Phó", secretary_name="Trần Thị Thử", signing_lines=lines)
    attest(house, document_id, "giamdoc", house.keys.director)
    with pytest.raises(NoMandate):
        chair(house, document_id, "pho", house.keys.deputy)
    assert house.state(document_id) == "signing"


def test_the_desk_tells_the_secretary_their_seat(house: House) -> None:
    document_id = checked(house)
    with house.look("pho") as work:
        found = standings(work, house.rules, [document_id])
    assert found == {document_id: Standing("", seat="secretary")}


# ---------------------------------------------------------------- what falls


def proofs(house: House, document_id: str) -> list[tuple[str, bool]]:
    with house.look() as work:
        rows = select(SignatureProof).where(SignatureProof.document_id == document_id)
        return sorted((row.role, row.void_at is None) for row in work.session.scalars(rows))


def test_a_chair_who_sends_the_minutes_back_voids_the_secretarys_signature(house: House) -> None:
    document_id = checked(house)
    attest(house, document_id)
    with house.work("giamdoc") as work:
        review.send_back(work, house.rules, document_id, "refuse_signing", "Thiếu phần kết luận")
    assert house.state(document_id) == "drafting"
    assert proofs(house, document_id) == [("secretary", False)]
    assert house.states(document_id)["signing"] == "unsigned"
    house.checked(document_id)
    attest(house, document_id)
    chair(house, document_id)
    assert proofs(house, document_id) == [("person", True), ("secretary", False), ("secretary", True)]


def test_a_clerk_who_sends_them_back_voids_both(house: House) -> None:
    document_id = signed(house)
    with house.work("vanthu") as work:
        review.send_back(work, house.rules, document_id, "return_signed", "Sai tên cuộc họp")
    assert proofs(house, document_id) == [("person", False), ("secretary", False)]
    with pytest.raises(NotAllowed):
        issue(house, document_id)


def test_the_secretary_may_send_them_back_unsigned(house: House) -> None:
    document_id = checked(house)
    with house.work("pho") as work:
        review.send_back(work, house.rules, document_id, "refuse_attesting", "Ghi thiếu ý kiến")
    assert (house.state(document_id), proofs(house, document_id)) == ("drafting", [])


def test_without_the_secretarys_proof_nothing_is_signed_nor_sealed(house: House) -> None:
    document_id = checked(house)
    attest(house, document_id)
    with house.office() as work:
        work.session.scalars(select(SignatureProof)).one().void_at = house.now
    with pytest.raises(ActDenied) as denied:
        chair(house, document_id)
    assert denied.value.facts["reason"] == "secretary_not_signed"
    with house.office() as work:
        work.session.scalars(select(SignatureProof)).one().void_at = None
    chair(house, document_id)
    with house.office() as work:
        rows = select(SignatureProof).where(SignatureProof.role == "secretary")
        work.session.scalars(rows).one().void_at = house.now
    with pytest.raises(ActDenied) as denied:
        issue(house, document_id)
    assert denied.value.facts["reason"] == "secretary_not_signed"
    assert house.state(document_id) == "signed"


def test_other_bytes_than_the_secretary_signed_are_not_signed(house: House) -> None:
    """Somebody put another file in place of the one the secretary signed."""
    document_id, other = checked(house, "Họp thứ nhất"), checked(house, "Họp thứ hai")
    attest(house, document_id)
    attest(house.at(house.now + timedelta(minutes=1)), other)
    with house.office() as work:
        theirs = work.session.get_one(Document, other).signed_sha256
        work.session.get_one(Document, document_id).signed_sha256 = theirs
    with pytest.raises(ActDenied) as denied:
        chair(house, document_id)
    assert denied.value.facts["reason"] == "secretary_not_signed"


# ---------------------------------------------------------------- what comes back from a key


def chairs_ticket(house: House):
    document_id = checked(house)
    attest(house, document_id)
    with house.work("giamdoc") as work:
        return reserve(work, house.rules, document_id, house.keys.director.facts.sha256)


def countersigned(house: House, ticket, key) -> bytes:
    pending = countersign_pending(ticket.base, key, picture_png=ticket.picture, claim=Claim(ticket.at))
    return stamp_and_complete(pending, house.tools().timestamper)


def finish(house: House, ticket: Ticket, data: bytes) -> None:
    proven = prove(house.tools(), ticket, data, verdict="signed")
    with house.work("giamdoc") as work:
        complete(work, house.rules, ticket, proven)


def test_the_secretarys_own_key_in_the_chairs_place_is_no_proof(house: House) -> None:
    ticket = chairs_ticket(house)
    twice = countersigned(house, ticket, house.keys.deputy)
    with pytest.raises(ProofFailed):
        finish(house, ticket, twice)
    assert house.state(ticket.document_id) == "signing"


def test_a_file_without_the_secretarys_signature_is_no_proof(house: House) -> None:
    ticket = chairs_ticket(house)
    with house.look() as work:
        blank = work.files.get(work.session.get_one(Document, ticket.document_id).rendition_sha256)
    pending = certify_pending(blank, house.keys.director, picture_png=ticket.picture, claim=Claim(ticket.at))
    alone = stamp_and_complete(pending, house.tools().timestamper)
    with pytest.raises(ProofFailed):
        finish(house, ticket, alone)


def test_the_unchanged_file_of_the_secretary_is_not_the_chairs(house: House) -> None:
    ticket = chairs_ticket(house)
    with pytest.raises(ProofFailed):
        finish(house, ticket, ticket.base)


class DownTimestamper:
    def stamp(self, digest: bytes) -> bytes:
        raise TimestampUnavailable(url="http://127.0.0.1:1", reason="refused")


@pytest.mark.parametrize("who", ["pho", "giamdoc"])
def test_either_signature_may_wait_for_its_time_stamp(house: House, who: str) -> None:
    document_id = checked(house)
    step, key = ("attest", house.keys.deputy) if who == "pho" else ("sign", house.keys.director)
    if who == "giamdoc":
        attest(house, document_id)
    before = house.state(document_id)
    down = replace(house.tools(), timestamper=DownTimestamper())
    with pytest.raises(TimestampPending):
        sign_document(house.begin(who), house.rules, down, document_id, key, step=step)
    assert house.state(document_id) == before
    resume_signing(house.begin(who), house.rules, house.tools(), document_id)
    assert house.state(document_id) == ("signing" if who == "pho" else "signed")


# ---------------------------------------------------------------- who hears of it


def told(house: House, username: str) -> list[str]:
    with house.office() as work:
        tell_people(work, house.rules, list(work.session.scalars(select(JournalEntry.id))), mail=False)
    with house.look(username) as work:
        return [row.event for row in notices_of(work)]


def test_secretary_and_chair_are_told_when_it_is_their_turn(house: House) -> None:
    document_id = checked(house)
    assert (told(house, "pho"), told(house, "giamdoc")) == (["came"], [])
    attest(house, document_id)
    assert told(house, "giamdoc") == ["came"]


def test_both_may_remark_on_minutes_and_be_named_there(house: House) -> None:
    document_id = checked(house)
    attest(house, document_id)
    with house.look("giamdoc") as work:
        row = work.session.get_one(Document, document_id)
        assert together.may_remark(work, row)
        names = {one.name for one in nameable(work, row, {})}
    assert "Lý Văn Phó" in names
