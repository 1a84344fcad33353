"""Whom a paper goes to: "Kính gửi", "Nơi nhận" and the line of what is kept.

The lines come out as printed, without dash and closing sign, because they are resolved against the directory later
and shown to the officer as they stand. The keep line has a small grammar of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.reading.archive_line import KEEP, ArchiveLine, read_archive_line, take_apart
from documents.reading.paper import LOWER, UPPER, Line, is_rule, joined
from documents.reading.vocabulary import AUTHORITY

__all__ = ["ArchiveLine", "Distribution", "read_addressees", "read_archive_line", "read_distribution"]

LINES = 80
ITEM_CHARACTERS = 90
_BEGINS = re.compile(r"^Nơi\s+(?:nhận|gửi)\s*(?P<colon>[:;.]?)\s*(?P<rest>.*)$", re.IGNORECASE)
_DASH = re.compile(r"^[-–—+•*]\s*")
_ADDRESS = re.compile(r"^(?P<to>Kính\s*(?:gửi|mời))\s*:?\s*(?P<rest>.*)$")
_INVITED = re.compile(r"^[^:]{0,100}?kính mời\s*:\s*(?P<rest>.*)$", re.IGNORECASE)
_EVENT = re.compile(
    r"^(?:[-+]\s*)?(?:tới|đến|dự|tham dự|về dự|chủ trì|thời gian|địa điểm|nội dung|thành phần)\b",
    re.IGNORECASE,
)
_TELEGRAM = re.compile(rf"^(?P<to>[{UPPER}\s]+điện)\s*:\s*(?P<rest>.*)$")
_BODY = re.compile(r"Căn cứ|Thực hiện|Ngày \d|Theo ")
_STAMP = re.compile(r"\(\d+ bản\)$|^\S*_\S*$|^\S+/\S+$")
_NOTHING = re.compile(r"^[\s.…_;,:-]*\d{0,3}$")


@dataclass(frozen=True)
class Distribution:
    """Everything the list says. `copies` are issued, `archive_copies` kept."""

    recipients: tuple[str, ...] = ()
    archive: ArchiveLine | None = None
    copies: int | None = None
    archive_copies: int | None = None
    begin: int | None = None
    end: int = 0


def read_distribution(lines: Sequence[Line]) -> Distribution:
    """Read the first "Nơi nhận" list of a paper."""
    for at, line in enumerate(lines):
        match = _BEGINS.match(line.text)
        if match and _is_list_head(match["colon"], match["rest"]):
            items, end = _items(lines, at + 1, match["rest"])
            if items:
                return _distribution(items, at, end)
    return Distribution()


def _is_list_head(colon: str, rest: str) -> bool:
    """Whether the words "Nơi nhận" open the list; in a sentence other words follow them."""
    return (
        not rest or rest[0] in "-–+" or (colon == ":" and rest[0].isupper() and len(rest) < ITEM_CHARACTERS)
    )


def _items(lines: Sequence[Line], start: int, rest: str) -> tuple[list[str], int]:
    """The list's items, wrapped lines joined, and where the list ends."""
    items: list[list[str]] = [[rest]] if rest else []
    head = lines[start - 1]
    dashed = any(_DASH.match(line.text) for line in lines[start : start + 6] if line.side == head.side)
    at = start
    while at < min(len(lines), start + LINES):
        line = lines[at]
        if line.side != head.side or _closes(line, items, lines[at - 1], dashed=dashed):
            break
        opens = bool(_DASH.match(line.text) or KEEP.match(line.text)) or not items
        if not dashed and items:
            opens = opens or items[-1][-1].rstrip().endswith((";", ".", ","))
        if items and items[-1] == ["-"]:
            # A dash alone on its line waits for its words.
            opens = False
        if opens:
            items.append([line.text])
        else:
            items[-1].append(line.text)
        at += 1
    return [joined(texts) for texts in items], at


def _closes(line: Line, items: list[list[str]], before: Line, *, dashed: bool) -> bool:
    """Whether a line stands after the list."""
    if (
        is_rule(line.text)
        or AUTHORITY.match(line.text)
        or re.match(r"^(?:PHỤ LỤC|Phụ lục|\[\d+\])", line.text)
    ):
        return True
    item = bool(_DASH.match(line.text) or KEEP.match(line.text))
    if item or not items:
        return False
    kept = KEEP.match(_DASH.sub("", items[-1][0]))
    if kept:
        # After the keep line only the drafter's mark may follow; in a paragraph of its own it must be unmistakable.
        return not (_is_stamp(line.text) and (line.group == before.group or _STAMP.search(line.text)))
    going_on = (",",) if dashed else (",", ";")
    return (
        line.group != before.group
        and not before.text.rstrip().endswith(going_on)
        and not line.text[:1].islower()
    )


def _is_stamp(text: str) -> bool:
    """A drafter's mark below the list: "HP_VP11_QĐ", "Huy (23 bản)", "09 KH"."""
    return (
        len(text.split()) <= 3
        and len(text) <= 30
        and not re.fullmatch(rf"[{UPPER}\s]+", text)
        and bool(re.search(r"[\d_(/]", text))
    )


def _distribution(items: list[str], begin: int, end: int) -> Distribution:
    recipients: list[str] = []
    keep: list[str] = []
    for item in items:
        plain = _DASH.sub("", item).strip()
        if KEEP.match(plain):
            keep.append(plain.rstrip(" .;,"))
        elif not _NOTHING.match(plain):
            recipients.append(plain.rstrip(" ;,").removesuffix(".").rstrip())
    if not keep:
        return Distribution(tuple(recipients), begin=begin, end=end)
    archive, issued, kept = take_apart("; ".join(keep))
    return Distribution(tuple(recipients), archive, issued, kept, begin, end)


def read_addressees(lines: Sequence[Line]) -> tuple[str, ...]:
    """The names after "Kính gửi:", or after "... điện:" of a telegram."""
    for at, line in enumerate(lines):
        if line.text.startswith("Nơi nhận"):
            break
        match = _ADDRESS.match(line.text) or _TELEGRAM.match(line.text) or _INVITED.match(line.text)
        if match is None and at + 1 < len(lines) and line.text in ("Kính", "Kính gửi"):
            match = _ADDRESS.match(f"{line.text} {lines[at + 1].text}")
            at += 1 if line.text == "Kính" else 0
        if match:
            return _addressees(lines, at, match["rest"])
    return ()


def _addressees(lines: Sequence[Line], at: int, rest: str) -> tuple[str, ...]:
    items = [rest] if rest else []
    for line, before in zip(lines[at + 1 : at + LINES], lines[at:], strict=False):
        if line.text.startswith("(") or _EVENT.match(line.text):
            break
        if _DASH.match(line.text):
            items.append(line.text)
        elif items and _same_paragraph(line, before) and not _sentence_ends(items[-1], line.text):
            items[-1] = f"{items[-1]} {line.text}"
        elif not items and not _BODY.match(line.text) and len(line.text) < 200:
            items.append(line.text)
        else:
            break
    return tuple(name for item in items for name in _names(item))


def _same_paragraph(line: Line, before: Line) -> bool:
    return line.group == before.group and line.side == before.side and not _BODY.match(line.text)


def _sentence_ends(item: str, following: str) -> bool:
    # "TP. Hồ Chí Minh" goes on; "... tỉnh Quảng Trị." followed by a new sentence does not.
    return bool(re.search(rf"[{LOWER}]{{2}}\.$", item)) and following[:1].isupper()


def _names(item: str) -> list[str]:
    plain = _DASH.sub("", re.sub(r"\s*\(Đ/c[^)]*\)?\s*$", "", item)).strip()
    names = re.split(rf";\s+(?=[{UPPER}])", plain)
    return [name.strip(" ;.,:") for name in names if not _NOTHING.match(name)]
