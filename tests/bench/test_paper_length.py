"""What reading and typesetting cost: the plan against a raw RSA signature, and long papers against short ones.

Run with `-m bench -s` to see the figures. Only ratios are asserted: a loaded machine slows both sides alike.
"""

import io
import random
import time
from collections.abc import Callable

import docx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from docx.shared import Pt

from app.demo.papers import our_plan
from documents.reading.reader import read_file
from documents.typesetting.engine import typeset_docx
from tests.conftest import CORPUS
from tests.documents.typesetting.drafts import AT

pytestmark = pytest.mark.bench
# 100 ms where a raw signature takes 0.25 ms.
PLAN_IN_SIGNATURES = 400
# Ten times the pages, and a fifth more for what grows with the logarithm.
TEN_TIMES_THE_PAGES = 12
ROUNDS = 7
RAW = 40
PARAGRAPHS_OF_A_PAGE = 7.6
WORDS = "trạm đo mưa nước sông suối rừng cây lá hoa ngày tháng năm quyết định kế hoạch phòng ban thực hiện"


def cpu_ms(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Processor time of the quietest round."""
    return min(_once(act) for _round in range(rounds))


def _once(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def read_and_set(data: bytes) -> int:
    read_file("giay.docx", data)
    return typeset_docx(data, created_at=AT, engine="embedded").pages


def paper(pages: int) -> bytes:
    """An invented paper of about so many pages: paragraphs with numbers, now and then a table."""
    chance = random.Random(1)
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    for count in range(round(pages * PARAGRAPHS_OF_A_PAGE)):
        paragraph = document.add_paragraph(f"{count}. {' '.join(chance.choices(WORDS.split(), k=45))}.")
        paragraph.paragraph_format.first_line_indent = Pt(28)
        if count % 70 == 0:
            table = document.add_table(4, 3)
            for row in table.rows:
                for cell in row.cells:
                    cell.text = " ".join(chance.choices(WORDS.split(), k=5))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_the_plan_is_read_and_set_within_400_signatures():
    sample = CORPUS / "samples" / "ke-hoach-thi-dua.docx"
    data = sample.read_bytes() if sample.exists() else our_plan()
    key = rsa.generate_private_key(65537, 2048)
    raw = cpu_ms(lambda: [key.sign(b"x", PKCS1v15(), SHA256()) for _ in range(RAW)]) / RAW
    pages = read_and_set(data)
    read = cpu_ms(lambda: read_file("giay.docx", data))
    whole = cpu_ms(lambda: read_and_set(data))
    print(
        f"\nplan of {pages} pages: read {read:.1f} ms, read and set {whole:.1f} ms CPU = {whole / raw:.0f} x raw RSA"
    )
    print(f"(raw RSA-2048 {raw:.3f} ms)")
    assert whole <= PLAN_IN_SIGNATURES * raw


def test_ten_times_the_pages_cost_ten_times_as_much():
    short, long = paper(50), paper(500)
    pages = read_and_set(short), read_and_set(long)
    took = cpu_ms(lambda: read_and_set(short), 3), cpu_ms(lambda: read_and_set(long), 2)
    print(
        f"\n{pages[0]} pages {took[0]:.0f} ms CPU, {pages[1]} pages {took[1]:.0f} ms: {took[1] / took[0]:.1f} times"
    )
    assert took[1] <= TEN_TIMES_THE_PAGES * took[0]
