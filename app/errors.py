"""The one error table: what a person reads, what they do next, and the HTTP status.

Rooms raise situations; only this file knows sentences and statuses. A test holds the table against every class of
`VanthuError`, so no situation is without its words.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from documents.database import HANOI
from documents.errors import VanthuError

log = logging.getLogger("vanthu.errors")


@dataclass(frozen=True)
class Words:
    """status   HTTP; message   what happened; remedy   what to do next. Both may quote {facts}."""

    status: int
    message: str
    remedy: str


@dataclass(frozen=True)
class Problem:
    """A situation made readable."""

    code: str
    status: int
    message: str
    remedy: str


_UNPROCESSABLE = 422

ERRORS: Mapping[str, Words] = {
    # --- rights and sight
    "not_allowed": Words(
        403, "Bạn không có quyền làm việc này.", "Nếu cần, hãy hỏi người đang phụ trách văn bản."
    ),
    "no_such_document": Words(
        404, "Không có văn bản này, hoặc bạn không được xem.", "Kiểm tra lại đường dẫn."
    ),
    "version_moved": Words(
        409, "Văn bản vừa được người khác thay đổi.", "Tải lại trang, xem lại rồi thực hiện tiếp."
    ),
    "moved_by_other": Words(
        409,
        "Thao tác của bạn chưa được thực hiện: {by} vừa «{what}» văn bản này lúc {at}.",
        "Tải lại trang, xem lại rồi thực hiện tiếp.",
    ),
    "not_your_turn": Words(
        409, "Không có việc nào chờ bạn ở văn bản này.", "Xem lịch sử để biết ai đang xử lý."
    ),
    "act_denied": Words(409, "Chưa thể thực hiện: {reason_sentence}", "{reason_remedy}"),
    "upgrade_refused": Words(
        409,
        "Chưa chuyển được văn bản của quy trình {workflow} bản {version}: {why}.",
        "Chờ ký và phát hành xong các văn bản này rồi chạy thử lại.",
    ),
    "answer_refused": Words(_UNPROCESSABLE, "Ô «{title}» {why}.", "Điền lại ô này rồi thực hiện tiếp."),
    "nobody_to_act": Words(
        409,
        "Chưa chuyển được sang «{state}»: chưa có ai giữ vai trò {role}.",
        "Báo quản trị viên bổ sung danh bạ rồi thực hiện lại.",
    ),
    "definition_changed": Words(
        500,
        "Quy trình {workflow} bản {version} đã bị sửa trong khi còn văn bản chạy theo bản này.",
        "Khôi phục tệp quy trình cũ; muốn đổi, thêm một bản mới.",
    ),
    "reason_needed": Words(_UNPROCESSABLE, "Cần ghi lý do.", "Viết một câu để người nhận biết phải sửa gì."),
    "already_underway": Words(
        409, "Văn bản đang được người khác ký hoặc phát hành.", "Chờ ít phút rồi tải lại trang."
    ),
    "reservation_lost": Words(
        409,
        "Phiên ký đã hết hạn hoặc văn bản vừa thay đổi; chữ ký không được ghi nhận.",
        "Xem lại và ký lại.",
    ),
    # --- uploads
    "draft_refused": Words(_UNPROCESSABLE, "Tệp không được nhận.", "Kiểm tra tệp và tải lại."),
    "empty_file": Words(
        _UNPROCESSABLE, "Tệp rỗng, không có nội dung.", "Mở tệp trên máy, lưu lại rồi tải lên."
    ),
    "not_a_docx": Words(
        415,
        "Tệp không phải là văn bản Word (.docx); đây là: {found}.",
        "Mở bằng Word, chọn Lưu thành .docx rồi tải lại.",
    ),
    "not_receivable": Words(
        415,
        "Tệp không phải PDF hoặc Word; đây là: {found}.",
        "Quét hoặc in văn bản ra PDF rồi tiếp nhận lại.",
    ),
    "old_word_file": Words(
        415, "Tệp ở định dạng Word cũ (.doc).", "Mở bằng Word, chọn Lưu thành .docx rồi tải lại."
    ),
    "encrypted_file": Words(_UNPROCESSABLE, "Tệp bị đặt mật khẩu.", "Gỡ mật khẩu trong Word rồi tải lại."),
    "macros_inside": Words(
        _UNPROCESSABLE, "Tệp chứa macro ({part}).", "Lưu lại thành .docx không có macro rồi tải lại."
    ),
    "embedded_object": Words(
        _UNPROCESSABLE, "Tệp nhúng một tệp hoặc đối tượng khác ({part}).", "Bỏ đối tượng nhúng rồi tải lại."
    ),
    "outside_reference": Words(
        _UNPROCESSABLE,
        "Tệp trỏ tới dữ liệu bên ngoài ({target}).",
        "Chèn hẳn hình hoặc mẫu vào văn bản rồi tải lại.",
    ),
    "external_include": Words(
        _UNPROCESSABLE,
        "Tệp có trường tự chèn nội dung từ nơi khác ({instruction}).",
        "Chuyển trường đó thành chữ thường (Ctrl+Shift+F9) rồi tải lại.",
    ),
    "entity_declared": Words(
        _UNPROCESSABLE, "Tệp có khai báo nguy hiểm bên trong.", "Mở bằng Word, lưu lại rồi tải lên."
    ),
    "too_big": Words(
        413, "Tệp quá lớn hoặc nén bất thường ({part}).", "Giảm dung lượng hình ảnh rồi tải lại."
    ),
    "picture_too_large": Words(413, "Một hình trong tệp quá lớn ({part}).", "Thu nhỏ hình rồi tải lại."),
    "duplicate_part": Words(
        _UNPROCESSABLE, "Tệp có hai phần trùng tên ({part}).", "Mở bằng Word, lưu lại rồi tải lên."
    ),
    "bad_part_name": Words(
        _UNPROCESSABLE, "Tệp có cấu trúc không an toàn.", "Mở bằng Word, lưu lại rồi tải lên."
    ),
    "tracked_changes": Words(
        _UNPROCESSABLE,
        "Tệp còn thay đổi chưa được chấp nhận (Track Changes).",
        "Trong Word chọn Review, Accept All Changes, lưu rồi tải lại.",
    ),
    "hidden_text": Words(
        _UNPROCESSABLE, "Tệp có chữ ẩn: «{text}».", "Bỏ định dạng ẩn hoặc xóa đoạn đó rồi tải lại."
    ),
    "state_secret": Words(
        _UNPROCESSABLE,
        "Văn bản mang dấu độ mật {mark}; hệ thống này không được phép lưu văn bản mật.",
        "Xử lý theo quy định bảo vệ bí mật nhà nước, trên máy không nối mạng. Tệp không được lưu lại.",
    ),
    "damaged_file": Words(
        _UNPROCESSABLE, "Tệp bị hỏng, không đọc trọn được.", "Mở bằng Word, lưu lại rồi tải lên."
    ),
    # --- setting pages
    "cannot_typeset": Words(
        _UNPROCESSABLE,
        "Chưa dựng được trang từ tệp này vì có: {losses}.",
        "Bỏ hoặc thay các phần đó rồi tải lại; nếu máy chủ có LibreOffice, hệ thống sẽ tự dùng.",
    ),
    "text_differs": Words(
        _UNPROCESSABLE,
        "Chữ trên trang dựng được khác với tệp Word.",
        "Báo quản trị viên kèm tệp; chưa có gì được lưu.",
    ),
    "libre_office_missing": Words(
        501, "Máy chủ chưa cài LibreOffice.", "Dùng bộ dựng sẵn có hoặc báo quản trị viên."
    ),
    "libre_office_failed": Words(
        500, "LibreOffice không dựng được trang.", "Thử lại; nếu vẫn lỗi, báo quản trị viên."
    ),
    "damaged_pdf": Words(_UNPROCESSABLE, "Không đọc được tệp PDF.", "Kiểm tra tệp rồi tải lại."),
    # --- fields and kinds
    "fields_incomplete": Words(
        _UNPROCESSABLE, "Còn thiếu: {missing}.", "Điền các ô được đánh dấu rồi lưu lại."
    ),
    "kind_not_ready": Words(_UNPROCESSABLE, "Chưa hỗ trợ loại văn bản: {found}.", "Hiện nhận: {ready}."),
    "bad_kind": Words(
        _UNPROCESSABLE, "Mô tả loại văn bản {file} sai: {faults}.", "Sửa tệp mô tả rồi khởi động lại."
    ),
    "no_such_form": Words(_UNPROCESSABLE, "Không có mẫu {form}.", "Hiện có các mẫu: {known}."),
    "no_such_kind": Words(404, "Không có loại văn bản {kind}.", "Mở lại trang Loại văn bản."),
    "bad_calendar_day": Words(
        _UNPROCESSABLE,
        "Ngày hoặc thời hạn không hợp lệ: {value}.",
        "Chọn một ngày có thật và ghi theo văn bản nào.",
    ),
    "no_such_act": Words(404, "Văn bản không viện dẫn căn cứ này.", "Mở lại trang văn bản."),
    "comment_refused": Words(
        _UNPROCESSABLE, "Chưa ghi được góp ý.", "Viết nội dung góp ý và chọn đúng trang của văn bản."
    ),
    "no_such_comment": Words(404, "Không có góp ý này trên văn bản.", "Mở lại trang văn bản."),
    "absence_refused": Words(_UNPROCESSABLE, "Chưa ghi được: {why}.", "Sửa lại rồi gửi."),
    "directory_refused": Words(_UNPROCESSABLE, "Chưa ghi được: {why}.", "Sửa lại rồi gửi."),
    "nothing_to_report": Words(
        _UNPROCESSABLE,
        "Không lập được báo cáo ETSI: tệp không có chữ ký nào của người hoặc cơ quan đọc được.",
        "Bấm «Kiểm tra tệp» để xem kết luận.",
    ),
    "trusted_list_refused": Words(
        _UNPROCESSABLE, "Chưa nhận được danh sách: {why}.", "Lấy lại tệp ở nơi công bố."
    ),
    "trust_refused": Words(_UNPROCESSABLE, "Chưa ghi được: {why}.", "Sửa lại rồi gửi."),
    "reorganisation_refused": Words(_UNPROCESSABLE, "Chưa ghi được: {why}.", "Sửa lại rồi gửi."),
    "opinion_refused": Words(_UNPROCESSABLE, "Chưa ghi được: {why}.", "Sửa lại rồi gửi."),
    "no_such_opinion_round": Words(
        404, "Không có vòng xin ý kiến này trên văn bản.", "Mở lại trang văn bản."
    ),
    "hold_refused": Words(
        _UNPROCESSABLE, "Chưa tạm dừng: {why}.", "Chọn một ngày sau hôm nay, hoặc để trống."
    ),
    "mention_unclear": Words(
        _UNPROCESSABLE, "«@{typed}» có thể là nhiều người.", "Ghi rõ một trong: {choices}."
    ),
    "mention_unknown": Words(_UNPROCESSABLE, "Không có ai tên «@{typed}».", "Nhắc được: {choices}."),
    "mention_blind": Words(
        _UNPROCESSABLE, "{name} không đọc được góp ý của văn bản này.", "Nhắc được: {choices}."
    ),
    "no_such_notice": Words(404, "Không có thông báo này.", "Mở lại trang Thông báo."),
    "notice_choice_refused": Words(_UNPROCESSABLE, "Chưa lưu: {why}.", "Sửa lại rồi lưu."),
    "working_copy_taken": Words(
        409, "{name} đang sửa bản thảo này đến {until}.", "Chờ người đó trả lại, hoặc nhắn họ trả sớm."
    ),
    "values_refused": Words(
        _UNPROCESSABLE,
        "Ô «{field}» chưa đúng.",
        "Sửa ô đó rồi lưu lại; những gì bạn đã ghi vẫn còn trong các ô.",
    ),
    "assignment_refused": Words(_UNPROCESSABLE, "Chưa ghi được: {why}.", "Sửa lại rồi gửi."),
    "no_such_assignment": Words(
        404, "Không có phân công này, hoặc phần việc đã xong.", "Tải lại trang văn bản đến."
    ),
    "recipient_unknown": Words(
        _UNPROCESSABLE, "Chưa biết nơi nhận: {lines}.", "Chỉ rõ nơi nhận một lần; lần sau hệ thống tự nhớ."
    ),
    # --- keys, signatures, time
    "no_mandate": Words(
        403,
        "{name} không có thẩm quyền ký với chức vụ «{title}».",
        "Kiểm tra khối chữ ký hoặc văn bản giao quyền ký.",
    ),
    "mandate_missing": Words(
        403,
        "{name} chưa được giao ký {capacity} {on_behalf_of}.",
        "Quản trị viên ghi văn bản giao ký vào danh bạ, hoặc trả lại để đổi người ký.",
    ),
    "mandate_of_another": Words(
        403,
        "Ký {capacity} {on_behalf_of} được giao cho {holders}, không phải {name}.",
        "Trả lại để ghi đúng người ký.",
    ),
    "mandate_expired": Words(
        403,
        "Việc giao {name} ký {capacity} {on_behalf_of} đã hết hạn {until} ({paper}).",
        "Cần văn bản giao ký mới, ghi vào danh bạ trước khi ký.",
    ),
    "mandate_not_yet": Words(
        403,
        "Việc giao {name} ký {capacity} {on_behalf_of} chưa có hiệu lực: từ {since} ({paper}).",
        "Chờ đến ngày có hiệu lực, hoặc trình người có thẩm quyền ký.",
    ),
    "mandate_outside_scope": Words(
        403,
        "Văn bản này nằm ngoài phạm vi giao {name} ký {capacity} {on_behalf_of} ({paper}): {scope}.",
        "Trình người có thẩm quyền ký, hoặc bổ sung phạm vi trong văn bản giao ký.",
    ),
    "mandate_wrong_position": Words(
        403,
        "Chức vụ của {name} không được ký {capacity} {on_behalf_of}: phải là {needs}.",
        "Kiểm tra chức vụ trong danh bạ hoặc đổi người ký (Điều 13 Nghị định 30/2020/NĐ-CP).",
    ),
    "mandate_redelegated": Words(
        403,
        "Người ký thừa ủy quyền không được ủy quyền lại cho {name} ({paper}).",
        "Người có thẩm quyền phải trực tiếp giao ký (Điều 13 Nghị định 30/2020/NĐ-CP).",
    ),
    "mandate_not_grantors": Words(
        403,
        "{grantor} không có thẩm quyền {on_behalf_of} để giao cho {name} ký {capacity} ({paper}).",
        "Kiểm tra người giao ký và chức vụ của họ vào ngày giao.",
    ),
    "mandate_lacks": Words(
        403,
        "Việc giao {name} ký {capacity} {on_behalf_of} còn thiếu: {lacking}.",
        "Quản trị viên bổ sung theo văn bản giao ký trong danh bạ.",
    ),
    "not_collective": Words(
        403,
        "«TM.» chỉ đứng trước tên tập thể; {on_behalf_of} là chức vụ của một người.",
        "Sửa khối chữ ký: ký thay cấp trưởng ghi «KT.», thừa lệnh ghi «TL.».",
    ),
    "mandate_refused": Words(_UNPROCESSABLE, "Chưa ghi được việc giao ký: {why}.", "Sửa lại rồi gửi."),
    "no_certificate": Words(
        409, "Chưa đăng ký chứng thư số còn hiệu lực.", "Báo quản trị viên đăng ký chứng thư số."
    ),
    "certificate_not_enrolled": Words(
        403, "Chứng thư số này không phải là chứng thư đã đăng ký.", "Dùng đúng chứng thư số của mình."
    ),
    "picture_missing": Words(
        409, "Chưa đăng ký hình chữ ký hoặc hình dấu.", "Báo quản trị viên đăng ký hình (PNG, nền trong)."
    ),
    "key_refused": Words(_UNPROCESSABLE, "Khóa ký không dùng được.", "Kiểm tra tệp khóa."),
    "wrong_key_password": Words(
        403, "Mật khẩu khóa ký không đúng; chưa có gì được ký.", "Nhập lại mật khẩu của chứng thư số."
    ),
    "token_missing": Words(
        409,
        "Không thấy thiết bị ký hoặc không có khóa đã đăng ký trên đó; chưa có gì được ký.",
        "Cắm đúng thiết bị rồi thử lại; nếu vẫn không được, quản trị kiểm tra VANTHU_PKCS11_DRIVER.",
    ),
    "token_locked": Words(
        403,
        "Thiết bị ký đã khóa vì nhập sai mã PIN nhiều lần hoặc mã PIN hết hạn.",
        "Mở khóa bằng công cụ của nơi cấp.",
    ),
    "token_trouble": Words(
        503, "Thiết bị ký ngắt giữa chừng; văn bản này chưa được ký.", "Rút ra cắm lại rồi ký lại."
    ),
    "remote_unavailable": Words(
        503,
        "Dịch vụ ký số từ xa không trả lời; văn bản này chưa được ký.",
        "Thử lại sau ít phút; nếu vẫn không được, quản trị kiểm tra VANTHU_CSC_URL và VANTHU_CSC_CLIENT.",
    ),
    "remote_refused": Words(
        403,
        "Dịch vụ ký số từ xa từ chối: khóa bị khóa, bị ngừng hoặc chứng thư không phải chứng thư đã đăng ký.",
        "Hỏi nơi cấp chứng thư; quản trị xem mã lỗi trong nhật ký vận hành.",
    ),
    "remote_wrong": Words(
        502,
        "Dịch vụ ký số từ xa trả về chữ ký không đúng; chưa có gì được ký.",
        "Báo nơi cấp chứng thư; không ký tiếp bằng khóa này trước khi rõ nguyên nhân.",
    ),
    "credential_not_supported": Words(
        _UNPROCESSABLE,
        "Khóa này cần mã dùng một lần hoặc xác nhận ở trang khác; mới ký được bằng khóa chỉ cần mã PIN.",
        "Đề nghị nơi cấp chuyển khóa sang xác thực bằng mã PIN.",
    ),
    "key_file_unreadable": Words(
        _UNPROCESSABLE, "Tệp khóa không phải PKCS#12 hợp lệ.", "Chọn đúng tệp .p12 hoặc .pfx."
    ),
    "key_not_supported": Words(
        _UNPROCESSABLE, "Loại khóa chưa được hỗ trợ.", "Dùng RSA từ 2048 bit hoặc ECDSA P-256."
    ),
    "key_does_not_match": Words(
        _UNPROCESSABLE, "Khóa và chứng thư không khớp nhau.", "Xuất lại tệp khóa từ nơi cấp."
    ),
    "key_expired": Words(403, "Chứng thư số đã hết hạn.", "Gia hạn chứng thư số rồi đăng ký lại."),
    "key_not_yet_valid": Words(
        403, "Chứng thư số chưa có hiệu lực.", "Chờ đến ngày hiệu lực hoặc kiểm tra lại."
    ),
    "timestamp_unavailable": Words(
        503,
        "Máy chủ dấu thời gian không trả lời.",
        "Chữ ký được giữ lại và sẽ hoàn tất khi máy chủ hoạt động.",
    ),
    "signature_value_wrong": Words(
        422,
        "Chữ ký gửi về không phải do khóa của chứng thư đã đăng ký tạo ra cho tệp này; không có gì được ghi.",
        "Kiểm tra thiết bị ký đang cắm, rồi ký lại đúng tệp đã tải.",
    ),
    "prepared_wrong": Words(
        422,
        "Tệp này không phải là tệp chuẩn bị để ký: không có đúng một ô chữ ký đang chờ bao trọn cả tệp.",
        "Không ký tệp này; lập phiên ký mới ở Bàn ký và tải lại tệp.",
    ),
    "certificate_unreadable": Words(
        422,
        "Không đọc được chứng thư số.",
        "Gửi chứng thư dạng PEM hoặc DER, chứng thư của người ký ở đầu, nhiều nhất năm chứng thư.",
    ),
    "returned_file_wrong": Words(
        _UNPROCESSABLE,
        "Tệp gửi về không phải tệp đã giao kèm đúng một chữ ký: {found}.",
        "Tải lại tệp, ký đúng một lần bằng phần mềm ký, không lưu lại bằng phần mềm khác, rồi gửi lại.",
    ),
    "whole_file_refused": Words(
        _UNPROCESSABLE,
        "Bước cấp số, đóng dấu không nhận tệp do phần mềm khác ký.",
        "Dùng lệnh vanthu sign-outside với USB token của cơ quan.",
    ),
    "outside_ticket_unknown": Words(
        404, "Mã ký một lần không đúng.", "Lập phiên ký mới ở Bàn ký rồi dùng mã vừa hiện ra."
    ),
    "outside_ticket_ended": Words(
        410, "Mã ký một lần đã hết hạn; không có gì được ghi.", "Lập phiên ký mới ở Bàn ký."
    ),
    "outside_ticket_used": Words(
        409, "Mã ký một lần đã dùng cho văn bản này.", "Mở văn bản để xem kết quả; không cần ký lại."
    ),
    "outside_not_prepared": Words(
        409,
        "Chữ ký gửi về không khớp với các tệp đã chuẩn bị trong phiên ký này; không có gì được ghi.",
        "Tải lại tệp cần ký trong cùng phiên, hoặc lập phiên ký mới.",
    ),
    "outside_moved": Words(
        409,
        "Văn bản đã thay đổi sau khi chuẩn bị để ký; chữ ký không được ghi nhận.",
        "Đọc lại văn bản và lập phiên ký mới.",
    ),
    "timestamp_pending": Words(
        503,
        "Máy chủ dấu thời gian không trả lời; chữ ký đã tạo được giữ lại nhưng văn bản chưa được coi là đã ký.",
        "Bấm lại khi máy chủ hoạt động; không cần ký lần nữa.",
    ),
    "timestamp_wrong": Words(
        502, "Dấu thời gian nhận được không đúng.", "Thử lại; nếu vẫn lỗi, báo quản trị viên."
    ),
    "no_timestamp_server": Words(
        503, "Chưa có máy chủ dấu thời gian.", "Đặt VANTHU_TSA_URL, hoặc chạy «vanthu pki dev» để dùng thử."
    ),
    "no_trust": Words(
        503,
        "Chưa có chứng thư gốc nào được tin cậy.",
        "Quản trị đề nghị ở trang Tin cậy, hoặc chép tệp .pem của cơ quan cấp vào thư mục trust.",
    ),
    "trust_file_unreadable": Words(
        503, "Có tệp chứng thư gốc không đọc được.", "Báo quản trị viên thay tệp .pem trong thư mục trust."
    ),
    "no_revocation_source": Words(
        503, "Chưa có nguồn trả lời về thu hồi chứng thư.", "Văn bản giữ ở mức B-T cho đến khi có nguồn."
    ),
    "revocation_data_stale": Words(502, "Dữ liệu thu hồi cũ hơn chữ ký.", "Hệ thống sẽ thử lại sau."),
    "revocation_data_missing": Words(502, "Thiếu dữ liệu thu hồi chứng thư.", "Hệ thống sẽ thử lại sau."),
    "certificate_revoked": Words(
        403, "Chứng thư số đã bị thu hồi.", "Không dùng chứng thư này; liên hệ nơi cấp."
    ),
    "proof_failed": Words(
        409,
        "Tệp sau khi ký không chứng minh được đúng nội dung đã duyệt ({found}); không được ghi nhận.",
        "Thử lại; nếu lặp lại, báo quản trị viên. Văn bản giữ nguyên trạng thái.",
    ),
    "month_passed": Words(
        409,
        "Văn bản in tháng {printed_month} năm {printed_year} nhưng hôm nay là {today}.",
        "Trả lại để soạn thảo sửa ngày tháng, hoặc phát hành trong đúng tháng.",
    ),
    # --- PDF
    "pdf_refused": Words(_UNPROCESSABLE, "Tệp PDF không dùng để ký được.", "Dựng lại trang từ tệp Word."),
    "pdf_unreadable": Words(_UNPROCESSABLE, "Không đọc được tệp PDF.", "Kiểm tra tệp rồi tải lại."),
    "pdf_has_script": Words(_UNPROCESSABLE, "PDF chứa mã tự chạy.", "Xuất lại PDF không có mã."),
    "pdf_has_annotation": Words(
        _UNPROCESSABLE, "PDF chứa ghi chú hoặc trường lạ.", "Bỏ ghi chú rồi xuất lại."
    ),
    "pdf_font_not_embedded": Words(
        _UNPROCESSABLE, "PDF có phông chữ không nhúng.", "Xuất lại PDF có nhúng phông."
    ),
    "pdf_has_revisions": Words(_UNPROCESSABLE, "PDF đã bị lưu chồng.", "Xuất lại PDF mới."),
    "pdf_already_signed": Words(_UNPROCESSABLE, "PDF đã có chữ ký.", "Dùng bản chưa ký."),
    "pdf_has_hidden_parts": Words(_UNPROCESSABLE, "PDF có phần ẩn hoặc bị mã hóa.", "Xuất lại PDF thường."),
    "pdf_page_turned": Words(
        _UNPROCESSABLE,
        "Trang đầu của PDF đang bị xoay {degrees}°, dòng chữ ký của cơ quan sẽ không đứng thẳng.",
        "In lại tệp ra PDF ở chiều đọc được rồi tải lên.",
    ),
    "annex_refused": Words(
        _UNPROCESSABLE,
        "Tệp phải là Word (.docx) hoặc PDF; tệp này là {found}.",
        "Tệp khác (kể cả bảng tính) không mang được chữ ký số của cơ quan: xuất ra PDF rồi thêm vào.",
    ),
    "copy_not_possible": Words(
        _UNPROCESSABLE,
        "Không sao được: {why}.",
        "Bản điện tử thì gửi chính văn bản hoặc trích sao; bản giấy thì số hóa ra PDF trước khi sao.",
    ),
    "scan_unfit": Words(
        _UNPROCESSABLE,
        "Bản số hóa chưa dùng để sao được: trang {page} {why} ({dpi} dpi).",
        "Quét lại bản giấy: ảnh màu, từ 200 dpi, tỷ lệ 100%, lưu PDF; tiếp nhận bản quét mới rồi yêu cầu lại.",
    ),
    "part_needed": Words(
        _UNPROCESSABLE, "Chưa ghi phần cần trích.", "Ghi rõ trích điều, khoản, mục hoặc trang nào."
    ),
    "decider_unknown": Words(
        _UNPROCESSABLE,
        "Chưa chọn người có thẩm quyền quyết định sao.",
        "Chọn một người trong danh sách; danh sách trống thì báo quản trị viên bổ sung danh bạ.",
    ),
    "annex_untitled": Words(
        _UNPROCESSABLE,
        "Phụ lục cần có tên, không quá {most} chữ.",
        "Ghi tên phụ lục như in ở đầu phụ lục, rồi thêm lại.",
    ),
    "too_many_annexes": Words(
        _UNPROCESSABLE,
        "Mỗi văn bản có nhiều nhất {most} tệp phụ lục.",
        "Gộp các phụ lục nhỏ vào một tệp rồi thêm.",
    ),
    "no_such_annex": Words(
        404,
        "Văn bản không còn phụ lục này.",
        "Tải lại trang để xem các phụ lục hiện có.",
    ),
    "place_unfit": Words(
        _UNPROCESSABLE, "Khung {field} quá nhỏ hoặc quá cao.", "Kéo rộng khung ra, hoặc để hệ thống tự tìm."
    ),
    "place_outside_page": Words(
        _UNPROCESSABLE, "Vị trí ký nằm ngoài trang.", "Chừa đủ chỗ cho chữ ký trong bản thảo."
    ),
    "not_prepared": Words(
        _UNPROCESSABLE, "Tệp chưa có chỗ cho số, ngày hoặc chữ ký.", "Kiểm tra chỗ trống trong bản thảo."
    ),
    "text_does_not_fit": Words(
        _UNPROCESSABLE, "Số hoặc ngày dài hơn chỗ trống.", "Nới chỗ trống trong bản thảo."
    ),
    "letter_missing": Words(_UNPROCESSABLE, "Có ký tự không in được.", "Bỏ ký tự lạ."),
    "picture_unreadable": Words(
        _UNPROCESSABLE, "Không đọc được hình chữ ký hoặc hình dấu.", "Dùng tệp PNG nền trong."
    ),
    # --- numbers and dossiers
    "number_taken": Words(
        409, "Số {number} đã thuộc nội dung khác của văn bản này.", "Hủy số cũ rồi cấp lại."
    ),
    "no_series": Words(
        409, "Chưa mở dãy số cho loại văn bản và năm này.", "Quản trị viên mở dãy số trong phần thiết lập."
    ),
    "nothing_to_cancel": Words(409, "Văn bản không giữ số nào có thể hủy.", "Tải lại trang."),
    "dossier_closed": Words(409, "Hồ sơ đã đóng hoặc không có.", "Chọn hồ sơ khác."),
    "already_filed": Words(409, "Văn bản đã có trong hồ sơ {dossier_code}.", "Không cần lưu lại."),
    "dossier_exists": Words(409, "Mã hồ sơ {dossier_code} đã có trong năm {year}.", "Chọn mã khác."),
    "file_destroyed": Words(
        410,
        "Tệp của văn bản này đã được hủy theo quyết định hủy tài liệu hết giá trị.",
        "Số, ký hiệu, trích yếu và lịch sử vẫn còn ở trang văn bản và sổ đăng ký.",
    ),
    "disposition_refused": Words(
        _UNPROCESSABLE, "Chưa ghi được danh mục: {why}.", "Sửa lại rồi thực hiện tiếp."
    ),
    "second_step_wrong": Words(
        _UNPROCESSABLE,
        "Mã trên điện thoại không đúng hoặc đã dùng.",
        "Chờ mã mới hiện lên (30 giây một mã) rồi nhập lại; kiểm tra giờ trên điện thoại.",
    ),
    "device_wrong": Words(
        403,
        "Xác nhận bằng thiết bị không đúng, đã quá 5 phút hoặc danh sách văn bản đã đổi; chưa có gì được ký.",
        "Xem lại danh sách rồi bấm ký và xác nhận lại.",
    ),
    "device_unavailable": Words(
        409,
        "Trình duyệt chỉ cho dùng thiết bị xác nhận khi trang có tên miền và chạy qua HTTPS.",
        "Dùng mã trên điện thoại, hoặc đề nghị quản trị cấp tên miền và HTTPS.",
    ),
    "too_many_devices": Words(409, "Đã đủ 10 thiết bị.", "Bỏ một thiết bị không còn dùng rồi thêm lại."),
    "second_step_locked": Words(
        429, "Đã nhập sai mã nhiều lần.", "Thử lại sau 15 phút; nếu không phải bạn nhập, đổi mật khẩu ngay."
    ),
    "second_step_missing": Words(
        409,
        "Cần xác nhận hai bước khi ký nhưng bạn chưa cài trên điện thoại.",
        "Mở «Xác nhận hai bước khi ký» ở cuối bàn ký và cài, rồi ký lại.",
    ),
    "nothing_gained": Words(
        409,
        "Chưa gia hạn được: chứng thư của nơi cấp dấu thời gian không dài hơn lần trước.",
        "Chờ nơi cấp dấu thời gian đổi chứng thư, hoặc đặt nơi cấp khác ở VANTHU_TSA_URL.",
    ),
    "call_refused": Words(_UNPROCESSABLE, "Chưa ghi được: {why}.", "Sửa lại rồi thực hiện tiếp."),
    "dossier_refused": Words(_UNPROCESSABLE, "Chưa ghi được hồ sơ: {why}.", "Sửa lại rồi thực hiện tiếp."),
    "retention_unreadable": Words(
        _UNPROCESSABLE,
        "Chưa hiểu thời hạn bảo quản «{text}».",
        "Ghi «Vĩnh viễn» hoặc số năm, ví dụ «10 năm».",
    ),
    "no_such_keeper": Words(
        _UNPROCESSABLE, "Người lập hồ sơ không còn giữ chức vụ nào.", "Chọn người khác trong danh sách."
    ),
    # --- search
    "query_too_long": Words(_UNPROCESSABLE, "Câu tìm quá dài.", "Rút gọn còn vài từ chính."),
    "index_unreadable": Words(
        503, "Chỉ mục tìm kiếm bị hỏng.", "Hệ thống đang dựng lại; thử lại sau ít phút."
    ),
    # --- accounts
    "wrong_credentials": Words(
        401, "Tên đăng nhập hoặc mật khẩu không đúng.", "Kiểm tra bộ gõ, phím Caps Lock rồi thử lại."
    ),
    "account_locked": Words(
        429, "Tài khoản tạm khóa do nhập sai nhiều lần.", "Chờ 15 phút hoặc báo quản trị viên."
    ),
    "password_too_weak": Words(
        _UNPROCESSABLE, "Mật khẩu quá ngắn hoặc chứa tên đăng nhập.", "Dùng ít nhất {shortest} ký tự."
    ),
    "passwords_differ": Words(
        _UNPROCESSABLE, "Hai lần nhập mật khẩu mới không giống nhau.", "Nhập lại mật khẩu mới ở cả hai ô."
    ),
    "password_unchanged": Words(
        _UNPROCESSABLE, "Mật khẩu mới trùng với mật khẩu đang dùng.", "Chọn mật khẩu khác."
    ),
    "account_exists": Words(409, "Tên đăng nhập {username} đã có.", "Chọn tên khác."),
    # --- store and definitions
    "bytes_missing": Words(500, "Thiếu tệp trong kho.", "Báo quản trị viên chạy «vanthu doctor»."),
    "bytes_damaged": Words(
        500, "Tệp trong kho bị hỏng.", "Báo quản trị viên chạy «vanthu doctor» và khôi phục bản sao."
    ),
    "disk_full": Words(
        507,
        "Máy chủ hết chỗ lưu; thao tác chưa được ghi nhận.",
        "Báo quản trị viên giải phóng đĩa rồi làm lại.",
    ),
    "bad_definition": Words(500, "Quy trình khai báo sai: {faults}.", "Báo quản trị viên."),
    "recipient_known": Words(409, "Nơi nhận «{line}» đã được biết.", "Muốn đổi, quản trị viên sửa danh bạ."),
    "backup_refused": Words(_UNPROCESSABLE, "{why}", "{remedy}"),
    "story_refused": Words(_UNPROCESSABLE, "{why}", "{remedy}"),
    "profile_refused": Words(_UNPROCESSABLE, "Mô tả cơ quan sai: {faults}.", "Sửa tệp mô tả rồi nhập lại."),
    "vanthu": Words(500, "Có lỗi trong hệ thống.", "Thử lại; nếu vẫn lỗi, báo quản trị viên."),
}

REASONS: Mapping[str, tuple[str, str]] = {
    "no_legal_bases": (
        "bản thảo chưa có căn cứ ban hành.",
        "Thêm các dòng «Căn cứ …» vào bản thảo rồi tải lại.",
    ),
    "own_door": (
        "bước này có chỗ làm riêng.",
        "Làm ở bàn ký, bàn phát hành, trang văn bản đến hoặc mục lưu hồ sơ.",
    ),
    "own_trust_proposal": (
        "người đề nghị không tự xác nhận được.",
        "Nhờ người khác: quản trị thứ hai, lãnh đạo, văn thư hoặc người xem nhật ký.",
    ),
    "appointed_by_proposer": (
        "người đề nghị vừa đưa bạn vào danh bạ hoặc vào vị trí này trong {days} ngày qua.",
        "Nhờ người khác đã giữ vị trí từ trước xác nhận.",
    ),
    "fingerprint_differs": (
        "mã vừa gõ không phải mã SHA-256 của tệp được đề nghị.",
        "So lại từng nhóm với mã nơi cấp công bố. Vẫn khác thì tệp không phải của họ: bỏ đề nghị này.",
    ),
    "list_empty": ("danh mục chưa có hồ sơ nào.", "Chọn hồ sơ hết thời hạn vào danh mục."),
    "dossier_not_due": (
        "hồ sơ {dossiers} chưa hết thời hạn bảo quản hoặc đã được giữ lại.",
        "Bỏ hồ sơ này khỏi danh mục.",
    ),
    "papers_on_hold": (
        "hồ sơ {dossiers} có văn bản đang tạm dừng (thanh tra, khiếu nại).",
        "Bỏ hồ sơ này khỏi danh mục, hoặc chờ văn bản đi tiếp.",
    ),
    "council_too_small": (
        "hội đồng cần ít nhất hai người ngoài người lập danh mục.",
        "Thêm thành viên hội đồng rồi trình.",
    ),
    "council_waits": ("còn chờ {names} đồng ý.", "Từng thành viên hội đồng mở danh mục và xác nhận."),
    "call_not_open": (
        "đợt của văn bản này không còn thu, hoặc văn bản không thuộc đợt nào.",
        "Xem trang «Đợt, báo cáo»; người tổng hợp có thể mở thu tiếp.",
    ),
    "not_all_handed_in": ("còn chờ {names} nộp.", "Nhắc đơn vị, hoặc ghi miễn nộp kèm lý do."),
    "dossier_empty": ("hồ sơ chưa có văn bản nào.", "Lưu văn bản vào hồ sơ trước, ở trang của từng văn bản."),
    "kept_in_the_unit": (
        "hồ sơ bảo quản dưới 5 năm được giữ ở đơn vị, không nộp lưu (Nghị định 30/2020/NĐ-CP, Điều 30).",
        "Nếu thời hạn ghi sai, mở lại hồ sơ và kết thúc với thời hạn đúng.",
    ),
    "kept_for_ever": ("hồ sơ bảo quản vĩnh viễn hoặc chưa kết thúc.", ""),
    "kept_until": ("hồ sơ còn được bảo quản đến hết ngày {until}.", ""),
    "not_all_received": ("còn chờ {names} nhận.", "Nhắc nơi nhận xác nhận."),
    "not_your_role": ("bước này thuộc về {roles}.", ""),
    "fields_incomplete": ("còn thiếu {missing}.", "Điền các ô còn thiếu rồi lưu."),
    "places_missing": (
        "không tìm thấy chỗ trống cho {places}.",
        "Sửa bản thảo: để trống sau «Số:», trước «tháng» và chỗ ký; hoặc tự đặt chỗ trên trang rồi lưu.",
    ),
    "kind_not_ready": ("chưa hỗ trợ loại văn bản {found}.", "Hiện nhận: {ready}."),
    "kind_changed": (
        "văn bản được tải lên là {before}, nay ghi là {now}.",
        "Sửa lại loại văn bản, hoặc rút và tải lên như văn bản mới.",
    ),
    "symbol_of_other_kind": (
        "ký hiệu «{symbol}» không hợp với loại văn bản.",
        "Ký hiệu phải bắt đầu bằng {expected}-.",
    ),
    "symbol_of_other_agency": (
        "ký hiệu «{symbol}» là của cơ quan khác.",
        "Ký hiệu của cơ quan này phải có {expected} (công văn: đứng đầu; loại khác: đứng cuối).",
    ),
    "signer_unknown": (
        "không có người ký nào tên «{name}» trong danh bạ.",
        "Sửa tên người ký hoặc bổ sung danh bạ.",
    ),
    "chair_unknown": (
        "không có đúng một người của cơ quan tên «{name}» để ký với tư cách chủ tọa.",
        "Sửa họ tên chủ tọa, hoặc bổ sung danh bạ.",
    ),
    "secretary_unknown": (
        "không có đúng một người của cơ quan tên «{name}» để ký với tư cách thư ký.",
        "Điền họ tên thư ký như in trên biên bản, hoặc bổ sung danh bạ.",
    ),
    "secretary_is_chair": (
        "{name} không thể vừa là thư ký vừa là chủ tọa.",
        "Biên bản do hai người ký; sửa họ tên một trong hai.",
    ),
    "secretary_not_signed": ("chưa có chữ ký hợp lệ của thư ký trong tệp.", "Trả lại để thư ký ký lại."),
    "recipient_unknown": ("chưa biết nơi nhận {lines}.", "Chỉ rõ nơi nhận một lần; lần sau hệ thống tự nhớ."),
    "own_draft": ("không tự kiểm tra văn bản do mình soạn.", "Nhờ người khác có thẩm quyền kiểm tra."),
    "changed_since_submit": ("nội dung đã thay đổi sau khi trình.", "Trả lại và trình lại."),
    "copy_not_decided": (
        "chưa có người có thẩm quyền cho sao đúng bản này.",
        "Chờ người có thẩm quyền quyết định.",
    ),
    "checks_missing": ("chưa có {checks} trên đúng nội dung này.", "Chờ bước kiểm tra."),
    "not_signed": ("chưa có chữ ký hợp lệ của người có thẩm quyền.", "Chờ lãnh đạo ký."),
    "signature_underway": ("chữ ký đã tạo, đang chờ dấu thời gian.", "Chờ hoàn tất hoặc bấm ký lại."),
    "number_given": ("đã cấp số {number}; không trả lại được.", "Phát hành, hoặc hủy số kèm lý do."),
    "opinions_missing": (
        "vòng xin ý kiến mới có {agreed}/{needed} đồng ý; còn chờ {missing}.",
        "Chờ trả lời, hoặc người hỏi kết thúc vòng kèm lý do.",
    ),
    "opinions_against": (
        "vòng xin ý kiến chỉ có {agreed}/{needed} đồng ý; không đồng ý: {against}.",
        "Người hỏi sửa bản thảo rồi xin ý kiến lại, hoặc kết thúc vòng kèm lý do.",
    ),
    "round_closed": ("vòng xin ý kiến này đã kết thúc.", ""),
    "already_answered": ("vòng này đã có ý kiến của bạn hoặc của đơn vị bạn.", "Mỗi nơi trả lời một lần."),
    "own_opinion": ("không tự cho ý kiến về văn bản do mình soạn hoặc do mình hỏi.", ""),
    "others_first": ("hỏi lần lượt, còn chờ {names} trả lời trước.", "Sẽ hiện ở Việc của tôi khi đến lượt."),
    "in_person": (
        "người thay không ký, không đóng dấu thay được.",
        "Ký thay phải có văn bản giao ký (KT., TL., TUQ.); giữ khóa, dấu phải được giao bằng văn bản.",
    ),
    "signature_invalid": (
        "chữ ký số trên tệp không hợp lệ.",
        "Trả lại nơi gửi kèm lý do; đề nghị gửi lại bản gốc.",
    ),
    "signature_altered": (
        "tệp đã bị sửa sau khi ký số.",
        "Trả lại nơi gửi kèm lý do; đề nghị gửi lại bản gốc.",
    ),
    "electronic_unsigned": (
        "bản điện tử phải có chữ ký số, tệp này không có.",
        "Chọn hình thức bản giấy nếu đây là bản chụp, hoặc trả lại nơi gửi.",
    ),
    "not_registered": ("chưa đăng ký ở văn thư.", "Văn thư đăng ký, cấp số đến trước."),
    "no_passing_rule": (
        "quy chế chưa cho chuyển thẳng loại văn bản này.",
        "Trình lãnh đạo, hoặc người đứng đầu quy định ở trang Chuyển thẳng.",
    ),
    "tasks_open": ("còn chờ {names}.", "Chờ các nơi xong phần việc, hoặc thu hồi phân công."),
    "on_hold": (
        "văn bản đang tạm dừng từ {since}, {name}: «{why}».",
        "Chờ đi tiếp, hoặc hỏi người tạm dừng.",
    ),
    "on_hold_already": ("văn bản đang tạm dừng.", "Cho đi tiếp trước, rồi tạm dừng lại nếu cần."),
    "not_on_hold": ("văn bản không tạm dừng.", "Tải lại trang."),
    "nothing_to_hold": ("văn bản đã phát hành hoặc đã kết thúc.", ""),
    "claimed": ("{name} đang xử lý văn bản này, đến {until}.", "Chờ người đó xong hoặc trả lại cho nhóm."),
    "nobody_shares": ("chỉ mình bạn xử lý bước này, không cần nhận việc.", ""),
    "nothing_to_accept": ("không có văn bản nào chờ bạn nhận.", ""),
}

WORDS_FOR: Mapping[str, str] = {
    "other_beginning": "phần đầu không trùng với tệp đã giao",
    "no_signature": "không có chữ ký mới",
    "several_signatures": "có nhiều hơn một chữ ký mới",
    "covers_not_all": "chữ ký không bao trùm cả tệp",
    "container_unreadable": "không đọc được chữ ký",
    "no_room_for_time_stamp": "chỗ chứa chữ ký quá nhỏ để thêm dấu thời gian; hãy bật dấu thời gian trong phần mềm ký",
    "agency": "cơ quan ban hành",
    "symbol": "ký hiệu",
    "place": "địa danh",
    "printed_year": "năm",
    "kind": "loại văn bản",
    "subject": "trích yếu",
    "recipients": "nơi nhận",
    "archive_line": "dòng Lưu",
    "signing_lines": "chức vụ người ký",
    "signer_name": "họ tên người ký",
    "secretary_name": "họ tên thư ký",
    "number": "số",
    "day": "ngày",
    "month": "tháng",
    "signature": "chữ ký",
    "secretary": "thư ký",
    "seal": "dấu",
    "content_check": "kiểm tra nội dung",
    "form_check": "kiểm tra thể thức",
    "drafter": "người soạn thảo",
    "head": "lãnh đạo đơn vị",
    "form_checker": "người kiểm tra thể thức",
    "signer": "người ký",
    "clerk": "văn thư",
    "archivist": "lưu trữ",
    "recipient": "nơi nhận",
    "consulted": "người được xin ý kiến",
    "pdf": "tệp PDF",
    "doc": "Word cũ",
    "rtf": "tệp RTF",
    "zip": "tệp nén",
    "xlsx": "bảng tính Excel",
    "odt": "tệp OpenDocument",
    "html": "trang web",
    "picture": "tệp hình",
    "program": "chương trình",
    "unknown": "không rõ loại",
    "None": "chưa rõ",
    "edit": "sửa",
    "send": "gửi",
    "no_upgrade": "bản mới nhất không nói cách chuyển từ bản này",
    "upgrade_underway": "có văn bản đang ký, đang phát hành hoặc đã cấp số",
    "upgrade_workflow": "chuyển văn bản sang bản quy trình mới",
    "workflow_changed": "quy trình có bản mới",
    "document_upgraded": "chuyển sang bản quy trình mới",
    "answer_missing": "chưa được điền",
    "answer_too_long": "dài quá 2.000 chữ",
    "answer_no_number": "phải là số nguyên",
    "answer_no_choice": "không có lựa chọn này",
    "answer_no_day": "không phải ngày, ví dụ 12/3/2026",
    # --- why somebody holds a role on a document
    "await_reply": "theo dõi trả lời",
    "note_reply": "ghi nhận trả lời",
    "expect_no_reply": "thôi chờ trả lời",
    "note_approval": "ghi nhận được đồng ý",
    "note_refusal": "ghi nhận không được đồng ý",
    "copy_electronic": "văn bản này là bản điện tử, không sao nguyên văn sang bản điện tử",
    "copy_no_file": "văn bản chưa có tệp để sao",
    "copy_no_excerpt": "chưa có tệp trích sao",
    "copy_not_pdf": "tệp của văn bản không phải PDF",
    "copy_verdict": "chữ ký số của văn bản nguồn không chứng minh được văn bản",
    "scan_no_picture": "không phải ảnh quét cả trang",
    "scan_grey": "không phải ảnh màu",
    "scan_coarse": "quét quá thưa",
    "copy_requested": "yêu cầu sao",
    "copy_decision": "quyết định sao",
    "decide_copy": "cho sao",
    "refuse_copy": "không cho sao",
    "return_copy": "trả lại, không ký bản sao",
    "annex_changed": "thay đổi phụ lục",
    "annex_issued": "cơ quan ký phụ lục",
    "annexes_changed": "phụ lục thay đổi",
    "workflow_chosen": "đi theo quy trình của loại văn bản",
    "cause-created": "bạn đã tạo văn bản này",
    "cause-unit": "văn bản của đơn vị bạn phụ trách",
    "cause-office": "đây là nhiệm vụ của chức danh bạn giữ",
    "cause-named": "văn bản ghi tên bạn ký",
    "cause-shared": "được chia sẻ để cùng soạn",
    "cause-opinion": "được xin ý kiến",
    "cause-sent": "văn bản đã gửi đến bạn hoặc đơn vị bạn",
    "cause-task": "được giao việc",
    "cause-dossier": "văn bản nằm trong hồ sơ bạn phụ trách",
    "cause-substitute": "bạn đang làm thay người vắng mặt",
    "cause-disposition": "hồ sơ đang được xét tiêu hủy",
    # --- what happened, as the history tells it
    "draft_uploaded": "tải lên bản thảo",
    "fields_confirmed": "xác nhận các ô nội dung",
    "approval_made": "xác nhận đồng ý",
    "approvals_fell": "các xác nhận trước hết hiệu lực",
    "number_allocated": "cấp số",
    "number_cancelled": "hủy số",
    "list_drawn_up": "lập danh mục hủy",
    "list_agreed": "hội đồng đồng ý hủy",
    "appraisal_changed": "mở hoặc đóng hồ sơ cho hội đồng xét hủy",
    "document_destroyed": "hủy tệp và nội dung văn bản",
    "dossier_destroyed": "hủy hồ sơ",
    "list_destroyed": "đã hủy các hồ sơ trong danh mục",
    "draw_up": "lập danh mục hủy",
    "change": "sửa danh mục hủy",
    "agree": "đồng ý hủy",
    "put_to_council": "trình hội đồng xét",
    "put_to_director": "trình quyết định",
    "decide_destruction": "quyết định hủy",
    "return_list": "trả lại để lập lại danh mục",
    "refuse_destruction": "không đồng ý hủy, lập lại danh mục",
    "give_up_list": "thôi, không hủy",
    "note_destroyed": "ghi nhận đã hủy",
    "record_minutes": "ghi biên bản hủy",
    "dispositions": "hủy tài liệu hết giá trị",
    "council": "hội đồng xét hủy",
    "appraiser": "hội đồng xét hủy",
    "list_not_due": "chỉ chọn được hồ sơ đã hết thời hạn bảo quản",
    "listed_elsewhere": "có hồ sơ đang nằm trong một danh mục hủy khác",
    "council_of_oneself": "người lập danh mục không ở trong hội đồng",
    "list_without_title": "tên danh mục trống hoặc quá dài",
    "signing_confirmed": "xác nhận danh sách văn bản trước khi ký",
    "second_step": "xác nhận hai bước",
    "device_added": "thêm thiết bị xác nhận khi ký",
    "device_removed": "bỏ thiết bị xác nhận khi ký",
    "second_step_reset": "bỏ điện thoại xác nhận hai bước của một người",
    "proof_renewed": "gia hạn chứng minh",
    "proofs": "hạn chứng minh",
    "validation_data_added": "bổ sung dữ liệu xác thực lâu dài",
    "comment_made": "góp ý",
    "comment_settled": "đã giải quyết góp ý",
    "draft_shared": "chia sẻ soạn thảo",
    "working_copy_taken": "lấy bản thảo để sửa",
    "working_copy_returned": "trả bản đang sửa",
    "places_moved": "chỉnh chỗ ghi số, ngày và chỗ ký",
    "act_linked": "liên kết căn cứ",
    "opinions_asked": "xin ý kiến",
    "opinion_given": "cho ý kiến",
    "opinions_closed": "kết thúc vòng xin ý kiến",
    "calendar_changed": "đổi lịch làm việc",
    "kind_changed": "đổi cách dùng loại văn bản",
    "document_filed": "lưu vào hồ sơ",
    "dossier_opened": "mở hồ sơ",
    "call_opened": "mở đợt",
    "call_due": "nhắc hạn nộp",
    "call_answered": "soạn văn bản nộp cho đợt",
    "unit_excused": "ghi miễn nộp cho một đơn vị",
    "report_duty_set": "ghi chế độ báo cáo định kỳ",
    "open_call": "mở đợt",
    "lay_duty": "ghi chế độ báo cáo",
    "end_duty": "thôi chế độ báo cáo",
    "begin_paper": "soạn văn bản nộp cho đợt",
    "excuse": "miễn nộp",
    "hand_in": "đồng ý và nộp",
    "return_handed_in": "trả lại đơn vị để sửa",
    "note_all_in": "ghi nhận đã thu đủ",
    "close_call": "chốt khi chưa thu đủ",
    "go_on_collecting": "thu tiếp",
    "sum_up": "ghi nhận đã tổng hợp",
    "call_off": "hủy đợt",
    "collector": "người tổng hợp",
    "asked": "đơn vị phải nộp",
    "cause-called": "đơn vị bạn phải nộp, hoặc bạn là người tổng hợp",
    "calls": "đợt đăng ký, báo cáo",
    "call_excused": "đơn vị của bạn đã được miễn nộp",
    "call_answered_already": "đơn vị của bạn đã có văn bản cho đợt này",
    "call_no_such_unit": "đơn vị này không phải nộp cho đợt",
    "call_begun": "đơn vị này đã soạn văn bản; chờ nộp, hoặc đơn vị rút văn bản trước",
    "call_no_such_kind": "loại văn bản này không nộp theo đợt",
    "call_no_title": "tên đợt trống hoặc quá dài",
    "call_period": "kỳ chưa đúng: ngày cuối không thể ở trước ngày đầu",
    "call_due_past": "hạn nộp không thể ở trước hôm nay",
    "call_no_units": "chưa chọn đơn vị phải nộp",
    "call_no_collector": "người tổng hợp phải là người của đơn vị đầu mối",
    "call_days": "ngày chốt số liệu từ 1 đến 31, thời gian nộp từ 1 đến 60 ngày làm việc",
    "retention_set": "ghi thời hạn bảo quản",
    "hand_over_put_off": "cho giữ lại, lùi hạn nộp lưu",
    "keeper": "người lập hồ sơ",
    "ends_ahead": "ngày kết thúc công việc không thể ở sau hôm nay",
    "ends_before_it_began": "công việc không thể kết thúc trước năm mở hồ sơ",
    "not_handed_over": "hồ sơ này không phải nộp lưu hoặc chưa kết thúc",
    "paper_missing": "cần ghi văn bản đồng ý của người đứng đầu cơ quan",
    "put_off_too_far": "hạn mới phải sau hạn cũ và không quá 2 năm kể từ hạn 1 năm (Nghị định 30/2020/NĐ-CP, Điều 30)",
    "still_over": "thời hạn mới cũng đã hết; ghi thời hạn dài hơn hoặc «Vĩnh viễn»",
    "no_day": "ngày chưa đúng; ghi như 31/12/2026",
    "close": "kết thúc hồ sơ",
    "keep_on": "giữ lại",
    "hold_back": "tạm giữ hồ sơ",
    "let_go": "thôi tạm giữ hồ sơ",
    "take_into_archive": "tiếp nhận vào lưu trữ",
    "give_back": "trả lại để hoàn thiện",
    "fall_due": "hết thời hạn bảo quản",
    "appraise": "xác định lại thời hạn bảo quản",
    "extend": "cho giữ lại trước khi nộp lưu",
    "act_denied": "bị từ chối thao tác",
    "orphans_swept": "dọn tệp thừa",
    "document_moved": "chuyển bước",
    "secretary_signed": "thư ký ký số",
    "document_signed": "ký số",
    "timestamp_awaited": "đã tạo chữ ký, chờ dấu thời gian",
    "document_issued": "phát hành",
    "document_sent": "gửi văn bản",
    "document_received": "nhận văn bản",
    "recipient_learned": "ghi nhớ nơi nhận",
    # --- what was tried, where the history tells of a refusal
    "view": "xem",
    "upload": "tải lên bản thảo",
    "replace_draft": "thay bản thảo",
    "confirm_fields": "xác nhận các ô",
    "learn_recipient": "ghi nhớ nơi nhận",
    "submit": "trình",
    "check_content": "đồng ý nội dung",
    "check_form": "đồng ý thể thức",
    "sign": "ký số",
    "attest": "ký số với tư cách thư ký",
    "refuse_attesting": "trả lại, thư ký không ký",
    "issue": "phát hành",
    "accept": "nhận văn bản",
    "file": "lưu hồ sơ",
    "return_content": "trả lại",
    "return_form": "trả lại",
    "refuse_signing": "trả lại, không ký",
    "return_signed": "trả lại, hủy chữ ký",
    "withdraw": "rút văn bản",
    "cancel_number": "hủy số",
    "consult": "xin ý kiến",
    "answer": "cho ý kiến",
    "ask_opinions": "xin ý kiến",
    "give_opinion": "cho ý kiến",
    "close_opinions": "kết thúc vòng xin ý kiến",
    # --- mandates, what one may lack, and why one is not taken
    "mandate_granted": "giao ký",
    "mandate_ended": "kết thúc giao ký",
    "grant_mandate": "giao ký",
    "end_mandate": "kết thúc giao ký",
    "mandate_basis": "văn bản hoặc câu giao ký",
    "mandate_paper": "số và ngày của văn bản giao ký",
    "mandate_term": "thời hạn",
    "mandate_scope": "nội dung được giao",
    "mandate_grantor": "người giao ký",
    "mandate_without_capacity": "chưa chọn hình thức ký",
    "mandate_without_person": "người được giao không còn giữ vị trí công tác",
    "mandate_without_title": "chưa ghi ký cho chức vụ hoặc tập thể nào",
    "mandate_without_basis": "chưa ghi văn bản giao ký (số, ngày) hoặc câu giao ký",
    "mandate_unknown_kind": "có loại văn bản không có trong danh mục",
    "mandate_unknown_unit": "có đơn vị không có trong danh bạ",
    "mandate_ends_before": "ngày hết hạn trước ngày có hiệu lực",
    "mandate_without_days": "ngày không hợp lệ",
    "mandate_too_long": "nội dung quá dài",
    "mandate_over": "việc giao ký này đã kết thúc",
    # --- people, positions and units, and why one is not taken
    "person_added": "thêm người vào danh bạ",
    "person_left": "người thôi làm việc",
    "position_given": "giao vị trí công tác",
    "position_ended": "thôi vị trí công tác",
    "unit_added": "thêm đơn vị",
    "unit_ended": "kết thúc đơn vị",
    "certificates": "chứng thư số",
    "end_certificate": "ngừng dùng chứng thư số",
    "certificate_enrolled": "đăng ký chứng thư số",
    "certificate_ended": "ngừng dùng chứng thư số",
    "trust": "chứng thư và danh sách được tin cậy",
    "confirm_trust": "xác nhận tin cậy",
    "trust_proposed": "đề nghị tin cậy hoặc thôi tin cậy chứng thư",
    "trust_confirmed": "xác nhận tin cậy hoặc thôi tin cậy chứng thư",
    "trust_proposal_refused": "bỏ đề nghị tin cậy",
    "trust_without_source": "chưa ghi nguồn của tệp và của mã SHA-256",
    "trust_without_reason": "chưa ghi lý do",
    "trust_without_use": "chưa chọn tin cậy để làm gì",
    "not_a_certificate_file": "tệp không phải chứng thư PEM hoặc DER, hoặc lớn quá 256 KB",
    "too_many_certificates": "tệp có quá 50 chứng thư",
    "trusted_already": "các chứng thư này đã được tin cậy, hoặc đang chờ xác nhận",
    "trust_waits_already": "chứng thư này đang có một đề nghị chờ xác nhận",
    "list_without_signer": "chưa có người ký danh sách tin cậy nào được hai người xác nhận; đề nghị chứng thư ấy trước",
    "list_too_large": "danh sách lớn hơn 16 MB",
    "not_a_trusted_list": "tệp không phải danh sách tin cậy theo ETSI TS 119 612 (XML)",
    "list_signed_by_nobody_known": "danh sách bị sửa, hoặc không do người ký đã được xác nhận ký",
    "list_from_future": "ngày lập danh sách ở tương lai",
    "list_overdue": "danh sách đã quá ngày phải có bản mới; lấy bản mới ở nơi công bố",
    "list_without_lines": "danh sách không có nơi cấp nào dùng được cho chữ ký hoặc dấu thời gian",
    "list_is_older": "danh sách cũ hơn hoặc trùng số thứ tự với bản đang hoặc đã dùng",
    "no_such_anchor": "chứng thư này không có trong danh sách đang tin cậy",
    "no_such_proposal": "đề nghị này không có, hoặc đã được quyết định",
    "distrust_in_future": "ngày thôi tin ở tương lai",
    "distrust_without_day": "chưa ghi ngày thôi tin",
    "not_an_authority": "đây không phải chứng thư của nơi cấp (không có quyền cấp chứng thư)",
    "is_an_authority": "đây là chứng thư của nơi cấp, không phải của một người hay cơ quan",
    "not_for_timestamps": "chứng thư này không dùng để đóng dấu thời gian",
    "fingerprint_too_short": "mã phải gồm chữ số 0-9, a-f và ít nhất 16 ký tự cuối của mã SHA-256",
    "fingerprint_is_sha1": "mã vừa gõ dài 40 ký tự, là mã SHA-1; cần mã SHA-256 (64 ký tự)",
    "certificate_of_another": "chứng thư số này đã đăng ký cho người hoặc cơ quan khác",
    "certificate_was_ended": "chứng thư số này đã ngừng dùng ở đây; khóa đã mất không dùng lại",
    "no_such_certificate": "chứng thư số này không có, hoặc đã ngừng dùng",
    "certificate_without_reason": "chưa ghi lý do ngừng dùng",
    "lost_in_future": "thời điểm mất ở tương lai, hoặc không phải ngày giờ",
    "directory": "danh bạ",
    "add_person": "thêm người",
    "end_person": "cho thôi làm việc",
    "give_position": "giao vị trí",
    "end_position": "kết thúc vị trí",
    "add_unit": "thêm đơn vị",
    "end_unit": "kết thúc đơn vị",
    "people": "xem danh bạ",
    "units": "xem đơn vị",
    "mandates": "xem giao ký",
    "agencies": "xem cơ quan",
    "in_force": "đang hiệu lực",
    "person_without_name": "họ tên còn thiếu hoặc quá dài",
    "position_without_title": "chức vụ còn thiếu hoặc quá dài",
    "position_without_function": "chưa chọn chức năng trong hệ thống",
    "position_without_unit": "lãnh đạo đơn vị phải thuộc một đơn vị",
    "position_ends_before": "ngày cuối trước ngày đầu",
    "no_such_person": "người này không có, hoặc đã thôi làm việc",
    "no_such_position": "vị trí này không có, hoặc đã kết thúc",
    "unit_has_people": "đơn vị còn người; chuyển họ đi trước, hoặc ghi là sáp nhập",
    "last_administrator": "đây là người quản trị cuối cùng; giao quản trị cho người khác trước",
    "day_missing": "chưa chọn ngày",
    "day_in_past": "ngày đã qua; việc đã làm được xét theo danh bạ của ngày đó",
    # --- reorganisations, and why one is not taken
    "units_reorganised": "sắp xếp lại đơn vị",
    "people_moved": "chuyển người giữa các đơn vị",
    "agency_renamed": "đổi tên cơ quan",
    "agencies_reorganised": "sắp xếp lại cơ quan",
    "agency_code_given": "ghi mã định danh",
    "reorganise": "sắp xếp lại đơn vị, cơ quan",
    "move_people": "chuyển người",
    "renamed": "đổi tên",
    "merged": "sáp nhập",
    "split": "tách",
    "merge_takes_two": "sáp nhập cần ít nhất hai đơn vị, cơ quan",
    "split_makes_two": "tách phải thành ít nhất hai đơn vị, cơ quan",
    "split_places_twice": "có người được xếp vào hai đơn vị",
    "split_leaves_somebody": "còn người chưa được xếp vào đơn vị nào sau khi tách",
    "nobody_moves": "không có ai chuyển đến đơn vị này",
    "no_such_unit": "đơn vị không có, hoặc không còn vào ngày đó",
    "no_such_agency": "cơ quan không có, hoặc không còn vào ngày đó",
    "unit_ends_already": "đơn vị đã có ngày kết thúc",
    "agency_ends_already": "cơ quan đã có ngày kết thúc",
    "unit_without_name": "tên hoặc chữ viết tắt của đơn vị còn thiếu hoặc quá dài",
    "agency_without_name": "tên hoặc chữ viết tắt của cơ quan còn thiếu hoặc quá dài",
    "unit_name_taken": "đơn vị khác đang mang tên hoặc chữ viết tắt này",
    "agency_name_taken": "cơ quan khác đang mang tên này",
    "ours_is_one": "cơ quan ta chỉ được kế tục bởi một cơ quan",
    "code_wrong": "mã định danh không đúng dạng của Quyết định 20/2020/QĐ-TTg hoặc Thông tư 01/2018/TT-VPCP",
    "code_taken": "mã định danh này đã được dùng; mỗi mã chỉ cấp một lần",
    "reorganisation_without_paper": "chưa ghi theo quyết định nào",
    "reorganisation_without_day": "chưa chọn ngày có hiệu lực",
    "reorganisation_in_past": "ngày có hiệu lực đã qua; việc đã làm được xét theo danh bạ của ngày đó",
    # --- absences, and why one is not taken
    "absence_declared": "báo nghỉ và người thay",
    "absence_ended": "kết thúc nghỉ",
    "declare_absence": "báo nghỉ",
    "end_absence": "kết thúc nghỉ",
    "away": "đang nghỉ",
    "coming": "sắp nghỉ",
    "over": "đã xong",
    "absence_without_days": "chưa chọn đủ ngày nghỉ đầu và ngày nghỉ cuối",
    "absence_without_reason": "chưa ghi lý do hoặc văn bản cho nghỉ",
    "absence_without_substitute": "chưa chọn người thay",
    "absence_ends_before": "ngày cuối trước ngày đầu",
    "absence_in_past": "ngày đầu đã qua; nghỉ được báo từ hôm nay trở đi",
    "absence_too_long": "nghỉ quá một năm; trường hợp này cần giao lại vị trí công tác",
    "absence_own_substitute": "không tự thay cho mình",
    "absence_substitute_administrator": "người quản trị hệ thống không thay việc văn bản",
    "absence_not_in_office": "người thay không giữ vị trí công tác suốt những ngày đó",
    "absence_overlaps": "đã có báo nghỉ trùng những ngày này; kết thúc báo nghỉ cũ trước",
    "absence_substitute_away": "người thay cũng nghỉ trong những ngày đó; chọn người khác",
    "absence_stands_in": "người nghỉ đang thay người khác trong những ngày đó; đổi người thay ở đó trước",
    "absence_over": "lần nghỉ này đã kết thúc",
    # --- opinions, and why one is not taken
    "agreed": "đồng ý",
    "agreed_with_remarks": "đồng ý, có góp ý",
    "disagreed": "không đồng ý",
    "opinion_without_question": "chưa ghi nội dung xin ý kiến",
    "opinion_asks_nobody": "chưa chọn nơi nào để hỏi",
    "opinion_asks_too_many": "hỏi quá nhiều nơi trong một vòng",
    "opinion_asks_wrong_person": "có nơi không hỏi được: đã nghỉ, chưa có trưởng đơn vị, hoặc là người soạn",
    "opinion_asks_twice": "một người bị hỏi hai lần trong vòng này",
    "opinion_needs_wrong_count": "số nơi phải đồng ý không hợp với số nơi được hỏi",
    "opinion_term_wrong": "thời hạn phải từ 1 đến 60 ngày làm việc",
    "opinion_too_long": "nội dung quá dài (tối đa 4000 ký tự)",
    "opinion_without_verdict": "chưa chọn đồng ý hay không",
    "opinion_without_words": "cần ghi nội dung góp ý hoặc lý do không đồng ý",
    # --- notices: what happened, what goes out beside the page
    "notice_came": "văn bản đến lượt bạn xử lý",
    "notice_returned": "văn bản bị trả lại",
    "notice_withdrawn": "văn bản đã được rút",
    "notice_issued": "văn bản đã phát hành",
    "notice_sent": "có văn bản gửi đến bạn",
    "notice_asked": "xin ý kiến của bạn",
    "notice_answered": "có ý kiến trả lời",
    "notice_round_complete": "đã đủ ý kiến trả lời",
    "notice_mentioned": "bạn được nhắc tên trong góp ý",
    "notice_remarked": "có góp ý vào bản thảo",
    "notice_remark_answered": "góp ý của bạn được trả lời",
    "notice_shared": "bạn được mời cùng soạn thảo",
    "notice_task": "bạn được giao giải quyết văn bản đến",
    "notice_due_soon": "ngày làm việc tới là hạn xử lý",
    "notice_due_today": "hôm nay là hạn xử lý",
    "notice_late": "văn bản quá hạn xử lý",
    "notice_escalated": "cấp dưới để quá hạn",
    "notice_opinion_due_soon": "ngày làm việc tới là hạn cho ý kiến",
    "notice_opinion_due_today": "hôm nay là hạn cho ý kiến",
    "notice_called": "đơn vị bạn phải nộp",
    "notice_call_due_soon": "ngày làm việc tới là hạn nộp",
    "notice_call_due_today": "hôm nay là hạn nộp",
    "notice_call_due_late": "đơn vị bạn quá hạn nộp",
    "step_due": "nhắc hạn xử lý",
    "opinion_due": "nhắc hạn cho ý kiến",
    "notice_handed": "đồng nghiệp chuyển việc cho bạn",
    "notice_taken_over": "việc bạn nhận đã có người nhận thay",
    "notice_held": "văn bản tạm dừng",
    "notice_resumed": "văn bản đi tiếp",
    "hold_day_not_ahead": "ngày đi tiếp phải sau hôm nay và trong vòng một năm",
    "hold_day_wrong": "ngày đi tiếp không có thật",
    "document_held": "tạm dừng",
    "document_resumed": "đi tiếp",
    "paper_claimed": "nhận việc",
    "paper_released": "trả việc lại cho nhóm",
    "paper_handed": "chuyển việc cho đồng nghiệp",
    "claim": "nhận việc",
    "release": "trả việc",
    "hand_over": "chuyển việc",
    "hold": "tạm dừng",
    "resume": "cho đi tiếp",
    "channel_mail": "thư ngay",
    "channel_digest": "thư gộp hằng ngày",
    "channel_none": "chỉ trên trang",
    "notice_bad_address": "địa chỉ thư không hợp lệ",
    "notice_unknown_event": "không có loại thông báo này",
    "notice_unknown_channel": "không có cách gửi này",
    "mail_address_changed": "đổi địa chỉ nhận thư",
    "notice_defaults_changed": "đổi cách báo chung",
    "read_notice": "đọc thông báo",
    "notice_settings": "chọn cách nhận thông báo",
    "notice_defaults": "chọn cách báo chung",
    # --- incoming papers
    "sender": "cơ quan ban hành",
    "number_symbol": "số, ký hiệu",
    "document_date": "ngày văn bản",
    "arrived_on": "ngày đến",
    "answer_by": "hạn trả lời",
    "urgency": "mức độ khẩn",
    "medium": "hình thức",
    "pages": "số trang",
    "note": "ghi chú",
    "signer_title": "chức vụ người ký",
    "urgent": "khẩn",
    "very_urgent": "thượng khẩn",
    "express": "hỏa tốc",
    "electronic": "bản điện tử",
    "paper": "bản giấy",
    "van-ban-khac": "Văn bản khác",
    "director": "lãnh đạo cơ quan",
    "leader": "lãnh đạo được trình",
    "lead": "nơi chủ trì",
    "supporter": "nơi phối hợp",
    "handler": "người giải quyết",
    "signatures_rechecked": "kiểm tra lại chữ ký của văn bản đến",
    "recheck_signatures": "kiểm tra lại chữ ký",
    "incoming_taken": "tiếp nhận văn bản đến",
    "incoming_confirmed": "xác nhận thông tin văn bản đến",
    "incoming_scanned": "thêm bản số hóa",
    "incoming_registered": "đăng ký, cấp số đến",
    "incoming_acknowledged": "báo nơi gửi đã nhận",
    "task_given": "phân công",
    "task_ended": "kết thúc phần việc",
    "task_seen": "đã nhận việc",
    "task_reported": "báo cáo phần việc",
    "reply_linked": "gắn văn bản trả lời",
    "passing_allowed": "quy định chuyển thẳng",
    "take_in": "tiếp nhận văn bản",
    "correct": "sửa thông tin đăng ký",
    "scan": "thêm bản số hóa",
    "acknowledge": "báo nơi gửi đã nhận",
    "register": "đăng ký, cấp số đến",
    "present": "trình lãnh đạo",
    "pass_on": "chuyển thẳng đơn vị",
    "direct": "cho ý kiến chỉ đạo",
    "complete": "hoàn thành giải quyết",
    "archive_old": "nhập kho lưu trữ",
    "return_sender": "trả lại nơi gửi",
    "send_back": "chuyển lại văn thư",
    "return_presented": "chuyển lại văn thư",
    "take_back": "thu hồi để chỉ đạo lại",
    "reopen": "giải quyết tiếp",
    "assign": "phân công",
    "recall": "thu hồi phân công",
    "report": "báo cáo phần việc",
    "reply": "gắn văn bản trả lời",
    "incoming_book": "xem sổ văn bản đến",
    "direction_desk": "bàn chỉ đạo",
    "passing": "quy định chuyển thẳng",
    "assignment_unknown": "nơi được giao không có trong danh bạ",
    "assignment_without_head": "đơn vị chưa có lãnh đạo; chọn đích danh một người",
    "assignment_twice": "một nơi được giao hai lần",
    "assignment_without_lead": "chưa chọn nơi chủ trì",
    "assignment_term_wrong": "thời hạn phải từ 1 đến 250 ngày làm việc",
    "assignment_too_long": "nội dung quá dài (tối đa 4000 ký tự)",
    "assignment_outside_unit": "chỉ phân công người trong đơn vị của mình",
    "support": "thêm nơi phối hợp",
    "seen": "xác nhận nhận việc",
    "filing": "lưu hồ sơ",
    "import": "nhập văn bản đã có",
    "recall_of_lead": "muốn đổi nơi chủ trì thì thu hồi cả văn bản để chỉ đạo lại",
    "report_empty": "chưa ghi nội dung",
    "progress": "tiến độ",
    "proposal": "đề xuất",
    "result": "kết quả",
    "open": "đang làm",
    "done": "đã xong",
    "returned": "đã chuyển lại",
    "recalled": "đã thu hồi",
    "reply_unknown": "không có văn bản đi nào của cơ quan với số này mà bạn được xem",
    "passing_without_basis": "cần loại văn bản hoặc cơ quan gửi, và căn cứ theo quy chế nào",
    # --- why approvals fell
    "draft_replaced": "bản thảo được thay",
    "fields_changed": "nội dung các ô thay đổi",
    # --- statements
    "approval": "duyệt và ký",
    # --- what the administrator looks at
    "check_journal": "Nhật ký",
    "check_issue_log": "Nhật ký phát hành",
    "check_proofs": "Hạn chứng minh",
    "check_stored_bytes": "Kho tệp",
    "check_registers": "Sổ và dãy số",
    "check_index": "Chỉ mục tìm kiếm",
    "check_deliveries": "Việc chạy nền",
    "check_mail": "Gửi thư",
    "check_trust": "Chứng thư và danh sách được tin cậy",
    "check_settings": "Cấu hình",
}


FAULTS: Mapping[str, str] = {
    "unknown_role": "{where}: không có vai trò «{what}».",
    "unknown_right": "{where}: không có quyền «{what}».",
    "unknown_guard": "{where}: không có điều kiện «{what}».",
    "owner_blind": "{where}: chờ {what} nhưng {what} không xem được văn bản.",
    "owner_powerless": "{where}: chờ {what} nhưng {what} không có bước nào để làm.",
    "no_way_back": "{where}: {what} không trả lại được kèm lý do.",
    "step_to_itself": "{where}: bước này dẫn về chính «{what}».",
    "unused_state_right": "{where}: {what} có quyền nhưng không xem được.",
    "unknown_effect": "{where}: không có việc kèm theo «{what}».",
    "unknown_source": "Vai trò {where}: không có nguồn «{what}».",
    "role_without_source": "{where}: chưa nói ai giữ vai trò «{what}» (mục [roles]).",
    "automatic_circle": "{where}: các bước tự động quay vòng về đây, không bao giờ dừng.",
    "right_nowhere": "{where}: không ai có quyền «{what}» ở trạng thái nào.",
}
"""What is wrong with a workflow, by the codes of `workflows.check`."""


def fault_words(code: str, where: str, what: str) -> str:
    """A fault of a workflow as a sentence."""
    return _fill(FAULTS[code], {"where": where, "what": what})


def explain(error: VanthuError) -> Problem:
    """The situation in words; falls back to its parent's words, never to silence."""
    code = next((c for c in _codes(type(error)) if c in ERRORS), "vanthu")
    words = ERRORS[code]
    facts = dict(error.facts)
    if code == "act_denied":
        facts["reason_sentence"], facts["reason_remedy"] = reason_words(str(facts.get("reason")), facts)
    return Problem(error.code, words.status, _fill(words.message, facts), _fill(words.remedy, facts))


def reason_words(code: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Why a step is closed, and what opens it."""
    sentence, remedy = REASONS.get(code, ("chưa đủ điều kiện.", "Xem lịch sử văn bản."))
    return _fill(sentence, facts), _fill(remedy, facts)


def _codes(kind: type[VanthuError]) -> list[str]:
    return [parent.code for parent in kind.__mro__ if issubclass(parent, VanthuError)]


def _fill(sentence: str, facts: Mapping[str, Any]) -> str:
    return sentence.format_map(_Readable({name: _readable(value) for name, value in facts.items()}))


def _readable(value: object) -> str:
    if isinstance(value, list | tuple | set):
        return ", ".join(_readable(one) for one in value)
    if isinstance(value, datetime):
        return f"{value.astimezone(HANOI):%H:%M ngày %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return WORDS_FOR.get(str(value), str(value))


class _Readable(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"
