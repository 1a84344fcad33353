"""Who signs: the chain of authority, the title, the name.

"TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / name": the first mark says on whose behalf, the last line
without a mark is the signer's own title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.reading.paper import LOWER, UPPER, Line, is_capitals, is_rule
from documents.reading.vocabulary import AUTHORITY, TITLE_HEADS, folded

LINES = 30
_NAME_WORD = rf"[{UPPER}][{LOWER}'’]*"
_NAME = re.compile(rf"^(?:{_NAME_WORD})(?:\s+(?:{_NAME_WORD}|[A-ZĐ]\.)){{1,5}}$")
_RANK = re.compile(
    r"^(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|Chuẩn đô đốc|(?:PGS|GS|TS|ThS|BS|Ths"
    r"|Bs|Ts)\.?(?:\s?CK\s?I{0,2}\.?)?|Tiến sĩ|Thạc sĩ|Bác sĩ)[.,]?\s+"
)
_CERTIFIED = re.compile(r"^(?:XÁC(?:$| THỰC)|THỰC VĂN BẢN|HỢP NHẤT$|VĂN BẢN HỢP NHẤT)")
_SIGNS = re.compile(
    r"^\(?(?:Đã ký|đã ký|Ký tên|Ký, đóng dấu|Chữ ký)|^\("
    r"|^(?:Ký bởi|Người ký|Ngày ký|Thời gian ký|Email|Cơ quan|Tổ chức)\s*:"
)


@dataclass(frozen=True)
class SigningBlock:
    """The printed lines, and what they mean; `authority` is the mark of the first line: "TM.", "KT." ..."""

    lines: tuple[str, ...] = ()
    authority: str | None = None
    title: str | None = None
    name: str | None = None


def read_signing_block(lines: Sequence[Line], begin: int | None, end: int) -> SigningBlock:
    """Read the block beside or below the list of recipients, else at the foot of the paper.

    begin     where "Nơi nhận" stands, None where the paper has none
    end       the line after the list
    """
    if begin is not None:
        block = _block(lines[end : end + LINES])
        # In some papers the signer stands above the list.
        return block if block.name or block.lines else _block(lines[max(begin - 12, 0) : begin])
    for start in range(len(lines) - 1, max(len(lines) - LINES, -1), -1):
        if _is_title(lines[start].text) and (start == 0 or not _is_title(lines[start - 1].text)):
            block = _block(lines[start:])
            if block.name:
                return block
    return SigningBlock()


def _block(lines: Sequence[Line]) -> SigningBlock:
    printed: list[str] = []
    name = None
    for line in lines:
        text = line.text.strip()
        if (
            is_rule(text)
            or _SIGNS.match(text)
            or (not printed and (_CERTIFIED.match(text) or not _is_title(text)))
        ):
            if len(text) > 100:
                break
            continue
        candidate = _RANK.sub("", text)
        if printed and _NAME.match(candidate):
            name = candidate
            break
        if not is_capitals(text) or len(text) > 100 or re.match(r"PHỤ LỤC|Phụ lục|\[", text):
            break
        _add(printed, text)
    return _understood(printed, name)


def _is_title(text: str) -> bool:
    plain = AUTHORITY.sub("", text) if AUTHORITY.match(text) else text
    if not is_capitals(text):
        return False
    if AUTHORITY.match(text) or AUTHORITY.match(text + " X"):
        return True
    low = folded(plain)
    return any(low == folded(head) or low.startswith(folded(head) + " ") for head in TITLE_HEADS) or text in (
        "CHỦ",
        "GIÁM",
        "PHÓ",
    )


def _add(printed: list[str], text: str) -> None:
    """A new line of the chain, or the rest of the one above."""
    if printed and not _begins(text, printed[-1]):
        printed[-1] = f"{printed[-1]} {text}"
    else:
        printed.append(text)


def _begins(text: str, above: str) -> bool:
    if re.fullmatch(r"(?:T/?M|K/?T|T/?L|TUQ|Q)\.?", above) or above in ("CHỦ", "GIÁM", "PHÓ", "THỨ", "BỘ"):
        return False
    if AUTHORITY.match(text):
        return True
    if above.endswith((",", "-", " VÀ", " CỦA")):
        return False
    return _is_title(text)


def _understood(printed: list[str], name: str | None) -> SigningBlock:
    lines = tuple(_spaced(text) for text in printed)
    marks = [AUTHORITY.match(text) for text in lines]
    first = marks[0] if marks else None
    own = [text for text, mark in zip(lines, marks, strict=True) if mark is None]
    title = own[-1] if own else None
    if title is None and first and first[1] == "Q":
        title = lines[0][first.end() :]
    authority = f"{first[1].replace('/', '')}." if first else None
    return SigningBlock(lines, authority, title, name)


def _spaced(text: str) -> str:
    """ "KT.GIÁM ĐỐC" printed as "KT. GIÁM ĐỐC"."""
    return re.sub(r"^(T/?M|K/?T|T/?L|TUQ|Q)\.(?=\S)", r"\1. ", text)
