"""Keep disposition and what else the records need."""

revision = "20261122_2240"
down_revision = "20261122_2230"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to lay yet."""
