"""Notices: what the person was told, marking it read, and what else than this page tells them."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import asked_page, office, require_page, small_number
from app.web.showing import page
from workflows.notices import model as kept
from workflows.notices.choices import (
    CHANNELS,
    NoticeChoiceRefused,
    choose_for_office,
    choose_own,
    office_defaults,
    own_choices,
)
from workflows.notices.hearers import EVENTS

PAGE = 50


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/notices", "notices", notices)
    blueprint.add_url_rule(
        "/notices/<vanthu_id:notice_id>/read", "read_notice", read_notice, methods=["POST"]
    )
    blueprint.add_url_rule("/notices/read", "read_notices", read_notices, methods=["POST"])
    blueprint.add_url_rule("/notices/settings", "notice_settings", notice_settings, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/notices", "notice_defaults", notice_defaults, methods=["GET", "POST"])


def notices() -> str:
    number = asked_page()
    with office().reading(current_actor()) as work:
        rows = kept.notices_of(work, limit=PAGE + 1, offset=(number - 1) * PAGE)
        last, unread = kept.last_entry(work), kept.unread_count(work)
    more = len(rows) > PAGE
    return page(
        "vanthu/notices.html", rows=rows[:PAGE], number=number, more=more, last=last, unread_here=unread
    )


def read_notice(notice_id: str) -> Response:
    with office().work(current_actor(), "read_notice") as work:
        kept.read_notice(work, notice_id)
    return redirect(url_for("vanthu.notices", page=asked_page()))


def read_notices() -> Response:
    """Everything the person had before them; what came since stays unread."""
    with office().work(current_actor(), "read_notice") as work:
        kept.read_all(work, up_to=small_number(request.form.get("last", "")) or 0)
    flash("Đã đánh dấu đã đọc.")
    return redirect(url_for("vanthu.notices"))


def notice_settings() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return _own(None)
    try:
        with office().work(current_actor(), "notice_settings") as work:
            choose_own(work, request.form.get("address", ""), _channels())
    except NoticeChoiceRefused as error:
        problem = explain(error)
        return _own(problem), problem.status
    flash("Đã lưu cách nhận thông báo.")
    return redirect(url_for("vanthu.notice_settings"))


def notice_defaults() -> str | Response | tuple[str, int]:
    require_page("notice_defaults")
    if request.method == "GET":
        return _defaults(None)
    try:
        with office().work(current_actor(), "notice_defaults") as work:
            choose_for_office(work, _pairs())
    except NoticeChoiceRefused as error:
        problem = explain(error)
        return _defaults(problem), problem.status
    flash("Đã lưu cách báo chung của cơ quan.")
    return redirect(url_for("vanthu.notice_defaults"))


def _channels() -> dict[str, str]:
    """What the form says of every event: empty where the office's word counts."""
    boxes = {name.removeprefix("event-"): value for name, value in request.form.items()}
    return {name: value for name, value in boxes.items() if f"event-{name}" in request.form}


def _pairs() -> dict[tuple[str, str], str]:
    """(event, role) boxes, named "event:role"."""
    pairs = (name.partition(":") for name in request.form if ":" in name)
    return {(event, role): request.form[f"{event}:{role}"] for event, _, role in pairs}


def _own(problem: Problem | None) -> str:
    with office().reading(current_actor()) as work:
        own, defaults = own_choices(work), office_defaults(work)
    return page(
        "vanthu/notice_settings.html",
        own=own,
        defaults=defaults,
        events=EVENTS,
        channels=CHANNELS,
        problem=problem,
        typed=request.form,
        mails=office().config.smtp_url is not None,
    )


def _defaults(problem: Problem | None) -> str:
    with office().reading(current_actor()) as work:
        defaults = office_defaults(work)
    return page(
        "vanthu/notice_defaults.html",
        defaults=defaults,
        channels=CHANNELS,
        problem=problem,
        typed=request.form,
        mails=office().config.smtp_url is not None,
    )
