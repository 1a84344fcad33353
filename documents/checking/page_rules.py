"""Paper, orientation, margins, page number, and sizes that move together."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from documents.checking import finding
from documents.checking.finding import Finding, number, short
from documents.checking.page_numbers import PageNumber
from documents.checking.rule import Papers, Rule
from documents.checking.view import View
from documents.typesetting.sections import Section

_MM_PER_POINT = 25.4 / 72
_A4_MM = (210.0, 297.0)
_PAPER_TOLERANCE_MM, _MARGIN_TOLERANCE_MM = 1.0, 0.5
_MARGINS = (
    ("top", "Lề trên", "top_pt", 20, 25),
    ("bottom", "Lề dưới", "bottom_pt", 20, 25),
    ("left", "Lề trái", "left_pt", 30, 35),
    ("right", "Lề phải", "right_pt", 15, 20),
)
_ONE_PAGE_LETTERS = 1_800
_TOGETHER = ((12, 13, 13), (13, 14, 14))


def paper(view: View) -> Iterator[Finding]:
    for section in view.sheet.sections:
        size = (section.width_pt * _MM_PER_POINT, section.height_pt * _MM_PER_POINT)
        near = (abs(a - b) <= _PAPER_TOLERANCE_MM for a, b in zip(sorted(size), _A4_MM, strict=True))
        if not all(near):
            found = f"{number(size[0])} x {number(size[1])} mm"
            message = f"Khổ giấy đang là {found}: chọn lại khổ A4 trong phần thiết lập trang."
            yield Finding(finding.PAPER, "Khổ giấy", "error", found, "A4 (210 x 297 mm)", message)
            return


def orientation(view: View) -> Iterator[Finding]:
    """A page may lie on its side where the text has tables that are no annexes."""
    first = view.sheet.sections[0]
    tables = {row.cell[0] for row in view.parts.text if row.cell[0]}
    if not _upright(first) and not tables:
        message = "Trang giấy đang nằm ngang mà nội dung không có bảng biểu: chọn lại hướng giấy dọc."
        yield Finding(
            finding.ORIENTATION, "Hướng giấy", "error", "theo chiều rộng", "theo chiều dài khổ A4", message
        )


def _margin(limits: tuple[str, str, str, int, int], view: View) -> Iterator[Finding]:
    _, part, side, least, most = limits
    for section in filter(_upright, view.sheet.sections):
        wide = getattr(section, side) * _MM_PER_POINT
        if not least - _MARGIN_TOLERANCE_MM <= wide <= most + _MARGIN_TOLERANCE_MM:
            message = f"{part} đang là {number(wide)} mm: đặt lại từ {least} đến {most} mm."
            yield Finding(finding.MARGINS, part, "error", f"{number(wide)} mm", f"{least}-{most} mm", message)
            return


def _upright(section: Section) -> bool:
    return section.height_pt >= section.width_pt


def _above(view: View) -> PageNumber | None:
    """The number in the header, where it belongs."""
    return next((one for one in view.sheet.numbers if one.place == "header" and one.kind != "first"), None)


def number_missing(view: View) -> Iterator[Finding]:
    # A paper of one page has no number to show.
    long = sum(len(row.text) for row in view.sheet.rows) > _ONE_PAGE_LETTERS
    if not view.sheet.numbers and long:
        message = "Chèn số trang vào giữa lề trên, hiện từ trang thứ hai."
        yield _number_finding("không có số trang", "số trang từ trang 2", message)


def number_below(view: View) -> Iterator[Finding]:
    if view.sheet.numbers and _above(view) is None:
        yield _number_finding("ở chân trang", "ở lề trên", "Chuyển số trang lên giữa lề trên của trang.")


def number_on_first(view: View) -> Iterator[Finding]:
    on_first = any(one.kind == "first" for one in view.sheet.numbers)
    if _above(view) and (on_first or not view.sheet.sections[0].own_first):
        message = "Chọn “Trang đầu khác biệt” để trang thứ nhất không hiện số trang."
        yield _number_finding("hiện ở trang 1", "hiện từ trang 2", message)


def number_aside(view: View) -> Iterator[Finding]:
    shown = _above(view)
    if shown and not shown.centred:
        yield _number_finding("không canh giữa", "canh giữa", "Canh giữa số trang ở lề trên.")


def number_size(view: View) -> Iterator[Finding]:
    shown = _above(view)
    if shown and not 13 <= shown.size_pt <= 14:
        message = "Đổi số trang sang cỡ chữ 13 hoặc 14."
        yield _number_finding(f"cỡ {number(shown.size_pt)}", "cỡ 13-14", message)


def number_upright(view: View) -> Iterator[Finding]:
    shown = _above(view)
    if shown and not shown.upright:
        yield _number_finding("đậm hoặc nghiêng", "kiểu chữ đứng", "Bỏ in đậm, in nghiêng ở số trang.")


def number_arabic(view: View) -> Iterator[Finding]:
    if view.sheet.numbers and any(section.numeral != "1" for section in view.sheet.sections):
        message = "Đổi số trang sang chữ số Ả Rập (1, 2, 3)."
        yield _number_finding("không phải chữ số Ả Rập", "1, 2, 3", message)


def number_start(view: View) -> Iterator[Finding]:
    start = view.sheet.sections[0].start
    if view.sheet.numbers and start is not None and start != 1:
        message = f"Số trang đang bắt đầu từ {start}: đặt lại để đánh từ số 1."
        yield _number_finding(f"từ {start}", "từ 1", message)


def _number_finding(found: str, expected: str, message: str) -> Finding:
    return Finding(finding.PAGE_NUMBER, "Số trang", "warning", found, expected, message)


def sizes_together(view: View) -> Iterator[Finding]:
    """Quốc hiệu, Tiêu ngữ and the date move up or down together; each by itself is held by its own rule."""
    rows = (view.parts.nation, view.parts.motto, view.parts.place_date)
    sizes = tuple(row.size_pt for row in rows if row)
    each_good = (
        len(sizes) == len(rows) and 12 <= sizes[0] <= 13 and all(13 <= size <= 14 for size in sizes[1:])
    )
    if each_good and sizes not in _TOGETHER:
        found = " / ".join(number(size) for size in sizes)
        message = f"Quốc hiệu, Tiêu ngữ, ngày tháng đang là cỡ {found}: chọn cùng bộ 13 / 14 / 14 hoặc 12 / 13 / 13."
        yield _together(found, "13 / 14 / 14 hoặc 12 / 13 / 13", message)


def body_sizes_together(view: View) -> Iterator[Finding]:
    rows = [row for row in view.parts.body if 13 <= row.size_pt <= 14]
    counted = Counter(row.size_pt for row in rows)
    if len(counted) > 1:
        usual = counted.most_common(1)[0][0]
        other = next(row for row in rows if row.size_pt != usual)
        message = (
            f"Đoạn “{short(other.text)}” cỡ {number(other.size_pt)} trong khi lời văn cỡ {number(usual)}: "
            "dùng một cỡ chữ cho cả văn bản."
        )
        yield _together(f"cỡ {number(other.size_pt)}", f"cỡ {number(usual)}", message)


def _together(found: str, expected: str, message: str) -> Finding:
    return Finding(finding.SIZES, "Cỡ chữ thống nhất", "warning", found, expected, message)


PAGE_RULES = (
    Rule("page.paper", finding.PAPER, paper, Papers.BOTH),
    Rule("page.orientation", finding.ORIENTATION, orientation),
    *(
        Rule(f"page.margin-{limits[0]}", finding.MARGINS, partial(_margin, limits), Papers.BOTH)
        for limits in _MARGINS
    ),
    Rule("page-number.missing", finding.PAGE_NUMBER, number_missing),
    Rule("page-number.below", finding.PAGE_NUMBER, number_below, Papers.BOTH),
    Rule("page-number.first-page", finding.PAGE_NUMBER, number_on_first),
    Rule("page-number.centred", finding.PAGE_NUMBER, number_aside, Papers.BOTH),
    Rule("page-number.size", finding.PAGE_NUMBER, number_size, Papers.BOTH),
    Rule("page-number.upright", finding.PAGE_NUMBER, number_upright, Papers.BOTH),
    Rule("page-number.arabic", finding.PAGE_NUMBER, number_arabic, Papers.BOTH),
    Rule("page-number.start", finding.PAGE_NUMBER, number_start),
    Rule("sizes.head", finding.SIZES, sizes_together),
    Rule("sizes.body", finding.SIZES, body_sizes_together),
)
