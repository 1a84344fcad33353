"""The same words in JSON: my work, a document, the inbox, incoming papers, notices, search, verification.

Reads only, by the same functions as the pages and behind the same guard; what changes something goes through the
pages and their form tokens, or in `outside` under a one-time code that a page gave.
"""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.access import current_actor
from app.api import outside
from app.api.incoming import incoming_lines, incoming_one, incoming_rows
from app.office import NOBODY
from app.web.doors import asked_page, guard_doors, office
from app.web.verify import etsi_answer
from documents.issue_log import standing_of
from documents.pdf.report import as_json as report_as_json
from documents.pdf.verify import verify
from documents.reading.errors import EmptyFile
from search.queries import find
from workflows.directory.successions import other_names
from workflows.dispatch import inbox, inbox_waiting
from workflows.notices.model import notices_of, unread_count
from workflows.queries import DocumentSight, history, see
from workflows.worklists import worklists

PAGE = 50


def json_doors() -> Blueprint:
    """A fresh blueprint each time: two hosts may live in one process."""
    blueprint = Blueprint("vanthu_api", "app.api", url_prefix="/api")
    guard_doors(blueprint)
    blueprint.add_url_rule("/work", "my_work", my_work)
    blueprint.add_url_rule("/documents/<vanthu_id:document_id>", "document", document)
    blueprint.add_url_rule("/inbox", "my_inbox", my_inbox)
    blueprint.add_url_rule("/notices", "my_notices", my_notices)
    blueprint.add_url_rule("/incoming", "incoming", lambda: _answer(incoming_rows()))
    blueprint.add_url_rule("/incoming/book", "incoming_book", lambda: _answer(incoming_lines()))
    blueprint.add_url_rule("/incoming/<vanthu_id:document_id>", "incoming_paper", one_incoming)
    blueprint.add_url_rule("/search", "search", search)
    blueprint.add_url_rule("/verify", "verify_file", verify_file, methods=["POST"])
    blueprint.add_url_rule("/outside", "outside_papers", outside.papers, methods=["POST"])
    paper = "/outside/<vanthu_id:document_id>"
    blueprint.add_url_rule(f"{paper}/prepare", "outside_prepare", outside.prepare_paper, methods=["POST"])
    blueprint.add_url_rule(f"{paper}/file", "outside_file", outside.prepared_file, methods=["POST"])
    blueprint.add_url_rule(f"{paper}/finish", "outside_finish", outside.finish_paper, methods=["POST"])
    return blueprint


def my_work() -> Response:
    with office().reading(current_actor()) as work:
        lists = worklists(work, office().rules)
        waiting = inbox_waiting(work)
    return _answer({"worklists": [asdict(one) for one in lists], "inbox_waiting": waiting})


def document(document_id: str) -> Response:
    with office().reading(current_actor(), "view") as work:
        sight = see(work, office().rules, document_id)
        entries = history(work, document_id)
    return _answer({**_sight(sight), "history": [asdict(entry) for entry in entries]})


def my_inbox() -> Response:
    with office().reading(current_actor()) as work:
        rows = inbox(work, limit=PAGE, offset=(asked_page() - 1) * PAGE)
    return _answer({"page": asked_page(), "rows": [asdict(row) for row in rows]})


def one_incoming(document_id: str) -> Response:
    return _answer(incoming_one(document_id))


def my_notices() -> Response:
    with office().reading(current_actor()) as work:
        rows = notices_of(work, limit=PAGE, offset=(asked_page() - 1) * PAGE)
        unread = unread_count(work)
    return _answer({"page": asked_page(), "unread": unread, "rows": [asdict(row) for row in rows]})


def search() -> Response:
    with office().reading(current_actor()) as work:
        text = request.args.get("q", "").strip()
        also = other_names(work.session, text, work.now)
        offset = (asked_page() - 1) * PAGE
        results = find(work, office().engine, text, limit=PAGE, offset=offset, also=also)
    return _answer({"page": asked_page(), **asdict(results)})


def verify_file() -> Response:
    """Open to everybody, keeps nothing; with `?format=etsi` a report in XML (ETSI TS 119 102-2).

    raises    EmptyFile when no file came; NothingToReport
    """
    file = request.files.get("pdf")
    if file is None or not file.filename:
        raise EmptyFile()
    pdf = file.stream.read()
    if request.args.get("format") == "etsi":
        return etsi_answer(pdf, file.filename)
    report = verify(pdf, trust=office().trust, at=office().clock())
    with office().reading(NOBODY) as work:
        found = standing_of(work.session, pdf, report.verdict)
    return _answer({**report_as_json(file.filename, report), "issue_log": asdict(found)})


def _sight(sight: DocumentSight) -> dict[str, Any]:
    shown = asdict(sight)
    shown["roles"] = sorted(sight.roles)
    return shown


def _answer(value: object) -> Response:
    return jsonify(_plain(value))


def _plain(value: object) -> object:
    """Times in ISO 8601; everything else as it is."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime | date) else value
