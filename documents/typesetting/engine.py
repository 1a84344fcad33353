"""From a .docx to PDF/A: the door of this room.

The embedded engine prints only what it drew completely; anything lost goes to LibreOffice where that is installed,
else the draft is refused with the elements named. Either way page and file must say the same. Guard the file first:
`documents.reading.guard`.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import typst

from documents.pdf.picture import opened
from documents.reading.guard import guard_docx
from documents.typesetting import blanks, compiler, converter, finish, libreoffice, watched, wording
from documents.typesetting.errors import CannotTypeset, LibreOfficeMissing, TextDiffers
from documents.typesetting.letters import Sheets
from documents.typesetting.package import Package
from documents.typesetting.places import Slot, places, places_on
from documents.typesetting.styles import Styles

Engine = Literal["auto", "embedded", "libreoffice"]
_UNPRINTABLE = re.compile(r"the text `\"?(.*?)\"?` could not be displayed", re.DOTALL)

# What a file may bring about that follows no rule of its format; it is refused like any other loss.
_UNFORESEEN = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True)
class Typeset:
    """A page that says what the file says.

    notes         what a person should know though nothing is lost: another font, comments left out
    losses        elements not drawn; always empty for a page that is returned by the embedded engine
    slots         places for number, day, month, signature and seal that are certain
    """

    pdf: bytes
    pages: int
    engine: Literal["embedded", "libreoffice"]
    losses: tuple[str, ...]
    text_equal: bool
    slots: tuple[Slot, ...]
    notes: tuple[str, ...] = ()


def typeset_docx(data: bytes, *, created_at: datetime, engine: Engine = "auto") -> Typeset:
    """Set one guarded .docx as PDF/A-2a; the same bytes for the same file and moment.

    raises    CannotTypeset, TextDiffers, LibreOfficeMissing, LibreOfficeFailed; DraftRefused for an unsound file
    """
    package = Package.open(data)
    # What the file says is read first: widening must not be able to hide what it breaks.
    styles = Styles(package.beside("styles.xml"))
    written = wording.file_wording(package, styles)
    widened = blanks.widen(package.main.root)
    if engine == "libreoffice":
        return _by_libreoffice(package.rewritten() if widened else data, written, created_at)
    try:
        return _embedded(package, styles, written, created_at)
    except (CannotTypeset, TextDiffers):
        if engine == "embedded" or not libreoffice.is_installed():
            raise
        return _by_libreoffice(package.rewritten() if widened else data, written, created_at)


def _embedded(package: Package, styles: Styles, written: list[str], created_at: datetime) -> Typeset:
    try:
        made = converter.convert(package, styles)
    except _UNFORESEEN as error:
        raise CannotTypeset(losses=("cấu trúc tệp bất thường",)) from error
    if made.losses:
        raise CannotTypeset(losses=made.losses)
    try:
        pdf = compiler.compile_pdf(made.source, made.pictures, created_at=created_at)
        pdf = finish.unambiguous(pdf)
        met = watched.met(made.source, made.pictures, pdf) if made.watches else ()
    except typst.TypstError as error:
        raise CannotTypeset(losses=(_reason(error),)) from error
    if met:
        raise CannotTypeset(losses=met)
    return replace(_checked(written, pdf, "embedded"), notes=made.notes)


def _by_libreoffice(data: bytes, written: list[str], created_at: datetime) -> Typeset:
    if not libreoffice.is_installed():
        raise LibreOfficeMissing()
    # LibreOffice fetches and embeds what a file names: it never sees an unguarded one, whoever calls.
    guard_docx(data)
    return _checked(written, finish.dated(libreoffice.convert(data), created_at), "libreoffice")


def _checked(written: list[str], pdf: bytes, engine: Literal["embedded", "libreoffice"]) -> Typeset:
    with opened(pdf) as document:
        sheets = Sheets(document)
        slots = places_on(sheets)
        found = wording.difference(written, sheets)
        pages = len(document)
    if found is not None:
        raise TextDiffers(example=found.example, engine=engine)
    return Typeset(pdf, pages, engine, losses=(), text_equal=True, slots=slots)


def _reason(error: typst.TypstError) -> str:
    """What typst could not print, in words for a person."""
    match = _UNPRINTABLE.search(error.message)
    if match:
        return f"ký tự không có trong phông chữ: {match[1][:40]}"
    return "ảnh hỏng hoặc không đọc được" if "image" in error.message else "bố cục không dựng được"


__all__ = ["Engine", "Slot", "Typeset", "places", "typeset_docx"]
