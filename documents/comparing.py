"""Two drafts held against each other, in words: what was added, what was taken out, what stayed.

Paragraphs are matched first, words only inside the paragraphs that changed: a person reads it, so a moved comma must
not light up a page. Pure: texts in, values out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

How = Literal["same", "added", "removed"]
ALIKE = 0.5
LARGEST_BLOCK = 40
"""Paragraphs on one side of a changed stretch that are still paired by likeness; more are paired in order."""
LARGEST_PARAGRAPH = 2_000
"""Words of a paragraph that are still compared one by one."""

_WORDS = re.compile(r"\s+|[\w%]+(?:[/.\-–][\w%]+)*|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Words that share one fate."""

    text: str
    how: How


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of either draft; "changed" when it holds pieces of more than one fate."""

    pieces: tuple[Piece, ...]

    @property
    def how(self) -> Literal["same", "added", "removed", "changed"]:
        fates = {piece.how for piece in self.pieces}
        return fates.pop() if len(fates) == 1 else "changed"


@dataclass(frozen=True)
class Stretch:
    """Paragraphs to read, or, with `hidden`, how many unchanged ones stand here."""

    paragraphs: tuple[Paragraph, ...]
    hidden: int = 0


def compare(old: str, new: str) -> list[Paragraph]:
    """The new draft with the old one's words in it, paragraph by paragraph; empty lines do not count."""
    before, after = _paragraphs(old), _paragraphs(new)
    found: list[Paragraph] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_whole(text, "same") for text in after[j:j_end]]
        else:
            found += _changed(before[i:i_end], after[j:j_end])
    return found


def folded(paragraphs: Sequence[Paragraph], around: int = 1) -> list[Stretch]:
    """What changed with `around` unchanged paragraphs on each side; the rest is only counted."""
    changed = [place for place, paragraph in enumerate(paragraphs) if paragraph.how != "same"]
    shown = {near for place in changed for near in range(place - around, place + around + 1)}
    stretches = []
    for visible, places in groupby(range(len(paragraphs)), key=lambda place: place in shown):
        here = list(places)
        texts = tuple(paragraphs[place] for place in here)
        stretches.append(Stretch(texts) if visible else Stretch((), len(here)))
    return stretches


def _paragraphs(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]


def _whole(text: str, how: How) -> Paragraph:
    return Paragraph((Piece(text, how),))


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    """Paragraphs that are still alike are shown as one, changed; the others went or came."""
    i = j = 0
    for i_pair, j_pair in _pairs(before, after):
        yield from (_whole(text, "removed") for text in before[i:i_pair])
        yield from (_whole(text, "added") for text in after[j:j_pair])
        yield Paragraph(tuple(_words(before[i_pair], after[j_pair])))
        i, j = i_pair + 1, j_pair + 1
    yield from (_whole(text, "removed") for text in before[i:])
    yield from (_whole(text, "added") for text in after[j:])


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Which old paragraph became which new one, in order, with the greatest likeness in all."""
    if max(len(before), len(after)) > LARGEST_BLOCK:
        count = min(len(before), len(after))
        return [(at, at) for at in range(count) if _likeness(before[at], after[at]) >= ALIKE]
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [
        [(0.0, ())] * (len(after) + 1) for _ in range(len(before) + 1)
    ]
    for i, old in enumerate(before, start=1):
        for j, new in enumerate(after, start=1):
            alike = _likeness(old, new)
            total, pairs = best[i - 1][j - 1]
            joined = (total + alike, (*pairs, (i - 1, j - 1))) if alike >= ALIKE else (-1.0, ())
            best[i][j] = max(best[i - 1][j], best[i][j - 1], joined, key=lambda found: found[0])
    return list(best[-1][-1][1])


def _likeness(old: str, new: str) -> float:
    """The share of words two paragraphs have in common, in order."""
    matcher = SequenceMatcher(
        None, old.split()[:LARGEST_PARAGRAPH], new.split()[:LARGEST_PARAGRAPH], autojunk=False
    )
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > LARGEST_PARAGRAPH:
        yield Piece(old, "removed")
        yield Piece(new, "added")
        return
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(after[j:j_end]), "same")
            continue
        if i < i_end:
            yield Piece("".join(before[i:i_end]), "removed")
        if j < j_end:
            yield Piece("".join(after[j:j_end]), "added")
