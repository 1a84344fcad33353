"""A signature whose key work is done and that only lacks its timestamp token.

The key is used once, the raw signature is kept, and the token is embedded when the timestamp server answers again
(decision 2 of the house). Until `complete` has run, the file is neither signed nor issuable.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Self

from asn1crypto import cms
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest

from documents.pdf.errors import TimestampUnavailable
from documents.pdf.timestamps import Timestamper, check_token


@dataclass(frozen=True)
class PendingSignature:
    """Everything that is needed to finish; plain bytes, so it can wait in a database.

    pdf            the new revision with an empty container between the two offsets
    raw_cms        the signature as DER, without unsigned attributes
    """

    pdf: bytes
    container_start: int
    container_end: int
    raw_cms: bytes

    @property
    def signature_value(self) -> bytes:
        return bytes(_signer_info(cms.ContentInfo.load(self.raw_cms))["signature"].native)

    @property
    def imprint(self) -> bytes:
        """The SHA-256 digest that the timestamp server has to stamp."""
        return sha256(self.signature_value).digest()

    def dump(self) -> bytes:
        head = {"start": self.container_start, "end": self.container_end, "cms": self.raw_cms.hex()}
        return json.dumps(head).encode("ascii") + b"\n" + self.pdf

    @classmethod
    def load(cls, dumped: bytes) -> Self:
        head, _, pdf = dumped.partition(b"\n")
        facts = json.loads(head)
        return cls(pdf, facts["start"], facts["end"], bytes.fromhex(facts["cms"]))


def dump_all(pendings: Sequence[PendingSignature]) -> bytes:
    """Several that wait together, as one: each behind its length; a single one as it is alone."""
    dumps = [one.dump() for one in pendings]
    return dumps[0] if len(dumps) == 1 else b"".join(len(one).to_bytes(8, "big") + one for one in dumps)


def load_all(dumped: bytes) -> list[PendingSignature]:
    """What `dump_all` made, in its order."""
    if dumped.startswith(b"{"):
        return [PendingSignature.load(dumped)]
    found = []
    while dumped:
        end = 8 + int.from_bytes(dumped[:8], "big")
        found.append(PendingSignature.load(dumped[8:end]))
        dumped = dumped[end:]
    return found


def complete(pending: PendingSignature, token: bytes) -> bytes:
    """The signed file, at level B-T; the key is not needed again. raises TimestampWrong."""
    check_token(token, pending.signature_value)
    signature = cms.ContentInfo.load(pending.raw_cms)
    _signer_info(signature)["unsigned_attrs"] = cms.CMSAttributes(
        [simple_cms_attribute("signature_time_stamp_token", cms.ContentInfo.load(token))]
    )
    return fill_container(pending.pdf, pending.container_start, pending.container_end, signature.dump())


def stamp_and_complete(pending: PendingSignature, timestamper: Timestamper) -> bytes:
    """raises TimestampUnavailable, whose `pending` is to be kept."""
    try:
        token = timestamper.stamp(pending.imprint)
    except TimestampUnavailable as unavailable:
        raise TimestampUnavailable(pending, **unavailable.facts) from unavailable
    return complete(pending, token)


def fill_container(pdf: bytes, start: int, end: int, content: bytes) -> bytes:
    out = BytesIO(pdf)
    PreparedByteRangeDigest(b"", start, end).fill_reserved_region(out, content)
    return out.getvalue()


def _signer_info(signature: cms.ContentInfo) -> cms.SignerInfo:
    return signature["content"]["signer_infos"][0]
