"""A rule with its name: what it asks stands in the decree, what it finds is said in Vietnamese."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Flag, auto

from documents.checking.finding import Finding
from documents.checking.view import View

Find = Callable[[View], Iterator[Finding]]


class Papers(Flag):
    """Which papers a rule is for: those with a head and a foot, annexes in files of their own."""

    WHOLE = auto()
    ANNEX = auto()
    BOTH = WHOLE | ANNEX


@dataclass(frozen=True)
class Rule:
    """One rule.

    code      its stable name; never given to another rule
    clause    where the decree says it, as in its findings
    find      the findings of one view, in the order of the page
    """

    code: str
    clause: str
    find: Find
    papers: Papers = Papers.WHOLE

    def __call__(self, view: View) -> Iterator[Finding]:
        return self.find(view)
