"""The journal (nhật ký): append-only, hash-chained, the one account of what happened.

Each entry's hash covers the entry before it, so a changed, removed or inserted row shows offline. With every
entry goes one delivery row per consumer: what still has to hear of it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import Field, asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime, insert_once

GENESIS = "0" * 64


class Fact(Protocol):
    """Something that happened: a frozen dataclass with a stable `name` and the document it is about."""

    name: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def document_id(self) -> str | None: ...


class JournalEntry(Base):
    __tablename__ = "vanthu_journal"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor_id: Mapped[str] = mapped_column(String(20))
    actor_name: Mapped[str] = mapped_column(String(100))
    actor_title: Mapped[str] = mapped_column(String(200))
    fact: Mapped[str] = mapped_column(String(60), index=True)
    document_id: Mapped[str | None] = mapped_column(String(20), index=True)
    body: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class JournalHead(Base):
    """The one row that says where the chain ends; locked while entries are added."""

    __tablename__ = "vanthu_journal_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    last_id: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class Delivery(Base):
    """One consumer still to hear, or having heard, one entry."""

    __tablename__ = "vanthu_fact_deliveries"
    __table_args__ = (
        UniqueConstraint("entry_id", "consumer"),
        Index("ix_vanthu_fact_deliveries_waiting", "consumer", "delivered_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("vanthu_journal.id"))
    consumer: Mapped[str] = mapped_column(String(40))
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    trouble: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True)
class ChainReport:
    """ok, how many entries were checked, and the first entry where the chain breaks (None when it holds)."""

    ok: bool
    entries: int
    broken_at: int | None
    head: str


def append(
    session: Session,
    entries: Iterable[Fact],
    *,
    at: datetime,
    actor: tuple[str, str, str],
    consumers: Iterable[str],
) -> None:
    """Write facts at the end of the chain, and a delivery row for each consumer.

    actor    (person id, name, title) as they were at this moment
    """
    facts = list(entries)
    if not facts:
        return
    head = _locked_head(session)
    hearing = list(consumers)
    heard = []
    # Whoever writes next waits for the head: all entries go out in one statement, all deliveries in another.
    for fact in facts:
        entry = _entry(fact, head, at, actor)
        session.add(entry)
        heard += [{"entry_id": entry.id, "consumer": consumer} for consumer in hearing]
        head.last_id, head.hash = entry.id, entry.hash
    session.flush()
    if heard:
        session.execute(insert(Delivery), heard)


def check_chain(session: Session) -> ChainReport:
    """Recompute every hash from the first entry to the head."""
    previous, count = GENESIS, 0
    for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.id)).yield_per(1000):
        count += 1
        if entry.id != count or entry.previous != previous or entry.hash != _hash(entry):
            return ChainReport(False, count, entry.id, previous)
        previous = entry.hash
    head = session.get(JournalHead, 1)
    at_end = (head is None and count == 0) or (
        head is not None and (head.last_id, head.hash) == (count, previous)
    )
    return ChainReport(at_end, count, None if at_end else count, previous)


def body_of(fact: Fact) -> str:
    """A fact as one line of JSON with sorted keys: the form that is hashed and kept."""
    values = {f.name: getattr(fact, f.name) for f in fields(fact)}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain)


def _locked_head(session: Session) -> JournalHead:
    """The row that says where the chain ends, locked until the end of the transaction; made by whoever comes first."""
    wanted = select(JournalHead).where(JournalHead.id == 1).with_for_update()
    head = session.scalar(wanted)
    if head is None:
        insert_once(session, JournalHead, {"id": 1, "last_id": 0, "hash": GENESIS})
        head = session.scalars(wanted).one()
    return head


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)  # type: ignore[call-overload]
    raise TypeError(f"a fact may not hold {type(value).__name__}")


def _entry(fact: Fact, head: JournalHead, at: datetime, actor: tuple[str, str, str]) -> JournalEntry:
    entry = JournalEntry(
        id=head.last_id + 1,
        at=at,
        actor_id=actor[0],
        actor_name=actor[1],
        actor_title=actor[2],
        fact=fact.name,
        document_id=fact.document_id,
        body=body_of(fact),
        previous=head.hash,
    )
    entry.hash = _hash(entry)
    return entry


def _hash(entry: JournalEntry) -> str:
    parts = (
        entry.previous,
        str(entry.id),
        entry.at.isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.actor_name,
        entry.actor_title,
        entry.fact,
        entry.document_id or "",
        entry.body,
    )
    # Lengths are written too: two different entries can never run together into the same bytes.
    line = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(line.encode()).hexdigest()
