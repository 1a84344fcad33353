"""Where the parts of head and foot stand to each other (the boxes of the decree's plan)."""

from collections.abc import Iterator, Sequence
from functools import partial

from documents.checking import finding
from documents.checking.finding import Finding
from documents.checking.look_rules import ALIGNED, is_aside
from documents.checking.rows import Row
from documents.checking.rule import Rule
from documents.checking.view import View

_HEAD = (
    ("motto", "Tiêu ngữ", finding.NATION, lambda p: (p.motto,)),
    ("agency", "Tên cơ quan", finding.AGENCY, lambda p: p.agency),
    ("parent", "Cơ quan chủ quản", finding.AGENCY, lambda p: p.parent),
    ("number", "Số, ký hiệu", finding.NUMBER, lambda p: (p.number,)),
    ("date", "Địa danh, thời gian", finding.PLACE_DATE, lambda p: (p.place_date,)),
    ("reference", "Trích yếu (V/v)", finding.TITLE, lambda p: () if p.kind else (p.reference,)),
    ("title", "Chức vụ người ký", finding.SIGNER, lambda p: p.signing),
)


def _centred(part: str, clause: str, rows_of: object, view: View) -> Iterator[Finding]:
    rows: Sequence[Row | None] = rows_of(view.parts)  # type: ignore[operator]
    wrong = [row for row in rows if row and row.cell[0] and is_aside(row)]
    if wrong:
        found = ALIGNED.get(wrong[0].align, wrong[0].align)
        message = f"Canh giữa {part} “{wrong[0].text}”."
        yield Finding(clause, part, "error", found, "canh giữa", message)


def nation_at_right(view: View) -> Iterator[Finding]:
    nation, agency = view.parts.nation, view.parts.agency
    alone = nation is not None and not nation.cell[0] and not (nation.tabbed or nation.padded)
    swapped = bool(nation and agency and nation.cell[0] and nation.cell[0] == agency[0].cell[0]) and (
        nation is not None and nation.cell[2] < agency[0].cell[2]
    )
    if nation and (swapped or (alone and nation.align != "right")):
        message = "Đặt Quốc hiệu, Tiêu ngữ ở phía trên bên phải, ngang hàng với tên cơ quan ở bên trái."
        yield Finding(
            finding.NATION, "Quốc hiệu", "error", "không ở bên phải", "trên cùng, bên phải", message
        )


def number_beside_date(view: View) -> Iterator[Finding]:
    number, date = view.parts.number, view.parts.place_date
    if number and date and _apart(number, date):
        message = "Đặt số, ký hiệu và địa danh, thời gian trên cùng một dòng."
        yield Finding(finding.PLACE_DATE, "Địa danh, thời gian", "error", "khác dòng", "cùng dòng", message)


def recipients_beside_signer(view: View) -> Iterator[Finding]:
    label, titles = view.parts.recipients, view.parts.signing
    if label and titles and _apart(label, titles[0]):
        message = "Đặt “Nơi nhận:” ngang hàng với dòng quyền hạn, chức vụ của người ký."
        yield Finding(finding.RECIPIENTS, "Nơi nhận", "error", "khác dòng", "ngang hàng chức vụ", message)


def _apart(one: Row, other: Row) -> bool:
    """Surely on different lines: other rows of one table, or paragraphs of their own."""
    if one.cell[0] and one.cell[0] == other.cell[0]:
        return one.cell[1] != other.cell[1]
    outside = not one.cell[0] and not other.cell[0]
    return outside and one.place.paragraph != other.place.paragraph and not (one.tabbed or other.tabbed)


PLACE_RULES = (
    *(
        Rule(f"place.{code}-centred", clause, partial(_centred, part, clause, rows))
        for code, part, clause, rows in _HEAD
    ),
    Rule("place.nation-right", finding.NATION, nation_at_right),
    Rule("place.number-date", finding.PLACE_DATE, number_beside_date),
    Rule("place.recipients-signer", finding.RECIPIENTS, recipients_beside_signer),
)
