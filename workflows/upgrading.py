"""Papers under way move to a newer version of their workflow: first a dry run that says what changes, then all or none.

The newest version's file says, state by state, where papers of an earlier one go on (`[upgrade.N]`). A state it does
not name keeps its papers where they are. An approval speaks of the version it was made under, so approvals of moved
papers fall, visibly.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar

from sqlalchemy import Select, func, select

from documents import commands as papers
from documents.access import Grant, held_at
from documents.errors import NotAllowed, VersionMoved
from documents.model import Approval, Document, MachineState, Reservation
from documents.registers import NumberAllocation
from documents.work import Work
from workflows.commands import Rules, leave
from workflows.definition import MAIN, Definition, State
from workflows.errors import UpgradeRefused
from workflows.roles import fill_roles


@dataclass(frozen=True)
class DocumentUpgraded:
    """A document goes on under a newer version of its workflow."""

    name: ClassVar[str] = "document_upgraded"
    document_id: str
    workflow: str
    before_version: int
    after_version: int
    before: str
    after: str


@dataclass(frozen=True)
class RoleChange:
    """What the holders of a role may do from then on, and no longer; codes of rights and steps.

    people   how many principals hold the role on these papers
    """

    role: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    people: int


@dataclass(frozen=True)
class StateMove:
    """The papers of one state and what becomes of them.

    after       the states they go on in, one a machine; empty when they stay as they are
    approvals   how many standing approvals would fall
    underway    how many cannot move now: a signature is under way or a number is given
    """

    before: str
    title: str
    count: int
    after: tuple[str, ...]
    after_titles: tuple[str, ...]
    changes: tuple[RoleChange, ...]
    approvals: int
    underway: int


@dataclass(frozen=True)
class Upgrade:
    """A dry run; `fingerprint` says to `upgrade` that what was looked at is what is done."""

    workflow: str
    before_version: int
    after_version: int
    moves: tuple[StateMove, ...]
    fingerprint: str

    @property
    def count(self) -> int:
        """How many papers would move."""
        return sum(move.count for move in self.moves if move.after)


def plan_upgrade(work: Work, rules: Rules, name: str, version: int) -> Upgrade:
    """What moving every paper of an earlier version would change, for whom.

    raises    NotAllowed for anybody but the administrator; UpgradeRefused when there is no way from that version
    """
    _require_administrator(work)
    made = rules.workflows.get(name)
    if made is None or version not in made.upgrades:
        raise UpgradeRefused(why="no_upgrade", workflow=name, version=version)
    moves = tuple(_state_move(work, made, made.at(version), state) for state in made.at(version).of(MAIN))
    told = json.dumps([asdict(move) for move in moves], sort_keys=True)
    # Not only how many: exactly these papers, as they were looked at.
    seen = work.session.execute(
        select(Document.id, Document.version)
        .where(Document.workflow == name, Document.workflow_version == version)
        .order_by(Document.id)
    )
    shown = [f"{one}@{number}" for one, number in seen]
    fingerprint = hashlib.sha256(f"{told}{shown}".encode()).hexdigest()
    return Upgrade(name, version, made.version, moves, fingerprint)


def upgrade(work: Work, rules: Rules, name: str, version: int, *, fingerprint: str) -> int:
    """Move them all, or none; returns how many moved.

    fingerprint   of the dry run that was looked at
    raises        what `plan_upgrade` raises; VersionMoved when papers moved since; UpgradeRefused when some cannot
    """
    plan = plan_upgrade(work, rules, name, version)
    if plan.fingerprint != fingerprint:
        raise VersionMoved(workflow=name)
    stuck = sum(move.underway for move in plan.moves if move.after)
    if stuck:
        raise UpgradeRefused(why="upgrade_underway", workflow=name, version=version, count=stuck)
    made = rules.workflows[name]
    moved = 0
    for document in work.session.scalars(
        select(Document)
        .where(Document.workflow == name, Document.workflow_version == version)
        .order_by(Document.id)
        .with_for_update()
    ):
        after = made.upgrades[version].get(document.state)
        if after is not None:
            _move(work, made, document, after)
            moved += 1
    return moved


def _move(work: Work, made: Definition, document: Document, after: Sequence[str]) -> None:
    before = (document.workflow_version, document.state)
    states = {made.states[code].machine: code for code in after}
    # What is out is judged by the rules it went out by; what is still a draft in review is approved anew.
    if document.issued_sha256 is None:
        frozen = document.frozen_digest is not None
        papers.fall_approvals(work, document, "workflow_changed")
    else:
        frozen = False
    document.workflow_version = made.version
    if states[MAIN] != document.state:
        document.state, document.state_since = states[MAIN], work.now
    document.changed_at = work.now
    if frozen and document.state != made.start:
        document.frozen_digest = papers.frozen_digest(document)
    _set_machines(work, made, document, states)
    work.session.flush()
    for code in (document.state, *(states.get(m.code, m.start) for m in made.machines.values())):
        fill_roles(work, made, document, made.states[code])
    work.record(DocumentUpgraded(document.id, made.name, before[0], made.version, before[1], document.state))


def _set_machines(work: Work, made: Definition, document: Document, states: Mapping[str, str]) -> None:
    leave(work, document)
    for machine in made.machines.values():
        state = states.get(machine.code, machine.start)
        work.session.add(
            MachineState(document_id=document.id, machine=machine.code, state=state, since=work.now)
        )


def _state_move(work: Work, made: Definition, old: Definition, state: State) -> StateMove:
    code, title = state.code, state.title
    after = made.upgrades[old.version].get(code, ())
    here = _standing(made.name, old.version).where(Document.state == code)
    ids = list(work.session.scalars(here))
    fall = select(func.count()).where(
        Approval.document_id.in_(here), Approval.fallen_at.is_(None), Approval.document_id == Document.id
    )
    falling = work.session.scalar(fall.where(Document.issued_sha256.is_(None))) or 0
    reserved = select(Reservation.document_id).where(Reservation.document_id.in_(here))
    numbered = select(NumberAllocation.document_id).where(
        NumberAllocation.document_id.in_(here), NumberAllocation.status == "allocated"
    )
    underway = {*work.session.scalars(reserved), *work.session.scalars(numbered)}
    return StateMove(
        code,
        title,
        len(ids),
        tuple(after),
        tuple(made.states[one].title for one in after),
        _changes(work, made, old, code, after, ids) if after else (),
        falling if after else 0,
        len(underway) if after else 0,
    )


def _changes(
    work: Work, made: Definition, old: Definition, before: str, after: Sequence[str], ids: Sequence[str]
) -> tuple[RoleChange, ...]:
    had = {(role, right) for state, role, right in old.rights() if state == before}
    has = {(role, right) for state, role, right in made.rights() if state in after}
    people = dict(
        work.session.execute(
            select(Grant.role, func.count(func.distinct(Grant.principal)))
            .where(
                Grant.document_id.in_(_standing(made.name, old.version).where(Document.state == before)),
                held_at(work.now),
            )
            .group_by(Grant.role)
        ).all()
        if ids
        else []
    )
    roles = dict.fromkeys(role for role, _ in sorted(had ^ has))
    return tuple(
        RoleChange(
            role,
            tuple(sorted(right for one, right in has - had if one == role)),
            tuple(sorted(right for one, right in had - has if one == role)),
            people.get(role, 0),
        )
        for role in roles
    )


def _standing(name: str, version: int) -> Select[str]:
    return select(Document.id).where(Document.workflow == name, Document.workflow_version == version)


def _require_administrator(work: Work) -> None:
    if not any(principal.startswith("office:administrator:") for principal in work.actor.principals):
        raise NotAllowed(right="upgrade_workflow", document_id=None)
