"""The văn thư's desk: number, date and seal in one act; and the register book with the decree's ten columns."""

from flask import Blueprint, render_template, request

from app.access import current_actor
from app.office import OFFICE
from app.web.doors import office
from app.web.signing import issue_one, run_batch, show_desk
from documents.database import local_date
from workflows.directory import our_agency
from workflows.queries import register_book


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/registry", "issuing_desk", issuing_desk, methods=["GET", "POST"])
    blueprint.add_url_rule("/registry/book", "register_book", book)


def issuing_desk() -> str | tuple[str, int]:
    actor = current_actor()
    if request.method == "GET":
        return show_desk(actor, "issue", "vanthu/issuing.html")
    with office().reading(OFFICE) as work:
        agency_id = our_agency(work.session, work.now).id
    return run_batch(actor, f"agency:{agency_id}", "issue", "vanthu/issuing.html", issue_one)


def book() -> str:
    """Sổ đăng ký văn bản đi (annex IV): printed with exactly its columns."""
    year = request.args.get("year", default=local_date(office().clock()).year, type=int)
    with office().reading(current_actor()) as work:
        rows = register_book(work, year=year)
        agency = our_agency(work.session, work.now)
        head = {"name": agency.name, "parent": agency.parent_name}
    return render_template("vanthu/register.html", rows=rows, year=year, agency=head)
