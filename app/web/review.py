"""Review: the two checks, returning with a reason, withdrawing. One button, one step."""

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from app.web.acting import try_on
from app.web.doors import office, seen_version
from documents.work import Work
from workflows import review
from workflows.issuing import cancel_number

CHECKS = {
    "submit": (review.submit, "Đã trình lãnh đạo đơn vị kiểm tra nội dung."),
    "check_content": (review.check_content, "Đã đồng ý nội dung; văn bản chuyển sang kiểm tra thể thức."),
    "check_form": (review.check_form, "Đã đồng ý thể thức; văn bản đã lên bàn ký."),
}
RETURNS = {
    "return_content": "Đã trả lại kèm lý do.",
    "return_form": "Đã trả lại kèm lý do.",
    "refuse_signing": "Đã trả lại kèm lý do; văn bản chưa được ký.",
    "return_signed": "Đã trả lại kèm lý do; chữ ký không còn hiệu lực.",
    "withdraw": "Đã rút văn bản.",
}


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/review/<vanthu_id:document_id>/<step>", "take_step", take_step, methods=["POST"])
    blueprint.add_url_rule(
        "/registry/<vanthu_id:document_id>/cancel", "cancel_number", give_up_number, methods=["POST"]
    )


def take_step(document_id: str, step: str) -> Response | tuple[str, int]:
    if step in CHECKS:
        check, told = CHECKS[step]

        def act(work: Work) -> None:
            check(work, office().rules, document_id, seen_version=seen_version())

        return try_on(document_id, step, act, told=told, then="vanthu.start")
    if step in RETURNS:
        return _send_back(document_id, step)
    abort(404)


def give_up_number(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        cancel_number(work, office().rules, document_id, request.form.get("reason", ""))

    told = "Đã hủy số; lý do được ghi trong nhật ký."
    return try_on(document_id, "cancel_number", act, told=told, then="vanthu.start")


def _send_back(document_id: str, step: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        reason = request.form.get("reason", "")
        review.send_back(work, office().rules, document_id, step, reason, seen_version=seen_version())

    return try_on(document_id, step, act, told=RETURNS[step], then="vanthu.start")
