"""From a signed-in user to an `Actor` of the rooms.

The shipped host signs people in by its own accounts; a host application with users of its own gives each of them a
`person_id` attribute naming a person of the directory, and nothing else is asked of it.
"""

from dataclasses import dataclass

from flask import current_app, flash, g, session
from flask_login import UserMixin, current_user, login_user

from app.accounts import Account
from app.office import NOBODY, OFFICE, Office
from documents.access import Actor
from documents.errors import NotAllowed
from workflows.trust.proposing import CONFIRMERS

DRAFTING = frozenset(
    {"officer", "head", "deputy_head", "deputy", "director", "clerk", "archivist", "form_checker"}
)
PAGES = {
    "upload": DRAFTING,
    # Whoever drafts may be the secretary of a meeting one day, and signs its minutes.
    "signing_desk": DRAFTING,
    "signing_tab": frozenset({"director", "deputy", "head", "deputy_head"}),
    "issuing_desk": frozenset({"clerk"}),
    "register_book": frozenset({"clerk", "archivist", "director", "deputy"}),
    "take_in": frozenset({"clerk"}),
    "incoming_book": frozenset({"clerk", "archivist", "director", "deputy"}),
    "direction_desk": frozenset({"director", "deputy"}),
    "dossiers": DRAFTING,
    "calls": DRAFTING,
    "dispositions": DRAFTING,
    "open_dossier": frozenset({"archivist"}),
    "admin": frozenset({"administrator"}),
    "proofs": frozenset({"administrator", "archivist"}),
    "kinds": frozenset({"administrator"}),
    "calendar": frozenset({"administrator"}),
    "directory": frozenset({"administrator"}),
    "notice_defaults": frozenset({"administrator"}),
    "workflows": frozenset({"administrator"}),
    "trust": frozenset(CONFIRMERS),
}
"""Which functions a page is for; of a tab, who has it in the menu with nothing waiting.

What a person may do to a paper is asked of the paper, not of this table.
"""

IN_PERSON = frozenset({"upload", "signing_desk", "signing_tab", "issuing_desk"})
"""Pages nobody opens in another's place: drafting is for one's own unit, and a private key is not lent."""


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
        # Cleared, not only ignored: the next click must not find the session alive again.
        session.clear()
        flash("Phiên làm việc đã khóa vì lâu không thao tác. Đăng nhập lại để tiếp tục.", "wait")
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


def begin_session(office: Office, account: Account) -> None:
    """A session of its own for this sign-in: nothing of the one before stays, and the idle clock starts now."""
    session.clear()
    session["vanthu_seen"] = office.clock().timestamp()
    login_user(signed_in(account))


def current_actor() -> Actor:
    """Who acts in this request; nobody when nobody is signed in."""
    if "vanthu_actor" not in g:
        person_id = getattr(current_user, "person_id", None) if current_user.is_authenticated else None
        office: Office = current_app.extensions["vanthu"]
        g.vanthu_actor = _actor(office, person_id)
    actor: Actor = g.vanthu_actor
    return actor


def may_open(actor: Actor, page: str) -> bool:
    """Whether the page is for one of the functions the actor's positions carry; a page not named is for everybody."""
    if page not in PAGES:
        return bool(actor.person_id)
    if page == "upload" and not any(principal.startswith("unit:") for principal in actor.own):
        return False
    return bool(PAGES[page] & functions_of(actor.own if page in IN_PERSON else actor.principals))


def functions_of(principals: frozenset[str]) -> frozenset[str]:
    """The functions of positions: "clerk", "director" …"""
    offices = (principal for principal in principals if principal.startswith("office:"))
    return frozenset(principal.split(":")[1] for principal in offices)


def _actor(office: Office, person_id: str | None) -> Actor:
    if person_id is None:
        return NOBODY
    try:
        return office.actor(person_id)
    except NotAllowed:
        # Left the office since signing in: nobody from this moment on.
        return NOBODY


def _idle_too_long(office: Office) -> bool:
    now = office.clock().timestamp()
    last = session.get("vanthu_seen")
    session["vanthu_seen"] = now
    return isinstance(last, float) and now - last > office.config.idle_minutes * 60
