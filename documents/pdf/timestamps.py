"""Trusted time: asking a timestamp authority and reading what it answers (RFC 3161).

A `Timestamper` is anything that turns a SHA-256 digest into a token; a real server is reached by `HttpTimestamper`,
the development authority is in `app.devpki`. Whether a token's signer is trusted is judged in `stamp_evidence`.
"""

# mypy: disable-error-code="import-untyped"

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import aiohttp
from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

from documents.pdf.errors import TimestampUnavailable, TimestampWrong


class Timestamper(Protocol):
    """Gives the DER of a timestamp token over a SHA-256 digest; raises TimestampUnavailable."""

    def stamp(self, digest: bytes) -> bytes: ...


@dataclass(frozen=True)
class HttpTimestamper:
    """A timestamp server somewhere on the network."""

    url: str
    timeout_s: float = 5

    def stamp(self, digest: bytes) -> bytes:
        server = HTTPTimeStamper(self.url, timeout=self.timeout_s)
        try:
            token = asyncio.run(server.async_timestamp(digest, "sha256"))
        except (TimestampRequestError, TimeoutError, OSError, aiohttp.ClientError) as problem:
            raise TimestampUnavailable(
                url=self.url, reason=str(problem) or type(problem).__name__
            ) from problem
        except (ValueError, TypeError, KeyError) as problem:
            # The server answered something that is not a timestamp response.
            raise TimestampUnavailable(url=self.url, reason="unreadable answer") from problem
        return bytes(token.dump())


@dataclass(frozen=True)
class TokenFacts:
    """What a token says; nothing here is verified yet."""

    imprint: bytes
    imprint_algorithm: str
    time: datetime


def token_facts(token: bytes) -> TokenFacts:
    """raises TimestampWrong when these bytes are no timestamp token."""
    try:
        info = tst_info(cms.ContentInfo.load(token, strict=True)["content"])
        return TokenFacts(
            imprint=info["message_imprint"]["hashed_message"].native,
            imprint_algorithm=info["message_imprint"]["hash_algorithm"]["algorithm"].native,
            time=info["gen_time"].native.astimezone(UTC),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise TimestampWrong(reason="unreadable") from problem


def tst_info(signed_data: cms.SignedData) -> tsp.TSTInfo:
    return signed_data["encap_content_info"]["content"].parsed


def check_token(token: bytes, data: bytes) -> TokenFacts:
    """The token belongs to exactly this data; raises TimestampWrong."""
    facts = token_facts(token)
    if facts.imprint_algorithm not in ("sha256", "sha384", "sha512"):
        raise TimestampWrong(reason="weak digest", algorithm=facts.imprint_algorithm)
    if hashlib.new(facts.imprint_algorithm, data).digest() != facts.imprint:
        raise TimestampWrong(reason="other data")
    return facts
