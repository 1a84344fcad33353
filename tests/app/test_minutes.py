"""Minutes through the pages: written from the template, checked, signed by the secretary, by the chair, and issued."""

from datetime import timedelta
from typing import Any

import pytest

from app.doctor import examine
from app.jobs import look_again
from app.profile import register_picture
from documents.model import Document
from documents.pdf.keys import load_pkcs12
from documents.pdf.verify import verify
from tests import minutes
from tests.office import AGENCY, NOW, PASSWORD, drawing
from tests.site import Person, Site, a_file, text_of
from workflows.directory.certificates import enroll_certificate

SUBJECT = "Họp xét khen thưởng quý I"
BODY = """Thời gian bắt đầu: 8 giờ 00, ngày 12 tháng 3 năm 2026
Địa điểm: phòng họp số 1
Thành phần tham dự: lãnh đạo các phòng
Nội dung: xét danh sách đề nghị khen thưởng
Cuộc họp kết thúc vào 9 giờ 00, ngày 12 tháng 3 năm 2026./."""


def form(site: Site, secretary: str = "soanthao", chair: str = "giamdoc") -> dict[str, Any]:
    people = site.house.placed.people
    return {
        "subject": SUBJECT,
        "body": BODY,
        "recipients": "Các phòng",
        "secretary": people[secretary],
        "signer": people[chair],
        "go_on": "1",
    }


def give_a_key(site: Site, username: str, name: str) -> None:
    """The officer gets a certificate of their own, its key in the office's folder, and a signature to show."""
    pki = site.house.keys.pki
    packed = pki.issue_person(name, title="Chuyên viên", agency=AGENCY, password=PASSWORD)
    certificate = load_pkcs12(packed, PASSWORD).certificate
    holder = f"person:{site.house.placed.people[username]}"
    key_name = site.office.keep_key("person", packed)
    with site.house.office() as work:
        enroll_certificate(work, holder, certificate, key_name, since=NOW - timedelta(days=1))
        register_picture(work, holder, drawing("blue"), width_mm=36, height_mm=22, since=NOW)


def step(site: Site, who: Person, paper: str, name: str, **more: str) -> int:
    answer = who.post(f"/review/{paper}/{name}", {"version": site.version(paper), **more})
    return answer.status_code


def sign(site: Site, who: Person, paper: str, desk: str = "/signing") -> str:
    chosen = {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}
    return text_of(who.post(desk, chosen))


def test_minutes_go_the_whole_way_through_the_pages(site: Site) -> None:
    give_a_key(site, "soanthao", "Nguyễn Soạn")
    officer, director, clerk = (site.person(name) for name in ("soanthao", "giamdoc", "vanthu"))
    assert "Bàn ký" not in text_of(officer.get("/"))
    answer = officer.post("/drafts/templates/bien-ban", form(site))
    assert answer.status_code == 302, text_of(answer)
    paper = str(answer.location).rsplit("/", 1)[-1]
    shown = text_of(officer.get(f"/documents/{paper}"))
    assert "Họ tên thư ký" in shown
    assert "Họ tên chủ tọa" in shown
    assert "Địa danh" not in shown
    assert step(site, officer, paper, "submit") == 302
    assert step(site, site.person("truongphong"), paper, "check_content") == 302
    assert step(site, site.person("thethuc"), paper, "check_form") == 302
    assert "Bàn ký 1" not in text_of(director.get("/"))
    assert "Bàn ký 1" in text_of(officer.get("/"))
    assert "với tư cách thư ký cuộc họp; chủ tọa ký sau bạn" in text_of(officer.get("/signing"))
    assert "Đã ký" in sign(site, officer, paper)
    assert "với tư cách chủ tọa cuộc họp; thư ký đã ký" in text_of(director.get("/signing"))
    assert "Đã ký" in sign(site, director, paper)
    assert "Đã phát hành" in sign(site, clerk, paper, "/registry")
    with site.house.look() as work:
        row = work.session.get_one(Document, paper)
        issued = work.files.get(row.issued_sha256 or "")
    report = verify(issued, trust=site.house.keys.trust, at=NOW, profile="own")
    assert report.verdict == "issued"
    assert [one.signer for one in report.signatures] == ["Nguyễn Soạn", "Trần Thị Thử", AGENCY]
    told = text_of(site.person("ketoan").get(f"/documents/{paper}"))
    assert "Chữ ký số của thư ký: Nguyễn Soạn" in told
    assert "Chữ ký số: Trần Thị Thử" in told
    assert all(check.ok for check in examine(site.office))


def test_administrator_reaches_no_desk_and_signs_nothing(site: Site) -> None:
    paper = minutes.checked(site.house)
    keeper = site.person("quantri")
    assert keeper.get("/signing").status_code == 403
    chosen = {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}
    assert keeper.post("/signing", chosen).status_code == 403
    assert site.house.state(paper) == "secretary_signing"


def test_the_chair_finds_nothing_to_sign_before_the_secretary(site: Site) -> None:
    paper = minutes.checked(site.house)
    chosen = {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}
    answer = site.person("giamdoc").post("/signing", chosen)
    assert answer.status_code == 409
    assert "không còn chờ ở bàn của bạn" in text_of(answer)
    assert site.house.state(paper) == "secretary_signing"


def test_a_wrong_password_loses_nothing_and_signs_nothing(site: Site) -> None:
    paper = minutes.checked(site.house)
    chosen = {"document": f"{paper}@{site.version(paper)}", "password": "sai"}
    answer = site.person("pho").post("/signing", chosen)
    assert answer.status_code >= 400
    assert f'value="{paper}@{site.version(paper)}" checked' in answer.text
    assert site.house.state(paper) == "secretary_signing"


def test_nobody_is_secretary_and_chair_of_one_meeting(site: Site) -> None:
    officer = site.person("soanthao")
    answer = officer.post("/drafts/templates/bien-ban", form(site, "giamdoc", "giamdoc"))
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "phải là hai người" in shown
    assert SUBJECT in answer.text
    assert site.documents() == 0


def test_the_verify_page_names_the_secretary(site: Site) -> None:
    paper = minutes.signed(site.house)
    minutes.issue(site.house, paper)
    with site.house.look() as work:
        row = work.session.get_one(Document, paper)
        issued = work.files.get(row.issued_sha256 or "")
    answer = site.visitor().post("/verify", {"pdf": a_file("bien-ban.pdf", issued)})
    shown = text_of(answer)
    assert "Văn bản đã phát hành" in shown
    assert "Chữ ký của thư ký" in shown
    assert "Chữ ký của người có thẩm quyền" in shown


def test_minutes_with_one_signature_are_told_what_is_missing(site: Site) -> None:
    paper = minutes.checked(site.house)
    minutes.attest(site.house, paper)
    with site.house.look() as work:
        half = work.files.get(work.session.get_one(Document, paper).signed_sha256 or "")
    report = verify(half, trust=site.house.keys.trust, at=NOW, profile="own")
    assert report.verdict == "signed"
    assert any("còn thiếu chữ ký của chủ tọa" in one.message for one in report.findings)


@pytest.mark.parametrize("who", ["ketoan", "quantri"])
def test_strangers_do_not_see_minutes_under_way(site: Site, who: str) -> None:
    paper = minutes.checked(site.house)
    assert site.person(who).get(f"/documents/{paper}").status_code == 404


def test_issued_minutes_are_raised_to_the_long_term_level(site: Site) -> None:
    paper = minutes.signed(site.house)
    minutes.issue(site.house, paper)
    look_again(site.office)
    with site.house.look() as work:
        row = work.session.get_one(Document, paper)
        raised = work.files.get(row.current_sha256 or "")
    report = verify(raised, trust=site.house.keys.trust, at=NOW, profile="own")
    assert (report.verdict, report.level) == ("issued", "B-LTA")
    assert [one.revocation for one in report.signatures[:3]] == ["good"] * 3
