"""Drafting together on the pages: what each is shown of remarks, working copies and changes."""

from tests.office import a_draft
from tests.site import Site, text_of
from workflows import review


def replaced(site: Site, paper: str, subject: str) -> None:
    with site.house.work("soanthao") as work:
        review.replace_draft(work, paper, a_draft(subject), seen_version=site.version(paper))


def test_recipients_see_no_remark_and_no_version(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    head, officer = site.person("truongphong"), site.person("soanthao")
    head.post(f"/comments/{paper}", {"page": "1", "body": "Chuyện riêng của người soạn"})
    assert "Chuyện riêng của người soạn" in text_of(officer.get(f"/documents/{paper}"))
    issued = site.issued("Cây đa đầu làng")
    shown = text_of(site.person("ketoan").get(f"/documents/{issued}"))
    assert "Góp ý" not in shown
    assert site.person("ketoan").get(f"/compare/{issued}").status_code == 403


def test_a_refused_remark_keeps_what_was_typed(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    answer = site.person("truongphong").post(f"/comments/{paper}", {"page": "9", "body": "Một lời dài đã gõ"})
    assert answer.status_code == 422
    assert "Một lời dài đã gõ" in answer.text


def test_a_remark_is_answered_and_settled_on_the_page(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    head, officer = site.person("truongphong"), site.person("soanthao")
    head.post(
        f"/comments/{paper}",
        {"page": "1", "x": "500", "y": "250", "quote": "cây đa", "body": "Ghi rõ cây nào"},
    )
    page = officer.get(f"/documents/{paper}").text
    assert 'data-x="500" data-y="250"' in page
    remark = page.split(f"/comments/{paper}/")[1].split("/")[0]
    officer.post(f"/comments/{paper}/{remark}/answer", {f"answer-{remark}": "Cây trước đình"})
    officer.post(f"/comments/{paper}/{remark}/settle", {})
    shown = text_of(head.get(f"/documents/{paper}"))
    assert "Cây trước đình" in shown
    assert "Đã giải quyết: Nguyễn Soạn" in shown


def test_a_name_that_fits_nobody_is_told_with_the_choices_and_the_words_stay(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    head, officer = site.person("truongphong"), site.person("soanthao")
    answer = head.post(f"/comments/{paper}", {"page": "1", "body": "Nhờ @bach xem dòng này"})
    assert answer.status_code == 422
    assert "Không có ai tên «@bach" in text_of(answer)
    assert "@soanthao (Nguyễn Soạn, Chuyên viên)" in text_of(answer)
    assert "Nhờ @bach xem dòng này" in answer.text
    assert head.post(f"/comments/{paper}", {"page": "1", "body": "Nhờ @soanthao xem"}).status_code == 302
    assert "bạn được nhắc tên trong góp ý" in text_of(officer.get("/notices")).lower()
    remark = officer.get(f"/documents/{paper}").text.split(f"/comments/{paper}/")[1].split("/")[0]
    refused = officer.post(f"/comments/{paper}/{remark}/answer", {f"answer-{remark}": "Nhờ @ketoan"})
    assert refused.status_code == 422
    assert "Đỗ Toán không đọc được góp ý" in text_of(refused)
    assert ">Nhờ @ketoan</textarea>" in refused.text


def test_who_looked_before_is_told_what_changed_since_until_they_looked(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    head = site.person("truongphong")
    assert "Bản thảo đã đổi" not in text_of(head.get(f"/documents/{paper}"))
    replaced(site, paper, "Cây đề đầu làng")
    assert "Bản thảo đã đổi từ lần bạn xem trước (bản 1 → bản 2)" in text_of(head.get(f"/documents/{paper}"))
    compared = head.get(f"/compare/{paper}?before=1&after=2").text
    assert "<del>đa</del><ins>đề</ins>" in compared
    assert "Bản thảo đã đổi" not in text_of(head.get(f"/documents/{paper}"))


def test_versions_with_the_same_words_are_said_to_be_the_same(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    assert "Hai bản có cùng nội dung chữ" in text_of(site.person("soanthao").get(f"/compare/{paper}"))
    assert site.person("soanthao").get(f"/compare/{paper}?before=3&after=9").status_code == 404


def test_the_second_officer_reads_who_has_the_draft_and_until_when(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    officer, colleague = site.person("soanthao"), site.person("ketoan")
    assert colleague.get(f"/documents/{paper}").status_code == 404
    officer.post(f"/drafts/{paper}/share", {"person": site.house.placed.people["ketoan"]})
    officer.post(f"/drafts/{paper}/working-copy", {})
    assert "Nguyễn Soạn đang sửa bản thảo đến 12/03/2026 13:30" in text_of(
        colleague.get(f"/documents/{paper}")
    )
    answer = colleague.post(f"/drafts/{paper}/working-copy", {})
    assert answer.status_code == 409
    assert "Nguyễn Soạn đang sửa bản thảo này đến 13:30 ngày 12/03/2026" in text_of(answer)
    officer.post(f"/drafts/{paper}/working-copy/return", {})
    assert colleague.post(f"/drafts/{paper}/working-copy", {}).status_code == 302
