"""Keep the office's own word on working days."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_2030"
down_revision = "20261122_2000"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vanthu_calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_vanthu_calendar_days")),
    )
