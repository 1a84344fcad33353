"""The signature itself: universal forgery, padding, and what can be changed inside a container unseen.

Source: Mladenov and others, "1 Trillion Dollar Refund: How to spoof PDF signatures", CCS 2019 (universal forgery);
RFC 5652 for what of a container nothing protects.
"""

import re
from collections.abc import Callable
from functools import partial

from asn1crypto import cms, core

from tests.attacks.bases import cms_over
from tests.attacks.containers import Container, NotApplicable, filled, last, opened, with_container
from tests.documents.pdf.conftest import Office

Make = Callable[[bytes], bytes]


def attacks(office: Office) -> dict[str, Make]:
    ranges = {
        "gone": b"/ByteRangx [0 0 0 0]",
        "null": b"/ByteRange null",
        "empty": b"/ByteRange []",
        "zeros": b"/ByteRange [0 0 0 0]",
        "negative": b"/ByteRange [0 -1 -2 -3]",
        "strings": b"/ByteRange [(0)(1)(2)(3)]",
        "reals": b"/ByteRange [0.0 1.5 2.5 3.5]",
        "three numbers": b"/ByteRange [0 10 20]",
        "six numbers": b"/ByteRange [0 1 2 3 4 5]",
        "huge": b"/ByteRange [0 9223372036854775808 1 1]",
        "a reference": b"/ByteRange 1 0 R",
    }
    contents = {
        "gone": b"/Contentx <00>",
        "null": b"/Contents null",
        "empty": b"/Contents <>",
        "zero": b"/Contents <00>",
        "all zeros": None,
        "a number": b"/Contents 7",
    }
    return {
        **{f"USF ByteRange {name}": partial(_range, other=other) for name, other in ranges.items()},
        **{f"USF Contents {name}": partial(_contents, other=other) for name, other in contents.items()},
        "USF SubFilter gone": partial(_entry, pattern=rb"/SubFilter\s*/[\w.]+", other=b""),
        "USF SubFilter unknown": partial(
            _entry, pattern=rb"/SubFilter\s*/[\w.]+", other=b"/SubFilter /adbe.none"
        ),
        "USF Type other": partial(_entry, pattern=rb"/Type\s*/(Sig|DocTimeStamp)\b", other=b"/Type /Sog"),
        "padding not zero": padding,
        "signature value flipped": value_flipped,
        "no signer": partial(with_container, change=_no_signer),
        "two signers": partial(with_container, change=_two_signers),
        "signer named otherwise": partial(with_container, change=_other_signer),
        "content of its own": partial(with_container, change=_own_content),
        "digest algorithm other": partial(with_container, change=_other_digest),
        "signed attributes gone": partial(with_container, change=_no_attributes),
        "certificates gone": partial(with_container, change=_no_certificates),
        "another signature's container": partial(another_container, office=office),
    }


def _replaced(pdf: bytes, start: int, end: int, other: bytes) -> bytes:
    """In place; what is shorter is filled up with spaces."""
    if len(other) > end - start:
        raise NotApplicable
    return pdf[:start] + other.ljust(end - start) + pdf[end:]


def _around(pdf: bytes, held: Container) -> tuple[int, int]:
    start = pdf.rindex(b" obj", 0, held.start)
    return start, pdf.index(b"endobj", held.end)


def _range(pdf: bytes, other: bytes) -> bytes:
    return _entry(pdf, rb"/ByteRange\s*\[[^]]*\]", other)


def _entry(pdf: bytes, pattern: bytes, other: bytes) -> bytes:
    start, end = _around(pdf, last(pdf))
    found = re.compile(pattern + rb"[ \t]*").search(pdf, start, end)
    if found is None:
        raise NotApplicable
    return _replaced(pdf, found.start(), found.end(), other)


def _contents(pdf: bytes, other: bytes | None) -> bytes:
    held = last(pdf)
    if other is None:
        return pdf[: held.start + 1] + b"0" * (held.end - held.start - 2) + pdf[held.end - 1 :]
    return _replaced(pdf, pdf.rindex(b"/Contents", 0, held.start + 1), held.end, other)


def padding(pdf: bytes) -> bytes:
    end = last(pdf).end - 2
    if pdf[end : end + 1] != b"0":
        raise NotApplicable
    return pdf[:end] + b"1" + pdf[end + 1 :]


def value_flipped(pdf: bytes) -> bytes:
    held = last(pdf)
    value = opened(pdf, held)["content"]["signer_infos"][0]["signature"].native
    place = pdf.lower().index(value.hex().encode(), held.start, held.end) + 40
    return pdf[:place] + (b"0" if pdf[place : place + 1] != b"0" else b"1") + pdf[place + 1 :]


def _no_signer(content: cms.ContentInfo) -> None:
    content["content"]["signer_infos"] = cms.SignerInfos([])


def _two_signers(content: cms.ContentInfo) -> bytes:
    """Written by hand: the list of signers, the last part of the container, holds its only member twice."""
    signer = content["content"]["signer_infos"][0].dump()
    whole = content.dump()
    if not whole.endswith(signer):
        raise NotApplicable
    signed = content["content"].dump()
    head = content["content"]["signer_infos"].dump()
    parts = signed[: -len(head)][_header(signed) :]
    again = parts + _sized(b"\x31", signer + signer)
    kind = content["content_type"].dump()
    return _sized(b"\x30", kind + _sized(b"\xa0", _sized(b"\x30", again)))


def _header(element: bytes) -> int:
    return 2 if element[1] < 0x80 else 2 + (element[1] & 0x7F)


def _sized(tag: bytes, content: bytes) -> bytes:
    size = len(content).to_bytes(3, "big")
    return tag + b"\x83" + size + content


def _other_signer(content: cms.ContentInfo) -> None:
    signer = content["content"]["signer_infos"][0]
    named = signer["sid"].chosen.native
    named = {"issuer": signer["sid"].chosen["issuer"], "serial_number": named["serial_number"] + 1}
    signer["sid"] = cms.SignerIdentifier({"issuer_and_serial_number": named})


def _own_content(content: cms.ContentInfo) -> None:
    held = content["content"]["encap_content_info"]
    if held["content"].native is not None:
        raise NotApplicable
    held["content"] = core.OctetString(b"other content")


def _other_digest(content: cms.ContentInfo) -> None:
    content["content"]["signer_infos"][0]["digest_algorithm"] = {"algorithm": "sha1"}


def _no_attributes(content: cms.ContentInfo) -> None:
    del content["content"]["signer_infos"][0]["signed_attrs"]


def _no_certificates(content: cms.ContentInfo) -> None:
    content["content"]["certificates"] = cms.CertificateSet([])


def another_container(pdf: bytes, office: Office) -> bytes:
    """A right container by the right person, but over another document."""
    return filled(pdf, last(pdf), cms_over(b"another document", office.director).dump())
