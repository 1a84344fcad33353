"""What waits for time to pass: missing time-stamps, terms and retentions that run out, days of the issue log."""

import hashlib
import logging

from app.office import OFFICE, Office
from documents.database import HANOI, local_date
from documents.errors import VanthuError
from documents.issue_log import days_to_stamp, keep_stamp
from workflows.calendar import calendar_of
from workflows.calls.duties import duties_closing, open_period
from workflows.calls.reminding import remind_of_calls
from workflows.copying import STEP, resume_copy
from workflows.holds import resume_due
from workflows.issuing import resume_issuing
from workflows.machines import due_timers, fire
from workflows.records.dossiers import age, dossiers_to_age
from workflows.signing import resume_signing, waiting_for_timestamp
from workflows.terms import remind

log = logging.getLogger("vanthu.pending")

RESUMING = {"issue": resume_issuing, STEP: resume_copy}
"""How a held signature is finished, by its step; a person's in `signing`."""


def finish_waiting_signatures(office: Office) -> int:
    """Ask for the missing time-stamps; returns how many signatures were finished."""
    with office.reading(OFFICE) as work:
        waiting = waiting_for_timestamp(work)
    finished = 0
    for held in waiting:
        resume = RESUMING.get(held.step, resume_signing)
        try:
            begin = office.beginning(office.actor(held.person_id), held.step)
            resume(begin, office.rules, office.tools, held.document_id)
            finished += 1
        except VanthuError as trouble:
            log.warning("a held signature still waits: %s", trouble)
    return finished


def fire_timers(office: Office) -> int:
    """Take the steps whose term has run out, each in a work of its own; returns how many were taken."""
    with office.reading(OFFICE) as work:
        due = due_timers(work, office.rules)
    fired = 0
    for one in due:
        try:
            with office.work(OFFICE, one.step) as work:
                fired += fire(work, office.rules, one)
        except VanthuError as trouble:
            log.warning("a step whose term ran out was not taken: %s", trouble)
    return fired


def age_dossiers(office: Office) -> int:
    """Let dossiers fall due whose last day has passed, each in a work of its own; returns how many."""
    with office.reading(OFFICE) as work:
        over = dossiers_to_age(work)
    aged = 0
    for dossier_id in over:
        try:
            with office.work(OFFICE, "fall_due") as work:
                aged += age(work, office.rules, dossier_id)
        except VanthuError as trouble:
            log.warning("a dossier did not fall due: %s", trouble)
    return aged


def open_reports(office: Office) -> int:
    """Open the call of every periodic report whose period has closed; returns how many."""
    with office.reading(OFFICE) as work:
        waiting = duties_closing(work)
    opened = 0
    for duty_id in waiting:
        try:
            with office.work(OFFICE, "open_call") as work:
                opened += open_period(work, office.rules, duty_id) is not None
        except VanthuError as trouble:
            log.warning("the call of a periodic report was not opened: %s", trouble)
    return opened


def resume_held(office: Office) -> int:
    """Let papers go on whose day on hold is over; returns how many."""
    with office.work(OFFICE, "resume") as work:
        return resume_due(work)


def remind_people(office: Office) -> int:
    """On a working day, from the set hour on: remind of terms; returns how many reminders."""
    now = office.clock()
    with office.reading(OFFICE) as work:
        works = calendar_of(work.session).is_working(local_date(now))
    if not works or now.astimezone(HANOI).hour < office.config.morning_hour:
        return 0
    with office.work(OFFICE, "remind") as work:
        return remind(work, office.rules) + remind_of_calls(work)


def stamp_issue_days(office: Office) -> int:
    """Have the ends of past days of the issue log time-stamped; returns how many. Tried again when nobody answers."""
    with office.reading(OFFICE) as work:
        days = days_to_stamp(work.session, local_date(work.now))
    for done, (day, last_id, digest) in enumerate(days):
        try:
            token = office.timestamper.stamp(hashlib.sha256(digest.encode()).digest())
        except VanthuError as trouble:
            log.warning("a day of the issue log is not stamped yet: %s", trouble)
            return done
        with office.work(OFFICE, "stamp_issue_day") as work:
            keep_stamp(work, day, last_id, digest, token)
    return len(days)
