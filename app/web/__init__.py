"""The pages: one module per word in the address bar, all on one blueprint that denies by default."""

from flask import Blueprint

from app.web import (
    absences,
    account,
    admin,
    annexes,
    arrivals,
    bulk,
    calendar,
    calls,
    certificates,
    comments,
    compare,
    copies,
    directory,
    dispositions,
    documents,
    dossiers,
    drafts,
    find,
    hands,
    inbox,
    incoming,
    ink,
    kinds,
    notices,
    opinions,
    outside,
    registry,
    reorganising,
    review,
    second_step,
    signing,
    start,
    tasks,
    templates,
    trust,
    verify,
    why,
    workflows,
)
from app.web.doors import guard_doors


def pages(*, own_accounts: bool) -> Blueprint:
    """A fresh blueprint each time: two hosts may live in one process.

    own_accounts   False in a host that signs people in itself
    """
    blueprint = Blueprint(
        "vanthu",
        "app.web",
        template_folder="../templates",
        static_folder="../static/vanthu",
        static_url_path="/static/vanthu",
    )
    guard_doors(blueprint)
    modules = (
        start, drafts, annexes, templates, documents, comments, compare, opinions, review, signing, registry, inbox,
        copies, dossiers,
        find, verify, why, admin, kinds, workflows, calendar, absences, notices,
        incoming, arrivals, tasks, bulk, directory, reorganising,
        certificates, hands, calls, second_step, dispositions, trust, ink, outside,
    )  # fmt: skip
    for module in (*modules, account) if own_accounts else modules:
        module.open_doors(blueprint)
    return blueprint
