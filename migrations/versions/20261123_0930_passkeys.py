"""Let a key on a device of one's own be the second step."""

revision = "20261123_0930"
down_revision = "20261123_0920"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
