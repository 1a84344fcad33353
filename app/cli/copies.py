"""`vanthu backup` and `vanthu restore`."""

from dataclasses import asdict
from pathlib import Path

import click

from app.backup import back_up
from app.backup import restore as restore_copy
from app.cli.offices import office_at
from app.cli.speaking import as_json, put, say, speaks
from app.doctor import examine


@click.command(help="Sao lưu toàn bộ văn phòng vào một tệp, không cần dừng máy chủ.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu.")
@as_json
@speaks
def backup(file: Path, home: Path | None, json_output: bool) -> None:
    told = back_up(office_at(home), file.absolute())
    if json_output:
        put(told)
    say(f"Đã sao lưu {told['files']} tệp vào {file.name}.")


@click.command(help="Dựng lại văn phòng từ tệp sao lưu vào một thư mục trống, rồi khám lại.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--home", required=True, type=click.Path(path_type=Path, file_okay=False), help="Thư mục trống."
)
@as_json
@speaks
def restore(file: Path, home: Path, json_output: bool) -> None:
    restore_copy(file, home.absolute())
    checks = examine(office_at(home))
    ok = all(check.ok for check in checks)
    if json_output:
        put({"ok": ok, "home": str(home.absolute()), "checks": [asdict(check) for check in checks]})
    say("Đã dựng lại, mọi mục đều đạt." if ok else "Đã dựng lại nhưng có mục chưa đạt; chạy vanthu doctor.")
    if not ok:
        raise SystemExit(1)
