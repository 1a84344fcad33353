"""What became of units and agencies: which succeeded which, since when, by which paper; and their names over time.

Nothing that points at an ended unit is rewritten. Who holds what was its, and whom a line that names it means, is
worked out from these rows when it is asked.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime, new_id
from workflows.directory.model import Agency, AgencyName, Unit


class Succession(Base):
    """From a moment on, `new` has taken the place of `old`, wholly (renamed, merged) or with others (split).

    old, new   "unit:ID" or "agency:ID"
    paper      the decision it rests on
    """

    __tablename__ = "vanthu_successions"
    __table_args__ = (UniqueConstraint("old", "new"),)
    id: Mapped[str] = mapped_column(String(20), primary_key=True, default=new_id)
    old: Mapped[str] = mapped_column(String(80))
    new: Mapped[str] = mapped_column(String(80))
    since: Mapped[datetime] = mapped_column(UtcTime)
    paper: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcTime)
    recorded_by: Mapped[str] = mapped_column(String(100))


@dataclass(frozen=True)
class Lineage:
    """The successions in force at a moment, to be followed either way."""

    after: dict[str, list[str]]
    before: dict[str, list[str]]

    def successors(self, principal: str) -> tuple[str, ...]:
        """Those that stand in its place today: itself when nothing succeeded it."""
        return tuple(one for one in _reached(principal, self.after) if one not in self.after)

    def heirs(self, principal: str) -> tuple[str, ...]:
        """Itself and everything that took its place, directly or not."""
        return tuple(_reached(principal, self.after))

    def predecessors(self, principal: str) -> tuple[str, ...]:
        """Everything whose place it took, directly or not, without itself."""
        return tuple(one for one in _reached(principal, self.before) if one != principal)

    def related(self, principal: str) -> frozenset[str]:
        """Itself, what it succeeded, and what succeeded it."""
        return frozenset(_reached(principal, self.before)) | frozenset(_reached(principal, self.after))


def lineage(session: Session, at: datetime) -> Lineage:
    """All successions that count at this moment; an office has a few dozen in its whole life."""
    after: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    rows = session.execute(
        select(Succession.old, Succession.new)
        .where(Succession.since <= at)
        .order_by(Succession.since, Succession.id)
    )
    for old, new in rows:
        after.setdefault(old, []).append(new)
        before.setdefault(new, []).append(old)
    return Lineage(after, before)


def inherited(principals: Iterable[str], line: Lineage) -> frozenset[str]:
    """What these principals hold besides, as successors: "head:NEW" also acts as "head:OLD", and so on.

    Every successor of a unit that was split holds what was the unit's.
    """
    found = set()
    for principal in principals:
        kind, _, place = principal.rpartition(":")
        scheme = "agency" if kind.startswith("office:") else "unit"
        if kind in ("unit", "head") or scheme == "agency":
            found |= {f"{kind}:{one.partition(':')[2]}" for one in line.predecessors(f"{scheme}:{place}")}
    return frozenset(found)


def other_names(session: Session, text: str, at: datetime) -> list[str]:
    """The text with each name of a unit or agency in it put in the words of its predecessors and successors.

    So a search by today's name finds the papers of its predecessor, and the other way round. Case and marks of the
    text do not matter; a text that names none of them gives nothing.
    """
    line, names = lineage(session, at), _names(session)
    text = unicodedata.normalize("NFC", text)
    folded = _folded(text)
    told = []
    for principal, called in names.items():
        for name in called:
            found = re.search(rf"(?<!\w){re.escape(_folded(name))}(?!\w)", folded)
            if found is None:
                continue
            others = {other for one in line.related(principal) for other in names.get(one, ())} - {name}
            told += [text[: found.start()] + other + text[found.end() :] for other in sorted(others)]
    return list(dict.fromkeys(one for one in told if _folded(one) != folded))


def _folded(text: str) -> str:
    """Letter for letter without marks and case, so that places in it are places in the text (NFC)."""
    letters = (unicodedata.normalize("NFD", letter)[0] for letter in unicodedata.normalize("NFC", text))
    return "".join("d" if letter in "đĐ" else letter.lower()[0] for letter in letters)


def _names(session: Session) -> dict[str, list[str]]:
    """All names units and agencies ever had."""
    names: dict[str, list[str]] = {}
    for key, name in session.execute(select(Unit.id, Unit.name)):
        names.setdefault(f"unit:{key}", []).append(name)
    for key, name in session.execute(select(Agency.id, Agency.name)):
        names.setdefault(f"agency:{key}", []).append(name)
    for key, name in session.execute(select(AgencyName.agency_id, AgencyName.name)):
        names.setdefault(f"agency:{key}", []).append(name)
    return names


def _reached(start: str, steps: dict[str, list[str]]) -> list[str]:
    """Everything reached from a start, itself first; a circle in the rows ends nothing and hangs nothing."""
    found = [start]
    for one in found:
        found += [other for other in steps.get(one, ()) if other not in found]
    return found
