"""The line of what is kept: "Lưu: VT, TH (5b)", with units, drafter and copies.

Offices write it in many ways; the grammar takes what it is sure of and leaves the rest in the printed line.
"""

import re
from dataclasses import dataclass

from documents.reading.paper import LOWER, UPPER

KEEP = re.compile(r"^Lưu(?: trữ)?\b\s*[:;]?\s*(?=\S)", re.IGNORECASE)
_PRINT_RUN = re.compile(
    r"[,;.]\s*(?P<name>[A-ZĐ]{1,3})\.\s?\(?(?P<count>\d{2,4})\s?(?:b|bản)?\)?$", re.IGNORECASE
)
# What follows a unit after a dot may be a unit as well: "VT. KTTH".
_UNITS = frozenset(
    ("VT", "TH", "NC", "KT", "VX", "NN", "CN", "ĐT", "TC", "XD", "NV", "VP", "PC", "HC", "CS", "QT", "NL", "TTR", "KH",
     "TM", "HS", "KHTC", "TCCB", "HCC", "CV", "BTV", "TCT", "NS")
)  # fmt: skip
_KEPT_AT_END = re.compile(r"(?<=[.,;)\s])\s*(\d{1,3})\s?(?:bản|b)$", re.IGNORECASE)
_GIVEN_NAME = re.compile(rf"[{UPPER}][{LOWER}]{{1,6}}")
_NO_NAMES = frozenset(
    ("Hồ", "Văn", "Tổ", "Ban", "Phòng", "Vụ", "Cục", "Sở", "Công", "Đội", "Khoa", "Đoàn", "Trạm")
)


@dataclass(frozen=True)
class ArchiveLine:
    """The keep line taken apart; `copies` counts what it prints, None where it prints none."""

    text: str
    units: tuple[str, ...]
    drafter: str | None
    copies: int | None


def read_archive_line(printed: str) -> ArchiveLine:
    """A keep line by itself, as a person may have corrected it: "Lưu: VT, TH (S)"."""
    return take_apart(printed)[0]


def take_apart(printed: str) -> tuple[ArchiveLine, int | None, int | None]:
    """Take a keep line apart; several of them are printed as one, joined by "; ".

    returns   the line, the copies issued, the copies kept; None where it prints none
    """
    text, stamp = _without_stamp(printed.rstrip(" .;,"))
    body = "; ".join(KEEP.sub("", part) for part in text.split("; "))
    drafter, issued, kept, rest = _marks(body)
    if stamp:
        drafter, issued = _stamped(stamp, drafter, issued)
    units = tuple(unit for unit in (part.strip(" .") for part in re.split(r"[,;]", rest)) if unit)
    return ArchiveLine(text, units, drafter, kept if kept is not None else issued), issued, kept


def _without_stamp(text: str) -> tuple[str, str]:
    match = re.search(r"\.\s+(\S+(?: \(\d+ bản\))|\S*[_/]\S+|\d{1,3} [A-ZĐ]{2,4})$", text)
    return (text[: match.start()], match[1]) if match else (text, "")


def _stamped(stamp: str, drafter: str | None, issued: int | None) -> tuple[str | None, int | None]:
    match = re.fullmatch(r"(\w+) \((\d+) bản\)", stamp)
    return (match[1], int(match[2])) if match else (drafter, issued)


def _marks(body: str) -> tuple[str | None, int | None, int | None, str]:
    """(drafter, copies issued, copies kept, the rest: units) of a keep line."""
    drafter: str | None = None
    issued: int | None = None
    kept: int | None = None
    printed = _PRINT_RUN.search(body)
    if printed:
        # "PL.(300)" is the decree's own example: the drafter's mark and the copies issued.
        return printed["name"], int(printed["count"]), None, body[: printed.start()]
    at_end = _KEPT_AT_END.search(body)
    if at_end:
        kept, body = int(at_end[1]), body[: at_end.start()].rstrip(" .,;")
    for bracket in re.findall(r"\(([^()]*)\)", body):
        name, count, is_kept = _bracket(bracket)
        drafter = drafter or name
        if count is not None and is_kept:
            kept = count
        elif count is not None:
            issued = count
    rest = re.sub(r"\s*\([^()]*\)", "\x00", body)
    after = re.search(r"\x00\s*\.?\s*([^\x00,;]+)$", rest)
    if after and drafter is None:
        drafter, rest = after[1].strip(" ."), rest[: after.start()]
    counted = rest.endswith("\x00") and (kept is not None or issued is not None)
    rest = rest.replace("\x00", "")
    loose = re.search(r"[,;.]\s*(\d{1,3})\s*(bản|b)\b", rest, re.IGNORECASE)
    if loose and kept is None:
        kept, rest = int(loose[1]), rest[: loose.start()] + rest[loose.end() :]
    if drafter is None:
        drafter, rest = _loose_drafter(rest, counted=counted)
    return drafter, issued, kept, rest


def _bracket(inside: str) -> tuple[str | None, int | None, bool]:
    """One bracket: a name, copies, or both; copies beside a name in one bracket are those issued."""
    inside = inside.strip()
    match = re.fullmatch(
        r"(?P<name>[^\d_]*?)[\s_.-]*(?:(?P<count>\d{1,4})\s*(?P<word>bản|b)?)?", inside, re.IGNORECASE
    )
    if match is None or (match["count"] and match["name"] and not match["word"]):
        # "(KH03)" is a code, neither name nor copies.
        return None, None, False
    name = match["name"].strip(" .,") or None
    if name and re.fullmatch(r"[.…\s]+", name):
        name = None
    # Initials are short: "(VTLT&KSTTHC)" and "(KSTTHC)" are units.
    if name and ("&" in name or re.fullmatch(r"[A-ZĐÂÊÔƠƯĂ]{5,}", name)):
        name = None
    count = int(match["count"]) if match["count"] else None
    # A bare number in two digits or more without "b" is a print run, not what the archive keeps.
    is_kept = name is None and (bool(match["word"]) or (count is not None and count < 15))
    return name, count, is_kept


def _loose_drafter(rest: str, *, counted: bool) -> tuple[str | None, str]:
    """A drafter without brackets: "VP.Tâm", "NC, N.T.Dung", "KGVX. Thg", "TH, Mận"; his initials only beside copies."""
    head, comma, last = rest.rpartition(",")
    last = last.strip().rstrip(".")
    initials = re.fullmatch(r"(?P<unit>[A-ZĐ0-9&]{2,})\.\s?(?P<name>[A-ZĐ]{2,4})", last)
    if counted and initials and initials["name"] not in _UNITS and initials["unit"] != "VT":
        return initials["name"], f"{head}{comma}{initials['unit']}"
    match = re.fullmatch(
        rf"(?P<unit>[A-ZĐ0-9&]{{2,}})?\s*[.]\s*(?P<name>[{UPPER}][\w.]*[{LOWER}][\w.]*)", last
    )
    if match:
        return match["name"].strip("."), f"{head}{comma}{match['unit'] or ''}"
    if re.fullmatch(rf"(?:[A-ZĐ]\.\s?)+[{UPPER}](?:[{LOWER}]+)?", last) and not re.fullmatch(
        r"[A-ZĐ]\.[A-ZĐ]", last
    ):
        return last, head
    if comma and _GIVEN_NAME.fullmatch(last) and last not in _NO_NAMES:
        return last, head
    match = re.fullmatch(r"(?P<unit>[A-ZĐ0-9&]{2,})\.\s?(?P<name>[A-ZĐ])", last)
    match = match or re.fullmatch(
        rf"(?P<unit>[A-ZĐ]{{2,}}?)(?P<name>[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+)+)", last
    )
    if match:
        return match["name"], f"{head}{comma}{match['unit']}"
    return None, rest
