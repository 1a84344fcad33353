"""Annexes and copies: the agency's one line in the corner, the file around it, and what is told of both."""

import shutil
import subprocess
from datetime import timedelta
from io import BytesIO

import page
import pikepdf
import pypdfium2
import pytest

from documents.pdf import agency_line
from documents.pdf.agency_line import AgencyLine, prepare_line, read_line, sign_line
from documents.pdf.errors import KeyExpired, NotPrepared, PdfAlreadySigned, PdfHasAnnotation, PdfPageTurned
from documents.pdf.long_term import raise_to_lta
from documents.pdf.pending import stamp_and_complete
from documents.pdf.verify import verify
from tests.documents.pdf.conftest import LOOKED_AT, SIGNED_AT, Office, typeset

ANNEX = """
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm))
#set text(font: "Tinos", size: 13pt, lang: "vi")
#set document(title: "Phụ lục mẫu")
#align(center)[*Phụ lục I* \\ *CHỈ TIÊU THỬ*]
"""
LINE = AgencyLine(None, "15/KH-THU", SIGNED_AT)
SHOWN = "Số: 15/KH-THU; 06/12/2021; 10:00:00 +07:00"


@pytest.fixture(scope="module")
def annex_prepared() -> bytes:
    return prepare_line(typeset(ANNEX))


def signed_line(office: Office, prepared: bytes, line: AgencyLine = LINE) -> bytes:
    return stamp_and_complete(sign_line(prepared, office.agency, line), office.timestamper(line.at))


@pytest.fixture(scope="module")
def annex(office: Office, annex_prepared: bytes) -> bytes:
    return signed_line(office, annex_prepared)


@pytest.fixture(scope="module")
def annex_archived(office: Office, annex: bytes) -> bytes:
    at = SIGNED_AT + timedelta(hours=1)
    return raise_to_lta(annex, office.evidence(at), timestamper=office.timestamper(at))


def looked_at(office: Office, pdf: bytes):
    return verify(pdf, trust=office.trust, at=LOOKED_AT)


def test_an_unsigned_annex_proves_nothing(office, annex_prepared):
    assert looked_at(office, annex_prepared).verdict == "unsigned"


def test_a_person_cannot_sign_an_annex_for_the_agency(office, annex_prepared):
    by_person = sign_line(annex_prepared, office.director, LINE)
    report = looked_at(office, stamp_and_complete(by_person, office.timestamper()))
    assert report.signatures[0].role == "agency"
    # Whose certificate it is, an office knows by its register: tests/workflows/test_annexes.py.
    assert report.signatures[0].signer != "Sở Thử nghiệm và Đào tạo"


def test_a_signed_annex_tells_whose_annex_it_is(office, annex):
    report = looked_at(office, annex)
    assert (report.verdict, report.level, report.profile) == ("issued", "B-T", "own")
    assert report.filled == {"KyCoQuan": SHOWN}
    assert report.line == LINE
    assert report.findings[-1].message == (
        "Tệp là phụ lục của văn bản 15/KH-THU: có chữ ký số của cơ quan và chưa bị thay đổi."
    )


def test_a_copy_tells_its_form_and_who_made_it(office, annex_prepared):
    line = AgencyLine("SAO Y", "Sở Thử nghiệm và Đào tạo", SIGNED_AT)
    report = looked_at(office, signed_line(office, annex_prepared, line))
    assert report.verdict == "issued"
    assert report.filled == {"KyCoQuan": "SAO Y; Sở Thử nghiệm và Đào tạo; 06/12/2021; 10:00:00 +07:00"}
    assert report.findings[-1].code == "issued_copy"


def test_an_archived_annex_stays_what_it_was(office, annex, annex_archived):
    assert annex_archived.startswith(annex)
    report = looked_at(office, annex_archived)
    assert (report.verdict, report.level) == ("issued", "B-LTA")


def test_any_changed_byte_of_an_annex_is_noticed(office, annex):
    for at in range(200, len(annex), len(annex) // 25):
        broken = annex[:at] + bytes([annex[at] ^ 1]) + annex[at + 1 :]
        assert looked_at(office, broken).verdict != "issued"


def test_a_line_that_says_another_second_than_the_signature_is_refused(office, annex_prepared, monkeypatch):
    other = AgencyLine(None, "16/KH-THU", SIGNED_AT + timedelta(minutes=1))
    monkeypatch.setattr("documents.pdf.agency_line._draw", drawing_instead(other))
    report = looked_at(office, signed_line(office, annex_prepared))
    assert report.verdict != "issued"
    assert "shown_text_differs" in {one.code for one in report.findings}


def test_words_we_would_not_write_are_refused(office, annex_prepared, monkeypatch):
    monkeypatch.setattr("documents.pdf.agency_line._draw", drawing_instead("Đã duyệt cấp kinh phí"))
    report = looked_at(office, signed_line(office, annex_prepared))
    assert report.verdict != "issued"


def drawing_instead(said: AgencyLine | str):
    text, real = said if isinstance(said, str) else said.text, agency_line._draw
    return lambda writer, _: real(writer, text)


def test_a_revision_behind_the_line_is_noticed(office, annex):
    with pikepdf.open(BytesIO(annex)) as document:
        document.pages[0].contents_add(b"BT ET")
        out = BytesIO()
        document.save(out)
    assert looked_at(office, out.getvalue()).verdict != "issued"


def test_what_cannot_be_an_annex_is_refused(annex, signed):
    for pdf, refusal in ((annex, PdfAlreadySigned), (signed, PdfAlreadySigned)):
        with pytest.raises(refusal):
            prepare_line(pdf)
    linked = typeset(ANNEX + '#link("https://example.vn")[xem]', "a-2b")
    with pytest.raises(PdfHasAnnotation):
        prepare_line(linked)
    with pikepdf.open(BytesIO(typeset(ANNEX))) as document:
        document.pages[0].obj.Rotate = 45
        out = BytesIO()
        document.save(out)
    with pytest.raises(PdfPageTurned):
        prepare_line(out.getvalue())


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("above", [False, True])
def test_on_a_page_that_is_shown_turned_the_line_still_stands_at_the_top_right(office, degrees, above):
    with pikepdf.open(BytesIO(typeset(ANNEX))) as document:
        holder = document.Root.Pages if above else document.pages[0].obj
        holder.Rotate = degrees
        out = BytesIO()
        document.save(out)
    prepared = prepare_line(out.getvalue())
    made = signed_line(office, prepared)
    assert looked_at(office, made).verdict == "issued"
    width = 842 if degrees % 180 else 595
    changed = ink(made) - ink(prepared)
    assert min(x for x, _ in changed) > width / 2
    assert width - 50 < max(x for x, _ in changed) < width - 40
    assert max(y for _, y in changed) < 45
    assert max(y for _, y in changed) - min(y for _, y in changed) < 14


def test_an_annex_is_signed_once(office, annex):
    with pytest.raises(NotPrepared):
        sign_line(annex, office.agency, LINE)


def test_an_ended_key_signs_no_annex(office, annex_prepared):
    with pytest.raises(KeyExpired):
        sign_line(annex_prepared, office.agency, AgencyLine(None, "1/KH", LOOKED_AT + timedelta(days=9999)))


@pytest.mark.parametrize("text", [
    SHOWN,
    "SAO LỤC; Sở Thử; 31/01/2026; 23:59:59 +07:00",
    "TRÍCH SAO; Sở Thử; 31/01/2026; 00:00:00 +07:00",
])  # fmt: skip
def test_a_line_is_read_as_it_was_written(text):
    line = read_line(text)
    assert line is not None
    assert line.text == text


@pytest.mark.parametrize("text", [
    "", "Số: 15/KH", "Số: 15/KH; 31/02/2026; 10:00:00 +07:00", "Sao y; Sở; 31/01/2026; 10:00:00 +07:00",
    "Số: 15/KH; 06/12/2021; 10:00:00 +08:00", "Số: 15/KH; 06/12/2021; 25:00:00 +07:00",
])  # fmt: skip
def test_other_words_are_no_line(text):
    assert read_line(text) is None


def test_the_annex_is_still_an_archive_file(annex_prepared, annex, annex_archived):
    assert [one.rule_id for one in page.validate_pdf_bytes(annex_prepared, profile="2a").failures] == []
    for stage in (annex, annex_archived):
        rules = {one.rule_id for one in page.validate_pdf_bytes(stage, profile="2a").failures}
        assert rules <= {"PDFA2A-SIGNATURE-BYTERANGE-001"}


def test_eyes_that_are_not_ours_find_nothing_wrong(annex_archived, annex, tmp_path):
    for number, stage in enumerate((annex, annex_archived)):
        place = tmp_path / f"{number}.pdf"
        place.write_bytes(stage)
        if shutil.which("qpdf"):
            checked = subprocess.run(["qpdf", "--check", place], capture_output=True, check=False)
            assert checked.returncode == 0, checked.stdout
        if shutil.which("pdfsig"):
            said = subprocess.run(["pdfsig", place], capture_output=True, text=True, check=False).stdout
            assert said.count("Signature is Valid.") == 1
            assert "Total document signed" in said or number == 1


def test_the_line_stands_in_black_at_the_top_right_and_nothing_else_is_drawn(annex_prepared, annex):
    before, after = ink(annex_prepared), ink(annex)
    changed = [(x, y) for x, y in after if (x, y) not in before]
    width, height = 595, 842
    assert min(x for x, _ in changed) > width / 2
    assert width - max(x for x, _ in changed) < 50
    assert max(y for _, y in changed) < 60 < height / 2


def ink(pdf: bytes) -> set[tuple[int, int]]:
    """The dark points of page one, in points from the top left."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    picture = document[0].render(scale=1, may_draw_forms=True).to_pil().convert("L")
    document.close()
    return {
        (at % picture.width, at // picture.width) for at, grey in enumerate(picture.tobytes()) if grey < 128
    }
