"""For the administrator: is everything well? Shows states and counts, never the content of a document."""

from datetime import timedelta

from flask import Blueprint

from app.access import current_actor
from app.doctor import examine
from app.web.doors import office, require_page
from app.web.showing import page
from documents.provable import alarms


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin", "admin", admin)
    blueprint.add_url_rule("/admin/proofs", "proofs", proofs)


def admin() -> str:
    require_page("admin")
    return page("vanthu/admin.html", checks=examine(office()))


def proofs() -> str:
    """The alarm list: issued documents whose proof ends soon, by number; what they say is nobody's business here."""
    require_page("proofs")
    now = office().clock()
    with office().reading(current_actor(), "proofs") as work:
        rows = alarms(work.session, now, before=now + timedelta(days=office().config.renew_days))
    return page("vanthu/proofs.html", rows=rows, days=office().config.renew_days)
