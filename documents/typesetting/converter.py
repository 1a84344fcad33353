"""A guarded .docx as typst source, with a list of everything that was not drawn.

Formatting is resolved in `styles` and `numbering`; lines are written in `inline`, paragraphs in `flow`, tables,
drawings and pages in their own modules. Nothing here sets pages: see `engine`.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from lxml import etree

from documents.reading.markup import W
from documents.typesetting.drawings import Drawings
from documents.typesetting.flow import Flow, blocks
from documents.typesetting.inline import Inline
from documents.typesetting.job import Job
from documents.typesetting.looks import decimal, is_set, value
from documents.typesetting.naming import title_of
from documents.typesetting.numbering import Numbering, formed
from documents.typesetting.package import Package, Part
from documents.typesetting.sections import Furniture, Section, Strip, page_code, read_section
from documents.typesetting.source import TWIPS_PER_POINT, points, printable, string
from documents.typesetting.styles import Styles
from documents.typesetting.words import joined

_BOX_WIDTH = 400.0


@dataclass(frozen=True)
class Converted:
    """What typst needs to print the document.

    losses        elements not drawn, in Vietnamese, each named once
    pictures      file name to bytes
    notes         what a person should know though nothing is lost, in Vietnamese
    watches       the page must be looked at for text that meets a shape: see `watched`
    """

    source: str
    losses: tuple[str, ...]
    pictures: dict[str, bytes]
    watches: bool = False
    notes: tuple[str, ...] = ()


def convert(package: Package, styles: Styles) -> Converted:
    """Write the document as typst source."""
    writer = _Writer(_job(package, styles), package.main)
    pages = writer.body()
    job = writer.job
    title = string(printable(title_of(package.main.root)))
    source = "\n".join(
        (
            _preamble(),
            f'#set document(title: {title})\n#set text(lang: "vi", region: "VN")',
            _notes(job),
            *job.definitions(),
            pages,
        )
    )
    return Converted(source, tuple(job.losses), job.pictures, job.watches, tuple(job.notes))


@cache
def _preamble() -> str:
    return (resources.files("documents.typesetting") / "preamble.typ").read_text("utf-8")


def _job(package: Package, styles: Styles) -> Job:
    settings = package.beside("settings.xml")
    job = Job(package, styles, Numbering(package.beside("numbering.xml"), styles))
    if settings is None:
        return job
    tab = decimal(value(settings.find(W + "defaultTabStop"))) / TWIPS_PER_POINT
    job.default_tab_pt = tab if tab > 1 else job.default_tab_pt
    job.expand_soft_breaks = not is_set(settings.find(f"{W}compat/{W}doNotExpandShiftReturn"))
    job.adds_spacing = is_set(settings.find(f"{W}compat/{W}doNotUseHTMLParagraphAutoSpacing"))
    numeral = value(settings.find(f"{W}endnotePr/{W}numFmt"))
    job.endnote_numeral = numeral or job.endnote_numeral
    job.tables_hang_out = _compatibility(settings) < 15
    return job


def _compatibility(settings: etree._Element) -> float:
    for one in settings.iter(W + "compatSetting"):
        if one.get(W + "name") == "compatibilityMode":
            return decimal(one.get(W + "val"))
    return 12


@dataclass
class _Writer:
    """Writes the body section by section, and what stands around it."""

    job: Job
    part: Part

    def body(self) -> str:
        body = self.part.root.find(W + "body")
        if body is None:
            return ""
        settings = self.job.package.beside("settings.xml")
        even = settings is not None and is_set(settings.find(W + "evenAndOddHeaders"))
        written: list[str] = []
        before: Section | None = None
        page: Section | None = None
        sections = self._sections(body)
        for number, (section, content) in enumerate(sections):
            fresh = before is None or section.kind != "continuous" or not section.same_page(before)
            if fresh:
                written.append(page_code(section, number, self._furniture(section), even_and_odd=even))
            if fresh or page is None:
                page = section
            following = sections[number + 1][0] if number + 1 < len(sections) else None
            code = self._content(section, content, following)
            written.append(_moved(code, section.left_pt - page.left_pt, section.right_pt - page.right_pt))
            before = section
        return "\n".join(written) + self._endnotes()

    def _endnotes(self) -> str:
        """The notes that stand at the end of the document, under a short rule."""
        name = next((one for one in self.part.targets.values() if one.endswith("endnotes.xml")), "")
        if not self.job.endnotes:
            return ""
        if name not in self.job.package.entries:
            self.job.lose("chú thích cuối văn bản")
            return ""
        part = self.job.package.part(name)
        bodies = {note.get(W + "id"): note for note in part.root.iter(W + "endnote")}
        code = ["block(above: 12pt, below: 2pt, line(length: 5cm, stroke: .5pt))"]
        for count, one in enumerate(list(self.job.endnotes), 1):
            flow = self._flow(part, 450)
            flow.inline.number = formed(count, self.job.endnote_numeral)
            if one in bodies:
                code += flow.story(bodies[one]).code
        return "".join(f"\n#{one}" for one in code)

    def _sections(self, body: etree._Element) -> list[tuple[Section, list[etree._Element]]]:
        """The body cut at its section marks; a mark stands in the last paragraph of its section."""
        sections: list[tuple[Section, list[etree._Element]]] = []
        content: list[etree._Element] = []
        for block in blocks(body):
            if block.tag == W + "sectPr":
                continue
            content.append(block)
            mark = block.find(f"{W}pPr/{W}sectPr")
            if mark is not None:
                sections.append((read_section(mark, sections[-1][0] if sections else None), content))
                content = []
        last = body.find(W + "sectPr")
        if content or not sections:
            sections.append((read_section(last, sections[-1][0] if sections else None), content))
        return sections

    def _content(self, section: Section, content: list[etree._Element], following: Section | None) -> str:
        wide = (section.text_width_pt - (section.columns - 1) * section.column_gap_pt) / section.columns
        flow = self._flow(self.part, wide, top=section.columns == 1)
        flow.blocks(content)
        if section.columns == 1:
            return "\n".join(f"#{code}" for code in (flow.without_end() if following is None else flow.code))
        inner = "\n".join(flow.code)
        if following is not None and following.kind == "continuous" and following.same_page(section):
            return f"#balanced({section.columns}, {points(section.column_gap_pt)}, {{{inner}}})"
        return f"#columns({section.columns}, gutter: {points(section.column_gap_pt)}, {{{inner}}})"

    def _flow(self, part: Part, width_pt: float, *, top: bool = False, counts: bool = False) -> Flow:
        drawings = Drawings(self.job, self._box)
        note = self._footnote if not counts else _no_note
        inline = Inline(self.job, part, drawings, counts, note)
        return Flow(self.job, part, inline, drawings, width_pt, top=top)

    def _box(self, element: etree._Element, part: Part) -> str:
        """The text of a box, as the code of a story of its own."""
        return self._flow(part, _BOX_WIDTH).inner(_BOX_WIDTH, "").story(element).closed()

    def _furniture(self, section: Section) -> Furniture:
        def written(relation: str) -> Strip | None:
            name = self.part.targets.get(relation, "")
            if name not in self.job.package.entries:
                return None
            part = self.job.package.part(name)
            flow = self._flow(part, section.text_width_pt, counts=True).story(part.root)
            shown = any(not one.startswith("gap(") or "marks:" in one for one in flow.code)
            plain = len(flow.code) <= 1 and not any("table(" in one or "image(" in one for one in flow.code)
            return Strip("{" + "\n".join(flow.code) + "}", shown, plain)

        return written

    def _footnote(self, number: str) -> str | None:
        """The body of a footnote in one line of content; its paragraphs are parted by line breaks."""
        notes = next((name for name in self.part.targets.values() if name.endswith("footnotes.xml")), "")
        if notes not in self.job.package.entries:
            return None
        part = self.job.package.part(notes)
        for note in part.root.iter(W + "footnote"):
            if note.get(W + "id") == number:
                return self._note(note, part)
        return None

    def _note(self, note: etree._Element, part: Part) -> str | None:
        drawings = Drawings(self.job, self._box)
        inline = Inline(self.job, part, drawings)
        lines = []
        for block in blocks(note):
            if block.tag != W + "p":
                return None
            look = self.job.styles.paragraph(block)
            self.job.notes_even |= look.align == "even"
            self.job.note_indent_pt = max(self.job.note_indent_pt, look.first_pt)
            tokens = inline.tokens(block, "")
            lines.append(joined([token for token in tokens if token.kind == "text"]))
        return "#linebreak()".join(line for line in lines if line) if not drawings.take() else None


def _notes(job: Job) -> str:
    """How footnotes stand; else they would take the lines of the paragraph that calls them."""
    even = "true" if job.notes_even else "false"
    return (
        f"#set footnote.entry(indent: {points(job.note_indent_pt)})\n"
        f"#show footnote.entry: set par(leading: 0pt, justify: {even}, first-line-indent: 0pt, hanging-indent: 0pt)"
    )


def _moved(code: str, left_pt: float, right_pt: float) -> str:
    """A section that goes on within the page of another one, but between margins of its own."""
    if not code or (abs(left_pt) < 0.1 and abs(right_pt) < 0.1):
        return code
    return f"#pad(left: {points(left_pt)}, right: {points(right_pt)})[\n{code}\n]"


def _no_note(_id: str) -> str | None:
    """Headers have no footnotes."""
    return None
