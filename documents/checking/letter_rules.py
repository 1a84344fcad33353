"""The letters themselves: their font, their code, their colour."""

from collections import Counter
from collections.abc import Iterator

from documents.checking import finding
from documents.checking.finding import Finding, short
from documents.checking.rule import Papers, Rule
from documents.checking.view import View

_FONT = "Times New Roman"
# Signs and bullets come from these; they print no words.
_SIGN_FONTS = {"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "courier new"}
_LEGACY = (".vn", "vni-")
_WHITE = "ffffff"


def _letters(view: View) -> Counter[str]:
    letters: Counter[str] = Counter()
    for row in view.sheet.rows:
        for name, count in row.fonts:
            letters[name] += count
    return letters


def font(view: View) -> Iterator[Finding]:
    # A font the file does not name is the program's choice, and nothing is known of it.
    others = [name for name, _ in _letters(view).most_common() if name and not _usual(name.lower())]
    if others:
        found = ", ".join(others[:3])
        message = f"Có chữ dùng phông {found}: chọn toàn văn bản và đổi sang {_FONT}."
        yield Finding(finding.FONT, "Phông chữ", "error", found, _FONT, message)


def _usual(name: str) -> bool:
    # Some files name the bold cut as a font of its own: "Times New Roman Bold".
    return name.startswith((_FONT.lower(), *_LEGACY)) or name in _SIGN_FONTS


def legacy_font(view: View) -> Iterator[Finding]:
    names = [name for name, _ in _letters(view).most_common() if name.lower().startswith(_LEGACY)]
    if names and view.sheet.legacy:
        found = ", ".join(names[:3])
        message = (
            f"Có chữ gõ bằng bảng mã cũ (phông {found}): chuyển mã sang Unicode rồi đổi phông sang {_FONT}."
        )
        yield Finding(finding.FONT, "Bảng mã", "error", found, f"Unicode, {_FONT}", message)


def colour(view: View) -> Iterator[Finding]:
    # A stamp of urgency is red.
    stamps = {id(row) for row in view.parts.marks}
    rows = [row for row in view.sheet.rows if row.text and id(row) not in stamps]
    wrong = [row for row in rows if any(name != _WHITE for name, _ in row.colours)]
    if wrong:
        name = next(name for name, _ in wrong[0].colours if name != _WHITE)
        others = f" và {len(wrong) - 1} dòng khác" if len(wrong) > 1 else ""
        message = f"“{short(wrong[0].text)}”{others} có chữ màu: đổi sang màu đen."
        yield Finding(finding.FONT, "Màu chữ", "error", f"#{name.upper()}", "màu đen", message)


LETTER_RULES = (
    Rule("letters.font", finding.FONT, font, Papers.BOTH),
    Rule("letters.legacy", finding.FONT, legacy_font, Papers.BOTH),
    Rule("letters.colour", finding.FONT, colour, Papers.BOTH),
)
