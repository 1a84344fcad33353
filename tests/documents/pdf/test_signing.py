"""Signing with what goes wrong: no timestamp, wrong keys, wrong files, numbers that do not fit."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.devpki.certificates import Wanted, distinguished_name, make_certificate
from documents.pdf.errors import (
    CertificateRevoked,
    KeyExpired,
    KeyFileUnreadable,
    KeyNotYetValid,
    LetterMissing,
    NotPrepared,
    PictureUnreadable,
    RevocationDataMissing,
    RevocationDataStale,
    TextDoesNotFit,
    TimestampUnavailable,
    TimestampWrong,
    WrongKeyPassword,
)
from documents.pdf.keys import SigningKey, load_pkcs12
from documents.pdf.long_term import ValidationData, certificates_in, raise_to_lt, raise_to_lta
from documents.pdf.pending import PendingSignature, complete
from documents.pdf.revision import Claim
from documents.pdf.seal import Filling, fill_and_seal
from documents.pdf.sign import certify, certify_pending
from documents.pdf.timestamps import HttpTimestamper
from documents.pdf.verify import verify
from tests.documents.pdf.conftest import LOOKED_AT, SIGNED_AT, Office

_DER = Encoding.DER


class NoServer:
    """A timestamp server that is down."""

    def stamp(self, digest: bytes) -> bytes:
        raise TimestampUnavailable(url="http://127.0.0.1:9/")


def pending_of(office: Office, prepared: bytes) -> PendingSignature:
    with pytest.raises(TimestampUnavailable) as caught:
        certify(prepared, office.director, picture_png=office.signature_png, timestamper=NoServer(),
                claim=Claim(SIGNED_AT))  # fmt: skip
    assert caught.value.pending is not None
    return caught.value.pending


def test_without_a_timestamp_the_signature_waits_and_needs_no_key_later(office, prepared):
    waiting = PendingSignature.load(pending_of(office, prepared).dump())
    token = office.timestamper(SIGNED_AT + timedelta(hours=3)).stamp(waiting.imprint)
    report = verify(complete(waiting, token), trust=office.trust, at=LOOKED_AT)
    assert report.verdict == "signed"
    assert report.signatures[0].trusted_time == SIGNED_AT + timedelta(hours=3)
    assert report.signatures[0].claimed_time == SIGNED_AT


def test_a_waiting_signature_counts_as_nothing(office, prepared):
    assert verify(pending_of(office, prepared).pdf, trust=office.trust, at=LOOKED_AT).verdict == "invalid"


def test_a_token_for_other_data_is_refused(office, prepared):
    token = office.timestamper().stamp(bytes(32))
    with pytest.raises(TimestampWrong):
        complete(pending_of(office, prepared), token)
    with pytest.raises(TimestampWrong):
        complete(pending_of(office, prepared), b"no token")


def test_a_server_nobody_answers_at_is_unavailable():
    with pytest.raises(TimestampUnavailable):
        HttpTimestamper("http://127.0.0.1:9/", timeout_s=0.5).stamp(bytes(32))


@pytest.mark.parametrize(
    ("answer", "kind"), [(b"<html>", "text/html"), (b"<html>", "application/timestamp-reply")]
)
def test_a_server_that_talks_nonsense_is_unavailable(answer, kind):
    with Served(lambda body: answer, kind) as url, pytest.raises(TimestampUnavailable):
        HttpTimestamper(url, timeout_s=2).stamp(bytes(32))


def test_a_real_server_is_asked_over_http(office, prepared):
    stamper = office.timestamper()
    with Served(stamper.respond, "application/timestamp-reply") as url:
        signed = certify(prepared, office.director, picture_png=office.signature_png,
                         timestamper=HttpTimestamper(url), claim=Claim(SIGNED_AT))  # fmt: skip
    assert verify(signed, trust=office.trust, at=LOOKED_AT).verdict == "signed"


class Served:
    """A timestamp server on this machine for the length of a with-block."""

    def __init__(self, respond, kind: str) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = respond(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *said: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/"

    def __exit__(self, *problem: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_an_expired_key_does_not_sign(office, prepared):
    with pytest.raises(KeyExpired):
        office.certify(prepared, at=datetime(2060, 1, 1, tzinfo=UTC))
    with pytest.raises(KeyNotYetValid):
        office.certify(prepared, at=datetime(2019, 1, 1, tzinfo=UTC))


def test_a_key_file_opens_only_with_its_password(office):
    packed = office.pki.issued[0].key_file.read_bytes()
    with pytest.raises(WrongKeyPassword):
        load_pkcs12(packed, "sai")
    with pytest.raises(KeyFileUnreadable):
        load_pkcs12(b"not a key", "mật khẩu")
    with pytest.raises(KeyFileUnreadable):
        load_pkcs12(packed[:100], "mật khẩu")


def test_an_elliptic_key_signs_as_well(office, prepared):
    own = ec.generate_private_key(ec.SECP256R1())
    issuing = office.pki._authority("issuing")
    wanted = Wanted(distinguished_name("Người Ký EC"), "signing", SIGNED_AT, LOOKED_AT, 77)
    certificate = make_certificate(wanted, own.public_key(), issuing)
    key = SigningKey(own, certificate.public_bytes(_DER), (issuing.certificate.public_bytes(_DER),))
    signed = office.certify(prepared, key=key)
    assert verify(signed, trust=office.trust, at=LOOKED_AT).verdict == "signed"
    assert b"/Version /2.0" not in signed


def test_a_field_is_signed_once(office, signed, sealed, rendition):
    with pytest.raises(NotPrepared):
        office.certify(signed)
    with pytest.raises(NotPrepared):
        office.seal(sealed)
    with pytest.raises(NotPrepared):
        office.certify(rendition)


def test_only_the_blanks_of_the_page_are_filled(office, signed):
    with pytest.raises(NotPrepared):
        office.seal(signed, filling=Filling("15", "06"))


def test_a_picture_that_is_none_is_refused(office, prepared):
    with pytest.raises(PictureUnreadable):
        certify_pending(prepared, office.director, picture_png=b"GIF?", claim=Claim(SIGNED_AT))


def test_a_number_too_wide_for_its_blank_is_refused(office, signed):
    with pytest.raises(TextDoesNotFit):
        office.seal(signed, filling=Filling("12345678901", "06", "12"))
    with pytest.raises(LetterMissing):
        office.seal(signed, filling=Filling("一", "06", "12"))


def test_a_wide_number_is_drawn_smaller(office, signed):
    sealed = office.seal(signed, filling=Filling("123456", "06", "12"))
    with pikepdf.open(BytesIO(sealed)) as document:
        number = next(one for one in document.Root.AcroForm.Fields if one.T == "SoVanBan")
        drawn = number.AP.N.read_bytes().decode()
    assert 7 <= float(drawn.split(" Tf")[0].split()[-1]) < 13
    assert verify(sealed, trust=office.trust, at=LOOKED_AT).verdict == "issued"


@settings(max_examples=12, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(number=st.integers(1, 9999), day=st.integers(1, 31), month=st.integers(1, 12), wide=st.booleans())
def test_every_number_and_date_reads_back_as_written(office, signed, number, day, month, wide):
    texts = [f"{value:02d}" if wide else str(value) for value in (number, day, month)]
    report = verify(office.seal(signed, filling=Filling(*texts)), trust=office.trust, at=LOOKED_AT)
    assert report.verdict == "issued"
    assert list(report.filled.values()) == texts


def test_nothing_but_the_prepared_bytes_is_written_before_the_new_revision(office, prepared, signed):
    """pyHanko would rewrite XMP and Info with the machine's clock at each write."""
    with pikepdf.open(BytesIO(prepared)) as before, pikepdf.open(BytesIO(signed)) as after:
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert dict(before.docinfo) == dict(after.docinfo)


def test_answers_older_than_the_signature_raise_no_level(office, sealed):
    with pytest.raises(RevocationDataStale):
        raise_to_lta(sealed, office.evidence(SIGNED_AT - timedelta(days=1)), timestamper=office.timestamper())
    with pytest.raises(RevocationDataMissing):
        raise_to_lta(sealed, ValidationData(), timestamper=office.timestamper())


def test_the_caller_learns_whose_certificates_need_answers(office, sealed):
    found = certificates_in(sealed)
    assert {office.director.certificate, office.agency.certificate} < set(found)
    assert len(found) == 3


def test_proof_may_come_before_the_archive_timestamp(office, sealed):
    later = SIGNED_AT + timedelta(hours=2)
    proven = raise_to_lt(sealed, office.evidence(later))
    assert verify(proven, trust=office.trust, at=LOOKED_AT).level == "B-LT"
    archived = raise_to_lta(proven, office.evidence(later), timestamper=office.timestamper(later))
    assert verify(archived, trust=office.trust, at=LOOKED_AT).level == "B-LTA"


def test_an_archive_timestamp_is_renewed_by_another_around_it(office, archived):
    later = SIGNED_AT + timedelta(days=365 * 4)
    renewed = office.archive(archived, later)
    report = verify(renewed, trust=office.trust, at=LOOKED_AT)
    assert (report.verdict, report.level) == ("issued", "B-LTA")
    assert [one.field for one in report.signatures][2:] == ["DauThoiGian1", "DauThoiGian2"]


def test_a_certificate_revoked_before_signing_makes_no_proof(office, prepared):
    packed = office.pki.issue_person("Người Mất Thẻ", title="Phó Giám đốc", agency="Sở", password="mật khẩu")
    lost = load_pkcs12(packed, "mật khẩu")
    office.pki.revoke(lost.facts.serial, SIGNED_AT - timedelta(days=1))
    sealed = office.seal(office.certify(prepared, key=lost))
    later = SIGNED_AT + timedelta(hours=1)
    answers = office.pki.revocation_evidence([lost.certificate, office.agency.certificate], later)
    with pytest.raises(CertificateRevoked):
        raise_to_lta(sealed, answers, timestamper=office.timestamper(later))


def test_a_token_lost_after_signing_undoes_nothing(office, prepared):
    packed = office.pki.issue_person(
        "Người Mất Thẻ Sau", title="Phó Giám đốc", agency="Sở", password="mật khẩu"
    )
    lost = load_pkcs12(packed, "mật khẩu")
    sealed = office.seal(office.certify(prepared, key=lost))
    office.pki.revoke(lost.facts.serial, SIGNED_AT + timedelta(days=30))
    answers = office.pki.revocation_evidence([lost.certificate], SIGNED_AT + timedelta(days=40))
    trust = type(office.trust)(roots=office.trust.roots, ocsps=answers.ocsps)
    report = verify(sealed, trust=trust, at=LOOKED_AT)
    assert report.verdict == "issued"
    assert report.signatures[0].revocation == "revoked_later"


def test_a_certificate_revoked_before_signing_is_invalid(office, prepared):
    packed = office.pki.issue_person("Người Đã Nghỉ", title="Giám đốc", agency="Sở", password="mật khẩu")
    gone = load_pkcs12(packed, "mật khẩu")
    office.pki.revoke(gone.facts.serial, SIGNED_AT - timedelta(days=30))
    answers = office.pki.revocation_evidence([gone.certificate], SIGNED_AT - timedelta(days=1))
    trust = type(office.trust)(roots=office.trust.roots, ocsps=answers.ocsps)
    sealed = office.seal(office.certify(prepared, key=gone))
    assert verify(sealed, trust=trust, at=LOOKED_AT).verdict == "invalid"


def test_a_stranger_under_the_same_root_is_not_enrolled(office, sealed):
    enrolled = type(office.trust)(
        roots=office.trust.roots,
        people=frozenset({office.director.facts.sha256}),
        agencies=frozenset({office.agency.facts.sha256}),
    )
    assert verify(sealed, trust=enrolled, at=LOOKED_AT).verdict == "issued"
    nobody = type(office.trust)(roots=office.trust.roots, people=frozenset({"0" * 64}))
    assert verify(sealed, trust=nobody, at=LOOKED_AT).verdict == "unknown_signer"


def test_one_revision_holds_number_and_seal(office, signed):
    sealed = fill_and_seal(signed, office.agency, filling=Filling("15", "06", "12"), seal_png=office.seal_png,
                           timestamper=office.timestamper(), claim=Claim(SIGNED_AT))  # fmt: skip
    assert sealed.count(b"%%EOF") == signed.count(b"%%EOF") + 1
