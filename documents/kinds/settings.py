"""What an office decides about kinds: which it offers here, and how long it keeps them by its own table.

A kind's description is data of the house and the same everywhere; only these two are the office's to set.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.database import Base, UtcTime
from documents.errors import KindNotReady, NoSuchKind
from documents.kinds import Kind, Retention, kind_named
from documents.work import Work

LONGEST_PERIOD, LONGEST_ACT = 60, 300


class KindSetting(Base):
    """One office's own word on a kind; a kind without a row is as its description says."""

    __tablename__ = "vanthu_kind_settings"
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    offered: Mapped[bool]
    retention_period: Mapped[str | None] = mapped_column(String(LONGEST_PERIOD))
    retention_act: Mapped[str | None] = mapped_column(String(LONGEST_ACT))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_by: Mapped[str] = mapped_column(String(100))


@dataclass(frozen=True)
class KindChanged:
    """The office changed whether a kind is offered or how long it is kept."""

    name: ClassVar[str] = "kind_changed"
    document_id: None
    kind: str
    offered: bool
    retention: str


def kinds_in_use(session: Session, kinds: Mapping[str, Kind]) -> Mapping[str, Kind]:
    """The kinds as this office uses them; one it does not offer has no workflow."""
    own = {row.kind: row for row in session.scalars(select(KindSetting))}
    return {code: _as_set(kind, own[code]) if code in own else kind for code, kind in kinds.items()}


def kind_ready_for(kinds: Mapping[str, Kind], name: str | None) -> Kind:
    """The kind of that printed name, which papers can go through.

    raises    KindNotReady with the name that was found and the names that work
    """
    kind = kind_named(kinds, name)
    if not kind.workflow:
        raise KindNotReady(found=kind.name, ready=[other.name for other in kinds.values() if other.workflow])
    return kind


def set_kind(
    work: Work, kinds: Mapping[str, Kind], code: str, *, offered: bool, period: str = "", act: str = ""
) -> None:
    """Keep the office's word on a kind; an empty period goes back to the description's hint.

    raises    NoSuchKind
    """
    if code not in kinds:
        raise NoSuchKind(kind=code)
    row = work.session.get(KindSetting, code)
    if row is None:
        row = KindSetting(kind=code)
        work.session.add(row)
    row.offered = offered
    row.retention_period = period.strip()[:LONGEST_PERIOD] or None
    row.retention_act = (act.strip()[:LONGEST_ACT] or None) if row.retention_period else None
    row.changed_at, row.changed_by = work.now, work.actor.name
    work.record(KindChanged(None, code, offered, row.retention_period or ""))


def _as_set(kind: Kind, own: KindSetting) -> Kind:
    retention = (
        Retention(own.retention_period, own.retention_act or "") if own.retention_period else kind.retention
    )
    return replace(kind, retention=retention, workflow=kind.workflow if own.offered else "")
