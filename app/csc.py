"""Keys kept by a remote signing service (ký số từ xa): the client of the Cloud Signature Consortium's API.

Each signature is authorised by its holder's PIN for exactly the digest that is signed, the value is verified before
anybody uses it, and neither PIN nor authorisation is kept. Services whose holders answer with one-time codes or on
another page are refused when a key is enrolled, not when it is needed.
source    CSC API 2.0.0.2: 11.4 credentials/list, 11.5 credentials/info, 11.6 credentials/authorize, 11.10 signHash
"""

import base64
import binascii
import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from documents.errors import VanthuError
from documents.pdf.errors import KeyNotSupported, WrongKeyPassword
from documents.pdf.keys import SigningKey
from workflows.directory.certificates import REMOTE

SHA256_OID = "2.16.840.1.101.3.4.2.1"
RSA_OID, ECDSA_OID = "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"
TIMEOUT_S = 30
LARGEST_ANSWER_BYTES = 1 << 20
EARLIER = timedelta(seconds=30)
"""An access token is renewed so long before it ends: a slow request must not outlive it."""
P256_BYTES = 32


class RemoteUnavailable(VanthuError):
    """The signing service did not answer, or not in a way that can be read."""

    code = "remote_unavailable"


class RemoteRefused(VanthuError):
    """The signing service said no: the key is locked or withdrawn, or this office may not use it."""

    code = "remote_refused"


class RemoteWrong(VanthuError):
    """What came back is no signature of the enrolled certificate over what was sent."""

    code = "remote_wrong"


class CredentialNotSupported(VanthuError):
    """The service wants more of the holder than a PIN, or the key is of another kind."""

    code = "credential_not_supported"


@dataclass(frozen=True)
class Credential:
    """A key at the service.

    certificates   the holder's, then those above, as DER
    pin            under which name the service asks for the PIN; empty when it asks for none
    usable         neither disabled nor its certificate ended, by the service's own word
    """

    id: str
    certificates: tuple[bytes, ...]
    pin: str
    usable: bool


@dataclass
class RemoteService:
    """A signing service this office has an account at.

    url       where its API begins, "https://…/csc/v2"
    client    the office's id and secret there
    """

    url: str
    client: tuple[str, str]
    clock: Callable[[], datetime]
    _token: tuple[str, datetime] | None = field(default=None, init=False, repr=False)

    def credential_ids(self) -> list[str]:
        """raises RemoteUnavailable, RemoteRefused"""
        return [str(one) for one in _list(self._ask("credentials/list", {}), "credentialIDs")]

    def credential(self, credential_id: str) -> Credential:
        """What the service tells about a key.

        raises    RemoteUnavailable, RemoteRefused, CredentialNotSupported
        """
        told = self._ask(
            "credentials/info",
            {"credentialID": credential_id, "certificates": "chain", "certInfo": True, "authInfo": True},
        )
        key, certificate, auth = (_dict(told, name) for name in ("key", "cert", "auth"))
        chain = tuple(_decoded(one) for one in _list(certificate, "certificates"))
        if not chain:
            raise RemoteUnavailable(url=self.url)
        usable = key.get("status") == "enabled" and certificate.get("status", "valid") == "valid"
        return Credential(credential_id, chain, _pin_of(auth), usable)

    def sign_hash(self, credential: Credential, digest: bytes, pin: str, algorithm: str) -> bytes:
        """The signature value over one SHA-256 digest, authorised for it alone.

        raises    WrongKeyPassword, RemoteUnavailable, RemoteRefused
        """
        hashed = {"hashes": [_encoded(digest)], "hashAlgorithmOID": SHA256_OID}
        permit = self._ask(
            "credentials/authorize",
            {
                "credentialID": credential.id,
                "numSignatures": 1,
                **hashed,
                "authData": [{"id": credential.pin, "value": pin}] if credential.pin else [],
            },
        )
        sad = permit.get("SAD")
        if not isinstance(sad, str) or not sad:
            raise RemoteUnavailable(url=self.url)
        signed = self._ask(
            "signatures/signHash",
            {"credentialID": credential.id, "SAD": sad, **hashed, "signAlgo": algorithm},
        )
        values = _list(signed, "signatures")
        if len(values) != 1:
            raise RemoteUnavailable(url=self.url)
        return _decoded(values[0])

    def _ask(self, method: str, body: Mapping[str, object]) -> dict[str, Any]:
        return self._post(method, json.dumps(body).encode(), {"Authorization": f"Bearer {self._access()}"})

    def _access(self) -> str:
        now = self.clock()
        if self._token is None or self._token[1] <= now:
            basic = _encoded(":".join(self.client).encode())
            asked = json.dumps({"grant_type": "client_credentials", "scope": "service"}).encode()
            told = self._post("oauth2/token", asked, {"Authorization": f"Basic {basic}"})
            token, lasts = told.get("access_token"), told.get("expires_in", 3600)
            if not isinstance(token, str) or not isinstance(lasts, int):
                raise RemoteUnavailable(url=self.url)
            self._token = (token, now + timedelta(seconds=lasts) - EARLIER)
        return self._token[0]

    def _post(self, method: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        asked = urllib.request.Request(
            f"{self.url.rstrip('/')}/{method}",
            data=body,
            headers={"Content-Type": "application/json", **headers},
        )
        try:
            with _DOOR.open(asked, timeout=TIMEOUT_S) as answer:
                told = answer.read(LARGEST_ANSWER_BYTES + 1)
        except urllib.error.HTTPError as refusal:
            with refusal:
                told = refusal.read(LARGEST_ANSWER_BYTES)
            self._refused(refusal.code, told)
            raise RemoteUnavailable(url=self.url) from None
        except (urllib.error.URLError, OSError, ValueError) as trouble:
            raise RemoteUnavailable(url=self.url) from trouble
        return _read(told, self.url)

    def _refused(self, status: int, told: bytes) -> None:
        """Raise what the service's own error says (10.1); its words are for an administrator, not for the desk."""
        if status >= 500:
            return
        try:
            said = json.loads(told)
            error, words = str(said.get("error", "")), str(said.get("error_description", ""))[:200]
        except (ValueError, AttributeError):
            error, words = "", ""
        if status == 401:
            self._token = None
        if error == "invalid_pin":
            raise WrongKeyPassword()
        raise RemoteRefused(url=self.url, error=error or str(status), words=words)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A PIN and an access token go where the office set them to go, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        return None


_DOOR = urllib.request.build_opener(_NoRedirect)


class RemoteKey:
    """A key at a service, opened with its holder's PIN for one act or one batch."""

    def __init__(self, service: RemoteService, credential: Credential, pin: str) -> None:
        self._service, self._credential, self._pin = service, credential, pin
        self._public = x509.load_der_x509_certificate(credential.certificates[0]).public_key()
        self._pin_was_wrong = False

    def sign(self, data: bytes) -> bytes:
        """RSA PKCS#1 v1.5, or ECDSA as DER; verified before it is returned.

        raises    WrongKeyPassword, RemoteUnavailable, RemoteRefused, RemoteWrong
        """
        digest, public = hashlib.sha256(data).digest(), self._public
        algorithm = RSA_OID if isinstance(public, RSAPublicKey) else ECDSA_OID
        if self._pin_was_wrong:
            # A batch of fifty papers must not spend all the tries the service allows.
            raise WrongKeyPassword()
        try:
            value = self._service.sign_hash(self._credential, digest, self._pin, algorithm)
        except WrongKeyPassword:
            self._pin_was_wrong = True
            raise
        if isinstance(public, EllipticCurvePublicKey) and len(value) == 2 * P256_BYTES:
            # Some services answer the two numbers side by side (IEEE P1363), not as DER.
            halves = (int.from_bytes(part) for part in (value[:P256_BYTES], value[P256_BYTES:]))
            value = encode_dss_signature(*halves)
        try:
            if isinstance(public, RSAPublicKey):
                public.verify(value, data, PKCS1v15(), SHA256())
            elif isinstance(public, EllipticCurvePublicKey):
                public.verify(value, data, ECDSA(SHA256()))
            else:
                raise KeyNotSupported(kind=type(public).__name__)
        except InvalidSignature as wrong:
            raise RemoteWrong(credential=self._credential.id) from wrong
        return value


@contextmanager
def opened_credential(
    service: RemoteService | None, address: str, fingerprint: str, pin: str
) -> Iterator[SigningKey]:
    """The key at "csc:ID", usable until the block ends.

    fingerprint   SHA-256 of the enrolled certificate: another one at the service is not taken for it
    raises        RemoteUnavailable, RemoteRefused, CredentialNotSupported
    """
    if service is None:
        raise RemoteUnavailable(url="")
    credential = service.credential(address.removeprefix(REMOTE))
    if hashlib.sha256(credential.certificates[0]).hexdigest() != fingerprint:
        raise RemoteRefused(url=service.url, error="other_certificate", words="")
    if not credential.usable:
        raise RemoteRefused(url=service.url, error="disabled", words="")
    yield key_of(service, credential, pin)


def key_of(service: RemoteService, credential: Credential, pin: str) -> SigningKey:
    own, *above = credential.certificates
    return SigningKey(RemoteKey(service, credential, pin), own, tuple(above))


def _pin_of(auth: Mapping[str, Any]) -> str:
    """Under which name the PIN is asked for; empty when the service asks for nothing (mode "implicit").

    raises    CredentialNotSupported
    """
    mode, wanted = auth.get("mode", "implicit"), auth.get("objects") or []
    if mode == "implicit":
        return ""
    plain = [one for one in wanted if one.get("type") == "Password" and not one.get("generator")]
    if mode != "explicit" or len(wanted) != 1 or len(plain) != 1:
        raise CredentialNotSupported(mode=str(mode), wants=[str(one.get("id", "")) for one in wanted])
    return str(plain[0].get("id") or "PIN")


def _read(told: bytes, url: str) -> dict[str, Any]:
    try:
        found = json.loads(told) if len(told) <= LARGEST_ANSWER_BYTES else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise RemoteUnavailable(url=url)
    return found


def _dict(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _list(told: Mapping[str, Any], name: str) -> list[Any]:
    found = told.get(name)
    return found if isinstance(found, list) else []


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError) as trouble:
        raise RemoteUnavailable(url="") from trouble
