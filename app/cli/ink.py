"""`vanthu verify --ink DIR`: the pictures of who put which ink on which page, and the same in words."""

from pathlib import Path
from typing import Any

import click

from app.web.showing import show_moment
from documents.pdf.ink import Ink, Step, ink
from documents.pdf.report import Report

WITHOUT_SIGNER = "KHÔNG AI KÝ"


def draw_ink(place: Path, pdf: bytes, report: Report, folder: Path) -> dict[str, Any] | None:
    """Write a picture of each page with ink as `NAME-trang-1.png`; None where there are no signatures.

    raises    OSError
    """
    drawn = ink(pdf, report)
    if drawn is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for one in drawn.pages:
        target = folder / f"{place.stem}-trang-{one.page}.png"
        target.write_bytes(one.png)
        files.append(str(target))
    return {
        "steps": [_step(one) for one in drawn.steps],
        "pictures": files,
        "pages_seen": drawn.pages_seen,
        "pages_total": drawn.pages_total,
        "trouble": _trouble(drawn),
    }


def say_ink(told: dict[str, Any] | None) -> None:
    """The same as lines for a person."""
    if told is None:
        return
    if told["trouble"]:
        click.echo(f"  {told['trouble']}")
    for step in told["steps"]:
        click.echo(f"  {step['signer'] or WITHOUT_SIGNER} {show_moment(step['time'])}".rstrip())
        for mark in step["marks"]:
            heed = " (CẦN XEM KỸ)" if mark["alarming"] else ""
            click.echo(f"    {mark['number']}. trang {mark['page']}: {mark['words']}{heed}")
    for picture in told["pictures"]:
        click.echo(f"  {picture}")


def _step(one: Step) -> dict[str, Any]:
    return {
        "field": one.field or None,
        "signer": one.signer or None,
        "role": one.role or None,
        "time": one.time.isoformat() if one.time else None,
        "tone": one.tone,
        "marks": [
            {"number": mark.number, "page": mark.page, "words": mark.words, "alarming": mark.alarming}
            for mark in one.marks
        ],
    }


def _trouble(drawn: Ink) -> str | None:
    return drawn.trouble or None
