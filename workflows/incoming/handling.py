"""Working an incoming paper: confirming it, telling how it goes, answering it, finishing, taking it up again.

Supporters and handlers finish their own parts; the lead finishes the paper when nobody's part is open any more.
"""

from sqlalchemy import select

from documents.access import grant, require
from documents.errors import NoSuchDocument, NotAllowed
from documents.incoming import Incoming
from documents.model import Document
from documents.work import Work
from workflows.commands import MIN_REASON_LETTERS, Rules, allow, lock, move
from workflows.errors import ActDenied, AssignmentRefused
from workflows.incoming.assignments import (
    DONE,
    LEAD,
    OPEN,
    REPORTS,
    RESULT,
    Assignment,
    HandlingReport,
    Reply,
    ReplyLinked,
    TaskReported,
    TaskSeen,
    assignments_on,
    open_tasks,
)
from workflows.incoming.directing import LONGEST_WORDS, end, my_task
from workflows.queries import visible


def confirm_seen(work: Work, document_id: str, task_id: str) -> None:
    """Whoever got a part confirms having it (ký nhận); a second time changes nothing.

    raises    NotAllowed, NoSuchAssignment
    """
    _reporting(work, document_id)
    task = my_task(work, document_id, task_id)
    if task.seen_at is None:
        task.seen_at, task.seen_by = work.now, work.by
        work.record(TaskSeen(document_id, task.id, task.principal))


def report(work: Work, document_id: str, task_id: str, sort: str, words: str) -> str:
    """Tell of one's own part: "progress", "proposal", or its "result", with which the part is done.

    raises    NotAllowed, NoSuchAssignment; AssignmentRefused without words, or for the lead's result, which is
              `complete`; ActDenied while handlers under this part are at work
    """
    document = _reporting(work, document_id)
    task = my_task(work, document_id, task_id)
    if sort not in REPORTS or (sort == RESULT and task.part == LEAD):
        raise AssignmentRefused(why="report_empty")
    made = _tell(work, document, task, sort, words)
    if sort == RESULT:
        waiting = [one.name for one in open_tasks(work.session, document_id) if one.under_id == task.id]
        if waiting:
            raise ActDenied(reason="tasks_open", act="report", document_id=document_id, names=waiting)
        end(work, task, DONE, words)
    return made


def link_reply(work: Work, document_id: str, outgoing_id: str) -> None:
    """Say that a document of ours answers this paper; both show it.

    raises    NotAllowed; AssignmentRefused when there is no such document of ours that the actor may view
    """
    document = require(work.session, work.actor, document_id, "reply", work.now)
    lock(work, document)
    try:
        outgoing = visible(work, outgoing_id)
    except NoSuchDocument:
        raise AssignmentRefused(why="reply_unknown") from None
    if work.session.get(Incoming, outgoing_id) is not None or outgoing.state == "withdrawn":
        raise AssignmentRefused(why="reply_unknown")
    known = select(Reply.id).where(Reply.incoming_id == document_id, Reply.outgoing_id == outgoing_id)
    if work.session.scalar(known) is not None:
        return
    work.session.add(
        Reply(incoming_id=document_id, outgoing_id=outgoing_id, linked_at=work.now, linked_by=work.by)
    )
    document.changed_at = work.now
    work.record(ReplyLinked(document_id, outgoing_id))


def complete(
    work: Work, rules: Rules, document_id: str, result: str, *, seen_version: int | None = None
) -> Document:
    """The lead finishes the paper; it waits to be filed from then on.

    raises    AssignmentRefused without words; ActDenied while anybody's part is open; what `allow` raises
    """
    document, step = allow(work, rules, document_id, "complete", seen_version=seen_version)
    task = next((one for one in open_tasks(work.session, document_id) if one.part == LEAD), None)
    if task is not None:
        _tell(work, document, task, RESULT, result)
        end(work, task, DONE, result)
    archive = f"office:archivist:{document.agency_id}"
    grant(work.session, document_id, "archivist", archive, cause="office", since=work.now)
    move(work, rules, document, step, result)
    return document


def reopen(
    work: Work, rules: Rules, document_id: str, reason: str, *, seen_version: int | None = None
) -> Document:
    """A finished paper is taken up again: the lead's part is open as before.

    raises    ReasonNeeded; what `allow` raises
    """
    document, step = allow(work, rules, document_id, "reopen", seen_version=seen_version)
    move(work, rules, document, step, reason)
    leads = [
        one for one in assignments_on(work.session, document_id) if one.part == LEAD and one.status == DONE
    ]
    leads[-1].status, leads[-1].closed_at, leads[-1].closed_by, leads[-1].closed_why = OPEN, None, None, ""
    return document


def _reporting(work: Work, document_id: str) -> Document:
    document = require(work.session, work.actor, document_id, "report", work.now)
    lock(work, document)
    if document.state != "handling":
        raise NotAllowed(right="report", document_id=document_id)
    return document


def _tell(work: Work, document: Document, task: Assignment, sort: str, words: str) -> str:
    words = words.strip()
    if len(words) < MIN_REASON_LETTERS:
        raise AssignmentRefused(why="report_empty")
    if len(words) > LONGEST_WORDS:
        raise AssignmentRefused(why="assignment_too_long")
    made = HandlingReport(
        assignment_id=task.id, document_id=document.id, sort=sort, words=words, person_id=work.actor.person_id,
        person_name=work.by, said_at=work.now,
    )  # fmt: skip
    work.session.add(made)
    if task.seen_at is None:
        task.seen_at, task.seen_by = work.now, work.by
    document.changed_at = work.now
    work.session.flush()
    work.record(TaskReported(document.id, task.id, task.part, sort))
    return made.id
