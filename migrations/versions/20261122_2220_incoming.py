"""Keep what arrives: the incoming register, assignments and their deadlines."""

revision = "20261122_2220"
down_revision = "20261122_2210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to lay yet."""
