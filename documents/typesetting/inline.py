"""What stands in a line: text, tabs, breaks, fields, notes, and shapes anchored in the paragraph.

Everything met is either printed, known to print nothing, or noted as a loss.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from documents.reading import legacy
from documents.reading.markup import W
from documents.typesetting import symbols
from documents.typesetting.alternatives import MC, branch
from documents.typesetting.drawings import Drawings
from documents.typesetting.job import Job
from documents.typesetting.looks import RunLook, is_set
from documents.typesetting.numbering import formed
from documents.typesetting.package import Part
from documents.typesetting.source import points, printable
from documents.typesetting.words import Kind, Token

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_THROUGH = {W + name for name in ("hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo")}
_TRACKED = {W + name for name in ("ins", "del", "moveFrom", "moveTo")}
_QUIET_FIELDS = {"TC", "XE", "RD", "SET", "ADVANCE", "PRIVATE", "BOOKMARK", "FORMCHECKBOX"}
_COUNTED_FIELDS = {"PAGE": "counter(page).display()", "NUMPAGES": "counter(page).final().first()"}
_LOST_IN_RUN = {
    "object": "đối tượng nhúng (OLE)",
    "ruby": "chữ chú âm (ruby)",
    "control": "điều khiển biểu mẫu",
}
_SMALL = 0.8
# Times and what stands for it; legacy fonts of the same look are read as Unicode before.
_TIMES = ("times", "tinos", "liberation serif", ".vntime", ".vntimeh", "vni-times", "vni times")


def is_ours(font: str) -> bool:
    """Whether the page shows this font as its writer saw it; symbols are written over anyway."""
    name = font.casefold()
    return not name or name.startswith(_TIMES) or symbols.is_symbol_font(font)


@dataclass
class _Field:
    code: str = ""
    in_result: bool = False
    muted: bool = False


@dataclass
class Inline:
    """Reads the paragraphs of one story; a field may run over several of them.

    counts        page fields are counted (headers), not printed as last stored
    note          writes the body of a footnote
    number        of the endnote that is written
    """

    job: Job
    part: Part
    drawings: Drawings
    counts: bool = False
    note: Callable[[str], str | None] = lambda _id: None
    number: str = ""
    _fields: list[_Field] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _look: RunLook | None = None
    _tokens: list[Token] = field(default_factory=list)

    def tokens(self, paragraph: etree._Element, table: str) -> list[Token]:
        """The pieces of a paragraph; shapes anchored in it are left with `drawings`."""
        self._tokens = []
        self._walk(paragraph, paragraph, table)
        self._flush()
        return self._tokens

    def text_tokens(self, text: str, look: RunLook) -> list[Token]:
        """Pieces for text that is not in a run, such as a label."""
        self._tokens = []
        self._say(text, look)
        self._flush()
        return self._tokens

    def _walk(self, node: etree._Element, paragraph: etree._Element, table: str) -> None:
        for child in node:
            tag = child.tag
            if tag == W + "r":
                look = self.job.styles.run(child, paragraph, table)
                for one in _chosen(child):
                    self._run_piece(one, look)
            elif tag == W + "fldSimple":
                self._simple_field(child, paragraph, table)
            elif tag in _THROUGH:
                self._walk(child, paragraph, table)
            elif tag in _TRACKED:
                self.job.lose("thay đổi chưa được chấp nhận (track changes)")
            elif tag == MC + "AlternateContent":
                for one in branch(child):
                    self._walk(one, paragraph, table)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                self.job.lose("công thức toán")

    def _run_piece(self, piece: etree._Element, look: RunLook) -> None:
        name = str(piece.tag).removeprefix(W)
        if name == "fldChar":
            self._field_mark(value_of(piece, "fldCharType"), look, piece)
        elif name == "instrText":
            if self._fields and not self._fields[-1].in_result:
                self._fields[-1].code += piece.text or ""
        elif self._silent or look.hidden:
            return
        elif name == "t":
            self._say(piece.text or "", look)
        elif name in ("tab", "ptab"):
            drawn = self.job.look(replace(look, font="", caps=False, small_caps=False, underline=False))
            self._put(Token("tab", underlined=look.underline, size_pt=look.size_pt, name=drawn))
        elif name in ("br", "cr"):
            kind: Kind = {"page": "page", "column": "column"}.get(value_of(piece, "type"), "line")  # type: ignore[assignment]
            self._put(Token(kind, size_pt=look.size_pt))
        elif name == "noBreakHyphen":
            self._say("\u2011", look)
        elif name == "sym":
            self._symbol(piece, look)
        elif name in ("drawing", "pict"):
            for code in self.drawings.inline(piece, self.part):
                self._put(Token("text", code, look.size_pt))
        elif name == "footnoteReference":
            self._footnote(piece, look)
        elif name == "endnoteReference":
            self.job.endnotes.append(value_of(piece, "id"))
            self._say(formed(len(self.job.endnotes), self.job.endnote_numeral), look)
        elif name == "endnoteRef":
            self._say(self.number, look)
        elif name == "commentReference":
            self.job.remark("Nhận xét (comment) trong tệp không được in.")
        elif name in _LOST_IN_RUN:
            self.job.lose(_LOST_IN_RUN[name])

    @property
    def _silent(self) -> bool:
        return any(one.muted or not one.in_result for one in self._fields)

    def _say(self, text: str, look: RunLook) -> None:
        text = self._readable(text, look)
        if look.caps:
            text = text.upper()
        if look.small_caps:
            for letters, small in _by_case(text):
                self._write(letters.upper(), replace(look, size_pt=look.size_pt * _SMALL) if small else look)
            return
        self._write(text, look)

    def _write(self, text: str, look: RunLook) -> None:
        # A box or an arrow looks much the same in every font.
        if any(letter.isalnum() for letter in text) and not is_ours(look.font):
            self.job.remark(
                f"Phông {look.font} không có; chữ được in bằng Tinos (cùng cỡ với Times New Roman)."
            )
        # The font's name no longer matters, and one look less is one definition less.
        plain = replace(look, font="", caps=False, small_caps=False)
        if plain != self._look:
            self._flush()
            self._look = plain
        self._text.append(text)

    def _readable(self, text: str, look: RunLook) -> str:
        if not symbols.has_signs(text, look.font):
            return legacy.decode(text, look.font)
        decoded, known = symbols.decode(text, look.font)
        if not known:
            self.job.lose(f"ký hiệu của phông {look.font or 'Symbol'}")
        return decoded

    def _symbol(self, piece: etree._Element, look: RunLook) -> None:
        try:
            sign = chr(int(value_of(piece, "char"), 16))
        except (ValueError, OverflowError):
            sign = "\uf0ff"
        self._say(sign, replace(look, font=value_of(piece, "font")))

    def _flush(self) -> None:
        # Letters and marks may come in different runs of the same look; only together they are NFC.
        text = printable("".join(self._text))
        if text and self._look is not None:
            name = self.job.look(self._look)
            self._tokens.append(Token("text", "", self._look.size_pt, text=text, name=name, look=self._look))
        self._text = []

    def _put(self, token: Token) -> None:
        self._flush()
        self._tokens.append(token)

    def _simple_field(self, element: etree._Element, paragraph: etree._Element, table: str) -> None:
        counted = self._counted(value_of(element, "instr"))
        if counted is None:
            self._walk(element, paragraph, table)
        elif not self._silent:
            self._count(counted, self.job.styles.run(element.find(W + "r"), paragraph, table))

    def _field_mark(self, mark: str, look: RunLook, piece: etree._Element) -> None:
        if mark == "begin":
            box = piece.find(f"{W}ffData/{W}checkBox")
            if box is not None and not self._silent:
                self._put(
                    Token("text", f"#checkbox({points(look.size_pt)}, {_is_ticked(box)})", look.size_pt)
                )
            self._fields.append(_Field())
        elif not self._fields:
            return
        elif mark == "separate":
            self._begin_result(self._fields[-1], look)
        elif mark == "end":
            ended = self._fields.pop()
            if not ended.in_result:
                self._end_without_result(ended, look)

    def _begin_result(self, current: _Field, look: RunLook) -> None:
        current.in_result = True
        counted = self._counted(current.code)
        if counted is not None:
            if not self._silent:
                self._count(counted, look)
            current.muted = True

    def _end_without_result(self, ended: _Field, look: RunLook) -> None:
        counted = self._counted(ended.code)
        name = (ended.code.split() or [""])[0].upper()
        if counted is not None and not self._silent:
            self._count(counted, look)
        elif counted is None and name and name not in _QUIET_FIELDS:
            self.job.lose(f"trường {name[:20]} chưa có kết quả")

    def _counted(self, code: str) -> str | None:
        """How to count a page field, where it is counted."""
        name = (code.split() or [""])[0].upper()
        return _COUNTED_FIELDS.get(name) if self.counts else None

    def _count(self, code: str, look: RunLook) -> None:
        self._put(Token("text", f"#{self.job.look(replace(look, font=''))}(context {code})", look.size_pt))

    def _footnote(self, piece: etree._Element, look: RunLook) -> None:
        body = self.note(value_of(piece, "id"))
        if body is None or piece.get(W + "customMarkFollows") is not None:
            self.job.lose("chú thích chân trang")
            return
        plain = replace(look, font="", raised=None)
        self._put(Token("text", f"#{self.job.look(plain)}(footnote[{body}])", look.size_pt))


def _is_ticked(box: etree._Element) -> str:
    chosen = box.find(W + "checked")
    ticked = is_set(chosen) if chosen is not None else is_set(box.find(W + "default"))
    return "true" if ticked else "false"


def value_of(element: etree._Element, name: str) -> str:
    return element.get(W + name) or ""


def _chosen(run: etree._Element) -> Iterator[etree._Element]:
    """The pieces of a run, with one branch of each alternative."""
    for child in run:
        if child.tag == MC + "AlternateContent":
            for one in branch(child):
                yield from _chosen(one)
        elif isinstance(child.tag, str):
            yield child


def _by_case(text: str) -> Iterator[tuple[str, bool]]:
    """Stretches of the text, and whether they are small letters."""
    stretch, small = "", False
    for letter in text:
        if letter.islower() != small:
            if stretch:
                yield stretch, small
            stretch, small = "", letter.islower()
        stretch += letter
    if stretch:
        yield stretch, small
