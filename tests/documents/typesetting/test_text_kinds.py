"""Rarer things that say something: endnotes, boxes of a form, turned cells, frames in headers, other fonts' signs."""

import io
import zipfile

import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

from documents.pdf.picture import page_text
from documents.typesetting.errors import CannotTypeset
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


def framed(text: str, **attributes: str) -> bytes:
    """A paper that begins with a framed paragraph, then says something long."""

    def write(document: Document) -> None:
        given = " ".join(f'w:{name}="{value}"' for name, value in attributes.items())
        document.add_paragraph("RIÊNG")._p.get_or_add_pPr().append(parse_xml(f"<w:framePr {W_NS} {given}/>"))
        document.add_paragraph(text)

    return drafted(write)


def test_a_frame_no_text_meets_stands_at_its_place_on_the_page():
    words = placed(
        page(framed("lời", w="2000", wrap="around", vAnchor="page", hAnchor="page", x="600", y="400")).pdf
    )
    assert words["RIÊNG"][0] == pytest.approx(30, abs=1)
    assert words["RIÊNG"][1] > 750


def test_a_frame_text_would_flow_around_is_refused():
    with pytest.raises(CannotTypeset) as refused:
        page(framed("lời " * 100, wrap="around", vAnchor="text", hAnchor="text"))
    assert refused.value.facts["losses"] == ("khung văn bản (frame)",)


@pytest.mark.parametrize(("beside", "printed"), [("", True), ("lời " * 100, False)])
def test_a_narrow_floating_table_is_drawn_where_no_text_meets_it(beside, printed):
    def write(document: Document) -> None:
        table = document.add_table(1, 1)
        table.autofit = False
        table.rows[0].cells[0].width = Pt(100)
        table.rows[0].cells[0].text = "TRÔI"
        place = f'<w:tblpPr {W_NS} w:vertAnchor="text" w:horzAnchor="margin" w:tblpX="1" w:tblpY="1"/>'
        table._tbl.tblPr.append(parse_xml(place))
        for _line in range(4):
            document.add_paragraph(beside)

    if printed:
        assert page_text(page(drafted(write)).pdf) == "TRÔI"
    else:
        with pytest.raises(CannotTypeset) as refused:
            page(drafted(write))
        assert refused.value.facts["losses"] == ("bảng trôi có chữ bao quanh",)


def test_columns_are_as_tall_as_each_other_where_the_page_goes_on():
    def write(document: Document) -> None:
        for at in range(8):
            document.add_paragraph(f"cột{at}").paragraph_format.space_after = Pt(0)
        columns = document.sections[0]._sectPr
        columns.find(qn("w:cols")).set(qn("w:num"), "2")
        document.add_section(WD_SECTION.CONTINUOUS)._sectPr.find(qn("w:cols")).set(qn("w:num"), "1")
        document.add_paragraph("sau")

    words = placed(page(drafted(write)).pdf)
    assert words["cột7"][0] > words["cột0"][0] + 100
    assert words["sau"][1] < words["cột3"][1]
    assert words["sau"][1] > 600


def test_a_row_of_exact_height_cuts_off_what_does_not_fit():
    def write(document: Document) -> None:
        table = document.add_table(2, 1)
        table.rows[0].height, table.rows[0].height_rule = Pt(20), WD_ROW_HEIGHT_RULE.EXACTLY
        table.cell(0, 0).text = "trên " * 60
        table.cell(1, 0).text = "dưới"

    words = placed(page(drafted(write)).pdf)
    assert words["trên"][1] - words["dưới"][1] == pytest.approx(20, abs=0.5)


def test_the_border_of_a_page_is_drawn_around_its_text():
    def write(document: Document) -> None:
        document.add_paragraph("lời")
        side = 'w:val="single" w:sz="12" w:space="24" w:color="auto"'
        sides = "".join(f"<w:{name} {side}/>" for name in ("top", "left", "bottom", "right"))
        document.sections[0]._sectPr.append(
            parse_xml(f'<w:pgBorders {W_NS} w:offsetFrom="page">{sides}</w:pgBorders>')
        )

    (left, bottom, right, top), *_others = drawn_paths(page(drafted(write)).pdf)
    assert (left, bottom) == pytest.approx((24, 24), abs=1.5)
    assert (right, top) == pytest.approx((612 - 24, 792 - 24), abs=1.5)
