"""A whole site for tests of the doors: the small office of `tests.office` behind the real application.

People act through a browser without a screen: forms are fetched, tokens are sent back, answers are read.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts import Account, _hasher
from app.config import Config
from app.extension import office_of
from app.office import OFFICE, Office
from app.standalone import create_app
from documents.journal import JournalEntry
from documents.model import Document
from documents.pdf.lookup_mark import LookupMark
from tests.databases import lay_sqlite
from tests.office import NOW, PASSWORD, PROFILE, House, Keys, a_draft, build_house, rendition
from workflows.directory.model import Certificate
from workflows.issuing import issue_document
from workflows.review import upload_draft
from workflows.signing import sign_document

SIGN_IN_PASSWORD = "cho-dang-nhap"


class MovableClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Person:
    """Somebody before a browser; `client` keeps their cookies."""

    client: FlaskClient
    username: str = ""
    token: str = field(default="", repr=False)

    def get(self, path: str, **more: Any) -> TestResponse:
        answer = self.client.get(path, buffered=True, **more)
        self._note_token(answer)
        return answer

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form with a valid token."""
        if not self.token:
            self.get("/verify")
        answer = self.client.post(path, data={"csrf_token": self.token, **(data or {})}, **more)
        self._note_token(answer)
        return answer

    def sign_in(
        self, password: str = SIGN_IN_PASSWORD, username: str = "", path: str = "/sign-in"
    ) -> TestResponse:
        self.token = ""
        self.get("/sign-in")
        answer = self.post(path, {"username": username or self.username, "password": password})
        self.token = ""
        return answer

    def _note_token(self, answer: TestResponse) -> None:
        found = (
            re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
            if answer.mimetype == "text/html"
            else None
        )
        if found:
            self.token = found[1]


@dataclass
class Site:
    app: Flask
    house: House
    clock: MovableClock
    office: Office

    def visitor(self) -> Person:
        """Somebody not signed in."""
        return Person(self.app.test_client())

    def person(self, username: str) -> Person:
        """The person, signed in."""
        person = Person(self.app.test_client(), username)
        assert person.sign_in().status_code == 302
        return person

    def journal(self) -> list[tuple[str, str]]:
        """(who, what) of every entry, oldest first."""
        with self.office.reading(OFFICE) as work:
            rows = work.session.execute(
                select(JournalEntry.actor_name, JournalEntry.fact).order_by(JournalEntry.id)
            )
            return [(row[0], row[1]) for row in rows]

    def documents(self) -> int:
        with self.office.reading(OFFICE) as work:
            return work.session.scalar(select(func.count()).select_from(Document)) or 0

    def version(self, document_id: str) -> int:
        with self.office.reading(OFFICE) as work:
            return work.session.get_one(Document, document_id).version

    def issued(self, subject: str = "", **fields: object) -> str:
        document_id = self.house.signed(subject, **fields)
        house = self.house
        issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
        return document_id

    def issued_with_mark(self, code: str) -> str:
        """An issued paper that carries this lookup code at the foot of its first page."""
        house, mark = self.house, LookupMark("https://vt.example.vn/verify", code)
        with house.work("soanthao") as work:
            draft = replace(a_draft(), rendition=rendition(mark))
            document_id = upload_draft(work, house.rules, draft).id
        house.checked(document_id)
        sign_document(house.begin("giamdoc"), house.rules, house.tools(), document_id, house.keys.director)
        issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
        return document_id


def build_site(home: Path, keys: Keys, **config: Any) -> Site:
    """A fresh office with an account for everybody and keys that open with PASSWORD."""
    home.mkdir(parents=True, exist_ok=True)
    lay_sqlite(home / "vanthu.db")
    clock = MovableClock()
    (home / "pki").symlink_to(keys.pki.root_file.parent)
    settings = Config(
        home=home, database_url=f"sqlite:///{home / 'vanthu.db'}", secret_key="s" * 40, **config
    )
    app = create_app(settings, clock=clock)
    app.config["TESTING"] = True
    office = office_of(app)
    house = build_house(office.database, home, keys)
    _give_accounts(office, house)
    _keep_keys(office, keys)
    return Site(app, house, clock, office)


def text_of(answer: TestResponse) -> str:
    """What a page says, without its markup."""
    plain = re.sub(r"<(script|style).*?</\1>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", plain))).strip()


def a_file(name: str, data: bytes) -> tuple[BytesIO, str]:
    return BytesIO(data), name


@cache
def _password_hash() -> str:
    """Hashing is slow on purpose, so once a run."""
    return _hasher.hash(SIGN_IN_PASSWORD)


def _give_accounts(office: Office, house: House) -> None:
    with office.work(OFFICE) as work:
        for person in PROFILE.people:
            work.session.add(
                Account(
                    username=person.username,
                    password_hash=_password_hash(),
                    person_id=house.placed.people[person.username],
                    must_change=False,
                )
            )


def _keep_keys(office: Office, keys: Keys) -> None:
    with office.work(OFFICE) as work:
        for issued in keys.pki.issued:
            row = work.session.get(Certificate, issued.sha256)
            if row is not None:
                row.key_name = office.keep_key(issued.kind, issued.key_file.read_bytes())


__all__ = [
    "PASSWORD",
    "SIGN_IN_PASSWORD",
    "MovableClock",
    "Person",
    "Site",
    "a_file",
    "build_site",
    "text_of",
]
