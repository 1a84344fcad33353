"""The look at a PDF before anybody signs it: what a signer cannot see may not be in it.

Attacks on signed PDFs are prepared before signing (hidden layers, foreign fields, fonts that change), so a rendition
is refused rather than cleaned. Only files that pass may be prepared by `fields`.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Name

from documents.pdf.errors import (
    PdfAlreadySigned,
    PdfFontNotEmbedded,
    PdfHasAnnotation,
    PdfHasHiddenParts,
    PdfHasRevisions,
    PdfHasScript,
    PdfUnreadable,
)

HIDDEN_PARTS = (Name.OCProperties, Name.AF, Name.Collection, Name.Threads)
SCRIPT_KEYS = (Name.AA, Name.OpenAction)
HIDDEN_NAMES = (Name.EmbeddedFiles,)
SCRIPT_NAMES = (Name.JavaScript,)
FONT_FILES = (Name.FontFile, Name.FontFile2, Name.FontFile3)


def open_pdf(pdf: bytes) -> pikepdf.Pdf:
    """raises PdfUnreadable; nothing is repaired."""
    try:
        return pikepdf.open(BytesIO(pdf), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as problem:
        raise PdfHasHiddenParts(part="encryption") from problem
    except pikepdf.PdfError as problem:
        raise PdfUnreadable(reason=str(problem)) from problem


def pre_sign_scan(pdf: bytes) -> None:
    """Refuses scripts, foreign annotations and fields, hidden parts, missing fonts, revisions and signatures."""
    if b"/ByteRange" in pdf:
        raise PdfAlreadySigned()
    _one_revision(pdf)
    with open_pdf(pdf) as document:
        if document.is_encrypted:
            raise PdfHasHiddenParts(part="encryption")
        _refuse_in_catalogue(document.Root)
        for page in document.pages:
            _refuse_on_page(page.obj)
        for entry in _dictionaries(document):
            _refuse_object(entry)


def _one_revision(pdf: bytes) -> None:
    revisions = len(re.findall(rb"startxref\s+\d+\s+%%EOF", pdf))
    if revisions != 1:
        raise PdfHasRevisions(revisions=revisions)
    if not pdf.startswith(b"%PDF-") or pdf.rstrip(b"\r\n")[-5:] != b"%%EOF":
        raise PdfUnreadable(reason="bytes before the header or after the end")


def _refuse_in_catalogue(root: Any) -> None:
    for key in SCRIPT_KEYS:
        if key in root:
            raise PdfHasScript(where=str(key))
    for key in HIDDEN_PARTS:
        if key in root:
            raise PdfHasHiddenParts(part=str(key))
    names = root.get(Name.Names, pikepdf.Dictionary())
    if any(key in names for key in SCRIPT_NAMES):
        raise PdfHasScript(where="/Names")
    if any(key in names for key in HIDDEN_NAMES):
        raise PdfHasHiddenParts(part="/EmbeddedFiles")
    if Name.AcroForm in root:
        raise PdfHasAnnotation(kind="form")


def _refuse_on_page(page: Any) -> None:
    if Name.AA in page:
        raise PdfHasScript(where="page")
    if len(page.get(Name.Annots, pikepdf.Array([]))):
        raise PdfHasAnnotation(kind=str(page.Annots[0].get(Name.Subtype, "?")))


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    for entry in document.objects:
        if isinstance(entry, pikepdf.Dictionary | pikepdf.Stream):
            yield entry


def _refuse_object(entry: Any) -> None:
    if Name.JS in entry or entry.get(Name.S) in (Name.JavaScript, Name.Launch, Name.SubmitForm):
        raise PdfHasScript(where="action")
    kind, subtype = entry.get(Name.Type), entry.get(Name.Subtype)
    if kind == Name.Sig or kind == Name.DocTimeStamp:
        raise PdfAlreadySigned()
    if kind == Name.Font and subtype not in (Name.Type0, Name.Type3):
        _refuse_missing_font(entry)


def _refuse_missing_font(font: Any) -> None:
    descriptor = font.get(Name.FontDescriptor)
    if descriptor is None or not any(key in descriptor for key in FONT_FILES):
        raise PdfFontNotEmbedded(font=str(font.get(Name.BaseFont, "?")))
