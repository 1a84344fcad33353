"""The door: what is printed, what is refused, and that a page never says less than its file."""

import contextlib
import hashlib
import io
import unicodedata
import zipfile
from datetime import timedelta

import page as page_validation
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.errors import DraftRefused, VanthuError
from documents.pdf.picture import page_text
from documents.reading.errors import NotADocx
from documents.typesetting import blanks, compiler, libreoffice
from documents.typesetting.engine import typeset_docx
from documents.typesetting.errors import CannotTypeset, LibreOfficeMissing, TextDiffers
from tests.documents.typesetting.drafts import AT, drafted, lines, page, plan, with_xml

VOWELS = "aăâeêioôơuưy"
MARKS = "\u0300\u0301\u0309\u0303\u0323"


def vietnamese_letters() -> str:
    small = [unicodedata.normalize("NFC", vowel + mark) for vowel in VOWELS for mark in ("", *MARKS)] + ["đ"]
    return "".join(small) + "".join(small).upper()


def test_a_plan_is_printed_without_loss_and_with_every_place():
    made = page(plan())
    assert (made.engine, made.losses, made.text_equal) == ("embedded", (), True)
    assert [slot.name for slot in made.slots] == ["number", "day", "signature", "seal"]


def test_a_plan_without_month_has_a_place_for_it():
    assert "month" in [slot.name for slot in page(plan(month=None)).slots]


def test_the_page_is_an_accessible_archive_pdf():
    report = page_validation.validate_pdf_bytes(page(plan()).pdf, profile="2a")
    assert report.is_compliant, report


def test_the_page_names_its_title_and_language():
    with pikepdf.open(io.BytesIO(page(plan()).pdf)) as pdf:
        assert str(pdf.Root.Lang) == "vi-VN"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "KẾ HOẠCH Trồng cây quanh trạm đo năm 2026"


def test_the_same_file_and_moment_give_the_same_bytes():
    first, second = (hashlib.sha256(page(plan()).pdf).hexdigest() for _time in range(2))
    assert first == second


def test_another_moment_gives_other_bytes():
    later = typeset_docx(plan(), created_at=AT + timedelta(days=1), engine="embedded")
    assert later.pdf != page(plan()).pdf


def test_every_vietnamese_letter_is_printed():
    letters = vietnamese_letters()
    assert len(letters) == 146
    assert letters in page_text(page(lines(letters)).pdf).replace("\r\n", "")


def test_letters_and_marks_written_apart_are_printed_as_one():
    apart = unicodedata.normalize("NFD", "Quyết định khen thưởng")
    assert "Quyết định khen thưởng" in page_text(page(lines(apart)).pdf)


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.text(alphabet='#*_`$@<>[]{}()\\/"=-+~^&%1.a ;:,\u0111', min_size=1, max_size=60))
def test_any_text_prints_literally(text):
    made = page(lines("Đầu", text, "Cuối"))
    printed = "".join(page_text(made.pdf).replace("\ufffe", "-").replace("\x02", "-").split())
    assert printed == "Đầu" + "".join(text.split()) + "Cuối"


@pytest.mark.parametrize(
    "line",
    [
        '#panic("x")',
        "1. Không phải danh sách",
        '"); image("/etc/passwd',
        "@@ <nhãn> $x$",
        "\\u{41}",
        "= Đề mục",
    ],
)
def test_a_line_of_typst_prints_as_itself(line):
    assert line in page_text(page(lines(line)).pdf)


@pytest.mark.parametrize(
    ("xml", "named"),
    [
        ('<w:ins {w}><w:r><w:t>thêm</w:t></w:r></w:ins>', "thay đổi"),
        ('<w:del {w}><w:r><w:delText>bỏ</w:delText></w:r></w:del>', "thay đổi"),
        ('<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>', "công thức"),
        ('<w:r {w}><w:endnoteReference w:id="1"/></w:r>', "chú thích cuối"),
        ('<w:r {w}><w:object/></w:r>', "OLE"),
        ('<w:r {w}><w:sym w:font="Wingdings" w:char="F0FF"/></w:r>', "Wingdings"),
        ('<w:r {w}><w:fldChar w:fldCharType="begin"/><w:instrText>SEQ Bảng</w:instrText>'
         '<w:fldChar w:fldCharType="end"/></w:r>', "trường SEQ"),
    ],
)  # fmt: skip
def test_what_is_not_drawn_is_refused_by_name(xml, named, monkeypatch):
    monkeypatch.setattr(libreoffice, "is_installed", lambda: False)
    with pytest.raises(CannotTypeset) as refused:
        typeset_docx(with_xml(xml.replace("{w}", W)), created_at=AT)
    assert any(named in loss for loss in refused.value.facts["losses"])


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_comment_is_left_out_and_that_is_said():
    made = page(with_xml(f'<w:r {W}><w:commentReference w:id="0"/></w:r>'))
    assert "comment" in " ".join(made.notes)


def test_another_font_is_replaced_and_that_is_said():
    def write(document):
        document.add_paragraph().add_run("Lời văn").font.name = "Arial"
        document.add_paragraph().add_run("Lời văn").font.name = "Times New Roman"

    (note,) = page(drafted(write)).notes
    assert "Arial" in note


def test_a_letter_the_font_lacks_is_refused():
    with pytest.raises(CannotTypeset) as refused:
        page(lines("漢"))
    assert "漢" in refused.value.facts["losses"][0]


def test_a_page_that_drops_a_sentence_is_refused(monkeypatch):
    real = compiler.compile_pdf
    monkeypatch.setattr(
        compiler,
        "compile_pdf",
        lambda source, *rest, **more: real(source.replace("không ", ""), *rest, **more),
    )
    with pytest.raises(TextDiffers) as refused:
        page(lines("Đồng ý cấp phép.", "Việc này không được phép."))
    assert refused.value.facts["example"].startswith("việcnàykhông")


def test_a_page_that_adds_a_word_is_refused(monkeypatch):
    real = compiler.compile_pdf
    monkeypatch.setattr(
        compiler, "compile_pdf", lambda source, *rest, **more: real(source + '\n#"thêm"', *rest, **more)
    )
    with pytest.raises(TextDiffers):
        page(lines("Đồng ý cấp phép."))


def test_a_widening_that_eats_a_letter_is_noticed(monkeypatch):
    def clumsy(body):
        for node in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
            node.text = (node.text or "")[1:]
        return True

    monkeypatch.setattr(blanks, "widen", clumsy)
    with pytest.raises(TextDiffers):
        page(lines("Đồng ý"))


def test_a_pdf_is_no_draft():
    with pytest.raises(NotADocx):
        page(b"%PDF-1.7\n")


def test_libreoffice_asked_for_and_absent_is_said(monkeypatch):
    monkeypatch.setattr(libreoffice, "is_installed", lambda: False)
    with pytest.raises(LibreOfficeMissing):
        typeset_docx(lines("Lời văn"), created_at=AT, engine="libreoffice")


def test_losses_go_to_libreoffice_where_it_is_installed(monkeypatch):
    drawn = page(lines("Lời văn")).pdf
    monkeypatch.setattr(libreoffice, "is_installed", lambda: True)
    monkeypatch.setattr(libreoffice, "convert", lambda data: drawn)
    made = typeset_docx(with_xml(f"<w:r {W}><w:ruby/></w:r>"), created_at=AT)
    assert made.engine == "libreoffice"


def test_libreoffice_must_say_the_same_too(monkeypatch):
    other = page(lines("Lời khác")).pdf
    monkeypatch.setattr(libreoffice, "is_installed", lambda: True)
    monkeypatch.setattr(libreoffice, "convert", lambda data: other)
    with pytest.raises(TextDiffers):
        typeset_docx(lines("Lời văn"), created_at=AT, engine="libreoffice")


def test_libreoffice_never_sees_an_unguarded_file(corpus, monkeypatch):
    monkeypatch.setattr(libreoffice, "is_installed", lambda: True)
    monkeypatch.setattr(libreoffice, "convert", lambda _data: pytest.fail("LibreOffice was asked"))
    hostile = (corpus / "samples" / "hostile" / "ext_image_file.docx").read_bytes()
    with pytest.raises(DraftRefused):
        typeset_docx(hostile, created_at=AT)


def test_hostile_files_end_in_a_page_or_a_refusal(corpus):
    for place in sorted((corpus / "samples" / "hostile").glob("*.docx")):
        with contextlib.suppress(VanthuError):
            assert page(place.read_bytes()).text_equal


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", 'w:w="', 'w:w="nan'),
        ("word/document.xml", 'w:val="', 'w:val="-1e400'),
        ("word/styles.xml", "w:basedOn", "w:basedOn w:val"),
        ("word/document.xml", "<w:tc>", "<w:tr>"),
    ],
)
def test_nonsense_values_end_in_a_page_or_a_refusal(part, old, new):
    data = plan()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as changed:
        for name in package.namelist():
            content = package.read(name)
            changed.writestr(name, content.replace(old.encode(), new.encode()) if name == part else content)
    with contextlib.suppress(VanthuError):
        assert page(out.getvalue()).text_equal
