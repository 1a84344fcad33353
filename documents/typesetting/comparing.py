"""Does the page say what the file says? Compared letter by letter, whatever engine set the page.

White space, hyphens at line ends and the running page number are set aside; every other letter has to be there, and
every line of the file has to be found whole.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from documents.pdf.picture import page_texts

_NOT_TEXT = re.compile(r"[\s\u00a0\u00ad\u200b\ufeff\x00]+")
_DASHES = str.maketrans({"\x02": "-", "\ufffe": "-", "\u2010": "-", "\u2011": "-"})
SHOWN = 60


def first_difference(lines: Sequence[str], pdf: bytes) -> tuple[str | None, int]:
    """(the first line of the file that the page does not have, or None; number of pages)."""
    pages = page_texts(pdf)
    shown = "".join(_without_number(bare(text), number) for number, text in enumerate(pages, start=1))
    wanted = [bare(line) for line in lines]
    missing = next((line for line in wanted if line and line not in shown), None)
    if missing is not None and not _is_cut(missing, shown):
        return missing[:SHOWN], len(pages)
    surplus = Counter(shown) - Counter("".join(wanted))
    lacking = Counter("".join(wanted)) - Counter(shown)
    if surplus or lacking:
        return "".join(sorted((surplus | lacking).elements()))[:SHOWN], len(pages)
    return None, len(pages)


def bare(text: str) -> str:
    """Letters and signs only, NFC."""
    return _NOT_TEXT.sub("", unicodedata.normalize("NFC", text.translate(_DASHES)))


def _is_cut(line: str, shown: str) -> bool:
    """A line with tabs or beside a neighbouring column may be taken apart; its letters are counted all the same."""
    return bool(line) and not Counter(line) - Counter(shown)


def _without_number(text: str, number: int) -> str:
    """From page 2 on the page number stands first."""
    return text.removeprefix(str(number)) if number > 1 else text
