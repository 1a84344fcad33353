"""One's own second step: a phone that shows codes, devices that confirm; set up, shown to work, taken away again.

Desks ask for it once a batch: `asked_of` says what for, `pass_second_step` takes the answer.
"""

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import segno
from flask import Blueprint, flash, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import passkeys, second_step
from app.access import current_actor
from app.errors import Problem, explain
from app.passkeys import DeviceWrong, Site
from app.second_step import SecondStepMissing, SecondStepWrong
from app.web.doors import office
from app.web.showing import page
from documents.access import Actor
from documents.errors import NotAllowed, VanthuError
from documents.work import Work
from workflows.desk import listed

NO_PAPERS = hashlib.sha256(b"").hexdigest()
"""The digest of the empty list: what a device confirms when the person changes the second step itself."""
TOLD = {
    "begin": "",
    "confirm": "Điện thoại đã sẵn sàng.",
    "forget": "Đã bỏ điện thoại.",
    "add": "Thiết bị đã sẵn sàng.",
    "remove": "Đã bỏ thiết bị.",
}


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/second-step", "second_step", own_second_step, methods=["GET", "POST"])
    blueprint.add_url_rule("/second-step/ask", "ask_device", ask_device, methods=["POST"])


@dataclass(frozen=True)
class Asked:
    """What a desk asks before a key is used.

    code     a code from the person's phone
    device   or a confirmation by one of their devices, which this browser can reach
    setup    the office wants a second step and the person has none
    """

    code: bool = False
    device: bool = False
    setup: bool = False

    @property
    def anything(self) -> bool:
        return self.code or self.device


@dataclass(frozen=True)
class Passed:
    """How the second step was passed; a device's answer is held against the list when that is written down."""

    way: str
    answer: str = ""

    def evidence(self, work: Work, digest: str) -> Mapping[str, str] | None:
        """raises DeviceWrong"""
        if not self.answer:
            return None
        return passkeys.check(work.session, work.actor.person_id, self.answer, digest, site(), work.now)


def own_second_step() -> str | Response | tuple[str, int]:
    actor = current_actor()
    if not actor.person_id:
        raise NotAllowed(right="second_step", document_id=None)
    if request.method == "GET":
        return _show(actor)
    act = request.form.get("act", "")
    acts: Mapping[str, Callable[[Actor], None]] = {
        "begin": _begin_phone,
        "confirm": lambda one: hold_code(one, request.form.get("code", "")),
        "forget": _forget_phone,
        "add": _add_device,
        "remove": _remove_device,
    }
    try:
        acts.get(act, acts["confirm"])(actor)
    except VanthuError as error:
        problem = explain(error)
        return _show(actor, problem), problem.status
    if TOLD.get(act):
        flash(TOLD[act])
    return redirect(url_for("vanthu.second_step"))


def ask_device() -> tuple[dict[str, str], int]:
    """What the browser is to ask one of the person's devices, or a new one; its script reads the answer."""
    actor = current_actor()
    if not actor.person_id:
        raise NotAllowed(right="second_step", document_id=None)
    try:
        with office().work(actor, "second_step") as work:
            person, session = actor.person_id, work.session
            if request.form.get("for") == "add":
                label = actor.name or person
                return {"options": passkeys.ask_to_add(session, person, label, site(), work.now)}, 200
            chosen = [one.partition("@")[0] for one in request.form.getlist("document")]
            digest = listed(work, chosen)[1]
            return {"options": passkeys.ask_to_confirm(session, person, digest, site(), work.now)}, 200
    except VanthuError as error:
        problem = explain(error)
        return {"error": problem.code, "message": problem.message, "remedy": problem.remedy}, problem.status


def hold_code(actor: Actor, code: str) -> None:
    """Hold a code against the person's phone; the try is counted whatever comes of it.

    raises    SecondStepWrong, SecondStepLocked, SecondStepMissing
    """
    with office().work(actor, "second_step") as work:
        key = office().config.secret_key
        trouble = second_step.check(work.session, actor.person_id, code, key, work.now)
    if trouble is not None:
        raise trouble


def asked_of(actor: Actor) -> Asked:
    with office().reading(actor) as work:
        code = second_step.enrolled(work.session, actor.person_id)
        known = passkeys.devices(work.session, actor.person_id)
    if code or known:
        return Asked(code, bool(known) and site().offers_devices)
    return Asked(setup=office().config.second_step_required)


def pass_second_step(actor: Actor, form: Mapping[str, str]) -> Passed:
    """The second step of a batch: a device's answer where there is one, else a code.

    raises    SecondStepWrong, SecondStepLocked, SecondStepMissing
    """
    asked = asked_of(actor)
    if asked.setup:
        raise SecondStepMissing()
    if asked.device and form.get("assertion"):
        return Passed("key+webauthn", form["assertion"])
    if asked.code:
        hold_code(actor, form.get("code", ""))
        return Passed("key+totp")
    if _has_devices(actor):
        raise DeviceWrong(reason="no_answer")
    return Passed("key")


def site() -> Site:
    """Where the browser stands: as the office set it, else as it asked."""
    return Site((office().config.public_url or request.host_url).rstrip("/"))


def _has_devices(actor: Actor) -> bool:
    with office().reading(actor) as work:
        return bool(passkeys.devices(work.session, actor.person_id))


def _require_own(actor: Actor, work: Work) -> None:
    """Who has a second step passes it before changing it; a code is held against the phone beforehand.

    raises    SecondStepWrong, DeviceWrong
    """
    asked = asked_of(actor)
    if not asked.anything or (asked.code and request.form.get("code")):
        return
    if not request.form.get("assertion"):
        raise DeviceWrong(reason="no_answer") if asked.device else SecondStepWrong()
    Passed("", request.form["assertion"]).evidence(work, NO_PAPERS)


def _hold_any_code(actor: Actor) -> None:
    if request.form.get("code") and asked_of(actor).code:
        hold_code(actor, request.form["code"])


def _begin_phone(actor: Actor) -> None:
    with office().work(actor, "second_step") as work:
        _require_own(actor, work)
        second_step.begin(work.session, actor.person_id, office().config.secret_key)


def _forget_phone(actor: Actor) -> None:
    _hold_any_code(actor)
    with office().work(actor, "second_step") as work:
        _require_own(actor, work)
        second_step.forget(work.session, actor.person_id)


def _add_device(actor: Actor) -> None:
    _hold_any_code(actor)
    answer, name = request.form.get("answer", ""), request.form.get("name", "")
    with office().work(actor, "second_step") as work:
        _require_own(actor, work)
        work.record(passkeys.add(work.session, actor.person_id, answer, name, site(), work.now))


def _remove_device(actor: Actor) -> None:
    _hold_any_code(actor)
    with office().work(actor, "second_step") as work:
        _require_own(actor, work)
        removed = passkeys.remove(work.session, actor.person_id, request.form.get("device", ""))
        if removed is None:
            raise DeviceWrong(reason="unknown")
        work.record(removed)


def _show(actor: Actor, problem: Problem | None = None) -> str:
    with office().reading(actor) as work:
        ready = second_step.enrolled(work.session, actor.person_id)
        label = actor.name or actor.person_id
        waiting = second_step.shown(work.session, actor.person_id, office().config.secret_key, label)
        known = passkeys.devices(work.session, actor.person_id)
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
        devices=known,
        offered=site().offers_devices,
        asked=asked_of(actor),
        problem=problem,
    )
