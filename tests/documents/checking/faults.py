"""The fault of every rule: rule, clause, the faultless paper it is put into, and what is changed there."""

from itertools import pairwise
from typing import NamedTuple

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from lxml import etree

from documents.checking import finding as f
from tests.documents.checking.capitals import SAID
from tests.documents.checking.papers import (
    after,
    all_of,
    annexed,
    decision,
    letter,
    minutes,
    outlined,
    stamped,
)
from tests.documents.checking.seeds import Change, line, looks, page, reads, replaced, stands, without

NATION, MOTTO, NUMBER, DATE = "CỘNG HÒA", "Độc lập", "Số:", "Sao Mai, ngày"
BASIS, LAST_BASIS, BODY = "Căn cứ Nghị định", "Căn cứ Kế hoạch", "Nhằm đưa"
SUBJECT, AGENCY, PARENT, TITLE, NAME = "Phát động", "SỞ VIỆC LÀM", "UBND TỈNH", "GIÁM ĐỐC", "Đinh Công Mẫu"
LEFT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT


class Fault(NamedTuple):
    """One seeded fault; `paper` makes another faultless paper of our plan first."""

    code: str
    clause: str
    change: Change
    paper: Change = lambda _: None


def on_its_side(document: Document) -> None:
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)


def header_number(**change: object) -> Change:
    def alter(document: Document) -> None:
        for run in document.sections[0].header.paragraphs[0].runs:
            for name, value in change.items():
                setattr(run.font, name, value)

    return alter


def header_left(document: Document) -> None:
    document.sections[0].header.paragraphs[0].alignment = LEFT


def header_empty(document: Document) -> None:
    for run in document.sections[0].header.paragraphs[0].runs:
        run.clear()


def number_at_foot(document: Document) -> None:
    above = document.sections[0].header.paragraphs[0]
    below = document.sections[0].footer.paragraphs[0]
    for run in above.runs:
        below._p.append(run._r)


def on_the_first_page(document: Document) -> None:
    document.sections[0].different_first_page_header_footer = False


def numbered(name: str, value: str) -> Change:
    def change(document: Document) -> None:
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn(f"w:{name}"), value)
        document.sections[0]._sectPr.append(numbers)

    return change


def font_of(begins: str, name: str) -> Change:
    def change(document: Document) -> None:
        line(document, begins).runs[0].font.name = name

    return change


def in_red(document: Document) -> None:
    line(document, BODY).runs[0].font.color.rgb = RGBColor(255, 0, 0)


def in_old_code(document: Document) -> None:
    run = line(document, "III. TỔ").runs[0]
    run.font.name, run.text = ".VnTimeH", "III. tæ chøc thùc hiÖn"


def date_in_head(document: Document) -> None:
    made = document.tables[0].rows[1].cells[1].add_paragraph()
    made.alignment = CENTRE
    made.add_run("Sao Mai, ngày 05 tháng 3 năm 2026").italic = True


def agencies_gone(document: Document) -> None:
    without(AGENCY)(document)
    without(PARENT)(document)


def below(begins: str, text: str) -> Change:
    return lambda document: after(begins, text)(document) and None


def unruled(begins: str) -> Change:
    """The bordered paragraph below a line taken out."""

    def change(document: Document) -> None:
        element = line(document, begins)._p.getnext()
        element.getparent().remove(element)

    return change


def redrawn(begins: str, width_pt: float, *, dash: str = "") -> Change:
    """The line below drawn as a shape instead."""

    def change(document: Document) -> None:
        unruled(begins)(document)
        made = after(begins, "")(document)
        picture = OxmlElement("w:pict")
        stroke = f'<v:stroke dashstyle="{dash}"/>' if dash else ""
        picture.append(
            etree.fromstring(
                f'<v:line xmlns:v="urn:schemas-microsoft-com:vml" from="0,0" to="{width_pt}pt,0">{stroke}</v:line>'
            )
        )
        made.runs[0]._r.append(picture)

    return change


def underlined(document: Document) -> None:
    unruled(AGENCY)(document)
    line(document, AGENCY).runs[0].underline = True


def spaced(begins: str, **change: object) -> Change:
    def alter(document: Document) -> None:
        for name, value in change.items():
            setattr(line(document, begins).paragraph_format, name, value)

    return alter


def moved_out(document: Document) -> None:
    """The head's right half put above the table."""
    cell = document.tables[0].rows[0].cells[1]
    for paragraph in reversed(list(cell.paragraphs)):
        document.element.body.insert(0, paragraph._p)
    cell.add_paragraph()


def own_table_row(row: int, begins: str) -> Change:
    """A line of the first or last table put into a row of its own below."""

    def change(document: Document) -> None:
        table = document.tables[row]
        made = table.add_row()
        for paragraph in list(table.rows[-2].cells[1].paragraphs):
            if begins in ("*", paragraph.text[: len(begins)]):
                made.cells[1]._tc.append(paragraph._p)
        table.rows[-2].cells[1].add_paragraph()

    return change


def signed(*lines: str) -> Change:
    """The title of the signer written in other lines."""

    def change(document: Document) -> None:
        line(document, TITLE).runs[0].text = lines[0]
        for before, text in pairwise(lines):
            after(before, text)(document)

    return change


def unframed(begins: str) -> Change:
    def change(document: Document) -> None:
        properties = line(document, begins)._p.pPr
        properties.remove(properties.find(qn("w:pBdr")))

    return change


def contact(**change: object) -> Change:
    def alter(document: Document) -> None:
        run = document.sections[0].first_page_footer.paragraphs[0].runs[0]
        for name, value in change.items():
            setattr(run.font, name, value)

    return alter


def running_on(document: Document) -> None:
    for section in list(document.sections)[1:]:
        for numbers in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(numbers)


def _printed(
    code: str, clause: str, begins: str, tests: str, size: float = 15, paper: Change = lambda _: None
) -> list[Fault]:
    """The faults of one part's print, by the names of its rules."""
    changes = {
        "size": looks(begins, size=size),
        "bold": looks(begins, bold=False),
        "light": looks(begins, bold=True),
        "upright": looks(begins, italic=True),
        "italic": looks(begins, italic=False),
        "centred": all_of(stands(begins, align=RIGHT)),
        "capitals": small(begins),
    }
    return [Fault(f"{code}.{name}", clause, changes[name], paper) for name in tests.split()]


def small(begins: str) -> Change:
    def change(document: Document) -> None:
        run = line(document, begins).runs[0]
        run.text = run.text.capitalize()

    return change


FAULTS: tuple[Fault, ...] = (
    Fault("scope.legislative", f.SCOPE, reads("KẾ HOẠCH", "NGHỊ ĐỊNH")),
    Fault("page.paper", f.PAPER, page(page_width=216, page_height=279)),
    Fault("page.orientation", f.ORIENTATION, on_its_side),
    Fault("page.margin-top", f.MARGINS, page(top_margin=15)),
    Fault("page.margin-bottom", f.MARGINS, page(bottom_margin=30)),
    Fault("page.margin-left", f.MARGINS, page(left_margin=25)),
    Fault("page.margin-right", f.MARGINS, page(right_margin=25)),
    Fault("page-number.missing", f.PAGE_NUMBER, header_empty),
    Fault("page-number.below", f.PAGE_NUMBER, number_at_foot),
    Fault("page-number.first-page", f.PAGE_NUMBER, on_the_first_page),
    Fault("page-number.centred", f.PAGE_NUMBER, header_left),
    Fault("page-number.size", f.PAGE_NUMBER, header_number(size=Pt(11))),
    Fault("page-number.upright", f.PAGE_NUMBER, header_number(italic=True)),
    Fault("page-number.arabic", f.PAGE_NUMBER, numbered("fmt", "upperRoman")),
    Fault("page-number.start", f.PAGE_NUMBER, numbered("start", "5")),
    Fault("sizes.head", f.SIZES, looks(NATION, size=12)),
    Fault("sizes.body", f.SIZES, looks(BODY, size=13)),
    Fault("letters.font", f.FONT, font_of(BODY, "Arial")),
    Fault("letters.legacy", f.FONT, in_old_code),
    Fault("letters.colour", f.FONT, in_red),
    Fault("missing.nation", f.NATION, without(NATION)),
    Fault("missing.motto", f.NATION, without(MOTTO)),
    Fault("missing.agency", f.AGENCY, agencies_gone),
    Fault("missing.number", f.NUMBER, without(NUMBER)),
    Fault("missing.date", f.PLACE_DATE, without(DATE)),
    Fault("missing.title", f.TITLE, without("KẾ HOẠCH")),
    Fault("missing.brief", f.TITLE, without("V/v"), letter),
    Fault("missing.subject", f.TITLE, without(SUBJECT)),
    Fault("missing.basis", f.CONTENT, all_of(without(BASIS), without(LAST_BASIS)), decision),
    Fault("missing.decides", f.DECISION, without("QUYẾT ĐỊNH:"), decision),
    Fault(
        "missing.addressees",
        f.RECIPIENTS,
        all_of(without("Kính gửi"), without("- Sở Kho bạc;"), without("- Sở Thư khố"), without("- Như trên")),
        letter,
    ),
    Fault("missing.signer", f.SIGNER, without(NAME)),
    Fault("missing.recipients", f.RECIPIENTS, without("Nơi nhận:")),
    Fault("nation.text", f.NATION, reads(NATION, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.")),
    Fault("motto.text", f.NATION, reads(MOTTO, "Độc lập – Tự do – Hạnh phúc")),
    Fault("number.colon", f.NUMBER, reads(NUMBER, "Số 15/KH-SVLPL")),
    Fault("number.nought", f.NUMBER, reads(NUMBER, "Số: 5/KH-SVLPL")),
    Fault("number.word", f.NUMBER, reads(NUMBER, "SỐ: 15/KH-SVLPL")),
    Fault("symbol.gaps", f.NUMBER, reads(NUMBER, "Số: 15/KH - SVLPL")),
    Fault("symbol.kind", f.NUMBER, reads(NUMBER, "Số: 15/Kh-SVLPL")),
    Fault("symbol.letter", f.NUMBER, reads(NUMBER, "Số: 15/CV-SVLPL"), letter),
    Fault("symbol.whole", f.NUMBER, reads(NUMBER, "Số: 15/KH")),
    Fault("symbol.capitals", f.NUMBER, reads(NUMBER, "Số: 15/KH-svlpl")),
    Fault("symbol.hyphen", f.NUMBER, reads(NUMBER, "Số: 15/KH–SVLPL")),
    Fault("date.day-nought", f.PLACE_DATE, reads(DATE, "Sao Mai, ngày 5 tháng 3 năm 2026")),
    Fault("date.month-nought", f.PLACE_DATE, reads(DATE, "Sao Mai, ngày 05 tháng 2 năm 2026")),
    Fault("date.month-plain", f.PLACE_DATE, reads(DATE, "Sao Mai, ngày 05 tháng 03 năm 2026")),
    Fault("date.possible", f.PLACE_DATE, reads(DATE, "Sao Mai, ngày 35 tháng 3 năm 2026")),
    Fault("date.place", f.PLACE_DATE, reads(DATE, "Sao Mai ngày 05 tháng 3 năm 2026")),
    Fault("date.minutes", f.MINUTES, date_in_head, minutes),
    *_printed("nation", f.NATION, NATION, "size bold upright"),
    *_printed("motto", f.NATION, MOTTO, "size bold upright"),
    *_printed("agency", f.AGENCY, AGENCY, "size bold upright capitals", 14),
    *_printed("parent", f.AGENCY, PARENT, "size light upright", 14),
    Fault("parent.capitals", f.AGENCY, reads(PARENT, "UBND tỉnh Sao Mai")),
    *_printed("number", f.NUMBER, NUMBER, "size light upright", 14),
    *_printed("date", f.PLACE_DATE, DATE, "size light italic"),
    *_printed("kind", f.TITLE, "KẾ HOẠCH", "size bold upright capitals centred"),
    *_printed("subject", f.TITLE, SUBJECT, "size bold upright centred"),
    *_printed("reference", f.TITLE, "V/v", "size light upright", 14, letter),
    *_printed("basis", f.CONTENT, BASIS, "size light italic", 12),
    *_printed("body", f.CONTENT, BODY, "size", 12),
    *_printed("text", f.CONTENT, BODY, "upright"),
    *_printed("addressee", f.RECIPIENTS, "- Sở Thư khố", "size light upright", 12, letter),
    *_printed("recipients", f.RECIPIENTS, "Nơi nhận:", "size bold italic", 14),
    *_printed("list", f.RECIPIENTS, "- Lãnh đạo", "size light upright", 12),
    *_printed("title", f.SIGNER, TITLE, "size bold upright capitals"),
    *_printed("signer", f.SIGNER, NAME, "size bold upright"),
    *_printed("annex", f.ANNEX, "Phụ lục II", "size bold upright centred", 13, annexed),
    *_printed("annex-title", f.ANNEX, "BẢNG SỐ II", "size bold upright capitals centred", 15, annexed),
    *_printed("annex-note", f.ANNEX, "(Kèm theo", "size light italic centred", 12, annexed),
    *_printed("urgency", f.MARKS, "HỎA TỐC", "size bold upright capitals", 15, stamped),
    *_printed("circulation", f.MARKS, "LƯU HÀNH", "size bold upright capitals", 15, stamped),
    *_printed("drafter", f.DRAFTER, "PL.(30)", "size upright capitals", 13, stamped),
    Fault("place.motto-centred", f.NATION, stands(MOTTO, align=LEFT)),
    Fault("place.agency-centred", f.AGENCY, stands(AGENCY, align=LEFT)),
    Fault("place.parent-centred", f.AGENCY, stands(PARENT, align=LEFT)),
    Fault("place.number-centred", f.NUMBER, stands(NUMBER, align=LEFT)),
    Fault("place.date-centred", f.PLACE_DATE, stands(DATE, align=RIGHT)),
    Fault("place.reference-centred", f.TITLE, stands("V/v", align=LEFT), letter),
    Fault("place.title-centred", f.SIGNER, stands(TITLE, align=RIGHT)),
    Fault("place.nation-right", f.NATION, moved_out),
    Fault("place.number-date", f.PLACE_DATE, own_table_row(0, "Sao Mai")),
    Fault("place.recipients-signer", f.RECIPIENTS, own_table_row(1, "*")),
    Fault("line.motto", f.NATION, unruled(MOTTO)),
    Fault("line.agency", f.AGENCY, unruled(AGENCY)),
    Fault("line.subject", f.TITLE, unruled(SUBJECT)),
    Fault("line.motto-length", f.NATION, redrawn(MOTTO, 60)),
    Fault("line.agency-length", f.AGENCY, redrawn(AGENCY, 180)),
    Fault("line.subject-length", f.TITLE, redrawn(SUBJECT, 30)),
    Fault("line.motto-solid", f.NATION, redrawn(MOTTO, 190, dash="dash")),
    Fault("line.agency-solid", f.AGENCY, redrawn(AGENCY, 90, dash="dash")),
    Fault("line.subject-solid", f.TITLE, redrawn(SUBJECT, 160, dash="dash")),
    Fault("line.underlined", f.AGENCY, underlined),
    Fault("basis.end", f.CONTENT, replaced(BASIS, "văn thư;", "văn thư.")),
    Fault("basis.last-end", f.CONTENT, replaced(LAST_BASIS, "hành chính.", "hành chính;")),
    Fault("basis.law-number", f.CONTENT, reads(BASIS, "Căn cứ Luật Lưu trữ số 33/2024/QH15;")),
    Fault(
        "basis.one-a-line",
        f.CONTENT,
        replaced(BASIS, "văn thư;", "văn thư; Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;"),
    ),
    Fault("basis.complete", f.CONTENT, replaced(BASIS, " ngày 05 tháng 3 năm 2020", "")),
    Fault("basis.rank", f.CONTENT, below(BASIS, "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;")),
    Fault(
        "basis.date",
        f.CONTENT,
        below(BASIS, "Căn cứ Nghị định số 10/2010/NĐ-CP ngày 05 tháng 3 năm 2010 của Chính phủ về con dấu;"),
    ),
    Fault("heading.word", f.CONTENT, reads("Chương II", "CHƯƠNG II"), outlined),
    Fault("chapter.roman", f.CONTENT, reads("Chương II", "Chương 2"), outlined),
    Fault("section.arabic", f.CONTENT, reads("Mục 2", "Mục II"), outlined),
    Fault("heading.own-line", f.CONTENT, reads("Mục 2", "Mục 2. Cách thức"), outlined),
    Fault("heading.centred", f.CONTENT, stands("Mục 2", align=LEFT), outlined),
    Fault("heading.bold", f.CONTENT, looks("Mục 2", bold=False), outlined),
    Fault("heading.upright", f.CONTENT, looks("Mục 2", italic=True), outlined),
    Fault("heading.size", f.CONTENT, looks("Mục 2", size=16), outlined),
    Fault("heading.title-capitals", f.CONTENT, reads("CÁCH LÀM", "Cách làm"), outlined),
    Fault("heading.title-bold", f.CONTENT, looks("CÁCH LÀM", bold=False), outlined),
    Fault("heading.title-centred", f.CONTENT, stands("CÁCH LÀM", align=LEFT), outlined),
    Fault("article.word", f.CONTENT, reads("Điều 3.", "ĐIỀU 3. Hiệu lực"), outlined),
    Fault("article.stop", f.CONTENT, reads("Điều 3.", "Điều 3: Hiệu lực"), outlined),
    Fault("article.bold", f.CONTENT, looks("Điều 3.", bold=False), outlined),
    Fault("article.upright", f.CONTENT, looks("Điều 3.", italic=True), outlined),
    Fault("article.indent", f.CONTENT, stands("Điều 3.", first_cm=2), outlined),
    Fault("article.size", f.CONTENT, looks("Điều 3.", size=13), outlined),
    Fault("roman.capitals", f.CONTENT, reads("III. TỔ", "III. Tổ chức thực hiện")),
    Fault("roman.bold", f.CONTENT, looks("III. TỔ", bold=False)),
    Fault("roman.upright", f.CONTENT, looks("III. TỔ", italic=True)),
    Fault("clause.upright", f.CONTENT, looks("1. Mục đích", italic=True)),
    Fault("clause.size", f.CONTENT, looks("1. Mục đích", size=13)),
    Fault("point.upright", f.CONTENT, looks("c) ", italic=True), outlined),
    Fault("point.size", f.CONTENT, looks("c) ", size=13), outlined),
    Fault("point.bracket", f.CONTENT, reads("c) ", "c. Việc thứ ba;"), outlined),
    Fault("point.small", f.CONTENT, reads("e) ", "E) Việc cuối."), outlined),
    Fault("sequence.part", f.CONTENT, reads("Chương II", "Phần II"), outlined),
    Fault("sequence.chapter", f.CONTENT, reads("Chương II", "Chương III"), outlined),
    Fault("sequence.section", f.CONTENT, reads("Mục 2", "Mục 3"), outlined),
    Fault("sequence.subsection", f.CONTENT, reads("Tiểu mục 2", "Tiểu mục 3"), outlined),
    Fault("sequence.roman", f.CONTENT, reads("III. TỔ", "IV. TỔ CHỨC THỰC HIỆN")),
    Fault("sequence.article", f.CONTENT, reads("Điều 3.", "Điều 4. Hiệu lực"), outlined),
    Fault("sequence.clause", f.CONTENT, reads("2. Yêu cầu", "4. Yêu cầu")),
    Fault("sequence.point", f.CONTENT, without("đ) "), outlined),
    Fault("body.justified", f.CONTENT, stands(BODY, align=LEFT)),
    Fault("body.first-line", f.CONTENT, stands(BODY, first_cm=0)),
    Fault("body.gap", f.CONTENT, spaced("- Việc thi đua", space_after=Pt(0))),
    Fault("body.line-small", f.CONTENT, spaced(BODY, line_spacing=0.8)),
    Fault("body.line-large", f.CONTENT, spaced(BODY, line_spacing=2.0)),
    Fault("address.colon", f.RECIPIENTS, reads("Kính gửi", "Kính gửi"), letter),
    Fault("address.one", f.RECIPIENTS, without("- Sở Kho bạc;"), letter),
    Fault(
        "address.several",
        f.RECIPIENTS,
        all_of(
            without("- Sở Kho bạc;"), without("- Sở Thư khố"), reads("Kính gửi", "Kính gửi: Sở Kho bạc; Sở Thư khố")
        ),
        letter,
    ),
    Fault("address.end", f.RECIPIENTS, reads("- Sở Kho bạc;", "- Sở Kho bạc,"), letter),
    Fault("address.last-end", f.RECIPIENTS, reads("- Sở Thư khố", "- Sở Thư khố;"), letter),
    Fault("address.aligned", f.RECIPIENTS, spaced("- Sở Thư khố", left_indent=Cm(2)), letter),
    Fault("recipients.colon", f.RECIPIENTS, reads("Nơi nhận:", "Nơi nhận")),
    Fault("recipients.alone", f.RECIPIENTS, reads("Nơi nhận:", "Nơi nhận: Văn phòng Sở;")),
    Fault("recipients.left", f.RECIPIENTS, stands("Nơi nhận:", align=CENTRE)),
    Fault("list.dash", f.RECIPIENTS, reads("- Lãnh đạo", "Lãnh đạo Sở;")),
    Fault("list.end", f.RECIPIENTS, reads("- Lãnh đạo", "- Lãnh đạo Sở.")),
    Fault("list.last-end", f.RECIPIENTS, replaced("- Lưu: VT", "(S).", "(S);")),
    Fault("list.kept", f.RECIPIENTS, reads("- Lưu: VT", "- Văn phòng Sở.")),
    Fault("list.kept-colon", f.RECIPIENTS, reads("- Lưu: VT", "- Lưu VT, TĐTH (S).")),
    Fault("list.kept-office", f.RECIPIENTS, reads("- Lưu: VT", "- Lưu: TĐTH (S).")),
    Fault("list.as-above", f.RECIPIENTS, reads("- Sở Kho bạc tỉnh", "- Như trên;")),
    Fault(
        "list.as-above-first",
        f.RECIPIENTS,
        all_of(without("- Như trên"), reads("- Lãnh đạo", "- Như trên;")),
        letter,
    ),
    Fault("list.as-above-missing", f.RECIPIENTS, without("- Như trên"), letter),
    Fault("list.article", f.RECIPIENTS, reads("- Lãnh đạo", "- Như Điều 9;"), outlined),
    Fault("signing.mark", f.SIGNER, signed("KT GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    Fault("signing.acting", f.SIGNER, signed("QUYỀN GIÁM ĐỐC")),
    Fault("signing.deputy-alone", f.SIGNER, signed("PHÓ GIÁM ĐỐC")),
    Fault("signing.for-head", f.SIGNER, signed("KT. PHÓ GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    Fault("signing.deputy-below", f.SIGNER, signed("KT. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
    Fault("signing.title-below", f.SIGNER, signed("TL. GIÁM ĐỐC")),
    Fault("signing.collective", f.SIGNER, signed("TM. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
    Fault("signing.by-order", f.SIGNER, signed("TL. PHÓ GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
    Fault("signing.deputy-by-order", f.SIGNER, signed("TL. GIÁM ĐỐC", "PHÓ CHÁNH VĂN PHÒNG")),
    Fault("signer.small", f.SIGNER, reads(NAME, "ĐINH CÔNG MẪU")),
    Fault("signer.name", f.SIGNER, reads(NAME, "TS. Đinh Công Mẫu")),
    Fault("signer.centred", f.SIGNER, stands(NAME, align=RIGHT)),
    Fault("annex.word", f.ANNEX, reads("Phụ lục I", "PHỤ LỤC I"), annexed),
    Fault("annex.numbered", f.ANNEX, reads("Phụ lục II", "Phụ lục"), annexed),
    Fault("annex.roman", f.ANNEX, reads("Phụ lục II", "Phụ lục 2"), annexed),
    Fault("annex.order", f.ANNEX, reads("Phụ lục II", "Phụ lục III"), annexed),
    Fault("annex.reference", f.ANNEX, reads("Yêu cầu các phòng", "Yêu cầu các phòng thực hiện./."), annexed),
    Fault("annex.note", f.ANNEX, without("(Kèm theo"), annexed),
    Fault("annex.note-whole", f.ANNEX, reads("(Kèm theo", "(Kèm theo Kế hoạch của Sở)"), annexed),
    Fault("annex.pages", f.ANNEX, running_on, annexed),
    Fault("marks.framed", f.MARKS, unframed("HỎA TỐC"), stamped),
    Fault("contact.size", f.CONTACT, contact(size=Pt(14)), stamped),
    Fault("contact.upright", f.CONTACT, contact(italic=True), stamped),
    *(Fault(code, clause, replaced(BODY, "với các nội dung", said)) for code, clause, said in SAID),
)  # fmt: skip
