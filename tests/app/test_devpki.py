"""The development authority: issues, revokes, answers, survives a kill, and says that it is not for real use."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509 import ocsp

from app.devpki import DevPki
from documents.pdf.errors import WrongKeyPassword
from documents.pdf.keys import load_pkcs12
from documents.pdf.timestamps import check_token

STARTS = datetime(2021, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> DevPki:
    pki = DevPki.create(tmp_path_factory.mktemp("authority"), starts_at=STARTS)
    pki.issue_person("Trần Thị Thử", title="Giám đốc", agency="Sở Thử nghiệm", password="mật khẩu")
    return pki


def certificate(pki: DevPki) -> x509.Certificate:
    key = load_pkcs12(pki.issued[0].key_file.read_bytes(), "mật khẩu")
    return x509.load_der_x509_certificate(key.certificate)


def test_every_authority_says_it_is_not_for_real_use(pki):
    root = x509.load_pem_x509_certificate(pki.root_pem)
    key = load_pkcs12(pki.issued[0].key_file.read_bytes(), "mật khẩu")
    names = [root.subject, *(x509.load_der_x509_certificate(der).subject for der in key.chain)]
    assert len(names) == 2
    assert all("KHÔNG DÙNG THẬT" in name.rfc4514_string() for name in names)


def test_certificates_of_a_demo_in_2021_are_valid_today_and_in_2046(pki):
    for moment in (STARTS, datetime(2026, 3, 12, tzinfo=UTC), datetime(2046, 12, 31, tzinfo=UTC)):
        one = certificate(pki)
        assert one.not_valid_before_utc <= moment <= one.not_valid_after_utc


def test_a_wrong_password_opens_nothing(pki):
    with pytest.raises(WrongKeyPassword):
        load_pkcs12(pki.issued[0].key_file.read_bytes(), "sai")


def test_key_files_are_for_their_owner_only(pki):
    assert os.stat(pki.issued[0].key_file).st_mode & 0o077 == 0


def test_opening_again_gives_the_same_authority(pki):
    again = DevPki.open(pki.root_file.parent)
    assert again.root_pem == pki.root_pem
    assert again.issued == pki.issued
    assert DevPki.create(pki.root_file.parent, starts_at=STARTS).root_pem == pki.root_pem


def test_revoked_means_revoked_from_that_time_on(tmp_path):
    pki = DevPki.create(tmp_path, starts_at=STARTS)
    pki.issue_person("Người Mất Thẻ", title="Phó Giám đốc", agency="Sở Thử nghiệm", password="mật khẩu")
    pki.revoke(pki.issued[0].serial, STARTS + timedelta(days=2))
    again = DevPki.open(tmp_path)
    before, after = (
        ocsp.load_der_ocsp_response(again.ocsp_answer(certificate(again), STARTS + timedelta(days=day)))
        for day in (1, 3)
    )
    assert before.certificate_status == ocsp.OCSPCertStatus.GOOD
    assert after.certificate_status == ocsp.OCSPCertStatus.REVOKED
    listed = x509.load_der_x509_crl(again.revocation_list("issuing", STARTS + timedelta(days=3)))
    assert listed.get_revoked_certificate_by_serial_number(again.issued[0].serial) is not None


def test_an_unknown_serial_cannot_be_revoked(pki):
    with pytest.raises(KeyError):
        pki.revoke(12345, STARTS)


def test_timestamps_follow_the_clock_they_are_given(pki):
    token = pki.timestamper(lambda: STARTS).stamp(sha256(b"hello").digest())
    assert check_token(token, b"hello").time == STARTS


def test_fresh_answers_are_made_for_each_moment(pki):
    at = STARTS + timedelta(hours=5, microseconds=7)
    evidence = pki.revocation_evidence([], at)
    answers = [ocsp.load_der_ocsp_response(der) for der in evidence.ocsps]
    assert all(answer.this_update_utc >= at for answer in answers)


KILLED = """
import sys, os
from datetime import datetime, UTC
from pathlib import Path
from app.devpki import DevPki
from app.devpki.folder import Folder
left = int(sys.argv[2])
write = Folder.write
def counted(self, *a, **k):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    write(self, *a, **k)
Folder.write = counted
pki = DevPki.create(Path(sys.argv[1]), starts_at=datetime(2021, 12, 1, tzinfo=UTC))
pki.issue_agency("Sở Thử nghiệm", password="dấu")
"""


@pytest.mark.parametrize("writes", [0, 5, 9, 10, 11])
def test_a_kill_at_any_write_leaves_a_usable_folder(tmp_path, writes):
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(writes)], cwd=root, check=False)
    assert done.returncode == 9
    pki = DevPki.create(tmp_path, starts_at=STARTS)
    packed = pki.issue_agency("Sở Thử nghiệm", password="dấu")
    key = load_pkcs12(packed, "dấu")
    issuer = x509.load_der_x509_certificate(key.chain[0])
    x509.load_der_x509_certificate(key.certificate).verify_directly_issued_by(issuer)
    issuer.verify_directly_issued_by(x509.load_pem_x509_certificate(pki.root_pem))
