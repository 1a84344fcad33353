"""Who put this ink here? Every stroke that came into a file after its first state, by whose signature it came.

The file is drawn as it was before and after each signature; what differs is that signer's ink, and what differs after
the last signature is nobody's. Drawing is the work of `ink_drawing`, in a process that may take so much and no more.
"""

# mypy: disable-error-code="import-untyped"

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Literal

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf import anatomy
from documents.pdf.fields import DAY_FIELD, LINE_FIELD, MONTH_FIELD, NUMBER_FIELD
from documents.pdf.inventory import take_inventory
from documents.pdf.opening import open_reader
from documents.pdf.report import Report, SignatureReport

Tone = Literal["good", "wait", "bad"]

LARGEST_FILE_BYTES = 40 * 1024 * 1024
MOST_STEPS = 12
TIMEOUT_S = 25
AT_ONCE = 2
WAIT_S = 15
WIDTH_PX = 860
SMALLEST_PROCESS = (
    "import sys; sys.path.insert(0, sys.argv[1]); from documents.pdf.ink_drawing import main; main()"
)
ROOT = Path(__file__).resolve().parents[2]

DOUBTS = ("unknown_signer", "unverifiable")
FIELD_WORDS = {NUMBER_FIELD: "số", DAY_FIELD: "ngày", MONTH_FIELD: "tháng"}
HOW = {"added": "thêm", "removed": "che hoặc xóa", "changed": "thay"}
TOO_LARGE = "Tệp lớn hơn 40 MB hoặc có quá nhiều chữ ký nên không vẽ được; kết luận ở trên vẫn đầy đủ."
BUSY = "Máy đang vẽ nhiều tệp khác; kết luận ở trên vẫn đầy đủ. Muốn xem hình, thử lại sau một phút."
NOT_DRAWN = "Không vẽ được các trang của tệp này trong giới hạn an toàn; kết luận ở trên vẫn đầy đủ."


# Anybody may ask for pictures: however many do, two processes at a time is what this machine gives for them.
_drawing = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Mark:
    """One place: its number on the picture, the page from 1, and what happened there in words.

    alarming   not the filling of a field or a mark of a signature: bare content, or a part nobody signed
    """

    number: int
    page: int
    words: str
    alarming: bool


@dataclass(frozen=True)
class Step:
    """What came with one signature; `order` names the colour. Nobody's when `signer` is empty.

    tone   "bad" for what no valid signature covers, "wait" for a signer who is not known
    """

    order: int
    field: str
    signer: str
    role: str
    time: datetime | None
    tone: Tone
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class InkedPage:
    """A page (from 1) as PNG; `marks` are the numbers on it."""

    page: int
    png: bytes
    width_px: int
    height_px: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Ink:
    """`pages` are those where anything came; `trouble` says in words why not all, or nothing, could be drawn."""

    steps: tuple[Step, ...] = ()
    pages: tuple[InkedPage, ...] = ()
    pages_seen: int = 0
    pages_total: int = 0
    trouble: str = ""


@dataclass(frozen=True)
class _State:
    """Where a state of the file ends, and whose signature ends it; None for what nobody signed.

    doubtful   who the signer is could not be told, whatever else is wrong with the file
    """

    end: int
    signature: SignatureReport | None
    doubtful: bool = False


def ink(pdf: bytes, report: Report, *, width_px: int = WIDTH_PX) -> Ink | None:
    """What came when, drawn; None for a file without signatures that can be told apart. Never raises.

    report     of the same bytes, see `verify`
    """
    if not report.signatures:
        return None
    try:
        states = _states(pdf, report)
    except Exception:
        # A hostile file may break a parser in any way; the verdict stands without pictures.
        return Ink(trouble=NOT_DRAWN)
    if len(pdf) > LARGEST_FILE_BYTES or len(states) > MOST_STEPS:
        return Ink(trouble=TOO_LARGE)
    if not _drawing.acquire(timeout=WAIT_S):
        return Ink(trouble=BUSY)
    try:
        drawn = _drawn(pdf, states, width_px)
    finally:
        _drawing.release()
    return _told(states, *drawn) if drawn is not None else Ink(trouble=NOT_DRAWN)


def _states(pdf: bytes, report: Report) -> list[_State]:
    """The file before its first signature, after each, and as it is."""
    reader = open_reader(pdf)
    cut = anatomy.revisions(pdf, reader)
    first = anatomy.first_complete_revision(reader)
    reports = {one.field: one for one in report.signatures}
    made: dict[int, EmbeddedPdfSignature] = {}
    for one in take_inventory(reader).signatures:
        made[max(one.signed_revision - first, 0)] = one
    begin = min(made)
    states = [_State(cut[begin - 1].end if begin else cut[0].end, None)]
    later = [(n, reports.get(str(made[n].fq_name))) for n in sorted(made) if n]
    # Of archive stamps only a closing one is a state: none of them may bring ink, wherever they stand.
    kept = [(n, one) for n, one in later if one is None or one.role != "timestamp" or n == later[-1][0]]
    doubtful = {one.facts.get("field") for one in report.findings if one.effect in DOUBTS}
    states += [_State(cut[n].end, one, one is not None and one.field in doubtful) for n, one in kept]
    if pdf[states[-1].end :].strip(anatomy.END_OF_LINE):
        states.append(_State(len(pdf), None))
    return states


def _drawn(pdf: bytes, states: list[_State], width_px: int) -> tuple[dict[str, Any], list[bytes]] | None:
    alarming = [n for n, state in enumerate(states) if n and _tone(state) == "bad"]
    asked = {
        "ends": [state.end for state in states],
        "fields": [state.signature.field if state.signature else "" for state in states],
        "alarming": alarming,
        "width_px": width_px,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-c", SMALLEST_PROCESS, str(ROOT)],
            input=json.dumps(asked).encode() + b"\n" + pdf,
            capture_output=True,
            check=False,
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        return None
    line, _, rest = done.stdout.partition(b"\n")
    if done.returncode != 0 or not line:
        return None
    told = json.loads(line)
    pictures, position = [], 0
    for length in told["lengths"]:
        pictures.append(rest[position : position + length])
        position += length
    return told, pictures


def _told(states: list[_State], told: dict[str, Any], pictures: list[bytes]) -> Ink:
    marks = [(change["step"], _mark(change, states[change["step"]])) for change in told["changes"]]
    steps = [
        Step(
            order=n,
            field=state.signature.field if state.signature else "",
            signer=state.signature.signer if state.signature else "",
            role=state.signature.role if state.signature else "",
            time=(state.signature.trusted_time or state.signature.claimed_time) if state.signature else None,
            tone="good" if _is_nobodys(state) and all(step != n for step, _ in marks) else _tone(state),
            marks=tuple(mark for step, mark in marks if step == n),
        )
        for n, state in enumerate(states)
        if n
    ]
    pages = [
        InkedPage(
            page=one["page"] + 1,
            png=png,
            width_px=one["width_px"],
            height_px=one["height_px"],
            marks=tuple(mark for _, mark in marks if mark.page == one["page"] + 1),
        )
        for one, png in zip(told["pages"], pictures, strict=True)
    ]
    seen, total = told["seen"], told["total"]
    rest = f"Chỉ xem được {seen} trong {total} trang trong giới hạn cho phép." if seen < total else ""
    return Ink(tuple(steps), tuple(pages), seen, total, rest)


def _mark(change: dict[str, Any], state: _State) -> Mark:
    words, expected = _words(change, state.signature)
    return Mark(change["number"], change["page"] + 1, words, not expected or _tone(state) == "bad")


def _words(change: dict[str, Any], signature: SignatureReport | None) -> tuple[str, bool]:
    """What happened there, and whether it is what signing does."""
    how, kind = change["how"], change["kind"]
    if kind == "signature":
        if signature is None or change["name"] != signature.field:
            return f"hình của một ô chữ ký khác ({change['name']}): {HOW[how]}", False
        if signature.field == LINE_FIELD:
            return "dòng chữ ký của cơ quan", True
        return ("hình con dấu" if signature.role == "agency" else "hình chữ ký"), True
    if kind == "text":
        what = FIELD_WORDS.get(change["name"], f"ô «{change['name']}»")
        if how == "removed" or not change["value"]:
            return f"che hoặc xóa {what}", False
        return f"điền {what} «{change['value']}»", True
    if kind == "note":
        return f"ghi chú hoặc hình đặt thêm lên trang: {HOW[how]}", False
    if kind:
        return f"ô «{change['name']}»: {HOW[how]}", False
    return f"nội dung trang: {HOW[how]}", False


def _tone(state: _State) -> Tone:
    one = state.signature
    if one is None or _is_nobodys(state) or one.status == "invalid" or one.covers == "nothing":
        return "bad"
    return "wait" if state.doubtful else "good"


def _is_nobodys(state: _State) -> bool:
    """An archive stamp signs for nobody: whatever came with it has no owner."""
    return state.signature is None or state.signature.role == "timestamp"
