"""The answer of a verification: a verdict, the signatures, and findings in words an office uses.

Every finding's code, what it means for the verdict, and its sentence stand in one table, so that no code exists
without a sentence. `judgement` decides; this file only words and orders.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from documents.pdf.agency_line import AgencyLine
from documents.pdf.grades import Grade
from documents.pdf.remedies import REMEDIES

Verdict = Literal["issued", "signed", "altered", "unknown_signer", "invalid", "unverifiable", "unsigned"]
Effect = Literal["invalid", "altered", "unverifiable", "unknown_signer", "not_issued", "note"]

#: The first effect found among the findings decides; only without any of them is the stage looked at.
GRAVITY: tuple[Effect, ...] = ("invalid", "altered", "unverifiable", "unknown_signer")

FINDINGS: dict[str, tuple[Effect, str]] = {
    # the container and the bytes
    "container_damaged": (
        "invalid",
        "Phần chứa chữ ký {field} bị hỏng ({reason}). Đề nghị nơi gửi gửi lại bản gốc.",
    ),
    "signature_wrong": (
        "invalid",
        "Chữ ký {field} không đúng về mật mã. Không sử dụng văn bản này; liên hệ cơ quan ban hành.",
    ),
    "weak_algorithm": (
        "invalid",
        "Chữ ký {field} dùng thuật toán yếu ({algorithm}). Đề nghị cơ quan ban hành ký lại.",
    ),
    "weak_algorithm_seen": (
        "note",
        "Chữ ký {field} dùng thuật toán đã lỗi thời ({algorithm}); giá trị chứng cứ thấp hơn.",
    ),
    "content_altered": (
        "altered",
        "Nội dung đã bị thay đổi sau khi ký {field} (hoặc tệp đã được lưu lại bằng phần mềm khác). "
        "Đề nghị nơi gửi gửi lại bản gốc.",
    ),
    "changed_after_signing": (
        "altered",
        "Sau khi ký {field}, tệp bị thêm hoặc sửa nội dung ngoài phạm vi cho phép. Không sử dụng bản này.",
    ),
    "bytes_outside_revisions": (
        "altered",
        "Tệp có dữ liệu nằm ngoài các phiên bản đã ký (vị trí {offset}). Đề nghị nơi gửi gửi lại bản gốc.",
    ),
    "signature_removed": (
        "altered",
        "Chữ ký {field} đã bị gỡ hoặc thay khỏi tệp. Không sử dụng bản này; liên hệ cơ quan ban hành.",
    ),
    "signature_hidden": (
        "unverifiable",
        "Tệp có dấu vết chữ ký nhưng không đọc được chữ ký đó. Không kết luận được; đề nghị gửi lại bản gốc.",
    ),
    "kind_not_supported": (
        "unverifiable",
        "Chữ ký {field} thuộc loại không kiểm tra được ở đây ({kind}). Đề nghị cơ quan ban hành ký lại theo PAdES.",
    ),
    "needs_password": (
        "unverifiable",
        "Tệp có mật khẩu mở nên không kiểm tra được chữ ký. Đề nghị nơi gửi gửi bản không đặt mật khẩu.",
    ),
    "bytes_before_header": (
        "unverifiable",
        "Tệp có {count} byte thừa trước phần đầu PDF: hệ thống gửi đã làm hỏng tệp khi truyền. "
        "{after_removal} Đề nghị nơi gửi gửi lại bản gốc.",
    ),
    "unreadable": (
        "unverifiable",
        "Không đọc được tệp nên không kiểm tra được chữ ký ({reason}). Đề nghị gửi lại bản gốc.",
    ),
    "not_a_pdf": ("unverifiable", "Tệp này không phải là PDF. Hãy chọn đúng tệp văn bản."),
    "too_large": ("unverifiable", "Tệp vượt giới hạn kiểm tra ({limit}). Đề nghị kiểm tra trên máy khác."),
    # how our own documents are made
    "not_our_construction": (
        "altered",
        "Văn bản mang các trường của hệ thống nhưng không đúng cách dựng của hệ thống ({reason}). "
        "Không sử dụng bản này.",
    ),
    "blank_not_filled": (
        "altered",
        "Đã đóng dấu nhưng ô {field} chưa được điền. Không sử dụng bản này; liên hệ văn thư cơ quan ban hành.",
    ),
    "filled_without_seal": (
        "altered",
        "Ô {field} đã bị điền khi chưa có dấu của cơ quan. Không sử dụng bản này.",
    ),
    "shown_text_differs": (
        "altered",
        "Chữ hiển thị ở ô {field} khác giá trị được ghi. Không sử dụng bản này.",
    ),
    "same_signer_twice": (
        "invalid",
        "Một chứng thư vừa ký vừa đóng dấu. Dấu của cơ quan phải dùng chứng thư của cơ quan.",
    ),
    "same_person_twice": (
        "invalid",
        "Một chứng thư ký cả hai chỗ của thư ký và chủ tọa. Biên bản phải do hai người ký; lập lại và ký lại.",
    ),
    "role_mismatch": (
        "unknown_signer",
        "Chứng thư của {field} không phải là chứng thư của {role}. Liên hệ cơ quan ban hành.",
    ),
    "only_timestamp": (
        "unverifiable",
        "Tệp chỉ có dấu thời gian, không có chữ ký số của người hay cơ quan nào. Hỏi nơi gửi bản đã ký số.",
    ),
    "not_sealed": ("not_issued", "Đã có chữ ký của người có thẩm quyền nhưng chưa có dấu của cơ quan."),
    "chair_not_signed": (
        "not_issued",
        "Biên bản mới có chữ ký của thư ký; còn thiếu chữ ký của chủ tọa và dấu của cơ quan.",
    ),
    # certificates
    "signer_unknown": (
        "unknown_signer",
        "Chữ ký {field} nguyên vẹn nhưng chứng thư của {signer} không thuộc nhà cung cấp được tin cậy ở đây. "
        "Quản trị viên cần kiểm tra và nạp chứng thư gốc.",
    ),
    "authority_distrusted": (
        "unknown_signer",
        "Nơi cấp chứng thư của {signer} ({field}) không còn được tin cậy ở đây vào thời điểm của chữ ký, hoặc chữ ký "
        "không có thời gian tin cậy để chứng minh là có trước. Hỏi lại cơ quan ban hành.",
    ),
    "stranger_on_certified": (
        "unverifiable",
        "Sau khi văn bản được chứng nhận, có thêm hình chữ ký {field} của người thuộc nhà cung cấp chứng thư khác; "
        "cả hai nhà cung cấp đều chưa được tin cậy ở đây. Hình này có thể che nội dung. "
        "Nạp chứng thư gốc rồi kiểm tra lại.",
    ),
    "signer_not_registered": (
        "unknown_signer",
        "Chứng thư của {signer} ({field}) chưa được đăng ký ở đây. Văn thư cần xác minh với cơ quan ban hành.",
    ),
    "certificate_expired": (
        "invalid",
        "Chứng thư của {signer} ({field}) đã hết hạn khi ký. Đề nghị cơ quan ban hành ký lại.",
    ),
    "certificate_not_yet_valid": (
        "invalid",
        "Chứng thư của {signer} ({field}) chưa có hiệu lực khi ký. Đề nghị cơ quan ban hành kiểm tra.",
    ),
    "certificate_revoked": (
        "invalid",
        "Chứng thư của {signer} ({field}) đã bị thu hồi trước khi ký. Không sử dụng văn bản này.",
    ),
    "ended_since": (
        "note",
        "Chứng thư của {signer} ({field}) nay đã hết hạn; chỉ giờ của máy tính nói rằng chữ ký có trước ngày đó.",
    ),
    "expired_unproven": (
        "unverifiable",
        "Chứng thư của {signer} ({field}) đã hết hạn, và không có dấu thời gian còn hiệu lực chứng minh chữ ký có "
        "trước ngày đó. Cơ quan lưu trữ cần cung cấp bản đã gia hạn.",
    ),
    "revoked_unproven": (
        "unverifiable",
        "Chứng thư của {signer} ({field}) đã bị thu hồi, và không có dấu thời gian còn hiệu lực chứng minh chữ ký có "
        "trước đó. Hỏi lại cơ quan ban hành trước khi sử dụng.",
    ),
    "certificate_unfit": (
        "invalid",
        "Chứng thư của {signer} ({field}) không được phép dùng để ký ({reason}).",
    ),
    "revoked_later": (
        "note",
        "Chứng thư của {signer} bị thu hồi sau khi ký; dấu thời gian chứng minh chữ ký có trước, nên vẫn có giá trị.",
    ),
    "revocation_not_checked": (
        "note",
        "Không có dữ liệu chứng minh chứng thư của {signer} chưa bị thu hồi lúc ký; phần này chưa được kiểm tra.",
    ),
    "revocation_older": (
        "note",
        "Dữ liệu thu hồi đối với chứng thư của {signer} có trước chữ ký, nên chưa chứng minh được tình trạng lúc ký.",
    ),
    "authority_not_checked": (
        "note",
        "Chưa kiểm tra việc thu hồi đối với nhà cung cấp chứng thư của {signer}.",
    ),
    "no_signing_certificate_attribute": (
        "note",
        "Chữ ký {field} theo kiểu cũ, không ghi rõ chứng thư đã dùng; giá trị chứng cứ thấp hơn PAdES.",
    ),
    # time
    "time_not_proven": (
        "unverifiable",
        "Chữ ký {field} chưa có dấu thời gian tin cậy nên chưa được coi là đã ký. Chờ hệ thống gắn dấu thời gian.",
    ),
    "time_from_computer": (
        "note",
        "Chữ ký {field} chỉ có giờ của máy tính, không có dấu thời gian tin cậy.",
    ),
    "timestamp_wrong": (
        "invalid",
        "Dấu thời gian của {field} không đúng. Không sử dụng bản này; đề nghị gửi lại bản gốc.",
    ),
    "timestamp_in_future": (
        "unverifiable",
        "Dấu thời gian của {field} muộn hơn thời điểm kiểm tra. Xem lại đồng hồ máy, rồi kiểm tra lại.",
    ),
    "timestamp_unknown": (
        "unknown_signer",
        "Dấu thời gian của {field} không thuộc máy chủ được tin cậy ở đây ({signer}).",
    ),
    "timestamp_distrusted": (
        "unverifiable",
        "Nơi cấp dấu thời gian của {field} không còn được tin cậy ở đây, và không có dấu thời gian khác đóng trước đó "
        "chứng minh thay. Đề nghị cơ quan ban hành hoặc cơ quan lưu trữ cung cấp bản đã gia hạn.",
    ),
    "timestamp_expired": (
        "unverifiable",
        "Chứng thư dấu thời gian của {field} đã hết hạn mà chưa được gia hạn lưu trữ. "
        "Cơ quan lưu trữ cần cung cấp bản đã gia hạn.",
    ),
    "timestamp_revocation_not_checked": (
        "note",
        "Chưa kiểm tra việc thu hồi đối với chứng thư của dấu thời gian ngoài cùng ({field}).",
    ),
    "order_of_time": (
        "invalid",
        "Thời điểm của {field} sớm hơn chữ ký đứng trước nó. Liên hệ cơ quan ban hành.",
    ),
    "order_of_time_seen": (
        "note",
        "Theo giờ máy tính, {field} có trước chữ ký đứng trước nó; có thể đồng hồ máy ký bị sai.",
    ),
    "damaged_proof": (
        "altered",
        "Dữ liệu xác thực lâu dài trong tệp bị hỏng. Đề nghị nơi gửi gửi lại bản gốc.",
    ),
    # the closing sentence
    "unsigned": ("note", "Tệp không có chữ ký số nào."),
    "issued": ("note", "Văn bản đã ký, có dấu của cơ quan và chưa bị thay đổi."),
    "issued_annex": (
        "note",
        "Tệp là phụ lục của văn bản {name}: có chữ ký số của cơ quan và chưa bị thay đổi.",
    ),
    "issued_copy": (
        "note",
        "Tệp là bản sao ({form}) do {name} thực hiện: có chữ ký số của cơ quan sao và chưa bị thay đổi.",
    ),
    "signed": ("note", "Văn bản đã có chữ ký hợp lệ nhưng chưa phải là bản phát hành."),
}


@dataclass(frozen=True)
class Finding:
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def effect(self) -> Effect:
        return FINDINGS[self.code][0]

    @property
    def message(self) -> str:
        return FINDINGS[self.code][1].format_map(_Facts(self.facts))

    @property
    def remedy(self) -> str:
        """What to do next; empty where the message already says it or nothing is to be done."""
        return REMEDIES.get(self.code, "")


class _Facts(dict[str, Any]):
    """A sentence is still readable when a fact is missing."""

    def __missing__(self, key: str) -> str:
        return "?"


@dataclass(frozen=True)
class SignatureReport:
    """One signature or document timestamp, in the words of the command line's contract.

    field          the field's name in the file
    role           person | agency | timestamp
    status         valid | altered | invalid | unknown_signer | unverifiable
    covers         whole_file | revision | nothing
    changes        none | proof_added | filled | altered: what came after this signature
    revocation     good | revoked | revoked_later | older | not_checked, for the signer's certificate at signing time
    """

    field: str
    signer: str
    issuer: str
    role: str
    status: str
    trusted_time: datetime | None
    claimed_time: datetime | None
    covers: str
    changes: str
    revocation: str
    algorithm: str
    certificate_sha256: str = ""


@dataclass(frozen=True)
class Report:
    """level is the PAdES level all signatures reach (B-B, B-T, B-LT, B-LTA), CMS for older kinds, None without any.

    grade     how much the signatures prove, of good files only; see `grades`
    line      what an annex or a copy says of itself, which the agency signed alone
    """

    verdict: Verdict
    level: str | None = None
    signatures: tuple[SignatureReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    profile: Literal["own", "interop"] | None = None
    filled: dict[str, str] = field(default_factory=dict)
    grade: Grade | None = None
    line: AgencyLine | None = None


def as_json(file: str, report: Report) -> dict[str, Any]:
    """One line of `vanthu verify --json`; times in ISO 8601, UTC."""
    return {
        "file": file,
        "verdict": report.verdict,
        "level": report.level,
        "grade": report.grade,
        "profile": report.profile,
        "signatures": [_signature(one) for one in report.signatures],
        "filled": report.filled,
        "findings": [
            {"code": one.code, "message": one.message, "remedy": one.remedy} for one in report.findings
        ],
    }


def _signature(one: SignatureReport) -> dict[str, Any]:
    return {
        "field": one.field,
        "signer": one.signer,
        "issuer": one.issuer,
        "role": one.role,
        "status": one.status,
        "trusted_time": one.trusted_time.isoformat() if one.trusted_time else None,
        "claimed_time": one.claimed_time.isoformat() if one.claimed_time else None,
        "covers": one.covers,
        "changes": one.changes,
        "revocation": one.revocation,
        "algorithm": one.algorithm,
        "certificate_sha256": one.certificate_sha256,
    }
