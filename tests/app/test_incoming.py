"""Incoming papers on the pages: taken in, compared with the page, registered, printed with their stamp, found."""

import csv
import io
from typing import Any

from documents.files import sha256
from documents.pdf.picture import page_text
from tests.arrivals import SENDER, SUBJECT, letter, registered, signed_pdf, take
from tests.site import Site, a_file, text_of

TYPED = {
    "sender": SENDER, "number_symbol": "15/KH-SKB", "document_date": "2026-03-10", "kind": "Kế hoạch",
    "subject": SUBJECT, "arrived_on": "2026-03-12", "medium": "paper",
}  # fmt: skip


def paper_of(answer: Any) -> str:
    return str(answer.text.split("/incoming/")[-1][:20])


def test_whoever_is_not_at_the_desk_sees_no_way_to_take_a_paper_in(site: Site) -> None:
    person = site.person("soanthao")
    assert "Tiếp nhận văn bản" not in text_of(person.get("/incoming"))
    assert person.get("/incoming/take-in").status_code == 403
    assert person.get("/incoming/book").status_code == 403


def test_several_files_are_taken_in_each_told_in_its_own_row(site: Site) -> None:
    clerk = site.person("vanthu")
    files = [
        a_file("mot.pdf", letter()),
        a_file("hai.pdf", letter()),
        a_file("anh.png", b"\x89PNG\r\n\x1a\n1"),
    ]
    answer = clerk.post("/incoming/take-in", {"files": files})
    told = text_of(answer)
    assert answer.status_code == 200
    assert told.count("đã tiếp nhận") == 2
    assert "có thể trùng" in told
    assert "anh.png không nhận" in told
    assert site.documents() == 2
    desk = text_of(clerk.get("/incoming"))
    assert "Chờ đăng ký 2" in desk
    assert "đăng ký chậm nhất 13/03/2026" in desk


def test_when_no_file_can_be_taken_the_page_says_why_and_keeps_nothing(site: Site) -> None:
    clerk = site.person("vanthu")
    secret = letter(mark='#text(weight: "bold")[TUYỆT MẬT]')
    answer = clerk.post("/incoming/take-in", {"files": [a_file("mat.pdf", secret)]})
    assert answer.status_code == 422
    assert "dấu độ mật TUYỆT MẬT" in text_of(answer)
    assert site.documents() == 0
    assert sha256(secret) not in {digest for digest, _ in site.house.files.stored()}
    assert clerk.post("/incoming/take-in", {}).status_code == 422


def test_the_clerk_compares_corrects_and_registers_in_one_gesture(site: Site) -> None:
    clerk = site.person("vanthu")
    clerk.post("/incoming/take-in", {"files": [a_file("den.pdf", letter())]})
    paper = paper_of(clerk.get("/incoming"))
    page = clerk.get(f"/incoming/{paper}")
    assert 'value="15/KH-SKB"' in page.text
    assert 'value="2026-03-20"' in page.text, "the day it wants an answer by is suggested"
    answer = clerk.post(
        f"/incoming/{paper}/values", {**TYPED, "version": site.version(paper), "register": "1"}
    )
    assert answer.status_code == 302
    shown = text_of(clerk.get(f"/incoming/{paper}"))
    assert "Số đến 1" in shown
    assert "Đăng ký, cấp số đến" not in shown.split("Lịch sử")[0].replace("chờ", "")


def test_a_box_that_is_wrong_is_named_and_everything_typed_is_kept(site: Site) -> None:
    clerk = site.person("vanthu")
    before = site.documents()
    answer = clerk.post("/incoming/on-paper", {**TYPED, "document_date": "2026-13-45"})
    assert answer.status_code == 422
    assert "Ô «ngày văn bản» chưa đúng" in text_of(answer)
    assert SUBJECT in answer.text
    assert site.documents() == before
    paper = take(site.house)
    answer = clerk.post(f"/incoming/{paper}/values", {**TYPED, "pages": "nhiều", "note": "giữ lại chữ này"})
    assert answer.status_code == 422
    assert "giữ lại chữ này" in answer.text


def test_an_altered_paper_shows_why_it_cannot_be_registered_and_the_way_out(site: Site) -> None:
    paper = take(site.house, signed_pdf(site.house) + b"\n% sua\n", medium="electronic")
    clerk = site.person("vanthu")
    shown = text_of(clerk.get(f"/incoming/{paper}"))
    assert "Bị sửa sau khi ký" in shown
    assert "Chưa được: tệp đã bị sửa sau khi ký số. Trả lại nơi gửi kèm lý do" in shown
    assert clerk.post(f"/incoming/{paper}/register", {"version": site.version(paper)}).status_code == 409
    told = clerk.post(f"/incoming/{paper}/return", {"version": site.version(paper), "reason": ""})
    assert told.status_code == 422
    assert (
        clerk.post(
            f"/incoming/{paper}/return", {"version": site.version(paper), "reason": "Tệp bị sửa"}
        ).status_code
        == 302
    )
    assert site.house.state(paper) == "returned"


def test_the_stamp_is_a_layer_on_the_copy_and_the_bytes_stay_as_they_came(site: Site) -> None:
    paper = registered(site.house, letter())
    clerk = site.person("vanthu")
    copy = clerk.get(f"/incoming/{paper}/print.pdf").data
    assert "ĐẾN" in page_text(copy)
    assert "Số: 1" in page_text(copy).replace("\r\n", "\n").replace("Số:\n", "Số: ")
    assert clerk.get(f"/incoming/{paper}/file").data == letter()
    picture = clerk.get(f"/incoming/{paper}/first-page.png?w=480")
    assert picture.mimetype == "image/png"
    assert picture.data != clerk.get(f"/documents/{paper}/pages/1.png?w=480").data
    assert clerk.get(f"/incoming/{paper}/first-page.png?w=481").status_code == 404


def test_the_books_print_their_columns_and_a_table_runs_no_formula(site: Site) -> None:
    registered(site.house, subject="=CMD('x')", sender="@SUM(1)")
    clerk = site.person("vanthu")
    book = clerk.get("/incoming/book")
    assert text_of(book).count("(10)") == 1
    assert text_of(clerk.get("/incoming/tracking")).count("(7)") == 1
    table = clerk.get("/incoming/book.csv")
    rows = list(csv.reader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert len(rows[0]) == len(rows[1]) == 10
    assert rows[1][1:3] == ["1", "'@SUM(1)"]
    assert "Chưa có văn bản đến nào" in text_of(clerk.get("/incoming/book?year=2020"))
    assert len(next(csv.reader(io.StringIO(clerk.get("/incoming/tracking.csv").text)))) == 7


def test_an_incoming_paper_is_found_and_opens_on_its_own_page(site: Site) -> None:
    paper = registered(site.house, letter())
    clerk = site.person("vanthu")
    clerk.post(f"/incoming/{paper}/acknowledge", {"how": "điện thoại"})
    for asked in ("số đến 1", "15/KH-SKB", "đối chiếu số dư", "kho bạc"):
        assert paper in clerk.get("/find", query_string={"q": asked}).text, asked
    assert paper not in site.person("soanthao").get("/find", query_string={"q": "kho bạc"}).text
    assert clerk.get(f"/documents/{paper}").location.endswith(f"/incoming/{paper}")
    assert clerk.get(f"/documents/{paper}/draft").location.endswith("/file")
    assert clerk.get(f"/documents/{paper}/pdf").location.endswith("/print.pdf")


def test_a_paper_of_another_is_not_told_of_by_its_address(site: Site) -> None:
    """Whoever may not see it is told the same as of a paper that does not exist."""
    paper = registered(site.house)
    person = site.person("soanthao")
    unknown = "0" * 20
    for path in ("", "/file", "/print.pdf", "/first-page.png"):
        here, nowhere = person.get(f"/incoming/{paper}{path}"), person.get(f"/incoming/{unknown}{path}")
        assert (
            (here.status_code, text_of(here))
            == (nowhere.status_code, text_of(nowhere))
            == (404, text_of(here))
        )
    assert person.get(f"/documents/{paper}").status_code == 404
    assert person.get(f"/documents/{paper}/pdf").status_code == 404
