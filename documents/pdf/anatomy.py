"""Byte accounting: every byte of the file belongs to a revision, every gap in a signature is its own container.

PDF readers forgive; attacks on signatures live from that. Here nothing is forgiven: what is outside the revisions,
what is hidden in a gap, what follows a signature inside its container is named. Whether the signatures are right is
`integrity`'s question.
"""

# mypy: disable-error-code="import-untyped"

import re
from dataclasses import dataclass

from asn1crypto import parser
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.pdf.report import Finding

LARGEST_FILE = 200 * 1024 * 1024
MOST_REVISIONS = 120
#: Three or four when issued, then one for each renewal of the proof.
MOST_OWN_REVISIONS = 40
MOST_OBJECTS = 200_000
#: Each stamp of a paper adds a dozen; nobody adds thousands to a signed paper.
MOST_OBJECTS_ADDED = 20_000
END_WITHIN = 2048
CIPHER_BLOCK = 16

OBJECT = re.compile(rb"\d\s+obj\b")

SIGNATURE_TRACES = re.compile(
    rb"/ByteRange|/DocTimeStamp|/Type\s*/Sig(?![A-Za-z])|/ETSI\.CAdES|/adbe\.pkcs7\.d"
)
END_OF_LINE = b"\r\n"


@dataclass(frozen=True)
class Revision:
    """The part of the file one save added: [start, end)."""

    start: int
    end: int


@dataclass(frozen=True)
class Gap:
    """Where a signature's container lies: the covered bytes are [0, start) and [end, covered)."""

    start: int
    end: int
    covered: int


def header_offset(pdf: bytes) -> int | None:
    """How many bytes come before %PDF; None when there is no header within the first kilobyte."""
    found = pdf.find(b"%PDF-", 0, 1024)
    return found if found >= 0 else None


def over_limit(pdf: bytes) -> Finding | None:
    if len(pdf) > LARGEST_FILE:
        return Finding("too_large", {"limit": f"{LARGEST_FILE // 1024 // 1024} MB"})
    if pdf.count(b"startxref") > MOST_REVISIONS:
        return Finding("too_large", {"limit": f"{MOST_REVISIONS} phiên bản"})
    if len(OBJECT.findall(pdf)) > MOST_OBJECTS:
        return Finding("too_large", {"limit": f"{MOST_OBJECTS} đối tượng"})
    if _objects_added(pdf) > MOST_OBJECTS_ADDED:
        return Finding("too_large", {"limit": f"{MOST_OBJECTS_ADDED} đối tượng thêm sau khi ký"})
    return None


def _objects_added(pdf: bytes) -> int:
    """How many objects come after the revision of the first signature."""
    first = pdf.find(b"/ByteRange")
    end = pdf.find(b"%%EOF", first) if first >= 0 else -1
    return len(OBJECT.findall(pdf, end)) if end >= 0 else 0


def has_end(pdf: bytes) -> bool:
    """The end mark is where ISO 32000 puts it; pyHanko would walk back over anything else byte by byte."""
    tail = pdf[-END_WITHIN:].rstrip(b"\0")
    return b"%%EOF" in tail and b"startxref" in tail


def has_signature_traces(pdf: bytes) -> bool:
    return SIGNATURE_TRACES.search(pdf) is not None


def revisions(pdf: bytes, reader: PdfFileReader) -> tuple[Revision, ...]:
    """The file cut at the end marks its cross-reference chain names.

    raises    ValueError when a section has no end mark of its own or sections are out of order
    """
    ends = [_end_of(pdf, start, declared) for start, declared in _sections(reader)]
    starts = [0, *ends[:-1]]
    if any(start >= end for start, end in zip(starts, ends, strict=True)):
        raise ValueError("revisions out of order")
    return tuple(Revision(start, end) for start, end in zip(starts, ends, strict=True))


def first_complete_revision(reader: PdfFileReader) -> int:
    """0, or 1 in a file linearized for the web, whose one save has two cross-reference sections."""
    if reader.xrefs.total_revisions < 2:
        return 0
    main, first_page = (reader.xrefs.get_xref_container_info(number) for number in (0, 1))
    return int(first_page.start_location < main.start_location)


def _sections(reader: PdfFileReader) -> list[tuple[int, int]]:
    """(position, declared startxref) of each cross-reference section, oldest first."""
    infos = [reader.xrefs.get_xref_container_info(i) for i in range(reader.xrefs.total_revisions)]
    sections = [(info.start_location, info.declared_startxref) for info in infos]
    if first_complete_revision(reader):
        # One save with two sections: the end mark after the second one names the first.
        return [(sections[0][0], sections[1][1]), *sections[2:]]
    return sections


def _end_of(pdf: bytes, start: int, declared: int) -> int:
    mark = re.compile(rb"startxref\s+%d\s+%%%%EOF(\r\n|\n|\r)?" % declared)
    found = mark.search(pdf, start)
    if found is None:
        raise ValueError("a revision without an end mark")
    return found.end()


def bytes_outside(pdf: bytes, cut: tuple[Revision, ...]) -> Finding | None:
    """What follows the last revision, apart from line ends."""
    rest = pdf[cut[-1].end :]
    if rest.strip(END_OF_LINE):
        return Finding("bytes_outside_revisions", {"offset": cut[-1].end})
    return None


def objects_outside(reader: PdfFileReader, cut: tuple[Revision, ...]) -> Finding | None:
    """Every object a revision lists lies inside that revision; only for files with one section per revision."""
    if reader.xrefs.total_revisions != len(cut):
        return None
    for number, revision in enumerate(cut):
        listed = reader.xrefs.get_xref_data(number).standard_xrefs.values()
        # pyHanko keeps (generation, position).
        for _, position in listed:
            if not revision.start <= position < revision.end:
                return Finding("bytes_outside_revisions", {"offset": position})
    return None


def gap_of(pdf: bytes, signature: generic.DictionaryObject) -> Gap:
    """The gap a signature's /ByteRange names, proved to be exactly its own container.

    raises    ValueError with a short Vietnamese reason
    """
    covered = _byte_range(signature)
    start, second = covered[1], covered[2]
    gap = Gap(start, second, second + covered[3])
    if gap.covered > len(pdf) or not 0 < start < second:
        raise ValueError("phạm vi ký nằm ngoài tệp")
    token = pdf[start:second]
    if not re.fullmatch(rb"<(?:[0-9a-fA-F]{2})+>", token):
        raise ValueError("phần để trống không đúng là chữ ký")
    contents = signature.raw_get("/Contents", decrypt=generic.EncryptedObjAccess.RAW)
    if not isinstance(contents, generic.ByteStringObject | generic.TextStringObject):
        raise ValueError("thiếu chữ ký")
    if bytes.fromhex(token[1:-1].decode("ascii")) != contents.original_bytes:
        raise ValueError("phần để trống không đúng là chữ ký")
    return gap


def _byte_range(signature: generic.DictionaryObject) -> list[int]:
    values = signature.raw_get("/ByteRange") if "/ByteRange" in signature else None
    if not isinstance(values, generic.ArrayObject) or len(values) != 4:
        raise ValueError("phạm vi ký không đúng dạng")
    if not all(isinstance(values.raw_get(i), generic.NumberObject) for i in range(4)):
        raise ValueError("phạm vi ký không đúng dạng")
    numbers = [int(value) for value in values]
    if numbers[0] != 0 or min(numbers) < 0:
        raise ValueError("phạm vi ký không bắt đầu từ đầu tệp")
    return numbers


def enclosing_object(pdf: bytes, gap: Gap, position: int) -> bytes:
    """The signature dictionary's own bytes without its container; `position` is where its object begins.

    raises    ValueError when the gap is not inside that object or a key occurs twice
    """
    end = pdf.find(b"endobj", gap.end)
    if not position < gap.start or end < 0 or b"endobj" in pdf[position : gap.start]:
        raise ValueError("chữ ký không nằm trong phần để trống của nó")
    around = pdf[position : gap.start] + b"<>" + pdf[gap.end : end]
    for key in (rb"/ByteRange\b", rb"/Contents\b"):
        if len(re.findall(key, around)) != 1:
            raise ValueError("khóa bị lặp trong chữ ký")
    return around


def unpadded(contents: bytes, unlocked: bytes | None = None) -> bytes:
    """The DER object in a container; raises ValueError when anything but zeros follows it.

    unlocked    in an encrypted file, the container as if it had been encrypted: one widespread library encrypts the
                zeros and then writes the signature over their beginning
    """
    length = parser.peek(contents)
    if not contents[length:].strip(b"\0"):
        return contents[:length]
    # The first block behind the signature cannot be decrypted any more.
    if unlocked and not unlocked[length + CIPHER_BLOCK :].strip(b"\0"):
        return contents[:length]
    raise ValueError("có dữ liệu lạ sau chữ ký")
