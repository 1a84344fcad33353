"""A paper's whole way through the pages, each step by the person whose step it is."""

from tests.site import PASSWORD, Site, a_file, text_of
from workflows.filing import open_dossiers


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
    assert site.house.state(paper) == "filed"

    pdf = recipient.get(f"{page}/pdf")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="01-KH-STNDT.pdf"'
    visitor = site.visitor()
    told = text_of(visitor.post("/verify", {"pdf": a_file("01.pdf", pdf.data)}))
    assert "Văn bản đã phát hành" in told


def _first_dossier(site: Site) -> str:
    with site.house.look("luutru") as work:
        return open_dossiers(work)[0].id
