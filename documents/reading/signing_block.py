"""Who signs: the chain of authority, the title, the name.

"TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / name": the first mark says on whose behalf, the last line
without a mark is the signer's own title. Minutes and joint papers have several signers; one of them is the main one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.reading.names import person_named
from documents.reading.paper import Line, is_capitals, is_rule
from documents.reading.vocabulary import AUTHORITY, TITLE_HEADS, folded

LINES = 30
BEFORE_LIST = 16
TITLE_CHARACTERS = 100
# Signers of one paper stand close together: no more lines lie between a name and the next title.
BETWEEN_SIGNERS = 3
_CERTIFIED = re.compile(r"^(?:XÁC(?:$| THỰC)|THỰC VĂN BẢN|HỢP NHẤT$|VĂN BẢN HỢP NHẤT)")
_SIGNS = re.compile(
    r"^[(\[]|^(?:(?:đã )?ký(?: tên| số|,| bởi|$)|chữ ký|ký số|digitally signed|signed by|date:|reason:|location:"
    r"|(?:người|ngày|giờ|thời gian|ngày giờ) ký|email\s*:|cơ quan\s*:|tổ chức\s*:|chức vụ\s*:)"
    r"|^[\d/:.\s+'’-]+$",
    re.IGNORECASE,
)
_SECRETARY = re.compile(r"(?<!TỔNG )THƯ KÝ|NGƯỜI (?:GHI|LẬP)|KẾ TOÁN|THỦ QUỸ|ỦY VIÊN")
_CHAIR = re.compile(r"CHỦ T[ỌO][AẠ]|CHỦ TOẠ|CHỦ TRÌ")
_HEADED = re.compile(r"(?:" + "|".join(re.escape(folded(head)) for head in TITLE_HEADS) + r")(?=[\s,]|$)")
# The first word of a title broken after it.
_BROKEN = ("CHỦ", "GIÁM", "PHÓ", "THỨ", "BỘ", "HIỆU", "CHÁNH", "TỔNG", "BÍ")
# "PHÓ CỤC / TRƯỞNG": these words wait for the one that makes them a post.
_HEADS_OF = ("CỤC", "VỤ", "VIỆN", "HIỆU", "ĐỘI", "HẠT", "TRẠM", "HUY", "TOÁN", "MƯU", "BỘ", "TỔ")
# A title in capitals that needs no further word; below it a line in capitals may be a name.
_WHOLE_TITLE = re.compile(
    r"(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG (?:BAN|PHÒNG|KHOA|ĐOÀN)"
    r"|(?:CỤC|VỤ|VIỆN|HIỆU|TỔ|ĐỘI|CHỈ HUY) TRƯỞNG"
    r"|BÍ THƯ|CHÁNH (?:VĂN PHÒNG|ÁN|THANH TRA)|CHỦ NHIỆM|THƯ KÝ|CHỦ T[ỌO][AẠ]|CHỦ TRÌ|TƯ LỆNH|KẾ TOÁN TRƯỞNG)"
    r"(?: THƯỜNG TRỰC| PHỤ TRÁCH)?$"
)
_MIDDLE_NAMES = frozenset(
    ("VĂN", "THỊ", "HỮU", "ĐÌNH", "NGỌC", "XUÂN", "ĐỨC", "TRỌNG", "BÁ", "THẾ", "DUY", "QUANG")
)


@dataclass(frozen=True)
class Signer:
    """Another signer of the same paper, as printed."""

    title: str | None
    name: str


@dataclass(frozen=True)
class SigningBlock:
    """The printed lines, and what they mean; `authority` is the mark of the first line: "TM.", "KT." ..."""

    lines: tuple[str, ...] = ()
    authority: str | None = None
    title: str | None = None
    name: str | None = None
    others: tuple[Signer, ...] = ()


@dataclass(frozen=True)
class _Placed:
    """A block and the lines it stands on."""

    begin: int
    end: int
    block: SigningBlock


def read_signing_block(lines: Sequence[Line], begin: int | None, end: int) -> SigningBlock:
    """Read the block beside or below the list of recipients, else at the foot of the paper.

    begin     where "Nơi nhận" stands, None where the paper has none
    end       the line after the list
    source    Decree 30/2020/NĐ-CP, annex I, II.7
    """
    if begin is not None:
        block = _below(lines[end : end + LINES])
        # In some papers the signer stands above the list.
        return block if block.name or block.lines else _above(lines[max(begin - BEFORE_LIST, 0) : begin])
    return _above(lines[max(len(lines) - LINES, 0) :])


def _below(lines: Sequence[Line]) -> SigningBlock:
    """The first block after the list, with the signers that follow it closely."""
    start = next((at for at, line in enumerate(lines) if not _is_skipped(line.text)), None)
    if start is None:
        return SigningBlock()
    first = _placed(lines, start)
    chain = [first]
    while chain[-1].block.name:
        following = _next_named(lines, chain[-1].end)
        if following is None:
            break
        chain.append(following)
    return _main(chain)


def _next_named(lines: Sequence[Line], start: int) -> _Placed | None:
    for at in range(start, min(start + BETWEEN_SIGNERS, len(lines))):
        if _is_title(lines[at].text):
            placed = _placed(lines, at)
            return placed if placed.block.name else None
    return None


def _above(lines: Sequence[Line]) -> SigningBlock:
    """The last block with a name, with the signers that stand closely before it; else the last titles."""
    starts = [
        at
        for at, line in enumerate(lines)
        if _is_title(line.text) and (at == 0 or not _is_title(lines[at - 1].text))
    ]
    chain: list[_Placed] = []
    for start in reversed(starts):
        placed = _placed(lines, start)
        if placed.block.name is None or (chain and chain[0].begin - placed.end > BETWEEN_SIGNERS):
            if chain:
                break
            continue
        chain.insert(0, placed)
    return _main(chain) if chain else SigningBlock()


def _main(chain: Sequence[_Placed]) -> SigningBlock:
    """The main signer, the others beside: the chair of a meeting, never its secretary, else the last."""
    blocks = [placed.block for placed in chain]
    leading = [
        block for block in blocks if not any(_SECRETARY.search(line) for line in block.lines)
    ] or blocks
    chairing = [block for block in leading if any(_CHAIR.search(line) for line in block.lines)]
    main = (chairing or leading)[-1]
    others = tuple(Signer(block.title, block.name) for block in blocks if block is not main and block.name)
    return SigningBlock(main.lines, main.authority, main.title, main.name, others)


def _is_skipped(text: str) -> bool:
    """What may stand before the first title of a block: rules, marks of a digital signature, certifications."""
    text = text.strip()
    if len(text) > TITLE_CHARACTERS:
        return False
    return is_rule(text) or bool(_SIGNS.match(text) or _CERTIFIED.match(text)) or not _is_title(text)


def _placed(lines: Sequence[Line], start: int) -> _Placed:
    printed: list[str] = []
    for at in range(start, len(lines)):
        text = lines[at].text.strip()
        if is_rule(text) or _SIGNS.match(text):
            if len(text) > TITLE_CHARACTERS:
                break
            continue
        named = person_named(text) if printed else None
        if named and is_capitals(named) and not _may_be_name(named, printed[-1]):
            named = None
        if named is not None and not _is_title(text):
            if named:
                return _Placed(start, at + 1, _understood(printed, named))
            # A rank on a line of its own; the name follows.
            continue
        if not _is_title_line(text, printed):
            return _Placed(start, at, _understood(printed, None))
        _add(printed, text)
    return _Placed(start, len(lines), _understood(printed, None))


def _may_be_name(capitals: str, above: str) -> bool:
    """Whether capitals that read like a name are one: "LÝ DỰ ÁN" below "BAN QUẢN" is not."""
    return bool(_WHOLE_TITLE.search(above)) or bool(_MIDDLE_NAMES & set(capitals.split()[1:-1]))


def _is_title_line(text: str, printed: Sequence[str]) -> bool:
    if len(text) > TITLE_CHARACTERS or re.match(r"PHỤ LỤC|Phụ lục|\[", text):
        return False
    return is_capitals(text) or _is_small_title(text, printed)


def _is_small_title(text: str, printed: Sequence[str]) -> bool:
    """A title that is not printed in capitals: "KT. Giám đốc", and below it "Phó Giám đốc"."""
    mark = AUTHORITY.match(text)
    plain = folded(text[mark.end() :] if mark else text)
    return bool(mark or printed) and len(text) < 60 and _opens_with_title(plain)


def _opens_with_title(low: str) -> bool:
    plain = low.removeprefix("quyền ")
    return plain.startswith("phó ") or bool(_HEADED.match(plain))


def _is_title(text: str) -> bool:
    mark = AUTHORITY.match(text) or AUTHORITY.match(text + " X")
    if not is_capitals(text):
        return bool(mark) and _is_small_title(text, ())
    if mark or text in _BROKEN:
        return True
    return _opens_with_title(folded(text))


def _add(printed: list[str], text: str) -> None:
    """A new line of the chain, or the rest of the one above."""
    if printed and not _begins(text, printed[-1]):
        printed[-1] = f"{printed[-1]} {text}"
    else:
        printed.append(text)


def _begins(text: str, above: str) -> bool:
    if re.fullmatch(r"(?:T[/.]?M|K[/.]?T|T[/.]?L|TUQ|Q)[.:]?", above) or above in _BROKEN:
        return False
    if AUTHORITY.match(text):
        return True
    last = above.split()[-1]
    if above.endswith((",", "-", " VÀ", " CỦA")) or last in _BROKEN or text in ("TRƯỞNG", "BỘ", "TỊCH"):
        return False
    if (last in _HEADS_OF and text.startswith("TRƯỞNG")) or text.startswith("PHỤ TRÁCH"):
        return False
    if above.endswith("HỘI ĐỒNG") and text == "THẨM PHÁN":
        return False
    return _is_title(text) or _is_small_title(text, (above,))


def _understood(printed: list[str], name: str | None) -> SigningBlock:
    lines = tuple(_spaced(text) for text in printed)
    marks = [AUTHORITY.match(text) for text in lines]
    first = marks[0] if marks else None
    own = [text for text, mark in zip(lines, marks, strict=True) if mark is None]
    title = own[-1] if own else None
    if title is None and first and first[1] == "Q":
        title = lines[0][first.end() :]
    authority = f"{re.sub(r'[/.]', '', first[1])}." if first else None
    return SigningBlock(lines, authority, title, name)


def _spaced(text: str) -> str:
    """ "KT.GIÁM ĐỐC" printed as "KT. GIÁM ĐỐC"."""
    return re.sub(r"^(T/?M|K/?T|T/?L|TUQ|Q)\.(?=\S)", r"\1. ", text)
