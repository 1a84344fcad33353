"""Certificates: enrolled to one holder, ended at once when lost, and what was signed before still stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from documents.errors import NotAllowed
from documents.journal import JournalEntry
from documents.model import Reservation
from documents.pdf.errors import TimestampUnavailable
from tests.office import NOW, House
from workflows.directory.certificates import (
    certificates,
    end_certificate,
    enroll_certificate,
    touched_by,
)
from workflows.directory.model import Certificate
from workflows.errors import DirectoryRefused, NoCertificate, TimestampPending
from workflows.proving import Tools
from workflows.signing import sign_document


def fingerprint(house: House) -> str:
    return house.keys.director.facts.sha256


def facts(house: House, name: str) -> int:
    with house.look() as work:
        return len(work.session.scalars(select(JournalEntry).where(JournalEntry.fact == name)).all())


class Silent:
    def stamp(self, digest: bytes) -> bytes:
        raise TimestampUnavailable(url="", reason="im lặng")


def test_neither_a_colleague_nor_a_director_over_others_ends_a_certificate(house: House) -> None:
    for username in ("soanthao", "vanthu", "truongphong"):
        with pytest.raises(NotAllowed), house.work(username) as work:
            end_certificate(work, fingerprint(house), "Tò mò")
        with pytest.raises(NotAllowed), house.look(username) as work:
            touched_by(work, fingerprint(house))
    assert facts(house, "certificate_ended") == 0
    house.signed()


def test_who_has_none_and_runs_nothing_sees_no_list(house: House) -> None:
    with pytest.raises(NotAllowed), house.look("soanthao") as work:
        certificates(work)
    with house.look("giamdoc") as work:
        assert [row.fingerprint for row in certificates(work)] == [fingerprint(house)]
    with house.look("quantri") as work:
        assert len(certificates(work)) >= 2


@pytest.mark.parametrize("username", ["giamdoc", "quantri"])
def test_a_lost_device_signs_nothing_from_that_moment(house: House, username: str) -> None:
    document_id = house.on_the_desk()
    with house.work(username) as work:
        assert end_certificate(work, fingerprint(house), "Mất trên đường") == 0
    with pytest.raises(NoCertificate):
        sign_document(house.begin("giamdoc"), house.rules, house.tools(), document_id, house.keys.director)
    assert house.state(document_id) == "signing"
    assert facts(house, "certificate_ended") == 1


def test_a_lost_key_does_not_come_back(house: House) -> None:
    with house.work("giamdoc") as work:
        end_certificate(work, fingerprint(house), "Mất")
    key = house.keys.director
    with pytest.raises(DirectoryRefused), house.office() as work:
        enroll_certificate(work, f"person:{house.placed.people['giamdoc']}", key.certificate, None, since=NOW)
    with pytest.raises(DirectoryRefused), house.work("giamdoc") as work:
        end_certificate(work, fingerprint(house), "Lần nữa")


def test_a_certificate_has_one_holder(house: House) -> None:
    holder = f"person:{house.placed.people['soanthao']}"
    with pytest.raises(DirectoryRefused), house.office() as work:
        enroll_certificate(work, holder, house.keys.director.certificate, None, since=NOW)


def test_a_key_moves_from_its_file_to_a_device(house: House) -> None:
    holder, before = f"person:{house.placed.people['giamdoc']}", facts(house, "certificate_enrolled")
    for _ in range(2):
        with house.office() as work:
            certificate = house.keys.director.certificate
            enroll_certificate(work, holder, certificate, "pkcs11:token=A;id=%01", since=NOW)
    with house.look() as work:
        assert work.session.get_one(Certificate, fingerprint(house)).key_name == "pkcs11:token=A;id=%01"
    assert facts(house, "certificate_enrolled") == before + 1


def test_what_was_signed_before_the_loss_stands_and_the_rest_is_to_be_looked_at(house: House) -> None:
    house.signed("Ký trước")
    later = house.at(NOW + timedelta(hours=3))
    later.signed("Ký sau")
    with later.work("giamdoc") as work:
        end_certificate(work, fingerprint(house), "Mất", lost_at=NOW + timedelta(hours=1))
    with later.look("quantri") as work:
        standings = [one.standing for one in touched_by(work, fingerprint(house))]
    assert standings == ["after_loss", "before_loss"]


def test_a_signature_that_waits_for_its_time_stamp_is_dropped(house: House) -> None:
    document_id, tools = house.on_the_desk(), Tools(Silent(), house.keys.trust, lambda: house.now)
    with pytest.raises(TimestampPending):
        sign_document(house.begin("giamdoc"), house.rules, tools, document_id, house.keys.director)
    with house.work("giamdoc") as work:
        assert end_certificate(work, fingerprint(house), "Mất", lost_at=NOW) == 1
    with house.look() as work:
        assert work.session.get(Reservation, document_id) is None


@pytest.mark.parametrize(("reason", "lost_in"), [("", None), ("  ", None), ("Mất", timedelta(days=1))])
def test_an_end_wants_a_reason_and_no_loss_to_come(
    house: House, reason: str, lost_in: timedelta | None
) -> None:
    lost_at = NOW + lost_in if lost_in is not None else None
    with pytest.raises(DirectoryRefused), house.work("giamdoc") as work:
        end_certificate(work, fingerprint(house), reason, lost_at=lost_at)
    house.signed()
