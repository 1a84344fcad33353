"""Whom this office believes: root certificates, known signers, and paths from a signer up to a root.

Paths are built by pyhanko-certvalidator; validity windows are compared here, because a signature is judged at its
own time and a timestamp at the time of the one around it. Revocation is `revocation`'s question.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal, Self

from asn1crypto import pem, x509
from cryptography.exceptions import InvalidSignature
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

PathStatus = Literal["ok", "unknown", "distrusted", "expired", "not_yet_valid", "unfit"]
Purpose = Literal["signing", "timestamps"]
Holder = Literal["person", "agency"]
Window = tuple[datetime | None, datetime | None]
"""From when (included) until when (not included) something is believed; None where there is no end."""

ALWAYS: Window = (None, None)

LONGEST_CHAIN = 8

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
class Anchor:
    """A certificate (DER) believed for one purpose, and for signatures or stamps made in one window of time.

    holder    set for a certificate known by itself: it is believed, and nothing below it
    """

    certificate: bytes
    purpose: Purpose
    window: Window = ALWAYS
    holder: Holder | None = None


@dataclass(frozen=True)
class Trust:
    """What the caller trusts, as DER.

    roots              believed for everything and always
    anchors            believed for what they say
    people, agencies   SHA-256 fingerprints of enrolled certificates; empty means nobody was enrolled and roles are
                       read from the certificate's own names
    ocsps, crls        answers that are not in the file
    """

    roots: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    people: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    @classmethod
    def from_pem(cls, *texts: bytes) -> Self:
        """Roots from PEM or DER files; self-signed certificates become roots, others intermediates.

        raises    TrustFileUnreadable
        """
        found = [one for text in texts for one in certificates_in_file(text)]
        roots = tuple(one.dump() for one in found if one.subject == one.issuer)
        return cls(roots=roots, intermediates=tuple(one.dump() for one in found if one.subject != one.issuer))

    @property
    def is_empty(self) -> bool:
        return not self.roots and not self.anchors

    def starts(self, certificate: bytes, purpose: Purpose) -> dict[bytes, tuple[Window, ...]]:
        """Where the path of this certificate may end, each with when it is believed."""
        found: dict[bytes, tuple[Window, ...]] = dict.fromkeys(self.roots, (ALWAYS,))
        for one in self.anchors:
            serves = one.purpose == purpose and (one.holder is None or one.certificate == certificate)
            if serves and one.certificate not in self.roots:
                found[one.certificate] = (*found.get(one.certificate, ()), one.window)
        return found


@dataclass(frozen=True)
class Path:
    """A way from a certificate to a root: the certificate first, the root last; empty when there is none.

    windows   when the root is believed
    above     who issued a root that is not its own issuer, as far as it is at hand; nothing rests on them
    """

    status: PathStatus
    certificates: tuple[x509.Certificate, ...] = ()
    reason: str = ""
    windows: tuple[Window, ...] = (ALWAYS,)
    above: tuple[x509.Certificate, ...] = ()

    @property
    def links(self) -> tuple[x509.Certificate, ...]:
        """Whose revocation can be asked: a certificate believed by itself has its issuer above it."""
        return self.certificates if len(self.certificates) != 1 else (*self.certificates, *self.above[:1])

    def at(self, moment: datetime) -> "Path":
        """The same path judged at another time."""
        if self.status == "ok" and not _inside(self.windows, moment):
            return Path("distrusted")
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
        kept = self._good.get(key)
        if kept is not None and (judged := kept.at(moment)).status != "distrusted":
            return judged
        starts = self._reachable(certificate, self.trust.starts(certificate.dump(), purpose))
        # Another root may carry the certificate at this moment, so those believed then are tried by themselves.
        now = [der for der, windows in starts.items() if _inside(windows, moment)]
        built = self._build(certificate, purpose, moment, now)
        if built.status == "unknown" and len(now) < len(starts):
            ended = self._build(certificate, purpose, moment, list(starts))
            return Path("distrusted") if ended.status == "ok" else ended
        if built.status == "ok":
            last = built.certificates[-1]
            built = replace(built, windows=starts[last.dump()], above=tuple(self._above(last)))
            self._good[key] = built
        return built.at(moment)

    def uses_all(self, path: Path, bag: Iterable[x509.Certificate]) -> bool:
        """Every certificate a container carries stands on the path; a spare one could be anything."""
        believed = (*self.trust.roots, *(one.certificate for one in self.trust.anchors))
        known = {*believed, *(one.dump() for one in (*path.certificates, *path.above))}
        return all(one.dump() in known for one in bag)

    def _reachable(
        self, certificate: x509.Certificate, starts: dict[bytes, tuple[Window, ...]]
    ) -> dict[bytes, tuple[Window, ...]]:
        """Of all the starts those whose name stands above the certificate: a trusted list has hundreds of others."""
        names, before = {certificate.issuer.hashable}, 0
        below = [*self.extra, *(x509.Certificate.load(der) for der in self.trust.intermediates)]
        while before < len(names):
            before = len(names)
            names |= {one.issuer.hashable for one in below if one.subject.hashable in names}
        own = certificate.dump()
        return {der: windows for der, windows in starts.items() if der == own or _subject(der) in names}

    def _above(self, certificate: x509.Certificate) -> Iterator[x509.Certificate]:
        """Its issuer and theirs among what is at hand."""
        held = [*self.extra, *(x509.Certificate.load(der) for der in self.trust.intermediates)]
        for _ in range(LONGEST_CHAIN):
            found = (
                None if certificate.self_issued else next((o for o in held if _issued(o, certificate)), None)
            )
            if found is None:
                return
            yield found
            certificate = found

    def _build(
        self, certificate: x509.Certificate, purpose: Purpose, moment: datetime, starts: Sequence[bytes]
    ) -> Path:
        if not starts or (certificate.self_issued and certificate.dump() not in starts):
            return Path("unknown")
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(der) for der in starts],
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


@lru_cache(maxsize=8192)
def _subject(der: bytes) -> str:
    name: str = x509.Certificate.load(der).subject.hashable
    return name


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    if issuer.subject != certificate.issuer:
        return False
    try:
        below, above = (load_der_x509_certificate(one.dump()) for one in (certificate, issuer))
        below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _inside(windows: Iterable[Window], moment: datetime) -> bool:
    return any(
        (since is None or since <= moment) and (until is None or moment < until) for since, until in windows
    )


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


def certificates_in_file(text: bytes) -> list[x509.Certificate]:
    """Every certificate of a PEM or DER file.

    raises    TrustFileUnreadable
    """
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
