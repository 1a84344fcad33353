"""One conversion under way: what the whole document shares, and what could not be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.typesetting.looks import RAISED_SIZE, RunLook
from documents.typesetting.numbering import Numbering
from documents.typesetting.package import Package
from documents.typesetting.source import given, points
from documents.typesetting.styles import Styles

DEFAULT_TAB_PT = 36.0
RAISED_BY, LOWERED_BY = 0.34, 0.14


@dataclass
class Job:
    """Grows while the parts of the document are written.

    pictures      file name to bytes, for `image("…")`
    watches       a shape stands where text would flow around it: see `watched`
    """

    package: Package
    styles: Styles
    numbering: Numbering
    default_tab_pt: float = DEFAULT_TAB_PT
    expand_soft_breaks: bool = True
    tables_hang_out: bool = False
    adds_spacing: bool = False
    note_indent_pt: float = 0
    notes_even: bool = False
    watches: bool = False
    endnotes: list[str] = field(default_factory=list)
    endnote_numeral: str = "lowerRoman"
    losses: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)
    _looks: dict[RunLook, str] = field(default_factory=dict)

    def lose(self, what: str) -> None:
        """Note an element that is not drawn, once, in words for a person."""
        self.losses.setdefault(what)

    def remark(self, what: str) -> None:
        """Note, once, what a person should know though nothing is lost."""
        self.notes.setdefault(what)

    def picture(self, name: str, kind: str, rewritten: bytes | None = None) -> str:
        """The file name under which typst finds a picture of the package; a seal used twice is kept once."""
        if name not in self._files:
            self._files[name] = f"p{len(self._files)}.{kind}"
            self.pictures[self._files[name]] = rewritten or self.package.content(name)
        return self._files[name]

    def drawn(self, content: bytes) -> str:
        """The file name under which typst finds a picture we made ourselves."""
        name = f"d{len(self.pictures)}.png"
        self.pictures[name] = content
        return name

    def look(self, look: RunLook) -> str:
        """The name of the typst function that prints letters with this look."""
        return self._looks.setdefault(look, f"s{len(self._looks)}")

    def definitions(self) -> Iterable[str]:
        for look, name in self._looks.items():
            yield f"#let {name}(t) = {_decorated(look, _letters(look))}"


def _letters(look: RunLook) -> str:
    size, shift = look.size_pt, -look.shift_pt
    if look.raised:
        shift = -RAISED_BY * size if look.raised == "superscript" else LOWERED_BY * size
        size *= RAISED_SIZE
    arguments = given(
        size=points(size),
        weight='"bold"' if look.bold else None,
        style='"italic"' if look.italic else None,
        fill=f'rgb("{look.colour}")' if look.colour else None,
        tracking=points(look.tracking_pt) if look.tracking_pt else None,
        baseline=points(shift) if shift else None,
        kerning="true" if look.kerned else None,
    )
    return f"text({arguments}, t)"


def _decorated(look: RunLook, letters: str) -> str:
    if look.underline:
        letters = f"underline({letters})"
    if look.strike:
        letters = f"strike({letters})"
    if look.fill or look.boxed:
        fill = f'rgb("{look.fill}")' if look.fill else "none"
        stroke = ".5pt" if look.boxed else "none"
        letters = f"highlight(fill: {fill}, stroke: {stroke}, {letters})"
    return letters
