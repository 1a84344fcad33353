"""Papers signed by keys outside: whose code, which paper, how long; what comes back and what it changes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from documents.annexes import annexes_of
from documents.errors import NotAllowed, VersionMoved
from documents.journal import JournalEntry
from documents.model import Blob, Document, Reservation, SignatureProof
from documents.pdf.errors import SignatureValueWrong
from documents.pdf.keys import SigningKey
from documents.pdf.outside import PreparedSignature
from documents.registers import held_number
from tests import copied
from tests.annexes import add as add_annexes
from tests.office import DIRECTOR, House
from tests.workflows.test_signing import OTHERS, DownTimestamper
from workflows.directory.certificates import end_certificate
from workflows.errors import CertificateNotEnrolled, NoCertificate, TimestampPending
from workflows.outside import (
    LASTS,
    Chosen,
    OutsideMoved,
    OutsideNotPrepared,
    OutsidePaper,
    OutsideTicketEnded,
    OutsideTicketUnknown,
    OutsideTicketUsed,
    finish,
    offer,
    offered,
    owner_of,
    prepare,
)
from workflows.proving import Tools
from workflows.signing import resume_signing, sign_document


def offer_to(house: House, document_id: str, who: str = "giamdoc", step: str = "sign") -> str:
    with house.look() as work:
        version = work.session.get_one(Document, document_id).version
    with house.work(who) as work:
        return offer(work, house.rules, [Chosen(document_id, step, version)])


def prepare_for(
    house: House, code: str, document_id: str, who: str = "giamdoc", key: SigningKey | None = None
) -> list[PreparedSignature]:
    key = key or house.keys.director
    return prepare(house.begin(who), house.rules, code, document_id, key.certificate, key.chain)


def values_of(files: list[PreparedSignature], key: SigningKey) -> list[bytes]:
    return [key.signer.sign_raw(one.attributes, "sha256") for one in files]


def bring(
    house: House, code: str, document_id: str, values: list[bytes], who: str = "giamdoc", **more: Tools
) -> None:
    finish(house.begin(who), house.rules, more.get("tools") or house.tools(), code, document_id, values)


def kept(house: House) -> tuple[int, ...]:
    with house.look() as work:
        tables = (JournalEntry, Blob, SignatureProof, Reservation)
        return tuple(work.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_but_the_named_signer_is_given_a_code(house: House, who: str) -> None:
    paper = house.on_the_desk()
    before = kept(house)
    with pytest.raises(NotAllowed):
        offer_to(house, paper, who)
    assert kept(house) == before
    with house.look() as work:
        assert work.session.scalars(select(OutsidePaper)).all() == []


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_uses_a_code_that_was_given(house: House, who: str) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    values = values_of(prepare_for(house, code, paper), house.keys.director)
    before = kept(house)
    with pytest.raises(NotAllowed):
        prepare_for(house, code, paper, who)
    with pytest.raises(NotAllowed):
        bring(house, code, paper, values, who)
    assert kept(house) == before
    with house.look(who) as work:
        assert offered(work, code) == []


def test_a_code_is_of_no_use_for_another_paper_and_kept_nowhere(house: House) -> None:
    paper, other = house.on_the_desk("Một"), house.on_the_desk("Hai")
    code = offer_to(house, paper)
    with pytest.raises(OutsideTicketUnknown):
        prepare_for(house, code, other)
    with pytest.raises(OutsideTicketUnknown):
        prepare_for(house, code + "x", paper)
    with house.look() as work:
        row = work.session.scalars(select(OutsidePaper)).one()
        assert owner_of(work, code) == house.placed.people["giamdoc"]
        with pytest.raises(OutsideTicketUnknown):
            owner_of(work, row.ticket)
    assert code not in {row.ticket, row.document_id}


def test_another_persons_certificate_is_refused_before_anything_is_prepared(house: House) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    with pytest.raises(CertificateNotEnrolled):
        prepare_for(house, code, paper, key=house.keys.deputy)
    with house.look("giamdoc") as work:
        assert [one.standing for one in offered(work)] == ["offered"]


def test_an_ended_certificate_gets_no_code_and_finishes_nothing(house: House) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    values = values_of(prepare_for(house, code, paper), house.keys.director)
    with house.work("giamdoc") as work:
        end_certificate(work, house.keys.director.facts.sha256, "Mất thiết bị")
    before = kept(house)
    for act in (lambda: bring(house, code, paper, values), lambda: offer_to(house, paper)):
        with pytest.raises(NoCertificate):
            act()
    assert kept(house) == before


def test_a_code_ends_after_some_minutes(house: House) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    values = values_of(prepare_for(house, code, paper), house.keys.director)
    later = house.at(house.now + LASTS)
    for act in (lambda: bring(later, code, paper, values), lambda: prepare_for(later, code, paper)):
        with pytest.raises(OutsideTicketEnded):
            act()
    with later.look() as work, pytest.raises(OutsideTicketEnded):
        owner_of(work, code)
    offer_to(later, paper)
    with later.look("giamdoc") as work:
        assert [one.standing for one in offered(work)] == ["offered"], "what ended is dropped"


def test_a_wrong_value_changes_nothing_and_the_right_one_still_comes_in(house: House) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    files = prepare_for(house, code, paper)
    before = kept(house)
    for wrong in ([b""], values_of(files, house.keys.deputy)):
        with pytest.raises(SignatureValueWrong):
            bring(house, code, paper, wrong)
    with pytest.raises(OutsideNotPrepared):
        bring(house, code, paper, [])
    assert kept(house) == before
    assert house.state(paper) == "signing"
    bring(house, code, paper, values_of(files, house.keys.director))
    assert house.state(paper) == "signed"


def test_values_of_one_paper_do_not_sign_the_other(house: House) -> None:
    one, two = house.on_the_desk("Một"), house.on_the_desk("Hai")
    codes = [offer_to(house, paper) for paper in (one, two)]
    files = [prepare_for(house, code, paper) for code, paper in zip(codes, (one, two), strict=True)]
    with pytest.raises(SignatureValueWrong):
        bring(house, codes[1], two, values_of(files[0], house.keys.director))
    assert house.state(two) == "signing"


def test_nothing_comes_in_that_was_not_prepared(house: House) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    with pytest.raises(OutsideNotPrepared):
        bring(house, code, paper, [b"x"])


def test_a_code_signs_once(house: House) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    values = values_of(prepare_for(house, code, paper), house.keys.director)
    bring(house, code, paper, values)
    before = kept(house)
    for act in (lambda: bring(house, code, paper, values), lambda: prepare_for(house, code, paper)):
        with pytest.raises(OutsideTicketUsed):
            act()
    assert kept(house) == before
    with house.look("giamdoc") as work:
        assert [one.standing for one in offered(work)] == ["done"]
        proof = work.session.scalars(select(SignatureProof)).one()
    assert (proof.signer, proof.certificate) == (DIRECTOR, house.keys.director.facts.sha256)


def test_walking_away_locks_nothing(house: House) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    values = values_of(prepare_for(house, code, paper), house.keys.director)
    with house.look() as work:
        assert work.session.get(Reservation, paper) is None
    sign_document(house.begin("giamdoc"), house.rules, house.tools(), paper, house.keys.director)
    before = kept(house)
    with pytest.raises((NotAllowed, VersionMoved)):
        bring(house, code, paper, values)
    assert kept(house) == before


def test_what_was_prepared_anew_wants_a_new_value(house: House) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    values = values_of(prepare_for(house, code, paper), house.keys.director)
    prepare_for(house, code, paper)
    with pytest.raises(SignatureValueWrong):
        bring(house, code, paper, values)


def test_a_file_that_moved_under_the_prepared_one_is_refused(house: House) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    values = values_of(prepare_for(house, code, paper), house.keys.director)
    with house.office() as work:
        work.session.scalars(select(OutsidePaper)).one().base_sha256 = "0" * 64
    with pytest.raises(OutsideMoved):
        bring(house, code, paper, values)
    assert house.state(paper) == "signing"


def test_without_a_timestamp_the_value_is_held_and_the_key_not_needed_again(house: House) -> None:
    paper = house.on_the_desk()
    code = offer_to(house, paper)
    values = values_of(prepare_for(house, code, paper), house.keys.director)
    tools = house.tools()
    with pytest.raises(TimestampPending):
        bring(house, code, paper, values, tools=Tools(DownTimestamper(), tools.trust, tools.clock))
    assert house.state(paper) == "signing"
    with pytest.raises(TimestampPending):
        prepare_for(house, offer_to(house, paper), paper)
    resume_signing(house.begin("giamdoc"), house.rules, house.tools(), paper)
    assert house.state(paper) == "signed"


# ------------------------------------------------------------ the agency's seal


def seal_prepared(house: House, paper: str) -> tuple[str, list[PreparedSignature]]:
    code = offer_to(house, paper, "vanthu", "issue")
    return code, prepare_for(house, code, paper, "vanthu", house.keys.agency)


@pytest.mark.parametrize("who", ["quantri", "luutru", "soanthao", "truongphong", "giamdoc"])
def test_nobody_but_the_clerk_is_given_a_code_for_the_seal(house: House, who: str) -> None:
    paper = house.signed()
    before = kept(house)
    with pytest.raises(NotAllowed):
        offer_to(house, paper, who, "issue")
    assert kept(house) == before


def test_the_seal_comes_from_outside_and_a_second_try_keeps_the_number(house: House) -> None:
    paper = house.signed()
    seal_prepared(house, paper)
    with house.look() as work:
        first = held_number(work.session, paper)
    again = house.at(house.now + timedelta(minutes=30))
    code, files = seal_prepared(again, paper)
    with again.look() as work:
        assert held_number(work.session, paper) == first
    bring(again, code, paper, values_of(files, house.keys.agency), "vanthu")
    assert house.state(paper) == "issued"
    with again.look() as work:
        assert first is not None
        assert work.session.get_one(Document, paper).number == first.number


def test_the_directors_key_makes_no_seal(house: House) -> None:
    paper = house.signed()
    code, files = seal_prepared(house, paper)
    with pytest.raises(SignatureValueWrong):
        bring(house, code, paper, values_of(files, house.keys.director), "vanthu")
    assert house.state(paper) == "signed"
    assert timedelta(minutes=5) < LASTS < timedelta(hours=1)


def test_the_annexes_of_a_paper_are_sealed_from_outside_with_it(house: House) -> None:
    paper = house.upload()
    add_annexes(house, paper, "Một", "Hai")
    house.checked(paper)
    sign_document(house.begin("giamdoc"), house.rules, house.tools(), paper, house.keys.director)
    code, files = seal_prepared(house, paper)
    assert len(files) == 3
    later = house.at(house.now + timedelta(minutes=2))
    bring(later, code, paper, values_of(files, house.keys.agency), "vanthu")
    assert house.state(paper) == "issued"
    with house.look() as work:
        assert all(row.issued_sha256 for row in annexes_of(work.session, paper))


def test_a_copy_is_signed_by_the_agencys_key_outside(house: House) -> None:
    copy = copied.decided(house, copied.paper(house))
    code, files = seal_prepared(house, copy)
    with pytest.raises(SignatureValueWrong):
        bring(house, code, copy, values_of(files, house.keys.director), "vanthu")
    assert house.state(copy) == "decided"
    bring(house, code, copy, values_of(files, house.keys.agency), "vanthu")
    assert house.state(copy) == "issued"
