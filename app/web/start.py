"""The first page: my work. What waits for me, by step; then what I may see, last changed first."""

from flask import Blueprint, Response

from app.access import current_actor
from app.web.doors import office
from app.web.showing import page
from workflows.opinion_sight import asked_of
from workflows.worklists import recent, worklists


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/", "start", start)
    blueprint.add_url_rule("/alive", "alive", alive)


def start() -> str:
    with office().reading(current_actor()) as work:
        lists, asked = worklists(work, office().rules), asked_of(work)
        waiting = {row.id for one in lists for row in one.rows} | {row.document_id for row in asked}
        rows = [row for row in recent(work, office().rules) if row.id not in waiting]
    return page("vanthu/start.html", lists=lists, asked=asked, rows=rows)


def alive() -> Response:
    """For whoever watches the server; says nothing else."""
    return Response("ok", mimetype="text/plain")
