"""The worker beside the server: signatures held while the time-stamp server was down get finished by it."""

import threading
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from app.config import Config
from app.jobs import look_again, start_worker
from app.office import Office, open_office
from documents.pdf.errors import TimestampUnavailable
from tests.office import NOW, House
from workflows.errors import TimestampPending
from workflows.holds import hold
from workflows.notices.model import notices_of
from workflows.proving import Tools
from workflows.signing import sign_document
from workflows.steps import take


class Down:
    def stamp(self, digest: bytes) -> bytes:
        raise TimestampUnavailable(url="http://127.0.0.1:1", reason="refused")


class ReadyOffice(Office):
    """The house's office, with the house's own authority in the place of one in its home."""

    house: House

    @property
    def tools(self) -> Tools:  # type: ignore[override]
        return self.house.tools()


@pytest.fixture
def office(house: House, tmp_path) -> Office:
    config = Config(home=tmp_path / "home", database_url=str(house.database.url), secret_key="x" * 32)
    made = open_office(config, house.database, clock=lambda: house.now + timedelta(minutes=1))
    given = {part.name: getattr(made, part.name) for part in fields(made)}
    ready = ReadyOffice(**{**given, "files": house.files})
    object.__setattr__(ready, "house", house)
    return ready


def held(house: House) -> str:
    document_id = house.on_the_desk()
    down = replace(house.tools(), timestamper=Down())
    with pytest.raises(TimestampPending):
        sign_document(house.begin("giamdoc"), house.rules, down, document_id, house.keys.director)
    return document_id


def test_a_held_signature_is_finished_without_the_key(house: House, office: Office) -> None:
    document_id = held(house)
    assert house.state(document_id) == "signing"
    look_again(office)
    assert house.state(document_id) == "signed"


def test_the_worker_starts_at_once_and_stops_when_told(house: House, office: Office) -> None:
    document_id = held(house)
    worker = start_worker(office)
    done = threading.Event()
    for _ in range(100):
        if house.state(document_id) == "signed" or done.wait(0.1):
            break
    worker.stop()
    assert house.state(document_id) == "signed"
    assert not worker.thread.is_alive()


def test_the_worker_lets_a_paper_go_on_and_reminds_of_it(house: House, office: Office) -> None:
    document_id = house.upload()
    with house.work("soanthao") as work:
        take(work, house.rules, document_id, "submit")
    friday, monday = NOW.date() + timedelta(days=1), NOW + timedelta(days=4)
    with house.work("truongphong") as work:
        hold(work, house.rules, document_id, "Chờ số liệu", friday)
    # On hold over Friday: the term that ended on Monday ends on Tuesday, and Monday is the day before.
    look_again(office.at(lambda: NOW + timedelta(days=1, minutes=1)))
    look_again(office.at(lambda: monday))
    look_again(office.at(lambda: monday + timedelta(minutes=1)))
    with house.at(monday).look("truongphong") as work:
        events = [row.event for row in notices_of(work)]
    assert sorted(events) == ["came", "due_soon", "resumed"]
