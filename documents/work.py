"""One piece of work: the transaction, who acts, what time it is, where bytes go, what happened.

A command takes a `Work` and plain values, changes rows, records facts and never commits. `open_work` is the one
place that commits; facts are written last, so the journal's lock is always taken after every other one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from documents.access import Actor, in_place_of
from documents.database import insert_once, is_disk_trouble
from documents.errors import DiskFull, VersionMoved
from documents.files import Files
from documents.journal import Fact, append
from documents.model import Blob

LOCK_WAIT_MS = 30_000
LONGEST_TITLE = 200
LONGEST_NAME = 100


@dataclass
class Work:
    """What a command or query needs of the world."""

    session: Session
    actor: Actor
    now: datetime
    files: Files
    consumers: tuple[str, ...] = ()
    facts: list[Fact] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The actor's title, and in whose place they act: "Phó Trưởng phòng, thay Phan Trưởng"."""
        return self._beside(self.actor.title)[:LONGEST_TITLE]

    @property
    def by(self) -> str:
        """The actor's name for a place that keeps no title: "Lý Văn Phó, thay Phan Trưởng"."""
        return self._beside(self.actor.name)[:LONGEST_NAME]

    def _beside(self, own: str) -> str:
        return ", ".join(filter(None, [own, *(f"thay {name}" for name in in_place_of(self.session))]))

    def record(self, fact: Fact) -> None:
        """Tell the journal; written with everything else when the work ends well."""
        self.facts.append(fact)

    def keep(self, data: bytes, media_type: str) -> str:
        """Put bytes into the store and name them in a row; returns their SHA-256."""
        digest = self.files.put(data)
        row = {"sha256": digest, "size": len(data), "media_type": media_type, "stored_at": self.now}
        if not insert_once(self.session, Blob, row):
            # The same bytes may have been destroyed once, or may be at this moment: now they are wanted again.
            held = select(Blob.sha256).where(Blob.sha256 == digest).with_for_update(read=True, key_share=True)
            self.session.execute(held)
            again = update(Blob).where(Blob.sha256 == digest, Blob.destroyed_at.is_not(None))
            self.session.execute(again.values(destroyed_at=None))
        return digest


@contextmanager
def open_work(
    make_session: Callable[[], Session],
    actor: Actor,
    *,
    now: datetime,
    files: Files,
    consumers: tuple[str, ...] = (),
    reads_only: bool = False,
) -> Iterator[Work]:
    """Open a transaction, let one command run in it, write its facts, commit; or roll everything back.

    raises    DiskFull when the database itself has no room left; VersionMoved when somebody else was faster
    """
    session = make_session()
    try:
        _begin(session, reads_only=reads_only)
        work = Work(session, actor, now.astimezone(UTC), files, consumers)
        yield work
        if reads_only:
            # Let go of first: a roll-back would empty rows a caller still holds.
            session.expunge_all()
            session.rollback()
            return
        session.flush()
        append(
            session,
            work.facts,
            at=work.now,
            actor=(actor.person_id, actor.name, work.title),
            consumers=consumers,
        )
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise VersionMoved() from error
    except OperationalError as error:
        session.rollback()
        if is_disk_trouble(error):
            raise DiskFull() from error
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()


def _begin(session: Session, *, reads_only: bool) -> None:
    """SQLite would start a reader and fail when it turns writer; a writer says so at once."""
    if session.get_bind().dialect.name != "sqlite":
        return
    session.execute(text("PRAGMA foreign_keys = ON"))
    session.execute(text(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}"))
    session.execute(text("BEGIN" if reads_only else "BEGIN IMMEDIATE"))
