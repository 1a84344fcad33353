"""Empty, migrated databases. Laying the tables anew takes longer than most tests, so it is done once a run."""

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from app.schema import METADATA, migrate


def lay_sqlite(path: Path) -> None:
    """Put an empty, migrated database there."""
    path.write_bytes(_migrated())


def lay_postgresql(engine: Engine) -> None:
    """Throw away whatever the server's database holds, and migrate it."""
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    migrate(engine)


def empty(engine: Engine) -> None:
    """Take every row out of a migrated PostgreSQL database."""
    tables = ", ".join(table.name for table in METADATA.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vanthu.db"
        engine = create_engine(f"sqlite:///{path}")
        migrate(engine)
        engine.dispose()
        return path.read_bytes()
