"""In which capacity the person before the page would sign, and by which paper; or in words why not."""

from collections.abc import Iterable

from app.errors import Problem, explain
from app.web.doors import office
from documents.work import Work
from workflows.directory.mandates import Standing
from workflows.errors import NoMandate
from workflows.queries import DocumentRow, standings


def told_standings(work: Work, rows: Iterable[DocumentRow]) -> dict[str, Standing | Problem]:
    """By document id."""
    found = standings(work, office().rules, [row.id for row in rows])
    return {key: explain(one) if isinstance(one, NoMandate) else one for key, one in found.items()}
