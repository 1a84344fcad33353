"""Letters over a real mail server on this machine: never twice, little in them, none to whom it is closed by now."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.config import read_config
from app.deliveries import FAST, drain
from app.doctor import examine
from app.mail import mail_out
from app.office import OFFICE, Office
from tests.mailserver import MailBox, mail_server
from tests.office import Keys
from tests.site import Site, build_site
from workflows import review, together
from workflows.directory.model import Position
from workflows.notices.choices import choose_own
from workflows.notices.mail import Mail, take_letter

SUBJECT = "Tổ chức hội thi văn thư"


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path, keys: Keys, box: MailBox) -> Site:
    """An office that sends mail; the head of unit has an address."""
    made = build_site(
        tmp_path / "home",
        keys,
        smtp_url=box.url,
        mail_from="vanthu@mau.vn",
        public_url="https://vt.mau.vn/vt",
    )
    with made.house.work("truongphong") as work:
        choose_own(work, "truong@mau.vn", {})
    return made


def submitted(site: Site, subject: str = SUBJECT) -> str:
    document_id = site.house.upload(subject)
    with site.house.work("soanthao") as work:
        review.submit(work, site.house.rules, document_id)
    drain(site.office, FAST)
    return document_id


def rows(office: Office) -> list[Mail]:
    with office.reading(OFFICE) as work:
        return list(work.session.scalars(select(Mail)))


def test_a_letter_holds_symbol_subject_and_address_and_no_more(site: Site, box: MailBox) -> None:
    document_id = submitted(site)
    assert mail_out(site.office) == 1

    (letter,) = box.letters
    assert (letter["To"], letter["From"]) == ("truong@mau.vn", "vanthu@mau.vn")
    assert str(letter["Subject"]).startswith("[Văn thư] Văn bản đến lượt bạn xử lý")
    assert letter["Auto-Submitted"] == "auto-generated"
    text = box.text()
    assert f"https://vt.mau.vn/vt/documents/{document_id}" in text
    assert SUBJECT in text
    assert "KH-STNĐT" in text


def test_the_reason_of_a_return_stays_in_the_house(site: Site, box: MailBox) -> None:
    with site.house.work("soanthao") as work:
        choose_own(work, "soan@mau.vn", {})
    document_id = submitted(site)
    with site.house.work("truongphong") as work:
        review.send_back(work, site.house.rules, document_id, "return_content", "Chưa xin kinh phí")
    drain(site.office, FAST)
    mail_out(site.office)
    texts = [box.text(place) for place in range(len(box.letters))]
    assert any("Văn bản bị trả lại" in text for text in texts)
    assert not any("kinh phí" in text for text in texts)


def test_a_letter_goes_out_once(site: Site, box: MailBox) -> None:
    submitted(site)
    assert [mail_out(site.office), mail_out(site.office)] == [1, 0]
    assert len(box.letters) == 1


def test_a_letter_taken_by_a_worker_that_died_is_not_sent_again(site: Site, box: MailBox) -> None:
    submitted(site)
    with site.office.work(OFFICE) as work:
        assert take_letter(work, rows(site.office)[0].id)
    assert mail_out(site.office) == 0
    assert box.letters == []


def test_two_workers_take_a_letter_once(site: Site) -> None:
    submitted(site)
    (mail,) = rows(site.office)
    with site.office.work(OFFICE) as work:
        first = take_letter(work, mail.id)
    with site.office.work(OFFICE) as work:
        second = take_letter(work, mail.id)
    assert (first, second) == (True, False)


def test_a_server_that_breaks_off_gets_the_letter_no_second_time(site: Site, box: MailBox) -> None:
    submitted(site)
    box.breaks_off = True
    assert mail_out(site.office) == 0
    box.breaks_off = False
    assert mail_out(site.office) == 0
    assert len(box.letters) == 1
    site.clock.now += timedelta(hours=2)
    (check,) = [check for check in examine(site.office) if check.name == "mail"]
    assert not check.ok


def test_a_busy_server_gets_the_letter_later(site: Site, box: MailBox) -> None:
    submitted(site)
    box.busy = True
    assert mail_out(site.office) == 0
    box.busy = False
    assert mail_out(site.office) == 0, "not before its time"
    site.clock.now += timedelta(minutes=5)
    assert mail_out(site.office) == 1


def test_an_address_the_server_never_takes_is_given_up(site: Site, box: MailBox) -> None:
    submitted(site)
    box.refuses.add("truong@mau.vn")
    assert mail_out(site.office) == 0
    (mail,) = rows(site.office)
    assert mail.dropped_at is not None
    assert "550" in str(mail.trouble) or "khong co nguoi nay" in str(mail.trouble)


def test_a_server_that_is_away_loses_no_letter(site: Site, box: MailBox) -> None:
    submitted(site)
    away = replace(site.office, config=replace(site.office.config, smtp_url="smtp://127.0.0.1:9"))
    assert mail_out(away) == 0
    assert mail_out(site.office) == 1


def test_whoever_may_no_longer_see_the_paper_gets_no_letter(site: Site, box: MailBox) -> None:
    with site.house.work("ketoan") as work:
        choose_own(work, "toan@mau.vn", {})
    document_id = site.house.upload(SUBJECT)
    colleague = site.house.placed.people["ketoan"]
    with site.house.work("soanthao") as work:
        together.share_draft(work, document_id, colleague)
    drain(site.office, FAST)
    with site.house.work("soanthao") as work:
        together.stop_sharing(work, document_id, colleague)
    assert mail_out(site.office) == 0
    assert box.letters == []


def test_whoever_has_left_gets_no_letter(site: Site, box: MailBox) -> None:
    submitted(site)
    with site.office.work(OFFICE) as work:
        person = site.house.placed.people["truongphong"]
        work.session.execute(
            update(Position).where(Position.person_id == person).values(until=site.clock.now)
        )
    assert mail_out(site.office) == 0
    assert box.letters == []


# ------------------------------------------------------------------ the day's letter


@pytest.fixture
def daily(site: Site) -> Site:
    """The head wants one letter a day; two papers came on Thursday at 09:30."""
    with site.house.work("truongphong") as work:
        choose_own(work, "truong@mau.vn", {"came": "digest"})
    submitted(site, "Một")
    submitted(site, "Hai")
    return site


def test_the_day_s_letter_gathers_what_is_unread(daily: Site, box: MailBox) -> None:
    assert mail_out(daily.office) == 1
    assert box.subjects() == ["[Văn thư] 2 thông báo trong ngày"]
    assert "Một" in box.text()
    assert "Hai" in box.text()


def test_there_is_one_letter_a_day(daily: Site, box: MailBox) -> None:
    mail_out(daily.office)
    submitted(daily, "Ba")
    assert mail_out(daily.office) == 0
    daily.clock.now += timedelta(days=1)
    assert mail_out(daily.office) == 1
    assert "Ba" in box.text(1)
    assert "Một" not in box.text(1)


def test_the_day_s_letter_waits_for_its_hour_and_for_a_working_day(daily: Site, box: MailBox) -> None:
    daily.clock.now += timedelta(hours=15)  # Friday, 00:30
    assert mail_out(daily.office) == 0
    daily.clock.now += timedelta(days=1, hours=9)  # Saturday, 09:30
    assert mail_out(daily.office) == 0
    daily.clock.now += timedelta(days=2)  # Monday, 09:30
    assert mail_out(daily.office) == 1


def test_what_was_read_on_the_page_is_not_mailed(daily: Site, box: MailBox) -> None:
    person = daily.person("truongphong")
    person.get("/notices")
    person.post("/notices/read", {"last": "999"})
    assert mail_out(daily.office) == 0


# ------------------------------------------------------------------ settings


@pytest.mark.parametrize(
    "settings",
    [
        {"VANTHU_SMTP_URL": "mail.mau.vn", "VANTHU_MAIL_FROM": "a@mau.vn"},
        {"VANTHU_SMTP_URL": "smtp://mail.mau.vn"},
        {"VANTHU_MORNING_HOUR": "24"},
    ],
)
def test_settings_that_make_no_sense_stop_at_the_start(tmp_path: Path, settings: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="VANTHU_"):
        read_config({"VANTHU_HOME": str(tmp_path), **settings})
