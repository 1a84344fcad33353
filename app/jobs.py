"""Timers and slow deliveries, run by one Huey consumer beside the web server.

The rows in the database are the truth; the queue only says when to look at them again.
"""

import threading
from dataclasses import dataclass

from huey import MemoryHuey, crontab
from huey.consumer import Consumer

from app.deliveries import FAST, SLOW, drain
from app.doctor import sweep_orphans
from app.office import Office
from app.pending import finish_waiting_signatures


@dataclass(frozen=True)
class Worker:
    consumer: Consumer
    thread: threading.Thread

    def stop(self) -> None:
        self.consumer.stop()
        self.thread.join(timeout=5)


class _QuietConsumer(Consumer):  # type: ignore[misc]  # the library is untyped
    """Runs in a thread of the server, so signals stay the server's."""

    def _set_signal_handlers(self) -> None:
        return


def start_worker(office: Office) -> Worker:
    """Look every minute for what waits; sweep once an hour."""
    huey = MemoryHuey("vanthu")

    @huey.periodic_task(crontab())
    def deliver() -> None:
        finish_waiting_signatures(office)
        drain(office, FAST | SLOW)

    @huey.periodic_task(crontab(minute="17"))
    def sweep() -> None:
        sweep_orphans(office)

    consumer = _QuietConsumer(huey, workers=1, periodic=True, check_worker_health=False)
    thread = threading.Thread(target=consumer.run, name="vanthu-worker", daemon=True)
    thread.start()
    return Worker(consumer, thread)
