"""How Whoosh weighs a query: which words make a hit, and which make it better.

Weights were measured on judged questions (tests/bench/test_search_relevance.py). Pairs of syllables carry the compound
words; phrases are never used to boost, they would cost ten times as much. Scores are added up here and not by
Whoosh's own collectors, which skip documents by a wrong upper bound when many words are joined (2.7.4,
`ArrayUnionMatcher.max_quality`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from whoosh import query, scoring
from whoosh.searching import Searcher

from search.query import Query
from search.words import Token

RANKING = scoring.BM25F(B=0.75, K1=1.2)
PREFIX_EXPANSIONS = 50
HEAD_WEIGHT = 1.0
NUMBER_WEIGHT = 3.0
# Exact spelling counts when the query carries marks, and only harms when it does not.
MARKED = {"exact": 1.0, "folded": 0.5, "pairs": 1.0}
UNMARKED = {"exact": 0.0, "folded": 1.0, "pairs": 0.7}


def all_of(wanted: Query) -> query.Query:
    """Every word occurs."""
    return query.And([*_words(wanted), *_strict(wanted)])


def any_of(wanted: Query) -> query.Query:
    """Any of the words occurs; phrases, beginnings and exclusions hold all the same."""
    return query.And([query.Or(_words(wanted)), *_strict(wanted)])


def filters(wanted: Query) -> list[query.Query]:
    by_name: dict[str, list[query.Query]] = {}
    made: list[query.Query] = []
    for one in wanted.filters:
        term = query.Term(one.name, one.value)
        if one.without:
            made.append(query.Not(term))
        else:
            by_name.setdefault(one.name, []).append(term)
    return made + [query.Or(terms) for terms in by_name.values()]


def score(searcher: Searcher, wanted: Query, matching: Iterable[int]) -> dict[int, float]:
    """BM25F of each of these documents: the sum over the words of the query."""
    scores = dict.fromkeys(matching, 0.0)
    for leaf, first in searcher.leaf_searchers():
        last = first + leaf.reader().doc_count_all()
        inside = sorted(number - first for number in scores if first <= number < last)
        if inside:
            for (field, text), weight in _weights(wanted).items():
                for number, gained in _gains(leaf, field, text, inside):
                    scores[first + number] += weight * gained
    return scores


def _gains(leaf: Searcher, field: str, text: str, inside: list[int]) -> Iterator[tuple[int, float]]:
    """What one word gives to each of these documents that has it; walks the shorter of the two lists."""
    if (field, text) not in leaf.reader():
        return
    having = leaf.postings(field, text, weighting=RANKING)
    if leaf.doc_frequency(field, text) < len(inside):
        wanted = set(inside)
        while having.is_active():
            if having.id() in wanted:
                yield having.id(), having.score()
            having.next()
        return
    for number in inside:
        if having.is_active() and having.id() < number:
            having.skip_to(number)
        if not having.is_active():
            return
        if having.id() == number:
            yield number, having.score()


def _weights(wanted: Query) -> dict[tuple[str, str], float]:
    """(field, word) -> weight; a word typed twice counts twice."""
    given = MARKED if wanted.marked else UNMARKED
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for token in chain(wanted.words, *wanted.phrases):
        weights["folded", token.folded] += given["folded"]
        weights["head", token.folded] += HEAD_WEIGHT
        if given["exact"]:
            weights["exact", token.exact] += given["exact"]
    for pair in wanted.pairs:
        weights["pairs", pair] += given["pairs"]
    for number in wanted.numbers:
        weights["folded", number.folded] += NUMBER_WEIGHT
    for beginning in wanted.prefixes:
        weights["folded", beginning] += given["folded"]
    return weights


def _words(wanted: Query) -> list[query.Query]:
    return [query.Term("folded", word) for word in dict.fromkeys(token.folded for token in wanted.words)]


def _strict(wanted: Query) -> list[query.Query]:
    """What holds in every mode; where only fields are wanted, every document is a candidate."""
    parts = [_in_order(phrase) for phrase in wanted.phrases]
    parts += [_Beginning("folded", beginning) for beginning in wanted.prefixes]
    if not parts and not wanted.words:
        parts = [query.Every()]
    return parts + [query.Not(_unwanted(phrase)) for phrase in wanted.without]


def _in_order(phrase: tuple[Token, ...]) -> query.Query:
    words = [token.folded for token in phrase]
    return query.Term("folded", words[0]) if len(words) == 1 else query.Phrase("folded", words)


def _unwanted(phrase: tuple[Token, ...]) -> query.Query:
    """A word refused with its marks (-dự) says nothing against dù; without marks it is refused in every spelling."""
    if len(phrase) == 1 and phrase[0].exact != phrase[0].folded:
        return query.Term("exact", phrase[0].exact)
    return _in_order(phrase)


class _Beginning(query.Prefix):  # type: ignore[misc]  # the library is untyped
    """A prefix that never expands to more than a few words, whatever the vocabulary."""

    def _btexts(self, reader: Any) -> Iterator[bytes]:
        for count, text in enumerate(super()._btexts(reader)):
            if count >= PREFIX_EXPANSIONS:
                return
            yield text
