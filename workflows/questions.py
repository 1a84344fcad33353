"""What a guard is asked and how it answers: `Allowed`, or `Denied` with the reason. The guards are in `guards`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from documents.access import Row
from documents.kinds import Kind
from documents.model import Document, RunsByWorkflow
from documents.work import Work


@dataclass(frozen=True)
class Allowed:
    """Nothing stands in the way."""


@dataclass(frozen=True)
class Denied:
    """Why not: a code with a sentence in every language, and what the sentence needs."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


Answer = Allowed | Denied


@dataclass(frozen=True)
class Question:
    """What a guard may look at.

    row    what the step would move: a document, a dossier …; a guard asks for the one it is about
    """

    work: Work
    row: RunsByWorkflow
    kinds: Mapping[str, Kind]

    @property
    def document(self) -> Document:
        return self.about(Document)

    def about(self, of: type[Row]) -> Row:
        """raises TypeError for a guard named by a workflow of something else"""
        if not isinstance(self.row, of):
            raise TypeError(f"a guard about {of.__name__} was asked of {type(self.row).__name__}")
        return self.row


Guard = Callable[[Question], Answer]
