"""Where number, day, month, signatures and seal go, found by the layout of a finished page.

Works for any PDF: ours, LibreOffice's, a scan with text. A place is reported only when exactly one fits; it is never
guessed, for a number printed elsewhere would be signed there.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from documents.pdf.picture import opened
from documents.typesetting.letters import Letters, Sheets, Stretch

SIGNATURE_PT = (150.0, 70.0)
SEAL_PT = 36 / 25.4 * 72
SMALLEST_GAP_PT, LARGEST_GAP_PT = 38.0, 230.0
_EDGE_PT = 6.0
_SPACE = "[ \u00a0]"
_NUMBER = re.compile(rf"(?<!\w)S[ốỐ](?:{_SPACE}*:)?({_SPACE}*)[/-](?=(?:\d{{4}}/)?[A-ZĐ])")
_DATE = (
    r"ngày({s}*\d{{0,2}}{s}*)tháng({s}*\d{{0,2}}{s}*)năm".replace("{s}", _SPACE)
    .replace("{{", "{")
    .replace("}}", "}")
)
_PLACED_DATE = re.compile(r",\s*" + _DATE)
_BARE_DATE = re.compile(r"(?<!\w)" + _DATE, re.IGNORECASE)
_NAME = re.compile(r"(?:[A-ZĐ][\w]*\.? ?)?(?:[^\W\d_]+\.? ){1,6}[^\W\d_]+")
_RANK = re.compile(r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy|uý)|Bác sĩ|Luật sư) ")
_REMARK = re.compile(r"\(.*\)")
_SECRETARY = re.compile(r"(?<!TỔNG )THƯ KÝ|NGƯỜI GHI(?: BIÊN BẢN)?")

Name = Literal["number", "day", "month", "signature", "seal", "secretary"]
_TITLE_LETTERS = 4


@dataclass(frozen=True)
class Slot:
    """A place on a page; `page` from 0, points from the bottom left corner.

    name                        "secretary" is the secretary's signature, beside the chair's on minutes (biên bản)
    baseline_pt, font_size_pt   None for signatures and seal, which hold no text
    """

    name: Name
    page: int
    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    baseline_pt: float | None = None
    font_size_pt: float | None = None
    italic: bool = False


def places(pdf: bytes) -> tuple[Slot, ...]:
    """The places that are certain; what is missing was not found, or found more than once.

    raises    DamagedPdf
    """
    with opened(pdf) as document:
        return places_on(Sheets(document))


def places_on(sheets: Sheets) -> tuple[Slot, ...]:
    """The places on the pages of an open document."""
    first = Letters(sheets.kept(0))
    found = [*_number(first), *_date(first)]
    # Annexes may follow the signed page.
    for number in range(len(sheets) - 1, -1, -1):
        page = first if number == 0 else Letters(sheets.kept(number))
        signed = _signature(page, number) if _may_be_signed(page.text) else None
        if signed is not None:
            return (*found, *signed)
    return tuple(found)


def _number(page: Letters) -> list[Slot]:
    matches = [match for match in _NUMBER.finditer(page.text) if _in_head(page, match.start())]
    return _blank(page, "number", matches[0].span(1)) if len(matches) == 1 else []


def _date(page: Letters) -> list[Slot]:
    for pattern in (_PLACED_DATE, _BARE_DATE):
        matches = [match for match in pattern.finditer(page.text) if _in_head(page, match.start())]
        if len(matches) > 1:
            return []
        if matches:
            found: list[Slot] = []
            for group, name in ((1, "day"), (2, "month")):
                if not matches[0][group].strip(" \u00a0"):
                    found += _blank(page, "day" if name == "day" else "month", matches[0].span(group))
            return found
    return []


def _in_head(page: Letters, at: int) -> bool:
    return bool(page.origin(at)[1] > page.height_pt / 2)


def _blank(page: Letters, name: Name, span: tuple[int, int]) -> list[Slot]:
    """The room between the letter before and the letter after, on their base line."""
    start, end = span
    left, right = page.sides(start - 1)[1], page.sides(end)[0]
    size = page.size(end)
    baseline = page.origin(end)[1]
    if abs(page.origin(start - 1)[1] - baseline) > 1 or right - left < 0.9 * size:
        return []
    italic = page.is_italic(end)
    return [
        Slot(name, 0, left + 1, baseline - 0.25 * size, right - left - 2, 1.2 * size, baseline, size, italic)
    ]


def _may_be_signed(text: str) -> bool:
    """Whether capitals of a title stand on the page at all; where each letter stands is dear to ask."""
    together = 0
    for word in text.split():
        together = together + len(word) if word.isupper() else 0
        if together >= _TITLE_LETTERS:
            return True
    return False


def _signature(page: Letters, number: int) -> tuple[Slot, ...] | None:
    """The boxes between titles and names; None unless one pair on the page has room between, or two of minutes."""
    stretches = list(page.stretches())
    pairs = [
        (title, name)
        for title in stretches
        if _is_title(title)
        for name in [_signer(title, stretches)]
        if name
    ]
    if len(pairs) == 1:
        return _boxes(page, number, *pairs[0])
    secretary = [pair for pair in pairs if _SECRETARY.fullmatch(pair[0].text.strip())]
    if len(pairs) != 2 or len(secretary) != 1:
        return None
    (chair,) = (pair for pair in pairs if pair not in secretary)
    beside, _ = _boxes(page, number, *secretary[0])
    return (replace(beside, name="secretary"), *_boxes(page, number, *chair))


def _is_title(stretch: Stretch) -> bool:
    letters = [letter for letter in stretch.text if letter.isalpha()]
    return (
        len(letters) >= _TITLE_LETTERS
        and all(letter.isupper() for letter in letters)
        and not re.search(r"[\d:]", stretch.text)
    )


def _signer(title: Stretch, stretches: list[Stretch]) -> Stretch | None:
    """The next stretch below a title, if it is a name with room above it."""
    below = [
        one
        for one in stretches
        if one.baseline_pt < title.baseline_pt - 2
        and one.left_pt < title.right_pt + 40
        and one.right_pt > title.left_pt - 40
        and not _REMARK.fullmatch(one.text)
    ]
    name = max(below, key=lambda one: one.baseline_pt, default=None)
    if name is None or not _is_name(name.text) or abs(name.middle_pt - title.middle_pt) > 60:
        return None
    return name if SMALLEST_GAP_PT <= title.baseline_pt - name.baseline_pt <= LARGEST_GAP_PT else None


def _is_name(text: str) -> bool:
    words = _RANK.sub("", text).replace(".", ". ").split()
    return (
        2 <= len(words) <= 7
        and bool(_NAME.fullmatch(" ".join(words)))
        and all(word[0].isupper() for word in words)
        and not text.isupper()
    )


def _boxes(page: Letters, number: int, title: Stretch, name: Stretch) -> tuple[Slot, Slot]:
    top, bottom = title.baseline_pt - 3, name.baseline_pt + 0.8 * name.size_pt
    wide, high = SIGNATURE_PT[0], min(SIGNATURE_PT[1], top - bottom)
    middle = (title.middle_pt + name.middle_pt) / 2
    x = _inside(middle - wide / 2, wide, page.width_pt)
    y = (top + bottom) / 2 - high / 2
    # The seal covers the left third of the signature.
    seal_x = _inside(x + wide / 3 - SEAL_PT, SEAL_PT, page.width_pt)
    seal_y = _inside(y + high / 2 - SEAL_PT / 2, SEAL_PT, page.height_pt)
    return Slot("signature", number, x, y, wide, high), Slot("seal", number, seal_x, seal_y, SEAL_PT, SEAL_PT)


def _inside(start: float, length: float, room: float) -> float:
    return max(_EDGE_PT, min(start, room - length - _EDGE_PT))
