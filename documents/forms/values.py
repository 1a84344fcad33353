"""What a paper says, as plain values; what is empty becomes a blank a person can see.

source  Decree 30/2020/NĐ-CP, annex III, part II (forms 1.1 to 3.2)
"""

from dataclasses import dataclass

# No-break spaces, two to a digit: five digits and two, with a little air.
NUMBER_BLANK = "\u00a0" * 12
DAY_BLANK = "\u00a0" * 6
BLANK = "…"
SYMBOL_BLANK = "…"


@dataclass(frozen=True)
class Table:
    """A table in the text: its headings, its rows, the columns' shares of the width (equal when empty)."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...] = ()


# Paragraphs as they are read: "Chương I", "I. TITLE", "Điều 1. Title", "1. Title", "a) item", "- item", plain.
Block = str | Table


@dataclass(frozen=True)
class Signing:
    """One signing block: `lines` from authority to title, the remark printed below, who signs."""

    lines: tuple[str, ...] = ()
    name: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Annex:
    """An annex in the same file. Its number is given by its place; a single annex has none."""

    title: str = ""
    body: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Attachment:
    """The text that a decision of form 1.3 issues or approves."""

    kind: str
    subject: str = ""
    body: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Copying:
    """The block below a copy on paper (form 3.1); `form` is "SAO Y", "SAO LỤC" or "TRÍCH SAO"."""

    form: str = "SAO Y"
    agency: str = ""
    number: int | None = None
    symbol: str = ""
    place: str = ""
    day: int | None = None
    month: int | None = None
    year: int | None = None
    recipients: tuple[str, ...] = ()
    archive_line: str = "Lưu: VT"
    signing: Signing = Signing()


@dataclass(frozen=True)
class FormValues:
    r"""What is known of a paper.

    kind                printed name of the kind: "Kế hoạch"
    agency              in capitals, "\n" where a line ends; `agency_in_text` is its spelling inside a sentence
    is_numbered         False for an open letter (Thư công) and other forms without number
    symbol              whole: "KH-SVLPL"; empty becomes abbreviation and a blank
    abbreviation        of the kind, case as the decree has it; empty for a letter
    number, day …       None leaves a blank for the văn thư
    issuing_authority   the line above the bases of a decision: "GIÁM ĐỐC SỞ …"
    legal_bases         without or with their final sign; the form sets ";" and "."
    details             the named blanks of forms 1.6 to 1.10, named in `prompts`
    archive_line        "Lưu: VT, TĐ", without dash and full stop
    second              the secretary of a record of a meeting (form 1.9)
    urgency             "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC" or empty; the stamp of the văn thư is 8 mm high
    circulation         "LƯU HÀNH NỘI BỘ", "XEM XONG TRẢ LẠI" or empty
    drafter_mark        initials and number of copies: "PL.(300)"
    contact             address, mail, site, telephone at the foot of page 1
    """

    kind: str = ""
    abbreviation: str = ""
    agency: str = ""
    parent_agency: str = ""
    agency_in_text: str = ""
    is_numbered: bool = True
    number: int | None = None
    symbol: str = ""
    place: str = ""
    day: int | None = None
    month: int | None = None
    year: int | None = None
    subject: str = ""
    issuing_authority: str = ""
    legal_bases: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    recipients: tuple[str, ...] = ()
    archive_line: str = ""
    signing: Signing = Signing()
    second: Signing = Signing()
    urgency: str = ""
    circulation: str = ""
    drafter_mark: str = ""
    contact: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    attachment: Attachment | None = None
    copying: Copying | None = None


def ended(text: str, sign: str) -> str:
    """The text with exactly this sign at its end."""
    return f"{text.rstrip(' ;.,')}{sign}"


def listed(items: tuple[str, ...]) -> tuple[str, ...]:
    """A list as the decree closes it: ";" after each, "." after the last."""
    return tuple(ended(item, "." if at == len(items) - 1 else ";") for at, item in enumerate(items))


def number_line(number: int | None, symbol: str, abbreviation: str) -> str:
    """ "Số: 05/KH-SVLPL"; a blank for five digits where the number is not known."""
    printed = f" {number:02d}" if number is not None else NUMBER_BLANK
    return f"Số:{printed}/{symbol or '-'.join(filter(None, (abbreviation, SYMBOL_BLANK)))}"


def date_line(place: str, day: int | None, month: int | None, year: int | None) -> str:
    """ "Sao Mai, ngày 05 tháng 02 năm 2026"; only days below 10 and the first two months take a nought."""
    printed_day = f" {day:02d} " if day is not None else DAY_BLANK
    printed_month = f" {f'{month:02d}' if month < 3 else month} " if month is not None else DAY_BLANK
    return f"{place or BLANK}, ngày{printed_day}tháng{printed_month}năm {year or BLANK}"
