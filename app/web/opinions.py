"""Opinions on a draft: asked for, given, closed, asked again; and all answers held against each other on one page."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.access import current_actor
from app.web.acting import try_on
from app.web.doors import office, small_number
from app.web.showing import page
from workflows.opinions import asking as rounds
from workflows.opinions.rounds import AGREED, DISAGREED, REMARKED
from workflows.opinions.sight import merged_opinions
from workflows.queries import see

LAST_PLACE = 9_999


def open_doors(blueprint: Blueprint) -> None:
    paper = "/opinions/<vanthu_id:document_id>"
    one = f"{paper}/<vanthu_id:round_id>"
    blueprint.add_url_rule(paper, "opinions", opinions)
    blueprint.add_url_rule(paper, "ask_opinions", ask_opinions, methods=["POST"])
    blueprint.add_url_rule(f"{one}/answer", "give_opinion", give_opinion, methods=["POST"])
    blueprint.add_url_rule(f"{one}/close", "close_round", close_round, methods=["POST"])
    blueprint.add_url_rule(f"{one}/again", "ask_again", ask_again, methods=["POST"])


def opinions(document_id: str) -> str:
    with office().reading(current_actor(), "view") as work:
        sight = see(work, office().rules, document_id)
        found = merged_opinions(work, document_id)
    return page("vanthu/opinions.html", sight=sight, opinions=found, columns=(DISAGREED, REMARKED, AGREED))


def ask_opinions(document_id: str) -> Response | tuple[str, int]:
    days = _number("days")
    asking = rounds.Asking(
        question=request.form.get("question", ""),
        asked=_asked(),
        sequential=request.form.get("mode") == "sequential",
        needed=_number("needed"),
        working_days=rounds.USUAL_DAYS if days is None else days,
    )
    return try_on(
        document_id,
        "ask_opinions",
        lambda work: rounds.ask_opinions(work, document_id, asking),
        told="Đã gửi xin ý kiến.",
    )


def give_opinion(document_id: str, round_id: str) -> Response | tuple[str, int]:
    answer = rounds.Answer(request.form.get("verdict", ""), request.form.get("words", ""))
    draft = request.form.get("draft", "")
    return try_on(
        document_id,
        "give_opinion",
        lambda work: rounds.give_opinion(work, document_id, round_id, answer, seen_draft=draft),
        told="Đã ghi ý kiến của bạn.",
    )


def close_round(document_id: str, round_id: str) -> Response | tuple[str, int]:
    reason = request.form.get("why", "")
    return try_on(
        document_id,
        "close_opinions",
        lambda work: rounds.close_round(work, document_id, round_id, reason),
        told="Đã kết thúc vòng xin ý kiến.",
    )


def ask_again(document_id: str, round_id: str) -> Response | tuple[str, int]:
    return try_on(
        document_id,
        "ask_opinions",
        lambda work: rounds.ask_again(work, document_id, round_id),
        told="Đã xin ý kiến lại trên bản thảo hiện tại.",
    )


def _asked() -> tuple[str, ...]:
    """Those ticked, in the order of the numbers beside them; without a number, after those that have one."""

    def place(one: str) -> int:
        return small_number(request.form.get(f"place-{one}", "").strip()) or LAST_PLACE

    return tuple(sorted(request.form.getlist("asked"), key=place))


def _number(name: str) -> int | None:
    """None where the box is empty; 0, which no count is, for what is no number."""
    text = request.form.get(name, "").strip()
    return (small_number(text) or 0) if text else None
