"""How each part is printed: size, weight, slant, capitals, place.

One table of what the decree asks, one rule made from each property of each line of it.

source    Decree 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, III and the table of Mục V
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from documents.checking import finding
from documents.checking.finding import Finding, short
from documents.checking.rows import Row
from documents.checking.rule import Papers, Rule
from documents.checking.view import View

_NEAR_PT = 0.05
_CAPITAL_SHARE = 0.95
_ASIDE = re.compile(r"^(?:[(“\"*]|Căn cứ|Theo đề nghị|Xét|Ghi chú|Nguồn)")


@dataclass(frozen=True)
class Print:
    """How one part is printed; None where the decree leaves it open or another rule says it.

    code      begins the codes of its rules: "nation.size", "nation.bold"
    """

    code: str
    part: str
    clause: str
    rows: Callable[[View], tuple[Row, ...]]
    smallest_pt: float
    largest_pt: float
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool = False
    centred: bool = False
    papers: Papers = Papers.WHOLE


def _one(row: Row | None) -> tuple[Row, ...]:
    return (row,) if row else ()


def _upright_body(view: View) -> tuple[Row, ...]:
    # A remark in brackets, a source below a figure, a quoted verse are not the running text.
    return tuple(row for row in view.parts.body if not _ASIDE.match(row.text))


def _reference(view: View) -> tuple[Row, ...]:
    return () if view.parts.kind else _one(view.parts.reference)


def _annex(view: View, part: str) -> tuple[Row, ...]:
    found = (getattr(annex, part) for annex in view.annexes)
    return tuple(row for one in found for row in ((one,) if isinstance(one, Row) else one))


_F = finding
PRINTED = (
    Print("nation", "Quốc hiệu", _F.NATION, lambda v: _one(v.parts.nation), 12, 13, True, False),
    Print("motto", "Tiêu ngữ", _F.NATION, lambda v: _one(v.parts.motto), 13, 14, True, False),
    Print("agency", "Tên cơ quan", _F.AGENCY, lambda v: v.parts.agency, 12, 13, True, False, True),
    Print("parent", "Cơ quan chủ quản", _F.AGENCY, lambda v: v.parts.parent, 12, 13, False, False, True),
    Print("number", "Số, ký hiệu", _F.NUMBER, lambda v: _one(v.parts.number), 13, 13, False, False),
    Print(
        "date", "Địa danh, thời gian", _F.PLACE_DATE, lambda v: _one(v.parts.place_date), 13, 14, False, True
    ),
    Print("kind", "Tên loại", _F.TITLE, lambda v: _one(v.parts.kind), 13, 14, True, False, True, True),
    Print("subject", "Trích yếu", _F.TITLE, lambda v: v.parts.subject, 13, 14, True, False, centred=True),
    Print("reference", "Trích yếu (V/v)", _F.TITLE, _reference, 12, 13, False, False),
    Print("basis", "Căn cứ", _F.CONTENT, lambda v: v.parts.bases, 13, 14, False, True),
    Print("body", "Nội dung", _F.CONTENT, lambda v: v.parts.body, 13, 14),
    Print("text", "Nội dung", _F.CONTENT, _upright_body, 0, 400, None, False),
    Print("addressee", "Kính gửi", _F.RECIPIENTS, lambda v: v.parts.addressees, 13, 14, False, False),
    Print(
        "recipients", "Nơi nhận", _F.RECIPIENTS, lambda v: _one(v.parts.recipients), 12, 12, True, True
    ),
    Print("list", "Danh sách nơi nhận", _F.RECIPIENTS, lambda v: v.parts.listed, 11, 11, False, False),
    Print("title", "Chức vụ người ký", _F.SIGNER, lambda v: v.parts.signing, 13, 14, True, False, True),
    Print("signer", "Họ tên người ký", _F.SIGNER, lambda v: _one(v.parts.signer), 13, 14, True, False),
    Print(
        "annex", "Phụ lục", _F.ANNEX, lambda v: _annex(v, "head"), 14, 14, True, False, centred=True,
        papers=Papers.BOTH,
    ),
    Print(
        "annex-title", "Tên phụ lục", _F.ANNEX, lambda v: _annex(v, "title"), 13, 14, True, False, True, True,
        papers=Papers.BOTH,
    ),
    Print(
        "annex-note", "Chỉ dẫn kèm theo", _F.ANNEX, lambda v: _annex(v, "note"), 13, 14, False, True,
        centred=True, papers=Papers.BOTH,
    ),
    Print("urgency", "Mức độ khẩn", _F.MARKS, lambda v: v.parts.marks, 13, 14, True, False, True),
    Print("circulation", "Phạm vi lưu hành", _F.MARKS, lambda v: v.parts.circulation, 13, 14, True, False, True),
    Print("drafter", "Ký hiệu người soạn thảo", _F.DRAFTER, lambda v: v.parts.drafter, 11, 11, None, False, True),
)  # fmt: skip


def _held_to(printed: Print) -> Iterator[Rule]:
    """The rules that hold one part to its print: one finding for each property, however many rows."""
    for name, test in _tests(printed):
        yield Rule(f"{printed.code}.{name}", printed.clause, partial(_apply, printed, test), printed.papers)


@dataclass(frozen=True)
class _Test:
    wrong: Callable[[Row], bool]
    found: Callable[[Row], str]
    expected: str
    remedy: str


def _apply(printed: Print, test: _Test, view: View) -> Iterator[Finding]:
    wrong = [row for row in printed.rows(view) if test.wrong(row)]
    if wrong:
        yield _finding(printed, wrong, test.found(wrong[0]), test.expected, test.remedy)


def _tests(printed: Print) -> Iterator[tuple[str, _Test]]:
    low, high = printed.smallest_pt, printed.largest_pt
    if low:
        yield "size", _size(low, high)
    if printed.bold is not None:
        yield "bold" if printed.bold else "light", _weight(bold=printed.bold)
    if printed.italic is not None:
        yield "italic" if printed.italic else "upright", _slant(italic=printed.italic)
    if printed.capitals:
        yield (
            "capitals",
            _Test(
                lambda row: not _capital(row), lambda _: "chữ thường", "chữ in hoa", "viết bằng chữ in hoa"
            ),
        )
    if printed.centred:
        yield "centred", centred_test()


def _size(low: float, high: float) -> _Test:
    sizes = finding.number(low) if low == high else f"{finding.number(low)}-{finding.number(high)}"
    return _Test(
        lambda row: not low - _NEAR_PT <= row.size_pt <= high + _NEAR_PT,
        lambda row: f"cỡ {finding.number(row.size_pt)}",
        f"cỡ {sizes}",
        f"đổi sang cỡ chữ {sizes}",
    )


def centred_test() -> _Test:
    return _Test(is_aside, lambda row: ALIGNED.get(row.align, row.align), "canh giữa", "canh giữa dòng này")


def is_aside(row: Row) -> bool:
    """Whether a row is not centred; one moved by tabs or spaces may be, by hand."""
    return row.align != "center" and not row.tabbed and not row.padded


ALIGNED = {"left": "canh trái", "right": "canh phải", "even": "canh đều hai lề", "center": "canh giữa"}


def _weight(*, bold: bool) -> _Test:
    if bold:
        return _Test(lambda row: not row.bold, lambda _: "không đậm", "chữ đậm", "in đậm")
    return _Test(lambda row: row.bold, lambda _: "chữ đậm", "không đậm", "bỏ in đậm")


def _slant(*, italic: bool) -> _Test:
    if italic:
        return _Test(lambda row: not row.italic, lambda _: "chữ đứng", "chữ nghiêng", "in nghiêng")
    return _Test(lambda row: row.italic, lambda _: "chữ nghiêng", "chữ đứng", "bỏ in nghiêng")


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


LOOK_RULES: tuple[Rule, ...] = tuple(rule for printed in PRINTED for rule in _held_to(printed))
