"""From the journal to the index, and the index made anew from the database.

Facts are delivered in batches; the index keeps the last journal entry it knows, so it can tell when it fell behind.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from documents.access import papers_of
from documents.journal import JournalHead
from documents.model import Document
from documents.work import Work
from search.engine import Engine
from search.entry import Entry, entry_of
from search.errors import IndexUnreadable

BATCH = 200


@dataclass(frozen=True)
class StepReport:
    """Whether the index holds exactly the documents of the database, and how far it has heard."""

    ok: bool
    position: int
    missing: int
    extra: int
    trouble: str | None


def tell(work: Work, engine: Engine, document_ids: Iterable[str], *, position: int) -> int:
    """Bring these documents, and those in these dossiers, up to date in the index; returns how many.

    Telling twice is harmless.
    """
    told = set(document_ids)
    entries = _entries(work, sorted(told | papers_of(work.session, told)))
    engine.replace(entries, position=position)
    return len(entries)


def rebuild(work: Work, engine: Engine) -> int:
    """Make the index anew from the database."""
    engine.clear()
    head = work.session.get(JournalHead, 1)
    position = head.last_id if head else 0
    ids = list(work.session.scalars(select(Document.id).order_by(Document.id)))
    for start in range(0, len(ids), BATCH):
        # Killed half-way, the index must not say that it has heard everything.
        engine.replace(_entries(work, ids[start : start + BATCH]), position=0)
    engine.replace([], position=position)
    return len(ids)


def in_step(work: Work, engine: Engine) -> StepReport:
    known = set(work.session.scalars(select(Document.id)))
    try:
        indexed, position = engine.document_ids(), engine.position()
    except IndexUnreadable as error:
        return StepReport(False, 0, len(known), 0, str(error))
    missing, extra = len(known - indexed), len(indexed - known)
    return StepReport(not missing and not extra, position, missing, extra, None)


def _entries(work: Work, ids: list[str]) -> list[Entry]:
    found = work.session.scalars(select(Document).where(Document.id.in_(ids)))
    return [entry_of(work.session, document, work.now) for document in found]
