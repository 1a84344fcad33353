"""Who signs, for whom: the authority mark, the titles below it, the name.

source    Decree 30/2020/NĐ-CP, Art. 13; Phụ lục I, Phần I, Mục II.7
"""

import re
from collections.abc import Iterator

from documents.checking import finding
from documents.checking.finding import Finding, Severity
from documents.checking.look_rules import is_aside
from documents.checking.rows import Row
from documents.checking.rule import Rule
from documents.checking.view import View
from documents.reading.paper import is_capitals

_MARK = re.compile(r"^(TM|KT|TL|TUQ|Q)\s*\.\s*(.*)$")
_LOOSE = re.compile(r"^(T[/]M|K[/]T|T[/]L|T[/]UQ|TM|KT|TL|TUQ)\s*(?![.\w]).*$")
_DEPUTY = re.compile(r"^(?:PHÓ\b|THỨ TRƯỞNG\b|HIỆU PHÓ\b)")
# Members of a committee and chiefs of staff may stand in for its head.
_STANDS_IN = re.compile(r"^(?:PHÓ\b|THỨ TRƯỞNG\b|HIỆU PHÓ\b|[ỦU][YỶ] VIÊN|UỶ VIÊN|THAM MƯU|CHÍNH [ỦU]Y)")
_ONE_PERSON = re.compile(
    r"^(?:PHÓ\s|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH |TRƯỞNG (?:PHÒNG|BAN)|HIỆU TRƯỞNG"
    r"|CỤC TRƯỞNG|VỤ TRƯỞNG|VIỆN TRƯỞNG|CHI CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG)"
)
_RANKS = r"(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy|uý)|Chuẩn (?:đô đốc|úy|uý)|Phó Đô đốc|Đô đốc"
_ACADEMIC = re.compile(
    r"^(?:(?:PGS|GS|TSKH|TS|ThS|Ths|THS|BS|Bs|BSCK\w*|CKI+|KS|CN|DS|LS|NGND|NGƯT|NSND|NSƯT|TTND|TTƯT)\b[.,\s-]*"
    rf"|(?:Giáo sư|Phó [Gg]iáo sư|Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư|Luật sư|Anh hùng [Ll]ao động|{_RANKS})\b[.,\s]*)+"
)


def _lines(view: View) -> tuple[Row, ...]:
    """The lines above the first name; a record of a meeting has several signers of equal rank."""
    minutes = view.kind is not None and view.kind.code in (
        "bien-ban",
        "hop-dong",
        "ban-thoa-thuan",
        "ban-ghi-nho",
    )
    return () if minutes or view.sheet.reading.other_signers else view.parts.signing


def _mark(view: View, wanted: str) -> tuple[str, list[str]] | None:
    """What a mark is set before, and the lines below it."""
    texts = [row.text for row in _lines(view)]
    for at, text in enumerate(texts):
        said = _MARK.match(text.upper())
        if said and said[1] == wanted:
            return said[2].strip(), texts[at + 1 :]
    return None


def mark_form(view: View) -> Iterator[Finding]:
    for row in _lines(view):
        said = _LOOSE.match(row.text)
        if said:
            right = f"{said[1].replace('/', '')}."
            yield _fault(said[1], right, f"“{row.text}”: ghi chữ viết tắt quyền hạn là “{right}”.")


def acting(view: View) -> Iterator[Finding]:
    for row in _lines(view):
        if row.text.upper().startswith("QUYỀN "):
            right = f"Q. {row.text[6:]}"
            yield _fault(row.text, right, f"“{row.text}”: viết tắt thành “{right}”.")


def deputy_alone(view: View) -> Iterator[Finding]:
    """A deputy signs for the head, also when put in charge."""
    lines = _lines(view)
    marked = any(_MARK.match(row.text.upper()) or _LOOSE.match(row.text) for row in lines)
    if lines and not marked and _DEPUTY.match(lines[0].text.upper()):
        head = re.sub(r"^PHÓ\s+", "", lines[0].text.upper()).replace("THỨ TRƯỞNG", "BỘ TRƯỞNG")
        yield _fault(
            lines[0].text,
            f"KT. {head}",
            f"Cấp phó ký thay: thêm dòng “KT. {head}” phía trên “{lines[0].text}”.",
        )


def for_the_head(view: View) -> Iterator[Finding]:
    said = _mark(view, "KT")
    if said and _DEPUTY.match(said[0]):
        yield _fault(
            f"KT. {said[0]}", "KT. và chức vụ cấp trưởng", "Sau “KT.” ghi chức vụ của người đứng đầu."
        )


def deputy_below(view: View) -> Iterator[Finding]:
    said = _mark(view, "KT")
    if said and said[1] and not _STANDS_IN.match(said[1][0].upper()):
        message = f"Dưới “KT. {said[0]}” phải là chức vụ cấp phó, không phải “{said[1][0]}”."
        yield _fault(said[1][0], f"PHÓ {said[0]}", message)


def title_below(view: View) -> Iterator[Finding]:
    for name in ("TM", "KT", "TL", "TUQ"):
        said = _mark(view, name)
        if said and said[0] and not said[1]:
            message = f"Dưới “{name}. {said[0]}” ghi thêm chức vụ của người ký."
            yield _fault(f"{name}. {said[0]}", "chức vụ người ký ở dòng dưới", message)


def on_behalf_of_many(view: View) -> Iterator[Finding]:
    said = _mark(view, "TM")
    if said and _ONE_PERSON.match(said[0]):
        message = f"“TM.” đứng trước tên tập thể hoặc cơ quan, không đứng trước chức vụ “{said[0]}”."
        yield _fault(f"TM. {said[0]}", "TM. và tên tập thể", message)


def by_order_of_head(view: View) -> Iterator[Finding]:
    for name in ("TL", "TUQ"):
        said = _mark(view, name)
        if said and _DEPUTY.match(said[0]):
            message = f"Sau “{name}.” ghi chức vụ của người đứng đầu, không ghi cấp phó."
            yield _fault(f"{name}. {said[0]}", f"{name}. và chức vụ cấp trưởng", message)


def deputy_by_order(view: View) -> Iterator[Finding]:
    """The head of a unit signs by order; its deputy signs for that head."""
    said = _mark(view, "TL")
    if said and said[1] and _DEPUTY.match(said[1][0].upper()):
        head = re.sub(r"^PHÓ\s+", "", said[1][0].upper())
        message = f"Cấp phó của đơn vị ký thừa lệnh: thêm dòng “KT. {head}” phía trên “{said[1][0]}”."
        yield _fault(said[1][0], f"KT. {head}", message)


def name_small(view: View) -> Iterator[Finding]:
    row = view.parts.signer
    if row and is_capitals(row.text):
        right = row.text.title()
        message = f"Viết họ tên người ký bằng chữ in thường: “{right}”."
        yield Finding(finding.SIGNER, "Họ tên người ký", "error", row.text, right, message)


def name_without_degrees(view: View) -> Iterator[Finding]:
    row = view.parts.signer
    said = _ACADEMIC.match(row.text) if row else None
    if row and said:
        name = row.text[said.end() :]
        message = f"Chỉ ghi “{name}”, bỏ học hàm, học vị, danh hiệu, quân hàm trước họ tên người ký."
        # Ministries of the armed forces, education, health and science may allow them.
        yield Finding(finding.SIGNER, "Họ tên người ký", "warning", row.text, name, message)


def name_centred(view: View) -> Iterator[Finding]:
    name, titles = view.parts.signer, view.parts.signing
    if name and titles and name.cell == titles[0].cell and is_aside(name) and not is_aside(titles[0]):
        message = f"Canh giữa họ tên “{name.text}” dưới chức vụ."
        yield Finding(finding.SIGNER, "Họ tên người ký", "error", "không canh giữa", "canh giữa", message)


def _fault(found: str, expected: str, message: str, severity: Severity = "error") -> Finding:
    return Finding(finding.SIGNER, "Quyền hạn người ký", severity, found, expected, message)


_S = finding.SIGNER
SIGNER_RULES = (
    Rule("signing.mark", _S, mark_form),
    Rule("signing.acting", _S, acting),
    Rule("signing.deputy-alone", _S, deputy_alone),
    Rule("signing.for-head", _S, for_the_head),
    Rule("signing.deputy-below", _S, deputy_below),
    Rule("signing.title-below", _S, title_below),
    Rule("signing.collective", _S, on_behalf_of_many),
    Rule("signing.by-order", _S, by_order_of_head),
    Rule("signing.deputy-by-order", _S, deputy_by_order),
    Rule("signer.small", _S, name_small),
    Rule("signer.name", _S, name_without_degrees),
    Rule("signer.centred", _S, name_centred),
)
