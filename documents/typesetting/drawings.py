"""Shapes and pictures: straight rules, boxes with text, pictures in the line or at a place of the page.

Every office draws the rules under the motto and the agency's name, so a straight line is no loss. What is not
understood is noted as a loss and not drawn at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from documents.reading.markup import W
from documents.typesetting import vml
from documents.typesetting.job import Job
from documents.typesetting.looks import colour, decimal
from documents.typesetting.package import Part
from documents.typesetting.placing import Place
from documents.typesetting.shapes import Box, Line, picture_code, shape_code
from documents.typesetting.source import EMU_PER_POINT, points

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LINES = ("line", "straightConnector1")
_BOXES = ("rect", "roundRect", "flowChartProcess", "flowChartAlternateProcess")
_GRAPHICS = (("chart", "biểu đồ"), ("diagram", "sơ đồ SmartArt"), ("wordprocessingGroup", "nhóm hình vẽ"),
             ("wordprocessingCanvas", "khung vẽ"), ("ink", "nét vẽ tay"))  # fmt: skip

Story = Callable[[etree._Element, Part], str]


@dataclass
class Drawings:
    """Reads drawings; shapes with a place of their own wait in `marks` for their paragraph.

    story         writes the text inside a box as typst code
    in_cell       places are then measured from the cell, as Word does
    """

    job: Job
    story: Story
    in_cell: bool = False
    marks: list[str] = field(default_factory=list)
    pushed: tuple[float, float] = (0.0, 0.0)

    def inline(self, piece: etree._Element, part: Part) -> Iterator[str]:
        """Read a w:drawing or w:pict; yields what stands in the line itself."""
        if piece.tag == W + "pict":
            yield from vml.read(piece, part, self)
            return
        for drawing in piece:
            if drawing.tag == WP + "inline":
                code = self._graphic(drawing, part)
                if code:
                    yield f"#box({code})"
            elif drawing.tag == WP + "anchor":
                self._anchored(drawing, part)

    def _anchored(self, anchor: etree._Element, part: Part) -> None:
        place = _place_of(anchor)
        picture = next(anchor.iter(PIC + "pic"), None) is not None
        # A rule has no height for text to flow around.
        if min(_extent(anchor)) >= 2 and not place.is_drawn:
            self.job.lose("ảnh có chữ bao quanh" if picture else "hình vẽ có chữ bao quanh")
            return
        code = self._graphic(anchor, part)
        if code:
            self.mark(place, code)

    def mark(self, place: Place, code: str) -> None:
        """Let a shape wait for the paragraph it is anchored in."""
        self.marks.append(place.code(code, in_cell=self.in_cell))
        if place.wrap == "wrapTopAndBottom" and place.height_pt >= 2:
            self.pushed = max(self.pushed, (place.y_pt, place.height_pt), key=sum)

    def take(self) -> list[str]:
        marks, self.marks = self.marks, []
        return marks

    def take_pushed(self) -> tuple[float, float]:
        """(from, height) of the stretch below the paragraph's top that its text and the next must leave free."""
        pushed, self.pushed = self.pushed, (0.0, 0.0)
        return pushed

    def _graphic(self, holder: etree._Element, part: Part) -> str | None:
        if next(holder.iter(PIC + "pic"), None) is not None:
            return self._picture(holder, part)
        shapes = list(holder.iter(WPS + "wsp"))
        if len(shapes) == 1 and holder.find(f".//{A}graphicData/{WPS}wsp") is not None:
            return self._shape(shapes[0], holder, part)
        kind = next((one.get("uri") or "" for one in holder.iter(A + "graphicData")), "")
        self.job.lose(next((name for sign, name in _GRAPHICS if kind.rstrip("/").endswith(sign)), "hình vẽ"))
        return None

    def _picture(self, holder: etree._Element, part: Part) -> str | None:
        blip = next(holder.iter(A + "blip"), None)
        name = part.targets.get(blip.get(R + "embed") or "", "") if blip is not None else ""
        alt = next((one.get("descr") or "" for one in holder.iter(WP + "docPr")), "")
        cut = next(holder.iter(A + "srcRect"), None)
        if cut is not None and any(decimal(cut.get(side)) for side in "ltrb"):
            self.job.lose("ảnh bị cắt (crop)")
            return None
        return picture_code(self.job, name, *_extent(holder), alt)

    def _shape(self, shape: etree._Element, holder: etree._Element, part: Part) -> str | None:
        geometry = shape.find(f"{WPS}spPr/{A}prstGeom")
        kind = geometry.get("prst") or "" if geometry is not None else ""
        wide, high = _extent(holder)
        pen = _pen(shape)
        if kind in _LINES:
            if _has_arrow(shape):
                self.job.lose("mũi tên")
                return None
            turned = shape.find(f"{WPS}spPr/{A}xfrm")
            flipped = turned is not None and (turned.get("flipV") == "1") != (turned.get("flipH") == "1")
            return shape_code(Line(wide, high, pen, flipped)) if pen else None
        text = shape.find(f"{WPS}txbx/{W}txbxContent")
        if kind in _BOXES or (kind == "" and text is not None):
            body = self.story(text, part) if text is not None else ""
            return shape_code(Box(wide, high, pen, _fill(shape), _insets(shape), body))
        self.job.lose("hình vẽ có chữ" if text is not None else "hình vẽ")
        return None


def _extent(holder: etree._Element) -> tuple[float, float]:
    extent = holder.find(WP + "extent")
    if extent is None:
        return 0, 0
    return _emu(extent.get("cx")), _emu(extent.get("cy"))


def _emu(text: str | None) -> float:
    try:
        return max(-4000.0, min(4000.0, int(text or 0) / EMU_PER_POINT))
    except ValueError:
        return 0


def _place_of(anchor: etree._Element) -> Place:
    across, down = anchor.find(WP + "positionH"), anchor.find(WP + "positionV")
    wrap = next((one.tag.removeprefix(WP) for one in anchor if str(one.tag).startswith(WP + "wrap")), "")
    return Place(
        x_from=(across.get("relativeFrom") or "column") if across is not None else "column",
        x_pt=_emu(_text(across, "posOffset")),
        x_align=_text(across, "align"),
        y_from=(down.get("relativeFrom") or "paragraph") if down is not None else "paragraph",
        y_pt=_emu(_text(down, "posOffset")),
        y_align=_text(down, "align"),
        wrap=wrap,
        width_pt=_extent(anchor)[0],
        height_pt=_extent(anchor)[1],
    )


def _text(element: etree._Element | None, name: str) -> str:
    found = element.find(WP + name) if element is not None else None
    return (found.text or "").strip() if found is not None else ""


def _pen(shape: etree._Element) -> str | None:
    """The stroke of a shape as typst code; None where nothing is drawn."""
    line = shape.find(f"{WPS}spPr/{A}ln")
    if line is not None and line.find(A + "noFill") is not None:
        return None
    styled = shape.find(f"{WPS}style/{A}lnRef")
    if line is None and (styled is None or styled.get("idx") == "0"):
        return None
    wide = _emu(line.get("w")) if line is not None and line.get("w") else 0.75
    ink = line.find(f"{A}solidFill/{A}srgbClr") if line is not None else None
    tint = colour(ink.get("val")) if ink is not None else None
    return f'{points(min(max(wide, 0.25), 12))} + rgb("{tint or "000000"}")'


def _has_arrow(shape: etree._Element) -> bool:
    ends = [one for name in ("headEnd", "tailEnd") for one in shape.iter(A + name)]
    return any((one.get("type") or "none") != "none" for one in ends)


def _fill(shape: etree._Element) -> str | None:
    ink = shape.find(f"{WPS}spPr/{A}solidFill/{A}srgbClr")
    return colour(ink.get("val")) if ink is not None else None


def _insets(shape: etree._Element) -> tuple[float, float, float, float]:
    body = shape.find(WPS + "bodyPr")
    found = [(body.get(name) if body is not None else None) for name in ("lIns", "tIns", "rIns", "bIns")]
    left, top, right, bottom = (
        _emu(text) if text is not None else usual
        for text, usual in zip(found, (7.2, 3.6, 7.2, 3.6), strict=True)
    )
    return left, top, right, bottom
