"""How paragraphs, tabs, tables, lists and drawings stand on the page."""

import pypdfium2
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from documents.pdf.picture import page_text, page_texts
from documents.typesetting import wording
from documents.typesetting.errors import CannotTypeset
from documents.typesetting.letters import Letters, Sheets
from tests.documents.typesetting.drafts import (
    W_NS,
    drafted,
    drawn_paths,
    lines,
    page,
    placed,
    with_xml,
)

LEFT_PT = 90.0  # python-docx's own margin


def test_a_first_line_indent_moves_the_first_line_only():
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("Mở " + "lời " * 60 + "cuối")
        paragraph.paragraph_format.first_line_indent = Pt(28)

    words = placed(page(drafted(write)).pdf)
    assert words["Mở"][0] == pytest.approx(LEFT_PT + 28, abs=1)
    assert words["cuối"][1] < words["Mở"][1]


def test_lines_stand_as_far_apart_as_asked():
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("trên")
        paragraph.add_run().add_break()
        paragraph.add_run("dưới")
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(30)

    words = placed(page(drafted(write)).pdf)
    assert words["trên"][1] - words["dưới"][1] == pytest.approx(30, abs=0.2)


def test_of_two_spaces_between_paragraphs_the_larger_counts():
    def write(document: Document) -> None:
        for text, before, after in (("trên", 0, 20), ("dưới", 12, 0)):
            shape = document.add_paragraph(text).paragraph_format
            shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.0

    words = placed(page(drafted(write)).pdf)
    assert words["trên"][1] - words["dưới"][1] == pytest.approx(20 + 11 * 1.149, abs=0.3)


def test_a_style_gives_what_the_paragraph_leaves_open():
    def write(document: Document) -> None:
        document.styles["Normal"].paragraph_format.left_indent = Pt(40)
        document.add_paragraph("lùi")

    assert placed(page(drafted(write)).pdf)["lùi"][0] == pytest.approx(LEFT_PT + 40, abs=1)


@pytest.mark.parametrize(
    ("to", "edge"),
    [(WD_TAB_ALIGNMENT.LEFT, 200), (WD_TAB_ALIGNMENT.CENTER, 200 - 11), (WD_TAB_ALIGNMENT.RIGHT, 200 - 22)],
)
def test_text_after_a_tab_stands_at_its_stop(to, edge):
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("Số:\tnnnn")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(200), to)

    words = placed(page(drafted(write)).pdf)
    assert words["nnnn"][0] == pytest.approx(LEFT_PT + edge, abs=1.2)


def test_a_tab_without_stop_goes_to_the_next_half_inch():
    words = placed(page(drafted(lambda document: document.add_paragraph("a\tb"))).pdf)
    assert words["b"][0] == pytest.approx(LEFT_PT + 36, abs=0.5)


def test_a_dotted_leader_is_drawn_and_says_nothing():
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("Họ tên:\t")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(200), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS)

    made = page(drafted(write))
    assert page_text(made.pdf).count(".") > 40
    document = pypdfium2.PdfDocument(made.pdf)
    assert wording.page_texts(Sheets(document)) == ["Họ tên:"]
    document.close()


def rows(data: bytes) -> list[str]:
    """The lines of the first page."""
    return [line.strip() for line in page_text(page(data).pdf).split("\r\n")]


def test_text_to_a_right_stop_at_the_margin_stays_in_one_line():
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("Căn cứ\t;")
        section = document.sections[0]
        wide = section.page_width - section.left_margin - section.right_margin
        paragraph.paragraph_format.tab_stops.add_tab_stop(
            wide + Pt(3), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )

    (line,) = rows(drafted(write))
    assert line.startswith("Căn cứ")
    assert line.replace(" ", "").endswith(".;")


@pytest.mark.parametrize("sign", ["x", "…", "_"])
def test_a_word_longer_than_the_line_is_cut_where_the_line_ends(sign):
    first, *rest = rows(lines("Nơi " + sign * 300))
    assert first == "Nơi"
    assert "".join(rest) == sign * 300
    assert len({len(row) for row in rest[:-1]}) == 1


def test_a_long_word_of_two_looks_is_cut_too():
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("." * 50)
        paragraph.add_run("6").font.superscript = True
        paragraph.add_run("." * 150)

    document = pypdfium2.PdfDocument(page(drafted(write)).pdf)
    right = max(one.right_pt for one in Letters(Sheets(document).once(0)).stretches())
    document.close()
    assert right < 612 - LEFT_PT + 1


def test_a_stroke_is_not_divided_though_its_parts_look_different():
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("chữ " * 20 + "số 123456/")
        paragraph.add_run("QĐ").bold = True

    assert any("123456/QĐ" in row for row in rows(drafted(write)))


def test_spaces_at_the_end_do_not_move_a_centred_line():
    def write(document: Document) -> None:
        for text in ("QUYẾT", "QUYẾT" + " " * 30):
            document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER

    document = pypdfium2.PdfDocument(page(drafted(write)).pdf)
    first, second = (one.left_pt for one in Letters(Sheets(document).once(0)).stretches())
    document.close()
    assert first == pytest.approx(second, abs=0.05)


def headed(paragraphs: int, *, first: bool = False) -> float:
    """How far from the top the text begins under a header of so many lines."""

    def write(document: Document) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = first
        header = section.first_page_header if first else section.header
        for _line in range(paragraphs - 1):
            header.add_paragraph()
        document.add_paragraph("Lời")

    return 792 - placed(page(drafted(write)).pdf)["Lời"][1]


@pytest.mark.parametrize("first", [True, False])
def test_a_header_taller_than_the_margin_moves_the_text_down(first):
    assert headed(6, first=first) - headed(1, first=first) > 20
    assert headed(2, first=first) == pytest.approx(headed(1, first=first), abs=0.5)


def test_the_page_number_stands_as_far_from_the_edge_as_asked():
    def write(document: Document) -> None:
        document.sections[0].header_distance = Pt(30)
        document.sections[0].header.paragraphs[0].add_run("Trang")
        document.add_paragraph("Lời")

    assert 792 - placed(page(drafted(write)).pdf)["Trang"][1] == pytest.approx(30 + 11 * 0.933, abs=0.5)


def test_a_page_break_begins_a_page_and_leaves_no_empty_line():
    def write(document: Document) -> None:
        document.add_paragraph("một").add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("hai")

    made = page(drafted(write))
    assert [text.strip() for text in page_texts(made.pdf)] == ["một", "hai"]


def test_empty_lines_at_the_end_make_no_page():
    def write(document: Document) -> None:
        for _line in range(200):
            document.add_paragraph("" if _line else "Hết")

    assert page(drafted(write)).pages == 1


def test_a_landscape_section_turns_its_page():
    def write(document: Document) -> None:
        document.add_paragraph("đứng")
        section = document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        document.add_paragraph("ngang")

    made = page(drafted(write))
    assert made.pages == 2
    assert "ngang" in placed(made.pdf, 1)


def test_the_page_number_stands_on_the_second_page_and_is_not_the_files_text():
    def write(document: Document) -> None:
        header = document.sections[0].header.paragraphs[0]
        document.sections[0].different_first_page_header_footer = True
        header._p.append(
            parse_xml(f'<w:fldSimple {W_NS} w:instr=" PAGE "><w:r><w:t>9</w:t></w:r></w:fldSimple>')
        )
        for _line in range(60):
            document.add_paragraph("dòng")

    first, second = page_texts(page(drafted(write)).pdf)[:2]
    assert "1" not in first
    assert second.split()[0] == "2"


def test_merged_cells_are_written_once():
    def write(document: Document) -> None:
        table = document.add_table(3, 3)
        table.style = "Table Grid"
        table.cell(0, 0).merge(table.cell(0, 2)).text = "ngang"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "dọc"
        table.cell(2, 2).text = "góc"

    made = page(drafted(write))
    assert page_text(made.pdf).split() == ["ngang", "dọc", "góc"]
    assert len(drawn_paths(made.pdf)) >= 4


def test_columns_stand_side_by_side_as_wide_as_their_cells_ask():
    def write(document: Document) -> None:
        table = document.add_table(1, 2)
        table.autofit = False
        for cell, wide, text in zip(table.rows[0].cells, (100, 250), ("trái", "phải"), strict=True):
            cell.width = Pt(wide)
            cell.text = text

    words = placed(page(drafted(write)).pdf)
    assert words["phải"][0] - words["trái"][0] == pytest.approx(100, abs=0.6)
    assert words["phải"][1] == pytest.approx(words["trái"][1], abs=0.2)


@pytest.mark.parametrize(("whole", "pages"), [(True, {1}), (False, {0, 1})])
def test_a_row_that_must_not_split_goes_to_the_next_page_whole(whole, pages):
    def write(document: Document) -> None:
        for _line in range(34):
            document.add_paragraph("dòng").paragraph_format.space_after = Pt(3)
        table = document.add_table(1, 1)
        if whole:
            table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {W_NS}/>"))
        for count in range(8):
            table.cell(0, 0).add_paragraph(f"ô{count}")

    texts = page_texts(page(drafted(write)).pdf)
    assert {number for number, text in enumerate(texts) if "ô" in text} == pages


def test_repeated_table_heads_count_once():
    def write(document: Document) -> None:
        table = document.add_table(80, 2)
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W_NS}/>"))
        for at, row in enumerate(table.rows):
            row.cells[0].text = "Số thứ tự" if not at else str(at)

    made = page(drafted(write))
    assert made.pages > 1
    assert page_text(made.pdf).count("Số thứ tự") == made.pages


def test_a_numbered_style_prints_its_numbers():
    def write(document: Document) -> None:
        for text in ("Đăng ký", "Ký kết"):
            document.add_paragraph(text, style="List Number")

    assert page_text(page(drafted(write)).pdf).split() == ["1.", "Đăng", "ký", "2.", "Ký", "kết"]


def test_a_bullet_of_a_symbol_font_becomes_a_letter_of_ours():
    made = page(drafted(lambda document: document.add_paragraph("Mục", style="List Bullet")))
    assert page_text(made.pdf).split() == ["•", "Mục"]


def test_capitals_of_a_format_are_printed_as_capitals():
    def write(document: Document) -> None:
        document.add_paragraph().add_run("quyết định").font.all_caps = True

    assert "QUYẾT ĐỊNH" in page_text(page(drafted(write)).pdf)


def test_old_fonts_are_printed_in_unicode():
    def write(document: Document) -> None:
        document.add_paragraph().add_run("Céng hßa").font.name = ".VnTime"

    assert "Cộng hòa" in page_text(page(drafted(write)).pdf)


def test_hidden_text_is_not_printed():
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("thấy ")
        paragraph.add_run("giấu").font.hidden = True

    assert page_text(page(drafted(write)).pdf).split() == ["thấy"]


def test_a_justified_line_reaches_the_right_margin():
    def write(document: Document) -> None:
        document.add_paragraph("chữ " * 80).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    document = pypdfium2.PdfDocument(page(drafted(write)).pdf)
    rights = [one.right_pt for one in Letters(Sheets(document).once(0)).stretches()]
    document.close()
    assert max(rights[:-1]) - min(rights[:-1]) < 1


def test_a_footnote_without_a_body_is_refused():
    note = f'<w:r {W_NS}><w:footnoteReference w:id="7"/></w:r>'
    with pytest.raises(CannotTypeset) as refused:
        page(with_xml(note))
    assert refused.value.facts["losses"] == ("chú thích chân trang",)


def test_the_line_of_the_number_is_not_broken_by_a_narrow_cell():
    def write(document: Document) -> None:
        table = document.add_table(1, 2)
        table.autofit = False
        for cell, wide in zip(table.rows[0].cells, (70, 300), strict=True):
            cell.width = Pt(wide)
        table.cell(0, 0).text = "Số:  /QĐ-UBND   "

    made = page(drafted(write))
    assert [slot.name for slot in made.slots] == ["number"]
    assert len(page_text(made.pdf).split("\r\n")) == 1
