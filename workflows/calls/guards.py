"""What must hold before a step of a call, or of a paper handed in to one."""

from sqlalchemy import select

from documents.calls import Call, Owed
from documents.commands import frozen_digest
from documents.model import Approval, Document
from workflows.questions import Allowed, Answer, Denied, Question

COLLECTING, TAKEN_IN = "open", "taken_in"


def call_open(question: Question) -> Answer:
    """The paper is one a unit owes a call, and the call still collects."""
    state = question.work.session.scalar(
        select(Call.state).join(Owed, Owed.call_id == Call.id).where(Owed.document_id == question.document.id)
    )
    return Allowed() if state == COLLECTING else Denied("call_not_open")


def subject_given(question: Question) -> Answer:
    given = question.document.subject.strip()
    return Allowed() if given else Denied("fields_incomplete", {"missing": ["subject"]})


def head_agreed(question: Question) -> Answer:
    """The head of the unit agreed to exactly what was handed in."""
    agreed = select(Approval.id).where(
        Approval.document_id == question.document.id,
        Approval.act == "content_check",
        Approval.fallen_at.is_(None),
        Approval.digest == frozen_digest(question.document),
    )
    found = question.work.session.scalar(agreed.limit(1)) is not None
    return Allowed() if found else Denied("checks_missing", {"checks": ["content_check"]})


def all_handed_in(question: Question) -> Answer:
    """From every unit that is not excused the collector has taken in a paper."""
    call = question.about(Call)
    rows = question.work.session.execute(
        select(Owed.unit_name, Document.state)
        .outerjoin(Document, Document.id == Owed.document_id)
        .where(Owed.call_id == call.id, Owed.excused == "")
        .order_by(Owed.unit_name)
    )
    names = [name for name, state in rows if state != TAKEN_IN]
    return Denied("not_all_handed_in", {"names": names}) if names else Allowed()
