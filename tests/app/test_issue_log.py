"""Anybody who holds a file or the code printed on a paper learns whether the office issued it, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import delete, select, update

from app.demo.papers import our_plan
from app.doctor import examine
from app.office import OFFICE, Office
from app.pending import stamp_issue_days
from documents.errors import NotAllowed
from documents.files import sha256
from documents.issue_log import IssueDay, IssueEntry, days_to_stamp, stage_digests
from documents.model import Document
from documents.pdf.errors import TimestampUnavailable
from documents.pdf.lookup_mark import lookup_code, new_code, printed_code, typed_code
from documents.pdf.picture import page_texts
from tests.conftest import NOW
from tests.site import Person, Site, text_of
from workflows.issuing import issue_document

SUBJECT = "Giữ kín chuyện cây đa"


def stored(site: Site, document_id: str) -> Document:
    with site.house.look() as work:
        return work.session.get_one(Document, document_id)


def bytes_of(site: Site, digest: str | None) -> bytes:
    assert digest is not None
    return site.house.files.get(digest)


def asked(visitor: Person, pdf: bytes) -> str:
    return text_of(visitor.post("/verify", {"pdf": (BytesIO(pdf), "a.pdf")}))


def log_check(site: Site) -> tuple[bool, str]:
    return next((one.ok, one.detail) for one in examine(site.office) if one.name == "issue_log")


@pytest.fixture
def with_code(site: Site) -> str:
    """An issued paper whose first page carries the mark."""
    return site.issued_with_mark(new_code())


def test_a_stranger_learns_that_the_file_is_the_issued_version(site: Site) -> None:
    paper = stored(site, site.issued(SUBJECT))
    said = asked(site.visitor(), bytes_of(site, paper.issued_sha256))
    assert "Đúng là bản cơ quan đã phát hành" in said
    assert f"{paper.number:02d}/{paper.symbol}" in said
    assert SUBJECT not in said, "a paper's subject is nobody's business who does not read it"


def test_a_file_that_was_cut_back_is_not_the_issued_version(site: Site) -> None:
    paper = stored(site, site.issued(SUBJECT))
    said = asked(site.visitor(), bytes_of(site, paper.signed_sha256))
    assert "Không phải bản phát hành: bản này chưa có số và dấu" in said
    assert "Đã ký, chưa phát hành" in said


@pytest.mark.parametrize("tail", [b"\n%thua\n", b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"])
def test_anything_added_behind_the_issued_version_is_told(site: Site, tail: bytes) -> None:
    paper = stored(site, site.issued(SUBJECT))
    for digest in (paper.issued_sha256, paper.signed_sha256):
        assert "có phần thêm vào sau" in asked(site.visitor(), bytes_of(site, digest) + tail)


def test_later_proof_makes_no_other_document(site: Site) -> None:
    document_id = site.issued(SUBJECT)
    from app.deliveries import SLOW, drain

    drain(site.office, SLOW)
    paper = stored(site, document_id)
    assert paper.current_sha256 != paper.issued_sha256
    assert "Đúng là bản cơ quan đã phát hành" in asked(site.visitor(), bytes_of(site, paper.current_sha256))


def test_what_was_signed_and_never_issued_is_not_in_the_log(site: Site) -> None:
    paper = stored(site, site.house.signed(SUBJECT))
    said = asked(site.visitor(), bytes_of(site, paper.signed_sha256))
    assert "Không có trong nhật ký phát hành" in said
    assert paper.symbol not in said


def test_a_machine_gets_the_same_answer(site: Site) -> None:
    paper = stored(site, site.issued())
    data = {"pdf": (BytesIO(bytes_of(site, paper.issued_sha256)), "a.pdf")}
    answer = site.visitor().client.post("/api/verify", data=data).get_json()
    assert answer["issue_log"]["standing"] == "issued_version"
    assert answer["issue_log"]["paper"]["issued_sha256"] == paper.issued_sha256


def test_the_code_on_the_paper_leads_to_what_the_paper_says(site: Site, with_code: str) -> None:
    paper = stored(site, with_code)
    code = lookup_code(bytes_of(site, paper.issued_sha256))
    assert code is not None
    for address in (f"/verify/{code}", f"/verify?code={printed_code(code).lower()}"):
        said = text_of(site.visitor().get(address))
        assert f"{paper.number:02d}/{paper.symbol}" in said
        assert "Cơ quan có phát hành văn bản mang mã này" in said
        assert paper.subject not in said


def test_an_uploaded_draft_gets_the_mark_which_is_no_part_of_its_text(site: Site) -> None:
    site.person("soanthao").post("/drafts/new", {"draft": (BytesIO(our_plan(NOW)), "ke-hoach.docx")})
    with site.house.look() as work:
        paper = work.session.scalars(select(Document)).one()
    pdf = bytes_of(site, paper.rendition_sha256)
    assert lookup_code(pdf) is not None
    assert not any("tra cứu" in page.lower() for page in page_texts(pdf))


def test_a_wrong_code_leads_nowhere(site: Site, with_code: str) -> None:
    unknown = site.visitor().get("/verify/0000000000000000")
    assert unknown.status_code == 404
    assert "Không có văn bản nào mang mã tra cứu này" in text_of(unknown)
    strange = site.visitor().get("/verify/khong-phai-ma")
    assert strange.status_code == 422
    assert "16 chữ và số" in text_of(strange)


def test_codes_are_asked_for_at_a_measured_pace(site: Site) -> None:
    visitor = site.visitor()
    answers = [visitor.get("/verify/0000000000000000").status_code for _ in range(61)]
    assert answers.count(429) == 1


def test_no_mark_is_printed_while_nobody_said_where_the_office_is_reached(site: Site) -> None:
    silent = replace(site.office, config=replace(site.office.config, home=site.office.config.home / "khac"))
    assert silent.new_lookup_mark() is None
    given = replace(silent, config=replace(silent.config, public_url="https://vt.example.vn/"))
    mark = given.new_lookup_mark()
    assert mark is not None
    assert mark.link == f"https://vt.example.vn/verify/{mark.code}"


def test_letters_people_mix_up_are_read_as_what_they_stand_for() -> None:
    assert typed_code("o123-4567 89ab-cdeI") == "0123456789ABCDE1"
    assert typed_code("0123456789ABCDEU") is None
    assert typed_code("") is None


def test_the_beginnings_of_a_file_are_bounded() -> None:
    whole, stages = stage_digests(b"%%EOF\n" * 5000)
    assert whole == sha256(b"%%EOF\n" * 5000)
    assert len(stages) <= 64


# ---------------------------------------------------------------- the chain and its days


def test_a_day_is_stamped_once_it_is_over(site: Site) -> None:
    site.issued()
    assert stamp_issue_days(site.office) == 0, "the day is not over"
    site.clock.now += timedelta(days=1)
    site.issued()
    assert stamp_issue_days(site.office) == 1
    assert stamp_issue_days(site.office) == 0
    ok, detail = log_check(site)
    assert ok
    assert "2 bản phát hành, 1 ngày" in detail


def test_without_a_time_stamp_server_the_day_waits(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        def stamp(self, digest: bytes) -> bytes:
            raise TimestampUnavailable(url="", reason="im lặng")

    site.issued()
    site.clock.now += timedelta(days=1)
    with monkeypatch.context() as patch:
        patch.setattr(Office, "timestamper", Silent())
        assert stamp_issue_days(site.office) == 0
    with site.house.look() as work:
        assert len(days_to_stamp(work.session, site.clock.now.date())) == 1
    assert stamp_issue_days(site.office) == 1


def test_a_changed_a_missing_and_an_exchanged_entry_are_seen(site: Site) -> None:
    for number in range(3):
        site.issued(f"Văn bản {number}")
    site.clock.now += timedelta(days=1)
    stamp_issue_days(site.office)
    assert log_check(site)[0]
    faults = (
        update(IssueEntry).where(IssueEntry.id == 2).values(number_symbol="99/KH-X"),
        delete(IssueEntry).where(IssueEntry.id == 3),
        update(IssueDay).values(hash="0" * 64),
        update(IssueDay).values(token=b"khong phai"),
    )
    for fault in faults:
        with site.office.database.connect() as connection, connection.begin() as outer:
            connection.execute(fault)
            outer.commit()
        ok, _ = log_check(site)
        assert not ok, str(fault)


def test_a_denied_issue_enters_nothing(site: Site) -> None:
    document_id, house = site.house.signed(), site.house
    with pytest.raises(NotAllowed):
        issue_document(house.begin("soanthao"), house.rules, house.tools(), document_id, house.keys.agency)
    with site.office.reading(OFFICE) as work:
        assert work.session.scalars(select(IssueEntry)).all() == []
