"""The marks of state secrecy, where a stamp would stand.

A document that carries one is refused before it is stored: it has its own lawful channel. The words inside a
sentence ("bảo vệ bí mật nhà nước") mean nothing; a mark is a short line of its own near the head.
"""

import re
from collections.abc import Iterable
from unicodedata import normalize

from documents.reading.errors import StateSecret

HEAD_LINES = 45
_MARKS = {"TUYỆTMẬT": "TUYỆT MẬT", "TỐIMẬT": "TỐI MẬT", "MẬT": "MẬT"}
_LABEL = re.compile(r"^(?:DẤU\s+CHỈ\s+)?(?:ĐỘ|MỨC\s+ĐỘ)\s+MẬT\s*:", re.IGNORECASE)
_BODY_BEGINS = re.compile(r"^(?:Căn cứ|Kính gửi|Thực hiện|Điều\s+1\b|I\.|QUYẾT ĐỊNH\s*:|QUYẾT NGHỊ\s*:)")


def refuse_secret(head: Iterable[str]) -> None:
    """Refuse a document whose head carries a secrecy mark as a line of its own.

    source    Law on the protection of state secrets, marks of secrecy; Decree 30/2020, annex I (box 10a)
    """
    seen = 0
    for line in head:
        text = normalize("NFC", line).strip()
        if not text:
            continue
        mark = secrecy_mark(text)
        if mark:
            raise StateSecret(mark=mark)
        seen += 1
        if seen >= HEAD_LINES or _BODY_BEGINS.match(text):
            return


def secrecy_mark(line: str) -> str | None:
    """The mark a line consists of, letter spacing, frame and label aside; None for any other line."""
    rest = _LABEL.sub("", line)
    # Only capitals are a stamp: "Mật" in a table of a regulation is a word.
    letters = "".join(letter for letter in rest if letter.isalnum())
    return _MARKS.get(letters)
