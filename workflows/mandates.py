"""May this person sign this paper in the capacity it prints?

source  Decree 30/2020/NĐ-CP, Art. 13 and annex I, II.7: none, TM., Q., KT., TL., TUQ.
"""

import re
from collections.abc import Sequence

from sqlalchemy import select

from documents.work import Work
from workflows.directory import Mandate, Position, in_force, positions_of, same_words
from workflows.errors import NoMandate

_CAPACITY = re.compile(r"^\s*(TM|TUQ|TL|KT|Q)\s*\.\s*(.+)$", re.IGNORECASE)
_RESTS_ON_PAPER = ("KT", "TL", "TUQ")


def capacities(signing_lines: Sequence[str]) -> list[tuple[str, str]]:
    """("KT", "GIÁM ĐỐC") for each mark in the block, in the order printed."""
    found = (_CAPACITY.match(line) for line in signing_lines)
    return [(match[1].upper(), match[2].strip()) for match in found if match]


def require_mandate(work: Work, agency_id: str, signing_lines: Sequence[str]) -> str:
    """The capacity the actor signs in, as it is printed: "", "KT.", "TL.", …

    raises    NoMandate when the title is not the actor's, or the capacity rests on no paper in force
    """
    positions = [
        p for p in positions_of(work.session, work.actor.person_id, work.now) if p.agency_id == agency_id
    ]
    marks = capacities(signing_lines)
    title = _CAPACITY.sub(r"\2", signing_lines[-1])
    held = [position for position in positions if same_words(position.title, title)]
    if not held:
        raise NoMandate(title=title, name=work.actor.name)
    resting = [(mark, principal) for mark, principal in marks if mark in _RESTS_ON_PAPER]
    for mark, principal in resting:
        if not _holds(work, mark, principal):
            raise NoMandate(title=title, name=work.actor.name, capacity=f"{mark}.", on_behalf_of=principal)
    if not resting and not any(_heads(position) for position in held):
        raise NoMandate(title=title, name=work.actor.name)
    return f"{marks[-1][0]}." if marks else ""


def _heads(position: Position) -> bool:
    return position.function == "director"


def _holds(work: Work, mark: str, principal: str) -> bool:
    mandates = work.session.scalars(
        select(Mandate).where(
            Mandate.person_id == work.actor.person_id,
            Mandate.capacity == mark,
            in_force(Mandate, work.now),
        )
    )
    return any(same_words(mandate.on_behalf_of, principal) for mandate in mandates)
