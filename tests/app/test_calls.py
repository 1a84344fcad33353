"""An emulation registration through the doors: called for, written in Word, agreed to, taken in, summed up."""

from io import BytesIO

import docx
from sqlalchemy import select

from app.deliveries import FAST, drain
from app.pending import open_reports
from documents.calls import Call
from documents.model import Document
from tests import called
from tests.office import NOW
from tests.site import Site, a_file, text_of


def a_registration() -> bytes:
    """A form without number or symbol, as units write it."""
    made = docx.Document()
    for line in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "PHÒNG TỔNG HỢP",
        "BẢN ĐĂNG KÝ THI ĐUA", "Năm 2026", "Tập thể phòng đăng ký danh hiệu Tập thể lao động xuất sắc.",
        "TRƯỞNG PHÒNG", "Phan Trưởng",
    ):  # fmt: skip
        made.add_paragraph(line)
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def new_call(site: Site) -> dict[str, object]:
    return {
        "kind": called.KIND, "title": "Đăng ký thi đua năm 2026", "period_from": "2026-01-01",
        "period_to": "2026-12-31", "due_on": "20/03/2026", "unit": [site.house.placed.units["TH"]],
    }  # fmt: skip


def the_call(site: Site) -> str:
    with site.house.look() as work:
        return work.session.scalars(select(Call.id)).one()


def test_the_administrator_gets_no_form_and_opens_nothing(site: Site) -> None:
    administrator = site.person("quantri")
    assert administrator.get("/calls").status_code == 403
    assert administrator.post("/calls", new_call(site)).status_code == 403
    officer = site.person("soanthao")
    page = officer.get("/calls")
    assert "Mở đợt mới" not in page.text
    with site.house.look() as work:
        assert work.session.scalars(select(Call)).all() == []


def test_a_refused_call_keeps_what_was_typed(site: Site) -> None:
    head = site.person("ketoan")
    answer = head.post("/calls", {**new_call(site), "due_on": "2026-03-01"})
    assert answer.status_code == 422
    assert "hạn nộp không thể ở trước hôm nay" in text_of(answer)
    assert 'value="Đăng ký thi đua năm 2026"' in answer.text


def test_a_registration_goes_its_whole_way_through_the_doors(site: Site) -> None:
    head, officer, chief = site.person("ketoan"), site.person("soanthao"), site.person("truongphong")
    assert head.post("/calls", new_call(site)).status_code == 302
    call_id = the_call(site)
    assert "Đơn vị bạn phải nộp" in text_of(officer.get("/"))
    answer = officer.post(f"/calls/{call_id}/paper", {"draft": a_file("dang-ky.docx", a_registration())})
    assert answer.status_code == 302, text_of(answer)
    with site.house.look() as work:
        document_id = work.session.scalars(select(Document.id)).one()
    officer.post(
        f"/drafts/{document_id}/fields", {"subject": "Năm 2026", "version": site.version(document_id)}
    )
    for person, step in ((officer, "submit"), (chief, "hand_in"), (head, "take_in")):
        answer = person.post(f"/review/{document_id}/{step}", {"version": site.version(document_id)})
        assert answer.status_code == 302, text_of(answer)
    drain(site.office, FAST)
    assert "Chờ bạn tổng hợp" in text_of(head.get("/"))
    asked = {"ask-number": "15/BC-STNĐT", "ask-day": "2026-03-25"}
    assert head.post(f"/calls/{call_id}/steps/sum_up", asked).status_code == 302
    table = officer.get(f"/calls/{call_id}.csv")
    assert table.mimetype == "text/csv"
    assert "Phòng Tổng hợp,Đã tiếp nhận,12/03/2026,20/03/2026,,Năm 2026," in table.text


def test_a_file_that_cannot_enter_leaves_the_call_unanswered(site: Site) -> None:
    call_id = called.open_one(site.house, units=("TH",))
    officer = site.person("soanthao")
    answer = officer.post(f"/calls/{call_id}/paper", {"draft": a_file("x.docx", b"khong phai Word")})
    assert answer.status_code == 415
    assert "Đơn vị bạn nộp" in text_of(answer)
    with site.house.look() as work:
        assert work.session.scalars(select(Document)).all() == []


def test_the_worker_opens_the_call_of_a_period_that_closed(site: Site) -> None:
    head = site.person("ketoan")
    duty = {"title": "Báo cáo tuần", "period": "month", "closes_on": "12", "due_days": "3"}
    assert head.post("/calls/duties", {**duty, "unit": site.house.placed.units["TH"]}).status_code == 302
    assert site.clock.now == NOW
    assert open_reports(site.office) == 1
    assert open_reports(site.office) == 0
    assert "Báo cáo tuần tháng 3 năm 2026" in text_of(site.person("soanthao").get("/"))
