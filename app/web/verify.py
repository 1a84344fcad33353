"""Is this paper genuine? Open to everybody, keeps nothing.

Says only what the file proves and what the issue log knows of it. Whoever asks holds the file, or the code printed on
the paper: neither can be guessed.
"""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, request

from app.errors import Problem, explain
from app.office import NOBODY
from app.web.documents import file_name
from app.web.doors import office
from app.web.ink import as_source, with_pictures
from app.web.showing import page
from app.web.verdicts import VERDICTS
from documents.issue_log import Found, Issued, Standing, by_code, standing_of
from documents.pdf.grades import GRADES
from documents.pdf.ink import Ink, ink
from documents.pdf.lookup_mark import printed_code, typed_code
from documents.pdf.report import Report
from documents.pdf.validation_report import NothingToReport, validation_report
from documents.pdf.verify import verify

NO_FILE = Problem("no_file", 422, "Chưa chọn tệp nào.", "Chọn tệp PDF rồi bấm Kiểm tra.")


STANDINGS: Mapping[Standing, tuple[str, str, str]] = {
    "issued_version": (
        "good",
        "Đúng là bản cơ quan đã phát hành",
        "Từng bit của tệp trùng với bản ghi trong nhật ký phát hành của cơ quan.",
    ),
    "issued_annex": (
        "good",
        "Đúng là phụ lục cơ quan đã phát hành",
        "Từng bit của tệp trùng với phụ lục ghi trong nhật ký phát hành, kèm theo văn bản dưới đây.",
    ),
    "changed_since": (
        "bad",
        "Không phải bản phát hành: có phần thêm vào sau",
        "Tệp bắt đầu bằng văn bản của cơ quan nhưng phía sau có phần mà cơ quan không làm ra; hãy xin lại bản gốc.",
    ),
    "cut_back": (
        "bad",
        "Không phải bản phát hành: bản này chưa có số và dấu",
        "Văn bản đã được phát hành sau đó; tệp này là bản trước khi cấp số, hoặc đã bị cắt phần cuối.",
    ),
    "not_ours": (
        "wait",
        "Không có trong nhật ký phát hành của cơ quan này",
        "Tệp ghi tên cơ quan này thì không phải bản đã phát hành; văn bản của cơ quan khác thì hỏi nơi ấy.",
    ),
}
"""What a file is to this office: tone, the answer, what it means."""
ALONE: Mapping[bool, tuple[str, str, str]] = {
    False: (
        "good",
        "Phụ lục của {name}, đã phát hành",
        "Cơ quan đã ký số lúc {at}; nội dung chưa bị thay đổi.",
    ),
    True: ("good", "Bản sao ({form}) hợp lệ", "{name} đã ký số bản sao lúc {at}; nội dung chưa bị thay đổi."),
}
"""For a good file that the agency signed alone, by whether it is a copy: as `VERDICTS`."""
NO_SUCH_CODE = Problem(
    "no_such_code",
    404,
    "Không có văn bản nào mang mã tra cứu này.",
    "Xem lại từng ký tự của mã ở cuối trang 1. Mã đúng mà vẫn không thấy: văn bản không do cơ quan này phát hành.",
)
NOT_A_CODE = Problem(
    "not_a_code",
    422,
    "Mã tra cứu không đúng dạng.",
    "Mã có 16 chữ và số, in ở cuối trang 1, ví dụ 7H2K-M4PQ-9T3V-XW5N; gõ có hay không có dấu gạch đều được.",
)


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/verify", "verify_page", verify_page, methods=["GET", "POST"])
    blueprint.add_url_rule("/verify/<code>", "verify_code", verify_code)


def verify_page() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        asked = request.args.get("code", "").strip()
        return verify_code(asked) if asked else _show(None, "")
    file = request.files.get("pdf")
    if file is None or not file.filename:
        return _show(None, "", NO_FILE), NO_FILE.status
    pdf = file.stream.read()
    if request.args.get("format") == "etsi":
        return _etsi(pdf, file.filename)
    report = verify(pdf, trust=office().trust, at=office().clock())
    with office().reading(NOBODY) as work:
        found = standing_of(work.session, pdf, report.verdict)
    drawn = ink(pdf, report) if "ink" in request.form else None
    shown = _show(report, file.filename, found=found, drawn=drawn)
    return with_pictures(shown) if drawn is not None else shown


def etsi_answer(pdf: bytes, name: str) -> Response:
    """The verification as a file other systems read (ETSI TS 119 102-2).

    raises    NothingToReport
    """
    trust, at = office().trust, office().clock()
    report = verify(pdf, trust=trust, at=at)
    xml = validation_report(pdf, report, trust=trust, at=at)
    answer = Response(xml, mimetype="application/xml")
    plain = file_name(f"{name.rsplit('.', 1)[0][:80]}-etsi.xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain}"'
    return answer


def _etsi(pdf: bytes, name: str) -> Response | tuple[str, int]:
    try:
        return etsi_answer(pdf, name)
    except NothingToReport as error:
        problem = explain(error)
        return _show(None, "", problem), problem.status


def verify_code(code: str) -> str | tuple[str, int]:
    """What the log knows of the paper that carries this code."""
    plain = typed_code(code)
    if plain is None:
        return _show(None, "", NOT_A_CODE, typed=code), NOT_A_CODE.status
    with office().reading(NOBODY) as work:
        papers = by_code(work.session, plain)
    if not papers:
        return _show(None, "", NO_SUCH_CODE, typed=printed_code(plain)), NO_SUCH_CODE.status
    return _show(None, "", papers=papers, typed=printed_code(plain))


def _told(report: Report) -> tuple[str, str, str]:
    """The verdict in office language: its tone, what the file is, what that means for the reader."""
    line = report.line
    if line is None or report.verdict != "issued":
        return VERDICTS[report.verdict]
    tone, verdict, meaning = ALONE[line.form is not None]
    facts = {"name": line.name, "form": (line.form or "").lower(), "at": f"{line.at:%H:%M:%S ngày %d/%m/%Y}"}
    return tone, verdict.format_map(facts), meaning.format_map(facts)


def _show(
    report: Report | None,
    name: str,
    problem: Problem | None = None,
    *,
    found: Found | None = None,
    papers: Sequence[Issued] = (),
    typed: str = "",
    drawn: Ink | None = None,
) -> str:
    return page(
        "vanthu/verify.html",
        report=report,
        name=name,
        problem=problem,
        told=_told(report) if report else None,
        grades=GRADES,
        found=found,
        standings=STANDINGS,
        papers=papers,
        typed=typed,
        ink=drawn,
        picture=as_source,
    )
