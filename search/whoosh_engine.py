"""The engine of one office: Whoosh, pure Python, up to some ten thousand documents.

Whoosh's own analysis and grammar are not used. `compound = False` on every writer: a compound segment would be copied
into memory by each reader.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, index, query, scoring
from whoosh.analysis import Token as WhooshToken
from whoosh.analysis import Tokenizer
from whoosh.searching import Searcher

from search.engine import Found
from search.entry import Entry
from search.errors import IndexUnreadable
from search.query import Query
from search.words import streams

LOCK_WAIT_S = 10
PREFIX_EXPANSIONS = 50
FEW_HITS = 3
HEAD_WEIGHT = 2.0
NUMBER_WEIGHT = 3.0
# Measured on judged questions: exact spelling counts when the query carries marks, and only harms when it does not.
MARKED = {"exact": 1.0, "folded": 0.5, "pairs": 1.0}
UNMARKED = {"exact": 0.0, "folded": 1.0, "pairs": 0.7}
_POSITION = "~position"
_FACETS = ("kind", "year", "state")


class _Split(Tokenizer):  # type: ignore[misc]  # the library is untyped
    """The words of a stream are already words: cut at spaces, nothing else."""

    def __call__(self, value: str, positions: bool = False, **others: Any) -> Iterator[WhooshToken]:
        token = WhooshToken(positions, False)
        for place, word in enumerate(value.split(" ")):
            if word:
                token.text, token.boost, token.pos = word, 1.0, place
                yield token


def _schema() -> fields.Schema:
    stream = {"analyzer": _Split(), "phrase": False}
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        exact=fields.TEXT(**stream),
        folded=fields.TEXT(analyzer=_Split(), phrase=True),
        pairs=fields.TEXT(**stream),
        head=fields.TEXT(**stream),
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
        writer = self._index().writer(timeout=LOCK_WAIT_S)
        writer.compound = False
        try:
            for entry in entries:
                writer.update_document(**_row(entry))
            writer.update_document(id=_POSITION, position=position)
            writer.commit()
        except BaseException:
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

    def search(self, wanted: Query, *, access: Sequence[str], limit: int, offset: int = 0) -> Found:
        if wanted.empty or not access:
            return Found(0, (), {})
        seen = query.Or([query.Term("access", _one_word(term)) for term in access])
        with self._searcher() as searcher:
            found = self._run(searcher, _all_of(wanted), seen, wanted, limit, offset)
            if found.total < FEW_HITS and len(wanted.words) > 1:
                # Too strict for what is there: any of the words will do, the best first.
                wider = self._run(searcher, _any_of(wanted), seen, wanted, limit, offset)
                return wider if wider.total > found.total else found
            return found

    def _run(
        self,
        searcher: Searcher,
        matching: query.Query,
        seen: query.Query,
        wanted: Query,
        limit: int,
        offset: int,
    ) -> Found:
        restricted = query.And([seen, *_filters(wanted)])
        liked = query.AndMaybe(matching, _weights(wanted))
        hits = searcher.search(
            liked, filter=restricted, limit=offset + limit, groupedby=list(_FACETS) if offset == 0 else None
        )
        facets = {name: _counts(hits.groups(name)) for name in _FACETS} if offset == 0 else {}
        page = tuple((hit["id"], float(hit.score)) for hit in hits[offset : offset + limit])
        return Found(len(hits), page, facets)

    def _index(self) -> Any:
        if self._opened is None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                there = index.exists_in(self._folder)
                self._opened = (
                    index.open_dir(self._folder) if there else index.create_in(self._folder, _schema())
                )
            except Exception as error:  # a damaged index may raise anything at all
                raise IndexUnreadable(folder=self._folder.name, reason=type(error).__name__) from error
        return self._opened

    def _searcher(self) -> Searcher:
        try:
            return self._index().searcher(weighting=scoring.BM25F())
        except IndexUnreadable:
            raise
        except Exception as error:  # a damaged index may raise anything at all
            self._opened = None
            raise IndexUnreadable(folder=self._folder.name, reason=type(error).__name__) from error


def _row(entry: Entry) -> dict[str, str]:
    head, whole = streams(entry.head), streams(f"{entry.head}\n{entry.text}")
    return {
        "id": entry.document_id,
        "exact": " ".join(whole.exact),
        "folded": " ".join(whole.folded),
        "pairs": " ".join(whole.pairs),
        "head": " ".join(head.folded),
        "access": " ".join(_one_word(term) for term in entry.access),
        "number": entry.number,
        "kind": entry.kind,
        "year": entry.year,
        "state": entry.state,
    }


def _all_of(wanted: Query) -> query.Query:
    parts: list[query.Query] = [
        query.Term("folded", token.folded, boost=_weight(wanted, "folded")) for token in wanted.words
    ]
    parts += _strict(wanted)
    return query.And(parts) if parts else query.Every("id")


def _any_of(wanted: Query) -> query.Query:
    words = query.Or([query.Term("folded", t.folded, boost=_weight(wanted, "folded")) for t in wanted.words])
    return query.And([words, *_strict(wanted)])


def _strict(wanted: Query) -> list[query.Query]:
    """Phrases, beginnings and exclusions hold in every mode."""
    parts: list[query.Query] = [
        query.Phrase("folded", list(phrase)) for phrase in wanted.phrases if len(phrase) > 1
    ]
    parts += [query.Term("folded", phrase[0]) for phrase in wanted.phrases if len(phrase) == 1]
    parts += [_Beginning("folded", beginning) for beginning in wanted.prefixes]
    parts += [query.Not(query.Term("folded", word)) for word in wanted.without]
    return parts


class _Beginning(query.Prefix):  # type: ignore[misc]  # the library is untyped
    """A prefix that never expands to more than a few words, whatever the vocabulary."""

    def _btexts(self, reader: Any) -> Iterator[bytes]:
        for count, text in enumerate(super()._btexts(reader)):
            if count >= PREFIX_EXPANSIONS:
                return
            yield text


def _weights(wanted: Query) -> query.Query:
    """What makes a hit better without making it a hit."""
    folds = [token.folded for token in wanted.words]
    liked: list[query.Query] = [query.Term("head", fold, boost=HEAD_WEIGHT) for fold in folds]
    liked += [query.Term("pairs", pair, boost=_weight(wanted, "pairs")) for pair in wanted.pairs]
    liked += [query.Term("folded", token.folded, boost=NUMBER_WEIGHT) for token in wanted.numbers]
    if wanted.marked:
        exact = [token.exact for token in wanted.words]
        liked += [query.Term("exact", word, boost=MARKED["exact"]) for word in exact]
    return query.Or(liked) if liked else query.NullQuery


def _weight(wanted: Query, name: str) -> float:
    return (MARKED if wanted.marked else UNMARKED)[name]


def _filters(wanted: Query) -> list[query.Query]:
    made: list[query.Query] = []
    if wanted.years:
        made.append(query.Or([query.Term("year", str(year)) for year in wanted.years]))
    if wanted.kinds:
        made.append(query.Or([query.Term("kind", kind) for kind in wanted.kinds]))
    if wanted.number is not None:
        made.append(query.Term("number", str(wanted.number)))
    return made


def _counts(groups: dict[str, list[int]]) -> dict[str, int]:
    return {str(name): len(documents) for name, documents in groups.items() if name}


def _one_word(term: str) -> str:
    """Access terms hold no space by construction; a space would be two terms, and open what is closed."""
    return term.replace(" ", "_")
