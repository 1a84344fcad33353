"""What can go wrong in words a person of the office would use.

Every room's errors are children of `VanthuError`: a stable `code`, and the facts of the case. The sentence a
user reads is made at the door (`app.errors`), never here.
"""

from typing import ClassVar


class VanthuError(Exception):
    """A situation a person can be told about; `facts` hold what the sentence needs."""

    code: ClassVar[str] = "vanthu"

    def __init__(self, **facts: object) -> None:
        super().__init__(f"{self.code}: {facts}" if facts else self.code)
        self.facts = facts


class DraftRefused(VanthuError):
    """An uploaded file that may not enter the store."""

    code = "draft_refused"
