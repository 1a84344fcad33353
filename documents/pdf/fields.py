"""Preparing a fresh rendition for its signatures: the blanks become fields before anybody signs.

Everything that will ever change on the page is a field of revision 0, so nothing has to be added after the first
person has certified the file. `seal` fills the fields, `sign` signs; what may be prepared at all is decided by `scan`.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from documents.pdf.errors import PlaceOutsidePage
from documents.pdf.fonts_in_form import form_fonts
from documents.pdf.lettering import RESOURCE_NAMES, Style, face
from documents.pdf.lookup_mark import LookupMark, draw
from documents.pdf.scan import open_pdf, pre_sign_scan

NUMBER_FIELD = "SoVanBan"
DAY_FIELD = "NgayBanHanh"
MONTH_FIELD = "ThangBanHanh"
SECRETARY_FIELD = "KyThuKy"
DIRECTOR_FIELD = "KyGiamDoc"
AGENCY_FIELD = "DauCoQuan"
LINE_FIELD = "KyCoQuan"
"""The one field of an annex or copy, see `agency_line`."""

TEXT_FIELDS = (NUMBER_FIELD, DAY_FIELD, MONTH_FIELD)
SIGNING_ORDER = (SECRETARY_FIELD, DIRECTOR_FIELD, AGENCY_FIELD)
"""Who signs before whom; only minutes have a secretary (decisions/2026-11-23-minutes-two-signers.md)."""

TOOLTIPS = {
    NUMBER_FIELD: "Số của văn bản",
    DAY_FIELD: "Ngày ban hành",
    MONTH_FIELD: "Tháng ban hành",
    SECRETARY_FIELD: "Chữ ký số của thư ký",
    DIRECTOR_FIELD: "Chữ ký số của người có thẩm quyền",
    AGENCY_FIELD: "Chữ ký số của cơ quan, tổ chức",
    LINE_FIELD: "Chữ ký số của cơ quan, tổ chức",
}

SIGNATURES_EXIST_AND_APPEND_ONLY = 3
PRINTED = 4
PRINTED_AND_LOCKED = 132
CENTRED = 1
LONGEST_TEXT = 16


@dataclass(frozen=True)
class Place:
    """A box on a page, in points from the lower left corner.

    page          counted from 0
    baseline_pt   height of the line of letters on the page; None puts it where a line of this size would sit
    """

    page: int
    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    baseline_pt: float | None = None
    font_size_pt: float = 13
    italic: bool = False

    @property
    def style(self) -> Style:
        return "italic" if self.italic else "upright"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The rectangle of the field; a text's lower edge follows from its baseline, see `baseline_of`."""
        bottom_pt = self.y_pt if self.baseline_pt is None else self.baseline_pt - self._depth_pt
        return (self.x_pt, bottom_pt, self.x_pt + self.width_pt, bottom_pt + self.height_pt)

    @property
    def _depth_pt(self) -> float:
        return -face(self.style).descent * self.font_size_pt / 1000


@dataclass(frozen=True)
class Places:
    """Where number, day, month and the signatures go; None means the page has no such blank.

    secretary   only on minutes, which the secretary signs before the chair (`director`)
    """

    director: Place
    agency: Place
    number: Place | None = None
    day: Place | None = None
    month: Place | None = None
    secretary: Place | None = None

    @property
    def texts(self) -> dict[str, Place]:
        named = {NUMBER_FIELD: self.number, DAY_FIELD: self.day, MONTH_FIELD: self.month}
        return {name: place for name, place in named.items() if place is not None}

    @property
    def signatures(self) -> dict[str, Place]:
        beside = {SECRETARY_FIELD: self.secretary} if self.secretary is not None else {}
        return {**beside, DIRECTOR_FIELD: self.director, AGENCY_FIELD: self.agency}


def baseline_pt(style: Style, size_pt: float) -> float:
    """How far above its lower edge a field's line of letters sits."""
    return -face(style).descent * size_pt / 1000


def prepare(pdf: bytes, places: Places, mark: LookupMark | None = None) -> bytes:
    """Revision 0: the rendition with its fields, still unsigned and still PDF/A.

    mark      drawn at the foot of page one where there is room; `lookup_code` says whether it was
    raises    PdfRefused (see `scan`) and PlaceOutsidePage
    """
    pre_sign_scan(pdf)
    with open_pdf(pdf) as document:
        for name, place in (places.texts | places.signatures).items():
            _check_place(document, name, place)
        form = _form(document)
        for name, place in places.texts.items():
            _add(document, form, place, _text_field(name, place))
        for name, place in places.signatures.items():
            _add(document, form, place, _signature_field(document, name))
        if mark is not None:
            draw(document, pdf, mark)
        return _saved(document)


def prepare_signature(document: pikepdf.Pdf, name: str, place: Place, *, turned: int = 0) -> bytes:
    """A file that only this one field is added to.

    turned    how far its page is shown turned clockwise, in degrees; written into the field (/MK /R)
    raises    PlaceOutsidePage
    """
    _check_place(document, name, place)
    field = _signature_field(document, name)
    if turned:
        field.MK = Dictionary(R=turned)
    _add(document, _form(document), place, field)
    return _saved(document)


def _form(document: pikepdf.Pdf) -> Any:
    form = document.make_indirect(
        Dictionary(Fields=Array([]), SigFlags=SIGNATURES_EXIST_AND_APPEND_ONLY, DR=form_fonts(document))
    )
    form.DA = String(f"{RESOURCE_NAMES['upright']} 13 Tf 0 g")
    document.Root.AcroForm = form
    return form


def _check_place(document: pikepdf.Pdf, name: str, place: Place) -> None:
    if not 0 <= place.page < len(document.pages):
        raise PlaceOutsidePage(field=name, page=place.page)
    left, bottom, right, top = (float(edge) for edge in document.pages[place.page].mediabox)
    x1, y1, x2, y2 = place.box
    if x1 < left or y1 < bottom or x2 > right or y2 > top or x1 >= x2 or y1 >= y2:
        raise PlaceOutsidePage(field=name, page=place.page, box=place.box)


def _text_field(name: str, place: Place) -> Dictionary:
    return Dictionary(
        FT=Name.Tx,
        T=String(name),
        F=PRINTED,
        Q=CENTRED,
        MaxLen=LONGEST_TEXT,
        DA=String(f"{RESOURCE_NAMES[place.style]} {place.font_size_pt:g} Tf 0 g"),
    )


def _signature_field(document: pikepdf.Pdf, name: str) -> Dictionary:
    return Dictionary(
        FT=Name.Sig, T=String(name), F=PRINTED_AND_LOCKED, Lock=document.make_indirect(_lock(name))
    )


def _lock(name: str) -> Dictionary:
    """What this signature freezes. The agency's lock carries no /P: viewers flag archive timestamps after P=1."""
    if name in (AGENCY_FIELD, LINE_FIELD):
        return Dictionary(Type=Name.SigFieldLock, Action=Name.All)
    still_open = Array([String(field) for field in left_open_by(name)])
    return Dictionary(Type=Name.SigFieldLock, Action=Name.Exclude, Fields=still_open)


def left_open_by(name: str) -> tuple[str, ...]:
    """The fields that a person's signature leaves to those who come after."""
    return (*TEXT_FIELDS, *SIGNING_ORDER[SIGNING_ORDER.index(name) + 1 :])


def _add(document: pikepdf.Pdf, form: Any, place: Place, field: Dictionary) -> None:
    page = document.pages[place.page]
    field.Type, field.Subtype = Name.Annot, Name.Widget
    field.TU = String(TOOLTIPS[str(field.T)])
    field.Rect = Array([round(edge, 3) for edge in place.box])
    field.P = page.obj
    field.AP = Dictionary(N=_nothing(document, place))
    widget = document.make_indirect(field)
    form.Fields.append(widget)
    if Name.Annots not in page.obj:
        page.obj.Annots = Array([])
    page.obj.Annots.append(widget)


def _nothing(document: pikepdf.Pdf, place: Place) -> pikepdf.Stream:
    """An empty picture: PDF/A wants one for every field, and viewers must not draw their own."""
    box = Array([0, 0, round(place.width_pt, 3), round(place.height_pt, 3)])
    return pikepdf.Stream(
        document, b"", Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary())
    )


def _saved(document: pikepdf.Pdf) -> bytes:
    """One revision with a plain cross-reference table, the same bytes for the same input."""
    for entry in document.objects:
        if isinstance(entry, pikepdf.Stream) and entry.read_raw_bytes().endswith(b"\r"):
            # With the line end that follows, this would read as a stream one byte shorter; PDF/A forbids it.
            entry.write(entry.read_bytes())
    out = BytesIO()
    document.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return out.getvalue()
