"""A signing device made of software (SoftHSM2) for tests: tokens, keys and certificates put on it by hand."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

_DRIVERS = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
DRIVER = next((place for place in _DRIVERS if Path(place).exists()), "")
PIN = "246810"


def softhsm_in(folder: Path) -> Path:
    """A home for SoftHSM's tokens; the library reads where it is when it is loaded, so there is one for a run."""
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    if not (DRIVER and shutil.which("softhsm2-util")):
        pytest.skip("SoftHSM2 is not installed")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    return folder


def make_token(label: str) -> None:
    _util("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "12345678")
    _library().reinitialize()


def put_key(folder: Path, label: str, number: int, key: RSAPrivateKey | EllipticCurvePrivateKey) -> None:
    file = folder / f"{number}.p8"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    name, key_id = f"k{number}", f"{number:02x}"
    _util("--import", str(file), "--token", label, "--label", name, "--id", key_id, "--pin", PIN)
    _library().reinitialize()


def put_certificate(label: str, number: int, der: bytes) -> None:
    import pkcs11

    with _library().get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.ID: bytes([number]),
                pkcs11.Attribute.SUBJECT: b"0\x00",
                pkcs11.Attribute.VALUE: der,
            }
        )


def _library():  # type: ignore[no-untyped-def]
    import pkcs11

    return pkcs11.lib(DRIVER)


def _util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)
