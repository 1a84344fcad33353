"""The doctor: journal chain, stored bytes, registers, index and settings, each looked at for real."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from app.office import OFFICE, NoTimestampServer, NoTrust, Office
from documents.errors import BytesDamaged, BytesMissing
from documents.events import OrphansSwept
from documents.files import FolderFiles, sweep
from documents.issue_log import check_log, wrong_stamps
from documents.journal import Delivery, check_chain
from documents.model import Blob
from documents.pdf.trust import Trust
from documents.provable import alarms
from documents.registers import check_series
from documents.work import Work
from search.feed import in_step
from workflows.notices.mail import troubled_letters
from workflows.trust.believed import counts, lists_in_force

_KEPT = select(Blob.sha256).where(Blob.destroyed_at.is_(None))
"""The files there have to be; what a decision destroyed is swept like what no row names."""
LONGEST_ACT = timedelta(hours=1)
TRIES_BEFORE_ALARM = 60


@dataclass(frozen=True)
class Check:
    """One thing looked at: `detail` says what was seen, in the user's language."""

    name: str
    ok: bool
    detail: str


def examine(office: Office) -> list[Check]:
    """Every check; none of them changes anything."""
    return [check(office) for check in _CHECKS]


def sweep_orphans(office: Office, *, older_than: timedelta = LONGEST_ACT) -> list[str]:
    """Remove stored bytes no row names and half-written files; only what is older than the longest act."""
    before = datetime.now(UTC) - older_than
    with office.work(OFFICE, "sweep") as work:
        orphans = sweep(office.files, work.session.scalars(_KEPT), before=before)
        if isinstance(office.files, FolderFiles):
            office.files.sweep_arriving(before)
        if orphans:
            work.record(OrphansSwept(None, tuple(orphans)))
    return orphans


def _journal(office: Office) -> Check:
    with office.reading(OFFICE) as work:
        report = check_chain(work.session)
    detail = f"{report.entries} dòng, mã cuối {report.head[:12]}"
    return Check("journal", report.ok, detail if report.ok else f"chuỗi đứt tại dòng {report.broken_at}")


def _issue_log(office: Office) -> Check:
    with office.reading(OFFICE) as work:
        report = check_log(work.session)
    if not report.ok:
        return Check("issue_log", False, f"nhật ký phát hành không khớp tại {report.broken_at}")
    try:
        trust = office.trust
    except NoTrust:
        trust = Trust()
    wrong = wrong_stamps(report.tokens, trust, office.clock())
    detail = f"{report.entries} bản phát hành, {report.days} ngày đã đóng dấu thời gian"
    if wrong:
        return Check("issue_log", False, f"dấu thời gian không đúng: {', '.join(map(str, wrong))}")
    return Check("issue_log", True, detail)


def _proofs(office: Office) -> Check:
    """No issued document has lost its proof; those that soon will are counted."""
    now = office.clock()
    with office.reading(OFFICE) as work:
        found = alarms(work.session, now, before=now + timedelta(days=office.config.renew_days))
    over, soon = sum(one.over for one in found), sum(not one.over for one in found)
    if over:
        return Check("proofs", False, f"{over} văn bản đã hết hạn chứng minh hoặc không đọc được")
    detail = (
        f"{soon} văn bản cần gia hạn chứng minh" if soon else "mọi văn bản đã phát hành còn hạn chứng minh"
    )
    return Check("proofs", True, detail)


def _stored_bytes(office: Office) -> Check:
    with office.reading(OFFICE) as work:
        digests = list(work.session.scalars(_KEPT))
    broken = [digest[:12] for digest in digests if not _whole(office, digest)]
    detail = f"{len(digests)} tệp đúng mã SHA-256" if not broken else f"hỏng hoặc mất: {', '.join(broken)}"
    return Check("stored_bytes", not broken, detail)


def _registers(office: Office) -> Check:
    with office.reading(OFFICE) as work:
        reports = check_series(work.session)
    gaps = [f"{report.name} {report.year}: {list(report.gaps)}" for report in reports if report.gaps]
    given = sum(report.given for report in reports)
    idle = sum(len(report.unfinished) for report in reports)
    detail = f"{len(reports)} dãy số, {given} số đã cấp, {idle} số chờ phát hành"
    return Check("registers", not gaps, detail if not gaps else "thiếu số: " + "; ".join(gaps))


def _index(office: Office) -> Check:
    with office.reading(OFFICE) as work:
        step = in_step(work, office.engine)
        waiting = _waiting(work, "search")
    detail = f"nghe đến dòng {step.position}, chờ {waiting}"
    if not step.ok:
        detail = step.trouble or f"thiếu {step.missing}, thừa {step.extra}; chạy: vanthu index rebuild"
    return Check("index", step.ok and waiting == 0, detail)


def _deliveries(office: Office) -> Check:
    with office.reading(OFFICE) as work:
        waiting = _waiting(work, "long_term")
        stuck = work.session.scalars(
            select(Delivery.trouble).where(
                Delivery.delivered_at.is_(None), Delivery.attempts >= TRIES_BEFORE_ALARM
            )
        ).all()
    detail = f"{waiting} việc chậm đang chờ"
    return Check("deliveries", not stuck, f"{detail}; không xong: {stuck[0]}" if stuck else detail)


def _mail(office: Office) -> Check:
    if office.config.smtp_url is None:
        return Check("mail", True, "không gửi thư; mọi thông báo ở trên trang")
    now = office.clock()
    with office.reading(OFFICE) as work:
        troubled = troubled_letters(work, before=now - LONGEST_ACT)
    detail = f"{len(troubled)} thư chưa gửi được hoặc không rõ đã đến chưa"
    return Check("mail", not troubled, f"{detail}: {troubled[0]}" if troubled else detail)


def _settings(office: Office) -> Check:
    try:
        tools = office.tools
    except (NoTimestampServer, NoTrust) as gap:
        return Check("settings", False, f"chưa cấu hình: {gap.code}")
    kind = (
        "máy chủ dấu thời gian thật" if office.config.tsa_url else "dấu thời gian THỬ NGHIỆM, không dùng thật"
    )
    return Check("settings", True, f"{len(tools.trust.roots)} chứng thư gốc được tin cậy; {kind}")


def _trust(office: Office) -> Check:
    """Trusted lists whose next issue should have come; what waits for its second person is only counted."""
    with office.reading(OFFICE) as work:
        lists = lists_in_force(work.session, work.now)
        trusted, waiting = counts(work.session)
    overdue = [f"{one.operator} số {one.sequence}" for one in lists if one.overdue]
    if overdue:
        return Check("trust", False, f"danh sách tin cậy quá hạn, cần nhập bản mới: {'; '.join(overdue)}")
    return Check("trust", True, f"{trusted} chứng thư do hai người xác nhận, {waiting} đề nghị đang chờ")


def _whole(office: Office, digest: str) -> bool:
    try:
        office.files.get(digest)
    except (BytesMissing, BytesDamaged):
        return False
    return True


def _waiting(work: Work, consumer: str) -> int:
    waiting = (
        select(func.count())
        .select_from(Delivery)
        .where(Delivery.consumer == consumer, Delivery.delivered_at.is_(None))
    )
    return work.session.scalar(waiting) or 0


_CHECKS: tuple[Callable[[Office], Check], ...] = (
    _journal,
    _issue_log,
    _proofs,
    _stored_bytes,
    _registers,
    _index,
    _deliveries,
    _mail,
    _trust,
    _settings,
)
