"""What every engine must do, whichever it is: another engine joins by one line in ENGINES.

The papers are few and each stands for one way of writing; the ranking on real questions is measured in tests/bench.
"""

import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from search.engine import Engine, Found
from search.entry import Entry
from search.errors import QueryTooLong
from search.query import MAX_LETTERS, parse
from search.whoosh_engine import WhooshEngine

ENGINES: dict[str, Callable[[Path], Engine]] = {"whoosh": WhooshEngine}
STAFF = "van-ban-di@1/issued|recipient|unit:a1"
BOSS = "van-ban-di@1/issued|signer|person:b2"


def paper(
    key: str, text: str, *, head: str = "", year: int = 2026, number: int = 0, access: str = STAFF
) -> Entry:
    return Entry(key, head, text, "ke-hoach", str(year), "issued", str(number or ""), (access,))


PAPERS = (
    paper("invoice", "Quản lý hóa đơn điện tử"),
    paper("single-flower", "Trồng hoa đơn sắc trong khuôn viên"),
    paper("roads", "Sửa chữa đường phố Ủy ban quản lý"),
    paper("peace", "Tổ hoà giải ở cơ sở"),
    paper("letters", unicodedata.normalize("NFD", "Văn thư, lưu trữ năm mới")),
    paper("resolution", "Căn cứ Nghị quyết số 78/NQ-HĐND về ngân sách"),
    paper("plan", "Thực hiện Kế hoạch số 05/KH-UBND ngày 11/08/2021 của tỉnh", number=5),
    paper("contest", "Phát động thi đua yêu nước, biểu dương khen thưởng", head="Thi đua", year=2025),
    paper("contested", "Khen thưởng đột xuất; đua xe thi hành nghiêm", year=2025),
    paper("project", "Dự toán kinh phí dù chưa đủ"),
    paper("secret", "Biểu dương khen thưởng thi đua đặc biệt hóa đơn", access=BOSS),
)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    made = ENGINES[request.param](tmp_path_factory.mktemp("index"))
    # In two turns, so that more than one segment has to answer.
    made.replace(PAPERS[:6], position=1)
    made.replace(PAPERS[6:], position=7)
    return made


def find(
    engine: Engine, text: str, *, access: tuple[str, ...] = (STAFF,), limit: int = 20, offset: int = 0
) -> Found:
    return engine.search(parse(text), access=access, limit=limit, offset=offset)


def keys(found: Found) -> list[str]:
    return [key for key, _ in found.hits]


# ---------------------------------------------------------------- rights


def test_nobody_in_particular_finds_nothing(engine: Engine) -> None:
    assert find(engine, "thi đua", access=()) == Found(0, (), {})
    assert find(engine, "thi đua", access=("van-ban-di@1/issued|recipient|unit:khac",)).total == 0


def test_a_paper_of_others_is_neither_found_nor_counted(engine: Engine) -> None:
    found = find(engine, "biểu dương khen thưởng")
    assert "secret" not in keys(found)
    assert found.total == len(found.hits) == sum(found.facets["state"].values())
    assert keys(find(engine, "đặc biệt", access=(BOSS,))) == ["secret"]


@pytest.mark.parametrize(
    "term", ["van-ban-di@1/issued|recipient|unit:a1 x", "van-ban-di@1/issued|recipient|unit:a1_x"]
)
def test_terms_written_nearly_alike_open_nothing(engine: Engine, term: str) -> None:
    assert find(engine, "hóa đơn", access=(term,)).total == 0


# ---------------------------------------------------------------- spelling


def test_exact_spelling_ranks_first(engine: Engine) -> None:
    assert keys(find(engine, "hóa đơn"))[0] == "invoice"
    assert keys(find(engine, "hoa đơn"))[0] == "single-flower"


@pytest.mark.parametrize("text", ["hoa don", "HOA DON", "hóa đơn", "hoà đơn"])
def test_without_marks_or_with_wrong_ones_all_are_found(engine: Engine, text: str) -> None:
    assert {"invoice", "single-flower"} <= set(keys(find(engine, text)))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("duong pho", "roads"),
        ("đường phố", "roads"),
        (unicodedata.normalize("NFD", "đường phố"), "roads"),
        ("Uỷ ban sửa chữa", "roads"),
        ("hòa giải", "peace"),
        ("văn thư", "letters"),
        ("78/NQ-HĐND", "resolution"),
        ("78/nq-hdnd", "resolution"),
        ("HĐND", "resolution"),
        ("hdnd 78", "resolution"),
        ("78/NQ*", "resolution"),
        ("5/kh-ubnd", "plan"),
        ("05/KH–UBND", "plan"),
        ("11/8/2021", "plan"),
        ("11/08/2021", "plan"),
        ("11-8-2021", "plan"),
        ("so:5", "plan"),
        ("ngan* sach", "resolution"),
    ],
)
def test_each_way_of_writing_finds_the_paper_first(engine: Engine, text: str, key: str) -> None:
    assert keys(find(engine, text))[0] == key


# ---------------------------------------------------------------- grammar


def test_a_phrase_stands_in_its_order(engine: Engine) -> None:
    assert keys(find(engine, '"thi đua"')) == ["contest"]
    assert keys(find(engine, '"thi dua yeu nuoc"')) == ["contest"]
    assert keys(find(engine, '"đua thi"')) == []


def test_a_phrase_runs_through_a_number(engine: Engine) -> None:
    assert keys(find(engine, '"nghị quyết số 78/NQ-HĐND về ngân sách"')) == ["resolution"]
    assert keys(find(engine, '"nghị quyết số 78"')) == ["resolution"]


def test_a_refused_word_takes_its_papers_away(engine: Engine) -> None:
    assert keys(find(engine, "khen thưởng -đột")) == ["contest"]
    assert keys(find(engine, 'khen thưởng -"thi đua"')) == ["contested"]


def test_a_word_refused_with_its_marks_says_nothing_against_another(engine: Engine) -> None:
    assert keys(find(engine, '"kinh phí" -dụ')) == ["project"]
    assert keys(find(engine, '"kinh phí" -dự')) == []
    assert keys(find(engine, '"kinh phí" -du')) == []


def test_fields_narrow_what_is_found(engine: Engine) -> None:
    assert set(keys(find(engine, "khen thưởng nam:2025"))) == {"contest", "contested"}
    assert keys(find(engine, "khen thưởng nam:2026")) == []
    assert keys(find(engine, "khen thưởng -nam:2025")) == []
    assert set(keys(find(engine, "nam:2025"))) == {"contest", "contested"}
    assert find(engine, "nam:2025 nam:2026").total == len(PAPERS) - 1
    assert find(engine, "loai:quyet-dinh").total == 0


def test_when_nothing_has_every_word_any_of_them_will_do(engine: Engine) -> None:
    assert {"invoice", "roads"} <= set(keys(find(engine, "hóa đơn đường phố")))


def test_a_long_question_is_answered_by_any_of_its_words(engine: Engine) -> None:
    question = "Muốn biết cơ quan nào quản lý việc lập hóa đơn điện tử cho người dân thì hỏi ai?"
    assert keys(find(engine, question))[0] == "invoice"


def test_nothing_wanted_finds_nothing(engine: Engine) -> None:
    assert find(engine, "") == find(engine, "-dự") == find(engine, "*") == Found(0, (), {})


def test_the_head_weighs_more_than_the_text(engine: Engine) -> None:
    assert keys(find(engine, "thi dua"))[0] == "contest"


# ---------------------------------------------------------------- counting


def test_pages_join_without_gap_or_repeat_and_count_the_same(engine: Engine) -> None:
    whole = find(engine, "nam:2025 nam:2026")
    pages = [find(engine, "nam:2025 nam:2026", limit=3, offset=offset) for offset in range(0, 12, 3)]
    assert [key for page in pages for key in keys(page)] == keys(whole)
    assert {page.total for page in pages} == {whole.total} == {len(whole.hits)}


def test_facets_count_everything_that_matches_and_not_one_page(engine: Engine) -> None:
    found = find(engine, "nam:2025 nam:2026", limit=1)
    assert found.facets["year"] == {"2026": len(PAPERS) - 3, "2025": 2}
    assert found.facets["kind"] == {"ke-hoach": found.total}


def test_a_replaced_paper_is_found_by_its_new_words_only(tmp_path: Path, engine: Engine) -> None:
    own = type(engine)(tmp_path)  # type: ignore[call-arg]
    own.replace([paper("one", "bản thứ nhất")], position=1)
    own.replace([paper("one", "bản thứ hai")], position=2)
    assert (keys(find(own, '"thứ nhất"')), keys(find(own, '"thứ hai"'))) == ([], ["one"])
    assert (own.document_ids(), own.position()) == ({"one"}, 2)


def test_many_papers_with_the_same_words_are_all_counted(tmp_path: Path, engine: Engine) -> None:
    own = type(engine)(tmp_path)  # type: ignore[call-arg]
    words = "kế hoạch tổ chức phong trào thi đua của tỉnh"
    own.replace([paper(f"p{n}", f"{words} {n}", year=2000 + n % 5) for n in range(400)], position=1)
    found = find(own, "phong trào thi đua của tỉnh", limit=10)
    assert (found.total, len(found.hits), len(found.facets["year"])) == (400, 10, 5)
    assert set(found.facets["year"].values()) == {80}
    assert keys(find(own, f"{words} 123"))[0] == "p123"


# ---------------------------------------------------------------- hostility

HOSTILE = (
    "[a TO z]",
    "*",
    "?",
    "?*",
    "*a* *n*",
    "/.*a.*/",
    'r"((a{1,100}){1,100}){1,20}"',
    "cua~3",
    '"thi đua"~999999',
    "(" * MAX_LETTERS,
    '"' * MAX_LETTERS,
    "a* " * 100,
    "th* " * 100,
    "-a " * 100,
    "a:b " * 90,
    "nam:1 " * 60,
    '"a" ' * 90,
    "AND OR NOT " * 30,
    "\x00\x1f" * 90,
    "../../etc/passwd",
)


def test_a_hostile_query_costs_about_what_a_long_question_costs(tmp_path: Path, engine: Engine) -> None:
    own = type(engine)(tmp_path)  # type: ignore[call-arg]
    syllables = [
        f"{first}{last}" for first in ("th", "kh", "n", "ng", "tr", "a") for last in ("a", "an", "anh", "o")
    ]
    own.replace(
        [
            paper(
                f"p{n}",
                " ".join(syllables[(n * step) % len(syllables)] + str(step % 40) for step in range(120)),
            )
            for n in range(300)
        ],
        position=1,
    )
    question = " ".join(f"{syllable}{n}" for n, syllable in enumerate(syllables))
    normal = cpu(own, question)
    for text in HOSTILE:
        assert cpu(own, text[:MAX_LETTERS]) < 5 * normal + 0.02, text[:20]


def cpu(engine: Engine, text: str) -> float:
    began = time.process_time()
    with suppress(QueryTooLong):
        find(engine, text)
    return time.process_time() - began


def test_an_index_nothing_was_put_into_finds_nothing(tmp_path) -> None:
    assert WhooshEngine(tmp_path / "empty").search(parse("cay da"), access=["a"], limit=5).total == 0
