"""Files two parsers read differently, and files made to exhaust whoever reads them."""

import re
import zlib
from collections.abc import Callable

from tests.attacks.containers import NotApplicable
from tests.attacks.writing import EVIL, appended, bodies, shape, stream, table, trailer
from tests.documents.pdf.conftest import Office

Make = Callable[[bytes], bytes]


def attacks(office: Office) -> dict[str, Make]:
    del office
    return {
        "duel hidden stream table": hidden_stream_table,
        "duel object twice in a stream": twice_in_a_stream,
        "duel previous table in a circle": circle,
        "duel wrong length": wrong_length,
        "duel key twice": key_twice,
        "duel end inside a stream": end_inside,
        "duel two startxref": two_startxref,
        "duel table points elsewhere": points_elsewhere,
        "duel table in the comment": table_in_comment,
        "duel other generation": other_generation,
        "duel second root": second_root,
        "resource bomb": bomb,
        "resource objects": objects,
        "resource deep pages": deep_pages,
        "resource revisions": lambda pdf: repeated(pdf, 300),
        "resource endless table": endless_table,
    }


def hidden_stream_table(pdf: bytes) -> bytes:
    """The plain table is empty; the stream table beside it brings another page."""
    known = shape(pdf)
    number = known.size + 5
    written, places = bodies(pdf, {known.contents: stream(EVIL)})
    hidden = len(written)
    row = b"\x01" + places[known.contents].to_bytes(4, "big") + b"\0"
    entries = (number + 1, known.contents, known.root.encode(), len(row))
    head = b"<</Type/XRef/Size %d/W[1 4 1]/Index[%d 1]/Root %s/Length %d>>" % entries
    written += b"%d 0 obj\n%sstream\n%s\nendstream\nendobj\n" % (number, head, row)
    start = len(written)
    end = b"startxref\n%d\n%%%%EOF\n" % start
    return written + b"xref\n0 0\n" + trailer(known, extra=b"/XRefStm %d" % hidden) + end


def twice_in_a_stream(pdf: bytes) -> bytes:
    known = shape(pdf)
    holder, number = known.size + 5, known.size + 6
    inner = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % known.pages
    index = b"%d 0 %d %d " % (known.page, known.page, len(inner) + 1)
    content = index + inner + b" " + inner
    written, places = bodies(
        pdf,
        {
            holder: b"<</Type/ObjStm/N 2/First %d/Length %d>>stream\n%s\nendstream"
            % (len(index), len(content), content)
        },
    )
    start = len(written)
    rows = [
        b"\x02" + holder.to_bytes(4, "big") + b"\x01",
        b"\x01" + places[holder].to_bytes(4, "big") + b"\0",
    ]
    rows.append(b"\x01" + start.to_bytes(4, "big") + b"\0")
    listed = b"".join(rows)
    entries = (number + 1, known.page, holder, known.root.encode(), known.start, len(listed))
    head = b"<</Type/XRef/Size %d/W[1 4 1]/Index[%d 1 %d 2]/Root %s/Prev %d/Length %d>>" % entries
    written += b"%d 0 obj\n%sstream\n%s\nendstream\nendobj\n" % (number, head, listed)
    return written + b"startxref\n%d\n%%%%EOF\n" % start


def circle(pdf: bytes) -> bytes:
    known = shape(pdf)
    written, places = bodies(pdf, {known.contents: stream(EVIL)})
    start = len(written)
    return written + table(places) + trailer(known, previous=start) + b"startxref\n%d\n%%%%EOF\n" % start


def wrong_length(pdf: bytes) -> bytes:
    known = shape(pdf)
    return appended(pdf, {known.contents: b"<</Length 3>>stream\n%s\nendstream" % EVIL})


def key_twice(pdf: bytes) -> bytes:
    known = shape(pdf)
    number = int(known.root.split()[0])
    one = re.search(rb"(?<!\d)%d 0 obj\s*<<(.*?)endobj" % number, pdf, re.DOTALL)
    if one is None:
        raise NotApplicable
    return appended(pdf, {number: b"<</Pages %d 0 R" % (known.size + 2) + one[1].rstrip()})


def end_inside(pdf: bytes) -> bytes:
    """An end mark inside a stream behind the last signature."""
    known = shape(pdf)
    content = b"startxref\n%d\n%%%%EOF\n" % known.start
    return appended(pdf, {known.size + 1: stream(content)})


def two_startxref(pdf: bytes) -> bytes:
    altered = appended(pdf, {shape(pdf).contents: stream(EVIL)})
    return altered + b"startxref\n%d\n%%%%EOF\n" % shape(pdf).start


def points_elsewhere(pdf: bytes) -> bytes:
    """The table names the place of another object's body."""
    known = shape(pdf)
    written, places = bodies(pdf, {known.size + 1: stream(EVIL)})
    start = len(written)
    wrong = {known.contents: places[known.size + 1]}
    return written + table(wrong) + trailer(known) + b"startxref\n%d\n%%%%EOF\n" % start


def table_in_comment(pdf: bytes) -> bytes:
    altered = appended(pdf, {shape(pdf).contents: stream(EVIL)})
    place = altered.rindex(b"xref\n", 0, altered.rindex(b"startxref"))
    return altered[:place] + b"%" + altered[place + 1 :]


def other_generation(pdf: bytes) -> bytes:
    known = shape(pdf)
    start = len(pdf)
    written = b"%d 1 obj\n%s\nendobj\n" % (known.contents, stream(EVIL))
    rows = b"xref\n%d 1\n%010d 00001 n \n" % (known.contents, start)
    return pdf + written + rows + trailer(known) + b"startxref\n%d\n%%%%EOF\n" % (start + len(written))


def second_root(pdf: bytes) -> bytes:
    known = shape(pdf)
    new = known.size + 1
    written, places = bodies(
        pdf,
        {
            new: b"<</Type/Catalog/Pages %d 0 R>>" % (new + 1),
            new + 1: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (new + 2),
            new + 2: b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % (new + 1),
        },
    )
    start = len(written)
    end = trailer(known).replace(b"/Root " + known.root.encode(), b"/Root %d 0 R" % new)
    return written + table(places) + end + b"startxref\n%d\n%%%%EOF\n" % start


def bomb(pdf: bytes) -> bytes:
    """Two hundred megabytes of nothing, deflated, as the page and as the metadata."""
    known = shape(pdf)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    written = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    return appended(pdf, {known.contents: written})


def objects(pdf: bytes) -> bytes:
    known = shape(pdf)
    written, places = bodies(pdf, {known.size + number: b"null" for number in range(100_000)})
    start = len(written)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places.values())
    head = b"xref\n%d %d\n" % (known.size, len(places))
    end = trailer(known).replace(b"/Size %d" % (known.size + 20), b"/Size %d" % (known.size + len(places)))
    return written + head + rows + end + b"startxref\n%d\n%%%%EOF\n" % start


def deep_pages(pdf: bytes) -> bytes:
    known = shape(pdf)
    first, depth = known.size + 1, 10_000
    tree = {
        first + level: b"<</Type/Pages/Count 1/Parent %d 0 R/Kids[%d 0 R]>>"
        % (first + level - 1, first + level + 1)
        for level in range(depth)
    }
    tree[first + depth] = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (first + depth - 1)
    tree[known.pages] = b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % first
    return appended(pdf, tree)


def repeated(pdf: bytes, times: int) -> bytes:
    for _ in range(times):
        pdf = appended(pdf, {}) if times < 10 else bare(pdf)
    return pdf


def bare(pdf: bytes) -> bytes:
    """One more empty revision, without reading the file each time."""
    start = re.findall(rb"startxref\s+(\d+)", pdf[-200:])[-1]
    head = re.search(rb"/Root (\d+ \d+ R)", pdf)
    size = re.search(rb"/Size (\d+)", pdf)
    if head is None or size is None:
        raise NotApplicable
    end = b"trailer\n<</Size %s/Root %s/Prev %s>>\n" % (size[1], head[1], start)
    return pdf + b"xref\n0 0\n" + end + b"startxref\n%d\n%%%%EOF\n" % len(pdf)


def endless_table(pdf: bytes) -> bytes:
    known = shape(pdf)
    start = len(pdf)
    return pdf + b"xref\n0 99999999\n" + trailer(known) + b"startxref\n%d\n%%%%EOF\n" % start
