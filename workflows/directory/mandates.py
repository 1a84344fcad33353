"""Who may sign a paper today, in which capacity, by which paper; and may this person sign this one.

One judge for all who ask: the signer's key, the desk, the template, the dry run. Mandates are written in `granting`.

source  Decree 30/2020/NĐ-CP, Art. 13 and annex I, II.7: none, TM., Q., KT., TL., TUQ.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.model import Document
from documents.work import Work
from workflows.directory.mandate_law import Judged, basis_of, require_lawful, was_title_of
from workflows.directory.model import (
    FUNCTIONS,
    Mandate,
    Person,
    Position,
    in_force,
    positions_of,
    same_words,
)
from workflows.directory.successions import lineage
from workflows.errors import (
    MandateExpired,
    MandateMissing,
    MandateNotYet,
    MandateOfAnother,
    MandateOutsideScope,
    NoMandate,
    NotCollective,
)

_CAPACITY = re.compile(r"^\s*(TM|TUQ|TL|KT|Q)\s*\.\s*(.+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """The paper to be signed: its agency, and its kind and drafting unit where a mandate's scope is to be tested."""

    agency_id: str
    kind: str = ""
    unit_id: str = ""


@dataclass(frozen=True)
class Standing:
    """In which capacity a person signs: as printed ("", "KT.", …), for whom, by which paper, in whose words limited.

    seat   "secretary" or "chair" of minutes, who sign for nobody
    """

    capacity: str
    on_behalf_of: str = ""
    paper: str = ""
    scope: str = ""
    until: datetime | None = None
    seat: str = ""


@dataclass(frozen=True)
class Signer:
    """Somebody who may sign, with the lines of the block from authority to title."""

    person_id: str
    name: str
    lines: tuple[str, ...]
    standing: Standing


def capacities(signing_lines: Sequence[str]) -> list[tuple[str, str]]:
    """("KT", "GIÁM ĐỐC") for each mark in the block, in the order printed."""
    found = (_CAPACITY.match(line) for line in signing_lines)
    return [(match[1].upper(), match[2].strip()) for match in found if match]


def paper_of(document: Document) -> Asked:
    """What a mandate's scope is tested against."""
    return Asked(document.agency_id, document.kind, document.unit_id)


def require_mandate(work: Work, asked: Asked, signing_lines: Sequence[str]) -> Standing:
    """The capacity the actor signs in, as the block prints it.

    raises    NoMandate when the title is not the actor's; its children say what a capacity lacks
    """
    person = work.session.get(Person, work.actor.person_id)
    if person is None:
        raise NoMandate(title=signing_lines[-1], name=work.actor.name)
    return standing_of(work.session, person, signing_lines, asked, work.now)


def standing_of(
    session: Session, person: Person, lines: Sequence[str], asked: Asked, at: datetime
) -> Standing:
    """raises NoMandate"""
    positions = [p for p in positions_of(session, person.id, at) if p.agency_id == asked.agency_id]
    marks = capacities(lines)
    title = _CAPACITY.sub(r"\2", lines[-1])
    # An acting head (quyền) prints the head's title without holding it.
    acting = bool(marks) and marks[-1][0] == "Q" and _CAPACITY.match(lines[-1]) is not None
    held = positions if acting else [p for p in positions if same_words(p.title, title)]
    if not held:
        raise NoMandate(title=title, name=person.name)
    standing = Standing(f"{marks[-1][0]}.", marks[-1][1]) if marks else Standing("")
    resting = False
    for place, (mark, principal) in enumerate(marks):
        judged = Judged(session, person, mark, principal, tuple(held), asked.agency_id, at)
        if mark == "TM" and _needs_no_paper(judged, marks):
            continue
        passed_down = mark in ("TL", "TUQ") and marks[place + 1 : place + 2]
        mandate = _of_own_head(judged, asked) if passed_down else _in_force(judged, asked)
        standing = _standing(mandate)
        resting = True
    if not resting and not any(position.function == "director" for position in held):
        raise NoMandate(title=title, name=person.name)
    return standing


def signers(session: Session, asked: Asked, at: datetime) -> list[Signer]:
    """Everybody who may sign such a paper at this moment, the head first, each in every capacity they have."""
    rows = session.execute(
        select(Person, Position)
        .join(Position, Position.person_id == Person.id)
        .where(Position.agency_id == asked.agency_id, in_force(Position, at), in_force(Person, at))
    ).all()
    order = list(FUNCTIONS)
    found: dict[tuple[str, tuple[str, ...]], Signer] = {}
    for person, position in sorted(rows, key=lambda row: (order.index(row[1].function), row[0].name)):
        for lines in _possible_blocks(session, person, position, at):
            try:
                standing = standing_of(session, person, lines, asked, at)
            except NoMandate:
                continue
            found.setdefault((person.id, lines), Signer(person.id, person.name, lines, standing))
    return list(found.values())


def signer_named(session: Session, asked: Asked, name: str, at: datetime) -> Signer | None:
    """The one person of that name who may sign such a paper; None when there is not exactly one.

    A person who may sign in several capacities counts once, by the first.
    """
    named = {
        one.person_id: one for one in reversed(signers(session, asked, at)) if same_words(one.name, name)
    }
    return next(iter(named.values())) if len(named) == 1 else None


def _possible_blocks(
    session: Session, person: Person, position: Position, at: datetime
) -> Iterable[tuple[str, ...]]:
    """The blocks this position and the person's mandates could print; not yet judged."""
    title = position.title.upper()
    if position.function == "director":
        yield (title,)
    mandates = session.scalars(
        select(Mandate).where(Mandate.person_id == person.id, in_force(Mandate, at)).order_by(Mandate.since)
    ).all()
    for mandate in mandates:
        mark = f"{mandate.capacity}. {mandate.on_behalf_of}".upper()
        yield (mark,) if mandate.capacity == "Q" else (mark, title)
        if mandate.capacity == "KT" and position.function == "deputy_head":
            for order in _orders_of_heads(session, position, at):
                yield (f"TL. {order.on_behalf_of}".upper(), mark, title)


def _in_force(judged: Judged, asked: Asked) -> Mandate:
    """The person's own mandate that carries this paper.

    raises    NoMandate's children: the cause of the mandate that came nearest
    """
    known = [
        mandate
        for mandate in judged.session.scalars(select(Mandate).where(Mandate.capacity == judged.mark))
        if same_words(mandate.on_behalf_of, judged.principal)
    ]
    own = [mandate for mandate in known if mandate.person_id == judged.person.id]
    if not own:
        raise _of_nobody_or_others(judged, known)
    refusal: NoMandate | None = None
    # The youngest last: of several that fail, its cause is the one worth telling.
    for mandate in sorted(own, key=lambda one: one.since):
        try:
            _require_covering(judged, mandate, asked)
            require_lawful(judged, mandate)
        except NoMandate as cause:
            refusal = cause
        else:
            return mandate
    assert refusal is not None
    raise refusal


def _of_own_head(judged: Judged, asked: Asked) -> Mandate:
    """TL. may be passed on to the deputy of that unit, who prints KT. under it; TUQ. may not.

    source  Decree 30/2020/NĐ-CP, Art. 13 k3, k4
    """
    units = {position.unit_id for position in judged.held if position.unit_id}
    heads = judged.session.scalars(
        select(Person)
        .join(Position, Position.person_id == Person.id)
        .where(Position.function == "head", Position.unit_id.in_(units), in_force(Position, judged.at))
    ).all()
    refusal: NoMandate = MandateMissing(**judged.facts)
    for head in heads:
        at = judged.of(head, positions_of(judged.session, head.id, judged.at))
        try:
            mandate = _in_force(at, asked)
        except NoMandate as cause:
            refusal = cause
        else:
            if judged.mark == "TUQ":
                raise judged.redelegated(mandate)
            return mandate
    raise refusal


def _require_covering(judged: Judged, mandate: Mandate, asked: Asked) -> None:
    """raises MandateNotYet, MandateExpired, MandateOutsideScope"""
    facts = {**judged.facts, "paper": basis_of(mandate)}
    if mandate.since > judged.at:
        raise MandateNotYet(since=mandate.since, **facts)
    if mandate.until is not None and mandate.until <= judged.at:
        raise MandateExpired(until=mandate.until, **facts)
    outside_kind = mandate.kinds and asked.kind and asked.kind not in mandate.kinds
    outside_unit = mandate.units and asked.unit_id and not _same_unit(judged, mandate, asked.unit_id)
    if outside_kind or outside_unit:
        limit = mandate.kinds if outside_kind else mandate.units
        raise MandateOutsideScope(scope=mandate.scope or ", ".join(limit), **facts)


def _same_unit(judged: Judged, mandate: Mandate, unit_id: str) -> bool:
    """Whether the mandate names the unit, what it was before, or what it became."""
    related = lineage(judged.session, judged.at).related(f"unit:{unit_id}")
    return any(f"unit:{one}" in related for one in mandate.units)


def _of_nobody_or_others(judged: Judged, known: Sequence[Mandate]) -> NoMandate:
    holders = [
        mandate.person_id
        for mandate in known
        if mandate.since <= judged.at and (mandate.until is None or mandate.until > judged.at)
    ]
    names = judged.session.scalars(select(Person.name).where(Person.id.in_(holders)).order_by(Person.name))
    others = list(names)
    return MandateOfAnother(holders=others, **judged.facts) if others else MandateMissing(**judged.facts)


def _needs_no_paper(judged: Judged, marks: Sequence[tuple[str, str]]) -> bool:
    """The head speaks for the collective they lead, and so does who signs for the head; others need a paper.

    raises    NotCollective
    source    Decree 30/2020/NĐ-CP, Art. 13 k2
    """
    if was_title_of(judged.session, judged.agency_id, judged.principal, judged.at):
        raise NotCollective(**judged.facts)
    return len(marks) > 1 or any(position.function == "director" for position in judged.held)


def _orders_of_heads(session: Session, position: Position, at: datetime) -> list[Mandate]:
    """The TL. mandates in force of whoever heads this position's unit."""
    heads = select(Position.person_id).where(
        Position.function == "head", Position.unit_id == position.unit_id, in_force(Position, at)
    )
    rows = select(Mandate).where(
        Mandate.capacity == "TL", Mandate.person_id.in_(heads), in_force(Mandate, at)
    )
    return list(session.scalars(rows))


def _standing(mandate: Mandate) -> Standing:
    return Standing(
        f"{mandate.capacity}.", mandate.on_behalf_of, basis_of(mandate), mandate.scope, mandate.until
    )
