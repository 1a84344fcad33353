"""What any search engine must do; one set of tests runs over every one.

An engine sees streams of words and a query tree, never raw text, so all engines answer with the same documents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.entry import Entry
from search.query import Query


@dataclass(frozen=True)
class Found:
    """A page of hits: (document id, score), how many there are in all, and counts by kind, year and state."""

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, Mapping[str, int]]


class Engine(Protocol):
    def replace(self, entries: Iterable[Entry], *, position: int) -> None:
        """Put these documents in the place of their old selves; `position` is the last journal entry told."""

    def position(self) -> int:
        """The last journal entry the index knows of; 0 for an empty one. raises IndexUnreadable"""

    def search(self, query: Query, *, access: Sequence[str], limit: int, offset: int = 0) -> Found:
        """Documents that match and carry one of the access terms. raises IndexUnreadable"""

    def document_ids(self) -> set[str]:
        """Every document the index holds."""

    def clear(self) -> None:
        """Throw the index away; it is rebuilt from the database."""
