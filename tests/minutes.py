"""Minutes of the small office: the officer drafts them, the deputy is their secretary, the director chairs."""

from dataclasses import replace
from functools import cache

import typst

from documents.drafting import Box, PreparedDraft
from documents.pdf.fields import Place, Places, prepare
from documents.pdf.keys import SigningKey
from tests.office import FONTS, PAGE, PLACES, House, a_draft
from workflows.issuing import issue_document
from workflows.review import upload_draft
from workflows.signing import sign_document

FIELDS: dict[str, object] = {
    "kind": "Biên bản",
    "symbol": "BB-STNĐT",
    "place": None,
    "printed_month": None,
    "printed_year": None,
    "signing_lines": ["CHỦ TỌA"],
    "secretary_name": "Lý Văn Phó",
    "recipients": ["Các phòng"],
    "archive_line": "Lưu: VT, Hồ sơ",
}
_DATE = ("#at(330pt, 100pt)[_Sao Mai, ngày_]", "#at(446pt, 100pt)[_tháng 3 năm 2026_]")


@cache
def _rendition() -> bytes:
    source = PAGE.replace("KẾ HOẠCH", "BIÊN BẢN").replace("/KH-", "/BB-").replace("GIÁM ĐỐC", "CHỦ TỌA")
    for line in _DATE:
        source = source.replace(line, "")
    source += "#at(120pt, 640pt)[*THƯ KÝ*]\n#at(120pt, 760pt)[Lý Văn Phó]\n"
    page = typst.compile(
        source.encode(), font_paths=[FONTS], ignore_system_fonts=True, pdf_standards=["a-2a"]
    )
    places = Places(
        PLACES.director, PLACES.agency, number=PLACES.number, secretary=Place(0, 80, 100, 170, 90)
    )
    return prepare(page, places)


def a_record(subject: str = "Họp xét thi đua", **fields: object) -> PreparedDraft:
    """Minutes as if they had been read and set."""
    drafted = a_draft(subject, **{**FIELDS, **fields})
    boxes = {"signature": Box(0, 340, 100, 170, 90), "secretary": Box(0, 80, 100, 170, 90)}
    return replace(drafted, name="bien-ban.docx", rendition=_rendition(), places=boxes)


def upload(house: House, subject: str = "Họp xét thi đua", **fields: object) -> str:
    with house.work("soanthao") as work:
        return upload_draft(work, house.rules, a_record(subject, **fields)).id


def checked(house: House, subject: str = "Họp xét thi đua", **fields: object) -> str:
    """Past both checks, waiting for the secretary."""
    return house.checked(upload(house, subject, **fields))


def attest(house: House, document_id: str, who: str = "pho", key: SigningKey | None = None) -> None:
    """The secretary signs."""
    sign_document(
        house.begin(who), house.rules, house.tools(), document_id, key or house.keys.deputy, step="attest"
    )


def chair(house: House, document_id: str, who: str = "giamdoc", key: SigningKey | None = None) -> None:
    """The chair signs."""
    sign_document(house.begin(who), house.rules, house.tools(), document_id, key or house.keys.director)


def signed(house: House, subject: str = "Họp xét thi đua") -> str:
    """Signed by both, waiting for number and seal."""
    document_id = checked(house, subject)
    attest(house, document_id)
    chair(house, document_id)
    return document_id


def issue(house: House, document_id: str) -> None:
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
