"""What the head says: Quốc hiệu, Tiêu ngữ, number and symbol, place and date."""

import re
from collections.abc import Iterator

from documents.checking import finding
from documents.checking.finding import Finding, Severity, short
from documents.checking.rule import Rule
from documents.checking.view import View, abbreviations
from documents.reading.paper import UPPER
from documents.reading.vocabulary import folded, kind_named

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_NUMBER = re.compile(r"^S[ốỐ]\s*(?P<colon>:?)[\s.…_]*(?P<number>\d*)(?P<gap>[\s.…_]*)/(?P<symbol>.*)$")
_YEAR = re.compile(r"^(?:19|20)\d\d/")
_GAP = re.compile(r"\s[/–-]|[/–-]\s")
_DATE = re.compile(r"ngày[\s.…_]*(?P<day>\d{0,2})[\s.…_]*tháng[\s.…_]*(?P<month>\d{0,2})[\s.…_]*năm")


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


def number_colon(view: View) -> Iterator[Finding]:
    said = _said(view)
    if said and not said["colon"]:
        yield _number_finding("thiếu dấu hai chấm", "Số: …", "Thêm dấu hai chấm sau chữ “Số”.")


def number_nought(view: View) -> Iterator[Finding]:
    said = _said(view)
    if said and len(said["number"]) == 1:
        digits = said["number"]
        message = f"Số nhỏ hơn 10 phải có số 0 phía trước: ghi “0{digits}”."
        yield _number_finding(digits, f"0{digits}", message)


def number_word(view: View) -> Iterator[Finding]:
    row = view.parts.number
    if row and row.text.startswith("SỐ"):
        yield _number_finding("SỐ", "Số", "Viết từ “Số” bằng chữ in thường.")


def symbol_gaps(view: View) -> Iterator[Finding]:
    said = _said(view)
    if said and (_GAP.search(f"/{said['symbol']}") or (said["number"] and said["gap"].isspace())):
        expected = re.sub(r"\s*([/–-])\s*", r"\1", f"{said['number']}/{said['symbol']}")
        message = "Bỏ khoảng trắng quanh dấu “/” và dấu “-” trong số, ký hiệu."
        yield _number_finding(short(f"{said['number']}{said['gap']}/{said['symbol']}"), expected, message)


def symbol_kind(view: View) -> Iterator[Finding]:
    """Case and marks of an abbreviation count: QĐ is a decision, QyĐ a regulation."""
    said, row = _said(view), view.parts.kind
    abbreviation = abbreviations().get(folded(kind_named(row.text) or "")) if row else None
    if not said or not row or not abbreviation:
        return
    symbol = _YEAR.sub("", said["symbol"].strip())
    begun = re.split(r"\s*[-–/]", symbol)[0]
    if symbol and begun != abbreviation:
        message = (
            f"Tên loại là {row.text}: ký hiệu phải bắt đầu bằng “{abbreviation}-”, đúng chữ hoa chữ thường."
        )
        yield _number_finding(begun, abbreviation, message)


def symbol_of_letter(view: View) -> Iterator[Finding]:
    """A công văn has no abbreviation of its own."""
    said = _said(view)
    letter = view.kind is not None and view.kind.code == "cong-van"
    if said and letter and re.match(r"\s*CV\s*[-–/]", said["symbol"]):
        message = "Công văn không có chữ viết tắt tên loại: bỏ “CV-”, ghi cơ quan rồi đơn vị soạn thảo."
        yield _number_finding(short(said["symbol"].strip()), "cơ quan-đơn vị soạn thảo", message)


def symbol_whole(view: View) -> Iterator[Finding]:
    """Kind and agency, or agency and unit: at least two groups."""
    said = _said(view)
    symbol = said["symbol"].strip() if said else ""
    if symbol and not re.search(r"[-–/]", symbol) and re.fullmatch(r"\w+", symbol):
        message = f"Ký hiệu “{symbol}” còn thiếu: ghi đủ hai nhóm chữ viết tắt, giữa có dấu gạch nối."
        yield _number_finding(symbol, f"{symbol}-…", message)


def symbol_capitals(view: View) -> Iterator[Finding]:
    said = _said(view)
    groups = re.split(r"[\s/–-]+", said["symbol"]) if said else []
    small = next((group for group in groups if len(group) > 1 and group.isalpha() and group.islower()), None)
    if small:
        message = f"Viết ký hiệu “{small}” bằng chữ in hoa."
        yield _number_finding(small, small.upper(), message)


def symbol_hyphen(view: View) -> Iterator[Finding]:
    said = _said(view)
    if said and re.search(r"\w[–—]\w", said["symbol"]):
        message = "Giữa các nhóm chữ trong ký hiệu dùng gạch nối ngắn (-), không dùng gạch ngang dài."
        yield _number_finding(
            short(said["symbol"].strip()), re.sub("[–—]", "-", said["symbol"].strip()), message
        )


def _said(view: View) -> re.Match[str] | None:
    return _NUMBER.match(view.parts.number.text) if view.parts.number else None


def _number_finding(found: str, expected: str, message: str) -> Finding:
    return Finding(finding.NUMBER, "Số, ký hiệu", "error", found, expected, message)


def day_nought(view: View) -> Iterator[Finding]:
    day = _day_and_month(view)[0]
    if len(day) == 1:
        message = f"Ngày nhỏ hơn 10 phải có số 0: ghi “ngày 0{day}”."
        yield _date_finding(f"ngày {day}", f"ngày 0{day}", message)


def month_nought(view: View) -> Iterator[Finding]:
    month = _day_and_month(view)[1]
    if month in ("1", "2"):
        message = f"Tháng 1, tháng 2 phải có số 0: ghi “tháng 0{month}”."
        yield _date_finding(f"tháng {month}", f"tháng 0{month}", message)


def month_plain(view: View) -> Iterator[Finding]:
    month = _day_and_month(view)[1]
    if month.startswith("0") and month not in ("0", "01", "02"):
        message = f"Chỉ tháng 1 và tháng 2 có số 0 phía trước: ghi “tháng {month[1:]}”."
        yield _date_finding(f"tháng {month}", f"tháng {month[1:]}", message)


def date_possible(view: View) -> Iterator[Finding]:
    day, month = _day_and_month(view)
    if (day and int(day) > 31) or (month and int(month) > 12):
        message = "Ngày tháng ghi trên văn bản không có thật: kiểm tra lại."
        yield _date_finding(f"ngày {day} tháng {month}", "ngày 01-31, tháng 01-12", message)


def _day_and_month(view: View) -> tuple[str, str]:
    row = view.parts.place_date
    said = _DATE.search(row.text) if row else None
    return (said["day"], said["month"]) if said else ("", "")


def date_in_minutes(view: View) -> Iterator[Finding]:
    row = view.parts.place_date
    minutes = view.kind is not None and view.kind.code == "bien-ban"
    if row and minutes and row.cell[2] > 1:
        message = (
            "Biên bản không ghi địa danh, thời gian ở phần đầu: bỏ dòng này, ghi ngày giờ trong nội dung."
        )
        yield Finding(
            finding.MINUTES, "Địa danh, thời gian", "warning", short(row.text), "không ghi", message
        )


def place_form(view: View) -> Iterator[Finding]:
    row = view.parts.place_date
    if row and not re.match(rf"^[{UPPER}][^,]*,\s*ngày\b", row.text):
        message = f"“{short(row.text)}”: ghi địa danh viết hoa, rồi dấu phẩy, rồi ngày tháng năm."
        yield _date_finding(short(row.text), "Địa danh, ngày … tháng … năm …", message)


def _date_finding(found: str, expected: str, message: str) -> Finding:
    return Finding(finding.PLACE_DATE, "Địa danh, thời gian", "error", found, expected, message)


HEAD_RULES = (
    Rule("nation.text", finding.NATION, nation),
    Rule("motto.text", finding.NATION, motto),
    Rule("number.colon", finding.NUMBER, number_colon),
    Rule("number.nought", finding.NUMBER, number_nought),
    Rule("number.word", finding.NUMBER, number_word),
    Rule("symbol.gaps", finding.NUMBER, symbol_gaps),
    Rule("symbol.kind", finding.NUMBER, symbol_kind),
    Rule("symbol.letter", finding.NUMBER, symbol_of_letter),
    Rule("symbol.whole", finding.NUMBER, symbol_whole),
    Rule("symbol.capitals", finding.NUMBER, symbol_capitals),
    Rule("symbol.hyphen", finding.NUMBER, symbol_hyphen),
    Rule("date.day-nought", finding.PLACE_DATE, day_nought),
    Rule("date.month-nought", finding.PLACE_DATE, month_nought),
    Rule("date.month-plain", finding.PLACE_DATE, month_plain),
    Rule("date.possible", finding.PLACE_DATE, date_possible),
    Rule("date.minutes", finding.MINUTES, date_in_minutes),
    Rule("date.place", finding.PLACE_DATE, place_form),
)
