"""Signature wrapping and games with the ranges: the signed bytes are all there, only elsewhere.

Source: the signature wrapping attacks of CCS 2019. A gap moved by the signer himself with its length kept is not
written here as a file; the verifier's own test covers it.
"""

import re
from collections.abc import Callable

from tests.attacks.bases import cms_over
from tests.attacks.containers import RANGE, Container, NotApplicable, containers, filled, last
from tests.attacks.writing import EVIL, shape, stream
from tests.documents.pdf.conftest import Office

Make = Callable[[bytes], bytes]


def attacks(office: Office) -> dict[str, Make]:
    return {
        "SWA second part moved": moved,
        "SWA two ByteRange keys": lambda pdf: twice(pdf, first=False),
        "SWA two ByteRange keys, the other first": lambda pdf: twice(pdf, first=True),
        "SWA a ByteRange key in other letters": in_other_letters,
        "range past the end": lambda pdf: ranged(pdf, lambda one: (one.start, one.end, len(pdf) + 4096)),
        "range not to the end": lambda pdf: ranged(pdf, lambda one: (one.start, one.end, one.covered - 40)),
        "range overlapping": lambda pdf: ranged(pdf, lambda one: (one.end, one.start, one.covered)),
        "gap wider, by the signer": lambda pdf: resigned_range(
            pdf, office, lambda one: (one.start, one.end + 30, one.covered)
        ),
        "gap around the key, by the signer": lambda pdf: resigned_range(
            pdf, office, lambda one: (one.start - 10, one.end, one.covered)
        ),
        "range short of the end, by the signer": lambda pdf: resigned_range(
            pdf, office, lambda one: (one.start, one.end, one.covered - 60)
        ),
        "range from the second byte, by the signer": lambda pdf: resigned_range(
            pdf, office, lambda one: (one.start, one.end, one.covered), begin=1
        ),
    }


def moved(pdf: bytes) -> bytes:
    """The second signed part goes to the end; in the hole it leaves lies a page of the attacker's."""
    held, known = last(pdf), shape(pdf)
    room = held.covered - held.end
    hole = b">/ByteRange [0 %d %d %d]>>\nendobj\n" % (
        held.start,
        held.end + room + 4000,
        room,
    ) + b"%d 0 obj\n%s\nendobj\n" % (known.contents, stream(EVIL))
    start = len(pdf[: held.end - 1]) + len(hole)
    end = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        known.contents, start - len(hole), known.size, known.root.encode(), known.start, start,
    )  # fmt: skip
    filler = hole + end
    return pdf[: held.end - 1] + filler.ljust(4000 + 1) + pdf[held.end : held.covered] + pdf[held.covered :]


def _range_of(pdf: bytes, held: Container) -> re.Match[bytes]:
    return next(
        match for match in RANGE.finditer(pdf) if int(match[2]) == held.start and int(match[3]) == held.end
    )


def twice(pdf: bytes, *, first: bool) -> bytes:
    """The room pyHanko leaves behind the array holds a second key."""
    found = _range_of(pdf, last(pdf))
    room = re.compile(rb"\s*").match(pdf, found.end())
    second = b"/ByteRange[0 1 2 3]"
    assert room is not None
    if len(second) > room.end() - room.start():
        raise NotApplicable
    if first:
        both = (second + found[0]).ljust(room.end() - found.start())
        return pdf[: found.start()] + both + pdf[room.end() :]
    return pdf[: found.end()] + second.ljust(room.end() - room.start()) + pdf[room.end() :]


def in_other_letters(pdf: bytes) -> bytes:
    found = _range_of(pdf, last(pdf))
    room = re.compile(rb"\s*").match(pdf, found.end())
    second = b"/Byte#52ange[0 1 2 3]"
    assert room is not None
    if len(second) > room.end() - room.start():
        raise NotApplicable
    return pdf[: found.end()] + second.ljust(room.end() - room.start()) + pdf[room.end() :]


def ranged(pdf: bytes, change: Callable[[Container], tuple[int, int, int]], begin: int = 0) -> bytes:
    held = last(pdf)
    found = _range_of(pdf, held)
    start, end, covered = change(held)
    room = re.compile(rb"\s*").match(pdf, found.end())
    assert room is not None
    other = b"/ByteRange [%d %d %d %d]" % (begin, start - begin, end, covered - end)
    if len(other) > room.end() - found.start():
        raise NotApplicable
    return pdf[: found.start()] + other.ljust(room.end() - found.start()) + pdf[room.end() :]


def resigned_range(
    pdf: bytes, office: Office, change: Callable[[Container], tuple[int, int, int]], begin: int = 0
) -> bytes:
    """A signer who means to change the file later signs other ranges than his software would."""
    if len(containers(pdf)) != 1:
        raise NotApplicable
    held = last(pdf)
    other = ranged(pdf, change, begin)
    start, end, covered = change(held)
    signed = other[begin:start] + other[end:covered]
    return filled(other, held, cms_over(signed, office.director).dump())
