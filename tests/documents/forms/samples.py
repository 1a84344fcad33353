"""Invented papers, one for each form of annex III."""

from dataclasses import replace

from documents.forms.values import Annex, Attachment, Copying, FormValues, Signing, Table

PLAN = FormValues(
    kind="Kế hoạch",
    abbreviation="KH",
    agency="SỞ KHÍ TƯỢNG",
    parent_agency="UBND TỈNH SAO MAI",
    agency_in_text="Sở Khí tượng",
    symbol="KH-SKT",
    place="Sao Mai",
    month=3,
    year=2026,
    subject="Trồng cây quanh trạm đo năm 2026",
    legal_bases=(
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
        "Căn cứ Kế hoạch số 9/KH-UBND ngày 02 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh Sao Mai về trồng cây",
    ),
    body=(
        "Để mỗi trạm đo có bóng mát, đất không bị xói, số đo không bị gió làm sai, Sở Khí tượng trồng cây như sau:",
        "I. MỤC ĐÍCH",
        "1. Mục đích",
        "- Mỗi trạm có bóng mát; đất không bị xói.",
        Table(
            ("STT", "Việc", "Thời gian"), (("1", "Đào hố", "Tháng 3"), ("2", "Trồng", "Tháng 4")), (1, 6, 3)
        ),
        "Các trạm thực hiện./.",
    ),
    recipients=("Sở Nội vụ", "Các trạm đo"),
    archive_line="Lưu: VT, KT",
    signing=Signing(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê Thị Mây"),
)
DECISION = replace(
    PLAN,
    kind="Quyết định",
    abbreviation="QĐ",
    symbol="QĐ-SKT",
    subject="Về việc thành lập Tổ trồng cây",
    issuing_authority="GIÁM ĐỐC SỞ KHÍ TƯỢNG",
    legal_bases=(*PLAN.legal_bases, "Theo đề nghị của Chánh Văn phòng"),
    body=(
        "Điều 1. Thành lập Tổ trồng cây gồm các ông, bà có tên trong danh sách.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.",
    ),
    recipients=("Như Điều 2", "Sở Nội vụ"),
)
_BARE = replace(PLAN, legal_bases=(), body=())
REGULATION = Attachment(
    "Quy chế",
    "Trồng cây của Sở",
    (
        "Chương I",
        "QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi điều chỉnh",
        "1. Quy chế này quy định việc trồng cây quanh các trạm đo của Sở.",
        "2. Quy chế này không áp dụng cho cây cảnh trong nhà.",
        "Mục 1",
        "NGUYÊN TẮC",
        "Điều 2. Đối tượng áp dụng",
        "Công chức, viên chức của Sở./.",
    ),
)
COPY = Copying(
    "SAO Y",
    "SỞ KHÍ TƯỢNG",
    5,
    "SY-SKT",
    "Sao Mai",
    5,
    4,
    2026,
    ("Lãnh đạo Sở",),
    signing=Signing(("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), "Trần Văn Gió"),
)

PAPERS: dict[str, FormValues] = {
    "1.1": replace(
        DECISION,
        kind="Nghị quyết",
        abbreviation="NQ",
        symbol="NQ-HĐKT",
        agency="HỘI ĐỒNG KHÍ TƯỢNG",
        issuing_authority="HỘI ĐỒNG KHÍ TƯỢNG",
        signing=Signing(("TM. HỘI ĐỒNG", "CHỦ TỊCH"), "Lê Thị Mây"),
    ),
    "1.2": DECISION,
    "1.3": replace(DECISION, subject="Ban hành Quy chế trồng cây", attachment=REGULATION),
    "1.4": PLAN,
    "1.5": replace(
        PLAN,
        kind="Công văn",
        abbreviation="",
        symbol="SKT-VP",
        legal_bases=(),
        addressees=("Ủy ban nhân dân tỉnh Sao Mai", "Sở Nội vụ"),
        contact=("Số 1, đường Gió, phường Sao Mai, tỉnh Sao Mai",),
    ),
    "1.6": replace(
        PLAN,
        kind="Công điện",
        abbreviation="CĐ",
        symbol="CĐ-SKT",
        legal_bases=(),
        issuing_authority="GIÁM ĐỐC SỞ KHÍ TƯỢNG",
        addressees=("Các trạm đo", "Các đội cây xanh"),
        urgency="HỎA TỐC",
    ),
    "1.7": replace(_BARE, kind="Giấy mời", abbreviation="GM", symbol="GM-SKT", subject="Dự họp về trồng cây"),
    "1.8": replace(
        _BARE, kind="Giấy giới thiệu", abbreviation="GGT", symbol="GGT-SKT", subject="", recipients=()
    ),
    "1.9": replace(
        _BARE,
        kind="Biên bản",
        abbreviation="BB",
        symbol="BB-SKT",
        subject="Họp về trồng cây",
        archive_line="Lưu: VT, Hồ sơ",
        signing=Signing(("CHỦ TỌA",), "Lê Thị Mây"),
        second=Signing(("THƯ KÝ",), "Trần Văn Gió"),
    ),
    "1.10": replace(
        _BARE,
        kind="Giấy nghỉ phép",
        abbreviation="GNP",
        symbol="GNP-SKT",
        subject="",
        recipients=("Ông Trần Văn Gió",),
    ),
    "2.1": replace(PLAN, annexes=(Annex("Danh sách trạm", ("1. Trạm đo số một của tỉnh.",)),)),
    "3.1": replace(PLAN, copying=COPY),
}
