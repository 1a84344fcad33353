"""An index that was damaged or whose writer was killed: it says so, is made anew, and never lies."""

import gc
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.entry import Entry
from search.errors import IndexUnreadable
from search.feed import in_step, rebuild
from search.queries import find
from search.query import parse
from search.whoosh_engine import WhooshEngine
from tests.office import House

ACCESS = "van-ban-di@1/issued|recipient|unit:a1"
ROOT = Path(__file__).resolve().parents[2]

# Whoosh leaves files of an index it cannot read to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def _left_files() -> Iterator[None]:
    yield
    gc.collect()


def paper(key: str) -> Entry:
    return Entry(key, "Kế hoạch", f"thi đua khen thưởng {key}", "ke-hoach", "2026", "issued", "", (ACCESS,))


def filled(folder: Path, count: int = 40) -> WhooshEngine:
    engine = WhooshEngine(folder)
    engine.replace([paper(f"p{n}") for n in range(count)], position=9)
    return engine


def total(engine: WhooshEngine) -> int:
    return engine.search(parse("thi đua"), access=[ACCESS], limit=5).total


def answer(engine: WhooshEngine) -> int | str:
    try:
        return total(engine)
    except IndexUnreadable:
        return "unreadable"


@pytest.mark.parametrize("how", ["cut", "empty", "noise"])
@pytest.mark.parametrize("part", ["toc", "seg"])
def test_a_damaged_index_says_so_or_still_answers_right(tmp_path: Path, part: str, how: str) -> None:
    filled(tmp_path)
    dice = random.Random(7)
    files = [
        place
        for place in tmp_path.iterdir()
        if place.suffix == ".toc" or place.suffix in (".trm", ".pst", ".dcz")
    ]
    for place in files:
        if (place.suffix == ".toc") != (part == "toc"):
            continue
        data = bytearray(place.read_bytes())
        if how == "cut":
            data = data[: len(data) // 2]
        elif how == "empty":
            data = bytearray()
        else:
            for _ in range(60):
                data[dice.randrange(len(data))] ^= 0xFF
        place.write_bytes(data)
    assert answer(WhooshEngine(tmp_path)) in (40, "unreadable")


def test_a_damaged_index_is_made_anew_from_the_database(house: House, tmp_path: Path) -> None:
    house.upload()
    engine = WhooshEngine(tmp_path / "index")
    with house.look("soanthao") as work:
        rebuild(work, engine)
        for place in (tmp_path / "index").glob("*.toc"):
            place.write_bytes(b"")
        damaged = WhooshEngine(tmp_path / "index")
        with pytest.raises(IndexUnreadable):
            find(work, damaged, "văn thư")
        assert not in_step(work, damaged).ok
        rebuild(work, damaged)
        assert in_step(work, damaged).ok
        assert find(work, damaged, "văn thư").total == 1


def test_a_writer_that_waits_too_long_says_the_index_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = filled(tmp_path)
    monkeypatch.setattr("search.whoosh_engine.LOCK_WAIT_S", 0)
    busy = engine._writer()
    try:
        with pytest.raises(TimeoutError):
            WhooshEngine(tmp_path).replace([paper("late")], position=10)
    finally:
        busy.cancel()
    assert total(engine) == 40


KILLER = """
import os, signal, sys
from pathlib import Path
from whoosh.filedb.filestore import FileStorage
from tests.search.test_damage import filled, paper

def dying(method, moment):
    def counted(self, *names, **more):
        moment[0] -= 1
        if moment[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return method(self, *names, **more)
    return counted

moment, killed = 0, True
while killed:
    engine = filled(Path(sys.argv[1]) / str(moment))
    child = os.fork()
    if not child:
        left = [moment]
        for name in ("create_file", "rename_file", "delete_file"):
            setattr(FileStorage, name, dying(getattr(FileStorage, name), left))
        engine.replace([paper(f"p{n}") for n in range(30, 60)], position=10)
        os._exit(0)
    killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    moment += 1
print(moment)
"""


def test_a_writer_killed_at_any_file_leaves_the_old_index_or_the_new(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", KILLER, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    moments = int(run.stdout)
    left = set()
    for moment in range(moments):
        engine = WhooshEngine(tmp_path / str(moment))
        left.add((total(engine), engine.position()))
        engine.replace([paper("after")], position=11)
        assert engine.position() == 11
    assert moments > 5
    assert left == {(40, 9), (60, 10)}
