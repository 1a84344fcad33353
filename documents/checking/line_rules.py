"""The lines (đường kẻ) below Tiêu ngữ, agency and subject: drawn, bordered, underlined or typed.

Where a shape stands on the page is known to Word alone, so a line counts for the column it is anchored in.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from documents.checking import finding
from documents.checking.finding import Finding
from documents.checking.rows import Row
from documents.checking.rule import Rule
from documents.checking.shapes import Shape
from documents.checking.view import View
from documents.reading.paper import is_rule
from documents.typesetting.metrics import width_pt

_BELOW = 3
# Room for rounding and for what the hand draws a little shorter or longer.
_ROOM = 0.12
# Longer text takes more than one line, and nobody knows where Word breaks it.
_ONE_LINE_PT = 440


@dataclass(frozen=True)
class _Part:
    """A part with a line below; `shortest` and `longest` as shares of its text."""

    code: str
    part: str
    clause: str
    rows: Callable[[View], tuple[Row, ...]]
    shortest: float
    longest: float
    said: str


_PARTS = (
    _Part("motto", "Tiêu ngữ", finding.NATION, lambda v: (v.parts.motto,) if v.parts.motto else (), 1, 1,
          "dài bằng dòng chữ"),
    _Part("agency", "Tên cơ quan", finding.AGENCY, lambda v: v.parts.agency, 1 / 3, 1 / 2,
          "dài từ 1/3 đến 1/2 dòng chữ"),
    _Part("subject", "Trích yếu", finding.TITLE, lambda v: v.parts.subject if v.parts.kind else (), 1 / 3, 1 / 2,
          "dài từ 1/3 đến 1/2 dòng chữ"),
)  # fmt: skip


def _missing(part: _Part, view: View) -> Iterator[Finding]:
    rows = part.rows(view)
    if rows and not _is_there(part, rows, view):
        message = f"Thêm đường kẻ ngang, nét liền, {part.said}, dưới {part.part} “{rows[-1].text}”."
        yield Finding(part.clause, part.part, "error", "không có đường kẻ", "đường kẻ bên dưới", message)


def _is_there(part: _Part, rows: Sequence[Row], view: View) -> bool:
    near = _near(rows[-1], view)
    written = rows[-1].underlined or any(is_rule(row.text) for row in near)
    return written or _bordered(rows[-1], near) or bool(_shapes(part, rows, view))


def _near(last: Row, view: View) -> list[Row]:
    """What stands just below a row, in its cell or column."""
    at, found = view.raw(last) + 1, []
    for row in view.sheet.rows[at : at + 12]:
        if row.cell[0] == last.cell[0] and row.cell[2] == last.cell[2]:
            found.append(row)
        if len(found) == _BELOW:
            break
    return found


def _bordered(last: Row, near: Sequence[Row]) -> bool:
    if "bottom" in last.look.borders:
        return True
    return any(side in row.look.borders for row in near[:2] for side in ("top", "bottom"))


def _shapes(part: _Part, rows: Sequence[Row], view: View) -> tuple[Shape, ...]:
    """The lines anchored where they may belong to a part."""
    place = view.raw(rows[-1])
    if part.code == "subject":
        first = view.raw(view.parts.kind) if view.parts.kind else place
        stretch = view.sheet.rows[max(first - 3, 0) : place + 6]
        return tuple(shape for row in stretch if not row.cell[0] for shape in row.shapes)
    head = view.sheet.rows[: _head_end(view)]
    if rows[-1].cell[0]:
        return tuple(shape for row in head if _beside(row, rows[-1]) for shape in row.shapes)
    # Without a table nobody can tell whose line it is: two lines serve both parts.
    found = tuple(shape for row in head for shape in row.shapes)
    return found if len(found) > 1 or part.code == "motto" else ()


def _beside(row: Row, part: Row) -> bool:
    """In the same column of the head, or outside its table, from where a line may be moved anywhere."""
    return not row.cell[0] or (row.cell[0] == part.cell[0] and row.cell[2] == part.cell[2])


def _head_end(view: View) -> int:
    below = view.parts.kind or (view.parts.addressees[0] if view.parts.addressees else None)
    return view.raw(below) if below else min(60, len(view.sheet.rows))


def _length(part: _Part, view: View) -> Iterator[Finding]:
    rows = part.rows(view)
    drawn = _own(part, rows, view)
    text = _width(rows[-1]) if rows else 0
    if drawn is None or not drawn.width_pt or not text:
        return
    share = drawn.width_pt / text
    if not part.shortest - _ROOM <= share <= part.longest + _ROOM:
        found = f"{round(share * 100)}% dòng chữ"
        message = f"Đường kẻ dưới {part.part} dài {found}: vẽ lại {part.said}."
        yield Finding(part.clause, part.part, "warning", found, part.said, message)


def _own(part: _Part, rows: Sequence[Row], view: View) -> Shape | None:
    """The one line that is surely this part's."""
    # A name over several rows has no one length.
    if (
        not rows
        or len(rows) > 1
        or _width(rows[-1]) > _ONE_LINE_PT
        or (part.code != "subject" and not rows[-1].cell[0])
    ):
        return None
    shapes = _shapes(part, rows, view)
    return shapes[0] if len(shapes) == 1 else None


def _width(row: Row) -> float:
    return width_pt(row.text, row.size_pt, bold=row.bold, italic=row.italic)


def _underlined(view: View) -> Iterator[Finding]:
    """Underlining is as long as the text: right for Tiêu ngữ only."""
    for part in _PARTS[1:]:
        rows = part.rows(view)
        if rows and rows[-1].underlined:
            message = f"Bỏ gạch chân {part.part}, thay bằng đường kẻ {part.said}, đặt cân đối bên dưới."
            yield Finding(part.clause, part.part, "error", "gạch chân cả dòng", part.said, message)
            return


def _broken(part: _Part, view: View) -> Iterator[Finding]:
    rows = part.rows(view)
    drawn = _own(part, rows, view)
    if drawn is not None and not drawn.solid:
        message = f"Đường kẻ dưới {part.part} phải là nét liền."
        yield Finding(part.clause, part.part, "error", "nét đứt", "nét liền", message)


LINE_RULES = (
    *(Rule(f"line.{part.code}", part.clause, partial(_missing, part)) for part in _PARTS),
    *(Rule(f"line.{part.code}-length", part.clause, partial(_length, part)) for part in _PARTS),
    *(Rule(f"line.{part.code}-solid", part.clause, partial(_broken, part)) for part in _PARTS),
    Rule("line.underlined", finding.AGENCY, _underlined),
)
