"""Dossiers: the year's list, opening one, one dossier with its steps, filing a document."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import Problem, explain
from app.web.acting import try_on
from app.web.doors import office, require_page, seen_version
from app.web.showing import page
from documents.errors import NoSuchDocument, VanthuError
from documents.model import Dossier
from documents.work import Work
from workflows.answers import read_day
from workflows.filing import file_into
from workflows.records import dossiers as records
from workflows.records.dossiers import Kept
from workflows.records.keepers import possible_keepers
from workflows.records.sight import dossier_list, see_dossier
from workflows.steps import take_on

BOXES = {"code": 20, "title": 500, "retention": 60}
"""The boxes of a new dossier that must be filled, and how many letters each takes."""


def open_doors(blueprint: Blueprint) -> None:
    one = "/dossiers/<vanthu_id:dossier_id>"
    blueprint.add_url_rule("/dossiers", "dossiers", dossiers, methods=["GET", "POST"])
    blueprint.add_url_rule(
        "/dossiers/file/<vanthu_id:document_id>", "file_document", file_document, methods=["POST"]
    )
    blueprint.add_url_rule(one, "dossier", dossier)
    blueprint.add_url_rule(f"{one}/steps/<step>", "dossier_step", dossier_step, methods=["POST"])
    blueprint.add_url_rule(f"{one}/later", "put_off_hand_over", put_off_hand_over, methods=["POST"])
    blueprint.add_url_rule(f"{one}/retention", "appraise_dossier", appraise_dossier, methods=["POST"])


def dossiers() -> str | Response | tuple[str, int]:
    require_page("dossiers")
    if request.method == "GET":
        return _list({}, None)
    form = {name: " ".join(request.form.get(name, "").split())[:longest] for name, longest in BOXES.items()}
    typed = {**form, "basis": request.form.get("basis", ""), "keeper": request.form.get("keeper", "")}
    if not all(form.values()):
        problem = Problem(
            "boxes_empty", 422, "Còn ô chưa điền.", "Điền đủ ký hiệu, tiêu đề và thời hạn bảo quản."
        )
        return _list(typed, problem), problem.status
    try:
        with office().work(current_actor(), "open_dossier") as work:
            kept = Kept(form["retention"], typed["basis"])
            records.open_dossier_here(
                work,
                office().rules,
                code=form["code"],
                title=form["title"],
                kept=kept,
                keeper_id=typed["keeper"],
            )
    except VanthuError as error:
        if error.code == "not_allowed":
            raise
        problem = explain(error)
        return _list(typed, problem), problem.status
    flash("Đã mở hồ sơ.")
    return redirect(url_for("vanthu.dossiers"))


def file_document(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        file_into(
            work, office().rules, document_id, request.form.get("dossier", ""), seen_version=seen_version()
        )

    return try_on(document_id, "file", act, told="Đã lưu vào hồ sơ.")


def dossier(dossier_id: str) -> str:
    return _show(dossier_id)


def dossier_step(dossier_id: str, step: str) -> Response | tuple[str, int]:
    act = OWN_FORMS.get(step, lambda work, one: _plain_step(work, one, step))
    return _try(dossier_id, step, act, "Đã ghi nhận.")


def put_off_hand_over(dossier_id: str) -> Response | tuple[str, int]:
    def act(work: Work, one: str) -> None:
        records.put_off_hand_over(work, one, _day("until"), request.form.get("paper", ""))

    return _try(dossier_id, "extend", act, "Đã ghi hạn nộp lưu mới.")


def appraise_dossier(dossier_id: str) -> Response | tuple[str, int]:
    def act(work: Work, one: str) -> None:
        records.appraise(work, office().rules, one, _kept(), request.form.get("reason", ""))

    return _try(dossier_id, "appraise", act, "Đã ghi thời hạn bảo quản mới.")


Act = Callable[[Work, str], object]


def _try(dossier_id: str, name: str, act: Act, told: str) -> Response | tuple[str, int]:
    """Run one command on a dossier; refused on the same page with everything typed kept."""
    try:
        with office().work(current_actor(), name) as work:
            act(work, dossier_id)
    except VanthuError as error:
        problem = explain(error)
        try:
            return _show(dossier_id, problem, {**request.form, "step": name}), problem.status
        except NoSuchDocument:
            raise error from None
    flash(told)
    return redirect(url_for("vanthu.dossier", dossier_id=dossier_id))


def _close(work: Work, one: str) -> None:
    records.close_dossier(work, office().rules, one, _day("ended_on"), _kept(), seen_version=seen_version())


def _reopen(work: Work, one: str) -> None:
    reason = request.form.get("reason", "")
    records.reopen_dossier(work, office().rules, one, reason, seen_version=seen_version())


def _keep_on(work: Work, one: str) -> None:
    reason = request.form.get("reason", "")
    records.keep_on(work, office().rules, one, _kept(), reason, seen_version=seen_version())


OWN_FORMS: Mapping[str, Act] = {"close": _close, "reopen": _reopen, "keep_on": _keep_on}
"""The steps that say more than a reason."""


def _plain_step(work: Work, one: str, step: str) -> None:
    answers = {key[4:]: value for key, value in request.form.items() if key.startswith("ask-")}
    reason = request.form.get("reason", "")
    take_on(work, office().rules, Dossier, one, step, reason, answers=answers, seen_version=seen_version())


def _kept() -> Kept:
    return Kept(request.form.get("retention", ""), request.form.get("basis", ""))


def _day(box: str) -> date:
    """raises DossierRefused for what is no day"""
    found = read_day(request.form.get(box, ""))
    if found is None:
        raise records.DossierRefused(why="no_day", document_id=None)
    return found


def _show(dossier_id: str, problem: Problem | None = None, typed: Mapping[str, str] | None = None) -> str:
    with office().reading(current_actor(), "view") as work:
        sight = see_dossier(work, office().rules, dossier_id)
    return page("vanthu/dossier.html", sight=sight, problem=problem, typed=typed or {})


def _list(typed: Mapping[str, str], problem: Problem | None) -> str:
    with office().reading(current_actor()) as work:
        rows = dossier_list(work, office().rules)
        keepers = possible_keepers(work)
    return page("vanthu/dossiers.html", rows=rows, keepers=keepers, typed=typed, problem=problem)
