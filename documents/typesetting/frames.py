"""Frames and shapes around a paragraph, as typst arguments."""

from collections.abc import Mapping, Sequence

from documents.typesetting.looks import Border
from documents.typesetting.source import points

LEVEL = ("top", "bottom")


def anchored(marks: Sequence[str], before_pt: float) -> str | None:
    """Shapes of a paragraph: Word measures them from above the space before it."""
    if not marks:
        return None
    body = f"{{{'; '.join(marks)}}}"
    return f"place(top + left, dy: {points(-before_pt)}, block(width: 100%, {body}))" if before_pt else body


def stroke(borders: Mapping[str, Border]) -> str | None:
    sides = [
        f'{name}: {points(one.width_pt)} + rgb("{one.colour}")'
        for name, one in borders.items()
        if name in ("top", "bottom", "left", "right")
    ]
    return f"({', '.join(sides)})" if sides else None


def inset(borders: Mapping[str, Border]) -> str | None:
    sides = [
        f"{name}: {points(one.space_pt + one.width_pt)}" for name, one in borders.items() if name in LEVEL
    ]
    return f"({', '.join(sides)})" if sides else None
