"""Dossiers: the year's list, opening one, filing a document."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import Problem, explain
from app.web.acting import try_on
from app.web.doors import office, require_page, seen_version
from app.web.showing import page
from documents.dossiers import DossierExists
from documents.work import Work
from workflows.filing import file_into, open_dossier_here, open_dossiers

BOXES = {"code": 20, "title": 500, "retention": 60}
"""The boxes of a new dossier and how many letters each takes."""


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/dossiers", "dossiers", dossiers, methods=["GET", "POST"])
    blueprint.add_url_rule(
        "/dossiers/file/<vanthu_id:document_id>", "file_document", file_document, methods=["POST"]
    )


def dossiers() -> str | Response | tuple[str, int]:
    require_page("dossiers")
    if request.method == "GET":
        return _list({}, None)
    form = {name: " ".join(request.form.get(name, "").split())[:longest] for name, longest in BOXES.items()}
    if not all(form.values()):
        problem = Problem(
            "boxes_empty", 422, "Còn ô chưa điền.", "Điền đủ ký hiệu, tiêu đề và thời hạn bảo quản."
        )
        return _list(form, problem), problem.status
    try:
        with office().work(current_actor(), "open_dossier") as work:
            open_dossier_here(work, **form)
    except DossierExists as error:
        problem = explain(error)
        return _list(form, problem), problem.status
    flash("Đã mở hồ sơ.")
    return redirect(url_for("vanthu.dossiers"))


def file_document(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        file_into(
            work, office().rules, document_id, request.form.get("dossier", ""), seen_version=seen_version()
        )

    return try_on(document_id, "file", act, told="Đã lưu vào hồ sơ.")


def _list(typed: dict[str, str], problem: Problem | None) -> str:
    with office().reading(current_actor()) as work:
        rows = open_dossiers(work)
    return page("vanthu/dossiers.html", rows=rows, typed=typed, problem=problem)
