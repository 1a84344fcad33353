"""Two versions of a draft side by side in words, for whoever carries the paper."""

from flask import Blueprint, request

from app.access import current_actor
from app.web.doors import office, small_number
from app.web.showing import page
from documents.comparing import folded
from documents.working_copies import last_ordinal
from workflows import together
from workflows.queries import see


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/compare/<vanthu_id:document_id>", "compare", compare)


def compare(document_id: str) -> str:
    """`before` and `after` are version numbers; without them, the present version against the one before it.

    Looking at the present version is remembered, so the next change is told from here on.
    """
    with office().reading(current_actor(), "compare") as work:
        newest = last_ordinal(work, document_id)
        after = small_number(request.args.get("after", "")) or newest
        before = small_number(request.args.get("before", "")) or max(1, after - 1)
        found = together.compare_versions(work, document_id, before, after)
        sight = see(work, office().rules, document_id)
    if after == newest:
        with office().work(current_actor(), "compare") as work:
            together.seen_now(work, document_id)
    whole = "whole" in request.args
    stretches = folded(found.paragraphs, around=len(found.paragraphs) if whole else 1)
    changed = sum(paragraph.how != "same" for paragraph in found.paragraphs)
    return page(
        "vanthu/compare.html", sight=sight, found=found, stretches=stretches, changed=changed, whole=whole
    )
