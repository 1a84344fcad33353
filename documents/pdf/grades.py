"""How much good signatures prove, in four grades an office can compare papers by.

Not a legal rank: a paper of grade D may be perfectly valid, but if somebody denies it, little but goodwill supports it.
"""

from collections.abc import Iterable
from typing import Literal

Grade = Literal["A", "B", "C", "D"]

GRADES: dict[Grade, str] = {
    "A": "Có dấu thời gian lưu trữ và dữ liệu xác thực trong tệp; chứng minh được lâu dài nếu được gia hạn.",
    "B": "Có dấu thời gian và dữ liệu thu hồi trong tệp; chứng minh được đến khi chứng thư dấu thời gian hết hạn.",
    "C": "Có dấu thời gian, nhưng tệp chưa chứa dữ liệu thu hồi; khi cần phải hỏi nhà cung cấp chứng thư.",
    "D": "Chỉ có giờ máy tính, hoặc thuật toán cũ, hoặc chữ ký không ghi rõ chứng thư; giá trị chứng cứ thấp.",
}

BY_LEVEL: dict[int, Grade] = {3: "A", 2: "B", 1: "C", 0: "D"}

#: Findings that leave a signature right but weak.
WEAKENING = frozenset({"weak_algorithm_seen", "no_signing_certificate_attribute", "time_from_computer"})

#: Answers that were made before the signature: they say nothing about the moment it was made.
STALE = frozenset({"revocation_older"})


def grade(levels: Iterable[int], codes: Iterable[str]) -> Grade:
    """The grade of the weakest signature.

    levels    of each signature: 0 B-B, 1 B-T, 2 B-LT, 3 B-LTA
    codes     all findings about them
    """
    found = {*codes}
    if WEAKENING & found:
        return "D"
    carries = min(levels, default=0)
    return BY_LEVEL[min(carries, 1) if STALE & found else carries]
