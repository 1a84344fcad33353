"""The matter a paper belongs to (hồ sơ công việc): what it answers, rests on and was made from, and their dossiers.

A draft is filed when it is done; its matter is known before, by the papers around it. Only what the actor may see is
told, and the number of queries does not grow with the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select

from documents.access import may
from documents.acts import papers_cited
from documents.model import Child, Document, Dossier, DossierItem
from documents.registers import printed_symbol
from documents.work import Work
from workflows.incoming.assignments import Reply

Why = Literal["answers", "rests_on", "made_from", "same_dossier"]
MOST_PAPERS = 12
"""What one paper shows of its matter; the dossier itself is a click away."""
MOST_LOOKED_AT = 50


@dataclass(frozen=True)
class Beside:
    """A paper of the same matter, and why it lies here."""

    document_id: str
    symbol: str
    subject: str
    issued_on: date | None
    why: Why


@dataclass(frozen=True)
class DossierBeside:
    """A dossier the paper, or one it answers, rests on or was made from, is filed in.

    opens   whether the actor may open it; its line in the year's list is for everybody
    """

    id: str
    code: str
    title: str
    opens: bool


@dataclass(frozen=True)
class Matter:
    papers: tuple[Beside, ...] = ()
    dossiers: tuple[DossierBeside, ...] = ()


def matters(work: Work, document_ids: Sequence[str]) -> dict[str, Matter]:
    """By id, of those papers that have any; the actor has been let see the papers themselves."""
    around = _around(work, document_ids)
    near = _seen(work, {one for pairs in around.values() for one, _ in pairs})
    filed = _dossiers(work, {*document_ids, *near})
    inside = _inside(work, {dossier.id for dossiers in filed.values() for dossier in dossiers})
    seen = near | _seen(work, {paper for papers in inside.values() for paper in papers} - near.keys())
    found = {}
    for document_id in document_ids:
        pairs = around.get(document_id, [])
        dossiers = list(
            dict.fromkeys(
                one for paper in (document_id, *(p for p, _ in pairs)) for one in filed.get(paper, ())
            )
        )
        pairs += [(paper, "same_dossier") for dossier in dossiers for paper in inside[dossier.id]]
        beside: dict[str, Beside] = {}
        for paper, why in pairs:
            if paper in seen and paper != document_id and paper not in beside and len(beside) < MOST_PAPERS:
                beside[paper] = _beside(seen[paper], why)
        if beside or dossiers:
            found[document_id] = Matter(tuple(beside.values()), tuple(dossiers))
    return found


def _around(work: Work, document_ids: Sequence[str]) -> dict[str, list[tuple[str, Why]]]:
    """What each paper answers, was made from, and rests on; in this order."""
    replies = select(Reply.outgoing_id, Reply.incoming_id).where(Reply.outgoing_id.in_(document_ids))
    made = select(Child.child_id, Child.parent_id).where(Child.child_id.in_(document_ids))
    found: dict[str, list[tuple[str, Why]]] = {}
    for paper, other in work.session.execute(replies.order_by(Reply.linked_at)):
        found.setdefault(paper, []).append((other, "answers"))
    for paper, other in work.session.execute(made):
        found.setdefault(paper, []).append((other, "made_from"))
    for paper, other in papers_cited(work.session, document_ids):
        found.setdefault(paper, []).append((other, "rests_on"))
    return found


def _dossiers(work: Work, papers: set[str]) -> dict[str, list[DossierBeside]]:
    rows = work.session.execute(
        select(DossierItem.document_id, Dossier)
        .join(Dossier, Dossier.id == DossierItem.dossier_id)
        .where(DossierItem.document_id.in_(papers))
        .order_by(Dossier.year.desc(), Dossier.code)
    ).all()
    wanted = Dossier.id.in_({dossier.id for _, dossier in rows})
    mine = may(work.actor, "view", work.now, on=Dossier)
    opens = set(work.session.scalars(select(Dossier.id).where(wanted, mine)))
    found: dict[str, list[DossierBeside]] = {}
    for paper, dossier in rows:
        one = DossierBeside(dossier.id, dossier.code, dossier.title, dossier.id in opens)
        found.setdefault(paper, []).append(one)
    return found


def _inside(work: Work, dossier_ids: set[str]) -> dict[str, list[str]]:
    """The papers of each dossier, the last filed first; of a thick one, its end."""
    place = func.row_number().over(partition_by=DossierItem.dossier_id, order_by=DossierItem.ordinal.desc())
    last = (
        select(DossierItem.dossier_id, DossierItem.document_id, place.label("place"))
        .where(DossierItem.dossier_id.in_(dossier_ids))
        .subquery()
    )
    rows = work.session.execute(
        select(last.c.dossier_id, last.c.document_id)
        .where(last.c.place <= MOST_LOOKED_AT)
        .order_by(last.c.dossier_id, last.c.place)
    )
    found: dict[str, list[str]] = {dossier_id: [] for dossier_id in dossier_ids}
    for dossier_id, paper in rows:
        found[dossier_id].append(paper)
    return found


def _seen(work: Work, papers: set[str]) -> dict[str, Document]:
    rows = select(Document).where(Document.id.in_(papers), may(work.actor, "view", work.now))
    return {one.id: one for one in work.session.scalars(rows)}


def _beside(paper: Document, why: Why) -> Beside:
    return Beside(paper.id, printed_symbol(paper), paper.subject, paper.issued_on, why)
