"""What every test stands on: a frozen clock, no network beyond this machine, the shared corpus when it is there."""

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from tests.databases import database_of_this_process, empty, lay_postgresql, lay_sqlite
from tests.devices import softhsm_in

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
NOW = datetime(2026, 3, 12, 2, 30, tzinfo=UTC)  # a Thursday, 09:30 in Hà Nội


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The shared corpus of real and made papers; tests that need it are skipped where it is absent."""
    if not CORPUS.is_dir():
        pytest.skip("the shared corpus is not beside this checkout")
    return CORPUS


@pytest.fixture(scope="session")
def softhsm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the software signing device keeps its tokens in this run; skipped where it is not installed."""
    return softhsm_in(tmp_path_factory.mktemp("softhsm"))


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0]) if isinstance(address, tuple) else str(address)
            if not host.startswith("127.") and host not in ("::1", "localhost"):
                raise AssertionError(f"a test tried to reach {host}")
        return connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _databases() -> list[object]:
    """SQLite always; PostgreSQL when an address is given."""
    url = os.environ.get("VANTHU_TEST_DATABASE_URL")
    big = pytest.param(
        "postgresql",
        marks=[
            pytest.mark.postgresql,
            pytest.mark.skipif(not url, reason="set VANTHU_TEST_DATABASE_URL to run on PostgreSQL"),
        ],
    )
    return ["sqlite", big]


@pytest.fixture(scope="session")
def server() -> Iterator[Engine]:
    """The PostgreSQL database of this process, laid once and emptied before each test."""
    engine = create_engine(database_of_this_process())
    lay_postgresql(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=_databases())
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database of each kind in turn."""
    if request.param == "sqlite":
        lay_sqlite(tmp_path / "vanthu.db")
        engine = create_engine(f"sqlite:///{tmp_path / 'vanthu.db'}")
    else:
        empty(request.getfixturevalue("server"))
        engine = create_engine(database_of_this_process())
    yield engine
    engine.dispose()
