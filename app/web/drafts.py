"""Drafts: upload a Word file, correct what was read, put a new version."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import explain
from app.web.doors import office, seen_version
from documents.drafting import PreparedDraft, prepare_draft
from documents.errors import VanthuError, VersionMoved
from documents.reading.errors import EmptyFile
from workflows import review
from workflows.queries import visible

LINES = ("recipients", "signing_lines")
TEXTS = ("agency", "parent_agency", "symbol", "place", "kind", "subject", "archive_line", "signer_name")


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/drafts/new", "upload", upload, methods=["GET", "POST"])
    blueprint.add_url_rule("/drafts/<document_id>", "replace_draft", replace_draft, methods=["POST"])
    blueprint.add_url_rule("/drafts/<document_id>/fields", "confirm_fields", confirm_fields, methods=["POST"])
    blueprint.add_url_rule("/drafts/<document_id>/recipients", "learn_line", learn_line, methods=["POST"])


def upload() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return render_template("vanthu/upload.html", problem=None)
    try:
        draft = _prepared()
        with office().work(current_actor(), "upload") as work:
            document_id = review.upload_draft(work, office().rules, draft).id
    except VanthuError as error:
        problem = explain(error)
        return render_template("vanthu/upload.html", problem=problem), problem.status
    flash("Đã nhận bản thảo. Hãy đối chiếu các ô với trang văn bản.")
    return redirect(url_for("vanthu.document", document_id=document_id))


def replace_draft(document_id: str) -> Response:
    with office().reading(current_actor()) as work:
        # Asked before the slow part: nobody sets pages for a paper they may not touch.
        visible(work, document_id, "edit")
    draft = _prepared()
    with office().work(current_actor(), "replace_draft") as work:
        review.replace_draft(work, document_id, draft, seen_version=_version(document_id))
    flash("Đã thay bản thảo; các lần kiểm tra trước không còn hiệu lực.")
    return redirect(url_for("vanthu.document", document_id=document_id))


def confirm_fields(document_id: str) -> Response:
    with office().work(current_actor(), "confirm_fields") as work:
        review.confirm_fields(work, document_id, _values(), seen_version=_version(document_id))
    flash("Đã lưu các ô.")
    return redirect(url_for("vanthu.document", document_id=document_id))


def learn_line(document_id: str) -> Response:
    line, target = request.form.get("line", ""), request.form.get("target", "")
    with office().work(current_actor(), "learn_recipient") as work:
        review.learn_line(work, document_id, line, target)
    flash("Đã ghi nhớ nơi nhận này.")
    return redirect(url_for("vanthu.document", document_id=document_id) + "#noi-nhan")


def _prepared() -> PreparedDraft:
    """The uploaded file, read and set, with no transaction open."""
    file = request.files.get("draft")
    if file is None or not file.filename:
        raise EmptyFile()
    name = file.filename.replace("\\", "/").rsplit("/", 1)[-1][-200:]
    return prepare_draft(name, file.stream.read(), at=office().clock())


def _values() -> dict[str, Any]:
    """The form as field values; an empty box is None, a box of lines is a list."""
    values: dict[str, Any] = {name: _text(name) for name in TEXTS if name in request.form}
    for name in LINES:
        if name in request.form:
            lines = (line.strip(" \t-;") for line in request.form[name].splitlines())
            values[name] = [line for line in lines if line]
    return values


def _text(name: str) -> str | None:
    return " ".join(request.form[name].split()) or None


def _version(document_id: str) -> int:
    version = seen_version()
    if version is None:
        raise VersionMoved(document_id=document_id)
    return version
