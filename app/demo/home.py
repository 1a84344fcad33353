"""The folder a demonstration lives in: which paper it shows, and when its story begins.

Only an empty folder is taken, or one that shows this very paper already; everything else is left alone.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.clock import machine_clock
from documents.database import HANOI
from documents.errors import VanthuError
from documents.files import sha256
from documents.reading.reader import DateParts

MARKER = "demo.json"
OUR_PLAN = "ke-hoach-thi-dua-mau.docx"
START_HOUR = 8


class StoryRefused(VanthuError):
    """The demonstration cannot run here: `why` and `remedy` say it in words."""

    code = "story_refused"


@dataclass(frozen=True)
class Marker:
    """Which paper this home demonstrates, and when its story begins."""

    plan_name: str
    plan_sha256: str
    starts_at: datetime


def claim_home(home: Path, plan_name: str, plan: bytes, printed: DateParts) -> Marker:
    """Mark an empty folder as a demonstration, or find that it is this one already.

    raises    StoryRefused for a folder with other things in it, or another paper's demonstration
    """
    marker = home / MARKER
    if marker.exists():
        known = json.loads(marker.read_text(encoding="utf-8"))
        if known["plan_sha256"] != sha256(plan):
            raise StoryRefused(
                why=f"Thư mục {home.name} đang trình diễn một văn bản khác.",
                remedy="Chọn thư mục khác với --home.",
            )
        return Marker(known["plan_name"], known["plan_sha256"], datetime.fromisoformat(known["starts_at"]))
    # What a start that was killed early leaves behind is ours.
    ours = ("secret", f".{MARKER}", OUR_PLAN, f".{OUR_PLAN}")
    if home.exists() and any(not place.name.startswith(ours) for place in home.iterdir()):
        raise StoryRefused(
            why=f"Thư mục {home.name} đã có dữ liệu và không phải là nơi trình diễn.",
            remedy="Chọn một thư mục trống với --home; dữ liệu hiện có được giữ nguyên.",
        )
    home.mkdir(parents=True, exist_ok=True)
    made = Marker(plan_name, sha256(plan), story_start(printed, machine_clock()))
    if plan_name == OUR_PLAN:
        # Our plan prints the month it was made in; a later start goes on with this very paper.
        write_whole(home / OUR_PLAN, plan)
    told = json.dumps({**asdict(made), "starts_at": made.starts_at.isoformat()}, ensure_ascii=False)
    write_whole(marker, told.encode())
    return made


def story_start(printed: DateParts, today: datetime) -> datetime:
    """A morning on which the paper can be issued: the printed day, or a working day of the printed month."""
    here = today.astimezone(HANOI)
    year = printed.year or here.year
    month = printed.month or (here.month if year == here.year else 6)
    if (year, month) == (here.year, here.month) and printed.day is None:
        return today
    day = date(year, month, min(printed.day or 15, 28))
    while printed.day is None and day.weekday() > 4:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, START_HOUR, tzinfo=HANOI).astimezone(UTC)


def write_whole(place: Path, data: bytes) -> None:
    """The whole file or none of it, whenever the process ends."""
    beside = place.with_name(f".{place.name}")
    beside.write_bytes(data)
    os.replace(beside, place)
