"""The inbox: what was sent to me or my unit, and accepting it."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.access import current_actor
from app.web.acting import try_on
from app.web.doors import asked_page, office
from app.web.showing import page
from documents.work import Work
from workflows.dispatch import accept as accept_document
from workflows.dispatch import inbox as inbox_of

PAGE = 50


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/inbox", "inbox", inbox)
    blueprint.add_url_rule("/inbox/<vanthu_id:document_id>/accept", "accept", accept, methods=["POST"])


def inbox() -> str:
    number = asked_page()
    with office().reading(current_actor()) as work:
        rows = inbox_of(work, limit=PAGE + 1, offset=(number - 1) * PAGE)
    return page("vanthu/inbox.html", rows=rows[:PAGE], number=number, more=len(rows) > PAGE)


def accept(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        accept_document(work, document_id)

    return try_on(document_id, "accept", act, told="Đã xác nhận nhận văn bản.", then="vanthu.inbox")
