"""When something has to be done.

source  Decree 30/2020/NĐ-CP, Art. 18 k1: issued on the day it is signed, at the latest on the next working day
"""

from datetime import date, datetime

from documents.database import local_date
from workflows.calendar import Calendar


def issue_by(calendar: Calendar, signed_at: datetime) -> date:
    """The last day on which a signed document is issued in time."""
    return calendar.due(local_date(signed_at), 1)
