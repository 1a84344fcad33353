"""Write every attack as a file, or judge another verifier with them.

    python -m tests.attacks DIR                          all files and expected.csv
    python -m tests.attacks DIR --against 'COMMAND {}'   also run a command on each file and print what it says

The command's answer is its last line of output; whether it accepts is for the reader to see: the table puts its answers
beside the right ones. `DIR/ca.pem` is the authority to trust.
"""

import argparse
import csv
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.attacks.catalogue import ACCEPTED, Catalogue, Cell, expected
from tests.documents.pdf.conftest import open_office


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--against", help="a command with {} in the place of the file")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    written = write_all(given.folder)
    print(f"{len(written)} files in {given.folder}", file=sys.stderr)
    if given.against:
        compare(written, given.against)
    return 0


def write_all(folder: Path) -> dict[Path, Cell]:
    office = open_office(folder / "pki")
    (folder / "ca.pem").write_bytes(office.pki.root_pem)
    catalogue = Catalogue(office)
    written: dict[Path, Cell] = {}
    with (folder / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "attack", "base", "right", "right without trust"])
        for number, cell in enumerate(expected(), 1):
            path = folder / f"{number:04d}.pdf"
            path.write_bytes(catalogue.file(cell))
            rows.writerow([path.name, cell.attack, cell.base, cell.expected, cell.unknown])
            written[path] = cell
    return written


def compare(written: dict[Path, Cell], command: str) -> None:
    """One line for each pair of right answer and given answer, with how often it came."""
    answers: Counter[tuple[str, str]] = Counter()
    for path, cell in written.items():
        right = "may be accepted" if cell.expected in ACCEPTED else "must be refused"
        answers[right, answer(command, path)] += 1
    for (right, said), count in sorted(answers.items()):
        print(f"{count:6}  {right}  {said}")


def answer(command: str, path: Path) -> str:
    words = [word.replace("{}", str(path)) for word in shlex.split(command)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return "no answer within a minute"
    lines = done.stdout.replace(str(path), "FILE").strip().splitlines()
    return f"exit {done.returncode}: {lines[-1][:80] if lines else ''}"


if __name__ == "__main__":
    sys.exit(main())
