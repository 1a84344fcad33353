"""What a form says when the officer has not written yet: the words of the form and blanks to fill.

source  Decree 30/2020/NĐ-CP, annex III, forms 1.6 to 1.10
"""

from documents.forms.values import BLANK, Block, FormValues

_END = f"{BLANK}./."
_TEXTS: dict[str, tuple[str, ...]] = {
    "1.2": (f"Điều 1. {BLANK}", f"Điều 2. {_END}"),
    "1.4": (BLANK, _END),
    "1.5": (BLANK, _END),
    "1.6": (BLANK, _END),
    "1.7": (
        "{host} trân trọng kính mời: {guest}",
        "Tới dự {event}",
        "Chủ trì: {chair}",
        "Thời gian: {time}",
        "Địa điểm: {venue}",
        "{note}./.",
    ),
    "1.8": (
        "{host} trân trọng giới thiệu:",
        "Ông (bà) {person}",
        "Chức vụ: {position}",
        "Được cử đến: {destination}",
        "Về việc: {matter}",
        "Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ.",
        "Giấy này có giá trị đến hết ngày {until}./.",
    ),
    "1.9": (
        "Thời gian bắt đầu: {start}",
        "Địa điểm: {venue}",
        "Thành phần tham dự: {attendees}",
        "Chủ trì (chủ tọa): {chair}",
        "Thư ký (người ghi biên bản): {secretary}",
        "Nội dung (theo diễn biến cuộc họp/hội nghị/hội thảo): {content}",
        "Cuộc họp (hội nghị, hội thảo) kết thúc vào {end}./.",
    ),
    "1.10": (
        "Xét Đơn đề nghị nghỉ phép ngày {request_date} của ông (bà) {person}, {host} cấp cho:",
        "Ông (bà): {person}",
        "Chức vụ: {position}",
        "Được nghỉ phép trong thời gian {duration} kể từ ngày {from_day} đến hết ngày {to_day} tại {place_of_leave}.",
        "Số ngày nghỉ phép nêu trên được tính vào thời gian {counted_as}./.",
    ),
}


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return BLANK


def text_of(form: str, paper: FormValues) -> tuple[Block, ...]:
    """What the officer wrote, else the words of the form with what `paper.details` knows.

    form      "1.2" to "1.10"
    """
    if paper.body:
        return paper.body
    known = _Blanks(host=paper.agency_in_text or BLANK)
    known.update((name, text) for name, text in paper.details if text)
    return tuple(line.format_map(known) for line in _TEXTS[form])


def telegram_sender(paper: FormValues) -> str:
    """Who telegraphs: "GIÁM ĐỐC SỞ VIỆC LÀM điện:"."""
    return f"{paper.issuing_authority or paper.agency or BLANK} điện:"
