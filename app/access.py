"""From a signed-in user to an `Actor` of the rooms.

The shipped host signs people in by its own accounts; a host application with users of its own gives each of them a
`person_id` attribute naming a person of the directory, and nothing else is asked of it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app, g, session
from flask_login import UserMixin, current_user

from app.accounts import Account
from app.office import NOBODY, OFFICE, Office
from documents.access import Actor
from documents.errors import NotAllowed


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]  # the library is untyped
    """The user object of the shipped host."""

    id: str
    person_id: str
    username: str
    must_change: bool

    def get_id(self) -> str:
        return self.id


def load_person(token: str) -> SignedIn | None:
    """Flask-Login's loader: `token` is account and session key, so a new password ends old sessions."""
    account_id, _, key = token.partition(":")
    office: Office = current_app.extensions["vanthu"]
    if _idle_too_long(office):
        return None
    with office.reading(OFFICE) as work:
        account = work.session.get(Account, account_id)
        if account is None or account.session_key != key:
            return None
        return signed_in(account)


def signed_in(account: Account) -> SignedIn:
    return SignedIn(
        f"{account.id}:{account.session_key}", account.person_id, account.username, account.must_change
    )


def current_actor() -> Actor:
    """Who acts in this request; nobody when nobody is signed in."""
    if "vanthu_actor" not in g:
        person_id = getattr(current_user, "person_id", None) if current_user.is_authenticated else None
        office: Office = current_app.extensions["vanthu"]
        g.vanthu_actor = _actor(office, person_id)
    actor: Actor = g.vanthu_actor
    return actor


def _actor(office: Office, person_id: str | None) -> Actor:
    if person_id is None:
        return NOBODY
    try:
        return office.actor(person_id)
    except NotAllowed:
        # Left the office since signing in: nobody from this moment on.
        return NOBODY


def _idle_too_long(office: Office) -> bool:
    now = datetime.now(UTC).timestamp()
    last = session.get("vanthu_seen")
    session["vanthu_seen"] = now
    return isinstance(last, float) and now - last > office.config.idle_minutes * 60
