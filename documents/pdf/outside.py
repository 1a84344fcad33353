"""Signing in two steps with a key this office never holds: prepare, let the owner sign elsewhere, take the value in.

What leaves is the prepared file, to be read, and the signed attributes, whose SHA-256 the key signs. What comes back
is a bare value, held against the certificate before it touches the file. The owner's own program asks `expected_of`
and so never signs a digest that somebody merely claims.
source    RFC 5652, 5.4 (what is signed); EN 319 142-1, 6.3 (PAdES baseline)
"""

# mypy: disable-error-code="no-untyped-call"

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import enumerate_sig_fields

from documents.pdf.errors import CertificateUnreadable, KeyNotSupported, PreparedWrong, SignatureValueWrong
from documents.pdf.keys import SMALLEST_RSA_BITS, SigningKey
from documents.pdf.objects import entry
from documents.pdf.pending import PendingSignature
from documents.pdf.revision import RevisionWriter
from documents.pdf.signed_data import Signatory

MOST_CERTIFICATES = 5

Making = Callable[[SigningKey], Sequence[PendingSignature]]
"""Writes the revisions of one act with a given key: of `sign.certify_pending`, or of a seal and its annexes."""


@dataclass(frozen=True)
class PreparedSignature:
    """A revision that lacks only the value of its signature; plain bytes, so it can wait in a database.

    pdf          with an empty container between the two offsets
    attributes   the signed attributes (DER, SET OF): what the key signs by SHA-256
    chain        certificates above the signer's, DER
    """

    pdf: bytes
    container_start: int
    container_end: int
    attributes: bytes
    certificate: bytes
    chain: tuple[bytes, ...]

    def dump(self) -> bytes:
        head = {
            "start": self.container_start,
            "end": self.container_end,
            "attributes": _text(self.attributes),
            "certificate": _text(self.certificate),
            "chain": [_text(one) for one in self.chain],
        }
        return json.dumps(head).encode("ascii") + b"\n" + self.pdf

    @classmethod
    def load(cls, dumped: bytes) -> Self:
        head, _, pdf = dumped.partition(b"\n")
        facts = json.loads(head)
        return cls(
            pdf,
            facts["start"],
            facts["end"],
            b64decode(facts["attributes"]),
            b64decode(facts["certificate"]),
            tuple(b64decode(one) for one in facts["chain"]),
        )


@dataclass
class _Noting:
    """Stands where the key would be and notes what it was asked to sign."""

    asked: list[bytes] = field(default_factory=list)

    def sign(self, data: bytes, /) -> bytes:
        self.asked.append(data)
        return b""


def prepare_outside(make: Making, certificate: bytes, chain: Sequence[bytes] = ()) -> list[PreparedSignature]:
    """The revisions for a certificate (DER) whose key is elsewhere.

    raises    KeyNotSupported, and what `make` raises
    """
    _supported(certificate)
    noting = _Noting()
    pendings = make(SigningKey(noting, certificate, tuple(chain)))
    return [
        PreparedSignature(
            pending.pdf,
            pending.container_start,
            pending.container_end,
            attributes,
            certificate,
            tuple(chain),
        )
        for pending, attributes in zip(pendings, noting.asked, strict=True)
    ]


def embed(prepared: PreparedSignature, value: bytes) -> PendingSignature:
    """The signature with the value that came back: RSA PKCS#1 v1.5, or ECDSA as DER, over SHA-256.

    raises    SignatureValueWrong for the value of another key, file or digest; PreparedWrong when what was kept is
              not what was prepared
    """
    signatory = Signatory.of(prepared.certificate, prepared.chain)
    digest = _digest_around(prepared.pdf, prepared.container_start, prepared.container_end)
    if signatory.attributes_over(digest) != prepared.attributes:
        raise PreparedWrong()
    _verify(prepared.certificate, prepared.attributes, value)
    return PendingSignature(
        prepared.pdf,
        prepared.container_start,
        prepared.container_end,
        signatory.container(prepared.attributes, value),
    )


@dataclass(frozen=True)
class Expected:
    """What a key has to sign for a prepared file, computed from the file alone; `field` is where it goes."""

    field: str
    digest: bytes
    attributes: bytes


def expected_of(pdf: bytes, certificate: bytes) -> Expected:
    """Read from a prepared file what its last revision waits for; the side of the key trusts nobody's word for it.

    raises    PdfUnreadable; PreparedWrong when no signature covers the whole file but an empty container
    """
    found = []
    for name, value, _ in enumerate_sig_fields(RevisionWriter.open(pdf).prev):
        held = value.get_object() if isinstance(value, generic.IndirectObject) else value
        if not isinstance(held, generic.DictionaryObject):
            continue
        edges = entry(held, "/ByteRange")
        numbers = [int(edge) for edge in edges] if isinstance(edges, generic.ArrayObject) else []
        if len(numbers) == 4 and numbers[0] == 0 and numbers[2] + numbers[3] == len(pdf):
            found.append((name, numbers[1], numbers[2]))
    if len(found) != 1:
        raise PreparedWrong()
    name, start, end = found[0]
    container = pdf[start:end]
    if not (0 < start < end) or container != b"<" + b"0" * (end - start - 2) + b">":
        raise PreparedWrong()
    digest = _digest_around(pdf, start, end)
    return Expected(name, digest, Signatory.of(certificate, ()).attributes_over(digest))


def read_certificates(data: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """A certificate and those above it, as DER, from PEM (the signer's first) or one DER.

    raises    CertificateUnreadable
    """
    try:
        if b"-----BEGIN" in data:
            found = x509.load_pem_x509_certificates(data)
        else:
            found = [x509.load_der_x509_certificate(data)]
    except ValueError as problem:
        raise CertificateUnreadable() from problem
    if len(found) > MOST_CERTIFICATES:
        raise CertificateUnreadable()
    first, *above = (one.public_bytes(Encoding.DER) for one in found)
    return first, tuple(above)


def _digest_around(pdf: bytes, start: int, end: int) -> bytes:
    return hashlib.sha256(pdf[:start] + pdf[end:]).digest()


def _supported(certificate: bytes) -> RSAPublicKey | EllipticCurvePublicKey:
    key = x509.load_der_x509_certificate(certificate).public_key()
    if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_RSA_BITS:
        return key
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key
    raise KeyNotSupported(kind=type(key).__name__)


def _verify(certificate: bytes, attributes: bytes, value: bytes) -> None:
    key = _supported(certificate)
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(value, attributes, PKCS1v15(), SHA256())
        else:
            key.verify(value, attributes, ECDSA(SHA256()))
    except InvalidSignature as wrong:
        raise SignatureValueWrong() from wrong


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
