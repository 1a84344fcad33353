"""Kính gửi and Nơi nhận: who gets the paper, how the lines are written, what is kept."""

import re
from collections.abc import Iterator
from dataclasses import replace

from documents.checking import finding
from documents.checking.finding import Finding, Severity, short
from documents.checking.parts import ADDRESS
from documents.checking.rows import Row
from documents.checking.rule import Rule
from documents.checking.view import View

_DASH = re.compile(r"^[-–]")
_KEPT = re.compile(r"^\W*Lưu\b")
_AS_ABOVE = re.compile(r"^\W*Như (?:trên|kính gửi)", re.IGNORECASE)
_AS_ARTICLE = re.compile(r"^\W*Như [Đđ]iều (\d{1,3})\b")
_NEAR_PT = 1.0
# Forms of annex III whose text itself says to whom the paper goes, and whose list begins "Như trên".
_NAMED_IN_SENTENCE = ("1.6", "1.7", "1.8", "1.10")


def list_dashes(view: View) -> Iterator[Finding]:
    for row in _items(view):
        if not _DASH.match(row.text) and not row.labelled:
            yield _listed(row, row.text[:1], "-", "bắt đầu bằng gạch đầu dòng “-”")


def list_ends(view: View) -> Iterator[Finding]:
    for row in _items(view)[:-1]:
        if not row.text.endswith(";"):
            yield _listed(row, row.text[-1], ";", "kết thúc bằng dấu “;”")


def list_last_ends(view: View) -> Iterator[Finding]:
    for row in _items(view)[-1:]:
        if not row.text.endswith("."):
            yield _listed(row, row.text[-1], ".", "dòng cuối cùng kết thúc bằng dấu “.”")


def _items(view: View) -> list[Row]:
    """The items of the list; a row that goes on the one above is joined to it."""
    items: list[Row] = []
    for row in view.parts.listed:
        starts = _DASH.match(row.text) or row.labelled or not items or items[-1].text[-1] in ";."
        if starts:
            items.append(row)
        else:
            items[-1] = replace(items[-1], text=f"{items[-1].text} {row.text}")
    return items


def kept(view: View) -> Iterator[Finding]:
    listed = view.parts.listed
    there = view.sheet.reading.archive_line or any(_KEPT.match(row.text) for row in listed)
    if listed and not there:
        message = "Thêm dòng cuối “- Lưu: VT, …” với chữ viết tắt đơn vị soạn thảo."
        yield Finding(
            finding.RECIPIENTS, "Danh sách nơi nhận", "error", "không có dòng Lưu", "- Lưu: VT, …", message
        )


def kept_form(view: View) -> Iterator[Finding]:
    for row in _items(view):
        if _KEPT.match(row.text) and not re.match(r"^\W*Lưu\s*:", row.text):
            yield _listed(row, "Lưu", "Lưu:", "thêm dấu hai chấm sau chữ “Lưu”")


def kept_at_office(view: View) -> Iterator[Finding]:
    """The văn thư keeps one, after the colon and before the unit; a record of a meeting keeps "Hồ sơ" besides."""
    for row in _items(view):
        said = re.match(r"^\W*Lưu\s*:?\s*(.*)$", row.text)
        # A paper inside the office is kept by its unit.
        if said and not re.match(r"VT\b", said[1]):
            yield _listed(row, short(said[1]), "Lưu: VT, …", "ghi “VT” ngay sau “Lưu:”", "warning")


def as_above(view: View) -> Iterator[Finding]:
    """Only where somebody stands above; the forms of invitations and the like name him in their sentence."""
    row = next((row for row in view.parts.listed if _AS_ABOVE.match(row.text)), None)
    in_sentence = view.kind is not None and view.kind.form in _NAMED_IN_SENTENCE
    if row and not in_sentence and not (view.parts.addressees or view.sheet.reading.addressees):
        yield _listed(row, "Như trên", "tên nơi nhận", "văn bản không có “Kính gửi” thì ghi tên nơi nhận")


def as_above_first(view: View) -> Iterator[Finding]:
    rows = _items(view)
    above = next((at for at, row in enumerate(rows) if _AS_ABOVE.match(row.text)), None)
    if above:
        yield _listed(rows[above], f"dòng thứ {above + 1}", "dòng đầu", "đưa “Như trên” lên dòng đầu tiên")


def as_above_missing(view: View) -> Iterator[Finding]:
    listed, addressed = view.parts.listed, view.parts.addressees
    letter = view.kind is not None and view.kind.code in ("cong-van", "to-trinh")
    if listed and addressed and letter and not any(_AS_ABOVE.match(row.text) for row in listed):
        remedy = "thêm dòng “- Như trên;” ngay dưới “Nơi nhận:”"
        yield _listed(listed[0], "không có “Như trên”", "- Như trên;", remedy)


def article_named(view: View) -> Iterator[Finding]:
    """ "Như Điều 4" of a paper with three articles sends to nobody."""
    articles = [heading.number or 0 for heading in view.outline if heading.level == "article"]
    for row in view.parts.listed:
        said = _AS_ARTICLE.match(row.text)
        if said and articles and int(said[1]) not in articles:
            remedy = f"văn bản không có Điều {said[1]}; sửa lại số điều"
            yield _listed(row, f"Như Điều {said[1]}", f"Như Điều {max(articles)}", remedy)


def _listed(row: Row, found: str, expected: str, remedy: str, severity: Severity = "error") -> Finding:
    message = f"Nơi nhận “{short(row.text)}”: {remedy}."
    return Finding(finding.RECIPIENTS, "Danh sách nơi nhận", severity, found, expected, message)


def label_form(view: View) -> Iterator[Finding]:
    row = view.parts.recipients
    if row and not re.match(r"^Nơi\s+nhận\s*:", row.text):
        message = "Thêm dấu hai chấm sau “Nơi nhận”."
        yield Finding(finding.RECIPIENTS, "Nơi nhận", "error", short(row.text), "Nơi nhận:", message)


def label_alone(view: View) -> Iterator[Finding]:
    row = view.parts.recipients
    if row and re.match(r"^Nơi\s+nhận\s*:\s*[-–]?\s*\w", row.text):
        message = "Đưa danh sách xuống dòng: từ “Nơi nhận:” đứng trên một dòng riêng."
        yield Finding(finding.RECIPIENTS, "Nơi nhận", "error", short(row.text), "dòng riêng", message)


def label_aside(view: View) -> Iterator[Finding]:
    row = view.parts.recipients
    if row and row.align in ("center", "right"):
        message = "Đặt “Nơi nhận:” sát lề trái."
        yield Finding(finding.RECIPIENTS, "Nơi nhận", "error", "không sát lề trái", "sát lề trái", message)


def _names(view: View) -> tuple[str, tuple[Row, ...]]:
    """What stands beside "Kính gửi", and the rows below it."""
    rows = view.parts.addressees
    if not rows:
        return "", ()
    return ADDRESS.sub("", rows[0].text).lstrip(" :"), rows[1:]


def address_colon(view: View) -> Iterator[Finding]:
    for row in view.parts.addressees[:1]:
        if not re.match(r"^Kính\s*\w+\s*:", row.text):
            yield _address(row, "thiếu dấu hai chấm", "Kính gửi:", "thêm dấu hai chấm sau “Kính gửi”")


def address_one(view: View) -> Iterator[Finding]:
    beside, below = _names(view)
    if not beside and len(below) == 1:
        yield _address(
            below[0], "xuống dòng", "cùng dòng", "chỉ gửi một nơi thì ghi cùng dòng với “Kính gửi:”"
        )


def address_several(view: View) -> Iterator[Finding]:
    beside, _ = _names(view)
    if ";" in beside.rstrip("; "):
        row = view.parts.addressees[0]
        remedy = "gửi nhiều nơi thì mỗi nơi một dòng, đầu dòng có “-”"
        yield _address(row, "nhiều nơi trên một dòng", "mỗi nơi một dòng", remedy)


def address_ends(view: View) -> Iterator[Finding]:
    for row in _several(view)[:-1]:
        if not row.text.endswith(";"):
            yield _address(row, row.text[-1], ";", "kết thúc bằng dấu “;”")


def address_last_ends(view: View) -> Iterator[Finding]:
    for row in _several(view)[-1:]:
        if not row.text.endswith("."):
            yield _address(row, row.text[-1], ".", "nơi cuối cùng kết thúc bằng dấu “.”")


def address_aligned(view: View) -> Iterator[Finding]:
    rows = [row for row in _several(view) if not (row.tabbed or row.padded or row.labelled)]
    starts = [row.look.left_pt + row.look.first_pt for row in rows if row.align in ("left", "even")]
    if starts and max(starts) - min(starts) > _NEAR_PT:
        remedy = "đặt các gạch đầu dòng thẳng hàng với nhau"
        yield _address(rows[-1], "không thẳng hàng", "thẳng hàng", remedy, "warning")


def _several(view: View) -> tuple[Row, ...]:
    beside, below = _names(view)
    # "Kính gửi: - Bộ A;" begins the list on its own row.
    return below if len(below) > 1 or beside.startswith(("-", "–")) else ()


def _address(row: Row, found: str, expected: str, remedy: str, severity: Severity = "error") -> Finding:
    message = f"Kính gửi “{short(row.text)}”: {remedy}."
    return Finding(finding.RECIPIENTS, "Kính gửi", severity, found, expected, message)


_R = finding.RECIPIENTS
LIST_RULES = (
    Rule("address.colon", _R, address_colon),
    Rule("address.one", _R, address_one),
    Rule("address.several", _R, address_several),
    Rule("address.end", _R, address_ends),
    Rule("address.last-end", _R, address_last_ends),
    Rule("address.aligned", _R, address_aligned),
    Rule("recipients.colon", _R, label_form),
    Rule("recipients.alone", _R, label_alone),
    Rule("recipients.left", _R, label_aside),
    Rule("list.dash", _R, list_dashes),
    Rule("list.end", _R, list_ends),
    Rule("list.last-end", _R, list_last_ends),
    Rule("list.kept", _R, kept),
    Rule("list.kept-colon", _R, kept_form),
    Rule("list.kept-office", _R, kept_at_office),
    Rule("list.as-above", _R, as_above),
    Rule("list.as-above-first", _R, as_above_first),
    Rule("list.as-above-missing", _R, as_above_missing),
    Rule("list.article", _R, article_named),
)
