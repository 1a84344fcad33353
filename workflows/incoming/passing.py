"""Which papers the văn thư may pass straight to a unit: the office's own working regulations, as dated rows.

The head of the agency says so, and takes it back; without a rule every paper is presented to a leader.
source  Decree 30/2020/NĐ-CP, Art. 23: passed on as the competent person directs or the regulations say
"""

from dataclasses import dataclass

from sqlalchemy import select

from documents.errors import NotAllowed
from documents.model import Document
from documents.work import Work
from workflows.directory.model import Unit, in_force, our_agency, plain_words
from workflows.errors import AssignmentRefused
from workflows.incoming.assignments import PassingAllowed, PassingRule

LONGEST = 200


@dataclass(frozen=True)
class PassingRow:
    """A rule as it is shown; `kind` is the code, empty for every kind."""

    id: str
    unit_id: str
    unit: str
    kind: str
    sender: str
    basis: str


def passing_rules(work: Work, document: Document) -> list[PassingRow]:
    """The rules in force that fit this paper."""
    sender = plain_words(document.agency_name)
    return [
        row
        for row in all_rules(work)
        if row.kind in ("", document.kind) and sender.startswith(plain_words(row.sender))
    ]


def all_rules(work: Work) -> list[PassingRow]:
    """Every rule in force, by unit."""
    found = work.session.execute(
        select(PassingRule, Unit.name)
        .join(Unit, Unit.id == PassingRule.unit_id)
        .where(in_force(PassingRule, work.now), in_force(Unit, work.now))
        .order_by(Unit.name, PassingRule.id)
    )
    return [
        PassingRow(rule.id, rule.unit_id, name, rule.kind or "", rule.sender or "", rule.basis)
        for rule, name in found
    ]


def may_rule(work: Work) -> bool:
    """Whether the actor sets the regulations: the head of the agency."""
    return f"office:director:{our_agency(work.session, work.now).id}" in work.actor.principals


def allow_passing(work: Work, unit_id: str, *, kind: str, sender: str, basis: str) -> str:
    """Let papers of a kind or a sender go straight to a unit.

    kind, sender   at least one of them
    raises         NotAllowed; AssignmentRefused naming what is missing
    """
    _require_head(work)
    unit = work.session.scalar(select(Unit).where(Unit.id == unit_id, in_force(Unit, work.now)))
    if unit is None:
        raise AssignmentRefused(why="assignment_unknown")
    if not (kind or sender.strip()) or not basis.strip():
        raise AssignmentRefused(why="passing_without_basis")
    rule = PassingRule(
        agency_id=unit.agency_id, kind=kind or None, sender=sender.strip()[:LONGEST] or None, unit_id=unit.id,
        basis=basis.strip()[:300], since=work.now,
    )  # fmt: skip
    work.session.add(rule)
    work.session.flush()
    work.record(PassingAllowed(None, unit.name, kind, rule.sender or "", rule.basis, allowed=True))
    return rule.id


def stop_passing(work: Work, rule_id: str) -> None:
    """End a rule; papers already passed stay where they are.

    raises    NotAllowed
    """
    _require_head(work)
    rule = work.session.get(PassingRule, rule_id)
    if rule is None or rule.until is not None:
        raise NotAllowed(right="passing", document_id=None)
    rule.until = work.now
    unit = work.session.get_one(Unit, rule.unit_id)
    work.record(
        PassingAllowed(None, unit.name, rule.kind or "", rule.sender or "", rule.basis, allowed=False)
    )


def _require_head(work: Work) -> None:
    if not may_rule(work):
        raise NotAllowed(right="passing", document_id=None)
