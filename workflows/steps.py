"""A person takes a step: any step of any workflow that needs no key, seal, dossier or desk."""

from collections.abc import Mapping

from documents import commands as papers
from documents.access import Row
from documents.model import Document
from documents.work import Work
from documents.working_copies import require_no_other_copy, return_working_copy
from workflows.answers import read_answers
from workflows.commands import Rules, allow, allow_on, move
from workflows.definition import Transition
from workflows.errors import ActDenied
from workflows.machines import settle


def take(
    work: Work,
    rules: Rules,
    document_id: str,
    step: str,
    note: str = "",
    *,
    answers: Mapping[str, str] | None = None,
    seen_version: int | None = None,
) -> Document:
    """A person takes a step that needs no key, seal or dossier.

    answers   what was typed for the fields the step asks, by their codes
    raises    what `allow` raises; ReasonNeeded; AnswerRefused; NobodyToAct; ActDenied for a step with its own door
    """
    document, transition = allow(work, rules, document_id, step, seen_version=seen_version)
    told = _answers(transition, document_id, answers)
    if transition.freezes:
        require_no_other_copy(work, document_id)
        return_working_copy(work, document_id)
        document.frozen_digest = papers.frozen_digest(document)
    if transition.approves:
        papers.approve(work, document, transition.approves)
    move(work, rules, document, transition, note, answers=told)
    if transition.falls:
        papers.fall_approvals(work, document, step)
    settle(work, rules, document)
    return document


def take_on(
    work: Work,
    rules: Rules,
    of: type[Row],
    row_id: str,
    step: str,
    note: str = "",
    *,
    answers: Mapping[str, str] | None = None,
    seen_version: int | None = None,
) -> Row:
    """The same for what runs by a workflow and is no document: nothing freezes, nothing falls."""
    row, transition = allow_on(work, rules, of, row_id, step, seen_version=seen_version)
    told = _answers(transition, row_id, answers)
    move(work, rules, row, transition, note, answers=told)
    settle(work, rules, row)
    return row


def _answers(transition: Transition, row_id: str, answers: Mapping[str, str] | None) -> dict[str, str]:
    """raises ActDenied for a step with its own door; AnswerRefused"""
    if transition.needs:
        raise ActDenied(reason="own_door", act=transition.code, document_id=row_id, needs=transition.needs)
    return read_answers(transition, answers or {})
