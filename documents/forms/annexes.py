"""Annexes of a paper and the text a decision issues, each on a page of its own.

source  Decree 30/2020/NĐ-CP, annex I, part I, III.1, and annex III, forms 1.3, 2.1 and 2.2
"""

from docx.document import Document
from docx.shared import Pt

from documents.forms import sheet, values
from documents.forms.body import blocks
from documents.forms.head import TITLE_PT, letterhead, ruled
from documents.forms.values import Annex, Attachment, FormValues

_TENS = ("", "X", "XX", "XXX")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def annexes(document: Document, paper: FormValues) -> None:
    """Every annex on a new page; two or more are numbered in Roman figures."""
    for at, one in enumerate(paper.annexes, 1):
        sheet.next_section(document)
        annex(document, one, paper, number=at if len(paper.annexes) > 1 else None)


def annex(document: Document, one: Annex, paper: FormValues, *, number: int | None) -> None:
    """One annex: "Phụ lục", its title, with which paper it goes, its text."""
    sheet.centred(document, f"Phụ lục {roman(number)}" if number else "Phụ lục", TITLE_PT, bold=True)
    if one.title:
        sheet.centred(document, one.title.upper(), TITLE_PT, bold=True)
    _goes_with(document, paper, "Văn bản")
    ruled(document, one.title.upper() or "Phụ lục")
    blocks(document, one.body)


def attachment(document: Document, attached: Attachment, paper: FormValues) -> None:
    """The text a decision issues, with a letterhead of its own but neither number nor date."""
    sheet.next_section(document)
    letterhead(document, paper, numbered=False, dated=False)
    kind = sheet.centred(document, attached.kind.upper(), TITLE_PT, bold=True)
    kind.paragraph_format.space_before = Pt(18)
    if attached.subject:
        sheet.centred(document, attached.subject, TITLE_PT, bold=True)
    _goes_with(document, paper, "Quyết định")
    ruled(document, attached.subject or attached.kind.upper())
    blocks(document, attached.body)


def _goes_with(document: Document, paper: FormValues, kind: str) -> None:
    """The reference to the main paper; what is known only when it is issued stays open on electronic papers."""
    symbol = paper.symbol or values.SYMBOL_BLANK
    if paper.number is not None and paper.day is not None and paper.month is not None:
        month = f"{paper.month:02d}" if paper.month < 3 else str(paper.month)
        named = f"{paper.number:02d}/{symbol} ngày {paper.day:02d} tháng {month} năm {paper.year}"
    else:
        named = f"…/{symbol} ngày … tháng … năm …"
    issuer = paper.agency_in_text or values.BLANK
    sheet.centred(document, f"(Kèm theo {kind} số {named} của {issuer})", TITLE_PT, italic=True)


def roman(number: int) -> str:
    """1 to 39."""
    return _TENS[number // 10] + _ONES[number % 10]
