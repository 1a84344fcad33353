"""Signs of symbol fonts (Wingdings, Symbol, Webdings) as the characters they are.

A sign that is no character, or that none of our fonts draws, is said to be unknown: nothing else is printed for it.
source    the mappings of Unicode for these fonts; for Symbol, Adobe's. Arrows that differ by weight alone are one
"""

_GREEK = dict(
    zip(
        (*range(0x41, 0x5B), *range(0x61, 0x7B)),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SYMBOL = {
    **{code: chr(code) for code in (*b" !#%&()+,./0123456789:;<=>?[]_{|}",)},
    **_GREEK,
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0x7E: "∼", 0xA0: "€",
    0xA1: "ϒ", 0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xA6: "ƒ", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠",
    0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×",
    0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xBF: "↵", 0xC0: "ℵ",
    0xC1: "ℑ", 0xC2: "ℜ", 0xC3: "℘", 0xC4: "⊗", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xC9: "⊃", 0xCA: "⊇",
    0xCB: "⊄", 0xCC: "⊂", 0xCD: "⊆", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD1: "∇", 0xD2: "®", 0xD3: "©", 0xD4: "™",
    0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDD: "⇑", 0xDE: "⇒",
    0xDF: "⇓", 0xE0: "◊", 0xE1: "⟨", 0xE2: "®", 0xE3: "©", 0xE4: "™", 0xE5: "∑", 0xF1: "⟩", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x20: " ", 0x21: "✏", 0x22: "✂", 0x23: "✁", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x37: "⌨", 0x3F: "✍", 0x41: "✌",
    0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4C: "☹", 0x4E: "☠", 0x4F: "⚐", 0x51: "✈", 0x52: "☼",
    0x54: "❄", 0x56: "✞", 0x58: "✠", 0x59: "✡", 0x5A: "☪", 0x5B: "☯", 0x5D: "☸",
    **{0x5E + at: chr(0x2648 + at) for at in range(12)},
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⧫", 0x74: "⧫", 0x75: "◆",
    0x76: "❖", 0x77: "⬥", 0x78: "⌧", 0x7A: "⌘", 0x7B: "❀", 0x7C: "✿", 0x7D: "❝", 0x7E: "❞", 0x7F: "▯",
    **{0x81 + at: chr(0x2460 + at) for at in range(10)}, **{0x8C + at: chr(0x2776 + at) for at in range(10)},
    0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA2: "○", 0xA3: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "☐", 0xAA: "✦",
    0xAB: "★", 0xAC: "✶", 0xAD: "✴", 0xAE: "✹", 0xAF: "✵", 0xB5: "✪", 0xB6: "✰", 0xD5: "⌫", 0xD6: "⌦", 0xD8: "➢",
    0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE7: "⬅",
    0xE8: "➔", 0xE9: "⬆", 0xEA: "⬇", 0xEB: "⬉", 0xEC: "⬈", 0xED: "⬋", 0xEE: "⬊", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧",
    0xF2: "⇩", 0xF3: "⬄", 0xF4: "⇳", 0xF5: "⬁", 0xF6: "⬀", 0xF7: "⬃", 0xF8: "⬂", 0xF9: "▭", 0xFA: "▫", 0xFB: "✘",
    0xFC: "✔", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x20: " ", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●", 0xA3: "☐",
    **{0x6A + at: chr(0x2460 + at) for at in range(10)}, **{0x75 + at: chr(0x2776 + at) for at in range(10)},
}  # fmt: skip
_WINGDINGS_3 = {
    0x20: " ", 0x21: "←", 0x22: "→", 0x23: "↑", 0x24: "↓", 0x25: "↖", 0x26: "↗", 0x27: "↙", 0x28: "↘", 0x2A: "↔",
    0x2B: "↕", 0x70: "▲", 0x71: "▼", 0x72: "△", 0x73: "▽", 0x74: "◀", 0x75: "▶", 0x76: "◁", 0x77: "▷", 0x78: "◣",
    0x79: "◢", 0x7A: "◤", 0x7B: "◥", 0x7C: "◂", 0x7D: "▸", 0x7E: "▴", 0x7F: "▾",
}  # fmt: skip
_WEBDINGS = {
    0x20: " ", 0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼", 0x59: "♥", 0x61: "✔", 0x63: "□", 0x67: "■", 0x6E: "●",
    0x72: "✖",
}  # fmt: skip
_TABLES: dict[str, dict[int, str]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
    # Symbol fonts whose signs we cannot tell: their codes must not be read as letters.
    **{name: {} for name in ("marlett", "mt extra", "zapfdingbats", "monotype sorts", "bookshelf symbol 7")},
}
# Bullets and ticks so usual that their code alone tells the font it was left without.
_USUAL = {code: _SYMBOL[code] for code in (0xB7,)} | {
    code: _WINGDINGS[code] for code in (0x6E, 0x6F, 0x76, 0xA7, 0xA8, 0xD8, 0xE0, 0xFB, 0xFC, 0xFD, 0xFE)
}
# A hollow point is written as a small "o" of Courier New in every list Word makes.
_COURIER_BULLET = {"o": "○"}


def is_symbol_font(font: str) -> bool:
    return font.casefold() in _TABLES


def has_signs(text: str, font: str) -> bool:
    """Whether the text must be decoded: it is in a symbol font or in the private area of one."""
    return is_symbol_font(font) or any("\uf000" <= letter <= "\uf0ff" for letter in text)


def decode(text: str, font: str) -> tuple[str, bool]:
    """The characters a text in a symbol font stands for, and whether every sign was known.

    Word keeps signs of symbol fonts in the private area from F000, older writers as plain codes.
    """
    if font.casefold().startswith("courier"):
        return "".join(_COURIER_BULLET.get(letter, letter) for letter in text), True
    table = _TABLES.get(font.casefold())
    written, known = [], True
    for letter in text:
        code = ord(letter)
        private = 0xF000 <= code <= 0xF0FF
        if not private and (code >= 0x100 or table is None):
            written.append(letter)
        else:
            sign = (_USUAL if table is None else table).get(code & 0xFF)
            known = known and sign is not None
            written.append(sign or "•")
    return "".join(written), known


def all_signs() -> frozenset[str]:
    """Every character that a sign of a symbol font may become."""
    return frozenset(sign for table in _TABLES.values() for sign in table.values())
