"""The second step before a key is used: a code of the moment from the person's phone (TOTP, RFC 6238).

Asked once for a whole batch. A code opens once; five wrong ones in a row close the step for a quarter of an hour.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime
from documents.errors import VanthuError

TRIES = 5
LOCK = timedelta(minutes=15)
STEP_SECONDS = 30
ISSUER = "Vanthu"


class SecondStepWrong(VanthuError):
    """The code is not the one of the moment, or was used already."""

    code = "second_step_wrong"


class SecondStepLocked(VanthuError):
    """Too many wrong codes."""

    code = "second_step_locked"


class SecondStepMissing(VanthuError):
    """The office wants a second step before signing, and the person has set none up."""

    code = "second_step_missing"


@dataclass(frozen=True)
class SecondStepReset:
    """Whoever runs the office took a person's phone away."""

    name: ClassVar[str] = "second_step_reset"
    document_id: None
    person_id: str


class Authenticator(Base):
    """A person's phone that shows codes.

    secret        sealed with the office's own key; base32 inside
    confirmed_at  None until a first code was shown to work
    last_step     the last moment (in steps of 30 s) a code was taken for, so that none is taken twice
    """

    __tablename__ = "vanthu_authenticators"
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(300))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_step: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcTime)


def enrolled(session: Session, person_id: str) -> bool:
    """Whether the person has a phone that was shown to work."""
    row = session.get(Authenticator, person_id)
    return row is not None and row.confirmed_at is not None


def begin(session: Session, person_id: str, office_key: str) -> str:
    """A new secret for a phone, in base32; one that was begun and never confirmed is replaced.

    raises    SecondStepWrong when a confirmed phone is there: it is taken away first, with a code
    """
    row = session.get(Authenticator, person_id)
    if row is not None and row.confirmed_at is not None:
        raise SecondStepWrong()
    secret = pyotp.random_base32()
    if row is None:
        row = Authenticator(person_id=person_id)
        session.add(row)
    row.secret = _box(office_key).encrypt(secret.encode()).decode()
    row.last_step = row.failures = 0
    return secret


def shown(session: Session, person_id: str, office_key: str, label: str) -> tuple[str, str] | None:
    """The secret that waits to be confirmed, and the address a phone reads from a QR square; None where none waits."""
    row = session.get(Authenticator, person_id)
    if row is None or row.confirmed_at is not None:
        return None
    secret = _secret(row, office_key)
    return secret, pyotp.TOTP(secret).provisioning_uri(name=label, issuer_name=ISSUER)


def check(session: Session, person_id: str, code: str, office_key: str, now: datetime) -> VanthuError | None:
    """Hold a code against the phone and count the try; None when it fits. The caller raises after the work is kept."""
    row = session.get(Authenticator, person_id, with_for_update=True)
    if row is None:
        return SecondStepMissing()
    if row.locked_until is not None and row.locked_until > now:
        return SecondStepLocked(until=row.locked_until)
    step = _fitting_step(_secret(row, office_key), "".join(code.split()), now)
    if step is None or step <= row.last_step:
        row.failures += 1
        if row.failures >= TRIES:
            row.failures, row.locked_until = 0, now + LOCK
        return SecondStepWrong()
    row.last_step, row.failures, row.locked_until = step, 0, None
    row.confirmed_at = row.confirmed_at or now
    return None


def forget(session: Session, person_id: str) -> bool:
    """Take the phone away; whether there was one."""
    row = session.get(Authenticator, person_id)
    if row is None:
        return False
    session.delete(row)
    return True


def _fitting_step(secret: str, code: str, now: datetime) -> int | None:
    """The moment the code belongs to: now, or 30 seconds before or after, for phones whose clock is a little off."""
    totp, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if pyotp.utils.strings_equal(totp.at(step * STEP_SECONDS), code):
            return step
    return None


def _secret(row: Authenticator, office_key: str) -> str:
    """raises SecondStepMissing when the office's key has changed since: the phone has to be set up anew"""
    try:
        return _box(office_key).decrypt(row.secret.encode()).decode()
    except InvalidToken:
        raise SecondStepMissing() from None


def _box(office_key: str) -> Fernet:
    salt = hashlib.sha256(b"vanthu second step").digest()
    derived = HKDF(SHA256(), 32, salt, b"totp secrets").derive(office_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
