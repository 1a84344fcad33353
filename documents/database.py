"""The declarative base every room's model stands on, and the column types the house agrees on.

Table names begin with `vanthu_`: the tables may live in a host application's own database.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import DateTime, MetaData
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

HANOI = timezone(timedelta(hours=7), "+07:00")
"""Vietnam keeps one zone without summer time; times are stored in UTC and shown in this one."""

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def insert_once(session: Session, of: type[Base], row: Mapping[str, Any]) -> bool:
    """Insert a row unless one with its keys is there; False when it was there.

    The unique key decides, not a look beforehand: two transactions may bring the same row at the same moment, and the
    second waits for the first.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(of).values(row).on_conflict_do_nothing()
    return session.execute(insert.returning(*of.__table__.primary_key)).first() is not None


def is_disk_trouble(error: OperationalError) -> bool:
    """Whether the database could not write for want of room, or because the disk failed it."""
    words = str(error.orig)
    return any(sign in words for sign in ("disk is full", "disk I/O error", "No space left"))


def new_id() -> str:
    """An opaque name for a row: says nothing about time or order, safe in an address."""
    return secrets.token_hex(10)


def local_date(moment: datetime) -> date:
    """The calendar day in Vietnam at this moment."""
    return moment.astimezone(HANOI).date()
