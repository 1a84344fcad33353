"""What the văn thư puts on an incoming paper: the ĐẾN stamp on a copy for print, and the sheet of one without a scan.

Stored bytes are never touched: the stamp is a layer on a copy that is made when somebody looks or prints.
source  Decree 30/2020/NĐ-CP, annex IV: the stamp is 35 x 50 mm with agency, ĐẾN, Số, Ngày, Chuyển, Số và ký hiệu HS
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from PIL import Image

from documents.pdf.picture import page_picture
from documents.pdf.scan import open_pdf
from documents.typesetting.compiler import compile_pdf
from documents.typesetting.source import printable, string

POINTS_PER_MM = 72 / 25.4
WIDE_MM, HIGH_MM = 50.0, 35.0
EDGE_MM = 6.0
LOOK_PX = 420
_DARK = 200
_STAMP = """
#set page(width: 50mm, height: 35mm, margin: 0pt, fill: none)
#set text(font: "Tinos", size: 8pt, fill: rgb("#b3261e"), lang: "vi")
#set document(title: "Dấu đến")
#let line-of(name, value) = grid(columns: (auto, 1fr), column-gutter: 1mm, name,
  box(width: 100%, outset: (bottom: 1pt),
    stroke: (bottom: (paint: rgb("#b3261e"), thickness: 0.4pt, dash: "dotted")))[#text(weight: "bold", value)])
#rect(width: 50mm, height: 35mm, stroke: 1pt + rgb("#b3261e"), inset: 1.6mm)[
  #set align(center)
  #text(size: 7.5pt, weight: "bold", AGENCY)
  #v(-1.6mm)
  #text(size: 12pt, weight: "bold")[ĐẾN]
  #v(-1.2mm)
  #set align(left)
  #stack(spacing: 2.9mm, line-of("Số:", NUMBER), line-of("Ngày:", DAY), line-of("Chuyển:", PASSED),
    line-of("Số và ký hiệu HS:", DOSSIER))
]
"""
_SHEET = """
#set page(paper: "a4", margin: 30mm)
#set text(font: "Tinos", size: 14pt, lang: "vi")
#set document(title: "Tờ bìa văn bản giấy")
#align(center)[#text(size: 16pt, weight: "bold", HEAD)]
#v(8mm)
#for one in LINES { par(one) }
"""


@dataclass(frozen=True)
class ArrivalStamp:
    """What the stamp says; `day` as it is printed."""

    agency: str
    number: str
    day: str
    passed_to: str = ""
    dossier: str = ""


def cover_sheet(head: str, lines: Iterable[str], *, created_at: datetime) -> bytes:
    """The one page that stands for a paper of which there is no picture; it says so itself."""
    listed = ", ".join(string(printable(line)) for line in lines if line)
    source = _SHEET.replace("HEAD", string(printable(head)), 1).replace(
        "LINES", f"({listed},)" if listed else "()"
    )
    return compile_pdf(source, {}, created_at=created_at)


def stamped(pdf: bytes, stamp: ArrivalStamp, *, created_at: datetime) -> bytes:
    """A copy of a paper with the ĐẾN stamp on its first page, where the page is emptiest in its upper half.

    raises    PdfUnreadable, PdfHasHiddenParts, DamagedPdf
    """
    with open_pdf(pdf) as document, open_pdf(_drawn(stamp, created_at)) as drawn:
        page = pikepdf.Page(document.pages[0])
        left, bottom = _emptiest(pdf, page)
        box = pikepdf.Rectangle(
            left, bottom, left + WIDE_MM * POINTS_PER_MM, bottom + HIGH_MM * POINTS_PER_MM
        )
        page.add_overlay(pikepdf.Page(drawn.pages[0]), box)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue()


def _drawn(stamp: ArrivalStamp, created_at: datetime) -> bytes:
    source = _STAMP
    said = {
        "AGENCY": stamp.agency.upper()[:60],
        "NUMBER": stamp.number[:20],
        "DAY": stamp.day[:20],
        "PASSED": stamp.passed_to[:26],
        "DOSSIER": stamp.dossier[:14],
    }
    for name, value in said.items():
        source = source.replace(name, string(printable(value)), 1)
    return compile_pdf(source, {}, created_at=created_at)


def _emptiest(pdf: bytes, page: pikepdf.Page) -> tuple[float, float]:
    """Lower left corner in points: under number and symbol at the left first, as the decree has it, when it is free."""
    x, y, right, top = (float(side) for side in page.mediabox)
    wide_mm, high_mm = (right - x) / POINTS_PER_MM, (top - y) / POINTS_PER_MM
    picture = Image.open(io.BytesIO(page_picture(pdf, 0, width_px=LOOK_PX))).convert("L")
    per_mm = picture.width / wide_mm
    best: tuple[float, float, float] | None = None
    for down in range(40, max(41, int(min(high_mm / 2, high_mm - HIGH_MM - EDGE_MM))), 4):
        for across in (EDGE_MM + 10, (wide_mm - WIDE_MM) / 2, wide_mm - WIDE_MM - EDGE_MM - 4):
            box = (across, down, across + WIDE_MM, down + HIGH_MM)
            ink = _ink(picture, [round(edge * per_mm) for edge in box])
            if best is None or ink < best[0]:
                best = (ink, across, down)
    assert best is not None
    return x + best[1] * POINTS_PER_MM, top - (best[2] + HIGH_MM) * POINTS_PER_MM


def _ink(picture: Image.Image, box: list[int]) -> float:
    """How much of the box is dark, from 0 to 1."""
    counts = picture.crop((box[0], box[1], box[2], box[3])).histogram()
    return sum(counts[:_DARK]) / max(1, sum(counts))
