"""What people see of one document: what it says, what they may do and why not, its history."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from documents.access import IN_PERSON, may, roles
from documents.errors import NoSuchDocument
from documents.journal import JournalEntry
from documents.model import Approval, Document, DraftVersion, RunsByWorkflow, SignatureProof
from documents.provable import proof_ends
from documents.registers import held_number
from documents.work import Work
from workflows.calendar import calendar_of
from workflows.commands import Rules, ask, states_of
from workflows.definition import Ask, Definition
from workflows.directory.mandates import Standing
from workflows.dispatch import RecipientRow, recipients_of
from workflows.errors import NoMandate
from workflows.minutes import standing_to_sign
from workflows.questions import Denied
from workflows.worklists import DocumentRow, row_of, rows_where


@dataclass(frozen=True)
class PossibleAct:
    """A step a person takes out of a present state: allowed, or why not.

    reason   the guard's code, or "not_your_role" with the roles it belongs to
    needs    "signature", "seal" or "dossier" when it has a door of its own
    asks     the fields to be filled in
    """

    step: str
    title: str
    allowed: bool
    mine: bool
    needs_reason: bool
    reason: str | None
    facts: dict[str, Any]
    needs: str = ""
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True)
class HistoryRow:
    id: int
    at: datetime
    actor_name: str
    actor_title: str
    fact: str
    body: dict[str, Any]


@dataclass(frozen=True)
class ApprovalRow:
    act: str
    person_name: str
    title: str
    made_at: datetime
    fallen_at: datetime | None
    fallen_reason: str | None


@dataclass(frozen=True)
class ProofRow:
    role: str
    signer: str
    person_name: str
    certificate: str
    trusted_time: datetime | None
    void_at: datetime | None


@dataclass(frozen=True)
class VersionRow:
    ordinal: int
    draft_name: str
    draft_sha256: str
    uploaded_at: datetime
    uploaded_by: str


@dataclass(frozen=True)
class StateRow:
    """A state of the document's workflow, in the order of the way."""

    code: str
    title: str
    machine: str


@dataclass(frozen=True)
class MachineRow:
    """Where a smaller machine stands: "Chuyển giao": "Đã gửi, chưa nhận đủ"."""

    title: str
    state: str
    state_title: str


@dataclass(frozen=True)
class DocumentSight:
    """One document as the actor may see it; `version` is what an act on this sight must quote."""

    row: DocumentRow
    version: int
    fields: dict[str, Any]
    warnings: tuple[str, ...]
    agency_name: str
    created_at: datetime
    draft_name: str
    draft_sha256: str
    rendition_sha256: str
    shown_sha256: str
    issued_sha256: str | None
    destroyed_at: datetime | None
    number_held: int | None
    acts: tuple[PossibleAct, ...]
    may_edit: bool
    may_accept: bool
    approvals: tuple[ApprovalRow, ...]
    proofs: tuple[ProofRow, ...]
    proof_ends: datetime | None
    versions: tuple[VersionRow, ...]
    recipients: tuple[RecipientRow, ...]
    roles: frozenset[str]
    states: tuple[StateRow, ...]
    machines: tuple[MachineRow, ...]
    steps: dict[str, str]
    alike: tuple[DocumentRow, ...]


def see(work: Work, rules: Rules, document_id: str) -> DocumentSight:
    """One document, with what the actor may do to it.

    raises    NoSuchDocument when it does not exist or may not be seen: the two look alike
    """
    document = visible(work, document_id)
    held, made = held_number(work.session, document_id), rules.workflow_of(document)
    return DocumentSight(
        row=row_of(rules, document, calendar_of(work.session) if document.state == "signed" else None),
        version=document.version,
        fields=document.fields,
        warnings=tuple(document.warnings),
        agency_name=document.agency_name,
        created_at=document.created_at,
        draft_name=document.draft_name,
        draft_sha256=document.draft_sha256,
        rendition_sha256=document.rendition_sha256,
        shown_sha256=document.current_sha256 or document.signed_sha256 or document.rendition_sha256,
        issued_sha256=document.issued_sha256,
        destroyed_at=document.destroyed_at,
        number_held=held.number if held else None,
        acts=tuple(possible_acts(work, rules, document)),
        may_edit=_may(work, document, "edit"),
        may_accept=_may(work, document, "accept"),
        approvals=_approvals(work, document_id),
        proofs=_proofs(work, document_id),
        proof_ends=proof_ends(work.session, document),
        versions=_versions(work, document_id),
        recipients=tuple(recipients_of(work.session, document_id)),
        roles=roles(work.session, work.actor, document_id, work.now),
        states=tuple(StateRow(s.code, s.title, s.machine) for s in made.states.values()),
        machines=_machines(work, made, document),
        steps={step.code: step.title for step in made.transitions.values()},
        alike=tuple(alike(work, rules, document)),
    )


def alike(work: Work, rules: Rules, document: Document) -> list[DocumentRow]:
    """Other papers of the same kind and subject, or made from the same file, that the actor may view.

    source    Decree 30/2020/NĐ-CP, annex VI: warn of what looks like a duplicate
    """
    same = or_(
        and_(Document.kind == document.kind, Document.subject == document.subject),
        Document.draft_sha256 == document.draft_sha256,
    )
    others = and_(
        Document.id != document.id,
        Document.agency_id == document.agency_id,
        Document.state != "withdrawn",
        same,
        may(work.actor, "view", work.now),
    )
    return rows_where(work, rules, others, limit=5)


def _approvals(work: Work, document_id: str) -> tuple[ApprovalRow, ...]:
    rows = work.session.scalars(
        select(Approval).where(Approval.document_id == document_id).order_by(Approval.made_at)
    )
    return tuple(
        ApprovalRow(r.act, r.person_name, r.title, r.made_at, r.fallen_at, r.fallen_reason) for r in rows
    )


def _proofs(work: Work, document_id: str) -> tuple[ProofRow, ...]:
    rows = work.session.scalars(
        select(SignatureProof)
        .where(SignatureProof.document_id == document_id)
        .order_by(SignatureProof.proved_at)
    )
    return tuple(
        ProofRow(r.role, r.signer, r.person_name, r.certificate, r.trusted_time, r.void_at) for r in rows
    )


def _versions(work: Work, document_id: str) -> tuple[VersionRow, ...]:
    rows = work.session.scalars(
        select(DraftVersion).where(DraftVersion.document_id == document_id).order_by(DraftVersion.ordinal)
    )
    return tuple(
        VersionRow(r.ordinal, r.draft_name, r.draft_sha256, r.uploaded_at, r.uploaded_by) for r in rows
    )


def visible(work: Work, document_id: str, right: str = "view") -> Document:
    """raises NoSuchDocument when the actor may not see it."""
    document = work.session.scalar(
        select(Document).where(Document.id == document_id, may(work.actor, right, work.now))
    )
    if document is None:
        raise NoSuchDocument(document_id=document_id)
    return document


def possible_acts(work: Work, rules: Rules, document: RunsByWorkflow) -> list[PossibleAct]:
    """Every step out of the present state: those of the actor first, each with its reason when closed."""
    held = roles(work.session, work.actor, document.id, work.now)
    made, present = rules.workflow_of(document), states_of(work, document).values()
    acts = []
    for step in made.transitions.values():
        if step.by != "user" or not set(step.before) & set(present):
            continue
        counting = (
            held
            if step.code not in IN_PERSON
            else roles(work.session, work.actor, document.id, work.now, right=step.code)
        )
        mine = bool(counting & set(step.roles))
        # A substitute is told what they lack, not that it is another's turn.
        why = "in_person" if held & set(step.roles) else "not_your_role"
        answer = ask(work, rules, document, step) if mine else Denied(why, {"roles": list(step.roles)})
        allowed = not isinstance(answer, Denied)
        code, facts = (answer.code, dict(answer.facts)) if isinstance(answer, Denied) else (None, {})
        acts.append(
            PossibleAct(step.code, step.title, allowed, mine, step.reason, code, facts, step.needs, step.asks)
        )
    return sorted(acts, key=lambda act: (not act.mine, act.needs_reason))


def standings(work: Work, rules: Rules, document_ids: Iterable[str]) -> dict[str, Standing | NoMandate]:
    """How the actor would sign each of these papers, or why not; for the desk."""
    found: dict[str, Standing | NoMandate] = {}
    for document in work.session.scalars(select(Document).where(Document.id.in_(sorted(document_ids)))):
        try:
            found[document.id] = standing_to_sign(work, rules.workflow_of(document), document)
        except NoMandate as lacking:
            found[document.id] = lacking
    return found


def _machines(work: Work, made: Definition, document: Document) -> tuple[MachineRow, ...]:
    present = states_of(work, document)
    return tuple(
        MachineRow(machine.title, present[machine.code], made.states[present[machine.code]].title)
        for machine in made.machines.values()
        if machine.code in present
    )


def history(work: Work, document_id: str) -> list[HistoryRow]:
    """What happened to a document, oldest first; for whoever may view it."""
    visible(work, document_id)
    entries = work.session.scalars(
        select(JournalEntry).where(JournalEntry.document_id == document_id).order_by(JournalEntry.id)
    )
    return [HistoryRow(e.id, e.at, e.actor_name, e.actor_title, e.fact, json.loads(e.body)) for e in entries]


def _may(work: Work, document: Document, right: str) -> bool:
    seen = select(Document.id).where(Document.id == document.id, may(work.actor, right, work.now))
    return work.session.scalar(seen) is not None
