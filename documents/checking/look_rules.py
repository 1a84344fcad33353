"""How each part is printed: size, weight, slant, capitals, place.

One table of what the decree asks, one rule made from each line of it.

source    Decree 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II and the table of Mục V
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from documents.checking import finding
from documents.checking.finding import Finding, short
from documents.checking.rows import Row
from documents.checking.view import View

Rule = Callable[[View], Iterator[Finding]]
_NEAR_PT = 0.05
_CAPITAL_SHARE = 0.95


@dataclass(frozen=True)
class Print:
    """How one part is printed; None where the decree leaves it open or another rule says it."""

    part: str
    clause: str
    rows: Callable[[View], tuple[Row, ...]]
    smallest_pt: float
    largest_pt: float
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool = False
    centred: bool = False


def _one(row: Row | None) -> tuple[Row, ...]:
    return (row,) if row else ()


PRINTED = (
    Print("Quốc hiệu", finding.NATION, lambda v: _one(v.parts.nation), 12, 13, bold=True, italic=False),
    Print("Tiêu ngữ", finding.NATION, lambda v: _one(v.parts.motto), 13, 14, bold=True, italic=False),
    Print(
        "Tên cơ quan",
        finding.AGENCY,
        lambda v: v.parts.agency,
        12,
        13,
        bold=True,
        italic=False,
        capitals=True,
    ),
    Print("Cơ quan chủ quản", finding.AGENCY, lambda v: v.parts.parent, 12, 13, italic=False, capitals=True),
    Print("Số, ký hiệu", finding.NUMBER, lambda v: _one(v.parts.number), 13, 13, italic=False),
    Print("Địa danh, thời gian", finding.PLACE_DATE, lambda v: _one(v.parts.place_date), 13, 14, italic=True),
    Print(
        "Tên loại",
        finding.TITLE,
        lambda v: _one(v.parts.kind),
        13,
        14,
        bold=True,
        italic=False,
        capitals=True,
        centred=True,
    ),
    Print(
        "Trích yếu", finding.TITLE, lambda v: v.parts.subject, 13, 14, bold=True, italic=False, centred=True
    ),
    Print(
        "Trích yếu (V/v)",
        finding.TITLE,
        lambda v: () if v.parts.kind else _one(v.parts.reference),
        12,
        13,
        bold=False,
        italic=False,
    ),
    Print("Căn cứ", finding.CONTENT, lambda v: v.parts.bases, 13, 14, italic=True),
    Print("Nội dung", finding.CONTENT, lambda v: v.parts.body, 13, 14),
    Print(
        "Nơi nhận",
        finding.RECIPIENTS,
        lambda v: _one(v.parts.recipients),
        12,
        12,
        bold=True,
        italic=True,
    ),
    Print(
        "Danh sách nơi nhận", finding.RECIPIENTS, lambda v: v.parts.listed, 11, 11, bold=False, italic=False
    ),
    Print("Chức vụ người ký", finding.SIGNER, lambda v: v.parts.signing, 13, 14, bold=True, capitals=True),
    Print("Họ tên người ký", finding.SIGNER, lambda v: _one(v.parts.signer), 13, 14, bold=True),
)


def held_to(printed: Print) -> Rule:
    """The rule that holds one part to its print: one finding for each property, however many rows."""

    def rule(view: View) -> Iterator[Finding]:
        rows = printed.rows(view)
        for wrong, found, expected, remedy in _tests(printed):
            rows_wrong = [row for row in rows if wrong(row)]
            if rows_wrong:
                yield _finding(printed, rows_wrong, found(rows_wrong[0]), expected, remedy)

    return rule


Test = tuple[Callable[[Row], bool], Callable[[Row], str], str, str]


def _tests(printed: Print) -> Iterator[Test]:
    low, high = printed.smallest_pt, printed.largest_pt
    sizes = finding.number(low) if low == high else f"{finding.number(low)}-{finding.number(high)}"
    yield (
        lambda row: not low - _NEAR_PT <= row.size_pt <= high + _NEAR_PT,
        lambda row: f"cỡ {finding.number(row.size_pt)}",
        f"cỡ {sizes}",
        f"đổi sang cỡ chữ {sizes}",
    )
    if printed.bold is not None:
        yield _weight(bold=printed.bold)
    if printed.italic is not None:
        yield _slant(italic=printed.italic)
    if printed.capitals:
        yield (lambda row: not _capital(row), lambda _: "chữ thường", "chữ in hoa", "viết bằng chữ in hoa")
    if printed.centred:
        yield (
            lambda row: row.align != "center" and not row.tabbed,
            lambda row: _ALIGNED.get(row.align, row.align),
            "canh giữa",
            "canh giữa dòng này",
        )


_ALIGNED = {"left": "canh trái", "right": "canh phải", "even": "canh đều hai lề", "center": "canh giữa"}


def _weight(*, bold: bool) -> Test:
    if bold:
        return lambda row: not row.bold, lambda _: "không đậm", "chữ đậm", "in đậm"
    return lambda row: row.bold, lambda _: "chữ đậm", "không đậm", "bỏ in đậm"


def _slant(*, italic: bool) -> Test:
    if italic:
        return lambda row: not row.italic, lambda _: "chữ đứng", "chữ nghiêng", "in nghiêng"
    return lambda row: row.italic, lambda _: "chữ nghiêng", "chữ đứng", "bỏ in nghiêng"


def _capital(row: Row) -> bool:
    letters = [sign for sign in row.text if sign.isalpha()]
    return sum(sign.isupper() for sign in letters) >= _CAPITAL_SHARE * len(letters)


def _finding(printed: Print, rows: list[Row], found: str, expected: str, remedy: str) -> Finding:
    others = f" và {len(rows) - 1} dòng khác" if len(rows) > 1 else ""
    return Finding(
        printed.clause,
        printed.part,
        "error",
        found,
        expected,
        f"{printed.part} “{short(rows[0].text)}”{others}: {remedy}.",
    )


LOOK_RULES: tuple[Rule, ...] = tuple(held_to(printed) for printed in PRINTED)
