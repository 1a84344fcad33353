"""One's own second step: set up a phone with a QR square, show that it works, take it away again."""

import io

import segno
from flask import Blueprint, flash, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import second_step
from app.access import current_actor
from app.errors import Problem, explain
from app.second_step import SecondStepMissing
from app.web.doors import office
from app.web.showing import page
from documents.access import Actor
from documents.errors import NotAllowed, VanthuError


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/second-step", "second_step", own_second_step, methods=["GET", "POST"])


def own_second_step() -> str | Response | tuple[str, int]:
    actor = current_actor()
    if not actor.person_id:
        raise NotAllowed(right="second_step", document_id=None)
    if request.method == "GET":
        return _show(actor)
    act, code = request.form.get("act", ""), request.form.get("code", "")
    try:
        if act == "begin":
            with office().work(actor, "second_step") as work:
                second_step.begin(work.session, actor.person_id, office().config.secret_key)
            return redirect(url_for("vanthu.second_step"))
        hold_code(actor, code)
        if act == "forget":
            with office().work(actor, "second_step") as work:
                second_step.forget(work.session, actor.person_id)
    except VanthuError as error:
        problem = explain(error)
        return _show(actor, problem), problem.status
    flash("Đã bỏ bước xác nhận thứ hai." if act == "forget" else "Điện thoại đã sẵn sàng.")
    return redirect(url_for("vanthu.second_step"))


def hold_code(actor: Actor, code: str) -> None:
    """Hold a code against the person's phone; the try is counted whatever comes of it.

    raises    SecondStepWrong, SecondStepLocked, SecondStepMissing
    """
    with office().work(actor, "second_step") as work:
        key = office().config.secret_key
        trouble = second_step.check(work.session, actor.person_id, code, key, work.now)
    if trouble is not None:
        raise trouble


def asked_of(actor: Actor) -> str:
    """What a desk asks before a key is used: "code"; "setup" where a phone is wanted and there is none; or nothing."""
    with office().reading(actor) as work:
        if second_step.enrolled(work.session, actor.person_id):
            return "code"
    return "setup" if office().config.second_step_required else ""


def pass_second_step(actor: Actor, code: str) -> str:
    """The second step of a batch; returns how the batch is confirmed ("key" or "key+totp").

    raises    SecondStepWrong, SecondStepLocked, SecondStepMissing
    """
    asked = asked_of(actor)
    if asked == "setup":
        raise SecondStepMissing()
    if not asked:
        return "key"
    hold_code(actor, code)
    return "key+totp"


def _show(actor: Actor, problem: Problem | None = None) -> str:
    with office().reading(actor) as work:
        ready = second_step.enrolled(work.session, actor.person_id)
        label = actor.name or actor.person_id
        waiting = second_step.shown(work.session, actor.person_id, office().config.secret_key, label)
    picture = Markup("")
    if waiting is not None:
        drawn = io.BytesIO()
        segno.make(waiting[1], error="m").save(drawn, kind="svg", scale=5, border=4, xmldecl=False)
        picture = Markup(drawn.getvalue().decode())  # drawn by us, from a secret of ours
    return page(
        "vanthu/second_step.html",
        ready=ready,
        secret=waiting[0] if waiting else "",
        picture=picture,
        problem=problem,
    )
