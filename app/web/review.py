"""Review: the two checks, returning with a reason, withdrawing. One button, one step."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.web.doors import office, seen_version
from workflows import review
from workflows.issuing import cancel_number

CHECKS = {
    "submit": (review.submit, "Đã trình."),
    "check_content": (review.check_content, "Đã đồng ý nội dung."),
    "check_form": (review.check_form, "Đã đồng ý thể thức; văn bản đã lên bàn ký."),
}
RETURNS = ("return_content", "return_form", "refuse_signing", "return_signed", "withdraw")


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/review/<document_id>/<step>", "take_step", take_step, methods=["POST"])
    blueprint.add_url_rule("/registry/<document_id>/cancel", "cancel_number", give_up_number, methods=["POST"])


def take_step(document_id: str, step: str) -> Response:
    if step in CHECKS:
        act, told = CHECKS[step]
        with office().work(current_actor(), step) as work:
            act(work, office().rules, document_id, seen_version=seen_version())
    elif step in RETURNS:
        told = "Đã trả lại kèm lý do." if step != "withdraw" else "Đã rút văn bản."
        reason = request.form.get("reason", "")
        with office().work(current_actor(), step) as work:
            review.send_back(work, office().rules, document_id, step, reason, seen_version=seen_version())
    else:
        abort(404)
    flash(told)
    return redirect(url_for("vanthu.start"))


def give_up_number(document_id: str) -> Response:
    with office().work(current_actor(), "cancel_number") as work:
        cancel_number(work, office().rules, document_id, request.form.get("reason", ""))
    flash("Đã hủy số; lý do được ghi trong nhật ký.")
    return redirect(url_for("vanthu.start"))
