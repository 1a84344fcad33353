"""Vietnamese of the years before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times).

The bytes mean Western letters; only the font shows Vietnamese. So the font's name decides, run by run; text in any
other font is left alone.

source    TCVN 5712:1993 (VN1, 8-bit part); VNI-Windows by its rule: base letter, then a mark
"""

from functools import cache
from unicodedata import normalize

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301",
    "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "í": "í", "ì": "ì"}
_BREVE = ("\u0306",)


def decode(text: str, font: str) -> str:
    """The Unicode text of a run, by the name of its font."""
    name = font.casefold()
    if name.startswith(".vn"):
        plain = _from_tcvn3(text)
        # ".VnTimeH" draws lower-case codes as capitals.
        return plain.upper() if name.endswith("h") else plain
    if name.startswith("vni-"):
        return _from_vni(text)
    return text


def _from_tcvn3(text: str) -> str:
    # Extractors turn the micro sign into the Greek letter.
    return "".join(_TCVN3.get(letter, letter) for letter in text.replace("\u03bc", "µ"))


def _from_vni(text: str) -> str:
    pairs, singles = _vni_tables()
    written: list[str] = []
    at = 0
    while at < len(text):
        pair = text[at : at + 2]
        if pair in pairs:
            written.append(pairs[pair])
            at += 2
        else:
            written.append(singles.get(text[at], text[at]))
            at += 1
    return "".join(written)


@cache
def _vni_tables() -> tuple[dict[str, str], dict[str, str]]:
    singles = {**_VNI_SINGLE, **{code.upper(): letter.upper() for code, letter in _VNI_SINGLE.items()}}
    pairs: dict[str, str] = {}
    for base in "aeouyôö":
        for code, marks in _VNI_MARKS.items():
            letter = normalize("NFC", _VNI_SINGLE.get(base, base) + marks)
            # A mark that makes no Vietnamese letter with this base is not a pair.
            if (
                len(letter) != 1
                or (base in "ôöuy" and marks[0] in "\u0302\u0306")
                or (base in "eo" and marks[0] in _BREVE)
            ):
                continue
            for first in (base, base.upper()):
                for second in (code, code.upper()):
                    pairs[first + second] = letter.upper() if first.isupper() else letter
    return pairs, singles
