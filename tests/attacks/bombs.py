"""Files that grow when they are read: streams of nothing, fields and revisions without end.

Each is put where a verifier that looks into it has to unpack, walk or compare.
"""

import zlib
from collections.abc import Callable
from functools import cache, partial

from pyhanko.pdf_utils import generic

from documents.pdf.revision import RevisionWriter
from tests.attacks.containers import containers
from tests.attacks.dueling import bare, bomb, deep_pages, objects
from tests.attacks.writing import N, appended, bodies, fields, revised, shape, signature_fields

MEGABYTES = 400


def bombs() -> dict[str, Callable[[bytes], bytes]]:
    return {
        "page of nothing": bomb,
        "metadata of nothing": partial(revised, change=metadata),
        "picture of nothing": partial(revised, change=picture),
        "proof of nothing": partial(revised, change=proof),
        "metadata packed twice": partial(revised, change=packed_twice),
        "object stream of nothing": object_stream,
        "table of nothing": stream_table,
        "deep list": deep_list,
        "deep pages": deep_pages,
        "many objects": objects,
        "many fields": partial(revised, change=many_fields),
        "many pictures": partial(revised, change=many_pictures),
        "many signatures": partial(revised, change=many_signatures),
        "many revisions": many_revisions,
    }


@cache
def nothing(megabytes: int = MEGABYTES) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()


def held(writer: RevisionWriter, packed: bytes, *filters: str) -> generic.IndirectObject:
    """A stream whose bytes are written as they are."""
    names = generic.ArrayObject([N(one) for one in filters or ("/FlateDecode",)])
    return writer.add_object(generic.StreamObject({N("/Filter"): names}, encoded_data=packed))


def metadata(writer: RevisionWriter) -> None:
    writer.root[N("/Metadata")] = held(writer, nothing())
    writer.update_root()


def packed_twice(writer: RevisionWriter) -> None:
    """Some hundred bytes that stand for as many megabytes as anybody has."""
    inner = nothing(800)
    writer.root[N("/Metadata")] = held(writer, zlib.compress(inner, 9), "/FlateDecode", "/FlateDecode")
    writer.update_root()


def picture(writer: RevisionWriter) -> None:
    for one in fields(writer):
        one[N("/AP")] = generic.DictionaryObject({N("/N"): held(writer, nothing())})
        writer.update_container(one)


def proof(writer: RevisionWriter) -> None:
    big = generic.ArrayObject([held(writer, nothing())])
    store = generic.DictionaryObject({N("/Certs"): big, N("/OCSPs"): big, N("/CRLs"): big})
    writer.root[N("/DSS")] = writer.add_object(store)
    writer.update_root()


def object_stream(pdf: bytes) -> bytes:
    """The page is the first object in a stream of nothing."""
    known, packed = shape(pdf), nothing()
    holder, number = known.size + 5, known.size + 6
    head = b"<</Type/ObjStm/N 1/First 8/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    written, places = bodies(pdf, {holder: head + packed + b"\nendstream"})
    start = len(written)
    rows = b"\x02" + holder.to_bytes(4, "big") + b"\0" + b"\1" + places[holder].to_bytes(4, "big") + b"\0"
    rows += b"\1" + start.to_bytes(4, "big") + b"\0"
    table = b"<</Type/XRef/Size %d/W[1 4 1]/Index[%d 1 %d 2]/Root %s/Prev %d/Length %d>>stream\n%s\nendstream" % (
        number + 1, known.page, holder, known.root.encode(), known.start, len(rows), rows,
    )  # fmt: skip
    return written + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, table, start)


def stream_table(pdf: bytes) -> bytes:
    known, packed, start = shape(pdf), nothing(), len(pdf)
    head = b"<</Type/XRef/Size 80000000/W[1 4 1]/Root %s/Prev %d/Filter/FlateDecode/Length %d>>stream\n" % (
        known.root.encode(), known.start, len(packed),
    )  # fmt: skip
    table = b"%d 0 obj\n%s%s\nendstream\nendobj\n" % (known.size, head, packed)
    return pdf + table + b"startxref\n%d\n%%%%EOF\n" % start


def deep_list(pdf: bytes) -> bytes:
    known = shape(pdf)
    return appended(pdf, {known.page: b"<</Type/Page/Parent %d 0 R/MediaBox " % known.pages + b"[" * 200_000})


def many_fields(writer: RevisionWriter) -> None:
    for number in range(5000):
        add_field(writer, f"F{number}", "/Tx", {})


def many_pictures(writer: RevisionWriter) -> None:
    """Each small enough to be looked into."""
    drawn = [held(writer, nothing(7)) for _ in range(1000)]
    for number, one in enumerate(drawn):
        add_field(writer, f"F{number}", "/Sig", {"/AP": generic.DictionaryObject({N("/N"): one})})


def many_signatures(writer: RevisionWriter) -> None:
    """Copies of the last signature, each in a field of its own."""
    value = signature_fields(writer)[-1]["/V"]
    for number in range(500):
        copy = writer.add_object(generic.DictionaryObject(dict(value.items())))
        add_field(writer, f"S{number}", "/Sig", {"/V": copy})


def add_field(writer: RevisionWriter, name: str, kind: str, more: dict[str, generic.PdfObject]) -> None:
    form = writer.root["/AcroForm"]
    new = {N("/FT"): N(kind), N("/T"): generic.TextStringObject(name)} | {N(key): more[key] for key in more}
    form["/Fields"].append(writer.add_object(generic.DictionaryObject(new)))
    writer.update_container(form["/Fields"])
    writer.update_container(form)


def many_revisions(pdf: bytes) -> bytes:
    for _ in range(115 - len(containers(pdf))):
        pdf = bare(pdf)
    return pdf
