"""Signing with a key that a remote service keeps (CSC API 2), held against a strict service on this machine."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from app.cli.house import pki
from app.config import read_config
from app.csc import (
    CredentialNotSupported,
    RemoteRefused,
    RemoteService,
    RemoteUnavailable,
    RemoteWrong,
    opened_credential,
)
from app.devpki.certificates import Wanted, distinguished_name, make_certificate
from documents.files import sha256
from tests.csc_server import Held, SigningService, serving
from tests.office import NOW, Keys
from tests.site import Site, build_site, text_of
from workflows.directory.certificates import end_certificate, enroll_certificate
from workflows.directory.model import Certificate

PIN, ACCOUNT = "123456", ("co-quan-mau", "bí mật")
ADDRESS = "csc:giam-doc"


@pytest.fixture
def service(keys: Keys) -> Iterator[SigningService]:
    """A service that holds the director's key."""
    key = keys.director.key
    assert isinstance(key, RSAPrivateKey)
    made = SigningService(ACCOUNT, lambda: NOW)
    made.held["giam-doc"] = Held(key, (keys.director.certificate, *keys.director.chain))
    with serving(made):
        yield made


@pytest.fixture
def client(service: SigningService) -> RemoteService:
    return RemoteService(service.url, ACCOUNT, lambda: NOW)


@pytest.fixture
def site(tmp_path: Path, keys: Keys, service: SigningService) -> Site:
    """An office whose director's key is at the service."""
    site = build_site(tmp_path / "home", keys, csc_url=service.url, csc_client=ACCOUNT)
    with site.house.office() as work:
        row = work.session.get_one(Certificate, keys.director.facts.sha256)
        enroll_certificate(work, row.holder, keys.director.certificate, ADDRESS, since=work.now)
    return site


def sign(site: Site, *papers: str, pin: str = PIN, who: str = "giamdoc") -> str:
    form = {"document": [f"{one}@{site.version(one)}" for one in papers], "password": pin}
    return text_of(site.person(who).post("/signing", form))


# ------------------------------------------------------------ at the desk


def test_nobody_elses_desk_reaches_the_service(site: Site, service: SigningService) -> None:
    paper = site.house.on_the_desk()
    sign(site, paper, who="soanthao")
    assert service.asked == []
    assert site.house.state(paper) == "signing"


def test_a_wrong_pin_signs_nothing_and_is_tried_once_for_the_whole_batch(
    site: Site, service: SigningService
) -> None:
    papers = [site.house.on_the_desk(f"Văn bản {number}") for number in range(5)]
    assert "Mật khẩu khóa ký không đúng" in sign(site, *papers, pin="000000")
    assert {site.house.state(one) for one in papers} == {"signing"}
    assert service.held["giam-doc"].wrong == 1


def test_the_pin_signs_a_batch_each_paper_authorised_for_itself(site: Site, service: SigningService) -> None:
    papers = [site.house.on_the_desk(f"Văn bản {number}") for number in range(3)]
    sign(site, *papers)
    assert {site.house.state(one) for one in papers} == {"signed"}
    assert service.asked.count("credentials/authorize") == service.asked.count("signatures/signHash") == 3
    assert service.asked.count("oauth2/token") == 1


def test_a_service_that_is_away_leaves_the_papers_where_they_are(site: Site) -> None:
    paper = site.house.on_the_desk()
    object.__setattr__(
        site.office, "config", replace(site.office.config, csc_url="http://127.0.0.1:9/csc/v2")
    )
    assert "Dịch vụ ký số từ xa không trả lời" in sign(site, paper)
    assert site.house.state(paper) == "signing"
    object.__setattr__(site.office, "config", replace(site.office.config, csc_url=""))
    site.office.__dict__.pop("remote_service", None)
    assert "Dịch vụ ký số từ xa không trả lời" in sign(site, paper)


def test_another_certificate_at_the_service_is_not_taken_for_the_enrolled_one(
    site: Site, service: SigningService, keys: Keys
) -> None:
    paper = site.house.on_the_desk()
    other = keys.deputy
    assert isinstance(other.key, RSAPrivateKey)
    service.held["giam-doc"] = Held(other.key, (other.certificate, *other.chain))
    assert "Dịch vụ ký số từ xa từ chối" in sign(site, paper)
    assert site.house.state(paper) == "signing"


def test_a_certificate_ended_here_reaches_no_service(site: Site, service: SigningService, keys: Keys) -> None:
    paper = site.house.on_the_desk()
    with site.house.work("giamdoc") as work:
        end_certificate(work, keys.director.facts.sha256, "Mất điện thoại")
    sign(site, paper)
    assert service.asked == []
    assert site.house.state(paper) == "signing"


# ------------------------------------------------------------ enrolling


def test_a_key_is_chosen_from_those_of_the_account_and_enrolled(site: Site, service: SigningService) -> None:
    home, run = str(site.office.config.home), CliRunner()
    asked = ["enroll-remote", "--user", "giamdoc", "--home", home]
    assert "VANTHU_CSC_URL" in run.invoke(pki, asked).output
    set_up = {"VANTHU_CSC_URL": service.url, "VANTHU_CSC_CLIENT": ":".join(ACCOUNT)}
    listed = run.invoke(pki, asked, env=set_up)
    assert listed.exit_code == 2
    assert "giam-doc  CN=Trần Thị Thử" in listed.output
    enrolled = run.invoke(pki, [*asked, "giam-doc"], env=set_up)
    assert "dịch vụ ký từ xa" in text_of(site.person("giamdoc").get("/certificates"))
    assert enrolled.output == "Đã đăng ký khóa giam-doc ở dịch vụ ký số từ xa cho Trần Thị Thử.\n"


# ------------------------------------------------------------ what a service may answer


def test_the_signed_file_is_proof_like_any_other(client: RemoteService, keys: Keys) -> None:
    with opened_credential(client, ADDRESS, keys.director.facts.sha256, PIN) as key:
        assert key.sign(b"\x07" * 32) == keys.director.sign(b"\x07" * 32)


@pytest.mark.parametrize("side_by_side", [False, True])
def test_a_p256_key_signs_in_either_way_of_writing_it(
    client: RemoteService, service: SigningService, keys: Keys, side_by_side: bool
) -> None:
    private, issuing = ec.generate_private_key(ec.SECP256R1()), keys.pki._authority("issuing")
    wanted = Wanted(distinguished_name("Người Ký"), "signing", NOW, NOW + timedelta(days=365), 7)
    certificate = make_certificate(wanted, private.public_key(), issuing).public_bytes(Encoding.DER)
    chain = (certificate, *keys.director.chain)
    service.held["p256"] = Held(private, chain, side_by_side=side_by_side)
    with opened_credential(client, "csc:p256", sha256(certificate), PIN) as key:
        assert key.sign(b"\x07" * 32)


def test_a_value_over_something_else_is_thrown_away(
    client: RemoteService, service: SigningService, keys: Keys
) -> None:
    wrong = b'{"signatures": ["' + b"QUFB" * 64 + b'"]}'
    service.answers = lambda method, told: wrong if method == "signatures/signHash" else None
    with (
        opened_credential(client, ADDRESS, keys.director.facts.sha256, PIN) as key,
        pytest.raises(RemoteWrong),
    ):
        key.sign(b"\x07" * 32)


@pytest.mark.parametrize(
    "told", [b"", b"[]", b"{}", b"\xff", b'{"SAD": 7, "signatures": ["?"]}', b"{" + b" " * (1 << 20) + b"}"]
)
@pytest.mark.parametrize(
    "method", ["oauth2/token", "credentials/info", "credentials/authorize", "signatures/signHash"]
)
def test_an_answer_nobody_can_read_is_no_answer(
    client: RemoteService, service: SigningService, keys: Keys, method: str, told: bytes
) -> None:
    service.answers = lambda asked, _: (told or b" ") if asked == method else None
    with (
        pytest.raises(RemoteUnavailable),
        opened_credential(client, ADDRESS, keys.director.facts.sha256, PIN) as key,
    ):
        key.sign(b"\x07" * 32)


def test_a_locked_or_disabled_key_is_refused(
    client: RemoteService, service: SigningService, keys: Keys
) -> None:
    service.held["giam-doc"].status = "disabled"
    with pytest.raises(RemoteRefused), opened_credential(client, ADDRESS, keys.director.facts.sha256, PIN):
        pytest.fail("opened")
    service.held["giam-doc"].status, service.held["giam-doc"].wrong = "enabled", 3
    with (
        opened_credential(client, ADDRESS, keys.director.facts.sha256, PIN) as key,
        pytest.raises(RemoteRefused),
    ):
        key.sign(b"\x07" * 32)


@pytest.mark.parametrize(
    "auth",
    [
        {"mode": "oauth2code"},
        {"mode": "explicit", "objects": []},
        {"mode": "explicit", "objects": [{"type": "Password", "id": "OTP", "generator": "totp"}]},
        {
            "mode": "explicit",
            "objects": [{"type": "Password", "id": "PIN"}, {"type": "Password", "id": "OTP"}],
        },
    ],
)
def test_a_key_that_wants_more_than_a_pin_is_not_taken(
    client: RemoteService, service: SigningService, auth: dict[str, object]
) -> None:
    service.held["giam-doc"].auth = auth
    with pytest.raises(CredentialNotSupported):
        client.credential("giam-doc")


def test_an_access_token_that_was_withdrawn_is_asked_for_anew(
    client: RemoteService, service: SigningService
) -> None:
    assert client.credential_ids() == ["giam-doc"]
    service.forget_tokens()
    with pytest.raises(RemoteRefused):
        client.credential_ids()
    assert client.credential_ids() == ["giam-doc"]


def test_a_wrong_account_is_refused(service: SigningService) -> None:
    with pytest.raises(RemoteRefused):
        RemoteService(service.url, ("ai đó", "?"), lambda: NOW).credential_ids()


def test_a_pin_never_travels_in_the_clear() -> None:
    for address in ("http://ky-so.example/csc/v2", "ftp://ky-so.example", "ky-so.example"):
        with pytest.raises(ValueError, match="VANTHU_CSC_URL"):
            read_config(
                {"VANTHU_CSC_URL": address, "VANTHU_CSC_CLIENT": "a:b", "VANTHU_SECRET_KEY": "x" * 32}
            )
    with pytest.raises(ValueError, match="VANTHU_CSC_CLIENT"):
        read_config({"VANTHU_CSC_URL": "https://ky-so.example/csc/v2", "VANTHU_SECRET_KEY": "x" * 32})
