"""For the administrator: is everything well? Shows states and counts, never the content of a document."""

from flask import Blueprint

from app.doctor import examine
from app.web.doors import office, require_page
from app.web.showing import page


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin", "admin", admin)


def admin() -> str:
    require_page("admin")
    return page("vanthu/admin.html", checks=examine(office()))
