"""The development authority itself: create or open the folder, issue, revoke, answer about revocation.

No clock of its own: every time is an argument, so a demo can live in a month of its own choice. Certificates are
valid long enough to be checked today whatever that month is.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509 import ocsp

from app.devpki.certificates import (
    NOT_FOR_REAL_USE,
    Authority,
    Use,
    Wanted,
    distinguished_name,
    make_certificate,
    new_key,
)
from app.devpki.folder import Folder
from app.devpki.stamping import DevTimestamper
from documents.pdf.long_term import ValidationData

#: Longer than the archives of an office need a demo to stay valid.
LIFETIME = timedelta(days=366 * 30)
EARLIER = timedelta(days=366)
ANSWER_VALID_FOR = timedelta(hours=12)

AUTHORITIES: dict[Use, tuple[str, Use | None]] = {
    "root": (f"CA gốc Vanthu thử nghiệm ({NOT_FOR_REAL_USE})", None),
    "issuing": (f"CA cấp phát Vanthu thử nghiệm ({NOT_FOR_REAL_USE})", "root"),
    "ocsp": (f"OCSP Vanthu thử nghiệm ({NOT_FOR_REAL_USE})", "issuing"),
    "timestamps": (f"Dấu thời gian Vanthu thử nghiệm ({NOT_FOR_REAL_USE})", "issuing"),
}


@dataclass(frozen=True)
class Issued:
    """A certificate that was issued; the same facts as in the folder's state."""

    serial: int
    kind: str
    name: str
    sha256: str
    key_file: Path
    revoked_at: datetime | None = None


class DevPki:
    """An opened folder. Authority keys are parsed once, when first needed."""

    def __init__(self, folder: Folder, state: dict[str, Any]) -> None:
        self._folder = folder
        self._state = state
        self._authorities: dict[Use, Authority] = {}

    @classmethod
    def create(cls, folder: Path, *, starts_at: datetime) -> Self:
        """A new authority valid from a year before `starts_at`; an existing one is opened instead."""
        place = Folder(Path(folder))
        if place.exists:
            return cls.open(folder)
        not_before = (starts_at - EARLIER).astimezone(UTC).replace(microsecond=0)
        made: dict[Use, Authority] = {}
        for use, (name, above) in AUTHORITIES.items():
            made[use] = _make_authority(use, name, made[above] if above else None, not_before)
            _keep_authority(place, use, made[use])
        place.write("ca.pem", made["root"].certificate.public_bytes(Encoding.PEM))
        place.write_state({"not_before": not_before.isoformat(), "issued": []})
        return cls(place, place.read_state())

    @classmethod
    def open(cls, folder: Path) -> Self:
        place = Folder(Path(folder))
        return cls(place, place.read_state())

    @property
    def root_pem(self) -> bytes:
        return self._folder.read("ca.pem")

    @property
    def issuing_pem(self) -> bytes:
        """The authority between the root and everybody else, as an administrator would load it."""
        return self._authority("issuing").certificate.public_bytes(Encoding.PEM)

    @property
    def root_file(self) -> Path:
        return self._folder.path / "ca.pem"

    @property
    def issued(self) -> tuple[Issued, ...]:
        return tuple(self._issued(row) for row in self._state["issued"])

    def issue_person(self, name: str, *, title: str, agency: str, password: str, bits: int = 2048) -> bytes:
        """A personal certificate; returns the PKCS#12 file, which is also kept in the folder."""
        subject = distinguished_name(name, organization=agency, title=title)
        return self._issue("person", name, subject, password, bits)

    def issue_agency(self, name: str, *, tax_code: str = "", password: str, bits: int = 2048) -> bytes:
        """An agency's certificate, marked by its tax code the way the government's authority does it."""
        uid = f"MST:{tax_code}" if tax_code else "MST:0000000000"
        return self._issue(
            "agency", name, distinguished_name(name, organization=name, uid=uid), password, bits
        )

    def revoke(self, serial: int, at: datetime) -> None:
        """raises KeyError for a serial that was never issued; a second revocation keeps the first time."""
        row = next((row for row in self._state["issued"] if row["serial"] == str(serial)), None)
        if row is None:
            raise KeyError(serial)
        row.setdefault("revoked_at", at.astimezone(UTC).isoformat())
        self._folder.write_state(self._state)

    def new_timestamp_authority(self, starts_at: datetime, *, lasts: timedelta) -> None:
        """Another key and certificate for time-stamps from now on, as authorities get them every few years."""
        issuing = self._authority("issuing")
        made = _make_authority("timestamps", AUTHORITIES["timestamps"][0], issuing, starts_at, lasts)
        _keep_authority(self._folder, "timestamps", made)
        self._authorities["timestamps"] = made

    def timestamper(self, clock: Callable[[], datetime]) -> DevTimestamper:
        own = self._authority("timestamps")
        return DevTimestamper(own.certificate.public_bytes(Encoding.DER), own.key, clock)

    def revocation_evidence(self, certificates: Iterable[bytes], at: datetime) -> ValidationData:
        """Fresh answers, as of `at`, about these certificates (DER), the timestamp authority and the authorities."""
        asked = [x509.load_der_x509_certificate(der) for der in certificates]
        stamping = self._authority("timestamps").certificate
        subjects = {one.serial_number: one for one in [*asked, stamping]}
        issuing = self._authority("issuing").certificate
        leaves = [one for one in subjects.values() if one.issuer == issuing.subject]
        above = [issuing, self._authority("ocsp").certificate]
        return ValidationData(
            certificates=tuple(one.public_bytes(Encoding.DER) for one in [*leaves, *above]),
            ocsps=tuple(self.ocsp_answer(one, at) for one in leaves),
            crls=(self.revocation_list("root", at),),
        )

    def ocsp_answer(self, certificate: x509.Certificate, at: datetime) -> bytes:
        responder, issuing = self._authority("ocsp"), self._authority("issuing")
        revoked_at = self._revoked_at(certificate.serial_number, at)
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=certificate,
            issuer=issuing.certificate,
            algorithm=SHA1(),  # RFC 6960 certificate identifiers; not a signature
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD,
            this_update=_whole_seconds(at),
            next_update=_whole_seconds(at + ANSWER_VALID_FOR),
            revocation_time=_whole_seconds(revoked_at) if revoked_at else None,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked_at else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
        answer = builder.certificates([responder.certificate]).sign(responder.key, SHA256())
        return answer.public_bytes(Encoding.DER)

    def revocation_list(self, use: Use, at: datetime) -> bytes:
        """The list of the root (about authorities) or of the issuing authority (about everybody else)."""
        own = self._authority(use)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(own.certificate.subject)
            .last_update(_whole_seconds(at))
            .next_update(_whole_seconds(at + ANSWER_VALID_FOR))
            .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(own.key.public_key()), critical=False
            )
        )
        for serial, revoked_at in self._revocations(at).items() if use == "issuing" else ():
            entry = x509.RevokedCertificateBuilder().serial_number(serial)
            builder = builder.add_revoked_certificate(
                entry.revocation_date(_whole_seconds(revoked_at))
                .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
                .build()
            )
        return builder.sign(own.key, SHA256()).public_bytes(Encoding.DER)

    def _issue(self, kind: str, name: str, subject: x509.Name, password: str, bits: int) -> bytes:
        key, issuing = new_key(bits), self._authority("issuing")
        wanted = Wanted(subject, "signing", self._not_before, self._not_after, secrets.randbits(127))
        certificate = make_certificate(wanted, key.public_key(), issuing)
        chain = [issuing.certificate]
        encryption = BestAvailableEncryption(password.encode("utf-8"))
        packed = pkcs12.serialize_key_and_certificates(
            name.encode("utf-8"), key, certificate, chain, encryption
        )
        file = f"keys/{kind}-{_slug(name)}-{wanted.serial % 0x10000:04x}.p12"
        self._folder.write(file, packed, secret=True)
        row = {"serial": str(wanted.serial), "kind": kind, "name": name, "key_file": file}
        row["sha256"] = certificate.fingerprint(SHA256()).hex()
        self._state["issued"].append(row)
        self._folder.write_state(self._state)
        return packed

    def _authority(self, use: Use) -> Authority:
        if use not in self._authorities:
            certificate = x509.load_pem_x509_certificate(self._folder.read(f"authorities/{use}.pem"))
            key = load_pem_private_key(self._folder.read(f"authorities/{use}.key"), password=None)
            assert isinstance(key, RSAPrivateKey)
            self._authorities[use] = Authority(certificate, key)
        return self._authorities[use]

    def _revocations(self, at: datetime) -> dict[int, datetime]:
        rows = ((int(row["serial"]), row.get("revoked_at")) for row in self._state["issued"])
        known = {serial: datetime.fromisoformat(revoked) for serial, revoked in rows if revoked}
        return {serial: revoked for serial, revoked in known.items() if revoked <= at}

    def _revoked_at(self, serial: int, at: datetime) -> datetime | None:
        return self._revocations(at).get(serial)

    def _issued(self, row: dict[str, Any]) -> Issued:
        revoked = row.get("revoked_at")
        return Issued(
            serial=int(row["serial"]),
            kind=row["kind"],
            name=row["name"],
            sha256=row["sha256"],
            key_file=self._folder.path / row["key_file"],
            revoked_at=datetime.fromisoformat(revoked) if revoked else None,
        )

    @cached_property
    def _not_before(self) -> datetime:
        return datetime.fromisoformat(self._state["not_before"])

    @cached_property
    def _not_after(self) -> datetime:
        return self._not_before + LIFETIME


def _make_authority(
    use: Use,
    name: str,
    issuer: Authority | None,
    not_before: datetime,
    # Authorities outlive what they issue.
    lasts: timedelta = LIFETIME + EARLIER,
) -> Authority:
    key = new_key()
    wanted = Wanted(
        distinguished_name(name, organization="Vanthu"),
        use,
        not_before,
        not_before.astimezone(UTC).replace(microsecond=0) + lasts,
        secrets.randbits(127),
    )
    return Authority(make_certificate(wanted, key.public_key(), issuer, own=key), key)


def _keep_authority(place: Folder, use: Use, authority: Authority) -> None:
    key = authority.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    place.write(f"authorities/{use}.key", key, secret=True)
    place.write(f"authorities/{use}.pem", authority.certificate.public_bytes(Encoding.PEM))


def _whole_seconds(moment: datetime) -> datetime:
    """Certificates and answers count in seconds; rounded up, so that an answer is never older than what it proves."""
    moment = moment.astimezone(UTC)
    return moment if not moment.microsecond else moment.replace(microsecond=0) + timedelta(seconds=1)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return (
        re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")[:40] or "key"
    )
