"""Real papers: the plan this project began with, other samples, office files and forms."""

import page as page_validation
import pytest

from documents.errors import VanthuError
from tests.documents.typesetting.drafts import page


def test_the_plan_becomes_four_pages_with_every_place(corpus):
    made = page((corpus / "samples" / "ke-hoach-thi-dua.docx").read_bytes())
    assert (made.pages, made.losses, made.text_equal) == (4, (), True)
    assert {slot.name: slot.page for slot in made.slots} == {"number": 0, "day": 0, "signature": 3, "seal": 3}
    assert page_validation.validate_pdf_bytes(made.pdf, profile="2a").is_compliant


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("cong-van-tab-header", {"number", "day", "signature", "seal"}),
        ("quyet-dinh-merged-textbox", {"number", "day", "month", "signature", "seal"}),
    ],
)
def test_samples_with_other_heads_fit_on_one_page(corpus, name, names):
    made = page((corpus / "samples" / f"{name}.docx").read_bytes())
    assert made.pages == 1
    assert {slot.name for slot in made.slots} == names


def test_nine_of_ten_office_files_are_printed_whole(corpus):
    files = sorted((corpus / "files").glob("*.docx"))
    refused = {}
    for place in files:
        try:
            assert page(place.read_bytes()).text_equal
        except VanthuError as problem:
            refused[place.name] = problem.facts
    assert len(refused) <= len(files) / 10, refused
