"""Site setup: the workflows as sentences and as a picture, who would be stuck, and moving papers to a new version."""

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office, require_page
from app.web.showing import page
from documents.errors import VanthuError
from documents.model import Document
from documents.work import Work
from workflows.check import check
from workflows.definition import Definition
from workflows.diagram import draw
from workflows.sentences import tell
from workflows.simulate import simulate
from workflows.upgrading import plan_upgrade, upgrade


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/workflows", "workflows", workflows)
    blueprint.add_url_rule("/admin/workflows/<name>", "workflow", workflow)
    blueprint.add_url_rule("/admin/workflows/<name>.svg", "workflow_picture", workflow_picture)
    blueprint.add_url_rule(
        "/admin/workflows/<name>/<int(max=9999):version>",
        "upgrade_workflow",
        upgrade_workflow,
        methods=["POST"],
    )


def workflows() -> str:
    require_page("workflows")
    with office().reading(current_actor()) as work:
        running = _running(work)
    return page("vanthu/workflows.html", workflows=office().rules.workflows.values(), running=running)


def workflow(name: str) -> str:
    require_page("workflows")
    return _show(_named(name))


def workflow_picture(name: str) -> Response:
    require_page("workflows")
    return Response(draw(_named(name)), mimetype="image/svg+xml")


def upgrade_workflow(name: str, version: int) -> AnyResponse | tuple[str, int]:
    """Move the papers of an earlier version, all or none, when nothing changed since the dry run that was looked at."""
    require_page("workflows")
    made = _named(name)
    try:
        with office().work(current_actor(), "upgrade_workflow") as work:
            seen = request.form.get("fingerprint", "")
            moved = upgrade(work, office().rules, name, version, fingerprint=seen)
    except VanthuError as error:
        problem = explain(error)
        return _show(made, problem), problem.status
    flash(f"Đã chuyển {moved} văn bản sang bản {made.version}.")
    return redirect(url_for("vanthu.workflow", name=name))


def _show(made: Definition, problem: Problem | None = None) -> str:
    with office().reading(current_actor()) as work:
        running = _running(work)
        plans = [
            plan_upgrade(work, office().rules, made.name, version)
            for version in made.upgrades
            if running.get((made.name, version))
        ]
        run = simulate(work, made)
    return page(
        "vanthu/workflow.html",
        made=made,
        running=running,
        plans=plans,
        run=run,
        faults=check(made, office().rules.known),
        sentences=tell(made, "vi"),
        problem=problem,
    )


def _running(work: Work) -> dict[tuple[str, int], int]:
    """How many papers run by each version."""
    counted = select(Document.workflow, Document.workflow_version, func.count()).group_by(
        Document.workflow, Document.workflow_version
    )
    return {(name, version): count for name, version, count in work.session.execute(counted)}


def _named(name: str) -> Definition:
    found = office().rules.workflows.get(name)
    if found is None:
        abort(404)
    return found
