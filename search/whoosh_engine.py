"""The engine of one office: Whoosh, pure Python, up to some ten thousand documents.

Whoosh's own analysis and grammar are not used. `compound = False` on every writer: a compound segment would be copied
into memory by each reader. How a query is scored is in `search.whoosh_scoring`.
"""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from heapq import nlargest
from pathlib import Path
from typing import Any
from urllib.parse import quote

from whoosh import fields, index, query
from whoosh.analysis import Token as WhooshToken
from whoosh.analysis import Tokenizer
from whoosh.index import LockError
from whoosh.searching import Searcher
from whoosh.writing import MERGE_SMALL

from search.engine import FACETS, Found
from search.entry import Entry
from search.errors import IndexUnreadable
from search.query import Query
from search.whoosh_scoring import RANKING, all_of, any_of, filters, score
from search.words import Streams, streams

LOCK_WAIT_S = 10
FEW_HITS = 3
# A question of so many words is a question, not a list of conditions: any of them will do, the best first.
MANY_WORDS = 9
MANY_SEGMENTS = 6
_POSITION = "~position"
_SAME_PLACE = "\x1f"


class _Split(Tokenizer):  # type: ignore[misc]  # the library is untyped
    """The words of a stream are already words: cut at spaces, nothing else."""

    def __call__(self, value: str, positions: bool = False, **others: Any) -> Iterator[WhooshToken]:
        token = WhooshToken(positions, False)
        for place, words in enumerate(value.split(" ")):
            for word in words.split(_SAME_PLACE):
                if word:
                    token.text, token.boost, token.pos = word, 1.0, place
                    yield token


def _schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        exact=fields.TEXT(analyzer=_Split(), phrase=False),
        folded=fields.TEXT(analyzer=_Split(), phrase=True),
        pairs=fields.TEXT(analyzer=_Split(), phrase=False),
        head=fields.TEXT(analyzer=_Split(), phrase=False),
        access=fields.TEXT(analyzer=_Split(), phrase=False),
        number=fields.ID(),
        kind=fields.ID(sortable=True),
        year=fields.ID(sortable=True),
        state=fields.ID(sortable=True),
        position=fields.STORED(),
    )


class WhooshEngine:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: Any = None

    def replace(self, entries: Iterable[Entry], *, position: int) -> None:
        rows = [_row(entry) for entry in entries]
        with self._readable():
            writer = self._writer()
            try:
                for row in rows:
                    writer.update_document(**row)
                writer.update_document(id=_POSITION, position=position)
                writer.commit(mergetype=_merge_now_and_then)
            except BaseException:
                with suppress(Exception):
                    writer.cancel()
                raise

    def position(self) -> int:
        with self._searcher() as searcher:
            stored = searcher.document(id=_POSITION)
        return int(stored["position"]) if stored else 0

    def document_ids(self) -> set[str]:
        with self._searcher() as searcher:
            return {row["id"] for row in searcher.reader().all_stored_fields()} - {_POSITION}

    def clear(self) -> None:
        self._opened = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def search(self, wanted: Query, *, access: Sequence[str], limit: int | None, offset: int = 0) -> Found:
        if wanted.empty or not access:
            return Found(0, (), {})
        restricted = query.And([_seen_by(access), *filters(wanted)])
        with self._searcher() as searcher:
            if not searcher.reader().doc_count_all():
                # An index nothing was ever put into has no columns to count by.
                return Found(0, (), {})
            return _page(searcher, wanted, _candidates(searcher, wanted, restricted), limit, offset)

    def _writer(self) -> Any:
        try:
            writer = self._index().writer(timeout=LOCK_WAIT_S)
        except LockError as error:
            raise TimeoutError("another process is writing the index") from error
        writer.compound = False
        return writer

    def _index(self) -> Any:
        if self._opened is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            there = index.exists_in(self._folder)
            self._opened = index.open_dir(self._folder) if there else index.create_in(self._folder, _schema())
        return self._opened

    @contextmanager
    def _searcher(self) -> Iterator[Searcher]:
        with self._readable(), self._index().searcher(weighting=RANKING) as searcher:
            yield searcher

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """A damaged index may raise anything at all, while it is opened or long after."""
        try:
            yield
        except (TimeoutError, MemoryError):
            raise
        except Exception as error:
            self._opened = None
            raise IndexUnreadable(folder=self._folder.name, reason=type(error).__name__) from error


def _merge_now_and_then(writer: Any, segments: list[Any]) -> list[Any]:
    """Merging at each commit would make every act of the office pay for the ones before."""
    return segments if len(segments) < MANY_SEGMENTS else list(MERGE_SMALL(writer, segments))


def _seen_by(access: Sequence[str]) -> query.Query:
    return query.Or([query.Term("access", _one_word(term)) for term in access])


def _candidates(searcher: Searcher, wanted: Query, restricted: query.Query) -> set[int]:
    """The documents with every word; where that is too strict for what is there, those with any of them."""
    strict: set[int] = set()
    if len(wanted.words) < MANY_WORDS:
        strict = set(searcher.docs_for_query(query.And([all_of(wanted), restricted])))
    if len(strict) >= FEW_HITS or len(wanted.words) < 2:
        return strict
    return set(searcher.docs_for_query(query.And([any_of(wanted), restricted])))


def _page(searcher: Searcher, wanted: Query, found: set[int], limit: int | None, offset: int) -> Found:
    """The best first; among equals the one that was changed last."""
    scores = score(searcher, wanted, found)
    last = len(found) if limit is None else offset + limit
    best = nlargest(last, ((points, number) for number, points in scores.items()))[offset:]
    hits = tuple((searcher.stored_fields(number)["id"], points) for points, number in best)
    return Found(len(found), hits, _facets(searcher, found) if offset == 0 else {})


def _facets(searcher: Searcher, matching: set[int]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for leaf, first in searcher.leaf_searchers():
        reader = leaf.reader()
        inside = [number - first for number in matching if first <= number < first + reader.doc_count_all()]
        for name, counter in counts.items():
            counter.update(map(reader.column_reader(name).__getitem__, inside))
    return {name: {value: count for value, count in found.items() if value} for name, found in counts.items()}


def _row(entry: Entry) -> dict[str, str]:
    head, whole = streams(entry.head), streams(f"{entry.head}\n{entry.text}")
    return {
        "id": entry.document_id,
        "exact": " ".join(whole.exact),
        "folded": _placed(whole),
        "pairs": " ".join(whole.pairs),
        "head": " ".join(head.folded),
        "access": " ".join(_one_word(term) for term in entry.access),
        "number": entry.number,
        "kind": entry.kind,
        "year": entry.year,
        "state": entry.state,
    }


def _placed(words: Streams) -> str:
    """The folded words, those that share a place joined."""
    made: list[str] = []
    before = -1
    for word, place in zip(words.folded, words.places, strict=True):
        if place == before:
            made[-1] += _SAME_PLACE + word
        else:
            made.append(word)
        before = place
    return " ".join(made)


def _one_word(term: str) -> str:
    """A space would make two terms of one and open what is closed; so would two terms written alike."""
    return quote(term, safe="@/|:")
