"""The title of a paper: its kind, its subject, the authority that speaks below it.

A letter has no title; its subject stands after "V/v" under the number.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.reading.paper import Line, is_capitals, is_rule, joined
from documents.reading.vocabulary import folded, kind_begun, kind_named

BODY = re.compile(
    r"^(?:Căn(?:$|\s+cứ)|Kính\s*gửi|Kính$|Thực hiện|Triển khai (?:thực hiện )?(?:Kế hoạch"
    r"|Nghị quyết|Quyết định|Công văn|Chỉ thị|Văn bản) số"
    r"|Theo\s|Xét\s|Nhằm\s|Để\s|Hôm nay|Trên cơ sở|Sau khi|Ngày\s+\d|Từ ngày|Điều\s+\d|Chương\s"
    r"|Phần\s|Mục\s+[\dIVX]|[IVXLC]+\s?[.)]|\d+\.\s?\D"
    r"|Thời gian qua|Trong thời gian|Tiếp theo|QUYẾT ĐỊNH\s*:|QUYẾT NGHỊ\s*:|Nơi nhận|Phúc đáp"
    r"|Trả lời|Chiều ngày|Sáng ngày|[-+] )"
)
_AUTHORITY = re.compile(
    r"^(?:CHỦ TỊCH|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG|BỘ TRƯỞNG|GIÁM ĐỐC|THỦ TƯỚNG CHÍNH PHỦ"
    r"|CHÍNH PHỦ|TRƯỞNG|TỔNG GIÁM ĐỐC"
    r"|HIỆU TRƯỞNG|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|CHI CỤC TRƯỞNG|VIỆN TRƯỞNG|CHÁNH|QUỐC HỘI"
    r"|ỦY BAN |UỶ BAN |TỔNG KIỂM TOÁN|THỐNG ĐỐC|BAN\b|CHỦ NHIỆM|THỦ TRƯỞNG|BÍ THƯ|TỔNG BIÊN TẬP|ĐOÀN CHỦ TỊCH"
    r"|TỈNH [ỦU][YỶ]|THÀNH [ỦU][YỶ]|ĐẢNG [ỦU][YỶ]|TỔNG THANH TRA|TƯ LỆNH|THƯỜNG TRỰC|PHÓ |SỞ\b|BỘ\b|CỤC\b|CHI CỤC\b)"
)
_UNFINISHED = re.compile(
    r"(?:CỦA|VÀ|VỀ|CHO|DO|TẠI|VỚI|THUỘC|BỞI|CHỦ TỊCH|THEO|CÁC|NGÀY|THÁNG|NĂM|SỐ|[,\-–(])$", re.IGNORECASE
)
_DATE = re.compile(r"\bngày\b.*\btháng\b|^Độc l|^C[ỘO]NG H[ÒO]|^ĐẢNG CỘNG", re.IGNORECASE)
# "Hoa Sen, ngày 05 tháng 3 năm 2026"; a date inside a subject has words after it.
_DATELINE = re.compile(
    r"^(?:[^,;:/]{2,60},?\s*)?ngày[\s.…_]*\d{0,2}[\s.…_]*(?:tháng|/)[\s.…_]*\d{0,2}[\s.…_]*(?:năm|/)[\s.…_\d]*$"
    r"|^C[ỘO]NG H[ÒO]|^Độc l|^ĐẢNG CỘNG",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"\s*[(,]?\s*KH[OÓ][ÁA]\s+(?:THỨ\s+)?[IVXLC\d]+\b.*$|\s*[(,]?\s*K[ỲY] HỌP\s.*$|\s*NHIỆM K[ỲY]\s.*$",
    re.IGNORECASE,
)
# The forms of invitations and introductions have no subject: their sentence begins at once.
_SENTENCE = re.compile(r":\s*\S|:$|trân trọng|^Xét\b", re.IGNORECASE)
# The subject of some letters goes on in the line of the number.
_BESIDE_NUMBER = re.compile(r"^S[ốôổ]\b[^,]{0,60}?\s(?=V\s*/\s*v\b)", re.IGNORECASE)
_REFERENCE = re.compile(r"^(?:V\s*/\s*v|V\.v|Về việc|Về)\s*:?\s+|^V/v:?", re.IGNORECASE)
_BRACKET = re.compile(r"^\((?:Ban hành\s+)?(?:kèm|Kèm)")
SUBJECT_LINES = 14


@dataclass(frozen=True)
class Title:
    """The kind, the subject and the authority line, with the place where the title begins."""

    at: int
    kind: str
    subject: str | None
    authority: str | None


def find_title(head: Sequence[Line], *, after: int, more_kinds: Iterable[str] = ()) -> Title | None:
    """The title below the number; None for a letter."""
    for at in range(after, len(head)):
        text = head[at].text
        two = f"{text} {head[at + 1].text}" if at + 1 < len(head) else text
        if kind_named(text, more_kinds) and is_capitals(text) and not text.rstrip().endswith(":"):
            return _title(head, at, at + 1, kind_named(text, more_kinds) or "", "")
        # "NGHỊ" on one line, "QUYẾT" on the next.
        both = kind_named(two, more_kinds)
        if both and is_capitals(two) and len(text.split()) == 1 and not two.rstrip().endswith(":"):
            return _title(head, at, at + 2, both, "")
        kind = kind_begun(text, more_kinds)
        if kind and is_capitals(text) and kind not in ("Quy định", "Lệnh", "Luật"):
            return _title(head, at, at + 1, kind, text[len(kind) :].strip())
        if BODY.match(text) and not _DATE.search(text):
            return None
    return None


def _title(head: Sequence[Line], at: int, start: int, kind: str, rest: str) -> Title:
    lines = _title_lines(head, start)
    cut = _authority_from(lines, first=0 if rest else 1)
    authority = joined(line.text for line in lines[cut:]) if cut < len(lines) else ""
    authority = _SESSION.sub("", re.sub(r"\s*(?:điện|CHỨNG NHẬN)\s*:?$", "", authority))
    subject = joined([rest, *(line.text for line in lines[:cut])]).strip(" .;:-")
    return Title(at, kind, _without_reference(subject) or None, authority or None)


def _title_lines(head: Sequence[Line], start: int) -> list[Line]:
    lines: list[Line] = []
    for line in head[start : start + SUBJECT_LINES]:
        if is_rule(line.text):
            # A rule closes the subject; the authority may still follow it.
            continue
        dated = bool(_DATE.search(line.text)) and not is_capitals(line.text) and not lines
        if BODY.match(line.text) or dated:
            break
        if not lines and not is_capitals(line.text) and _SENTENCE.search(line.text):
            break
        if _BRACKET.match(line.text):
            continue
        if lines and not _goes_on(lines, line):
            break
        lines.append(line)
    return lines


def _goes_on(lines: list[Line], line: Line) -> bool:
    """Whether a line still belongs to the title block."""
    first, before = lines[0], lines[-1]
    if _UNFINISHED.search(before.text):
        return True
    if is_capitals(line.text) and (is_capitals(before.text) or _AUTHORITY.match(line.text)):
        return True
    if line.group == before.group:
        return is_capitals(line.text) == is_capitals(first.text) or line.text[:1].islower()
    if first.centred:
        return line.centred and len(line.text) < 250
    return line.text[:1].islower() and len(line.text) < 250


def _authority_from(lines: list[Line], *, first: int) -> int:
    """Where the authority line begins among the title lines; their number where there is none."""
    for at in range(first, len(lines)):
        line, before = lines[at], lines[at - 1] if at else Line("", -1)
        opens = is_capitals(line.text) and bool(_AUTHORITY.match(line.text))
        apart = (
            line.group != before.group or not is_capitals(before.text) or _ended_early(before, line, lines)
        )
        if opens and apart and not _UNFINISHED.search(before.text):
            return at
    return len(lines)


def _ended_early(before: Line, line: Line, lines: list[Line]) -> bool:
    """Whether a wrapped line was left although the next word would have fitted: the paragraph ended there."""
    width = max(len(other.text) for other in lines)
    return len(before.text) + 1 + len(line.text.split()[0]) < width - 10


def find_reference(head: Sequence[Line], after: int) -> str | None:
    """The subject of a letter: the lines from "V/v" on."""
    for at in range(after, len(head)):
        text = head[at].text
        beside = _BESIDE_NUMBER.match(text) if at == after else None
        text = text[beside.end() :] if beside else text
        if re.match(r"Kính\s*gửi|Nơi nhận", text):
            return None
        if _REFERENCE.match(text):
            texts = [text]
            for line, before in zip(head[at + 1 :], head[at:], strict=False):
                if not _continues_reference(line, before):
                    break
                texts.append(line.text)
            subject = _without_reference(joined(texts).strip(" .;")) or ""
            return subject if re.search(r"\w", subject) else None
    return None


def _continues_reference(line: Line, before: Line) -> bool:
    if (
        is_rule(line.text)
        or _DATELINE.match(line.text)
        or is_capitals(line.text)
        or re.match(r"Kính\s*gửi|Số\b", line.text)
        or line.side != before.side
    ):
        return False
    return line.group == before.group or line.text[:1].islower() or bool(_UNFINISHED.search(before.text))


def _without_reference(subject: str) -> str:
    low = folded(subject)
    if low.startswith(("v/v", "v.v")):
        return subject[3:].lstrip(" :")
    return subject
