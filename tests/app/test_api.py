"""The JSON doors: what the pages say, by the same functions, for the same people."""

from tests.site import Site, a_file


def test_stranger_gets_a_reason_in_json(site: Site) -> None:
    answer = site.visitor().get("/api/work")
    assert answer.status_code == 401
    assert answer.json == {
        "error": "sign_in",
        "message": "Chưa đăng nhập.",
        "remedy": "Đăng nhập rồi thử lại.",
    }


def test_paper_of_others_is_not_there(site: Site) -> None:
    paper = site.house.upload()
    answer = site.person("ketoan").get(f"/api/documents/{paper}")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"] == "no_such_document"
    assert site.journal()[-1] == ("Đỗ Toán", "act_denied")


def test_drafter_reads_the_paper_and_what_may_be_done(site: Site) -> None:
    paper = site.house.upload("Hội thảo")
    told = site.person("soanthao").get(f"/api/documents/{paper}").json
    assert told is not None
    assert told["row"]["subject"] == "Hội thảo"
    assert told["row"]["changed_at"] == "2026-03-12T02:30:00+00:00"
    assert {act["step"]: act["allowed"] for act in told["acts"] if act["mine"]} == {
        "submit": True,
        "withdraw": True,
    }
    assert [entry["fact"] for entry in told["history"]] == ["draft_uploaded"]


def test_work_inbox_and_search_answer_as_the_pages_do(site: Site) -> None:
    paper = site.issued("Hội thao ngành")
    recipient = site.person("ketoan")
    assert recipient.get("/api/work").json == {"inbox_waiting": 1, "worklists": []}
    rows = recipient.get("/api/inbox").json
    assert rows is not None
    assert [row["document_id"] for row in rows["rows"]] == [paper]
    recipient.post(f"/inbox/{paper}/accept")
    found = recipient.get("/api/search?q=hoi+thao").json
    assert found is not None
    assert (found["total"], found["hits"][0]["number_symbol"]) == (1, "01/KH-STNĐT")


def test_anybody_may_verify_a_file(site: Site) -> None:
    paper = site.issued()
    pdf = site.person("soanthao").get(f"/documents/{paper}/pdf").data
    told = site.app.test_client().post("/api/verify", data={"pdf": a_file("01.pdf", pdf)}).json
    assert told is not None
    assert (told["file"], told["verdict"]) == ("01.pdf", "issued")
    nothing = site.app.test_client().post("/api/verify")
    assert nothing.status_code == 422
    assert nothing.json is not None
    assert nothing.json["error"] == "empty_file"


def test_address_that_leads_nowhere_says_so_in_json(site: Site) -> None:
    answer = site.visitor().get("/api/khong-co")
    assert (answer.status_code, answer.is_json) == (404, True)
