"""From an uploaded Word file to what the system keeps of it: guard, read, set as PDF/A, place the fields.

Pure: bytes in, a value out. No transaction is open while this runs, because setting pages may be slow.
"""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from documents.checking.check import check_docx
from documents.fields import fields_of
from documents.pdf.errors import PlaceUnfit
from documents.pdf.fields import Place, Places, prepare
from documents.pdf.lookup_mark import LookupMark
from documents.reading.container import refuse_other_kinds
from documents.reading.reader import read_file
from documents.reading.warnings import BASIS_WITHOUT_SEMICOLON, LAST_BASIS_WITHOUT_STOP
from documents.typesetting.engine import Slot, typeset_docx
from documents.typesetting.places import Name as SlotName

POINTS_PER_MM = 72 / 25.4
EDGE_PT = 6.0


@dataclass(frozen=True)
class Ink:
    """The real sizes of the registered signature and seal, (width, height) in millimetres.

    source    Decree 30/2020/NĐ-CP, annex I, II.8: the picture of the seal has the size of the seal
    """

    signature_mm: tuple[float, float] = (45.0, 20.0)
    seal_mm: tuple[float, float] = (36.0, 36.0)


InkOf = Callable[[str | None], Ink]
"""The sizes registered for the signer whose name the paper prints, and for the agency."""


@dataclass(frozen=True)
class Box:
    """Where a blank or the signature's white is: a page from 0, points from its lower left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float


MOVABLE: tuple[SlotName, ...] = ("number", "day", "month", "signature")
"""What a person may place by hand; the seal follows the signature, as the decree has it."""
SMALLEST_PT, LARGEST_TEXT_PT = 8.0, 60.0


@dataclass(frozen=True)
class PreparedDraft:
    """An uploaded draft, read and set.

    rendition         revision 0: PDF/A with empty number, day and signature fields
    fields            what was read, for the officer to confirm
    places_missing    "number", "day", "month", "signature", "seal": not found on the page, so the draft cannot be
                      submitted yet
    """

    name: str
    data: bytes
    rendition: bytes
    pages: int
    fields: dict[str, Any]
    places_missing: tuple[str, ...]
    warnings: tuple[str, ...]
    text: str
    places: Mapping[str, Box] = field(default_factory=dict)


def prepare_draft(
    name: str,
    data: bytes,
    *,
    at: datetime,
    ink_of: InkOf = lambda _: Ink(),
    moved: Mapping[str, Box] | None = None,
    more_kinds: Collection[str] = (),
    mark: LookupMark | None = None,
) -> PreparedDraft:
    """Guard, read and set one .docx.

    moved       places a person put by hand; they win over what was found on the page
    more_kinds  names of kinds that other packages brought
    mark        drawn at the foot of page one where there is room
    raises    DraftRefused and its children when the file may not enter; CannotTypeset naming what was not drawn;
              PlaceOutsidePage, PlaceUnfit for a place put by hand
    """
    # Only Word files are drafts: a PDF, which could be read, is refused for what it is.
    refuse_other_kinds(data)
    reading = read_file(name, data, more_kinds)
    page = typeset_docx(data, created_at=at)
    fields = fields_of(reading)
    slots: dict[str, Slot] = {slot.name: slot for slot in page.slots}
    slots |= _by_hand(moved or {}, slots)
    missing = tuple(slot for slot in _needed(fields) if slot not in slots)
    return PreparedDraft(
        name=name,
        data=data,
        rendition=page.pdf
        if missing
        else prepare(page.pdf, _places(slots, ink_of(fields["signer_name"])), mark),
        pages=page.pages,
        fields=fields,
        places_missing=missing,
        warnings=(*_warnings(reading.warnings, data), *page.notes),
        text=reading.text,
        places={name: _box(slots[name]) for name in MOVABLE if name in slots},
    )


def _by_hand(moved: Mapping[str, Box], found: Mapping[str, Slot]) -> dict[str, Slot]:
    """Places put by hand as slots; a blank keeps the letters' size and slant that stood there."""
    slots: dict[str, Slot] = {}
    for name in MOVABLE:
        if name not in moved:
            continue
        box = moved[name]
        tallest = LARGEST_TEXT_PT if name != "signature" else math.inf
        if not (box.width >= SMALLEST_PT and SMALLEST_PT <= box.height <= tallest):
            raise PlaceUnfit(field=name)
        old = found.get(name)
        slots[name] = Slot(
            name, box.page, box.x, box.y, box.width, box.height,
            baseline_pt=old.baseline_pt if old is not None and _box(old) == box else None,
            font_size_pt=old.font_size_pt if old is not None else None,
            italic=old.italic if old is not None else name in ("day", "month"),
        )  # fmt: skip
    if "signature" in slots:
        # The seal stands over the signature's left third, wherever that is.
        slots["seal"] = replace(slots["signature"], name="seal")
    return slots


def _box(slot: Slot) -> Box:
    return Box(slot.page, *(round(edge, 2) for edge in (slot.x_pt, slot.y_pt, slot.width_pt, slot.height_pt)))


def _warnings(read: tuple[str, ...], data: bytes) -> tuple[str, ...]:
    """What to look at before submitting: the reader's remarks, then the layout check with the decree's clause."""
    checked = [f"{finding.message} ({finding.clause})" for finding in check_docx(data)]
    # The check says which basis it is; the reader's general remark about the same would only repeat it.
    remarks = [remark for remark in read if remark not in (BASIS_WITHOUT_SEMICOLON, LAST_BASIS_WITHOUT_STOP)]
    return (*remarks, *checked)


def _needed(fields: Mapping[str, Any]) -> list[str]:
    """A day or month that is printed already needs no place to be written."""
    needed = ["number", "signature", "seal"]
    needed += ["day"] if fields["printed_day"] is None else []
    needed += ["month"] if fields["printed_month"] is None else []
    return needed


def _places(slots: Mapping[str, Slot], ink: Ink) -> Places:
    placed = {name: _place(slot) for name, slot in slots.items()}
    signature = _signature(placed["signature"], ink.signature_mm)
    return Places(
        director=signature,
        agency=_seal(signature, ink.seal_mm),
        number=placed["number"],
        day=placed.get("day"),
        month=placed.get("month"),
    )


def _signature(white: Place, size_mm: tuple[float, float]) -> Place:
    """The signature in its own size, in the middle of the white between title and name; smaller if it must be."""
    width, height = (mm * POINTS_PER_MM for mm in size_mm)
    fit = min(1, white.width_pt / width, white.height_pt / height)
    x, y = white.x_pt + white.width_pt / 2, white.y_pt + white.height_pt / 2
    return _centred(white.page, x, y, width * fit, height * fit)


def _seal(signature: Place, size_mm: tuple[float, float]) -> Place:
    """The seal in real size over the left third of the signature."""
    width, height = (mm * POINTS_PER_MM for mm in size_mm)
    right = signature.x_pt + signature.width_pt / 3
    left = max(EDGE_PT, right - width)
    return _centred(signature.page, left + width / 2, signature.y_pt + signature.height_pt / 2, width, height)


def _centred(page: int, x_pt: float, y_pt: float, width_pt: float, height_pt: float) -> Place:
    return Place(page, x_pt - width_pt / 2, y_pt - height_pt / 2, width_pt, height_pt)


def _place(slot: Slot) -> Place:
    return Place(
        page=slot.page,
        x_pt=slot.x_pt,
        y_pt=slot.y_pt,
        width_pt=slot.width_pt,
        height_pt=slot.height_pt,
        baseline_pt=slot.baseline_pt,
        font_size_pt=slot.font_size_pt or 13,
        italic=slot.italic,
    )
