"""Until when issued documents prove themselves: the alarm list, and renewing by hand or by cron."""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import click

from app.cli.offices import office_at
from app.cli.speaking import as_json, put, speaks
from app.office import OFFICE
from app.proofs import look_at_proofs, renew_proofs
from app.web.showing import show_day
from documents.database import local_date
from documents.provable import alarms


@click.command(help="Văn bản đã phát hành sắp hết hạn chứng minh; --renew để gia hạn ngay.")
@click.option(
    "--renew", is_flag=True, help="Gia hạn: dữ liệu xác thực mới và thêm một dấu thời gian lưu trữ."
)
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu.")
@as_json
@speaks
def proofs(renew: bool, home: Path | None, json_output: bool) -> None:
    office = office_at(home)
    looked, renewed = look_at_proofs(office), renew_proofs(office) if renew else 0
    now = office.clock()
    with office.reading(OFFICE) as work:
        found = alarms(work.session, now, before=now + timedelta(days=office.config.renew_days))
    if json_output:
        rows = [{**asdict(one), "until": one.until and one.until.isoformat()} for one in found]
        for row in rows:
            row.pop("tried_at")
        put({"looked_at": looked, "renewed": renewed, "ending": rows})
    else:
        for one in found:
            day = show_day(local_date(one.until)) if one.until else "không đọc được"
            click.echo(f"{one.number_symbol}  {'HẾT HẠN ' if one.over else ''}{day}  {one.trouble}".rstrip())
        click.echo(f"Đã gia hạn {renewed}; {len(found)} văn bản sắp hoặc đã hết hạn chứng minh.")
    if any(one.over for one in found):
        raise SystemExit(1)
