"""Columns made with tabs or spaces, taken apart.

The head and the foot of an office paper have two columns. Where no table holds them, a line carries both; reading
across would mix "Nơi nhận" with the signer.
"""

import re
from collections.abc import Sequence

from documents.reading.paper import Line, clean, is_capitals

HEAD_LINES = 24
FOOT_LINES = 40
RIGHT_FROM = 20
LINE_CHARACTERS = 600
_GAP = re.compile(r"\t+| {6,}|\s{4,}(?=CỘNG H)")
_LAYOUT = re.compile(
    r"CỘNG H[ÒO][AÀ] XÃ HỘI|Độc lập|Nơi nhận|^Kính gửi|TM\.|KT\.|Số\s*:\s*\S*\s*/", re.IGNORECASE
)
# Blanks to be filled in are gaps too: "Số:      /KH-X", "ngày      tháng".
_BLANK_BEFORE = re.compile(r"(?:Số\s*:?|ngày|tháng|năm|\d)\s*$", re.IGNORECASE)
_BLANK_AFTER = re.compile(r"^(?:/|tháng\b|năm\b|-?\d{0,4}/)", re.IGNORECASE)
_HEAD = re.compile(r"CỘNG H[ÒO][AÀ] XÃ|ĐẢNG CỘNG SẢN|Độc lập|ngày\s.*tháng", re.IGNORECASE)
_BODY = re.compile(r"^\s*(?:Kính gửi|Nơi nhận|Căn cứ|Điều 1|I\.)")
_FOOT = re.compile(r"^\s*Nơi nhận")
# Two signers side by side, without a list of recipients: "THƯ KÝ      CHỦ TỌA".
_SIGNER = re.compile(
    r"^(?:T/?M|K/?T|T/?L|TUQ|Q)\.|^(?:PHÓ )?(?:THƯ KÝ|CHỦ T|GIÁM ĐỐC|TRƯỞNG|ĐẠI DIỆN|NGƯỜI|BÊN [AB]|THỦ TRƯỞNG"
    r"|KẾ TOÁN|HIỆU TRƯỞNG|CHÁNH|BÍ THƯ|TỔNG|CỤC|VIỆN|ỦY VIÊN)"
)
SIGNER_LINES = 16


def is_layout(text: str) -> bool:
    """Whether a table's text shows that it only arranges the page."""
    return bool(_LAYOUT.search(clean(text)))


def arrange(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Put the left column before the right one at the head and the foot; drop empty lines.

    lines     texts may still hold tabs and runs of spaces
    returns   clean texts, none empty
    """
    lines = list(lines)
    arranged: list[Line] = []
    at = 0
    while at < len(lines):
        end = _band_end(lines, at)
        if end > at:
            arranged += _taken_apart(lines[at:end])
            at = end
        else:
            arranged.append(lines[at])
            at += 1
    cleaned = (Line(clean(line.text), line.group, line.side, line.centred) for line in arranged)
    return tuple(line for line in cleaned if line.text)


def _band_end(lines: list[Line], start: int) -> int:
    """Where the two-column stretch beginning at `start` ends; `start` itself when none begins."""
    if lines[start].side or len(lines[start].text) > LINE_CHARACTERS:
        return start
    if start < HEAD_LINES and _HEAD.search(lines[start].text) and len(split(lines[start].text)) > 1:
        return _head_end(lines, start)
    if _FOOT.match(lines[start].text):
        near = range(start, min(len(lines), start + 4))
        if any(len(split(lines[at].text)) > 1 for at in near):
            return _foot_end(lines, start)
    if start >= HEAD_LINES // 4 and _are_signers(lines[start].text):
        return _signers_end(lines, start)
    return start


def _are_signers(text: str) -> bool:
    parts = [clean(part) for part in split(text)]
    return len(parts) == 2 and all(
        is_capitals(part) and _SIGNER.match(part) and len(part) < 60 for part in parts
    )


def _signers_end(lines: list[Line], start: int) -> int:
    for at in range(start, min(len(lines), start + SIGNER_LINES)):
        if _FOOT.match(lines[at].text) or len(clean(lines[at].text)) > 150 or lines[at].side:
            return at
    return min(len(lines), start + SIGNER_LINES)


def _head_end(lines: list[Line], start: int) -> int:
    end = start + 1
    for at in range(start, min(len(lines), HEAD_LINES)):
        # On a short paper the two signers stand within reach of the head.
        if _BODY.match(lines[at].text) or _are_signers(lines[at].text):
            break
        if len(split(lines[at].text)) > 1:
            end = at + 1
    return end


def _foot_end(lines: list[Line], start: int) -> int:
    for at in range(start, min(len(lines), start + FOOT_LINES)):
        if len(clean(lines[at].text)) > 150 or lines[at].side:
            return at
    return min(len(lines), start + FOOT_LINES)


def split(text: str) -> list[str]:
    """The columns of one line; blanks that wait to be filled in do not divide."""
    if len(text) > LINE_CHARACTERS:
        return [text]
    parts: list[str] = []
    begin = 0
    for gap in _GAP.finditer(text):
        before, after = text[begin : gap.start()], text[gap.end() :]
        if not before.strip() or not after.strip():
            continue
        if _BLANK_BEFORE.search(before) and _BLANK_AFTER.match(after.lstrip()):
            continue
        if re.search(r"(?:Số\s*:?|ngày|tháng)\s*$", before, re.IGNORECASE) and "\t" not in gap[0]:
            continue
        parts.append(before)
        begin = gap.end()
    return [*parts, text[begin:]]


def _right_start(text: str) -> int:
    """Where the right column of a line begins; far away for a line without one."""
    parts = split(text)
    if len(parts) < 2 or "\t" in text:
        return RIGHT_FROM if "\t" in text else LINE_CHARACTERS
    return text.index(parts[1], len(parts[0]))


def _taken_apart(band: list[Line]) -> list[Line]:
    left: list[Line] = []
    right: list[Line] = []
    group = max(line.group for line in band)
    # A line of its own belongs to the right when it begins about where the right column does.
    gutter = max(min((_right_start(line.text) for line in band), default=RIGHT_FROM) - 4, RIGHT_FROM)
    for line in band:
        parts = split(line.text)
        indent = len(line.text) - len(line.text.lstrip())
        is_right = indent >= gutter or line.text.startswith("\t")
        if len(parts) > 1:
            left.append(Line(parts[0], line.group, 0, line.centred))
            right.append(Line(" ".join(parts[1:]), group + 1, 1, line.centred))
        elif is_right:
            right.append(Line(line.text, group + 1, 1, line.centred))
        else:
            left.append(line)
    return left + right
