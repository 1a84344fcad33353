"""Keep what waits for a signature made outside: bound to one person, one file and one hour."""

revision = "20261123_0900"
down_revision = "20261123_0620"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
