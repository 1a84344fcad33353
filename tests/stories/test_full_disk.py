"""The disk is full: the act says so, keeps nothing half, and goes through once there is room."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text

from app.demo.papers import our_plan
from documents.errors import DiskFull
from documents.journal import JournalEntry, check_chain
from documents.model import Document
from tests.office import House
from workflows.issuing import issue_document

ROOT = Path(__file__).resolve().parents[2]
SMALL_FILE_BYTES = 150_000


def counted(house: House) -> tuple[int, int]:
    with house.look() as work:
        documents = work.session.scalar(select(func.count()).select_from(Document))
        entries = work.session.scalar(select(func.count()).select_from(JournalEntry))
    return documents or 0, entries or 0


@pytest.fixture
def full(database: Engine):
    """Let the database grow by no page more, until told otherwise."""
    if database.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has no such switch")

    def fill(pages_left: int | None) -> None:
        with database.connect() as connection:
            used = connection.execute(text("PRAGMA page_count")).scalar_one()
            limit = 1_000_000 if pages_left is None else used + pages_left
            connection.execute(text(f"PRAGMA max_page_count = {limit}"))
        # The limit belongs to a connection; the pool has to hand out this very one.
        assert database.pool.checkedin() == 1  # type: ignore[attr-defined]

    return fill


def test_a_database_without_room_keeps_nothing_of_an_upload(house: House, full) -> None:
    before = counted(house)
    full(0)
    with pytest.raises(DiskFull):
        house.upload("một văn bản " * 2000)
    full(None)
    assert counted(house) == before
    assert house.upload("một văn bản")
    with house.look() as work:
        assert check_chain(work.session).ok


def test_a_number_survives_a_full_database_between_its_two_transactions(house: House, full) -> None:
    document_id = house.signed()
    full(0)
    with pytest.raises(DiskFull):
        issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    full(None)
    assert house.state(document_id) == "signed"
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    with house.look() as work:
        assert work.session.get_one(Document, document_id).number == 1


def test_a_store_without_room_stops_the_demonstration_and_it_goes_on_later(tmp_path: Path) -> None:
    plan, home = tmp_path / "ke-hoach.docx", tmp_path / "home"
    plan.write_bytes(our_plan())

    def demo(limit: int | None) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-c", "from app.cli import main; main()", "demo", "--plan", str(plan)]
        return subprocess.run(
            [*line, "--home", str(home), "--no-serve", "--json"],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=120,
            preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None,
        )

    stopped = demo(SMALL_FILE_BYTES)
    assert stopped.returncode == 1
    assert json.loads(stopped.stdout.splitlines()[-1])["error"] == "disk_full", stopped.stderr
    again = demo(None)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["number"] == 1
