"""The engine: may this person take this step now, and taking it.

Every step goes through `allow` (right, then guards) and `move` (state, rights' table, journal). What a step *does*
beyond moving, an approval, a signature, a number, is in `review`, `signing` and `issuing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from documents.access import replace_rights, require, rights_known
from documents.errors import VersionMoved
from documents.kinds import Kind
from documents.model import Document
from documents.work import Work
from workflows.definition import Definition, Transition
from workflows.errors import ActDenied, BadDefinition, ReasonNeeded
from workflows.events import DocumentMoved
from workflows.guards import Allowed, Answer, Denied, Guard, Question

# "Sai" is a reason; a lone dash is not.
MIN_REASON_LETTERS = 3


@dataclass(frozen=True)
class Rules:
    """What this house runs by: kinds, workflows and guards, each one explicit table made at wiring."""

    kinds: Mapping[str, Kind]
    workflows: Mapping[str, Definition]
    guards: Mapping[str, Guard]

    def __post_init__(self) -> None:
        unknown = {
            f"{workflow.name}/{step.code}: no guard {name}"
            for workflow in self.versions
            for step in workflow.transitions.values()
            for name in step.guards
            if name not in self.guards
        }
        if unknown:
            raise BadDefinition(faults=sorted(unknown))

    @property
    def versions(self) -> list[Definition]:
        """Every version of every workflow."""
        return [version for workflow in self.workflows.values() for version in workflow.versions]

    def workflow_of(self, document: Document) -> Definition:
        """The workflow as it was when the document began."""
        return self.workflows[document.workflow].at(document.workflow_version)


def install_rights(work: Work, rules: Rules) -> None:
    """Write the rights of every definition version, once."""
    for workflow in rules.versions:
        replace_rights(work.session, workflow.name, workflow.version, workflow.rights())


def rights_lacking(work: Work, rules: Rules) -> bool:
    """Whether a definition version has no rights written yet, as after a package brought a new workflow."""
    return not all(rights_known(work.session, workflow.name, workflow.version) for workflow in rules.versions)


def allow(
    work: Work, rules: Rules, document_id: str, step: str, *, seen_version: int | None = None
) -> tuple[Document, Transition]:
    """The document and the step, when this actor may take it now.

    Locks the document row until the work ends.
    seen_version   the version the actor was looking at; None for a machine that looks now
    raises         NotAllowed, VersionMoved, ActDenied with the guard's reason
    """
    document = require(work.session, work.actor, document_id, step, work.now)
    work.session.scalar(select(Document.id).where(Document.id == document_id).with_for_update())
    work.session.refresh(document)
    if seen_version is not None and document.version != seen_version:
        raise VersionMoved(document_id=document_id, seen=seen_version, now=document.version)
    transition = rules.workflow_of(document).transitions[step]
    if document.state not in transition.before:
        raise VersionMoved(document_id=document_id, state=document.state)
    answer = ask(work, rules, document, transition)
    if isinstance(answer, Denied):
        raise ActDenied(reason=answer.code, act=step, document_id=document_id, **answer.facts)
    return document, transition


def ask(work: Work, rules: Rules, document: Document, transition: Transition) -> Answer:
    """The first guard that says no, or Allowed."""
    question = Question(work, document, rules.kinds)
    answers = (rules.guards[name](question) for name in transition.guards)
    return next((answer for answer in answers if isinstance(answer, Denied)), Allowed())


def move(work: Work, document: Document, transition: Transition, note: str = "") -> None:
    """Take the step: the new state, and a line in the journal.

    raises    ReasonNeeded when the step asks for a reason and none was given
    """
    note = note.strip()
    if transition.reason and len(note) < MIN_REASON_LETTERS:
        raise ReasonNeeded(act=transition.code, document_id=document.id)
    before, document.state = document.state, transition.after
    document.changed_at = work.now
    work.session.flush()
    work.record(DocumentMoved(document.id, transition.code, before, transition.after, note))
