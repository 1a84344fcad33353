"""Annexes through the doors: added, read, refused with what was typed kept, issued, and shown to a guest."""

from io import BytesIO

from app.deliveries import SLOW, drain
from app.office import OFFICE
from documents.annexes import annexes_of
from documents.journal import JournalEntry
from documents.pdf.verify import verify
from tests.annexes import add, annex_page
from tests.office import NOW, PASSWORD, drawing
from tests.site import Site, a_file, text_of
from workflows.signing import sign_document


def annex_ids(site: Site, paper: str) -> list[str]:
    with site.office.reading(OFFICE) as work:
        return [row.id for row in annexes_of(work.session, paper)]


def on_the_desk(site: Site) -> str:
    paper = site.house.upload("Có phụ lục")
    add(site.house, paper, "Chỉ tiêu", "Biểu mẫu")
    return site.house.checked(paper)


def issued(site: Site) -> str:
    house, paper = site.house, on_the_desk(site)
    sign_document(house.begin("giamdoc"), house.rules, house.tools(), paper, house.keys.director)
    form = {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}
    answer = site.person("vanthu").post("/registry", form)
    assert answer.status_code == 200, text_of(answer)
    return paper


def test_who_may_not_edit_sees_annexes_but_no_way_to_change_them(site: Site) -> None:
    paper = on_the_desk(site)
    shown = site.person("giamdoc").get(f"/documents/{paper}")
    assert "Phụ lục I: Chỉ tiêu" in text_of(shown)
    assert "Thêm phụ lục" not in text_of(shown)


def test_the_drafter_adds_an_annex_and_reads_it_on_the_same_page(site: Site) -> None:
    paper = site.house.upload()
    file = a_file("bieu.pdf", annex_page("MỘT"))
    form = {"annex": file, "annex-title": "Chỉ tiêu", "version": site.version(paper)}
    soanthao = site.person("soanthao")
    assert soanthao.post(f"/drafts/{paper}/annexes", form).status_code == 302
    (annex_id,) = annex_ids(site, paper)
    assert "Phụ lục: Chỉ tiêu" in text_of(soanthao.get(f"/documents/{paper}"))
    picture = soanthao.get(f"/documents/{paper}/annexes/{annex_id}/pages/1.png?w=320")
    assert picture.data.startswith(b"\x89PNG")
    assert soanthao.get(f"/documents/{paper}/annexes/{annex_id}/pages/2.png?w=320").status_code == 404
    assert soanthao.get(f"/documents/{paper}/annexes/{annex_id}/file").data == annex_page("MỘT")


def test_a_file_that_cannot_be_signed_is_told_and_the_title_is_kept(site: Site) -> None:
    paper = site.house.upload()
    form = {"annex": a_file("bieu.xlsx", drawing("red")), "annex-title": "Biểu số liệu",
            "version": site.version(paper)}  # fmt: skip
    answer = site.person("soanthao").post(f"/drafts/{paper}/annexes", form)
    assert answer.status_code == 422
    assert "xuất ra PDF rồi thêm vào" in text_of(answer)
    assert 'value="Biểu số liệu"' in answer.text
    assert annex_ids(site, paper) == []


def test_nothing_chosen_is_told(site: Site) -> None:
    paper = site.house.upload()
    form = {"annex-title": "Biểu", "version": site.version(paper)}
    assert site.person("soanthao").post(f"/drafts/{paper}/annexes", form).status_code == 422


def test_an_annex_of_another_paper_is_not_read_through_this_one(site: Site) -> None:
    mine, other = site.house.upload("Một"), site.house.upload("Hai")
    (annex_id,) = add(site.house, other, "Chỉ tiêu")
    soanthao = site.person("soanthao")
    for what in ("pdf", "file", "pages/1.png"):
        assert soanthao.get(f"/documents/{mine}/annexes/{annex_id}/{what}").status_code == 404


def test_the_signer_confirms_the_digests_of_the_annexes_too(site: Site) -> None:
    paper = on_the_desk(site)
    giamdoc = site.person("giamdoc")
    desk = giamdoc.get("/signing")
    assert "Phụ lục kèm theo (2 tệp)" in text_of(desk)
    with site.office.reading(OFFICE) as work:
        digests = [row.rendition_sha256 for row in annexes_of(work.session, paper)]
    assert all(digest[:16] in desk.text for digest in digests)
    form = {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}
    assert giamdoc.post("/signing", form).status_code == 200
    with site.office.reading(OFFICE) as work:
        confirmed = work.session.query(JournalEntry).filter_by(fact="signing_confirmed").one()
    assert all(digest in confirmed.body for digest in digests)


def test_a_guest_is_told_whose_annex_a_file_is(site: Site) -> None:
    paper = issued(site)
    second = annex_ids(site, paper)[1]
    pdf = site.person("soanthao").get(f"/documents/{paper}/annexes/{second}/pdf")
    assert 'filename="01-KH-STNDT-Phu-luc-II.pdf"' in pdf.headers["Content-Disposition"]
    told = text_of(site.visitor().post("/verify", {"pdf": (BytesIO(pdf.data), "pl.pdf")}))
    assert "Phụ lục của 01/KH-STNĐT, đã phát hành" in told
    assert "Đúng là phụ lục cơ quan đã phát hành" in told
    assert "Phụ lục II: Biểu mẫu" in told


def test_a_tampered_annex_is_called_so(site: Site) -> None:
    paper = issued(site)
    first = annex_ids(site, paper)[0]
    pdf = bytearray(site.person("soanthao").get(f"/documents/{paper}/annexes/{first}/pdf").data)
    pdf[900] ^= 1
    told = text_of(site.visitor().post("/verify", {"pdf": (BytesIO(bytes(pdf)), "pl.pdf")}))
    assert "đã phát hành Cơ quan" not in told
    assert "Đúng là phụ lục" not in told


def test_annexes_are_raised_to_the_archival_level_with_their_paper(site: Site) -> None:
    paper = issued(site)
    drain(site.office, SLOW)
    with site.office.reading(OFFICE) as work:
        files = [work.files.get(str(row.current_sha256)) for row in annexes_of(work.session, paper)]
    levels = [verify(pdf, trust=site.office.trust, at=NOW).level for pdf in files]
    assert levels == ["B-LTA", "B-LTA"]


def test_words_of_an_annex_find_its_paper(site: Site) -> None:
    paper = site.house.upload()
    file = a_file("bieu.pdf", annex_page("CÂY BÀNG VUÔNG"))
    form = {"annex": file, "annex-title": "Cây", "version": site.version(paper)}
    soanthao = site.person("soanthao")
    soanthao.post(f"/drafts/{paper}/annexes", form)
    assert f"/documents/{paper}" in soanthao.get("/find?q=bàng+vuông").text
