"""What a page knows: who looks, what waits for them, how a day and a code are written.

Given to each page by name, not to the application's templates at large: a host's templates stay the host's.
"""

from datetime import date, datetime
from typing import Any

from flask import current_app, g, render_template

from app.access import current_actor, may_open
from app.errors import WORDS_FOR, fault_words, reason_words
from app.office import Office
from documents.database import HANOI, local_date
from workflows.dispatch import STATUSES, inbox_waiting
from workflows.incoming.sight import waiting_count
from workflows.notices.model import unread_count
from workflows.opinions.sight import asked_count
from workflows.signing import PLACES
from workflows.worklists import waiting_counts


def page(template: str, **values: Any) -> str:
    """A page of ours."""
    actor = current_actor()
    shared = {
        "day": show_day,
        "moment": show_moment,
        "day_of": local_date,
        "today": lambda: local_date(_office().clock()),
        "words": show_word,
        "why": reason_words,
        "fault_words": fault_words,
        "status_title": lambda code: STATUSES.get(code, code),
        "counters": _counters,
        "unread_notices": _unread_notices,
        "actor": actor,
        "may_open": lambda name: may_open(actor, name),
        "own_accounts": "vanthu.sign_in" in current_app.view_functions,
    }
    return render_template(template, **shared, **values)


def show_word(code: object) -> str:
    """What a code is called in the office; the code itself where it has no name."""
    return WORDS_FOR.get(str(code), str(code))


def show_day(value: date | datetime | str | None) -> str:
    """ "05/01/2026", in Vietnam's zone; a string is an ISO date, as papers' fields keep it."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.astimezone(HANOI).date()
    return f"{value:%d/%m/%Y}"


def show_moment(value: datetime | str | None) -> str:
    """ "05/01/2026 09:30", in Vietnam's zone."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return f"{value.astimezone(HANOI):%d/%m/%Y %H:%M}"


def _office() -> Office:
    found: Office = current_app.extensions["vanthu"]
    return found


def _unread_notices() -> int:
    """For the page's head; one look into an index."""
    with _office().reading(current_actor()) as work:
        return unread_count(work)


def _counters() -> dict[str, int]:
    """How many papers wait for the person, by page; asked once per request."""
    if "vanthu_counters" not in g:
        with _office().reading(current_actor()) as work:
            lists: dict[str, int] = {}
            for (_, step), count in waiting_counts(work, _office().rules).items():
                lists[step] = lists.get(step, 0) + count
            g.vanthu_counters = {
                "signing": sum(lists.get(step, 0) for step in PLACES),
                "issuing": lists.get("issue", 0),
                "inbox": inbox_waiting(work),
                "incoming": waiting_count(work),
                "work": sum(lists.values()) + asked_count(work),
            }
    counted: dict[str, int] = g.vanthu_counters
    return counted
