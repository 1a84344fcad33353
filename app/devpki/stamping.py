"""The development timestamp authority: RFC 3161 tokens at the time of a clock one gives it.

Written by hand on asn1crypto because the ready-made ones parse their key anew for every token (60-190 ms) and name
their certificate by SHA-1 only.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

POLICY = "1.3.6.1.4.1.4146.2.3"
SHA256_ALGORITHM = {"algorithm": "sha256"}


@dataclass(frozen=True)
class DevTimestamper:
    """A `documents.pdf.timestamps.Timestamper` that never leaves the process."""

    certificate: bytes
    key: RSAPrivateKey
    clock: Callable[[], datetime]

    def stamp(self, digest: bytes) -> bytes:
        return self.answer(tsp.MessageImprint({"hash_algorithm": SHA256_ALGORITHM, "hashed_message": digest}))

    def respond(self, request: bytes) -> bytes:
        """The body of an HTTP answer to a timestamp request."""
        asked = tsp.TimeStampReq.load(request)
        nonce = asked["nonce"] if isinstance(asked["nonce"], core.Integer) else None
        token = cms.ContentInfo.load(self.answer(asked["message_imprint"], nonce))
        granted = tsp.PKIStatusInfo({"status": "granted"})
        return bytes(tsp.TimeStampResp({"status": granted, "time_stamp_token": token}).dump())

    def answer(self, imprint: tsp.MessageImprint, nonce: core.Integer | None = None) -> bytes:
        content = self._token_content(imprint, nonce)
        attributes = self._signed_attributes(content)
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": self._signer_id,
                "digest_algorithm": SHA256_ALGORITHM,
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": "sha256_rsa"},
                "signature": self.key.sign(attributes.dump(), PKCS1v15(), SHA256()),
            }
        )
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [SHA256_ALGORITHM],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": cms.ParsableOctetString(content),
                },
                "certificates": [self._certificate],
                "signer_infos": [signer],
            }
        )
        return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())

    def _token_content(self, imprint: tsp.MessageImprint, nonce: core.Integer | None) -> bytes:
        facts = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": imprint,
            "serial_number": secrets.randbits(63),
            "gen_time": self.clock().astimezone(UTC),
        }
        if nonce is not None:
            facts["nonce"] = nonce
        return bytes(tsp.TSTInfo(facts).dump())

    def _signed_attributes(self, content: bytes) -> cms.CMSAttributes:
        certificate = tsp.SigningCertificateV2(
            {
                "certs": [
                    {"hash_algorithm": algos.DigestAlgorithm(SHA256_ALGORITHM), "cert_hash": self._cert_hash}
                ]
            }
        )
        return cms.CMSAttributes(
            [
                {"type": "content_type", "values": ["tst_info"]},
                {"type": "message_digest", "values": [sha256(content).digest()]},
                {"type": "signing_certificate_v2", "values": [certificate]},
            ]
        )

    @cached_property
    def _certificate(self) -> x509.Certificate:
        return x509.Certificate.load(self.certificate)

    @cached_property
    def _cert_hash(self) -> bytes:
        return sha256(self.certificate).digest()

    @cached_property
    def _signer_id(self) -> cms.SignerIdentifier:
        issuer_and_serial = {
            "issuer": self._certificate.issuer,
            "serial_number": self._certificate.serial_number,
        }
        return cms.SignerIdentifier({"issuer_and_serial_number": issuer_and_serial})
