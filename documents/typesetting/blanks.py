"""Widening the blanks of a draft, before it is set, so that number and day will fit.

An officer leaves "Số:   /KH-…" and "ngày    tháng 12"; three spaces are too few for five digits. Only no-break
spaces are added: no letter changes, and the blank stays in one line.
"""

import re
from itertools import islice

from lxml import etree

from documents.reading.markup import W

# A digit of Times is as wide as two of its spaces.
NUMBER_SPACES = 5 * 2 + 2
DAY_SPACES = 2 * 2 + 2
_HEAD_PARAGRAPHS = 60
_LONGEST_LINE = 80
_SPACE = " \u00a0\u2002\u2003\u2009"
_NUMBER = re.compile(rf"S[ốỐ]\s*:?([{_SPACE}]*)[/-](?=(?:\d{{4}}/)?[A-ZĐ])")
_DATE = re.compile(
    rf",\s*ngày([{_SPACE}]*)(?:\d{{1,2}}[{_SPACE}]+)?tháng([{_SPACE}]*)(?:\d{{1,2}}[{_SPACE}]+)?năm"
)


def widen(body: etree._Element) -> bool:
    """Widen the first number blank and the first date blanks of a document; tells whether anything changed."""
    wanted = {_NUMBER: (NUMBER_SPACES,), _DATE: (DAY_SPACES, DAY_SPACES)}
    changed = False
    for paragraph in islice(body.iter(W + "p"), _HEAD_PARAGRAPHS):
        texts = [node for node in paragraph.iter(W + "t") if next(node.iterancestors(W + "p")) is paragraph]
        for pattern in list(wanted):
            # Read again for each pattern: the one before may have moved the letters.
            match = pattern.search("".join(node.text or "" for node in texts))
            if match is not None:
                changed |= _widen(texts, match, wanted.pop(pattern))
    return changed


def stays_whole(paragraph: etree._Element) -> bool:
    """Whether the paragraph is the line of the number or of the date: widening it must not break it in two."""
    if any(True for _node in paragraph.iter(W + "tab", W + "br")):
        return False
    text = "".join(node.text or "" for node in islice(paragraph.iter(W + "t"), _HEAD_PARAGRAPHS))
    return len(text) < _LONGEST_LINE and (_NUMBER.search(text) or _DATE.search(text)) is not None


def _widen(texts: list[etree._Element], match: re.Match[str], spaces: tuple[int, ...]) -> bool:
    changed = False
    # From the back, so that the places before stay where they are.
    for group in range(len(spaces), 0, -1):
        if _is_blank(match, group):
            changed |= _fill(texts, match.span(group), spaces[group - 1])
    return changed


def _is_blank(match: re.Match[str], group: int) -> bool:
    """A day or month already written leaves nothing to widen."""
    return not match.string[match.end(group) :][:1].isdigit()


def _fill(texts: list[etree._Element], span: tuple[int, int], spaces: int) -> bool:
    start, end = span
    if end - start >= spaces:
        return False
    at = 0
    added = "\u00a0" * (spaces - (end - start))
    for node in texts:
        text = node.text or ""
        low, high = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if low > len(text) or high < 0 or (low == high and at < start):
            continue
        node.text = text[:low] + "\u00a0" * max(high - low, 0) + added + text[max(high, low) :]
        added = ""
        if at >= end:
            return True
    return True
