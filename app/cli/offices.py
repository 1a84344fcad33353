"""Opening an office from the command line, and saying who acts."""

from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.accounts import find_account
from app.clock import Clock, machine_clock
from app.config import read_config
from app.deliveries import catch_up
from app.devpki import DevPki
from app.devpki.folder import Folder
from app.office import OFFICE, NoTrust, Office, open_office, read_trust, trust_folder
from app.schema import migrate
from documents.access import Actor
from documents.pdf.trust import Trust
from workflows.trust.believed import believed


def office_at(home: Path | None, *, clock: Clock = machine_clock, must_exist: bool = True) -> Office:
    """The office of a home, its database up to date and its index in step."""
    config = read_config(home=home)
    if must_exist and config.database_url.startswith("sqlite") and not (config.home / "vanthu.db").exists():
        raise click.UsageError(
            f"Chưa có văn phòng nào ở {config.home}. Chạy «vanthu demo» hoặc «vanthu profile import», "
            "hoặc chỉ thư mục bằng --home."
        )
    database = create_engine(config.database_url)
    migrate(database)
    office = open_office(config, database, clock=clock)
    if must_exist:
        catch_up(office)
    return office


def acting_as(office: Office, username: str | None) -> Actor:
    """The person of --as or VANTHU_USER; neither is an error with a hint."""
    name = username or office.config.user
    if not name:
        raise click.UsageError("Hãy cho biết ai thực hiện: --as TÊN, hoặc đặt VANTHU_USER.")
    with office.reading(OFFICE) as work:
        account = find_account(work.session, name)
        person_id = account.person_id if account else None
    if person_id is None:
        raise click.UsageError(f"Không có tài khoản {name}.")
    return office.actor(person_id)


def trust_at(home: Path | None, now: datetime) -> Trust:
    """What the office of a home trusts; the files alone where there is no office yet.

    raises    NoTrust
    """
    config = read_config(home=home)
    folder = config.home / "pki"
    trust = read_trust(config, DevPki.open(folder) if Folder(folder).exists else None)
    if not config.database_url.startswith("sqlite") or (config.home / "vanthu.db").exists():
        database = create_engine(config.database_url)
        migrate(database)
        with Session(database) as session:
            trust = believed(session, now, trust)
    if trust.is_empty:
        raise NoTrust(folder=trust_folder(config).name)
    return trust


def year_start(now: datetime) -> datetime:
    """The first moment of the year, from which a new directory counts."""
    return now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
