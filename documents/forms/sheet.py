"""The paper a form is built on: page, page number, columns, lines of text, short rules, frames.

source  Decree 30/2020/NĐ-CP, annex I, part I, sections I and V
"""

from collections.abc import Iterable

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
TEXT_PT = 14.0
TEXT_MM = 165.0
# A name of several lines is as long as its column.
RULE_SHARE = 0.4
_RULE_ORDER = ("keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "pStyle")
_MM_PER_PT = 25.4 / 72


def new_document(title: str) -> Document:
    """An empty A4 page with the decree's margins, page number from page 2."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(TEXT_PT)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    lay_out(section)
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(number)
    return document


def lay_out(section: Section) -> None:
    """A4 upright with the decree's margins; the first page shows no number."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True


def next_section(document: Document) -> Section:
    """A new page whose number begins at 1 again, as annexes have it."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    lay_out(section)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    # The order of properties is fixed: the number comes right after the margins.
    section._sectPr.xpath("./w:pgMar")[0].addnext(start)
    return section


def _page_number(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(TEXT_PT)
    for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), (None, "2"), ("end", None)):
        if kind is not None:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText" if text == "PAGE" else "w:t")
            element.text = text
        run._r.append(element)


def columns(document: Document, widths_mm: tuple[float, ...], *, rows: int) -> Table:
    """A table without lines that only holds places."""
    table: Table = document.add_table(rows=rows, cols=len(widths_mm))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    # Word obeys the cells, other programs the grid: both are told.
    for number, width in enumerate(widths_mm):
        table.columns[number].width = Mm(width)
        for cell in table.columns[number].cells:
            cell.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    return table


def keep_row_whole(table: Table, row: int) -> None:
    """Let no page break cut through this row."""
    table.rows[row]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def new_line(place: Document | _Cell) -> Paragraph:
    """The next paragraph; the empty first one of a cell is taken before a new one is made."""
    if isinstance(place, _Cell):
        first: Paragraph = place.paragraphs[0]
        if len(place.paragraphs) == 1 and first.text == "" and first._p.pPr is None:
            return first
    added: Paragraph = place.add_paragraph()
    return added


def say(
    paragraph: Paragraph, text: str, size_pt: float, *, bold: bool = False, italic: bool = False
) -> Paragraph:
    """Add letters to a paragraph."""
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size_pt), bold, italic
    return paragraph


def centred(
    place: Document | _Cell, text: str, size_pt: float, *, bold: bool = False, italic: bool = False
) -> Paragraph:
    """One centred line."""
    paragraph = new_line(place)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return say(paragraph, text, size_pt, bold=bold, italic=italic)


def rule_below(place: Document | _Cell, length_pt: float, room_mm: float) -> None:
    """A short line: the upper border of an empty paragraph drawn in from both sides."""
    paragraph = place.add_paragraph()
    inset = Pt(max(room_mm / _MM_PER_PT - length_pt, 0) / 2)
    look = paragraph.paragraph_format
    look.left_indent = look.right_indent = inset
    look.line_spacing, look.space_before = Pt(5), Pt(2)
    border(paragraph, ("top",))


def border(paragraph: Paragraph, sides: Iterable[str], *, space_pt: int = 1) -> None:
    """Single lines around a paragraph, `space_pt` away from its letters."""
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", str(space_pt)), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    # The order of properties is fixed: borders come before spacing and indents.
    before = [child for child in properties if child.tag in {qn(f"w:{name}") for name in _RULE_ORDER}]
    if before:
        before[-1].addnext(borders)
    else:
        properties.insert(0, borders)


def share_of(line_pt: float, room_mm: float) -> float:
    """The length of the rule below a name or subject, in points: between a third and a half of the line."""
    return RULE_SHARE * min(line_pt, room_mm / _MM_PER_PT)
