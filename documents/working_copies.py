"""A working copy taken out (bản đang sửa): while one officer edits, nobody else puts another version in its place.

The lock is a lease: it ends by itself, so a holiday or a broken PC never keeps a paper shut.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ForeignKey, Integer, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from documents.database import Base, UtcTime
from documents.errors import WorkingCopyTaken
from documents.model import Document, DraftVersion
from documents.work import Work

LEASE = timedelta(hours=4)


class WorkingCopy(Base):
    """Who has a document's draft out, since when, until when, and which version they took."""

    __tablename__ = "vanthu_working_copies"
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(20))
    person_name: Mapped[str] = mapped_column(String(100))
    ordinal: Mapped[int] = mapped_column(Integer)
    taken_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class Sighting(Base):
    """The youngest version of a draft a person has looked at; what came after it is new to them."""

    __tablename__ = "vanthu_sightings"
    document_id: Mapped[str] = mapped_column(ForeignKey("vanthu_documents.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    ordinal: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(UtcTime)


@dataclass(frozen=True)
class WorkingCopyOut:
    """A working copy was taken out, or its lease renewed."""

    name: ClassVar[str] = "working_copy_taken"
    document_id: str
    ordinal: int
    expires_at: datetime


@dataclass(frozen=True)
class WorkingCopyReturned:
    name: ClassVar[str] = "working_copy_returned"
    document_id: str


def take_working_copy(work: Work, document: Document) -> WorkingCopy:
    """Take the draft out, or renew one's own lease.

    raises    WorkingCopyTaken when somebody else has it and their lease still runs
    """
    require_no_other_copy(work, document.id)
    ordinal = last_ordinal(work, document.id)
    copy = work.session.get(WorkingCopy, document.id) or WorkingCopy(document_id=document.id)
    copy.person_id, copy.person_name, copy.ordinal = work.actor.person_id, work.actor.name, ordinal
    copy.taken_at, copy.expires_at = work.now, work.now + LEASE
    work.session.add(copy)
    work.session.flush()
    work.record(WorkingCopyOut(document.id, copy.ordinal, copy.expires_at))
    return copy


def return_working_copy(work: Work, document_id: str) -> None:
    """Give one's working copy back; without one, nothing happens."""
    copy = work.session.get(WorkingCopy, document_id)
    if copy is not None and copy.person_id == work.actor.person_id:
        work.session.delete(copy)
        work.record(WorkingCopyReturned(document_id))


def require_no_other_copy(work: Work, document_id: str) -> None:
    """raises WorkingCopyTaken, naming who has it and until when"""
    copy = working_copy_of(work, document_id)
    if copy is not None and copy.person_id != work.actor.person_id:
        raise WorkingCopyTaken(document_id=document_id, name=copy.person_name, until=copy.expires_at)


def working_copy_of(work: Work, document_id: str) -> WorkingCopy | None:
    """The working copy that is out, its lease still running."""
    copy = work.session.get(WorkingCopy, document_id)
    return copy if copy is not None and copy.expires_at > work.now else None


def last_ordinal(work: Work, document_id: str) -> int:
    """The number of the present version of the draft."""
    newest = select(func.max(DraftVersion.ordinal)).where(DraftVersion.document_id == document_id)
    return work.session.scalar(newest) or 0


def version_seen(work: Work, document_id: str) -> int | None:
    """The youngest version the actor has looked at; None when they never did."""
    sighting = work.session.get(Sighting, (document_id, work.actor.person_id))
    return sighting.ordinal if sighting is not None else None


def note_sighting(work: Work, document_id: str) -> None:
    """The actor has looked at the present version."""
    ordinal, key = last_ordinal(work, document_id), (document_id, work.actor.person_id)
    sighting = work.session.get(Sighting, key) or Sighting(document_id=key[0], person_id=key[1])
    sighting.ordinal, sighting.seen_at = ordinal, work.now
    work.session.add(sighting)
