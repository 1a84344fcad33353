"""A workflow as a picture (SVG): each machine a column of states, steps forward on the right, steps back on the left.

Drawn by plain rules rather than by a layout program: the order of the file is the order of the way, so the same file
gives the same picture, and no server needs anything installed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from workflows.definition import MAIN, Definition, State, Transition
from workflows.sentences import Language, role_words

WIDTH, HEIGHT, GAP = 250, 58, 46
LANE, FIRST_LANE = 13, 16
LETTERS_A_LINE, LETTERS_A_LABEL = 30, 22
TOP = 48


@dataclass(frozen=True)
class _Arrow:
    """One step between two rows of a column; `lane` keeps it clear of others on its side."""

    step: Transition
    start: int
    end: int
    lane: int


def draw(made: Definition, language: Language = "vi") -> str:
    """The picture; every text is escaped, colours and classes are attributes, nothing is scripted."""
    columns = [(MAIN, made.title), *((machine.code, machine.title) for machine in made.machines.values())]
    parts: list[str] = []
    left, lowest = 0, 0
    for code, title in columns:
        states = made.of(code)
        arrows = _arrows(made, states)
        margin_left = _margin(arrows, back=True)
        x = left + margin_left
        parts += _column(made, language, states, arrows, x, title)
        left = x + WIDTH + _margin(arrows, back=False) + 30
        lowest = max(lowest, _y(len(states) - 1) + HEIGHT)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left} {lowest + 20}" width="{left}" '
        f'height="{lowest + 20}" font-family="sans-serif" font-size="13">'
        f"<title>{escape(made.title)}</title>"
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0 0 8 4 0 8z" fill="#444"/></marker></defs>'
    )
    return head + "".join(parts) + "</svg>"


def _column(
    made: Definition, language: Language, states: list[State], arrows: list[_Arrow], x: int, title: str
) -> list[str]:
    starts = {made.start, *(machine.start for machine in made.machines.values())}
    parts = [f'<text x="{x}" y="26" font-weight="bold" font-size="15">{escape(title)}</text>']
    for row, state in enumerate(states):
        owner = "" if state.final or not state.owner else role_words(made, state.owner, language)
        parts += _box(x, _y(row), state, owner, first=state.code in starts)
    parts += [_line(arrow, x) for arrow in arrows]
    return parts


def _box(x: int, y: int, state: State, owner: str, *, first: bool) -> list[str]:
    fill = "#e6f0e6" if state.final else "#fff7e0" if first else "#eef3fa"
    lines = _wrapped(state.title)[:2]
    parts = [
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{fill}" stroke="#444" '
        f'stroke-width="{2 if state.final else 1}"/>'
    ]
    top = y + (24 if len(lines) == 1 and owner else 20 if owner or len(lines) > 1 else 34)
    for number, line in enumerate(lines):
        parts.append(
            f'<text x="{x + WIDTH // 2}" y="{top + 16 * number}" text-anchor="middle" font-weight="bold">'
            f"{escape(line)}</text>"
        )
    if owner:
        parts.append(
            f'<text x="{x + WIDTH // 2}" y="{y + HEIGHT - 7}" text-anchor="middle" fill="#555" font-size="12">'
            f"{escape(owner)}</text>"
        )
    return parts


def _arrows(made: Definition, states: list[State]) -> list[_Arrow]:
    rows = {state.code: row for row, state in enumerate(states)}
    found: list[_Arrow] = []
    for step in made.transitions.values():
        for before in step.before:
            if before not in rows:
                continue
            start, end = rows[before], rows[step.after]
            if end == start + 1 and not any((one.start, one.end) == (start, end) for one in found):
                found.append(_Arrow(step, start, end, -1))
                continue
            same_side = [one for one in found if one.lane >= 0 and (one.end < one.start) == (end < start)]
            taken = {one.lane for one in same_side if _meet(one, start, end)}
            lane = next(number for number in range(len(same_side) + 1) if number not in taken)
            found.append(_Arrow(step, start, end, lane))
    return found


def _meet(one: _Arrow, start: int, end: int) -> bool:
    low, high = sorted((start, end))
    other_low, other_high = sorted((one.start, one.end))
    return low <= other_high and other_low <= high


def _line(arrow: _Arrow, x: int) -> str:
    told = f"<title>{escape(arrow.step.title)}</title>"
    dash = "" if arrow.step.by == "user" else ' stroke-dasharray="4 3"'
    if arrow.lane < 0:
        middle = x + WIDTH // 2
        top, bottom = _y(arrow.start) + HEIGHT, _y(arrow.end)
        path = f"M{middle} {top}V{bottom}"
        label = (
            f'<text x="{middle + 8}" y="{(top + bottom) // 2 + 4}" font-size="12">'
            f"{escape(_short(arrow.step.title))}</text>"
        )
        return _path(path, dash, told) + label
    back = arrow.end < arrow.start
    edge = x if back else x + WIDTH
    away = FIRST_LANE + LANE * arrow.lane
    side = edge - away if back else edge + away
    shift = 4 * (arrow.lane % 4)
    start, end = _y(arrow.start) + HEIGHT // 2 + 6 + shift, _y(arrow.end) + HEIGHT // 2 - 6 - shift
    return _path(f"M{edge} {start}H{side}V{end}H{edge}", dash, told)


def _path(path: str, dash: str, told: str) -> str:
    return f'<path d="{path}" fill="none" stroke="#444"{dash} marker-end="url(#end)">{told}</path>'


def _margin(arrows: Iterable[_Arrow], *, back: bool) -> int:
    lanes = [arrow.lane for arrow in arrows if arrow.lane >= 0 and (arrow.end < arrow.start) == back]
    return FIRST_LANE + LANE * (max(lanes) + 1) if lanes else 10


def _y(row: int) -> int:
    return TOP + row * (HEIGHT + GAP)


def _short(text: str) -> str:
    return text if len(text) <= LETTERS_A_LABEL else text[: LETTERS_A_LABEL - 1].rstrip() + "…"


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= LETTERS_A_LINE and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
