"""What the head says: Quốc hiệu, Tiêu ngữ, number and symbol, place and date."""

import re
from collections.abc import Iterator

from documents.checking import finding
from documents.checking.finding import Finding, Severity, short
from documents.checking.view import View
from documents.reading.paper import UPPER
from documents.reading.vocabulary import KIND_OF_SYMBOL, folded, kind_named

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_NUMBER = re.compile(r"^Số\s*(?P<colon>:?)[\s.…_]*(?P<number>\d*)(?P<gap>[\s.…_]*)/(?P<symbol>.*)$")
_YEAR = re.compile(r"^(?:19|20)\d\d/")
_GAP = re.compile(r"\s[/–-]|[/–-]\s")
_DATE = re.compile(r"ngày[\s.…_]*(?P<day>\d{0,2})[\s.…_]*tháng[\s.…_]*(?P<month>\d{0,2})[\s.…_]*năm")
_SYMBOLS = {folded(kind): symbol for symbol, kind in KIND_OF_SYMBOL.items()}


def nation(view: View) -> Iterator[Finding]:
    row = view.parts.nation
    # Both placements of the tone mark are printed by the decree itself.
    if row and (folded(row.text) != folded(NATION) or not row.text.isupper()):
        message = f"Sửa Quốc hiệu thành “{NATION}”, chữ in hoa."
        yield Finding(finding.NATION, "Quốc hiệu", "error", short(row.text), NATION, message)


def motto(view: View) -> Iterator[Finding]:
    row = view.parts.motto
    if row and row.text != MOTTO:
        message = f"Sửa Tiêu ngữ thành “{MOTTO}”, gạch nối có cách chữ hai bên."
        # Word turns a hyphen between spaces into a longer dash by itself.
        only_dash = re.sub("[–—]", "-", row.text) == MOTTO
        severity: Severity = "warning" if only_dash else "error"
        yield Finding(finding.NATION, "Tiêu ngữ", severity, short(row.text), MOTTO, message)


def number_form(view: View) -> Iterator[Finding]:
    said = _said(view)
    if not said:
        return
    if not said["colon"]:
        yield _number_finding("thiếu dấu hai chấm", "Số: …", "Thêm dấu hai chấm sau chữ “Số”.")
    digits = said["number"]
    if len(digits) == 1:
        message = f"Số nhỏ hơn 10 phải có số 0 phía trước: ghi “0{digits}”."
        yield _number_finding(digits, f"0{digits}", message)


def symbol_gaps(view: View) -> Iterator[Finding]:
    said = _said(view)
    if said and (_GAP.search(f"/{said['symbol']}") or (said["number"] and said["gap"].isspace())):
        expected = re.sub(r"\s*([/–-])\s*", r"\1", f"{said['number']}/{said['symbol']}")
        message = "Bỏ khoảng trắng quanh dấu “/” và dấu “-” trong số, ký hiệu."
        yield _number_finding(short(f"{said['number']}{said['gap']}/{said['symbol']}"), expected, message)


def symbol_kind(view: View) -> Iterator[Finding]:
    """Case and marks of an abbreviation count: QĐ is a decision, QyĐ a regulation."""
    said, row = _said(view), view.parts.kind
    abbreviation = _SYMBOLS.get(folded(kind_named(row.text) or "")) if row else None
    if not said or not row or not abbreviation:
        return
    symbol = _YEAR.sub("", said["symbol"].strip())
    begun = re.split(r"\s*[-–/]", symbol)[0]
    if symbol and begun != abbreviation:
        message = (
            f"Tên loại là {row.text}: ký hiệu phải bắt đầu bằng “{abbreviation}-”, đúng chữ hoa chữ thường."
        )
        yield _number_finding(begun, abbreviation, message)


def _said(view: View) -> re.Match[str] | None:
    return _NUMBER.match(view.parts.number.text) if view.parts.number else None


def _number_finding(found: str, expected: str, message: str) -> Finding:
    return Finding(finding.NUMBER, "Số, ký hiệu", "error", found, expected, message)


def date_form(view: View) -> Iterator[Finding]:
    row = view.parts.place_date
    said = _DATE.search(row.text) if row else None
    if not row or not said:
        return
    day, month = said["day"], said["month"]
    if len(day) == 1:
        yield _date_finding(
            f"ngày {day}", f"ngày 0{day}", f"Ngày nhỏ hơn 10 phải có số 0: ghi “ngày 0{day}”."
        )
    if month in ("1", "2"):
        message = f"Tháng 1, tháng 2 phải có số 0: ghi “tháng 0{month}”."
        yield _date_finding(f"tháng {month}", f"tháng 0{month}", message)
    if month.startswith("0") and month not in ("0", "01", "02"):
        message = f"Chỉ tháng 1 và tháng 2 có số 0 phía trước: ghi “tháng {month[1:]}”."
        yield _date_finding(f"tháng {month}", f"tháng {month[1:]}", message)


def place_form(view: View) -> Iterator[Finding]:
    row = view.parts.place_date
    if row and not re.match(rf"^[{UPPER}][^,]*,\s*ngày\b", row.text):
        message = "Ghi địa danh viết hoa, rồi dấu phẩy, rồi ngày tháng năm."
        yield _date_finding(short(row.text), "Địa danh, ngày … tháng … năm …", message)


def _date_finding(found: str, expected: str, message: str) -> Finding:
    return Finding(finding.PLACE_DATE, "Địa danh, thời gian", "error", found, expected, message)


HEAD_RULES = (nation, motto, number_form, symbol_gaps, symbol_kind, date_form, place_form)
