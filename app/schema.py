"""The database's tables and how they get there.

Every model of every room is imported here, so that the metadata is whole; migrations run at start on the embedded
default and by `flask db upgrade` in a host that wants to say when.
"""

from importlib import resources
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from app import accounts, passkeys, second_step
from documents import (
    access,
    acts,
    annexes,
    calls,
    comments,
    copies,
    definitions,
    dispositions,
    incoming,
    issue_log,
    journal,
    model,
    provable,
    registers,
    working_copies,
)
from documents.database import Base, is_disk_trouble
from documents.errors import DiskFull
from documents.kinds import settings
from documents.work import LOCK_WAIT_MS
from workflows import calendar, dispatch, outside, routing, standing, terms
from workflows.directory import absences, successions
from workflows.directory import model as directory
from workflows.incoming import assignments
from workflows.notices import choices as notice_choices
from workflows.notices import mail as notice_mail
from workflows.notices import model as notices
from workflows.opinions import rounds as opinion_rounds
from workflows.trust import model as trust

WITH_TABLES = (
    accounts,
    passkeys,
    second_step,
    access,
    acts,
    annexes,
    calls,
    comments,
    copies,
    definitions,
    dispositions,
    incoming,
    issue_log,
    journal,
    model,
    provable,
    registers,
    settings,
    working_copies,
    absences,
    assignments,
    calendar,
    directory,
    dispatch,
    notice_choices,
    notice_mail,
    notices,
    opinion_rounds,
    outside,
    routing,
    successions,
    terms,
    trust,
    standing,
)
"""The modules that declare tables: named here, so that none is forgotten."""

METADATA = Base.metadata
VERSION_TABLE = "vanthu_alembic_version"
FOLDER = Path(str(resources.files("migrations")))


def ours(name: str | None, kind: str, parents: Any) -> bool:
    """A host's own tables are none of our business."""
    return kind != "table" or (name or "").startswith("vanthu_")


def migrate(engine: Engine) -> None:
    """Bring the database up to date: all steps or none; two processes starting together go one after the other.

    raises    DiskFull
    """
    try:
        _migrate(engine)
    except OperationalError as error:
        if is_disk_trouble(error):
            raise DiskFull() from error
        raise


def _migrate(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execute(text("PRAGMA journal_mode = WAL"))
    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(72006)"))
        else:
            # Without it the driver would end a transaction at every CREATE TABLE, and a kill leave half of them.
            connection.execute(text(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}"))
            connection.execute(text("BEGIN IMMEDIATE"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
