"""What the bases, the running text, the list of recipients and the signer look like and say."""

import re
from collections.abc import Iterator
from dataclasses import replace

from documents.checking import finding
from documents.checking.finding import Finding, number, short
from documents.checking.rows import Row
from documents.checking.view import View

# Shorter paragraphs stand on one line, where full justification shows nothing.
_SEVERAL_LINES = 100
_POINTS_PER_CM = 72 / 2.54
_INDENTS_CM = (1.0, 1.27)
_INDENT_TOLERANCE_CM = 0.05
# The number must be the law's own, not that of a decree or resolution named after it.
_ITS_OWN = r"(?:(?!Nghị|Quyết|Thông tư|Công văn|Kế hoạch|Chỉ thị)[^;])"
_LAW = re.compile(
    rf"^Căn cứ (?:Bộ luật|Luật|Pháp lệnh){_ITS_OWN}{{0,400}}?"
    r"(?:\bsố\s{0,3}:?\s{0,3}\d|\b\d{1,4}/(?:\d{4}/)?(?:QH|UBTVQH|PL-)\d{0,3})"
)
_ACADEMIC = re.compile(
    r"^(?:(?:PGS|GS|TSKH|TS|ThS|Ths|THS|BS|Bs|BSCK\w*|CKI+|KS|CN|DS|LS|NGND|NGƯT|TTND|TTƯT)\b[.,\s-]*"
    r"|(?:Giáo sư|Phó [Gg]iáo sư|Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư)\b[.,\s]*)+"
)
_DASH = re.compile(r"^[-–]")


def bases_end(view: View) -> Iterator[Finding]:
    rows = view.parts.bases
    for at, row in enumerate(rows):
        sign = "." if at == len(rows) - 1 else ";"
        # The last basis of a decision is followed by the word that decides.
        good = row.text.endswith(sign) or (sign == "." and row.text.endswith(","))
        if not good:
            message = f"Căn cứ “{short(row.text)}”: kết thúc bằng dấu “{sign}”."
            yield Finding(finding.CONTENT, "Căn cứ", "error", row.text[-1], sign, message)


def law_without_number(view: View) -> Iterator[Finding]:
    for row in view.parts.bases:
        said = _LAW.search(row.text)
        if said:
            message = f"“{short(row.text)}”: Luật, Pháp lệnh chỉ ghi tên, bỏ số và ký hiệu."
            yield Finding(finding.CONTENT, "Căn cứ", "error", short(said[0]), "tên Luật, Pháp lệnh", message)


def justified(view: View) -> Iterator[Finding]:
    wrong = [row for row in _paragraphs(view) if row.align != "even"]
    if wrong:
        yield _body_finding(wrong, "không canh đều", "canh đều hai lề", "canh đều cả hai lề")


def first_line(view: View) -> Iterator[Finding]:
    wrong = [row for row in _paragraphs(view) if not row.tabbed and not _indented(row)]
    if wrong:
        found = f"{number(round(wrong[0].look.first_pt / _POINTS_PER_CM, 1))} cm"
        yield _body_finding(wrong, found, "1 cm hoặc 1,27 cm", "lùi đầu dòng 1 cm hoặc 1,27 cm")


def _paragraphs(view: View) -> list[Row]:
    return [row for row in view.parts.body if len(row.text) > _SEVERAL_LINES]


def _indented(row: Row) -> bool:
    lengths = (row.look.first_pt / _POINTS_PER_CM, (row.look.left_pt + row.look.first_pt) / _POINTS_PER_CM)
    # Word's own lists keep their label where the list says.
    return row.labelled or any(
        abs(length - wanted) <= _INDENT_TOLERANCE_CM for length in lengths for wanted in _INDENTS_CM
    )


def _body_finding(rows: list[Row], found: str, expected: str, remedy: str) -> Finding:
    others = f" và {len(rows) - 1} đoạn khác" if len(rows) > 1 else ""
    message = f"Đoạn “{short(rows[0].text)}”{others}: {remedy}."
    return Finding(finding.CONTENT, "Nội dung", "error", found, expected, message)


def list_dashes(view: View) -> Iterator[Finding]:
    for row in _items(view):
        if not _DASH.match(row.text):
            message = f"Nơi nhận “{short(row.text)}”: bắt đầu bằng gạch đầu dòng “-”."
            yield _list_finding(row.text[:1], "-", message)


def list_ends(view: View) -> Iterator[Finding]:
    rows = _items(view)
    for at, row in enumerate(rows):
        sign = "." if at == len(rows) - 1 else ";"
        if not row.text.endswith(sign):
            message = f"Nơi nhận “{short(row.text)}”: kết thúc bằng dấu “{sign}”."
            yield _list_finding(row.text[-1], sign, message)


def _items(view: View) -> list[Row]:
    """The items of the list; a row that goes on the one above is joined to it."""
    items: list[Row] = []
    for row in view.parts.listed:
        starts = _DASH.match(row.text) or row.labelled or not items or items[-1].text[-1] in ";."
        if starts:
            items.append(row)
        else:
            items[-1] = replace(items[-1], text=f"{items[-1].text} {row.text}")
    return items


def kept(view: View) -> Iterator[Finding]:
    listed = view.parts.listed
    there = view.sheet.reading.archive_line or any(re.match(r"^\W*Lưu\b", row.text) for row in listed)
    if listed and not there:
        message = "Thêm dòng cuối “- Lưu: VT, …” với chữ viết tắt đơn vị soạn thảo."
        yield _list_finding("không có dòng Lưu", "- Lưu: VT, …", message)


def _list_finding(found: str, expected: str, message: str) -> Finding:
    return Finding(finding.RECIPIENTS, "Danh sách nơi nhận", "error", found, expected, message)


def signer_without_degrees(view: View) -> Iterator[Finding]:
    row = view.parts.signer
    said = _ACADEMIC.match(row.text) if row else None
    if row and said:
        name = row.text[said.end() :]
        message = f"Chỉ ghi “{name}”, bỏ học hàm, học vị trước họ tên người ký."
        # Ministries of the armed forces, education, health and science may allow them.
        yield Finding(finding.SIGNER, "Họ tên người ký", "warning", row.text, name, message)


BODY_RULES = (
    bases_end,
    law_without_number,
    justified,
    first_line,
    list_dashes,
    list_ends,
    kept,
    signer_without_degrees,
)
