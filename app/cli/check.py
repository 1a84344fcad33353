"""The layout check of a Word draft on the command line."""

from dataclasses import asdict
from pathlib import Path

import click

from app.cli.speaking import as_json, put, say, speaks
from documents.checking.check import check_docx
from documents.checking.finding import Finding

_SIGNS = {"error": "SAI", "warning": "NÊN XEM"}


@click.command(help="Soát thể thức của tệp .docx theo Nghị định 30/2020/NĐ-CP.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@as_json
@speaks
def check(file: Path, json_output: bool) -> None:
    """Exit status 0 when nothing is wrong; warnings alone do not count."""
    findings = check_docx(file.read_bytes())
    if json_output:
        put({"file": str(file), "findings": [asdict(one) for one in findings]})
    else:
        _show(findings)
    if any(one.severity == "error" for one in findings):
        raise SystemExit(1)


def _show(findings: tuple[Finding, ...]) -> None:
    for one in findings:
        click.echo(f"{_SIGNS[one.severity]:8} {one.message} ({one.clause})")
    if not findings:
        say("Không thấy lỗi thể thức.")
