"""The upper part of a paper: Quốc hiệu, agency, number, date, stamps, title, addressees.

source  Decree 30/2020/NĐ-CP, annex I, part I, II.1 to II.5, II.9, III.2 and the plan of section IV
"""

from docx.document import Document
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from documents.forms import sheet, values
from documents.forms.values import FormValues
from documents.forms.widths import width_pt

HEAD_MM = (72.0, 98.0)
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
NAME_PT, NATION_PT, MOTTO_PT, NUMBER_PT, TITLE_PT, REFERENCE_PT = 13.0, 13.0, 14.0, 13.0, 14.0, 13.0
_STAMP_MM = {"KHẨN": 20, "THƯỢNG KHẨN": 40, "HỎA TỐC": 30, "HOẢ TỐC": 30}
_STAMP_RED = RGBColor(0xE0, 0x00, 0x00)
_ADDRESS_LEFT_MM, _TELEGRAM_PT = 30.0, 28.0


def letterhead(
    document: Document,
    paper: FormValues,
    *,
    numbered: bool = True,
    dated: bool = True,
    reference: bool = False,
) -> None:
    """Agency and number left, Quốc hiệu and date right; the subject of a letter below its number."""
    table = sheet.columns(document, HEAD_MM, rows=2 if numbered or dated else 1)
    left, right = table.rows[0].cells
    if paper.parent_agency:
        sheet.centred(left, paper.parent_agency, NAME_PT)
    name_lines = (paper.agency or "TÊN CƠ QUAN, TỔ CHỨC").split("\n")
    for line in name_lines:
        sheet.centred(left, line, NAME_PT, bold=True)
    longest = max(width_pt(line, NAME_PT, bold=True) for line in name_lines)
    sheet.rule_below(left, sheet.share_of(longest, HEAD_MM[0]), HEAD_MM[0])
    sheet.centred(right, NATION, NATION_PT, bold=True)
    sheet.centred(right, MOTTO, MOTTO_PT, bold=True)
    sheet.rule_below(right, width_pt(MOTTO, MOTTO_PT, bold=True), HEAD_MM[1])
    if not (numbered or dated):
        return
    number, date = table.rows[1].cells
    if numbered:
        _number(number, paper, reference=reference)
    if dated:
        printed = values.date_line(paper.place, paper.day, paper.month, paper.year)
        sheet.centred(date, printed, 14, italic=True)
    # The urgency stands below the number, the circulation on the other side (boxes 10b and 11).
    if paper.urgency:
        _frame(number, paper.urgency, HEAD_MM[0])
    if paper.circulation:
        _frame(date, paper.circulation, HEAD_MM[1])


def _number(cell: _Cell, paper: FormValues, *, reference: bool) -> None:
    sheet.centred(cell, values.number_line(paper.number, paper.symbol, paper.abbreviation), NUMBER_PT)
    if reference:
        below = sheet.centred(cell, f"V/v {paper.subject or values.BLANK}", REFERENCE_PT)
        below.paragraph_format.space_before = Pt(6)


def _frame(cell: _Cell, mark: str, room_mm: float) -> None:
    stamp = _STAMP_MM.get(mark)
    wide_mm = stamp or width_pt(mark, 13, bold=True) / 72 * 25.4 + 8
    paragraph = sheet.centred(cell, mark, 13, bold=True)
    if stamp:
        paragraph.runs[0].font.color.rgb = _STAMP_RED
    look = paragraph.paragraph_format
    look.left_indent = look.right_indent = Mm(max((room_mm - wide_mm) / 2, 0))
    look.space_before = Pt(6)
    sheet.border(paragraph, ("top", "left", "bottom", "right"))


def title(document: Document, kind: str, subject: str, *, kept_above: float = 18) -> None:
    """The kind and the subject, centred, with the short rule below."""
    first = sheet.centred(document, kind.upper() or "TÊN LOẠI VĂN BẢN", TITLE_PT, bold=True)
    first.paragraph_format.space_before = Pt(kept_above)
    if subject:
        sheet.centred(document, subject, TITLE_PT, bold=True)
    ruled(document, subject or kind.upper())


def ruled(document: Document, text: str) -> None:
    """The rule below a title, as long as the decree wants it for this text."""
    longest = max(width_pt(line, TITLE_PT, bold=True) for line in text.split("\n"))
    sheet.rule_below(document, sheet.share_of(longest, sheet.TEXT_MM), sheet.TEXT_MM)
    document.paragraphs[-1].paragraph_format.space_after = Pt(12)


def capital_line(document: Document, text: str) -> None:
    """A centred line of bold capitals: who decides, "QUYẾT ĐỊNH:"."""
    line = sheet.centred(document, text, TITLE_PT, bold=True)
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(6)
    line.paragraph_format.keep_with_next = True


def addressees(
    document: Document, names: tuple[str, ...], word: str = "Kính gửi:", *, above: float = 12
) -> None:
    """One name beside the word; several below it, their dashes under its colon."""
    names = names or (values.BLANK,)
    size = sheet.TEXT_PT
    # The dashes stand below the colon; below a long name of a sender they would have no room.
    colon_pt = width_pt(word.rstrip(":"), size) if word.startswith("Kính") else _TELEGRAM_PT
    left_pt = Mm(_ADDRESS_LEFT_MM).pt
    first = document.add_paragraph()
    first.paragraph_format.space_before = Pt(above)
    if len(names) == 1 and word.startswith("Kính"):
        hanging = width_pt(f"{word} ", size)
        first.paragraph_format.left_indent = Pt(left_pt + hanging)
        first.paragraph_format.first_line_indent = Pt(-hanging)
        sheet.say(first, f"{word} {names[0].rstrip(' ;.')}", size)
        first.paragraph_format.space_after = Pt(12)
        return
    first.paragraph_format.left_indent = Pt(left_pt)
    sheet.say(first, word, size)
    dash = width_pt("- ", size)
    for name in values.listed(names):
        line = document.add_paragraph()
        line.paragraph_format.left_indent = Pt(left_pt + colon_pt + dash)
        line.paragraph_format.first_line_indent = Pt(-dash)
        sheet.say(line, f"- {name}", size)
    document.paragraphs[-1].paragraph_format.space_after = Pt(12)
