"""The director's desk: read, choose, sign a batch with one password; or send one back with a reason."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office
from documents.access import Actor
from documents.errors import VanthuError
from documents.pdf.keys import SigningKey
from workflows.issuing import issue_document
from workflows.queries import DocumentRow, waiting_for
from workflows.signing import sign_document

LARGEST_BATCH = 100


@dataclass(frozen=True)
class Outcome:
    """What came of one document of a batch; `problem` is None when it was done."""

    row: DocumentRow
    problem: Problem | None


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/signing", "signing_desk", signing_desk, methods=["GET", "POST"])


def signing_desk() -> str | tuple[str, int]:
    actor = current_actor()
    if request.method == "GET":
        return show_desk(actor, "sign", "vanthu/signing.html")
    return run_batch(actor, f"person:{actor.person_id}", "sign", "vanthu/signing.html", _sign_one)


def run_batch(
    actor: Actor, holder: str, step: str, template: str, act: Callable[[Actor, DocumentRow, SigningKey], None]
) -> str | tuple[str, int]:
    """Open the key once, take each chosen paper on its own; what fails is told beside its paper."""
    chosen = _chosen(actor, step)
    try:
        key = office().open_key(holder, request.form.get("password", ""))
    except VanthuError as error:
        problem = explain(error)
        return show_desk(actor, step, template, problem=problem, chosen={row.id for row in chosen}), problem.status
    outcomes = [_one(actor, row, key, act) for row in chosen]
    return show_desk(actor, step, template, outcomes=outcomes)


def issue_one(actor: Actor, row: DocumentRow, key: SigningKey) -> None:
    begin = office().beginning(actor, "issue")
    issue_document(begin, office().rules, office().tools, row.id, key, seen_version=row.version)


def _sign_one(actor: Actor, row: DocumentRow, key: SigningKey) -> None:
    begin = office().beginning(actor, "sign")
    sign_document(begin, office().rules, office().tools, row.id, key, seen_version=row.version)


def _one(
    actor: Actor, row: DocumentRow, key: SigningKey, act: Callable[[Actor, DocumentRow, SigningKey], None]
) -> Outcome:
    try:
        act(actor, row, key)
    except VanthuError as error:
        return Outcome(row, explain(error))
    return Outcome(row, None)


def _chosen(actor: Actor, step: str) -> list[DocumentRow]:
    """The chosen papers as they waited, each with the version the person saw."""
    versions = {}
    for value in request.form.getlist("document")[:LARGEST_BATCH]:
        document_id, _, version = value.partition("@")
        if version.isdecimal():
            versions[document_id] = int(version)
    with office().reading(actor) as work:
        rows = waiting_for(work, office().rules, step, limit=500)
    return [_as_seen(row, versions[row.id]) for row in rows if row.id in versions]


def _as_seen(row: DocumentRow, version: int) -> DocumentRow:
    return DocumentRow(**{**vars(row), "version": version})


def show_desk(
    actor: Actor,
    step: str,
    template: str,
    *,
    problem: Problem | None = None,
    outcomes: list[Outcome] | None = None,
    chosen: set[str] | None = None,
) -> str:
    with office().reading(actor) as work:
        rows = waiting_for(work, office().rules, step, limit=LARGEST_BATCH)
    return render_template(
        template, rows=rows, problem=problem, outcomes=outcomes or [], chosen=chosen or set()
    )
