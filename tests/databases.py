"""Empty, migrated databases. Laying the tables anew takes longer than most tests, so it is done once a run."""

import os
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url, text

from app.schema import METADATA, migrate


def lay_sqlite(path: Path) -> None:
    """Put an empty, migrated database there."""
    path.write_bytes(_migrated())


@cache
def database_of_this_process() -> URL:
    """The PostgreSQL database that was given; of tests running side by side, each process has one of its own."""
    given = make_url(os.environ["VANTHU_TEST_DATABASE_URL"])
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        return given
    name = f"{given.database}_{worker}"
    engine = create_engine(given, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        known = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
        if not known:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    engine.dispose()
    return given.set(database=name)


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
