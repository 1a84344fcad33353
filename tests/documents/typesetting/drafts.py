"""Small Word files for tests, and what their pages show."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import docx
import pypdfium2
import pypdfium2.raw as pdfium
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from documents.forms.plan import PlanDraft, write_plan_docx
from documents.typesetting.engine import Typeset, typeset_docx
from documents.typesetting.letters import Letters, Sheets

AT = datetime(2026, 3, 12, 2, 30, tzinfo=UTC)
W_NS = nsdecls("w")
DRAWING_NS = (
    W_NS + ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def drafted(write: Callable[[Document], None]) -> bytes:
    """A Word file with whatever the callable puts into it."""
    document = docx.Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def lines(*texts: str) -> bytes:
    """A Word file of plain paragraphs."""

    def write(document: Document) -> None:
        for text in texts:
            document.add_paragraph(text)

    return drafted(write)


def with_xml(inner: str, *, text: str = "Lời văn") -> bytes:
    """A Word file whose one paragraph also holds this XML."""

    def write(document: Document) -> None:
        paragraph = document.add_paragraph(text)
        paragraph._p.append(parse_xml(inner))

    return drafted(write)


def plan(**changes: object) -> bytes:
    """A decree-conform plan, invented."""
    values: dict[str, object] = {
        "agency": "SỞ KHÍ TƯỢNG",
        "parent_agency": "UBND TỈNH SAO MAI",
        "symbol": "KH-SKT",
        "place": "Sao Mai",
        "month": 3,
        "year": 2026,
        "subject": "Trồng cây quanh trạm đo năm 2026",
        "bases": ("Căn cứ Quyết định số 9/QĐ-UBND ngày 02 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh.",),
        "body": ("I. MỤC ĐÍCH", "1. Mục đích", "- Mỗi trạm có bóng mát; đất không bị xói.", "Thực hiện./."),
        "recipients": ("Sở Nội vụ", "Các trạm đo"),
        "archive_line": "Lưu: VT, KT (B)",
        "signing_lines": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        "signer_name": "Lê Thị Mây",
    }
    return write_plan_docx(PlanDraft(**{**values, **changes}))  # type: ignore[arg-type]


def page(data: bytes) -> Typeset:
    return typeset_docx(data, created_at=AT, engine="embedded")


def placed(pdf: bytes, number: int = 0) -> dict[str, tuple[float, float]]:
    """Where each word of a page begins: x from the left, y of its base line from the bottom."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        letters = Letters(Sheets(document).once(number))
        found: dict[str, tuple[float, float]] = {}
        start = None
        for at, letter in enumerate(letters.text + " "):
            if letter.isspace() or letter == "\u00a0":
                if start is not None:
                    found.setdefault(letters.text[start:at], letters.origin(start))
                start = None
            elif start is None:
                start = at
        return found
    finally:
        document.close()


def drawn_paths(pdf: bytes, number: int = 0) -> list[tuple[float, float, float, float]]:
    """The boxes (left, bottom, right, top) of what is drawn besides letters and pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        paths = document[number].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        return [tuple(one.get_bounds()) for one in paths]  # type: ignore[misc]
    finally:
        document.close()
