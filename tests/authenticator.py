"""A device that confirms (WebAuthn authenticator) made of software, and the browser in front of it.

It answers what a browser hands it, honestly; what is dishonest is asked of it by name.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
NO_MAKER = bytes(16)


@dataclass
class SoftDevice:
    """One device with one key; `verified` is whether it asked for finger or PIN."""

    origin: str = "http://localhost"
    verified: bool = True
    uses: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def create(self, options: str) -> str:
        """What `navigator.credentials.create` gives back, as the page sends it."""
        asked = json.loads(options)
        client = self._client("webauthn.create", asked["challenge"])
        attested = NO_MAKER + len(self.id).to_bytes(2) + self.id + cbor2.dumps(self._public_key())
        made = self._about(asked["rp"]["id"], ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": made})
        return self._written(clientDataJSON=client, attestationObject=attestation)

    def get(self, options: str) -> str:
        """What `navigator.credentials.get` gives back, as the page sends it."""
        asked = json.loads(options)
        self.uses += 1
        client = self._client("webauthn.get", asked["challenge"])
        made = self._about(asked["rpId"], 0)
        value = self.key.sign(made + hashlib.sha256(client).digest(), ECDSA(SHA256()))
        return self._written(clientDataJSON=client, authenticatorData=made, signature=value)

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _about(self, site: str, more: int) -> bytes:
        flags = PRESENT | (VERIFIED if self.verified else 0) | more
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4)

    def _public_key(self) -> dict[int, Any]:
        point = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}

    def _written(self, **response: bytes) -> str:
        own = bytes_to_base64url(self.id)
        made = {name: bytes_to_base64url(value) for name, value in response.items()}
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": made})
