"""Trouble in words: our situations, and the framework's, on one page or in one JSON form."""

import logging
from collections.abc import Mapping

from flask import Blueprint, Flask, Response, jsonify, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from app.errors import Problem, explain
from app.web.showing import page
from documents.errors import VanthuError

log = logging.getLogger("vanthu.web")

HTTP_WORDS: Mapping[int, tuple[str, str]] = {
    400: ("Yêu cầu không hợp lệ.", "Tải lại trang rồi thử lại."),
    404: ("Không có trang này.", "Kiểm tra lại đường dẫn."),
    405: ("Không làm được việc này ở đây.", "Quay lại trang trước."),
    413: ("Tệp quá lớn; chưa có gì được lưu.", "Giảm dung lượng hình ảnh trong tệp rồi tải lại."),
    429: ("Quá nhiều lần thử trong thời gian ngắn.", "Chờ một phút rồi thử lại."),
    500: ("Có lỗi trong hệ thống; thao tác chưa được ghi nhận.", "Thử lại; nếu vẫn lỗi, báo quản trị viên."),
}
NO_TOKEN = Problem(
    "form_expired",
    400,
    "Biểu mẫu đã hết hạn; thao tác chưa được ghi nhận.",
    "Quay lại, tải lại trang rồi làm lại.",
)


def handle_errors(place: Blueprint | Flask) -> None:
    """On our own pages only; the shipped host asks for its other addresses too."""
    place.register_error_handler(VanthuError, _situation)
    place.register_error_handler(CSRFError, lambda _: answer(NO_TOKEN))
    for status in HTTP_WORDS:
        place.register_error_handler(status, _framework)


def answer(problem: Problem) -> AnyResponse:
    """The problem as a page, or as JSON where JSON is spoken."""
    if wants_json():
        response = jsonify(error=problem.code, message=problem.message, remedy=problem.remedy)
    else:
        response = Response(page("vanthu/problem.html", problem=problem), mimetype="text/html")
    response.status_code = problem.status
    return response


def wants_json() -> bool:
    return request.blueprint == "vanthu_api" or "/api/" in request.path


def _situation(error: VanthuError) -> AnyResponse:
    problem = explain(error)
    if problem.status >= 500:
        log.error("%s", error, exc_info=error)
    return answer(problem)


def _framework(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    message, remedy = HTTP_WORDS[status]
    return answer(Problem(f"http_{status}", status, message, remedy))
