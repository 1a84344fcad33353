"""Is this PDF genuine? Open to everybody, keeps nothing, reveals nothing but what the file itself proves."""

from datetime import UTC, datetime

from flask import Blueprint, render_template, request

from app.cli.files import VERDICTS
from app.web.doors import office
from documents.pdf.report import Report
from documents.pdf.verify import verify


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/verify", "verify_page", verify_page, methods=["GET", "POST"])


def verify_page() -> str | tuple[str, int]:
    if request.method == "GET":
        return _show(None, "", "")
    file = request.files.get("pdf")
    if file is None or not file.filename:
        return _show(None, "", "Hãy chọn một tệp PDF."), 422
    report = verify(file.stream.read(), trust=office().trust, at=datetime.now(UTC))
    return _show(report, file.filename, "")


def _show(report: Report | None, name: str, problem: str) -> str:
    return render_template(
        "vanthu/verify.html", report=report, name=name, problem=problem, verdicts=VERDICTS
    )
