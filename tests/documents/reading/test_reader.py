"""The one door: any file in, a reading or a refusal out."""

import contextlib
import dataclasses
import time

import pypdfium2
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.errors import VanthuError
from documents.reading import errors, warnings
from documents.reading.reader import Reading, as_inspect, read_file
from documents.reading.text import decode, paper_of_text
from tests.documents.reading.builders import in_body, plan, rewritten

PLAN = plan()
LETTER = """UBND TỈNH HOA SEN                         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ CÂY XANH                                    Độc lập - Tự do - Hạnh phúc

Số: 7/SCX-VP                                Hoa Sen, ngày 05 tháng 3 năm 2026
V/v trồng cây

                    Kính gửi: Sở Mưa

     Sở Cây Xanh đề nghị Sở Mưa tưới cây thường xuyên trong tháng này./.

Nơi nhận:                                       GIÁM ĐỐC
- Như trên;
- Lưu: VT.

                                                Lê Văn Lá
"""
CONTRACT = [
    "file", "type", "number", "symbol", "agency", "parent_agency", "place", "date", "date_parts", "subject",
    "addressees",
    "legal_bases", "recipients", "archive_line", "drafter_initials", "copies", "archive_copies", "issuing_authority",
    "signing_lines", "signer_authority", "signer_title", "signer_name", "text_quality", "warnings", "other_signers",
    "recipients_resolved",
    "suggested",
]  # fmt: skip


def test_a_word_plan_is_read_whole():
    read = read_file("plan.docx", PLAN)
    assert (read.kind, read.number, read.symbol) == ("Kế hoạch", None, "KH-SCX")
    assert (read.parent_agency, read.agency, read.place) == ("UBND TỈNH HOA SEN", "SỞ CÂY XANH", "Hoa Sen")
    assert (read.date, read.date_parts.month, read.date_parts.year) == (None, 3, 2026)
    assert read.subject == "Trồng cây đầu xuân"
    assert [act.number for act in read.legal_bases] == ["12/2024/NĐ-CP"]
    assert read.recipients == ("Sở Mưa", "Lãnh đạo Sở")
    assert (read.archive_line, read.drafter_initials) == ("Lưu: VT, VP (An)", "An")
    assert read.signing_lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert (read.signer_authority, read.signer_title, read.signer_name) == (
        "KT.",
        "PHÓ GIÁM ĐỐC",
        "Lê Văn Lá",
    )
    assert read.outline == ("I. MỤC ĐÍCH",)
    assert "Trồng cây." in read.text.split("\n")


def test_a_text_with_columns_of_spaces_is_read():
    read = read_file("letter.txt", LETTER.encode())
    assert (read.kind, read.number, read.symbol, read.date) == ("Công văn", 7, "SCX-VP", "2026-03-05")
    assert (read.subject, read.addressees, read.recipients) == ("trồng cây", ("Sở Mưa",), ("Như trên",))
    assert read.signer_name == "Lê Văn Lá"


def test_the_bytes_decide_not_the_name():
    assert read_file("plan.pdf", PLAN).kind == "Kế hoạch"


def pdf_of(markup):
    page = '#set page(paper: "a4"); #set text(lang: "vi")\n'
    return typst.compile((page + markup).encode(), format="pdf")


PDF = pdf_of(
    '#grid(columns: (1fr, 1.3fr), [UBND TỈNH HOA SEN \\ *SỞ CÂY XANH* \\ #"Số: 7/KH-SCX"], '
    '[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \\ #"Độc lập - Tự do - Hạnh phúc" \\ Hoa Sen, ngày 05 tháng 3 năm 2026])\n'
    "#v(1em)\n#align(center)[KẾ HOẠCH \\ Trồng cây đầu xuân]\n#v(1em)\n"
    "Trồng cây ở mọi nơi còn trống, nhất là hai bên đường./. #v(1em)\n"
    '#grid(columns: (1fr, 1fr), [#"Nơi nhận:" \\ #"- Sở Mưa;" \\ #"- Lưu: VT."], [GIÁM ĐỐC \\ #v(2em) Lê Văn Lá])\n'
)


def test_a_pdf_with_a_text_layer_is_read_by_position():
    read = read_file("plan.pdf", PDF)
    assert (read.kind, read.number, read.symbol, read.date) == ("Kế hoạch", 7, "KH-SCX", "2026-03-05")
    assert (read.parent_agency, read.agency) == ("UBND TỈNH HOA SEN", "SỞ CÂY XANH")
    assert read.recipients == ("Sở Mưa",)
    assert (read.signer_title, read.signer_name, read.text_quality) == ("GIÁM ĐỐC", "Lê Văn Lá", "text")


def test_a_pdf_of_pictures_is_a_scan():
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842).close()
    with open_pdf(document) as data:
        read = read_file("scan.pdf", data)
    assert (read.text_quality, read.kind, read.warnings) == ("scan", None, (warnings.SCAN,))


@contextlib.contextmanager
def open_pdf(document):
    import io

    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    yield buffer.getvalue()


def test_a_text_layer_without_vietnamese_marks_is_told():
    read = read_file(
        "poor.pdf", pdf_of("UY BAN NHAN DAN TINH HOA SEN trong cay dau xuan o moi noi con trong")
    )
    assert read.text_quality == "poor_ocr"
    assert warnings.POOR in read.warnings


@pytest.mark.parametrize(
    ("data", "situation"),
    [
        (b"", errors.EmptyFile),
        (b"\x00\x01\x02\x03" * 50, errors.NotADocx),
        (b"\x89PNG\r\n\x1a\n", errors.NotADocx),
        (b"%PDF-1.7\nnothing", errors.DamagedFile),
        (b"PK\x03\x04nothing", errors.DamagedFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, errors.OldWordFile),
        ("SỞ CÂY XANH\nTỐI MẬT\nSố: 1/KH-SCX\n".encode(), errors.StateSecret),
        (b"a\n" * 6_000_000, errors.TooBig),
    ],
)
def test_what_cannot_be_read_says_why(data, situation):
    with pytest.raises(situation) as refused:
        read_file("a.docx", data)
    assert refused.value.facts["file"] == "a.docx"


def test_a_hostile_file_is_refused_by_the_same_door():
    with pytest.raises(errors.TrackedChanges):
        read_file("a.docx", in_body(PLAN, '<w:p><w:ins w:id="1"><w:r><w:t>a</w:t></w:r></w:ins></w:p>'))


def test_inspect_keeps_its_contract():
    shown = as_inspect("plan.docx", read_file("plan.docx", PLAN))
    assert list(shown) == CONTRACT
    assert shown["date_parts"] == {"day": None, "month": 3, "year": 2026}
    assert shown["legal_bases"] == [
        {"kind": "Nghị định", "number": "12/2024/NĐ-CP", "date": "2024-02-03", "issuer": "Chính phủ"}
    ]


def test_a_reading_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        read_file("plan.docx", PLAN).number = 5  # type: ignore[misc]


def test_the_officer_is_warned_of_what_is_missing():
    found = read_file("a.txt", "Trồng cây đầu xuân.".encode()).warnings
    assert {
        warnings.NO_NUMBER_LINE,
        warnings.NO_DATE,
        warnings.NO_SUBJECT,
        warnings.NO_RECIPIENTS,
        warnings.NO_SIGNER,
    } <= set(found)


def test_a_basis_without_its_semicolon_is_told():
    text = "Căn cứ Luật Cây xanh số 1/2023/QH15.\n\nCăn cứ Luật Hoa số 2/2023/QH15.\n\nQUYẾT ĐỊNH:\n"
    assert warnings.BASIS_WITHOUT_SEMICOLON in read_file("a.txt", text.encode()).warnings


def test_a_plan_in_order_has_no_warning():
    assert read_file("plan.docx", PLAN).warnings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_texts_in_any_usual_encoding_are_the_same(encoding):
    assert decode("Nơi nhận: Hòa".encode(encoding)) == "Nơi nhận: Hòa"


def test_windows_1258_is_put_together():
    paper = paper_of_text(decode("Đê\u0300 1. Cây xanh".encode("cp1258") * 20))
    assert paper.lines[0].text.startswith("Đề 1. Cây xanh")


@settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400))
def test_any_bytes_give_a_reading_or_a_refusal(data):
    with contextlib.suppress(VanthuError):
        assert isinstance(read_file("a", data), Reading)


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(PDF) - 40), st.binary(min_size=1, max_size=30))
def test_a_damaged_pdf_gives_a_reading_or_a_refusal(at, noise):
    with contextlib.suppress(VanthuError):
        read_file("a.pdf", PDF[:at] + noise + PDF[at + len(noise) :])


TAGS = ("tbl", "tr", "tc", "p", "r", "pPr", "numPr", "sdt", "sdtContent", "hyperlink", "tcPr", "gridSpan")


@settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(TAGS), st.sampled_from(["", ' w:val="x"', ' w:val="99999999"', ' w:val="-1"'])
        ),
        max_size=12,
    )
)
def test_any_nesting_of_elements_gives_a_reading_or_a_refusal(tags):
    opened = "".join(f"<w:{tag}{extra}>" for tag, extra in tags)
    closed = "".join(f"</w:{tag}>" for tag, _extra in reversed(tags))
    with contextlib.suppress(VanthuError):
        read_file("a.docx", in_body(PLAN, f"{opened}<w:t>chữ</w:t>{closed}"))


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 4_000), st.binary(min_size=1, max_size=20))
def test_damaged_numbering_and_styles_give_a_reading_or_a_refusal(at, noise):
    with contextlib.suppress(VanthuError):
        change = {
            name: lambda xml: xml[:at] + noise + xml[at + len(noise) :]
            for name in ("word/numbering.xml", "word/styles.xml")
        }
        read_file("a.docx", rewritten(PLAN, change))


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ " + "Nghị định số 1/2024/NĐ-CP ngày 1/1/2024 của " * 5_000,
        "ngày " * 30_000,
        "Số: " + ". " * 50_000,
        "Căn cứ " + "Luật A ngày 1/1/2020, " * 5_000,
        "Nơi nhận:\n- Lưu: " + "VT. (" * 10_000,
    ],
)
def test_a_line_built_to_tire_the_readers_is_read_at_once(text):
    started = time.process_time()
    read_file("a.txt", text.encode())
    assert time.process_time() - started < 2
