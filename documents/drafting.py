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
from documents.reading.warnings import BASIS_WITHOUT_SEMICOLON, LAST_BASIS_WITHOUT_STOP, NO_DATE
from documents.typesetting.engine import Slot, typeset_docx
from documents.typesetting.places import Name as SlotName

POINTS_PER_MM = 72 / 25.4
UNDATED = ("place", "printed_day", "printed_month", "printed_year")
"""What a paper without a line of place and date does not say, whatever days its text tells of."""
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
class Face:
    """What a kind of paper has on its page: a line of place and date; a secretary's signature beside the signer's."""

    dated: bool = True
    secretary: bool = False


FaceOf = Callable[[str | None], Face]
"""The face of the kind of this printed name."""


@dataclass(frozen=True)
class Box:
    """Where a blank or the signature's white is: a page from 0, points from its lower left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float


MOVABLE: tuple[SlotName, ...] = ("number", "day", "month", "signature", "secretary")
"""What a person may place by hand; the seal follows the signature, as the decree has it."""
SIGNATURES = ("signature", "secretary")
SMALLEST_PT, LARGEST_TEXT_PT = 8.0, 60.0


@dataclass(frozen=True)
class PreparedDraft:
    """An uploaded draft, read and set.

    rendition         revision 0: PDF/A with empty number, day and signature fields
    fields            what was read, for the officer to confirm
    places_missing    "number", "day", "month", "signature", "seal", "secretary": not found on the page, so the draft
                      cannot be submitted yet
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
    face_of: FaceOf = lambda _: Face(),
    kind: str | None = None,
) -> PreparedDraft:
    """Guard, read and set one .docx.

    moved       places a person put by hand; they win over what was found on the page
    more_kinds  names of kinds that other packages brought
    mark        drawn at the foot of page one where there is room
    kind        the name of the kind as a person corrected it; None goes by what the paper prints
    raises    DraftRefused and its children when the file may not enter; CannotTypeset naming what was not drawn;
              PlaceOutsidePage, PlaceUnfit for a place put by hand
    """
    # Only Word files are drafts: a PDF, which could be read, is refused for what it is.
    refuse_other_kinds(data)
    reading = read_file(name, data, more_kinds)
    page = typeset_docx(data, created_at=at)
    fields = fields_of(reading)
    face = face_of(kind or fields["kind"])
    fields |= {} if face.dated else dict.fromkeys(UNDATED)
    slots: dict[str, Slot] = {slot.name: slot for slot in page.slots if _belongs(slot, page.slots, face)}
    slots |= _by_hand({name: box for name, box in (moved or {}).items() if _has(face, name)}, slots)
    missing = tuple(slot for slot in _needed(fields, face) if slot not in slots)
    return PreparedDraft(
        name=name,
        data=data,
        rendition=page.pdf if missing else prepare(page.pdf, _places(slots, fields, ink_of), mark),
        pages=page.pages,
        fields=fields,
        places_missing=missing,
        warnings=(*_warnings(reading.warnings, data, face), *page.notes),
        text=reading.text,
        places={name: _box(slots[name]) for name in MOVABLE if name in slots},
    )


def _belongs(slot: Slot, found: Collection[Slot], face: Face) -> bool:
    """Whether a place found on the page is one of this kind of paper.

    Two signatures on a paper that one person signs are left to a person: which of them counts is not certain.
    """
    two = any(other.name == "secretary" for other in found)
    of_one_block = slot.name in ("number", "day", "month") or face.secretary == two
    return of_one_block and _has(face, slot.name)


def _has(face: Face, name: str) -> bool:
    if name in ("day", "month"):
        return face.dated
    return name != "secretary" or face.secretary


def _by_hand(moved: Mapping[str, Box], found: Mapping[str, Slot]) -> dict[str, Slot]:
    """Places put by hand as slots; a blank keeps the letters' size and slant that stood there."""
    slots: dict[str, Slot] = {}
    for name in MOVABLE:
        if name not in moved:
            continue
        box = moved[name]
        tallest = LARGEST_TEXT_PT if name not in SIGNATURES else math.inf
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


def _warnings(read: tuple[str, ...], data: bytes, face: Face) -> tuple[str, ...]:
    """What to look at before submitting: the reader's remarks, then the layout check with the decree's clause."""
    checked = [f"{finding.message} ({finding.clause})" for finding in check_docx(data)]
    # The check says which basis it is; the reader's general remark about the same would only repeat it.
    idle = {BASIS_WITHOUT_SEMICOLON, LAST_BASIS_WITHOUT_STOP} | (set() if face.dated else {NO_DATE})
    remarks = [remark for remark in read if remark not in idle]
    return (*remarks, *checked)


def _needed(fields: Mapping[str, Any], face: Face) -> list[str]:
    """A day or month that is printed already needs no place to be written."""
    needed = ["number", "signature", "seal", *(["secretary"] if face.secretary else [])]
    if not face.dated:
        return needed
    needed += ["day"] if fields["printed_day"] is None else []
    needed += ["month"] if fields["printed_month"] is None else []
    return needed


def _places(slots: Mapping[str, Slot], fields: Mapping[str, Any], ink_of: InkOf) -> Places:
    placed = {name: _place(slot) for name, slot in slots.items()}
    ink = ink_of(fields["signer_name"])
    signature = _signature(placed["signature"], ink.signature_mm)
    beside = placed.get("secretary")
    own = ink_of(fields["secretary_name"]).signature_mm if beside else ink.signature_mm
    return Places(
        director=signature,
        agency=_seal(signature, ink.seal_mm),
        number=placed["number"],
        day=placed.get("day"),
        month=placed.get("month"),
        secretary=_signature(beside, own) if beside else None,
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
