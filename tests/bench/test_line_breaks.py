"""Whether lines end where LibreOffice ends them with the same letters, paper by paper.

Run with `-m bench -s` to see the table. The old fonts' sample is left out: LibreOffice does not read them as Unicode.
"""

import difflib
import shutil
import unicodedata
from itertools import chain
from pathlib import Path

import pypdfium2
import pytest

from documents.errors import VanthuError
from documents.typesetting import blanks, libreoffice
from documents.typesetting.letters import Letters, Sheets
from documents.typesetting.package import Package
from tests.documents.typesetting.drafts import page

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
SHARE_OF_ALL, SHARE_OF_EACH, REFUSED = 0.95, 0.90, 0.10
_SAME_LINE_PT = 2.5
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\u2011": "-", "\u200b": None})


def printed_lines(pdf: bytes) -> list[list[str]]:
    """The lines of each page from the top, without white space."""
    document = pypdfium2.PdfDocument(pdf)
    sheets = Sheets(document)
    pages = [page_lines(Letters(sheets.once(number))) for number in range(len(sheets))]
    document.close()
    return pages


def page_lines(letters: Letters) -> list[str]:
    standing = [
        (letters.origin(at), letter)
        for at, letter in enumerate(letters.text)
        if not letter.isspace() and letter != "\u00a0"
    ]
    rows: list[tuple[float, list[tuple[float, str]]]] = []
    for (x, y), letter in sorted(standing, key=lambda one: (-round(one[0][1], 1), one[0][0])):
        if not rows or abs(rows[-1][0] - y) >= _SAME_LINE_PT:
            rows.append((y, []))
        rows[-1][1].append((x, letter))
    return [
        unicodedata.normalize("NFC", "".join(letter for _x, letter in sorted(row))).translate(_HYPHENS)
        for _y, row in rows
    ]


def by_libreoffice(data: bytes) -> list[list[str]]:
    """As the second route gives it: with the blanks of the draft widened."""
    package = Package.open(data)
    return printed_lines(
        libreoffice.convert(package.rewritten() if blanks.widen(package.main.root) else data)
    )


def equal_lines(theirs: list[str], ours: list[str]) -> int:
    matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def papers(corpus: Path) -> list[Path]:
    found = (corpus.glob(f"{folder}/*.docx") for folder in ("files", "samples", "decree30"))
    return [one for one in sorted(chain(*found)) if not one.name.startswith("legacy")]


def test_lines_end_where_libreoffice_ends_them(corpus):
    shares, same, lines, refused, other_pages = {}, 0, 0, [], []
    for place in papers(corpus):
        data = place.read_bytes()
        try:
            ours = printed_lines(page(data).pdf)
        except VanthuError as problem:
            refused.append(f"{place.name}: {problem.facts}")
            continue
        theirs = by_libreoffice(data)
        there = list(chain(*theirs))
        equal = equal_lines(there, list(chain(*ours)))
        same, lines = same + equal, lines + len(there)
        shares[place.name] = equal / len(there)
        other_pages += [place.name] if len(ours) != len(theirs) else []
        print(f"{place.name:40s} {equal:4d} of {len(there):4d} = {shares[place.name]:.3f}", end=" ")
        print(f"pages {len(ours)}/{len(theirs)}")
    print(f"all {same} of {lines} = {same / lines:.4f}; refused {refused}; other pages {other_pages}")
    assert same / lines >= SHARE_OF_ALL
    assert {name: share for name, share in shares.items() if share < SHARE_OF_EACH} == {}
    assert len(refused) <= REFUSED * len(papers(corpus))
    assert len(other_pages) <= 0.2 * len(shares)
