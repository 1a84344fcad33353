"""Capitals by Annex II, as far as a pattern can judge them without the sense of the sentence.

Warnings only. Each line of the table is written so that what it finds is surely meant: a general word is left alone.

source    Decree 30/2020/NĐ-CP, Phụ lục II
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from documents.checking import finding
from documents.checking.finding import Finding, short
from documents.checking.names import AGENCY_FIELDS, CITIES, LAWS, PROVINCES
from documents.checking.rows import Row
from documents.checking.rule import Papers, Rule
from documents.checking.view import View
from documents.reading.paper import LOWER, UPPER

# A word within a sentence: something small or a comma stands before it.
_WITHIN = rf"(?<=[{LOWER}\d,;)] )"
_BOUND = rf"(?![{LOWER}{UPPER}])"
_OPEN = rf"(?<![{LOWER}{UPPER}])"
_OF_PEOPLE = r"(?:của|cho|với|từ|vì|giúp|phục vụ|đông đảo|toàn thể|Nhà nước và|chính quyền và)"


@dataclass(frozen=True)
class Word:
    """One case: `pattern` finds the fault, `right` writes it as it should be."""

    code: str
    clause: str
    pattern: re.Pattern[str]
    right: Callable[[re.Match[str]], str]


def _first(said: re.Match[str]) -> str:
    return said[0][:1].upper() + said[0][1:]


def _small(said: re.Match[str]) -> str:
    return said[0][:1].lower() + said[0][1:]


def _word(code: str, clause: str, pattern: str, right: Callable[[re.Match[str]], str]) -> Word:
    return Word(code, clause, re.compile(pattern), right)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))


def _fixed(text: str) -> Callable[[re.Match[str]], str]:
    return lambda _: text


def _last_small(said: re.Match[str]) -> str:
    """ "Sở Tài Chính" to "Sở Tài chính"."""
    words = said[0].split(" ")
    return " ".join([*words[:2], *(word.lower() for word in words[2:])])


WORDS = (
    _word("council", finding.AGENCIES,
          rf"{_OPEN}(?:(?:ủy|uỷ) ban nhân dân|hội đồng nhân dân) (?=(?:tỉnh|thành phố|huyện|quận|xã|phường) )",
          _first),
    _word("council-words", finding.AGENCIES,
          rf"{_OPEN}(?:(?:Ủy|Uỷ) [Bb]an Nhân [Dd]ân|Hội Đồng Nhân [Dd]ân|Hội đồng Nhân [Dd]ân|(?:Ủy|Uỷ) ban Nhân dân)",
          lambda said: said[0].capitalize()),
    _word("department", finding.AGENCIES,
          rf"(?<!cơ )(?<!trụ )(?<!công )(?<!cửa ){_OPEN}sở (?:{_any(AGENCY_FIELDS)}){_BOUND}", _first),
    _word("ministry", finding.AGENCIES,
          rf"(?<!cán )(?<!nội )(?<!toàn )(?<!đồng )(?<!chi )(?<!đảng ){_OPEN}bộ (?:{_any(AGENCY_FIELDS)}){_BOUND}",
          _first),
    _word("department-words", finding.AGENCIES,
          rf"{_OPEN}(?:Sở|Bộ) (?:Tài Chính|Nội Vụ|Xây Dựng|Tư Pháp|Y Tế|Ngoại Vụ|Du Lịch|Giáo Dục|Nông Nghiệp){_BOUND}",
          _last_small),
    _word("province", finding.GEOGRAPHY, rf"{_WITHIN}Tỉnh (?:{_any(PROVINCES)}){_BOUND}", _small),
    _word("city", finding.GEOGRAPHY, rf"{_WITHIN}Thành phố (?:{_any(CITIES)}){_BOUND}", _small),
    _word("hcm-city", finding.GEOGRAPHY, rf"{_OPEN}thành phố Hồ Chí Minh", _first),
    _word("capital", finding.GEOGRAPHY, rf"{_OPEN}thủ đô Hà Nội", _first),
    _word("numbered-unit", finding.GEOGRAPHY,
          rf"(?<!\d ){_OPEN}(?:quận|phường) \d{{1,2}}{_BOUND}(?! (?:xã|phường|thị|quận|huyện))", _first),
    _word("people", finding.SPECIAL_NOUNS, rf"{_OPEN}{_OF_PEOPLE} nhân dân{_BOUND}",
          lambda said: f"{said[0][:-8]}Nhân dân"),
    _word("state", finding.SPECIAL_NOUNS,
          rf"{_OPEN}(?:Đảng,|Đảng và|(?:pháp luật|chính sách|chủ trương) của) nhà nước{_BOUND}",
          lambda said: f"{said[0][:-8]}Nhà nước"),
    _word("party", finding.PERSONIFIED,
          rf"{_OPEN}(?:(?:chủ trương|đường lối|nghị quyết|Nghị quyết|lãnh đạo) của đảng(?=[,.;]| và | ta )"
          rf"|đảng(?:,| và) [Nn]hà nước){_BOUND}",
          lambda said: said[0].replace("đảng", "Đảng").replace("nhà nước", "Nhà nước")),
    _word("medal", finding.HONOURS,
          rf"{_OPEN}(?:huân|huy) chương (?=Sao [Vv]àng|Hồ Chí Minh|Độc lập|Lao động|Kháng chiến|Chiến công|Quân công)",
          _first),
    _word("medal-name", finding.HONOURS, rf"{_OPEN}Huân chương (?:lao động|độc lập|sao vàng|kháng chiến|quân công)",
          lambda said: f"Huân chương {said[0][11:12].upper()}{said[0][12:]}"),
    _word("medal-class", finding.HONOURS,
          rf"{_OPEN}Huân chương (?:Lao động|Độc lập|Quân công|Kháng chiến) hạng (?:nhất|nhì|ba){_BOUND}",
          lambda said: said[0].rpartition(" ")[0] + " " + said[0].rpartition(" ")[2].capitalize()),
    _word("honour", finding.HONOURS,
          rf"{_OPEN}(?:(?:nhà giáo|nghệ sĩ|thầy thuốc) [Nn]hân dân|(?:anh hùng|Anh hùng) lao động){_BOUND}",
          lambda said: f"{said[0][:1].upper()}{said[0][1:]}".replace(" nhân dân", " Nhân dân")
          .replace(" lao động", " Lao động")),
    _word("office", finding.TITLES,
          rf"{_OPEN}(?:thủ tướng Chính phủ|chủ tịch (?:Quốc hội|nước{_BOUND}|(?:Ủy|Uỷ) ban nhân dân (?:tỉnh|thành phố))"
          rf"|bộ trưởng Bộ )",
          _first),
    _word("law", finding.ACTS, rf"(?<!pháp )(?<!bộ )(?<!Bộ )(?<!kỷ ){_OPEN}luật (?:{_any(LAWS)}){_BOUND}", _first),
    _word("law-name", finding.ACTS,
          rf"{_OPEN}Luật (?:{_any(tuple(law[:1].lower() + law[1:] for law in LAWS))}){_BOUND}",
          lambda said: f"Luật {said[0][5:6].upper()}{said[0][6:]}"),
    _word("code", finding.ACTS, rf"{_OPEN}(?:bộ [Ll]uật|Bộ Luật) (?=Hình sự|Dân sự|Lao động|Tố tụng|Hàng hải)",
          _fixed("Bộ luật ")),
    _word("act", finding.ACTS,
          rf"{_OPEN}(?:nghị định|thông tư|nghị quyết|quyết định|chỉ thị|công văn|kế hoạch|tờ trình|báo cáo|thông báo"
          rf"|công điện|hướng dẫn)(?= (?:số:? ?)?\d{{1,5}}(?:/\d{{4}})?[/-][A-ZĐ])",
          _first),
    _word("article", finding.CITATIONS,
          rf"{_OPEN}điều(?= \d{{1,3}}(?:[,;.)]| (?:của|và|Luật|Nghị|Thông|Quyết|Bộ|Chương|Mục)))",
          _first),
    _word("clause", finding.CITATIONS, rf"{_WITHIN}Khoản(?= \d)", _small),
    _word("point", finding.CITATIONS, rf"{_WITHIN}Điểm(?= [a-zđ](?:[,;]| khoản| Khoản| và))", _small),
    _word("chapter", finding.CITATIONS,
          rf"{_OPEN}chương(?= [IVXL]+(?:[,;.)]| (?:của|và|Luật|Nghị|Thông|Quyết|Bộ|Phần)))",
          _first),
    _word("national-day", finding.HOLIDAYS, rf"{_OPEN}(?:ngày|lễ) quốc khánh",
          lambda said: said[0].replace("quốc", "Quốc")),
    _word("labour-day", finding.HOLIDAYS, rf"{_OPEN}[Nn]gày (?:quốc tế [Ll]ao động|Quốc tế lao động|Quốc Tế Lao Động)",
          lambda said: f"{said[0][:4]} Quốc tế Lao động"),
    _word("new-year", finding.NEW_YEAR, rf"{_OPEN}[Tt]ết (?:nguyên [Đđ]án|Nguyên Đán)",
          lambda said: f"{said[0][:3]} Nguyên đán"),
    _word("august", finding.EVENTS, rf"{_OPEN}(?:cách mạng [Tt]háng [Tt]ám|Cách mạng [Tt]háng tám)",
          _fixed("Cách mạng tháng Tám")),
)  # fmt: skip


_SENTENCE = re.compile(rf"(?<=[{LOWER}]{{3}}[.!?] )[{LOWER}](?=[{LOWER}]{{2}})")


def _written(word: Word, view: View) -> Iterator[Finding]:
    text = view.text
    found: dict[str, str] = {}
    places: list[Row] = []
    for said in word.pattern.finditer(text.whole):
        wrong, right = said[0].strip(), word.right(said).strip()
        if wrong != right:
            found.setdefault(wrong, right)
            places.append(text.row(said.start()))
    if found:
        wrong, right = next(iter(found.items()))
        others = f" và {len(places) - 1} chỗ khác" if len(places) > 1 else ""
        message = f"“{short(places[0].text)}”{others}: viết “{right}”, không viết “{wrong}”."
        yield Finding(word.clause, "Viết hoa", "warning", wrong, right, message)


def sentence(view: View) -> Iterator[Finding]:
    """After a full stop; abbreviations are shorter than the three small letters asked for before it."""
    text = view.text
    found = [said for said in _SENTENCE.finditer(text.whole) if not _abbreviated(text.whole, said.start())]
    if found:
        at = found[0].start()
        word = text.whole[at : at + 12].split()[0]
        others = f" và {len(found) - 1} chỗ khác" if len(found) > 1 else ""
        message = f"“{short(text.row(at).text)}”{others}: viết hoa chữ đầu câu “{_raised(word)}”."
        yield Finding(finding.SENTENCES, "Viết hoa", "warning", word, _raised(word), message)


def _abbreviated(whole: str, at: int) -> bool:
    return whole[max(at - 8, 0) : at].endswith(("... ", ".., ", "v.v. ", "www. "))


def _raised(word: str) -> str:
    return word[:1].upper() + word[1:]


CAPITAL_RULES = (
    Rule("capital.sentence", finding.SENTENCES, sentence, Papers.BOTH),
    *(Rule(f"capital.{word.code}", word.clause, partial(_written, word), Papers.BOTH) for word in WORDS),
)
