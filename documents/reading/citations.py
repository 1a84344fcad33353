"""The acts a paper rests on: "Căn cứ ..." and, in plans, "Thực hiện ...".

One line may hold several acts, joined by "và", ";" or by being amended; laws are often cited without a number. What
has neither a number nor the place of a law's name is not taken for an act.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.reading.letterhead import SYMBOL
from documents.reading.paper import LOWER, Line, is_capitals, paragraphs
from documents.reading.vocabulary import CITED, KIND_OF_SYMBOL, folded

_BASIS = re.compile(
    r"^(?:(?:Căn cứ|Thực hiện|Triển khai|Tiếp tục thực hiện|Thi hành)\b"
    # "Trên cơ sở" rests on results as often as on acts.
    r"|Trên cơ sở (?:các )?(?:Luật|Nghị|Quyết định|Kế hoạch|Chỉ thị|Công văn|Thông|Văn bản|Kết luận|Chương trình)\b)",
    re.IGNORECASE,
)
_END = re.compile(
    r"^(?:QUYẾT ĐỊNH\s*:|QUYẾT NGHỊ\s*:|Điều\s+1\b|[IVX]+\s?[.)]|(?:Phần|Chương)\s+(?:I"
    r"|1|thứ nhất)\b|1\.\s?\D|Nơi nhận|CHỈ THỊ\s*:|A\.\s)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?<![\w/.-])(?P<number>\d{{1,7}}[a-zđ]?(?:\s?/\s?(?:19|20)\d\d)?\s?/\s?{SYMBOL}"
    r"|\d{1,5}\s?[-–]\s?[A-ZĐ][A-Za-zĐđ]{0,6}/[A-ZĐ][\wĐđƯ&.]*)"
)
# A missing space: "35/2025/QĐ-TTgcủa", "88/2025/NĐ-CPquy".
_GLUED = re.compile(rf"(?<=TTg)[{LOWER}]+$|(?<=[A-ZĐ]{{2}})(?:của|ngày|về|quy|ban|sửa|hướng|phê)$")
_KIND_WORDS = sorted(CITED, key=len, reverse=True)
_ANY_KIND = "|".join(re.escape(kind) for kind in _KIND_WORDS)
_CAPITAL_KIND = "|".join(f"{kind[0]}(?i:{re.escape(kind[1:])})" for kind in _KIND_WORDS)
# In the middle of a sentence "pháp luật", "kế hoạch" are words; a kind is capitalised or stands before its number.
_KIND = re.compile(rf"\b(?:{_CAPITAL_KIND})\b|\b(?i:{_ANY_KIND})\b(?=\s+(?:số\s*:?\s*)?$)")
_DATE = re.compile(
    r"^[\s,(]*(?:được\s+\S+\s+)?(?:ký\s+)?(?:cùng\s+)?ngày\s+(?P<day>\d{1,2})\s*(?:[/.\-]|\s*tháng\s*)\s*(?P<month>\d{1,2})\s*(?:[/.\-]"
    r"|,?\s*(?:năm|tháng)\s*|\s)\s*(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_LATER_DATE = re.compile(_DATE.pattern.replace(r"^[\s,(]*", r"\b", 1), re.IGNORECASE)
_ISSUER = re.compile(
    r"^[\s,]*(?:được\s+)?của\s+(?P<issuer>.+?)(?=\s+(?:về|quy định|ban hành|hướng dẫn|sửa đổi"
    r"|phê duyệt|thực hiện|công bố|triển khai|thông qua|việc"
    r"|phát động|tại|trên|để|đăng ký|giao|kết luận|thành lập|bãi bỏ|kiện toàn|Quy định|Ban hành"
    r"|Hướng dẫn|Về|Sửa đổi|Phê duyệt|Kết luận|Thực hiện|sắp xếp"
    r"|theo|đề nghị|yêu cầu|báo cáo|bổ sung|điều chỉnh|phân cấp|ủy quyền|quyết định|v/v)\b"
    r"|\s*[;:(“\"]|\s*\.\s|\.?$|,\s(?!Thể thao|Khoa học|Xã hội))",
    re.IGNORECASE,
)
_LAW = re.compile(r"(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\b", re.IGNORECASE)
_CLAUSE = re.compile(r";|\bvà\s+(?=(?:Luật|Bộ luật|Pháp lệnh)\b)|,\s+(?=(?:Luật|Bộ luật|Pháp lệnh)\b)")
_LAW_CLAUSE = re.compile(
    r"^\s*(?:Căn cứ\s+)*(?:các\s+|(?:quy định\s+)?tại\s+)?"
    r"(?:(?:điểm\s\w+|khoản\s\d+|Điều\s\d+\w?)[,\s]+(?:và\s+)?){0,6}(?:của\s+)?"
    r"(?=(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\b)",
    re.IGNORECASE,
)
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
TITLE_CHARACTERS = 300
BASIS_CHARACTERS = 8_000
BASES = 300


@dataclass(frozen=True)
class Citation:
    """One act as cited; `date` in ISO form, None where the paper gives none or not all of it."""

    kind: str
    number: str | None
    date: str | None
    issuer: str | None
    title: str | None
    text: str


def legal_bases(lines: Sequence[Line]) -> tuple[Citation, ...]:
    """The acts cited before the body begins, each once, in order."""
    found: list[Citation] = []
    for paragraph in basis_paragraphs(lines):
        for citation in citations(paragraph):
            known = any(_same(citation, other) for other in found)
            if not known:
                found.append(citation)
        if len(found) >= BASES:
            break
    return tuple(found)


def _same(one: Citation, other: Citation) -> bool:
    if one.number or other.number:
        return folded(one.number or "") == folded(other.number or "")
    return (one.kind, one.date, folded(one.title or "")) == (
        other.kind,
        other.date,
        folded(other.title or ""),
    )


def basis_paragraphs(lines: Sequence[Line]) -> tuple[str, ...]:
    """The paragraphs that state a basis, from the head to the first article or section."""
    kept: list[str] = []
    for printed in paragraphs(lines):
        # Party papers set a dash before each basis.
        paragraph = re.sub(r"^[-–+•*]\s*(?=Căn cứ|Thực hiện)", "", printed)
        if _END.match(paragraph):
            break
        if _BASIS.match(paragraph) and not is_capitals(paragraph[:200]):
            # One group may run "Căn cứ A; Căn cứ B".
            kept += re.split(r"(?<=[;.])\s+(?=Căn cứ\s)", paragraph[:BASIS_CHARACTERS])
        elif kept and len(kept) > 40:
            break
    return tuple(kept)


def citations(text: str) -> tuple[Citation, ...]:
    """Every act cited in a text, in order of appearance."""
    numbered = _numbered(text)
    laws = _unnumbered_laws(text, [(start, end) for start, end, _citation in numbered])
    return tuple(citation for _start, _end, citation in sorted([*numbered, *laws], key=lambda item: item[0]))


def _numbered(text: str) -> list[tuple[int, int, Citation]]:
    matches = [match for match in _NUMBER.finditer(text) if not _is_slashed_word(match)]
    found: list[tuple[int, int, Citation]] = []
    kind = ""
    for at, match in enumerate(matches):
        begin = matches[at - 1].end() if at else 0
        until = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        kinds = list(_KIND.finditer(text[begin : match.start()]))
        number = _tidy(match["number"])
        start, kind = _opening(text, begin, match.start(), kinds, number, kind)
        before = text[start : match.start()]
        after = _own_tail(text[match.end() : until])
        found.append(
            (start, match.end(), _citation(kind, number, before, after, text[start : match.end()] + after))
        )
    return found


def _is_slashed_word(match: re.Match[str]) -> bool:
    # "01/TCVN" passes; a fraction of words such as "24/Bộ" has no abbreviation behind its slash.
    symbol = re.split(r"[/]", match["number"])[-1].strip()
    return len(symbol) > 1 and symbol[1:].islower() and len(symbol) > 3


def _opening(
    text: str, begin: int, until: int, kinds: list[re.Match[str]], number: str, before: str
) -> tuple[int, str]:
    """Where the words of the act begin and its kind: the nearest kind word, unless the symbol says otherwise."""
    by_symbol = _named_by_symbol(number)
    if not kinds:
        return until, by_symbol or before or "Văn bản"
    nearest = kinds[-1]
    kind = _canonical(nearest[0])
    if not re.fullmatch(r"\s*(?:số)?\s*:?\s*", text[begin + nearest.end() : until]) and by_symbol not in (
        None,
        kind,
        "Luật",
    ):
        # "..., Luật X; số 187/2025/NĐ-CP": the law was the last word of another title.
        return until, by_symbol or kind
    if kind == "Luật":
        # "Luật sửa đổi ... của Luật X số N": the first one carries the number.
        clause = text.rfind(";", begin, until)
        nearest = next(
            word for word in kinds if begin + word.start() > clause and _canonical(word[0]) == kind
        )
    return begin + nearest.start(), kind


def _canonical(word: str) -> str:
    low = folded(word)
    return next(kind for kind in _KIND_WORDS if folded(kind) == low)


def _named_by_symbol(number: str) -> str | None:
    parts = re.split(r"[/-]", number)
    for part in parts[1:]:
        if part in KIND_OF_SYMBOL and part not in ("CT", "HĐ", "TC"):
            return KIND_OF_SYMBOL[part]
        if re.fullmatch(r"QH\d+", part):
            return "Luật"
    return None


def _tidy(number: str) -> str:
    number = _GLUED.sub("", number)
    return re.sub(r"\s*([/–-])\s*", lambda match: match[1].replace("–", "-"), number).rstrip(".-/&")


def _own_tail(text: str) -> str:
    """What still belongs to the act: up to the next act's own words or the end of the clause."""
    cut = re.split(
        r";|\s(?:và|,)\s+(?=" + _CAPITAL_KIND + r")|,\s*được sửa đổi|\bđược sửa đổi", text, maxsplit=1
    )[0]
    kind = _KIND.search(cut)
    # "... thực hiện Nghị quyết số": the kind word of the next number is not part of this title.
    if kind and re.fullmatch(r"[\s\w]{0,12}số\s*:?\s*", cut[kind.end() :]):
        cut = cut[: kind.start()]
    return cut


def _citation(kind: str, number: str | None, before: str, after: str, whole: str) -> Citation:
    date, rest = _date(after)
    issuer_match = _ISSUER.match(rest) or _ISSUER.match(before[len(kind) :])
    issuer = issuer_match["issuer"].strip(" ,.;") if issuer_match else None
    if issuer and (len(issuer) > 120 or not issuer[0].isupper()):
        issuer = None
    tail = rest[issuer_match.end() :] if issuer_match and issuer_match.string is rest else rest
    named = _name_before(kind, before)
    title = (
        named
        if named and kind in _LAWS
        else re.sub(r"\s+(?:của|số|và số)$|^(?:và )?số$", "", tail.strip(" ,.;:()")) or named
    )
    return Citation(kind, number, date, issuer, title[:TITLE_CHARACTERS] or None, whole.strip(" ,.;"))


def _name_before(kind: str, before: str) -> str:
    """The name of a law between its kind and its number: "Luật Đất đai số"."""
    name = re.sub(r"\s*(?:số\s*:?)?\s*$", "", before[len(kind) :], flags=re.IGNORECASE).strip(" ,:")
    return "" if folded(name).startswith("của ") else name


def _date(after: str) -> tuple[str | None, str]:
    match = _DATE.match(after)
    if match is None:
        return None, after
    day, month, year = int(match["day"]), int(match["month"]), int(match["year"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None, after[match.end() :]
    return f"{year:04d}-{month:02d}-{day:02d}", after[match.end() :]


def _unnumbered_laws(text: str, taken: list[tuple[int, int]]) -> list[tuple[int, int, Citation]]:
    """Laws cited by name alone, where a clause begins with one."""
    found: list[tuple[int, int, Citation]] = []
    begin = 0
    opened = True
    for end, following in [*_clause_ends(text), (len(text), len(text))]:
        clause = text[begin:end]
        opening = _LAW_CLAUSE.match(clause)
        start = begin + opening.end() if opening else -1
        # "..., Luật B" may still be the title of the law before; only its own date makes it an act.
        stands = opened or bool(_LATER_DATE.search(clause))
        numbered = any(low <= start < high or begin <= low < end for low, high in taken)
        if opening and stands and not numbered:
            found.append((start, end, _law(text[start:end])))
        begin, opened = following, text[end:following] == ";"
    return found


def _clause_ends(text: str) -> list[tuple[int, int]]:
    ends: list[tuple[int, int]] = []
    for match in _CLAUSE.finditer(text):
        # "Luật sửa đổi ... của Luật A, Luật B": a name inside a title opens no clause unless a date closed the last.
        clause = text[(ends[-1][1] if ends else 0) : match.start()]
        if match[0] == ";" or _LATER_DATE.search(clause) or re.search(r"\bsố:?\s*\d", clause):
            ends.append((match.start(), match.end()))
    return ends


def _law(clause: str) -> Citation:
    kind = _canonical((_LAW.match(clause) or _LAW.search(clause) or [""])[0])
    dated = _LATER_DATE.search(clause)
    name = clause[: dated.start()] if dated else clause
    date = _date(clause[dated.start() :])[0] if dated else None
    return Citation(
        kind,
        None,
        date,
        None,
        name[len(kind) :].strip(" ,.;")[:TITLE_CHARACTERS] or None,
        clause.strip(" ,.;"),
    )
