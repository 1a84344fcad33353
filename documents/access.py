"""Who acts, and what a state lets a role do.

The rights of a state stand in `StateRight`, the roles of people on one document in `Grant`; a right is computed
when it is asked for and copied nowhere. Workflows write these tables; nothing here knows a workflow.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    exists,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.calls import Call
from documents.database import Base, UtcTime, new_id
from documents.dispositions import Disposition
from documents.errors import NotAllowed
from documents.model import Document, Dossier, DossierItem, MachineState, RunsByWorkflow

IN_PERSON = frozenset({"sign", "attest", "issue"})
"""What nobody does in another's place, for it takes a private key: only the actor's own principals count.

source  Decree 30/2020/NĐ-CP, Art. 13 and 32: signing for somebody takes a mandate, handing over the seal a paper
"""

_IN_PLACE = "vanthu_in_place_of"


@dataclass(frozen=True)
class StandIn:
    """Somebody absent whom an actor stands in for (thay thế), by a dated paper.

    principals   what the actor may act as only in their place; also among the actor's `principals`
    """

    person_id: str
    name: str
    principals: frozenset[str]


@dataclass(frozen=True)
class Actor:
    """A person at work, with the principals they act as at this moment.

    principals   "person:ID", "unit:ID", "head:UNIT", "office:clerk:AGENCY" …; names snapshots go to the journal
    stands_in    for whom else; both names are kept with what is done by such a right alone
    """

    person_id: str
    name: str
    title: str = ""
    principals: frozenset[str] = frozenset()
    stands_in: tuple[StandIn, ...] = ()

    @property
    def own(self) -> frozenset[str]:
        """The principals the actor has without standing in for anybody."""
        others = frozenset[str]().union(*(one.principals for one in self.stands_in))
        return self.principals - others

    @property
    def acts_for(self) -> frozenset[str]:
        """The ids of the actor and of everybody they stand in for."""
        return frozenset({self.person_id, *(one.person_id for one in self.stands_in)})


class StateRight(Base):
    """In this state of this definition, holders of the role have the right."""

    __tablename__ = "vanthu_state_rights"
    workflow: Mapped[str] = mapped_column(String(60), primary_key=True)
    workflow_version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[str] = mapped_column(String(40), primary_key=True)
    right: Mapped[str] = mapped_column(String(40), primary_key=True)


class Grant(Base):
    """A principal holds a role on a document, since when, until when, and why (`cause`)."""

    __tablename__ = "vanthu_grants"
    __table_args__ = (
        UniqueConstraint("document_id", "role", "principal", "cause"),
        Index("ix_vanthu_grants_given", "document_id", "role", "principal", "since", "until"),
        # Who holds few roles is asked for by person, not paper by paper.
        Index("ix_vanthu_grants_held", "principal", "document_id"),
    )
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(40))
    principal: Mapped[str] = mapped_column(String(80))
    cause: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime | None] = mapped_column(UtcTime)


def grant(
    session: Session, document_id: str, role: str, principal: str, *, cause: str, since: datetime
) -> None:
    """Give a role on a document once: the same cause again changes nothing, but begins an ended role anew."""
    before = select(Grant).where(
        Grant.document_id == document_id,
        Grant.role == role,
        Grant.principal == principal,
        Grant.cause == cause,
    )
    held = session.scalar(before)
    if held is None:
        session.add(Grant(document_id=document_id, role=role, principal=principal, cause=cause, since=since))
    elif held.until is not None and held.until <= since:
        held.since, held.until = since, None
    session.flush()


RUNNING: Mapping[str, type[RunsByWorkflow]] = {
    "document": Document,
    "dossier": Dossier,
    "call": Call,
    "disposition": Disposition,
}
"""Everything that runs by a workflow, by what a definition says it is about. An id names one row in all together."""

READ = "read"
"""The right on a dossier that lets its holders view the papers in it (cause "dossier"), whatever their own workflow."""

Row = TypeVar("Row", bound=RunsByWorkflow)


def may(
    actor: Actor,
    right: str,
    at: datetime,
    *,
    as_roles: Collection[str] | None = None,
    on: type[RunsByWorkflow] = Document,
) -> ColumnElement[bool]:
    """The one predicate of rights, as a condition on `Document` rows, or on other rows that run by a workflow.

    A right counts in the state of the main machine or in that of any smaller machine beside it. A paper is also seen
    by those who may read a dossier it is in.
    as_roles   only by one of these roles, where a list is of what waits for a role
    """
    held = (
        select(Grant.id)
        .join(StateRight, StateRight.role == Grant.role)
        .where(
            Grant.document_id == on.id,
            held_at(at),
            Grant.principal.in_(sorted(usable(actor, right))),
            StateRight.workflow == on.workflow,
            StateRight.workflow_version == on.workflow_version,
            StateRight.right == right,
        )
    )
    if as_roles is not None:
        held = held.where(Grant.role.in_(sorted(as_roles)))
    beside = held.join(MachineState, MachineState.state == StateRight.state)
    ways = [
        exists(held.where(StateRight.state == on.state)),
        exists(beside.where(MachineState.document_id == on.id)),
    ]
    if on is Document and right == "view" and as_roles is None:
        ways.append(exists(reading(actor, at).where(DossierItem.document_id == Document.id)))
    return or_(*ways)


def reading(actor: Actor, at: datetime) -> Select[str]:
    """The grants by which the actor reads dossiers, joined with what is in them."""
    return (
        select(Grant.id)
        .join(StateRight, StateRight.role == Grant.role)
        .join(Dossier, Dossier.id == Grant.document_id)
        .join(DossierItem, DossierItem.dossier_id == Dossier.id)
        .where(
            held_at(at),
            Grant.principal.in_(sorted(actor.principals)),
            StateRight.workflow == Dossier.workflow,
            StateRight.workflow_version == Dossier.workflow_version,
            StateRight.state == Dossier.state,
            StateRight.right == READ,
        )
    )


FEW = 1_000


def few_roles(session: Session, actor: Actor) -> Select[str] | None:
    """The documents an actor ever got a role on, or on a dossier of theirs, when they are few enough; else None."""
    mine = Grant.principal.in_(sorted(actor.principals))
    filed = select(DossierItem.document_id).join(Grant, Grant.document_id == DossierItem.dossier_id)
    either = union_all(select(Grant.document_id).where(mine), filed.where(mine)).subquery()
    given = select(either.c.document_id)
    counted = session.scalar(select(func.count()).select_from(given.limit(FEW + 1).subquery())) or 0
    return given if counted <= FEW else None


def usable(actor: Actor, right: str) -> frozenset[str]:
    """The principals that count for a right: all of them, but for what is done in person."""
    return actor.own if right in IN_PERSON else actor.principals


def roles(
    session: Session, actor: Actor, document_id: str, at: datetime, *, right: str = ""
) -> frozenset[str]:
    """The roles this actor holds on this document now; those that count for `right`, when one is named."""
    held = select(Grant.role).where(
        Grant.document_id == document_id, held_at(at), Grant.principal.in_(sorted(usable(actor, right)))
    )
    return frozenset(session.scalars(held))


def require(session: Session, actor: Actor, document_id: str, right: str, at: datetime) -> Document:
    """The document, when the actor has the right on it; in whose place, is kept for `in_place_of`.

    raises    NotAllowed, the same whether the document does not exist or may not be touched
    """
    return require_on(session, actor, Document, document_id, right, at)


def require_on(session: Session, actor: Actor, of: type[Row], row_id: str, right: str, at: datetime) -> Row:
    """The same for any kind of row that runs by a workflow."""
    found = session.scalar(select(of).where(of.id == row_id, may(actor, right, at, on=of)))
    if found is None:
        raise NotAllowed(right=right, document_id=row_id)
    if actor.stands_in:
        act_as(session, actor, _holders(session, found, right, at))
    return found


def act_as(session: Session, actor: Actor, principals: Iterable[str]) -> None:
    """Keep in whose place the actor acts, when none of these principals is the actor's own."""
    held = frozenset(principals)
    if not held & actor.own:
        places: dict[str, str] = session.info.setdefault(_IN_PLACE, {})
        places |= {one.person_id: one.name for one in actor.stands_in if one.principals & held}


def in_place_of(session: Session) -> tuple[str, ...]:
    """The names of those in whose place alone the actor could do what this transaction did."""
    places: dict[str, str] = session.info.get(_IN_PLACE, {})
    return tuple(sorted(places.values()))


def view_terms(session: Session, actor: Actor) -> list[str]:
    """The same predicate in index terms: a document is visible when it carries one of these."""
    key = (StateRight.workflow, StateRight.workflow_version, StateRight.state, StateRight.role)
    rows = session.execute(select(StateRight.right, *key).where(StateRight.right.in_(["view", READ]))).all()
    return [
        access_term(workflow, version, state, role, principal, inside=right == READ)
        for right, workflow, version, state, role in rows
        for principal in sorted(actor.principals)
    ]


def document_terms(session: Session, document: Document, at: datetime) -> list[str]:
    """What a document carries in the index so that `view_terms` can find it: its own terms, and its dossiers'."""
    held = session.execute(
        select(Grant.role, Grant.principal).where(Grant.document_id == document.id, held_at(at))
    ).all()
    own = [
        access_term(document.workflow, document.workflow_version, state, role, principal)
        for state in present_states(session, document)
        for role, principal in held
    ]
    filed = session.execute(
        select(Dossier, Grant.role, Grant.principal)
        .join(DossierItem, DossierItem.dossier_id == Dossier.id)
        .join(Grant, Grant.document_id == Dossier.id)
        .where(DossierItem.document_id == document.id, held_at(at))
    ).all()
    return own + [
        access_term(one.workflow, one.workflow_version, one.state, role, principal, inside=True)
        for one, role, principal in filed
    ]


def papers_of(session: Session, row_ids: Collection[str]) -> set[str]:
    """The ids of the documents in these dossiers: who sees them changes with what happens to the dossier."""
    inside = select(DossierItem.document_id).where(DossierItem.dossier_id.in_(sorted(row_ids)))
    return set(session.scalars(inside))


def present_states(session: Session, document: RunsByWorkflow) -> list[str]:
    """Where the main machine stands, then the smaller ones."""
    beside = select(MachineState.state).where(MachineState.document_id == document.id)
    return [document.state, *session.scalars(beside)]


def access_term(
    workflow: str, version: int, state: str, role: str, principal: str, *, inside: bool = False
) -> str:
    """`inside` for what the holder of a role on a dossier may do with a paper in it."""
    return f"{'in/' if inside else ''}{workflow}@{version}/{state}|{role}|{principal}"


def running(session: Session, row_id: str) -> RunsByWorkflow | None:
    """The row of this id, whatever it is."""
    found = (session.get(of, row_id) for of in RUNNING.values())
    return next((row for row in found if row is not None), None)


def _holders(session: Session, document: RunsByWorkflow, right: str, at: datetime) -> frozenset[str]:
    """The principals that have the right on the document as it stands."""
    giving = select(StateRight.role).where(
        StateRight.workflow == document.workflow,
        StateRight.workflow_version == document.workflow_version,
        StateRight.state.in_(present_states(session, document)),
        StateRight.right == right,
    )
    held = select(Grant.principal).where(
        Grant.document_id == document.id, held_at(at), Grant.role.in_(giving)
    )
    return frozenset(session.scalars(held))


def held_at(at: datetime) -> ColumnElement[bool]:
    """The condition that a grant counts at this moment."""
    return and_(Grant.since <= at, or_(Grant.until.is_(None), Grant.until > at))
