"""What follows a step once it is committed: named functions, told from the outbox, so they bear being called twice.

One explicit dict, like the guards. An effect is the office's own act, never the person's who took the step.
"""

from collections.abc import Callable, Mapping

from documents.model import RunsByWorkflow
from documents.work import Work
from workflows.opinions.rounds import close_open_rounds
from workflows.records.destroyable import destroy_listed

Effect = Callable[[Work, RunsByWorkflow], None]


def close_opinions(work: Work, document: RunsByWorkflow) -> None:
    """A paper that is out or withdrawn asks nobody any more."""
    close_open_rounds(work, document.id)


EFFECTS: Mapping[str, Effect] = {effect.__name__: effect for effect in (close_opinions, destroy_listed)}
