"""What every page shares: who may enter at all, what goes out with every answer.

Every endpoint asks for a signed-in person unless it is in `PUBLIC`; a test walks the whole address map to see it.
What pages look like is in `showing`, how trouble is told in `trouble`.
"""

from flask import Blueprint, Response, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from app.access import current_actor, may_open
from app.deliveries import FAST, drain
from app.errors import Problem
from app.office import Office
from app.web.trouble import answer, handle_errors, wants_json
from documents.errors import NotAllowed

# A program beside a signing key has no session: its one-time code says who asks, and is asked for each time.
BY_CODE = frozenset(
    {
        "vanthu_api.outside_papers",
        "vanthu_api.outside_prepare",
        "vanthu_api.outside_file",
        "vanthu_api.outside_finish",
    }
)
PUBLIC = frozenset(
    {
        "vanthu.sign_in",
        "vanthu.static",
        "vanthu.verify_page",
        "vanthu.verify_code",
        "vanthu.alive",
        "vanthu_api.verify_file",
        *BY_CODE,
    }
)
WITHOUT_OWN_PASSWORD = frozenset({"vanthu.change_password", "vanthu.sign_out"})
# Carries no session and changes nothing: whoever sends the file learns what the file itself proves.
WITHOUT_TOKEN = frozenset({"vanthu_api.verify_file", *BY_CODE})

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
LARGEST_NUMBER_LETTERS = 9


def office() -> Office:
    """The office of this application."""
    found: Office = current_app.extensions["vanthu"]
    return found


def guard_doors(blueprint: Blueprint) -> None:
    """Deny by default, tell the journal's consumers, dress every answer."""
    blueprint.before_request(_enter)
    blueprint.after_request(_tell_consumers)
    blueprint.after_request(dress)
    handle_errors(blueprint)


def dress(response: Response) -> Response:
    """The headers of every answer, also of errors and of static files."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if office().config.https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not (request.endpoint or "").endswith(".static"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def require_page(page: str) -> None:
    """raises NotAllowed, and tells the journal, when the page is for other functions than the actor's"""
    actor = current_actor()
    if not may_open(actor, page):
        with office().work(actor, page):
            raise NotAllowed(right=page, document_id=None)


def seen_version() -> int | None:
    """The version of the document the person was looking at when pressing the button."""
    return small_number(request.form.get("version", ""))


def small_number(text: str) -> int | None:
    """A whole number somebody's browser sent; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= LARGEST_NUMBER_LETTERS else None


def asked_page() -> int:
    """Which page of a list is asked for, from 1."""
    return min(max(1, small_number(request.args.get("page", "")) or 1), 10_000)


def _enter() -> AnyResponse | None:
    # Per request, so that a host's own addresses keep the host's limit.
    request.max_content_length = office().config.max_upload_bytes
    if request.endpoint not in PUBLIC and not current_actor().person_id:
        return _ask_to_sign_in()
    _refuse_nul()
    _check_token()
    if request.endpoint in PUBLIC:
        return None
    if getattr(current_user, "must_change", False) and request.endpoint not in WITHOUT_OWN_PASSWORD:
        if wants_json():
            return answer(
                Problem("change_password", 403, "Cần đổi mật khẩu lần đầu.", "Đổi mật khẩu ở trang web.")
            )
        return redirect(url_for("vanthu.change_password"))
    return None


def _ask_to_sign_in() -> AnyResponse:
    if wants_json():
        return answer(Problem("sign_in", 401, "Chưa đăng nhập.", "Đăng nhập rồi thử lại."))
    if request.method == "POST":
        return answer(
            Problem("sign_in", 401, "Phiên làm việc đã hết; thao tác chưa được ghi nhận.", "Đăng nhập lại.")
        )
    if "vanthu.sign_in" not in current_app.view_functions:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined, no-any-return]
    return redirect(url_for("vanthu.sign_in", next=request.full_path.rstrip("?")))


def _check_token() -> None:
    """Checked here, not by the library's own hook: a host's other forms are none of our business."""
    if request.endpoint not in WITHOUT_TOKEN and current_app.config["WTF_CSRF_ENABLED"]:
        current_app.extensions["csrf"].protect()


def _refuse_nul() -> None:
    """A NUL is never typed, and databases disagree on what it means."""
    if any("\0" in value for value in request.values.values()):
        raise BadRequest()


def _tell_consumers(response: Response) -> Response:
    if request.method == "POST" and request.endpoint not in PUBLIC:
        drain(office(), FAST)
    return response
