"""What any search engine must do; one set of tests (tests/search/test_engines.py) runs over every one.

An engine sees streams of words and a query tree, never raw text, so all engines answer with the same documents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.entry import Entry
from search.query import Query

FACETS = ("kind", "year", "state")


@dataclass(frozen=True)
class Found:
    """A page of hits: (document id, score), how many there are in all, and counts by kind, year and state.

    facets   counted over all that match, on the first page only
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, Mapping[str, int]]


class Engine(Protocol):
    def replace(self, entries: Iterable[Entry], *, position: int) -> None:
        """Put these documents in the place of their old selves; `position` is the last journal entry told.

        All of them or, when this is interrupted at any moment, none.
        raises    IndexUnreadable; TimeoutError when another process writes for too long
        """

    def position(self) -> int:
        """The last journal entry the index knows of; 0 for an empty one. raises IndexUnreadable"""

    def search(self, query: Query, *, access: Sequence[str], limit: int | None, offset: int = 0) -> Found:
        """Documents that match and carry one of the access terms; `limit` None is all. raises IndexUnreadable"""

    def document_ids(self) -> set[str]:
        """Every document the index holds. raises IndexUnreadable"""

    def clear(self) -> None:
        """Throw the index away; it is rebuilt from the database."""
