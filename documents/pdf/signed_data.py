"""The CMS of a signature written as DER by ourselves (RFC 5652, 5; PAdES baseline: EN 319 142-1, 6.3).

The library builds the same values as a tree of objects and walks it several times over, which costs forty times the
RSA operation. All but two of them stay the same for a key, so they are written once. The tests hold the result against
the library's, byte for byte; only the signer's certificate stands here once, not twice.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from asn1crypto import x509

SEQUENCE, SET, INTEGER, OCTETS = 0x30, 0x31, 0x02, 0x04
FIRST, SECOND = 0xA0, 0xA1
"""Context tags [0] and [1], constructed."""


def der(tag: int, *contents: bytes) -> bytes:
    """One value: tag, length in the shortest form, contents (X.690, 8.1 and 10.1)."""
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def set_of(tag: int, values: Iterable[bytes]) -> bytes:
    """DER orders the members of a set by their bytes (X.690, 11.6)."""
    return der(tag, *sorted(values))


ONE = b"\x02\x01\x01"
NULL = b"\x05\x00"
DATA = bytes.fromhex("06092a864886f70d010701")
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
SIGNING_CERTIFICATE_V2 = bytes.fromhex("060b2a864886f70d010910022f")
SHA256 = der(SEQUENCE, bytes.fromhex("0609608648016503040201"), NULL)
RSA_WITH_SHA256 = der(SEQUENCE, bytes.fromhex("06092a864886f70d01010b"), NULL)
ECDSA_WITH_SHA256 = der(SEQUENCE, bytes.fromhex("06082a8648ce3d040302"))


@dataclass(frozen=True)
class Signatory:
    """What the signatures of one key have in common; everything but the digest and the value.

    algorithm       the signature's AlgorithmIdentifier
    certificates    the signer's and those above it, as [0] IMPLICIT SET OF
    identifier      issuer and serial number
    attributes      the signed attributes that never change
    """

    algorithm: bytes
    certificates: bytes
    identifier: bytes
    attributes: tuple[bytes, ...]

    @classmethod
    def of(cls, certificate: bytes, chain: tuple[bytes, ...]) -> Self:
        """`certificate` and `chain` as DER; roots stay out, whoever verifies has them."""
        parsed = x509.Certificate.load(certificate)
        above = (one for one in chain if not _is_root(one))
        serial = parsed["tbs_certificate"]["serial_number"].dump()
        return cls(
            ECDSA_WITH_SHA256 if parsed.public_key.algorithm == "ec" else RSA_WITH_SHA256,
            set_of(FIRST, {certificate, *above}),
            der(SEQUENCE, parsed.issuer.dump(), serial),
            (
                der(SEQUENCE, CONTENT_TYPE, der(SET, DATA)),
                der(
                    SEQUENCE,
                    SIGNING_CERTIFICATE_V2,
                    der(SET, _signing_certificate(certificate, serial, parsed)),
                ),
            ),
        )

    def attributes_over(self, digest: bytes) -> bytes:
        """The signed attributes as the SET OF the key signs; `digest` is the SHA-256 of the byte range."""
        message = der(SEQUENCE, MESSAGE_DIGEST, der(SET, der(OCTETS, digest)))
        return set_of(SET, (*self.attributes, message))

    def container(self, attributes: bytes, value: bytes) -> bytes:
        """The whole ContentInfo; `value` is what the key made of `attributes`."""
        signer = der(
            SEQUENCE,
            ONE,
            self.identifier,
            SHA256,
            bytes((FIRST,)) + attributes[1:],
            self.algorithm,
            der(OCTETS, value),
        )
        signed = der(
            SEQUENCE, ONE, der(SET, SHA256), der(SEQUENCE, DATA), self.certificates, der(SET, signer)
        )
        return der(SEQUENCE, SIGNED_DATA, der(FIRST, signed))


def _signing_certificate(certificate: bytes, serial: bytes, parsed: x509.Certificate) -> bytes:
    """ESS signing-certificate-v2 with SHA-256, which is its default and so not named (RFC 5035, 4)."""
    issuer = der(SEQUENCE, der(0xA4, parsed.issuer.dump()))
    names = der(SEQUENCE, issuer, serial)
    one = der(SEQUENCE, der(OCTETS, hashlib.sha256(certificate).digest()), names)
    return der(SEQUENCE, der(SEQUENCE, one))


def _is_root(certificate: bytes) -> bool:
    parsed = x509.Certificate.load(certificate)
    return bool(parsed.subject.dump() == parsed.issuer.dump())
