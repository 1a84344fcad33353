"""Vietnamese text to index words, the same for every engine.

Two spellings of each word: `exact` keeps the letters' own marks and moves the tone mark behind the syllable, so that
hoà = hòa and NFC = NFD; `folded` has no marks at all and d for đ. Document numbers come out whole and in parts, and
no number keeps a zero in front: 05 = 5, 11/08/2021 = 11/8/2021.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

# Combining tone marks become modifier letters: letters to every tokenizer, so no engine cuts a syllable there.
_TONE_LETTERS = {
    "\u0300": "\u02cb",
    "\u0301": "\u02ca",
    "\u0303": "\u02c7",
    "\u0309": "\u02c0",
    "\u0323": "\u02cc",
}

_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-"})
# Every repetition has an end: a text made to tire the reader ("a-a-a-…") must not cost the square of its length.
_LETTERS = r"[^\W\d_]{1,20}"
_TAIL = r"[\w&]{1,40}"
_NUMBER = "|".join(
    (
        rf"\d\w{{0,19}}(?:[/.-]{_TAIL}){{1,9}}",
        rf"(?<!\w)/[^\W\d_]\w{{0,39}}(?:-{_TAIL}){{1,6}}",
        rf"{_LETTERS}(?:-{_LETTERS}){{0,6}}/\w[\w&]{{0,39}}(?:[-/]{_TAIL}){{0,6}}",
    )
)
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>[^\W_]{{1,64}})")
_PART = re.compile(r"[^\W_]+")
_ZEROS = re.compile(r"^0+(?=\d)")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_CLAUSE_END = re.compile(r"[.;:!?,()\"“”\n\r]")

TokenKind = Literal["word", "number", "part"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a whole number, or a part of one, with where it stands in the NFC text.

    starts_clause   punctuation stands before it, so it makes no pair with the word before
    """

    exact: str
    folded: str
    kind: TokenKind
    start: int
    end: int
    starts_clause: bool


@dataclass(frozen=True)
class Streams:
    """What an index keeps of a text: three lists of words.

    places   for each word of `exact` and `folded`, which place it takes: a whole number shares that of its first part,
             so that words before and after a number still stand side by side
    """

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    places: tuple[int, ...]
    pairs: tuple[str, ...]


def nfc(text: str) -> str:
    """Composed letters and one kind of dash; offsets of tokens are offsets into this."""
    return unicodedata.normalize("NFC", text).translate(_DASHES)


def tokenize(text: str) -> list[Token]:
    """The tokens of a text; a whole number comes before its parts."""
    text = nfc(text)
    tokens: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        breaks = last == 0 or _CLAUSE_END.search(text, last, match.start()) is not None
        if match.lastgroup == "word":
            exact, folded = spell(match[0])
            tokens.append(Token(exact, folded, "word", match.start(), match.end(), breaks))
        else:
            tokens += _number_tokens(match[0], match.start())
        last = match.end()
    return tokens


def streams(text: str) -> Streams:
    tokens = tokenize(text)
    return Streams(
        tuple(token.exact for token in tokens),
        tuple(token.folded for token in tokens),
        tuple(_places(tokens)),
        tuple(pairs(tokens)),
    )


def pairs(tokens: Iterable[Token]) -> list[str]:
    """Neighbouring syllables inside a clause, folded: "thi_dua", "khen_thuong"; they carry the compound words."""
    found = []
    before: Token | None = None
    for token in tokens:
        if token.kind != "word":
            before = None
            continue
        if before is not None and not token.starts_clause:
            found.append(f"{before.folded}_{token.folded}")
        before = token
    return found


@lru_cache(maxsize=200_000)
def spell(word: str) -> tuple[str, str]:
    """(exact, folded) of one word in any Unicode form."""
    lowered = word.lower()
    if lowered.isascii():
        plain = _ZEROS.sub("", lowered)
        return plain, plain
    letters, tones, folded = [], [], []
    for letter in unicodedata.normalize("NFD", lowered):
        if letter in _TONE_LETTERS:
            tones.append(_TONE_LETTERS[letter])
            continue
        letters.append(letter)
        if not unicodedata.combining(letter):
            folded.append("d" if letter == "đ" else letter)
    return unicodedata.normalize("NFC", "".join(letters)) + "".join(tones), "".join(folded)


def has_marks(word: str) -> bool:
    exact, folded = spell(word)
    return exact != folded


def fold_letters(text: str) -> str:
    """Every letter without its marks; as long as `nfc(text)`, so places in one are places in the other."""
    return "".join(_fold_letter(letter) for letter in nfc(text))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    bare = [part for part in unicodedata.normalize("NFD", letter.lower()) if not unicodedata.combining(part)]
    folded = "".join(bare).replace("đ", "d")
    return folded if len(folded) == 1 else letter


def _places(tokens: Iterable[Token]) -> Iterator[int]:
    place = 0
    for token in tokens:
        yield place
        # The whole number comes first and leaves its place to its first part.
        place += token.kind != "number"


def _number_tokens(raw: str, start: int) -> list[Token]:
    exact, folded = spell(raw)
    day = _DAY.fullmatch(raw)
    if day:
        exact = folded = f"{day[3]}{int(day[2]):02d}{int(day[1]):02d}"
    whole = Token(exact, folded, "number", start, start + len(raw), True)
    return [whole, *(_part(part, start) for part in _PART.finditer(raw))]


def _part(part: re.Match[str], start: int) -> Token:
    exact, folded = spell(part[0])
    return Token(exact, folded, "part", start + part.start(), start + part.end(), True)
