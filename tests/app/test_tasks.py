"""The leader's desk and the way of a paper through the doors, from the văn thư to the dossier."""

from tests.arrivals import directed, person_of, presented, registered, task_of, unit_of
from tests.site import Site, text_of
from workflows.filing import open_dossiers


def test_a_desk_is_for_leaders_and_shows_only_what_was_presented_to_them(site: Site) -> None:
    presented(site.house, subject="Trình riêng Giám đốc")
    assert site.person("soanthao").get("/incoming/desk").status_code == 403
    assert "Trình riêng" not in text_of(site.person("pho").get("/incoming/desk"))
    assert "Trình riêng" in text_of(site.person("giamdoc").get("/incoming/desk"))


def test_the_director_directs_one_after_another_and_a_refusal_keeps_what_was_typed(site: Site) -> None:
    first, second = (presented(site.house, number_symbol=f"{n}/X") for n in (1, 2))
    desk = site.person("giamdoc")
    form = {"desk": "1", "lead": unit_of(site.house, "TH"), "instruction": "Tham mưu trả lời"}
    refused = desk.post(f"/incoming/{first}/direct", {**form, "version": site.version(first), "days": "chín"})
    assert refused.status_code == 422
    assert "thời hạn phải từ 1 đến 250" in text_of(refused)
    assert "Tham mưu trả lời" in refused.text
    for paper in (first, second):
        more = {"version": site.version(paper), "days": "5", "supporter": unit_of(site.house, "KT")}
        answer = desk.post(f"/incoming/{paper}/direct", {**form, **more})
        assert answer.location.endswith("/incoming/desk")
    assert "Không có văn bản nào chờ ý kiến" in text_of(desk.get("/incoming/desk"))
    stale = desk.post(f"/incoming/{first}/direct", {**form, "version": "1"})
    assert stale.status_code in (403, 409)


def test_a_paper_goes_its_whole_way_through_the_doors(site: Site) -> None:
    house, paper = site.house, directed(site.house, subject="Đối chiếu cả năm")
    ours = house.upload("Trả lời Sở Kho bạc")
    head, officer, support = (site.person(who) for who in ("truongphong", "soanthao", "ketoan"))
    lead, part = task_of(house, paper, "lead"), task_of(house, paper, "supporter")
    assert "Đối chiếu cả năm" in text_of(head.get("/incoming"))
    assert "Đối chiếu cả năm" not in text_of(officer.get("/incoming"))
    given = {"task": lead, "to": person_of(house, "soanthao"), "days": "2", "instruction": "Soạn trả lời"}
    assert head.post(f"/incoming/{paper}/assign", given).status_code == 302
    shown = text_of(head.get(f"/incoming/{paper}"))
    assert "Chưa được: còn chờ Phòng Kế toán, Nguyễn Soạn" in shown
    handler = task_of(house, paper, "handler")
    empty = officer.post(f"/incoming/{paper}/report", {"task": handler, "sort": "result", "words": ""})
    assert empty.status_code == 422
    for person, task in ((officer, handler), (support, part)):
        said = {"task": task, "sort": "result", "words": "Đã làm xong phần của mình"}
        assert person.post(f"/incoming/{paper}/report", said).status_code == 302
    assert head.post(f"/incoming/{paper}/reply", {"outgoing": ours}).status_code == 302
    assert "Trả lời văn bản đến" in text_of(head.get(f"/documents/{ours}"))
    done = {"version": site.version(paper), "reason": "Đã trả lời bằng công văn"}
    assert head.post(f"/incoming/{paper}/complete", done).status_code == 302
    slip = text_of(site.person("giamdoc").get(f"/incoming/{paper}/slip"))
    assert "Phòng Tổng hợp, hạn 19/03/2026: Tham mưu trả lời" in slip
    assert "Đã làm xong phần của mình" in slip
    with house.look("truongphong") as work:
        dossier = open_dossiers(work)[0].id
    filed = head.post(f"/incoming/{paper}/filing", {"version": site.version(paper), "dossier": dossier})
    assert filed.status_code == 302
    assert house.state(paper) == "filed"
    assert "Đã lưu hồ sơ 01.TH" in text_of(site.person("vanthu").get("/incoming/tracking"))


def test_no_generic_door_lets_a_step_of_the_desks_through(site: Site) -> None:
    """A step that gives a number or a deadline with it is not taken by its bare name."""
    paper = registered(site.house)
    clerk = site.person("vanthu")
    answer = clerk.post(f"/review/{paper}/present", {"version": site.version(paper)})
    assert answer.status_code == 409
    assert site.house.state(paper) == "registered"
