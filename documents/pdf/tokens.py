"""Signing keys that never leave their device: HSMs and USB tokens by PKCS#11.

A token is opened with its PIN for one act or one batch and closed after it; the driver is the office's own choice. Only
raw signatures are asked of it, so that RSA and P-256 keys of plain devices do.
source    PKCS#11 2.40; addresses after RFC 7512
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote, unquote_to_bytes

from cryptography import x509

from documents.pdf.errors import KeyNotSupported, TokenLocked, TokenMissing, TokenTrouble, WrongKeyPassword
from documents.pdf.keys import SigningKey

SCHEME = "pkcs11:"
_DIGEST_INFO_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True)
class TokenAddress:
    """Where a key lies: the token's label and the key's id on it."""

    token: str
    key_id: bytes

    def __str__(self) -> str:
        return (
            f"{SCHEME}token={quote(self.token, safe='')};id={''.join(f'%{byte:02X}' for byte in self.key_id)}"
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """raises TokenMissing when the address names no token and key."""
        parts = dict(part.partition("=")[::2] for part in text.removeprefix(SCHEME).split(";"))
        if not text.startswith(SCHEME) or "token" not in parts or "id" not in parts:
            raise TokenMissing(token=text)
        return cls(unquote_to_bytes(parts["token"]).decode("utf-8"), unquote_to_bytes(parts["id"]))


@dataclass(frozen=True)
class OnToken:
    """A key with its certificate as found on a token."""

    address: TokenAddress
    certificate: bytes


class TokenKey:
    """A private key on an opened token; signs SHA-256 of what it is given."""

    def __init__(self, key: Any, *, is_rsa: bool) -> None:
        self._key, self._is_rsa = key, is_rsa

    def sign(self, data: bytes) -> bytes:
        """RSA PKCS#1 v1.5, or ECDSA as DER.

        raises    TokenTrouble when the device is gone or refuses
        """
        import pkcs11
        from pkcs11.util.ec import encode_ecdsa_signature

        digest = hashlib.sha256(data).digest()
        with _told():
            if self._is_rsa:
                mechanism = pkcs11.Mechanism.RSA_PKCS
                return bytes(self._key.sign(_DIGEST_INFO_SHA256 + digest, mechanism=mechanism))
            return bytes(encode_ecdsa_signature(self._key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)))


def keys_on(driver: str, token: str, pin: str) -> list[OnToken]:
    """Every key on a token that has a certificate beside it.

    raises    TokenMissing, WrongKeyPassword, TokenLocked, TokenTrouble
    """
    import pkcs11

    with _session(driver, token, pin) as session:
        keys = session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})
        ids = {bytes(key[pkcs11.Attribute.ID]) for key in keys}
        return [
            OnToken(TokenAddress(token, key_id), der)
            for key_id, der in _certificates(session)
            if key_id in ids
        ]


@contextmanager
def opened_token(driver: str, address: TokenAddress, fingerprint: str, pin: str) -> Iterator[SigningKey]:
    """The key at an address, usable until the block ends.

    fingerprint   SHA-256 of the enrolled certificate: another one on the token is not taken for it
    raises        TokenMissing, WrongKeyPassword, TokenLocked, TokenTrouble, KeyNotSupported
    """
    import pkcs11

    with _session(driver, address.token, pin) as session:
        held = _certificates(session)
        enrolled = [der for _, der in held if hashlib.sha256(der).hexdigest() == fingerprint]
        wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY, pkcs11.Attribute.ID: address.key_id}
        keys = list(session.get_objects(wanted))
        if not enrolled or len(keys) != 1:
            raise TokenMissing(token=address.token)
        kind = keys[0].key_type
        if kind not in (pkcs11.KeyType.RSA, pkcs11.KeyType.EC):
            raise KeyNotSupported(kind=str(kind))
        above = tuple(der for _, der in held if der != enrolled[0] and _is_authority(der))
        yield SigningKey(TokenKey(keys[0], is_rsa=kind == pkcs11.KeyType.RSA), enrolled[0], above)


@contextmanager
def _session(driver: str, token: str, pin: str) -> Iterator[Any]:
    if not driver:
        raise TokenMissing(token=token)
    try:
        import pkcs11
    except ImportError as missing:
        raise TokenMissing(token=token) from missing
    with _told():
        session = pkcs11.lib(driver).get_token(token_label=token).open(user_pin=pin)
    try:
        yield session
    finally:
        session.close()


@contextmanager
def _told() -> Iterator[None]:
    """The driver's errors as situations; what the driver says beyond that helps nobody at a desk."""
    from pkcs11 import exceptions as driver

    situations: tuple[tuple[tuple[type[Exception], ...], Callable[[], Exception]], ...] = (
        ((driver.PinIncorrect, driver.PinInvalid, driver.PinLenRange), WrongKeyPassword),
        ((driver.PinLocked, driver.PinExpired), TokenLocked),
        ((driver.NoSuchToken, driver.MultipleTokensReturned, driver.TokenNotPresent), lambda: TokenMissing(token="")),
        ((driver.PKCS11Error, RuntimeError), TokenTrouble),
    )  # fmt: skip
    try:
        yield
    except (driver.PKCS11Error, RuntimeError) as trouble:
        told = next(made for kinds, made in situations if isinstance(trouble, kinds))
        raise told() from trouble


def _certificates(session: Any) -> list[tuple[bytes, bytes]]:
    import pkcs11

    found = session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})
    return [(bytes(one[pkcs11.Attribute.ID]), bytes(one[pkcs11.Attribute.VALUE])) for one in found]


def _is_authority(der: bytes) -> bool:
    """A certificate between the signer and the root: belongs into the signature; the root does not."""
    certificate = x509.load_der_x509_certificate(der)
    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return basic.value.ca and certificate.subject != certificate.issuer
