"""Whatever the bytes, a reader gives a reading or one of our refusals: nothing else, and nowhere else."""

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.demo.papers import our_plan
from documents.checking.check import check_docx
from documents.drafting import prepare_draft
from documents.errors import VanthuError
from documents.reading.reader import as_inspect, read_file
from documents.typesetting.engine import typeset_docx

AT = datetime(2026, 3, 12, tzinfo=UTC)
EXAMPLES = int(os.environ.get("VANTHU_FUZZ_EXAMPLES", "40"))
often = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
XML_PIECES = (
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>",
    "</w:tc>", "<w:br/>", "<w:tab/>", '<w:gridSpan w:val="-1"/>', '<w:gridSpan w:val="99999"/>', '<w:vMerge/>',
    '<w:ind w:left="999999999"/>', '<w:sz w:val="x"/>', '<w:sz w:val="-4"/>', '<w:numPr><w:ilvl w:val="99"/></w:numPr>',
    '<w:pStyle w:val="khong-co"/>', "<w:sectPr/>", '<w:pgSz w:w="0" w:h="0"/>', "<w:sdt>", "<w:fldSimple/>", "&#xFFFF;",
    "\u0000", "﷽" * 50, "\u202e", "Điều 99.", "Nơi nhận:", "Kính gửi:", "Số: /", "ngày 99 tháng 99 năm 0000", "Căn cứ",
)  # fmt: skip


@cache
def plan() -> bytes:
    return our_plan(AT)


@cache
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(plan())) as package:
        return {name: package.read(name) for name in package.namelist()}


@cache
def page() -> bytes:
    return typeset_docx(plan(), created_at=AT).pdf


def packed(changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in changed.items():
            package.writestr(name, data)
    return out.getvalue()


@st.composite
def changed_bytes(draw: st.DrawFn, data: Callable[[], bytes]) -> bytes:
    """A sound file with a few bytes changed, cut out, doubled or cut off."""
    found = bytearray(data())
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(len(found) - 1, 0)))
        length = draw(st.integers(0, 40))
        kind = draw(st.sampled_from(["set", "cut", "double", "end"]))
        if kind == "set":
            found[at : at + length] = draw(st.binary(max_size=40))
        elif kind == "cut":
            del found[at : at + length]
        elif kind == "double":
            found[at:at] = found[at : at + length]
        else:
            del found[max(at, 8) :]
    return bytes(found)


@st.composite
def changed_word_files(draw: st.DrawFn) -> bytes:
    """A Word file that is a sound zip whose parts are not what they should be."""
    found = dict(parts())
    names = [name for name in found if name.endswith((".xml", ".rels"))]
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(names))
        if draw(st.booleans()) and len(found) > 3:
            found.pop(name, None)
            continue
        text = found.get(name, b"").decode("utf-8", "replace")
        for _ in range(draw(st.integers(1, 6))):
            at = draw(st.integers(0, len(text)))
            piece = draw(st.sampled_from(XML_PIECES) | st.text(max_size=10))
            text = text[:at] + piece + text[at + draw(st.integers(0, 30)) :]
        found[name] = text.encode("utf-8", "replace")
    return packed(found)


@st.composite
def rearranged_word_files(draw: st.DrawFn) -> bytes:
    """A sound Word file whose body's elements stand in another order, some of them doubled."""
    from lxml import etree

    found = dict(parts())
    root = etree.fromstring(found["word/document.xml"])
    everything = [element for element in root.iter() if element.getparent() is not None]
    for _ in range(draw(st.integers(1, 6))):
        one = everything[draw(st.integers(0, len(everything) - 1))]
        other = everything[draw(st.integers(0, len(everything) - 1))]
        if one is not root and other not in one.iter() and other is not one:
            other.append(one if draw(st.booleans()) else etree.fromstring(etree.tostring(one)))
    found["word/document.xml"] = etree.tostring(root)
    return packed(found)


@pytest.fixture(autouse=True)
def _nothing_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The readers take bytes and leave no file where they work."""
    monkeypatch.chdir(tmp_path)
    yield
    assert list(tmp_path.iterdir()) == []


def tried(act: Callable[[], object]) -> None:
    """The act ends well or with one of our refusals; every other exception is a fault of ours."""
    with suppress(VanthuError):
        act()


@often
@given(
    st.binary(max_size=4000)
    | changed_bytes(plan)
    | changed_bytes(page)
    | changed_word_files()
    | rearranged_word_files()
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    tried(lambda: as_inspect("a", read_file("a", data)))


@often
@given(
    st.text(max_size=3000)
    | changed_bytes(lambda: "\n".join(XML_PIECES * 3).encode()).map(lambda b: b.decode("utf-8", "ignore"))
)
def test_any_text_is_read_or_refused(text: str) -> None:
    tried(lambda: as_inspect("a", read_file("a.txt", text.encode())))


@often
@given(changed_word_files() | rearranged_word_files() | changed_bytes(plan))
def test_any_word_file_is_prepared_or_refused(data: bytes) -> None:
    tried(lambda: prepare_draft("a.docx", data, at=AT))


@often
@given(changed_word_files() | rearranged_word_files())
def test_any_word_file_is_checked_or_refused(data: bytes) -> None:
    def check() -> None:
        read_file("a.docx", data)
        check_docx(data)

    tried(check)
