"""Timers and slow deliveries, run by one Huey consumer beside the web server.

The rows in the database are the truth; the queue only says when to look at them again, so it lives in memory and
losing it loses nothing.
"""

import threading
from dataclasses import dataclass

from huey import MemoryHuey, crontab
from huey.consumer import Consumer

from app.deliveries import FAST, SLOW, drain
from app.doctor import sweep_orphans
from app.mail import mail_out
from app.office import Office
from app.pending import (
    age_dossiers,
    finish_waiting_signatures,
    fire_timers,
    open_reports,
    remind_people,
    resume_held,
    stamp_issue_days,
)
from app.proofs import look_at_proofs, renew_proofs


@dataclass(frozen=True)
class Worker:
    consumer: Consumer
    thread: threading.Thread

    def stop(self) -> None:
        """Let what is under way finish, then end: nobody is left holding a connection."""
        self.consumer.stop(graceful=True)
        self.thread.join(timeout=5)


class _QuietConsumer(Consumer):  # type: ignore[misc]  # the library is untyped
    """Runs in a thread of the server, so signals stay the server's."""

    def _set_signal_handlers(self) -> None:
        return


def look_again(office: Office) -> None:
    """What a minute brings: held signatures, papers that go on, terms and reminders, facts to hear, letters."""
    finish_waiting_signatures(office)
    resume_held(office)
    fire_timers(office)
    age_dossiers(office)
    open_reports(office)
    remind_people(office)
    stamp_issue_days(office)
    look_at_proofs(office)
    drain(office, FAST | SLOW)
    mail_out(office)


def start_worker(office: Office) -> Worker:
    """Look every minute for what waits; sweep, and renew proofs, once an hour."""
    huey = MemoryHuey("vanthu")

    @huey.periodic_task(crontab())  # type: ignore[untyped-decorator]  # the library is untyped
    def every_minute() -> None:
        look_again(office)

    @huey.periodic_task(crontab(minute="17"))  # type: ignore[untyped-decorator]  # the library is untyped
    def every_hour() -> None:
        sweep_orphans(office)
        renew_proofs(office)

    # What the last run left behind does not wait for the first minute.
    every_minute()
    consumer = _QuietConsumer(huey, workers=1, periodic=True, check_worker_health=False, initial_delay=0.05)
    thread = threading.Thread(target=consumer.run, name="vanthu-worker", daemon=True)
    thread.start()
    return Worker(consumer, thread)
