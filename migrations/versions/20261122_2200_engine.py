"""Keep definitions as they were used, and the states of a document's smaller machines."""

revision = "20261122_2200"
down_revision = "20261122_2130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to lay yet."""
