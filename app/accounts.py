"""The shipped host's own users: who signs in, with which password, as which person of the directory.

A host application with users of its own does not use this; it maps its user to a person in `access`.
"""

from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime, new_id
from documents.errors import VanthuError

TRIES_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
SHORTEST_PASSWORD = 10

_hasher = PasswordHasher()
# Compared with when the account does not exist, so that its absence takes as long as a wrong password.
_NOBODY = _hasher.hash("no such account")


class WrongCredentials(VanthuError):
    code = "wrong_credentials"


class AccountLocked(VanthuError):
    code = "account_locked"


class PasswordTooWeak(VanthuError):
    code = "password_too_weak"


class PasswordsDiffer(VanthuError):
    """The new password was typed in two ways."""

    code = "passwords_differ"


class PasswordUnchanged(VanthuError):
    """The new password is the old one."""

    code = "password_unchanged"


class AccountExists(VanthuError):
    code = "account_exists"


class Account(Base):
    """An account of the shipped host; `session_key` changes with the password and ends every session."""

    __tablename__ = "vanthu_accounts"
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[str] = mapped_column(ForeignKey("vanthu_people.id"))
    must_change: Mapped[bool] = mapped_column(default=True)
    session_key: Mapped[str] = mapped_column(String(20), default=new_id)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcTime)


def add_account(
    session: Session, username: str, password: str, person_id: str, *, must_change: bool = True
) -> Account:
    """raises AccountExists, PasswordTooWeak"""
    _check_strength(password, username)
    if find_account(session, username) is not None:
        raise AccountExists(username=username)
    account = Account(
        username=username.strip().lower(),
        password_hash=_hasher.hash(password),
        person_id=person_id,
        must_change=must_change,
    )
    session.add(account)
    session.flush()
    return account


def find_account(session: Session, username: str) -> Account | None:
    return session.scalar(select(Account).where(Account.username == username.strip().lower()))


def usernames(session: Session) -> dict[str, str]:
    """Person ids by the name people sign in with; empty in a host with users of its own."""
    rows = session.execute(select(Account.username, Account.person_id))
    return {row.username: row.person_id for row in rows}


def password_fits(account: Account | None, password: str, now: datetime) -> bool:
    """Whether this password opens the account; the caller keeps count with `count_try`.

    raises    AccountLocked
    """
    if account is not None and account.locked_until is not None and account.locked_until > now:
        raise AccountLocked(until=account.locked_until)
    try:
        return _hasher.verify(account.password_hash if account else _NOBODY, password) and account is not None
    except (VerificationError, InvalidHashError):
        return False


def count_try(account: Account, *, fits: bool, now: datetime) -> None:
    """Five wrong passwords in a row lock an account for a quarter of an hour."""
    account.failures = 0 if fits else account.failures + 1
    if account.failures >= TRIES_BEFORE_LOCK:
        account.failures, account.locked_until = 0, now + LOCK


def change_password(account: Account, password: str) -> None:
    """raises PasswordTooWeak"""
    _check_strength(password, account.username)
    account.password_hash = _hasher.hash(password)
    account.must_change = False
    account.session_key = new_id()


def _check_strength(password: str, username: str) -> None:
    if len(password) < SHORTEST_PASSWORD or username.strip().lower() in password.lower():
        raise PasswordTooWeak(shortest=SHORTEST_PASSWORD)
