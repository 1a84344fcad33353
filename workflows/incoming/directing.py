"""Who gets an incoming paper: presented to a leader, directed to lead and supporters, passed on, sent back, recalled.

Only a registered paper gets this far: the guards say so. A part in a paper is a role on it with the cause "task", held
from the day it is given until it is returned or recalled. What is done with it is `handling`.
source  Decree 30/2020/NĐ-CP, Art. 23 (presenting and passing on), Art. 24 (lead, supporters, deadline)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from documents.access import Grant, grant, require, roles
from documents.database import local_date
from documents.errors import NotAllowed
from documents.model import Document
from documents.work import Work
from workflows.calendar import calendar_of
from workflows.commands import MIN_REASON_LETTERS, Rules, allow, lock, move
from workflows.directory.model import Person, Position, Unit, in_force, our_agency
from workflows.errors import AssignmentRefused, NoSuchAssignment, ReasonNeeded
from workflows.incoming.assignments import (
    CAUSE,
    DONE,
    HANDLER,
    LEAD,
    OPEN,
    RECALLED,
    RETURNED,
    SUPPORTER,
    Assignment,
    TaskEnded,
    TaskGiven,
    open_tasks,
)
from workflows.incoming.passing import passing_rules

LONGEST_WORDS, MOST_DAYS, MOST_SUPPORTERS = 4_000, 250, 30
LEADING = ("director", "deputy")


@dataclass(frozen=True)
class Part:
    """Whom a part is given to, what they are told, and within how many working days.

    to      "unit:ID", whose head answers for it, or "person:ID"
    days    None where nobody is hurried
    """

    to: str
    days: int | None = None
    instruction: str = ""


def present(
    work: Work,
    rules: Rules,
    document_id: str,
    leader_id: str,
    note: str = "",
    *,
    seen_version: int | None = None,
) -> Document:
    """Present a registered paper to a leader of the agency (trình), who then directs it.

    raises    AssignmentRefused when that person leads nothing here; what `allow` raises
    """
    document, step = allow(work, rules, document_id, "present", seen_version=seen_version)
    if not _leads(work, document.agency_id, leader_id):
        raise AssignmentRefused(why="assignment_unknown")
    for held in _grants(work, document_id, "leader"):
        held.until = work.now
    _hold(work, document_id, "leader", f"person:{leader_id}")
    move(work, rules, document, step, note)
    return document


def direct(
    work: Work,
    rules: Rules,
    document_id: str,
    lead: Part,
    supporters: Sequence[Part] = (),
    *,
    seen_version: int | None = None,
) -> Document:
    """The leader says who leads, who supports, and by when (ý kiến chỉ đạo).

    raises    AssignmentRefused; what `allow` raises
    """
    document, step = allow(work, rules, document_id, "direct", seen_version=seen_version)
    if not lead.to:
        raise AssignmentRefused(why="assignment_without_lead")
    if len(supporters) > MOST_SUPPORTERS:
        raise AssignmentRefused(why="assignment_twice")
    _give(work, document, LEAD, lead, as_role="leader")
    for part in supporters:
        _give(work, document, SUPPORTER, part, as_role="leader")
    move(work, rules, document, step, lead.instruction[:500])
    return document


def pass_on(
    work: Work,
    rules: Rules,
    document_id: str,
    unit_id: str,
    days: int | None,
    *,
    seen_version: int | None = None,
) -> Document:
    """The văn thư passes a paper straight to a unit, as a rule of the office lets them.

    raises    AssignmentRefused when no rule names that unit; what `allow` raises
    """
    document, step = allow(work, rules, document_id, "pass_on", seen_version=seen_version)
    fitting = [rule for rule in passing_rules(work, document) if rule.unit_id == unit_id]
    if not fitting:
        raise AssignmentRefused(why="assignment_unknown")
    _give(work, document, LEAD, Part(f"unit:{unit_id}", days, fitting[0].basis), as_role="clerk")
    move(work, rules, document, step, fitting[0].basis)
    return document


def send_back(
    work: Work, rules: Rules, document_id: str, reason: str, *, seen_version: int | None = None
) -> Document:
    """Give a wrongly addressed paper back to the văn thư (chuyển lại văn thư), by leader or lead, with the reason.

    raises    ReasonNeeded; what `allow` raises
    """
    here = work.session.get(Document, document_id)
    step_code = "return_presented" if here is not None and here.state == "presented" else "send_back"
    document, step = allow(work, rules, document_id, step_code, seen_version=seen_version)
    move(work, rules, document, step, reason)
    for task in open_tasks(work.session, document_id):
        end(work, task, RETURNED if task.part == LEAD else RECALLED, reason)
    for held in _grants(work, document_id, "leader"):
        held.until = work.now
    return document


def take_back(
    work: Work, rules: Rules, document_id: str, reason: str, *, seen_version: int | None = None
) -> Document:
    """The leader takes a paper back from everybody, to direct it anew.

    raises    ReasonNeeded; what `allow` raises
    """
    document, step = allow(work, rules, document_id, "take_back", seen_version=seen_version)
    move(work, rules, document, step, reason)
    for task in open_tasks(work.session, document_id):
        end(work, task, RECALLED, reason)
    return document


def add_supporter(work: Work, document_id: str, part: Part) -> str:
    """The leader asks one more to support.

    raises    NotAllowed, AssignmentRefused
    """
    document = _locked(work, document_id)
    if "leader" not in roles(work.session, work.actor, document_id, work.now):
        raise NotAllowed(right="assign", document_id=document_id)
    return _give(work, document, SUPPORTER, part, as_role="leader").id


def assign_handler(work: Work, document_id: str, task_id: str, part: Part) -> str:
    """The head of a unit gives their part to somebody of the unit (phân công).

    task_id   the unit's own part
    raises    NotAllowed, NoSuchAssignment, AssignmentRefused for somebody of another unit
    """
    document = _locked(work, document_id)
    task = my_task(work, document_id, task_id)
    scheme, _, unit_id = task.principal.partition(":")
    person_id = part.to.removeprefix("person:")
    if task.part == HANDLER or scheme != "head" or not part.to.startswith("person:"):
        raise AssignmentRefused(why="assignment_outside_unit")
    belongs = select(Position.id).where(
        Position.person_id == person_id, Position.unit_id == unit_id, in_force(Position, work.now)
    )
    if work.session.scalar(belongs.limit(1)) is None:
        raise AssignmentRefused(why="assignment_outside_unit")
    return _give(work, document, HANDLER, part, as_role=task.part, under=task).id


def recall(work: Work, document_id: str, task_id: str, reason: str) -> None:
    """Take a part back from whom it was given, with the reason; their handlers' parts end with it.

    raises    NotAllowed for whoever did not give it; NoSuchAssignment; AssignmentRefused for the lead's; ReasonNeeded
    """
    document = require(work.session, work.actor, document_id, "view", work.now)
    lock(work, document)
    task = _open_task(work, document_id, task_id)
    if task.part == LEAD:
        raise AssignmentRefused(why="recall_of_lead")
    held = roles(work.session, work.actor, document_id, work.now)
    above = work.session.get(Assignment, task.under_id) if task.under_id else None
    mine = above.principal in work.actor.principals if above else task.given_as in held
    if document.state != "handling" or not mine:
        raise NotAllowed(right="recall", document_id=document_id)
    if len(reason.strip()) < MIN_REASON_LETTERS:
        raise ReasonNeeded(act="recall", document_id=document_id)
    for under in [one for one in open_tasks(work.session, document_id) if one.under_id == task.id]:
        end(work, under, RECALLED, reason)
    end(work, task, RECALLED, reason)
    document.changed_at = work.now


def end(work: Work, task: Assignment, status: str, why: str) -> None:
    """A part ends; who finished it keeps sight of the paper, who lost it does not."""
    task.status, task.closed_at, task.closed_by, task.closed_why = (
        status,
        work.now,
        work.by,
        why.strip()[:LONGEST_WORDS],
    )
    if status != DONE:
        for held in _grants(work, task.document_id, task.part):
            if held.principal == task.principal:
                held.until = work.now
    work.session.flush()
    work.record(
        TaskEnded(task.document_id, task.id, task.part, task.principal, task.name, status, task.closed_why)
    )


def my_task(work: Work, document_id: str, task_id: str) -> Assignment:
    """An open part of the actor's own.

    raises    NoSuchAssignment, the same for a part of somebody else's
    """
    task = _open_task(work, document_id, task_id)
    if task.principal not in work.actor.principals:
        raise NoSuchAssignment(document_id=document_id)
    return task


def _open_task(work: Work, document_id: str, task_id: str) -> Assignment:
    task = work.session.get(Assignment, task_id, populate_existing=True)
    if task is None or task.document_id != document_id or task.status != OPEN:
        raise NoSuchAssignment(document_id=document_id)
    return task


def _locked(work: Work, document_id: str) -> Document:
    document = require(work.session, work.actor, document_id, "assign", work.now)
    lock(work, document)
    return require(work.session, work.actor, document_id, "assign", work.now)


def _give(
    work: Work, document: Document, part: str, given: Part, *, as_role: str, under: Assignment | None = None
) -> Assignment:
    """Write one part, and the role that goes with it."""
    words = given.instruction.strip()
    if len(words) > LONGEST_WORDS:
        raise AssignmentRefused(why="assignment_too_long")
    if given.days is not None and not 1 <= given.days <= MOST_DAYS:
        raise AssignmentRefused(why="assignment_term_wrong")
    principal, name = _named(work, given.to)
    if any(
        task.principal == principal and (part != HANDLER or task.part == HANDLER)
        for task in open_tasks(work.session, document.id)
    ):
        raise AssignmentRefused(why="assignment_twice")
    due_on = calendar_of(work.session).due(local_date(work.now), given.days) if given.days else None
    task = Assignment(
        document_id=document.id, part=part, principal=principal, name=name, under_id=under.id if under else None,
        instruction=words, working_days=given.days, due_on=due_on, given_at=work.now,
        given_by_id=work.actor.person_id, given_by=work.by, given_as=as_role, status=OPEN,
    )  # fmt: skip
    work.session.add(task)
    work.session.flush()
    _hold(work, document.id, part, principal)
    document.changed_at = work.now
    work.record(TaskGiven(document.id, task.id, part, principal, name, due_on))
    return task


def _named(work: Work, to: str) -> tuple[str, str]:
    """The principal that answers for a part, and its name.

    raises    AssignmentRefused for nobody of this office, and for a unit that has no head now
    """
    scheme, _, key = to.partition(":")
    agency = our_agency(work.session, work.now)
    if scheme == "unit":
        unit = work.session.scalar(
            select(Unit).where(Unit.id == key, Unit.agency_id == agency.id, in_force(Unit, work.now))
        )
        if unit is None:
            raise AssignmentRefused(why="assignment_unknown")
        if not has_head(work, unit.id):
            raise AssignmentRefused(why="assignment_without_head")
        return f"head:{unit.id}", unit.name
    person = work.session.scalar(
        select(Person)
        .join(Position, Position.person_id == Person.id)
        .where(
            Person.id == key,
            Position.agency_id == agency.id,
            Position.function != "administrator",
            in_force(Person, work.now),
            in_force(Position, work.now),
        )
        .limit(1)
    )
    if scheme != "person" or person is None:
        raise AssignmentRefused(why="assignment_unknown")
    return f"person:{person.id}", person.name


def has_head(work: Work, unit_id: str) -> bool:
    """Whether somebody answers for the unit today."""
    head = select(Position.id).where(
        Position.unit_id == unit_id, Position.function == "head", in_force(Position, work.now)
    )
    return work.session.scalar(head.limit(1)) is not None


def _leads(work: Work, agency_id: str, person_id: str) -> bool:
    leading = select(Position.id).where(
        Position.person_id == person_id,
        Position.agency_id == agency_id,
        Position.function.in_(LEADING),
        in_force(Position, work.now),
    )
    return work.session.scalar(leading.limit(1)) is not None


def _grants(work: Work, document_id: str, role: str) -> Sequence[Grant]:
    """The grants of this role that a task or a presentation made and that still hold."""
    return work.session.scalars(
        select(Grant).where(
            Grant.document_id == document_id,
            Grant.role == role,
            Grant.cause == CAUSE,
            Grant.until.is_(None),
        )
    ).all()


def _hold(work: Work, document_id: str, role: str, principal: str) -> None:
    """Give the role, also to who held it once before."""
    grant(work.session, document_id, role, principal, cause=CAUSE, since=work.now)
    held = work.session.scalars(
        select(Grant).where(
            Grant.document_id == document_id,
            Grant.role == role,
            Grant.principal == principal,
            Grant.cause == CAUSE,
        )
    ).one()
    if held.until is not None:
        held.since, held.until = work.now, None
    work.session.flush()
