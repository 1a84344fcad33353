"""Small papers made for one test: Word files with python-docx, and packages bent by hand."""

import io
import zipfile
from collections.abc import Callable, Iterable

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

HEAD_LEFT = ("UBND TỈNH HOA SEN", "SỞ CÂY XANH", "Số:      /KH-SCX")
HEAD_RIGHT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Hoa Sen, ngày     tháng 3 năm 2026",
)
RECIPIENTS = ("Nơi nhận:", "- Sở Mưa;", "- Lãnh đạo Sở;", "- Lưu: VT, VP (An).")
SIGNER = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "Lê Văn Lá")
BODY = (
    "Căn cứ Nghị định số 12/2024/NĐ-CP ngày 03/02/2024 của Chính phủ về cây bóng mát;",
    "I. MỤC ĐÍCH",
    "Trồng cây.",
)


def to_bytes(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def plan(change: Callable[[Document], None] | None = None) -> bytes:
    """An invented plan with a head table and a foot table."""
    document = docx.Document()
    columns(document, HEAD_LEFT, HEAD_RIGHT)
    for text in ("KẾ HOẠCH", "Trồng cây đầu xuân"):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in BODY:
        document.add_paragraph(text)
    columns(document, RECIPIENTS, SIGNER)
    if change is not None:
        change(document)
    return to_bytes(document)


def columns(document: Document, left: Iterable[str], right: Iterable[str]) -> None:
    table = document.add_table(rows=1, cols=2)
    for cell, texts in zip(table.rows[0].cells, (left, right), strict=True):
        first, *others = texts
        cell.paragraphs[0].text = first
        for text in others:
            cell.add_paragraph(text)


def rewritten(data: bytes, changes: dict[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """The package with parts replaced, changed by a function, or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = changes.get(name)
            content = old.read(name)
            new.writestr(name, change(content) if callable(change) else content if change is None else change)
        for name in changes.keys() - set(old.namelist()):
            content = changes[name]
            new.writestr(name, content if isinstance(content, bytes) else content(b""))
    return buffer.getvalue()


def in_body(data: bytes, markup: str) -> bytes:
    """The package with raw markup put at the beginning of the body."""
    return rewritten(
        data, {"word/document.xml": lambda xml: xml.replace(b"<w:body>", b"<w:body>" + markup.encode(), 1)}
    )


def related(data: bytes, kind: str, target: str, *, external: bool = False) -> bytes:
    """The package with one more relationship of the body."""
    mode = ' TargetMode="External"' if external else ""
    relation = (
        f'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}"{mode}/></Relationships>'
    )
    return rewritten(
        data,
        {"word/_rels/document.xml.rels": lambda xml: xml.replace(b"</Relationships>", relation.encode())},
    )
