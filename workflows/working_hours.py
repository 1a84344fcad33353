"""Working hours (giờ làm việc): how long something lasts that is counted in hours of work, not of the clock.

source  our choice of the hours most offices keep; which days are worked is in `calendar`
"""

from datetime import datetime, time, timedelta

from documents.database import HANOI
from workflows.calendar import Calendar

HOURS = ((time(7, 30), time(11, 30)), (time(13, 0), time(17, 0)))


def after_working_hours(calendar: Calendar, start: datetime, hours: float) -> datetime:
    """The moment at which so many working hours have passed since `start`; aware, in Vietnam's zone."""
    left, moment = timedelta(hours=hours), start.astimezone(HANOI)
    while True:
        day = moment.date()
        for begins, ends in HOURS if calendar.is_working(day) else ():
            first = max(moment, datetime.combine(day, begins, HANOI))
            last = datetime.combine(day, ends, HANOI)
            if first >= last:
                continue
            if last - first >= left:
                return first + left
            left -= last - first
        moment = datetime.combine(day + timedelta(days=1), time(), HANOI)
