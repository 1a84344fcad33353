"""Finding, with or without marks."""

from flask import Blueprint, request

from app.access import current_actor
from app.deliveries import catch_up
from app.errors import explain
from app.web.doors import asked_page, office
from app.web.showing import page
from search.errors import IndexUnreadable, QueryTooLong
from search.queries import find as find_documents
from workflows.directory.successions import other_names

PAGE = 20


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/find", "find", find)


def find() -> str | tuple[str, int]:
    text, number = request.args.get("q", "").strip(), asked_page()
    if not text:
        return page("vanthu/find.html", text="", results=None, number=1, problem=None)
    try:
        with office().reading(current_actor()) as work:
            also = other_names(work.session, text, work.now)
            page_of = {"limit": PAGE, "offset": (number - 1) * PAGE}
            results = find_documents(work, office().engine, text, also=also, **page_of)
    except (QueryTooLong, IndexUnreadable) as error:
        if isinstance(error, IndexUnreadable):
            catch_up(office())
        problem = explain(error)
        return page("vanthu/find.html", text=text, results=None, number=1, problem=problem), problem.status
    return page("vanthu/find.html", text=text, results=results, number=number, problem=None)
