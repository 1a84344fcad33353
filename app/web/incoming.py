"""Incoming papers: the văn thư's day, taking files in, registering, and one paper's page.

Directing and handling are in `tasks`, the books in `arrivals`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.access import current_actor, may_open
from app.errors import Problem, explain
from app.web.doors import asked_page, office, require_page, seen_version, small_number
from app.web.incoming_paper import act_on, original_file, print_copy, show_incoming, stamped_page
from app.web.showing import page
from app.web.verify import VERDICTS
from documents.database import local_date
from documents.errors import VanthuError
from documents.incoming import LONGEST, MEDIUMS, URGENCIES, Values, ValuesRefused
from documents.pdf.verify import verify
from documents.reading.errors import EmptyFile
from documents.receiving import ReceivedFile, paper_sheet
from documents.work import Work
from workflows.incoming import intake
from workflows.incoming.rechecking import file_to_recheck, keep_verdict
from workflows.incoming.sight import all_papers, clerks_desk, my_papers

PAGE = 50
MOST_FILES = 30


@dataclass(frozen=True)
class FileOutcome:
    """What came of one uploaded file; `problem` is None when it was taken in."""

    name: str
    document_id: str | None
    subject: str
    verdict: str
    alike: int
    problem: Problem | None


def open_doors(blueprint: Blueprint) -> None:
    paper = "/incoming/<vanthu_id:document_id>"
    blueprint.add_url_rule("/incoming", "incoming", incoming)
    blueprint.add_url_rule("/incoming/all", "incoming_all", every_paper)
    blueprint.add_url_rule("/incoming/take-in", "take_in", take_in, methods=["GET", "POST"])
    blueprint.add_url_rule("/incoming/on-paper", "take_in_paper", take_in_paper, methods=["POST"])
    blueprint.add_url_rule(paper, "incoming_paper", show_incoming)
    blueprint.add_url_rule(f"{paper}/file", "incoming_file", original_file)
    blueprint.add_url_rule(f"{paper}/print.pdf", "incoming_print", print_copy)
    blueprint.add_url_rule(f"{paper}/first-page.png", "incoming_first_page", stamped_page)
    for word, act in (
        ("values", correct), ("register", register), ("scan", scan), ("return", return_to_sender),
        ("acknowledge", acknowledge), ("recheck", recheck),
    ):  # fmt: skip
        blueprint.add_url_rule(f"{paper}/{word}", f"incoming_{word}", act, methods=["POST"])


def incoming() -> str:
    """What waits for the person: at the văn thư the day's papers, for everybody the papers they have a part in."""
    with office().reading(current_actor()) as work:
        desk = clerks_desk(work, office().rules) if may_open(current_actor(), "take_in") else None
        mine = my_papers(work, office().rules)
    return page("vanthu/incoming.html", desk=desk, mine=mine)


def every_paper() -> str:
    number = asked_page()
    with office().reading(current_actor()) as work:
        rows = all_papers(work, office().rules, limit=PAGE + 1, offset=(number - 1) * PAGE)
    return page("vanthu/incoming_all.html", rows=rows[:PAGE], number=number, more=len(rows) > PAGE)


def take_in() -> str | tuple[str, int]:
    """Several files at once: each is taken in or refused on its own, and told in its own row."""
    require_page("take_in")
    if request.method == "GET":
        return _take_in_page()
    files = [file for file in request.files.getlist("files") if file.filename][:MOST_FILES]
    if not files:
        problem = explain(EmptyFile())
        return _take_in_page(problem=problem), problem.status
    outcomes = [_take_one(file) for file in files]
    problems = [outcome.problem.status for outcome in outcomes if outcome.problem]
    shown = _take_in_page(outcomes=outcomes)
    return (shown, problems[0]) if len(problems) == len(outcomes) else shown


def take_in_paper() -> Response | tuple[str, int]:
    """A paper that came on paper, without its scan."""
    require_page("take_in")
    try:
        with office().work(current_actor(), "take_in") as work:
            values = read_values(work, request.form)
            lines = (values.sender, values.number_symbol, values.subject)
            sheet = paper_sheet(lines, at=work.now)
            document_id = intake.take_in(work, office().rules, values, None, sheet=sheet).document_id
    except VanthuError as error:
        problem = explain(error)
        return _take_in_page(problem=problem, typed=request.form), problem.status
    flash("Đã tiếp nhận văn bản giấy. Kiểm tra lại rồi đăng ký để cấp số đến.")
    return redirect(url_for("vanthu.incoming_paper", document_id=document_id))


def correct(document_id: str) -> Response | tuple[str, int]:
    """Confirm the boxes; with the button "register" the same gesture registers."""

    def act(work: Work) -> None:
        values = read_values(work, request.form)
        intake.correct(work, office().rules, document_id, values, seen_version=seen_version())
        if "register" in request.form:
            work.session.flush()
            intake.register(work, office().rules, document_id)

    told = "Đã đăng ký và cấp số đến." if "register" in request.form else "Đã lưu thông tin."
    return act_on(document_id, "register" if "register" in request.form else "correct", act, told=told)


def register(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        intake.register(work, office().rules, document_id, seen_version=seen_version())

    return act_on(document_id, "register", act, told="Đã đăng ký và cấp số đến.")


def scan(document_id: str) -> Response | tuple[str, int]:
    """The file is read before anything is opened; who may not touch the paper learns nothing of it."""
    show_incoming(document_id)
    try:
        file = _received(request.files.get("file"))
    except VanthuError as error:
        problem = explain(error)
        return show_incoming(document_id, problem=problem), problem.status

    def act(work: Work) -> None:
        intake.scan(work, document_id, file, seen_version=seen_version())

    return act_on(document_id, "scan", act, told="Đã thêm bản số hóa.")


def recheck(document_id: str) -> Response | tuple[str, int]:
    """The signatures once more, with what is trusted by now; verified with nothing open."""
    with office().reading(current_actor(), "recheck_signatures") as work:
        file_sha256, pdf = file_to_recheck(work, document_id)
    report = verify(pdf, trust=office().trust, at=office().clock())

    def act(work: Work) -> None:
        keep_verdict(work, document_id, file_sha256, report)

    told = f"Đã kiểm tra lại chữ ký: {VERDICTS[report.verdict][1]}."
    return act_on(document_id, "recheck_signatures", act, told=told)


def return_to_sender(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        reason = request.form.get("reason", "")
        intake.return_to_sender(work, office().rules, document_id, reason, seen_version=seen_version())

    told = "Đã ghi nhận trả lại nơi gửi. Gửi trả theo kênh đã nhận, kèm lý do."
    return act_on(document_id, "return_sender", act, told=told)


def acknowledge(document_id: str) -> Response | tuple[str, int]:
    def act(work: Work) -> None:
        intake.acknowledge(work, document_id, request.form.get("how", ""))

    return act_on(document_id, "acknowledge", act, told="Đã ghi nhận việc báo nơi gửi.")


def read_values(work: Work, form: Mapping[str, str]) -> Values:
    """The boxes of the form; spaces are put right, what a box cannot hold is refused by name.

    raises    ValuesRefused
    """
    texts = {name: " ".join(form.get(name, "").split()) for name in LONGEST}
    pages = form.get("pages", "").strip()
    if pages and small_number(pages) is None:
        raise ValuesRefused(field="pages")
    return Values(
        arrived_on=_day(form, "arrived_on") or local_date(work.now),
        medium=_one_of(form, "medium", MEDIUMS, "paper"),
        document_date=_day(form, "document_date"),
        urgency=_one_of(form, "urgency", URGENCIES, ""),
        pages=small_number(pages) if pages else None,
        answer_by=_day(form, "answer_by"),
        **texts,
    )


def _day(form: Mapping[str, str], name: str) -> date | None:
    typed = form.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise ValuesRefused(field=name) from error


def _one_of(form: Mapping[str, str], name: str, known: tuple[str, ...], usual: str) -> str:
    typed = form.get(name, usual)
    if typed not in known:
        raise ValuesRefused(field=name)
    return typed


def _received(file: FileStorage | None) -> ReceivedFile:
    if file is None or not file.filename:
        raise EmptyFile()
    name = file.filename.replace("\\", "/").rsplit("/", 1)[-1][-200:]
    return office().receive(name, file.stream.read())


def _take_one(file: FileStorage) -> FileOutcome:
    name = str(file.filename)
    try:
        received = _received(file)
        with office().work(current_actor(), "take_in") as work:
            values = intake.values_read(work, received)
            taken = intake.take_in(work, office().rules, values, received)
    except VanthuError as error:
        return FileOutcome(name, None, "", "", 0, explain(error))
    return FileOutcome(name, taken.document_id, values.subject, received.verdict, len(taken.alike), None)


def _take_in_page(
    *,
    problem: Problem | None = None,
    outcomes: list[FileOutcome] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> str:
    kinds = [kind.name for kind in office().rules.kinds.values() if kind.group != "form"]
    return page(
        "vanthu/incoming_take.html",
        problem=problem,
        outcomes=outcomes or [],
        typed=typed or {},
        kind_names=kinds,
    )
