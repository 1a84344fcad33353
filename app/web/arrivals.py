"""The books of incoming papers, to read, to print and as a table file: register and tracking book (annex IV)."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, request

from app.access import current_actor
from app.web.doors import asked_page, office, require_page, small_number
from app.web.showing import page, show_day
from documents.database import local_date
from workflows.directory.model import our_agency
from workflows.incoming.book import (
    COLUMNS,
    TRACKING_COLUMNS,
    ArrivalRow,
    TrackingRow,
    arrivals_book,
    book_length,
    tracking_book,
)

PAGE = 200
WHOLE_BOOK = 20_000
# A table program would run what begins so: a paper from outside may say anything.
_FORMULA = ("=", "+", "-", "@", "\t")


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/incoming/book", "arrivals_book", book)
    blueprint.add_url_rule("/incoming/book.csv", "arrivals_table", table)
    blueprint.add_url_rule("/incoming/tracking", "tracking_book", tracking)
    blueprint.add_url_rule("/incoming/tracking.csv", "tracking_table", tracking_as_table)


def book() -> str:
    """Sổ đăng ký văn bản đến; `whole` is for printing the year."""
    return _show("vanthu/arrivals_book.html", COLUMNS)


def tracking() -> str:
    """Sổ theo dõi giải quyết văn bản đến."""
    return _show("vanthu/tracking_book.html", TRACKING_COLUMNS)


def table() -> Response:
    require_page("incoming_book")
    with office().reading(current_actor()) as work:
        year = _year(local_date(work.now).year)
        rows = arrivals_book(work, year=year, limit=WHOLE_BOOK)
    return _as_csv(f"so-van-ban-den-{year}.csv", COLUMNS, (_arrival(row) for row in rows))


def tracking_as_table() -> Response:
    require_page("incoming_book")
    with office().reading(current_actor()) as work:
        year = _year(local_date(work.now).year)
        rows = tracking_book(work, year=year, limit=WHOLE_BOOK)
    return _as_csv(f"theo-doi-van-ban-den-{year}.csv", TRACKING_COLUMNS, (_tracked(row) for row in rows))


def _show(template: str, columns: Sequence[str]) -> str:
    require_page("incoming_book")
    whole, number = "whole" in request.args, asked_page()
    lines = arrivals_book if columns is COLUMNS else tracking_book
    with office().reading(current_actor()) as work:
        this_year = local_date(work.now).year
        year = _year(this_year)
        limit, offset = (WHOLE_BOOK, 0) if whole else (PAGE, (number - 1) * PAGE)
        rows: Sequence[ArrivalRow | TrackingRow] = lines(work, year=year, limit=limit, offset=offset)
        length = book_length(work, year=year)
        agency = our_agency(work.session, work.now)
        head = {"name": agency.name, "parent": agency.parent_name}
    more = not whole and offset + len(rows) < length
    return page(
        template,
        rows=rows,
        columns=columns,
        year=year,
        this_year=this_year,
        agency=head,
        number=number,
        more=more,
    )


def _arrival(row: ArrivalRow) -> tuple[str, ...]:
    return (
        show_day(row.arrived_on), str(row.number), row.sender, row.number_symbol, show_day(row.document_date),
        row.kind_and_subject, row.recipients, show_day(row.passed_on), row.receipt, row.note,
    )  # fmt: skip


def _tracked(row: TrackingRow) -> tuple[str, ...]:
    return (
        str(row.number), row.described, row.recipients, show_day(row.due_on), row.progress, row.reply, row.note,
    )  # fmt: skip


def _as_csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    # The mark of order at the beginning is what makes table programs read Vietnamese right.
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _year(this_year: int) -> int:
    asked = small_number(request.args.get("year", ""))
    return asked if asked and 1945 <= asked <= 2999 else this_year
