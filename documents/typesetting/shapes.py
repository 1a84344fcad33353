"""What drawings have in common, whichever language they are written in, as typst code: boxes, pictures, turning."""

import io
from dataclasses import dataclass

from PIL import Image

from documents.typesetting.job import Job
from documents.typesetting.source import given, points, printable, string

_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif"}
# Pictures typst does not know are written over as PNG.
_REWRITTEN = ("BMP", "TIFF", "WEBP", "DIB")
# Cut by less, a picture only has another edge.
_LEAST_CUT = 0.01


@dataclass(frozen=True)
class Box:
    """A shape with text.

    outline       its code
    insets        left, top, right, bottom
    aside         degrees its text is turned
    """

    width_pt: float
    height_pt: float
    outline: str
    insets: tuple[float, float, float, float]
    body: str
    to: str = "top"
    aside: int = 0


@dataclass(frozen=True)
class Cut:
    """The shares of a picture that are cut off at each side."""

    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0

    @property
    def is_small(self) -> bool:
        return max(map(abs, (self.left, self.top, self.right, self.bottom))) < _LEAST_CUT


def box_code(box: Box) -> str:
    left, top, right, bottom = box.insets
    inset = f"(left: {points(left)}, top: {points(top)}, right: {points(right)}, bottom: {points(bottom)})"
    wide, high = (box.height_pt, box.width_pt) if box.aside else (box.width_pt, box.height_pt)
    text = f"block(width: {points(wide)}, height: {points(high)}, inset: {inset}, align({box.to}, {{{box.body}\n}}))"
    if box.aside:
        text = f"rotate({box.aside}deg, reflow: true, {text})"
    size = f"width: {points(box.width_pt)}, height: {points(box.height_pt)}"
    return f"block({size}, {{place(top + left, {box.outline}); {text}}})"


def placed(left_pt: float, top_pt: float, code: str) -> str:
    return f"place(top + left, dx: {points(left_pt)}, dy: {points(top_pt)}, {code})"


def turned(code: str | None, degrees: float) -> str | None:
    if code is None or abs(degrees) < 0.5:
        return code
    return f"rotate({degrees:.4g}deg, {code})"


def picture_code(
    job: Job, name: str, width_pt: float, height_pt: float, alt: str, cut: Cut | None = None
) -> str | None:
    """A picture of the package as typst code; None, and a loss, where it cannot be drawn."""
    file = _file(job, name)
    if file is None:
        suffix = name.rpartition(".")[2].upper()[:5] if "." in name else ""
        job.lose(
            f"ảnh định dạng {suffix}" if suffix not in ("", "PNG", "JPG", "JPEG") else "ảnh hỏng hoặc thiếu"
        )
        return None
    label = f"alt: {string(printable(alt) or 'Hình ảnh')}"
    if cut is None or cut.is_small or not width_pt or not height_pt:
        sizes = given(
            width=points(width_pt) if width_pt else None,
            height=points(height_pt) if height_pt else None,
            fit='"stretch"',
        )
        return f"image({string(file)}, {label}, {sizes})"
    wide = width_pt / max(1 - cut.left - cut.right, 0.02)
    high = height_pt / max(1 - cut.top - cut.bottom, 0.02)
    whole = f'image({string(file)}, {label}, width: {points(wide)}, height: {points(high)}, fit: "stretch")'
    inner = placed(-cut.left * wide, -cut.top * high, whole)
    return f"block(width: {points(width_pt)}, height: {points(height_pt)}, clip: true, {inner})"


def _file(job: Job, name: str) -> str | None:
    """The name under which typst finds the picture; None where it is missing or of no known kind."""
    if name not in job.package.entries:
        return None
    try:
        with Image.open(io.BytesIO(job.package.content(name))) as opened:
            # Only the head is read here; a damaged body is typst's to refuse.
            kind = opened.format or ""
            if kind in _FORMATS:
                return job.picture(name, _FORMATS[kind])
            return job.picture(name, "png", _as_png(opened)) if kind in _REWRITTEN else None
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


def _as_png(opened: Image.Image) -> bytes:
    made = io.BytesIO()
    opened.convert("RGBA" if "A" in opened.getbands() else "RGB").save(made, "PNG")
    return made.getvalue()
