"""The văn thư's desk: number, date and seal in one act; and the register book with the decree's ten columns."""

from flask import Blueprint, request

from app.access import current_actor
from app.office import OFFICE
from app.web.doors import asked_page, office, require_page, small_number
from app.web.showing import page
from app.web.signing import Desk
from documents.database import local_date
from documents.pdf.keys import SigningKey
from workflows.copying import is_copy, issue_copy
from workflows.directory.model import our_agency
from workflows.issuing import issue_document
from workflows.register_book import register_book, register_length
from workflows.signing import Begin

PAGE = 200
WHOLE_BOOK = 20_000


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/registry", "issuing_desk", issuing_desk, methods=["GET", "POST"])
    blueprint.add_url_rule("/registry/book", "register_book", book)


def issuing_desk() -> str | tuple[str, int]:
    require_page("issuing_desk")
    actor = current_actor()
    if request.method == "GET":
        return DESK.show(actor)
    with office().reading(OFFICE) as work:
        agency_id = our_agency(work.session, work.now).id
    return DESK.run(actor, f"agency:{agency_id}")


def book() -> str:
    """Sổ đăng ký văn bản đi (annex IV): printed with exactly its columns; `whole` is for printing the year."""
    require_page("register_book")
    whole, number = "whole" in request.args, asked_page()
    with office().reading(current_actor()) as work:
        year = _year(local_date(work.now).year)
        limit, offset = (WHOLE_BOOK, 0) if whole else (PAGE, (number - 1) * PAGE)
        rows = register_book(work, year=year, limit=limit, offset=offset)
        length = register_length(work, year=year)
        agency = our_agency(work.session, work.now)
        head = {"name": agency.name, "parent": agency.parent_name}
        this_year = local_date(work.now).year
    return page(
        "vanthu/register.html",
        rows=rows,
        year=year,
        this_year=this_year,
        agency=head,
        number=number,
        length=length,
        more=not whole and offset + len(rows) < length,
        whole=whole,
    )


def _issue(begin: Begin, _: str, document_id: str, key: SigningKey, version: int) -> None:
    with begin() as work:
        issue = issue_copy if is_copy(work, document_id) else issue_document
    issue(begin, office().rules, office().tools, document_id, key, seen_version=version)


DESK = Desk(("issue",), "vanthu/issuing.html", _issue)


def _year(this_year: int) -> int:
    asked = small_number(request.args.get("year", ""))
    return asked if asked and 1945 <= asked <= 2999 else this_year
