"""The skeleton of a paper: parts, sections, articles and numbered items, as printed."""

import re
from collections.abc import Sequence

from documents.reading.paper import UPPER, Line, paragraphs

ENTRIES = 400
CHARACTERS = 200
_HEADING = re.compile(
    r"^(?:Phần\s+(?:thứ\s+)?\w+|Chương\s+[IVXLC\d]+|Mục\s+[IVXLC\d]+|Tiểu mục\s+\d+|Điều\s+\d+[a-zđ]?\s*[.:]"
    rf"|[IVXLC]{{1,6}}\s?\.(?!\w\.)|\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}\.?\s+(?=[{UPPER}“])|\d{{1,2}}\.(?=[{UPPER}]))",
)
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,2}\.?\s")


def read_outline(lines: Sequence[Line]) -> tuple[str, ...]:
    """The headings in order; long ones are cut."""
    found: list[str] = []
    for paragraph in paragraphs(lines):
        if _HEADING.match(paragraph) and not (_NUMBERED.match(paragraph) and "." not in paragraph[:6]):
            found.append(paragraph[:CHARACTERS].rstrip())
        if len(found) >= ENTRIES:
            break
    return tuple(found)
