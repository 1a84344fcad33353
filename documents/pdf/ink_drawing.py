"""Draws what differs between the states of one file, in a process of its own with a limit on memory and time.

Started by `ink`, told on its standard input; answers with one line of JSON and the pictures behind it. It knows
nothing of signatures: states are prefixes of the file, and a colour is a number.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from typing import Any, BinaryIO

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from pypdfium2 import raw

from documents.reading.pdf import field_value

MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS = 12
"""Counted in processor time, then drawing stops with what it has."""
QUICK_WIDTH_PX = 320
"""Enough to see that a page differs at all: the same page is drawn the same to the last bit."""
MOST_PAGES = 200
MOST_PICTURES = 12
MOST_ANNOTATIONS = 300
MOST_LOOSE = 10
LARGEST_HEIGHT_PX = 3000
NOISE = 24
LETTER_PX = 24
"""Numbers stay readable when the page is shrunk to the width of a phone."""
CELL_PX = 12
COLOURS = ((0, 84, 166), (0, 120, 70), (122, 52, 160), (150, 88, 0), (0, 120, 135))
ALARM = (200, 0, 32)
DASHES = ((1, 0), (10, 5), (3, 4), (14, 4), (6, 6))
"""Length of stroke and gap of a signer's outline, so that nobody has to tell colours apart."""

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Annotation:
    """What lies on a page: its kind, its field's name and value, and where, in pixels."""

    kind: str
    name: str
    value: str
    box: Box


@dataclass(frozen=True)
class Change:
    """One place that differs; `kind` is empty for bare content.

    page   counted from 0
    how    "added", "removed" or "changed"
    step   which state brought it, from 1
    """

    page: int
    step: int
    box: Box
    how: str
    kind: str = ""
    name: str = ""
    value: str = ""
    number: int = 0


@dataclass(frozen=True)
class Asked:
    """What is to be drawn.

    ends       where each state of the file ends
    fields     the signature field that ends each state; empty for none
    alarming   the states nobody signed
    """

    ends: list[int]
    fields: list[str]
    alarming: list[int]
    width_px: int


def main() -> None:
    """Reads a line of JSON and the file; writes a line of JSON and the pictures, each after its length."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # One call into PDFium may not come back: then the system ends it.
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + 5, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    asked = Asked(**json.loads(sys.stdin.buffer.readline()))
    told, pictures = draw(asked, sys.stdin.buffer.read())
    _write(sys.stdout.buffer, told, pictures)


def draw(asked: Asked, pdf: bytes) -> tuple[dict[str, Any], list[bytes]]:
    states = [_open(pdf[:end]) for end in asked.ends]
    count = min(max(len(state) for state in states), MOST_PAGES)
    found: list[Change] = []
    drawn: dict[int, Image.Image] = {}
    seen = 0
    for page in range(count):
        if time.process_time() > SECONDS:
            break
        seen = page + 1
        if not _differs(states, page):
            continue
        if len(drawn) == MOST_PICTURES:
            seen = page
            break
        here, picture = _page(states, page, asked)
        found += here
        if here:
            drawn[page] = picture
    # Numbered signer by signer, as the list beside the pictures reads.
    in_order = sorted(found, key=lambda one: (one.step, one.page))
    changes = [replace(one, number=n) for n, one in enumerate(in_order, 1)]
    for page, picture in drawn.items():
        _outline(picture, [one for one in changes if one.page == page], asked.alarming)
    told = {
        "pages": [{"page": n, "width_px": one.width, "height_px": one.height} for n, one in drawn.items()],
        "changes": [asdict(one) for one in changes],
        "seen": seen,
        "total": max(len(state) for state in states),
    }
    return told, [_png(picture) for picture in drawn.values()]


def _open(pdf: bytes) -> pypdfium2.PdfDocument:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return document


def _differs(states: Sequence[pypdfium2.PdfDocument], page: int) -> bool:
    if len({len(state) > page for state in states}) > 1:
        return True
    drawn = {_drawn(state, page, QUICK_WIDTH_PX).tobytes() for state in states}
    return len(drawn) > 1


def _drawn(state: pypdfium2.PdfDocument, page: int, width_px: int) -> Image.Image:
    """A page in colour; white where the state has no such page."""
    if page >= len(state):
        return Image.new("RGB", (width_px, width_px), "white")
    sheet = state[page]
    wide, high = (max(side, 1.0) for side in sheet.get_size())
    scale = min(width_px / wide, LARGEST_HEIGHT_PX / high)
    picture: Image.Image = sheet.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    sheet.close()
    return picture


def _page(
    states: Sequence[pypdfium2.PdfDocument], page: int, asked: Asked
) -> tuple[list[Change], Image.Image]:
    """What each state changed on a page, and the last state, pale, with every change in its colour."""
    drawn = [_drawn(state, page, asked.width_px) for state in states]
    size = drawn[-1].size
    drawn = [one if one.size == size else _laid(one, size) for one in drawn]
    pale = drawn[-1].convert("L").point([255 - round((255 - v) * 0.4) for v in range(256)]).convert("RGB")
    found: list[Change] = []
    for step in range(1, len(states)):
        before, after = drawn[step - 1], drawn[step]
        if before.tobytes() == after.tobytes():
            continue
        here = list(_changes(states, page, step, asked.fields[step], before, after))
        found += here
        if here:
            _colour(pale, before, after, _colour_of(step, asked.alarming))
    return found, pale


def _laid(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """On a sheet of the size of the last state: a page whose size changed is compared as it lies."""
    sheet = Image.new("RGB", size, "white")
    sheet.paste(picture, (0, 0))
    return sheet


def _changes(
    states: Sequence[pypdfium2.PdfDocument],
    page: int,
    step: int,
    field: str,
    before: Image.Image,
    after: Image.Image,
) -> Iterator[Change]:
    was, now = (_annotations(state, page, size=after.size) for state in (states[step - 1], states[step]))
    # Whose a spot is: the signature's own mark, then what is new or gone, then what was there all along.
    own = [one for one in now if one.kind == "signature" and one.name == field]
    owners = [*own, *(one for one in now if one not in was), *(one for one in was if one not in now), *now]
    grouped: dict[Annotation | None, list[Box]] = {}
    for box in _places(before, after):
        owner = next((one for one in owners if _inside(box, one.box)), None)
        grouped.setdefault(owner, []).append(box)
    for owner, boxes in grouped.items():
        if owner is None:
            joined = boxes if len(boxes) <= MOST_LOOSE else [_union(boxes)]
            yield from (Change(page, step, box, _how(before, after, box)) for box in joined)
        else:
            box = _union(boxes)
            how = _how(before, after, box)
            yield Change(page, step, box, how, owner.kind, owner.name, owner.value)


def _annotations(state: pypdfium2.PdfDocument, page: int, size: tuple[int, int]) -> list[Annotation]:
    if page >= len(state):
        return []
    sheet, found = state[page], []
    for at in range(min(raw.FPDFPage_GetAnnotCount(sheet), MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(sheet, at)
        rectangle = raw.FS_RECTF()
        if raw.FPDFAnnot_GetRect(annotation, rectangle):
            kind, name, value = _described(state, annotation)
            found.append(Annotation(kind, name, value, _pixels(sheet, rectangle, size)))
        raw.FPDFPage_CloseAnnot(annotation)
    sheet.close()
    return found


def _described(state: pypdfium2.PdfDocument, annotation: object) -> tuple[str, str, str]:
    """(kind, field's name, value); kind is "signature", "text", "widget" or "note"."""
    if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_WIDGET or state.formenv is None:
        return "note", "", ""
    kind = raw.FPDFAnnot_GetFormFieldType(state.formenv, annotation)
    name = field_value(state, annotation, raw.FPDFAnnot_GetFormFieldName)
    if kind == raw.FPDF_FORMFIELD_SIGNATURE:
        return "signature", name, ""
    if kind == raw.FPDF_FORMFIELD_TEXTFIELD:
        return "text", name, field_value(state, annotation, raw.FPDFAnnot_GetFormFieldValue)
    return "widget", name, ""


def _pixels(sheet: pypdfium2.PdfPage, rectangle: Any, size: tuple[int, int]) -> Box:
    corners = []
    for x, y in ((rectangle.left, rectangle.top), (rectangle.right, rectangle.bottom)):
        across, down = raw.c_int(), raw.c_int()
        raw.FPDF_PageToDevice(sheet, 0, 0, *size, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (left, top), (right, bottom) = corners
    return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


def _places(before: Image.Image, after: Image.Image) -> list[Box]:
    """Where two pictures differ: neighbouring spots taken together, in reading order."""
    differs = ImageChops.difference(before, after).convert("L").point([255 * (v > NOISE) for v in range(256)])
    if differs.getbbox() is None:
        # Too faint to outline, yet not the same: the whole stretch is told.
        faint = ImageChops.difference(before, after).getbbox()
        return [faint] if faint else []
    coarse = differs.filter(ImageFilter.MaxFilter(5)).reduce(CELL_PX)
    wide = coarse.width
    lit = {n for n, value in enumerate(coarse.tobytes()) if value}
    found = []
    while lit:
        cells = _joined(lit, wide)
        across, down = [n % wide for n in cells], [n // wide for n in cells]
        left, top = min(across) * CELL_PX, min(down) * CELL_PX
        right, bottom = (max(across) + 1) * CELL_PX, (max(down) + 1) * CELL_PX
        inner = differs.crop((left, top, min(right, after.width), min(bottom, after.height))).getbbox()
        if inner:
            found.append((left + inner[0], top + inner[1], left + inner[2], top + inner[3]))
    return sorted(found, key=lambda box: (box[1] // 40, box[0]))


def _joined(lit: set[int], wide: int) -> list[int]:
    """One connected group of cells, taken out of `lit`."""
    pending, cells = [lit.pop()], []
    while pending:
        cell = pending.pop()
        cells.append(cell)
        for down in (-wide, 0, wide):
            for across in (-1, 0, 1):
                other = cell + down + across
                if other in lit and abs(other % wide - cell % wide) <= 1:
                    lit.discard(other)
                    pending.append(other)
    return cells


def _how(before: Image.Image, after: Image.Image, box: Box) -> str:
    """Ink is darker than paper: more of it was added, less was taken or covered."""
    was, now = before.crop(box).convert("L"), after.crop(box).convert("L")
    added = ImageChops.subtract(was, now).point([v > NOISE for v in range(256)]).getbbox()
    removed = ImageChops.subtract(now, was).point([v > NOISE for v in range(256)]).getbbox()
    if added and removed:
        return "changed"
    return "removed" if removed else "added"


def _colour(pale: Image.Image, before: Image.Image, after: Image.Image, colour: tuple[int, int, int]) -> None:
    """New ink in full colour, ink that is gone as its ghost."""
    was, now = before.convert("L"), after.convert("L")
    gone = ImageChops.subtract(now, was).point([min(v, 110) for v in range(256)])
    new = ImageChops.difference(before, after).convert("L").point([min(255, v * 3) for v in range(256)])
    new = ImageChops.subtract(
        new, ImageChops.subtract(now, was).point([255 * (v > NOISE) for v in range(256)])
    )
    pale.paste(Image.new("RGB", pale.size, colour), mask=gone)
    pale.paste(Image.new("RGB", pale.size, colour), mask=new)


def _outline(picture: Image.Image, changes: Sequence[Change], alarming: Sequence[int]) -> None:
    pen, letters = ImageDraw.Draw(picture), ImageFont.load_default(size=LETTER_PX)
    for one in changes:
        colour = _colour_of(one.step, alarming)
        left, top, right, bottom = (one.box[0] - 4, one.box[1] - 4, one.box[2] + 4, one.box[3] + 4)
        _dashed(pen, (left, top, right, bottom), colour, DASHES[(one.step - 1) % len(DASHES)])
        if one.step in alarming:
            pen.rectangle((left - 4, top - 4, right + 4, bottom + 4), outline=colour, width=2)
        wide, high = 12 + LETTER_PX * len(str(one.number)) * 2 // 3, LETTER_PX + 6
        across = min(max(left, 0), picture.width - wide)
        down = top - high if top >= high else min(bottom, picture.height - high)
        pen.rectangle((across, down, across + wide, down + high), fill=colour)
        middle = (across + wide / 2, down + high / 2)
        pen.text(middle, str(one.number), fill="white", font=letters, anchor="mm")


def _dashed(pen: ImageDraw.ImageDraw, box: Box, colour: tuple[int, int, int], dash: tuple[int, int]) -> None:
    left, top, right, bottom = box
    stroke, gap = dash
    if not gap:
        pen.rectangle(box, outline=colour, width=2)
        return
    for start in range(left, right, stroke + gap):
        for y in (top, bottom):
            pen.line((start, y, min(start + stroke, right), y), fill=colour, width=2)
    for start in range(top, bottom, stroke + gap):
        for x in (left, right):
            pen.line((x, start, x, min(start + stroke, bottom)), fill=colour, width=2)


def _colour_of(step: int, alarming: Sequence[int]) -> tuple[int, int, int]:
    return ALARM if step in alarming else COLOURS[(step - 1) % len(COLOURS)]


def _inside(box: Box, place: Box) -> bool:
    """The middle of a spot lies in a place, or a hair beside it."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return place[0] - 3 <= across <= place[2] + 3 and place[1] - 3 <= down <= place[3] + 3


def _union(boxes: Sequence[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    # Few colours are in it, and a guest's page carries it whole.
    picture.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=False
    )
    return out.getvalue()


def _write(out: BinaryIO, told: dict[str, Any], pictures: Sequence[bytes]) -> None:
    out.write(json.dumps({**told, "lengths": [len(one) for one in pictures]}).encode() + b"\n")
    for one in pictures:
        out.write(one)
    out.flush()
