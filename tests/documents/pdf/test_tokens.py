"""Keys on a signing device, here one made of software (SoftHSM2): the key signs and never comes out."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.devpki.certificates import Wanted, distinguished_name, make_certificate
from documents.files import sha256
from documents.pdf.errors import KeyExpired, TokenLocked, TokenMissing, WrongKeyPassword
from documents.pdf.tokens import TokenAddress, keys_on, opened_token
from documents.pdf.verify import verify
from tests.documents.pdf.conftest import LOOKED_AT, SIGNED_AT

DRIVERS = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
DRIVER = next((place for place in DRIVERS if Path(place).exists()), "")
PIN = "246810"

pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
pytestmark = pytest.mark.skipif(
    not (DRIVER and shutil.which("softhsm2-util")), reason="SoftHSM2 is not installed"
)


@dataclass(frozen=True)
class Device:
    """A token with an RSA and a P-256 key; by kind, the address and fingerprint of each."""

    label: str
    addresses: dict[str, TokenAddress]
    fingerprints: dict[str, str]

    def open(self, kind: str, pin: str = PIN):
        return opened_token(DRIVER, self.addresses[kind], self.fingerprints[kind], pin)


@pytest.fixture(scope="session")
def softhsm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where SoftHSM keeps its tokens in this run; the library reads it once, when it is loaded."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    return folder


def make_token(label: str) -> None:
    _util("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "12345678")


def _util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="session")
def device(softhsm: Path, office) -> Device:
    make_token("Vanthu")
    keys = {
        "rsa": rsa.generate_private_key(65537, 2048),
        "p256": ec.generate_private_key(ec.SECP256R1()),
        "expired": ec.generate_private_key(ec.SECP256R1()),
    }
    issuing = office.pki._authority("issuing")
    device = Device("Vanthu", {}, {})
    library = pkcs11.lib(DRIVER)
    library.reinitialize()
    for number, (kind, key) in enumerate(keys.items(), 1):
        file = softhsm / f"{kind}.p8"
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        _util("--import", str(file), "--token", "Vanthu", "--label", kind, "--id", f"0{number}", "--pin", PIN)
        until = LOOKED_AT if kind != "expired" else SIGNED_AT.replace(year=SIGNED_AT.year - 1)
        since = SIGNED_AT.replace(year=SIGNED_AT.year - 2)
        wanted = Wanted(distinguished_name(f"Người Ký {kind}"), "signing", since, until, 100 + number)
        der = make_certificate(wanted, key.public_key(), issuing).public_bytes(Encoding.DER)
        device.addresses[kind] = TokenAddress("Vanthu", bytes([number]))
        device.fingerprints[kind] = sha256(der)
        _put_certificate(library, bytes([number]), der)
    _put_certificate(library, b"\x63", issuing.certificate.public_bytes(Encoding.DER))
    return device


def _put_certificate(library, key_id: bytes, der: bytes) -> None:
    library.reinitialize()
    with library.get_token(token_label="Vanthu").open(rw=True, user_pin=PIN) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.ID: key_id,
                pkcs11.Attribute.SUBJECT: b"0\x00",
                pkcs11.Attribute.VALUE: der,
            }
        )


@pytest.mark.parametrize("kind", ["rsa", "p256"])
def test_a_key_on_a_device_signs_and_seals_nothing_less(device, office, prepared, kind):
    with device.open(kind) as key:
        signed = office.certify(prepared, key=key)
        report = verify(signed, trust=office.trust, at=LOOKED_AT)
        assert report.verdict == "signed"
        assert report.signatures[0].certificate_sha256 == device.fingerprints[kind]


def test_the_authority_on_the_device_goes_into_the_signature(device):
    with device.open("rsa") as key:
        assert len(key.chain) == 1


def test_a_wrong_pin_signs_nothing(device):
    with pytest.raises(WrongKeyPassword), device.open("rsa", "000000"):
        pytest.fail("opened with a wrong PIN")


def test_an_expired_certificate_on_a_device_does_not_sign(device, office, prepared):
    with device.open("expired") as key, pytest.raises(KeyExpired):
        office.certify(prepared, key=key)


def test_another_certificate_is_not_taken_for_the_enrolled_one(device):
    with (
        pytest.raises(TokenMissing),
        opened_token(DRIVER, device.addresses["rsa"], "0" * 64, PIN),
    ):
        pytest.fail("opened")


def test_a_device_that_is_not_there_is_told(device):
    elsewhere = TokenAddress("Không có", b"\x01")
    with pytest.raises(TokenMissing), opened_token(DRIVER, elsewhere, device.fingerprints["rsa"], PIN):
        pytest.fail("opened")
    with pytest.raises(TokenMissing), opened_token("", elsewhere, device.fingerprints["rsa"], PIN):
        pytest.fail("opened without a driver")


def test_a_key_used_after_its_device_was_closed_signs_nothing(device, office, prepared):
    with device.open("p256") as key:
        kept = key
    with pytest.raises(Exception, match="token_"):
        office.certify(prepared, key=kept)


def test_the_keys_of_a_device_are_listed_with_their_addresses(device):
    found = {str(one.address): sha256(one.certificate) for one in keys_on(DRIVER, device.label, PIN)}
    assert found == {str(device.addresses[kind]): device.fingerprints[kind] for kind in device.addresses}


def test_an_address_reads_back(device):
    address = TokenAddress("Sở; Việc = làm", bytes([0, 255]))
    assert TokenAddress.parse(str(address)) == address
    for strange in ("", "pkcs11:", "file:///x", "pkcs11:token=a"):
        with pytest.raises(TokenMissing):
            TokenAddress.parse(strange)


class LockedDriver:
    """SoftHSM locks nothing, so the driver's own word is spoken for it."""

    def get_token(self, **_: object) -> "LockedDriver":
        return self

    def open(self, **_: object) -> None:
        raise pkcs11.exceptions.PinLocked()


def test_a_locked_device_says_so(monkeypatch: pytest.MonkeyPatch, device):
    monkeypatch.setattr(pkcs11, "lib", lambda _: LockedDriver())
    with pytest.raises(TokenLocked), device.open("rsa"):
        pytest.fail("opened")
