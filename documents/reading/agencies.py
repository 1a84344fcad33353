"""The agency that issues, and the one above it: the capitals at the left of the head.

A name may be broken over several lines, and two names stand under one another; only the words tell where the second
begins.
"""

import re
from collections.abc import Sequence

from documents.reading.paper import Line, is_capitals, is_rule
from documents.reading.vocabulary import (
    AGENCY_HEADS,
    AGENCY_SORTS,
    AGENCY_TAILS,
    AGENCY_WORDS,
    folded,
    kind_named,
)

_NATION = "cộng hòa xã hội chủ nghĩa việt nam"
_PARTY = "đảng cộng sản việt nam"
_MOTTO = re.compile(r"^độc\s+l[âậ]p\b|^hạnh phúc$|^tự do\b")
_STAMPS = re.compile(
    r"^(?:DỰ THẢO|DƯ THẢO|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN|HỎA TỐC HẸN GIỜ|LƯU HÀNH NỘI BỘ"
    r"|BẢN SAO|SAO Y|MẪU|\(?DỰ THẢO)\b",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"(?:" + "|".join(re.escape(folded(head)) for head in AGENCY_HEADS) + r")\b")
_TAIL = re.compile(r"(?:" + "|".join(re.escape(folded(tail)) for tail in AGENCY_TAILS) + r")\b")
_SORTS = {folded(sort) for sort in AGENCY_SORTS}
_WORDS = {folded(word) for word in AGENCY_WORDS}
_UNFINISHED = (" VÀ", " CỦA", " VỀ", " CÁC", " CHO", " TẠI", " THUỘC", " THEO", " VỚI")
_CHAMBERS = ("quốc hội", "hội đồng", "hđnd", "ủy ban")
# A number alone on its line belongs to such a name: "KHU VỰC / 3".
_NUMBERED = (" SỐ", " KHU VỰC", " VÙNG", " ĐỘI", " CHI CỤC", " QUÂN KHU", " QUÂN ĐOÀN", " PHÒNG")
_COMMITTEES = ("tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "trung ương", "trung ương đảng")
_PARTY_ORGANS = ("ban ", "văn phòng", "ủy ban kiểm tra", "cơ quan")


def find_agencies(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """Name the issuing agency and the one above it.

    lines     those above the number, the subject and the title
    returns   (parent, agency), None where the head does not name them
    source    Decree 30/2020/NĐ-CP, annex I, II.2
    """
    names: list[str] = []
    for text in _agency_lines(lines):
        if names and not _opens_agency(text, names[-1]):
            names[-1] = f"{names[-1]} {text}"
        else:
            names.append(text)
    # Without an office's own first word it is some other heading in capitals.
    if not names or not _begins_agency(names[-1]):
        return None, None
    return (names[-2] if len(names) > 1 else None), names[-1]


def _agency_lines(lines: Sequence[Line]) -> list[str]:
    kept: list[str] = []
    nation = ""
    for line in lines:
        text = re.sub(r"\s*\*+\s*$", "", line.text).strip()
        low = folded(text)
        longer = f"{nation} {low}".strip()
        if _NATION.startswith(longer) or _PARTY.startswith(longer):
            nation = longer
            continue
        if (
            low.startswith(("cộng hòa xã hội", _PARTY))
            or _MOTTO.match(low)
            or is_rule(text)
            or _STAMPS.match(text)
        ):
            nation = ""
            continue
        if kept and text.isdigit() and kept[-1].endswith(_NUMBERED):
            kept[-1] = f"{kept[-1]} {text}"
            continue
        if (
            is_capitals(text)
            and not re.match(r"^(?:Số|V/v)", text)
            and len(text) < 120
            and not (kind_named(text) and (not kept or folded(kept[-1]) not in _SORTS))
        ):
            kept.append(text)
    return kept


def _opens_agency(text: str, above: str) -> bool:
    """Whether a line names an agency of its own; otherwise it goes on with the name above."""
    low, before = folded(text), folded(above)
    if above.endswith((",", "-", "–", "(", *_UNFINISHED)) or before in _SORTS or _TAIL.match(low):
        return False
    if f"{before.split()[-1]} {low.split()[0]}" in _WORDS and not before.endswith("hà nội"):
        return False
    if low in _COMMITTEES and before.startswith(_PARTY_ORGANS):
        # "BAN TỔ CHỨC / TỈNH ỦY": the committee whose organ it is.
        return False
    if low.startswith("chính phủ") and before.startswith(("văn phòng", "thủ tướng", "thanh tra")):
        return False
    if before.startswith(("văn phòng đoàn", "văn phòng hội đồng")) and low.startswith(_CHAMBERS):
        return False
    if before.startswith("chủ tịch") and " " not in before[9:].strip():
        return False
    return _begins_agency(text)


def _begins_agency(text: str) -> bool:
    return bool(_AGENCY.match(folded(text)))
