"""One printed row of a paragraph, with the look of its letters and where it stands."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from documents.checking.shapes import Shape
from documents.reading.paper import clean
from documents.reading.reader import LINE_CHARACTERS
from documents.typesetting.looks import ParagraphLook, RunLook

Span = tuple[str, RunLook]
Cell = tuple[int, int, int]
OUTSIDE: Cell = (0, 0, 0)
# Darker letters print as black.
_DARK = 0x40


class Place(NamedTuple):
    """Where the rows of one paragraph stand.

    cell       (table, row, column) from 1; zeros outside tables
    paragraph  the number of the paragraph in the file
    section    the number of its section, from 0
    framed     in a box whose frame is drawn
    """

    cell: Cell
    paragraph: int
    section: int
    framed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row.

    text      as `documents.reading` compares it, capitals of the formatting applied
    size_pt   of most of its letters, as are bold, italic and underlined
    fonts     every font with the letters it prints; colours likewise, black apart
    lead      the look of its first letters
    shapes    the lines drawn from here
    tabbed    placed by a tab, so that alignment and first line say nothing; padded: by spaces
    labelled  begins with a number or sign that Word writes
    """

    text: str
    size_pt: float
    bold: bool
    italic: bool
    underlined: bool
    fonts: tuple[tuple[str, int], ...]
    colours: tuple[tuple[str, int], ...]
    lead: RunLook
    look: ParagraphLook
    place: Place
    shapes: tuple[Shape, ...]
    tabbed: bool
    padded: bool
    labelled: bool

    @property
    def cell(self) -> Cell:
        return self.place.cell

    @property
    def align(self) -> str:
        return self.look.align

    @property
    def framed(self) -> bool:
        return self.place.framed or self.lead.boxed or len(self.look.borders) >= 4


@dataclass
class _Sum:
    """What most letters of a row look like."""

    letters: int = 0
    bold: int = 0
    italic: int = 0
    underlined: int = 0


def make_row(
    spans: Sequence[Span],
    look: ParagraphLook,
    place: Place,
    shapes: tuple[Shape, ...],
    *,
    tabbed: bool,
    labelled: bool,
) -> Row:
    """A row from its stretches of letters."""
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    colours: Counter[str] = Counter()
    total = _Sum()
    for text, run in spans:
        count = sum(map(len, text.split()))
        total.letters += count
        total.bold += count * run.bold
        total.italic += count * run.italic
        total.underlined += count * run.underline
        sizes[run.size_pt] += count
        fonts[run.font] += count
        if run.colour and not is_dark(run.colour):
            colours[run.colour] += count
    whole = "".join(text for text, _ in spans)
    return Row(
        text=clean(_bounded(whole)),
        size_pt=sizes.most_common(1)[0][0] if sizes else 0,
        bold=2 * total.bold > total.letters,
        italic=2 * total.italic > total.letters,
        underlined=2 * total.underlined > total.letters,
        fonts=_counted(fonts.items()),
        colours=_counted(colours.items()),
        lead=next((run for text, run in spans if not text.isspace()), _NOTHING),
        look=look,
        place=place,
        shapes=shapes,
        tabbed=tabbed,
        padded=len(whole) - len(whole.lstrip(" \xa0")) > 1,
        labelled=labelled,
    )


_NOTHING = RunLook()
_END_CHARACTERS = 100


def _bounded(text: str) -> str:
    """Beginning and end of a line longer than any that is meant: how it ends is asked too."""
    if len(text) <= LINE_CHARACTERS:
        return text
    return text[: LINE_CHARACTERS - _END_CHARACTERS] + text[-_END_CHARACTERS:]


def _counted(found: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((name, count) for name, count in found if count)


def is_dark(colour: str) -> bool:
    """Whether a colour of six hexadecimal digits prints as black."""
    return all(int(colour[at : at + 2], 16) < _DARK for at in (0, 2, 4))
