"""Bytes added, cut off, or written anew: incremental saving attacks, roll-back, re-saving, damage on the way.

Source: the incremental saving attacks of CCS 2019; the prefix is what a web server does that decodes a whole data
address.
"""

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO

import pikepdf
import pypdfium2

from tests.attacks.bases import saved
from tests.attacks.containers import NotApplicable, last
from tests.attacks.writing import EVIL, appended, bodies, shape, stream, table, trailer
from tests.documents.pdf.conftest import Office

Make = Callable[[bytes], bytes]


def attacks(office: Office) -> dict[str, Make]:
    del office
    return {
        "ISA-1 page contents": isa_1,
        "ISA-1 page": isa_1_page,
        "ISA-2 body only": isa_2,
        "ISA-2 body and the old startxref": isa_2_rolled_back,
        "ISA-3 startxref 0": partial(isa_3, end=b"startxref\n0\n%%EOF\n"),
        "ISA-3 no startxref": partial(isa_3, end=b"%%EOF\n"),
        "ISA-3 no end": partial(isa_3, end=b""),
        "ISA-3 the old startxref": isa_3_old,
        "ISA-3 far behind the end": partial(isa_3, end=b"%%EOF\n", before=b"\n" * 1500),
        "ISA-4 with the signature copied": isa_4,
        "tail of one byte": lambda pdf: pdf + b"x",
        "tail of a line": lambda pdf: (
            pdf + b"% 64 bytes that nobody signed and every reader passes over.....\n"
        ),
        "tail of zeros": lambda pdf: pdf + bytes(64),
        "tail with another end": lambda pdf: pdf + b"%%EOF\n",
        "last byte cut": lambda pdf: pdf.rstrip(b"\r\n")[:-1],
        "half cut": lambda pdf: pdf[: len(pdf) // 2],
        "cut back one signature": cut_back,
        "cut back to nothing signed": cut_to_unsigned,
        "saved anew": saved,
        "saved anew for the web": partial(saved, linearize=True),
        "saved anew and packed": partial(saved, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "saved anew by a viewer": by_viewer,
        "prefix of a data address": lambda pdf: b"data:application/pdf;" + pdf,
        "prefix of a picture": lambda pdf: b"GIF89a\x01\0\x01\0\0\0\0;" + pdf,
        "prefix of a byte order mark": lambda pdf: b"\xef\xbb\xbf" + pdf,
        "inserted in the middle": lambda pdf: pdf[: len(pdf) // 2] + b"\n" + pdf[len(pdf) // 2 :],
    }


def isa_1(pdf: bytes) -> bytes:
    return appended(pdf, {shape(pdf).contents: stream(EVIL)})


def isa_1_page(pdf: bytes) -> bytes:
    known = shape(pdf)
    new = known.size + 1
    written = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R>>" % (known.pages, new)
    return appended(pdf, {new: stream(EVIL), known.page: written})


def isa_2(pdf: bytes) -> bytes:
    return bodies(pdf, {shape(pdf).contents: stream(EVIL)})[0]


def isa_2_rolled_back(pdf: bytes) -> bytes:
    """A startxref to the table before the last: later signatures are no longer seen."""
    marks = re.findall(rb"startxref\s+(\d+)", pdf)
    if len(marks) < 2:
        raise NotApplicable
    return isa_2(pdf) + b"startxref\n%s\n%%%%EOF\n" % marks[-2]


def isa_3(pdf: bytes, end: bytes, before: bytes = b"") -> bytes:
    known = shape(pdf)
    return bodies(pdf + before, {known.contents: stream(EVIL)})[0] + trailer(known) + end


def isa_3_old(pdf: bytes) -> bytes:
    return isa_3(pdf, end=b"startxref\n%d\n%%%%EOF\n" % shape(pdf).start)


def isa_4(pdf: bytes) -> bytes:
    """The signature's own object once more at the end: "the last signature covers nearly everything"."""
    held, known = last(pdf), shape(pdf)
    start = pdf.rindex(b" obj", 0, held.start)
    head = re.search(rb"(\d+) \d+ obj$", pdf[start - 40 : start + 4])
    if head is None:
        raise NotApplicable
    copied = pdf[start + 4 : pdf.index(b"endobj", held.end)].strip()
    written, places = bodies(pdf, {known.contents: stream(EVIL), int(head[1]): copied})
    return written + table(places) + trailer(known) + b"startxref\n%d\n%%%%EOF\n" % len(written)


def cut_back(pdf: bytes) -> bytes:
    """The file as it was before its last signature."""
    ends = [match.end() for match in re.finditer(rb"%%EOF[\r\n]*", pdf)]
    before = [end for end in ends if end <= last(pdf).start]
    if not before or b"/ByteRange" not in pdf[: before[-1]]:
        raise NotApplicable
    return pdf[: before[-1]]


def cut_to_unsigned(pdf: bytes) -> bytes:
    first = pdf.index(b"/ByteRange") if b"/ByteRange" in pdf else -1
    ends = [match.end() for match in re.finditer(rb"%%EOF[\r\n]*", pdf) if match.end() <= first]
    if not ends:
        raise NotApplicable
    return pdf[: ends[-1]]


def by_viewer(pdf: bytes) -> bytes:
    out = BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        document.save(out)
    return out.getvalue()
