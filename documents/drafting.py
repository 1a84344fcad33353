"""From an uploaded Word file to what the system keeps of it: guard, read, set as PDF/A, place the fields.

Pure: bytes in, a value out. No transaction is open while this runs, because setting pages may be slow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.fields import fields_of
from documents.pdf.fields import Place, Places, prepare
from documents.reading.container import refuse_other_kinds
from documents.reading.reader import read_file
from documents.typesetting.engine import Slot, typeset_docx


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


def prepare_draft(name: str, data: bytes, *, at: datetime) -> PreparedDraft:
    """Guard, read and set one .docx.

    raises    DraftRefused and its children when the file may not enter; CannotTypeset naming what was not drawn
    """
    # Only Word files are drafts: a PDF, which could be read, is refused for what it is.
    refuse_other_kinds(data)
    reading = read_file(name, data)
    page = typeset_docx(data, created_at=at)
    fields = fields_of(reading)
    slots: dict[str, Slot] = {slot.name: slot for slot in page.slots}
    missing = tuple(slot for slot in _needed(fields) if slot not in slots)
    return PreparedDraft(
        name=name,
        data=data,
        rendition=page.pdf if missing else prepare(page.pdf, _places(slots)),
        pages=page.pages,
        fields=fields,
        places_missing=missing,
        warnings=tuple(reading.warnings),
        text=reading.text,
    )


def _needed(fields: Mapping[str, Any]) -> list[str]:
    """A day or month that is printed already needs no place to be written."""
    needed = ["number", "signature", "seal"]
    needed += ["day"] if fields["printed_day"] is None else []
    needed += ["month"] if fields["printed_month"] is None else []
    return needed


def _places(slots: Mapping[str, Slot]) -> Places:
    placed = {name: _place(slot) for name, slot in slots.items()}
    return Places(
        director=placed["signature"],
        agency=placed["seal"],
        number=placed["number"],
        day=placed.get("day"),
        month=placed.get("month"),
    )


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
