"""How the running text stands: both margins, first line, gaps between paragraphs and between lines."""

from collections.abc import Iterator

from documents.checking import finding
from documents.checking.finding import Finding, number, short
from documents.checking.rows import Row
from documents.checking.rule import Rule
from documents.checking.view import View
from documents.typesetting.looks import NATURAL_LINE

# Shorter paragraphs stand on one line, where full justification shows nothing.
_SEVERAL_LINES = 100
_POINTS_PER_CM = 72 / 2.54
_INDENTS_CM = (1.0, 1.27)
_INDENT_TOLERANCE_CM = 0.05
_GAP_PT = 6
_NEAR_PT = 0.1
# Exact heights are rounded by hand: 16 pt is meant as a single line of 14 pt letters.
_LINE_TOLERANCE = 0.03


def justified(view: View) -> Iterator[Finding]:
    wrong = [row for row in _paragraphs(view) if row.align != "even"]
    if wrong:
        yield _body_finding(wrong, "không canh đều", "canh đều hai lề", "canh đều cả hai lề")


def first_line(view: View) -> Iterator[Finding]:
    wrong = [row for row in _paragraphs(view) if not (row.tabbed or row.padded) and not _indented(row)]
    if wrong:
        found = f"{number(round(wrong[0].look.first_pt / _POINTS_PER_CM, 1))} cm"
        yield _body_finding(wrong, found, "1 cm hoặc 1,27 cm", "lùi đầu dòng 1 cm hoặc 1,27 cm")


def _paragraphs(view: View) -> list[Row]:
    """The first row of each paragraph; a row after a break is indented by nobody."""
    found, before = [], 0
    for row in view.parts.body:
        if len(row.text) > _SEVERAL_LINES and row.place.paragraph != before:
            found.append(row)
        before = row.place.paragraph
    return found


def _indented(row: Row) -> bool:
    first, left = row.look.first_pt, row.look.left_pt
    lengths = (first / _POINTS_PER_CM, (left + first) / _POINTS_PER_CM)
    # Word's own lists keep their label where the list says.
    return row.labelled or any(
        abs(length - wanted) <= _INDENT_TOLERANCE_CM for length in lengths for wanted in _INDENTS_CM
    )


def gaps(view: View) -> Iterator[Finding]:
    """Paragraphs that follow each other at once; what stands in between makes a gap of its own."""
    wrong = []
    for above, below in zip(view.parts.body, view.parts.body[1:], strict=False):
        if below.place.paragraph == above.place.paragraph + 1 and _gap_pt(above, below) < _GAP_PT - _NEAR_PT:
            wrong.append(below)
    if wrong:
        above = view.sheet.rows[view.raw(wrong[0]) - 1]
        found = f"{number(round(_gap_pt(above, wrong[0]), 1))} pt"
        yield _body_finding(wrong, found, "từ 6 pt", "để khoảng cách với đoạn trước ít nhất 6 pt")


def _gap_pt(above: Row, below: Row) -> float:
    same = above.look.style == below.look.style
    after = 0.0 if same and above.look.contextual else above.look.after_pt
    return after + (0.0 if same and below.look.contextual else below.look.before_pt)


def line_gap_small(view: View) -> Iterator[Finding]:
    wrong = [row for row in view.parts.body if _lines(row) < 1 - _LINE_TOLERANCE]
    if wrong:
        yield _body_finding(
            wrong, _line_found(wrong[0]), "từ dòng đơn", "đặt khoảng cách dòng từ dòng đơn trở lên"
        )


def line_gap_large(view: View) -> Iterator[Finding]:
    wrong = [row for row in view.parts.body if _lines(row) > 1.5 + _LINE_TOLERANCE]
    if wrong:
        yield _body_finding(
            wrong, _line_found(wrong[0]), "đến 1,5 lines", "đặt khoảng cách dòng không quá 1,5 lines"
        )


def _lines(row: Row) -> float:
    """The distance of its lines in single lines of its letters."""
    return row.look.pitch_pt(row.size_pt) / (NATURAL_LINE * row.size_pt) if row.size_pt else 1


def _line_found(row: Row) -> str:
    rule, value = row.look.line
    return f"{number(value)} lines" if rule == "auto" else f"{number(value)} pt"


def _body_finding(rows: list[Row], found: str, expected: str, remedy: str) -> Finding:
    others = f" và {len(rows) - 1} đoạn khác" if len(rows) > 1 else ""
    message = f"Đoạn “{short(rows[0].text)}”{others}: {remedy}."
    return Finding(finding.CONTENT, "Nội dung", "error", found, expected, message)


BODY_RULES = (
    Rule("body.justified", finding.CONTENT, justified),
    Rule("body.first-line", finding.CONTENT, first_line),
    Rule("body.gap", finding.CONTENT, gaps),
    Rule("body.line-small", finding.CONTENT, line_gap_small),
    Rule("body.line-large", finding.CONTENT, line_gap_large),
)
