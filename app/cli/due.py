"""By when: a term in working days, by Vietnam's calendar and, with a home, by the office's own days."""

from datetime import datetime
from pathlib import Path

import click

from app.cli.offices import office_at
from app.cli.speaking import as_json, put, speaks
from app.office import OFFICE
from app.web.showing import show_day
from workflows.calendar import LONGEST_COUNT, Calendar, calendar_of


@click.command(help="Tính ngày đến hạn theo ngày làm việc; ngày bắt đầu không tính.")
@click.option(
    "--from", "start", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Ngày bắt đầu, YYYY-MM-DD."
)
@click.option(
    "--working-days", required=True, type=click.IntRange(0, LONGEST_COUNT), help="Số ngày làm việc."
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Dùng cả lịch riêng của cơ quan ở thư mục này.",
)
@as_json
@speaks
def due(start: datetime, working_days: int, home: Path | None, json_output: bool) -> None:
    calendar = Calendar()
    if home is not None:
        with office_at(home).reading(OFFICE) as work:
            calendar = calendar_of(work.session)
    day = calendar.due(start.date(), working_days)
    if json_output:
        put({"due": day.isoformat()})
    else:
        click.echo(show_day(day))
