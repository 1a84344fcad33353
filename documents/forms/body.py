"""The text of a paper: bases, headings, articles, items, tables.

source  Decree 30/2020/NĐ-CP, annex I, part I, II.6
"""

import re
from collections.abc import Iterable

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

from documents.forms import sheet, values
from documents.forms.values import Block, Table

_SECTION = re.compile(r"^[IVXL]+\. ")
_DIVISION = re.compile(r"^(?:Phần|Chương) [IVXLC]+$|^(?:Mục|Tiểu mục) \d+$")
_ARTICLE = re.compile(r"^(Điều (?:\d+|…)\.)\s*(.*)$", re.DOTALL)
_CLAUSE = re.compile(r"^\d+\. ")
_TITLE_LETTERS = 60
_CELL_PT = 13.0


def bases(document: Document, lines: tuple[str, ...]) -> None:
    """One basis a line in italics, ";" after each and "." after the last."""
    for line in values.listed(lines):
        _running(document, line, italic=True)


def blocks(document: Document, body: Iterable[Block]) -> None:
    """The paragraphs and tables of the text."""
    below_division = False
    for block in body:
        if isinstance(block, Table):
            _table(document, block)
            continue
        if _DIVISION.match(block) or (below_division and block.isupper()):
            _division(document, block)
        else:
            _paragraph(document, block)
        below_division = bool(_DIVISION.match(block))


def _division(document: Document, text: str) -> None:
    line = sheet.centred(document, text, sheet.TEXT_PT, bold=True)
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_before = Pt(6)
    line.paragraph_format.space_after = Pt(6 if text.isupper() else 0)


def _paragraph(document: Document, text: str) -> None:
    article = _ARTICLE.match(text)
    if article and not _is_short(article[2]):
        line = _running(document, article[1], bold=True)
        sheet.say(line, f" {article[2]}" if article[2] else "", sheet.TEXT_PT)
        return
    heading = _is_heading(text) or bool(article)
    line = _running(document, text, bold=heading)
    line.paragraph_format.keep_with_next = heading


def _running(document: Document, text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    paragraph = document.add_paragraph()
    look = paragraph.paragraph_format
    look.first_line_indent, look.space_after, look.line_spacing = Cm(1), Pt(6), 1.1
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return sheet.say(paragraph, text, sheet.TEXT_PT, bold=bold, italic=italic)


def _is_heading(text: str) -> bool:
    """ "I. TITLE", or a short "1. Title" without a full stop."""
    if _SECTION.match(text):
        return True
    return bool(_CLAUSE.match(text)) and _is_short(text)


def _is_short(text: str) -> bool:
    """A title is a phrase: no sign of a sentence at its end."""
    return 0 < len(text) < _TITLE_LETTERS and text[-1] not in ".;:,"


def _table(document: Document, table: Table) -> None:
    """A table with lines; the head is repeated on every page, no row is cut."""
    shares = table.shares or (1,) * len(table.headings)
    widths = tuple(sheet.TEXT_MM * share / sum(shares) for share in shares)
    made = sheet.columns(document, widths, rows=len(table.rows) + 1)
    _line_table(made._tbl.tblPr)
    for at, row in enumerate((table.headings, *table.rows)):
        sheet.keep_row_whole(made, at)
        for cell, text in zip(made.rows[at].cells, row, strict=True):
            line = sheet.new_line(cell)
            if at == 0:
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            look = sheet.say(line, text, _CELL_PT, bold=at == 0).paragraph_format
            look.left_indent = look.right_indent = Mm(1.5)
            look.space_before = look.space_after = Pt(2)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)


def _line_table(properties: BaseOxmlElement) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # The order of properties is fixed: borders come before layout and margins.
    properties.xpath("./w:tblLayout | ./w:tblCellMar")[0].addprevious(borders)
