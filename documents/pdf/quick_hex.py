"""Signature containers read at once instead of letter by letter.

pyHanko reads a hex string one character at a time, and a container has 24,000 of them, for every revision it is seen
in: a third of a verification. This replaces its reader for plain strings and leaves everything unusual to it; the
test compares the two.
"""

import re
from typing import IO

from pyhanko.pdf_utils import generic

PLAIN = re.compile(rb"<((?:[0-9a-fA-F]{2})*)>")
LONGEST = 1 << 16

_letter_by_letter = generic.read_hex_string_from_stream


def read_hex_string(stream: IO[bytes]) -> generic.ByteStringObject | generic.TextStringObject:
    start = stream.tell()
    found = PLAIN.match(stream.read(LONGEST))
    if found is None:
        stream.seek(start)
        return _letter_by_letter(stream)
    stream.seek(start + found.end())
    return generic.pdf_string(bytes.fromhex(found[1].decode("ascii")))


def install() -> None:
    """For the whole process: the readers call each other inside pyHanko and take no such parameter."""
    generic.read_hex_string_from_stream = read_hex_string
