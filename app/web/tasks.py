"""Incoming papers on their way: presenting, the leader's desk, directing, assigning, reporting, answering, finishing.

One gesture is one command; the paper's own page is in `incoming_paper`.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office, require_page, seen_version, small_number
from app.web.incoming_paper import Answer, act_on
from app.web.showing import page
from documents.errors import VanthuError
from documents.work import Work
from workflows.directory.model import our_agency
from workflows.errors import AssignmentRefused
from workflows.filing import file_into
from workflows.incoming import directing, handling
from workflows.incoming.choices import choices
from workflows.incoming.directing import Part
from workflows.incoming.passing import all_rules, allow_passing, may_rule, stop_passing
from workflows.incoming.sight import see_incoming, waiting_for_direction

DESK = 40
TOLD = {
    "present": "Đã trình lãnh đạo.",
    "pass_on": "Đã chuyển đơn vị theo quy chế.",
    "send_back": "Đã chuyển lại văn thư kèm lý do.",
    "take_back": "Đã thu hồi; văn bản chờ chỉ đạo lại.",
    "complete": "Đã hoàn thành giải quyết; văn bản chờ lưu hồ sơ.",
    "reopen": "Đã mở lại để giải quyết tiếp.",
    "filing": "Đã lưu vào hồ sơ.",
    "assign": "Đã phân công.",
    "support": "Đã thêm nơi phối hợp.",
    "recall": "Đã thu hồi phân công.",
    "seen": "Đã xác nhận nhận việc.",
    "report": "Đã ghi nhận.",
    "reply": "Đã gắn văn bản trả lời.",
}


def open_doors(blueprint: Blueprint) -> None:
    paper = "/incoming/<vanthu_id:document_id>"
    blueprint.add_url_rule("/incoming/desk", "direction_desk", direction_desk)
    blueprint.add_url_rule("/incoming/passing", "passing", passing, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{paper}/slip", "incoming_slip", slip)
    blueprint.add_url_rule(f"{paper}/direct", "incoming_direct", direct, methods=["POST"])
    for word, command in COMMANDS.items():
        blueprint.add_url_rule(
            f"{paper}/{word.replace('_', '-')}", f"incoming_{word}", _door(word, command), methods=["POST"]
        )


def direction_desk(
    problem: Problem | None = None, typed: Mapping[str, str] | None = None, paper: str = ""
) -> str:
    """The leader's desk: one card a paper, directed one after another."""
    require_page("direction_desk")
    with office().reading(current_actor()) as work:
        rows = waiting_for_direction(work, office().rules, limit=DESK)
        offered = choices(work)
    return page(
        "vanthu/direction_desk.html", rows=rows, choices=offered, problem=problem, typed=typed or {}, at=paper
    )


def direct(document_id: str) -> Answer:
    """From the desk, the next card follows at once; refused there, the desk keeps what was typed."""

    def act(work: Work) -> None:
        words = request.form.get("instruction", "")
        lead = Part(request.form.get("lead", ""), _days("days"), words)
        supporters = [
            Part(to, _days(f"days-{to}") or _days("days"), request.form.get(f"words-{to}", ""))
            for to in request.form.getlist("supporter")
            if to != lead.to
        ]
        directing.direct(work, office().rules, document_id, lead, supporters, seen_version=seen_version())

    if "desk" not in request.form:
        return act_on(document_id, "direct", act, told="Đã giao việc.")
    try:
        with office().work(current_actor(), "direct") as work:
            act(work)
    except VanthuError as error:
        problem = explain(error)
        return direction_desk(problem, request.form, document_id), problem.status
    flash("Đã giao việc.")
    return redirect(url_for("vanthu.direction_desk"))


def slip(document_id: str) -> str:
    """Phiếu giải quyết văn bản đến: leader, head of unit, handler (Decree 30, annex IV)."""
    with office().reading(current_actor(), "view") as work:
        sight = see_incoming(work, office().rules, document_id)
        agency = our_agency(work.session, work.now)
        head = {"name": agency.name, "parent": agency.parent_name}
    return page("vanthu/incoming_slip.html", sight=sight, agency=head)


def passing() -> str | Response | tuple[str, int]:
    """Which papers go straight to a unit: everybody may read it, the head of the agency sets it."""
    if request.method == "GET":
        return _passing_page()
    try:
        with office().work(current_actor(), "passing") as work:
            if request.form.get("stop"):
                stop_passing(work, request.form["stop"])
            else:
                unit = request.form.get("unit", "").removeprefix("unit:")
                said = {name: request.form.get(name, "") for name in ("kind", "sender", "basis")}
                allow_passing(work, unit, **said)
    except AssignmentRefused as error:
        problem = explain(error)
        return _passing_page(problem, request.form), problem.status
    return _passing_page()


def _passing_page(problem: Problem | None = None, typed: Mapping[str, str] | None = None) -> str:
    with office().reading(current_actor()) as work:
        rules, units, mine = all_rules(work), choices(work).units, may_rule(work)
    kinds = {kind.code: kind.name for kind in office().rules.kinds.values() if kind.group != "form"}
    return page(
        "vanthu/passing.html",
        rules=rules,
        units=units,
        mine=mine,
        kinds=kinds,
        problem=problem,
        typed=typed or {},
    )


Command = Callable[[Work, str, Mapping[str, str]], object]


def _door(word: str, command: Command) -> Callable[[str], Answer]:
    def door(document_id: str) -> Answer:
        return act_on(
            document_id, word, lambda work: command(work, document_id, request.form), told=TOLD[word]
        )

    return door


def _present(work: Work, paper: str, form: Mapping[str, str]) -> object:
    leader, note = form.get("leader", ""), form.get("note", "")
    return directing.present(work, office().rules, paper, leader, note, seen_version=seen_version())


def _pass_on(work: Work, paper: str, form: Mapping[str, str]) -> object:
    unit = form.get("unit", "")
    return directing.pass_on(work, office().rules, paper, unit, _days("days"), seen_version=seen_version())


def _with_reason(step: Callable[..., object]) -> Command:
    def command(work: Work, paper: str, form: Mapping[str, str]) -> object:
        return step(work, office().rules, paper, form.get("reason", ""), seen_version=seen_version())

    return command


def _file(work: Work, paper: str, form: Mapping[str, str]) -> object:
    return file_into(work, office().rules, paper, form.get("dossier", ""), seen_version=seen_version())


def _assign(work: Work, paper: str, form: Mapping[str, str]) -> object:
    part = Part(form.get("to", ""), _days("days"), form.get("instruction", ""))
    return directing.assign_handler(work, paper, form.get("task", ""), part)


def _support(work: Work, paper: str, form: Mapping[str, str]) -> object:
    return directing.add_supporter(
        work, paper, Part(form.get("to", ""), _days("days"), form.get("instruction", ""))
    )


def _recall(work: Work, paper: str, form: Mapping[str, str]) -> object:
    return directing.recall(work, paper, form.get("task", ""), form.get("reason", ""))


def _seen(work: Work, paper: str, form: Mapping[str, str]) -> object:
    return handling.confirm_seen(work, paper, form.get("task", ""))


def _report(work: Work, paper: str, form: Mapping[str, str]) -> object:
    return handling.report(work, paper, form.get("task", ""), form.get("sort", ""), form.get("words", ""))


def _reply(work: Work, paper: str, form: Mapping[str, str]) -> object:
    return handling.link_reply(work, paper, form.get("outgoing", ""))


COMMANDS: Mapping[str, Command] = {
    "present": _present,
    "pass_on": _pass_on,
    "send_back": _with_reason(directing.send_back),
    "take_back": _with_reason(directing.take_back),
    "complete": _with_reason(handling.complete),
    "reopen": _with_reason(handling.reopen),
    "filing": _file,
    "assign": _assign,
    "support": _support,
    "recall": _recall,
    "seen": _seen,
    "report": _report,
    "reply": _reply,
}
"""The gestures on one paper: each is a form of its page."""


def _days(name: str) -> int | None:
    """Working days as they were typed; empty is no deadline.

    raises    AssignmentRefused for anything that is no number
    """
    typed = request.form.get(name, "").strip()
    if not typed:
        return None
    number = small_number(typed)
    if number is None:
        raise AssignmentRefused(why="assignment_term_wrong")
    return number
