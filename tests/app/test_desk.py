"""The signer's desk: what lies at hand, the second step once a batch, the list that was confirmed, giving back."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app.cli.house import user_second_step_reset
from app.devpki import DevPki
from app.revocation import NoRevocationSource
from app.second_step import TRIES, Authenticator
from documents.journal import JournalEntry
from documents.model import Document
from tests.office import NOW, PASSWORD, Keys, keys_in
from tests.site import Person, Site, build_site, text_of

BASIS = {"kind": "Luật", "number": "30/2020/QH14", "date": None, "issuer": None, "title": "Luật mẫu"}


def chosen(site: Site, *papers: str) -> dict[str, object]:
    return {"document": [f"{paper}@{site.version(paper)}" for paper in papers], "password": PASSWORD}


def set_up(site: Site, person: Person) -> pyotp.TOTP:
    """The person sets up a phone, and shows that it works."""
    person.post("/second-step", {"act": "begin"})
    page = person.get("/second-step")
    assert "<svg" in page.text
    secret = text_of(page).partition("gõ mã: ")[2].split()[0]
    phone = pyotp.TOTP(secret)
    assert (
        person.post("/second-step", {"act": "confirm", "code": phone.at(site.clock.now)}).status_code == 302
    )
    site.clock.now += timedelta(minutes=1)
    return phone


def confirmed(site: Site) -> list[str]:
    with site.house.look() as work:
        rows = select(JournalEntry.body).where(JournalEntry.fact == "signing_confirmed")
        return list(work.session.scalars(rows.order_by(JournalEntry.id)))


def test_a_guest_and_a_stranger_have_no_desk(site: Site) -> None:
    paper = site.house.on_the_desk("Văn bản chờ ký")
    for person in (site.visitor(), site.person("soanthao")):
        answer = person.post("/signing", chosen(site, paper))
        assert answer.status_code in (302, 401, 403, 409)
    assert site.visitor().get("/second-step").status_code in (302, 401, 403)
    assert confirmed(site) == []
    assert site.house.state(paper) == "signing"


def test_the_desk_shows_the_bytes_the_bases_and_what_is_new(site: Site) -> None:
    paper = site.house.on_the_desk("Văn bản chờ ký", legal_bases=[BASIS])
    director = site.person("giamdoc")
    page = text_of(director.get("/signing"))
    with site.house.look() as work:
        digest = work.session.get_one(Document, paper).rendition_sha256
    assert f"Mã nội dung {digest[:16]}" in page
    assert "Luật 30/2020/QH14: Luật mẫu" in page
    assert "bạn chưa mở" in page
    director.get(f"/documents/{paper}")
    assert "đã xem bản này" in text_of(director.get("/signing"))


def test_a_batch_is_confirmed_file_by_file_before_the_key_is_used(site: Site) -> None:
    papers = sorted(site.house.on_the_desk(f"Văn bản {count}") for count in range(3))
    answer = site.person("giamdoc").post("/signing", chosen(site, *papers))
    assert answer.status_code == 200
    with site.house.look() as work:
        digests = [work.session.get_one(Document, paper).rendition_sha256 for paper in papers]
    lines = "".join(f"{paper} {digest}\n" for paper, digest in zip(papers, digests, strict=True))
    (body,) = confirmed(site)
    assert hashlib.sha256(lines.encode()).hexdigest() in body
    assert '"way": "key"' in body


def test_a_wrong_key_password_confirms_nothing(site: Site) -> None:
    paper = site.house.on_the_desk("Văn bản chờ ký")
    answer = site.person("giamdoc").post("/signing", {**chosen(site, paper), "password": "sai-mat-khau"})
    assert answer.status_code == 403
    assert confirmed(site) == []


def test_whoever_set_up_a_phone_signs_only_with_its_code_once_for_the_batch(site: Site) -> None:
    papers = [site.house.on_the_desk(f"Văn bản {count}") for count in range(2)]
    director = site.person("giamdoc")
    phone = set_up(site, director)
    for wrong in ("", "000000", phone.at(site.clock.now - timedelta(minutes=10))):
        answer = director.post("/signing", {**chosen(site, *papers), "code": wrong})
        assert answer.status_code == 422
        assert "Mã trên điện thoại không đúng" in text_of(answer)
    assert {site.house.state(paper) for paper in papers} == {"signing"}
    assert confirmed(site) == []
    answer = director.post("/signing", {**chosen(site, *papers), "code": phone.at(site.clock.now)})
    assert answer.status_code == 200
    assert {site.house.state(paper) for paper in papers} == {"signed"}
    assert '"way": "key+totp"' in confirmed(site)[0]


def test_a_code_opens_once(site: Site) -> None:
    first, second = (site.house.on_the_desk(f"Văn bản {count}") for count in range(2))
    director = site.person("giamdoc")
    phone = set_up(site, director)
    code = phone.at(site.clock.now)
    assert director.post("/signing", {**chosen(site, first), "code": code}).status_code == 200
    assert director.post("/signing", {**chosen(site, second), "code": code}).status_code == 422
    assert site.house.state(second) == "signing"


def test_five_wrong_codes_close_the_step_for_a_while(site: Site) -> None:
    paper = site.house.on_the_desk("Văn bản chờ ký")
    director = site.person("giamdoc")
    phone = set_up(site, director)
    for _ in range(TRIES):
        director.post("/signing", {**chosen(site, paper), "code": "000000"})
    right = {**chosen(site, paper), "code": phone.at(site.clock.now)}
    assert director.post("/signing", right).status_code == 429
    site.clock.now += timedelta(minutes=16)
    assert director.post("/signing", {**right, "code": phone.at(site.clock.now)}).status_code == 200


def test_an_office_may_want_a_phone_of_everybody(tmp_path: Path, keys: Keys) -> None:
    site = build_site(tmp_path / "strict", keys, second_step_required=True)
    paper = site.house.on_the_desk("Văn bản chờ ký")
    director = site.person("giamdoc")
    assert "Cài trên điện thoại của bạn" in text_of(director.get("/signing"))
    assert director.post("/signing", chosen(site, paper)).status_code == 409
    assert site.house.state(paper) == "signing"
    phone = set_up(site, director)
    right = {**chosen(site, paper), "code": phone.at(site.clock.now)}
    assert director.post("/signing", right).status_code == 200


def test_the_phone_is_taken_away_with_its_own_code_or_by_whoever_runs_the_office(site: Site) -> None:
    director = site.person("giamdoc")
    phone = set_up(site, director)
    # A second phone cannot be slipped in beside the first.
    assert director.post("/second-step", {"act": "begin"}).status_code == 422
    assert director.post("/second-step", {"act": "forget", "code": "000000"}).status_code == 422
    assert (
        director.post("/second-step", {"act": "forget", "code": phone.at(site.clock.now)}).status_code == 302
    )
    set_up(site, director)
    home = str(site.office.config.home)
    told = CliRunner().invoke(user_second_step_reset, ["giamdoc", "--home", home])
    assert told.exit_code == 0, told.output
    with site.house.look() as work:
        assert work.session.scalars(select(Authenticator)).all() == []
    assert "second_step_reset" in [fact for _, fact in site.journal()]


def test_the_secret_is_sealed_with_the_offices_key(site: Site) -> None:
    director = site.person("giamdoc")
    phone = set_up(site, director)
    with site.house.look() as work:
        (row,) = work.session.scalars(select(Authenticator)).all()
        assert phone.secret not in row.secret
    other = replace(site.office.config, secret_key="k" * 40)
    object.__setattr__(site.office, "config", other)
    answer = site.person("giamdoc").post("/second-step", {"act": "forget", "code": phone.at(site.clock.now)})
    assert answer.status_code == 409


def test_a_paper_is_given_back_from_the_desk_with_a_reason(site: Site) -> None:
    paper = site.house.on_the_desk("Văn bản chờ ký")
    director = site.person("giamdoc")
    page = director.get("/signing")
    assert f'form="back-{paper}"' in page.text
    back = {"version": site.version(paper), "then": "vanthu.signing_desk"}
    path = f"/review/{paper}/refuse_signing"
    assert director.post(path, back).status_code == 422
    assert site.house.state(paper) == "signing"
    answer = director.post(path, {**back, "reason": "Chưa rõ nguồn kinh phí"})
    assert answer.headers["Location"].endswith("/signing")
    assert site.house.state(paper) == "drafting"


@pytest.mark.parametrize("then", ["https://example.invalid", "vanthu.admin", ""])
def test_giving_back_leads_nowhere_else(site: Site, then: str) -> None:
    paper = site.house.on_the_desk("Văn bản chờ ký")
    form = {"version": site.version(paper), "then": then, "reason": "Chưa rõ nguồn kinh phí"}
    answer = site.person("giamdoc").post(f"/review/{paper}/refuse_signing", form)
    assert answer.headers["Location"] == "/"
    assert site.clock.now == NOW


# ------------------------------------------------------------ a certificate its authority withdrew


@pytest.fixture
def own(tmp_path: Path) -> Site:
    """An office with an authority of its own, which may revoke without telling other tests."""
    return build_site(tmp_path / "home", keys_in(tmp_path / "pki"))


def test_a_certificate_revoked_by_its_authority_signs_nothing_and_is_asked_for_once(own: Site) -> None:
    papers = [own.house.on_the_desk(f"Văn bản {count}") for count in range(2)]
    pki, director = own.office.dev_pki, own.house.keys.director
    assert pki is not None
    pki.revoke(director.facts.serial, own.clock.now - timedelta(minutes=1))
    page = text_of(own.person("giamdoc").post("/signing", chosen(own, *papers)))
    assert "Chứng thư số đã bị thu hồi." in page
    assert {own.house.state(paper) for paper in papers} == {"signing"}
    assert confirmed(own) == []


def test_a_certificate_revoked_from_tomorrow_signs_today(own: Site) -> None:
    paper = own.house.on_the_desk("Văn bản")
    assert own.office.dev_pki is not None
    own.office.dev_pki.revoke(own.house.keys.director.facts.serial, own.clock.now + timedelta(days=1))
    own.person("giamdoc").post("/signing", chosen(own, paper))
    assert own.house.state(paper) == "signed"


def test_an_authority_that_says_nothing_stops_nobody(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> None:
        raise NoRevocationSource(subject="")

    paper = own.house.on_the_desk("Văn bản")
    monkeypatch.setattr(DevPki, "revocation_evidence", silent)
    own.person("giamdoc").post("/signing", chosen(own, paper))
    assert own.house.state(paper) == "signed"
