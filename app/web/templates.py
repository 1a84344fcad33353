"""Begin a draft from a fill-in template: choose a kind, fill in, get the Word file or go on at once."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access import current_actor
from app.errors import Problem, explain
from app.web.documents import file_name
from app.web.doors import office, require_page
from app.web.showing import page
from documents.commands import DOCX
from documents.errors import VanthuError
from documents.forms.prompts import text_of
from documents.forms.values import FormValues
from documents.kinds.settings import kinds_in_use
from workflows import review
from workflows.starting import DECIDING, Start, Typed, start_draft, writable, write_start

URGENCIES = ("", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")
LONGEST_SUBJECT, LONGEST_LINE, MOST_LINES = 500, 3_000, 600


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/drafts/templates", "templates", templates)
    blueprint.add_url_rule("/drafts/templates/<kind>", "write_draft", write_draft, methods=["GET", "POST"])


def templates() -> str:
    require_page("upload")
    with office().reading(current_actor()) as work:
        kinds = writable(kinds_in_use(work.session, office().rules.kinds))
    return page("vanthu/templates.html", kinds=kinds)


def write_draft(kind: str) -> str | AnyResponse | tuple[str, int]:
    """GET shows the form; POST gives the Word file, or with `go_on` uploads it as a draft at once."""
    require_page("upload")
    with office().reading(current_actor(), "upload") as work:
        start = start_draft(work, kinds_in_use(work.session, office().rules.kinds), kind)
    if request.method == "GET":
        return _form(start, None)
    typed = _typed()
    if not typed.subject:
        problem = Problem("boxes_empty", 422, "Chưa có trích yếu.", "Điền trích yếu nội dung văn bản.")
        return _form(start, problem), problem.status
    if start.secretaries and typed.secretary == typed.signer:
        problem = Problem(
            "secretary_is_chair", 422, "Thư ký và chủ tọa phải là hai người.", "Chọn lại một trong hai."
        )
        return _form(start, problem), problem.status
    written = write_start(start, typed)
    name = f"{start.kind.code}.docx"
    if "go_on" not in request.form:
        response = Response(written, mimetype=DOCX)
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name(name)}"'
        return response
    try:
        draft = office().prepare(name, written)
        with office().work(current_actor(), "upload") as work:
            document_id = review.upload_draft(work, office().rules, draft).id
    except VanthuError as error:
        problem = explain(error)
        return _form(start, problem), problem.status
    flash("Đã lập bản thảo từ mẫu. Hãy đối chiếu các ô với trang văn bản rồi xác nhận.")
    return redirect(url_for("vanthu.document", document_id=document_id))


def _typed() -> Typed:
    return Typed(
        subject=" ".join(request.form.get("subject", "").split())[:LONGEST_SUBJECT],
        signer=request.form.get("signer", ""),
        secretary=request.form.get("secretary", ""),
        addressees=_lines("addressees"),
        legal_bases=_lines("legal_bases"),
        body=_lines("body"),
        recipients=_lines("recipients"),
        archive_line=" ".join(request.form.get("archive_line", "").split())[:300],
        urgency=next((one for one in URGENCIES if one == request.form.get("urgency")), ""),
    )


def _lines(name: str) -> tuple[str, ...]:
    lines = (" ".join(line.split())[:LONGEST_LINE] for line in request.form.get(name, "").splitlines())
    kept = [line for line in lines if line][:MOST_LINES]
    # Items of the body keep their dash; a list of names is typed with or without one.
    return tuple(kept if name == "body" else [line.lstrip("-+ ").strip() for line in kept])


def _form(start: Start, problem: Problem | None) -> str:
    form = "1.2" if start.kind.form in DECIDING else start.kind.form
    prompts = text_of(form, FormValues(agency_in_text=start.agency_in_text))
    return page(
        "vanthu/template.html",
        start=start,
        problem=problem,
        typed=request.form,
        prompts="\n".join(line for line in prompts if isinstance(line, str)),
        urgencies=URGENCIES,
    )
