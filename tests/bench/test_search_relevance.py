"""How well the right article is found for a judged question, with and without marks.

nDCG@10 over 210 questions of the ALQAC 2023 competition. Run with `-m bench -s`; skipped where the data is absent.
"""

import gzip
import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from search.engine import Engine
from search.entry import Entry
from search.query import parse
from search.whoosh_engine import WhooshEngine
from search.words import fold_letters

GOAL = 0.85
ANYBODY = "everybody"


def lines(place: Path) -> list[dict[str, Any]]:
    with gzip.open(place, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def entry(article: dict[str, Any]) -> Entry:
    """The law's name stands at the head of each article, as the subject of a paper does."""
    return Entry(article["id"], article["law"], article["text"], "luat", "2023", "issued", "", (ANYBODY,))


def ndcg(ranked: Iterable[str], relevant: set[str]) -> float:
    gained = sum(1 / math.log2(place + 2) for place, key in enumerate(ranked) if key in relevant)
    best = sum(1 / math.log2(place + 2) for place in range(min(10, len(relevant))))
    return gained / best


def mean_ndcg(engine: Engine, questions: list[tuple[str, set[str]]]) -> float:
    scores = []
    for text, relevant in questions:
        found = engine.search(parse(text), access=[ANYBODY], limit=10)
        scores.append(ndcg((key for key, _ in found.hits), relevant))
    return sum(scores) / len(scores)


@pytest.mark.bench
def test_the_right_article_is_found_with_marks_and_without(corpus: Path, tmp_path: Path) -> None:
    folder = corpus / "relevance"
    if not folder.is_dir():
        pytest.skip("the judged questions are not beside this checkout")
    engine = WhooshEngine(tmp_path / "index")
    engine.replace(map(entry, lines(folder / "alqac2023_articles.jsonl.gz")), position=1)
    judged = lines(folder / "alqac2023_queries.jsonl.gz")
    typed = [(question["text"], set(question["relevant"])) for question in judged]
    bare = [(fold_letters(text), relevant) for text, relevant in typed]
    as_typed, without_marks = mean_ndcg(engine, typed), mean_ndcg(engine, bare)
    print(
        f"\nnDCG@10 over {len(judged)} questions: {as_typed:.3f} as typed, {without_marks:.3f} without marks"
    )
    assert as_typed >= GOAL
    assert without_marks >= GOAL
