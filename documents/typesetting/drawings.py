"""Shapes and pictures in the language of Word since 2010: where they stand, what they hold, groups of them.

Every office draws the rules under the motto and the agency's name, so drawing is no loss. What is not understood is
noted as a loss and not drawn at all. Older shapes are read in `vml`, outlines written in `outlines`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from documents.reading.markup import W
from documents.typesetting import outlines, vml
from documents.typesetting.job import Job
from documents.typesetting.looks import colour, printed_letters
from documents.typesetting.outlines import A, Outline
from documents.typesetting.package import Part
from documents.typesetting.placing import Place
from documents.typesetting.shapes import Box, Cut, box_code, picture_code, placed, turned
from documents.typesetting.source import EMU_PER_POINT, points

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
WPC = "{http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWN = {PIC + "pic", WPS + "wsp", WPG + "wgp", WPG + "grpSp", WPC + "wpc"}
_GRAPHICS = (("chart", "biểu đồ"), ("diagram", "sơ đồ SmartArt"), ("ink", "nét vẽ tay"))
_ANGLE = 60_000  # units of one degree
_ASIDE = {"vert": 90, "vert270": -90, "eaVert": 90}
_DEEPEST = 6

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
                code = self._graphic(drawing, part)
                if code:
                    picture = next(drawing.iter(PIC + "pic"), None) is not None
                    self.mark(_place_of(drawing), code, letters=printed_letters(drawing), picture=picture)

    def mark(self, place: Place, code: str, *, letters: int = 0, picture: bool = False) -> None:
        """Let a shape wait for the paragraph it is anchored in; `letters` is how many it prints itself."""
        # A rule has no height for text to flow around; what other shapes say may stand in front of this one.
        if min(place.width_pt, place.height_pt) >= 2 and not place.is_drawn:
            code = place.watched(
                code, letters, "ảnh có chữ bao quanh" if picture else "hình vẽ có chữ bao quanh"
            )
            self.job.watches = True
        elif letters:
            code = place.watched(code, letters, "")
        self.marks.append(place.code(code, in_cell=self.in_cell))
        if place.pushes and place.height_pt >= 2:
            self.pushed = max(self.pushed, (place.y_pt, place.height_pt), key=sum)

    def take(self) -> list[str]:
        marks, self.marks = self.marks, []
        return marks

    def take_pushed(self) -> tuple[float, float]:
        """(from, height) of the stretch below the paragraph's top that its text and the next must leave free."""
        pushed, self.pushed = self.pushed, (0.0, 0.0)
        return pushed

    def _graphic(self, holder: etree._Element, part: Part) -> str | None:
        content = holder.find(f"{A}graphic/{A}graphicData")
        node = next((one for one in content if one.tag in _DRAWN), None) if content is not None else None
        if node is not None:
            alt = next((one.get("descr") or "" for one in holder.iter(WP + "docPr")), "")
            return self._node(node, part, *_extent(holder), alt=alt)
        kind = (content.get("uri") or "") if content is not None else ""
        self.job.lose(next((name for sign, name in _GRAPHICS if kind.rstrip("/").endswith(sign)), "hình vẽ"))
        return None

    def _node(
        self, node: etree._Element, part: Part, wide: float, high: float, *, alt: str = "", depth: int = 0
    ) -> str | None:
        """One drawn thing of this size: a picture, a shape, or a group of them."""
        if node.tag == PIC + "pic":
            return turned(self._picture(node, part, wide, high, alt), _turn(node.find(f"{PIC}spPr/{A}xfrm")))
        if node.tag == WPS + "wsp":
            return turned(self._shape(node, part, wide, high), _turn(node.find(f"{WPS}spPr/{A}xfrm")))
        if depth > _DEEPEST:
            self.job.lose("nhóm hình vẽ lồng quá sâu")
            return None
        return self._group(node, part, wide, high, depth)

    def _group(self, group: etree._Element, part: Part, wide: float, high: float, depth: int) -> str:
        frame = _frame(group.find(f"{WPG}grpSpPr/{A}xfrm"), wide, high)
        pieces = []
        for node in group:
            if node.tag not in _DRAWN:
                continue
            left, top, width, height = frame.of(_transform(node))
            code = self._node(node, part, width, height, depth=depth + 1)
            if code:
                pieces.append(placed(left, top, code))
        return f"block(width: {points(wide)}, height: {points(high)}, {{{'; '.join(pieces)}}})"

    def _picture(self, holder: etree._Element, part: Part, wide: float, high: float, alt: str) -> str | None:
        blip = next(holder.iter(A + "blip"), None)
        name = part.targets.get(blip.get(R + "embed") or "", "") if blip is not None else ""
        cut = next(holder.iter(A + "srcRect"), None)
        shares = (decimal_share(cut.get(side)) if cut is not None else 0.0 for side in "ltrb")
        return picture_code(self.job, name, wide, high, alt, Cut(*shares))

    def _shape(self, shape: etree._Element, part: Part, wide: float, high: float) -> str | None:
        geometry = shape.find(f"{WPS}spPr/{A}prstGeom")
        free = shape.find(f"{WPS}spPr/{A}custGeom")
        text = shape.find(f"{WPS}txbx/{W}txbxContent")
        pen, fill = _pen(shape), _fill(shape)
        kind = geometry.get("prst") or "rect" if geometry is not None else "rect"
        if free is not None:
            drawn = outlines.free_path(free, wide, high, pen, fill)
        else:
            drawn = replace(
                _outline(shape), kind=kind, width_pt=wide, height_pt=high, pen=pen, fill=fill
            ).code
        if drawn is None:
            self.job.lose("hình vẽ có chữ" if text is not None else "hình vẽ")
            return None
        if text is None:
            return drawn if kind in outlines.LINES else _alone(drawn, wide, high)
        body = shape.find(WPS + "bodyPr")
        aside = _ASIDE.get((body.get("vert") or "") if body is not None else "", 0)
        to = {"ctr": "horizon", "b": "bottom"}.get(
            (body.get("anchor") or "") if body is not None else "", "top"
        )
        return box_code(Box(wide, high, drawn, _insets(body), self.story(text, part), to, aside))


def _alone(code: str, wide: float, high: float) -> str:
    return f"block(width: {points(wide)}, height: {points(high)}, place(top + left, {code}))"


@dataclass(frozen=True)
class _Frame:
    """How the lengths of a group become points on the page."""

    left: float
    top: float
    across: float
    down: float

    def of(self, place: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        left, top, wide, high = place
        return (
            (left - self.left) * self.across,
            (top - self.top) * self.down,
            wide * self.across,
            high * self.down,
        )


def _frame(xfrm: etree._Element | None, wide: float, high: float) -> _Frame:
    if xfrm is None:
        return _Frame(0, 0, 1, 1)
    left, top = _pair(xfrm.find(A + "chOff"), "x", "y")
    inner_wide, inner_high = _pair(xfrm.find(A + "chExt"), "cx", "cy")
    return _Frame(left, top, wide / inner_wide if inner_wide else 1, high / inner_high if inner_high else 1)


def _transform(node: etree._Element) -> tuple[float, float, float, float]:
    xfrm = next((one for path in ("spPr", "grpSpPr") for one in node.iterfind(f"{{*}}{path}/{A}xfrm")), None)
    if xfrm is None:
        return 0, 0, 0, 0
    return *_pair(xfrm.find(A + "off"), "x", "y"), *_pair(xfrm.find(A + "ext"), "cx", "cy")


def _pair(element: etree._Element | None, first: str, second: str) -> tuple[float, float]:
    if element is None:
        return 0, 0
    return _emu(element.get(first)), _emu(element.get(second))


def _turn(xfrm: etree._Element | None) -> float:
    return _whole(xfrm.get("rot")) / _ANGLE if xfrm is not None else 0.0


def _whole(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0


def decimal_share(text: str | None) -> float:
    """A share of a picture's side, written in thousandths of a percent."""
    return max(-1.0, min(_whole(text) / 100_000, 0.98))


def _outline(shape: etree._Element) -> Outline:
    xfrm = shape.find(f"{WPS}spPr/{A}xfrm")
    on = ("1", "true")
    return Outline(
        "", 0, 0, None,
        flip_across=xfrm is not None and xfrm.get("flipH") in on,
        flip_down=xfrm is not None and xfrm.get("flipV") in on,
        arrow_at_start=_has_head(shape, "headEnd"),
        arrow_at_end=_has_head(shape, "tailEnd"),
    )  # fmt: skip


def _has_head(shape: etree._Element, end: str) -> bool:
    found = shape.find(f"{WPS}spPr/{A}ln/{A}{end}")
    return found is not None and (found.get("type") or "none") != "none"


def _extent(holder: etree._Element) -> tuple[float, float]:
    return _pair(holder.find(WP + "extent"), "cx", "cy")


def _emu(text: str | None) -> float:
    return max(-4000.0, min(4000.0, _whole(text) / EMU_PER_POINT))


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


def _fill(shape: etree._Element) -> str | None:
    ink = shape.find(f"{WPS}spPr/{A}solidFill/{A}srgbClr")
    return colour(ink.get("val")) if ink is not None else None


def _insets(body: etree._Element | None) -> tuple[float, float, float, float]:
    found = [(body.get(name) if body is not None else None) for name in ("lIns", "tIns", "rIns", "bIns")]
    left, top, right, bottom = (
        _emu(text) if text is not None else usual
        for text, usual in zip(found, (7.2, 3.6, 7.2, 3.6), strict=True)
    )
    return left, top, right, bottom
