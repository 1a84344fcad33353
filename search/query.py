"""What a person types, as a small tree: words, "phrases", beginnings*, -without, and fields (nam:2026).

Our own capped grammar stands before every engine, because engines' own grammars let one line of text cost a minute
of work. Everything else in the line is punctuation.
"""

import re
from dataclasses import dataclass, field

from search.errors import QueryTooLong
from search.words import Token, has_marks, nfc, pairs, tokenize

MAX_LETTERS = 300
MAX_WORDS = 32
MIN_PREFIX_LETTERS = 2

_PIECE = re.compile(
    r'(?P<not>-)?(?:"(?P<phrase>[^"]*)"|(?P<field>[^\W\d_]+):(?P<value>[^\s"]+)|(?P<plain>[^\s"]+))'
)
_FIELDS = {"nam": "year", "năm": "year", "loai": "kind", "loại": "kind", "so": "number", "số": "number"}


@dataclass(frozen=True)
class Query:
    """The tree.

    marked     a word carries Vietnamese marks, so exact spelling counts
    words      every one must occur (in its folded spelling)
    numbers    whole document numbers, which weigh more
    phrases    folded words that must stand in this order
    prefixes   folded beginnings of words
    without    folded words that must not occur
    years, kinds, number   filters
    """

    marked: bool
    words: tuple[Token, ...] = ()
    numbers: tuple[Token, ...] = ()
    pairs: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    number: int | None = None
    folds: frozenset[str] = field(default_factory=frozenset)

    @property
    def empty(self) -> bool:
        return not (self.words or self.phrases or self.prefixes or self.years or self.kinds or self.number)


@dataclass
class _Pieces:
    plain: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


def parse(text: str) -> Query:
    """Any text is a query; only its length is limited.

    raises    QueryTooLong
    """
    text = nfc(text).strip()
    if len(text) > MAX_LETTERS:
        raise QueryTooLong(letters=len(text), limit=MAX_LETTERS)
    pieces = _Pieces()
    for match in _PIECE.finditer(text):
        _sort(match, pieces)
    tokens = tokenize(" ".join(pieces.plain))
    words = [token for token in tokens if token.kind != "number"]
    in_phrases = [word for phrase in pieces.phrases for word in phrase]
    if len(words) + len(in_phrases) > MAX_WORDS:
        raise QueryTooLong(words=len(words) + len(in_phrases), limit=MAX_WORDS)
    folds = {token.folded for token in words} | set(in_phrases)
    return Query(
        marked=any(has_marks(word) for word in text.split()),
        words=tuple(words),
        numbers=tuple(token for token in tokens if token.kind == "number"),
        pairs=tuple(pairs(tokens)),
        phrases=tuple(pieces.phrases),
        prefixes=tuple(pieces.prefixes),
        without=tuple(pieces.without),
        years=tuple(pieces.years),
        kinds=tuple(pieces.kinds),
        number=pieces.numbers[0] if pieces.numbers else None,
        folds=frozenset(folds),
    )


def _sort(match: re.Match[str], pieces: _Pieces) -> None:
    name, value = _FIELDS.get((match["field"] or "").lower()), match["value"] or ""
    if match["phrase"] is not None:
        phrase = tuple(token.folded for token in tokenize(match["phrase"]) if token.kind != "number")
        _phrase(phrase, pieces, negated=bool(match["not"]))
    elif name == "kind":
        pieces.kinds.append(value.lower())
    elif name is not None and value.isdecimal() and len(value) < 7:
        (pieces.years if name == "year" else pieces.numbers).append(int(value))
    else:
        _plain(match["plain"] or f"{match['field']} {value}", pieces, negated=bool(match["not"]))


def _phrase(phrase: tuple[str, ...], pieces: _Pieces, *, negated: bool) -> None:
    if negated:
        pieces.without += phrase
    elif phrase:
        pieces.phrases.append(phrase)


def _plain(text: str, pieces: _Pieces, *, negated: bool) -> None:
    tokens = tokenize(text)
    if negated:
        pieces.without += [token.folded for token in tokens if token.kind != "number"]
    elif text.endswith("*") and len(tokens) == 1 and len(tokens[0].folded) >= MIN_PREFIX_LETTERS:
        pieces.prefixes.append(tokens[0].folded)
    else:
        pieces.plain.append(text)
