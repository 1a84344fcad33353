"""How fast a plan is set; ratios only, for machines differ."""

import shutil
import statistics
import time

import pytest

from documents.typesetting import libreoffice
from tests.documents.typesetting.drafts import page, plan

pytestmark = pytest.mark.bench


def test_the_embedded_engine_is_ten_times_faster_than_libreoffice():
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    data = plan()
    page(data)
    ours = statistics.median(_seconds(lambda: page(data)) for _round in range(5))
    assert _seconds(lambda: libreoffice.convert(data)) > 10 * ours


def _seconds(act) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
