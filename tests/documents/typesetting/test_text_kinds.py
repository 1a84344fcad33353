"""Rarer things that say something: endnotes, boxes of a form, turned cells, frames in headers, other fonts' signs."""

import io
import zipfile

import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.shared import Pt

from documents.pdf.picture import page_text
from tests.documents.typesetting.drafts import W_NS, drafted, drawn_paths, page, placed, with_xml

ENDNOTES = (
    f'<w:endnotes {W_NS}><w:endnote w:id="2"><w:p><w:r><w:endnoteRef/></w:r><w:r><w:t xml:space="preserve"> Nguồn: '
    "trạm đo.</w:t></w:r></w:p></w:endnote></w:endnotes>"
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"


def with_endnote() -> bytes:
    data = with_xml(f'<w:r {W_NS}><w:endnoteReference w:id="2"/></w:r>')
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as made:
        for name in package.namelist():
            text = package.read(name)
            if name == "[Content_Types].xml":
                kind = f'<Override PartName="/word/endnotes.xml" ContentType="{TYPE}"/></Types>'
                text = text.replace(b"</Types>", kind.encode())
            if name == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="rId99" Type="{RELATION}" Target="endnotes.xml"/></Relationships>'
                text = text.replace(b"</Relationships>", link.encode())
            made.writestr(name, text)
        made.writestr("word/endnotes.xml", ENDNOTES)
    return out.getvalue()


def test_an_endnote_stands_at_the_end_with_its_number():
    words = page_text(page(with_endnote()).pdf).split()
    assert words == ["Lời", "văni", "i", "Nguồn:", "trạm", "đo."]


@pytest.mark.parametrize(("ticked", "strokes"), [(False, 1), (True, 3)])
def test_the_box_of_a_form_is_drawn_as_it_is_ticked(ticked, strokes):
    mark = f'<w:default w:val="{int(ticked)}"/>'
    field = (
        f'<w:r {W_NS}><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{mark}</w:checkBox></w:ffData></w:fldChar>'
        '<w:instrText> FORMCHECKBOX </w:instrText><w:fldChar w:fldCharType="end"/></w:r>'
    )
    made = page(with_xml(field))
    assert len(drawn_paths(made.pdf)) == strokes
    assert page_text(made.pdf) == "Lời văn"


def turned(direction: str) -> dict[str, tuple[float, float]]:
    def write(document: Document) -> None:
        table = document.add_table(1, 2)
        table.rows[0].height = Pt(120)
        cell = table.cell(0, 0)
        cell.text = "dưới trên"
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:textDirection {W_NS} w:val="{direction}"/>'))

    return placed(page(drafted(write)).pdf)


@pytest.mark.parametrize(("direction", "upwards"), [("btLr", True), ("tbRl", False)])
def test_text_turned_in_a_cell_runs_as_asked(direction, upwards):
    words = turned(direction)
    assert (words["trên"][1] > words["dưới"][1] + 10) == upwards
    assert words["trên"][0] == pytest.approx(words["dưới"][0], abs=0.5)


def test_a_page_number_in_a_frame_takes_no_line_of_the_footer():
    def write(document: Document) -> None:
        footer = document.sections[0].footer
        framed = footer.paragraphs[0]
        framed.add_run("SỐ")
        framed._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:framePr {W_NS} w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="right"/>'
            )
        )
        footer.add_paragraph("CHÂN")

    words = placed(page(drafted(write)).pdf)
    assert words["SỐ"][1] == pytest.approx(words["CHÂN"][1], abs=1)
    assert words["SỐ"][0] > 450


def test_ticked_signs_of_other_fonts_are_written_by_ours():
    assert "■ □ √" in page_text(page(with_xml(f"<w:r {W_NS}><w:t> ☒ ☐ ✓</w:t></w:r>")).pdf)
