"""The competent person signs: whose turn it is, what is held, and what is refused when it comes back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from documents.errors import NotAllowed, VersionMoved
from documents.journal import JournalEntry
from documents.model import Approval, Blob, Document, SignatureProof
from documents.pdf.errors import TimestampUnavailable
from documents.pdf.keys import SigningKey
from documents.pdf.pending import stamp_and_complete
from documents.pdf.revision import Claim
from documents.pdf.sign import certify_pending
from tests.office import House
from workflows import review
from workflows.directory.model import Certificate, Mandate
from workflows.errors import (
    ActDenied,
    CertificateNotEnrolled,
    NoCertificate,
    NoMandate,
    ProofFailed,
    ReservationLost,
    TimestampPending,
)
from workflows.proving import Ticket, prove
from workflows.signing import (
    RESERVATION,
    complete,
    reserve,
    resume_signing,
    sign_document,
    waiting_for_timestamp,
)

OTHERS = ("quantri", "ketoan", "luutru", "vanthu", "thethuc", "soanthao", "truongphong", "pho")
KT = {"signing_lines": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "signer_name": "Lý Văn Phó"}


class DownTimestamper:
    def stamp(self, digest: bytes) -> bytes:
        raise TimestampUnavailable(url="http://127.0.0.1:1", reason="refused")


def sign(house: House, document_id: str, who: str = "giamdoc", key: SigningKey | None = None) -> None:
    sign_document(house.begin(who), house.rules, house.tools(), document_id, key or house.keys.director)


def kept(house: House) -> tuple[int, int, int, int]:
    """Everything a signature would leave behind."""
    with house.look() as work:
        tables = (JournalEntry, Blob, SignatureProof, Approval)
        return tuple(work.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)  # type: ignore[return-value]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_but_the_named_signer_may_sign(house: House, who: str) -> None:
    document_id = house.on_the_desk()
    before = kept(house)
    with pytest.raises(NotAllowed):
        sign(house, document_id, who)
    assert kept(house) == before
    assert house.state(document_id) == "signing"
    sign(house, document_id)
    assert house.state(document_id) == "signed"


def test_a_key_of_somebody_else_is_refused_before_it_works(house: House) -> None:
    document_id = house.on_the_desk()
    for key in (house.keys.deputy, house.keys.agency):
        with pytest.raises(CertificateNotEnrolled):
            sign(house, document_id, key=key)
    assert house.state(document_id) == "signing"


def test_an_expired_certificate_does_not_sign(house: House) -> None:
    document_id = house.on_the_desk()
    with house.look() as work:
        holder = f"person:{house.placed.people['giamdoc']}"
        end = work.session.scalars(select(Certificate.not_after).where(Certificate.holder == holder)).one()
    with pytest.raises(NoCertificate):
        sign(house.at(end), document_id)
    assert house.state(document_id) == "signing"


def test_an_ended_enrolment_does_not_sign(house: House) -> None:
    document_id = house.on_the_desk()
    with house.office() as work:
        work.session.get_one(Certificate, house.keys.director.facts.sha256).until = house.now
    with pytest.raises(NoCertificate):
        sign(house, document_id)


def test_an_old_sight_of_the_paper_does_not_sign(house: House) -> None:
    document_id = house.on_the_desk()
    with pytest.raises(VersionMoved):
        sign_document(
            house.begin("giamdoc"),
            house.rules,
            house.tools(),
            document_id,
            house.keys.director,
            seen_version=1,
        )


# ---------------------------------------------------------------- the deputy's desk


def test_the_deputy_signs_for_the_head_and_the_capacity_is_told(house: House) -> None:
    document_id = house.on_the_desk(**KT)
    with pytest.raises(NotAllowed):
        sign(house, document_id)
    sign(house, document_id, "pho", house.keys.deputy)
    assert house.state(document_id) == "signed"
    with house.look() as work:
        told = work.session.scalars(
            select(JournalEntry.body).where(JournalEntry.fact == "document_signed")
        ).one()
    assert '"KT."' in told


def test_the_deputy_without_a_mandate_does_not_sign(house: House) -> None:
    document_id = house.on_the_desk(**KT)
    with house.office() as work:
        work.session.scalars(select(Mandate)).one().until = house.now
    with pytest.raises(NoMandate):
        sign(house, document_id, "pho", house.keys.deputy)
    assert house.state(document_id) == "signing"


# ---------------------------------------------------------------- a time-stamp server that is down


def held(house: House, document_id: str) -> None:
    down = replace(house.tools(), timestamper=DownTimestamper())
    with pytest.raises(TimestampPending):
        sign_document(house.begin("giamdoc"), house.rules, down, document_id, house.keys.director)


def test_without_a_timestamp_the_paper_is_not_signed_and_finishes_without_the_key(house: House) -> None:
    document_id = house.on_the_desk()
    held(house, document_id)
    assert house.state(document_id) == "signing"
    with house.look() as work:
        assert work.session.get_one(Document, document_id).signed_sha256 is None
        assert [(row.document_id, row.step) for row in waiting_for_timestamp(work)] == [(document_id, "sign")]
    tomorrow = house.at(house.now + timedelta(hours=20))
    resume_signing(tomorrow.begin("giamdoc"), house.rules, tomorrow.tools(), document_id)
    assert house.state(document_id) == "signed"
    with house.look() as work:
        assert waiting_for_timestamp(work) == []
        proof = work.session.scalars(select(SignatureProof)).one()
        # The signing time is the trusted one, not that of the click.
        assert proof.trusted_time == tomorrow.now


def test_nobody_else_finishes_a_held_signature(house: House) -> None:
    document_id = house.on_the_desk()
    held(house, document_id)
    for who in OTHERS:
        with pytest.raises(NotAllowed):
            resume_signing(house.begin(who), house.rules, house.tools(), document_id)
    assert house.state(document_id) == "signing"


def test_a_held_signature_is_not_pulled_away(house: House) -> None:
    document_id = house.on_the_desk()
    held(house, document_id)
    with pytest.raises(ActDenied) as denied, house.work("giamdoc") as work:
        review.send_back(work, house.rules, document_id, "refuse_signing", "Đổi ý")
    assert denied.value.facts["reason"] == "signature_underway"


def test_nothing_held_is_nothing_to_finish(house: House) -> None:
    document_id = house.on_the_desk()
    with pytest.raises(ReservationLost):
        resume_signing(house.begin("giamdoc"), house.rules, house.tools(), document_id)


# ---------------------------------------------------------------- what comes back


def reserved(house: House, document_id: str) -> tuple[Ticket, bytes]:
    """A ticket, and the right bytes for it."""
    with house.work("giamdoc") as work:
        ticket = reserve(work, house.rules, document_id, house.keys.director.facts.sha256)
    return ticket, signed_bytes(house, ticket, house.keys.director)


def signed_bytes(house: House, ticket: Ticket, key: SigningKey) -> bytes:
    pending = certify_pending(ticket.base, key, picture_png=ticket.picture, claim=Claim(ticket.at))
    return stamp_and_complete(pending, house.tools().timestamper)


def finish(house: House, ticket: Ticket, data: bytes, who: str = "giamdoc") -> None:
    proven = prove(house.tools(), ticket, data, verdict="signed")
    with house.work(who) as work:
        complete(work, house.rules, ticket, proven)


@pytest.mark.parametrize(
    "alter",
    [
        lambda data: data + b"\n% more",
        lambda data: data[:-40],
        lambda data: data[:900] + b"x" + data[901:],
        lambda data: data[:-3000] + data[-3000:].replace(b"0", b"1", 1),
        lambda data: b"%PDF-1.7\n",
        lambda data: b"",
    ],
    ids=["grown", "cut", "first byte changed", "last part changed", "another file", "nothing"],
)
def test_altered_bytes_are_refused_and_nothing_moves(house: House, alter) -> None:
    document_id = house.on_the_desk()
    ticket, data = reserved(house, document_id)
    before = kept(house)
    with pytest.raises(ProofFailed):
        finish(house, ticket, alter(data))
    assert kept(house) == before
    assert house.state(document_id) == "signing"
    finish(house, ticket, data)
    assert house.state(document_id) == "signed"


def test_unsigned_bytes_and_the_key_of_another_are_refused(house: House) -> None:
    document_id = house.on_the_desk()
    ticket, _ = reserved(house, document_id)
    before = kept(house)
    for data in (ticket.base, signed_bytes(house, ticket, house.keys.deputy)):
        with pytest.raises(ProofFailed):
            finish(house, ticket, data)
    assert kept(house) == before


def test_a_ticket_that_expired_is_worth_nothing(house: House) -> None:
    document_id = house.on_the_desk()
    ticket, data = reserved(house, document_id)
    with pytest.raises(ReservationLost):
        finish(house.at(house.now + RESERVATION), ticket, data)
    assert house.state(document_id) == "signing"


def test_starting_again_makes_the_first_ticket_worth_nothing(house: House) -> None:
    document_id = house.on_the_desk()
    first, data = reserved(house, document_id)
    second, _ = reserved(house, document_id)
    with pytest.raises(ReservationLost):
        finish(house, first, data)
    finish(house, second, data)
    assert house.state(document_id) == "signed"


def test_a_paper_that_changed_meanwhile_takes_no_signature(house: House) -> None:
    document_id = house.on_the_desk()
    ticket, data = reserved(house, document_id)
    with house.office() as work:
        document = work.session.get_one(Document, document_id)
        document.fields = {**document.fields, "subject": "Trích yếu khác"}
    with pytest.raises((ActDenied, ReservationLost)):
        finish(house, ticket, data)
    assert house.state(document_id) == "signing"


def test_nobody_else_brings_the_bytes_back(house: House) -> None:
    document_id = house.on_the_desk()
    ticket, data = reserved(house, document_id)
    for who in OTHERS:
        with pytest.raises(NotAllowed):
            finish(house, ticket, data, who)
    assert house.state(document_id) == "signing"
