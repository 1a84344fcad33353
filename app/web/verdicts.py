"""The seven verdicts in office language, for every page that tells one."""

from collections.abc import Mapping

from documents.pdf.report import Verdict

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
