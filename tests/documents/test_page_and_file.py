"""A page set from a Word file is read as the file itself was: columns by position, paragraphs by the white between."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from documents.forms.values import FormValues, Signing
from documents.forms.write import write_form
from documents.kinds import Kind, load_kinds
from documents.reading.reader import as_inspect, read_file
from documents.typesetting.engine import typeset_docx

AT = datetime(2026, 3, 12, tzinfo=UTC)
KEYS = ("type", "number", "symbol", "agency", "parent_agency", "place", "date", "subject", "addressees", "legal_bases",
        "recipients", "archive_line", "drafter_initials", "copies", "signing_lines", "signer_name",
        "issuing_authority")  # fmt: skip
LONG_SUBJECT = (
    "tổ chức hội thi văn thư giỏi và tập huấn công tác văn thư, lưu trữ cho công chức, viên chức theo Quyết định số "
    "949/QĐ-UBND ngày 06/5/2025 của Ủy ban nhân dân tỉnh Sao Mai"
)
BASES = (
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
    "Căn cứ Kế hoạch số 12/KH-UBND ngày 06 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh Sao Mai về phong trào thi đua",
)
# Minutes are left out: two signers stand side by side, and a page does not say which of them decides.
KINDS = [kind for kind in load_kinds().values() if kind.group == "decree" and kind.form and kind.workflow]


def filled(kind: Kind, *, long: bool) -> bytes:
    fixed = kind.form in ("1.7", "1.8", "1.10")
    sentence = "Nội dung này được trình bày cho đủ một vài dòng chữ để trang giấy có xuống dòng như thật."
    wants_addressees = kind.form in ("1.5", "1.6") or kind.code in ("to-trinh", "bao-cao")
    paper = FormValues(
        kind=kind.name,
        abbreviation=kind.abbreviation,
        agency="SỞ LAO ĐỘNG\nVÀ VIỆC LÀM" if long else "SỞ NỘI VỤ",
        parent_agency="UBND TỈNH SAO MAI",
        agency_in_text="Sở Nội vụ",
        symbol=f"{kind.abbreviation}-SNV" if kind.abbreviation else "SNV-TCCB",
        place="Sao Mai",
        number=15,
        day=5,
        month=2,
        year=2026,
        subject=LONG_SUBJECT if long else "tổ chức hội thi văn thư giỏi",
        issuing_authority="GIÁM ĐỐC SỞ NỘI VỤ" if kind.form in ("1.1", "1.2") else "",
        legal_bases=() if fixed or kind.form in ("1.5", "1.6") else BASES,
        addressees=(("Sở Kho bạc", "Các phòng") if long else ("Sở Kho bạc",)) if wants_addressees else (),
        body=() if fixed else tuple(f"{n}. {sentence}" for n in range(1, 25 if long else 4)),
        recipients=("Lãnh đạo Sở", "Các phòng chuyên môn, đơn vị trực thuộc"),
        archive_line="Lưu: VT, TCCB (S)",
        signing=Signing(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Trần Thị Thử"),
    )
    return write_form(kind.form, paper)


def said(data: bytes) -> dict[str, object]:
    told = as_inspect("a", read_file("a", data))
    return {key: told[key] for key in KEYS}


@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_the_page_says_what_the_file_says(kind: Kind, long: bool) -> None:
    file = filled(kind, long=long)
    assert said(typeset_docx(file, created_at=AT).pdf) == said(file)


def test_real_papers_are_read_alike_as_file_and_as_page(corpus: Path) -> None:
    different, all_fields = [], 0
    for place in sorted((corpus / "files").glob("*.docx")):
        file = place.read_bytes()
        from_file, from_page = said(file), said(typeset_docx(file, created_at=AT).pdf)
        all_fields += len(KEYS)
        different += [(place.name, key) for key in KEYS if plain(from_file[key]) != plain(from_page[key])]
    assert len(different) <= 0.02 * all_fields, different


def plain(value: object) -> str:
    return " ".join(str(value).split()).casefold()
