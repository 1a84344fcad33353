"""Finding, for a person: only what they may see, with the words that matched."""

import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from documents.access import may, view_terms
from documents.journal import JournalHead
from documents.model import Document
from documents.registers import printed_symbol
from documents.work import Work
from search.engine import Engine, Found
from search.entry import year_of
from search.errors import QueryTooLong
from search.query import Query, parse
from search.words import fold_letters, nfc

SNIPPET_LETTERS = 220
LEAD_LETTERS = 40
# A database takes only so many values in one question.
IDS_AT_ONCE = 500
MOST_WORDINGS = 8


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
    also: Sequence[str] = (),
    clock: Callable[[], float] = time.perf_counter,
) -> Results:
    """Search as the actor of this work.

    also      the same question in other words (`workflows.successions.other_names`): what answers any is found
    raises    QueryTooLong, IndexUnreadable
    """
    began = clock()
    wanted = parse(text)
    access = view_terms(work.session, work.actor)
    asked = [wanted, *_others(also)]
    found = engine.search(wanted, access=access, limit=limit, offset=offset)
    seen = _visible(work, found)
    # The database has the last word on rights. Behind it, the index would still count what is closed by now.
    if len(asked) > 1 or len(seen) < len(found.hits) or _behind(work, engine):
        found = _any_of([engine.search(one, access=access, limit=None) for one in asked])
        seen = _visible(work, found)
        found = _counted_again(found, seen, limit=limit, offset=offset)
    folds = frozenset[str]().union(*(one.folds for one in asked))
    hits = tuple(_hit(seen[key], score, folds) for key, score in found.hits)
    return Results(found.total, (clock() - began) * 1000, hits, found.facets)


def _others(also: Sequence[str]) -> list[Query]:
    """Other wordings; one that grew too long by a longer name is left out."""
    found = []
    for text in also[:MOST_WORDINGS]:
        with suppress(QueryTooLong):
            found.append(parse(text))
    return found


def _any_of(answers: Sequence[Found]) -> Found:
    """What any of the questions found, each document once, by its best score; facets are counted afterwards."""
    if len(answers) == 1:
        return answers[0]
    best: dict[str, float] = {}
    for answer in answers:
        for key, score in answer.hits:
            best[key] = max(score, best.get(key, score))
    hits = sorted(best.items(), key=lambda hit: (-hit[1], hit[0]))
    return Found(len(hits), tuple(hits), {})


def _behind(work: Work, engine: Engine) -> bool:
    head = work.session.get(JournalHead, 1)
    return head is not None and engine.position() != head.last_id


def _visible(work: Work, found: Found) -> dict[str, Document]:
    """Those of the found documents that the actor may view by the database, now."""
    ids = [document_id for document_id, _ in found.hits]
    seen: dict[str, Document] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        some = Document.id.in_(ids[start : start + IDS_AT_ONCE])
        rows = work.session.scalars(select(Document).where(some, may(work.actor, "view", work.now)))
        seen |= {document.id: document for document in rows}
    return seen


def _counted_again(found: Found, seen: Mapping[str, Document], *, limit: int, offset: int) -> Found:
    """The same page of only what is seen, counted in the database's rows."""
    hits = tuple(hit for hit in found.hits if hit[0] in seen)
    facets = {
        "kind": Counter(document.kind for document in seen.values()),
        "year": Counter(year_of(document) for document in seen.values()),
        "state": Counter(document.state for document in seen.values()),
    }
    return Found(len(hits), hits[offset : offset + limit], facets if offset == 0 else {})


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
    return [match.span() for match in re.finditer(rf"(?<!\w)0*(?:{words})(?!\w)", fold_letters(text))]


def _hit(document: Document, score: float, folds: frozenset[str]) -> Hit:
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
        snippet(document.text, folds),
    )
