"""A new draft of a plan (Kế hoạch) as a Word file, laid out by the decree, with blanks for number and day.

source  Decree 30/2020/NĐ-CP, annex I, sections II and V, and annex III, form 1.4
"""

import re
from dataclasses import dataclass
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
# No-break spaces, two to a digit: five digits and two, with a little air.
NUMBER_BLANK = "\u00a0" * 12
DAY_BLANK = "\u00a0" * 6
HEAD_MM = (72.0, 98.0)
FOOT_MM = (85.0, 80.0)
SIGNING_SPACE_PT = 84
_SECTION = re.compile(r"^[IVXL]+\. ")
_TITLE_LETTERS = 60


@dataclass(frozen=True)
class PlanDraft:
    """What a plan says.

    month           printed in the date line, None for a blank; the day stays blank for the văn thư
    body            paragraphs as they are read: "I. TITLE", "1. Title", "1. A sentence…", "- item", plain
    signing_lines   from authority to title
    """

    agency: str
    parent_agency: str
    symbol: str
    place: str
    month: int | None
    year: int
    subject: str
    bases: tuple[str, ...]
    body: tuple[str, ...]
    recipients: tuple[str, ...]
    archive_line: str
    signing_lines: tuple[str, ...]
    signer_name: str


def write_plan_docx(plan: PlanDraft) -> bytes:
    """The plan as .docx: A4, Times New Roman, page number from page 2."""
    document = docx.Document()
    document.core_properties.title = f"Kế hoạch {plan.subject}"
    _page(document)
    _head(document, plan)
    _title(document, plan)
    for basis in plan.bases:
        _body(document, basis, italic=True)
    for text in plan.body:
        _body(document, text, bold=_is_heading(text))
    _foot(document, plan)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(number)


def _page_number(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(14)
    for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), (None, "2"), ("end", None)):
        if kind is not None:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText" if text == "PAGE" else "w:t")
            element.text = text
        run._r.append(element)


def _head(document: Document, plan: PlanDraft) -> None:
    table = _columns(document, HEAD_MM, rows=2)
    left, right = table.rows[0].cells
    _centred(left, plan.parent_agency, 13)
    _centred(left, plan.agency, 13, bold=True)
    _rule(left, HEAD_MM[0] / 3)
    _centred(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    _centred(right, "Độc lập - Tự do - Hạnh phúc", 14, bold=True)
    _rule(right, 19)
    number, date = table.rows[1].cells
    _centred(number, f"Số:{NUMBER_BLANK}/{plan.symbol}", 13)
    _centred(
        date, f"{plan.place}, ngày{DAY_BLANK}tháng {_month(plan.month)} năm {plan.year}", 14, italic=True
    )


def _title(document: Document, plan: PlanDraft) -> None:
    document.add_paragraph()
    for text in ("KẾ HOẠCH", plan.subject):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).bold = True
    _ruled(document.add_paragraph(), 55)
    document.add_paragraph()


def _body(document: Document, text: str, *, bold: bool = False, italic: bool = False) -> None:
    paragraph = document.add_paragraph()
    look = paragraph.paragraph_format
    look.first_line_indent, look.space_after, look.line_spacing = Cm(1), Pt(6), 1.1
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    look.keep_with_next = bold
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic


def _foot(document: Document, plan: PlanDraft) -> None:
    document.add_paragraph()
    table = _columns(document, FOOT_MM, rows=1)
    row = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(row)
    left, right = table.rows[0].cells
    heading = left.paragraphs[0].add_run("Nơi nhận:")
    heading.bold, heading.italic, heading.font.size = True, True, Pt(12)
    lines = [f"- {line};" for line in plan.recipients] + [f"- {plan.archive_line}."]
    for line in lines:
        left.add_paragraph().add_run(line).font.size = Pt(11)
    for line in plan.signing_lines:
        _centred(right, line, 14, bold=True)
    space = right.add_paragraph()
    space.paragraph_format.space_before = Pt(SIGNING_SPACE_PT)
    space.alignment = WD_ALIGN_PARAGRAPH.CENTER
    space.add_run(plan.signer_name).bold = True


def _columns(document: Document, widths_mm: tuple[float, float], *, rows: int) -> Table:
    table: Table = document.add_table(rows=rows, cols=2)
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


def _centred(cell: _Cell, text: str, size_pt: float, *, bold: bool = False, italic: bool = False) -> None:
    first = cell.paragraphs[0]
    paragraph = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size_pt), bold, italic


def _rule(cell: _Cell, indent_mm: float) -> None:
    _ruled(cell.add_paragraph(), indent_mm)


def _ruled(paragraph: Paragraph, indent_mm: float) -> None:
    """A short line: the upper border of an empty paragraph drawn in from both sides."""
    look = paragraph.paragraph_format
    look.left_indent = look.right_indent = Mm(indent_mm)
    look.line_spacing, look.space_before = Pt(5), Pt(2)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    # The order of properties is fixed: borders come before spacing and indents.
    paragraph._p.get_or_add_pPr().insert(0, borders)


def _is_heading(text: str) -> bool:
    """ "I. TITLE", or a short "1. Title" without a full stop."""
    if _SECTION.match(text):
        return True
    return bool(re.match(r"^\d+\. ", text)) and len(text) < _TITLE_LETTERS and text[-1] not in ".;:"


def _month(month: int | None) -> str:
    """Only January and February take a leading nought."""
    if month is None:
        return DAY_BLANK
    return f"{month:02d}" if month < 3 else str(month)
