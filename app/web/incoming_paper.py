"""One incoming paper: its page with what the person may do and why not, its bytes, its copy with the ĐẾN stamp."""

from collections.abc import Callable, Mapping

from flask import Response, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office
from app.web.opened import note_opened
from app.web.pictures import Pictures
from app.web.showing import page, show_day
from app.web.verdicts import VERDICTS
from documents.destroying import require_file
from documents.errors import NoSuchDocument, VanthuError
from documents.incoming import Incoming
from documents.model import Document
from documents.typesetting.arrival import ArrivalStamp, stamped
from documents.work import Work
from search.words import fold_letters
from workflows.directory.model import our_agency
from workflows.filing import open_dossiers
from workflows.incoming.choices import choices, handlers_for, possible_replies
from workflows.incoming.passing import passing_rules
from workflows.incoming.sight import IncomingSight, incoming_paper, see_incoming, tasks_on
from workflows.queries import history, visible

WIDTHS = (320, 480, 820, 1240)
Answer = AnyResponse | tuple[str, int]
_pictures = Pictures(room_bytes=24 * 1024 * 1024)


def show_incoming(
    document_id: str, *, problem: Problem | None = None, typed: Mapping[str, str] | None = None
) -> str:
    """The page of an incoming paper.

    raises    NoSuchDocument when it may not be seen
    """
    note_opened(document_id)
    with office().reading(current_actor(), "view") as work:
        sight = see_incoming(work, office().rules, document_id)
        told = history(work, document_id)
        mine = [task for task in sight.tasks if task.mine]
        shown = {
            "choices": choices(work) if _chooses(sight) else None,
            "handlers": {task.id: handlers_for(work, task) for task in mine},
            "destroyed_at": visible(work, document_id).destroyed_at,
            "possible_replies": possible_replies(work) if "reply" in sight.rights else (),
            "passing": passing_rules(work, visible(work, document_id)),
            "dossiers": open_dossiers(work) if any(act.needs == "dossier" for act in sight.acts) else [],
        }
    kinds = [kind.name for kind in office().rules.kinds.values() if kind.group != "form"]
    return page(
        "vanthu/incoming_paper.html",
        sight=sight,
        history=told,
        problem=problem,
        typed=typed or {},
        kind_names=kinds,
        verdicts=VERDICTS,
        **shown,
    )


def _chooses(sight: IncomingSight) -> bool:
    """Whether the person may give the paper to somebody now."""
    return "assign" in sight.rights or any(
        act.mine and act.step in ("present", "direct") for act in sight.acts
    )


def act_on(
    document_id: str, name: str, act: Callable[[Work], object], *, told: str, then: str = ""
) -> Answer:
    """Run one command on an incoming paper; refused, its page comes back with everything that was typed.

    name   what was tried, for the journal when it is denied
    then   the page afterwards when it is not the paper's own
    raises NoSuchDocument, or the trouble itself, for who may not see the paper
    """
    try:
        with office().work(current_actor(), name) as work:
            act(work)
    except VanthuError as error:
        problem = explain(error)
        try:
            return show_incoming(document_id, problem=problem, typed=request.form), problem.status
        except NoSuchDocument:
            raise error from None
    flash(told)
    place = url_for(then) if then else url_for("vanthu.incoming_paper", document_id=document_id)
    return redirect(place)


def original_file(document_id: str) -> Response:
    """The bytes as they arrived, never changed."""
    with office().reading(current_actor(), "view") as work:
        document, row = incoming_paper(work, document_id)
        require_file(document)
        if row.file_sha256 is None:
            abort(404)
        data, name, media_type = work.files.get(row.file_sha256), row.file_name or "", row.media_type or ""
    return _sent(data, name, media_type, "attachment")


def print_copy(document_id: str) -> Response:
    """The paper with its ĐẾN stamp, for the printer; what is stored stays as it came."""
    with office().reading(current_actor(), "view") as work:
        document, row = incoming_paper(work, document_id)
        copy = _stamped(work, document, row)
    return _sent(copy, f"den-{row.number or 'chua-dang-ky'}.pdf", "application/pdf", "inline")


def stamped_page(document_id: str) -> Response:
    """The first page with the stamp on it; `w` is one of a few widths."""
    width = request.args.get("w", default=820, type=int)
    if width not in WIDTHS:
        abort(404)
    with office().reading(current_actor(), "view") as work:
        document, row = incoming_paper(work, document_id)
        require_file(document)
        key = f"{document.rendition_sha256}:{document_id}:{document.version}"
        picture = _pictures.get(key, 0, width, lambda: _stamped(work, document, row))
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def _stamped(work: Work, document: Document, row: Incoming) -> bytes:
    require_file(document)
    pdf = work.files.get(document.rendition_sha256)
    if row.number is None:
        return pdf
    lead = [
        task.name for task in tasks_on(work, document.id) if task.part == "lead" and task.status != "recalled"
    ]
    stamp = ArrivalStamp(
        agency=our_agency(work.session, work.now).name,
        number=str(row.number),
        day=show_day(row.arrived_on),
        passed_to=lead[-1] if lead else "",
    )
    try:
        return stamped(pdf, stamp, created_at=row.registered_at or work.now)
    except VanthuError:
        # A file that can be looked at but not written on is shown as it came.
        return pdf


def _sent(data: bytes, name: str, media_type: str, how: str) -> Response:
    plain = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in fold_letters(name))
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = f'{how}; filename="{plain.strip("-.") or "van-ban"}"'
    return response
