"""A consistent copy of a whole office while it runs, and an office made from one.

One compressed file: the database as of one moment (SQLite's own online backup), then the stored files, keys,
certificates and the secret. The database is copied first and stored files are never changed, so every file a row names
is in the copy. The index is not: it is made anew.
"""

import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath

from app.office import Office
from documents.errors import VanthuError

NAME = "vanthu.json"
DATABASE = "vanthu.db"
FOLDERS = ("files", "keys", "pki", "trust")
FORMAT = 1


class BackupRefused(VanthuError):
    """`why` and `remedy` say it in words."""

    code = "backup_refused"


def back_up(office: Office, target: Path) -> dict[str, object]:
    """Write the copy; it appears whole under its name or not at all.

    raises    BackupRefused for an office whose database is not the embedded one
    """
    if office.database.dialect.name != "sqlite":
        raise BackupRefused(
            why="Cơ sở dữ liệu của văn phòng này nằm trên máy chủ riêng.",
            remedy="Sao lưu bằng công cụ của máy chủ đó (pg_dump), và chép thư mục dữ liệu.",
        )
    home = office.config.home
    beside = target.with_name(f".{target.name}.new")
    count = 0
    with tempfile.TemporaryDirectory(dir=target.parent) as folder, tarfile.open(beside, "w:gz") as archive:
        copy = Path(folder) / DATABASE
        _copy_database(home / DATABASE, copy)
        archive.add(copy, DATABASE)
        for place in _places(home):
            archive.add(place, str(place.relative_to(home)), recursive=False)
            count += 1
        made = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(), "files": count}
        _add_bytes(archive, NAME, json.dumps(made).encode())
    os.replace(beside, target)
    return {"file": str(target), "bytes": target.stat().st_size, "files": count}


def restore(source: Path, home: Path) -> None:
    """Make an office from a copy, in an empty folder.

    raises    BackupRefused for a folder with things in it, or a file that is no copy of ours
    """
    if home.exists() and any(home.iterdir()):
        raise BackupRefused(
            why=f"Thư mục {home.name} không trống.", remedy="Chọn một thư mục trống với --home."
        )
    try:
        with tarfile.open(source, "r:gz") as archive:
            _check(archive)
            home.mkdir(parents=True, exist_ok=True)
            for member in archive:
                if member.name != NAME:
                    archive.extract(member, home, filter="data")
    except (tarfile.TarError, OSError, EOFError) as problem:
        raise BackupRefused(
            why="Tệp sao lưu hỏng hoặc không phải của hệ thống này.", remedy="Chọn tệp sao lưu khác."
        ) from problem
    (home / "keys").mkdir(mode=0o700, exist_ok=True)
    (home / "keys").chmod(0o700)


def _copy_database(source: Path, copy: Path) -> None:
    running, copied = sqlite3.connect(source), sqlite3.connect(copy)
    try:
        running.backup(copied)
    finally:
        copied.close()
        running.close()


def _places(home: Path) -> Iterator[Path]:
    """Every file of the office besides the database and the index; half-written ones are left out."""
    for name in FOLDERS:
        for place in sorted((home / name).rglob("*")):
            if place.is_file() and "arriving" not in place.parts and not place.name.startswith("."):
                yield place
    yield from (place for place in (home / "secret", home / "demo.json") if place.is_file())


def _check(archive: tarfile.TarFile) -> None:
    names = archive.getnames()
    strange = [
        name for name in names if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts
    ]
    told = archive.extractfile(NAME) if NAME in names else None
    if strange or told is None or DATABASE not in names or json.load(told).get("format") != FORMAT:
        raise BackupRefused(why="Tệp này không phải bản sao lưu của Vanthu.", remedy="Chọn tệp sao lưu khác.")


def _add_bytes(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, BytesIO(data))
