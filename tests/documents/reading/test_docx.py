"""A Word file as lines: what the page shows, in the order a person reads it."""

import time

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from documents.reading import legacy
from documents.reading.docx import NOTE_BOX, NOTE_LEGACY, NOTE_NUMBERING, read_docx
from tests.documents.reading.builders import columns, in_body, plan, rewritten, to_bytes


def texts(data):
    return [line.text for line in read_docx(data).lines]


def test_the_left_column_of_the_head_comes_before_the_right():
    lines = texts(plan())
    assert (
        lines.index("SỞ CÂY XANH")
        < lines.index("Số: /KH-SCX")
        < lines.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    )


def test_a_merged_cell_is_read_once():
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Gộp dọc"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Gộp ngang"
    lines = texts(to_bytes(document))
    assert lines.count("Gộp dọc") == 1
    assert lines.count("Gộp ngang") == 1


def test_soft_breaks_and_tabs_divide_a_head_made_without_a_table():
    document = docx.Document()
    document.add_paragraph(
        "UBND TỈNH HOA SEN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ CÂY XANH\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số:      /SCX-VP\tHoa Sen, ngày     tháng 3 năm 2026"
    )
    assert texts(to_bytes(document))[:4] == [
        "UBND TỈNH HOA SEN",
        "SỞ CÂY XANH",
        "Số: /SCX-VP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]


def test_runs_are_joined_before_anything_is_matched():
    document = docx.Document()
    paragraph = document.add_paragraph("Số: 12/KH-S")
    paragraph.add_run("CX")
    assert texts(to_bytes(document)) == ["Số: 12/KH-SCX"]


def test_text_boxes_are_found_and_told():
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    paper = read_docx(in_body(plan(), box))
    assert paper.lines[0].text == "DỰ THẢO"
    assert NOTE_BOX in paper.notes


def test_the_fallback_of_a_modern_box_is_not_read_twice():
    namespaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    box = "<w:txbxContent><w:p><w:r><w:t>MỘT LẦN</w:t></w:r></w:p></w:txbxContent>"
    markup = (
        f'<w:p><w:r><mc:AlternateContent {namespaces}><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(in_body(plan(), markup)).count("MỘT LẦN") == 1


def test_numbers_word_writes_by_itself_are_written_out():
    document = docx.Document()
    for text in ("Thứ nhất", "Thứ hai"):
        document.add_paragraph(text, style="List Number")
    paper = read_docx(to_bytes(document))
    assert [line.text for line in paper.lines] == ["1. Thứ nhất", "2. Thứ hai"]
    assert NOTE_NUMBERING in paper.notes


def numbered(levels):
    """A document whose paragraphs ask for levels of one list of three forms."""
    document = docx.Document()
    forms = (("upperRoman", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)"))
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{written}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level in levels:
        properties = document.add_paragraph("x")._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
        )
    return to_bytes(document)


def test_levels_restart_below_a_new_heading():
    assert texts(numbered([0, 1, 2, 2, 1, 0, 1])) == [
        "I. x",
        "I.1. x",
        "a) x",
        "b) x",
        "I.2. x",
        "II. x",
        "II.1. x",
    ]


def test_capitals_of_the_style_are_the_capitals_of_the_page():
    document = docx.Document()
    run = document.add_paragraph().add_run("kế hoạch")
    run.font.all_caps = True
    assert texts(to_bytes(document)) == ["KẾ HOẠCH"]


def test_split_letters_are_put_together():
    document = docx.Document()
    document.add_paragraph("Hòa bình")
    assert texts(to_bytes(document)) == ["Hòa bình"]


def test_old_fonts_are_read_by_their_name_and_told():
    document = docx.Document()
    run = document.add_paragraph().add_run("Céng hßa x· héi")
    run.font.name = ".VnTime"
    other = document.add_paragraph().add_run("Coäng hoøa")
    other.font.name = "VNI-Times"
    paper = read_docx(to_bytes(document))
    assert [line.text for line in paper.lines] == ["Cộng hòa xã hội", "Cộng hòa"]
    assert NOTE_LEGACY in paper.notes


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        ("uû ban nh©n d©n", ".VnTimeH", "UỶ BAN NHÂN DÂN"),
        ("UÛY BAN NHAÂN DAÂN", "VNI-Times", "ỦY BAN NHÂN DÂN"),
        ("Thuû töôùng", "VNI-Helve", "Thủ tướng"),
        ("Ñaëng Thò Myõ", "VNI-Times", "Đặng Thị Mỹ"),
        ("Uû ban", "Times New Roman", "Uû ban"),
    ],
)
def test_letters_of_old_fonts(text, font, shown):
    assert legacy.decode(text, font) == shown


def test_every_letter_of_tcvn3_comes_back():
    assert len(set(legacy._TCVN3.values())) == len(legacy._TCVN3) == 74


def test_a_table_of_figures_is_read_row_by_row():
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), "abcd", strict=True):
        cell.text = text
    assert texts(to_bytes(document)) == ["a", "b", "c", "d"]


def test_footnotes_follow_the_body():
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Chú thích</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    assert texts(rewritten(plan(), {"word/footnotes.xml": notes.encode()}))[-1] == "Chú thích"


def test_centring_comes_through_the_style():
    document = docx.Document()
    style = document.styles.add_style("Giữa", WD_STYLE_TYPE.PARAGRAPH)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:jc {nsdecls("w")} w:val="center"/>'))
    document.add_paragraph("Ở giữa", style="Giữa")
    assert read_docx(to_bytes(document)).lines[0].centred
    assert style.element.find(qn("w:pPr")) is not None


def test_a_full_width_row_of_the_head_stands_below_both_columns():
    document = docx.Document()
    columns(document, ("UBND TỈNH HOA SEN",), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",))
    table = document.tables[0]
    cells = table.add_row().cells
    cells[0].merge(cells[1]).text = "KẾ HOẠCH"
    assert texts(to_bytes(document)) == [
        "UBND TỈNH HOA SEN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "KẾ HOẠCH",
    ]


def test_a_run_of_very_many_pieces_is_read_at_once():
    pieces = "<w:t>a</w:t><w:tab/>" * 20_000
    started = time.process_time()
    texts(in_body(plan(), f"<w:p><w:r>{pieces}</w:r></w:p>"))
    assert time.process_time() - started < 2
