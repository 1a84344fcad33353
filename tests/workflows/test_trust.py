"""Two people decide whom the office believes; what is withdrawn, and since when, decides on old signatures too."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import func, select

from documents.database import local_date
from documents.errors import NotAllowed
from documents.journal import JournalEntry
from documents.model import Document
from documents.pdf.report import Report
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.office import NOW, House
from workflows.directory.model import Person, Position
from workflows.directory.staff import Seat, add_person, give_position
from workflows.errors import ActDenied
from workflows.trust import proposing
from workflows.trust.believed import believed, see_trust, waiting_for
from workflows.trust.model import TrustAnchor, TrustProposal
from workflows.trust.proposing import TrustRefused

SOURCE = "Trang của nơi cấp, công văn số 1"


def root_pem(house: House) -> bytes:
    return house.keys.pki.root_pem


def fingerprint(pem: bytes) -> str:
    return sha256(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)).hexdigest()


def rows(house: House, of: type[TrustAnchor] | type[TrustProposal]) -> int:
    with house.look() as work:
        return work.session.scalar(select(func.count()).select_from(of)) or 0


def facts(house: House) -> list[str]:
    with house.look() as work:
        told = select(JournalEntry.fact).where(JournalEntry.fact.like("trust_%")).order_by(JournalEntry.id)
        return list(work.session.scalars(told))


def propose(house: House, use: str = "root", file: bytes = b"") -> str:
    with house.work("quantri") as work:
        (made,) = proposing.propose_certificates(work, file or root_pem(house), use, SOURCE)
    return made


def trusted(house: House, use: str = "root") -> str:
    """A root that counts; returns the id of its row."""
    made = propose(house, use)
    with house.work("giamdoc") as work:
        proposing.confirm(work, made, fingerprint(root_pem(house)))
        proposal = work.session.get_one(TrustProposal, made)
        assert proposal.anchor_id
        return proposal.anchor_id


def withdraw(house: House, anchor_id: str, since: datetime | None) -> None:
    with house.work("quantri") as work:
        made = proposing.propose_withdrawal(work, anchor_id, "Khóa của nơi cấp bị lộ", distrusted_from=since)
    with house.work("giamdoc") as work:
        proposing.confirm(work, made, fingerprint(root_pem(house)))


def signed_pdf(house: House) -> bytes:
    document_id = house.signed()
    with house.look() as work:
        digest = work.session.get_one(Document, document_id).signed_sha256
    assert digest
    return house.files.get(digest)


def judged(house: House, pdf: bytes, at: datetime | None = None) -> Report:
    moment = at or house.now
    with house.look() as work:
        trust = believed(work.session, moment, Trust(intermediates=house.keys.agency.chain))
    return verify(pdf, trust=trust, at=house.now)


@pytest.mark.parametrize("username", ["soanthao", "truongphong", "vanthu", "giamdoc"])
def test_who_does_not_run_the_office_proposes_nothing(house: House, username: str) -> None:
    with pytest.raises(NotAllowed), house.work(username) as work:
        proposing.propose_certificates(work, root_pem(house), "root", SOURCE)
    assert rows(house, TrustAnchor) == rows(house, TrustProposal) == 0
    assert facts(house) == []


def test_who_is_no_second_person_sees_and_confirms_nothing(house: House) -> None:
    made = propose(house)
    with pytest.raises(NotAllowed), house.look("soanthao") as work:
        see_trust(work)
    with pytest.raises(NotAllowed), house.work("soanthao") as work:
        proposing.confirm(work, made, fingerprint(root_pem(house)))
    with pytest.raises(NotAllowed), house.work("soanthao") as work:
        proposing.refuse(work, made, "Không đồng ý")
    with house.look("soanthao") as work:
        assert waiting_for(work) == 0
    assert facts(house) == ["trust_proposed"]


def test_nobody_confirms_their_own_proposal(house: House) -> None:
    made = propose(house)
    with pytest.raises(ActDenied) as denied, house.work("quantri") as work:
        proposing.confirm(work, made, fingerprint(root_pem(house)))
    assert denied.value.facts["reason"] == "own_trust_proposal"
    assert judged(house, signed_pdf(house)).verdict == "unknown_signer"


def test_a_second_entry_of_the_same_name_is_not_a_second_person(house: House) -> None:
    made = propose(house)
    with house.office() as work:
        proposer = work.session.get_one(Person, house.placed.people["quantri"])
        twin = Person(name=proposer.name.upper(), since=NOW - timedelta(days=9))
        work.session.add(twin)
        work.session.flush()
        seat = {"agency_id": house.placed.agency_id, "title": "Quản trị", "function": "administrator"}
        work.session.add(Position(person_id=twin.id, since=NOW - timedelta(days=9), **seat))
        house.placed.people["quantri2"] = twin.id
    with pytest.raises(ActDenied), house.work("quantri2") as work:
        proposing.confirm(work, made, fingerprint(root_pem(house)))
    assert facts(house) == ["trust_proposed"]


def test_nobody_is_made_the_second_person_by_the_first(house: House) -> None:
    made = propose(house)
    first = local_date(NOW)
    seat = Seat(title="Văn thư", function="clerk", unit_id=house.placed.units["VP"], first=first, last=None)
    with house.work("quantri") as work:
        house.placed.people["moi"] = add_person(work, 'Ngô "Mới" Toanh', seat)
        give_position(work, house.placed.people["ketoan"], seat)
    tomorrow = house.at(NOW + timedelta(days=1))
    for username in ("moi", "ketoan"):
        with pytest.raises(ActDenied) as denied, tomorrow.work(username) as work:
            proposing.confirm(work, made, fingerprint(root_pem(house)))
        assert denied.value.facts["reason"] == "appointed_by_proposer"
    assert facts(house) == ["trust_proposed"]
    settled = house.at(NOW + timedelta(days=31))
    with settled.work("ketoan") as work:
        proposing.confirm(work, made, fingerprint(root_pem(house)))


def test_nothing_proposed_counts_and_what_is_confirmed_does(house: House) -> None:
    pdf = signed_pdf(house)
    made = propose(house)
    assert judged(house, pdf).verdict == "unknown_signer"
    with house.work("vanthu") as work:
        proposing.confirm(work, made, fingerprint(root_pem(house)))
    assert judged(house, pdf).verdict == "signed"
    assert facts(house) == ["trust_proposed", "trust_confirmed"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "fingerprint_too_short"),
        ("abcdef", "fingerprint_too_short"),
        ("không phải mã số nào cả đâu", "fingerprint_too_short"),
        ("0" * 40, "fingerprint_is_sha1"),
    ],
)
def test_what_cannot_be_a_fingerprint_is_said_to_be_none(house: House, typed: str, why: str) -> None:
    made = propose(house)
    with pytest.raises(TrustRefused) as refused, house.work("giamdoc") as work:
        proposing.confirm(work, made, typed)
    assert refused.value.facts["why"] == why


def test_another_fingerprint_confirms_nothing(house: House) -> None:
    made = propose(house)
    real = fingerprint(root_pem(house))
    for typed in ("0" * 64, real[:63] + ("0" if real[63] != "0" else "1"), real[:32]):
        with pytest.raises(ActDenied) as denied, house.work("giamdoc") as work:
            proposing.confirm(work, made, typed)
        assert denied.value.facts["reason"] == "fingerprint_differs"
    assert facts(house) == ["trust_proposed"]


@pytest.mark.parametrize("way", [str.upper, lambda digits: digits[-16:], lambda digits: f"SHA-256: {digits}"])
def test_a_fingerprint_is_typed_as_it_is_printed(house: House, way) -> None:
    made, digits = propose(house), fingerprint(root_pem(house))
    grouped = ":".join(digits[n : n + 2] for n in range(0, 64, 2))
    for typed in (way(digits),) if way(digits) != digits else (grouped,):
        with house.work("giamdoc") as work:
            proposing.confirm(work, made, typed)
    assert facts(house)[-1] == "trust_confirmed"


def test_the_second_person_is_not_shown_what_they_are_to_type(house: House) -> None:
    propose(house)
    for username, shown in (("quantri", fingerprint(root_pem(house))), ("giamdoc", "")):
        with house.look(username) as work:
            (one,) = see_trust(work).proposals
            assert one.anchor is not None
            assert one.anchor.fingerprint == shown
    with house.look("giamdoc") as work:
        assert waiting_for(work) == 1


def test_a_refused_proposal_never_counts(house: House) -> None:
    made = propose(house)
    with house.work("giamdoc") as work:
        proposing.refuse(work, made, "Không tìm thấy mã công bố")
    with pytest.raises(TrustRefused), house.work("vanthu") as work:
        proposing.confirm(work, made, fingerprint(root_pem(house)))
    assert judged(house, signed_pdf(house)).verdict == "unknown_signer"
    assert facts(house) == ["trust_proposed", "trust_proposal_refused"]


def test_withdrawing_takes_two_people_as_well(house: House) -> None:
    anchor = trusted(house)
    with pytest.raises(NotAllowed), house.work("giamdoc") as work:
        proposing.propose_withdrawal(work, anchor, "Khóa bị lộ", distrusted_from=None)
    with house.work("quantri") as work:
        proposing.propose_withdrawal(work, anchor, "Khóa bị lộ", distrusted_from=None)
    assert judged(house, signed_pdf(house)).verdict == "signed", "one person alone changes nothing"


def test_never_to_be_believed_reaches_back_to_every_signature(house: House) -> None:
    pdf = signed_pdf(house)
    anchor = trusted(house)
    later = house.at(NOW + timedelta(days=10))
    withdraw(later, anchor, None)
    assert judged(later, pdf).verdict == "unknown_signer"
    assert judged(later, pdf, at=NOW + timedelta(days=9)).verdict == "signed", "what was known then"


def test_a_signature_proven_older_than_the_distrust_stands(house: House) -> None:
    pdf = signed_pdf(house)
    anchor = trusted(house, "signing")
    trusted(house, "timestamps")
    later = house.at(NOW + timedelta(days=10))
    withdraw(later, anchor, NOW + timedelta(days=5))
    assert judged(later, pdf).verdict == "signed"


def test_a_signature_made_after_the_distrust_falls(house: House) -> None:
    pdf = signed_pdf(house)
    anchor = trusted(house, "signing")
    trusted(house, "timestamps")
    later = house.at(NOW + timedelta(days=10))
    withdraw(later, anchor, NOW - timedelta(days=1))
    report = judged(later, pdf)
    assert report.verdict == "unknown_signer"
    assert "authority_distrusted" in {one.code for one in report.findings}


def test_a_time_by_a_distrusted_authority_proves_nothing_any_more(house: House) -> None:
    pdf = signed_pdf(house)
    trusted(house, "signing")
    anchor = trusted(house, "timestamps")
    later = house.at(NOW + timedelta(days=10))
    withdraw(later, anchor, NOW + timedelta(days=5))
    report = judged(later, pdf)
    assert report.verdict == "unverifiable"
    assert "timestamp_distrusted" in {one.code for one in report.findings}


def test_an_authority_of_time_makes_no_signer_known(house: House) -> None:
    trusted(house, "timestamps")
    assert judged(house, signed_pdf(house)).verdict == "unknown_signer"


def test_a_certificate_known_by_itself_vouches_for_nobody_else(house: House) -> None:
    director = x509.load_der_x509_certificate(house.keys.director.certificate).public_bytes(Encoding.PEM)
    trusted(house, "timestamps")
    made = propose(house, "person", director)
    with house.work("giamdoc") as work:
        proposing.confirm(work, made, house.keys.director.facts.sha256[-16:])
    pdf = signed_pdf(house)
    report = judged(house, pdf)
    assert report.verdict == "signed"
    assert "revocation_not_checked" in {one.code for one in report.findings}
    assert house.keys.deputy.facts.sha256 not in {one.certificate_sha256 for one in report.signatures}


@pytest.mark.parametrize(
    ("use", "what", "why"),
    [
        ("root", "director", "not_an_authority"),
        ("timestamps", "director", "not_for_timestamps"),
        ("person", "root", "is_an_authority"),
        ("nonsense", "root", "trust_without_use"),
        ("root", "noise", "not_a_certificate_file"),
        ("root", "large", "not_a_certificate_file"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(house: House, use: str, what: str, why: str) -> None:
    files = {
        "director": house.keys.director.certificate,
        "root": root_pem(house),
        "noise": b"\0\1\2",
        "large": b"0" * 300_000,
    }
    with pytest.raises(TrustRefused) as refused, house.work("quantri") as work:
        proposing.propose_certificates(work, files[what], use, SOURCE)
    assert refused.value.facts["why"] == why
    assert rows(house, TrustAnchor) == 0


def test_the_same_certificate_is_not_asked_for_twice(house: House) -> None:
    propose(house)
    with pytest.raises(TrustRefused) as refused, house.work("quantri") as work:
        proposing.propose_certificates(work, root_pem(house), "root", SOURCE)
    assert refused.value.facts["why"] == "trusted_already"


def test_a_bundle_brings_only_what_is_new(house: House) -> None:
    trusted(house)
    bundle = root_pem(house) + house.keys.pki.issuing_pem
    with house.work("quantri") as work:
        assert len(proposing.propose_certificates(work, bundle, "root", SOURCE)) == 1
