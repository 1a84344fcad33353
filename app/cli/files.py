"""Commands on files alone, no office needed: inspect, typeset, verify."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import click

from app.cli.ink import draw_ink, say_ink
from app.cli.offices import trust_at
from app.cli.speaking import as_json, put, say, speaks
from app.errors import explain
from app.packages import KINDS, packages_for
from documents.errors import VanthuError
from documents.inspecting import inspect_file
from documents.kinds import load_kinds
from documents.pdf.grades import GRADES
from documents.pdf.keys import SigningKey, load_pkcs12
from documents.pdf.report import Report
from documents.pdf.report import as_json as report_as_json
from documents.pdf.signed_report import sign_report
from documents.pdf.trust import Trust
from documents.pdf.validation_report import validation_report
from documents.pdf.verify import verify
from documents.reading.reader import as_inspect
from documents.typesetting.engine import typeset_docx

Engine = Literal["auto", "embedded", "libreoffice"]
Profile = Literal["auto", "own", "interop"]

VERDICTS = {
    "issued": "ĐÃ PHÁT HÀNH",
    "signed": "ĐÃ KÝ, CHƯA PHÁT HÀNH",
    "altered": "BỊ SỬA SAU KHI KÝ",
    "unknown_signer": "KHÔNG RÕ NGƯỜI KÝ",
    "invalid": "CHỮ KÝ KHÔNG HỢP LỆ",
    "unverifiable": "KHÔNG KIỂM TRA ĐƯỢC",
    "unsigned": "CHƯA KÝ",
}


@click.command(help="Đọc văn bản: số, ký hiệu, ngày, trích yếu, nơi nhận, người ký.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@as_json
@speaks
def inspect(files: tuple[Path, ...], json_output: bool) -> None:
    """One line per file; a file that cannot be read has `error`, and the exit status says so."""
    names = [name for kind in load_kinds(*packages_for(KINDS)).values() for name in kind.names]
    failed = 0
    for place in files:
        try:
            read = as_inspect(str(place), inspect_file(place.name, place.read_bytes(), names))
        except VanthuError as error:
            problem = explain(error)
            read = {"file": str(place), "error": problem.code, "message": problem.message}
        except OSError as error:
            read = {"file": str(place), "error": "unreadable", "message": error.strerror}
        failed += "error" in read
        if json_output:
            put(read)
        else:
            _show(read)
    if failed:
        raise SystemExit(1)


@click.command(help="Dựng tệp .docx thành PDF/A.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--engine", type=click.Choice(get_args(Engine)), default="auto", show_default=True)
@as_json
@speaks
def typeset(file: Path, output: Path, engine: Engine, json_output: bool) -> None:
    """Writes nothing when the page would not say what the file says."""
    made = typeset_docx(file.read_bytes(), created_at=datetime.now(UTC), engine=engine)
    output.write_bytes(made.pdf)
    if json_output:
        put(
            {
                "pages": made.pages,
                "engine": made.engine,
                "losses": list(made.losses),
                "notes": list(made.notes),
                "text_equal": made.text_equal,
            }
        )
    else:
        for note in made.notes:
            say(note)
    say(f"{output.name}: {made.pages} trang, bộ dựng {made.engine}")


@click.command("verify", help="Kiểm tra chữ ký số và dấu của PDF.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--trust", multiple=True, type=click.Path(path_type=Path, exists=True), help="Chứng thư gốc (PEM)."
)
@click.option("--at", "moment", help="Kiểm tra tại thời điểm này (ISO 8601).")
@click.option("--profile", type=click.Choice(get_args(Profile)), default="auto", show_default=True)
@click.option(
    "--ink",
    "ink_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Vẽ vào thư mục này: ai đưa nét nào vào trang.",
)
@click.option(
    "--etsi",
    "etsi_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Ghi báo cáo theo ETSI TS 119 102-2 (XML) vào tệp này; chỉ với một tệp PDF.",
)
@click.option(
    "--sign-with",
    "key_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Ký báo cáo ETSI bằng tệp khóa PKCS#12 này (hỏi mật khẩu); không có thì báo cáo không ký.",
)
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu (chứng thư gốc)."
)
@as_json
@speaks
def verify_files(
    files: tuple[Path, ...],
    trust: tuple[Path, ...],
    moment: str | None,
    profile: Profile,
    ink_folder: Path | None,
    etsi_file: Path | None,
    key_file: Path | None,
    home: Path | None,
    json_output: bool,
) -> None:
    """Exit status 0 only when every file is issued."""
    if etsi_file is not None and len(files) != 1:
        raise click.UsageError("--etsi chỉ dùng với một tệp PDF.")
    key = _report_key(key_file, etsi_file)
    at = _moment(moment)
    roots = _trust(trust, home, at)
    good = True
    for place in files:
        try:
            pdf = place.read_bytes()
            report = verify(pdf, trust=roots, at=at, profile=profile)
            told = report_as_json(str(place), report)
            if etsi_file is not None:
                xml = validation_report(pdf, report, trust=roots, at=at)
                etsi_file.write_bytes(sign_report(xml, key) if key else xml)
            if ink_folder is not None:
                told["ink"] = draw_ink(place, pdf, report, ink_folder)
        except OSError as error:
            say(f"{place}: {error.strerror}")
            good = False
            continue
        good = good and report.verdict == "issued"
        if json_output:
            put(told)
        else:
            _show_report(place, report)
            say_ink(told.get("ink"))
    if not good:
        raise SystemExit(1)


def _report_key(key_file: Path | None, etsi_file: Path | None) -> SigningKey | None:
    """raises WrongKeyPassword, KeyFileUnreadable"""
    if key_file is None:
        return None
    if etsi_file is None:
        raise click.UsageError("--sign-with chỉ dùng cùng --etsi.")
    password: str = click.prompt("Mật khẩu của tệp khóa", hide_input=True, err=True)
    return load_pkcs12(key_file.read_bytes(), password)


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text}: dùng dạng 2026-03-31T08:00:00+07:00", param_hint="--at") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _trust(given: tuple[Path, ...], home: Path | None, at: datetime) -> Trust:
    """The roots named on the line; without any, those of the home."""
    if given:
        try:
            return Trust.from_pem(*(place.read_bytes() for place in given))
        except ValueError as error:
            raise click.BadParameter("không phải chứng thư PEM hoặc DER", param_hint="--trust") from error
    return trust_at(home, at)


def _show(read: dict[str, object]) -> None:
    for name, value in read.items():
        if value not in (None, [], ""):
            click.echo(f"{name:18} {value}")
    click.echo()


def _show_report(place: Path, report: Report) -> None:
    click.echo(f"{place}: {VERDICTS[report.verdict]} {report.level or ''}".rstrip())
    if report.grade:
        click.echo(f"  Giá trị chứng cứ hạng {report.grade}: {GRADES[report.grade]}")
    for finding in report.findings:
        click.echo(f"  - {finding.message} {finding.remedy}".rstrip())
