"""A person takes a step: any step of any workflow that needs no key, seal or dossier."""

from collections.abc import Mapping

from documents import commands as papers
from documents.model import Document
from documents.work import Work
from documents.working_copies import require_no_other_copy, return_working_copy
from workflows.answers import read_answers
from workflows.commands import Rules, allow, move
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
    if transition.needs:
        raise ActDenied(reason="own_door", act=step, document_id=document_id, needs=transition.needs)
    told = read_answers(transition, answers or {})
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
