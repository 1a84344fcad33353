"""Certificates: whose they are, until when, ended with one gesture when a device is lost, and what that touches."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office
from app.web.showing import page
from documents.database import HANOI
from documents.errors import NotAllowed, VanthuError
from workflows.directory.certificates import certificates, end_certificate, touched_by
from workflows.errors import DirectoryRefused

SOON_DAYS = 60
"""A certificate that ends within so many days is shown as such: renewing one takes weeks."""


def open_doors(blueprint: Blueprint) -> None:
    add = blueprint.add_url_rule
    add("/certificates", "certificates", list_certificates)
    add("/certificates/<fingerprint>", "certificate", one_certificate)
    add("/certificates/<fingerprint>/end", "end_certificate", end_one, methods=["POST"])


def list_certificates() -> str:
    with office().reading(current_actor(), "certificates") as work:
        rows = certificates(work)
    return page("vanthu/certificates.html", rows=rows, soon=SOON_DAYS)


def one_certificate(fingerprint: str, problem: Problem | None = None) -> str:
    with office().reading(current_actor(), "certificates") as work:
        row = next((one for one in certificates(work) if one.fingerprint == fingerprint), None)
        touched = touched_by(work, fingerprint) if row is not None else []
    if row is None:
        abort(404)
    return page(
        "vanthu/certificate.html",
        row=row,
        touched=touched,
        problem=problem,
        typed=request.form,
        soon=SOON_DAYS,
    )


def end_one(fingerprint: str) -> str | Response | tuple[str, int]:
    try:
        with office().work(current_actor(), "end_certificate") as work:
            dropped = end_certificate(work, fingerprint, request.form.get("reason", ""), lost_at=_lost_at())
    except NotAllowed:
        raise
    except VanthuError as error:
        problem = explain(error)
        return one_certificate(fingerprint, problem), problem.status
    flash(
        "Đã ngừng dùng chứng thư số này."
        + (f" Đã bỏ {dropped} chữ ký đang chờ dấu thời gian." if dropped else "")
        + " Báo nơi cấp để họ thu hồi chứng thư."
    )
    return redirect(url_for("vanthu.certificate", fingerprint=fingerprint))


def _lost_at() -> datetime | None:
    """The moment typed, on Vietnam's clock; raises DirectoryRefused for what is none."""
    typed = request.form.get("lost_at", "").strip()
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=HANOI) if typed else None
    except ValueError:
        raise DirectoryRefused(why="lost_in_future") from None
