"""The lower part of a paper: recipients, signing blocks, contact, the block of a copy.

source  Decree 30/2020/NĐ-CP, annex I, part I, II.7, II.9, III.3, III.4 and part II, section II
"""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from documents.forms import sheet, values
from documents.forms.head import HEAD_MM, NAME_PT, NUMBER_PT
from documents.forms.values import Copying, FormValues, Signing
from documents.forms.widths import width_pt

FOOT_MM = (85.0, 80.0)
SIGNING_SPACE_PT = 84
COPY_MARKS = {"SAO Y": "SY", "SAO LỤC": "SL", "TRÍCH SAO": "TrS"}
_TITLE_BLANK, _NAME_BLANK = "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ", "Họ và tên"


def foot(document: Document, paper: FormValues, *, begins: tuple[str, ...] = ()) -> None:
    """Recipients left, signer right, on one page."""
    table = _foot_table(document)
    left, right = table.rows[0].cells
    recipients(left, begins + paper.recipients, paper.archive_line or "Lưu: VT, …", paper.drafter_mark)
    signing(right, paper.signing)


def foot_of_record(document: Document, paper: FormValues) -> None:
    """Two signers side by side, the recipients below (form 1.9)."""
    table = _foot_table(document)
    left, right = table.rows[0].cells
    signing(left, paper.second if paper.second.lines else Signing(("THƯ KÝ",), paper.second.name))
    signing(right, paper.signing if paper.signing.lines else Signing(("CHỦ TỌA",), paper.signing.name))
    below = _foot_table(document).rows[0].cells[0]
    recipients(below, paper.recipients, paper.archive_line or "Lưu: VT, Hồ sơ", paper.drafter_mark)


def _foot_table(document: Document) -> Table:
    space = document.add_paragraph()
    space.paragraph_format.line_spacing = Pt(12)
    # The last lines of the text stay with the signature.
    space.paragraph_format.keep_with_next = True
    if len(document.paragraphs) > 1:
        document.paragraphs[-2].paragraph_format.keep_with_next = True
    table = sheet.columns(document, FOOT_MM, rows=1)
    sheet.keep_row_whole(table, 0)
    return table


def recipients(cell: _Cell, names: tuple[str, ...], archive_line: str, drafter_mark: str = "") -> None:
    """The list, closed by the line of what is kept and, where wanted, the drafter's mark."""
    sheet.say(sheet.new_line(cell), "Nơi nhận:", 12, bold=True, italic=True)
    for name in names or (values.BLANK,):
        sheet.say(cell.add_paragraph(), f"- {values.ended(name, ';')}", 11)
    kept = values.ended(archive_line, ".")
    sheet.say(cell.add_paragraph(), f"- {kept}{f' {drafter_mark}.' if drafter_mark else ''}", 11)


def signing(cell: _Cell, block: Signing) -> None:
    """From authority to title, room for the signature, the name."""
    for line in block.lines or (_TITLE_BLANK,):
        sheet.centred(cell, line, 14, bold=True)
    if block.remark:
        sheet.centred(cell, block.remark, 13, italic=True)
    space = cell.add_paragraph()
    space.paragraph_format.space_before = Pt(SIGNING_SPACE_PT)
    space.alignment = WD_ALIGN_PARAGRAPH.CENTER
    sheet.say(space, block.name or _NAME_BLANK, 14, bold=True)


def contact(document: Document, lines: tuple[str, ...]) -> None:
    """Address and telephone below a line over the whole width, at the foot of page 1 only."""
    section = document.sections[0]
    # The lines stand within the margin: the more there are, the nearer they come to the edge.
    section.footer_distance = Mm(8 if len(lines) < 3 else 5)
    paragraph = section.first_page_footer.paragraphs[0]
    sheet.say(paragraph, "\n".join(lines), 11)
    sheet.border(paragraph, ("top",), space_pt=4)


def copy_block(document: Document, copy: Copying) -> None:
    """The block of a copy on paper, below a line over the whole width (form 3.1)."""
    line = document.add_paragraph()
    line.paragraph_format.space_before, line.paragraph_format.keep_with_next = Pt(12), True
    sheet.border(line, ("top",))
    head = sheet.columns(document, HEAD_MM, rows=2)
    left, right = head.rows[0].cells
    name = copy.agency or "TÊN CƠ QUAN, TỔ CHỨC"
    sheet.centred(left, name, NAME_PT, bold=True)
    sheet.rule_below(left, sheet.share_of(width_pt(name, NAME_PT, bold=True), HEAD_MM[0]), HEAD_MM[0])
    sheet.centred(right, copy.form, 14, bold=True)
    number, date = head.rows[1].cells
    sheet.centred(number, values.number_line(copy.number, copy.symbol, COPY_MARKS[copy.form]), NUMBER_PT)
    sheet.centred(date, values.date_line(copy.place, copy.day, copy.month, copy.year), 14, italic=True)
    for cell in (left, right, number, date):
        for printed in cell.paragraphs:
            printed.paragraph_format.keep_with_next = True
    table = _foot_table(document)
    recipients(table.rows[0].cells[0], copy.recipients, copy.archive_line)
    signing(table.rows[0].cells[1], copy.signing)


def confirmation_of_leave(document: Document) -> None:
    """Where the place of the leave confirms it, if need be (form 1.10)."""
    document.add_paragraph().paragraph_format.line_spacing = Pt(12)
    cell = sheet.columns(document, FOOT_MM, rows=1).rows[0].cells[0]
    for text in (
        "Xác nhận của cơ quan (tổ chức) hoặc",
        "chính quyền địa phương nơi nghỉ phép (nếu cần)",
        "(Chữ ký, dấu)",
    ):
        sheet.centred(cell, text, 12, italic=True)
    space = sheet.centred(cell, _NAME_BLANK, 14, bold=True)
    space.paragraph_format.space_before = Pt(48)
