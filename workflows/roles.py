"""Where the holders of a workflow's roles come from, when a paper first comes to a state that gives them rights.

One explicit dict, like the guards: a definition names a source, nothing is looked up anywhere else. "granted" roles
are given by commands: recipients by dispatch, those consulted by opinions.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from documents.access import Grant, grant, held_at
from documents.calls import Call, Owed
from documents.dispositions import Disposition
from documents.model import Document, Dossier, RunsByWorkflow
from documents.work import Work
from workflows.definition import Definition, State
from workflows.directory.mandates import paper_of, signer_named
from workflows.errors import NobodyToAct
from workflows.minutes import chair_of, secretary_of

Source = Callable[[Work, RunsByWorkflow], list[str]]
"""The principals of a role on this row now; none when there is nobody."""


def creator(work: Work, document: RunsByWorkflow) -> list[str]:
    """Whoever made the document."""
    return [f"person:{document.drafter_id}"] if isinstance(document, Document) else []


def keeper(work: Work, dossier: RunsByWorkflow) -> list[str]:
    """Whoever keeps the dossier; the archive where nobody wrote down who."""
    named = isinstance(dossier, Dossier) and dossier.keeper_id
    return [f"person:{named}"] if named else [f"office:archivist:{dossier.agency_id}"]


def collector(work: Work, row: RunsByWorkflow) -> list[str]:
    """Who sums up a call, and so takes in what is handed in to it."""
    if isinstance(row, Call):
        return [f"person:{row.collector_id}"]
    asked = select(Call.collector_id).join(Owed, Owed.call_id == Call.id).where(Owed.document_id == row.id)
    found = work.session.scalar(asked)
    return [f"person:{found}"] if found is not None else []


def unit_head(work: Work, row: RunsByWorkflow) -> list[str]:
    """The head of the drafting or keeping unit, whoever that is on the day."""
    return [f"head:{row.unit_id}"] if row.unit_id else []


def named_signer(work: Work, document: RunsByWorkflow) -> list[str]:
    """The one person whose name the paper prints under the signature."""
    if not isinstance(document, Document):
        return []
    name = str(document.fields.get("signer_name") or "")
    found = signer_named(work.session, paper_of(document), name, work.now)
    return [f"person:{found.person_id}"] if found is not None else []


def named_chair(work: Work, document: RunsByWorkflow) -> list[str]:
    """The one colleague whose name minutes print as their chair."""
    chair = chair_of(work, document) if isinstance(document, Document) else None
    return [f"person:{chair.id}"] if chair is not None else []


def named_secretary(work: Work, document: RunsByWorkflow) -> list[str]:
    """The one colleague whose name minutes print as their secretary."""
    secretary = secretary_of(work, document) if isinstance(document, Document) else None
    return [f"person:{secretary.id}"] if secretary is not None else []


def _office(function: str) -> Source:
    def principals(work: Work, row: RunsByWorkflow) -> list[str]:
        return [f"office:{function}:{row.agency_id}"]

    return principals


def council(work: Work, row: RunsByWorkflow) -> list[str]:
    """Those who appraise a list for destruction."""
    return [f"person:{person}" for person, _ in row.council] if isinstance(row, Disposition) else []


SOURCES: Mapping[str, tuple[Source, str]] = {
    "creator": (creator, "created"),
    "keeper": (keeper, "created"),
    "collector": (collector, "called"),
    "council": (council, "named"),
    "unit_head": (unit_head, "unit"),
    "named_signer": (named_signer, "named"),
    "named_chair": (named_chair, "named"),
    "named_secretary": (named_secretary, "named"),
    "form_checker_office": (_office("form_checker"), "office"),
    "clerk_office": (_office("clerk"), "office"),
    "archivist_office": (_office("archivist"), "office"),
    "director_office": (_office("director"), "office"),
}
"""By name: the source, and the cause the grant is given for."""

GRANTED = "granted"


def fill_roles(work: Work, made: Definition, document: RunsByWorkflow, state: State) -> None:
    """Give the roles that have rights in a state the paper comes to; those held already stay as they are.

    raises    NobodyToAct when the role whose turn it is has nobody: the paper would be stuck
    """
    for role in _named_in(made, state):
        told = made.roles.get(role)
        if told is None or told.source == GRANTED:
            continue
        source, cause = SOURCES[told.source]
        principals = source(work, document)
        for principal in principals:
            grant(work.session, document.id, role, principal, cause=cause, since=work.now)
        if principals:
            _end_others(work, document, role, cause, principals)
        if not principals and role == state.owner and not _held(work, document, role):
            raise NobodyToAct(role=role, state=state.title, document_id=document.id)


def _end_others(work: Work, document: RunsByWorkflow, role: str, cause: str, principals: list[str]) -> None:
    """After a return the paper may name another signer: the one before holds the role no longer."""
    before = select(Grant).where(
        Grant.document_id == document.id,
        Grant.role == role,
        Grant.cause == cause,
        Grant.principal.not_in(principals),
        Grant.until.is_(None),
    )
    for held in work.session.scalars(before):
        held.until = work.now


def _named_in(made: Definition, state: State) -> list[str]:
    steps = (role for step in made.transitions.values() if state.code in step.before for role in step.roles)
    return list(dict.fromkeys((*state.rights, *steps)))


def _held(work: Work, document: RunsByWorkflow, role: str) -> bool:
    held = select(Grant.id).where(Grant.document_id == document.id, Grant.role == role, held_at(work.now))
    return work.session.scalar(held.limit(1)) is not None
