"""How an attacker adds to a file: one more revision by a PDF library, or raw bytes by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.pdf.revision import RevisionWriter
from tests.attacks.containers import NotApplicable

N = generic.NameObject
Change = Callable[[RevisionWriter], None]
EVIL = b"q 1 1 1 rg 80 600 400 120 re f 0 g Q"


def revised(pdf: bytes, change: Change) -> bytes:
    """One more revision with this change, as any PDF tool would append it."""
    writer = RevisionWriter(BytesIO(pdf), strict=False)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def page(writer: RevisionWriter) -> generic.DictionaryObject:
    return writer.root["/Pages"]["/Kids"][0]


def fields(writer: RevisionWriter) -> list[generic.DictionaryObject]:
    if "/AcroForm" not in writer.root:
        raise NotApplicable
    return [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]


def field(writer: RevisionWriter, name: str) -> generic.DictionaryObject:
    found = [one for one in fields(writer) if one["/T"] == name]
    if not found:
        raise NotApplicable
    return found[0]


def signature_fields(writer: RevisionWriter) -> list[generic.DictionaryObject]:
    found = [one for one in fields(writer) if one.get("/FT") == "/Sig" and "/V" in one]
    if not found:
        raise NotApplicable
    return found


def numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.FloatObject, values))


@dataclass(frozen=True)
class Shape:
    """Where the parts of a file are that an increment written by hand refers to; references as "7 0 R"."""

    root: str
    page: int
    contents: int
    pages: int
    size: int
    start: int


def shape(pdf: bytes) -> Shape:
    reader = PdfFileReader(BytesIO(pdf), strict=False)
    root = reader.trailer.raw_get("/Root")
    first = reader.root["/Pages"]["/Kids"].raw_get(0)
    contents = first.get_object().raw_get("/Contents")
    if not isinstance(contents, generic.IndirectObject):
        raise NotApplicable
    return Shape(
        root=f"{root.idnum} {root.generation} R",
        page=first.idnum,
        contents=contents.idnum,
        pages=reader.root.raw_get("/Pages").idnum,
        size=int(reader.trailer["/Size"]),
        start=reader.last_startxref,
    )


def stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def bodies(pdf: bytes, objects: dict[int, bytes]) -> tuple[bytes, dict[int, int]]:
    """The objects written behind the file, and where each one begins."""
    places, parts, end = {}, [pdf], len(pdf)
    for number, written in objects.items():
        places[number] = end
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, written))
        end += len(parts[-1])
    return b"".join(parts), places


def table(places: dict[int, int]) -> bytes:
    rows = (b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    return b"xref\n" + b"".join(rows)


def trailer(known: Shape, *, extra: bytes = b"", previous: int | None = None) -> bytes:
    prev = known.start if previous is None else previous
    return b"trailer\n<</Size %d/Root %s/Prev %d%s>>\n" % (known.size + 20, known.root.encode(), prev, extra)


def appended(pdf: bytes, objects: dict[int, bytes], *, extra: bytes = b"") -> bytes:
    """A whole revision by hand: objects, table, trailer, end mark."""
    known = shape(pdf)
    written, places = bodies(pdf, objects)
    start = len(written)
    return written + table(places) + trailer(known, extra=extra) + b"startxref\n%d\n%%%%EOF\n" % start
