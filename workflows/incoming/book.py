"""The books of incoming papers: the register (sổ đăng ký văn bản đến) and the tracking book (sổ theo dõi giải quyết).

Both are looked up, never copied: a line says what the paper, its assignments and its answers say now.
source  Decree 30/2020/NĐ-CP, annex IV: ten and seven columns, in this order
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from documents.database import local_date
from documents.dossiers import dossier_codes
from documents.errors import NotAllowed
from documents.incoming import Incoming
from documents.model import Document
from documents.registers import NumberSeries, printed_symbol
from documents.work import Work
from workflows.directory.model import our_agency
from workflows.incoming.assignments import HANDLER, IN_ORDER, OPEN, RECALLED, RETURNED, Assignment, Reply

READERS = ("clerk", "archivist", "director", "deputy")
IDS_AT_ONCE = 500
COLUMNS = (
    "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
)  # fmt: skip
TRACKING_COLUMNS = (
    "Số đến", "Tên loại, số, ký hiệu, ngày tháng và tên cơ quan ban hành văn bản", "Đơn vị hoặc người nhận",
    "Thời hạn giải quyết", "Tiến độ giải quyết", "Số, ký hiệu văn bản trả lời", "Ghi chú",
)  # fmt: skip


@dataclass(frozen=True)
class ArrivalRow:
    """A line of the register, the ten columns in order; `late` when it was registered too late."""

    document_id: str
    arrived_on: date
    number: int
    sender: str
    number_symbol: str
    document_date: date | None
    kind_and_subject: str
    recipients: str
    passed_on: date | None
    receipt: str
    note: str
    late: bool


@dataclass(frozen=True)
class TrackingRow:
    """A line of the tracking book, the seven columns in order."""

    document_id: str
    number: int
    described: str
    recipients: str
    due_on: date | None
    progress: str
    reply: str
    note: str
    overdue: bool


def arrivals_book(work: Work, *, year: int, limit: int = 500, offset: int = 0) -> list[ArrivalRow]:
    """The year's register; open to the văn thư, the archivist and the leaders of the agency.

    raises    NotAllowed
    """
    found = _page(work, year, limit, offset)
    tasks = _tasks(work, [document.id for document, _ in found])
    return [_arrival(document, incoming, tasks.get(document.id, [])) for document, incoming in found]


def tracking_book(work: Work, *, year: int, limit: int = 500, offset: int = 0) -> list[TrackingRow]:
    """What becomes of the year's papers.

    raises    NotAllowed
    """
    found = _page(work, year, limit, offset)
    ids = [document.id for document, _ in found]
    tasks, replies, today = _tasks(work, ids), _replies(work, ids), local_date(work.now)
    filed: dict[str, str] = {}
    for some in _in_parts(ids):
        filed |= dossier_codes(work.session, some)
    return [
        _tracked(document, incoming, tasks.get(document.id, []), replies, filed.get(document.id, ""), today)
        for document, incoming in found
    ]


def book_length(work: Work, *, year: int) -> int:
    """How many lines the year's register has.

    raises    NotAllowed
    """
    return work.session.scalar(select(func.count()).select_from(_lines(work, year).subquery())) or 0


def _lines(work: Work, year: int) -> Select[Document, Incoming]:
    agency = our_agency(work.session, work.now)
    if not {f"office:{office}:{agency.id}" for office in READERS} & work.actor.principals:
        raise NotAllowed(right="incoming_book", document_id=None)
    return (
        select(Document, Incoming)
        .join(Incoming, Incoming.document_id == Document.id)
        .join(NumberSeries, NumberSeries.id == Incoming.series_id)
        .where(NumberSeries.agency_id == agency.id, NumberSeries.year == year)
    )


def _page(work: Work, year: int, limit: int, offset: int) -> list[tuple[Document, Incoming]]:
    rows = work.session.execute(_lines(work, year).order_by(Incoming.number).limit(limit).offset(offset))
    return [(document, incoming) for document, incoming in rows]


def _tasks(work: Work, document_ids: Sequence[str]) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for some in _in_parts(document_ids):
        rows = select(Assignment).where(
            Assignment.document_id.in_(some), Assignment.status.not_in((RECALLED, RETURNED))
        )
        for task in work.session.scalars(rows.order_by(*IN_ORDER)):
            found.setdefault(task.document_id, []).append(task)
    return found


def _replies(work: Work, document_ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for some in _in_parts(document_ids):
        rows = work.session.execute(
            select(Reply.incoming_id, Document)
            .join(Document, Document.id == Reply.outgoing_id)
            .where(Reply.incoming_id.in_(some), Document.number.is_not(None))
            .order_by(Reply.linked_at)
        )
        for incoming_id, document in rows:
            found.setdefault(incoming_id, []).append(printed_symbol(document))
    return found


def _in_parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    """A database takes only so many values in one question."""
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))


def _arrival(document: Document, incoming: Incoming, tasks: list[Assignment]) -> ArrivalRow:
    given = [task for task in tasks if task.part != HANDLER]
    seen = [f"{task.seen_by} {local_date(task.seen_at):%d/%m}" for task in given if task.seen_at]
    assert incoming.number is not None
    return ArrivalRow(
        document.id,
        incoming.arrived_on,
        incoming.number,
        incoming.sender,
        incoming.number_symbol,
        incoming.document_date,
        _named(document),
        "; ".join(task.name for task in given),
        min((local_date(task.given_at) for task in given), default=None),
        "; ".join(seen),
        _note(document, incoming),
        incoming.late,
    )


def _tracked(
    document: Document, incoming: Incoming, tasks: list[Assignment], replies: dict[str, list[str]], filed: str,
    today: date,
) -> TrackingRow:  # fmt: skip
    due = max((task.due_on for task in tasks if task.due_on is not None), default=None)
    open_ones = [task for task in tasks if task.status == OPEN]
    progress = {
        "registered": "Chưa chuyển",
        "presented": "Chờ chỉ đạo",
        "done": "Đã giải quyết",
        "filed": f"Đã lưu hồ sơ {filed}".strip(),
        "returned": "Đã trả lại nơi gửi",
    }.get(document.state) or f"Còn {len(open_ones)} phần việc"
    overdue = any(task.due_on is not None and task.due_on < today for task in open_ones)
    day = f" ngày {incoming.document_date:%d/%m/%Y}" if incoming.document_date else ""
    described = (
        f"{document.fields.get('kind') or ''} {incoming.number_symbol}{day}, {incoming.sender}".strip()
    )
    assert incoming.number is not None
    return TrackingRow(
        document.id,
        incoming.number,
        described,
        "; ".join(task.name for task in tasks),
        due,
        f"{progress}, quá hạn" if overdue else progress,
        "; ".join(replies.get(document.id, [])),
        incoming.note,
        overdue,
    )


def _named(document: Document) -> str:
    """ "Kế hoạch Tổ chức hội thi": the kind, then what it is about."""
    return f"{document.fields.get('kind') or ''} {document.subject}".strip()


def _note(document: Document, incoming: Incoming) -> str:
    said = [incoming.note] if incoming.note else []
    if incoming.late:
        said.append("đăng ký muộn")
    if document.state == "returned":
        said.append("trả lại nơi gửi")
    return "; ".join(said)
