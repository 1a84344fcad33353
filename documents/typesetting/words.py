"""Where a line may break inside what stands between two spaces.

Word and LibreOffice keep "12/KH" together, and cut a word longer than a line wherever the line ends; typst does
neither by itself.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from documents.typesetting import metrics
from documents.typesetting.looks import RAISED_SIZE, RunLook
from documents.typesetting.source import string

Kind = Literal["text", "tab", "line", "page", "column"]

# A stroke before a letter, with all around it that Word keeps together; a line may still break after a hyphen.
_STROKED = re.compile(r"[^\s\u00a0\ufffc-]*/(?=[^\W\d_])[^\s\u00a0\ufffc-]*-?")
_LONGEST_WHOLE = 40
# What stands for a picture or a note among the letters.
_OBJECT = "\ufffc"
# No line begins with a stop, not even after a space.
_WORD = r"(?:[^ \ufffc]| +(?=[.,:;!?/)\]}])){%d,}"
# No sign of our fonts is wider; a shorter stretch surely fits.
_WIDEST_EM = 1.5
# An empty box may end a line before any sign, and says nothing when the page is read.
_CUT = "#box()"


@dataclass(frozen=True)
class Token:
    """A piece of a line: letters of one look, or anything else as typst code.

    name          the typst function that prints letters of this look
    underlined    tells a tab to draw a rule
    """

    kind: Kind
    code: str = ""
    size_pt: float = 0
    underlined: bool = False
    text: str = ""
    name: str = ""
    look: RunLook | None = None


def joined(tokens: Sequence[Token], room_pt: float = 1e6) -> str:
    """The code of a stretch without tabs; words longer than `room_pt` are cut where the line ends."""
    text = "".join(token.text or _OBJECT for token in tokens)
    between: dict[int, str] = dict.fromkeys(_cuts(text, tokens, room_pt), _CUT)
    for match in _STROKED.finditer(text):
        low, high = match.span()
        if high - low <= _LONGEST_WHOLE and not any(low < at <= high for at in between):
            between[low] = between.get(low, "") + "#box["
            between[high] = "]"
    return "".join(_written(tokens, between))


def without_end(tokens: Sequence[Token]) -> list[Token]:
    """A line without the spaces at its end: they hang over, and neither fill a line nor move a centred one."""
    kept = list(tokens)
    while kept and kept[-1].text:
        text = kept[-1].text.rstrip(" ")
        if text:
            kept[-1] = replace(kept[-1], text=text)
            break
        if len(kept) == 1:
            break
        kept.pop()
    return kept


def natural_width_pt(tokens: Sequence[Token]) -> float:
    """How long the line would be that breaks nowhere."""
    return sum(
        metrics.width_pt(token.text, token.size_pt, bold=token.look.bold, italic=token.look.italic)
        for token in tokens
        if token.look is not None
    )


def is_leaning(tokens: Sequence[Token]) -> bool:
    """Whether nearly all letters are italic."""
    leaning = sum(len(token.text) for token in tokens if token.look is not None and token.look.italic)
    return leaning > 0.9 * sum(len(token.text) for token in tokens)


def _written(tokens: Sequence[Token], between: dict[int, str]) -> Iterator[str]:
    """The tokens with what stands between their letters."""
    places = sorted(between)
    at = 0
    for token in tokens:
        end = at + (len(token.text) or 1)
        low = at
        for place in places[bisect_left(places, at) : bisect_left(places, end)]:
            yield _piece(token, low - at, place - at)
            yield between[place]
            low = place
        yield _piece(token, low - at, end - at)
        at = end
    yield between.get(at, "")


def _piece(token: Token, low: int, high: int) -> str:
    if low == high:
        return ""
    return f"#{token.name}({string(token.text[low:high])})" if token.text else token.code


def _cuts(text: str, tokens: Sequence[Token], room_pt: float) -> Iterator[int]:
    """Before which letters a line may end within words longer than a line."""
    largest = max((token.size_pt for token in tokens), default=0)
    fewest = max(int(room_pt / largest / _WIDEST_EM), 1) if largest else 0
    # Few lines have such a word, so a look at the number of letters comes first.
    if not fewest or len(text) < fewest:
        return
    looks = [token.look for token in tokens for _letter in token.text or _OBJECT]
    for match in re.finditer(_WORD % fewest, text):
        wide = 0.0
        for at in range(*match.span()):
            look = looks[at]
            if look is not None:
                size = look.size_pt * (RAISED_SIZE if look.raised else 1)
                wide += metrics.width_pt(text[at], size, bold=look.bold, italic=look.italic)
            if wide > room_pt:
                yield at
