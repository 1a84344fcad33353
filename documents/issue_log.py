"""The issue log (nhật ký phát hành): every issued version, hash-chained, its end time-stamped each day.

Whoever holds a file or the code printed on a paper can ask whether it is the version this office issued, also for a
file that was cut back to an earlier stage. Unlike the journal it names no reader and no draft, so it can be shown to
anybody who holds what they ask about.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Date, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.annexes import Annex, see_annexes
from documents.copies import copy_of
from documents.database import Base, UtcTime, insert_once, local_date
from documents.model import Document, SignatureProof
from documents.pdf.lookup_mark import lookup_code
from documents.pdf.report import Finding, Verdict
from documents.pdf.revocation import Answers
from documents.pdf.stamps import Stamp, judge_stamp, loose_stamp
from documents.pdf.trust import Paths, Trust
from documents.registers import printed_symbol
from documents.work import Work

GENESIS = "0" * 64
MOST_PREFIXES = 64
_END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")

Standing = Literal["issued_version", "issued_annex", "changed_since", "cut_back", "not_ours"]
"""What a file is to this office: the issued version (later proof added or not); an annex of one; the issued version
with something else behind it; a stage before number and seal; nothing this office issued."""


class IssueEntry(Base):
    """One issued version; `hash` covers everything before it.

    annexes   (label and title, SHA-256) of the annexes issued with it in files of their own; None without any
    """

    __tablename__ = "vanthu_issue_log"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), unique=True)
    agency_name: Mapped[str] = mapped_column(String(200))
    number_symbol: Mapped[str] = mapped_column(String(80))
    issued_on: Mapped[date] = mapped_column(Date)
    issued_sha256: Mapped[str] = mapped_column(String(64), index=True)
    signed_sha256: Mapped[str] = mapped_column(String(64), index=True)
    signers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    lookup_code: Mapped[str | None] = mapped_column(String(20), index=True)
    annexes: Mapped[list[list[str]] | None] = mapped_column(JSON(none_as_null=True))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class IssueLogHead(Base):
    """The one row that says where the log ends; locked while a version is entered."""

    __tablename__ = "vanthu_issue_log_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    last_id: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class IssueDay(Base):
    """The end of the log on a day, with a time-stamp token (RFC 3161) over the hash written as ASCII hex."""

    __tablename__ = "vanthu_issue_days"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    last_id: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    token: Mapped[bytes]
    stamped_at: Mapped[datetime] = mapped_column(UtcTime)


@dataclass(frozen=True)
class Issued:
    """What anybody who holds the paper may know of it; `copied` names what a copy is a copy of."""

    number_symbol: str
    issued_on: date
    agency_name: str
    signers: tuple[tuple[str, str], ...]
    issued_sha256: str
    annexes: tuple[tuple[str, str], ...] = ()
    copied: str = ""


@dataclass(frozen=True)
class Found:
    """What the log says about a file; `paper` is None for a file that is not ours.

    annex   which annex of the paper the file is, "Phụ lục II: …"; empty for the paper itself
    """

    standing: Standing
    paper: Issued | None = None
    annex: str = ""


@dataclass(frozen=True)
class LogReport:
    """ok, how many versions the log holds, how many days are stamped, and the first entry or day that does not fit."""

    ok: bool
    entries: int
    days: int
    broken_at: str | None
    tokens: Mapping[date, tuple[str, bytes]]


def enter(work: Work, document: Document) -> None:
    """Write down the version that is being issued, in the transaction that issues it.

    Locks the end of the log; taken after the number series and before the journal, always in that order.
    """
    assert document.issued_sha256 is not None
    assert document.signed_sha256 is not None
    assert document.issued_on is not None
    session = work.session
    head = _locked_head(session)
    entry = IssueEntry(
        id=head.last_id + 1,
        at=work.now,
        document_id=document.id,
        agency_name=document.agency_name,
        number_symbol=printed_symbol(document),
        issued_on=document.issued_on,
        issued_sha256=document.issued_sha256,
        signed_sha256=document.signed_sha256,
        signers=_signers(session, document.id),
        lookup_code=lookup_code(work.files.get(document.issued_sha256)),
        annexes=_annexes(session, document.id),
        previous=head.hash,
    )
    entry.hash = _hash(entry)
    session.add(entry)
    session.flush()
    head.last_id, head.hash = entry.id, entry.hash


def by_code(session: Session, code: str) -> list[Issued]:
    """The papers that carry this code, the last first; there is at most one unless a page was printed twice."""
    rows = session.scalars(
        select(IssueEntry).where(IssueEntry.lookup_code == code).order_by(IssueEntry.id.desc())
    )
    return [_shown(session, row) for row in rows]


def standing_of(session: Session, pdf: bytes, verdict: Verdict) -> Found:
    """What this file is to the office; `verdict` is what its own signatures prove.

    A version raised later begins with the issued one, and only proof may follow: that is what "issued" says.
    """
    whole, stages = stage_digests(pdf)
    wanted = [*stages, whole]
    rows = session.scalars(
        select(IssueEntry).where(
            or_(IssueEntry.issued_sha256.in_(wanted), IssueEntry.signed_sha256.in_(wanted))
        )
    ).all()
    for row in rows:
        if row.issued_sha256 == whole or (row.issued_sha256 in stages and verdict == "issued"):
            return Found("issued_version", _shown(session, row))
    for row in rows:
        if row.issued_sha256 in stages:
            return Found("changed_since", _shown(session, row))
    for row in rows:
        return Found("cut_back" if row.signed_sha256 == whole else "changed_since", _shown(session, row))
    return _annex_standing(session, whole, stages, verdict)


def _annex_standing(session: Session, whole: str, stages: Sequence[str], verdict: Verdict) -> Found:
    """The same of a file that is an annex of an issued version, as the log, not the annex's row, has it."""
    wanted = [*stages, whole]
    owners = select(Annex.document_id).where(Annex.issued_sha256.in_(wanted))
    for row in session.scalars(select(IssueEntry).where(IssueEntry.document_id.in_(owners))):
        for said, digest in row.annexes or ():
            if digest == whole or (digest in stages and verdict == "issued"):
                return Found("issued_annex", _shown(session, row), said)
            if digest in stages:
                return Found("changed_since", _shown(session, row), said)
    return Found("not_ours")


def stage_digests(pdf: bytes) -> tuple[str, list[str]]:
    """SHA-256 of the file, and of every beginning of it that could once have been the whole file."""
    digest, done, stages = hashlib.sha256(), 0, []
    ends = [match.end() for match in _END.finditer(pdf)]
    for end in ends[:MOST_PREFIXES]:
        digest.update(pdf[done:end])
        done = end
        stages.append(digest.hexdigest())
    digest.update(pdf[done:])
    return digest.hexdigest(), stages


def days_to_stamp(session: Session, today: date) -> list[tuple[date, int, str]]:
    """(day, last entry, its hash) of every day before today whose end is not stamped yet, the earliest first."""
    stamped = session.scalar(select(IssueDay.last_id).order_by(IssueDay.last_id.desc()).limit(1)) or 0
    ends: dict[date, tuple[int, str]] = {}
    rows = select(IssueEntry.id, IssueEntry.at, IssueEntry.hash).where(IssueEntry.id > stamped)
    for entry_id, at, digest in session.execute(rows.order_by(IssueEntry.id)):
        ends[local_date(at)] = (entry_id, digest)
    return [(day, *ends[day]) for day in sorted(ends) if day < today]


def keep_stamp(work: Work, day: date, last_id: int, digest: str, token: bytes) -> None:
    """Keep the token of a day, unless another worker was faster."""
    if work.session.get(IssueDay, day) is None:
        work.session.add(IssueDay(day=day, last_id=last_id, hash=digest, token=token, stamped_at=work.now))


def check_log(session: Session) -> LogReport:
    """Recompute the chain, and hold the stamped days against it; whom a token comes from is the caller's question."""
    previous, count, broken = GENESIS, 0, None
    hashes: dict[int, str] = {}
    for entry in session.scalars(select(IssueEntry).order_by(IssueEntry.id)).yield_per(1000):
        count += 1
        if broken is None and (entry.id != count or entry.previous != previous or entry.hash != _hash(entry)):
            broken = str(entry.id)
        previous = entry.hash
        hashes[entry.id] = entry.hash
    head = session.get(IssueLogHead, 1)
    if broken is None and (head.last_id if head else 0, head.hash if head else GENESIS) != (count, previous):
        broken = str(count)
    days = session.scalars(select(IssueDay).order_by(IssueDay.day)).all()
    wrong = [day.day.isoformat() for day in days if hashes.get(day.last_id) != day.hash]
    broken = broken or next(iter(wrong), None)
    return LogReport(
        broken is None, count, len(days), broken, {day.day: (day.hash, day.token) for day in days}
    )


def wrong_stamps(tokens: Mapping[date, tuple[str, bytes]], trust: Trust, at: datetime) -> list[date]:
    """The days whose token is not over that day's hash, or whose authority is not trusted.

    Every day's hash covers the days before, so a token has to hold only until the next one was made.
    """
    wrong: list[date] = []
    looked_at = at
    for day in sorted(tokens, reverse=True):
        digest, token = tokens[day]
        stamp = loose_stamp(day.isoformat(), token, digest.encode())
        if isinstance(stamp, Finding) or not _holds(stamp, trust, looked_at):
            wrong.append(day)
        else:
            looked_at = stamp.time
    return sorted(wrong)


def exported(session: Session) -> Sequence[IssueEntry]:
    """Every entry, the first first, for a copy kept elsewhere."""
    return session.scalars(select(IssueEntry).order_by(IssueEntry.id)).all()


def _locked_head(session: Session) -> IssueLogHead:
    """The row that says where the log ends, locked until the end of the transaction; made by whoever comes first."""
    wanted = select(IssueLogHead).where(IssueLogHead.id == 1).with_for_update()
    head = session.scalar(wanted)
    if head is None:
        insert_once(session, IssueLogHead, {"id": 1, "last_id": 0, "hash": GENESIS})
        head = session.scalars(wanted).one()
    return head


def _holds(stamp: Stamp, trust: Trust, looked_at: datetime) -> bool:
    paths, answers = Paths(trust, stamp.bag, strict=False), Answers(trust.ocsps, trust.crls)
    return judge_stamp(stamp, paths, answers, looked_at).holds


def _signers(session: Session, document_id: str) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(SignatureProof)
        .where(SignatureProof.document_id == document_id, SignatureProof.void_at.is_(None))
        .order_by(SignatureProof.proved_at, SignatureProof.role.desc())
    )
    return [{"role": row.role, "signer": row.signer, "certificate": row.certificate} for row in rows]


def _annexes(session: Session, document_id: str) -> list[list[str]] | None:
    issued = [one for one in see_annexes(session, document_id) if one.issued]
    return [[f"{one.label}: {one.title}", one.sha256] for one in issued] or None


def _shown(session: Session, row: IssueEntry) -> Issued:
    signers = tuple((str(one["role"]), str(one["signer"])) for one in row.signers)
    annexes = tuple((said, digest) for said, digest in row.annexes or ())
    copied = copy_of(session, row.document_id)
    return Issued(
        row.number_symbol,
        row.issued_on,
        row.agency_name,
        signers,
        row.issued_sha256,
        annexes,
        copied.source_name if copied else "",
    )


def _hash(entry: IssueEntry) -> str:
    parts = (
        entry.previous,
        str(entry.id),
        entry.at.isoformat(timespec="microseconds"),
        entry.document_id,
        entry.agency_name,
        entry.number_symbol,
        entry.issued_on.isoformat(),
        entry.issued_sha256,
        entry.signed_sha256,
        json.dumps(entry.signers, ensure_ascii=False, sort_keys=True),
        entry.lookup_code or "",
    )
    # Versions without annexes are written as they were before there were any.
    beside = [json.dumps(entry.annexes, ensure_ascii=False)] if entry.annexes else []
    # Lengths are written too: two different entries can never run together into the same bytes.
    line = "".join(f"{len(part)}:{part}" for part in (*parts, *beside))
    return hashlib.sha256(line.encode()).hexdigest()
