"""For the administrator: is everything well? Shows states and counts, never the content of a document."""

from flask import Blueprint, render_template

from app.access import current_actor
from app.doctor import examine
from app.web.doors import office
from documents.errors import NotAllowed


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin", "admin", admin)


def admin() -> str:
    if not any(principal.startswith("office:administrator:") for principal in current_actor().principals):
        with office().work(current_actor(), "admin"):
            raise NotAllowed(right="admin", document_id=None)
    return render_template("vanthu/admin.html", checks=examine(office()))
