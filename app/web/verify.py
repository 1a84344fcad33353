"""Is this PDF genuine? Open to everybody, keeps nothing, reveals nothing but what the file itself proves."""

from collections.abc import Mapping

from flask import Blueprint, request

from app.errors import Problem
from app.web.doors import office
from app.web.showing import page
from documents.pdf.report import Report, Verdict
from documents.pdf.verify import verify

VERDICTS: Mapping[Verdict, tuple[str, str, str]] = {
    "issued": ("good", "Văn bản đã phát hành", "Chữ ký và dấu hợp lệ, nội dung chưa bị thay đổi."),
    "signed": (
        "wait",
        "Đã ký, chưa phát hành",
        "Chữ ký hợp lệ nhưng chưa có số và dấu của cơ quan; chưa dùng làm văn bản chính thức.",
    ),
    "altered": ("bad", "Bị sửa sau khi ký", "Không sử dụng tệp này; đề nghị nơi gửi gửi lại bản gốc."),
    "unknown_signer": (
        "wait",
        "Không rõ người ký",
        "Chữ ký nguyên vẹn nhưng chưa xác định được chứng thư là của ai; cần hỏi lại cơ quan ban hành.",
    ),
    "invalid": ("bad", "Chữ ký không hợp lệ", "Không sử dụng tệp này; liên hệ cơ quan ban hành."),
    "unverifiable": (
        "wait",
        "Không kiểm tra được",
        "Chưa kết luận được thật hay không; xem nhận xét bên dưới.",
    ),
    "unsigned": (
        "wait",
        "Không có chữ ký số",
        "Tệp không có chữ ký số nào nên không chứng minh được nguồn gốc.",
    ),
}
"""For each verdict: its tone, the verdict in office language, what it means for the reader."""
NO_FILE = Problem("no_file", 422, "Chưa chọn tệp nào.", "Chọn tệp PDF rồi bấm Kiểm tra.")


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/verify", "verify_page", verify_page, methods=["GET", "POST"])


def verify_page() -> str | tuple[str, int]:
    if request.method == "GET":
        return _show(None, "")
    file = request.files.get("pdf")
    if file is None or not file.filename:
        return _show(None, "", NO_FILE), NO_FILE.status
    return _show(verify(file.stream.read(), trust=office().trust, at=office().clock()), file.filename)


def _show(report: Report | None, name: str, problem: Problem | None = None) -> str:
    return page("vanthu/verify.html", report=report, name=name, problem=problem, verdicts=VERDICTS)
