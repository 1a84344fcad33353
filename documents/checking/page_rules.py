"""Paper, margins, font, page number, and sizes that move together."""

from collections import Counter
from collections.abc import Iterator

from documents.checking import finding
from documents.checking.finding import Finding, number
from documents.checking.sheet import PageNumber
from documents.checking.view import View
from documents.typesetting.sections import Section

_MM_PER_POINT = 25.4 / 72
_A4_MM = (210.0, 297.0)
_PAPER_TOLERANCE_MM, _MARGIN_TOLERANCE_MM = 1.0, 0.5
_MARGINS = (
    ("Lề trên", "top_pt", 20, 25),
    ("Lề dưới", "bottom_pt", 20, 25),
    ("Lề trái", "left_pt", 30, 35),
    ("Lề phải", "right_pt", 15, 20),
)
_FONT = "Times New Roman"
# Signs and bullets come from these; they print no words.
_SIGN_FONTS = {"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "courier new"}
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


def margins(view: View) -> Iterator[Finding]:
    for part, side, least, most in _MARGINS:
        for section in filter(_upright, view.sheet.sections):
            wide = getattr(section, side) * _MM_PER_POINT
            if not least - _MARGIN_TOLERANCE_MM <= wide <= most + _MARGIN_TOLERANCE_MM:
                message = f"{part} đang là {number(wide)} mm: đặt lại từ {least} đến {most} mm."
                yield Finding(
                    finding.MARGINS, part, "error", f"{number(wide)} mm", f"{least}-{most} mm", message
                )
                break


def _upright(section: Section) -> bool:
    return section.height_pt >= section.width_pt


def font(view: View) -> Iterator[Finding]:
    letters: Counter[str] = Counter()
    for row in view.sheet.rows:
        for name, count in row.fonts:
            letters[name] += count
    # A font the file does not name is the program's choice, and nothing is known of it.
    others = [name for name, _ in letters.most_common() if name and not _usual(name.lower())]
    if others:
        found = ", ".join(others[:3])
        message = f"Có chữ dùng phông {found}: chọn toàn văn bản và đổi sang {_FONT}."
        yield Finding(finding.FONT, "Phông chữ", "error", found, _FONT, message)


def _usual(name: str) -> bool:
    # Some files name the bold cut as a font of its own: "Times New Roman Bold".
    return name.startswith(_FONT.lower()) or name in _SIGN_FONTS


def page_number(view: View) -> Iterator[Finding]:
    found = view.sheet.numbers
    above = [one for one in found if one.place == "header" and one.kind != "first"]
    if not found:
        yield from _no_number(view)
    elif not above:
        yield _number_finding("ở chân trang", "ở lề trên", "Chuyển số trang lên giữa lề trên của trang.")
    else:
        yield from _shown(view, above[0])


def _no_number(view: View) -> Iterator[Finding]:
    # A paper of one page has no number to show.
    if sum(len(row.text) for row in view.sheet.rows) > _ONE_PAGE_LETTERS:
        message = "Chèn số trang vào giữa lề trên, hiện từ trang thứ hai."
        yield _number_finding("không có số trang", "số trang từ trang 2", message)


def _shown(view: View, shown: PageNumber) -> Iterator[Finding]:
    on_first = any(one.kind == "first" for one in view.sheet.numbers)
    if on_first or not view.sheet.sections[0].own_first:
        message = "Chọn “Trang đầu khác biệt” để trang thứ nhất không hiện số trang."
        yield _number_finding("hiện ở trang 1", "hiện từ trang 2", message)
    if not shown.centred:
        yield _number_finding("không canh giữa", "canh giữa", "Canh giữa số trang ở lề trên.")
    if not 13 <= shown.size_pt <= 14:
        message = "Đổi số trang sang cỡ chữ 13 hoặc 14."
        yield _number_finding(f"cỡ {number(shown.size_pt)}", "cỡ 13-14", message)


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
        yield Finding(
            finding.SIZES, "Cỡ chữ thống nhất", "warning", found, "13 / 14 / 14 hoặc 12 / 13 / 13", message
        )


PAGE_RULES = (paper, margins, font, page_number, sizes_together)
