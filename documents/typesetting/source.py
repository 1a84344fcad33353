"""Writing typst source safely: text only ever enters as a quoted string, never as markup.

As markup a line "1. …" would become a list and vanish; as a string every character prints as itself.
"""

import re
import unicodedata
from collections.abc import Iterable

TWIPS_PER_POINT = 20
EMU_PER_POINT = 12700

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": " ", "\r": " ", "\t": " "})
# They print nothing, and a font need not have them.
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)


def printable(text: str) -> str:
    """NFC, without the signs that print nothing."""
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def string(text: str) -> str:
    """The text as a typst string literal; NFC is the business of `printable`."""
    return f'"{text.translate(_ESCAPES)}"'


def points(value: float) -> str:
    return f"{round(value, 2) + 0:.6g}pt"


def array(items: Iterable[str]) -> str:
    """A typst array, right also for one item and none."""
    made = list(items)
    return f"({', '.join(made)},)" if made else "()"


def given(**values: str | None) -> str:
    """Named arguments, leaving out those that are None."""
    return ", ".join(f"{name}: {value}" for name, value in values.items() if value is not None)
