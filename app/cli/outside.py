"""`vanthu sign-outside`: the program beside a signing device, on the person's own PC.

It trusts the office with nothing: what it signs is computed from the downloaded file itself, and only a file in which
exactly one signature waits is signed. Key and PIN never leave this machine.
"""

import json
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import click
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate

from app.cli.speaking import say, speaks
from documents.pdf.keys import SigningKey, certificate_facts
from documents.pdf.outside import expected_of
from documents.pdf.tokens import OnToken, keys_on, opened_token

WAIT_S = 60
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Desk:
    """The office's address of signing outside, and the one-time code."""

    address: str
    code: str

    def ask(self, path: str = "", **form: object) -> bytes:
        """raises ClickException with the office's own words"""
        data = urlencode({"code": self.code, **form}, doseq=True).encode()
        try:
            with urlopen(Request(self.address + path, data), timeout=WAIT_S) as answer:
                return bytes(answer.read())
        except HTTPError as refused:
            raise click.ClickException(_words(refused.read())) from refused
        except (URLError, OSError) as trouble:
            raise click.ClickException(
                "Không nối được tới máy chủ. Kiểm tra địa chỉ và mạng rồi thử lại; chưa có gì được ký."
            ) from trouble


@click.command("sign-outside", help="Ký bằng USB token trên máy này, theo phiên ký lập ở Bàn ký.")
@click.argument("address")
@click.option("--code", prompt="Mã ký một lần", hide_input=True, help="Mã hiện ra ở Bàn ký.")
@click.option(
    "--driver",
    envvar="VANTHU_PKCS11_DRIVER",
    prompt="Thư viện PKCS#11 của thiết bị (tệp .dll hoặc .so của hãng)",
    help="Thư viện PKCS#11 của thiết bị; đặt VANTHU_PKCS11_DRIVER để khỏi gõ lại.",
)
@click.option("--token", prompt="Tên thiết bị", help="Nhãn của thiết bị ký.")
@click.option("--id", "key_id", help="Mã khóa (hex) khi thiết bị có nhiều khóa.")
@click.option("--pin", prompt="Mã PIN", hide_input=True, help="Chỉ dùng trên máy này.")
@click.option(
    "--save",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("van-ban-cho-ky"),
    show_default=True,
    help="Nơi đặt tệp tải về để đọc trước khi ký.",
)
@click.option("--yes", is_flag=True, help="Không hỏi lại trước khi ký.")
@speaks
def sign_outside(
    address: str, code: str, driver: str, token: str, key_id: str | None, pin: str, save: Path, *, yes: bool
) -> None:
    desk = Desk(_safe(address), code.strip())
    waiting = [one for one in json.loads(desk.ask())["papers"] if one["standing"] in ("offered", "prepared")]
    if not waiting:
        raise click.ClickException("Phiên ký này không còn văn bản nào chờ ký.")
    chosen = _chosen(keys_on(driver, token, pin), key_id)
    fingerprint = certificate_facts(chosen.certificate).sha256
    with opened_token(driver, chosen.address, fingerprint, pin) as key:
        batch = [(paper, _to_sign(desk, paper, key, save)) for paper in waiting]
        if not yes:
            click.confirm(f"Đã đọc và ký {len(batch)} văn bản trên?", abort=True, err=True)
        done = [_sign(desk, paper, attributes, key) for paper, attributes in batch]
    if not all(done):
        raise SystemExit(1)


def _sign(desk: Desk, paper: dict[str, Any], attributes: list[bytes], key: SigningKey) -> bool:
    """One paper of a batch; what fails is told beside it, and the others go on."""
    values = [b64encode(key.signer.sign_raw(one, "sha256")).decode() for one in attributes]
    try:
        desk.ask(f"/{paper['id']}/finish", value=values)
    except click.ClickException as refused:
        say(f"Chưa ký: {paper['subject']}. {refused.message}")
        return False
    say(f"Đã ký: {paper['subject']}")
    return True


def _to_sign(desk: Desk, paper: dict[str, Any], key: SigningKey, save: Path) -> list[bytes]:
    """Download a paper's files and say of each what would be signed; returns what the key signs."""
    pem = "".join(
        load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode()
        for der in (key.certificate, *key.chain)
    )
    count = json.loads(desk.ask(f"/{paper['id']}/prepare", certificates=pem))["files"]
    say(f"{paper['symbol']}  {paper['subject']}")
    attributes = []
    for number in range(int(count)):
        pdf = desk.ask(f"/{paper['id']}/file", file=number)
        expected = expected_of(pdf, key.certificate)
        save.mkdir(parents=True, exist_ok=True)
        place = save / f"{expected.digest.hex()[:16]}.pdf"
        place.write_bytes(pdf)
        say(f"  tệp {place}  ô {expected.field}  SHA-256 {expected.digest.hex()}")
        attributes.append(expected.attributes)
    return attributes


def _chosen(found: list[OnToken], key_id: str | None) -> OnToken:
    fitting = [one for one in found if key_id is None or one.address.key_id.hex() == key_id.lower()]
    if len(fitting) != 1:
        for one in found:
            subject = certificate_facts(one.certificate).subject
            say(f"  --id {one.address.key_id.hex()}  {subject}")
        raise click.ClickException(
            "Chọn đúng một khóa bằng --id." if found else "Thiết bị không có khóa kèm chứng thư."
        )
    return fitting[0]


def _safe(address: str) -> str:
    """The one-time code never travels in the clear."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE):
        return address.rstrip("/")
    raise click.ClickException("Địa chỉ phải bắt đầu bằng https:// ; chép lại đúng địa chỉ ở Bàn ký.")


def _words(answer: bytes) -> str:
    try:
        told = json.loads(answer)
        return f"{told['message']} {told['remedy']}".strip()
    except (ValueError, KeyError, TypeError):
        return "Máy chủ trả lời không đọc được; kiểm tra lại địa chỉ."
