"""Finding, with or without marks."""

from flask import Blueprint, render_template, request

from app.access import current_actor
from app.deliveries import catch_up
from app.errors import explain
from app.web.doors import office
from search.errors import IndexUnreadable, QueryTooLong
from search.queries import find as find_documents

PAGE = 20


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/find", "find", find)


def find() -> str | tuple[str, int]:
    text = request.args.get("q", "").strip()
    page = max(1, request.args.get("page", default=1, type=int))
    if not text:
        return render_template("vanthu/find.html", text="", results=None, page=1, problem=None)
    try:
        with office().reading(current_actor()) as work:
            results = find_documents(work, office().engine, text, limit=PAGE, offset=(page - 1) * PAGE)
    except (QueryTooLong, IndexUnreadable) as error:
        if isinstance(error, IndexUnreadable):
            catch_up(office())
        problem = explain(error)
        return render_template("vanthu/find.html", text=text, results=None, page=1, problem=problem), problem.status
    return render_template("vanthu/find.html", text=text, results=results, page=page, problem=None)
