"""The legal bases (căn cứ): how each ends, what it names, in what order they stand."""

import re
from collections.abc import Iterator

from documents.checking import finding
from documents.checking.finding import Finding, Severity, short
from documents.checking.rows import Row
from documents.checking.rule import Rule
from documents.checking.view import View

# The number must be the law's own, not that of a decree or resolution named after it.
_ITS_OWN = r"(?:(?!Nghị|Quyết|Thông tư|Công văn|Kế hoạch|Chỉ thị)[^;])"
_LAW = re.compile(
    rf"^Căn cứ (?:Bộ luật|Luật|Pháp lệnh){_ITS_OWN}{{0,400}}?"
    r"(?:\bsố\s{0,3}:?\s{0,3}\d|\b\d{1,4}/(?:\d{4}/)?(?:QH|UBTVQH|PL-)\d{0,3})"
)
_SECOND = re.compile(r";\s{0,3}[Cc]ăn cứ\s")
_ACT = re.compile(r"^Căn cứ (Nghị định|Thông tư|Quyết định|Nghị quyết|Chỉ thị|Kế hoạch|Công văn)\s")
_NUMBERED = re.compile(r"\d[\w-]{0,12}/[\d/]{0,6}[\w-]{0,12}[A-ZĐ]|số\s*[:.…_\s]*/|…|\.\.\.")
_DATED = re.compile(r"\bngày\b.{0,14}(?:tháng|/|-|\.).{0,10}(?:năm|/|-|\.)", re.IGNORECASE)
_ISSUED = re.compile(r"\bcủa\b|\bvề\b")
# What the act is about follows its issuer; an issuer alone is shorter.
_ABOUT = re.compile(r"\bvề\b|\bcủa\b(?=.{45})|…|\.\.\.")
# The rank of what is cited: bases of content go from the higher act to the lower.
_RANKS = (
    (re.compile(r"^Căn cứ Hiến pháp\b"), 0),
    (re.compile(r"^Căn cứ (?:Bộ luật|Luật)\b"), 1),
    (re.compile(r"^Căn cứ Pháp lệnh\b"), 2),
    (re.compile(r"^Căn cứ Nghị định\b"), 3),
    (re.compile(r"^Căn cứ Thông tư\b"), 4),
)
# Acts that give the issuer its power stand first, whatever their rank.
_POWER = re.compile(
    r"chức năng|nhiệm vụ|quyền hạn|thẩm quyền|phân cấp|ủy quyền|Quy chế|Điều lệ|cơ cấu|tổ chức|Tổ chức",
    re.IGNORECASE,
)
_DATE = re.compile(r"ngày\s+(\d{1,2})(?:\s+tháng\s+|[/.-])(\d{1,2})(?:\s+năm\s+|[/.-])(\d{4})")


def bases_end(view: View) -> Iterator[Finding]:
    for row in view.parts.bases[:-1]:
        if not row.text.endswith(";"):
            yield _fault(row, row.text[-1], ";", "kết thúc bằng dấu “;”")


def last_basis_ends(view: View) -> Iterator[Finding]:
    for row in view.parts.bases[-1:]:
        if not row.text.endswith("."):
            yield _fault(row, row.text[-1], ".", "căn cứ cuối cùng kết thúc bằng dấu “.”")


def law_without_number(view: View) -> Iterator[Finding]:
    for row in view.parts.bases:
        said = _LAW.search(row.text)
        if said:
            message = f"“{short(row.text)}”: Luật, Pháp lệnh chỉ ghi tên, bỏ số và ký hiệu."
            yield Finding(finding.CONTENT, "Căn cứ", "error", short(said[0]), "tên Luật, Pháp lệnh", message)


def one_a_line(view: View) -> Iterator[Finding]:
    for row in view.parts.bases:
        if _SECOND.search(row.text):
            yield _fault(
                row, "hai căn cứ trên một dòng", "mỗi căn cứ một dòng", "sau mỗi căn cứ phải xuống dòng"
            )


def complete(view: View) -> Iterator[Finding]:
    """Kind, number, issuer, date and subject; a reference only to "hồ sơ" or a proposal is no act."""
    for row in view.parts.bases:
        if _ACT.match(row.text):
            lacking = [
                name
                for name, there in (
                    ("số, ký hiệu", _NUMBERED.search(row.text)),
                    ("ngày tháng năm", _DATED.search(row.text) or "…" in row.text or ".." in row.text),
                    ("cơ quan ban hành", _ISSUED.search(row.text)),
                    ("trích yếu nội dung", _ABOUT.search(row.text)),
                )
                if not there
            ]
            if lacking:
                said = ", ".join(lacking)
                yield _fault(row, f"thiếu {said}", "đủ số, ngày, cơ quan, trích yếu", f"ghi thêm {said}")


def by_rank(view: View) -> Iterator[Finding]:
    before: tuple[int, Row] | None = None
    for row in view.parts.bases:
        rank = next((rank for pattern, rank in _RANKS if pattern.match(row.text)), None)
        if rank is None or _POWER.search(row.text):
            continue
        if before is not None and rank < before[0]:
            remedy = f"đưa lên trước “{short(before[1].text, 40)}” vì có hiệu lực pháp lý cao hơn"
            yield _fault(row, "đứng sau văn bản thấp hơn", "từ văn bản cao đến thấp", remedy, "warning")
            return
        before = (rank, row)


def by_date(view: View) -> Iterator[Finding]:
    before: tuple[int, tuple[int, ...]] | None = None
    for row in view.parts.bases:
        rank = next((rank for pattern, rank in _RANKS if pattern.match(row.text)), None)
        said = _DATE.search(row.text)
        if rank is None or said is None or _POWER.search(row.text):
            continue
        day = (int(said[3]), int(said[2]), int(said[1]))
        # Amending acts follow the one they amend, whatever their dates.
        if before is not None and before[0] == rank and day < before[1] and "sửa đổi" not in row.text:
            remedy = "xếp các văn bản cùng loại theo thứ tự ngày ban hành"
            yield _fault(row, said[0], "sau văn bản ban hành trước", remedy, "warning")
            return
        before = (rank, day)


def _fault(row: Row, found: str, expected: str, remedy: str, severity: Severity = "error") -> Finding:
    return Finding(
        finding.CONTENT, "Căn cứ", severity, found, expected, f"Căn cứ “{short(row.text)}”: {remedy}."
    )


BASIS_RULES = (
    Rule("basis.end", finding.CONTENT, bases_end),
    Rule("basis.last-end", finding.CONTENT, last_basis_ends),
    Rule("basis.law-number", finding.CONTENT, law_without_number),
    Rule("basis.one-a-line", finding.CONTENT, one_a_line),
    Rule("basis.complete", finding.CONTENT, complete),
    Rule("basis.rank", finding.CONTENT, by_rank),
    Rule("basis.date", finding.CONTENT, by_date),
)
