"""Every stroke has its owner: the director's, the agency's, or nobody's; attacks show what they covered."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from documents.pdf.agency_line import AgencyLine, prepare_line, sign_line
from documents.pdf.fields import prepare
from documents.pdf.ink import BUSY, NOT_DRAWN, Ink, _drawing, ink
from documents.pdf.pending import stamp_and_complete
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.attacks import shadowed
from tests.attacks.bases import approved, sent
from tests.attacks.bombs import bombs
from tests.documents.pdf.conftest import AGENCY, DIRECTOR, LOOKED_AT, PLACES, SIGNED_AT, Office, typeset

ROOMY = """
#set page(paper: "a4")
#set text(font: "Tinos")
#for n in range({pages}) {{ if n > 0 {{ pagebreak() }}; [Trang #n] }}
"""


def inked(office: Office, pdf: bytes) -> Ink:
    trust = Trust(roots=office.trust.roots, intermediates=office.agency.chain)
    drawn = ink(pdf, verify(pdf, trust=trust, at=LOOKED_AT))
    assert drawn is not None
    return drawn


def said(drawn: Ink) -> list[tuple[str, list[str]]]:
    return [(step.signer, [mark.words for mark in step.marks]) for step in drawn.steps]


def heeded(drawn: Ink) -> list[str]:
    return [mark.words for step in drawn.steps for mark in step.marks if mark.alarming]


def test_a_file_without_signatures_has_no_ink(rendition: bytes) -> None:
    assert ink(prepare(rendition, PLACES), verify(rendition, trust=Trust(), at=LOOKED_AT)) is None


def test_each_stroke_of_an_issued_paper_has_its_owner(office: Office, archived: bytes) -> None:
    drawn = inked(office, archived)
    director, agency, stamp = said(drawn)
    assert director == (DIRECTOR, ["hình chữ ký"])
    assert agency == (AGENCY, ["điền số «15»", "điền ngày «06»", "điền tháng «12»", "hình con dấu"])
    assert stamp[1] == []
    assert heeded(drawn) == []
    assert {step.tone for step in drawn.steps} == {"good"}
    assert [mark.number for mark in drawn.pages[0].marks] == [1, 2, 3, 4, 5]


def test_the_line_of_an_annex_is_not_called_a_seal(office: Office, rendition: bytes) -> None:
    line = AgencyLine(None, "15/KH-THU", SIGNED_AT)
    annex = stamp_and_complete(sign_line(prepare_line(rendition), office.agency, line), office.timestamper())
    assert said(inked(office, annex)) == [(AGENCY, ["dòng chữ ký của cơ quan"])]


def test_a_stranger_s_ink_is_shown_as_a_stranger_s(archived: bytes) -> None:
    drawn = ink(archived, verify(archived, trust=Trust(), at=LOOKED_AT))
    assert drawn is not None
    assert [step.tone for step in drawn.steps[:2]] == ["wait", "wait"]


def test_a_stranger_stays_a_stranger_when_the_file_was_altered(office: Office) -> None:
    pdf = shadowed.attacks(office)["hide-and-replace-2 contents"](approved(office, shadowed.bait()))
    drawn = ink(pdf, verify(pdf, trust=Trust(), at=LOOKED_AT))
    assert drawn is not None
    assert [step.tone for step in drawn.steps] == ["wait", "bad"]


def test_the_picture_is_in_the_colours_of_the_signers(office: Office, archived: bytes) -> None:
    (page,) = inked(office, archived).pages
    with Image.open(BytesIO(page.png)) as picture:
        assert picture.size == (page.width_px, page.height_px)
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1_000_000) or ()}
    assert any(blue > 140 and red < 40 for red, _, blue in colours)
    assert any(green > 100 and red < 40 and blue < 100 for red, green, blue in colours)


#: One is refused before its signatures are read; one changes what no reader of ours draws. The verdict tells of both.
UNSEEN = ("hide-1 cover freed", "replace-1 another value")


@pytest.mark.parametrize("name", sorted({*shadowed.attacks(None)} - {*UNSEEN}))  # type: ignore[arg-type]
def test_a_shadow_switched_on_after_signing_is_nobody_s_ink(office: Office, name: str) -> None:
    signed = approved(office, shadowed.bait())
    pdf = shadowed.attacks(office)[name](signed)
    drawn = inked(office, pdf)
    last = drawn.steps[-1]
    assert (last.signer, last.tone) == ("", "bad")
    assert last.marks
    assert all(mark.alarming for mark in last.marks)


@pytest.mark.parametrize("name", UNSEEN)
def test_a_shadow_that_is_not_drawn_is_told_by_the_verdict(office: Office, name: str) -> None:
    pdf = shadowed.attacks(office)[name](approved(office, shadowed.bait()))
    report = verify(pdf, trust=office.trust, at=LOOKED_AT)
    assert report.verdict in ("altered", "unverifiable")
    drawn = ink(pdf, report)
    assert drawn is None or heeded(drawn) == []


def test_what_was_replaced_is_shown_beside_what_replaced_it(office: Office) -> None:
    signed = approved(office, shadowed.bait())
    drawn = inked(office, shadowed.attacks(office)["hide-and-replace-2 contents"](signed))
    assert heeded(drawn) == ["nội dung trang: thay"]


def test_other_makers_papers_are_told_apart_as_well(office: Office) -> None:
    drawn = inked(office, sent(office))
    assert [signer for signer, _ in said(drawn)] == [DIRECTOR, AGENCY, AGENCY, AGENCY]
    assert heeded(drawn) == []


def test_pages_without_ink_are_not_drawn_and_all_are_looked_at(office: Office) -> None:
    paper = prepare(typeset(ROOMY.format(pages=30)), PLACES)
    drawn = inked(office, office.certify(paper))
    assert [page.page for page in drawn.pages] == [1]
    assert (drawn.pages_seen, drawn.pages_total, drawn.trouble) == (30, 30, "")


def test_what_does_not_fit_the_limits_is_said_and_not_left_out(office: Office) -> None:
    paper = prepare(typeset(ROOMY.format(pages=230)), PLACES)
    drawn = inked(office, office.certify(paper))
    assert drawn.pages_seen == 200
    assert "200 trong 230 trang" in drawn.trouble


@pytest.mark.parametrize(
    "broken", [lambda pdf: pdf[: len(pdf) // 2], lambda pdf: pdf.replace(b"/Page ", b"/Pxge ")]
)
def test_a_file_that_cannot_be_drawn_still_has_its_verdict(
    office: Office, archived: bytes, broken: Callable[[bytes], bytes]
) -> None:
    report = verify(archived, trust=office.trust, at=LOOKED_AT)
    drawn = ink(broken(archived), report)
    assert drawn is not None
    assert drawn.trouble


def test_a_page_made_to_fill_the_memory_is_given_up(office: Office, sealed: bytes) -> None:
    drawn = inked(office, bombs()["object stream of nothing"](sealed))
    assert (drawn.pages, drawn.trouble) == ((), NOT_DRAWN)


def test_who_comes_when_all_are_drawing_is_told_so(
    office: Office, archived: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.pdf.ink.WAIT_S", 0)
    with _drawing, _drawing:
        assert inked(office, archived).trouble == BUSY
    assert inked(office, archived).pages


def test_the_drawing_process_starts_from_any_folder(
    office: Office, archived: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert inked(office, archived).pages
