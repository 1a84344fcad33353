"""What a person types, as a small tree: words, "phrases", beginnings*, -without, and fields (nam:2026, loai:ke-hoach).

Our own capped grammar stands before every engine, because engines' own grammars let one line of text cost a minute
of work. Everything else in the line is punctuation.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from search.errors import QueryTooLong
from search.words import Token, fold_letters, nfc, pairs, tokenize

MAX_LETTERS = 400
MAX_WORDS = 90
MIN_PREFIX_LETTERS = 2
MAX_PREFIXES = 4

_PIECE = re.compile(
    r'(?P<not>-)?(?:"(?P<phrase>[^"]*)"'
    r'|(?P<field>[^\W\d_]+):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))'
    r'|(?P<plain>[^\s"]+))'
)
FilterName = Literal["year", "kind", "number"]
_FIELDS: dict[str, FilterName] = {"nam": "year", "loai": "kind", "so": "number"}


@dataclass(frozen=True)
class Filter:
    """A field of the document must, or (`without`) must not, have this value."""

    name: FilterName
    value: str
    without: bool = False


@dataclass(frozen=True)
class Query:
    """The tree.

    marked     a word carries Vietnamese marks, so exact spelling counts
    words      every one must occur (in its folded spelling)
    numbers    whole document numbers, which weigh more
    phrases    words that must stand in this order
    prefixes   folded beginnings of words or of whole numbers
    without    words, or phrases, that must not occur
    filters    of one field any, of different fields all
    folds      what to mark in the text that is shown
    """

    marked: bool
    words: tuple[Token, ...] = ()
    numbers: tuple[Token, ...] = ()
    pairs: tuple[str, ...] = ()
    phrases: tuple[tuple[Token, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    without: tuple[tuple[Token, ...], ...] = ()
    filters: tuple[Filter, ...] = ()
    folds: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Nothing is wanted, or only something is not wanted."""
        wanted = any(not one.without for one in self.filters)
        return not (self.words or self.phrases or self.prefixes or wanted)


@dataclass
class _Pieces:
    plain: list[str] = field(default_factory=list)
    phrases: list[tuple[Token, ...]] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    without: list[tuple[Token, ...]] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)


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
    typed = words + [token for phrase in pieces.phrases for token in phrase]
    length = len(typed) + sum(map(len, pieces.without)) + len(pieces.filters)
    if length > MAX_WORDS:
        raise QueryTooLong(words=length, limit=MAX_WORDS)
    return Query(
        marked=any(token.exact != token.folded for token in typed),
        words=tuple(words),
        numbers=tuple(token for token in tokens if token.kind == "number"),
        pairs=tuple(pairs(tokens)),
        phrases=tuple(pieces.phrases),
        prefixes=tuple(pieces.prefixes[:MAX_PREFIXES]),
        without=tuple(pieces.without),
        filters=tuple(pieces.filters),
        folds=frozenset(token.folded for token in typed),
    )


def _sort(match: re.Match[str], pieces: _Pieces) -> None:
    without = match["not"] is not None
    if match["phrase"] is not None:
        _phrase(match["phrase"], pieces, without=without)
        return
    if match["field"] is not None:
        value = match["value"] or match["quoted"] or ""
        chosen = _filter(fold_letters(match["field"]), value, without=without)
        if chosen is not None:
            pieces.filters.append(chosen)
            return
    _plain(match["plain"] or match[0].removeprefix("-"), pieces, without=without)


def _filter(name: str, value: str, *, without: bool) -> Filter | None:
    """None when it is no field of ours, or no value of it: then it is only words."""
    field_name = _FIELDS.get(name)
    if field_name == "kind":
        code = "-".join(token.folded for token in tokenize(value.replace("-", " ")))
        return Filter("kind", code, without) if code else None
    if field_name is not None and value.isdecimal() and len(value) < 7:
        return Filter(field_name, str(int(value)), without)
    return None


def _phrase(text: str, pieces: _Pieces, *, without: bool) -> None:
    phrase = tuple(token for token in tokenize(text) if token.kind != "number")
    if phrase and without:
        pieces.without.append(phrase)
    elif phrase:
        pieces.phrases.append(phrase)


def _plain(text: str, pieces: _Pieces, *, without: bool) -> None:
    tokens = tokenize(text)
    whole = tokens[0] if tokens and (len(tokens) == 1 or tokens[0].kind == "number") else None
    if without:
        # A number is refused whole: -15/KH-UBND says nothing against other papers of that year or agency.
        pieces.without += [(token,) for token in ([whole] if whole else tokens)]
    elif text.endswith("*") and whole is not None and len(whole.folded) >= MIN_PREFIX_LETTERS:
        pieces.prefixes.append(whole.folded)
    else:
        pieces.plain.append(text)
