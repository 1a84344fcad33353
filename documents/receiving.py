"""From a file that arrived to what the office keeps of it: read, verified, made visible. Pure: bytes in, a value out.

No transaction is open while this runs. The bytes that arrived are kept as they are; a Word file gets a page picture
beside it, and a file whose page cannot be drawn a sheet that says so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from documents.errors import DraftRefused, VanthuError
from documents.inspecting import inspect_file
from documents.pdf.picture import page_count
from documents.pdf.report import as_json
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from documents.reading.container import recognise
from documents.reading.reader import Reading
from documents.reading.secrecy import refuse_secret
from documents.reading.urgency import read_answer_by, read_urgency
from documents.typesetting import libreoffice
from documents.typesetting.arrival import cover_sheet
from documents.typesetting.engine import typeset_docx

MEDIA = {
    "pdf": "application/pdf",
    "zip": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ole": "application/msword",
}
UNSIGNED = "unsigned"


class NotReceivable(DraftRefused):
    """A file that is neither PDF nor Word; `found` says what it is."""

    code = "not_receivable"


@dataclass(frozen=True)
class ReceivedFile:
    """A file as it arrived, with what was found out about it.

    shown       the PDF whose pages people see: the file itself when it is one
    values      what was read, by the names of `documents.incoming.Values`; a person confirms
    verdict     of its signatures; "unsigned" for what can carry none
    signatures  and findings, as in `vanthu verify --json`
    """

    name: str
    data: bytes
    media_type: str
    shown: bytes
    pages: int
    values: dict[str, Any]
    text: str
    warnings: tuple[str, ...]
    verdict: str = UNSIGNED
    level: str | None = None
    signatures: tuple[dict[str, Any], ...] = ()
    findings: tuple[dict[str, Any], ...] = ()


def receive_file(
    name: str, data: bytes, *, trust: Trust, at: datetime, more_kinds: Collection[str] = ()
) -> ReceivedFile:
    """Read and verify a file that came from outside.

    more_kinds  names of kinds that other packages brought
    raises    StateSecret before anything is kept; NotReceivable for a file of another sort; what `inspect_file` raises
    """
    sort = recognise(data)
    if data.strip() and sort not in MEDIA:
        raise NotReceivable(found=sort, file=name)
    reading = inspect_file(name, data, more_kinds)
    # Of a scan nothing is stated, but a stamp the machine could read must still stop the paper here.
    refuse_secret(reading.text.splitlines())
    shown, notes = (data, ()) if sort == "pdf" else _shown(name, data, sort, at)
    report = as_json(name, verify(data, trust=trust, at=at)) if sort == "pdf" else {}
    pages = page_count(shown)
    return ReceivedFile(
        name=name,
        data=data,
        media_type=MEDIA[sort],
        shown=shown,
        pages=pages,
        values={**_values(reading), "pages": pages},
        text=reading.text,
        warnings=(*reading.warnings, *notes),
        verdict=report.get("verdict", UNSIGNED),
        level=report.get("level"),
        signatures=tuple(report.get("signatures", ())),
        findings=tuple(report.get("findings", ())),
    )


def paper_sheet(lines: Collection[str], *, at: datetime) -> bytes:
    """The sheet that stands for a paper registered on paper, until it is scanned."""
    return cover_sheet("BẢN GIẤY, CHƯA SỐ HÓA", lines, created_at=at)


def _shown(name: str, data: bytes, sort: str, at: datetime) -> tuple[bytes, tuple[str, ...]]:
    try:
        word = data if sort == "zip" else libreoffice.docx_of(data)
        return typeset_docx(word, created_at=at).pdf, ()
    except VanthuError:
        # Somebody else's file is not refused for how it is laid out: it arrived, and can be opened as it is.
        note = "Không dựng được trang từ tệp này; tải tệp gốc về để đọc."
        return cover_sheet("VĂN BẢN ĐẾN DẠNG TỆP", (name, note), created_at=at), (note,)


def _values(reading: Reading) -> dict[str, Any]:
    """What was read; of a scan what the machine suggests, which the warnings say."""
    read = reading.suggested or reading
    number = "" if read.number is None else str(read.number)
    if isinstance(read.number, int):
        number = f"{read.number:02d}"
    symbol = "/".join(part for part in (number, read.symbol or "") if part)
    printed = date.fromisoformat(read.date) if read.date else None
    by = read_answer_by(read.text or reading.text, printed=printed)
    return {
        "sender": read.agency,
        "number_symbol": symbol or None,
        "document_date": read.date,
        "kind": read.kind,
        "subject": read.subject,
        "urgency": read_urgency((read.text or reading.text).splitlines()),
        "signer_name": read.signer_name,
        "signer_title": read.signer_title,
        "answer_by": by.isoformat() if by else None,
        "addressees": list(read.addressees),
        "legal_bases": [
            {"kind": b.kind, "number": b.number, "date": b.date, "issuer": b.issuer, "title": b.title}
            for b in read.legal_bases
        ],
    }
