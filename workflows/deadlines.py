"""When something has to be done.

source  Decree 30/2020/NĐ-CP, Art. 18 k1: issued on the day it is signed, at the latest on the next working day
"""

from datetime import date, datetime, timedelta

from documents.database import local_date

FRIDAY = 4


def issue_by(signed_at: datetime) -> date:
    """The last day on which a signed document is issued in time.

    Saturdays and Sundays are no working days; public holidays are not known here yet.
    """
    day = local_date(signed_at) + timedelta(days=1)
    while day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return day
