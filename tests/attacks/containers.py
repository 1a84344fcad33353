"""Signature containers taken apart and put together again: the CMS inside, the ranges around it.

Everything here works on finished files, the way somebody without the key has to.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto import cms

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


class NotApplicable(Exception):
    """This attack makes no sense on this kind of file."""


@dataclass(frozen=True)
class Container:
    """One container in a file: its hex token is [start, end), signed are [0, start) and [end, covered)."""

    start: int
    end: int
    covered: int


def containers(pdf: bytes) -> list[Container]:
    """In the order the signatures were made."""
    found = [[int(number) for number in match.groups()] for match in RANGE.finditer(pdf)]
    held = [Container(first, second, second + rest) for _, first, second, rest in found]
    return sorted(held, key=lambda one: one.covered)


def last(pdf: bytes) -> Container:
    """The container of the last signature or timestamp."""
    found = containers(pdf)
    if not found:
        raise NotApplicable
    return found[-1]


def opened(pdf: bytes, held: Container) -> cms.ContentInfo:
    return cms.ContentInfo.load(bytes.fromhex(pdf[held.start + 1 : held.end - 1].decode()))


def covered_bytes(pdf: bytes, held: Container) -> bytes:
    return pdf[: held.start] + pdf[held.end : held.covered]


def filled(pdf: bytes, held: Container, content: bytes) -> bytes:
    """The file with another container in the same place."""
    room = held.end - held.start - 2
    token = content.hex().encode()
    if len(token) > room:
        raise NotApplicable
    return pdf[: held.start + 1] + token.ljust(room, b"0") + pdf[held.end - 1 :]


def with_container(pdf: bytes, change: Callable[[cms.ContentInfo], bytes | None]) -> bytes:
    """The last container changed in place; `change` may alter it or answer with other bytes."""
    held = last(pdf)
    content = opened(pdf, held)
    other = change(content)
    return filled(pdf, held, content.dump() if other is None else other)
