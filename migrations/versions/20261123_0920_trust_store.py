"""Keep whom the office trusts, with the two people who confirmed it."""

revision = "20261123_0920"
down_revision = "20261123_0910"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
