"""Remarks on a draft: made on a place of the page, answered, settled."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.accounts import usernames
from app.web.acting import try_on
from app.web.doors import small_number
from documents.comments import Anchor
from workflows import together


def open_doors(blueprint: Blueprint) -> None:
    remarks = "/comments/<vanthu_id:document_id>"
    one = f"{remarks}/<vanthu_id:comment_id>"
    blueprint.add_url_rule(remarks, "comment", comment, methods=["POST"])
    blueprint.add_url_rule(f"{one}/answer", "answer_comment", answer_comment, methods=["POST"])
    blueprint.add_url_rule(f"{one}/settle", "settle_comment", settle_comment, methods=["POST"])


def comment(document_id: str) -> Response | tuple[str, int]:
    anchor = Anchor(
        page=small_number(request.form.get("page", "")) or 0,
        x=small_number(request.form.get("x", "")),
        y=small_number(request.form.get("y", "")),
        quote=request.form.get("quote", ""),
    )
    body = request.form.get("body", "")
    return try_on(
        document_id,
        "comment",
        lambda work: together.remark(work, document_id, anchor, body, usernames=usernames(work.session)),
        told="Đã ghi góp ý.",
    )


def answer_comment(document_id: str, comment_id: str) -> Response | tuple[str, int]:
    body = request.form.get(f"answer-{comment_id}", "")
    return try_on(
        document_id,
        "comment",
        lambda work: together.answer(work, document_id, comment_id, body, usernames=usernames(work.session)),
        told="Đã trả lời góp ý.",
    )


def settle_comment(document_id: str, comment_id: str) -> Response | tuple[str, int]:
    return try_on(
        document_id,
        "comment",
        lambda work: together.settle(work, document_id, comment_id),
        told="Đã đánh dấu góp ý là đã giải quyết.",
    )
