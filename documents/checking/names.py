"""Names that Annex II writes with capitals in a known way: enough of them to warn, none that could be a plain word.

source    Decree 30/2020/NĐ-CP, Phụ lục II, Mục III, IV and V.6; the 34 provinces and cities in force from 2025-07-01
          and the names that went before
"""

AGENCY_FIELDS = (
    "Xây dựng", "Tài chính", "Nội vụ", "Tư pháp", "Y tế", "Công Thương", "Công thương", "Giáo dục và Đào tạo",
    "Nông nghiệp và Môi trường", "Nông nghiệp và Phát triển nông thôn", "Khoa học và Công nghệ", "Văn hóa",
    "Văn hoá", "Lao động - Thương binh và Xã hội", "Ngoại vụ", "Ngoại giao", "Dân tộc và Tôn giáo",
    "Giao thông vận tải", "Kế hoạch và Đầu tư", "Thông tin và Truyền thông", "Tài nguyên và Môi trường",
    "Quy hoạch - Kiến trúc", "Quốc phòng", "Công an",
)  # fmt: skip
CITIES = ("Hà Nội", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế", "Thái Nguyên", "Vinh", "Nha Trang", "Đà Lạt")
PROVINCES = (
    "An Giang", "Bắc Ninh", "Bắc Giang", "Cà Mau", "Cao Bằng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Đồng Tháp",
    "Gia Lai", "Hà Tĩnh", "Hưng Yên", "Khánh Hòa", "Khánh Hoà", "Lai Châu", "Lâm Đồng", "Lạng Sơn", "Lào Cai",
    "Nghệ An", "Ninh Bình", "Phú Thọ", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sơn La", "Tây Ninh", "Thái Nguyên",
    "Thanh Hóa", "Thanh Hoá", "Tuyên Quang", "Vĩnh Long", "Nam Định", "Hà Giang", "Yên Bái", "Bình Dương", "Long An",
    "Tiền Giang", "Bến Tre", "Kiên Giang", "Hậu Giang", "Sóc Trăng", "Bạc Liêu", "Quảng Nam", "Quảng Bình",
    "Bình Định", "Phú Yên", "Ninh Thuận", "Bình Thuận", "Đắk Nông", "Kon Tum", "Bình Phước", "Hải Dương", "Thái Bình",
    "Hà Nam", "Vĩnh Phúc", "Bắc Kạn", "Hòa Bình", "Hoà Bình", "Trà Vinh",
)  # fmt: skip
LAWS = (
    "Đất đai", "Xây dựng", "Đầu tư", "Lưu trữ", "Thi đua, khen thưởng", "Ngân sách nhà nước", "Viên chức",
    "Cán bộ, công chức", "Bảo hiểm xã hội", "Bảo hiểm y tế", "Doanh nghiệp", "Đấu thầu", "Khiếu nại", "Tố cáo",
    "Giáo dục", "Nhà ở", "Hóa chất", "Hoá chất", "Điện lực", "Địa chất và khoáng sản", "Khoáng sản", "Lâm nghiệp",
    "Thủy lợi", "Thuỷ lợi", "Giao dịch điện tử", "An ninh mạng", "Công nghệ thông tin", "Quản lý thuế",
    "Hộ tịch", "Cư trú", "Căn cước", "Tiếp công dân", "Tổ chức chính quyền địa phương", "Tổ chức Chính phủ",
    "Phòng, chống tham nhũng", "Bảo vệ môi trường", "An toàn thực phẩm", "Phòng cháy, chữa cháy",
)  # fmt: skip
