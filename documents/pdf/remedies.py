"""What to do next about findings whose own sentence does not say it."""

ASK_PROVIDER = "Khi cần chứng minh, đề nghị nhà cung cấp chứng thư xác nhận tình trạng tại thời điểm ký."
KEEP_WELL = "Lưu tệp gốc kèm nơi và ngày nhận; văn bản quan trọng thì đề nghị cơ quan ban hành ký lại."

REMEDIES: dict[str, str] = {
    "weak_algorithm_seen": KEEP_WELL,
    "no_signing_certificate_attribute": KEEP_WELL,
    "time_from_computer": KEEP_WELL,
    "ended_since": KEEP_WELL,
    "order_of_time_seen": "So ngày ghi trên văn bản với ngày nhận; còn nghi ngờ thì hỏi cơ quan ban hành.",
    "same_signer_twice": "Không sử dụng bản này; liên hệ cơ quan ban hành.",
    "not_sealed": "Chờ bản có số và dấu của cơ quan; bản này chưa dùng làm văn bản chính thức.",
    "chair_not_signed": "Chờ chủ tọa ký và cơ quan đóng dấu.",
    "certificate_unfit": "Không sử dụng văn bản này; liên hệ cơ quan ban hành.",
    "revocation_not_checked": ASK_PROVIDER,
    "revocation_older": ASK_PROVIDER,
    "authority_not_checked": ASK_PROVIDER,
    "timestamp_revocation_not_checked": ASK_PROVIDER,
    "timestamp_unknown": "Quản trị viên cần kiểm tra và nạp chứng thư gốc của máy chủ dấu thời gian.",
    "unsigned": "Hỏi nơi gửi có bản ký số không; nếu không, chỉ dùng như bản chụp.",
}
