"""Calls for papers: the list, opening one, one call with what each unit handed in, duties of periodic reports."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office, require_page, seen_version, small_number
from app.web.drafts import prepared_upload
from app.web.showing import page
from documents.calls import Call
from documents.errors import NoSuchDocument, NotAllowed, VanthuError
from documents.work import Work
from workflows.answers import read_day
from workflows.calls import duties, opening
from workflows.calls.opening import CallRefused, Wanted
from workflows.calls.sight import call_list, see_call
from workflows.steps import take_on

Act = Callable[[Work], object]


def open_doors(blueprint: Blueprint) -> None:
    one = "/calls/<vanthu_id:call_id>"
    blueprint.add_url_rule("/calls", "calls", calls, methods=["GET", "POST"])
    blueprint.add_url_rule("/calls/duties", "lay_duty", lay_duty, methods=["POST"])
    blueprint.add_url_rule("/calls/duties/<vanthu_id:duty_id>/end", "end_duty", end_duty, methods=["POST"])
    blueprint.add_url_rule(one, "call", call)
    blueprint.add_url_rule(f"{one}.csv", "call_table", call_table)
    blueprint.add_url_rule(f"{one}/steps/<step>", "call_step", call_step, methods=["POST"])
    blueprint.add_url_rule(f"{one}/paper", "answer_call", answer_call, methods=["POST"])
    blueprint.add_url_rule(f"{one}/excuse", "excuse_unit", excuse_unit, methods=["POST"])


def calls() -> str | Redirect | tuple[str, int]:
    require_page("calls")
    if request.method == "GET":
        return _list(None)
    try:
        with office().work(current_actor(), "open_call") as work:
            call_id = opening.open_call(work, office().rules, _wanted()).id
    except CallRefused as error:
        problem = explain(error)
        return _list(problem, "call"), problem.status
    flash("Đã mở đợt; các đơn vị thấy ở trang đầu của mình.")
    return redirect(url_for("vanthu.call", call_id=call_id))


def lay_duty() -> Redirect | tuple[str, int]:
    require_page("calls")
    form = request.form
    laid = duties.Laid(
        form.get("title", ""),
        form.get("period", ""),
        tuple(form.getlist("unit")),
        form.get("basis", ""),
        small_number(form.get("closes_on", "")) or 0,
        small_number(form.get("due_days", "")) or 0,
        form.get("collector", ""),
    )
    try:
        with office().work(current_actor(), "lay_duty") as work:
            duties.lay_duty(work, laid)
    except CallRefused as error:
        problem = explain(error)
        return _list(problem, "duty"), problem.status
    flash("Đã ghi chế độ báo cáo; mỗi kỳ tự mở vào ngày chốt số liệu.")
    return redirect(url_for("vanthu.calls"))


def end_duty(duty_id: str) -> Redirect:
    with office().work(current_actor(), "end_duty") as work:
        duties.end_duty(work, duty_id)
    flash("Chế độ báo cáo đã thôi áp dụng; các kỳ đang mở vẫn tiếp tục.")
    return redirect(url_for("vanthu.calls"))


def call(call_id: str) -> str:
    return _show(call_id)


def call_table(call_id: str) -> Response:
    """The table of what each unit handed in, for a spreadsheet."""
    with office().reading(current_actor(), "view") as work:
        sight = see_call(work, office().rules, call_id)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Đơn vị", "Tình trạng", "Ngày nộp", "Hạn", "Muộn", "Trích yếu", "Lý do miễn nộp"])
    for one in sight.lines:
        rows.writerow(
            [
                one.unit_name,
                "Miễn nộp" if one.excused else one.state_title or "Chưa nộp",
                f"{one.handed_in_on:%d/%m/%Y}" if one.handed_in_on else "",
                f"{sight.line.due_on:%d/%m/%Y}",
                "muộn" if one.late else "",
                one.subject,
                one.excused,
            ]
        )
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="dot-thu-{call_id}.csv"'
    return response


def call_step(call_id: str, step: str) -> Redirect | tuple[str, int]:
    answers = {key[4:]: value for key, value in request.form.items() if key.startswith("ask-")}

    def act(work: Work) -> None:
        reason = request.form.get("reason", "")
        take_on(
            work, office().rules, Call, call_id, step, reason, answers=answers, seen_version=seen_version()
        )

    return _try(call_id, step, act, "Đã ghi nhận.")


def answer_call(call_id: str) -> Redirect | tuple[str, int]:
    with office().reading(current_actor(), "begin_paper") as work:
        # Asked before the slow part: nobody sets pages for a call that is not theirs to answer.
        if not see_call(work, office().rules, call_id).may_begin:
            raise NotAllowed(right="begin_paper", document_id=call_id)
    try:
        draft = prepared_upload()
        with office().work(current_actor(), "begin_paper") as work:
            document_id = opening.answer_call(work, office().rules, call_id, draft).id
    except VanthuError as error:
        return _refuse(call_id, "begin_paper", error)
    flash("Đã nhận bản thảo. Hãy đối chiếu các ô với trang văn bản rồi trình trưởng đơn vị.")
    return redirect(url_for("vanthu.document", document_id=document_id))


def excuse_unit(call_id: str) -> Redirect | tuple[str, int]:
    def act(work: Work) -> None:
        opening.excuse_unit(
            work, office().rules, call_id, request.form.get("unit", ""), request.form.get("reason", "")
        )

    return _try(call_id, "excuse", act, "Đã ghi miễn nộp.")


def _try(call_id: str, name: str, act: Act, told: str) -> Redirect | tuple[str, int]:
    """Run one command on a call; refused on the same page with everything typed kept."""
    try:
        with office().work(current_actor(), name) as work:
            act(work)
    except VanthuError as error:
        return _refuse(call_id, name, error)
    flash(told)
    return redirect(url_for("vanthu.call", call_id=call_id))


def _refuse(call_id: str, name: str, error: VanthuError) -> tuple[str, int]:
    problem = explain(error)
    try:
        return _show(call_id, problem, {**request.form, "step": name}), problem.status
    except NoSuchDocument:
        raise error from None


def _wanted() -> Wanted:
    form = request.form
    return Wanted(
        form.get("kind", ""),
        " ".join(form.get("title", "").split()),
        (_day("period_from"), _day("period_to")),
        _day("due_on"),
        tuple(form.getlist("unit")),
        form.get("collector", ""),
        form.get("basis", "").strip()[: opening.LONGEST_BASIS],
    )


def _day(box: str) -> date:
    """raises CallRefused for what is no day"""
    found = read_day(request.form.get(box, ""))
    if found is None:
        raise CallRefused(why="no_day")
    return found


def _show(call_id: str, problem: Problem | None = None, typed: Mapping[str, str] | None = None) -> str:
    with office().reading(current_actor(), "view") as work:
        sight = see_call(work, office().rules, call_id)
    return page("vanthu/call.html", sight=sight, problem=problem, typed=typed or {})


def _list(problem: Problem | None, form: str = "") -> str:
    """The list; whoever heads a unit also gets the forms. `form` says which was refused."""
    with office().reading(current_actor()) as work:
        rows = call_list(work, office().rules)
        try:
            unit = opening.calling_unit(work)
        except NotAllowed:
            return page("vanthu/calls.html", rows=rows, calling=None, problem=problem, typed={}, form="")
        calling = {
            "kinds": opening.callable_kinds(work, office().rules),
            "units": [(one.id, one.name) for one in opening.units_here(work)],
            "collectors": opening.possible_collectors(work, unit.id),
            "duties": [
                (one.id, one.title, one.period, one.closes_on, one.due_days, len(one.unit_ids), one.basis)
                for one in duties.duties_of(work, unit.id)
            ],
        }
    typed = {**request.form, "units": request.form.getlist("unit")} if form else {}
    return page("vanthu/calls.html", rows=rows, calling=calling, problem=problem, typed=typed, form=form)
