"""Words of the office that the readers share: kinds, marks, titles, places.

Kinds with their abbreviations as rules are data of `documents.kinds`; here they are only recognised in print.
"""

import re
from collections.abc import Iterable

from documents.reading.paper import UPPER

KINDS = (
    "Nghị quyết liên tịch", "Thông tư liên tịch", "Văn bản hợp nhất", "Nghị quyết", "Nghị định", "Quyết định",
    "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình", "Kế hoạch",
    "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng", "Công văn", "Công điện",
    "Bản ghi nhớ", "Bản thỏa thuận", "Giấy ủy quyền", "Giấy mời", "Giấy giới thiệu", "Giấy nghỉ phép",
    "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Thư công", "Thông tư", "Pháp lệnh", "Bộ luật", "Luật", "Lệnh",
    "Hiến pháp", "Kết luận", "Quy trình", "Giấy phép", "Giấy chứng nhận", "Giấy xác nhận", "Phiếu trình",
    "Nội quy", "Điều lệ", "Danh mục", "Kế hoạch liên tịch", "Hướng dẫn liên ngành", "Quy chế phối hợp",
    "Thông tri", "Tuyên bố", "Phụ lục",
)  # fmt: skip
KIND_OF_SYMBOL = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định",
    "TC": "Thông cáo", "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "KH": "Kế hoạch",
    "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTr": "Tờ trình",
    "HĐ": "Hợp đồng", "CĐ": "Công điện", "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời", "GGT": "Giấy giới thiệu", "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển", "PB": "Phiếu báo", "NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch",
    "VBHN": "Văn bản hợp nhất", "GP": "Giấy phép", "KL": "Kết luận", "CV": "Công văn",
    "NQLT": "Nghị quyết liên tịch", "QT": "Quy trình", "GCN": "Giấy chứng nhận",
}  # fmt: skip
# What a căn cứ may cite; "Văn bản" and "Đề án" are names as well as kinds, so they count only with a number.
CITED = (*KINDS, "Văn bản", "Thông báo kết luận", "Chương trình hành động", "Công thư", "Sắc lệnh")

# Authority marks before a signer's title (Decree 30/2020, annex I, II.7).
# Party papers write T/M, K/T, T/L.
AUTHORITY = re.compile(rf"^(T[/.]?M|K[/.]?T|T[/.]?L|T[/.]?UQ|Q)\s*(?:[.:]|(?=\s[{UPPER}]))\s*")

TITLE_HEADS = (
    "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "TỔNG GIÁM ĐỐC", "PHÓ TỔNG GIÁM ĐỐC", "BỘ TRƯỞNG",
    "THỨ TRƯỞNG", "THỦ TƯỚNG", "PHÓ THỦ TƯỚNG", "CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "CHÁNH", "PHÓ CHÁNH", "TRƯỞNG",
    "PHÓ TRƯỞNG", "CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG", "VỤ TRƯỞNG", "PHÓ VỤ TRƯỞNG", "TỔNG CỤC TRƯỞNG",
    "PHÓ TỔNG CỤC TRƯỞNG", "CHI CỤC TRƯỞNG", "PHÓ CHI CỤC TRƯỞNG", "VIỆN TRƯỞNG", "PHÓ VIỆN TRƯỞNG",
    "HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "BÍ THƯ", "PHÓ BÍ THƯ", "TỔNG BÍ THƯ", "TỔNG THƯ KÝ", "THỦ TRƯỞNG",
    "PHÓ THỦ TRƯỞNG", "TƯ LỆNH", "CHÍNH ỦY", "THỐNG ĐỐC", "PHÓ THỐNG ĐỐC", "KIỂM TOÁN TRƯỞNG", "TỔNG KIỂM TOÁN",
    "ĐỘI TRƯỞNG", "PHÓ ĐỘI TRƯỞNG", "HẠT TRƯỞNG", "KẾ TOÁN TRƯỞNG", "ỦY VIÊN", "THƯ KÝ", "CHỦ TỌA", "NGƯỜI",
    "ĐẠI DIỆN", "TỔNG THANH TRA", "TỔNG BIÊN TẬP", "TỔ TRƯỞNG", "CHỈ HUY TRƯỞNG", "CHI CỤC", "TRẠM TRƯỞNG",
    "CHỦ HỘ", "CHỈ HUY", "XÃ ĐỘI TRƯỞNG", "CHỦ TRÌ", "CHỦ TOẠ", "PHỤ TRÁCH", "CHUYÊN VIÊN", "THẨM PHÁN",
    "KIỂM SÁT VIÊN", "CHẤP HÀNH VIÊN", "CÔNG CHỨNG VIÊN", "TỔNG LÃNH SỰ", "ĐẠI SỨ", "BÊN A", "BÊN B", "HIỆU PHÓ",
    "THANH TRA VIÊN", "THỦ QUỸ",
)  # fmt: skip
# A line of the header that opens with one of these is an agency of its own, not the rest of the line above.
AGENCY_HEADS = (
    "UBND", "ỦY BAN", "HĐND", "HỘI ĐỒNG", "SỞ", "BỘ", "CỤC", "TỔNG CỤC", "CHI CỤC", "VỤ", "BAN",
    "PHÒNG", "TRUNG TÂM", "TRƯỜNG", "VĂN PHÒNG", "VIỆN", "CÔNG AN", "THANH TRA", "KHO BẠC", "BẢO HIỂM",
    "CÔNG TY", "TỔNG CÔNG TY", "TẬP ĐOÀN", "HỘI", "LIÊN ĐOÀN", "ĐOÀN", "CHÍNH PHỦ", "QUỐC HỘI", "THỦ TƯỚNG",
    "CHỦ TỊCH", "TÒA ÁN", "KIỂM TOÁN", "NGÂN HÀNG", "BỆNH VIỆN", "TỈNH ỦY", "THÀNH ỦY",
    "HUYỆN ỦY", "QUẬN ỦY", "ĐẢNG ỦY", "ĐẢNG BỘ", "CHI BỘ", "CÔNG ĐOÀN", "THƯ VIỆN", "BẢO TÀNG", "QUỸ", "THUẾ",
    "HẢI QUAN", "ĐẠI HỌC", "HỌC VIỆN", "MẶT TRẬN", "THƯỜNG TRỰC", "ĐÀI", "BÁO", "KHU", "HẠT", "ĐỘI", "TỔ",
    "PHÂN VIỆN", "NHÀ", "TÒA SOẠN", "KHOA", "TRẠM", "TỔNG LIÊN ĐOÀN", "TỔNG HỘI", "HIỆP HỘI", "LIÊN HIỆP",
    "LIÊN MINH", "TRUNG ƯƠNG ĐOÀN", "TRUNG ƯƠNG HỘI", "HỢP TÁC XÃ", "XÍ NGHIỆP", "NHÀ MÁY", "CHI NHÁNH",
    "TẠP CHÍ", "CẢNG", "TIỂU BAN", "ĐỒN", "PHÂN HIỆU", "BƯU ĐIỆN", "ĐIỆN LỰC", "CƠ QUAN", "QUÂN KHU",
    "QUÂN CHỦNG", "BINH CHỦNG", "QUÂN ĐOÀN", "BINH ĐOÀN", "SƯ ĐOÀN", "LỮ ĐOÀN", "TRUNG ĐOÀN", "TIỂU ĐOÀN",
    "TỔNG THAM MƯU", "THI HÀNH ÁN", "LIÊN HỘI", "CÂU LẠC BỘ", "TỈNH ĐOÀN", "THÀNH ĐOÀN",
)  # fmt: skip
# Words that look like an agency of their own but go on with the name above: "BAN QUẢN LÝ / KHU KINH TẾ".
AGENCY_TAILS = (
    "KHU VỰC", "KHU KINH TẾ", "KHU CÔNG NGHIỆP", "KHU CHẾ XUẤT", "KHU CÔNG NGHỆ", "KHU DI TÍCH", "KHU BẢO TỒN",
    "QUỸ ĐẤT", "TỔ QUỐC", "PHÒNG CHỐNG", "PHÒNG, CHỐNG", "PHÒNG THỦ", "PHÒNG CHÁY", "PHÒNG NGỪA", "HỘI NHẬP", "HỘI THI",
    "HỘI NGHỊ", "BÁO CHÍ", "NHÀ NƯỚC", "NHÀ Ở", "ĐỘI NGŨ", "TỔ CHỨC", "BỘ MÁY", "BAN ĐẦU",
    "THUẾ QUỐC TẾ", "ĐÀI TIẾNG", "CƠ QUAN ĐẢNG", "CÁC CƠ QUAN",
)  # fmt: skip
# Two syllables of one word, broken over two lines: "MÔI / TRƯỜNG" opens no school.
AGENCY_WORDS = (
    "MÔI TRƯỜNG", "THỊ TRƯỜNG", "NHÀ TRƯỜNG", "XÃ HỘI", "QUỐC HỘI", "ĐẠI HỘI", "HIỆP HỘI", "TỔNG HỘI", "LIÊN HỘI",
    "PHỤC VỤ", "DỊCH VỤ", "NHIỆM VỤ", "NỘI VỤ", "NGHIỆP VỤ", "VĂN PHÒNG", "QUỐC PHÒNG", "BIÊN PHÒNG", "DỰ PHÒNG",
    "CÔNG ĐOÀN", "TẬP ĐOÀN", "LIÊN ĐOÀN", "TỈNH ĐOÀN", "QUÂN ĐOÀN", "ĐA KHOA", "CHUYÊN KHOA", "BÁCH KHOA",
    "CÁN BỘ", "NỘI BỘ", "ĐƯỜNG BỘ", "ĐẢNG BỘ", "CHI BỘ", "QUÂN KHU", "BỘ ĐỘI", "QUÂN ĐỘI", "BỆNH VIỆN",
    "HỌC VIỆN", "THƯ VIỆN", "PHÂN VIỆN", "DỰ BÁO", "CẢNH BÁO", "CÔNG BÁO", "CƠ QUAN", "TỔNG CỤC", "CHI CỤC",
    "ỦY BAN", "TIỂU BAN", "TRƯỞNG BAN", "NGÂN QUỸ", "TỔ QUỐC", "CHỦ TỊCH", "KIỂM TOÁN", "BẾN CẢNG", "CƠ SỞ",
    "TRỤ SỞ",
)  # fmt: skip
# A first line that says only what sort of office it is: the name follows below.
AGENCY_SORTS = (
    "THỦ TƯỚNG", "VĂN PHÒNG", "CHỦ TỊCH", "ỦY BAN", "HỘI ĐỒNG", "HỘI", "BỘ", "BAN", "SỞ", "CỤC", "CHI CỤC",
    "TỔNG CỤC", "VỤ", "PHÒNG", "VIỆN", "TRUNG TÂM", "TRƯỜNG", "TRƯỜNG ĐẠI HỌC", "TRƯỜNG CAO ĐẲNG", "TRƯỜNG THPT",
    "TRƯỜNG THCS", "TRƯỜNG TIỂU HỌC", "TRƯỜNG MẦM NON", "HỌC VIỆN", "ĐẠI HỌC", "CÔNG TY", "TỔNG CÔNG TY",
    "TẬP ĐOÀN", "CÔNG TY CỔ PHẦN", "CÔNG TY TNHH", "BAN QUẢN LÝ", "BAN QUẢN LÝ DỰ ÁN", "BAN CHỈ ĐẠO",
    "BAN CHỈ HUY", "BAN CHẤP HÀNH", "ĐẢNG ỦY", "ĐẢNG BỘ", "CHI BỘ", "THANH TRA", "ĐOÀN", "LIÊN ĐOÀN", "QUỸ",
    "KHOA", "ĐỘI", "TỔ", "HẠT", "TRẠM", "NHÀ", "BÁO", "ĐÀI", "THƯỜNG TRỰC", "CƠ QUAN", "CHI NHÁNH", "BỆNH VIỆN",
    "CÔNG AN", "THUẾ", "HIỆP HỘI", "BỘ CHỈ HUY", "BỘ TƯ LỆNH", "HỘI ĐỒNG QUẢN LÝ", "TIỂU BAN",
    "KHO BẠC", "BẢO HIỂM", "NGÂN HÀNG", "TỔ CÔNG TÁC", "TỔ GIÚP VIỆC",
)  # fmt: skip

PROVINCES = (
    "Hà Nội", "Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ",
    "Huế", "Thành phố Huế", "Thừa Thiên Huế", "Thừa Thiên - Huế", "An Giang", "Bà Rịa - Vũng Tàu", "Bắc Giang",
    "Bắc Kạn", "Bạc Liêu", "Bắc Ninh", "Bến Tre", "Bình Định", "Bình Dương", "Bình Phước", "Bình Thuận",
    "Cà Mau", "Cao Bằng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang",
    "Hà Nam", "Hà Tĩnh", "Hải Dương", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum",
    "Lai Châu", "Lâm Đồng", "Lạng Sơn", "Lào Cai", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận",
    "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng",
    "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thanh Hoá", "Khánh Hoà", "Hoà Bình",
    "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip

_TONES = str.maketrans({"\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2010": "-"})
_OLD = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_NEW = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_NEW_STYLE = re.compile(r"(?<!q)(?:" + "|".join(_NEW) + r")(?!\w)", re.IGNORECASE)


def folded(text: str) -> str:
    """Lower case, one tone placement (hòa), one dash: for comparing, never for showing."""
    lowered = text.translate(_TONES).lower()
    return _NEW_STYLE.sub(lambda match: _OLD[_NEW.index(match[0])], lowered)


_FOLDED_KINDS = {folded(kind): kind for kind in KINDS}


def kind_named(text: str, more: Iterable[str] = ()) -> str | None:
    """The kind a line consists of, whatever its case and tone placement.

    more    names of kinds that other packages brought
    """
    wanted = folded(text).strip(" :.")
    return _FOLDED_KINDS.get(wanted) or next((kind for kind in more if folded(kind) == wanted), None)


def kind_begun(text: str, more: Iterable[str] = ()) -> str | None:
    """The kind a line begins with: "GIẤY PHÉP SẢN XUẤT ..." gives "Giấy phép"."""
    low = folded(text)
    known = [*_FOLDED_KINDS.items(), *((folded(kind), kind) for kind in more)]
    best = [kind for key, kind in known if low.startswith(key + " ")]
    return max(best, key=len) if best else None
