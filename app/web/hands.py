"""A paper in one's hands or on hold: taking it from the group, giving it back, passing it on, stopping it, going on."""

from datetime import date

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.web.acting import try_on
from app.web.doors import office
from documents.work import Work
from workflows import claims, holds


def open_doors(blueprint: Blueprint) -> None:
    paper = "/hands/<vanthu_id:document_id>"
    blueprint.add_url_rule(f"{paper}/claim", "claim", claim, methods=["POST"])
    blueprint.add_url_rule(f"{paper}/release", "release", release, methods=["POST"])
    blueprint.add_url_rule(f"{paper}/pass", "hand_over", hand_over, methods=["POST"])
    blueprint.add_url_rule(f"{paper}/hold", "hold", hold, methods=["POST"])
    blueprint.add_url_rule(f"{paper}/resume", "resume", resume, methods=["POST"])


def claim(document_id: str) -> Response | tuple[str, int]:
    reason = request.form.get("claim-reason", "")
    return try_on(
        document_id,
        "claim",
        lambda work: claims.claim(work, office().rules, document_id, reason),
        told="Văn bản đang ở tay bạn.",
    )


def release(document_id: str) -> Response | tuple[str, int]:
    return try_on(
        document_id,
        "release",
        lambda work: claims.release(work, office().rules, document_id),
        told="Đã trả văn bản lại cho nhóm.",
    )


def hand_over(document_id: str) -> Response | tuple[str, int]:
    person, note = request.form.get("person", ""), request.form.get("note", "")
    return try_on(
        document_id,
        "hand_over",
        lambda work: claims.hand_over(work, office().rules, document_id, person, note),
        told="Đã chuyển văn bản cho đồng nghiệp.",
    )


def hold(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        reason, day = request.form.get("hold-reason", ""), _day(request.form.get("resume-on", "").strip())
        holds.hold(work, office().rules, document_id, reason, day)

    return try_on(document_id, "hold", act, told="Đã tạm dừng văn bản.")


def resume(document_id: str) -> Response | tuple[str, int]:
    return try_on(
        document_id,
        "resume",
        lambda work: holds.resume(work, office().rules, document_id),
        told="Văn bản đi tiếp.",
    )


def _day(text: str) -> date | None:
    """raises HoldRefused for what is no day"""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise holds.HoldRefused(why="hold_day_wrong") from None
