"""A remote signing service after CSC API 2.0.0.2, on this machine, with software keys and a strict mind.

It believes nobody: an access token is wanted, a PIN is tried three times, an authorisation holds for exactly its
digests, once, for a while.
"""

import base64
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

SHA256_OID = "2.16.840.1.101.3.4.2.1"
ALGORITHMS = {"1.2.840.113549.1.1.11": RSAPrivateKey, "1.2.840.10045.4.3.2": EllipticCurvePrivateKey}
PIN_OBJECT = {"type": "Password", "id": "PIN", "format": "N", "label": "PIN"}
TRIES = 3


@dataclass
class Held:
    """A key the service holds for somebody."""

    key: RSAPrivateKey | EllipticCurvePrivateKey
    certificates: tuple[bytes, ...]
    pin: str = "123456"
    auth: dict[str, Any] = field(default_factory=lambda: {"mode": "explicit", "objects": [PIN_OBJECT]})
    status: str = "enabled"
    side_by_side: bool = False
    wrong: int = 0


class Refusal(Exception):
    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


@dataclass
class SigningService:
    """What the service knows; `asked` is every method in order, `signs` how a value is made."""

    client: tuple[str, str]
    clock: Callable[[], datetime]
    held: dict[str, Held] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""
    answers: Callable[[str, dict[str, Any]], bytes | None] = lambda method, told: None
    _tokens: set[str] = field(default_factory=set)
    _permits: dict[str, tuple[str, tuple[str, ...], datetime]] = field(default_factory=dict)

    def answer(self, method: str, headers: Any, body: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(method)
        if method == "oauth2/token":
            return self._grant(headers["Authorization"], body)
        if headers.get("Authorization", "").removeprefix("Bearer ") not in self._tokens:
            raise Refusal(401, "invalid_token")
        methods = {
            "credentials/list": lambda _: {"credentialIDs": sorted(self.held)},
            "credentials/info": self._info,
            "credentials/authorize": self._authorize,
            "signatures/signHash": self._sign,
        }
        if method not in methods:
            raise Refusal(404, "not_found")
        return methods[method](body)

    def forget_tokens(self) -> None:
        self._tokens.clear()

    def _grant(self, basic: str, body: dict[str, Any]) -> dict[str, Any]:
        known = base64.b64encode(":".join(self.client).encode()).decode()
        if basic != f"Basic {known}" or body.get("grant_type") != "client_credentials":
            raise Refusal(401, "invalid_client")
        token = secrets.token_urlsafe()
        self._tokens.add(token)
        return {"access_token": token, "token_type": "Bearer", "expires_in": 3600}

    def _key(self, body: dict[str, Any]) -> Held:
        if body.get("credentialID") not in self.held:
            raise Refusal(400, "invalid_request")
        return self.held[body["credentialID"]]

    def _info(self, body: dict[str, Any]) -> dict[str, Any]:
        held = self._key(body)
        chain = [base64.b64encode(der).decode() for der in held.certificates]
        return {
            "key": {"status": held.status, "algo": list(ALGORITHMS), "len": 2048},
            "cert": {"status": "valid", "certificates": chain},
            "auth": held.auth,
            "SCAL": "2",
            "multisign": 1,
        }

    def _authorize(self, body: dict[str, Any]) -> dict[str, Any]:
        held = self._key(body)
        if held.wrong >= TRIES or held.status != "enabled":
            raise Refusal(400, "access_denied")
        given = {one["id"]: one["value"] for one in body["authData"]}
        if held.auth["mode"] == "explicit" and given != {"PIN": held.pin}:
            held.wrong += 1
            raise Refusal(400, "invalid_pin")
        held.wrong = 0
        if body["hashAlgorithmOID"] != SHA256_OID or len(body["hashes"]) != body["numSignatures"]:
            raise Refusal(400, "invalid_request")
        sad = secrets.token_urlsafe()
        self._permits[sad] = (
            body["credentialID"],
            tuple(body["hashes"]),
            self.clock() + timedelta(minutes=5),
        )
        return {"SAD": sad, "expiresIn": 300}

    def _sign(self, body: dict[str, Any]) -> dict[str, Any]:
        held = self._key(body)
        permit = self._permits.pop(body.get("SAD", ""), None)
        if permit is None or permit[:2] != (body["credentialID"], tuple(body["hashes"])):
            raise Refusal(400, "invalid_request")
        if permit[2] < self.clock():
            raise Refusal(400, "expired_sad")
        if not isinstance(held.key, ALGORITHMS.get(body["signAlgo"], ())):
            raise Refusal(400, "invalid_request")
        values = [_value(held, base64.b64decode(one)) for one in body["hashes"]]
        return {"signatures": [base64.b64encode(one).decode() for one in values]}


def _value(held: Held, digest: bytes) -> bytes:
    if isinstance(held.key, RSAPrivateKey):
        return held.key.sign(digest, PKCS1v15(), Prehashed(SHA256()))
    value = held.key.sign(digest, ECDSA(Prehashed(SHA256())))
    if held.side_by_side:
        return b"".join(number.to_bytes(32) for number in decode_dss_signature(value))
    return value


@contextmanager
def serving(service: SigningService) -> Iterator[SigningService]:
    """The service, reachable at its `url` until the block ends."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            method = self.path.removeprefix("/csc/v2/")
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            spoiled = service.answers(method, body)
            try:
                status, told = 200, spoiled or json.dumps(service.answer(method, self.headers, body)).encode()
            except Refusal as refusal:
                status, told = refusal.status, json.dumps({"error": refusal.error}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}/csc/v2"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
