"""Units are reminded of what they owe a call: the working day before, on the last day, and once it is late."""

from sqlalchemy import select

from documents.calls import Call, CallDue
from documents.database import local_date
from documents.work import Work
from workflows.calendar import calendar_of
from workflows.calls.guards import COLLECTING
from workflows.calls.sight import missing_units
from workflows.terms import how_near, remind_once


def remind_of_calls(work: Work) -> int:
    """Remind the units that have not handed in, each time once; returns how many reminders."""
    calendar, today = calendar_of(work.session), local_date(work.now)
    calls = work.session.scalars(select(Call).where(Call.state == COLLECTING).order_by(Call.id)).all()
    missing, count = missing_units(work, calls), 0
    for call in calls:
        when, units = how_near(calendar, call.due_on, today), tuple(missing.get(call.id, ()))
        # Those called today with one day to go have just been told.
        if not when or not units or (when == "soon" and local_date(call.opened_at) == today):
            continue
        due = CallDue(call.id, call.title, units, call.due_on.isoformat(), when)
        count += remind_once(work, f"call:{call.id}:{when}", due)
    return count
