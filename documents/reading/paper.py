"""A paper as logical lines, whatever file it came from.

`docx`, `text` and `pdf` make it; `letterhead`, `citations`, `recipients` and `signing_block` read it. Columns are
already taken apart: first all lines of the left column, then those of the right.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

_LOOK_ALIKES = str.maketrans(
    {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u00a0": " ", "\u202f": " ", "\u2011": "-", "\u00ad": ""}
)
# Cyrillic letters typed for Latin ones: they look the same and are found by nobody.
_CYRILLIC = str.maketrans("АВЕКМНОРСТУХаеорсух", "ABEKMHOPCTYXaeopcyx")
_WORD = re.compile(r"\S+")
_CYRILLIC_LETTER = re.compile("[А-я]")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f]")
_ITEM = re.compile(
    r"^(?:[-–+•*]\s*\S|\d{1,2}(?:\.\d{1,2})*[.)]\s?\S|[a-zđ]\)|[IVXLC]{1,6}\.|\(?\d+\)|Điều\s+\d|Chương\s|Phần\s|Mục\s"
    r"|Căn cứ\b|Căn$|Xét\b|Theo đề nghị|Thực hiện (?:Nghị|Quyết|Kế h|Chỉ|Công|Thông|Chương|Kết|Luật|Văn bản)"
    r"|Nơi nhận|Kính gửi|PHỤ LỤC|Phụ lục)"
)
LOWER = "a-zđàáảãạâầấẩẫậăằắẳẵặèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
UPPER = LOWER.upper()
_RULE = re.compile(r"^[\s\-–—_=*.~─━o0+]{3,}$")


@dataclass(frozen=True)
class Line:
    """One printed line. Lines of one paragraph share `group`; `side` counts columns from the left, from 0."""

    text: str
    group: int
    side: int = 0
    centred: bool = False

    def cut(self, characters: int) -> "Line":
        """The line with no more than so many characters."""
        return self if len(self.text) <= characters else replace(self, text=self.text[:characters])


@dataclass(frozen=True)
class Paper:
    """All lines in reading order; `notes` are what the loader has to tell the officer."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    quality: str = "text"

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def clean(text: str) -> str:
    """One line as we compare it: NFC, one kind of space, look-alike letters put right, no unseen characters."""
    return re.sub(r"[ \t\r\f\v\u2002-\u200a\u3000]+", " ", keep_gaps(text)).strip()


def keep_gaps(text: str) -> str:
    """Like `clean`, but runs of spaces stay: a column may be made of them."""
    latin = _UNSEEN.sub("", normalize("NFC", text).translate(_LOOK_ALIKES))
    # Looked for first: hardly any paper holds one, and a line may be one word of many thousand letters.
    return _WORD.sub(_in_latin, latin) if _CYRILLIC_LETTER.search(latin) else latin


def _in_latin(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(_CYRILLIC) if re.search(rf"[{LOWER}{UPPER}đĐ]", word) else word


def is_rule(text: str) -> bool:
    """A line drawn with characters: "-------", "----- o0o -----"."""
    return bool(_RULE.match(text)) and not text.strip().isdigit()


def is_capitals(text: str) -> bool:
    """Whether the letters are capitals, quoted or bracketed slips aside."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)


def starts_item(text: str) -> bool:
    """Whether a line opens a paragraph of its own: an item, an article, a basis."""
    return bool(_ITEM.match(text))


def joined(texts: Iterable[str]) -> str:
    """Lines of one paragraph as one text: "TT-" and "BYT" close up, everything else keeps a space."""
    pieces: list[str] = []
    for text in texts:
        tail = pieces[-1][-2:] if pieces else ""
        closes_up = re.search(r"[\w&]/$|[A-ZĐ]-$", tail) and re.match(r"[A-ZĐ]", text)
        pieces.append(text if closes_up or not pieces else f" {text}")
    return "".join(pieces).strip()


def paragraphs(lines: Sequence[Line]) -> tuple[str, ...]:
    """The paragraphs of a stretch of lines: groups, cut where an item begins."""
    found: list[list[str]] = []
    group = None
    for line in lines:
        new = line.group != group or starts_item(line.text) or is_rule(line.text)
        if new or not found:
            found.append([])
        found[-1].append(line.text)
        group = line.group
    return tuple(joined(texts) for texts in found if any(texts))
