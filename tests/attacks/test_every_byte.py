"""Every byte of an issued file counts, whether it is changed, missing, added or the last one left.

Sampled at each commit; with VANTHU_ATTACKS=all every byte is changed and the file is cut at every place, on all
processors, which takes hours.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.attacks.catalogue import ACCEPTED, COMPLETE, Catalogue
from tests.attacks.containers import last
from tests.documents.pdf.conftest import LOOKED_AT, Office, open_office

Damage = Callable[[bytes, int], bytes]
SAMPLE = 24
AT_ONCE = 500
PIECES = (b" ", b"\n", b"0", b"\0", b"% \n", b"/A 1 ", b"<", b"\xff")


def chosen(position: int) -> int:
    """A number that looks like chance and is always the same for this position."""
    return crc32(position.to_bytes(8, "big"))


def flipped(pdf: bytes, position: int) -> bytes:
    other = pdf[position] ^ (1 << chosen(position) % 8)
    return pdf[:position] + bytes([other]) + pdf[position + 1 :]


def missing(pdf: bytes, position: int) -> bytes:
    return pdf[:position] + pdf[position + 1 :]


def inserted(pdf: bytes, position: int) -> bytes:
    return pdf[:position] + PIECES[chosen(position) % len(PIECES)] + pdf[position:]


def cut(pdf: bytes, position: int) -> bytes:
    return pdf[:position]


#: How many bytes apart the places are in the complete run; where all later offsets move too, some places do.
DAMAGES: dict[Damage, int] = {flipped: 1, cut: 1, missing: 11, inserted: 11}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(open_office(tmp_path_factory.mktemp("damaged")))


@pytest.fixture(scope="module")
def office(catalogue: Catalogue) -> Office:
    return catalogue.office


@pytest.fixture(scope="module")
def archived(catalogue: Catalogue) -> bytes:
    return catalogue.base("archived")


def accepted_among(pdf: bytes, trust: Trust, damage: Damage, positions: Iterable[int]) -> list[int]:
    """The places at which the damage was not noticed by one who knows the authority, or one who knows nobody."""
    return [
        position
        for position in positions
        if any(
            verify(damage(pdf, position), trust=one, at=LOOKED_AT).verdict in ACCEPTED
            for one in (trust, Trust())
        )
    ]


def unnoticed(pdf: bytes, office: Office, damage: Damage, positions: range) -> list[int]:
    look = partial(accepted_among, pdf, office.trust, damage)
    if not COMPLETE:
        return look(positions[chosen(n) % len(positions)] for n in range(SAMPLE))
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        return [position for found in processes.map(look, parts(positions)) for position in found]


def parts(positions: range) -> Iterator[range]:
    for start in range(0, len(positions), AT_ONCE):
        yield positions[start : start + AT_ONCE]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_no_byte_may_be(damage, office, catalogue, archived):
    earlier = {len(catalogue.base(stage)) for stage in ("director", "sealed")} if damage is cut else set()
    found = unnoticed(archived, office, damage, range(0, len(archived), DAMAGES[damage]))
    assert set(found) <= earlier


def test_no_byte_of_the_last_container_may_be_flipped(office, archived):
    held = last(archived)
    used = len(archived[held.start : held.end].rstrip(b"0>"))
    assert unnoticed(archived, office, flipped, range(held.start, held.start + used)) == []


def test_no_byte_may_follow(office, archived):
    single = [bytes([byte]) for byte in range(256)]
    for tail in single if COMPLETE else (b"\n", b"\r", b" ", b"\0", b"%"):
        assert verify(archived + tail, trust=office.trust, at=LOOKED_AT).verdict not in ACCEPTED


@settings(max_examples=SAMPLE, deadline=None, derandomize=True, database=None)
@given(tail=st.one_of(st.binary(min_size=2, max_size=64), st.sampled_from([b"\r\n", b"%%EOF\n"])))
def test_no_tail_may_follow(office, archived, tail):
    assert verify(archived + tail, trust=office.trust, at=LOOKED_AT).verdict not in ACCEPTED
