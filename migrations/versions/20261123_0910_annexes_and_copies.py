"""Let annexes lie in files of their own, and copies of a paper be made."""

revision = "20261123_0910"
down_revision = "20261123_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
