"""Signs of symbol fonts (Wingdings, Symbol) as the letters our font has; what it has not is said to be unknown."""

_SYMBOL = {
    0xB7: "•", 0x2D: "−", 0xA8: "◊", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB8: "÷",
    0xB9: "≠", 0xA5: "∞", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x44: "Δ", 0x57: "Ω",
    0x53: "Σ", 0x2A: "*", 0x20: " ", 0xD7: "·", 0xBC: "…",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◊", 0x76: "•", 0x77: "•",
    0x9F: "•", 0x9E: "·", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xD8: "►", 0xE0: "→", 0xDF: "←", 0xE8: "→", 0xF0: "→",
    0xFB: "×", 0xFC: "√", 0xFD: "■", 0xFE: "■", 0x20: " ", 0x2D: "-", 0xB2: "◊", 0xAB: "*",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "√", 0x52: "■", 0x54: "■", 0xA3: "□", 0x4F: "×", 0x97: "●", 0x98: "●", 0x20: " "}
# Signs our font lacks, and the sign of the same look it has.
_ALIKE = str.maketrans({
    "☐": "□", "☑": "■", "☒": "■", "🗹": "■", "🗷": "■", "✓": "√", "✔": "√", "✗": "×", "✘": "×", "➢": "►", "➤": "►",
    "⦁": "•", "∙": "·", "➔": "→", "‒": "–",
})  # fmt: skip
_COURIER_BULLET = {"o": "○"}
_TABLES = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "webdings": _WINGDINGS}


def is_symbol_font(font: str) -> bool:
    return font.casefold() in _TABLES


def alike(text: str) -> str:
    """The text with signs our font lacks written as those of the same look."""
    return text.translate(_ALIKE)


def decode(text: str, font: str) -> tuple[str, bool]:
    """The text in letters our font has, and whether every sign was known.

    Word keeps signs of symbol fonts in the private area from F000, older writers as plain codes.
    """
    if font.casefold().startswith("courier"):
        return "".join(_COURIER_BULLET.get(letter, letter) for letter in text), True
    table = _TABLES.get(font.casefold(), {})
    written, known = [], True
    for letter in text:
        code = ord(letter)
        private = 0xF000 <= code <= 0xF0FF
        if not private and (code >= 0x100 or not table):
            written.append(letter)
        else:
            sign = (table or _SYMBOL | _WINGDINGS).get(code & 0xFF)
            known = known and sign is not None
            written.append(sign or "•")
    return "".join(written), known
