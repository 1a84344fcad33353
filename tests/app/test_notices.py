"""The page of notices and the number in the page's head."""

from sqlalchemy import update

from app.deliveries import FAST, drain
from app.office import OFFICE
from documents.journal import Delivery
from tests.site import Site, text_of
from workflows import review


def submitted(site: Site, subject: str = "Trồng cây") -> str:
    document_id = site.house.upload(subject)
    with site.house.work("soanthao") as work:
        review.submit(work, site.house.rules, document_id)
    drain(site.office, FAST)
    return document_id


def test_somebody_it_does_not_concern_sees_an_empty_page(site: Site) -> None:
    submitted(site)
    shown = text_of(site.person("ketoan").get("/notices"))
    assert "Chưa có thông báo nào" in shown
    assert "Trồng cây" not in shown


def test_the_head_of_every_page_counts_what_is_unread(site: Site) -> None:
    submitted(site)
    submitted(site, "Dọn kho")
    assert "2 thông báo chưa đọc" in site.person("truongphong").get("/").text
    assert "thông báo chưa đọc" not in site.person("ketoan").get("/").text


def test_a_notice_leads_to_its_paper_which_reads_it(site: Site) -> None:
    document_id = submitted(site)
    person = site.person("truongphong")
    shown = person.get("/notices")
    assert "Văn bản đến lượt bạn xử lý" in text_of(shown)
    assert f"/documents/{document_id}" in shown.text
    assert "thông báo chưa đọc" not in person.get(f"/documents/{document_id}").text


def test_all_notices_are_read_at_once(site: Site) -> None:
    submitted(site)
    person = site.person("truongphong")
    person.get("/notices")
    assert person.post("/notices/read", {"last": "999"}).status_code == 302
    assert "thông báo chưa đọc" not in person.get("/notices").text


def test_a_wrong_address_is_told_and_nothing_typed_is_lost(site: Site) -> None:
    person = site.person("soanthao")
    answer = person.post("/notices/settings", {"address": "soan tai mau", "event-came": "digest"})
    assert answer.status_code == 422
    assert "địa chỉ thư không hợp lệ" in text_of(answer)
    assert 'value="soan tai mau"' in answer.text
    assert '<option value="digest" selected>' in answer.text


def test_the_same_in_json(site: Site) -> None:
    submitted(site)
    told = site.person("truongphong").get("/api/notices").json
    assert told is not None
    assert (told["unread"], told["rows"][0]["event"], told["rows"][0]["subject"]) == (1, "came", "Trồng cây")


def test_a_worker_that_died_before_noting_its_delivery_tells_nobody_twice(site: Site) -> None:
    submitted(site)
    with site.office.work(OFFICE) as work:
        work.session.execute(update(Delivery).where(Delivery.consumer == "notices").values(delivered_at=None))
    drain(site.office, FAST)
    told = site.person("truongphong").get("/api/notices").json
    assert told is not None
    assert len(told["rows"]) == 1
