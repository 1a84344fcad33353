"""Paragraphs and tables one after the other: the story of a body, a cell, a header or a box.

What a block owes to the next (the space after it, the rest of its line) is kept here and given to the next block,
because Word and typst count it differently.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from documents.reading.markup import W
from documents.typesetting import blanks
from documents.typesetting.alternatives import MC, branch
from documents.typesetting.drawings import Drawings
from documents.typesetting.frames import LEVEL, anchored, inset, stroke
from documents.typesetting.inline import Inline
from documents.typesetting.job import Job
from documents.typesetting.looks import (
    LEAN,
    NATURAL_LINE,
    ROUNDING_PT,
    Border,
    ParagraphLook,
    RunLook,
    TabStop,
    decimal,
)
from documents.typesetting.numbering import Label
from documents.typesetting.package import Part
from documents.typesetting.placing import Place, floating_place, framed_place
from documents.typesetting.source import TWIPS_PER_POINT, array, given, points
from documents.typesetting.styles import NOTHING, Layer
from documents.typesetting.tables import TableWriter
from documents.typesetting.words import Token, is_leaning, joined, natural_width_pt, without_end

_THROUGH = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag")}
_DEEPEST = 12
_SPACES_AT_END = re.compile(r'[ \u00a0]+"\)$')


def blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a story, looking through wrappers."""
    for child in parent:
        if child.tag in _THROUGH:
            yield from blocks(child)
        elif child.tag == MC + "AlternateContent":
            for one in branch(child):
                yield from blocks(one)
        elif isinstance(child.tag, str):
            yield child


@dataclass
class Flow:
    """Writes one story; `code` are typst expressions in order.

    table         the style of the table around, "" outside of one
    width_pt      how wide the story may be
    top           page breaks may stand here
    """

    job: Job
    part: Part
    inline: Inline
    drawings: Drawings
    width_pt: float
    table: str = ""
    top: bool = False
    depth: int = 0
    code: list[str] = field(default_factory=list)
    _after_pt: float = 0
    _lead_pt: float = 0
    _before: ParagraphLook | None = None

    def story(self, parent: etree._Element) -> "Flow":
        """Write all blocks of an element."""
        self.blocks(list(blocks(parent)))
        return self

    def blocks(self, found: list[etree._Element]) -> None:
        for at, block in enumerate(found):
            if block.tag == W + "p":
                self.paragraph(block, found[at + 1] if at + 1 < len(found) else None)
            elif block.tag == W + "tbl":
                self.add_table(block)
            elif block.tag == W + "altChunk":
                self.job.lose("tài liệu lồng (altChunk)")
        # What waited for a paragraph and met none.
        self.code.extend(self.drawings.take())

    def without_end(self) -> list[str]:
        """The code of a whole document: empty lines at its end would only make an empty page."""
        code = list(self.code)
        while code and code[-1].startswith("gap(") and "stroke:" not in code[-1] and "marks:" not in code[-1]:
            code.pop()
        return code

    def closed(self) -> str:
        """The story as one piece of code, with the space its last block asks for."""
        self._pay()
        return "\n".join(self.code)

    def inner(self, width_pt: float, table: str) -> "Flow":
        """An empty story inside this one: a cell or a box."""
        drawings = Drawings(self.job, self.drawings.story, in_cell=True)
        inline = Inline(self.job, self.part, drawings, self.inline.counts, self.inline.note)
        return Flow(self.job, self.part, inline, drawings, width_pt, table, depth=self.depth + 1)

    def cell_code(self, cell: etree._Element, table: str, width_pt: float) -> str:
        return self.inner(width_pt, table).story(cell).closed()

    def add_table(self, table: etree._Element) -> None:
        if self.depth >= _DEEPEST:
            self.job.lose("bảng lồng quá sâu")
            return
        above = self._take() if self.code else 0
        written = TableWriter(self, table).code(above)
        self._before = None
        if written:
            self.code.append(written)
        else:
            self._lead_pt += above

    def set_aside(self, place: etree._Element, code: str, wide_pt: float, letters: int) -> None:
        """A table beside the text: it stands at its place and waits for the next paragraph like a shape."""
        self._beside(floating_place(place, wide_pt), code, letters, "bảng trôi có chữ bao quanh")

    def _beside(self, place: Place, code: str, letters: int, name: str) -> None:
        self.job.watches = True
        self.drawings.marks.append(place.code(place.watched(code, letters, name), in_cell=bool(self.depth)))

    def paragraph(self, paragraph: etree._Element, following: etree._Element | None = None) -> None:
        styles, numbering = self.job.styles, self.job.numbering
        look = styles.paragraph(paragraph, numbering.formatting(paragraph), self.table)
        label = numbering.label(paragraph)
        tokens = self.inline.tokens(paragraph, self.table)
        if label is not None:
            tokens = self._label(label, paragraph) + tokens
        marks = self.drawings.take()
        mark = styles.run(None, paragraph, self.table)
        if mark.hidden and not tokens and not marks:
            return
        if paragraph.find(f"{W}pPr/{W}framePr") is not None:
            self._framed(look, paragraph, tokens, mark.size_pt)
            return
        if look.page_break_before and self.top and self.code:
            self._break("pagebreak(weak: true)")
        borders = self._borders(look, following)
        if self.depth and blanks.stays_whole(paragraph):
            tokens = _unbroken(tokens)
        size = max((token.size_pt for token in tokens if token.size_pt), default=mark.size_pt)
        start, height = self.drawings.take_pushed()
        room = max(start + height, 0)
        if room and start < 0.8 * look.pitch_pt(size) and any(token.kind == "text" for token in tokens):
            # A shape at the top of its paragraph moves the text below itself.
            above = given(
                above=points(self._above(look)), tall=points(room), marks=anchored(marks, look.before_pt)
            )
            self.code.append(f"gap({above})")
            look, marks, room = replace(look, before_pt=0), [], 0
        self._write(look, tokens, marks, mark.size_pt, borders)
        # Not the space after, which a neighbour of the same style may drop.
        self._lead_pt += max(room - look.pitch_pt(size), 0)

    def _framed(
        self, look: ParagraphLook, paragraph: etree._Element, tokens: list[Token], mark_pt: float
    ) -> None:
        """A paragraph in a frame: page numbers stand in one in many headers, beside the text; others are not drawn."""
        frame = paragraph.find(f"{W}pPr/{W}framePr")
        if not self.inline.counts and frame is not None:
            self._in_frame(frame, look, tokens, mark_pt)
            return
        sides = {"center": "center", "right": "right", "outside": "right"}
        align = sides.get((frame.get(W + "xAlign") if frame is not None else None) or "", look.align)
        inner = self.inner(self.width_pt, self.table)
        inner._write(ParagraphLook(align=align, line=look.line, style=look.style), tokens, [], mark_pt, {})
        framed = f"place(top + left, block(width: 100%, {{{inner.closed()}}}))"
        self.code.append(f"block(width: 100%, height: 0pt, above: 0pt, below: 0pt, {framed})")

    def _in_frame(
        self, frame: etree._Element, look: ParagraphLook, tokens: list[Token], mark_pt: float
    ) -> None:
        """A paragraph in a frame of its own beside the text."""
        if (frame.get(W + "dropCap") or "none") != "none":
            self.job.lose("chữ cái đầu đoạn phóng to (drop cap)")
            return
        wide = decimal(frame.get(W + "w")) / TWIPS_PER_POINT or natural_width_pt(tokens) + 2
        inner = self.inner(wide, self.table)
        inner._write(replace(look, before_pt=0, after_pt=0), tokens, [], mark_pt, dict(look.borders))
        letters = sum(len("".join(token.text.split())) for token in tokens)
        body = f"block(width: {points(wide)}, {{{inner.closed()}}})"
        self._beside(framed_place(frame, wide), body, letters, "khung văn bản (frame)")

    def _write(
        self,
        look: ParagraphLook,
        tokens: list[Token],
        marks: list[str],
        mark_pt: float,
        borders: dict[str, Border],
    ) -> None:
        parts = _parts(tokens)
        for count, (broken_by, part) in enumerate(parts):
            # Word knows no page break inside a cell.
            if broken_by and not self.depth:
                self._break(
                    "pagebreak(weak: true)" if broken_by == "page" and self.top else "colbreak(weak: true)"
                )
            # A break at the end takes the paragraph's mark with it: no empty line follows.
            if not part and (count or len(parts) > 1):
                continue
            self._block(look, part, marks if not count else [], mark_pt, borders)
        if marks and len(parts) > 1 and not parts[0][1]:
            self.code.extend(marks)

    def _block(
        self,
        look: ParagraphLook,
        tokens: list[Token],
        marks: list[str],
        mark_pt: float,
        borders: dict[str, Border],
    ) -> None:
        above = self._above(look)
        size = max((token.size_pt for token in tokens if token.size_pt), default=mark_pt)
        pitch = look.pitch_pt(size)
        extra = pitch - NATURAL_LINE * size
        shared = {
            "above": points(above) if above else None,
            "left": points(look.left_pt + min(look.first_pt, 0)) if tokens else points(look.left_pt),
            "right": points(look.right_pt + ROUNDING_PT + (LEAN * size if is_leaning(tokens) else 0)),
            "keep": "true" if look.keep_next else None,
            "fill": f'rgb("{look.fill}")' if look.fill else None,
            "stroke": stroke(borders),
            "inset": inset(borders),
            "marks": anchored(marks, look.before_pt),
        }
        if any(token.kind == "text" for token in tokens):
            fits = look.line[0] != "exact" and extra > -0.01
            extra = max(extra, 0)
            self.code.append(
                self._text_block(look, tokens, shared, extra if fits else 0, None if fits else pitch)
            )
            self._after_pt, self._lead_pt = look.after_pt, extra if fits else 0
        else:
            lines = 1 + sum(token.kind == "line" for token in tokens)
            frame = sum(one.width_pt + one.space_pt for side, one in borders.items() if side in LEVEL)
            # Only the line itself must fit on the page, not the air Word adds to it.
            tall = max(min(pitch, NATURAL_LINE * size), 0.5)
            self.code.append(f"gap({given(**shared, tall=points(tall * lines + frame))})")
            self._after_pt, self._lead_pt = look.after_pt, max(pitch - tall, 0)
        self._before = look

    def _text_block(
        self,
        look: ParagraphLook,
        tokens: list[Token],
        shared: dict[str, str | None],
        lead: float,
        exact: float | None,
    ) -> str:
        own = given(
            first=points(look.first_pt) if look.first_pt > 0 else None,
            hang=points(-look.first_pt) if look.first_pt < 0 else None,
            lead=points(lead) if lead else None,
            to=look.align if look.align in ("center", "right") else None,
            even="true" if look.align == "even" else None,
            whole="true" if look.keep_lines else None,
        )
        # A line of exact height cuts through ascenders as Word does: four fifths above the base line.
        edges = (
            f"#set text(top-edge: {points(exact * 0.8)}, bottom-edge: {points(-exact * 0.2)});"
            if exact
            else ""
        )
        arguments = ", ".join(one for one in (given(**shared), own) if one)
        return f"para({arguments})[{edges}{self._lines(look, tokens)}]"

    def _lines(self, look: ParagraphLook, tokens: list[Token]) -> str:
        lines = [[]] if not tokens else _split(tokens, "line")
        spread = look.align == "even" and self.job.expand_soft_breaks
        joint = "#linebreak(justify: true)" if spread else "#linebreak()"
        written = []
        for count, line in enumerate(map(without_end, lines)):
            start = look.left_pt + (look.first_pt if not count else 0)
            written.append(self._line(look, line, start, hanging=not count and look.first_pt < 0))
        return joint.join(written)

    def _line(self, look: ParagraphLook, line: list[Token], start: float, *, hanging: bool) -> str:
        end = self.width_pt - look.right_pt
        room = max(end - max(start, look.left_pt), 1)
        if not any(token.kind == "tab" for token in line):
            return joined(line, room)
        stops = list(look.tabs)
        if hanging:
            stops = sorted([*stops, TabStop(look.left_pt, "left", None)], key=lambda stop: stop.at_pt)
        tabs = iter([Token("tab"), *(token for token in line if token.kind == "tab")])
        pieces = (self._piece(piece, room, next(tabs)) for piece in _split(line, "tab"))
        written = array(_stop(stop) for stop in stops)
        bounds = f"{points(start)}, {points(end)}"
        return f"#tabbed({bounds}, {written}, {points(self.job.default_tab_pt)}, {', '.join(pieces)})"

    def _piece(self, tokens: list[Token], room_pt: float, tab: Token) -> str:
        """What stands after a tab, and how that tab looks."""
        look = tab.name or self.job.look(RunLook())
        return f"(body: [{joined(tokens, room_pt)}], line: {str(tab.underlined).lower()}, look: {look})"

    def _label(self, label: Label, paragraph: etree._Element) -> list[Token]:
        styles = self.job.styles
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        look = styles.run_from(mark, styles.name_of(paragraph), self.table, _without_fonts(label.letters))
        if label.unknown:
            self.job.lose("ký hiệu đầu dòng của phông ký hiệu")
        tokens = self.inline.text_tokens(label.text + (" " if label.follows == "space" else ""), look)
        return [*tokens, Token("tab")] if label.follows == "tab" else tokens

    def _above(self, look: ParagraphLook) -> float:
        """The space before this block: the larger of what is owed and its own; the first of a story must insist."""
        before, after, lead = look.before_pt, self._after_pt, self._lead_pt
        self._after_pt = self._lead_pt = 0
        same = self._before is not None and self._before.style == look.style
        if look.contextual and same:
            before = 0
        if self._before is not None and self._before.contextual and same:
            after = 0
        if not self.code:
            if before:
                self.code.append(f"v({points(before)})")
            return 0
        # Word takes the larger, unless the file keeps to the rules of 1997.
        return lead + (before + after if self.job.adds_spacing else max(before, after))

    def _take(self) -> float:
        owed = self._after_pt + self._lead_pt
        self._after_pt = self._lead_pt = 0
        return owed

    def _pay(self) -> None:
        owed = self._take()
        if owed > 0.01:
            self.code.append(f"v({points(owed)})")

    def _break(self, code: str) -> None:
        self._take()
        self.code.append(code)

    def _borders(self, look: ParagraphLook, following: etree._Element | None) -> dict[str, Border]:
        """Neighbours with the same frame share it."""
        borders = dict(look.borders)
        if not borders:
            return borders
        if self._before is not None and self._before.borders == look.borders and self.code:
            borders.pop("top", None)
        if following is not None and following.tag == W + "p":
            after = self.job.styles.paragraph(following, self.job.numbering.formatting(following), self.table)
            if after.borders == look.borders:
                borders.pop("bottom", None)
        return borders


def _unbroken(tokens: list[Token]) -> list[Token]:
    """A line in one piece; the spaces at its end hang over, as in Word, and must not count."""
    code = _SPACES_AT_END.sub('")', joined(tokens))
    return [Token("text", f"#unbroken[{code}]", max(token.size_pt for token in tokens))]


def _stop(stop: TabStop) -> str:
    fill = f'"{stop.fill}"' if stop.fill else "none"
    return f'(at: {points(stop.at_pt)}, to: "{stop.to}", fill: {fill})'


def _without_fonts(letters: Layer) -> Layer:
    kept = {name: one for name, one in letters.properties.items() if name != "rFonts"}
    return Layer(kept, NOTHING.indent, NOTHING.spacing, NOTHING.tabs)


def _parts(tokens: list[Token]) -> list[tuple[str, list[Token]]]:
    """The paragraph cut at page and column breaks: what cut it, and what follows."""
    parts: list[tuple[str, list[Token]]] = [("", [])]
    for token in tokens:
        if token.kind in ("page", "column"):
            parts.append((token.kind, []))
        else:
            parts[-1][1].append(token)
    return parts


def _split(tokens: list[Token], at: str) -> list[list[Token]]:
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == at:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces
