"""Signing in: who gets in, who does not, and what a stranger can find out."""

import pytest
from sqlalchemy import select

from app.accounts import Account
from app.office import OFFICE
from documents.work import Work
from tests.site import SIGN_IN_PASSWORD, Person, Site, text_of
from workflows.directory.model import Person as DirectoryPerson


def test_wrong_password_is_refused_and_the_name_stays_in_its_box(site: Site) -> None:
    visitor = site.visitor()
    answer = visitor.sign_in("sai-mat-khau", "soanthao")
    assert answer.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in text_of(answer)
    assert 'value="soanthao"' in answer.text
    assert visitor.get("/").status_code == 302


def test_unknown_name_and_wrong_password_look_alike(site: Site) -> None:
    known = site.visitor().sign_in("sai-mat-khau", "soanthao")
    unknown = site.visitor().sign_in("sai-mat-khau", "khong-co-ai")
    assert known.status_code == unknown.status_code
    assert text_of(known) == text_of(unknown)


def test_fifth_wrong_password_locks_the_account_for_a_quarter_of_an_hour(site: Site) -> None:
    visitor = site.visitor()
    for _ in range(5):
        visitor.sign_in("sai-mat-khau", "soanthao")
    locked = visitor.sign_in(SIGN_IN_PASSWORD, "soanthao")
    assert locked.status_code == 429
    assert "tạm khóa" in text_of(locked)
    site.clock.now = site.clock.now.replace(minute=site.clock.now.minute + 16)
    assert visitor.sign_in(SIGN_IN_PASSWORD, "soanthao").status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "evil",
    ],
)
def test_signing_in_never_leads_elsewhere(site: Site, elsewhere: str) -> None:
    person = Person(site.app.test_client(), "soanthao")
    person.get("/sign-in")
    answer = person.client.post(
        "/sign-in",
        query_string={"next": elsewhere},
        data={"csrf_token": person.token, "username": "soanthao", "password": SIGN_IN_PASSWORD},
    )
    assert answer.location == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(site: Site) -> None:
    visitor = site.visitor()
    asked = visitor.get("/inbox?page=2")
    assert asked.location == "/sign-in?next=/inbox?page%3D2"
    person = Person(visitor.client, "soanthao")
    assert person.sign_in(path=asked.location).location == "/inbox?page=2"


def test_first_password_must_be_changed_before_anything_else(site: Site) -> None:
    with site.office.work(OFFICE) as work:
        _account(work, "soanthao").must_change = True
    person = site.person("soanthao")
    assert person.get("/").location == "/password"
    assert person.get("/api/work").status_code == 403

    weak = person.post("/password", {"old": SIGN_IN_PASSWORD, "new": "ngan", "again": "ngan"})
    assert (weak.status_code, "ít nhất 10 ký tự" in text_of(weak)) == (422, True)
    twice = person.post(
        "/password", {"old": SIGN_IN_PASSWORD, "new": "mat-khau-moi-1", "again": "mat-khau-moi-2"}
    )
    assert "không giống nhau" in text_of(twice)
    same = person.post(
        "/password", {"old": SIGN_IN_PASSWORD, "new": SIGN_IN_PASSWORD, "again": SIGN_IN_PASSWORD}
    )
    assert "trùng với mật khẩu đang dùng" in text_of(same)

    done = person.post(
        "/password", {"old": SIGN_IN_PASSWORD, "new": "mat-khau-moi-1", "again": "mat-khau-moi-1"}
    )
    assert done.location == "/"
    assert person.get("/").status_code == 200


def test_new_password_ends_every_other_session(site: Site) -> None:
    here, elsewhere = site.person("soanthao"), site.person("soanthao")
    here.post("/password", {"old": SIGN_IN_PASSWORD, "new": "mat-khau-moi-1", "again": "mat-khau-moi-1"})
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_idle_session_is_over_and_stays_over(site: Site) -> None:
    person = site.person("soanthao")
    site.clock.now = site.clock.now.replace(hour=site.clock.now.hour + 1)
    assert person.get("/").location.startswith("/sign-in")
    assert person.get("/").location.startswith("/sign-in")
    assert "lâu không thao tác" in text_of(person.get("/sign-in"))


def test_person_who_left_the_office_is_nobody_at_once(site: Site) -> None:
    person = site.person("soanthao")
    with site.office.work(OFFICE) as work:
        work.session.get_one(DirectoryPerson, site.house.placed.people["soanthao"]).until = site.clock.now
    assert person.get("/").status_code == 302


def test_signing_out_ends_the_session(site: Site) -> None:
    person = site.person("soanthao")
    assert person.post("/sign-out").status_code == 302
    assert person.get("/").status_code == 302


def test_form_without_its_token_is_refused_in_words(site: Site) -> None:
    person = site.person("soanthao")
    before = site.documents()
    answer = person.client.post("/drafts/new", data={})
    assert answer.status_code == 400
    assert "Biểu mẫu đã hết hạn" in text_of(answer)
    assert site.documents() == before


def test_signing_in_without_a_token_is_refused(site: Site) -> None:
    form = {"username": "soanthao", "password": SIGN_IN_PASSWORD}
    assert site.app.test_client().post("/sign-in", data=form).status_code == 400


def test_guessing_from_one_address_is_slowed_down(site: Site) -> None:
    visitor = site.visitor()
    answers = [visitor.sign_in("sai-mat-khau", f"ten{count}").status_code for count in range(31)]
    assert answers[:30] == [401] * 30
    assert answers[30] == 429


def test_public_verification_is_slowed_down(site: Site) -> None:
    visitor = site.visitor()
    answers = [visitor.post("/verify", {}) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [422] * 20 + [429]
    assert "Quá nhiều lần thử" in text_of(answers[-1])


def _account(work: Work, username: str) -> Account:
    account = work.session.scalar(select(Account).where(Account.username == username))
    assert account is not None
    return account
