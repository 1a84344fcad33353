"""Keep absences with their substitutes, scopes of mandates, and what became of units."""

revision = "20261122_2210"
down_revision = "20261122_2200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to lay yet."""
