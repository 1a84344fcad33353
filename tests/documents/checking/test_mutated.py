"""Whatever a file's XML has become, what can be read can be checked."""

from collections.abc import Callable
from datetime import datetime

import pytest
from docx.document import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from documents.checking.check import check_docx
from documents.errors import VanthuError
from documents.reading.reader import read_file
from tests.documents.checking.papers import all_of, annexed, decision, letter, outlined, stamped
from tests.documents.checking.seeds import Change, seeded
from tests.documents.reading.builders import rewritten

PAPERS: dict[str, Change] = {
    "outline": outlined,
    "annexes": annexed,
    "stamps": all_of(stamped, decision),
    "letter": letter,
}
PARTS = ("word/document.xml", "word/styles.xml")
VALUES = ("", "-1", "0", "99999999999", "abc", "1.5", "both", "none", "ff00", "NaN", "²")
TEXTS = (
    "",
    ";",
    "Phụ lục",
    "Điều 99999.",
    "TM.",
    "KT.",
    "Số:",
    "Số: /",
    "Kính gửi",
    "- ",
    "(Kèm theo",
    "²)",
    "I.",
)
DEEDS = ("drop", "double", "value", "text", "swap", "rename", "unname")
deeds = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 10_000), st.integers(0, 50), st.sampled_from(PARTS)),
    min_size=1,
    max_size=12,
)


def bent(wanted: list[tuple[str, int, int, str]], part: str) -> Callable[[bytes], bytes]:
    def bend(data: bytes) -> bytes:
        root = etree.fromstring(data)
        for deed, at, which, where in wanted:
            elements = [one for one in root.iter() if isinstance(one.tag, str) and one is not root]
            if where == part and elements:
                _do(deed, elements[at % len(elements)], which)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return bend


def _do(deed: str, element: etree._Element, which: int) -> None:
    parent = element.getparent()
    assert parent is not None
    if deed == "drop":
        parent.remove(element)
    elif deed == "double":
        parent.insert(0, etree.fromstring(etree.tostring(element)))
    elif deed == "value" and element.attrib:
        name = list(element.attrib)[which % len(element.attrib)]
        element.set(name, VALUES[which % len(VALUES)])
    elif deed == "text":
        element.text = TEXTS[which % len(TEXTS)]
    elif deed == "swap":
        parent.append(element)
    elif deed == "rename":
        element.tag = parent.tag
    elif deed == "unname":
        element.attrib.clear()


def is_read(data: bytes) -> bool:
    try:
        read_file("ban-thao.docx", data)
    except VanthuError:
        return False
    return True


@pytest.mark.parametrize("paper", PAPERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=deeds)
def test_a_mutated_file_is_checked_wherever_it_is_read(
    now: datetime, paper: str, wanted: list[tuple[str, int, int, str]]
) -> None:
    data = rewritten(_made(paper, now), {part: bent(wanted, part) for part in PARTS})
    if is_read(data):
        assert all(one.message and one.clause for one in check_docx(data))


_MADE: dict[str, bytes] = {}


def _made(paper: str, now: datetime) -> bytes:
    if paper not in _MADE:
        _MADE[paper] = seeded(now, PAPERS[paper])
    return _MADE[paper]


def empty_of_all(document: Document) -> None:
    for child in list(document.element.body):
        document.element.body.remove(child)


def test_a_file_without_anything_is_checked(now: datetime) -> None:
    assert check_docx(seeded(now, empty_of_all))
