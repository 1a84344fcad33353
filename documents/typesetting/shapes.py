"""The few shapes an office paper holds, as typst code: a line, a box with text, a picture."""

import io
from dataclasses import dataclass

from PIL import Image

from documents.typesetting.job import Job
from documents.typesetting.source import given, points, printable, string

_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif"}


@dataclass(frozen=True)
class Line:
    """A straight line across its extent; `rising` from the lower left to the upper right."""

    width_pt: float
    height_pt: float
    pen: str
    rising: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle with text; `insets` left, top, right, bottom."""

    width_pt: float
    height_pt: float
    pen: str | None
    fill: str | None
    insets: tuple[float, float, float, float]
    body: str = ""


def shape_code(shape: Line | Box) -> str:
    if isinstance(shape, Line):
        start, end = (
            (0.0, shape.height_pt) if shape.rising else (0.0, 0.0),
            (
                shape.width_pt,
                0.0 if shape.rising else shape.height_pt,
            ),
        )
        return f"line(start: {_pair(start)}, end: {_pair(end)}, stroke: {shape.pen})"
    left, top, right, bottom = (points(value) for value in shape.insets)
    arguments = given(
        width=points(shape.width_pt),
        height=points(shape.height_pt),
        stroke=shape.pen or "none",
        fill=f'rgb("{shape.fill}")' if shape.fill else None,
        inset=f"(left: {left}, top: {top}, right: {right}, bottom: {bottom})",
    )
    return f"block({arguments}, {{{shape.body}\n}})"


def _pair(at: tuple[float, float]) -> str:
    return f"({points(at[0])}, {points(at[1])})"


def picture_code(job: Job, name: str, width_pt: float, height_pt: float, alt: str) -> str | None:
    """A picture of the package as typst code; None, and a loss, where it cannot be drawn."""
    kind = _kind(job, name)
    if kind is None:
        suffix = name.rpartition(".")[2].upper()[:5] if "." in name else ""
        job.lose(
            f"ảnh định dạng {suffix}" if suffix not in ("", "PNG", "JPG", "JPEG") else "ảnh hỏng hoặc thiếu"
        )
        return None
    file = job.picture(name, kind)
    sizes = given(
        width=points(width_pt) if width_pt else None,
        height=points(height_pt) if height_pt else None,
        fit='"stretch"',
    )
    return f"image({string(file)}, alt: {string(printable(alt) or 'Hình ảnh')}, {sizes})"


def _kind(job: Job, name: str) -> str | None:
    if name not in job.package.entries:
        return None
    try:
        with Image.open(io.BytesIO(job.package.content(name))) as opened:
            # Only the head is read here; a damaged body is typst's to refuse.
            return _FORMATS.get(opened.format or "")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
