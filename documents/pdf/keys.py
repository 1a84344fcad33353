"""Signing keys kept in memory: opened once with a password, used many times.

OpenSSL checks a private key each time one is parsed, which costs more than a hundred signatures, so the key object is
kept. Who may use which key, and for how long it stays open, is decided elsewhere; certificates come in as arguments.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from asn1crypto import x509 as asn1_x509
from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.pdf.errors import (
    KeyDoesNotMatch,
    KeyExpired,
    KeyFileUnreadable,
    KeyNotSupported,
    KeyNotYetValid,
    WrongKeyPassword,
)
from documents.pdf.signed_data import Signatory


class Device(Protocol):
    """A key that lies elsewhere and signs SHA-256 of what it is given: PKCS#1 v1.5, or ECDSA as DER."""

    def sign(self, data: bytes, /) -> bytes: ...


PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey

SMALLEST_RSA_BITS = 2048


@dataclass(frozen=True)
class CertificateFacts:
    """What a register writes down about a certificate; `sha256` is its fingerprint in lower-case hex."""

    sha256: str
    subject: str
    common_name: str
    issuer: str
    serial: int
    not_before: datetime
    not_after: datetime

    def check_valid_at(self, moment: datetime) -> None:
        """raises KeyNotYetValid or KeyExpired."""
        if moment < self.not_before:
            raise KeyNotYetValid(subject=self.subject, not_before=self.not_before)
        if moment > self.not_after:
            raise KeyExpired(subject=self.subject, not_after=self.not_after)


class KeptKeySigner(SimpleSigner):
    """pyHanko's signer with the key object kept instead of parsed for every signature."""

    def __init__(self, key: PrivateKey | Device, certificate: bytes, chain: tuple[bytes, ...]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([asn1_x509.Certificate.load(der) for der in (certificate, *chain)])
        super().__init__(
            signing_cert=asn1_x509.Certificate.load(certificate),
            signing_key=None,  # never read: sign_raw below uses the kept key
            cert_registry=store,
            embed_roots=False,
        )
        self._key = key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if digest_algorithm != "sha256":
            raise KeyNotSupported(digest=digest_algorithm)
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), SHA256())
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(SHA256()))
        return self._key.sign(data)


@dataclass(frozen=True)
class SigningKey:
    """A private key with its certificate and the certificates above it, all DER."""

    key: PrivateKey | Device
    certificate: bytes
    chain: tuple[bytes, ...]

    @cached_property
    def facts(self) -> CertificateFacts:
        return certificate_facts(self.certificate)

    @cached_property
    def signer(self) -> KeptKeySigner:
        return KeptKeySigner(self.key, self.certificate, self.chain)

    @cached_property
    def signatory(self) -> Signatory:
        return Signatory.of(self.certificate, self.chain)

    def sign(self, digest: bytes) -> bytes:
        """A PAdES baseline signature as DER, without unsigned attributes, over this SHA-256 of a byte range."""
        attributes = self.signatory.attributes_over(digest)
        return self.signatory.container(attributes, self.signer.sign_raw(attributes, "sha256"))

    def check_valid_at(self, moment: datetime) -> None:
        """raises KeyNotYetValid or KeyExpired."""
        self.facts.check_valid_at(moment)

    def __repr__(self) -> str:
        return f"SigningKey({self.facts.subject})"


def load_pkcs12(data: bytes, password: str) -> SigningKey:
    """Open a key file; the slow part (60-200 ms) of ever using a key.

    raises    WrongKeyPassword, KeyFileUnreadable, KeyNotSupported, KeyDoesNotMatch
    """
    try:
        key, certificate, above = pkcs12.load_key_and_certificates(data, password.encode("utf-8"))
    except ValueError as problem:
        # OpenSSL says "Invalid password or PKCS12 data" for both; a file that parses as PKCS#12 had a wrong password.
        wrong = WrongKeyPassword if _looks_like_pkcs12(data) else KeyFileUnreadable
        raise wrong() from problem
    if key is None or certificate is None:
        raise KeyFileUnreadable(missing="key" if key is None else "certificate")
    if certificate.public_key() != key.public_key():
        raise KeyDoesNotMatch(subject=certificate.subject.rfc4514_string())
    chain = tuple(one.public_bytes(Encoding.DER) for one in above if one.subject != one.issuer)
    return SigningKey(_supported(key), certificate.public_bytes(Encoding.DER), chain)


def certificate_facts(der: bytes) -> CertificateFacts:
    certificate = x509.load_der_x509_certificate(der)
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return CertificateFacts(
        sha256=hashlib.sha256(der).hexdigest(),
        subject=certificate.subject.rfc4514_string(),
        common_name=str(names[0].value) if names else "",
        issuer=certificate.issuer.rfc4514_string(),
        serial=certificate.serial_number,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )


def _supported(key: object) -> PrivateKey:
    if isinstance(key, RSAPrivateKey) and key.key_size >= SMALLEST_RSA_BITS:
        return key
    if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1):
        return key
    raise KeyNotSupported(kind=type(key).__name__)


def _looks_like_pkcs12(data: bytes) -> bool:
    """A DER sequence that begins with version 3 and is as long as it says (RFC 7292, 4)."""
    try:
        return bool(Pfx.load(data, strict=True)["version"].native == "v3")
    except (ValueError, TypeError):
        return False
