"""The engine: may this person take this step now, and taking it.

Every step goes through `allow` (right, then guards) and `move` (state, roles, journal). `steps.take` does both for a
step that needs nothing more; what needs a key, the seal or a dossier is in `signing`, `issuing` and `filing`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from documents.access import Row, may, require_on
from documents.definitions import write_rights, written_digest
from documents.errors import NotAllowed, VersionMoved
from documents.journal import JournalEntry
from documents.kinds import Kind
from documents.model import Document, MachineState, RunsByWorkflow
from documents.work import Work
from workflows.check import Known, check
from workflows.definition import MAIN, Definition, Transition
from workflows.effects import EFFECTS, Effect
from workflows.errors import ActDenied, BadDefinition, MovedByOther, ReasonNeeded
from workflows.events import DocumentMoved
from workflows.questions import Allowed, Answer, Denied, Guard, Question
from workflows.roles import GRANTED, SOURCES, fill_roles
from workflows.standing import in_the_way

# "Sai" is a reason; a lone dash is not.
MIN_REASON_LETTERS = 3


@dataclass(frozen=True)
class Rules:
    """What this house runs by: kinds, workflows, guards and effects, each one explicit table made at wiring."""

    kinds: Mapping[str, Kind]
    workflows: Mapping[str, Definition]
    guards: Mapping[str, Guard]
    effects: Mapping[str, Effect] = field(default_factory=lambda: EFFECTS)

    def __post_init__(self) -> None:
        faults = {
            f"{made.name}@{made.version}/{fault.where}: {fault.code} {fault.what}".strip()
            for made in self.versions
            for fault in check(made, self.known)
            if fault.serious
        }
        if faults:
            raise BadDefinition(faults=sorted(faults))

    @property
    def versions(self) -> list[Definition]:
        """Every version of every workflow."""
        return [version for workflow in self.workflows.values() for version in workflow.versions]

    def workflow_of(self, document: RunsByWorkflow) -> Definition:
        """The workflow as it was when the document, or another row that runs by one, began."""
        return self.workflows[document.workflow].at(document.workflow_version)

    @property
    def known(self) -> Known:
        """The names definitions may use."""
        return Known(self.guards.keys(), self.effects.keys(), {*SOURCES, GRANTED})


def install_rights(work: Work, rules: Rules) -> None:
    """Write the rights of every definition version that is new.

    raises    DefinitionChanged when a version that papers run by is not what it was
    """
    for made in rules.versions:
        write_rights(work.session, made.name, made.version, made.rights(), digest=made.digest, at=work.now)


def rights_lacking(work: Work, rules: Rules) -> bool:
    """Whether a definition version is not written as it is, as after a package brought a new workflow."""
    return any(
        written_digest(work.session, made.name, made.version) != made.digest for made in rules.versions
    )


def enter(work: Work, rules: Rules, document: RunsByWorkflow) -> None:
    """A new document takes its place in every machine of its workflow, and those with rights there get them."""
    made = rules.workflow_of(document)
    for machine in made.machines.values():
        place = MachineState(
            document_id=document.id, machine=machine.code, state=machine.start, since=work.now
        )
        work.session.add(place)
        fill_roles(work, made, document, made.states[machine.start])
    work.session.flush()
    fill_roles(work, made, document, made.states[document.state])


def leave(work: Work, document: Document) -> None:
    """The places a document had in the smaller machines of the workflow it leaves."""
    places = select(MachineState).where(MachineState.document_id == document.id)
    for place in work.session.scalars(places).all():
        work.session.delete(place)
    work.session.flush()


def allow(
    work: Work, rules: Rules, document_id: str, step: str, *, seen_version: int | None = None
) -> tuple[Document, Transition]:
    """The document and the step, when this actor may take it now; see `allow_on`."""
    return allow_on(work, rules, Document, document_id, step, seen_version=seen_version)


def allow_on(
    work: Work, rules: Rules, of: type[Row], row_id: str, step: str, *, seen_version: int | None = None
) -> tuple[Row, Transition]:
    """The row and the step, when this actor may take it now.

    Locks the row until the work ends.
    seen_version   the version the actor was looking at; None for a machine that looks now
    raises         NotAllowed, VersionMoved, ActDenied with the guard's reason; MovedByOther naming who was faster
    """
    try:
        row = require_on(work.session, work.actor, of, row_id, step, work.now)
    except NotAllowed:
        # Who lost a race is no intruder: the right went with the state the other took away.
        _tell_who_was_faster(work, rules, of, row_id, seen_version)
        raise
    lock(work, row)
    if seen_version is not None and row.version != seen_version:
        _tell_who_was_faster(work, rules, of, row_id, seen_version)
        raise VersionMoved(document_id=row_id, seen=seen_version, now=row.version)
    made = rules.workflow_of(row)
    transition = made.transitions[step]
    state = state_in(work, row, made.machine_of(transition))
    if state not in transition.before:
        raise VersionMoved(document_id=row_id, state=state)
    answer = ask(work, rules, row, transition)
    if isinstance(answer, Denied):
        raise ActDenied(reason=answer.code, act=step, document_id=row_id, **answer.facts)
    return row, transition


def _tell_who_was_faster(
    work: Work, rules: Rules, of: type[Row], document_id: str, seen_version: int | None
) -> None:
    """raises MovedByOther when the actor may view the row and it is not what they were looking at"""
    document = work.session.scalar(
        select(of).where(of.id == document_id, may(work.actor, "view", work.now, on=of))
    )
    if document is None or seen_version is None or document.version == seen_version:
        return
    last = work.session.scalar(
        select(JournalEntry)
        .where(JournalEntry.document_id == document_id, JournalEntry.fact != "act_denied")
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
    if last is None or last.actor_id == work.actor.person_id:
        return
    told = json.loads(last.body).get("transition") or last.fact
    steps = rules.workflow_of(document).transitions
    told = steps[told].title if told in steps else told
    raise MovedByOther(document_id=document_id, by=last.actor_name, what=told, at=last.at)


def lock(work: Work, document: RunsByWorkflow) -> None:
    """Nobody else changes this document until the work ends; it is looked at anew."""
    of = type(document)
    work.session.scalar(select(of.id).where(of.id == document.id).with_for_update())
    work.session.refresh(document)


def ask(work: Work, rules: Rules, document: RunsByWorkflow, transition: Transition) -> Answer:
    """Allowed when every list of guards has one that says yes; else what the first such list's last guard says.

    Before them all: whether the paper is on hold, or in a colleague's hands.
    """
    question = Question(work, document, rules.kinds)
    stopped = in_the_way(question, rules.workflow_of(document), transition)
    if isinstance(stopped, Denied):
        return stopped
    for names in transition.guards:
        answer: Answer = Allowed()
        for name in names:
            answer = rules.guards[name](question)
            if isinstance(answer, Allowed):
                break
        if isinstance(answer, Denied):
            return answer
    return Allowed()


def move(
    work: Work,
    rules: Rules,
    document: RunsByWorkflow,
    transition: Transition,
    note: str = "",
    *,
    answers: Mapping[str, str] | None = None,
) -> None:
    """Take the step: the new state, the roles it gives, and a line in the journal.

    raises    ReasonNeeded when the step asks for a reason and none was given; NobodyToAct
    """
    note = note.strip() if transition.comment != "none" or transition.by != "user" else ""
    if transition.reason and len(note) < MIN_REASON_LETTERS:
        raise ReasonNeeded(act=transition.code, document_id=document.id)
    made = rules.workflow_of(document)
    before = _put(work, document, made.machine_of(transition), transition.after)
    document.changed_at = work.now
    # Also when nothing else changed: whoever looked before must look again.
    flag_modified(document, "changed_at")
    work.session.flush()
    fill_roles(work, made, document, made.states[transition.after])
    work.record(
        DocumentMoved(
            document.id, transition.code, before, transition.after, note, transition.by, dict(answers or {})
        )
    )


def state_in(work: Work, document: RunsByWorkflow, machine: str) -> str:
    """Where a machine of the document stands; empty when its version has no such machine."""
    if machine == MAIN:
        return document.state
    place = work.session.get(MachineState, (document.id, machine))
    return place.state if place is not None else ""


def states_of(work: Work, document: RunsByWorkflow) -> dict[str, str]:
    """The present state of every machine of a document, the main one first."""
    rows = select(MachineState).where(MachineState.document_id == document.id).order_by(MachineState.machine)
    return {MAIN: document.state, **{row.machine: row.state for row in work.session.scalars(rows)}}


def _put(work: Work, document: RunsByWorkflow, machine: str, state: str) -> str:
    """The new state in its machine; returns the one before."""
    if machine == MAIN:
        before, document.state, document.state_since = document.state, state, work.now
        return before
    place = work.session.get_one(MachineState, (document.id, machine))
    before, place.state, place.since = place.state, state, work.now
    return before
