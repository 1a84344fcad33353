"""Lines, shapes, groups and pictures: drawn where the file puts them, or named."""

import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.document import Document
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.shared import Pt
from PIL import Image

from documents.pdf.picture import page_text
from documents.typesetting.errors import CannotTypeset
from tests.documents.typesetting.drafts import DRAWING_NS, drafted, drawn_paths, page, placed, with_xml

LEFT_PT = 90.0  # python-docx's own margin


@pytest.mark.parametrize(
    "shape",
    [
        '<w:pict><v:line from="10pt,4pt" to="110pt,4pt" style="position:absolute" strokeweight="1pt"/></w:pict>',
        '<w:pict><v:shape type="#_x0000_t32" style="position:absolute;margin-left:10pt;margin-top:4pt;'
        'width:100pt;height:0"/></w:pict>',
        '<w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:posOffset>127000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>50800</wp:posOffset></wp:positionV>'
        '<wp:extent cx="1270000" cy="0"/><wp:wrapNone/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:spPr>'
        '<a:prstGeom prst="line"/><a:ln w="12700"/></wps:spPr></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing>",
    ],
)
def test_a_straight_rule_is_drawn_where_it_was_anchored(shape):
    (left, _bottom, right, _top) = drawn_paths(page(with_xml(f"<w:r {DRAWING_NS}>{shape}</w:r>")).pdf)[0]
    assert left == pytest.approx(LEFT_PT + 10, abs=1)
    assert right - left == pytest.approx(100, abs=2.5)


def test_a_box_is_drawn_with_its_text():
    box = (
        f'<w:r {DRAWING_NS}><w:pict><v:rect style="position:absolute;width:90pt;height:24pt"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect></w:pict></w:r>"
    )
    made = page(with_xml(box))
    assert "DỰ THẢO" in page_text(made.pdf)
    assert drawn_paths(made.pdf)


def picture(kind: str) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, kind)
    out.seek(0)
    return out


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_in_the_line_is_drawn_as_large_as_asked(kind):
    made = page(drafted(lambda document: document.add_picture(picture(kind), width=Pt(100))))
    document = pypdfium2.PdfDocument(made.pdf)
    (image,) = document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
    left, _bottom, right, _top = image.get_bounds()
    document.close()
    assert right - left == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize("kind", ["TIFF", "BMP"])
def test_a_picture_of_an_old_kind_is_written_over(kind):
    assert page(drafted(lambda document: document.add_picture(picture(kind)))).text_equal


def test_a_picture_format_we_cannot_draw_is_named():
    def write(document: Document) -> None:
        document.add_picture(picture("PNG"))
        part = next(one for one in document.part.package.iter_parts() if one.partname.endswith(".png"))
        part._blob = b"\x01\x00\x09\x00" + bytes(60)
        part.partname = PackURI("/word/media/image1.wmf")

    with pytest.raises(CannotTypeset) as refused:
        page(drafted(write))
    assert refused.value.facts["losses"] == ("ảnh định dạng WMF",)


def boxed(wrap: str, *, from_pt: float = 0) -> str:
    """A box 60 pt high, anchored in a paragraph."""
    return (
        f'<w:r {DRAWING_NS}><w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset>'
        f'</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>{round(from_pt * 12700)}</wp:posOffset>'
        f'</wp:positionV><wp:extent cx="1270000" cy="762000"/><wp:{wrap}/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:spPr>'
        '<a:prstGeom prst="rect"/><a:ln w="9525"/></wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>trong hộp</w:t>'
        "</w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def test_a_box_that_pushes_text_away_keeps_its_room():
    def write(document: Document) -> None:
        document.add_paragraph()._p.append(parse_xml(boxed("wrapTopAndBottom")))
        document.add_paragraph("dưới")

    words = placed(page(drafted(write)).pdf)
    assert words["trong"][1] - words["dưới"][1] > 40


def test_a_box_at_the_top_of_its_paragraph_moves_the_text_below_itself():
    def write(document: Document) -> None:
        document.add_paragraph("dưới")._p.append(parse_xml(boxed("wrapTopAndBottom")))

    words = placed(page(drafted(write)).pdf)
    assert words["trong"][1] - words["dưới"][1] > 40


WRAPS = pytest.mark.parametrize("wrap", ["wrapSquare", "wrapTight", "wrapThrough"])


@WRAPS
def test_a_box_text_would_flow_around_is_refused(wrap):
    with pytest.raises(CannotTypeset) as refused:
        page(with_xml(boxed(wrap), text="chữ " * 200))
    assert refused.value.facts["losses"] == ("hình vẽ có chữ bao quanh",)


@WRAPS
def test_a_box_no_text_would_flow_around_is_drawn(wrap):
    def write(document: Document) -> None:
        document.add_paragraph("chữ")._p.append(parse_xml(boxed(wrap, from_pt=30)))
        for _line in range(7):
            document.add_paragraph()
        document.add_paragraph("dưới")

    assert "trong hộp" in page_text(page(drafted(write)).pdf)


def anchored(graphic: str) -> str:
    """A drawing 100 by 50 pt at the top left of its column, over which text may stand."""
    return (
        f'<w:r {DRAWING_NS} xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">'
        '<w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>254000</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="1270000" cy="635000"/><wp:wrapNone/><a:graphic><a:graphicData uri="x">{graphic}'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def shape(kind: str, *, at: tuple[int, int] = (0, 0), text: str = "", ends: str = "", body: str = "") -> str:
    box = f"<wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
    return (
        f'<wps:wsp><wps:spPr><a:xfrm><a:off x="{at[0]}" y="{at[1]}"/><a:ext cx="500" cy="500"/></a:xfrm>'
        f'<a:prstGeom prst="{kind}"/><a:ln w="12700"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>{ends}</a:ln>'
        f"</wps:spPr>{box if text else ''}<wps:bodyPr {body}/></wps:wsp>"
    )


def grouped(*shapes: str) -> str:
    return (
        '<wpg:wgp><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="635000"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="1000" cy="500"/></a:xfrm></wpg:grpSpPr>{"".join(shapes)}</wpg:wgp>'
    )


def test_the_shapes_of_a_group_stand_where_the_group_puts_them():
    group = grouped(shape("rect", text="MỘT"), shape("rect", at=(500, 0), text="HAI"))
    made = page(with_xml(anchored(group)))
    words = placed(made.pdf)
    assert words["HAI"][0] - words["MỘT"][0] == pytest.approx(50, abs=0.5)
    assert len(drawn_paths(made.pdf)) == 2


def test_a_line_with_an_arrow_head_has_its_head_at_its_end():
    plain, headed = (
        drawn_paths(page(with_xml(anchored(shape("line", ends=ends)))).pdf)
        for ends in ("", '<a:tailEnd type="triangle"/>')
    )
    assert len(headed) == len(plain) + 1
    assert headed[-1][2] == pytest.approx(LEFT_PT + 100, abs=1)


@pytest.mark.parametrize(
    "kind", ["ellipse", "diamond", "rightArrow", "flowChartDecision", "leftBrace", "bracketPair"]
)
def test_usual_shapes_are_drawn_as_large_as_asked(kind):
    boxes = drawn_paths(page(with_xml(anchored(shape(kind)))).pdf)
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    # PDFium adds what the sharpest corner could need.
    assert 100 <= right - left <= 145
    assert left <= LEFT_PT + 1
    assert right >= LEFT_PT + 99


def test_a_shape_we_do_not_know_is_named():
    with pytest.raises(CannotTypeset) as refused:
        page(with_xml(anchored(shape("gear9"))))
    assert refused.value.facts["losses"] == ("hình vẽ",)


def test_text_turned_in_its_box_runs_upwards():
    words = placed(page(with_xml(anchored(shape("rect", text="M H", body='vert="vert270"')))).pdf)
    assert words["H"][1] > words["M"][1] + 10
    assert words["H"][0] == pytest.approx(words["M"][0], abs=0.5)


def test_a_group_of_older_shapes_is_drawn():
    group = (
        f'<w:r {DRAWING_NS}><w:pict><v:group style="position:absolute;width:100pt;height:50pt" coordorigin="0,0" '
        'coordsize="1000,500"><v:rect style="position:absolute;left:0;top:0;width:400;height:200"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>MỘT</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect>"
        '<v:oval style="position:absolute;left:500;top:0;width:500;height:500"/>'
        '<v:line from="0,500" to="1000,500"><v:stroke endarrow="block"/></v:line></v:group></w:pict></w:r>'
    )
    made = page(with_xml(group))
    assert "MỘT" in page_text(made.pdf)
    assert max(box[2] for box in drawn_paths(made.pdf)) == pytest.approx(LEFT_PT + 100, abs=1.5)


def stretched(words: str) -> bytes:
    return with_xml(
        f'<w:r {DRAWING_NS}><w:pict><v:shape type="#_x0000_t136" style="position:absolute;width:200pt;height:60pt;'
        f'rotation:315" fillcolor="silver" stroked="f"><v:textpath string="{words}"/></v:shape></w:pict></w:r>'
    )


def test_stretched_words_with_a_sign_that_cannot_be_drawn_are_refused():
    with pytest.raises(CannotTypeset) as refused:
        page(stretched("DỰ THẢO 中"))
    assert refused.value.facts["losses"] == ("ký tự không có trong phông chữ (chữ nghệ thuật)",)


def test_words_stretched_over_a_page_are_no_text_of_the_document():
    document = pypdfium2.PdfDocument(page(stretched("DỰ THẢO")).pdf)
    assert document[0].get_textpage().get_text_bounded() == "Lời văn"
    assert len(list(document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))) == 1
    document.close()


def test_a_cropped_picture_shows_only_what_was_kept():
    def write(document: Document) -> None:
        document.add_picture(picture("PNG"), width=Pt(100))
        (blip,) = document.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
        blip.addnext(parse_xml(f'<a:srcRect {DRAWING_NS} l="50000"/>'))

    document = pypdfium2.PdfDocument(page(drafted(write)).pdf)
    (image,) = document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
    left, _bottom, right, _top = image.get_bounds()
    document.close()
    # The whole is twice as wide; its left half hangs out of the frame and is clipped.
    assert right == pytest.approx(LEFT_PT + 100, abs=0.5)
    assert left in (pytest.approx(LEFT_PT - 100, abs=0.5), pytest.approx(LEFT_PT, abs=0.5))
