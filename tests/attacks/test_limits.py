"""No file takes more than two seconds or 300 megabytes to be answered, in a process that could not take more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.bombs import bombs
from tests.attacks.catalogue import ACCEPTED, COMPLETE, Catalogue
from tests.documents.pdf.conftest import open_office
from tests.speed import VERIFYING, seconds_of

MOST_MEGABYTES = 300
#: Revisions that say nothing change nothing.
HARMLESS = {("many revisions", "vgca")}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(open_office(tmp_path_factory.mktemp("exhausting")))


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process are set the Linux way")
@pytest.mark.parametrize("base", ["vgca", "archived"] if COMPLETE else ["vgca"])
@pytest.mark.parametrize("name", bombs())
def test_a_file_that_grows_is_answered_within_limits(name, base, catalogue, tmp_path: Path):
    file, warm = tmp_path / "grows.pdf", tmp_path / "warm.pdf"
    file.write_bytes(bombs()[name](catalogue.base(base)))
    warm.write_bytes(catalogue.base(base))
    command = [sys.executable, "-m", "tests.attacks.limited", str(file), str(warm), str(MOST_MEGABYTES)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    took = json.loads(done.stdout)
    assert took["seconds"] < seconds_of(VERIFYING)
    assert took["megabytes"] < MOST_MEGABYTES
    assert "MemoryError" not in took["reasons"]
    assert took["verdict"] not in ACCEPTED or (name, base) in HARMLESS
