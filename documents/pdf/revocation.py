"""What answers about certificates prove: good, revoked before, revoked later, or nothing known.

An answer counts only when its own signature leads to the certificate's issuer. A revocation after the proven signing
time does not undo a signature; one before it does, whenever the answer was made.
"""

# mypy: disable-error-code="import-untyped"

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import new as new_digest
from itertools import pairwise
from typing import Literal, Self

from asn1crypto import crl, ocsp, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import (
    Certificate,
    CertificateRevocationList,
    ExtendedKeyUsage,
    ExtensionNotFound,
    load_der_x509_certificate,
    load_der_x509_crl,
)
from cryptography.x509 import ocsp as pyca_ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

Standing = Literal["good", "revoked", "revoked_later", "older", "not_checked"]

FROM_WORST: tuple[Standing, ...] = ("revoked", "not_checked", "older", "revoked_later", "good")

#: An answer made a little before the signature still counts as made for it: clocks differ.
CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Answer:
    """One answer about one certificate."""

    produced_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class Answers:
    """All material about revocation at hand, as DER."""

    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    def joined(self, other: Self) -> "Answers":
        return Answers((*self.ocsps, *other.ocsps), (*self.crls, *other.crls))

    def standing(self, certificate: x509.Certificate, issuer: x509.Certificate, moment: datetime) -> Standing:
        """What is known about a certificate at a moment; answers older than the moment cannot say "good"."""
        answers = [*self._from_ocsp(certificate, issuer), *self._from_lists(certificate, issuer)]
        revocations = [answer.revoked_at for answer in answers if answer.revoked_at is not None]
        if revocations:
            return "revoked" if min(revocations) <= moment else "revoked_later"
        if any(answer.produced_at >= moment - CLOCK_TOLERANCE for answer in answers):
            return "good"
        return "older" if answers else "not_checked"

    def revoked_at(self, certificate: x509.Certificate, issuer: x509.Certificate) -> datetime | None:
        """The earliest revocation any answer tells of; None for none."""
        answers = [*self._from_ocsp(certificate, issuer), *self._from_lists(certificate, issuer)]
        return min((answer.revoked_at for answer in answers if answer.revoked_at is not None), default=None)

    def _from_ocsp(self, certificate: x509.Certificate, issuer: x509.Certificate) -> Iterable[Answer]:
        for response in self._responses:
            if _is_about(response, certificate, issuer) and _answered_by(response, issuer):
                revoked = response.revocation_time_utc
                yield Answer(response.this_update_utc, revoked)

    def _from_lists(self, certificate: x509.Certificate, issuer: x509.Certificate) -> Iterable[Answer]:
        above = load_der_x509_certificate(issuer.dump())
        for one in self._lists:
            if one.issuer != above.subject or not _is_complete(one) or not _signed_by(one, above):
                continue
            entry = one.get_revoked_certificate_by_serial_number(certificate.serial_number)
            yield Answer(one.last_update_utc, entry.revocation_date_utc if entry else None)

    @cached_property
    def _responses(self) -> tuple[pyca_ocsp.OCSPResponse, ...]:
        loaded = (pyca_ocsp.load_der_ocsp_response(der) for der in self.ocsps)
        return tuple(one for one in loaded if one.response_status == pyca_ocsp.OCSPResponseStatus.SUCCESSFUL)

    @cached_property
    def _lists(self) -> tuple[CertificateRevocationList, ...]:
        return tuple(load_der_x509_crl(der) for der in self.crls)


def link_standings(
    answers: Answers, path: Sequence[x509.Certificate], moment: datetime
) -> tuple[Standing, ...]:
    """What is known about each certificate of a path, the signer's first; a root answers for itself."""
    return tuple(answers.standing(one, above, moment) for one, above in pairwise(path))


def weakest(links: Sequence[Standing]) -> Standing:
    return min(links, key=FROM_WORST.index, default="not_checked")


def readable(ocsps: Iterable[bytes], crls: Iterable[bytes], certificates: Iterable[bytes]) -> bool:
    """Every piece of validation data parses as what it claims to be, with nothing behind it."""
    try:
        for der in ocsps:
            ocsp.OCSPResponse.load(der, strict=True).native  # noqa: B018  # parses to the last field
            pyca_ocsp.load_der_ocsp_response(der)
        for der in crls:
            crl.CertificateList.load(der, strict=True)
            load_der_x509_crl(der)
        for der in certificates:
            x509.Certificate.load(der, strict=True)
            load_der_x509_certificate(der)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def _is_about(
    response: pyca_ocsp.OCSPResponse, certificate: x509.Certificate, issuer: x509.Certificate
) -> bool:
    if response.serial_number != certificate.serial_number:
        return False
    name = response.hash_algorithm.name
    key_hash = new_digest(name, bytes(issuer.public_key["public_key"])).digest()
    name_hash = new_digest(name, issuer.subject.dump()).digest()
    return response.issuer_key_hash == key_hash and response.issuer_name_hash == name_hash


def _answered_by(response: pyca_ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    """The issuer itself, or a responder it delegated (RFC 6960, 4.2.2.2), signed the answer."""
    above = load_der_x509_certificate(issuer.dump())
    candidates = [above, *(one for one in response.certificates if _is_delegate(one, above))]
    return any(_signature_fits(response, one) for one in candidates)


def _is_delegate(responder: Certificate, issuer: Certificate) -> bool:
    try:
        responder.verify_directly_issued_by(issuer)
        uses = responder.extensions.get_extension_for_class(ExtendedKeyUsage).value
    except (ValueError, TypeError, InvalidSignature, ExtensionNotFound):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in uses


def _signature_fits(response: pyca_ocsp.OCSPResponse, responder: Certificate) -> bool:
    digest, key = response.signature_hash_algorithm, responder.public_key()
    produced = response.produced_at_utc
    if digest is None or not responder.not_valid_before_utc <= produced <= responder.not_valid_after_utc:
        return False
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(response.signature, response.tbs_response_bytes, PKCS1v15(), digest)
        elif isinstance(key, EllipticCurvePublicKey):
            key.verify(response.signature, response.tbs_response_bytes, ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _signed_by(one: CertificateRevocationList, issuer: Certificate) -> bool:
    try:
        return one.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # any other key fails
    except (TypeError, ValueError):
        return False


def _is_complete(one: CertificateRevocationList) -> bool:
    """A list about all certificates of its issuer; partial and indirect lists are not read."""
    return not any(
        extension.oid in (ExtensionOID.ISSUING_DISTRIBUTION_POINT, ExtensionOID.DELTA_CRL_INDICATOR)
        for extension in one.extensions
    )
