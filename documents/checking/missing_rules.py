"""The parts a paper of its kind may not lack, by the data of its kind."""

from collections.abc import Callable, Iterator
from functools import partial

from documents.checking import finding
from documents.checking.finding import Finding
from documents.checking.parts import HEAD_ROWS
from documents.checking.rule import Rule
from documents.checking.view import View
from documents.reading.paper import is_capitals
from documents.reading.vocabulary import kind_begun

There = Callable[[View], object]
# What every administrative paper has, whatever its kind.
_ALWAYS = {"nation", "agency", "number", "signing_block", "recipients"}
# Forms laid out by their own field need no list of recipients and no kind of the decree.
_SPECIAL = {"nation", "agency", "signing_block"}


def _title(view: View) -> object:
    """Whether a title is there or begins with a kind; the reading's kind may come from the symbol alone."""
    begun = any(is_capitals(row.text) and kind_begun(row.text) for row in view.sheet.rows[:HEAD_ROWS])
    return view.parts.kind or begun or (view.kind is None and view.parts.reference)


def _brief(view: View) -> object:
    return view.parts.reference


def _subject(view: View) -> object:
    """What stands centred below the kind is taken for the subject, however it is written."""
    kind = view.parts.kind
    if kind is None or view.parts.subject or view.sheet.reading.subject:
        return True
    below = (row for row in view.sheet.rows[view.raw(kind) + 1 :] if row.text)
    return getattr(next(below, None), "align", "") == "center"


_PARTS: tuple[tuple[str, str, str, str, There], ...] = (
    ("nation", "nation", finding.NATION, "Quốc hiệu", lambda v: v.parts.nation),
    ("motto", "nation", finding.NATION, "Tiêu ngữ", lambda v: v.parts.motto),
    (
        "agency",
        "agency",
        finding.AGENCY,
        "Tên cơ quan",
        lambda v: v.parts.agency or v.sheet.reading.agency,
    ),
    ("number", "number", finding.NUMBER, "Số, ký hiệu", lambda v: v.parts.number),
    ("date", "place_date", finding.PLACE_DATE, "Địa danh, thời gian", lambda v: v.parts.place_date),
    ("title", "title", finding.TITLE, "Tên loại", _title),
    ("brief", "brief", finding.TITLE, "Trích yếu (V/v)", _brief),
    (
        "subject",
        "title",
        finding.TITLE,
        "Trích yếu",
        _subject,
    ),
    ("basis", "legal_bases", finding.CONTENT, "Căn cứ", lambda v: v.parts.bases or v.sheet.reading.legal_bases),
    ("decides", "operative_word", finding.DECISION, "Lời ban hành", lambda v: v.parts.decides),
    (
        "addressees",
        "addressees",
        finding.RECIPIENTS,
        "Kính gửi",
        lambda v: v.parts.addressees or v.sheet.reading.addressees,
    ),
    (
        "signer",
        "signing_block",
        finding.SIGNER,
        "Họ tên người ký",
        lambda v: v.parts.signer or v.sheet.reading.signer_name,
    ),
    (
        "recipients",
        "recipients",
        finding.RECIPIENTS,
        "Nơi nhận",
        lambda v: v.parts.recipients or v.sheet.reading.recipients,
    ),
)  # fmt: skip
# Only these kinds always have a subject of their own; invitations and introductions have none.
_WITH_SUBJECT = "1.4"


def _missing(needed: str, clause: str, part: str, there: There, view: View) -> Iterator[Finding]:
    if _needs(view, needed, part) and not there(view):
        message = f"Không thấy {part}: bổ sung, hoặc viết lại cho đúng mẫu để nhận ra được."
        yield Finding(clause, part, "error", "không thấy", part, message)


def _needs(view: View, needed: str, part: str) -> bool:
    if view.nature == "special":
        return needed in _SPECIAL
    if view.kind is None:
        return needed in _ALWAYS or part in ("Địa danh, thời gian", "Tên loại")
    if part == "Trích yếu" and view.kind.form != _WITH_SUBJECT:
        return False
    return needed in view.kind.required


MISSING_RULES = tuple(
    Rule(f"missing.{code}", clause, partial(_missing, needed, clause, part, there))
    for code, needed, clause, part, there in _PARTS
)
