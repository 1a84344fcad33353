"""Our own plan with one thing changed, as an officer might have left it."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

from app.demo.papers import our_plan

Change = Callable[[Document], object]


def seeded(now: datetime, change: Change) -> bytes:
    document = docx.Document(io.BytesIO(our_plan(now)))
    change(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def line(document: Document, begins: str) -> Paragraph:
    """The first paragraph, in the text or a table, that begins so."""
    return next(one for one in _all(document) if one.text.startswith(begins))


def _all(document: Document) -> Iterator[Paragraph]:
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def reads(begins: str, text: str) -> Change:
    def change(document: Document) -> None:
        line(document, begins).runs[0].text = text

    return change


def looks(
    begins: str, *, size: float | None = None, bold: bool | None = None, italic: bool | None = None
) -> Change:
    def change(document: Document) -> None:
        font = line(document, begins).runs[0].font
        font.size = Pt(size) if size else font.size
        font.bold = font.bold if bold is None else bold
        font.italic = font.italic if italic is None else italic

    return change


def stands(begins: str, *, align: WD_ALIGN_PARAGRAPH | None = None, first_cm: float | None = None) -> Change:
    def change(document: Document) -> None:
        paragraph = line(document, begins)
        paragraph.alignment = align if align is not None else paragraph.alignment
        if first_cm is not None:
            paragraph.paragraph_format.first_line_indent = Cm(first_cm)

    return change


def page(**lengths_mm: float) -> Change:
    def change(document: Document) -> None:
        for name, value in lengths_mm.items():
            setattr(document.sections[0], name, Mm(value))

    return change


def without(begins: str) -> Change:
    def change(document: Document) -> None:
        element = line(document, begins)._p
        element.getparent().remove(element)

    return change


def replaced(begins: str, old: str, new: str) -> Change:
    def change(document: Document) -> None:
        run = line(document, begins).runs[0]
        assert old in run.text
        run.text = run.text.replace(old, new)

    return change
