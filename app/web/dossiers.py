"""Dossiers: the year's list, opening one, filing a document."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.web.doors import office, seen_version
from workflows.filing import file_into, open_dossier_here, open_dossiers


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/dossiers", "dossiers", dossiers, methods=["GET", "POST"])
    blueprint.add_url_rule("/dossiers/file/<document_id>", "file_document", file_document, methods=["POST"])


def dossiers() -> str | Response:
    if request.method == "POST":
        form = {name: " ".join(request.form.get(name, "").split()) for name in ("code", "title", "retention")}
        with office().work(current_actor(), "open_dossier") as work:
            open_dossier_here(work, **form)
        flash("Đã mở hồ sơ.")
        return redirect(url_for("vanthu.dossiers"))
    with office().reading(current_actor()) as work:
        rows = open_dossiers(work)
    return render_template("vanthu/dossiers.html", rows=rows)


def file_document(document_id: str) -> Response:
    with office().work(current_actor(), "file") as work:
        dossier_id = request.form.get("dossier", "")
        file_into(work, office().rules, document_id, dossier_id, seen_version=seen_version())
    flash("Đã lưu vào hồ sơ.")
    return redirect(url_for("vanthu.document", document_id=document_id))
