"""Signs beside letters: boxes, ticks, arrows, mathematics, symbol fonts: each is printed as itself or named as lost."""

import unicodedata

import page as page_validation
import pytest

from documents.pdf.picture import page_text
from documents.typesetting import metrics, symbols
from documents.typesetting.errors import CannotTypeset
from documents.typesetting.symbols import all_signs
from tests.documents.typesetting.drafts import W_NS, drafted, lines, page, with_xml
from tests.documents.typesetting.test_letters_drawn import letters_on

SIGNS = (
    "☐☑☒✓✔✗✘🗹🗷🗸🗴✅❌⬛⬜□■▪▫◻◼○●◉◎•‣⦁·∙◦►▶▲▼◀◆◇❖★☆✦✪➢➤➔→←↑↓↔↕⇒⇐⇔⇨↵≥≤≠≈≡±×÷√∑∏∞∂∆∇∫∈∉∩∪⊂⊃∀∃∠⊥∥°′″‰‱№₫€£¥¢"
    "½⅓⅔¼¾⅛⅜⅝⅞⅙⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉ⅠⅡⅢⅣⅤⅧⅩⅰⅱⅲ①②⑩❶❷❿αβγδεμπσωΩΔΣΦΨ℃℉℮ℓ™®©§¶†‡…–—‒―‐♠♣♥♦♂♀☎✉✈✂☺☹☀☂⌘⌫"
)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_drawn_and_read_back_as_itself(sign):
    made = page(lines(f"chữ {sign} sau"))
    assert page_text(made.pdf) == f"chữ {unicodedata.normalize('NFC', sign)} sau"
    assert made.notes == ()


def test_a_page_of_signs_keeps_to_the_archive_format():
    made = page(lines(SIGNS, "lời"))
    assert page_validation.validate_pdf_bytes(made.pdf, profile="2a").is_compliant


def test_ticked_and_empty_boxes_look_different():
    drawn = [one.tobytes() for one in letters_on(page(lines("☐ ☑ ☒ ✓ ✗ ■ □")).pdf)]
    assert len(set(drawn)) == 7


@pytest.mark.parametrize("sign", ["中", "ก", "👍", "\ue123", "⠿"])
def test_a_sign_no_font_of_ours_draws_is_named(sign):
    with pytest.raises(CannotTypeset) as refused:
        page(lines(f"chữ {sign}"))
    (loss,) = refused.value.facts["losses"]
    assert loss.startswith("ký tự không có trong phông chữ")


def symbol(font: str, code: str) -> bytes:
    return with_xml(f'<w:r {W_NS}><w:sym w:font="{font}" w:char="{code}"/></w:r>', text="Có ")


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", "F0FE", "☑"), ("Wingdings", "F0FD", "☒"), ("Wingdings", "F0A8", "☐"), ("Wingdings", "F06F", "□"),
        ("Wingdings", "F0FC", "✔"), ("Wingdings", "F0FB", "✘"), ("Wingdings", "F0E0", "→"), ("Wingdings", "00FE", "☑"),
        ("Wingdings", "F081", "①"), ("Wingdings 2", "F052", "☑"), ("Wingdings 2", "F050", "✓"),
        ("Wingdings 2", "F054", "☒"), ("Wingdings 2", "F0A3", "☐"), ("Wingdings 3", "F070", "▲"),
        ("Symbol", "F0B3", "≥"), ("Symbol", "F0A3", "≤"), ("Symbol", "F061", "α"), ("Symbol", "F0AE", "→"),
        ("Symbol", "F0A8", "♦"), ("Webdings", "F061", "✔"),
        ("Segoe UI Symbol", "2611", "☑"), ("MS Gothic", "2610", "☐"),
    ],
)  # fmt: skip
def test_a_sign_of_a_symbol_font_is_the_character_it_shows(font, code, sign):
    assert page_text(page(symbol(font, code)).pdf) == f"Có {sign}"


@pytest.mark.parametrize(
    ("font", "code"),
    [
        ("Wingdings", "F0FF"),
        ("Wingdings 3", "F0FE"),
        ("Webdings", "F0FE"),
        ("Marlett", "F061"),
        ("Symbol", "F0E6"),
    ],
)
def test_a_sign_whose_meaning_is_not_known_is_named(font, code):
    with pytest.raises(CannotTypeset) as refused:
        page(symbol(font, code))
    assert refused.value.facts["losses"] == (f"ký hiệu của phông {font}",)


def test_letters_typed_in_a_symbol_font_are_not_read_as_letters():
    def write(document):
        document.add_paragraph("Có ").add_run("þ").font.name = "Wingdings"

    assert page_text(page(drafted(write)).pdf) == "Có ☑"


@pytest.mark.parametrize("sign", sorted(all_signs()))
def test_every_sign_we_name_can_be_drawn(sign):
    assert metrics.is_drawn(sign)


@pytest.mark.parametrize(
    ("code", "known"), [(0xF0B7, True), (0xF0FE, True), (0xF041, False), (0xF0E1, False)]
)
def test_a_private_code_without_its_font_is_read_only_where_it_is_usual(code, known):
    assert symbols.decode(chr(code), "Times New Roman")[1] == known


def test_a_variation_mark_prints_nothing():
    assert page_text(page(lines("Có \u2611\ufe0f rồi")).pdf) == "Có ☑ rồi"


def test_a_sign_is_as_wide_as_its_own_font_has_it():
    assert metrics.width_pt("☑", 10) == pytest.approx(8.96, abs=0.1)
