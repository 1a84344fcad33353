"""What later revisions did to form fields that the difference policies allow but no honest tool does.

A standard that lets blanks be filled after a signature also lets a filled blank say something else, lets an empty
signature box be drawn over the text, and lets a reader redraw what was signed. Here the fields of a signed revision are
compared with those of the next one.
"""

from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.rw_common import PdfHandler

from documents.pdf.objects import dictionary, entry, listed

DEEPEST = 32
MOST_FIELDS = 2000
LONGEST_UNPACKED = 8192


@dataclass(frozen=True)
class FieldSeen:
    """One field as a revision shows it.

    value      what it holds, empty for a blank
    drawn      its picture's content, empty without ink
    shown      its annotation flags and whether it takes room on the page
    filled     a signature field that is signed
    """

    is_signature: bool
    value: str
    drawn: bytes
    flags: int
    has_room: bool
    filled: bool


@dataclass(frozen=True)
class FormSeen:
    fields: dict[str, FieldSeen]
    redraws: bool
    fonts: dict[str, object]


def form_of(revision: PdfHandler) -> FormSeen:
    form = dictionary(revision.root, "/AcroForm")
    fields: dict[str, FieldSeen] = {}
    for one in listed(form, "/Fields"):
        _collect(one, "", "", fields, DEEPEST)
    fonts = dictionary(dictionary(form, "/DR"), "/Font")
    redraws = entry(form, "/NeedAppearances")
    return FormSeen(
        fields,
        redraws=isinstance(redraws, generic.BooleanObject) and bool(redraws),
        fonts={str(key): _raw(fonts, key) for key in fonts},
    )


def is_tricked(before: FormSeen, after: FormSeen, *, certified: bool) -> bool:
    """Something a reader saw when the signature was made is shown otherwise, or a picture was slipped over it.

    certified     the signature forbids everything but filling in; then no empty box may come later either
    """
    if any(after.fonts.get(name) != font for name, font in before.fonts.items()):
        return True
    if after.redraws and not before.redraws and any(not one.is_signature for one in before.fields.values()):
        return True
    if any(_is_other(one, after.fields.get(name)) for name, one in before.fields.items()):
        return True
    new = (one for name, one in after.fields.items() if name not in before.fields)
    return any(_is_slipped_in(one, certified=certified) for one in new)


def _is_other(before: FieldSeen, after: FieldSeen | None) -> bool:
    """A field that was filled or drawn keeps its value, its picture and its place; a blank may be filled."""
    if after is None:
        return True
    if before.is_signature:
        return not before.filled and not after.filled and before.drawn != after.drawn
    if before.flags != after.flags:
        return True
    if before.value:
        return before.value != after.value or before.drawn != after.drawn
    return False


def _is_slipped_in(one: FieldSeen, *, certified: bool) -> bool:
    return one.is_signature and not one.filled and one.has_room and (certified or bool(one.drawn))


def _collect(one: generic.PdfObject, above: str, kind: str, found: dict[str, FieldSeen], depth: int) -> None:
    if not isinstance(one, generic.DictionaryObject) or depth == 0 or len(found) >= MOST_FIELDS:
        return
    name = f"{above}.{entry(one, '/T')}" if "/T" in one else above
    kind = str(entry(one, "/FT") or kind)
    named_kids = [kid for kid in listed(one, "/Kids") if isinstance(kid, generic.DictionaryObject)]
    if any("/T" in kid for kid in named_kids):
        for kid in named_kids:
            _collect(kid, name, kind, found, depth - 1)
        return
    for number, widget in enumerate(named_kids or [one]):
        found[f"{name}#{number}" if number else name] = _seen(one, widget, kind)


def _seen(one: generic.DictionaryObject, widget: generic.DictionaryObject, kind: str) -> FieldSeen:
    is_signature = kind == "/Sig"
    value = entry(one, "/V")
    flags = entry(widget, "/F")
    return FieldSeen(
        is_signature=is_signature,
        value="" if is_signature or value is None or str(value) == "/Off" else str(value),
        drawn=_ink(widget),
        flags=int(flags) if isinstance(flags, generic.NumberObject) else 0,
        has_room=_has_room(widget),
        filled=is_signature and value is not None,
    )


def _ink(widget: generic.DictionaryObject) -> bytes:
    picture = entry(dictionary(widget, "/AP"), "/N")
    if not isinstance(picture, generic.StreamObject):
        return b""
    # A long one is no blank, and is compared as it is written: unpacked it could be of any size.
    if len(picture.encoded_data) > LONGEST_UNPACKED:
        return bytes(picture.encoded_data)
    try:
        return bytes(picture.data).strip()
    except PdfDecodeLimitError:
        raise
    except Exception:
        # A stream that does not unpack shows nothing; its packed bytes are still compared.
        return bytes(picture.encoded_data)


def _has_room(widget: generic.DictionaryObject) -> bool:
    edges = [float(edge) for edge in listed(widget, "/Rect") if isinstance(edge, int | float)]
    return len(edges) == 4 and edges[0] != edges[2] and edges[1] != edges[3]


def _raw(holder: generic.DictionaryObject, key: str) -> object:
    value = holder.raw_get(key)
    if isinstance(value, generic.IndirectObject):
        return (value.idnum, value.generation)
    return str(value)
