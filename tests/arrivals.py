"""Papers that arrive at the small office of `tests.office`: a PDF with text, a signed one, none at all."""

from datetime import date
from functools import cache

import typst

from documents.incoming import Values
from documents.model import Document
from documents.receiving import ReceivedFile, paper_sheet, receive_file
from tests.office import FONTS, NOW, House
from workflows.incoming import directing, intake
from workflows.incoming.assignments import open_tasks
from workflows.incoming.directing import Part
from workflows.issuing import issue_document

SENDER = "Sở Kho bạc tỉnh Sao Mai"
SUBJECT = "Đối chiếu số dư tài khoản quý I"
TODAY = date(2026, 3, 12)

_LETTER = """
#set page(paper: "a4", margin: (left: 30mm, rest: 20mm))
#set text(font: "Tinos", size: 13pt, lang: "vi")
#grid(columns: (1fr, 1.3fr), align: center,
  [UBND TỈNH SAO MAI \\ *SỞ KHO BẠC* \\ Số: 15/KH-SKB],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc* \\
    _Sao Mai, ngày 10 tháng 3 năm 2026_])
MARK
#align(center)[*KẾ HOẠCH* \\ *SUBJECT*]
Thực hiện nhiệm vụ được giao, Sở Kho bạc đề nghị gửi kết quả trước ngày 20/3/2026.

#grid(columns: (1fr, 1fr), [_*Nơi nhận:*_ \\ - Như trên; \\ - Lưu: VT.],
  align(center)[*GIÁM ĐỐC* \\ \\ \\ \\ *Bùi Văn Kho*])
"""


@cache
def letter(subject: str = SUBJECT, mark: str = "") -> bytes:
    """A plan of an invented agency, as a PDF with text and without signatures."""
    source = _LETTER.replace("SUBJECT", subject).replace("MARK", mark)
    return typst.compile(source.encode(), font_paths=[FONTS], ignore_system_fonts=True)


def received(house: House, data: bytes, name: str = "den.pdf") -> ReceivedFile:
    return receive_file(name, data, trust=house.keys.trust, at=NOW)


def signed_pdf(house: House) -> bytes:
    """A paper signed, numbered and sealed, as another trusted agency would send it."""
    document_id = house.signed("Văn bản ký số của nơi khác")
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    with house.look() as work:
        return work.files.get(work.session.get_one(Document, document_id).issued_sha256 or "")


def take(house: House, data: bytes | None = None, who: str = "vanthu", **values: object) -> str:
    """A paper taken in by the văn thư, its fields confirmed."""
    file = received(house, data) if data is not None else None
    given = {"sender": SENDER, "subject": SUBJECT, "number_symbol": "15/KH-SKB", "kind": "Kế hoạch"}
    said = Values(**{"arrived_on": TODAY, "document_date": date(2026, 3, 10), **given, **values})  # type: ignore[arg-type]
    with house.work(who) as work:
        sheet = paper_sheet([said.sender, said.subject], at=work.now)
        return intake.take_in(work, house.rules, said, file, sheet=sheet).document_id


def registered(house: House, data: bytes | None = None, **values: object) -> str:
    document_id = take(house, data, **values)
    with house.work("vanthu") as work:
        intake.register(work, house.rules, document_id)
    return document_id


def unit_of(house: House, abbreviation: str) -> str:
    return f"unit:{house.placed.units[abbreviation]}"


def person_of(house: House, username: str) -> str:
    return f"person:{house.placed.people[username]}"


def presented(house: House, data: bytes | None = None, **values: object) -> str:
    document_id = registered(house, data, **values)
    with house.work("vanthu") as work:
        directing.present(work, house.rules, document_id, house.placed.people["giamdoc"])
    return document_id


def directed(house: House, data: bytes | None = None, **values: object) -> str:
    """A paper the director gave to the unit TH in the lead and to KT in support."""
    document_id = presented(house, data, **values)
    with house.work("giamdoc") as work:
        lead = Part(unit_of(house, "TH"), 5, "Tham mưu trả lời")
        directing.direct(
            work, house.rules, document_id, lead, [Part(unit_of(house, "KT"), 3, "Cung cấp số liệu")]
        )
    return document_id


def task_of(house: House, document_id: str, part: str) -> str:
    with house.look() as work:
        return next(one.id for one in open_tasks(work.session, document_id) if one.part == part)
