"""When something has to be done.

source  Decree 30/2020/NĐ-CP, Art. 18 k1: issued on the day it is signed, at the latest on the next working day; Art. 22
"""

from datetime import date, datetime

from documents.database import local_date
from workflows.calendar import Calendar


def issue_by(calendar: Calendar, signed_at: datetime) -> date:
    """The last day on which a signed document is issued in time."""
    return calendar.due(local_date(signed_at), 1)


def register_by(calendar: Calendar, arrived_on: date) -> date:
    """The last day on which a paper that arrived is registered in time.

    source  Decree 30/2020/NĐ-CP, Art. 22: on the day it is received, at the latest on the next working day
    """
    return calendar.due(arrived_on, 1)
