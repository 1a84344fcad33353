"""The parts no administrative paper may lack."""

from collections.abc import Iterator

from documents.checking import finding
from documents.checking.finding import Finding
from documents.checking.parts import HEAD_ROWS
from documents.checking.view import View
from documents.reading.paper import is_capitals
from documents.reading.vocabulary import kind_begun


def missing(view: View) -> Iterator[Finding]:
    """One finding for each compulsory part that cannot be made out."""
    parts, reading = view.parts, view.sheet.reading
    # A record of a meeting bears its date in the text (form 1.9).
    dated = parts.place_date or reading.kind == "Biên bản"
    for there, clause, part in (
        (parts.nation, finding.NATION, "Quốc hiệu"),
        (parts.motto, finding.NATION, "Tiêu ngữ"),
        (parts.agency or reading.agency, finding.AGENCY, "Tên cơ quan"),
        (parts.number, finding.NUMBER, "Số, ký hiệu"),
        (dated, finding.PLACE_DATE, "Địa danh, thời gian"),
        (parts.kind or parts.reference or _is_titled(view), finding.TITLE, "Tên loại"),
        (parts.signer or reading.signer_name, finding.SIGNER, "Họ tên người ký"),
        (parts.recipients or reading.recipients, finding.RECIPIENTS, "Nơi nhận"),
    ):
        if not there:
            message = f"Không thấy {part}: bổ sung, hoặc viết lại cho đúng mẫu để nhận ra được."
            yield Finding(clause, part, "error", "không thấy", part, message)


MISSING_RULES = (missing,)


def _is_titled(view: View) -> bool:
    """Whether a title begins with a kind: "GIẤY PHÉP KINH DOANH". The reading's kind may come from the symbol alone."""
    return any(is_capitals(row.text) and kind_begun(row.text) for row in view.sheet.rows[:HEAD_ROWS])
