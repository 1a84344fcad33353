"""The zip around a .docx, opened without trusting it.

Every size is measured while inflating, never taken from the directory; every entry's local header must agree with
the directory and overlap no other. What the parts say is the business of `guard` and `markup`.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

from documents.reading.errors import (
    BadPartName,
    DamagedFile,
    DuplicatePart,
    EmptyFile,
    EncryptedFile,
    NotADocx,
    OldWordFile,
    TooBig,
)

FILE_BYTES = 60_000_000
PARTS = 2_000
PART_BYTES = 40_000_000
XML_BYTES = 20_000_000
PACKAGE_BYTES = 60_000_000
RATIO = 200
RATIO_FROM_BYTES = 500_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"<html", "html"),
    (b"<!doctype html", "html"),
    (b"\x89png", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"gif8", "picture"),
    (b"mz", "program"),
    (b"\x7felf", "program"),
)


@dataclass(frozen=True)
class Entry:
    """One part of the package as the directory lists it, checked against its local header."""

    name: str
    start: int
    packed: int
    size: int
    deflated: bool

    @property
    def is_xml(self) -> bool:
        return self.name.lower().endswith((".xml", ".rels", ".vml", ".svg"))


def recognise(data: bytes) -> str:
    """Name the kind of a file by its first bytes.

    returns   "zip", "ole", "pdf", "rtf", "html", "picture", "program" or "unknown"
    """
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith(_OLE):
        return "ole"
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, found in _MAGIC:
        if head.startswith(magic.lower()):
            return found
    # Some agencies' software puts a few stray bytes before a PDF; viewers accept them within the first kilobyte.
    return "pdf" if b"%PDF-" in data[:1024] else "unknown"


def refuse_other_kinds(data: bytes) -> None:
    """Refuse what is not a zip, with the precise reason."""
    if not data.strip():
        raise EmptyFile()
    kind = recognise(data)
    if kind == "ole":
        # An encrypted .docx is an OLE file with this stream name, written in UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedFile()
        raise OldWordFile()
    if kind != "zip":
        raise NotADocx(found=kind)
    if len(data) > FILE_BYTES:
        raise TooBig(part="", what="file")


def entries(data: bytes) -> tuple[Entry, ...]:
    """List the parts of the package, or refuse it.

    raises    BadPartName, DuplicatePart, EncryptedFile, TooBig, DamagedFile
    """
    if data.count(b"PK\x01\x02") > PARTS:
        raise TooBig(part="", what="parts")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        infos = package.infolist()
        end = package.start_dir
    _refuse_bad_names(infos)
    for info in infos:
        _refuse_big_claims(info)
    if sum(info.file_size for info in infos) > PACKAGE_BYTES:
        raise TooBig(part="", what="size")
    found = tuple(_entry(data, info) for info in infos if not info.is_dir())
    _refuse_overlaps(found, end)
    return found


def _refuse_bad_names(infos: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in infos:
        # orig_filename: zipfile cuts a name at its first NUL and turns separators round before we see it.
        name = info.orig_filename
        plain = name[:-1] if name.endswith("/") else name
        steps = re.split(r"[/\\]", plain)
        if re.search(r"[\x00-\x1f\\:*?\"<>|%]", name) or any(step in ("", ".", "..") for step in steps):
            raise BadPartName(part=name)
        key = normalize("NFC", plain).casefold()
        if key in seen:
            raise DuplicatePart(part=name)
        seen.add(key)


def _refuse_big_claims(info: zipfile.ZipInfo) -> None:
    limit = XML_BYTES if info.filename.lower().endswith((".xml", ".rels", ".vml", ".svg")) else PART_BYTES
    if info.file_size > limit:
        raise TooBig(part=info.filename, what="size")
    if info.file_size > RATIO_FROM_BYTES and info.file_size > RATIO * max(info.compress_size, 1):
        raise TooBig(part=info.filename, what="ratio")
    if info.flag_bits & 0x41:
        raise EncryptedFile(part=info.filename)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DamagedFile(part=info.filename, reason="compression")


def _entry(data: bytes, info: zipfile.ZipInfo) -> Entry:
    header = data[info.header_offset : info.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size:
        raise DamagedFile(part=info.filename, reason="header")
    magic, _version, _flags, method, _time, _date, _crc, _packed, _size, name_len, extra_len = (
        _LOCAL_HEADER.unpack(header)
    )
    name_at = info.header_offset + _LOCAL_HEADER.size
    local_name = data[name_at : name_at + name_len]
    encodings = (info.orig_filename.encode("utf-8"), info.orig_filename.encode("cp437", "replace"))
    if magic != b"PK\x03\x04" or method != info.compress_type or local_name not in encodings:
        raise DamagedFile(part=info.filename, reason="header")
    start = name_at + name_len + extra_len
    return Entry(
        info.filename, start, info.compress_size, info.file_size, info.compress_type == zipfile.ZIP_DEFLATED
    )


def _refuse_overlaps(found: tuple[Entry, ...], end: int) -> None:
    # A quoted-overlap bomb lets many entries share the same packed bytes.
    last = 0
    for entry in sorted(found, key=lambda entry: entry.start):
        if entry.start < last or entry.start + entry.packed > end:
            raise DamagedFile(part=entry.name, reason="overlap")
        last = entry.start + entry.packed


def content(data: bytes, entry: Entry) -> bytes:
    """Inflate one part, never beyond the size it claims.

    raises    TooBig when it holds more than it claims, DamagedFile when less
    """
    packed = data[entry.start : entry.start + entry.packed]
    if not entry.deflated:
        plain, rest = packed, b""
    else:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        plain = inflater.decompress(packed, entry.size + 1)
        rest = b"" if inflater.eof or len(plain) > entry.size else b"open"
    if len(plain) > entry.size:
        raise TooBig(part=entry.name, what="size")
    if len(plain) < entry.size or rest:
        raise DamagedFile(part=entry.name, reason="length")
    return plain


def contents(data: bytes, found: tuple[Entry, ...]) -> Iterator[tuple[Entry, bytes]]:
    """Every part in turn, so that only one is in memory."""
    for entry in found:
        yield entry, content(data, entry)
