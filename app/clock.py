"""What time it is: the machine's, or a story's.

A demonstration of a paper from last December has to run in last December. Only `app` knows a clock; the rooms get
a time as an argument.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def machine_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class StoryClock:
    """Starts at a moment of the story and moves on at every look, as far as real time does plus a step.

    Never stands still: facts keep their order even when two acts fall into one instant.
    """

    start: datetime
    step: timedelta = timedelta(seconds=1)
    looks: int = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return self.start + self.step * self.looks

    def jump_to(self, moment: datetime) -> None:
        """Go to a later moment; going back is ignored, time does not."""
        if moment > self():
            self.start, self.looks = moment, 0
