"""One step on several papers: a line for each, no paper held up by another, none moved that was not seen as it is."""

from sqlalchemy import select

from app.office import OFFICE
from documents.model import Document
from tests.site import Person, Site, text_of
from workflows.steps import take


def submitted(site: Site, *subjects: str) -> list[str]:
    papers = [site.house.upload(subject) for subject in subjects]
    for paper in papers:
        with site.house.work("soanthao") as work:
            take(work, site.house.rules, paper, "submit")
    return papers


def chosen(site: Site, papers: list[str]) -> list[str]:
    return [f"{paper}@{site.version(paper)}" for paper in papers]


def states(site: Site, papers: list[str]) -> list[str]:
    return [site.house.state(paper) for paper in papers]


def do(person: Person, step: str, documents: list[str], reason: str = ""):
    return person.post("/work", {"do": step, "document": documents, f"reason-{step}": reason})


def test_whoever_may_not_check_moves_nothing_and_reads_no_subject(site: Site) -> None:
    papers = submitted(site, "Giữ kín một", "Giữ kín hai")
    answer = do(site.person("ketoan"), "check_content", chosen(site, papers))
    assert answer.status_code == 403
    assert "Giữ kín" not in answer.text
    assert states(site, papers) == ["content_check", "content_check"]
    assert site.journal()[-1] == ("Đỗ Toán", "act_denied")


def test_several_papers_take_one_step(site: Site) -> None:
    papers = submitted(site, "Một", "Hai", "Ba")
    answer = do(site.person("truongphong"), "check_content", chosen(site, papers[:2]))
    assert answer.status_code == 200
    assert "2/2 văn bản đã xong" in text_of(answer)
    assert states(site, papers) == ["form_check", "form_check", "content_check"]


def test_one_that_fails_stops_no_other_and_says_why(site: Site) -> None:
    good, moved = submitted(site, "Một", "Hai")
    seen = chosen(site, [good, moved])
    with site.house.work("truongphong") as work:
        take(work, site.house.rules, moved, "return_content", "Thiếu căn cứ")
    answer = do(site.person("truongphong"), "check_content", list(reversed(seen)))
    shown = text_of(answer)
    assert answer.status_code == 200
    assert "1/2 văn bản đã xong" in shown
    assert "Chưa xong" in shown
    assert states(site, [good, moved]) == ["form_check", "drafting"]


def test_a_paper_changed_since_it_was_seen_is_not_touched(site: Site) -> None:
    (paper,) = submitted(site, "Một")
    answer = do(site.person("truongphong"), "check_content", [f"{paper}@{site.version(paper) - 1}"])
    assert answer.status_code == 409
    assert "Nguyễn Soạn vừa «Trình kiểm tra nội dung» văn bản này" in text_of(answer)
    assert states(site, [paper]) == ["content_check"]


def test_several_go_back_with_one_reason(site: Site) -> None:
    papers = submitted(site, "Một", "Hai")
    answer = do(site.person("truongphong"), "return_content", chosen(site, papers), "Thiếu phụ lục kinh phí")
    assert answer.status_code == 200
    assert states(site, papers) == ["drafting", "drafting"]
    assert "Thiếu phụ lục kinh phí" in text_of(site.person("soanthao").get(f"/documents/{papers[0]}"))


def test_without_a_reason_nothing_goes_back_and_the_choice_is_kept(site: Site) -> None:
    papers = submitted(site, "Một", "Hai")
    answer = do(site.person("truongphong"), "return_content", chosen(site, papers), "?")
    assert answer.status_code == 422
    assert "Cần ghi lý do" in text_of(answer)
    assert answer.text.count("checked") == 2
    assert states(site, papers) == ["content_check", "content_check"]


def test_nothing_chosen_is_told(site: Site) -> None:
    submitted(site, "Một", "Hai")
    answer = do(site.person("truongphong"), "check_content", [])
    assert answer.status_code == 422
    assert "Chưa chọn văn bản nào" in text_of(answer)


def test_at_most_fifty_at_once_and_the_others_are_named(site: Site) -> None:
    papers = [site.house.upload(f"Văn bản {number}") for number in range(52)]
    answer = do(site.person("soanthao"), "submit", chosen(site, papers))
    assert "50/52 văn bản đã xong" in text_of(answer)
    assert text_of(answer).count("mỗi lần chỉ làm 50 văn bản") == 2
    with site.office.reading(OFFICE) as work:
        left = work.session.scalars(select(Document.id).where(Document.state == "drafting")).all()
    assert set(left) == set(papers[50:])


def test_several_papers_in_the_inbox_are_accepted_at_once(site: Site) -> None:
    papers = [site.issued("Một"), site.issued("Hai")]
    person = site.person("ketoan")
    assert "Nhận các văn bản đã chọn" in person.get("/inbox").text
    answer = do(person, "accept", [f"{paper}@0" for paper in papers])
    assert "2/2 văn bản đã xong" in text_of(answer)
    assert "Nhận các văn bản đã chọn" not in person.get("/inbox").text


def test_what_takes_a_key_or_is_no_step_is_not_done_in_bulk(site: Site) -> None:
    person = site.person("giamdoc")
    paper = site.house.on_the_desk("Một")
    for step in ("sign", "issue", "withdraw", "note_signature", "khong-co"):
        assert do(person, step, chosen(site, [paper])).status_code == 404
    assert states(site, [paper]) == ["signing"]


def test_the_worklist_offers_what_its_papers_can_take(site: Site) -> None:
    submitted(site, "Một", "Hai")
    shown = site.person("truongphong").get("/").text
    assert 'value="check_content"' in shown
    assert 'value="return_content"' in shown
    assert 'value="return_form"' not in shown
