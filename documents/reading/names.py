"""The printed name of a person: ranks and academic titles aside, in small letters or in capitals.

A name says nothing by itself; only a line where a name may stand is asked.
"""

import re

from documents.reading.paper import LOWER, UPPER, is_capitals
from documents.reading.vocabulary import PROVINCES, folded

_WORD = rf"[{UPPER}](?:['’][{UPPER}{LOWER}])?[{LOWER}]*(?:['’-][{UPPER}]?[{LOWER}]+)?"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:{_WORD}|[A-ZĐ]\.)){{1,5}}")
# Some peoples of the highlands write one word: "K'Nhơn".
_ONE_WORD = re.compile(rf"[{UPPER}]['’][{UPPER}]?[{LOWER}]+")
_MILITARY = (
    r"(?:(?:đại|thượng|trung|thiếu)\s(?:tướng|tá|úy|uý)|(?:phó |chuẩn )?đô đốc|thượng sĩ|chuẩn úy|chuẩn uý)"
)
_ACADEMIC = (
    r"(?:PGS|GS|TSKH|TS|Th\.?S|BSNT|BSCK\w{0,3}|BS|CK\s?[I12]{1,2}|DSCK\w{0,3}|DS|KTS|KS|CN|LS|NGND|NG[ƯU]T|TTND|TT[ƯU]T"
    r"|NSND|NS[ƯU]T|ĐD|Tiến sĩ|Thạc sĩ|Bác sĩ|Dược sĩ|Kỹ sư|Luật sư|Giáo sư|Phó Giáo sư|Nhà giáo [ưu]u tú)"
)
_RANKS = re.compile(rf"(?:{_MILITARY}|{_ACADEMIC})(?:[.,;]+\s*|\s+|$)(?:[-–]\s*)?", re.IGNORECASE)
_SURNAMES = (
    "NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HOÀNG", "HUỲNH", "PHAN", "VŨ", "VÕ", "ĐẶNG", "BÙI", "ĐỖ", "HỒ",
    "NGÔ", "DƯƠNG", "LÝ", "ĐINH", "TRỊNH", "ĐOÀN", "LƯƠNG", "MAI", "TRƯƠNG", "LÂM", "ĐÀO", "CAO", "HÀ",
    "TẠ", "TÔ", "LƯU", "PHÙNG", "VƯƠNG", "QUÁCH", "TĂNG", "CHÂU", "THÁI", "TÀO", "KIỀU", "LÒ", "HỨA",
    "TỐNG", "NGHIÊM", "CHU", "DOÃN", "ĐÀM", "BẠCH", "MẠC", "KHUẤT", "NÔNG", "TRIỆU", "MÃ", "LẦU", "GIÀNG",
    "VÀNG", "THÀO", "SÙNG", "CHẢO", "TẨN", "PHÀN", "HẦU", "LÙ", "BÀN", "ĐẬU", "PHÍ", "CẤN", "NINH", "ÂU",
    "THIỀU", "THÂN", "CÙ", "TIÊU", "MẠCH", "KHÚC", "LỤC", "CUNG", "HẠ", "THẠCH", "ĐỔNG", "KHỔNG", "ĐIỂU",
    "Y",
)  # fmt: skip
# Words of an office: a line in capitals that holds one goes on with the title above.
_OFFICE = (
    "TẠO", "TRỮ", "ĐẲNG", "SƠ", "TNCS", "BIỂU", "PHÒNG", "SỞ", "TỈNH", "XÃ", "PHƯỜNG", "CỤC", "VỤ",
    "CHỨC", "ỦY", "TẾ", "ĐỘNG", "VÀ", "NGHỆ", "NGHIỆP", "MÔI", "KIỂM", "TRƯỜNG", "DÂN", "VIÊN", "TRA",
)  # fmt: skip
_PLACES = {folded(province) for province in PROVINCES}


def person_named(line: str) -> str | None:
    """The person a line names, without rank.

    returns   "" for a rank on a line of its own, None for anything else
    """
    text = re.sub(r"\s*[(\[](?:đã ký|ký tên).*$", "", line, flags=re.IGNORECASE).strip(" .,;")
    plain = _without_ranks(text)
    if not plain:
        return "" if text else None
    if is_capitals(plain):
        return plain if _in_capitals(plain) else None
    return plain if _NAME.fullmatch(plain) or _ONE_WORD.fullmatch(plain) else None


def _without_ranks(text: str) -> str:
    for _ in range(5):
        match = _RANKS.match(text)
        if match is None:
            break
        text = text[match.end() :]
    return text.strip(" .,;")


def _in_capitals(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 5
        and is_capitals(text)
        and all(word.replace("'", "").replace("’", "").isalpha() for word in words)
        and words[0] in _SURNAMES
        and not any(word in _OFFICE for word in words)
        and folded(text) not in _PLACES
    )
