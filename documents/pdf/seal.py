"""Number, date and the agency's seal, put on in one revision: one act, one signature.

Filling in one revision and sealing in the next would make every later archive timestamp look like a change of a
locked field to pyHanko; in one revision the number and the seal also stand or fall together. The fields are drawn by
hand with the font that the director's certification already covers.
"""

# mypy: disable-error-code="no-untyped-call"

from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic

from documents.pdf.errors import NotPrepared
from documents.pdf.fields import (
    AGENCY_FIELD,
    DAY_FIELD,
    DIRECTOR_FIELD,
    MONTH_FIELD,
    NUMBER_FIELD,
    SECRETARY_FIELD,
    TEXT_FIELDS,
    baseline_pt,
)
from documents.pdf.keys import SigningKey
from documents.pdf.lettering import RESOURCE_NAMES, Style, appearance, fitting_size_pt, plain
from documents.pdf.pending import PendingSignature, stamp_and_complete
from documents.pdf.revision import (
    Claim,
    RevisionWriter,
    add_stream,
    check_fillable,
    open_fields,
    sign_revision,
)
from documents.pdf.timestamps import Timestamper

READ_ONLY = 1


@dataclass(frozen=True)
class Filling:
    """What is written into the blanks, as it is printed ("05"); None where the page has no such blank."""

    number: str | None = None
    day: str | None = None
    month: str | None = None

    @property
    def texts(self) -> dict[str, str]:
        named = {NUMBER_FIELD: self.number, DAY_FIELD: self.day, MONTH_FIELD: self.month}
        return {name: plain(text) for name, text in named.items() if text is not None}


def fill_and_seal(
    signed: bytes,
    key: SigningKey,
    *,
    filling: Filling,
    seal_png: bytes,
    timestamper: Timestamper,
    claim: Claim,
) -> bytes:
    """The văn thư's act: fill the blanks and seal, PAdES B-T, one revision.

    raises    as `sign.certify`, NotPrepared also while a person's signature is missing; TextDoesNotFit and
              LetterMissing for the filling
    """
    return stamp_and_complete(
        seal_pending(signed, key, filling=filling, seal_png=seal_png, claim=claim), timestamper
    )


def seal_pending(
    signed: bytes, key: SigningKey, *, filling: Filling, seal_png: bytes, claim: Claim
) -> PendingSignature:
    """The filled and sealed revision without its timestamp."""
    key.check_valid_at(claim.at)
    writer = RevisionWriter.open(signed)
    check_fillable(writer, AGENCY_FIELD)
    unsigned = open_fields(writer) & {SECRETARY_FIELD, DIRECTOR_FIELD}
    if unsigned:
        raise NotPrepared(fields=sorted(unsigned), reason="not signed yet")
    blanks = _blanks(writer)
    if blanks.keys() != filling.texts.keys():
        raise NotPrepared(blanks=sorted(blanks), given=sorted(filling.texts))
    for name, text in filling.texts.items():
        _fill(writer, blanks[name], text)
    return sign_revision(writer, key, AGENCY_FIELD, picture=seal_png, claim=claim)


def _blanks(writer: RevisionWriter) -> dict[str, generic.DictionaryObject]:
    """The prepared text fields that the page has; a field that is filled already is none."""
    fields = (reference.get_object() for reference in writer.root["/AcroForm"]["/Fields"])
    return {
        str(field["/T"]): field
        for field in fields
        if field.get("/FT") == "/Tx" and str(field["/T"]) in TEXT_FIELDS and "/V" not in field
    }


def _fill(writer: RevisionWriter, field: generic.DictionaryObject, text: str) -> None:
    x1, y1, x2, y2 = (float(edge) for edge in field["/Rect"])
    width_pt, height_pt = x2 - x1, y2 - y1
    style, wanted_pt = letters_of(str(field["/DA"]))
    size_pt = fitting_size_pt(style, text, wanted_pt=wanted_pt, width_pt=width_pt)
    # The line of letters keeps its place when the letters shrink.
    drawn = appearance(
        style, text, size_pt=size_pt, width_pt=width_pt, baseline_pt=baseline_pt(style, wanted_pt)
    )
    entries: dict[str, Any] = {
        "/V": generic.TextStringObject(text),
        "/Ff": generic.NumberObject(READ_ONLY),
    }
    field.update({generic.NameObject(key): value for key, value in entries.items()})
    put_picture(writer, field, form_entries(writer, style, width_pt, height_pt), drawn)


def put_picture(
    writer: RevisionWriter, field: generic.DictionaryObject, entries: dict[str, Any], drawn: bytes
) -> None:
    """What the field shows from this revision on."""
    picture = add_stream(writer, entries, drawn)
    field[generic.NameObject("/AP")] = generic.DictionaryObject({generic.NameObject("/N"): picture})
    writer.update_container(field)


def letters_of(default_appearance: str) -> tuple[Style, float]:
    """Style and size from a field's /DA, as `fields` writes it: "/VanthuR 13 Tf 0 g"."""
    name, size, operator = default_appearance.split()[:3]
    styles = {resource: style for style, resource in RESOURCE_NAMES.items()}
    if operator != "Tf" or name not in styles:
        raise NotPrepared(default_appearance=default_appearance)
    return styles[name], float(size)


def form_entries(writer: RevisionWriter, style: Style, width_pt: float, height_pt: float) -> dict[str, Any]:
    """What the stream of a line of letters says beside the letters: its box, and the font the form brings."""
    name = generic.NameObject(RESOURCE_NAMES[style])
    font = writer.root["/AcroForm"]["/DR"]["/Font"].raw_get(name)
    fonts = generic.DictionaryObject({name: font})
    box = [0, 0, round(width_pt, 3), round(height_pt, 3)]
    return {
        "/Type": generic.NameObject("/XObject"),
        "/Subtype": generic.NameObject("/Form"),
        "/BBox": generic.ArrayObject([generic.FloatObject(edge) for edge in box]),
        "/Resources": generic.DictionaryObject({generic.NameObject("/Font"): fonts}),
    }
