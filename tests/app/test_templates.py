"""A draft from a fill-in template, through the page: the Word file, or a draft at once."""

import io
from typing import Any

import docx
import pytest

from documents.model import Document
from tests.site import Site, text_of

PLAN = {
    "subject": "Trồng cây đầu xuân",
    "legal_bases": "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
    "body": "I. MỤC ĐÍCH\nTrồng cây ở sân cơ quan.\nII. THỰC HIỆN\nCác phòng cùng trồng.",
    "recipients": "- Sở Kho bạc;\n- Lãnh đạo Sở",
}


def signer(site: Site, username: str) -> dict[str, str]:
    return {"signer": site.house.placed.people[username]}


def written(site: Site, kind: str, form: dict[str, Any]) -> Document:
    answer = site.person("soanthao").post(f"/drafts/templates/{kind}", {**form, "go_on": "1"})
    assert answer.status_code == 302, text_of(answer)
    with site.house.look() as work:
        return work.session.get_one(Document, str(answer.location).rsplit("/", 1)[-1])


def test_who_drafts_nothing_has_no_templates(site: Site) -> None:
    assert site.person("quantri").get("/drafts/templates").status_code == 403


def test_the_list_has_the_kinds_that_can_go_their_way(site: Site) -> None:
    shown = text_of(site.person("soanthao").get("/drafts/templates"))
    assert "Quyết định QĐ" in shown
    assert "Hợp đồng" not in shown


@pytest.mark.parametrize("kind", ["hop-dong", "sam-truyen"])
def test_a_kind_without_a_form_has_no_page_to_fill_in(site: Site, kind: str) -> None:
    answer = site.person("soanthao").get(f"/drafts/templates/{kind}")
    assert answer.status_code == 422
    assert "Hiện nhận" in text_of(answer)


def test_a_plan_is_filled_in_read_back_and_ready_to_submit(site: Site) -> None:
    paper = written(site, "ke-hoach", {**PLAN, **signer(site, "pho")})
    assert paper.fields["places_missing"] == []
    assert (paper.symbol, paper.subject, paper.kind) == ("KH-STNĐT", "Trồng cây đầu xuân", "ke-hoach")
    assert paper.fields["signing_lines"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert paper.fields["recipients"] == ["Sở Kho bạc", "Lãnh đạo Sở"]
    assert paper.fields["archive_line"] == "Lưu: VT, TH"
    answer = site.person("soanthao").post(f"/review/{paper.id}/submit", {"version": paper.version})
    assert answer.status_code == 302
    assert site.house.state(paper.id) == "content_check"


def test_a_letter_is_addressed_numbered_by_its_unit_and_sent_as_above(site: Site) -> None:
    form = {**PLAN, **signer(site, "giamdoc"), "addressees": "Sở Kho bạc\nPhòng Kế toán", "recipients": ""}
    paper = written(site, "cong-van", form)
    assert (paper.symbol, paper.fields["addressees"]) == ("STNĐT-TH", ["Sở Kho bạc", "Phòng Kế toán"])
    assert paper.fields["recipients"] == ["Như trên"]


def test_a_decision_names_who_decides_and_whom_it_binds(site: Site) -> None:
    form = {
        **PLAN,
        **signer(site, "giamdoc"),
        "body": "Điều 1. Trồng cây.\nĐiều 2. Phòng Kế toán chịu trách nhiệm.",
    }
    paper = written(site, "quyet-dinh", form)
    assert "GIÁM ĐỐC SỞ THỬ NGHIỆM VÀ ĐÀO TẠO" in paper.text
    assert paper.symbol == "QĐ-STNĐT"


def test_the_word_file_alone_leaves_nothing_behind(site: Site) -> None:
    told = len(site.journal())
    answer = site.person("soanthao").post("/drafts/templates/ke-hoach", PLAN)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ke-hoach.docx"'
    assert "Trồng cây đầu xuân" in [p.text for p in docx.Document(io.BytesIO(answer.data)).paragraphs]
    assert len(site.journal()) == told


def test_a_form_without_its_subject_keeps_everything_typed(site: Site) -> None:
    answer = site.person("soanthao").post("/drafts/templates/ke-hoach", {**PLAN, "subject": " "})
    assert answer.status_code == 422
    assert "Các phòng cùng trồng" in answer.text


def test_an_unsigned_paper_leaves_the_office_as_a_draft_only(site: Site) -> None:
    paper = written(site, "ke-hoach", {**PLAN, **signer(site, "giamdoc")})
    downloaded = site.person("soanthao").get(f"/documents/{paper.id}/pdf").data
    assert downloaded != site.office.files.get(paper.rendition_sha256)
    issued = site.issued("Đã ban hành")
    with site.house.look() as work:
        digest = work.session.get_one(Document, issued).current_sha256
    assert site.person("soanthao").get(f"/documents/{issued}/pdf").data == site.office.files.get(str(digest))
