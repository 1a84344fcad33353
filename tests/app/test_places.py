"""Places for number, day and signature put by hand, through the page."""

from io import BytesIO

import pytest

from app.demo.papers import our_plan
from documents.model import Document
from tests.conftest import NOW
from tests.site import Site, text_of

HAND = {
    "number-page": "1",
    "number-left": "40",
    "number-top": "45,5",
    "number-width": "14",
    "number-height": "6",
}


@pytest.fixture
def paper(site: Site) -> str:
    """A real draft, uploaded by the officer."""
    answer = site.person("soanthao").post("/drafts/new", {"draft": (BytesIO(our_plan(NOW)), "ke-hoach.docx")})
    return str(answer.location).rsplit("/", 1)[-1]


def stored(site: Site, paper: str) -> Document:
    with site.house.look() as work:
        return work.session.get_one(Document, paper)


def test_a_box_is_shown_where_it_was_found_and_goes_where_it_is_put(site: Site, paper: str) -> None:
    officer, before = site.person("soanthao"), stored(site, paper)
    assert 'name="number-left"' in officer.get(f"/documents/{paper}").text
    assert (
        officer.post(f"/drafts/{paper}/places", {"version": site.version(paper), **HAND}).status_code == 302
    )
    after = stored(site, paper)
    assert after.rendition_sha256 != before.rendition_sha256
    assert after.fields["places"]["number"]["x"] == pytest.approx(40 * 72 / 25.4, abs=0.01)
    assert after.fields["symbol"] == before.fields["symbol"]
    assert 'value="45.5"' in officer.get(f"/documents/{paper}").text


def test_the_system_looks_for_itself_again_when_asked(site: Site, paper: str) -> None:
    officer, found = site.person("soanthao"), stored(site, paper).fields["places"]
    officer.post(f"/drafts/{paper}/places", {"version": site.version(paper), **HAND})
    officer.post(f"/drafts/{paper}/places", {"version": site.version(paper), **HAND, "found": "1"})
    assert stored(site, paper).fields["places"] == found


@pytest.mark.parametrize(
    "fault",
    [
        {"number-page": "7"},
        {"number-left": "xa lắm"},
        {"number-width": "-4"},
        {"number-top": "4000"},
        {"number-left": ""},
    ],
)
def test_a_place_that_makes_no_sense_is_told_and_keeps_what_was_typed(
    site: Site, paper: str, fault: dict[str, str]
) -> None:
    before = stored(site, paper)
    answer = site.person("soanthao").post(
        f"/drafts/{paper}/places", {"version": site.version(paper), **HAND, **fault}
    )
    assert answer.status_code == 422
    assert "45,5" in answer.text or "number-top" in fault
    assert stored(site, paper).fields == before.fields


def test_a_place_put_on_an_older_sight_is_refused(site: Site, paper: str) -> None:
    officer = site.person("soanthao")
    seen = site.version(paper)
    officer.post(f"/drafts/{paper}/fields", {"version": seen, "place": "Nơi khác"})
    answer = officer.post(f"/drafts/{paper}/places", {"version": seen, **HAND})
    assert answer.status_code == 409
    assert "đã" in text_of(answer)
