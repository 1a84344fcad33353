"""Was a certificate revoked? Asking the authorities that issued it, over HTTP (OCSP, else CRL).

Only about certificates of documents this office issued itself: the addresses asked stand in certificates that were
enrolled here, or above them. The answers are judged, fresh or stale, in `documents.pdf.long_term`.
"""

import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID

from documents.errors import VanthuError
from documents.pdf.long_term import ValidationData
from documents.pdf.revocation import Answers
from documents.pdf.trust import Trust

TIMEOUT_S = 10
LARGEST_ANSWER_BYTES = 20 * 1024 * 1024
LONGEST_CHAIN = 6


class NoRevocationSource(VanthuError):
    """Nobody answered whether a certificate was revoked; the document stays at level B-T and is tried again."""

    code = "no_revocation_source"


@dataclass
class _Collected:
    """Certificates known so far, and the answers got."""

    known: list[x509.Certificate]
    used: dict[bytes, None] = field(default_factory=dict)
    ocsps: list[bytes] = field(default_factory=list)
    crls: dict[str, bytes] = field(default_factory=dict)
    timeout_s: float = TIMEOUT_S


def answers_about(
    certificates: Iterable[bytes], trust: Trust, *, timeout_s: float = TIMEOUT_S
) -> ValidationData:
    """Answers about every certificate (DER), each up to its root.

    raises    NoRevocationSource naming the certificate nobody answered for
    """
    leaves = [x509.load_der_x509_certificate(der) for der in certificates]
    above = [x509.load_der_x509_certificate(der) for der in _believed(trust)]
    collected = _Collected([*leaves, *above], timeout_s=timeout_s)
    for leaf in leaves:
        _follow(leaf, collected)
    return ValidationData(tuple(collected.used), tuple(collected.ocsps), tuple(collected.crls.values()))


def is_revoked(certificate: bytes, data: ValidationData, now: datetime) -> bool:
    """Whether an authority says so; whatever is not said is not held against anybody here."""
    own, answers = asn1_x509.Certificate.load(certificate), Answers(data.ocsps, data.crls)
    known = (asn1_x509.Certificate.load(der) for der in data.certificates)
    above = [one for one in known if one.subject == own.issuer]
    return any(answers.standing(own, one, now) == "revoked" for one in above)


def _believed(trust: Trust) -> tuple[bytes, ...]:
    return (*trust.intermediates, *trust.roots, *(one.certificate for one in trust.anchors))


def _follow(certificate: x509.Certificate, collected: _Collected) -> None:
    """From a certificate to its root, an answer at each step."""
    for _ in range(LONGEST_CHAIN):
        der = certificate.public_bytes(Encoding.DER)
        if certificate.issuer == certificate.subject or der in collected.used:
            return
        collected.used[der] = None
        issuer = _issuer_of(certificate, collected)
        if issuer is None or not (
            _by_ocsp(certificate, issuer, collected) or _by_list(certificate, collected)
        ):
            raise NoRevocationSource(subject=certificate.subject.rfc4514_string())
        certificate = issuer


def _issuer_of(certificate: x509.Certificate, collected: _Collected) -> x509.Certificate | None:
    for candidate in collected.known:
        if _issued(candidate, certificate):
            return candidate
    for url in _access(certificate, AuthorityInformationAccessOID.CA_ISSUERS):
        answer = _get(url, timeout_s=collected.timeout_s)
        fetched = _certificate(answer) if answer else None
        if fetched is not None and _issued(fetched, certificate):
            collected.known.append(fetched)
            return fetched
    return None


def _by_ocsp(certificate: x509.Certificate, issuer: x509.Certificate, collected: _Collected) -> bool:
    request = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA1()).build()
    for url in _access(certificate, AuthorityInformationAccessOID.OCSP):
        answer = _get(
            url, request.public_bytes(Encoding.DER), "application/ocsp-request", timeout_s=collected.timeout_s
        )
        if answer and _is_answer(answer):
            collected.ocsps.append(answer)
            return True
    return False


def _by_list(certificate: x509.Certificate, collected: _Collected) -> bool:
    for url in _list_addresses(certificate):
        if url in collected.crls:
            return True
        answer = _get(url, timeout_s=collected.timeout_s)
        if answer and _is_list(answer):
            collected.crls[url] = answer
            return True
    return False


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _access(certificate: x509.Certificate, method: x509.ObjectIdentifier) -> Iterable[str]:
    try:
        extension = certificate.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_INFORMATION_ACCESS)
    except (x509.ExtensionNotFound, ValueError):
        return []
    assert isinstance(extension.value, x509.AuthorityInformationAccess)
    places = [one.access_location for one in extension.value if one.access_method == method]
    return [place.value for place in places if isinstance(place, x509.UniformResourceIdentifier)]


def _list_addresses(certificate: x509.Certificate) -> Iterable[str]:
    try:
        extension = certificate.extensions.get_extension_for_oid(ExtensionOID.CRL_DISTRIBUTION_POINTS)
    except (x509.ExtensionNotFound, ValueError):
        return []
    assert isinstance(extension.value, x509.CRLDistributionPoints)
    names = [name for point in extension.value for name in point.full_name or ()]
    return [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]


def _is_answer(answer: bytes) -> bool:
    try:
        return ocsp.load_der_ocsp_response(answer).response_status == ocsp.OCSPResponseStatus.SUCCESSFUL
    except ValueError:
        return False


def _is_list(answer: bytes) -> bool:
    try:
        x509.load_der_x509_crl(answer)
    except ValueError:
        return False
    return True


def _certificate(answer: bytes) -> x509.Certificate | None:
    for load in (x509.load_der_x509_certificate, x509.load_pem_x509_certificate):
        try:
            return load(answer)
        except ValueError:
            continue
    return None


def _get(
    url: str, body: bytes | None = None, media_type: str = "", *, timeout_s: float = TIMEOUT_S
) -> bytes | None:
    """The answer, or None when there is none worth having."""
    if not url.startswith(("http://", "https://")):
        return None
    headers = {"Content-Type": media_type} if body is not None else {}
    asked = urllib.request.Request(url, data=body, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=timeout_s) as answer:
            found: bytes = answer.read(LARGEST_ANSWER_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError):
        return None
    return found if len(found) <= LARGEST_ANSWER_BYTES else None
