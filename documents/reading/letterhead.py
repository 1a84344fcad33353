"""The head of a paper: who issues, under which number, where, when, what kind, on what.

Reads lines in any order the columns allow. A part that is blank or doubtful stays None: a wrong value is worse than
a missing one, because an officer believes what is filled in.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from documents.reading import titles
from documents.reading.agencies import find_agencies
from documents.reading.paper import LOWER, UPPER, Line, is_capitals, is_rule
from documents.reading.vocabulary import KIND_OF_SYMBOL, PROVINCES, folded

HEAD_LINES = 60
LINE_CHARACTERS = 500
SUBJECT_CHARACTERS = 1_500
PLACE_CHARACTERS = 200
_LETTERS = r"[A-ZĐÂÊÔƠƯĂ][\wĐđ&.]*"
SYMBOL = (
    rf"{_LETTERS}(?:(?:\s?[/]\s?|[-–]\s?|\s[-–]\s?(?=[A-ZĐ]{{2}})){_LETTERS})*(?:-\d{{1,4}}(?![\w/-]))?"
    r"(?:\([A-ZĐ]{1,4}\))?"
)
# Possessive, so that a line of ten thousand dots costs one pass.
_BLANK = r"[\s.…_·]*+"
_NUMBER = re.compile(
    rf"^(?i:s[ốôổ])\s*[:.;]*{_BLANK}(?P<number>\d{{1,7}}[a-zA-ZđĐ]{{0,3}})?{_BLANK}(?:/{_BLANK}(?P<year>(?:19"
    rf"|20)\d\d){_BLANK})?(?P<mark>[/–-]|(?=[A-ZĐ]{{2,4}}/)){_BLANK}(?P<symbol>{SYMBOL})"
)
_PART = r"[\s.…_]*+(?P<{}>\d{{1,{}}})?[\s.…_]*+"
_DATE = re.compile(
    r"ngày" + _PART.format("day", 2) + r"tháng" + _PART.format("month", 2) + r"năm" + _PART.format("year", 4),
    re.IGNORECASE,
)
# A telegram prints the hour as well: "Hoa Sen, hồi 19 giờ 00, ngày ...".
_HOUR = re.compile(
    r"(?:hồi|lúc|vào)\s+\d{1,2}\s*(?:giờ|h|:|g)\s*(?:\d{1,2})?\s*(?:phút)?\s*,?\s*$", re.IGNORECASE
)
# Without its comma only a short run of names is a place: "Hoa Sen ngày ...".
_NAMES = re.compile(rf"(?:TP\.?\s?|[Tt]hành phố\s|[Tt]ỉnh\s)?(?:[{UPPER}][{LOWER}]+\s?){{1,4}}$")
_SHORT_DATE = re.compile(
    r"(?:ngày[\s.…_]*+|(?<=,)\s*(?=\d))(?P<day>\d{1,2})?[\s…_]*(?:\.{2,})?\s*[/.-]\s*(?P<month>\d{1,2})?\s*[/.-]\s*(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_NO_DAY = re.compile(
    r"(?<=,)(?P<day>)\s*tháng" + _PART.format("month", 2) + r"năm" + _PART.format("year", 4), re.IGNORECASE
)
_ABOUT = re.compile(r"^V\s*/\s*v\b|^Về việc\b")
_ORGANISATION = re.compile(r"^(?:SỞ|UBND|ỦY BAN|UỶ BAN|BỘ|CỤC|CHI CỤC|HỘI ĐỒNG)\b")


@dataclass(frozen=True)
class DateParts:
    """The parts of the printed date; None where the paper leaves a blank."""

    day: int | None = None
    month: int | None = None
    year: int | None = None

    @property
    def iso(self) -> str | None:
        """The date as YYYY-MM-DD, only when all three parts are known and possible."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return date(self.year, self.month, self.day).isoformat()
        except ValueError:
            return None


@dataclass(frozen=True)
class Letterhead:
    """What the head says."""

    number: int | str | None = None
    symbol: str | None = None
    agency: str | None = None
    parent_agency: str | None = None
    place: str | None = None
    date: DateParts = DateParts()
    kind: str | None = None
    subject: str | None = None
    issuing_authority: str | None = None


@dataclass(frozen=True)
class _Found:
    """A value and the lines it stands on."""

    at: int
    end: int


@dataclass(frozen=True)
class NumberLine(_Found):
    number: int | str | None
    symbol: str


@dataclass(frozen=True)
class _PlaceLine(_Found):
    place: str | None
    date: DateParts


def read_letterhead(lines: Sequence[Line], more_kinds: Iterable[str] = ()) -> Letterhead:
    """Read the head from the first lines of a paper."""
    head = [line.cut(SUBJECT_CHARACTERS) for line in lines[:HEAD_LINES]]
    number = find_number(head)
    place = _find_place(head) or _find_place_at_foot(lines)
    opening = _opening(head)
    after = number.end if number and number.at < opening else 0
    title = titles.find_title(head, after=after, more_kinds=more_kinds)
    stops = [opening, number.at if number else opening, title.at if title else opening]
    parent, agency = find_agencies(head[: min(stops)])
    if agency is None and title and title.authority and _ORGANISATION.match(title.authority):
        agency = title.authority
    symbol = number.symbol if number else None
    reference = titles.find_reference(head, number.end - 1 if number else 0) if title is None else None
    kind = _kind(symbol, title.kind if title else None, is_letter=reference is not None or _is_letter(head))
    return Letterhead(
        number=number.number if number else None,
        symbol=symbol,
        agency=agency,
        parent_agency=parent,
        place=place.place if place else None,
        date=place.date if place else DateParts(),
        kind=kind,
        subject=title.subject if title else reference,
        issuing_authority=title.authority if title else None,
    )


def _opening(head: Sequence[Line]) -> int:
    """Where the head gives way to the body or to the subject of a letter."""
    for at, line in enumerate(head):
        if titles.BODY.match(line.text) or _ABOUT.match(line.text):
            return at
    return min(len(head), HEAD_LINES // 3)


def find_number(head: Sequence[Line]) -> NumberLine | None:
    """The line "Số: 15/KH-X", the number possibly blank, possibly on the next line."""
    for at, line in enumerate(head):
        if not re.match(r"S[ốôổ]\b", line.text, re.IGNORECASE):
            continue
        for length in (1, 2, 3):
            whole = " ".join(piece.text for piece in head[at : at + length])[:LINE_CHARACTERS]
            match = _NUMBER.match(whole)
            # A symbol cut at its hyphen goes on below.
            if match and not whole.rstrip().endswith(("-", "/")):
                return NumberLine(at, at + length, _number(match), _symbol(match["symbol"]))
    return None


def _number(match: re.Match[str]) -> int | str | None:
    digits = match["number"]
    if digits is None:
        return None
    if (
        re.fullmatch(r"(?:19|20)\d\d", digits)
        and match["year"] is None
        and match["mark"] == "/"
        and "/" in match[0][: match.end("number")]
    ):
        # "Số:      /2025/QĐ-X": the only digits are the year, the number itself is blank.
        return None
    if match["year"]:
        return f"{digits}/{match['year']}"
    return int(digits) if digits.isdigit() else digits


def _symbol(text: str) -> str:
    plain = re.sub(r"\s*([-–/])\s*", r"\1", text).replace("–", "-")
    return plain.rstrip(".-/&")


def _find_place(head: Sequence[Line]) -> _PlaceLine | None:
    for at, line in enumerate(head):
        if titles.BODY.match(line.text) and not line.text.startswith("Ngày"):
            return None
        for length in (1, 2, 3):
            pieces = [piece.text for piece in head[at : at + length]]
            if len(pieces) < length or len(pieces[-1]) > 90:
                break
            if length > 1 and is_capitals(pieces[0]):
                # A motto or the name of an agency above the line is no part of the place.
                break
            found = _place_line(" ".join(pieces), at, length)
            if found and found.date.year is None and at + length < len(head):
                # "... tháng 3 năm" and the year on a line of its own.
                following = head[at + length].text
                year = re.fullmatch(r"(?:19|20)\d\d", following)
                found = _place_line(f"{' '.join(pieces)} {following}", at, length + 1) if year else found
            if found:
                return _with_line_above(found, head)
    return None


def _find_place_at_foot(lines: Sequence[Line]) -> _PlaceLine | None:
    # Certificates and minutes print place and date above the signature.
    for at in range(len(lines) - 1, max(len(lines) - 40, -1), -1):
        found = _place_line(lines[at].text, at, 1)
        if found and found.place:
            return found
    return None


def _place_line(text: str, at: int, length: int) -> _PlaceLine | None:
    if len(text) > PLACE_CHARACTERS:
        return None
    match = _DATE.search(text) or _SHORT_DATE.search(text) or _NO_DAY.search(text)
    if match is None or text[match.end() :].strip(" .…/_"):
        return None
    place = _HOUR.sub("", text[: match.start()]).strip(" .…_")
    if place and not place.endswith(",") and not _NAMES.match(place):
        return None
    place = place.rstrip(", ")
    if (
        len(place.split()) > 7
        or (place and not place[0].isupper())
        or re.search(r"[/:;]|^Số\b", place)
        or is_rule(place)
    ):
        return None
    return _PlaceLine(at, at + length, place or None, _parts(match))


def _parts(match: re.Match[str]) -> DateParts:
    day, month, year = (int(match[key]) if match[key] else None for key in ("day", "month", "year"))
    if year is not None and year < 1900:
        # "năm 20..." is a form with a blank.
        year = None
    return DateParts(
        day if day and day <= 31 else None,
        month if month and month <= 12 else None,
        year,
    )


def _with_line_above(found: _PlaceLine, head: Sequence[Line]) -> _PlaceLine:
    """A place broken over two lines: "Thành phố Hồ" above "Chí Minh, ngày ..."."""
    above = head[found.at - 1].text if found.at else ""
    known = {folded(name) for name in PROVINCES}
    if found.place is None:
        place = above.rstrip(", ") if above.endswith(",") and len(above.split()) <= 6 else None
        return _PlaceLine(found.at, found.end, place, found.date)
    if folded(found.place) in known:
        return found
    words = above.split()
    for count in range(min(4, len(words)), 0, -1):
        whole = " ".join([*words[-count:], found.place])
        if folded(whole) in known:
            return _PlaceLine(found.at, found.end, whole, found.date)
    return found


def _kind(symbol: str | None, titled: str | None, *, is_letter: bool) -> str | None:
    first = re.split(r"[-/]", symbol)[0] if symbol else ""
    by_symbol = KIND_OF_SYMBOL.get(first)
    if by_symbol == "Văn bản hợp nhất":
        return by_symbol
    if titled:
        return titled
    if is_letter:
        return "Công văn"
    return by_symbol


def _is_letter(head: Sequence[Line]) -> bool:
    return any(re.match(r"Kính\s*gửi", line.text) for line in head)
