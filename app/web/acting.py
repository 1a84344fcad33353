"""Acting on one paper from its page: done and told, or refused on the same page with everything typed kept."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import explain
from app.web.documents import show_document
from app.web.doors import office
from documents.errors import NoSuchDocument, VanthuError
from documents.work import Work


def try_on(
    document_id: str, name: str, act: Callable[[Work], object], *, told: str, then: str = "vanthu.document"
) -> Response | tuple[str, int]:
    """Run one command on a document.

    name   what was tried, for the journal when it is denied
    then   the page afterwards; the document's own page gets its id
    """
    try:
        with office().work(current_actor(), name) as work:
            act(work)
    except VanthuError as error:
        return refuse_on(document_id, error)
    flash(told)
    return redirect(url_for(then, document_id=document_id) if then == "vanthu.document" else url_for(then))


def refuse_on(document_id: str, error: VanthuError) -> tuple[str, int]:
    """The document's page with the trouble on top; who may not see the paper gets the trouble alone.

    raises    the error itself in that case
    """
    problem = explain(error)
    try:
        return show_document(document_id, problem=problem, typed=request.form), problem.status
    except NoSuchDocument:
        raise error from None
