"""A trusted list counts as a whole, once two people agreed; the newest takes the place of the one before."""

from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from sqlalchemy import func, select

from documents.errors import NotAllowed
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.certificates import Made, a_root
from tests.lists import Service, a_list, signed
from tests.office import NOW, House
from tests.workflows.test_trust import signed_pdf
from workflows.errors import ActDenied
from workflows.trust import proposing
from workflows.trust.believed import believed, lists_in_force, see_trust
from workflows.trust.lists import propose_list
from workflows.trust.model import TrustedList
from workflows.trust.proposing import TrustRefused

SOURCE = "Trang của cơ quan lập danh sách"
OPERATOR = a_root("Người ký danh sách giả định", is_authority=False)


def service(house: House, kind: str = "CA/QC", **more: object) -> Service:
    """The office's own root as a line of the list."""
    root = x509.load_pem_x509_certificate(house.keys.pki.root_pem)
    return Service(Made(OPERATOR.key, root), kind, **more)  # type: ignore[arg-type]


def everything(house: House, sequence: int = 1, **more: object) -> bytes:
    services = (service(house), service(house, "TSA/QTST"))
    return signed(a_list(*services, sequence=sequence, **more), OPERATOR)  # type: ignore[arg-type]


def pinned(house: House) -> None:
    with house.work("quantri") as work:
        (made,) = proposing.propose_certificates(work, OPERATOR.pem, "list_signer", SOURCE)
    with house.work("giamdoc") as work:
        proposing.confirm(work, made, OPERATOR.fingerprint)


def propose(house: House, xml: bytes) -> str:
    with house.work("quantri") as work:
        return propose_list(work, xml, SOURCE)


def taken(house: House, xml: bytes) -> None:
    made = propose(house, xml)
    with house.work("giamdoc") as work:
        proposing.confirm(work, made, sha256(xml).hexdigest())


def verdict(house: House, pdf: bytes) -> str:
    with house.look() as work:
        trust = believed(work.session, house.now, Trust(intermediates=house.keys.agency.chain))
    return verify(pdf, trust=trust, at=house.now).verdict


def refused(house: House, xml: bytes) -> str:
    with pytest.raises(TrustRefused) as why:
        propose(house, xml)
    return str(why.value.facts["why"])


def test_only_the_administrator_brings_a_list(house: House) -> None:
    pinned(house)
    for username in ("soanthao", "giamdoc", "vanthu"):
        with pytest.raises(NotAllowed), house.work(username) as work:
            propose_list(work, everything(house), SOURCE)
    with house.look() as work:
        assert work.session.scalar(select(func.count()).select_from(TrustedList)) == 0


def test_without_a_confirmed_signer_no_list_is_looked_at(house: House) -> None:
    assert refused(house, everything(house)) == "list_without_signer"
    with house.work("quantri") as work:
        proposing.propose_certificates(work, OPERATOR.pem, "list_signer", SOURCE)
    assert refused(house, everything(house)) == "list_without_signer", "one person is not enough"


def test_a_list_counts_when_the_second_person_typed_its_own_fingerprint(house: House) -> None:
    pdf = signed_pdf(house)
    pinned(house)
    xml = everything(house)
    made = propose(house, xml)
    assert verdict(house, pdf) == "unknown_signer"
    with pytest.raises(ActDenied), house.work("quantri") as work:
        proposing.confirm(work, made, sha256(xml).hexdigest())
    with pytest.raises(ActDenied), house.work("giamdoc") as work:
        proposing.confirm(work, made, OPERATOR.fingerprint)
    with house.look("giamdoc") as work:
        (one,) = see_trust(work).proposals
        assert one.trusted_list is not None
        assert (one.trusted_list.sha256, len(one.comes), len(one.goes)) == ("", 2, 0)
    with house.work("giamdoc") as work:
        proposing.confirm(work, made, sha256(xml).hexdigest())
    assert verdict(house, pdf) == "signed"


def test_an_update_shows_what_goes_and_takes_its_place(house: House) -> None:
    pdf = signed_pdf(house)
    pinned(house)
    taken(house, everything(house))
    other = a_root("Nơi cấp khác")
    xml = signed(a_list(Service(other), service(house, "TSA/QTST"), sequence=2), OPERATOR)
    made = propose(house, xml)
    with house.look("giamdoc") as work:
        (one,) = see_trust(work).proposals
        assert [line.fingerprint for line in one.comes] == [other.fingerprint]
        assert [line.use for line in one.goes] == ["signing"]
        assert one.stays == 1
    assert verdict(house, pdf) == "signed"
    later = house.at(NOW + timedelta(hours=1))
    with later.work("giamdoc") as work:
        proposing.confirm(work, made, sha256(xml).hexdigest())
    assert verdict(later, pdf) == "unknown_signer"
    with later.look() as work:
        assert [one.sequence for one in lists_in_force(work.session, later.now)] == [2]


def test_what_a_service_was_not_granted_for_is_not_believed(house: House) -> None:
    pdf = signed_pdf(house)
    pinned(house)
    ended = (("withdrawn", NOW - timedelta(days=2)), ("granted", NOW - timedelta(days=300)))
    lines = (service(house, history=ended), service(house, "TSA/QTST"))
    taken(house, signed(a_list(*lines), OPERATOR))
    assert verdict(house, pdf) == "unknown_signer"


def test_an_older_list_does_not_come_back(house: House) -> None:
    pinned(house)
    taken(house, everything(house, 5))
    assert refused(house, everything(house, 5)) == "list_is_older"
    assert refused(house, everything(house, 4)) == "list_is_older"
    later = house.at(NOW + timedelta(hours=1))
    with later.look() as work:
        listed = lists_in_force(work.session, later.now)[0].id
    with later.work("quantri") as work:
        made = proposing.propose_withdrawal(work, listed, "Không dùng nữa", distrusted_from=None)
    with later.work("giamdoc") as work:
        fingerprint = work.session.get_one(TrustedList, listed).sha256
        proposing.confirm(work, made, fingerprint)
    assert refused(later, everything(house, 5)) == "list_is_older"


def test_a_list_past_its_date_is_refused_and_one_in_force_is_an_alarm(house: House) -> None:
    pinned(house)
    assert refused(house, everything(house, next_update=NOW)) == "list_overdue"
    assert refused(house, everything(house, issued_at=NOW + timedelta(days=1))) == "list_from_future"
    taken(house, everything(house, next_update=NOW + timedelta(days=30)))
    for days, (soon, overdue) in {1: (False, False), 20: (True, False), 30: (False, True)}.items():
        later = house.at(NOW + timedelta(days=days))
        with later.look() as work:
            (one,) = lists_in_force(work.session, later.now)
            assert (one.soon, one.overdue) == (soon, overdue)


def test_a_withdrawn_list_takes_all_its_lines_along(house: House) -> None:
    pdf = signed_pdf(house)
    pinned(house)
    taken(house, everything(house))
    with house.look() as work:
        listed = lists_in_force(work.session, house.now)[0]
    later = house.at(NOW + timedelta(days=1))
    with later.work("quantri") as work:
        made = proposing.propose_withdrawal(work, listed.id, "Danh sách bị giả", distrusted_from=None)
    with later.work("giamdoc") as work:
        proposing.confirm(work, made, listed.sha256)
    assert verdict(later, pdf) == "unknown_signer"
    with later.look() as work:
        assert lists_in_force(work.session, later.now) == []


def test_one_list_of_an_operator_waits_at_a_time(house: House) -> None:
    pinned(house)
    propose(house, everything(house, 1))
    assert refused(house, everything(house, 2)) == "trust_waits_already"
