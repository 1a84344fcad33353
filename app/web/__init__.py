"""The pages: one module per word in the address bar, all on one blueprint that denies by default."""

from flask import Blueprint

from app.web import (
    account,
    admin,
    documents,
    dossiers,
    drafts,
    find,
    inbox,
    registry,
    review,
    signing,
    start,
    verify,
)
from app.web.doors import guard_doors


def pages() -> list[Blueprint]:
    """A fresh blueprint each time: two hosts may live in one process."""
    blueprint = Blueprint(
        "vanthu",
        "app.web",
        template_folder="../templates",
        static_folder="../static/vanthu",
        static_url_path="/static/vanthu",
    )
    guard_doors(blueprint)
    for module in (start, account, drafts, documents, review, signing, registry, inbox, dossiers, find, verify, admin):
        module.open_doors(blueprint)
    return [blueprint]
