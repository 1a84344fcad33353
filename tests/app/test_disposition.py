"""Destroying through the doors: list, council, decision, minutes; afterwards no bytes, no text, and a sound office."""

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from app.deliveries import FAST, drain
from app.doctor import examine, sweep_orphans
from documents.dispositions import Disposition
from documents.model import Document, Dossier
from tests import disposing, records
from tests.office import a_draft
from tests.site import Site, text_of
from workflows import review

SUBJECT = "Sổ trực năm cũ không còn giá trị"


def the_list(site: Site) -> str:
    with site.house.look() as work:
        return work.session.scalars(select(Disposition.id)).one()


def drawn_up(site: Site) -> tuple[str, str]:
    """(document, list) after the archivist drew the list up through the page."""
    dossier_id, document_id = disposing.a_due_one(site.house, subject=SUBJECT)
    council = [site.house.placed.people[name] for name in disposing.COUNCIL]
    form = {"title": "Danh mục hủy 2026", "dossier": dossier_id, "council": council}
    assert site.person("luutru").post("/dispositions", form).status_code == 302
    return document_id, the_list(site)


def stored(site: Site) -> set[str]:
    return {digest for digest, _ in site.office.files.stored()}


def test_an_officer_sees_no_list_and_draws_none_up(site: Site) -> None:
    drawn_up(site)
    officer = site.person("soanthao")
    assert "Danh mục hủy 2026" not in text_of(officer.get("/dispositions"))
    assert officer.post("/dispositions", {"title": "Của tôi"}).status_code == 403
    with site.house.look() as work:
        assert len(work.session.scalars(select(Disposition)).all()) == 1


def test_a_refused_list_keeps_what_was_typed(site: Site) -> None:
    dossier_id = disposing.due_dossier(site.house)
    me = site.house.placed.people["luutru"]
    form = {"title": "Danh mục thử", "dossier": dossier_id, "council": me}
    answer = site.person("luutru").post("/dispositions", form)
    assert answer.status_code == 422
    assert "người lập danh mục không ở trong hội đồng" in text_of(answer)
    assert 'value="Danh mục thử"' in answer.text


def test_a_refused_change_keeps_what_was_typed(site: Site) -> None:
    _, list_id = drawn_up(site)
    me, other = (site.house.placed.people[name] for name in ("luutru", "thethuc"))
    form = {"title": "Tên sửa dở", "dossier": [], "council": [me, other]}
    answer = site.person("luutru").post(f"/dispositions/{list_id}/list", form)
    assert answer.status_code == 422
    assert 'value="Tên sửa dở"' in answer.text
    assert f'value="{other}" checked' in answer.text
    assert 'name="dossier" value' in answer.text
    assert not re.search(r'name="dossier" value="[^"]+" checked', answer.text)


def test_from_the_list_to_the_minutes(site: Site) -> None:
    document_id, list_id = drawn_up(site)
    with site.house.look() as work:
        digest = work.session.get_one(Document, document_id).draft_sha256
    archivist, deputy, head, director = (
        site.person(name) for name in ("luutru", "pho", "truongphong", "giamdoc")
    )
    steps = f"/dispositions/{list_id}/steps"
    assert archivist.post(f"{steps}/put_to_council").status_code == 302
    assert "Danh mục hủy chờ bạn" in text_of(deputy.get("/"))
    assert deputy.get(f"/documents/{document_id}").status_code == 200
    assert deputy.post(f"{steps}/put_to_director").status_code == 409
    for member in (deputy, head):
        assert member.post(f"/dispositions/{list_id}/agree").status_code == 302
    assert deputy.post(f"{steps}/put_to_director").status_code == 302
    assert deputy.get(f"/documents/{document_id}").status_code == 404
    answers = {"ask-number": "40/QĐ-STNĐT", "ask-day": "2026-03-12"}
    assert director.post(f"{steps}/decide_destruction", {}).status_code == 422
    assert director.post(f"{steps}/decide_destruction", answers).status_code == 302
    drain(site.office, FAST)
    # The machine's own clock dates files; everything stored a moment ago is old enough.
    sweep_orphans(site.office, older_than=-timedelta(minutes=1))
    assert digest not in stored(site)
    assert archivist.post(f"{steps}/record_minutes", answers).status_code == 302
    with site.house.look() as work:
        assert work.session.scalars(select(Dossier.state).where(Dossier.title.like("Hồ sơ %"))).all() == [
            "destroyed"
        ]
    officer = site.person("soanthao")
    page = text_of(officer.get(f"/documents/{document_id}"))
    assert "đã được hủy ngày" in page
    assert "Tải PDF" not in page
    assert SUBJECT in page
    assert officer.get(f"/documents/{document_id}/pages/1.png").status_code == 410
    assert [one for one in examine(site.office) if not one.ok] == []


def test_a_search_finds_no_text_of_what_was_destroyed(site: Site) -> None:
    house = site.house
    with house.work("soanthao") as work:
        draft = replace(a_draft("Sổ trực năm cũ"), text="KẾ HOẠCH trực đêm tại kho lưu giữ bồ kết")
        document_id = review.upload_draft(work, house.rules, draft).id
    dossier_id = records.open_one(house)
    records.put_in(house, dossier_id, document_id)
    records.bring_to(house, dossier_id, "due")
    list_id = disposing.draw_up(house, [dossier_id])
    officer, link = site.person("soanthao"), f"/documents/{document_id}"
    drain(site.office, FAST)
    assert link in officer.get("/find?q=bồ kết").text
    disposing.bring_to(house, list_id, "destroying")
    drain(site.office, FAST)
    assert disposing.state_of(house, list_id) == "destroyed"
    assert link not in officer.get("/find?q=bồ kết").text
    assert link in officer.get("/find?q=sổ trực").text
    assert officer.get(f"/compare/{document_id}").status_code == 410
