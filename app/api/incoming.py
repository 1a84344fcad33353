"""Incoming papers in JSON: those the person may see, one of them with its tasks, the year's register."""

from dataclasses import asdict
from typing import Any

from flask import request

from app.access import current_actor
from app.web.doors import asked_page, office, require_page, small_number
from documents.database import local_date
from workflows.incoming.book import arrivals_book, book_length
from workflows.incoming.sight import all_papers, see_incoming, waiting_count
from workflows.queries import history

PAGE = 50
BOOK_PAGE = 200


def incoming_rows() -> dict[str, Any]:
    """The youngest first; `waiting` is how many want an act of the person."""
    number = asked_page()
    with office().reading(current_actor()) as work:
        rows = all_papers(work, office().rules, limit=PAGE, offset=(number - 1) * PAGE)
        waiting = waiting_count(work)
    return {"page": number, "waiting": waiting, "rows": [asdict(row) for row in rows]}


def incoming_one(document_id: str) -> dict[str, Any]:
    """raises NoSuchDocument"""
    with office().reading(current_actor(), "view") as work:
        sight = see_incoming(work, office().rules, document_id)
        entries = history(work, document_id)
    return {**asdict(sight), "rights": sorted(sight.rights), "history": [asdict(entry) for entry in entries]}


def incoming_lines() -> dict[str, Any]:
    """raises NotAllowed for whoever does not keep or read the register"""
    require_page("incoming_book")
    number = asked_page()
    with office().reading(current_actor()) as work:
        year = small_number(request.args.get("year", "")) or local_date(work.now).year
        rows = arrivals_book(work, year=year, limit=BOOK_PAGE, offset=(number - 1) * BOOK_PAGE)
        length = book_length(work, year=year)
    return {"page": number, "year": year, "total": length, "rows": [asdict(row) for row in rows]}
