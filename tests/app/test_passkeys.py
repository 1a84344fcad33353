"""A device of one's own confirms the list that is signed; whatever else comes back signs nothing."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy import func, select
from webauthn.helpers import base64url_to_bytes

from app.cli.house import user_second_step_reset
from app.passkeys import LASTS, MOST_DEVICES, Passkey
from app.passkeys import Site as Place
from documents.journal import JournalEntry
from documents.model import Document
from tests.authenticator import SoftDevice
from tests.office import PASSWORD, Keys
from tests.site import Person, Site, build_site, text_of
from tests.stories.browser import chromium, served, window

JSON = {"Accept": "application/json"}


@pytest.fixture
def site(tmp_path: Path, keys: Keys) -> Site:
    return build_site(tmp_path / "home", keys, public_url="http://localhost")


def asked(person: Person, what: str, *papers: str) -> str:
    answer = person.post("/second-step/ask", {"for": what, "document": list(papers)}, headers=JSON)
    assert answer.status_code == 200, answer.json
    return str(answer.json["options"])


def added(person: Person, device: SoftDevice, **proof: str) -> int:
    form = {"act": "add", "name": "Điện thoại", "answer": device.create(asked(person, "add")), **proof}
    return person.post("/second-step", form).status_code


def with_device(site: Site, username: str = "giamdoc") -> tuple[Person, SoftDevice]:
    person, device = site.person(username), SoftDevice()
    assert added(person, device) == 302
    return person, device


def batch(site: Site, person: Person, assertion: str, *papers: str) -> str:
    chosen = [f"{paper}@{site.version(paper)}" for paper in papers]
    form = {"document": chosen, "password": PASSWORD, "assertion": assertion}
    return text_of(person.post("/signing", form))


def facts(site: Site, name: str) -> list[dict[str, object]]:
    with site.house.look() as work:
        rows = select(JournalEntry.body).where(JournalEntry.fact == name).order_by(JournalEntry.id)
        return [json.loads(body) for body in work.session.scalars(rows)]


def refused(site: Site, person: Person, assertion: str, *papers: str) -> None:
    """Nothing is signed, nothing confirmed."""
    assert "chưa có gì được ký" in batch(site, person, assertion, *papers)
    assert {site.house.state(paper) for paper in papers} == {"signing"}
    assert facts(site, "signing_confirmed") == []


# ------------------------------------------------------------ who may not


def test_a_guest_is_asked_for_nothing(site: Site) -> None:
    answer = site.visitor().post("/second-step/ask", {"for": "list"}, headers=JSON)
    assert answer.status_code in (401, 403)


def test_another_persons_device_confirms_nothing(site: Site) -> None:
    paper, (director, _) = site.house.on_the_desk("Chờ ký"), with_device(site)
    _, stranger = with_device(site, "truongphong")
    refused(site, director, stranger.get(asked(director, "list", paper)), paper)


def test_without_an_answer_of_the_device_nothing_is_signed(site: Site) -> None:
    paper, (director, _) = site.house.on_the_desk("Chờ ký"), with_device(site)
    for nonsense in ("", "{}", "[]", "7", '{"response": {}}', "x" * 30_000):
        refused(site, director, nonsense, paper)


def test_a_confirmation_holds_for_its_own_list_only(site: Site) -> None:
    one, other = site.house.on_the_desk("Đã xem"), site.house.on_the_desk("Chưa xem")
    director, device = with_device(site)
    refused(site, director, device.get(asked(director, "list", one)), one, other)
    refused(site, director, device.get(asked(director, "list", one)), other)


def test_a_confirmation_of_another_site_is_none(site: Site) -> None:
    paper, (director, device) = site.house.on_the_desk("Chờ ký"), with_device(site)
    device.origin = "http://localhost.example"
    refused(site, director, device.get(asked(director, "list", paper)), paper)


def test_a_device_that_asked_for_no_finger_confirms_nothing(site: Site) -> None:
    paper, (director, device) = site.house.on_the_desk("Chờ ký"), with_device(site)
    device.verified = False
    refused(site, director, device.get(asked(director, "list", paper)), paper)


def test_a_copied_device_is_noticed_by_its_counter(site: Site) -> None:
    first, second = site.house.on_the_desk("Một"), site.house.on_the_desk("Hai")
    director, device = with_device(site)
    batch(site, director, device.get(asked(director, "list", first)), first)
    device.uses = 0
    assert "chưa có gì được ký" in batch(site, director, device.get(asked(director, "list", second)), second)
    assert site.house.state(second) == "signing"


def test_an_answer_comes_within_minutes(site: Site) -> None:
    paper, (director, device) = site.house.on_the_desk("Chờ ký"), with_device(site)
    answer = device.get(asked(director, "list", paper))
    site.clock.now += LASTS + timedelta(seconds=1)
    refused(site, director, answer, paper)


# ------------------------------------------------------------ the batch


def test_a_batch_is_signed_and_the_proof_can_be_checked_by_anybody(site: Site) -> None:
    papers = [site.house.on_the_desk(f"Văn bản {number}") for number in range(3)]
    director, device = with_device(site)
    batch(site, director, device.get(asked(director, "list", *papers)), *papers)
    assert {site.house.state(paper) for paper in papers} == {"signed"}
    (confirmed,) = facts(site, "signing_confirmed")
    assert confirmed["way"] == "key+webauthn"
    kept = {name: base64url_to_bytes(value) for name, value in confirmed["evidence"].items()}  # type: ignore[union-attr]
    with site.house.look() as work:
        digests = {one: work.session.get_one(Document, one).rendition_sha256 for one in papers}
    lines = "".join(f"{paper} {digests[paper]}\n" for paper in sorted(papers))
    assert kept["challenge"].endswith(hashlib.sha256(lines.encode()).digest())
    assert base64url_to_bytes(json.loads(kept["client_data"])["challenge"]) == kept["challenge"]
    signed = kept["authenticator_data"] + hashlib.sha256(kept["client_data"]).digest()
    device.key.public_key().verify(kept["signature"], signed, ECDSA(SHA256()))


def test_a_confirmation_serves_once(site: Site) -> None:
    first, second = site.house.on_the_desk("Một"), site.house.on_the_desk("Hai")
    director, device = with_device(site)
    answer = device.get(asked(director, "list", first))
    batch(site, director, answer, first)
    for paper in (first, second):
        batch(site, director, answer, paper)
    assert site.house.state(second) == "signing"
    assert len(facts(site, "signing_confirmed")) == 1


# ------------------------------------------------------------ setting up


def test_whoever_has_a_device_confirms_with_it_before_another_is_added_or_one_removed(site: Site) -> None:
    director, device = with_device(site)
    assert added(director, SoftDevice()) == 403
    with site.house.look() as work:
        (known,) = work.session.scalars(select(Passkey.id))
    assert director.post("/second-step", {"act": "remove", "device": known}).status_code == 403
    assert added(director, SoftDevice(), assertion=device.get(asked(director, "list"))) == 302
    gone = {"act": "remove", "device": known, "assertion": device.get(asked(director, "list"))}
    assert director.post("/second-step", gone).status_code == 302
    assert count(site) == 1
    assert [len(facts(site, name)) for name in ("device_added", "device_removed")] == [2, 1]


def test_nobody_removes_the_device_of_another(site: Site) -> None:
    with_device(site)
    with site.house.look() as work:
        (known,) = work.session.scalars(select(Passkey.id))
    assert (
        site.person("truongphong").post("/second-step", {"act": "remove", "device": known}).status_code == 403
    )
    assert count(site) == 1


def test_a_device_is_added_once_and_verified(site: Site) -> None:
    _, device = with_device(site)
    other = site.person("truongphong")
    form = {"act": "add", "name": "", "answer": device.create(asked(other, "add"))}
    assert other.post("/second-step", form).status_code == 403
    assert added(other, SoftDevice(verified=False)) == 403
    assert added(other, SoftDevice(origin="https://gia-mao.example")) == 403
    assert other.post("/second-step", {"act": "add", "answer": "{"}).status_code == 403
    assert count(site) == 1


def test_nobody_has_more_devices_than_a_person_uses(site: Site) -> None:
    director, device = with_device(site)
    for _ in range(MOST_DEVICES - 1):
        assert added(director, SoftDevice(), assertion=device.get(asked(director, "list"))) == 302
    full = director.post("/second-step/ask", {"for": "add"}, headers=JSON)
    assert (full.status_code, "too_many_devices" in full.text) == (409, True)


def test_the_administrator_takes_lost_devices_away(site: Site) -> None:
    with_device(site)
    told = CliRunner().invoke(user_second_step_reset, ["giamdoc", "--home", str(site.office.config.home)])
    assert "Đã bỏ" in told.output
    assert count(site) == 0


@pytest.mark.parametrize(
    ("origin", "offers"),
    [
        ("https://van-thu.example", True),
        ("http://localhost:8080", True),
        ("http://van-thu.example", False),
        ("https://192.0.2.7", False),
        ("http://127.0.0.1:8080", False),
        ("https://[2001:db8::1]", False),
    ],
)
def test_devices_are_offered_where_browsers_offer_them(origin: str, offers: bool) -> None:
    assert Place(origin).offers_devices is offers


def test_a_site_without_a_name_says_so_and_offers_codes(tmp_path: Path, keys: Keys) -> None:
    site = build_site(tmp_path / "home", keys, public_url="http://192.0.2.7")
    director = site.person("giamdoc")
    assert "chưa chạy qua HTTPS" in text_of(director.get("/second-step"))
    answer = director.post("/second-step/ask", {"for": "add"}, headers=JSON)
    assert (answer.status_code, "device_unavailable" in answer.text) == (409, True)


def count(site: Site) -> int:
    with site.house.look() as work:
        return work.session.scalar(select(func.count()).select_from(Passkey)) or 0


# ------------------------------------------------------------ in a browser


@pytest.mark.browser
def test_in_a_browser_a_finger_adds_the_device_and_signs_the_batch(tmp_path: Path, keys: Keys) -> None:
    site = build_site(tmp_path / "home", keys)
    paper = site.house.on_the_desk("Văn bản chờ ký")
    with (
        chromium() as browser,
        served(site) as address,
        window(browser, address.replace("127.0.0.1", "localhost")) as director,
    ):
        devices = director.page.context.new_cdp_session(director.page)
        devices.send("WebAuthn.enable")
        finger = {
            "protocol": "ctap2", "transport": "internal", "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": finger})
        director.sign_in("giamdoc")
        director.go("/second-step")
        director.page.get_by_label("Tên thiết bị").fill("Máy ở bàn")
        director.page.get_by_role("button", name="Thêm thiết bị này").click()
        director.page.get_by_text("Thiết bị đã sẵn sàng.").wait_for()
        director.go("/signing")
        director.page.get_by_label("Chọn tất cả 1 văn bản").check()
        director.page.get_by_label("Mật khẩu khóa ký của bạn").fill(PASSWORD)
        director.page.get_by_role("button", name="Ký số").click()
        director.page.get_by_text("Đã ký").wait_for()
        assert director.trouble == []
    assert site.house.state(paper) == "signed"
    assert facts(site, "signing_confirmed")[0]["way"] == "key+webauthn"
