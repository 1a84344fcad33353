"""Each form of annex III: filled in, checked, read back, set on pages."""

from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from documents.checking.check import check_docx
from documents.forms.errors import NoSuchForm
from documents.forms.values import FormValues, Signing, date_line, number_line
from documents.forms.write import FORMS, write_form
from documents.reading.reader import read_file
from documents.typesetting.engine import Typeset, typeset_docx
from documents.typesetting.places import places
from tests.documents.forms.samples import DECISION, PAPERS, PLAN
from tests.documents.typesetting.drafts import drawn_paths, placed

# An annex by itself and a copy are no papers of their own.
MAIN = [form for form in PAPERS if form.startswith("1.")]
AT = datetime(2026, 3, 12, 2, 30, tzinfo=UTC)


def typeset(form: str) -> Typeset:
    return typeset_docx(write_form(form, PAPERS[form]), created_at=AT, engine="embedded")


def text_of(pdf: bytes, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[page].get_textpage().get_text_bounded())
    finally:
        document.close()


@pytest.mark.parametrize("form", FORMS)
def test_a_filled_form_has_nothing_to_find(form: str) -> None:
    assert check_docx(write_form(form, PAPERS[form if form in PAPERS else "2.1"])) == ()


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_set_without_loss(form: str) -> None:
    made = typeset(form if form in PAPERS else "2.1")
    assert (made.losses, made.text_equal) == ((), True)


@pytest.mark.parametrize("form", [form for form in MAIN if form != "1.9"])
def test_a_form_leaves_its_places_open(form: str) -> None:
    assert [slot.name for slot in places(typeset(form).pdf)] == ["number", "day", "signature", "seal"]


def test_a_record_has_two_signers_and_no_date_line() -> None:
    reading = read_file("x", write_form("1.9", PAPERS["1.9"]))
    assert (reading.signer_name, reading.date_parts.year) == ("Lê Thị Mây", None)
    assert "Trần Văn Gió" in reading.text


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(NoSuchForm):
        write_form("3.2", PLAN)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_form_shows_its_blanks(form: str) -> None:
    text = read_file("x", write_form(form, FormValues())).text
    assert "…" in text
    assert "{" not in text


def test_a_regulation_stands_on_a_page_of_its_own() -> None:
    made = typeset("1.3")
    assert made.pages == 2
    assert "Kèm theo Quyết định số …/QĐ-SKT" in text_of(made.pdf, 1)


def test_two_annexes_are_numbered_in_roman_figures() -> None:
    one = PAPERS["2.1"].annexes[0]
    made = write_form("1.4", replace(PLAN, annexes=(one, one)))
    text = read_file("x", made).text
    assert "Phụ lục I\n" in text
    assert "Phụ lục II\n" in text


def test_a_copy_bears_its_own_number_below_the_paper() -> None:
    made = typeset("3.1")
    assert "Số: 05/SY-SKT" in "".join(text_of(made.pdf, page) for page in range(made.pages))


def test_a_single_annex_has_no_number() -> None:
    text = read_file("x", write_form("1.4", replace(PLAN, annexes=PAPERS["2.1"].annexes))).text
    assert "Phụ lục\n" in text


def test_an_open_letter_bears_a_date_and_no_number() -> None:
    reading = read_file("x", write_form("1.4", replace(PLAN, kind="Thư công", is_numbered=False)))
    assert (reading.symbol, reading.date_parts.month, reading.place) == (None, 3, "Sao Mai")


def test_the_list_begins_with_the_article_that_names_who_acts() -> None:
    reading = read_file("x", write_form("1.2", replace(DECISION, recipients=("Sở Nội vụ",))))
    assert reading.recipients == ("Như Điều …", "Sở Nội vụ")


@pytest.mark.parametrize(
    ("number", "printed"),
    [(5, "Số: 05/KH-SKT"), (15, "Số: 15/KH-SKT"), (None, "Số:" + 12 * "\u00a0" + "/KH-SKT")],
)
def test_a_number_below_ten_keeps_its_nought(number: int | None, printed: str) -> None:
    assert number_line(number, "KH-SKT", "KH") == printed


def test_only_the_first_two_months_keep_their_nought() -> None:
    assert date_line("Sao Mai", 5, 2, 2026) == "Sao Mai, ngày 05 tháng 02 năm 2026"
    assert date_line("Sao Mai", 12, 3, 2026) == "Sao Mai, ngày 12 tháng 3 năm 2026"


def test_a_name_left_open_is_asked_for() -> None:
    text = read_file("x", write_form("1.4", replace(PLAN, signing=Signing(("GIÁM ĐỐC",))))).text
    assert "Họ và tên" in text


def test_the_contact_lines_stand_apart_below_their_rule() -> None:
    lines = ("Địa-chỉ một", "Điện-thoại hai")
    made = write_form("1.5", replace(PAPERS["1.5"], contact=lines))
    pdf = typeset_docx(made, created_at=AT, engine="embedded").pdf
    at = placed(pdf)
    upper, lower = at["Địa-chỉ"][1], at["Điện-thoại"][1]
    rule = max(box[1] for box in drawn_paths(pdf) if box[1] < 100)
    assert upper - lower > 11
    assert rule > upper + 8


def test_the_last_lines_of_the_text_go_with_the_signature() -> None:
    # Without that, these lengths leave the signature alone on the second page.
    for length in (16, 19):
        body = (*["Trồng cây quanh trạm."] * length, "Các trạm thực hiện./.")
        page = typeset_docx(write_form("1.4", replace(PLAN, body=body)), created_at=AT, engine="embedded")
        assert page.pages == 2
        assert "Các trạm thực hiện" in text_of(page.pdf, 1)


def test_a_submission_asks_whom_it_goes_to() -> None:
    reading = read_file(
        "x", write_form("1.4", replace(PLAN, kind="Tờ trình", abbreviation="TTr", symbol="TTr-SKT"))
    )
    assert "Kính gửi: …" in reading.text
    assert reading.recipients[0] == "Như trên"
