"""What must hold before a list of dossiers is destroyed, and what follows the decision."""

from documents.destroying import destroy_dossier
from documents.dispositions import Disposition, ListDestroyed, listed, papers_in
from documents.model import RunsByWorkflow
from documents.work import Work
from workflows.questions import Allowed, Answer, Denied, Question
from workflows.standing import holds_of

DUE = "due"
SMALLEST_COUNCIL = 2


def list_destroyable(question: Question) -> Answer:
    """Everything on the list is due, and no paper in it is on hold (an inspection, a complaint)."""
    session = question.work.session
    dossiers = listed(session, question.about(Disposition).id)
    if not dossiers:
        return Denied("list_empty")
    early = [one.code for one in dossiers if one.state != DUE]
    if early:
        return Denied("dossier_not_due", {"dossiers": early})
    papers = {paper.id: one.code for one in dossiers for paper in papers_in(session, one.id)}
    stopped = {
        papers[paper]
        for paper, stretches in holds_of(session, list(papers)).items()
        if any(one.ended_at is None for one in stretches)
    }
    return Denied("papers_on_hold", {"dossiers": sorted(stopped)}) if stopped else Allowed()


def council_named(question: Question) -> Answer:
    """At least two people who did not draw the list up themselves."""
    row = question.about(Disposition)
    others = {person for person, _ in row.council} - {row.drawn_up_by}
    return Allowed() if len(others) >= SMALLEST_COUNCIL else Denied("council_too_small")


def council_agreed(question: Question) -> Answer:
    row = question.about(Disposition)
    missing = [name for person, name in row.council if person not in row.agreed]
    return Denied("council_waits", {"names": missing}) if missing else Allowed()


def destroy_listed(work: Work, row: RunsByWorkflow) -> None:
    """What follows the decision: every dossier of the list that is still due is destroyed; twice is no harm."""
    if not isinstance(row, Disposition) or row.state != "destroying":
        return
    work.session.refresh(row, with_for_update=True)
    dossiers = [one for one in listed(work.session, row.id) if one.state == DUE]
    together = {one.id for one in dossiers}
    for dossier in dossiers:
        destroy_dossier(work, row.id, dossier, together)
    work.record(ListDestroyed(row.id, len(dossiers)))
