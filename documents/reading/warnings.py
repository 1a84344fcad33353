"""What the officer should look at before going on: short stable sentences, one per matter.

They warn about what was read, never change it. The layout itself is checked in `documents.typesetting`.
"""

from collections.abc import Sequence

from documents.reading.letterhead import Letterhead
from documents.reading.paper import Paper
from documents.reading.recipients import Distribution
from documents.reading.signing_block import SigningBlock

NO_NUMBER_LINE = "Không tìm thấy dòng số, ký hiệu"
NO_DATE = "Không tìm thấy địa danh và thời gian ban hành"
NO_SUBJECT = "Không tìm thấy trích yếu"
NO_RECIPIENTS = "Không tìm thấy phần Nơi nhận"
NO_ARCHIVE_LINE = "Nơi nhận không có dòng Lưu"
NO_SIGNER = "Không tìm thấy họ tên người ký"
BASIS_WITHOUT_SEMICOLON = "Căn cứ pháp lý không kết thúc bằng dấu chấm phẩy"
LAST_BASIS_WITHOUT_STOP = "Căn cứ pháp lý cuối cùng không kết thúc bằng dấu chấm"
MOTTO_DASH = "Tiêu ngữ dùng dấu gạch dài thay cho dấu gạch nối"
SCAN = "Tệp không có lớp văn bản (bản chụp)"
BY_MACHINE = "Các ô do máy nhận dạng từ bản chụp, phải đối chiếu từng ô với trang"
POOR = "Lớp văn bản nhận dạng kém, cần đối chiếu"


def warnings_of(
    paper: Paper, head: Letterhead, sent: Distribution, signed: SigningBlock, bases: Sequence[str]
) -> tuple[str, ...]:
    """The warnings of one reading, in a fixed order."""
    if paper.quality == "scan":
        return (SCAN,)
    found = [POOR] if paper.quality == "poor_ocr" else []
    absent = (
        (head.symbol is None, NO_NUMBER_LINE),
        (head.date.year is None and head.date.month is None and head.place is None, NO_DATE),
        (head.subject is None, NO_SUBJECT),
        (sent.begin is None, NO_RECIPIENTS),
        (sent.begin is not None and sent.archive is None, NO_ARCHIVE_LINE),
        (signed.name is None, NO_SIGNER),
    )
    found += [sentence for missing, sentence in absent if missing]
    return (*found, *_about_bases(bases), *_about_motto(paper), *paper.notes)


def _about_bases(bases: Sequence[str]) -> list[str]:
    stated = [basis.rstrip() for basis in bases if basis.startswith("Căn cứ")]
    if not stated:
        return []
    found = [] if all(basis.endswith(";") for basis in stated[:-1]) else [BASIS_WITHOUT_SEMICOLON]
    return found if stated[-1].endswith((".", ";", ",", ":")) else [*found, LAST_BASIS_WITHOUT_STOP]


def _about_motto(paper: Paper) -> list[str]:
    mottoes = [
        line.text for line in paper.lines[:30] if line.text.startswith("Độc lập") and "Hạnh phúc" in line.text
    ]
    return [MOTTO_DASH] if any("–" in motto or "—" in motto for motto in mottoes) else []
