"""Lines of "Nơi nhận" that point into the paper: "Như trên" means who is addressed, "Như Điều 3" whom it charges.

Only what the paper prints comes out: an article that charges nobody gives no names, and a person is asked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from documents.reading.paper import UPPER, Line, joined

NAMES = 60
ARTICLE_LINES = 200
NAME_CHARACTERS = 250
_REFERS = re.compile(r"^Như\s+(?P<what>trên|kính gửi|.*?\bđiều\b)", re.IGNORECASE)
_ARTICLES = re.compile(
    r"điều\s+(?P<numbers>\d+[a-zđ]?(?:\s*(?:,|;|và|và điều|, điều)\s*\d+[a-zđ]?)*)", re.IGNORECASE
)
_CLAUSE = re.compile(r"khoản\s+(?P<clause>\d+)", re.IGNORECASE)
_HEADING = re.compile(r"^Điều\s+(?P<number>\d+[a-zđ]?)\s*[.:]\s*", re.IGNORECASE)
_ADOPTED = re.compile(r"^(?:Nghị quyết|Quyết định) (?:này )?(?:đã )?được\b")
_NUMBERED = re.compile(r"^(?P<number>\d{1,2})[.)]\s+")
_ACT = r"(?:thi hành|thực hiện)"
_TOPIC = re.compile(
    r"^(?:Điều khoản|Tổ chức|Trách nhiệm|Hiệu lực(?: và trách nhiệm)?)\s(?:(?:và )?tổ chức\s|và trách nhiệm\s)?"
    rf"{_ACT}(?: và (?:tổ chức|trách nhiệm)?\s?{_ACT})?\s*[.:]?\s*(?=[{UPPER}]|\d|$)"
)
_PEOPLE = re.compile(
    r"^(?:các\s)?(?:đồng chí|ông|bà|ông,? ?\(?bà\)?|ông\s?/\s?bà|ông và bà)(?: có tên sau)?\s*:\s*",
    re.IGNORECASE,
)
_CHARGED = re.compile(
    r"^(?P<who>.+?)[,;]?\s+(?:có\s)?(?:chịu trách nhiệm|có trách nhiệm"
    r"|căn cứ (?:Quyết định|Nghị quyết|Chỉ thị|nội dung|chức năng)"
    r"|nghiêm túc thực hiện|thi hành (?:Quyết định|Nghị quyết)|triển khai thực hiện)"
)
_GIVEN = re.compile(
    r"^Giao\s+(?P<who>.+?)\s+(?:tổ chức|chịu trách nhiệm|chủ trì|phối hợp|giám sát|triển khai|căn cứ|hướng dẫn"
    r"|theo dõi|thực hiện|trong phạm vi|quy định|báo cáo|ban hành|quyết định|kiểm tra|đôn đốc|xây dựng)\b"
)
_PERSON = re.compile(rf"^(?:\d{{1,2}}[.)]|[-+])\s*(?P<who>(?:Ông|Bà|Đồng chí|Đ/c)\s*:?\s+[{UPPER}][^,;:–-]+)")
_SENTENCE = re.compile(rf"(?<!TP)(?<!Tp)(?<!\bTT)[.]\s+(?=[{UPPER}])|\./\.")
# A new party begins with a post, an office or a kind of person; "ban, ngành" and "Thể thao" go on with the one before.
_POST = (
    "Chánh|Giám đốc|Tổng Giám đốc|Phó|Trưởng|Thủ trưởng|Chủ tịch|Cục trưởng|Vụ trưởng|Viện trưởng|Bộ trưởng|Thứ trưởng"
    "|Chủ nhiệm|Hiệu trưởng|Kế toán|Chi cục trưởng|Chỉ huy|Bí thư|Thường trực|Thành viên|Tổ trưởng|Tổ đại biểu|đại biểu"
)
_OFFICE = (
    "Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng|Sở|Bộ|Ban|Công an|Trung tâm|Văn phòng|Kho bạc|Thuế|Công ty|Đoàn|Cục|Vụ|Viện"
    "|Mặt trận|Hợp tác xã|Phòng|Chi nhánh|Chi cục|Trường|Bệnh viện|Báo|Đài"
)
_PARTY = (
    rf"(?=(?:[cC]ác )?(?:{_POST})\b|(?:[cC]ác )?(?:{_OFFICE})\s+(?:[{UPPER}]|nhân dân)"
    rf"|(?:[ôÔ]ng|[bB]à)\s+[{UPPER}]|[cC]ác )"
)
_PARTIES = re.compile(
    rf"\s*;\s*(?:và\s+)?|\s*,\s+(?:và\s+)?{_PARTY}|\s+(?:và|cùng)\s+(?:{_PARTY}|(?=tổ chức, cá nhân))"
)
_TITLED = re.compile(rf"^(?P<title>{_POST})\s*:\s*(?P<name>.+)$")
_NO_PARTY = re.compile(r"^(?:Quyết định|Nghị quyết|Chỉ thị|Thông tư|Kế hoạch|Quy định) này\b")
_LISTED = re.compile(
    r"^(?P<title>.*?)\s*\b[cC]ác\s+(?P<unit>[Ss]ở|[Vv]ụ|[Bb]ộ|[Bb]an|[Cc]ục|[Pp]hòng|[Cc]hi cục|[Tt]rung tâm)\s*:"
    r"\s*(?P<names>.+)$"
)
_COMPOUND = (
    "Văn hóa, Thể thao và Du lịch", "Nông nghiệp và Môi trường", "Giáo dục và Đào tạo", "Khoa học và Công nghệ",
    "Dân tộc và Tôn giáo", "Văn hóa và Thể thao", "Quy hoạch và Kiến trúc", "Tuyên giáo và Dân vận",
)  # fmt: skip


@dataclass(frozen=True)
class Referral:
    """A line that points, where to, and the names there, as printed.

    article   the number of the article, None for the addressees; the first of several
    """

    line: str
    refers_to: Literal["addressees", "article"]
    article: str | None
    names: tuple[str, ...]


def resolve_referrals(
    recipients: Sequence[str], addressees: Sequence[str], body: Sequence[Line]
) -> tuple[Referral, ...]:
    """Tell whom the pointing lines of a list mean.

    recipients   the printed lines without dash and closing sign
    body         the lines above "Nơi nhận"
    returns      one referral for each pointing line, in order; its names are empty where the paper charges nobody
    source       Decree 30/2020/NĐ-CP, annex I, II.9
    """
    pointing = [(line, where) for line in recipients if (where := points_to(line))]
    if not pointing:
        return ()
    articles = _articles(body)
    return tuple(
        Referral(line, "addressees", None, tuple(addressees))
        if where == "addressees"
        else _to_article(line, articles)
        for line, where in pointing
    )


def points_to(line: str) -> Literal["addressees", "article"] | None:
    """Where a line of the list points on its own paper; None for a line that names somebody itself."""
    match = _REFERS.match(line.strip())
    if match is None:
        return None
    return "addressees" if match["what"].lower() in ("trên", "kính gửi") else "article"


def _to_article(line: str, articles: Mapping[str, Sequence[str]]) -> Referral:
    numbers = _ARTICLES.search(line)
    named = re.findall(r"\d+[a-zđ]?", numbers["numbers"]) if numbers else []
    clause = _CLAUSE.search(line)
    names: list[str] = []
    for article in named:
        for paragraph in _paragraphs(articles.get(article, ()), clause["clause"] if clause else None):
            names += [name for name in _parties(paragraph) if name not in names]
    return Referral(line, "article", named[0] if named else None, tuple(names[:NAMES]))


def _articles(body: Sequence[Line]) -> dict[str, list[str]]:
    """The articles by number, as they last stand in the body, without their headings; long ones are cut."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in _with_whole_headings(body):
        heading = _HEADING.match(line)
        if heading:
            lines = found[heading["number"]] = [line[heading.end() :]]
        elif _ADOPTED.match(line):
            lines = []
        elif len(lines) < ARTICLE_LINES:
            lines.append(line)
    return found


def _paragraphs(article: Sequence[str], clause: str | None) -> list[str]:
    """The paragraphs of an article; those of one clause, where one is named."""
    paragraphs: list[list[str]] = [[]]
    for line in article:
        if _NUMBERED.match(line) or re.match(r"^[-+•]|^[a-zđ]\)", line):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    whole = [joined(lines) for lines in paragraphs if any(lines)]
    if clause is None:
        return whole
    return [text for text in whole if (match := _NUMBERED.match(text)) and match["number"] == clause]


def _with_whole_headings(body: Sequence[Line]) -> list[str]:
    """The texts, with "Điều" and the number below it put together."""
    texts: list[str] = []
    for line in body:
        if texts and texts[-1] == "Điều":
            texts[-1] = f"{texts[-1]} {line.text}"
        else:
            texts.append(line.text)
    return texts


def _parties(paragraph: str) -> list[str]:
    person = _PERSON.match(paragraph)
    if person:
        return [person["who"].strip()]
    plain = _TOPIC.sub("", _NUMBERED.sub("", _TOPIC.sub("", paragraph)))
    found: list[str] = []
    for sentence in _SENTENCE.split(plain):
        sentence = _TOPIC.sub("", sentence.strip())
        match = _GIVEN.match(sentence) or _CHARGED.match(sentence)
        if match:
            found += _names(_PEOPLE.sub("", match["who"]))
    return found


def _names(text: str) -> list[str]:
    names: list[str] = []
    for part in _with_titles([part.strip(" ,;:") for part in _PARTIES.split(text)]):
        if not _NO_PARTY.match(part):
            names += _listed(part)
    return [name for name in names if 1 < len(name) <= NAME_CHARACTERS]


def _with_titles(parts: Sequence[str]) -> list[str]:
    """ "Giám đốc: Trung tâm A, Trung tâm B" names two directors."""
    whole: list[str] = []
    title = ""
    for part in parts:
        match = _TITLED.match(part)
        if match:
            title, part = match["title"], match["name"]
        elif not re.match(rf"(?:{_OFFICE})\b", part):
            title = ""
        whole.append(f"{title} {part}".strip())
    return whole


def _listed(part: str) -> list[str]:
    """ "Giám đốc các Sở: Tư pháp, Nội vụ" names each of them: "Giám đốc Sở Tư pháp" ..."""
    match = _LISTED.match(part)
    if match is None:
        return [part]
    kept = match["names"]
    for at, compound in enumerate(_COMPOUND):
        kept = kept.replace(compound, f"\x00{at}\x00")
    names = [name.strip() for name in re.split(r"\s*,\s*|\s+và\s+", kept) if name.strip()]
    unit = match["unit"].capitalize()
    whole = (re.sub(r"\x00(\d)\x00", lambda one: _COMPOUND[int(one[1])], name) for name in names)
    return [joined([match["title"], unit, name]) for name in whole]
