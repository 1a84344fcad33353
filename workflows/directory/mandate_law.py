"""What the law asks of one mandate: who may hold it, who may grant it, what it must rest on.

Which of a person's mandates is meant, and whether it is in force, is `workflows.directory.mandates`' business.

source  Decree 30/2020/NĐ-CP, Art. 13 and annex I, II.7
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.directory.model import Mandate, Person, Position, positions_of, same_words
from workflows.errors import (
    MandateLacks,
    MandateNotGrantors,
    MandateRedelegated,
    MandateWrongPosition,
    NoMandate,
)

CAPACITIES = {
    "KT": "KT. (ký thay cấp trưởng)",
    "TL": "TL. (thừa lệnh)",
    "TUQ": "TUQ. (thừa ủy quyền)",
    "TM": "TM. (thay mặt tập thể)",
    "Q": "Q. (quyền cấp trưởng)",
}
_ACTING = re.compile(r"^(quyền|q\.)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Judged:
    """A person about to sign by a mark ("KT", without the dot) for a principal, with the positions they sign from."""

    session: Session
    person: Person
    mark: str
    principal: str
    held: tuple[Position, ...]
    agency_id: str
    at: datetime

    @property
    def facts(self) -> dict[str, Any]:
        return {"name": self.person.name, "capacity": f"{self.mark}.", "on_behalf_of": self.principal}

    def of(self, person: Person, positions: Sequence[Position]) -> "Judged":
        """The same mark and principal, of somebody else."""
        return replace(self, person=person, held=tuple(positions))

    def redelegated(self, mandate: Mandate) -> NoMandate:
        return MandateRedelegated(paper=basis_of(mandate), **self.facts)


def basis_of(mandate: Mandate) -> str:
    """The paper a mandate rests on, as a person cites it: "Quyết định phân công số 15/QĐ-STN ngày 05/01/2026"."""
    number = f"số {mandate.paper_number}" if mandate.paper_number else ""
    day = f"ngày {mandate.paper_date:%d/%m/%Y}" if mandate.paper_date else ""
    return " ".join(part for part in (mandate.basis, number, day) if part)


def require_lawful(judged: Judged, mandate: Mandate) -> None:
    """raises MandateLacks, MandateWrongPosition, MandateRedelegated, MandateNotGrantors"""
    lacking = _lacking(mandate)
    if lacking:
        raise MandateLacks(lacking=lacking, **judged.facts)
    needs = _needs(judged, mandate)
    if needs:
        raise MandateWrongPosition(needs=needs, **judged.facts)
    if mandate.granted_by is not None:
        _require_grantor(judged, mandate, mandate.granted_by)


def was_title_of(
    session: Session,
    agency_id: str,
    title: str,
    at: datetime,
    *,
    function: str = "",
    unit_id: str | None = None,
) -> bool:
    """Whether somebody holds, or before a vacancy held, this title in the agency."""
    where = [Position.agency_id == agency_id, Position.since <= at]
    where += [Position.function == function] if function else []
    where += [Position.unit_id == unit_id] if unit_id else []
    titles = session.scalars(select(Position.title).where(*where).distinct())
    return any(same_words(_ACTING.sub("", one), title) for one in titles)


def _lacking(mandate: Mandate) -> list[str]:
    """What the paper must say and does not: TUQ. is in writing, limited in time and content."""
    if mandate.capacity == "TUQ":
        needed = {
            "mandate_paper": mandate.paper_number and mandate.paper_date,
            "mandate_term": mandate.until,
            "mandate_scope": mandate.kinds or mandate.units or mandate.scope,
            "mandate_grantor": mandate.granted_by,
        }
        return [name for name, said in needed.items() if not said]
    return [] if basis_of(mandate) else ["mandate_basis"]


def _needs(judged: Judged, mandate: Mandate) -> str:
    """Which position carries this capacity, when none of those held does; empty when one does."""
    of_a_head = was_title_of(judged.session, judged.agency_id, judged.principal, judged.at)
    # A regulation may name somebody else than a head of unit; then its number and date are kept.
    named = bool(mandate.paper_number and mandate.paper_date)
    heads_unit = any(position.function == "head" for position in judged.held)
    deputy = any(_is_deputy(judged, position) for position in judged.held)
    carries = {"KT": deputy, "TL": named or heads_unit, "TUQ": heads_unit, "Q": of_a_head, "TM": True}
    needed = {"KT": f"cấp phó của {judged.principal}", "Q": "chức vụ cấp trưởng của cơ quan, đơn vị"}
    if carries[mandate.capacity]:
        return ""
    return needed.get(mandate.capacity, "người đứng đầu đơn vị thuộc cơ quan")


def _is_deputy(judged: Judged, position: Position) -> bool:
    """KT. is for the deputy of the one signed for; one in charge of a vacant office signs so too."""
    heads = {"deputy": ("director", None), "deputy_head": ("head", position.unit_id)}
    if position.function not in heads:
        return False
    function, unit = heads[position.function]
    return was_title_of(
        judged.session, position.agency_id, judged.principal, judged.at, function=function, unit_id=unit
    )


def _require_grantor(judged: Judged, mandate: Mandate, grantor_id: str) -> None:
    """Who grants holds the competence themselves, on the day it begins; an empowered person has nothing to give on.

    raises    MandateRedelegated, MandateNotGrantors
    """
    positions = positions_of(judged.session, grantor_id, mandate.since)
    own = [p for p in positions if p.agency_id == judged.agency_id and p.function in ("director", "head")]
    if any(same_words(_ACTING.sub("", one.title), mandate.on_behalf_of) for one in own):
        return
    given = {
        one.capacity
        for one in judged.session.scalars(select(Mandate).where(Mandate.person_id == grantor_id))
        if same_words(one.on_behalf_of, mandate.on_behalf_of)
        and one.since <= mandate.since
        and (one.until is None or one.until > mandate.since)
    }
    if "Q" in given:
        return
    if "TUQ" in given:
        raise judged.redelegated(mandate)
    grantor = judged.session.get(Person, grantor_id)
    name = grantor.name if grantor else grantor_id
    raise MandateNotGrantors(grantor=name, paper=basis_of(mandate), **judged.facts)
