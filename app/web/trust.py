"""Whom the office trusts: proposed by the administrator, counting once a second person typed the fingerprint."""

from datetime import date, datetime, time

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor, may_open
from app.errors import Problem, explain
from app.web.doors import office, require_page
from app.web.showing import page
from documents.database import HANOI
from documents.errors import NotAllowed, VanthuError
from documents.pdf.errors import TrustFileUnreadable
from workflows.trust import proposing
from workflows.trust.believed import see_trust
from workflows.trust.lists import propose_list
from workflows.trust.model import USES
from workflows.trust.proposing import TrustRefused

LIST = "list"
Door = str | Response | tuple[str, int]


def open_doors(blueprint: Blueprint) -> None:
    add = blueprint.add_url_rule
    add("/admin/trust", "trust", trust)
    add("/admin/trust", "propose_trust", propose_trust, methods=["POST"])
    add("/admin/trust/<vanthu_id:anchor_id>/withdraw", "withdraw_trust", withdraw_trust, methods=["POST"])
    add("/admin/trust/proposals/<vanthu_id:proposal_id>", "decide_trust", decide_trust, methods=["POST"])


def trust(problem: Problem | None = None, at: str = "") -> str:
    """at   the id of the proposal or certificate the problem belongs to"""
    with office().reading(current_actor(), "trust") as work:
        sight = see_trust(work)
    return page(
        "vanthu/trust.html",
        sight=sight,
        looked_at=office().clock(),
        uses=USES,
        machine=_machine(),
        problem=problem,
        problem_at=at,
        typed=request.form,
        proposes=may_open(current_actor(), "admin"),
    )


def propose_trust() -> Door:
    require_page("trust")
    file = request.files.get("file")
    data = file.stream.read() if file is not None else b""
    try:
        with office().work(current_actor(), "trust") as work:
            use, source = request.form.get("use", ""), request.form.get("source", "")
            if use == LIST:
                made = [propose_list(work, data, source)]
            else:
                made = proposing.propose_certificates(work, data, use, source)
    except NotAllowed:
        raise
    except VanthuError as error:
        problem = explain(error)
        return trust(problem), problem.status
    flash(f"Đã ghi {len(made)} đề nghị. Người thứ hai mở trang này và gõ mã SHA-256 để xác nhận.", "wait")
    return redirect(url_for("vanthu.trust"))


def withdraw_trust(anchor_id: str) -> Door:
    form = request.form
    try:
        with office().work(current_actor(), "trust") as work:
            proposing.propose_withdrawal(
                work, anchor_id, form.get("reason", ""), distrusted_from=_from_when()
            )
    except NotAllowed:
        raise
    except VanthuError as error:
        problem = explain(error)
        return trust(problem, anchor_id), problem.status
    flash("Đã ghi đề nghị thôi tin. Người thứ hai xác nhận thì mới có hiệu lực.", "wait")
    return redirect(url_for("vanthu.trust"))


def decide_trust(proposal_id: str) -> Door:
    form = request.form
    refuses = form.get("act") == "refuse"
    try:
        with office().work(current_actor(), "confirm_trust") as work:
            if refuses:
                proposing.refuse(work, proposal_id, form.get("reason", ""))
            else:
                proposing.confirm(work, proposal_id, form.get("fingerprint", ""))
    except NotAllowed:
        raise
    except VanthuError as error:
        problem = explain(error)
        return trust(problem, proposal_id), problem.status
    flash("Đã bỏ đề nghị." if refuses else "Đã xác nhận; có hiệu lực từ bây giờ.")
    return redirect(url_for("vanthu.trust"))


def _from_when() -> datetime | None:
    """The first moment of the day typed; None when it was never to be trusted. raises TrustRefused"""
    if request.form.get("since_when") != "day":
        return None
    try:
        day = date.fromisoformat(request.form.get("distrusted_from", "").strip())
    except ValueError:
        raise TrustRefused(why="distrust_without_day") from None
    return datetime.combine(day, time(), HANOI)


def _machine() -> int | None:
    """How many root certificates the machine trusts by its own files; None when a file cannot be read."""
    try:
        return len(office().machine_trust.roots)
    except TrustFileUnreadable:
        return None
