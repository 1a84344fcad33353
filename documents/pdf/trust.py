"""Whom this office believes: root certificates, known signers, and paths from a signer up to a root.

Paths are built by pyhanko-certvalidator; validity windows are compared here, because a signature is judged at its
own time and a timestamp at the time of the one around it. Revocation is `revocation`'s question.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, Self

from asn1crypto import pem, x509
from cryptography.x509 import load_der_x509_certificate
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath

from documents.pdf.errors import TrustFileUnreadable

PathStatus = Literal["ok", "unknown", "expired", "not_yet_valid", "unfit"]
Purpose = Literal["signing", "timestamps"]

WEAK = frozenset({"md2", "md5"})
OUTDATED = frozenset({"sha1"})

#: Extended key uses under which a person's or agency's certificate may sign; the last is "document signing".
SIGNING_USES = {
    "any_extended_key_usage",
    "client_auth",
    "email_protection",
    "microsoft_smart_card_logon",
    "microsoft_document_signing",
    "adobe_authentic_documents_trust",
    "1.3.6.1.4.1.311.10.3.12",
    "1.3.6.1.5.5.7.3.36",
}


@dataclass(frozen=True)
class Trust:
    """What the caller trusts, as DER.

    people, agencies   SHA-256 fingerprints of enrolled certificates; empty means nobody was enrolled and roles are
                       read from the certificate's own names
    ocsps, crls        answers that are not in the file
    """

    roots: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    people: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    @classmethod
    def from_pem(cls, *texts: bytes) -> Self:
        """Roots from PEM or DER files; self-signed certificates become roots, others intermediates.

        raises    TrustFileUnreadable
        """
        found = [one for text in texts for one in _certificates(text)]
        roots = tuple(one.dump() for one in found if one.subject == one.issuer)
        return cls(roots=roots, intermediates=tuple(one.dump() for one in found if one.subject != one.issuer))


@dataclass(frozen=True)
class Path:
    """A way from a certificate to a root: the certificate first, the root last; empty when there is none."""

    status: PathStatus
    certificates: tuple[x509.Certificate, ...] = ()
    reason: str = ""

    def at(self, moment: datetime) -> "Path":
        """The same path judged at another time."""
        for one in self.certificates:
            if moment < one.not_valid_before.astimezone(UTC):
                return Path("not_yet_valid")
            if moment > one.not_valid_after.astimezone(UTC):
                return Path("expired")
        return self


@dataclass
class Paths:
    """Paths for the certificates of one file; a good one is built once and judged again at other times.

    extra     certificates the file itself brings
    strict    for our own files: no SHA-1 anywhere, no certificates without use
    """

    trust: Trust
    extra: tuple[x509.Certificate, ...] = ()
    strict: bool = False
    _good: dict[tuple[bytes, Purpose], Path] = field(default_factory=dict)

    def at(self, certificate: x509.Certificate, purpose: Purpose, moment: datetime) -> Path:
        key = (certificate.sha256, purpose)
        if key not in self._good:
            built = self._build(certificate, purpose, moment)
            if built.status != "ok":
                return built
            self._good[key] = built
        return self._good[key].at(moment)

    def uses_all(self, path: Path, bag: Iterable[x509.Certificate]) -> bool:
        """Every certificate a container carries stands on the path; a spare one could be anything."""
        known = {*self.trust.roots, *(one.dump() for one in path.certificates)}
        return all(one.dump() in known for one in bag)

    def _build(self, certificate: x509.Certificate, purpose: Purpose, moment: datetime) -> Path:
        if not self.trust.roots or (certificate.self_issued and certificate.dump() not in self.trust.roots):
            return Path("unknown")
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(der) for der in self.trust.roots],
            other_certs=[*(x509.Certificate.load(der) for der in self.trust.intermediates), *self.extra],
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
            weak_hash_algos=WEAK | OUTDATED if self.strict else WEAK,
        )
        validator = CertificateValidator(certificate, validation_context=context)
        try:
            found = asyncio.run(_validated(validator, purpose))
        except PathBuildingError:
            return Path("unknown")
        except ExpiredError:
            return Path("expired")
        except NotYetValidError:
            return Path("not_yet_valid")
        except (PathError, ValidationError, ValueError, TypeError) as problem:
            return Path("unfit", reason=str(problem)[:120])
        if purpose == "signing" and not _may_sign(certificate):
            return Path("unfit", reason="mục đích sử dụng khác")
        if purpose == "timestamps" and self.strict and not _only_stamps(certificate):
            return Path("unfit", reason="mục đích sử dụng khác")
        return Path("ok", tuple(reversed(list(found))))


def _may_sign(certificate: x509.Certificate) -> bool:
    """A certificate made only for servers, timestamps or OCSP answers may not sign documents."""
    uses = certificate.extended_key_usage_value
    return uses is None or bool(set(uses.native) & SIGNING_USES)


def _only_stamps(certificate: x509.Certificate) -> bool:
    """RFC 3161, 2.3: one purpose alone, and critical. Others' authorities are not held to it."""
    uses = certificate.extended_key_usage_value
    alone = uses is not None and uses.native == ["time_stamping"]
    return alone and "extended_key_usage" in certificate.critical_extensions


async def _validated(validator: CertificateValidator, purpose: Purpose) -> Iterable[x509.Certificate]:
    if purpose == "timestamps":
        path = await validator.async_validate_usage(set(), {"time_stamping"}, extended_optional=False)
    else:
        path = await _any_use(validator)
    return list(path.iter_certs(include_root=True))


async def _any_use(validator: CertificateValidator) -> ValidationPath:
    path: ValidationPath
    try:
        path = await validator.async_validate_usage({"non_repudiation"})
    except InvalidCertificateError:
        path = await validator.async_validate_usage({"digital_signature"})
    return path


def _certificates(text: bytes) -> list[x509.Certificate]:
    try:
        if pem.detect(text):
            blocks = [der for kind, _, der in pem.unarmor(text, multiple=True) if kind == "CERTIFICATE"]
        else:
            blocks = [text]
        found = [x509.Certificate.load(der, strict=True) for der in blocks]
        for one in found:
            load_der_x509_certificate(one.dump())
    except (ValueError, TypeError) as problem:
        raise TrustFileUnreadable(reason=str(problem)) from problem
    if not found:
        raise TrustFileUnreadable(reason="no certificate")
    return found
