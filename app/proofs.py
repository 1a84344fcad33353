"""Keeping issued files provable: until when each is, and renewing those whose proof ends."""

import hashlib
import logging
from datetime import timedelta

from app.deliveries import validation_data
from app.office import OFFICE, Office
from documents.errors import VanthuError
from documents.model import Document
from documents.pdf.proof_term import token_end
from documents.provable import not_looked_at, note_provable, note_trouble, to_renew
from workflows.long_term import LEAST_GAIN, raise_annexes, renew_document
from workflows.proving import Tools

log = logging.getLogger("vanthu.proofs")

TRIED_AGAIN_AFTER = timedelta(hours=20)


def look_at_proofs(office: Office) -> int:
    """Look at every issued file nobody has looked at yet; returns how many."""
    with office.reading(OFFICE) as work:
        waiting = not_looked_at(work.session)
    for document_id in waiting:
        with office.work(OFFICE, "proofs") as work:
            document = work.session.get_one(Document, document_id, with_for_update=True)
            if document.current_sha256 is not None:
                note_provable(work, document, work.files.get(document.current_sha256))
    return len(waiting)


def renew_proofs(office: Office) -> int:
    """Renew what ends within the set days, each in works of its own; returns how many were renewed.

    What another time-stamp of today's authority would not carry further is left alone: it stays on the alarm list.
    """
    look_at_proofs(office)
    now = office.clock()
    horizon, tried = now + timedelta(days=office.config.renew_days), now - TRIED_AGAIN_AFTER
    with office.reading(OFFICE) as work:
        if not to_renew(work.session, before=horizon, not_tried_since=tried, limit=1):
            return 0
    try:
        tools = Tools(office.timestamper, office.trust, office.clock)
        offered = token_end(tools.timestamper.stamp(hashlib.sha256(b"").digest()))
    except VanthuError as trouble:
        log.warning("no proof was renewed: %s", trouble)
        return 0
    with office.reading(OFFICE) as work:
        due = to_renew(work.session, before=min(horizon, offered - LEAST_GAIN), not_tried_since=tried)
    return sum(_renew(office, tools, document_id) for document_id in due)


def _renew(office: Office, tools: Tools, document_id: str) -> bool:
    try:
        begin = office.beginning(OFFICE, "proofs")
        until = renew_document(begin, tools, document_id, lambda pdf: validation_data(office, pdf))
        raise_annexes(begin, tools, document_id, lambda pdf: validation_data(office, pdf), again=True)
    except VanthuError as trouble:
        log.warning("the proof of a document was not renewed: %s", trouble)
        with office.work(OFFICE, "proofs") as work:
            note_trouble(work, document_id, str(trouble))
        return False
    return until is not None
