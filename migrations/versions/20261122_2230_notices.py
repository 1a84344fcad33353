"""Keep notices, claims, and deadlines that pause."""

revision = "20261122_2230"
down_revision = "20261122_2220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to lay yet."""
