"""How long finding takes beside a plain one-word query of Whoosh, on the same index in the same run.

Run with `-m bench -s` to see the table. Only ratios are asserted: a loaded machine slows both sides alike.
"""

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh import query

from search.entry import Entry
from search.query import parse
from search.whoosh_engine import WhooshEngine

DOCUMENTS = 2_000
ROUNDS = 15
ACCESS = [
    f"van-ban-di@1/{state}|{role}|unit:{unit}" for state in "ab" for role in "cdef" for unit in range(5)
]
QUERIES = {
    "one word": "bồi thường",
    "three words": "trách nhiệm bồi thường thiệt hại",
    "without marks": "trach nhiem boi thuong",
    "phrase": '"bồi thường thiệt hại"',
    "beginning": "khen* thưởng",
    "year, number": "nam:2024 so:7",
    "found in all": "điều",
    "long question": "Người lao động bị tai nạn trong giờ làm việc được cơ quan nào bồi thường và mức bao nhiêu?",
    "hostile": '[a TO z] *a* "(((" th* kh* ng* -a -b -c',
}
# p95 as a multiple of the middle value of a bare one-word query; a question and hostility are allowed more.
GOAL, PATIENT_GOAL = 40, 200
PATIENT = ("long question", "hostile")


def percentile(took: list[float], share: float) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * share))]


def cpu_ms(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


@pytest.mark.bench
def test_a_search_costs_a_bounded_multiple_of_a_bare_query(corpus: Path, tmp_path: Path) -> None:
    place = corpus / "relevance" / "alqac2023_articles.jsonl.gz"
    if not place.exists():
        pytest.skip("the articles are not beside this checkout")
    with gzip.open(place, "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line, _ in zip(file, range(DOCUMENTS), strict=False)]
    engine = WhooshEngine(tmp_path)
    engine.replace(
        [
            Entry(
                a["id"],
                a["law"],
                a["text"],
                "luat",
                str(2020 + n % 6),
                "issued",
                str(n % 50),
                (ACCESS[n % 40],),
            )
            for n, a in enumerate(articles)
        ],
        position=1,
    )
    with engine._searcher() as searcher:
        acts: dict[str, Callable[[], object]] = {
            "bare Whoosh, one word": lambda: searcher.search(query.Term("folded", "thuong"), limit=10)
        }
        for name, text in QUERIES.items():
            acts[name] = lambda text=text: engine.search(parse(text), access=ACCESS, limit=20)
        rounds = [{name: cpu_ms(act) for name, act in acts.items()} for _ in range(ROUNDS)]
    bare = percentile([one["bare Whoosh, one word"] for one in rounds], 0.5)
    print(f"\n{len(articles)} articles, {len(ACCESS)} access terms")
    ratios = {}
    for name in acts:
        took = [one[name] for one in rounds]
        ratios[name] = percentile(took, 0.95) / bare
        middle, slowest = percentile(took, 0.5), percentile(took, 0.95)
        print(f"{name:22s} p50 {middle:7.2f}  p95 {slowest:7.2f} ms CPU {ratios[name]:7.1f} x bare")
    slow = {
        name: ratio for name, ratio in ratios.items() if ratio > (PATIENT_GOAL if name in PATIENT else GOAL)
    }
    assert slow == {}
