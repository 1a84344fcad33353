"""Taking a step of a workflow: the checks, returning with a reason, withdrawing. One button, one step."""

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from app.web.acting import try_on
from app.web.doors import office, seen_version
from documents.work import Work
from workflows.issuing import cancel_number
from workflows.steps import take

TOLD = {
    "submit": "Đã trình lãnh đạo đơn vị kiểm tra nội dung.",
    "check_content": "Đã đồng ý nội dung; văn bản chuyển sang kiểm tra thể thức.",
    "check_form": "Đã đồng ý thể thức; văn bản đã lên bàn ký.",
    "return_content": "Đã trả lại kèm lý do.",
    "return_form": "Đã trả lại kèm lý do.",
    "refuse_signing": "Đã trả lại kèm lý do; văn bản chưa được ký.",
    "return_signed": "Đã trả lại kèm lý do; chữ ký không còn hiệu lực.",
    "withdraw": "Đã rút văn bản.",
}
"""What is said after the steps of our own way; any other step is named by its title."""


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/review/<vanthu_id:document_id>/<step>", "take_step", take_step, methods=["POST"])
    blueprint.add_url_rule(
        "/registry/<vanthu_id:document_id>/cancel", "cancel_number", give_up_number, methods=["POST"]
    )


DESKS = ("vanthu.signing_desk", "vanthu.issuing_desk")


def take_step(document_id: str, step: str) -> Response | tuple[str, int]:
    """Any step a person takes, of any workflow; one that no workflow knows leads nowhere."""
    steps = {code: one for made in office().rules.versions for code, one in made.transitions.items()}
    if step not in steps or steps[step].by != "user":
        abort(404)
    answers = {
        name.removeprefix("ask-"): value for name, value in request.form.items() if name.startswith("ask-")
    }

    def act(work: Work) -> None:
        reason = request.form.get("reason", "")
        seen = seen_version()
        take(work, office().rules, document_id, step, reason, answers=answers, seen_version=seen)

    told = TOLD.get(step, f"Đã thực hiện: {steps[step].title}.")
    # Whoever gives a paper back at a desk goes on with the next one there.
    then = request.form.get("then", "")
    return try_on(document_id, step, act, told=told, then=then if then in DESKS else "vanthu.start")


def give_up_number(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        cancel_number(work, office().rules, document_id, request.form.get("reason", ""))

    told = "Đã hủy số; lý do được ghi trong nhật ký."
    return try_on(document_id, "cancel_number", act, told=told, then="vanthu.start")
