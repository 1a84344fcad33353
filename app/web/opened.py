"""Opening a paper reads what the person was told of it."""

from app.access import current_actor
from app.web.doors import office
from workflows.notices.model import read_paper, unread_of_paper


def note_opened(document_id: str) -> None:
    """Mark the actor's notices of this paper as read; without any, nothing is written."""
    with office().reading(current_actor()) as work:
        unread = unread_of_paper(work, document_id)
    if unread:
        with office().work(current_actor(), "view") as work:
            read_paper(work, document_id)
