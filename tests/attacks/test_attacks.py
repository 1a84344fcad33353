"""Every attack on every base gets the answer of the table; sampled at each commit, complete with VANTHU_ATTACKS=all."""

import time
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.attacks.catalogue import ACCEPTED, BASES, COMPLETE, Catalogue, Cell, expected
from tests.attacks.containers import NotApplicable
from tests.documents.pdf.conftest import LOOKED_AT, Office, open_office
from tests.speed import VERIFYING, seconds_of

CELLS = list(expected())

#: Proof that is none; see how far it carries below.
WORTHLESS = {
    "believed: answer by a stranger",
    "believed: answer by a signer",
    "believed: answer about another",
    "believed: answer made before",
    "believed: list made before",
}

#: What is done to a file and yet leaves a paper that says what was signed: each with its reason.
HARMLESS = {
    "added: cut back one signature": "an earlier state of the paper, shown as that state",
    "marked: SSA empty field": "an empty box for the next signer, without ink, on a paper that was not certified",
    "marked: SSA by a self-made certificate": "shown as a stranger's signature",
    "marked: SSA by another authority's": "shown as a stranger's signature",
    "retold: version": "readers show the same",
    "retold: appearances to be drawn anew": "no field with text, so nothing is drawn anew",
    "retold: unused object": "nothing refers to it",
    "dueling: duel end inside a stream": "nothing refers to it",
    "believed: time-stamp by a stranger": "nobody here knows who says so, and that is what is shown",
    **dict.fromkeys(WORTHLESS, "worth nothing, so the paper proves what it proved before"),
}


def sampled(cells: list[Cell]) -> list[Cell]:
    """A quarter, always the same; the archived stage of our own files and the look-alikes whole."""
    return [
        one
        for one in cells
        if COMPLETE or one.base in ("sealed", "vgca") or zlib.crc32(one.name.encode()) % 4 == 0
    ]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(open_office(tmp_path_factory.mktemp("attacked")))


@pytest.fixture(scope="module")
def attacked(catalogue: Catalogue) -> Office:
    return catalogue.office


@pytest.mark.parametrize("cell", sampled(CELLS), ids=lambda cell: cell.name)
def test_an_attack_gets_the_answer_of_the_table(catalogue, attacked, cell):
    pdf = catalogue.file(cell)
    trust = Trust(roots=attacked.trust.roots, intermediates=attacked.agency.chain)
    # The clock-only signatures of these files carry this machine's time.
    at = datetime.now(UTC) + timedelta(hours=1)
    start = time.process_time()
    known = verify(pdf, trust=trust, at=at)
    assert time.process_time() - start < seconds_of(VERIFYING)
    assert known.verdict == cell.expected, known.findings
    assert verify(pdf, trust=Trust(), at=at).verdict == cell.unknown


def test_only_harmless_changes_are_ever_accepted():
    accepted = {cell.attack for cell in CELLS if cell.expected in ACCEPTED}
    assert accepted == HARMLESS.keys()


def test_our_own_files_take_no_change_but_being_cut_back():
    stages = ("director", "sealed", "archived", "both", "minutes", "annex", "annex archived")
    own = [cell for cell in CELLS if cell.base in stages]
    accepted = {cell.attack for cell in own if cell.expected in ACCEPTED}
    assert accepted == {"added: cut back one signature"} | WORTHLESS


@pytest.mark.parametrize("attack", sorted(WORTHLESS))
@pytest.mark.parametrize("base", ["sealed", "vgca", "approval"])
def test_worthless_answers_raise_nothing(catalogue, attacked, attack, base):
    trust = Trust(roots=attacked.trust.roots, intermediates=attacked.agency.chain)
    report = verify(catalogue.file(Cell(attack, base)), trust=trust, at=LOOKED_AT)
    assert report.grade in ("C", "D")
    assert base != "sealed" or report.level == "B-T"


def test_every_attack_is_in_the_table(catalogue):
    assert catalogue.attacks.keys() == {cell.attack for cell in CELLS}


def test_an_empty_cell_is_an_attack_that_makes_no_sense(catalogue):
    filled = {(cell.attack, cell.base) for cell in CELLS}
    empty = [Cell(name, base) for name in catalogue.attacks for base in BASES if (name, base) not in filled]
    for cell in empty if COMPLETE else empty[::4]:
        with pytest.raises(NotApplicable):
            catalogue.file(cell)


@pytest.mark.parametrize("base", [base for base in BASES if base != "prepared"])
def test_the_bases_themselves_are_accepted(catalogue, attacked, base):
    trust = Trust(roots=attacked.trust.roots, intermediates=attacked.agency.chain)
    report = verify(catalogue.base(base), trust=trust, at=datetime.now(UTC) + timedelta(hours=1))
    assert report.verdict in ("issued", "signed"), report.findings
