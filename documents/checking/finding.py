"""What a rule has to say, and the clauses it stands on.

source    Decree 30/2020/NĐ-CP, Phụ lục I, Phần I; Phụ lục II; the forms of Phụ lục III
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

_PART_ONE = "Phụ lục I, Phần I, Mục"
PAPER = f"{_PART_ONE} I.1"
MARGINS = f"{_PART_ONE} I.3"
FONT = f"{_PART_ONE} I.4"
PAGE_NUMBER = f"{_PART_ONE} I.7"
NATION = f"{_PART_ONE} II.1"
AGENCY = f"{_PART_ONE} II.2"
NUMBER = f"{_PART_ONE} II.3"
PLACE_DATE = f"{_PART_ONE} II.4"
TITLE = f"{_PART_ONE} II.5"
CONTENT = f"{_PART_ONE} II.6"
SIGNER = f"{_PART_ONE} II.7"
RECIPIENTS = f"{_PART_ONE} II.9"
SIZES = f"{_PART_ONE} V"
ORIENTATION = f"{_PART_ONE} I.2"
PLACES = f"{_PART_ONE} IV"
ANNEX = f"{_PART_ONE} III.1"
MARKS = f"{_PART_ONE} III.2"
DRAFTER = f"{_PART_ONE} III.3"
CONTACT = f"{_PART_ONE} III.4"
MINUTES = "Phụ lục III, Mẫu 1.9"
DECISION = "Phụ lục III, Mẫu 1.2"
_CAPITALS = "Phụ lục II, Mục"
SENTENCES = f"{_CAPITALS} I"
GEOGRAPHY = f"{_CAPITALS} III.1"
AGENCIES = f"{_CAPITALS} IV.1"
SPECIAL_NOUNS = f"{_CAPITALS} V.1"
HONOURS = f"{_CAPITALS} V.2"
TITLES = f"{_CAPITALS} V.3"
PERSONIFIED = f"{_CAPITALS} V.4"
HOLIDAYS = f"{_CAPITALS} V.5"
ACTS = f"{_CAPITALS} V.6"
CITATIONS = f"{_CAPITALS} V.7"
NEW_YEAR = f"{_CAPITALS} V.8"
EVENTS = f"{_CAPITALS} V.9"
SCOPE = "Điều 2"


@dataclass(frozen=True)
class Finding:
    """One departure from the layout.

    clause      where the decree says it
    part        the part of the paper, in Vietnamese
    message     what to do, as one tells a colleague
    """

    clause: str
    part: str
    severity: Severity
    found: str
    expected: str
    message: str


def number(value: float) -> str:
    """A length or size as an office writes it: 13, 12,5."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def short(text: str, characters: int = 60) -> str:
    """The beginning of a line, for quoting."""
    return text if len(text) <= characters else f"{text[:characters].rstrip()}…"
