"""Phần, Chương, Mục, Điều, khoản, điểm: how each is printed."""

from collections.abc import Callable, Iterator
from functools import partial

from documents.checking import finding
from documents.checking.finding import Finding, Severity, number, short
from documents.checking.look_rules import is_aside
from documents.checking.outline import Heading, as_roman
from documents.checking.rows import Row
from documents.checking.rule import Papers, Rule
from documents.checking.view import View
from documents.reading.paper import is_capitals

_TITLED = {"part": "Phần", "chapter": "Chương", "section": "Mục", "subsection": "Tiểu mục"}
_NAMES = {**_TITLED, "article": "Điều", "roman": "Mục", "clause": "Khoản", "point": "Điểm"}
_POINTS_PER_CM = 72 / 2.54
_NEAR_PT = 0.05

Wrong = Callable[[Heading], tuple[str, str, str] | None]


def _each(levels: tuple[str, ...], wrong: Wrong, severity: Severity, view: View) -> Iterator[Finding]:
    """One finding for the first heading that is wrong, with the number of the others."""
    found = [(one, said) for one in view.outline if one.level in levels and (said := wrong(one))]
    if found:
        heading, (stands, expected, remedy) = found[0]
        others = f" và {len(found) - 1} chỗ khác" if len(found) > 1 else ""
        message = f"“{short(heading.row.text)}”{others}: {remedy}."
        yield Finding(finding.CONTENT, _NAMES[heading.level], severity, stands, expected, message)


def _word(heading: Heading) -> tuple[str, str, str] | None:
    if heading.word.isupper():
        right = _NAMES[heading.level]
        return heading.word, right, f"viết từ “{right}” bằng chữ in thường"
    return None


def _roman(heading: Heading) -> tuple[str, str, str] | None:
    if heading.label.isdigit():
        right = as_roman(min(int(heading.label), 399))
        return heading.label, right, f"đổi số thứ tự sang chữ số La Mã: {right}"
    return None


def _arabic(heading: Heading) -> tuple[str, str, str] | None:
    if not heading.label.isdigit():
        return heading.label, str(heading.number or 1), "đổi số thứ tự sang chữ số Ả Rập"
    return None


def _own_line(heading: Heading) -> tuple[str, str, str] | None:
    if heading.title:
        return "tiêu đề cùng dòng", "tiêu đề ở dòng dưới", "đưa tiêu đề xuống dòng ngay dưới"
    return None


def _centred(heading: Heading) -> tuple[str, str, str] | None:
    return ("không canh giữa", "canh giữa", "canh giữa dòng này") if is_aside(heading.row) else None


def _bold(heading: Heading) -> tuple[str, str, str] | None:
    return None if heading.row.lead.bold else ("không đậm", "chữ đậm", "in đậm")


def _upright(heading: Heading) -> tuple[str, str, str] | None:
    slanted = heading.row.lead.italic and heading.row.italic
    return ("chữ nghiêng", "chữ đứng", "bỏ in nghiêng") if slanted else None


def _size(heading: Heading) -> tuple[str, str, str] | None:
    size = heading.row.lead.size_pt
    if 13 - _NEAR_PT <= size <= 14 + _NEAR_PT:
        return None
    return f"cỡ {number(size)}", "cỡ 13-14", "đổi sang cỡ chữ 13-14"


def _title_row(heading: Heading) -> Row | None:
    """The title below; what is long or itself numbered is none."""
    row = heading.below
    if heading.title or row is None or row.cell[0] or len(row.text) > 200:
        return None
    return row if row.align == "center" or row.bold or is_capitals(row.text) else None


def _title_capitals(heading: Heading) -> tuple[str, str, str] | None:
    row = _title_row(heading)
    if row is None or is_capitals(row.text):
        return None
    return "chữ thường", "chữ in hoa", "viết tiêu đề ngay dưới bằng chữ in hoa"


def _title_bold(heading: Heading) -> tuple[str, str, str] | None:
    row = _title_row(heading)
    return None if row is None or row.bold else ("không đậm", "chữ đậm", "in đậm tiêu đề ngay dưới")


def _title_centred(heading: Heading) -> tuple[str, str, str] | None:
    row = _title_row(heading)
    if row is None or not is_aside(row):
        return None
    return "không canh giữa", "canh giữa", "canh giữa tiêu đề ngay dưới"


def _article_stop(heading: Heading) -> tuple[str, str, str] | None:
    if heading.sign == "." or (not heading.sign and not heading.title):
        return None
    right = f"Điều {heading.label}."
    return f"Điều {heading.label}{heading.sign}", right, f"sau số thứ tự của điều dùng dấu chấm: “{right}”"


def _indent(heading: Heading) -> tuple[str, str, str] | None:
    row = heading.row
    first, left = row.look.first_pt, row.look.left_pt
    lengths = (first / _POINTS_PER_CM, (left + first) / _POINTS_PER_CM)
    near = any(abs(length - wanted) <= 0.05 for length in lengths for wanted in (1.0, 1.27))
    # Long paragraphs are judged with the running text.
    if near or row.labelled or row.tabbed or row.padded or len(row.text) > 100:
        return None
    return (
        f"{number(round(first / _POINTS_PER_CM, 1))} cm",
        "1 cm hoặc 1,27 cm",
        "lùi đầu dòng 1 cm hoặc 1,27 cm",
    )


def _roman_title(heading: Heading) -> tuple[str, str, str] | None:
    if heading.row.labelled or not heading.title or is_capitals(heading.title) or not heading.row.bold:
        return None
    return "chữ thường", "chữ in hoa", "viết tiêu đề của mục bằng chữ in hoa"


def _roman_bold(heading: Heading) -> tuple[str, str, str] | None:
    if is_capitals(heading.title) and not heading.row.bold:
        return "không đậm", "chữ đậm", "in đậm số thứ tự và tiêu đề của mục"
    return None


def _point_sign(heading: Heading) -> tuple[str, str, str] | None:
    if heading.sign == ")" or heading.label.isupper():
        return None
    right = f"{heading.label})"
    return f"{heading.label}{heading.sign}", right, f"sau chữ cái của điểm dùng dấu đóng ngoặc đơn: “{right}”"


def _point_small(heading: Heading) -> tuple[str, str, str] | None:
    if heading.label.isupper() and heading.sign == ")":
        right = f"{heading.label.lower()})"
        return f"{heading.label})", right, f"viết chữ cái của điểm bằng chữ in thường: “{right}”"
    return None


def _body_size(levels: tuple[str, ...], view: View) -> Iterator[Finding]:
    """The number of an article, clause or point is as large as the running text."""
    sizes = [row.size_pt for row in view.parts.body]
    usual = max(set(sizes), key=sizes.count) if sizes else 0

    def wrong(heading: Heading) -> tuple[str, str, str] | None:
        size = heading.row.lead.size_pt
        if not usual or abs(size - usual) < _NEAR_PT:
            return None
        return f"cỡ {number(size)}", f"cỡ {number(usual)}", f"dùng cỡ chữ {number(usual)} như lời văn"

    yield from _each(levels, wrong, "error", view)


def _rules() -> Iterator[Rule]:
    big, small = ("part", "chapter"), ("section", "subsection")
    titled = (*big, *small)
    table: tuple[tuple[str, tuple[str, ...], Wrong, Severity], ...] = (
        ("heading.word", titled, _word, "error"),
        ("chapter.roman", big, _roman, "error"),
        ("section.arabic", small, _arabic, "error"),
        ("heading.own-line", titled, _own_line, "error"),
        ("heading.centred", titled, _centred, "error"),
        ("heading.bold", titled, _bold, "error"),
        ("heading.upright", titled, _upright, "error"),
        ("heading.size", titled, _size, "error"),
        ("heading.title-capitals", titled, _title_capitals, "error"),
        ("heading.title-bold", titled, _title_bold, "error"),
        ("heading.title-centred", titled, _title_centred, "error"),
        ("article.word", ("article",), _word, "error"),
        ("article.stop", ("article",), _article_stop, "error"),
        ("article.bold", ("article",), _bold, "error"),
        ("article.upright", ("article",), _upright, "error"),
        ("article.indent", ("article",), _indent, "error"),
        ("roman.capitals", ("roman",), _roman_title, "warning"),
        ("roman.bold", ("roman",), _roman_bold, "error"),
        ("roman.upright", ("roman",), _upright, "error"),
        ("clause.upright", ("clause",), _upright, "error"),
        ("point.upright", ("point",), _upright, "error"),
        ("point.bracket", ("point",), _point_sign, "error"),
        ("point.small", ("point",), _point_small, "error"),
    )
    for code, levels, wrong, severity in table:
        yield Rule(code, finding.CONTENT, partial(_each, levels, wrong, severity), Papers.BOTH)
    yield Rule("article.size", finding.CONTENT, partial(_body_size, ("article",)))
    yield Rule("clause.size", finding.CONTENT, partial(_body_size, ("clause",)))
    yield Rule("point.size", finding.CONTENT, partial(_body_size, ("point",)))


OUTLINE_RULES: tuple[Rule, ...] = tuple(_rules())
