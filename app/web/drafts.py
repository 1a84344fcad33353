"""Drafts: upload a Word file, correct what was read, put a new version."""

import re
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import explain
from app.web.acting import refuse_on, try_on
from app.web.doors import office, require_page, seen_version, small_number
from app.web.places import read_boxes
from app.web.showing import page
from documents.drafting import PreparedDraft
from documents.errors import VanthuError, VersionMoved
from documents.pdf.picture import page_sizes
from documents.reading.errors import EmptyFile
from documents.work import Work
from workflows import review, together
from workflows.citing import link_basis as link_basis_to
from workflows.queries import visible

LINES = ("addressees", "recipients", "signing_lines")
TEXTS = {
    "agency": 200,
    "symbol": 60,
    "place": 100,
    "kind": 60,
    "subject": 2000,
    "archive_line": 300,
    "signer_name": 100,
    "secretary_name": 100,
}
"""The boxes of one line and how many letters each takes."""
DATE_PARTS = {"printed_day": 31, "printed_month": 12, "printed_year": 2999}
LONGEST_LINE = 300
REFERRED = re.compile(r"referred-\d{1,3}-line")
"""Boxes that say for which "Như Điều …" line the box beside them stands."""


def open_doors(blueprint: Blueprint) -> None:
    draft = "/drafts/<vanthu_id:document_id>"
    blueprint.add_url_rule("/drafts/new", "upload", upload, methods=["GET", "POST"])
    blueprint.add_url_rule(draft, "replace_draft", replace_draft, methods=["POST"])
    blueprint.add_url_rule(f"{draft}/fields", "confirm_fields", confirm_fields, methods=["POST"])
    blueprint.add_url_rule(f"{draft}/places", "move_places", move_places, methods=["POST"])
    blueprint.add_url_rule(f"{draft}/recipients", "learn_line", learn_line, methods=["POST"])

    blueprint.add_url_rule(f"{draft}/basis", "link_basis", link_basis, methods=["POST"])
    blueprint.add_url_rule(f"{draft}/working-copy", "take_out", take_out, methods=["POST"])
    blueprint.add_url_rule(f"{draft}/working-copy/return", "give_back", give_back, methods=["POST"])
    blueprint.add_url_rule(f"{draft}/share", "share_draft", share_draft, methods=["POST"])
    blueprint.add_url_rule(f"{draft}/share/end", "stop_sharing", stop_sharing, methods=["POST"])


def upload() -> str | Response | tuple[str, int]:
    require_page("upload")
    if request.method == "GET":
        return page("vanthu/upload.html", problem=None)
    try:
        draft = prepared_upload()
        with office().work(current_actor(), "upload") as work:
            document_id = review.upload_draft(work, office().rules, draft).id
    except VanthuError as error:
        problem = explain(error)
        return page("vanthu/upload.html", problem=problem), problem.status
    flash("Đã nhận bản thảo. Hãy đối chiếu các ô với trang văn bản rồi xác nhận.")
    return redirect(url_for("vanthu.document", document_id=document_id))


def replace_draft(document_id: str) -> Response | tuple[str, int]:
    with office().reading(current_actor(), "replace_draft") as work:
        # Asked before the slow part: nobody sets pages for a paper they may not touch.
        visible(work, document_id, "edit")
    try:
        draft = prepared_upload()
    except VanthuError as error:
        return refuse_on(document_id, error)

    def act(work: Work) -> None:
        review.replace_draft(work, document_id, draft, seen_version=seen_or_moved(document_id))

    return try_on(
        document_id, "replace_draft", act, told="Đã thay bản thảo; các lần kiểm tra trước không còn hiệu lực."
    )


def confirm_fields(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        review.confirm_fields(
            work, office().rules, document_id, _values(), seen_version=seen_or_moved(document_id)
        )

    return try_on(document_id, "confirm_fields", act, told="Đã xác nhận các ô.")


def move_places(document_id: str) -> Response | tuple[str, int]:
    """Set the page again with the boxes where the officer put them; "found" lets the system look for itself."""
    with office().reading(current_actor(), "move_places") as work:
        row = visible(work, document_id, "edit")
        name, data, rendition = row.draft_name, work.files.get(row.draft_sha256), row.rendition_sha256
        kind = row.fields.get("kind")
        sizes = page_sizes(work.files.get(rendition))
    try:
        moved = {} if "found" in request.form else read_boxes(request.form, sizes)
        draft = office().prepare(name, data, moved, kind)
    except VanthuError as error:
        return refuse_on(document_id, error)

    def act(work: Work) -> None:
        review.move_places(work, document_id, draft, seen_version=seen_or_moved(document_id))

    return try_on(document_id, "move_places", act, told="Đã đặt lại chỗ ghi số, ngày và chỗ ký.")


def learn_line(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        review.learn_line(work, document_id, request.form.get("line", ""), request.form.get("target", ""))

    return try_on(document_id, "learn_recipient", act, told="Đã ghi nhớ nơi nhận này.")


def link_basis(document_id: str) -> Response | tuple[str, int]:
    act_id, number = request.form.get("act", ""), request.form.get("number", "")
    return try_on(
        document_id,
        "link_basis",
        lambda work: link_basis_to(work, document_id, act_id, number),
        told="Đã liên kết căn cứ với văn bản trong hệ thống.",
    )


def take_out(document_id: str) -> Response | tuple[str, int]:
    told = "Bản thảo đang ở tay bạn. Tải bản Word về sửa, rồi tải lên bản mới hoặc trả lại."
    return try_on(document_id, "take_out", lambda work: together.take_out(work, document_id), told=told)


def give_back(document_id: str) -> Response | tuple[str, int]:
    told = "Đã trả bản thảo, không thay đổi gì."
    return try_on(document_id, "give_back", lambda work: together.give_back(work, document_id), told=told)


def share_draft(document_id: str) -> Response | tuple[str, int]:
    person_id = request.form.get("person", "")
    return try_on(
        document_id,
        "share_draft",
        lambda work: together.share_draft(work, document_id, person_id),
        told="Đã chia sẻ để cùng soạn thảo.",
    )


def stop_sharing(document_id: str) -> Response | tuple[str, int]:
    person_id = request.form.get("person", "")
    return try_on(
        document_id,
        "share_draft",
        lambda work: together.stop_sharing(work, document_id, person_id),
        told="Đã thôi chia sẻ.",
    )


def prepared_upload() -> PreparedDraft:
    """The uploaded file, read and set, with no transaction open."""
    return office().prepare(*uploaded("draft"))


def uploaded(box: str) -> tuple[str, bytes]:
    """Name and bytes of the file in this box; raises EmptyFile."""
    file = request.files.get(box)
    if file is None or not file.filename:
        raise EmptyFile()
    return file.filename.replace("\\", "/").rsplit("/", 1)[-1][-200:], file.stream.read()


def _values() -> dict[str, Any]:
    """The form as field values; an empty box is None, a box of lines is a list."""
    values: dict[str, Any] = {
        name: _text(name, longest) for name, longest in TEXTS.items() if name in request.form
    }
    values |= {name: _lines(name) for name in LINES if name in request.form}
    referred = {
        request.form[name]: name.removesuffix("-line") for name in request.form if REFERRED.match(name)
    }
    if referred:
        values["referred"] = {line[:LONGEST_LINE]: _lines(box) for line, box in referred.items()}
    for name, largest in DATE_PARTS.items():
        if name in request.form:
            number = small_number(request.form[name].strip())
            values[name] = number if number and number <= largest else None
    return values


def _lines(name: str) -> list[str]:
    lines = (line.strip(" \t-;")[:LONGEST_LINE] for line in request.form.get(name, "").splitlines())
    return [line for line in lines if line]


def _text(name: str, longest: int) -> str | None:
    return " ".join(request.form[name].split())[:longest] or None


def seen_or_moved(document_id: str) -> int:
    """The version the form quotes; raises VersionMoved without one."""
    version = seen_version()
    if version is None:
        raise VersionMoved(document_id=document_id)
    return version
