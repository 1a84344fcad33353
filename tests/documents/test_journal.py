"""The journal is append-only and chained: whoever changes a row is found out."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import sessionmaker

from documents.access import Actor
from documents.files import FolderFiles
from documents.journal import Delivery, JournalEntry, JournalHead, check_chain
from documents.work import open_work
from tests.conftest import NOW

CLERK = Actor("p1", "Phạm Thư", "Văn thư")


@dataclass(frozen=True)
class Told:
    name: ClassVar[str] = "told"
    document_id: str | None
    words: str


@pytest.fixture
def tell(database: Engine, tmp_path):
    make = sessionmaker(database)
    files = FolderFiles(tmp_path / "files")

    def write(*words: str, fail: bool = False) -> None:
        with open_work(make, CLERK, now=NOW, files=files, consumers=("search", "mail")) as work:
            for word in words:
                work.record(Told("d1", word))
            if fail:
                raise RuntimeError("the act failed")

    return write


def chain(database: Engine):
    with sessionmaker(database)() as session:
        return check_chain(session)


def test_an_empty_journal_is_whole(database: Engine) -> None:
    assert chain(database).ok


def test_entries_follow_one_another_and_name_the_actor(database: Engine, tell) -> None:
    tell("một", "hai")
    tell("ba")
    with sessionmaker(database)() as session:
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [entry.id for entry in entries] == [1, 2, 3]
    assert {entry.actor_name for entry in entries} == {"Phạm Thư"}
    assert chain(database).ok


def test_a_failed_act_writes_nothing(database: Engine, tell) -> None:
    tell("một")
    with pytest.raises(RuntimeError):
        tell("hai", fail=True)
    assert chain(database).entries == 1


def test_every_consumer_gets_one_delivery_row_per_entry(database: Engine, tell) -> None:
    tell("một", "hai")
    with sessionmaker(database)() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 4


@pytest.mark.parametrize(
    "forgery",
    [
        update(JournalEntry).where(JournalEntry.id == 2).values(body='{"words": "khác"}'),
        update(JournalEntry).where(JournalEntry.id == 2).values(actor_name="Ai đó"),
        update(JournalHead).values(last_id=2),
    ],
    ids=["body changed", "actor changed", "head moved back"],
)
def test_a_forged_row_breaks_the_chain(database: Engine, tell, forgery) -> None:
    tell("một", "hai", "ba")
    with database.begin() as connection:
        connection.execute(forgery)
    assert not chain(database).ok


def test_a_removed_row_breaks_the_chain(database: Engine, tell) -> None:
    tell("một", "hai", "ba")
    with database.begin() as connection:
        connection.execute(delete(Delivery))
        connection.execute(delete(JournalEntry).where(JournalEntry.id == 2))
    report = chain(database)
    assert (report.ok, report.broken_at) == (False, 3)
