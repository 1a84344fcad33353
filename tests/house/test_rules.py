"""The rules of the house, kept by tests: who imports whom, what reads the world, how long a thing may be."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("documents", "workflows", "search")
PACKAGES = (*ROOMS, "app", "migrations")
LONGEST_FILE, LONGEST_FUNCTION = 400, 60

CLOCK = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$")
MAY_READ_A_CLOCK: dict[str, str] = {}
MAY_READ_THE_ENVIRONMENT = {
    "app/config.py": "the one place where settings are read",
    "documents/typesetting/libreoffice.py": "hands PATH to the program it starts, and nothing else",
}
MAY_BE_LONGER: dict[str, str] = {}


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for package in packages:
        for place in sorted((ROOT / package).rglob("*.py")):
            yield place.relative_to(ROOT).as_posix(), ast.parse(place.read_text(encoding="utf-8"))


def test_no_room_goes_past_anothers_door() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
    assert "0 broken" in run.stdout


def test_every_module_says_what_lives_there() -> None:
    silent = [name for name, tree in modules(*PACKAGES) if tree.body and not ast.get_docstring(tree)]
    assert [name for name in silent if not name.startswith("migrations/versions/__init__")] == []


def test_files_of_the_rooms_stay_short() -> None:
    lengths = {
        name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name, _ in modules(*ROOMS)
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE and name not in MAY_BE_LONGER} == {}


def test_functions_of_the_rooms_stay_short() -> None:
    long = {
        f"{name}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for name, tree in modules(*ROOMS)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


def test_the_rooms_read_no_clock() -> None:
    """The time comes as an argument (`work.now`); measuring how long something took is no such reading."""
    read = {
        f"{name}:{call.lineno}"
        for name, tree in modules(*ROOMS)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and CLOCK.search(ast.unparse(call.func))
        and name not in MAY_READ_A_CLOCK
    }
    assert read == set()


def test_settings_are_read_in_one_place() -> None:
    readers = {
        name
        for name, tree in modules(*PACKAGES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv", "putenv")
    }
    assert readers - MAY_READ_THE_ENVIRONMENT.keys() == set()


EXCEPTIONS = {"clock": MAY_READ_A_CLOCK, "environment": MAY_READ_THE_ENVIRONMENT, "length": MAY_BE_LONGER}


@pytest.mark.parametrize("allowed", EXCEPTIONS.values(), ids=EXCEPTIONS)
def test_an_exception_names_a_file_that_exists(allowed: dict[str, str]) -> None:
    assert [name for name in allowed if not (ROOT / name).exists()] == []


def test_no_file_holds_a_call_for_later_without_a_reason() -> None:
    later = re.compile(r"#\s*(TODO|FIXME|XXX|HACK)\b(?!.*\S{8})")
    assert [
        name for name, _ in modules(*PACKAGES) if later.search((ROOT / name).read_text(encoding="utf-8"))
    ] == []


def test_no_file_holds_the_two_sides_of_a_merge() -> None:
    texts = (".py", ".css", ".js", ".html", ".toml", ".md", ".cfg", ".txt")
    torn = re.compile(r"^(<{7}|>{7})( |$)", re.MULTILINE)
    places = [place for folder in (*PACKAGES, "tests") for place in (ROOT / folder).rglob("*")]
    ours = [place for place in places if place.suffix in texts]
    assert [str(place) for place in ours if torn.search(place.read_text(encoding="utf-8"))] == []


def test_every_dependency_says_what_it_is_for() -> None:
    raw = (ROOT / "setup.cfg").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:install_requires|test|postgresql) =\n((?:    .*\n)+)", raw, re.MULTILINE)
    assert len(lists) == 3
    bare = []
    for block in lists:
        explained = False
        for line in map(str.strip, block.splitlines()):
            bare += [] if explained or line.startswith("#") else [line]
            # A comment stands for the lines under it, until the next comment.
            explained = explained or line.startswith("#")
    assert bare == []
    parser = ConfigParser()
    parser.read_string(raw)
    assert "whoosh==2.7.4" in parser["options"]["install_requires"]
