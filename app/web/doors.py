"""What every page shares: who may enter at all, how errors look, what goes out with every answer.

Every endpoint asks for a signed-in person unless it is in `PUBLIC`; a test walks the whole address map to see it.
"""

import logging
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from app.access import current_actor
from app.deliveries import FAST, drain
from app.errors import WORDS_FOR, Problem, explain, reason_words
from app.office import Office
from documents.database import HANOI
from documents.errors import VanthuError
from workflows.dispatch import STATUSES, inbox_waiting
from workflows.queries import worklists

log = logging.getLogger("vanthu.web")

PUBLIC = frozenset({"vanthu.sign_in", "vanthu.static", "vanthu.verify_page", "vanthu.alive"})
WITHOUT_OWN_PASSWORD = frozenset({"vanthu.change_password", "vanthu.sign_out", "vanthu.static"})

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)

HTTP_WORDS = {
    400: ("Yêu cầu không hợp lệ.", "Tải lại trang rồi thử lại."),
    404: ("Không có trang này.", "Kiểm tra lại đường dẫn."),
    405: ("Không làm được việc này ở đây.", "Quay lại trang trước."),
    413: ("Tệp quá lớn.", "Giảm dung lượng rồi tải lại."),
    429: ("Quá nhiều lần thử trong thời gian ngắn.", "Chờ một phút rồi thử lại."),
}


def office() -> Office:
    """The office of this application."""
    found: Office = current_app.extensions["vanthu"]
    return found


def guard_doors(blueprint: Blueprint) -> None:
    """Deny by default, tell the journal's consumers, dress every answer."""
    blueprint.before_request(_enter)
    blueprint.after_request(_leave)
    blueprint.context_processor(_for_templates)


def handle_errors(app: Flask) -> None:
    """Our situations, and the framework's, in the same words and the same page."""
    app.register_error_handler(VanthuError, _situation)
    app.register_error_handler(CSRFError, lambda error: _page(_http_problem(400)))
    for status in HTTP_WORDS:
        app.register_error_handler(status, _framework)


def wants_json() -> bool:
    return request.path.startswith("/api/") or "/api/" in request.path


def _enter() -> AnyResponse | None:
    if request.endpoint in PUBLIC:
        return None
    if not current_actor().person_id:
        if wants_json():
            return _page(Problem("sign_in", 401, "Chưa đăng nhập.", "Đăng nhập rồi thử lại."))
        if request.method == "GET":
            return redirect(url_for("vanthu.sign_in", next=request.full_path.rstrip("?")))
        return _page(Problem("sign_in", 401, "Phiên làm việc đã hết.", "Đăng nhập lại; dữ liệu cũ còn nguyên."))
    if getattr(current_user, "must_change", False) and request.endpoint not in WITHOUT_OWN_PASSWORD:
        return redirect(url_for("vanthu.change_password"))
    return None


def _leave(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if request.endpoint != "vanthu.static":
        response.headers.setdefault("Cache-Control", "no-store")
    if request.method == "POST" and request.endpoint not in PUBLIC:
        drain(office(), FAST)
    return response


def _situation(error: VanthuError) -> AnyResponse:
    problem = explain(error)
    if problem.status >= 500:
        log.error("%s", error)
    return _page(problem)


def _framework(error: HTTPException) -> AnyResponse:
    return _page(_http_problem(error.code or 500))


def _http_problem(status: int) -> Problem:
    message, remedy = HTTP_WORDS[status]
    return Problem(f"http_{status}", status, message, remedy)


def _page(problem: Problem) -> AnyResponse:
    if wants_json():
        response = current_app.json.response(
            {"error": problem.code, "message": problem.message, "remedy": problem.remedy}
        )
    else:
        response = Response(render_template("vanthu/problem.html", problem=problem), mimetype="text/html")
        response = _leave_quietly(response)
    response.status_code = problem.status
    return response


def _leave_quietly(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response


def _for_templates() -> dict[str, Any]:
    return {
        "day": show_day,
        "moment": show_moment,
        "words": lambda code: WORDS_FOR.get(str(code), str(code)),
        "why": reason_words,
        "status_title": lambda code: STATUSES.get(code, code),
        "counters": _counters,
        "actor": current_actor(),
        "offices": _offices(),
    }


def _counters() -> dict[str, int]:
    """How many papers wait for the person, by page; asked once per request."""
    if "vanthu_counters" not in g:
        actor = current_actor()
        with office().reading(actor) as work:
            lists = {row.step: row.count for row in worklists(work, office().rules, limit=0)}
            g.vanthu_counters = {
                "signing": lists.get("sign", 0),
                "issuing": lists.get("issue", 0),
                "inbox": inbox_waiting(work),
                "work": sum(lists.values()),
            }
    counted: dict[str, int] = g.vanthu_counters
    return counted


def _offices() -> frozenset[str]:
    """The functions the person's positions carry, for what the menu shows; rights are asked elsewhere."""
    return frozenset(
        principal.split(":")[1] for principal in current_actor().principals if principal.startswith("office:")
    )


def show_day(value: date | datetime | None) -> str:
    """ "05/01/2026", in Vietnam's zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(HANOI).date()
    return f"{value:%d/%m/%Y}"


def show_moment(value: datetime | str | None) -> str:
    """ "05/01/2026 09:30", in Vietnam's zone."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return f"{value.astimezone(HANOI):%d/%m/%Y %H:%M}"


def seen_version() -> int | None:
    """The version of the document the person was looking at when pressing the button."""
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() else None
