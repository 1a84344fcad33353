"""What may not enter, each with its own reason; and that nothing but a reason ever comes out."""

import contextlib
import io
import struct
import warnings
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.errors import DraftRefused, VanthuError
from documents.reading import errors
from documents.reading.guard import guard_docx
from tests.documents.reading.builders import in_body, plan, related, rewritten

CLEAN = plan()
RUN = "<w:p><w:r>{}<w:t>chữ</w:t></w:r></w:p>"


def png(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


def jpeg(width: int, height: int) -> bytes:
    return (
        b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" * 20
    )


def test_a_plain_plan_may_enter():
    guard_docx(CLEAN)


def test_a_link_a_reader_may_click_is_no_harm():
    guard_docx(related(CLEAN, "hyperlink", "https://chinhphu.vn", external=True))


def test_a_small_picture_may_enter():
    guard_docx(rewritten(CLEAN, {"word/media/a.png": png(800, 600)}))


def test_a_part_in_utf_16_is_read_all_the_same():
    guard_docx(
        rewritten(
            CLEAN, {"customXml/item9.xml": '<?xml version="1.0" encoding="utf-16"?><a>ệ</a>'.encode("utf-16")}
        )
    )


@pytest.mark.parametrize(
    ("data", "situation", "facts"),
    [
        (b"", errors.EmptyFile, {}),
        (b"  \r\n", errors.EmptyFile, {}),
        (b"%PDF-1.7 ...", errors.NotADocx, {"found": "pdf"}),
        (b"{\\rtf1 a}", errors.NotADocx, {"found": "rtf"}),
        (b"<!DOCTYPE html><html></html>", errors.NotADocx, {"found": "html"}),
        (b"MZ\x90\x00", errors.NotADocx, {"found": "program"}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, errors.OldWordFile, {}),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            errors.EncryptedFile,
            {},
        ),
        (b"PK\x03\x04 and nothing more", errors.DamagedFile, {}),
    ],
)
def test_other_files_are_named(data, situation, facts):
    with pytest.raises(situation) as refused:
        guard_docx(data)
    assert facts.items() <= refused.value.facts.items()


def test_another_zip_is_not_a_word_file():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "a")
    with pytest.raises(errors.NotADocx):
        guard_docx(buffer.getvalue())


def test_a_spreadsheet_is_named():
    data = rewritten(
        CLEAN,
        {
            "[Content_Types].xml": lambda xml: xml.replace(
                b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"
            )
        },
    )
    with pytest.raises(errors.NotADocx) as refused:
        guard_docx(data)
    assert refused.value.facts["found"] == "xlsx"


@pytest.mark.parametrize(
    ("name", "situation"),
    [
        ("word/vbaProject.bin", errors.MacrosInside),
        ("word/activeX/activeX1.xml", errors.MacrosInside),
        ("word/embeddings/a.xlsx", errors.EmbeddedObject),
        ("word/oleObject1.bin", errors.EmbeddedObject),
        ("word/innocent.exe", errors.EmbeddedObject),
        ("../../outside.xml", errors.BadPartName),
        ("/absolute.xml", errors.BadPartName),
        ("C:\\windows.xml", errors.BadPartName),
        ("WORD/Document.xml", errors.DuplicatePart),
    ],
)
def test_part_names_that_may_not_be(name, situation):
    with pytest.raises(situation):
        guard_docx(rewritten(CLEAN, {name: b"<a/>"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_body_is_a_forgery():
    buffer = io.BytesIO(CLEAN)
    with zipfile.ZipFile(buffer, "a") as package, warnings.catch_warnings():
        package.writestr("word/document.xml", "<a/>")
    with pytest.raises(errors.DuplicatePart):
        guard_docx(buffer.getvalue())


@pytest.mark.parametrize(
    ("content", "situation"),
    [
        (b"PK\x03\x04zip", errors.EmbeddedObject),
        (b"\xd0\xcf\x11\xe0ole", errors.EmbeddedObject),
        (b"%!PS-Adobe", errors.EmbeddedObject),
        (png(30_000, 30_000), errors.PictureTooLarge),
        (jpeg(20_000, 20_000), errors.PictureTooLarge),
        (b"GIF89a" + struct.pack("<HH", 60_000, 60_000), errors.PictureTooLarge),
        (b"BM" + b"\0" * 16 + struct.pack("<ii", 50_000, -50_000), errors.PictureTooLarge),
        (b"\xff\xd8" + b"\xff\x00" * 5_000 + b"\0" * 20, errors.PictureTooLarge),
    ],
)
def test_pictures_that_are_none_or_too_large(content, situation):
    with pytest.raises(situation):
        guard_docx(rewritten(CLEAN, {"word/media/picture.png": content}))


@pytest.mark.parametrize(
    ("markup", "situation"),
    [
        ('<w:p><w:ins w:id="1"><w:r><w:t>thêm</w:t></w:r></w:ins></w:p>', errors.TrackedChanges),
        ('<w:p><w:del w:id="1"><w:r><w:delText>bớt</w:delText></w:r></w:del></w:p>', errors.TrackedChanges),
        (RUN.format("<w:rPr><w:vanish/></w:rPr>"), errors.HiddenText),
        ('<w:p><w:fldSimple w:instr=" INCLUDETEXT a.docx "/></w:p>', errors.ExternalInclude),
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r>'
            "<w:r><w:instrText>AUTO cmd</w:instrText></w:r></w:p>",
            errors.ExternalInclude,
        ),
        ('<w:altChunk xmlns:r="urn:r" r:id="rId9"/>', errors.ExternalInclude),
        (
            '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/></w:object></w:r>'
            "</w:p>",
            errors.EmbeddedObject,
        ),
        (
            '<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="file:///etc/passwd"/></w:pict></w:r></w:p>',
            errors.OutsideReference,
        ),
        ("<w:p>" * 300 + "</w:p>" * 300, errors.TooBig),
        ("<w:p><w:r><w:t>" + "a" * 300_000 + "</w:t></w:r></w:p>", errors.TooBig),
        ("<w:p/>" * 700_000, errors.TooBig),
        ("<w:p><w:r><w:t>TUYỆT MẬT</w:t></w:r></w:p>", errors.StateSecret),
        ("<w:p><w:r><w:t>T Ố I  M Ậ T</w:t></w:r></w:p>", errors.StateSecret),
        ("<w:p><w:r><w:t>Độ mật: MẬT</w:t></w:r></w:p>", errors.StateSecret),
        (
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>[ MẬT ]</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            errors.StateSecret,
        ),
        (
            "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
            errors.StateSecret,
        ),
        ("<w:unclosed>", errors.DamagedFile),
    ],
)
def test_markup_that_may_not_be(markup, situation):
    with pytest.raises(situation):
        guard_docx(in_body(CLEAN, markup))


@pytest.mark.parametrize(
    "markup",
    [
        RUN.format('<w:rPr><w:vanish w:val="0"/></w:rPr>'),
        "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>chữ</w:t></w:r></w:p>",
        '<w:p><w:fldSimple w:instr=" PAGE "/></w:p>',
        "<w:p><w:r><w:t>Bảo vệ bí mật nhà nước; tài liệu TỐI MẬT không gửi qua mạng</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Mật</w:t></w:r></w:p>",
    ],
)
def test_markup_that_only_looks_alike_may_enter(markup):
    guard_docx(in_body(CLEAN, markup))


def test_text_hidden_by_its_style_is_found():
    style = b'<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    hidden = rewritten(CLEAN, {"word/styles.xml": lambda xml: xml.replace(b"</w:styles>", style)})
    with pytest.raises(errors.HiddenText):
        guard_docx(in_body(hidden, RUN.format('<w:rPr><w:rStyle w:val="An"/></w:rPr>')))


@pytest.mark.parametrize(
    ("kind", "target", "external", "situation"),
    [
        ("image", "http://127.0.0.1/a.png", True, errors.OutsideReference),
        ("image", "file:///etc/passwd", True, errors.OutsideReference),
        ("hyperlink", "file:///etc/passwd", True, errors.OutsideReference),
        ("attachedTemplate", "https://example.vn/a.dotm", True, errors.OutsideReference),
        ("image", "../../../etc/passwd", False, errors.OutsideReference),
        ("image", "media/absent.png", False, errors.DamagedFile),
        ("oleObject", "media/a.png", False, errors.EmbeddedObject),
        ("aFChunk", "part.html", False, errors.ExternalInclude),
    ],
)
def test_relationships_that_may_not_be(kind, target, external, situation):
    with pytest.raises(situation):
        guard_docx(related(CLEAN, kind, target, external=external))


def test_an_entity_may_not_be_declared():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(errors.EntityDeclared):
        guard_docx(rewritten(CLEAN, {"customXml/item9.xml": bomb}))


def test_an_encoding_may_not_hide_a_declaration():
    hidden = b'<?xml version="1.0" encoding="UTF-7"?><a/>'
    with pytest.raises(errors.DamagedFile):
        guard_docx(rewritten(CLEAN, {"customXml/item9.xml": hidden}))


def test_a_bomb_of_zeros_is_refused_by_its_ratio():
    with pytest.raises(errors.TooBig):
        guard_docx(rewritten(CLEAN, {"word/media/b.png": b"\0" * 30_000_000}))


def test_a_size_that_lies_is_found_while_inflating():
    data = bytearray(rewritten(CLEAN, {"word/media/b.png": b"\0" * 200_000}))
    # The directory claims ten bytes; what is packed unpacks to more.
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/media/b.png"))
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(errors.TooBig):
        guard_docx(bytes(data))


def test_entries_may_not_share_their_bytes():
    data = bytearray(rewritten(CLEAN, {"word/media/a1.png": png(1, 1), "word/media/a2.png": png(1, 1)}))
    one = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/media/a1.png"))
    two = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/media/a2.png"))
    data[two + 42 : two + 46] = data[one + 42 : one + 46]
    with pytest.raises(errors.DamagedFile):
        guard_docx(bytes(data))


def test_a_locked_entry_is_said_to_be_encrypted():
    data = bytearray(CLEAN)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(errors.EncryptedFile):
        guard_docx(bytes(data))


def test_every_refusal_has_a_code_of_its_own():
    situations = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, DraftRefused)
    ]
    assert len({situation.code for situation in situations}) == len(situations)


@settings(max_examples=120, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(0, len(CLEAN) - 1), st.integers(0, 255)), max_size=12),
    st.integers(0, len(CLEAN)),
)
def test_whatever_the_bytes_only_a_refusal_comes_out(changes, length):
    data = bytearray(CLEAN)
    for at, value in changes:
        data[at] = value
    with contextlib.suppress(VanthuError):
        guard_docx(bytes(data[: max(length, len(data) // 2)]))


DOCUMENT = zipfile.ZipFile(io.BytesIO(CLEAN)).read("word/document.xml")


@settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(DOCUMENT)), st.binary(max_size=40))
def test_whatever_the_body_only_a_refusal_comes_out(at, noise):
    with contextlib.suppress(VanthuError):
        guard_docx(
            rewritten(CLEAN, {"word/document.xml": DOCUMENT[:at] + noise + DOCUMENT[at + len(noise) :]})
        )
