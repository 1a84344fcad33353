"""Where the parts of a paper stand among its rows.

A part that cannot be made out is an empty tuple or None, and the rules on its look then say nothing; that it is
missing is said once, by `missing_rules`. `view` adds what stands around the parts: outline, annexes, kind.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from documents.checking.rows import Row
from documents.checking.sheet import Sheet
from documents.reading.paper import LOWER, UPPER, is_capitals, is_rule
from documents.reading.vocabulary import TITLE_HEADS, folded, kind_named

HEAD_ROWS = 60
LISTED_ROWS = 80
# A longer row with a dash is a sentence of the body.
_NAMED = 160
SENTENCE = 40
_PLACE_DATE = re.compile(
    r"^(?!Căn cứ|Hôm nay|Theo|\().*\bngày\b.{0,12}\btháng\b.{0,12}\bnăm\b(?!.*(?:\)$|\bcủa\b))", re.IGNORECASE
)
_NUMBER = re.compile(r"^Số(?:\s*:|\s+[\d.…_/])(?!.*(?:\bngày\b|\)))", re.IGNORECASE)
_REFERENCE = re.compile(r"^V\s*/\s*v\b|^V\.v\b", re.IGNORECASE)
_RECIPIENTS = re.compile(r"^Nơi\s+nhận\b", re.IGNORECASE)
_BASIS = re.compile(r"^(?:Căn cứ|Xét|Theo đề nghị)\b")
_SENTENCE_GOES_ON = re.compile(r":$|như sau\b")
ADDRESS = re.compile(r"^Kính\s*(?:gửi|mời|trình)", re.IGNORECASE)
_DECIDES = re.compile(r"^(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|Q U Y Ế T)\s*:?$")
_ITEM = re.compile(r"^[-–+•]")
_MARK = re.compile(r"^(?:H[OỎ][ẢA] T[ỐO]C|THƯỢNG KHẨN|KHẨN)$", re.IGNORECASE)
_CIRCULATION = re.compile(r"^(?:XEM XONG TRẢ LẠI|LƯU HÀNH NỘI BỘ)$", re.IGNORECASE)
_NAME = re.compile(rf"^(?:[{UPPER}][{LOWER}]* ){{1,5}}[{UPPER}][{LOWER}]*$")
_DRAFTER = re.compile(r"^[A-Za-zĐđ]{1,6}\.?\s?\(\d{1,4}\)$")


@dataclass(frozen=True)
class Parts:
    """The rows of each part, in the order of the page.

    addressees  "Kính gửi" first
    text        everything between title and recipients; body, its running sentences
    after       everything from the recipients on, where annexes stand
    """

    nation: Row | None
    motto: Row | None
    agency: tuple[Row, ...]
    parent: tuple[Row, ...]
    number: Row | None
    place_date: Row | None
    kind: Row | None
    reference: Row | None
    subject: tuple[Row, ...]
    bases: tuple[Row, ...]
    addressees: tuple[Row, ...]
    decides: Row | None
    text: tuple[Row, ...]
    body: tuple[Row, ...]
    recipients: Row | None
    listed: tuple[Row, ...]
    signing: tuple[Row, ...]
    signer: Row | None
    marks: tuple[Row, ...]
    circulation: tuple[Row, ...]
    drafter: tuple[Row, ...]
    after: tuple[Row, ...]


def find_parts(sheet: Sheet) -> Parts:
    """Find every part once."""
    rows = tuple(row for row in sheet.rows if row.text and not is_rule(row.text))
    head = rows[:HEAD_ROWS]
    nation = _first(head, lambda row: _resembles(row, "cong hoa xa hoi", "chu nghia viet nam"))
    motto = _first(head, lambda row: _resembles(row, "doc lap") and _resembles(row, "hanh phuc"))
    number = _first(
        head, lambda row: len(row.text) < 80 and bool(_NUMBER.match(row.text)) and "/" in row.text
    )
    kind = _first(rows[_after(head, number) :][:20], _is_kind)
    recipients = _first(rows, lambda row: bool(_RECIPIENTS.match(row.text)))
    end = _after(rows, recipients) - 1 if recipients else len(rows)
    subject = _subject(rows, kind, sheet.reading.subject)
    bases = _bases(rows[_after(rows, kind) : end]) if kind else ()
    start = max(_after(rows, bases[-1] if bases else None), _after(rows, subject[-1] if subject else kind))
    agency, parent = _agencies(head, sheet, number)
    signing, signer = _signing(rows[end:], sheet, recipients)
    return Parts(
        nation=nation,
        motto=motto,
        agency=agency,
        parent=parent,
        number=number,
        place_date=_place_date(head, kind),
        kind=kind,
        reference=_first(head, lambda row: bool(_REFERENCE.match(row.text))),
        subject=subject,
        bases=bases,
        addressees=_addressees(rows[_after(rows, number) : end]),
        decides=_first(rows[start:end][:HEAD_ROWS], lambda row: bool(_DECIDES.match(row.text))),
        text=rows[start:end],
        body=_body(rows[start:end]),
        recipients=recipients,
        listed=_listed(rows[end + 1 :], recipients) if recipients else (),
        signing=signing,
        signer=signer,
        marks=_all(head, _MARK),
        circulation=_all(head, _CIRCULATION),
        drafter=_all(rows[end:], _DRAFTER),
        after=rows[end:],
    )


def _place_date(head: tuple[Row, ...], kind: Row | None) -> Row | None:
    """The row of place and date; what stands below the title of minutes is the hour of the meeting."""
    if kind is not None and kind_named(kind.text) == "Biên bản":
        head = head[: _after(head, kind)]
    return _first(head, lambda row: len(row.text) < 90 and bool(_PLACE_DATE.search(row.text)))


def _all(rows: tuple[Row, ...], wanted: re.Pattern[str]) -> tuple[Row, ...]:
    return tuple(row for row in rows if len(row.text) < SENTENCE and wanted.match(row.text))


def _addressees(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The row of "Kính gửi" and the names below it, until the first that is none."""
    first = _first(rows[:HEAD_ROWS], lambda row: bool(ADDRESS.match(row.text)))
    if first is None:
        return ()
    found = [first]
    for row in rows[_after(rows, first) :][:LISTED_ROWS]:
        if not _ITEM.match(row.text) or row.text.startswith("+") or len(row.text) > _NAMED:
            break
        found.append(row)
    return tuple(found)


def _is_kind(row: Row) -> bool:
    # "QUYẾT ĐỊNH:" is the word that decides, not the kind.
    alone = kind_named(row.text) is not None and not row.text.endswith(":")
    return alone and (is_capitals(row.text) or row.align == "center")


def plain(text: str) -> str:
    """Lower case without marks, for recognising a line that is written wrongly."""
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _resembles(row: Row, *phrases: str) -> bool:
    words = " ".join(re.findall(r"\w+", plain(row.text)))
    return len(words) < 80 and any(phrase in words for phrase in phrases)


def _first(rows: tuple[Row, ...], wanted: Callable[[Row], bool]) -> Row | None:
    return next((row for row in rows if wanted(row)), None)


def _after(rows: tuple[Row, ...], row: Row | None) -> int:
    """The place after a row, found by identity: two rows may look alike."""
    return next((at + 1 for at, other in enumerate(rows) if other is row), 0)


def _agencies(
    head: tuple[Row, ...], sheet: Sheet, number: Row | None
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of agency and superior. A row between the name that was read and the number is the agency's own,
    written so that the reader took it for something else."""
    agency, parent = _naming(head, sheet.reading.agency), _naming(head, sheet.reading.parent_agency)
    if agency and agency[-1].cell[0] and not parent:
        below = head[_after(head, agency[-1]) : _after(head, agency[-1]) + 1]
        own = (
            below
            and below[0].cell == agency[-1].cell
            and below[0] is not number
            and below[0].align == "center"
        )
        if own and not _NUMBER.match(below[0].text) and not _REFERENCE.match(below[0].text):
            return below, agency
        above = head[max(_after(head, agency[0]) - 2, 0) : _after(head, agency[0]) - 1]
        if above and above[0].cell == agency[0].cell and above[0].align == "center":
            return agency, above
    return agency, parent


def _naming(head: tuple[Row, ...], name: str | None) -> tuple[Row, ...]:
    """The rows of the head that print a name, perhaps over several rows."""
    if not name:
        return ()
    whole, said = folded(name), ""
    found: list[Row] = []
    for row in head:
        text = folded(row.text)
        if whole.startswith(f"{said} {text}".strip()):
            found.append(row)
            said = f"{said} {text}".strip()
            if said == whole:
                return tuple(found)
    return ()


def _subject(rows: tuple[Row, ...], kind: Row | None, subject: str | None) -> tuple[Row, ...]:
    if kind is None or not subject:
        return ()
    found = []
    for row in rows[_after(rows, kind) :]:
        if folded(row.text).strip(" .;") not in folded(subject):
            break
        found.append(row)
    return tuple(found)


def _bases(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The first unbroken stretch of căn cứ; a sentence that only begins so is body."""
    found: list[Row] = []
    for row in rows:
        basis = row.cell[0] == 0 and _BASIS.match(row.text) and not _SENTENCE_GOES_ON.search(row.text)
        if basis and (found or row.text.startswith("Căn cứ")):
            found.append(row)
        elif found:
            break
    return tuple(found)


def _body(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Running text: sentences outside tables, no headings, no addressees."""
    return tuple(
        row
        for row in rows
        if row.cell[0] == 0
        and len(row.text) > SENTENCE
        and not is_capitals(row.text)
        and not row.bold
        and not ADDRESS.match(row.text)
        and row.align != "center"
    )


def _listed(rows: tuple[Row, ...], head: Row) -> tuple[Row, ...]:
    """The rows of the list: those of its cell; without a table, those with a dash, the signer's between them."""
    found = []
    for row in rows[:LISTED_ROWS]:
        if row.cell != head.cell:
            break
        if not head.cell[0] and row.text[0] not in "-–":
            continue
        found.append(row)
        if re.match(r"^\W*Lưu\b", row.text):
            break
    return tuple(found)


def _signing(rows: tuple[Row, ...], sheet: Sheet, label: Row | None) -> tuple[tuple[Row, ...], Row | None]:
    titles = {folded(line).replace(" ", "") for line in sheet.reading.signing_lines}
    name = sheet.reading.signer_name
    found = tuple(row for row in rows if folded(row.text).replace(" ", "") in titles)
    if not name:
        return (found, None) if found else _beside(rows, label)
    return found, _first(rows, lambda row: row.text.endswith(name) and len(row.text) < len(name) + 20)


def _beside(rows: tuple[Row, ...], label: Row | None) -> tuple[tuple[Row, ...], Row | None]:
    """What stands beside the recipients and reads like title and name, though the title is in small letters."""
    if label is None or not label.cell[0]:
        return (), None
    column = [row for row in rows if row.cell[0] == label.cell[0] and row.cell[2] > label.cell[2]]
    if (
        len(column) < 2
        or not column[0].text.upper().startswith(TITLE_HEADS)
        or not _NAME.match(column[-1].text)
    ):
        return (), None
    return tuple(column[:-1]), column[-1]
