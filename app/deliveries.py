"""Who hears the journal: the index at once, the long-term proof a little later.

Delivery rows are the truth: a consumer that fails or dies is called again, so it must bear being called twice. Fast
consumers are drained at a request's end; slow ones by the worker of `vanthu serve` or a command's end.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from app.office import OFFICE, Office
from documents.errors import VanthuError
from documents.journal import Delivery, JournalEntry
from documents.pdf.long_term import ValidationData, certificates_in
from search.errors import IndexUnreadable
from search.feed import in_step, rebuild, tell
from workflows.events import DocumentMoved
from workflows.long_term import raise_annexes, raise_document
from workflows.machines import hear, run_effects
from workflows.notices.model import tell_people

log = logging.getLogger("vanthu.deliveries")

BATCH = 200
# A minute between tries: some authorities publish a new list only once a week.
GIVE_UP_AFTER = 20_000


@dataclass(frozen=True)
class Waiting:
    """Delivery rows of one consumer, with what they are about: facts, and the steps taken among them."""

    delivery_ids: tuple[int, ...]
    last_entry: int
    entry_ids: tuple[int, ...]
    facts: tuple[tuple[str, str | None], ...]
    steps: tuple[tuple[str, str], ...]


Consumer = Callable[[Office, Waiting], None]


def tell_index(office: Office, waiting: Waiting) -> None:
    """Bring the documents the facts are about up to date in the index; a broken index is made anew."""
    ids = {document_id for _, document_id in waiting.facts if document_id}
    with office.reading(OFFICE) as work:
        try:
            tell(work, office.engine, ids, position=waiting.last_entry)
        except IndexUnreadable:
            rebuild(work, office.engine)


def raise_levels(office: Office, waiting: Waiting) -> None:
    """Raise every newly issued document to the archival level."""
    for fact, document_id in waiting.facts:
        if fact == "document_issued" and document_id:
            begin, tools = office.beginning(OFFICE), office.tools
            raise_document(begin, tools, document_id, lambda pdf: validation_data(office, pdf))
            raise_annexes(begin, tools, document_id, lambda pdf: validation_data(office, pdf))


def take_next_steps(office: Office, waiting: Waiting) -> None:
    """What happened may let documents take steps by themselves; what follows a step is done after it."""
    told: dict[str, set[str]] = {}
    for fact, document_id in waiting.facts:
        if document_id:
            told.setdefault(document_id, set()).add(fact)
    for document_id, facts in told.items():
        with office.work(OFFICE) as work:
            hear(work, office.rules, document_id, facts)
    for document_id, step in waiting.steps:
        with office.work(OFFICE) as work:
            run_effects(work, office.rules, document_id, step)


def tell_notices(office: Office, waiting: Waiting) -> None:
    """Tell people what is their business; a notice is kept once, however often its fact is heard."""
    with office.work(OFFICE) as work:
        tell_people(work, office.rules, waiting.entry_ids, mail=office.config.smtp_url is not None)


FAST: Mapping[str, Consumer] = {"engine": take_next_steps, "search": tell_index, "notices": tell_notices}
SLOW: Mapping[str, Consumer] = {"long_term": raise_levels}


def validation_data(office: Office, pdf: bytes) -> ValidationData:
    """Fresh answers about the certificates of a file: the development authority's, else the real ones'.

    raises    NoRevocationSource
    """
    return office.answers_about(certificates_in(pdf))


def drain(office: Office, consumers: Mapping[str, Consumer]) -> int:
    """Deliver everything that waits for these consumers; returns how many facts were delivered.

    A consumer in trouble keeps its rows for the next time and does not hinder the others.
    """
    delivered = 0
    for name, consumer in consumers.items():
        while waiting := _waiting(office, name):
            try:
                consumer(office, waiting)
            except (VanthuError, OSError) as trouble:
                log.warning("%s could not hear %d facts: %s", name, len(waiting.delivery_ids), trouble)
                _note_trouble(office, waiting.delivery_ids, str(trouble))
                break
            _mark_delivered(office, waiting.delivery_ids)
            delivered += len(waiting.delivery_ids)
    return delivered


def catch_up(office: Office) -> None:
    """At start: an index that lost step with the database is made anew."""
    with office.reading(OFFICE) as work:
        step = in_step(work, office.engine)
    if drain(office, FAST) or step.ok:
        return
    with office.reading(OFFICE) as work:
        if not in_step(work, office.engine).ok:
            rebuild(work, office.engine)


def _waiting(office: Office, consumer: str) -> Waiting | None:
    with office.reading(OFFICE) as work:
        rows = work.session.execute(
            select(
                Delivery.id, JournalEntry.id, JournalEntry.fact, JournalEntry.document_id, JournalEntry.body
            )
            .join(JournalEntry, JournalEntry.id == Delivery.entry_id)
            .where(
                Delivery.consumer == consumer,
                Delivery.delivered_at.is_(None),
                Delivery.attempts < GIVE_UP_AFTER,
            )
            .order_by(Delivery.id)
            .limit(BATCH)
        ).all()
    if not rows:
        return None
    return Waiting(
        tuple(row[0] for row in rows),
        max(row[1] for row in rows),
        tuple(row[1] for row in rows),
        tuple((row[2], row[3]) for row in rows),
        tuple((row[3], json.loads(row[4])["transition"]) for row in rows if row[2] == DocumentMoved.name),
    )


def _mark_delivered(office: Office, delivery_ids: Sequence[int]) -> None:
    with office.work(OFFICE) as work:
        work.session.execute(
            update(Delivery).where(Delivery.id.in_(delivery_ids)).values(delivered_at=work.now, trouble=None)
        )


def _note_trouble(office: Office, delivery_ids: Sequence[int], trouble: str) -> None:
    with office.work(OFFICE) as work:
        work.session.execute(
            update(Delivery)
            .where(Delivery.id.in_(delivery_ids))
            .values(attempts=Delivery.attempts + 1, trouble=trouble[:500])
        )
