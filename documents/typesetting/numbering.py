"""The labels Word writes by itself, with how they look: "1.", "a)", "II.", "•".

`documents.reading.numbering` reads labels for people who search; here they are drawn, so their font, indent and what
follows them count too. `label` must be asked once for each paragraph, in the order of the page.
"""

import re
from dataclasses import dataclass

from lxml import etree

from documents.reading.markup import W
from documents.typesetting import symbols
from documents.typesetting.looks import decimal, font, value
from documents.typesetting.styles import NOTHING, Layer, Styles, layer

LEVELS = 9
LABEL_CHARACTERS = 60
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True)
class Level:
    """One level of a list; `formatting` is of its paragraphs, `letters` of its label."""

    start: int
    form: str
    pattern: str
    follows: str
    legal: bool
    font: str
    formatting: Layer
    letters: Layer


@dataclass(frozen=True)
class Label:
    """What is printed before a paragraph, and what follows it: "tab", "space" or "nothing"."""

    text: str
    follows: str
    letters: Layer
    unknown: bool = False


class Numbering:
    """The lists of one document and where each of them has come to."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        linked: dict[str, str] = {}
        for abstract in root.iter(W + "abstractNum"):
            name = abstract.get(W + "abstractNumId") or ""
            self._abstract[name] = {
                _whole(one.get(W + "ilvl")): _level(one) for one in abstract.iter(W + "lvl")
            }
            if abstract.find(W + "styleLink") is not None:
                linked[value(abstract.find(W + "styleLink"))] = name
        for abstract in root.iter(W + "abstractNum"):
            # A list may only point to the style that defines it.
            link = value(abstract.find(W + "numStyleLink"))
            if link in linked:
                self._abstract[abstract.get(W + "abstractNumId") or ""] = self._abstract[linked[link]]
        for number in root.iter(W + "num"):
            self._read_list(number)

    def _read_list(self, number: etree._Element) -> None:
        levels: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for override in number.iter(W + "lvlOverride"):
            depth = _whole(override.get(W + "ilvl"))
            own, start = override.find(W + "lvl"), override.find(W + "startOverride")
            if own is not None:
                levels[depth] = _level(own)
            if start is not None:
                starts[depth] = _whole(start.get(W + "val"))
        abstract = value(number.find(W + "abstractNumId"))
        self._lists[number.get(W + "numId") or ""] = (abstract, levels, starts)

    def formatting(self, paragraph: etree._Element) -> Layer:
        """What the list gives to the paragraph itself: mostly its indent."""
        number, depth = self._place(paragraph)
        level = self._levels(number).get(depth)
        return level.formatting if level is not None else NOTHING

    def label(self, paragraph: etree._Element) -> Label | None:
        """The label of this paragraph; counts it."""
        number, depth = self._place(paragraph)
        levels = self._levels(number)
        level = levels.get(depth)
        if level is None:
            return None
        counters = self._counted(number, depth, level)
        if level.form == "none" and not level.pattern:
            return None
        if level.form == "bullet":
            text, known = symbols.decode(level.pattern, level.font)
            return Label(text, level.follows, level.letters, unknown=not known) if text else None
        text = _written(level, levels, counters)
        return Label(text, level.follows, level.letters) if text else None

    def _counted(self, number: str, depth: int, level: Level) -> list[int | None]:
        abstract, _levels, starts = self._lists[number]
        counters = self._counters.setdefault(abstract, [None] * LEVELS)
        if depth in starts and (number, depth) not in self._restarted:
            self._restarted.add((number, depth))
            counters[depth] = starts[depth] - 1
        current = counters[depth]
        counters[depth] = level.start if current is None else current + 1
        counters[depth + 1 :] = [None] * (LEVELS - depth - 1)
        return counters

    def _levels(self, number: str) -> dict[int, Level]:
        if number not in self._lists:
            return {}
        abstract, own, _starts = self._lists[number]
        return {**self._abstract.get(abstract, {}), **own}

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        inherited = self._styles.element(self._styles.name_of(paragraph), f"{W}pPr/{W}numPr")
        number, depth = "", ""
        for properties in (own, inherited):
            if properties is not None:
                number = number or value(properties.find(W + "numId"))
                depth = depth or value(properties.find(W + "ilvl"))
        return number, min(_whole(depth), LEVELS - 1)


def _level(level: etree._Element) -> Level:
    fonts = level.find(f"{W}rPr/{W}rFonts")
    return Level(
        start=_whole(value(level.find(W + "start")) or "1"),
        form=value(level.find(W + "numFmt")) or "decimal",
        pattern=value(level.find(W + "lvlText"))[:LABEL_CHARACTERS],
        follows=value(level.find(W + "suff")) or "tab",
        legal=level.find(W + "isLgl") is not None,
        font=font(fonts),
        formatting=layer(level.find(W + "pPr")),
        letters=layer(level.find(W + "rPr")),
    )


def _whole(text: str | None) -> int:
    return max(0, min(int(decimal(text)), 99_999))


def _written(level: Level, levels: dict[int, Level], counters: list[int | None]) -> str:
    def counted(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        shown = levels.get(depth)
        if shown is None:
            return ""
        current = counters[depth]
        return formed(shown.start if current is None else current, "decimal" if level.legal else shown.form)

    return re.sub(r"%([1-9])", counted, level.pattern)


def formed(count: int, form: str) -> str:
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    if form in ("lowerLetter", "upperLetter") and count > 0:
        # Word goes on with aa, bb, cc.
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form == "none":
        return ""
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        # More than any list has; a hostile start must not write a page of "m".
        times = min(count // worth, 20)
        written += letters * times
        count -= times * worth
    return written
