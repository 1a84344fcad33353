"""`vanthu trust …`: whom the office trusts, with the same two people as on the page."""

from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path

import click

from app.cli.offices import acting_as, office_at
from app.cli.speaking import as_json, put, say, speaks
from app.web.showing import show_day
from documents.database import HANOI
from workflows.trust import proposing
from workflows.trust.believed import see_trust
from workflows.trust.lists import propose_list
from workflows.trust.model import USES

home_option = click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu."
)
as_option = click.option("--as", "username", help="Tên đăng nhập của người thực hiện (hoặc đặt VANTHU_USER).")
WAITS = "Chờ người thứ hai xác nhận: vanthu trust confirm"


@click.group(help="Chứng thư được tin cậy: một người đề nghị, người khác xác nhận bằng mã SHA-256.")
def trust() -> None:
    """The group."""


@trust.command("list", help="Đang tin cậy những gì, và đề nghị nào đang chờ.")
@as_option
@home_option
@as_json
@speaks
def list_trust(username: str | None, home: Path | None, json_output: bool) -> None:
    office = office_at(home)
    with office.reading(acting_as(office, username), "trust") as work:
        sight = see_trust(work)
    if json_output:
        put(asdict(sight))
        return
    for one in sight.proposals:
        subject = one.anchor.subject if one.anchor else one.trusted_list and one.trusted_list.operator
        click.echo(f"CHỜ  {one.id}  {one.act}  {subject}  ({one.proposed_name})")
    for anchor in sight.anchors:
        until = show_day(anchor.not_after)
        click.echo(f"TIN  {anchor.id}  {USES[anchor.use]}  {anchor.subject}  hết hạn {until}")
    for listed in sight.lists:
        late = "  QUÁ HẠN CẬP NHẬT" if listed.overdue else ""
        click.echo(f"DANH SÁCH  {listed.operator}  số {listed.sequence}  {len(listed.lines)} dòng{late}")


@trust.command("propose", help="Đề nghị tin các chứng thư trong tệp PEM hoặc DER.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--use", type=click.Choice(list(USES)), default="root", show_default=True)
@click.option("--source", required=True, help="Lấy tệp từ đâu, mã SHA-256 công bố ở đâu.")
@as_option
@home_option
@as_json
@speaks
def propose(
    file: Path, use: str, source: str, username: str | None, home: Path | None, json_output: bool
) -> None:
    office = office_at(home)
    with office.work(acting_as(office, username), "trust") as work:
        made = proposing.propose_certificates(work, file.read_bytes(), use, source)
    _tell(made, json_output)


@trust.command("import-list", help="Đề nghị tin cả một danh sách tin cậy (XML, ETSI TS 119 612) đã được ký.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--source", required=True, help="Lấy tệp từ đâu, mã SHA-256 công bố ở đâu.")
@as_option
@home_option
@as_json
@speaks
def import_list(file: Path, source: str, username: str | None, home: Path | None, json_output: bool) -> None:
    office = office_at(home)
    with office.work(acting_as(office, username), "trust") as work:
        made = propose_list(work, file.read_bytes(), source)
    _tell([made], json_output)


@trust.command("confirm", help="Người thứ hai xác nhận một đề nghị bằng mã SHA-256 tự lấy từ nơi công bố.")
@click.argument("proposal")
@click.option("--fingerprint", prompt="Mã SHA-256 (cả mã, hoặc ít nhất 16 ký tự cuối)")
@as_option
@home_option
@speaks
def confirm(proposal: str, fingerprint: str, username: str | None, home: Path | None) -> None:
    office = office_at(home)
    with office.work(acting_as(office, username), "confirm_trust") as work:
        proposing.confirm(work, proposal, fingerprint)
    say("Đã xác nhận; có hiệu lực từ bây giờ.")


@trust.command("refuse", help="Bỏ một đề nghị, hoặc rút đề nghị của mình.")
@click.argument("proposal")
@click.option("--reason", required=True)
@as_option
@home_option
@speaks
def refuse(proposal: str, reason: str, username: str | None, home: Path | None) -> None:
    office = office_at(home)
    with office.work(acting_as(office, username), "confirm_trust") as work:
        proposing.refuse(work, proposal, reason)
    say("Đã bỏ đề nghị.")


@trust.command("withdraw", help="Đề nghị thôi tin một chứng thư.")
@click.argument("certificate")
@click.option("--reason", required=True)
@click.option(
    "--from", "day", type=click.DateTime(["%Y-%m-%d"]), help="Chữ ký chứng minh có trước còn giá trị."
)
@click.option("--ever", is_flag=True, help="Chưa bao giờ đáng tin: mọi chữ ký dựa vào đây mất giá trị.")
@as_option
@home_option
@as_json
@speaks
def withdraw(
    certificate: str,
    reason: str,
    day: datetime | None,
    ever: bool,
    username: str | None,
    home: Path | None,
    json_output: bool,
) -> None:
    if (day is None) != ever:
        raise click.UsageError("Chọn một: --from NGÀY, hoặc --ever.")
    office = office_at(home)
    since = _first_moment(day.date()) if day else None
    with office.work(acting_as(office, username), "trust") as work:
        made = proposing.propose_withdrawal(work, certificate, reason, distrusted_from=since)
    _tell([made], json_output)


def _first_moment(day: date) -> datetime:
    return datetime.combine(day, time(), HANOI)


def _tell(made: list[str], json_output: bool) -> None:
    if json_output:
        put({"proposals": made})
    for one in made:
        say(f"{WAITS} {one}")
