"""`vanthu demo`: a paper's whole way on this machine, then the office to look around in."""

import tempfile
from pathlib import Path

import click

from app.cli.offices import office_at
from app.cli.serving import serve_office
from app.cli.speaking import as_json, put, say, speaks
from app.config import read_config
from app.demo.home import OUR_PLAN, Marker, StoryRefused, claim_home
from app.demo.papers import our_plan
from app.demo.seed import CAST, PASSWORD
from app.demo.story import Story
from documents.reading.reader import read_file


@click.command(help="Trình diễn: một kế hoạch đi trọn đường từ tệp Word đến hồ sơ lưu.")
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Thư mục mới cho dữ liệu trình diễn."
)
@click.option("--story", type=click.Choice(["plan"]), default="plan", show_default=True)
@click.option("--plan", type=click.Path(path_type=Path, dir_okay=False), help="Tệp .docx của bạn.")
@click.option("--no-serve", is_flag=True, help="Không mở máy chủ web sau khi xong.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@as_json
@speaks
def demo(
    home: Path | None, story: str, plan: Path | None, no_serve: bool, host: str, port: int, json_output: bool
) -> None:
    marker, data, place = _claim(home, plan)
    office = office_at(place, must_exist=False)
    told = Story(office, marker, data, say).run()
    if json_output:
        put(told.as_json())
    say(f"Xong: {told.pdf} · kết luận: {told.verdict}")
    if told.verdict != "issued" or not (told.search_hit and told.journal_ok and told.doctor_ok):
        raise SystemExit(1)
    if no_serve:
        return
    say(f"\nMở http://{host}:{port} và đăng nhập bằng một trong các tài khoản (mật khẩu: {PASSWORD}):")
    for role, username in vars(CAST).items():
        say(f"  {username:15} {ROLES[role]}")
    serve_office(place, host, port)


ROLES = {
    "drafter": "chuyên viên soạn thảo",
    "head": "lãnh đạo đơn vị, kiểm tra nội dung",
    "form_checker": "kiểm tra thể thức",
    "signer": "người ký",
    "clerk": "văn thư",
    "archivist": "lưu trữ",
    "recipient": "nơi nhận",
    "administrator": "quản trị",
}


def _claim(home: Path | None, plan: Path | None) -> tuple[Marker, bytes, Path]:
    if plan is None:
        place = home or read_config().home
        kept = place / OUR_PLAN
        data = kept.read_bytes() if kept.exists() else our_plan()
        return claim_home(place, OUR_PLAN, data, read_file(OUR_PLAN, data).date_parts), data, place
    try:
        data = plan.read_bytes()
    except OSError as error:
        raise StoryRefused(
            why=f"Không mở được {plan.name}: {error.strerror}.", remedy="Kiểm tra đường dẫn."
        ) from error
    reading = read_file(plan.name, data)
    place = home or Path(tempfile.mkdtemp(prefix="vanthu-demo-"))
    return claim_home(place, plan.name, data, reading.date_parts), data, place
