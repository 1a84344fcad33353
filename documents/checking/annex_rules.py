"""Annexes, stamps and the address at the foot."""

import re
from collections.abc import Iterator

from documents.checking import finding
from documents.checking.finding import Finding, Severity, number, short
from documents.checking.outline import as_roman, roman
from documents.checking.rule import Papers, Rule
from documents.checking.view import View

_POINTS_TO = re.compile(r"phụ lục|kèm theo|đính kèm", re.IGNORECASE)
_CONTACT = re.compile(r"\b(?:ĐT|Điện thoại|E-?mail|Website|Fax|Trang thông tin điện tử)\b\s*:", re.IGNORECASE)


def word_small(view: View) -> Iterator[Finding]:
    for annex in view.annexes[:1]:
        if annex.head.text.startswith("PHỤ LỤC"):
            right = f"Phụ lục {annex.label}".strip()
            yield _fault(annex.head.text, right, f"Viết “{right}” bằng chữ in thường.")


def numbered(view: View) -> Iterator[Finding]:
    if len(view.annexes) > 1 and any(not annex.label for annex in view.annexes):
        message = "Văn bản có từ hai phụ lục: đánh số Phụ lục I, Phụ lục II bằng chữ số La Mã."
        yield _fault("không đánh số", "Phụ lục I, II", message)


def in_roman(view: View) -> Iterator[Finding]:
    for annex in view.annexes:
        if annex.label and roman(annex.label) is None:
            right = as_roman(int(annex.label)) if annex.label.isdigit() else "I, II, III"
            yield _fault(f"Phụ lục {annex.label}", right, f"Đánh số “{annex.head.text}” bằng chữ số La Mã.")
            return


def in_order(view: View) -> Iterator[Finding]:
    numbers = [roman(annex.label) for annex in view.annexes if annex.label]
    alone = view.nature == "annex"
    for at, (before, after) in enumerate(zip([0, *numbers], numbers, strict=False)):
        if before is None or after is None or (alone and at == 0):
            continue
        if after != before + 1:
            right = f"Phụ lục {as_roman(before + 1)}"
            message = f"Số thứ tự phụ lục không liên tiếp: ở đây phải là {right}."
            yield _fault(f"Phụ lục {as_roman(after)}", right, message)
            return


def pointed_to(view: View) -> Iterator[Finding]:
    rows = (*view.parts.text, *view.parts.subject)
    if view.annexes and not any(_POINTS_TO.search(row.text) for row in rows):
        message = "Nội dung chưa nhắc đến phụ lục: thêm chỉ dẫn, ví dụ “(chi tiết tại Phụ lục kèm theo)”."
        yield _fault("không có chỉ dẫn", "chỉ dẫn về Phụ lục", message)


def note_there(view: View) -> Iterator[Finding]:
    for annex in view.annexes:
        if not annex.note:
            message = f"Thêm dòng “(Kèm theo … số … ngày … của …)” dưới tên “{short(annex.head.text)}”."
            yield _fault("không có dòng Kèm theo", "(Kèm theo …)", message)
            return


def note_whole(view: View) -> Iterator[Finding]:
    """On an electronic paper the places stay blank, but the words are there."""
    for annex in view.annexes:
        text = " ".join(row.text for row in annex.note)
        if text and not (re.search(r"\bsố\b|/", text) and re.search(r"\bngày\b", text)):
            message = f"“{short(text)}”: ghi số, ký hiệu, ngày tháng năm của văn bản."
            yield _fault(short(text), "số, ký hiệu, ngày ban hành", message)
            return


def pages_of_its_own(view: View) -> Iterator[Finding]:
    for annex in view.annexes if view.sheet.numbers else ():
        sections = view.sheet.sections
        section = annex.head.place.section
        start = sections[section].start if section < len(sections) else None
        if (section == 0 and view.nature != "annex") or (section and start != 1):
            message = f"Đánh số trang riêng cho “{short(annex.head.text)}”: ngắt section, bắt đầu lại từ 1."
            yield _fault("đánh số tiếp theo văn bản", "đánh số riêng từng phụ lục", message, "warning")
            return


def _fault(found: str, expected: str, message: str, severity: Severity = "error") -> Finding:
    return Finding(finding.ANNEX, "Phụ lục", severity, found, expected, message)


def stamps_framed(view: View) -> Iterator[Finding]:
    for row in (*view.parts.marks, *view.parts.circulation):
        if not row.framed:
            message = f"Đặt “{row.text}” trong khung hình chữ nhật viền đơn."
            yield Finding(finding.MARKS, "Dấu chỉ dẫn", "error", "không có khung", "khung viền đơn", message)


def contact_size(view: View) -> Iterator[Finding]:
    for line in view.sheet.footers:
        if _CONTACT.search(line.text) and not 11 <= line.size_pt <= 12:
            found = f"cỡ {number(line.size_pt)}"
            message = f"Địa chỉ “{short(line.text)}”: đổi sang cỡ chữ 11-12."
            yield Finding(finding.CONTACT, "Địa chỉ cơ quan", "error", found, "cỡ 11-12", message)
            return


def contact_upright(view: View) -> Iterator[Finding]:
    for line in view.sheet.footers:
        if _CONTACT.search(line.text) and not line.upright:
            message = f"Địa chỉ “{short(line.text)}”: dùng kiểu chữ đứng, không đậm."
            yield Finding(
                finding.CONTACT, "Địa chỉ cơ quan", "error", "đậm hoặc nghiêng", "chữ đứng", message
            )
            return


ANNEX_RULES = (
    Rule("annex.word", finding.ANNEX, word_small, Papers.BOTH),
    Rule("annex.numbered", finding.ANNEX, numbered, Papers.BOTH),
    Rule("annex.roman", finding.ANNEX, in_roman, Papers.BOTH),
    Rule("annex.order", finding.ANNEX, in_order, Papers.BOTH),
    Rule("annex.reference", finding.ANNEX, pointed_to),
    Rule("annex.note", finding.ANNEX, note_there, Papers.BOTH),
    Rule("annex.note-whole", finding.ANNEX, note_whole, Papers.BOTH),
    Rule("annex.pages", finding.ANNEX, pages_of_its_own, Papers.BOTH),
    Rule("marks.framed", finding.MARKS, stamps_framed),
    Rule("contact.size", finding.CONTACT, contact_size),
    Rule("contact.upright", finding.CONTACT, contact_upright),
)
