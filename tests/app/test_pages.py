"""What the pages say to whom: counters, the reason of a return, why a step is closed."""

from tests.office import a_draft
from tests.site import Site, text_of
from workflows import review

REASON = "Căn cứ thứ hai ghi sai số nghị định"


def test_person_without_work_is_told_so(site: Site) -> None:
    assert "Không có việc nào chờ bạn" in text_of(site.person("ketoan").get("/"))


def test_counters_say_what_waits_for_whom(site: Site) -> None:
    site.house.on_the_desk("Một")
    site.house.on_the_desk("Hai")
    assert "Bàn ký 2" in text_of(site.person("giamdoc").get("/"))
    assert "Chờ bạn" not in text_of(site.person("vanthu").get("/"))


def test_drafter_reads_why_the_paper_came_back(site: Site) -> None:
    paper = site.house.on_the_desk()
    refusing = {"version": site.version(paper), "reason": REASON}
    site.person("giamdoc").post(f"/review/{paper}/refuse_signing", refusing)
    assert f"Bị trả lại : «{REASON}»" in text_of(site.person("soanthao").get(f"/documents/{paper}"))


def test_nobody_checks_their_own_draft_and_is_told_why(site: Site) -> None:
    with site.house.work("truongphong") as work:
        paper = review.upload_draft(work, site.house.rules, a_draft("Của trưởng phòng")).id
    head = site.person("truongphong")
    assert head.post(f"/review/{paper}/submit", {"version": site.version(paper)}).status_code == 302
    assert "không tự kiểm tra văn bản do mình soạn" in text_of(head.get(f"/documents/{paper}"))
    answer = head.post(f"/review/{paper}/check_content", {"version": site.version(paper)})
    assert answer.status_code == 409
    assert site.journal()[-1] == ("Phan Trưởng", "act_denied")


def test_other_peoples_steps_are_named_with_their_role(site: Site) -> None:
    paper = site.house.on_the_desk()
    assert "Ký số: bước này thuộc về người ký" in text_of(site.person("soanthao").get(f"/documents/{paper}"))


def test_register_is_read_in_parts_and_printed_whole(site: Site) -> None:
    for count in range(2):
        site.issued(f"Lần {count}")
    clerk = site.person("vanthu")
    book = text_of(clerk.get("/registry/book"))
    assert "Từ số 01 đến số 02" in book
    assert "(1) (2) (3) (4) (5) (6) (7) (8) (9) (10)" in book
    assert text_of(clerk.get("/registry/book?whole=1")).count("KH-STNĐT") >= 2
    assert "Chưa có văn bản nào" in text_of(clerk.get("/registry/book?year=2020"))


def test_history_is_told_in_words_without_codes(site: Site) -> None:
    paper = site.issued()
    told = text_of(site.person("soanthao").get(f"/documents/{paper}"))
    assert "Phạm Thư: cấp số 1" in told
    assert "document_" not in told
    assert "check_" not in told


def test_administrator_sees_how_the_system_is_but_no_paper(site: Site) -> None:
    site.issued("Chuyện riêng")
    told = text_of(site.person("quantri").get("/admin"))
    assert "Nhật ký" in told
    assert "Chuyện riêng" not in told


def test_drafting_officer_fills_in_whom_as_above_and_as_in_article_mean(site: Site) -> None:
    letter = {"kind": "Công văn", "symbol": "STNĐT-TH", "recipients": ["Như trên", "Như Điều 3"]}
    paper = site.house.upload("Hỏi về cây đa", **letter)
    officer = site.person("soanthao")
    shown = text_of(officer.get(f"/documents/{paper}"))
    assert "Điền ô «Kính gửi»" in shown
    assert "«Như Điều 3» gồm" in shown
    typed = {
        "version": site.version(paper),
        "addressees": "- Sở Kho bạc;\n- Viện Không Ai Biết.",
        "referred-2-line": "Như Điều 3",
        "referred-2": "Phòng Kế toán",
    }
    assert officer.post(f"/drafts/{paper}/fields", typed).status_code == 302
    shown = text_of(officer.get(f"/documents/{paper}"))
    assert "→ Phòng Kế toán" in shown
    assert "→ Viện Không Ai Biết. chưa biết" in shown


def test_administrator_stops_a_kind_and_the_next_draft_is_told(site: Site) -> None:
    keeper = site.person("quantri")
    assert "QyĐ" in text_of(keeper.get("/admin/kinds"))
    assert keeper.post("/admin/kinds/ke-hoach", {"period": "20 năm", "act": "Bảng của Sở"}).status_code == 302
    assert "Cơ quan ngừng dùng" in text_of(keeper.get("/admin/kinds"))
    assert "Bảng của Sở" in keeper.get("/admin/kinds/ke-hoach").text
    paper = site.house.upload("Công văn", kind="Công văn", symbol="STNĐT-TH")
    assert "<option >Kế hoạch</option>" not in site.person("soanthao").get(f"/documents/{paper}").text


def test_a_kind_nobody_knows_has_no_page(site: Site) -> None:
    assert site.person("quantri").get("/admin/kinds/sam-truyen").status_code == 404


def test_administrator_declares_a_swapped_day_and_takes_it_back(site: Site) -> None:
    keeper = site.person("quantri")
    assert keeper.post("/admin/calendar", {"day": "hôm qua", "works": "no", "reason": "x"}).status_code == 422
    answer = keeper.post("/admin/calendar", {"day": "2026-04-03", "works": "no", "reason": ""})
    assert answer.status_code == 422
    assert "2026-04-03" in answer.text
    keeper.post("/admin/calendar", {"day": "2026-04-03", "works": "no", "reason": "Thông báo số 5"})
    assert "03/04/2026 Sáu nghỉ Thông báo số 5" in text_of(keeper.get("/admin/calendar"))
    keeper.post("/admin/calendar", {"day": "2026-04-03", "forget": "1"})
    assert "Thông báo số 5" not in text_of(keeper.get("/admin/calendar"))
