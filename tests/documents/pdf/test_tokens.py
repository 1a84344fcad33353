"""Keys on a signing device, here one made of software (SoftHSM2): the key signs and never comes out."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from app.devpki.certificates import Wanted, distinguished_name, make_certificate
from documents.files import sha256
from documents.pdf.errors import KeyExpired, TokenLocked, TokenMissing, TokenTrouble, WrongKeyPassword
from documents.pdf.tokens import TokenAddress, keys_on, opened_token
from documents.pdf.verify import verify
from tests.devices import DRIVER, PIN, make_token, put_certificate, put_key
from tests.documents.pdf.conftest import LOOKED_AT, SIGNED_AT


@dataclass(frozen=True)
class Device:
    """A token with an RSA and a P-256 key; by kind, the address and fingerprint of each."""

    label: str
    addresses: dict[str, TokenAddress]
    fingerprints: dict[str, str]

    def open(self, kind: str, pin: str = PIN):
        return opened_token(DRIVER, self.addresses[kind], self.fingerprints[kind], pin)


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
    for number, (kind, key) in enumerate(keys.items(), 1):
        until = LOOKED_AT if kind != "expired" else SIGNED_AT.replace(year=SIGNED_AT.year - 1)
        since = SIGNED_AT.replace(year=SIGNED_AT.year - 2)
        wanted = Wanted(distinguished_name(f"Người Ký {kind}"), "signing", since, until, 100 + number)
        der = make_certificate(wanted, key.public_key(), issuing).public_bytes(Encoding.DER)
        device.addresses[kind] = TokenAddress("Vanthu", bytes([number]))
        device.fingerprints[kind] = sha256(der)
        put_key(softhsm, "Vanthu", number, key)
        put_certificate("Vanthu", number, der)
    put_certificate("Vanthu", 99, issuing.certificate.public_bytes(Encoding.DER))
    return device


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
    with pytest.raises(TokenTrouble):
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
        raise pytest.importorskip("pkcs11").exceptions.PinLocked()


def test_a_locked_device_says_so(monkeypatch: pytest.MonkeyPatch, device):
    monkeypatch.setattr("pkcs11.lib", lambda _: LockedDriver())
    with pytest.raises(TokenLocked), device.open("rsa"):
        pytest.fail("opened")
