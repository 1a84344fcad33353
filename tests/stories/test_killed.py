"""Kill -9 at any step of the demonstration and start again: nothing half-done, no number lost or doubled."""

import json
import random
import re
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.cli.offices import office_at
from app.doctor import examine, sweep_orphans
from app.office import OFFICE
from documents.model import Blob, Document
from documents.registers import NumberAllocation, RegisterEntry

DRIVER = Path(__file__).with_name("killing.py")
ROOT = Path(__file__).resolve().parents[2]


def run(home: Path, plan: Path, kill_at: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(DRIVER), str(home), str(plan), str(kill_at)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "VANTHU_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from app.demo.papers import our_plan

    place = tmp_path_factory.mktemp("plan") / "ke-hoach.docx"
    place.write_bytes(our_plan())
    return place


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, plan: Path) -> tuple[Path, int, int]:
    """A home killed right after its office was set up, the moments of a whole run, and of the set-up alone.

    Later kills begin from copies of it: making keys again each time would only take time.
    """
    whole = run(tmp_path_factory.mktemp("whole") / "home", plan, 0)
    assert whole.returncode == 0, whole.stderr
    moments = int(re.search(r"moments: (\d+)", whole.stderr)[1])  # type: ignore[index]
    set_up = int(re.search(r"upload began at moment (\d+)", whole.stderr)[1])  # type: ignore[index]
    home = tmp_path_factory.mktemp("begun") / "home"
    assert run(home, plan, set_up).returncode == -signal.SIGKILL
    return home, moments, set_up


def check(home: Path, told: dict[str, object]) -> None:
    assert told["verdict"] == "issued"
    assert told["number"] == 1
    assert all(told[key] for key in ("search_hit", "journal_ok", "doctor_ok"))
    office = office_at(home)
    sweep_orphans(office, older_than=timedelta(seconds=-5))
    with office.reading(OFFICE) as work:
        assert work.session.scalar(select(func.count()).select_from(Document)) == 1
        assert work.session.scalars(select(NumberAllocation.status)).all() == ["issued"]
        assert work.session.scalar(select(func.count()).select_from(RegisterEntry)) == 1
        rows = set(work.session.scalars(select(Blob.sha256)))
    assert {digest for digest, _ in office.files.stored()} == rows
    assert not list((home / "files" / "arriving").iterdir())
    assert all(look.ok for look in examine(office)), examine(office)
    office.database.dispose()


def test_killed_while_the_office_is_set_up(tmp_path: Path, plan: Path) -> None:
    home = tmp_path / "home"
    for count in (1, 9, 17):
        assert run(home, plan, count).returncode == -signal.SIGKILL
    again = run(home, plan, 0)
    assert again.returncode == 0, again.stderr
    check(home, json.loads(again.stdout))


def test_killed_at_every_kind_of_moment_of_the_paper(
    tmp_path: Path, plan: Path, begun: tuple[Path, int, int]
) -> None:
    begun_home, moments, set_up = begun
    left = moments - set_up
    # Evenly spread, so that every step is met, and a few anywhere.
    spread = {1 + left * place // 8 for place in range(8)}
    anywhere = random.Random(30).sample(range(1, left + 1), 4)
    for count in sorted(spread | set(anywhere)):
        home = tmp_path / f"home{count}"
        shutil.copytree(begun_home, home)
        killed = run(home, plan, count)
        assert killed.returncode in (-signal.SIGKILL, 0), killed.stderr
        again = run(home, plan, 0)
        assert again.returncode == 0, (count, again.stderr)
        check(home, json.loads(again.stdout))
        shutil.rmtree(home)
