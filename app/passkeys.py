"""A device of one's own that confirms what is signed: fingerprint, face or PIN on phone or PC (WebAuthn, passkeys).

The device signs the digest of the very list of files (bản kê) that is about to be signed: what it made is kept as
evidence and can be checked years later by anybody. A challenge serves once, for one person, for a few minutes.
source    W3C Web Authentication Level 2: 7.1 registering, 7.2 verifying an assertion
"""

import hashlib
import ipaddress
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from documents.database import Base, UtcTime
from documents.errors import VanthuError

NAME = "Văn thư"
ADD, CONFIRM = "add", "confirm"
LASTS = timedelta(minutes=5)
NONCE_BYTES = 32
LONGEST_NAME = 60
MOST_DEVICES = 10
LONGEST_ANSWER = 20_000


class DeviceWrong(VanthuError):
    """What came back was made by no device of this person for this list, or too late, or twice."""

    code = "device_wrong"


class DeviceUnavailable(VanthuError):
    """Browsers offer their devices only to a site with a name, over HTTPS."""

    code = "device_unavailable"


class TooManyDevices(VanthuError):
    """The person has as many devices as anybody may."""

    code = "too_many_devices"


@dataclass(frozen=True)
class DeviceAdded:
    """A person added a device that confirms what they sign."""

    name: ClassVar[str] = "device_added"
    document_id: None
    person_id: str
    device: str


@dataclass(frozen=True)
class DeviceRemoved:
    """A person's device no longer confirms anything."""

    name: ClassVar[str] = "device_removed"
    document_id: None
    person_id: str
    device: str


class Passkey(Base):
    """A device of a person.

    id           SHA-256 of the credential's own id, hex
    credential   that id, base64url
    public_key   COSE, base64url
    uses         as often as the device says it has signed; some never count
    """

    __tablename__ = "vanthu_passkeys"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"), index=True)
    credential: Mapped[str] = mapped_column(Text)
    public_key: Mapped[str] = mapped_column(Text)
    uses: Mapped[int]
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PasskeyChallenge(Base):
    """What a person's device was asked last, to be added or to confirm; taken away by the first good answer."""

    __tablename__ = "vanthu_passkey_challenges"
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10), primary_key=True)
    challenge: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcTime)


@dataclass(frozen=True)
class Site:
    """Where the browser stands: "https://van-thu.example", and whether it offers devices there."""

    origin: str

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or ""

    @property
    def offers_devices(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return urlsplit(self.origin).scheme == "https" and bool(self.host)
        return False


@dataclass(frozen=True)
class DeviceRow:
    id: str
    name: str
    added_at: datetime
    used_at: datetime | None


def devices(session: Session, person_id: str) -> list[DeviceRow]:
    """The person's devices, oldest first."""
    return [DeviceRow(one.id, one.name, one.added_at, one.used_at) for one in _devices(session, person_id)]


def ask_to_add(session: Session, person_id: str, label: str, site: Site, now: datetime) -> str:
    """What the browser asks a new device, as JSON.

    raises    DeviceUnavailable, TooManyDevices
    """
    _require_site(site)
    known = _devices(session, person_id)
    if len(known) >= MOST_DEVICES:
        raise TooManyDevices(most=MOST_DEVICES)
    challenge = _challenge(session, person_id, "", now)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=NAME,
        user_id=person_id.encode(),
        user_name=label,
        challenge=challenge,
        exclude_credentials=[_descriptor(one) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return options_to_json(options)


def add(session: Session, person_id: str, answer: str, name: str, site: Site, now: datetime) -> DeviceAdded:
    """Keep the device that answered.

    raises    DeviceWrong
    """
    told = _read(answer)
    challenge = _taken(session, person_id, "", now)
    try:
        found = webauthn.verify_registration_response(
            credential=told,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise DeviceWrong(reason=type(wrong).__name__) from wrong
    key = hashlib.sha256(found.credential_id).hexdigest()
    if session.get(Passkey, key) is not None:
        raise DeviceWrong(reason="known")
    row = Passkey(
        id=key,
        person_id=person_id,
        credential=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        uses=found.sign_count,
        name=" ".join(name.split())[:LONGEST_NAME] or "Thiết bị của tôi",
        added_at=now,
    )
    session.add(row)
    return DeviceAdded(None, person_id, row.name)


def remove(session: Session, person_id: str, device_id: str) -> DeviceRemoved | None:
    """Forget a device; None when the person has no such one."""
    row = session.get(Passkey, device_id)
    if row is None or row.person_id != person_id:
        return None
    session.delete(row)
    return DeviceRemoved(None, person_id, row.name)


def ask_to_confirm(session: Session, person_id: str, digest: str, site: Site, now: datetime) -> str:
    """What the browser asks a device of the person, as JSON; `digest` is that of the list, in hex.

    raises    DeviceUnavailable, DeviceWrong when the person has none
    """
    _require_site(site)
    known = _devices(session, person_id)
    if not known:
        raise DeviceWrong(reason="none")
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=_challenge(session, person_id, digest, now),
        allow_credentials=[_descriptor(one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def check(
    session: Session, person_id: str, answer: str, digest: str, site: Site, now: datetime
) -> Mapping[str, str]:
    """The evidence that a device of this person confirmed the list with this digest; the challenge is used up.

    returns    the public key (COSE), the challenge, and what the device made, each base64url
    raises     DeviceWrong
    """
    told = _read(answer)
    challenge = _taken(session, person_id, digest, now)
    try:
        row = session.get(Passkey, hashlib.sha256(base64url_to_bytes(str(told["rawId"]))).hexdigest())
        if row is None or row.person_id != person_id:
            raise DeviceWrong(reason="unknown")
        found = webauthn.verify_authentication_response(
            credential=told,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.uses,
            require_user_verification=True,
        )
        made = told["response"]
        evidence = {
            "public_key": row.public_key,
            "challenge": bytes_to_base64url(challenge),
            "client_data": str(made["clientDataJSON"]),
            "authenticator_data": str(made["authenticatorData"]),
            "signature": str(made["signature"]),
        }
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise DeviceWrong(reason=type(wrong).__name__) from wrong
    row.uses, row.used_at = found.new_sign_count, now
    return evidence


def _challenge(session: Session, person_id: str, digest: str, now: datetime) -> bytes:
    """Chance, and the digest behind it: the device's own signature then names the list."""
    challenge = secrets.token_bytes(NONCE_BYTES) + bytes.fromhex(digest)
    key = (person_id, CONFIRM if digest else ADD)
    row = session.get(PasskeyChallenge, key)
    if row is None:
        row = PasskeyChallenge(person_id=key[0], purpose=key[1])
        session.add(row)
    row.challenge, row.made_at = bytes_to_base64url(challenge), now
    return challenge


def _taken(session: Session, person_id: str, digest: str, now: datetime) -> bytes:
    """The open challenge, taken away with what comes of it.

    raises    DeviceWrong when there is none, it is too old, or it is for something else
    """
    key = (person_id, CONFIRM if digest else ADD)
    row = session.get(PasskeyChallenge, key, with_for_update=True)
    if row is None:
        raise DeviceWrong(reason="no_challenge")
    challenge = base64url_to_bytes(row.challenge)
    session.delete(row)
    if row.made_at + LASTS < now or challenge[NONCE_BYTES:] != bytes.fromhex(digest):
        raise DeviceWrong(reason="other_challenge")
    return challenge


def _devices(session: Session, person_id: str) -> list[Passkey]:
    mine = select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.added_at, Passkey.id)
    return list(session.scalars(mine))


def _descriptor(one: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential))


def _require_site(site: Site) -> None:
    if not site.offers_devices:
        raise DeviceUnavailable(site=site.origin)


def _read(answer: str) -> dict[str, object]:
    try:
        told = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except ValueError:
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("response"), dict):
        raise DeviceWrong(reason="unreadable")
    return told
