"""Two hosts in one process: the one we ship, and somebody else's with its own users, database, forms and pages."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from flask_login import LoginManager, UserMixin, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import inspect

from app.config import Config
from app.extension import Vanthu, office_of
from tests.office import Keys, build_house
from tests.site import MovableClock, Site, a_file, build_site, text_of

PREFIX = "/van-thu"


@dataclass
class HostUser(UserMixin):  # type: ignore[misc]  # the library is untyped
    """A user of somebody else's application; `person_id` is all Vanthu asks for."""

    id: str
    person_id: str | None


@dataclass
class Host:
    app: Flask
    people: dict[str, str]

    def client(self, username: str = "") -> FlaskClient:
        client = self.app.test_client()
        if username:
            client.get("/dang-nhap-cua-toi", query_string={"name": username})
        return client


@pytest.fixture
def host(tmp_path: Path, keys: Keys) -> Host:
    """An application that was there first: it has SQLAlchemy, LoginManager, a 404 page and a form without token."""
    app = Flask("host")
    app.config.update(
        SECRET_KEY="host" * 10, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'host.db'}", TESTING=True
    )
    db = SQLAlchemy(app)
    login_manager = LoginManager(app)
    login_manager.login_view = "own_sign_in"
    people: dict[str, str] = {}

    class Note(db.Model):  # type: ignore[name-defined, misc]
        id = db.Column(db.Integer, primary_key=True)

    @login_manager.user_loader
    def load(user_id: str) -> HostUser:
        return HostUser(user_id, people.get(user_id))

    @app.get("/dang-nhap-cua-toi")
    def own_sign_in() -> str:
        login_user(HostUser(request.args.get("name", ""), None))
        return "host: signed in"

    @app.post("/bieu-mau-cua-toi")
    def own_form() -> str:
        return f"host: {len(request.get_data())}"

    @app.errorhandler(404)
    def own_not_found(error: Exception) -> tuple[str, int]:
        return "host: not here", 404

    @app.get("/")
    def own_start() -> str:
        return "host: start"

    with app.app_context():
        db.create_all()
    config = Config(home=tmp_path / "vanthu", database_url="sqlite://", secret_key="", max_upload_bytes=5000)
    Vanthu(app, db, login_manager, config=config, clock=MovableClock(), url_prefix=PREFIX)
    house = build_house(office_of(app).database, config.home, keys)
    people.update(house.placed.people)
    return Host(app, people)


@pytest.fixture
def ours(tmp_path: Path, keys: Keys) -> Site:
    return build_site(tmp_path / "ours", keys)


def test_stranger_is_sent_to_the_hosts_own_sign_in(host: Host) -> None:
    answer = host.client().get(f"{PREFIX}/")
    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/dang-nhap-cua-toi")
    assert host.client().get(f"{PREFIX}/sign-in").status_code == 404


def test_host_user_without_a_person_is_nobody(host: Host) -> None:
    assert host.client("nguoi-la").get(f"{PREFIX}/").status_code == 302


def test_host_user_works_under_the_prefix(host: Host) -> None:
    client = host.client("soanthao")
    answer = client.get(f"{PREFIX}/")
    assert answer.status_code == 200
    assert "Nguyễn Soạn" in text_of(answer)
    assert f'href="{PREFIX}/static/vanthu/vanthu.css"' in answer.text
    assert "Thoát" not in answer.text, "signing out is the host's business"
    assert client.get(f"{PREFIX}/api/work").json == {"inbox_waiting": 0, "worklists": []}


def test_host_keeps_its_pages_errors_forms_and_limits(host: Host) -> None:
    client = host.client()
    start = client.get("/")
    assert start.text == "host: start"
    assert "Content-Security-Policy" not in start.headers
    assert client.get("/khong-co").text == "host: not here"
    assert client.post("/bieu-mau-cua-toi", data="x" * 9000).text == "host: 9000"


def test_our_forms_under_the_prefix_still_want_their_token(host: Host) -> None:
    answer = host.client("soanthao").post(f"{PREFIX}/drafts/new", data={"draft": a_file("a.docx", b"x")})
    assert answer.status_code == 400
    assert "Biểu mẫu đã hết hạn" in text_of(answer)


def test_our_upload_limit_holds_under_the_prefix(host: Host) -> None:
    answer = host.client().post(f"{PREFIX}/api/verify", data={"pdf": a_file("a.pdf", b"x" * 9000)})
    assert answer.status_code == 413


def test_host_database_holds_both_and_keeps_its_own_table(host: Host) -> None:
    tables = set(inspect(office_of(host.app).database).get_table_names())
    assert {"note", "vanthu_documents"} <= tables


def test_two_hosts_do_not_see_each_other(host: Host, ours: Site) -> None:
    paper = ours.house.upload("Chỉ ở nhà này")
    assert "Chỉ ở nhà này" in text_of(ours.person("soanthao").get("/"))
    there = host.client("soanthao")
    assert "Chỉ ở nhà này" not in text_of(there.get(f"{PREFIX}/"))
    assert there.get(f"{PREFIX}/documents/{paper}").status_code == 404
    assert there.get("/documents/" + paper).text == "host: not here"


def test_host_that_limits_already_is_not_limited_twice(tmp_path: Path) -> None:
    from flask_limiter import Limiter

    app = Flask("limited")
    app.config.update(SECRET_KEY="k" * 40, RATELIMIT_STORAGE_URI="memory://")
    limiter = Limiter(lambda: "all", app=app)
    Vanthu(app, config=Config(tmp_path, f"sqlite:///{tmp_path / 'v.db'}", "k" * 40))
    assert app.extensions["limiter"] == {limiter}
    token_less = [app.test_client().post("/verify").status_code for _ in range(3)]
    assert token_less == [400] * 3


def test_everything_said_is_dressed(ours: Site) -> None:
    """Pages, errors, redirects, pictures, static files and JSON: the same protection on each."""
    drafter, paper = ours.person("soanthao"), ours.house.upload()
    answers = {
        path: drafter.get(path)
        for path in (
            "/", "/find?q=a", "/khong-co", "/admin", "/documents/" + "0" * 20, "/static/vanthu/vanthu.js",
            "/static/vanthu/khong-co", "/api/work", "/api/khong-co", f"/documents/{paper}/pages/1.png",
            f"/documents/{paper}/pdf", "/alive",
        )
    }  # fmt: skip
    answers["anonymous"] = ours.visitor().get("/")
    answers["no token"] = drafter.client.post("/sign-out")
    answers["wrong method"] = drafter.client.delete("/")
    for path, answer in answers.items():
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["X-Frame-Options"] == "DENY", path
        assert "no-store" in answer.headers.get("Cache-Control", "") or "static" in path or "png" in path, (
            path
        )
    assert answers["wrong method"].status_code == 405
    assert "Không làm được" in text_of(answers["wrong method"])


def test_session_cookie_is_kept_from_scripts_and_other_sites(ours: Site) -> None:
    cookie = ours.visitor().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_https_cookies_and_browsers_stay_there(tmp_path: Path, keys: Keys) -> None:
    answer = (
        build_site(tmp_path / "https", keys, https=True)
        .visitor()
        .get("/sign-in", base_url="https://localhost")
    )
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_hostile_words_stay_words(ours: Site) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    paper = ours.house.upload(
        hostile, recipients=[hostile], place=hostile, signer_name=hostile, archive_line=hostile
    )
    drafter = ours.person("soanthao")
    pages: list[Response] = [
        drafter.get(path)  # type: ignore[misc]
        for path in ("/", f"/documents/{paper}", "/find?q=" + "%22%3E%3Cscript%3Ealert(1)", "/find?q=alert")
    ]
    pages.append(drafter.post(f"/drafts/{paper}/fields", {"subject": hostile}))  # type: ignore[arg-type]
    for page in pages:
        assert "<script>alert" not in page.text  # type: ignore[attr-defined]
        assert "<img src=x" not in page.text  # type: ignore[attr-defined]


def test_unexpected_trouble_is_a_page_too(ours: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("a secret detail")

    drafter = ours.person("soanthao")
    ours.app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr("app.web.start.worklists", breaks)
    answer = drafter.get("/")
    assert answer.status_code == 500
    assert "Có lỗi trong hệ thống" in text_of(answer)
    assert "secret detail" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
