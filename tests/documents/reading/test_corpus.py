"""Real papers: scores against hand-checked readings, hostile files within their budget.

The corpus lies beside the checkout and never inside it; without it these tests are skipped.
"""

import csv
import importlib.util
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from documents.reading import errors
from documents.reading.citations import citations
from documents.reading.guard import guard_docx
from documents.reading.letterhead import read_letterhead
from documents.reading.reader import as_inspect, read_file
from documents.reading.text import paper_of_text

CPU_SECONDS = 0.1
MEMORY_MB = 100
SITUATIONS = {
    "altchunk": errors.ExternalInclude,
    "deep": errors.TooBig,
    "docm_renamed": errors.MacrosInside,
    "duplicate": errors.DuplicatePart,
    "ext_image_file": errors.OutsideReference,
    "ext_image_http": errors.OutsideReference,
    "ext_template": errors.OutsideReference,
    "fields_include": errors.ExternalInclude,
    "hidden_tracked": errors.TrackedChanges,
    "laughs_attr": errors.EntityDeclared,
    "pixelbomb": errors.PictureTooLarge,
    "traversal": errors.BadPartName,
    "traversal_rel": errors.OutsideReference,
    "vba_hidden": errors.MacrosInside,
    "xxe": errors.EntityDeclared,
}
LEAST = {
    "number": 0.98,
    "symbol": 0.98,
    "date": 0.98,
    "signer_name": 0.98,
    "signer_title": 0.98,
    "signer_authority": 0.98,
}
LEAST_ELSEWHERE = 0.92
LEAST_RECIPIENTS = 0.95
# Not numbers of papers but of articles and aircraft, or cut off by the page they were found on.
NO_SYMBOLS = re.compile(r"\d{4}|^(?:B978|Mi-)|[a-zđ]{3,}$|[&.-]$|TTg\w|-CP[a-z]|-\d\w*[A-Z]$")
HEAD = "SỞ CÂY XANH\n\n{number}\nHoa Sen, ngày 05 tháng 3 năm 2026\n\nKính gửi: Sở Hoa lá\n"
SAMPLES = ("ke-hoach-thi-dua", "cong-van-tab-header", "quyet-dinh-merged-textbox")


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_hostile_file_is_refused_for_its_reason_and_at_once(corpus, name):
    data = (corpus / "samples" / "hostile" / f"{name}.docx").read_bytes()
    started = time.process_time()
    with pytest.raises(SITUATIONS[name]):
        guard_docx(data)
    assert time.process_time() - started <= CPU_SECONDS


def test_no_hostile_file_was_forgotten(corpus):
    assert {path.stem for path in (corpus / "samples" / "hostile").glob("*.docx")} == SITUATIONS.keys()


MEASURE = """
import re, sys
from pathlib import Path
from documents.errors import VanthuError
from documents.reading.guard import guard_docx
def peak_kb():
    # The peak of this program alone; getrusage would count the parent's, which it inherits.
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
paths = sorted(Path(sys.argv[1]).glob("*.docx"))
before = peak_kb()
for path in paths:
    try:
        guard_docx(path.read_bytes())
    except VanthuError:
        pass
print((peak_kb() - before) / 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from Linux")
def test_hostile_files_take_little_memory(corpus):
    command = [sys.executable, "-c", MEASURE, str(corpus / "samples" / "hostile")]
    # The peak over all of them bounds each of them.
    taken_mb = float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert taken_mb <= MEMORY_MB


def test_real_word_files_enter_quickly(corpus):
    paths = sorted((corpus / "files").glob("*.docx"))
    started = time.process_time()
    for path in paths:
        guard_docx(path.read_bytes())
    assert time.process_time() - started <= 0.06 * len(paths)


def test_every_paper_is_read_without_an_error(corpus):
    for path in [*sorted((corpus / "texts").glob("*.txt")), *sorted((corpus / "files").glob("*.docx"))]:
        read = read_file(path.name, path.read_bytes())
        assert read.text
        assert read.text_quality == "text"


@pytest.fixture(scope="module")
def score(corpus):
    spec = importlib.util.spec_from_file_location("score", corpus / "truth" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pairs(corpus):
    """(truth, reading) of every hand-checked paper."""
    found = []
    for path in sorted((corpus / "truth").glob("*.json")):
        text = corpus / "texts" / f"{path.stem}.txt"
        found.append(
            (
                json.loads(path.read_text("utf-8")),
                as_inspect(text.name, read_file(text.name, text.read_bytes())),
            )
        )
    return found


def test_fields_agree_with_the_truth(score, pairs):
    for field in score.FIELDS:
        right = sum(
            score.norm(truth.get(field), field) == score.norm(read.get(field), field) for truth, read in pairs
        )
        assert right >= LEAST.get(field, LEAST_ELSEWHERE) * len(pairs), field


def test_the_other_lines_agree_with_the_truth(score, pairs):
    for truth, read in pairs:
        for field in ("addressees", "signing_lines"):
            assert [score.norm(line) for line in read[field]] == [
                score.norm(line) for line in truth[field] or []
            ]
        for field in ("archive_copies", "issuing_authority"):
            assert score.norm(read[field]) == score.norm(truth[field])


def test_every_symbol_in_the_wild_is_read(corpus):
    with (corpus / "lists" / "symbols_in_the_wild.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if not NO_SYMBOLS.search(row["symbol"])]
    assert len(rows) > 700
    for row in rows:
        number = f"Số: 15-{row['symbol']}" if row["style"].startswith("Party") else f"Số: 15/{row['symbol']}"
        head = read_letterhead(paper_of_text(HEAD.format(number=number)).lines)
        assert (head.number, head.symbol) == (15, row["symbol"].replace("–", "-"))
        [act, *_] = citations(
            f"Căn cứ Văn bản {number.lower()[:2] + number[3:]} ngày 05/3/2026 của Sở Cây xanh;"
        )
        assert (act.number, act.date) == (number.removeprefix("Số: ").replace("–", "-"), "2026-03-05")


def test_recipients_agree_with_the_truth(score, pairs):
    hit = meant = given = 0
    for truth, read in pairs:
        expected = {score.norm(name) for name in truth["recipients"]}
        found = {score.norm(name) for name in read["recipients"]}
        hit, meant, given = hit + len(expected & found), meant + len(expected), given + len(found)
    assert hit >= LEAST_RECIPIENTS * meant
    assert hit >= LEAST_RECIPIENTS * given


def test_legal_bases_agree_with_the_truth(score, pairs):
    hit = meant = given = 0
    for truth, read in pairs:
        if truth["legal_bases"] is None:
            continue
        expected = {(score.norm(act["number"]), act["date"]) for act in truth["legal_bases"]}
        found = {(score.norm(act["number"]), act["date"]) for act in read["legal_bases"]}
        hit, meant, given = hit + len(expected & found), meant + len(expected), given + len(found)
    assert hit >= LEAST_ELSEWHERE * meant
    assert hit >= LEAST_ELSEWHERE * given


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_exactly(corpus, name):
    expected = json.loads((corpus / "samples" / f"{name}.expected.json").read_text("utf-8"))
    read = read_file(name, (corpus / "samples" / f"{name}.docx").read_bytes())
    parts = read.date_parts
    assert [read.symbol, read.place] == [expected["symbol"], expected["place"]]
    assert [parts.day, parts.month, parts.year] == [int(part) if part else None for part in expected["date"]]
    assert [read.parent_agency, read.agency] == [expected["parent"], expected["agency"]]
    assert (read.kind or "").upper() == expected["type"]
    assert read.subject == expected["subject"]
    assert [*read.recipients, read.archive_line] == expected["recipients"]
    assert read.archive is not None
    assert list(read.archive.units) == expected["luu"]["units"]
    assert [read.archive.drafter, read.archive.copies] == [
        expected["luu"]["drafter"],
        expected["luu"]["copies"],
    ]
    assert list(read.signing_lines) == [*expected["authority"], *expected["title"]]
    assert read.signer_name == expected["signer"]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_bases_and_outline_of_a_sample_are_exact(corpus, name):
    expected = json.loads((corpus / "samples" / f"{name}.expected.json").read_text("utf-8"))
    read = read_file(name, (corpus / "samples" / f"{name}.docx").read_bytes())
    acts = [act for basis in expected["bases"] for act in basis["refs"]]
    if acts:
        assert [(act.kind, act.number, act.issuer) for act in read.legal_bases] == [
            (act["type"], act["no"], act["issuer"]) for act in acts
        ]
    if expected["outline"]:
        assert [heading[:40] for heading in read.outline] == [heading[:40] for heading in expected["outline"]]


def test_the_same_paper_as_text_and_as_word_reads_the_same(corpus):
    for name in ("sct-027", "sct-028", "sct-035", "sct-036"):
        text = read_file(name, (corpus / "texts" / f"{name}.txt").read_bytes())
        word = read_file(name, (corpus / "files" / f"{name}.docx").read_bytes())
        for field in (
            "symbol",
            "agency",
            "parent_agency",
            "place",
            "date_parts",
            "recipients",
            "archive",
            "signer_name",
            "subject",
        ):
            assert getattr(text, field) == getattr(word, field), (name, field)


def test_an_issued_pdf_gives_number_and_day_from_its_form_fields(corpus):
    name = "ke-hoach-da-ky-LTA.testca.pdf"
    expected = json.loads((corpus / "samples" / "ke-hoach-thi-dua.expected.json").read_text("utf-8"))
    read = read_file(name, (corpus / "samples" / name).read_bytes())
    assert isinstance(read.number, int)
    assert read.date_parts.day is not None
    assert [*read.recipients, read.archive_line] == expected["recipients"]
    assert (read.agency, read.signer_name) == (expected["agency"], expected["signer"])
