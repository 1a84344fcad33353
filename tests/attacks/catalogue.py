"""All attacks and all bases side by side, and the table of right answers.

A cell is one attack on one base. `expected.csv` holds the answer for each: a verdict of the verifier, or nothing where
the attack makes no sense. Who trusts nobody answers "unknown_signer" in place of an acceptance; where his answer is
another one, it stands behind a bar.
"""

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyhanko.sign.fields import MDPPerm

from documents.pdf.fields import prepare
from tests.attacks import added, believed, dueling, forged, marked, retold, shadowed, wrapped
from tests.attacks.bases import SIGNATURE_BOX, annex, approved, paper, sent, signed_by, signed_by_both
from tests.attacks.containers import NotApplicable
from tests.documents.pdf.conftest import PAGE, PLACES, Office, typeset

#: Everything, for the nightly run; otherwise the tests take a sample that is always the same.
COMPLETE = os.environ.get("VANTHU_ATTACKS") == "all"
TABLE = Path(__file__).with_name("expected.csv")
FAMILIES = {
    "forged": forged.attacks,
    "added": added.attacks,
    "wrapped": wrapped.attacks,
    "shadowed": shadowed.attacks,
    "marked": marked.attacks,
    "retold": retold.attacks,
    "dueling": dueling.attacks,
    "believed": believed.attacks,
}
BASES = (
    "prepared", "director", "sealed", "archived", "both", "minutes", "annex", "annex archived", "approval", "vgca",
    "certified 3", "bait", "bait certified",
)  # fmt: skip

#: Verdicts after which an office would use the paper, or would once it knows the signer.
ACCEPTED = ("issued", "signed", "unknown_signer")


@dataclass(frozen=True)
class Cell:
    """`expected` is the answer of who trusts the authority, `unknown` the answer of who trusts nobody."""

    attack: str
    base: str
    expected: str = ""
    unknown: str = ""

    @property
    def name(self) -> str:
        return f"{self.attack} on {self.base}"


class Catalogue:
    """Bases and attacks of one office; files are made when asked for."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._made: dict[str, bytes] = {}

    @cached_property
    def attacks(self) -> dict[str, Callable[[bytes], bytes]]:
        return {
            f"{family}: {name}": make
            for family, attacks in FAMILIES.items()
            for name, make in attacks(self.office).items()
        }

    def base(self, name: str) -> bytes:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> bytes:
        office = self.office
        makers: dict[str, Callable[[], bytes]] = {
            "prepared": lambda: prepare(typeset(PAGE), PLACES),
            "director": lambda: office.certify(self.base("prepared")),
            "sealed": lambda: office.seal(self.base("director")),
            "archived": lambda: office.archive(self.base("sealed")),
            "both": lambda: signed_by_both(office),
            "minutes": lambda: office.seal(self.base("both")),
            "annex": lambda: annex(office),
            "annex archived": lambda: office.archive(self.base("annex")),
            "approval": lambda: approved(office),
            "vgca": lambda: sent(office),
            "certified 3": lambda: signed_by(
                paper(), office, office.director, "Signature1", SIGNATURE_BOX, certify=True,
                permissions=MDPPerm.ANNOTATE,
            ),
            "bait": lambda: approved(office, shadowed.bait()),
            "bait certified": lambda: signed_by(
                shadowed.bait(), office, office.director, "Signature1", SIGNATURE_BOX, certify=True
            ),
        }  # fmt: skip
        return makers[name]()

    def file(self, cell: Cell) -> bytes:
        """raises NotApplicable"""
        made = self.attacks[cell.attack](self.base(cell.base))
        if made == self.base(cell.base):
            raise NotApplicable
        return made


def expected() -> Iterator[Cell]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for base in BASES:
                if row[base]:
                    known, _, unknown = row[base].partition(" | ")
                    by_default = "unknown_signer" if known in ACCEPTED else known
                    yield Cell(row["attack"], base, known, unknown or by_default)
