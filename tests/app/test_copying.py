"""Copies through the doors: asked for, refused with what was typed kept, decided, signed, and shown to a guest."""

from io import BytesIO

from app.deliveries import SLOW, drain
from app.office import OFFICE
from documents.copies import Copy
from documents.model import Document
from documents.pdf.verify import verify
from tests import copied
from tests.annexes import annex_page
from tests.arrivals import registered, signed_pdf
from tests.office import NOW, PASSWORD
from tests.site import Site, a_file, text_of
from workflows.steps import take


def asking(site: Site, **more: object) -> dict[str, object]:
    return {"kind": "ban-sao-y", "signer": site.house.placed.people["giamdoc"], **more}


def issued(site: Site) -> str:
    """A copy that the văn thư asked for, the director let be made, and the văn thư signed at the desk."""
    document_id = copied.decided(site.house, copied.paper(site.house))
    form = {"document": f"{document_id}@{site.version(document_id)}", "password": PASSWORD}
    answer = site.person("vanthu").post("/registry", form)
    assert answer.status_code == 200, text_of(answer)
    return document_id


def test_of_an_electronic_paper_only_an_excerpt_is_offered(site: Site) -> None:
    source = registered(site.house, signed_pdf(site.house), medium="electronic")
    shown = text_of(site.person("vanthu").get(f"/copies/new/{source}"))
    assert "gửi chính văn bản này là đủ" in shown
    assert "Trích sao" in shown
    assert "Sao y: toàn văn" not in shown


def test_of_a_paper_without_its_scan_nothing_is_offered(site: Site) -> None:
    source = registered(site.house, medium="paper")
    shown = text_of(site.person("vanthu").get(f"/copies/new/{source}"))
    assert "chưa được số hóa" in shown
    assert "Gửi yêu cầu" not in shown


def test_a_kind_that_is_not_offered_is_refused_however_it_is_sent(site: Site) -> None:
    source = registered(site.house, signed_pdf(site.house), medium="electronic")
    answer = site.person("vanthu").post(f"/copies/new/{source}", asking(site))
    assert answer.status_code == 422
    assert "không sao nguyên văn sang bản điện tử" in text_of(answer)


def test_a_poor_scan_is_told_and_what_was_typed_is_kept(site: Site) -> None:
    source = copied.paper(site.house, copied.scan(150))
    answer = site.person("vanthu").post(f"/copies/new/{source}", asking(site, recipients="Các phòng"))
    assert answer.status_code == 422
    assert "trang 1 quét quá thưa (150 dpi)" in text_of(answer)
    assert "Các phòng</textarea>" in answer.text


def test_who_drafts_nothing_is_offered_no_copy(site: Site) -> None:
    paper = site.issued()
    assert "Yêu cầu trích sao" in text_of(site.person("soanthao").get(f"/documents/{paper}"))
    giamdoc = site.person("giamdoc")
    assert "Yêu cầu trích sao" not in text_of(giamdoc.get(f"/documents/{paper}"))
    assert giamdoc.get(f"/copies/new/{paper}").status_code == 403


def test_an_excerpt_without_its_file_is_told(site: Site) -> None:
    source = copied.paper(site.house)
    form = asking(site, kind="ban-trich-sao", part="Điều 1")
    answer = site.person("vanthu").post(f"/copies/new/{source}", form)
    assert answer.status_code == 422
    assert 'value="Điều 1"' in answer.text


def test_a_copy_goes_from_the_request_to_the_register(site: Site) -> None:
    source = copied.paper(site.house)
    vanthu = site.person("vanthu")
    assert "Yêu cầu bản sao" in text_of(vanthu.get(f"/documents/{source}", follow_redirects=True))
    answer = vanthu.post(f"/copies/new/{source}", asking(site))
    assert answer.status_code == 302
    document_id = answer.headers["Location"].rsplit("/", 1)[-1]
    shown = text_of(vanthu.get(f"/documents/{document_id}"))
    assert "Nguồn của bản sao" in shown
    assert "Người quyết định sao" in shown
    # The source says the same words: that is no sign of a paper made twice.
    assert "Có thể trùng văn bản" not in shown
    giamdoc = site.person("giamdoc")
    assert "Cho sao" in text_of(giamdoc.get(f"/documents/{document_id}"))
    with site.house.work("giamdoc") as work:
        take(work, site.house.rules, document_id, "decide_copy")
    form = {"document": f"{document_id}@{site.version(document_id)}", "password": PASSWORD}
    assert vanthu.post("/registry", form).status_code == 200
    assert "01/SY-STNĐT" in text_of(vanthu.get("/registry/book"))


def test_an_excerpt_is_set_from_its_own_file(site: Site) -> None:
    source = copied.paper(site.house)
    form = asking(site, kind="ban-trich-sao", part="Điều 1", excerpt=a_file("t.pdf", annex_page("TRÍCH")))
    assert site.person("vanthu").post(f"/copies/new/{source}", form).status_code == 302
    with site.office.reading(OFFICE) as work:
        assert work.session.query(Copy).one().form == "TRÍCH SAO"


def test_a_guest_is_told_what_a_copy_is_and_who_made_it(site: Site) -> None:
    document_id = issued(site)
    pdf = site.person("vanthu").get(f"/documents/{document_id}/pdf").data
    told = text_of(site.visitor().post("/verify", {"pdf": (BytesIO(pdf), "sao.pdf")}))
    assert "Bản sao (sao y) hợp lệ" in told
    assert "Sở Thử nghiệm và Đào tạo đã ký số bản sao lúc 09:30:00 ngày 12/03/2026" in told
    assert "Đúng là bản cơ quan đã phát hành" in told
    assert "01/SY-STNĐT" in told
    assert "Kế hoạch 15/KH-SKB ngày 10/03/2026 của Sở Kho bạc tỉnh Sao Mai" in told


def test_a_copy_is_raised_to_the_archival_level(site: Site) -> None:
    document_id = issued(site)
    drain(site.office, SLOW)
    with site.office.reading(OFFICE) as work:
        pdf = work.files.get(str(work.session.get_one(Document, document_id).current_sha256))
    assert verify(pdf, trust=site.office.trust, at=NOW).level == "B-LTA"
