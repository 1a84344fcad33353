"""The numbers Word writes by itself: "1.", "a)", "II.", "-".

They are absent from the text; a reader of the page sees them, so a reader of the file must too. The number may be
asked for by the paragraph or only by its style.
"""

import re
from dataclasses import dataclass

from lxml import etree

from documents.reading.markup import W
from documents.reading.styles import Styles

_LEVELS = 9
LABEL_CHARACTERS = 60
_VIETNAMESE_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    pattern: str


class Numbering:
    """Counts along the document; `label` must be asked once for each paragraph, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        for abstract in root.iter(W + "abstractNum"):
            levels = {_integer(level, W + "ilvl", 0): _level(level) for level in abstract.iter(W + "lvl")}
            self._abstract[abstract.get(W + "abstractNumId") or ""] = levels
        for number in root.iter(W + "num"):
            link = number.find(W + "abstractNumId")
            starts = {
                _integer(override, W + "ilvl", 0): _integer(override.find(W + "startOverride"), W + "val", 1)
                for override in number.iter(W + "lvlOverride")
                if override.find(W + "startOverride") is not None
            }
            if link is not None:
                self._lists[number.get(W + "numId") or ""] = (link.get(W + "val") or "", starts)

    def label(self, paragraph: etree._Element) -> str:
        """The label printed before this paragraph, "" for none."""
        number_id, depth = self._place(paragraph)
        if number_id not in self._lists:
            return ""
        abstract_id, starts = self._lists[number_id]
        levels = self._abstract.get(abstract_id, {})
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        counters = self._counters.setdefault(abstract_id, [None] * _LEVELS)
        if depth in starts and (number_id, depth) not in self._restarted:
            self._restarted.add((number_id, depth))
            counters[depth] = starts[depth] - 1
        self._advance(counters, depth, level)
        return _written(level, levels, counters)

    def _advance(self, counters: list[int | None], depth: int, level: _Level) -> None:
        current = counters[depth]
        counters[depth] = level.start if current is None else current + 1
        counters[depth + 1 :] = [None] * (_LEVELS - depth - 1)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = self._styles.of_paragraph(paragraph)
        inherited = self._styles.find(style, f"{W}pPr/{W}numPr")
        number_id, depth = "", None
        for properties in (own, inherited):
            if properties is None:
                continue
            if not number_id:
                number_id = _value(properties.find(W + "numId"))
            if depth is None and properties.find(W + "ilvl") is not None:
                depth = _integer(properties.find(W + "ilvl"), W + "val", 0)
        return number_id, min(max(depth or 0, 0), _LEVELS - 1)


def _value(element: etree._Element | None) -> str:
    return (element.get(W + "val") or "") if element is not None else ""


def _integer(element: etree._Element | None, key: str, default: int) -> int:
    value = element.get(key) if element is not None else None
    return int(value) if value and re.fullmatch(r"\d{1,6}", value) else default


def _level(level: etree._Element) -> _Level:
    form = _value(level.find(W + "numFmt")) or "decimal"
    pattern = _value(level.find(W + "lvlText"))[:LABEL_CHARACTERS]
    return _Level(_integer(level.find(W + "start"), W + "val", 1), form, pattern)


def _written(level: _Level, levels: dict[int, _Level], counters: list[int | None]) -> str:
    if level.form == "bullet":
        # Bullets of symbol fonts have no meaning outside their font; "+" keeps its rank below "-".
        return "+" if level.pattern.strip() == "+" else "-"

    def counted(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        shown = levels.get(depth)
        if shown is None:
            return ""
        count = counters[depth] if counters[depth] is not None else shown.start
        return _formed(count or 0, shown.form)

    return re.sub(r"%([1-9])", counted, level.pattern).strip()


def _formed(count: int, form: str) -> str:
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman.upper() if form == "upperRoman" else roman
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = _VIETNAMESE_LETTERS[(count - 1) % 26] * ((count - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while count >= value and len(written) < 20:
            written += letters
            count -= value
    return written
