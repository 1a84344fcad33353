"""Finding, for a person: only what they may see, with the words that matched."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from documents.access import may, view_terms
from documents.model import Document
from documents.registers import printed_symbol
from documents.work import Work
from search.engine import Engine
from search.query import Query, parse
from search.words import fold_letters, nfc

SNIPPET_LETTERS = 220
LEAD_LETTERS = 40


@dataclass(frozen=True)
class Hit:
    """A found document; `snippet` is pieces of text, True for the words that matched."""

    document_id: str
    number_symbol: str
    number: int | None
    symbol: str
    subject: str
    agency_name: str
    state: str
    issued_on: date | None
    file: str
    score: float
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Results:
    total: int
    elapsed_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]


def find(
    work: Work,
    engine: Engine,
    text: str,
    *,
    limit: int = 20,
    offset: int = 0,
    clock: Callable[[], float] = time.perf_counter,
) -> Results:
    """Search as the actor of this work.

    raises    QueryTooLong, IndexUnreadable
    """
    began = clock()
    wanted = parse(text)
    found = engine.search(wanted, access=view_terms(work.session, work.actor), limit=limit, offset=offset)
    ids = [document_id for document_id, _ in found.hits]
    # The database has the last word on rights: the index may be a moment behind.
    seen = {
        document.id: document
        for document in work.session.scalars(
            select(Document).where(Document.id.in_(ids), may(work.actor, "view", work.now))
        )
    }
    hits = tuple(_hit(seen[key], score, wanted) for key, score in found.hits if key in seen)
    return Results(found.total, (clock() - began) * 1000, hits, found.facets)


def snippet(text: str, folds: frozenset[str]) -> tuple[tuple[str, bool], ...]:
    """The stretch around the first matches, cut into plain and matching pieces."""
    text = nfc(text)
    spans = _spans(text, folds)
    if not spans:
        return ((text[:SNIPPET_LETTERS].strip(), False),)
    start = max(0, spans[0][0] - LEAD_LETTERS)
    end = start + SNIPPET_LETTERS
    pieces, here = [], start
    for first, last in spans:
        if last > end:
            break
        pieces += [(text[here:first], False), (text[first:last], True)]
        here = last
    pieces.append((text[here:end], False))
    return tuple(piece for piece in pieces if piece[0])


def _spans(text: str, folds: frozenset[str]) -> list[tuple[int, int]]:
    if not folds:
        return []
    words = "|".join(re.escape(fold) for fold in sorted(folds, key=len, reverse=True))
    return [match.span() for match in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", fold_letters(text))]


def _hit(document: Document, score: float, wanted: Query) -> Hit:
    return Hit(
        document.id,
        printed_symbol(document),
        document.number,
        document.symbol,
        document.subject,
        document.agency_name,
        document.state,
        document.issued_on,
        document.draft_name,
        score,
        snippet(document.text, wanted.folds),
    )
