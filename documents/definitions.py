"""What each version of a workflow said when its rights were written: it may not change under what runs by it.

How the rights are asked for is in `documents.access`; nothing here knows a workflow.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from documents.access import RUNNING, StateRight
from documents.database import Base, UtcTime
from documents.errors import DefinitionChanged
from documents.model import RunsByWorkflow


class DefinitionUsed(Base):
    """A definition version as it was when its rights were written: it may not change under its papers."""

    __tablename__ = "vanthu_definitions"
    workflow: Mapped[str] = mapped_column(String(60), primary_key=True)
    workflow_version: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(UtcTime)


def write_rights(
    session: Session,
    workflow: str,
    version: int,
    rows: Iterable[tuple[str, str, str]],
    *,
    digest: str,
    at: datetime,
) -> None:
    """Write the rights of a definition version and what it was: (state, role, right) rows.

    raises    DefinitionChanged when papers run by this version and it was another
    """
    before = written_digest(session, workflow, version)
    if before == digest:
        return
    if before is not None and _in_use(session, workflow, version):
        raise DefinitionChanged(workflow=workflow, version=version)
    for table in (StateRight, DefinitionUsed):
        session.execute(delete(table).where(table.workflow == workflow, table.workflow_version == version))
    session.add_all(
        StateRight(workflow=workflow, workflow_version=version, state=state, role=role, right=right)
        for state, role, right in rows
    )
    session.add(DefinitionUsed(workflow=workflow, workflow_version=version, digest=digest, since=at))
    session.flush()


def written_digest(session: Session, workflow: str, version: int) -> str | None:
    """What a definition version was when its rights were written; None when they are not."""
    return session.scalar(
        select(DefinitionUsed.digest).where(
            DefinitionUsed.workflow == workflow, DefinitionUsed.workflow_version == version
        )
    )


def _in_use(session: Session, workflow: str, version: int) -> bool:
    def rows(of: type[RunsByWorkflow]) -> Select[str]:
        return select(of.id).where(of.workflow == workflow, of.workflow_version == version).limit(1)

    return any(session.scalar(rows(of)) is not None for of in RUNNING.values())
