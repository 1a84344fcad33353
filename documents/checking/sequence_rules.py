"""The numbers of headings follow each other: nothing left out, nothing twice, letters as the alphabet has them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from documents.checking import finding
from documents.checking.finding import Finding, short
from documents.checking.outline import Heading, Level, as_roman
from documents.checking.rule import Papers, Rule
from documents.checking.view import View

_NAMES = {
    "part": "Phần", "chapter": "Chương", "section": "Mục", "subsection": "Tiểu mục", "article": "Điều",
    "roman": "Mục", "clause": "Khoản", "point": "Điểm",
}  # fmt: skip
# What begins anew under what; articles run through the whole paper.
_ORDER: tuple[Level, ...] = (
    "part",
    "chapter",
    "section",
    "subsection",
    "roman",
    "article",
    "clause",
    "point",
)
_RESETS: dict[str, frozenset[str]] = {
    "part": frozenset(("chapter", "section", "subsection", "roman", "clause", "point")),
    "chapter": frozenset(("section", "subsection", "roman", "clause", "point")),
    "section": frozenset(("subsection", "roman", "clause", "point")),
    "subsection": frozenset(("roman", "clause", "point")),
    "roman": frozenset(("clause", "point")),
    "article": frozenset(("roman", "clause", "point")),
    "clause": frozenset(("point",)),
    "point": frozenset(),
}
# Offices leave out the letters with a hat; the alphabet has them: both are right.
_ALPHABETS = ("abcdđeghiklmnopqrstuvxy", "aăâbcdđeêghiklmnoôơpqrstuưvxy")
# Amending papers quote articles with the numbers of the act they amend.
_AMENDS = ("sửa đổi", "bổ sung", "thay thế")


@dataclass
class _Count:
    """Where each level has come to; `out` are the headings out of step, with what was expected."""

    last: dict[str, str] = field(default_factory=dict)
    out: list[tuple[Heading, str]] = field(default_factory=list)


def out_of_step(outline: tuple[Heading, ...]) -> list[tuple[Heading, str]]:
    """The headings that do not follow the one before, each with what would."""
    count = _Count()
    for heading in outline:
        if heading.level == "roman" and not _is_roman(heading, count.last.get("roman")):
            continue
        if heading.level == "point" and heading.label.isupper():
            continue
        label = heading.label.lower() if heading.level == "point" else str(heading.number)
        expected = _expected(heading.level, label, count.last.get(heading.level))
        if expected is not None:
            count.out.append((heading, expected))
        count.last[heading.level] = label
        for level in _RESETS[heading.level]:
            count.last.pop(level, None)
    return count.out


def _is_roman(heading: Heading, last: str | None) -> bool:
    """ "C." or "D." may go on a list of capital letters instead."""
    if heading.number is None or heading.sign != ".":
        return False
    return heading.label not in ("C", "L") or (last is not None and int(last) + 1 == heading.number)


def _expected(level: str, label: str, last: str | None) -> str | None:
    """What should stand there; None where the label is right."""
    if level == "point":
        return _letter(label, last)
    number = int(label) if label.isdigit() else 1
    # A list may begin again without a heading of its own.
    if number == 1 and level in ("clause", "roman"):
        return None
    wanted = int(last) + 1 if last else 1
    return None if number == wanted else str(wanted)


def _letter(label: str, last: str | None) -> str | None:
    if label == "a":
        return None
    if last is None:
        return "a"
    following = [alphabet[at + 1 : at + 2] for alphabet in _ALPHABETS if (at := alphabet.find(last)) >= 0]
    if label in following:
        return None
    return next((letter for letter in following if letter), "a")


def _sequence(level: str, view: View) -> Iterator[Finding]:
    found = [one for one in out_of_step(view.outline) if one[0].level == level]
    if view.nature == "annex":
        # Several rules or forms may stand in one annex, each with its own first article.
        found = [one for one in found if one[0].level != "article" or one[0].number != 1]
    if not found or (level in ("article", "clause", "point") and _amends(view)):
        return
    heading, expected = found[0]
    right = as_roman(int(expected)) if level in ("part", "chapter", "roman") else expected
    stands, wanted = f"{_NAMES[level]} {heading.label}", f"{_NAMES[level]} {right}"
    others = f" và {len(found) - 1} chỗ khác" if len(found) > 1 else ""
    message = f"“{short(heading.row.text)}”{others}: số thứ tự không liên tiếp, ở đây phải là {wanted}."
    yield Finding(finding.CONTENT, _NAMES[level], "error", stands, wanted, message)


def _amends(view: View) -> bool:
    subject = (view.sheet.reading.subject or "").lower()
    return any(word in subject for word in _AMENDS)


SEQUENCE_RULES = tuple(
    Rule(f"sequence.{level}", finding.CONTENT, partial(_sequence, level), Papers.BOTH) for level in _ORDER
)
