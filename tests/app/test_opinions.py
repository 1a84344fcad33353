"""Opinions on the pages: asking, answering, reading them side by side; what stays hidden, what is kept when refused."""

from datetime import timedelta
from typing import Any

from documents.model import Document
from tests.office import NOW, a_draft
from tests.site import Site, text_of
from workflows import review
from workflows.directory.model import Unit
from workflows.issuing import issue_document
from workflows.signing import sign_document

QUESTION = "Mức kinh phí có phù hợp không?"


def unit(site: Site) -> str:
    with site.house.look() as work:
        return f"unit:{work.session.query(Unit.id).filter(Unit.name == 'Phòng Kế toán').scalar()}"


def person(site: Site, username: str) -> str:
    return f"person:{site.house.placed.people[username]}"


def ask(site: Site, paper: str, *asked: str, **more: Any) -> None:
    answer = site.person("soanthao").post(
        f"/opinions/{paper}", {"question": QUESTION, "asked": list(asked), **more}
    )
    assert answer.status_code == 302, text_of(answer)


def round_of(site: Site, paper: str) -> str:
    page = site.person("soanthao").get(f"/documents/{paper}").text
    return str(page.split(f"/opinions/{paper}/")[1].split("/")[0])


def say(site: Site, who: str, paper: str, verdict: str, words: str = "") -> Any:
    with site.house.look() as work:
        draft = work.session.get_one(Document, paper).draft_sha256
    round_id = round_of(site, paper)
    return site.person(who).post(
        f"/opinions/{paper}/{round_id}/answer",
        {"verdict": verdict, "words": words, "draft": draft, "round": round_id},
    )


def test_a_unit_is_asked_finds_it_in_its_work_and_answers(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    ask(site, paper, unit(site))
    start = text_of(site.person("ketoan").get("/"))
    assert "Chờ bạn cho ý kiến 1" in start
    assert "hạn 17/03/2026" in start
    shown = site.person("ketoan").get(f"/documents/{paper}")
    assert QUESTION in text_of(shown)
    assert "Góp ý" not in text_of(shown).replace("góp ý", "")
    assert say(site, "ketoan", paper, "agreed").status_code == 302
    assert "Chờ bạn cho ý kiến" not in text_of(site.person("ketoan").get("/"))
    assert "đã đủ: 1/1 đồng ý" in text_of(site.person("soanthao").get(f"/documents/{paper}"))


def test_a_term_that_passed_is_marked_in_my_work(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    ask(site, paper, unit(site), days="1")
    site.clock.now = NOW + timedelta(days=5)
    assert "quá hạn 13/03/2026" in text_of(site.person("ketoan").get("/"))


def test_conflicting_answers_stand_side_by_side_for_the_drafter(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    ask(site, paper, unit(site), person(site, "vanthu"), person(site, "luutru"), needed="2")
    say(site, "ketoan", paper, "disagreed", "Thiếu kinh phí")
    say(site, "vanthu", paper, "agreed_with_remarks", "Nên ghi rõ nguồn")
    merged = text_of(site.person("soanthao").get(f"/opinions/{paper}"))
    for told in (
        "Không đồng ý (1)", "Thiếu kinh phí", "Đồng ý, có góp ý (1)", "Nên ghi rõ nguồn", "Đồng ý (0)",
        "Chưa trả lời: Hoàng Lưu", "chưa đủ: 1/2 đồng ý",
    ):  # fmt: skip
        assert told in merged
    assert site.person("vanthu").get(f"/opinions/{paper}").status_code == 403


def test_who_has_not_answered_finds_nobody_elses_words_on_the_page(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    ask(site, paper, unit(site), person(site, "vanthu"))
    say(site, "ketoan", paper, "disagreed", "Thiếu kinh phí")
    for path in (f"/documents/{paper}", f"/api/documents/{paper}"):
        shown = site.person("vanthu").get(path).text
        assert "Thiếu kinh phí" not in shown
        assert '"disagreed"' not in shown.replace('value="disagreed"', "")
    say(site, "vanthu", paper, "agreed")
    assert "Thiếu kinh phí" in site.person("vanthu").get(f"/documents/{paper}").text


def test_answers_for_an_older_draft_are_told_as_such(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    ask(site, paper, unit(site))
    say(site, "ketoan", paper, "agreed_with_remarks", "Nên trồng sớm")
    with site.house.work("soanthao") as work:
        review.replace_draft(work, paper, a_draft("Cây đề đầu làng"), seen_version=site.version(paper))
    merged = text_of(site.person("soanthao").get(f"/opinions/{paper}"))
    assert "Đã trả lời cho bản cũ, không còn tính" in merged
    assert "chưa đủ: 0/1 đồng ý" in merged
    site.person("soanthao").post(f"/opinions/{paper}/{round_of(site, paper)}/again")
    assert "Chờ bạn cho ý kiến 1" in text_of(site.person("ketoan").get("/"))


def test_a_refused_question_keeps_what_was_typed_and_ticked(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    key = unit(site)
    form = {"question": QUESTION, "asked": [key], "needed": "7", "mode": "sequential", f"place-{key}": "3"}
    answer = site.person("soanthao").post(f"/opinions/{paper}", form)
    assert answer.status_code == 422
    assert "số nơi phải đồng ý không hợp" in text_of(answer)
    assert QUESTION in answer.text
    assert f'value="{key}" checked' in answer.text
    assert 'value="sequential" checked' in answer.text
    assert (
        f'name="place-{key}" aria-label="Thứ tự hỏi Phòng Kế toán" placeholder="thứ tự" value="3"'
        in answer.text
    )


def test_a_refused_answer_keeps_what_was_typed_in_its_round_alone(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    ask(site, paper, unit(site))
    answer = say(site, "ketoan", paper, "perhaps", "Một lời dài đã gõ")
    assert answer.status_code == 422
    assert "Một lời dài đã gõ" in answer.text


def test_numbers_that_are_no_numbers_are_refused(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    for box in ({"days": "ba"}, {"days": "-1"}, {"needed": "nhiều"}, {"days": "9" * 30}):
        answer = site.person("soanthao").post(
            f"/opinions/{paper}", {"question": QUESTION, "asked": unit(site), **box}
        )
        assert answer.status_code == 422


def test_the_order_written_beside_the_names_is_the_order_of_asking(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    first, second = person(site, "vanthu"), unit(site)
    ask(site, paper, second, first, mode="sequential", **{f"place-{first}": "1", f"place-{second}": "2"})
    assert "Chờ bạn cho ý kiến" not in text_of(site.person("ketoan").get("/"))
    assert "Chờ bạn cho ý kiến 1" in text_of(site.person("vanthu").get("/"))


def test_the_form_checker_reads_who_is_missing(site: Site) -> None:
    paper = site.house.upload("Cây đa đầu làng")
    ask(site, paper, unit(site))
    for who, step in (("soanthao", "submit"), ("truongphong", "check_content")):
        site.person(who).post(f"/review/{paper}/{step}", {"version": site.version(paper)})
    checker = site.person("thethuc")
    assert "mới có 0/1 đồng ý; còn chờ Phòng Kế toán" in text_of(checker.get(f"/documents/{paper}"))
    refused = checker.post(f"/review/{paper}/check_form", {"version": site.version(paper)})
    assert refused.status_code == 409
    assert "còn chờ Phòng Kế toán" in text_of(refused)


def test_recipients_find_no_trace_of_the_opinions(site: Site) -> None:
    paper, house = site.house.upload("Cây đa đầu làng"), site.house
    ask(site, paper, unit(site))
    say(site, "ketoan", paper, "agreed_with_remarks", "Lời riêng")
    steps = (
        ("soanthao", review.submit),
        ("truongphong", review.check_content),
        ("thethuc", review.check_form),
    )
    for who, step in steps:
        with house.work(who) as work:
            step(work, house.rules, paper)
    sign_document(house.begin("giamdoc"), house.rules, house.tools(), paper, house.keys.director)
    issue_document(house.begin("vanthu"), house.rules, house.tools(), paper, house.keys.agency)
    assert "Lời riêng" in site.person("soanthao").get(f"/opinions/{paper}").text
    for who in ("ketoan", "pho"):
        for path in (f"/documents/{paper}", f"/api/documents/{paper}"):
            shown = site.person(who).get(path)
            assert shown.status_code == 200
            for secret in ("Lời riêng", QUESTION, "agreed_with_remarks", "Đồng ý, có góp ý"):
                assert secret not in shown.text
        assert site.person(who).get(f"/opinions/{paper}").status_code == 403
