"""Bad input: a message in words, a fitting status, nothing half-written, and what was typed still there."""

import errno
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.deliveries import FAST, drain
from app.office import OFFICE
from app.pending import finish_waiting_signatures
from documents.model import Document
from documents.pdf.errors import TimestampUnavailable
from documents.registers import NumberAllocation
from tests.app.test_denies_by_default import snapshot
from tests.office import PASSWORD, Keys, a_draft, rendition
from tests.site import Site, a_file, build_site, text_of
from workflows.issuing import resume_issuing

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "samples" / "hostile"
HOSTILE_FILES = sorted(HOSTILE.glob("*.docx")) if HOSTILE.is_dir() else []


# ---------------------------------------------------------------- uploads


@pytest.mark.skipif(not HOSTILE_FILES, reason="the shared samples are not beside this checkout")
@pytest.mark.parametrize("place", HOSTILE_FILES, ids=lambda place: place.stem)
def test_hostile_file_is_refused_and_nothing_is_kept(quiet: Site, place: Path) -> None:
    before = snapshot(quiet)
    answer = _upload(quiet, place.name, place.read_bytes())
    assert answer.status_code in (413, 415, 422)
    assert 'role="alert"' in answer.text
    assert snapshot(quiet) == before


@pytest.mark.parametrize(
    ("name", "data", "status", "told"),
    [
        ("rong.docx", b"", 422, "Tệp rỗng"),
        ("gia.docx", rendition(), 415, "tệp PDF"),
        ("chu.docx", b"chi la chu", 415, "không phải là văn bản Word"),
        ("hong.docx", b"PK\x03\x04" + b"\0" * 60, 422, "Tệp bị hỏng"),
    ],
    ids=["empty", "a PDF by another name", "plain text", "a broken zip"],
)
def test_file_that_is_no_word_file_is_told_apart(
    quiet: Site, name: str, data: bytes, status: int, told: str
) -> None:
    before = snapshot(quiet)
    answer = _upload(quiet, name, data)
    assert answer.status_code == status, text_of(answer)
    assert told in text_of(answer)
    assert snapshot(quiet) == before


def test_no_file_at_all_is_told(quiet: Site) -> None:
    answer = quiet.person("soanthao").post("/drafts/new", {})
    assert (answer.status_code, "Tệp rỗng" in text_of(answer)) == (422, True)


def test_too_large_upload_is_refused_before_it_is_read(tmp_path: Path, keys: Keys) -> None:
    site = build_site(tmp_path / "home", keys, max_upload_bytes=20_000)
    before = snapshot(site)
    answer = _upload(site, "to.docx", b"x" * 30_000)
    assert answer.status_code == 413
    assert "Tệp quá lớn" in text_of(answer)
    assert snapshot(site) == before
    assert site.visitor().post("/verify", {"pdf": a_file("to.pdf", b"x" * 30_000)}).status_code == 413


def test_full_disk_keeps_nothing_of_the_upload(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.office.prepare_draft", lambda name, data, **_: a_draft("Khi đĩa đầy"))
    before, replace = snapshot(site), os.replace

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.write", full)
    monkeypatch.setattr("os.replace", full)
    answer = _upload(site, "moi.docx", b"x")
    monkeypatch.setattr("os.replace", replace)
    assert answer.status_code == 507, text_of(answer)
    assert "hết chỗ lưu" in text_of(answer)
    assert snapshot(site) == before


def test_symbol_of_another_agency_cannot_be_submitted_and_says_why(site: Site) -> None:
    paper = site.house.upload(symbol="KH-UBND")
    drafter = site.person("soanthao")
    shown = text_of(drafter.get(f"/documents/{paper}"))
    assert "ký hiệu «KH-UBND» là của cơ quan khác" in shown
    answer = drafter.post(f"/review/{paper}/submit", {"version": site.version(paper)})
    assert answer.status_code == 409
    assert "phải có" in text_of(answer)
    assert site.house.state(paper) == "drafting"


def test_unknown_recipient_stops_once_and_is_learned(site: Site) -> None:
    paper = site.house.upload(recipients=["Hội Người cao tuổi"])
    drafter = site.person("soanthao")
    assert "chưa biết nơi nhận Hội Người cao tuổi" in text_of(drafter.get(f"/documents/{paper}"))
    nowhere = {"line": "Hội Người cao tuổi", "target": "agency:khong-co"}
    assert drafter.post(f"/drafts/{paper}/recipients", nowhere).status_code == 422
    known = {"line": "Hội Người cao tuổi", "target": f"unit:{site.house.placed.units['TH']}"}
    assert drafter.post(f"/drafts/{paper}/recipients", known).status_code == 302
    answer = drafter.post(f"/review/{paper}/submit", {"version": site.version(paper)})
    assert answer.status_code == 302


# ---------------------------------------------------------------- typing


def test_what_was_typed_survives_somebody_elses_change(site: Site) -> None:
    paper = site.house.upload("Trước")
    first, second = site.person("soanthao"), site.person("soanthao")
    old = site.version(paper)
    first.post(f"/drafts/{paper}/fields", {"version": old, "subject": "Của người thứ nhất"})
    answer = second.post(f"/drafts/{paper}/fields", {"version": old, "subject": "Công gõ của người thứ hai"})
    assert answer.status_code == 409
    assert "vừa được người khác thay đổi" in text_of(answer)
    assert "Công gõ của người thứ hai" in answer.text
    with site.house.look() as work:
        assert work.session.get_one(Document, paper).subject == "Của người thứ nhất"


def test_corrected_keep_line_is_what_the_register_says(site: Site) -> None:
    paper = site.house.upload()
    drafter = site.person("soanthao")
    corrected = {"version": site.version(paper), "archive_line": "Lưu: VT, KT (S)"}
    assert drafter.post(f"/drafts/{paper}/fields", corrected).status_code == 302
    with site.house.look() as work:
        assert work.session.get_one(Document, paper).fields["archive_units"] == ["VT", "KT"]


def test_returning_without_a_reason_is_refused(site: Site) -> None:
    paper = site.house.on_the_desk()
    answer = site.person("giamdoc").post(
        f"/review/{paper}/refuse_signing", {"version": site.version(paper), "reason": " - "}
    )
    assert (answer.status_code, "Cần ghi lý do" in text_of(answer)) == (422, True)
    assert site.house.state(paper) == "signing"


@pytest.mark.parametrize(
    "path",
    [
        "/documents/khong-co",
        "/documents/" + "0" * 20,
        "/documents/" + "0" * 20 + "/pages/1.png",
        "/documents/%00",
        "/registry/book?year=99999999999999999999",
        "/inbox?page=99999999999999999999",
        "/inbox?page=-1",
        "/find?q=" + "a" * 400,
        "/find?q=%22&page=x",
        "/find?q=nam:99999999999999999999 so:99999999999999999999",
        "/find?q=%00",
        "/api/documents/khong-co",
        "/api/search?q=" + "a" * 400,
    ],
)
def test_odd_address_never_breaks_the_page(quiet: Site, path: str) -> None:
    answer = quiet.person("vanthu").get(path)
    assert answer.status_code in (200, 400, 404, 422)


def test_page_of_a_paper_is_one_of_a_few_widths(quiet: Site) -> None:
    paper = quiet.house.upload()
    drafter = quiet.person("soanthao")
    assert drafter.get(f"/documents/{paper}/pages/1.png?w=480").mimetype == "image/png"
    assert drafter.get(f"/documents/{paper}/pages/1.png?w=99999").status_code == 404
    assert drafter.get(f"/documents/{paper}/pages/2.png").status_code == 404


def test_dossier_without_a_title_is_refused_and_the_code_stays(quiet: Site) -> None:
    answer = quiet.person("luutru").post("/dossiers", {"code": "77.TH", "title": "", "retention": "5 năm"})
    assert answer.status_code == 422
    assert 'value="77.TH"' in answer.text


def test_dossier_code_is_taken_once(site: Site) -> None:
    archivist = site.person("luutru")
    form = {"code": "77.TH", "title": "Hồ sơ mới", "retention": "5 năm"}
    assert archivist.post("/dossiers", form).status_code == 302
    again = archivist.post("/dossiers", form)
    assert (again.status_code, "Mã hồ sơ 77.TH đã có" in text_of(again)) == (409, True)


# ---------------------------------------------------------------- keys and time


def test_wrong_key_password_signs_nothing_and_keeps_the_choice(site: Site) -> None:
    paper = site.house.on_the_desk()
    # What went before is heard by everybody now, so that only this attempt could change anything.
    drain(site.office, FAST)
    before = snapshot(site)
    chosen = f"{paper}@{site.version(paper)}"
    answer = site.person("giamdoc").post("/signing", {"document": chosen, "password": "sai"})
    assert answer.status_code == 403
    assert "chưa có gì được ký" in text_of(answer)
    assert f'value="{chosen}" checked' in answer.text
    assert snapshot(site) == before


def test_nothing_chosen_signs_nothing(site: Site) -> None:
    site.house.on_the_desk()
    answer = site.person("giamdoc").post("/signing", {"password": PASSWORD})
    assert (answer.status_code, "Chưa chọn văn bản nào" in text_of(answer)) == (422, True)


def test_batch_tells_of_each_paper_and_one_failure_stops_no_other(site: Site) -> None:
    good, stale, elsewhere = (
        site.house.on_the_desk("Một"),
        site.house.on_the_desk("Hai"),
        site.house.upload("Ba"),
    )
    chosen = [f"{good}@{site.version(good)}", f"{stale}@1", f"{elsewhere}@1"]
    answer = site.person("giamdoc").post("/signing", {"document": chosen, "password": PASSWORD})
    assert answer.status_code == 200
    told = text_of(answer)
    assert "Đã ký: Một" in told
    assert "Lê Thể vừa «Đồng ý thể thức» văn bản này" in told
    assert "Ba" not in told
    assert (site.house.state(good), site.house.state(stale)) == ("signed", "signing")
    assert site.journal()[-1] == ("Trần Thị Thử", "act_denied")


class Silent:
    """A time-stamp server that does not answer."""

    def stamp(self, digest: bytes) -> bytes:
        raise TimestampUnavailable(reason="timeout")


def test_signature_without_a_time_stamp_is_held_shown_and_finished_later(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = site.house.on_the_desk("Chờ dấu thời gian")
    director = site.person("giamdoc")
    real = site.office.tools
    monkeypatch.setattr(type(site.office), "tools", replace(real, timestamper=Silent()))
    chosen = {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}
    answer = director.post("/signing", chosen)
    assert answer.status_code == 503
    assert "chữ ký đã tạo được giữ lại" in text_of(answer)
    assert "Đã tạo chữ ký, chờ dấu thời gian" in text_of(answer)
    assert "đang chờ dấu thời gian" in text_of(director.get(f"/documents/{paper}"))
    assert site.house.state(paper) == "signing"

    monkeypatch.setattr(type(site.office), "tools", real)
    assert finish_waiting_signatures(site.office) == 1
    assert site.house.state(paper) == "signed"


def test_seal_without_a_time_stamp_keeps_its_number(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = site.house.signed("Chờ dấu")
    clerk = site.person("vanthu")
    real = site.office.tools
    monkeypatch.setattr(type(site.office), "tools", replace(real, timestamper=Silent()))
    chosen = {"document": f"{paper}@{site.version(paper)}", "password": PASSWORD}
    assert clerk.post("/registry", chosen).status_code == 503
    monkeypatch.setattr(type(site.office), "tools", real)
    begin = site.office.beginning(site.office.actor(site.house.placed.people["vanthu"]), "issue")
    resume_issuing(begin, site.office.rules, site.office.tools, paper)
    with site.house.look() as work:
        assert work.session.get_one(Document, paper).number == 1
        assert work.session.scalar(select(func.count()).select_from(NumberAllocation)) == 1


def test_paper_of_last_month_is_not_issued(site: Site) -> None:
    paper = site.house.signed()
    site.clock.now = site.clock.now + timedelta(days=40)
    with site.office.reading(OFFICE) as work:
        version = work.session.get_one(Document, paper).version
    answer = site.person("vanthu").post("/registry", {"document": f"{paper}@{version}", "password": PASSWORD})
    assert answer.status_code == 409
    assert "in tháng 3 năm 2026" in text_of(answer)


def test_file_that_is_no_pdf_is_told_on_the_public_page(quiet: Site) -> None:
    visitor = quiet.visitor()
    answer = visitor.post("/verify", {"pdf": a_file("anh.pdf", b"GIF89a")})
    assert "Không kiểm tra được" in text_of(answer)
    assert visitor.post("/verify", {}).status_code == 422


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Site:
    """One site for input that changes nothing."""
    return build_site(tmp_path_factory.mktemp("quiet") / "home", keys, extra={"RATELIMIT_ENABLED": False})


def _upload(site: Site, name: str, data: bytes) -> TestResponse:
    return site.person("soanthao").post("/drafts/new", {"draft": a_file(name, data)})
