"""`vanthu import`: existing papers of a folder into the archive, one after another; started again, it goes on.

Each file is a work of its own and is known by its bytes: killed half-way, nothing is lost and nothing comes twice.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from app.cli.offices import acting_as, office_at
from app.cli.speaking import as_json, put, say, speaks
from app.deliveries import FAST, drain
from app.errors import explain
from app.office import Office
from documents.access import Actor
from documents.errors import VanthuError
from documents.files import sha256
from workflows.incoming.intake import kept_already, take_in_old, values_read

ENDINGS = (".pdf", ".docx", ".doc")
TELL_EVERY = 50
SAID = {"imported": "đã nhập", "already": "đã có", "refused": "KHÔNG NHẬN"}


@click.command(
    "import",
    help="Nhập các văn bản đã có (PDF, Word) của một thư mục vào kho lưu trữ; chạy lại thì làm tiếp.",
)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--as", "username", help="Tên đăng nhập của văn thư hoặc người làm lưu trữ (hoặc đặt VANTHU_USER)."
)
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu.")
@as_json
@speaks
def import_papers(folder: Path, username: str | None, home: Path | None, json_output: bool) -> None:
    """One line per file; the exit status is 0 only when every file is in the archive afterwards."""
    office = office_at(home)
    actor = acting_as(office, username)
    places = list(_papers(folder))
    refused = 0
    for count, place in enumerate(places, 1):
        told = {"file": str(place.relative_to(folder)), **_import(office, actor, place)}
        refused += told["status"] == "refused"
        say(
            f"[{count}/{len(places)}] {told['file']}: {SAID[told['status']]} {told.get('message') or ''}".rstrip()
        )
        if json_output:
            put(told)
        if count % TELL_EVERY == 0:
            drain(office, FAST)
    drain(office, FAST)
    say(f"{len(places) - refused} trong {len(places)} tệp đang ở trong kho lưu trữ.")
    if refused:
        raise SystemExit(1)


def _papers(folder: Path) -> Iterator[Path]:
    """The files of a folder and those below, in order; links and hidden files are left alone."""
    for place in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in place.relative_to(folder).parts)
        if place.suffix.lower() in ENDINGS and place.is_file() and not place.is_symlink() and not hidden:
            yield place


def _import(office: Office, actor: Actor, place: Path) -> dict[str, Any]:
    try:
        data = place.read_bytes()
        with office.work(actor, "import") as work:
            known = kept_already(work, sha256(data))
        if known is not None:
            return {"status": "already", "document_id": known}
        # Read with no transaction open: others go on working while a large folder comes in.
        file = office.receive(place.name[-200:], data)
        with office.work(actor, "import") as work:
            values = values_read(work, file)
            values = replace(values, arrived_on=values.document_date or values.arrived_on)
            document_id = take_in_old(work, office.rules, values, file)
    except VanthuError as error:
        problem = explain(error)
        return {"status": "refused", "error": problem.code, "message": problem.message}
    except OSError as error:
        return {"status": "refused", "error": "unreadable", "message": error.strerror}
    return {
        "status": "imported",
        "document_id": document_id,
        "symbol": values.number_symbol or None,
        "agency": values.sender or None,
        "date": values.document_date.isoformat() if values.document_date else None,
        "subject": values.subject or None,
        "verdict": file.verdict,
        "warnings": list(file.warnings),
    }
