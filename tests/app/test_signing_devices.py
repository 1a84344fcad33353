"""The agency's key on a signing device: the văn thư types its PIN at the desk, and nothing else changes."""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

from documents.pdf.tokens import SCHEME, TokenAddress
from tests.devices import DRIVER, PIN, make_token, put_certificate, put_key
from tests.office import PASSWORD, Keys
from tests.site import Site, build_site, text_of
from workflows.directory.certificates import enroll_certificate
from workflows.directory.model import Certificate


@pytest.fixture
def site(tmp_path: Path, keys: Keys, softhsm: Path) -> Site:
    """An office whose agency key was moved to a device."""
    site = build_site(tmp_path / "home", keys, pkcs11_driver=DRIVER)
    packed = next(one.key_file for one in keys.pki.issued if one.sha256 == keys.agency.facts.sha256)
    key, _, _ = pkcs12.load_key_and_certificates(packed.read_bytes(), PASSWORD.encode())
    label = f"Dấu {tmp_path.name}"[:30]
    make_token(label)
    put_key(softhsm, label, 7, key)  # type: ignore[arg-type]
    put_certificate(label, 7, keys.agency.certificate)
    with site.house.office() as work:
        holder = f"agency:{work.session.get_one(Certificate, keys.agency.facts.sha256).holder[7:]}"
        address = str(TokenAddress(label, b"\x07"))
        enroll_certificate(work, holder, keys.agency.certificate, address, since=work.now)
    return site


def issue(site: Site, document_id: str, pin: str) -> str:
    form = {"document": f"{document_id}@{site.version(document_id)}", "password": pin}
    return text_of(site.person("vanthu").post("/registry", form))


def test_a_wrong_pin_gives_no_number(site: Site) -> None:
    document_id = site.house.signed()
    assert "Mật khẩu khóa ký không đúng" in issue(site, document_id, "999999")
    assert site.house.state(document_id) == "signed"


def test_without_its_driver_the_device_is_not_there(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    document_id = site.house.signed()
    unplugged = replace(site.office.config, pkcs11_driver="")
    object.__setattr__(site.office, "config", unplugged)
    assert "Không thấy thiết bị ký" in issue(site, document_id, PIN)
    assert site.house.state(document_id) == "signed"


def test_the_pin_seals_and_issues(site: Site) -> None:
    document_id = site.house.signed()
    issue(site, document_id, PIN)
    assert site.house.state(document_id) == "issued"
    with site.house.look() as work:
        row = work.session.get_one(Certificate, site.house.keys.agency.facts.sha256)
    assert (row.key_name or "").startswith(SCHEME)
