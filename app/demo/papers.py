"""The invented agency's plan, written by us: a Word draft as an officer would make it."""

from datetime import datetime

from app.clock import machine_clock
from documents.database import HANOI
from documents.forms.plan import PlanDraft, write_plan_docx

AGENCY = "SỞ VIỆC LÀM VÀ PHÚC LỢI"
PARENT = "UBND TỈNH SAO MAI"
SUBJECT = "Phát động phong trào thi đua văn thư kiểu mẫu năm {year}"

BASES = (
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
    "Căn cứ Kế hoạch số 12/KH-UBND ngày 06 tháng 01 năm {year} của Ủy ban nhân dân tỉnh Sao Mai về phong trào thi đua "
    "trong khối cơ quan hành chính.",
)

BODY = (
    "Nhằm đưa việc soạn thảo, ký số và lưu hồ sơ vào nền nếp, Sở Việc làm và Phúc lợi phát động phong trào thi đua văn "
    "thư kiểu mẫu với các nội dung sau:",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Mục đích",
    "- Mỗi văn bản ban hành đúng thẩm quyền, đúng thể thức, gửi đúng nơi nhận và tìm lại được ngay khi cần.",
    "- Từng phòng có ít nhất một công chức thành thạo ký số, lập hồ sơ điện tử và hướng dẫn được đồng nghiệp.",
    "2. Yêu cầu",
    "- Việc thi đua gắn với công việc hằng ngày, không phát sinh sổ sách, không chạy theo hình thức.",
    "- Kết quả đo bằng số liệu của hệ thống: số văn bản đúng hạn, số văn bản bị trả lại, thời gian xử lý.",
    "II. NỘI DUNG",
    "1. Thi đua soạn thảo đúng ngay từ lần trình đầu tiên; số văn bản bị trả lại vì thể thức giảm một nửa so với năm "
    "trước.",
    "2. Thi đua xử lý văn bản đến trong ngày; văn bản khẩn được xử lý ngay khi đến.",
    "3. Thi đua lập hồ sơ đầy đủ; đến hết tháng 12, mọi văn bản đi trong năm đều nằm trong hồ sơ.",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Trưởng các phòng, thủ trưởng đơn vị trực thuộc phổ biến kế hoạch này, đăng ký thi đua trước ngày 31 tháng 3 và "
    "báo cáo kết quả sáu tháng, cả năm.",
    "2. Phòng Thi đua - Tổng hợp theo dõi, tổng hợp, đề xuất khen thưởng tập thể và cá nhân có cách làm hay.",
    "3. Công đoàn, Đoàn Thanh niên vận động đoàn viên hưởng ứng phong trào.",
    "Yêu cầu các phòng, đơn vị triển khai thực hiện./.",
)

RECIPIENTS = (
    "Sở Kho bạc tỉnh Sao Mai",
    "Lãnh đạo Sở",
    "Đảng ủy, các Đoàn thể Sở",
    "Các phòng chuyên môn, đơn vị trực thuộc",
)


def our_plan(today: datetime | None = None) -> bytes:
    """The plan of the month it is asked in, with blanks for number and day, as .docx."""
    here = (today or machine_clock()).astimezone(HANOI)
    return write_plan_docx(
        PlanDraft(
            agency=AGENCY,
            parent_agency=PARENT,
            symbol="KH-SVLPL",
            place="Sao Mai",
            month=here.month,
            year=here.year,
            subject=SUBJECT.format(year=here.year),
            bases=tuple(basis.format(year=here.year) for basis in BASES),
            body=BODY,
            recipients=RECIPIENTS,
            archive_line="Lưu: VT, TĐTH (S)",
            signing_lines=("GIÁM ĐỐC",),
            signer_name="Đinh Công Mẫu",
        )
    )
