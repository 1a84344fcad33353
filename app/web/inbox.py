"""The inbox: what was sent to me or my unit, and accepting it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.web.doors import office
from workflows.dispatch import accept as accept_document
from workflows.dispatch import inbox as inbox_of

PAGE = 50


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/inbox", "inbox", inbox)
    blueprint.add_url_rule("/inbox/<document_id>/accept", "accept", accept, methods=["POST"])


def inbox() -> str:
    page = max(1, request.args.get("page", default=1, type=int))
    with office().reading(current_actor()) as work:
        rows = inbox_of(work, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return render_template("vanthu/inbox.html", rows=rows[:PAGE], page=page, more=len(rows) > PAGE)


def accept(document_id: str) -> Response:
    with office().work(current_actor(), "accept") as work:
        accept_document(work, document_id)
    flash("Đã xác nhận nhận văn bản.")
    return redirect(url_for("vanthu.inbox"))
