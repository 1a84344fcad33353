"""Why can I, why can I not: one page that answers for every right and every step of a document."""

from flask import Blueprint

from app.access import current_actor
from app.web.doors import office
from app.web.showing import page
from workflows.queries import see
from workflows.why import reasons


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/documents/<vanthu_id:document_id>/why", "why", why)


def why(document_id: str) -> str:
    with office().reading(current_actor(), "view") as work:
        sight = see(work, office().rules, document_id)
        told = reasons(work, office().rules, document_id)
    return page("vanthu/why.html", sight=sight, reasons=told)
