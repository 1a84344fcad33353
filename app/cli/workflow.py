"""Workflows from the command line: is a definition sound, what does it say, who would be stuck."""

from dataclasses import asdict
from pathlib import Path
from typing import get_args

import click

from app.cli.offices import acting_as, office_at
from app.cli.speaking import as_json, put, say, speaks
from app.deliveries import FAST, drain
from app.errors import fault_words
from app.office import OFFICE
from app.packages import WORKFLOWS, packages_for
from workflows.check import Known, check
from workflows.definition import Definition
from workflows.definition_files import load_catalogue, our_tables, parse_definition
from workflows.effects import EFFECTS
from workflows.errors import BadDefinition
from workflows.guards import GUARDS
from workflows.roles import GRANTED, SOURCES
from workflows.sentences import Language, tell
from workflows.simulate import simulate
from workflows.upgrading import plan_upgrade, upgrade


@click.group(help="Quy trình: kiểm tra, kể lại bằng lời, chạy thử với danh bạ.")
def workflow() -> None:
    """The group."""


@workflow.command("check", help="Kiểm tra tệp quy trình TOML; mã thoát 1 khi văn bản có thể bị tắc.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@as_json
@speaks
def check_file(file: Path, json_output: bool) -> None:
    try:
        known = Known(GUARDS, EFFECTS, {*SOURCES, GRANTED})
        faults = check(parse_definition(file.read_text(encoding="utf-8"), our_tables()), known)
        told = [
            {**asdict(fault), "message": fault_words(fault.code, fault.where, fault.what)} for fault in faults
        ]
        ok = not any(fault.serious for fault in faults)
    except (BadDefinition, UnicodeDecodeError) as error:
        named = error.facts["faults"] if isinstance(error, BadDefinition) else ["không phải UTF-8"]
        told = [
            {"code": "bad_definition", "where": "", "what": one, "serious": True, "message": one}
            for one in named
        ]
        ok = False
    if json_output:
        put({"ok": ok, "faults": told})
    else:
        for fault in told:
            click.echo(f"{'LỖI ' if fault['serious'] else 'LƯU Ý'} {fault['message']}")
        say("Quy trình dùng được." if ok else "Quy trình có lỗi; sửa trước khi dùng.")
    if not ok:
        raise SystemExit(1)


@workflow.command("show", help="Kể quy trình bằng lời.")
@click.argument("name")
@click.option("--language", type=click.Choice(get_args(Language)), default="vi", show_default=True)
@as_json
@speaks
def show(name: str, language: Language, json_output: bool) -> None:
    lines = tell(_named(name), language)
    if json_output:
        put({"workflow": name, "language": language, "sentences": lines})
    else:
        click.echo("\n".join(lines))


@workflow.command(
    "move", help="Chuyển văn bản của một bản cũ sang bản mới nhất; không có --apply thì chỉ chạy thử."
)
@click.argument("name")
@click.option("--from", "version", required=True, type=int, help="Bản cũ.")
@click.option("--as", "username", help="Quản trị viên thực hiện.")
@click.option("--apply", is_flag=True, help="Chuyển thật: tất cả hoặc không gì cả.")
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu.")
@as_json
@speaks
def move_papers(
    name: str, version: int, username: str | None, apply: bool, home: Path | None, json_output: bool
) -> None:
    office = office_at(home)
    actor = acting_as(office, username)
    with office.reading(actor) as work:
        plan = plan_upgrade(work, office.rules, name, version)
    moved = 0
    if apply:
        with office.work(actor, "upgrade_workflow") as work:
            moved = upgrade(work, office.rules, name, version, fingerprint=plan.fingerprint)
        drain(office, FAST)
    if json_output:
        put({"applied": apply, "moved": moved, "plan": asdict(plan)})
        return
    for move in plan.moves:
        click.echo(f"{move.title}: {move.count} → {', '.join(move.after_titles) or 'giữ nguyên'}")
    say(
        f"Đã chuyển {moved} văn bản." if apply else f"Chạy thử: {plan.count} văn bản sẽ chuyển. Thêm --apply."
    )


@workflow.command("simulate", help="Chạy thử với danh bạ hiện tại: ai nhận việc, ai vắng thì tắc.")
@click.argument("name")
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu.")
@as_json
@speaks
def simulate_workflow(name: str, home: Path | None, json_output: bool) -> None:
    with office_at(home).reading(OFFICE) as work:
        run = simulate(work, _named(name))
    if json_output:
        put(asdict(run))
        return
    for unit in run.units:
        click.echo(unit.unit)
        for turn in unit.turns:
            click.echo(f"  {turn.title}: {', '.join(turn.people) or 'KHÔNG CÓ AI'}")
    for one in run.bottlenecks:
        click.echo(
            f"{one.person} vắng thì tắc: {', '.join(f'{unit} ({state})' for unit, state in one.stuck)}"
        )


def _named(name: str) -> Definition:
    catalogue = load_catalogue(*packages_for(WORKFLOWS))
    if name not in catalogue:
        raise click.UsageError(f"Không có quy trình {name}; hiện có: {', '.join(catalogue)}.")
    return catalogue[name]
