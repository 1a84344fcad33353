"""A paper's whole way through the pages, each step by the person whose step it is."""

from functools import cache
from pathlib import Path

import pytest

from documents.forms.plan import PlanDraft, write_plan_docx
from tests.office import AGENCY, DIRECTOR
from tests.site import PASSWORD, Site, a_file, text_of
from workflows.filing import open_dossiers

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "samples" / "ke-hoach-thi-dua.docx"


@cache
def our_draft() -> bytes:
    """A Word file of the small office, as an officer would make it."""
    return write_plan_docx(
        PlanDraft(
            agency=AGENCY.upper(),
            parent_agency="UBND TỈNH SAO MAI",
            symbol="KH-STNĐT",
            place="Sao Mai",
            month=3,
            year=2026,
            subject="Tổ chức tuần lễ đọc sách năm 2026",
            bases=(
                "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
            ),
            body=(
                "Sở Thử nghiệm và Đào tạo tổ chức tuần lễ đọc sách như sau:",
                "I. NỘI DUNG",
                "1. Đọc mỗi ngày./.",
            ),
            recipients=("Sở Kho bạc", "Lãnh đạo Sở", "Các phòng"),
            archive_line="Lưu: VT, TH (S)",
            signing_lines=("GIÁM ĐỐC",),
            signer_name=DIRECTOR,
        )
    )


def test_word_file_is_uploaded_read_set_and_issued(site: Site) -> None:
    drafter = site.person("soanthao")
    answer = drafter.post("/drafts/new", {"draft": a_file("tuan-le.docx", our_draft())})
    assert answer.status_code == 302, text_of(answer)
    page = answer.location
    paper = page.rsplit("/", 1)[-1]
    shown = drafter.get(page)
    assert "Tổ chức tuần lễ đọc sách năm 2026" in shown.text
    assert "Trần Thị Thử" in shown.text
    assert drafter.get(f"{page}/pages/1.png").mimetype == "image/png"

    assert drafter.post(f"/review/{paper}/submit", {"version": site.version(paper)}).status_code == 302
    for username, step in (("truongphong", "check_content"), ("thethuc", "check_form")):
        done = site.person(username).post(f"/review/{paper}/{step}", {"version": site.version(paper)})
        assert done.status_code == 302, text_of(done)
    for username, desk in (("giamdoc", "/signing"), ("vanthu", "/registry")):
        chosen = {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}
        done = site.person(username).post(desk, chosen)
        assert done.status_code == 200, text_of(done)
    assert site.house.state(paper) == "issued"
    assert site.person("soanthao").get(f"{page}/draft").data == our_draft()


def test_same_file_twice_is_told(site: Site) -> None:
    drafter = site.person("soanthao")
    for _ in range(2):
        last = drafter.post("/drafts/new", {"draft": a_file("tuan-le.docx", our_draft())})
    assert "Có thể trùng văn bản" in text_of(drafter.get(last.location))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared samples are not beside this checkout")
def test_plan_of_a_real_office_is_read_and_its_other_symbol_is_told(site: Site) -> None:
    drafter = site.person("soanthao")
    answer = drafter.post("/drafts/new", {"draft": a_file(SAMPLE.name, SAMPLE.read_bytes())})
    shown = text_of(drafter.get(answer.location))
    assert "là của cơ quan khác" in shown or "chưa biết nơi nhận" in shown
    assert "KH-SLĐTBXH" in drafter.get(answer.location).text


def test_paper_goes_from_the_desk_to_the_dossier_through_the_pages(site: Site) -> None:
    paper = site.house.upload("Tập huấn văn thư")
    page = f"/documents/{paper}"

    drafter = site.person("soanthao")
    assert "Tập huấn văn thư" in text_of(drafter.get(page))
    values = {"subject": "Tập huấn công tác văn thư", "version": site.version(paper)}
    assert drafter.post(f"/drafts/{paper}/fields", values).status_code == 302
    assert drafter.post(f"/review/{paper}/submit", {"version": site.version(paper)}).status_code == 302

    for username, step in (("truongphong", "check_content"), ("thethuc", "check_form")):
        person = site.person(username)
        assert "Tập huấn công tác văn thư" in text_of(person.get("/"))
        assert person.post(f"/review/{paper}/{step}", {"version": site.version(paper)}).status_code == 302

    director = site.person("giamdoc")
    assert "Tập huấn công tác văn thư" in text_of(director.get("/signing"))
    chosen = {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}
    assert "Đã ký" in text_of(director.post("/signing", chosen))

    clerk = site.person("vanthu")
    chosen = {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}
    assert "Đã phát hành" in text_of(clerk.post("/registry", chosen))
    assert "01/KH-STNĐT" in text_of(clerk.get("/registry/book"))

    recipient = site.person("ketoan")
    assert "01/KH-STNĐT" in text_of(recipient.get("/inbox"))
    assert recipient.post(f"/inbox/{paper}/accept").status_code == 302
    assert "Đã nhận" in text_of(recipient.get("/inbox"))
    assert "Tập huấn" in text_of(recipient.get("/find?q=tap+huan"))

    archivist = site.person("luutru")
    dossier = _first_dossier(site)
    filing = {"dossier": dossier, "version": site.version(paper)}
    assert archivist.post(f"/dossiers/file/{paper}", filing).status_code == 302
    assert site.house.states(paper)["records"] == "filed"

    pdf = recipient.get(f"{page}/pdf")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="01-KH-STNDT.pdf"'
    visitor = site.visitor()
    told = text_of(visitor.post("/verify", {"pdf": a_file("01.pdf", pdf.data)}))
    assert "Văn bản đã phát hành" in told


def _first_dossier(site: Site) -> str:
    with site.house.look("luutru") as work:
        return open_dossiers(work)[0].id
