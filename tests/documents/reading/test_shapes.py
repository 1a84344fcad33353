"""Papers as offices really shape them, each with everything an officer reads on it.

A file of `shapes/` is an invented paper, a line "%%%", and its reading; what the reading does not name must be
absent. A legal basis is written "kind number date issuer", with "-" for what the paper does not print.
"""

import tomllib
from pathlib import Path
from unicodedata import normalize

import pytest

from documents.reading.reader import as_inspect, read_file

SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.txt"))
LISTS = ("addressees", "recipients", "signing_lines")
VALUES = (
    "type", "number", "symbol", "agency", "parent_agency", "place", "date", "subject", "archive_line",
    "drafter_initials", "copies", "archive_copies", "issuing_authority", "signer_authority", "signer_title",
    "signer_name",
)  # fmt: skip


def printed_and_read(path):
    printed, _, reading = path.read_text(encoding="utf-8").partition("%%%\n")
    return printed, tomllib.loads(reading)


def read(text):
    return as_inspect("paper.txt", read_file("paper.txt", text.encode()))


def as_written(found):
    """A reading in the words of a shape file."""
    written = {key: found[key] for key in VALUES if found[key] is not None}
    written |= {key: found[key] for key in LISTS if found[key]}
    if found["other_signers"]:
        written["other_signers"] = [[signer["title"], signer["name"]] for signer in found["other_signers"]]
    if found["legal_bases"]:
        written["legal_bases"] = [
            " ".join(basis[key] or "-" for key in ("kind", "number", "date", "issuer"))
            for basis in found["legal_bases"]
        ]
    return written


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_everything_on_the_paper_is_read(path):
    printed, expected = printed_and_read(path)
    expected.pop("resolved", None)
    assert as_written(read(printed)) == expected


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_pointing_lines_are_resolved(path):
    printed, expected = printed_and_read(path)
    found = {referral["line"]: list(referral["names"]) for referral in read(printed)["recipients_resolved"]}
    wanted = expected.get("resolved", {})
    assert {line: found.get(line) for line in wanted} == wanted
    assert found.get("Như trên", expected.get("addressees", [])) == expected.get("addressees", [])


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_decomposed_letters_and_windows_line_ends_change_nothing(path):
    printed, _ = printed_and_read(path)
    assert as_written(read(normalize("NFD", printed).replace("\n", "\r\n"))) == as_written(read(printed))
