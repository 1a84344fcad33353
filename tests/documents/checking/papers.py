"""Other faultless papers made from our plan: a letter, one with an outline, with annexes, with stamps."""

import copy
from collections.abc import Callable

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tests.documents.checking.seeds import Change, line, reads, without

BODY, END = "Nhằm đưa", "Yêu cầu các phòng"
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
OUTLINE = (
    "Chương I", "QUY ĐỊNH CHUNG", "Mục 1", "NGUYÊN TẮC", "Điều 1. Phạm vi", "1. Quy định này nói về hai việc.",
    "a) Việc thứ nhất;", "b) Việc thứ hai;", "c) Việc thứ ba;", "d) Việc thứ tư;", "đ) Việc thứ năm;", "e) Việc cuối.",
    "2. Các phòng cùng làm.", "3. Văn phòng theo dõi.", "Mục 2", "CÁCH LÀM", "Tiểu mục 1", "CÁC BƯỚC",
    "Điều 2. Các bước", "Tiểu mục 2", "THỜI GIAN", "Chương II", "HIỆU LỰC", "Điều 3. Hiệu lực",
)  # fmt: skip


def all_of(*changes: Change) -> Change:
    def change(document: Document) -> None:
        for one in changes:
            one(document)

    return change


def after(begins: str, text: str) -> Callable[[Document], Paragraph]:
    """A paragraph that looks like the one it follows."""

    def add(document: Document) -> Paragraph:
        model = line(document, begins)
        element = copy.deepcopy(model._p)
        model._p.addnext(element)
        made = Paragraph(element, model._parent)
        for run in made.runs[1:]:
            element.remove(run._r)
        made.runs[0].text = text
        return made

    return add


def outlined(document: Document) -> None:
    model = line(document, BODY)
    last = line(document, END)._p
    for text in OUTLINE:
        element = copy.deepcopy(model._p)
        last.addnext(element)
        last, made = element, Paragraph(element, model._parent)
        made.runs[0].text = text
        centred = text.isupper() or text.startswith(("Chương", "Mục", "Tiểu mục"))
        made.runs[0].bold = centred or text.startswith("Điều")
        if centred:
            made.alignment, made.paragraph_format.first_line_indent = CENTRE, Cm(0)


def annexed(document: Document) -> None:
    line(document, END).runs[
        0
    ].text = "Yêu cầu các phòng thực hiện (chi tiết tại Phụ lục I, Phụ lục II kèm theo)./."
    for label in ("I", "II"):
        section = document.add_section()
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn("w:start"), "1")
        section._sectPr.append(numbers)
        for text, bold, italic in (
            (f"Phụ lục {label}", True, False),
            (f"BẢNG SỐ {label}", True, False),
            (
                f"(Kèm theo Kế hoạch số …/KH-SVLPL ngày … của Sở Việc làm và Phúc lợi, bảng {label})",
                False,
                True,
            ),
        ):
            made = document.add_paragraph()
            made.alignment = CENTRE
            run = made.add_run(text)
            run.bold, run.italic = bold, italic


def framed(paragraph: Paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single")
        borders.append(border)
    paragraph._p.get_or_add_pPr().insert(0, borders)


def stamped(document: Document) -> None:
    title = line(document, "KẾ HOẠCH")
    for text in ("HỎA TỐC", "LƯU HÀNH NỘI BỘ"):
        made = title.insert_paragraph_before()
        made.alignment = CENTRE
        made.add_run(text).bold = True
        framed(made)
    made = document.add_paragraph()
    made.add_run("PL.(30)").font.size = Pt(11)
    foot = document.sections[0].first_page_footer.paragraphs[0]
    foot.add_run("Điện thoại: 0123; E-mail: so@example.vn").font.size = Pt(11)


def letter(document: Document) -> None:
    """The plan turned into a công văn: no kind, the subject under the number, two addressees."""
    reads("Số:", "Số: 15/SVLPL-TĐTH")(document)
    below = document.tables[0].rows[1].cells[0].add_paragraph()
    below.alignment = CENTRE
    below.add_run("V/v phát động phong trào thi đua").font.size = Pt(13)
    for begins in ("KẾ HOẠCH", "Phát động", "Căn cứ Nghị định", "Căn cứ Kế hoạch"):
        without(begins)(document)
    first = line(document, BODY)
    for text in ("Kính gửi:", "- Sở Kho bạc;", "- Sở Thư khố."):
        first.insert_paragraph_before().add_run(text)
    after("Nơi nhận:", "- Như trên;")(document)
    added = line(document, "- Như trên;")
    added.runs[0].font.size, added.runs[0].bold, added.runs[0].italic = Pt(11), False, False


def decision(document: Document) -> None:
    """The plan with the marks of a decision: authority, operative word, articles."""
    reads("KẾ HOẠCH", "QUYẾT ĐỊNH")(document)
    reads("Số:", "Số: 15/QĐ-SVLPL")(document)
    reads("Phát động", "Về việc phát động phong trào thi đua văn thư kiểu mẫu")(document)
    made = line(document, BODY).insert_paragraph_before()
    made.alignment = CENTRE
    made.add_run("QUYẾT ĐỊNH:").bold = True


def minutes(document: Document) -> None:
    reads("KẾ HOẠCH", "BIÊN BẢN")(document)
    reads("Số:", "Số: 15/BB-SVLPL")(document)
    without("Sao Mai, ngày")(document)
